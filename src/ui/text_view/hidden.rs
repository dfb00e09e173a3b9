//! Characters that cannot be seen but change what is read: they get a visible mark.

/// An invisible character and what to call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HiddenMark {
    /// Its first byte, from the block's start.
    pub offset: usize,
    /// A name of a few letters, as in the Unicode charts.
    pub name: &'static str,
    /// The character.
    pub character: char,
}

/// Names of the control characters below the space.
const C0: [&str; 32] = [
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR", "SO", "SI", "DLE", "DC1", "DC2", "DC3",
    "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US",
];

/// Finds the invisible characters of a block that could deceive: bidirectional controls, zero-width spaces, control characters, fillers.
///
/// What is spelling is not among them: joiners inside emoji and Indic or Arabic words, variation selectors behind what varies, tags
/// inside a flag.
pub fn hidden_marks(words: &str) -> Vec<HiddenMark> {
    // Almost every block is settled by this one pass over its bytes.
    let suspicious = |b: &u8| *b < 0x20 || matches!(b, 0x7f | 0xc2 | 0xcd | 0xd8 | 0xe1 | 0xe2 | 0xe3 | 0xef | 0xf0 | 0xf3);
    if !words.as_bytes().iter().any(suspicious) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut before = ' ';
    let mut in_flag = false;
    for (offset, character) in words.char_indices() {
        let is_tag = matches!(character, '\u{e0000}'..='\u{e007f}');
        let is_joiner = matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
        in_flag = character == '\u{1f3f4}' || in_flag && is_tag;
        let name = if is_joiner { joiner_name(character, before) } else { name_of(character) };
        if let Some(name) = name.filter(|_| !in_flag) {
            found.push(HiddenMark { offset, name, character });
        }
        before = character;
    }
    found
}

/// A joiner behind a letter that never joins, or a selector behind one that never varies, only makes two equal words different.
fn joiner_name(character: char, before: char) -> Option<&'static str> {
    let joins = !matches!(before, '\0'..='\u{24f}' | '\u{370}'..='\u{52f}') || matches!(before, '#' | '*' | '0'..='9' | '©' | '®');
    match character {
        _ if joins => None,
        '\u{200c}' => Some("ZWNJ"),
        '\u{200d}' => Some("ZWJ"),
        _ => Some("VS"),
    }
}

fn name_of(c: char) -> Option<&'static str> {
    Some(match c {
        '\t' | '\n' => return None,
        '\0'..='\u{1f}' => C0.get(c as usize).copied().unwrap_or("CTRL"),
        '\u{7f}' => "DEL",
        '\u{85}' => "NEL",
        '\u{ad}' => "SHY",
        '\u{34f}' => "CGJ",
        '\u{61c}' => "ALM",
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => "HF",
        '\u{17b4}' | '\u{17b5}' => "KIV",
        '\u{180b}'..='\u{180d}' | '\u{180f}' => "FVS",
        '\u{180e}' => "MVS",
        '\u{200b}' => "ZWSP",
        '\u{200e}' => "LRM",
        '\u{200f}' => "RLM",
        '\u{2028}' => "LSEP",
        '\u{2029}' => "PSEP",
        '\u{202a}' => "LRE",
        '\u{202b}' => "RLE",
        '\u{202c}' => "PDF",
        '\u{202d}' => "LRO",
        '\u{202e}' => "RLO",
        '\u{2060}' => "WJ",
        '\u{2061}'..='\u{2064}' => "OP",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        '\u{206a}'..='\u{206f}' => "OLD",
        '\u{2800}' => "BLANK",
        '\u{1bca0}'..='\u{1bca3}' => "SF",
        '\u{1d173}'..='\u{1d17a}' => "MF",
        // Not assigned, but declared invisible for ever.
        '\u{2065}' | '\u{fff0}'..='\u{fff8}' | '\u{e0080}'..='\u{e0fff}' => "IGN",
        '\u{feff}' => "BOM",
        '\u{fff9}'..='\u{fffb}' => "IA",
        '\u{e0000}'..='\u{e007f}' => "TAG",
        c if c.is_control() => "CTRL",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &str) -> Vec<&'static str> {
        hidden_marks(words).iter().map(|m| m.name).collect()
    }

    #[test]
    fn an_override_is_found_and_an_emoji_joiner_is_not() {
        let words = "pay \u{202e}evil\u{202c} 👨\u{200d}👩 \u{7}";
        assert_eq!(names(words), ["RLO", "PDF", "BEL"]);
        assert_eq!(hidden_marks(words)[0].offset, 4);
        assert!(hidden_marks("plain — “quoted” text\t").is_empty());
    }

    #[test]
    fn every_way_to_hide_is_found() {
        let all =
            "a\u{2028}\u{2029}\u{85}\u{200b}\u{2060}\u{feff}\u{ad}\u{61c}\u{200e}\u{2067}\u{2069}\u{3164}\u{34f}\u{0}\u{7f}\u{9b}\u{e0041}";
        let expected =
            ["LSEP", "PSEP", "NEL", "ZWSP", "WJ", "BOM", "SHY", "ALM", "LRM", "RLI", "PDI", "HF", "CGJ", "NUL", "DEL", "CTRL", "TAG"];
        assert_eq!(names(all), expected);
    }

    #[test]
    fn every_control_and_every_character_that_unicode_calls_ignorable_is_found_in_a_latin_word() {
        use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
        use icu_properties::{CodePointMapData, CodePointSetData};
        let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
        let category = CodePointMapData::<GeneralCategory>::new();
        let seen = |c: &char| !matches!(c, '\t' | '\n') && (ignorable.contains(*c) || category.get(*c) == GeneralCategory::Control);
        let hidden: Vec<char> = ('\0'..=char::MAX).filter(seen).collect();
        assert!(hidden.len() > 4000, "Unicode declares two whole blocks ignorable: {}", hidden.len());
        let missed: Vec<char> = hidden.into_iter().filter(|c| names(&format!("a{c}b")).len() != 1).collect();
        assert!(missed.is_empty(), "{missed:?}");
    }

    #[test]
    fn joiners_and_tags_are_told_only_where_they_are_no_spelling() {
        assert_eq!(names("pay\u{200d}pal pay\u{200c}pal при\u{200d}вет"), ["ZWJ", "ZWNJ", "ZWJ"]);
        assert!(names("क्\u{200d}ष می\u{200c}خواهم 🏳\u{fe0f}\u{200d}🌈 1\u{fe0f}\u{20e3} ©\u{fe0f} 葛\u{e0100}").is_empty());
        assert_eq!(names("pay\u{fe0f}pal"), ["VS"]);
        assert!(names("🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}").is_empty());
    }
}
