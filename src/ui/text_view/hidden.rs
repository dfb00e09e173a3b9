//! Characters that cannot be seen but change what is read: they get a visible mark.

/// An invisible character and what to call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HiddenMark {
    /// Its first byte, from the block's start.
    pub offset: usize,
    /// A name of a few letters, as in the Unicode charts.
    pub name: &'static str,
}

/// Finds the invisible characters of a block that could deceive: bidirectional controls, zero-width spaces, control characters.
///
/// Joiners inside emoji and Indic or Arabic words are not among them: they are spelling.
pub fn hidden_marks(words: &str) -> Vec<HiddenMark> {
    // Almost every block is settled by this one pass over its bytes.
    let suspicious = |b: &u8| *b < 0x20 || matches!(b, 0x7f | 0xc2 | 0xe2 | 0xef | 0xf3);
    if !words.as_bytes().iter().any(suspicious) {
        return Vec::new();
    }
    words.char_indices().filter_map(|(offset, c)| Some(HiddenMark { offset, name: name_of(c)? })).collect()
}

fn name_of(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{202a}' => "LRE",
        '\u{202b}' => "RLE",
        '\u{202c}' => "PDF",
        '\u{202d}' => "LRO",
        '\u{202e}' => "RLO",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        '\u{200b}' => "ZWSP",
        '\u{200e}' => "LRM",
        '\u{200f}' => "RLM",
        '\u{2060}' => "WJ",
        '\u{feff}' => "BOM",
        '\u{ad}' => "SHY",
        '\u{2028}' => "LSEP",
        '\u{2029}' => "PSEP",
        '\u{85}' => "NEL",
        '\u{e0000}'..='\u{e007f}' => "TAG",
        '\t' => return None,
        c if c.is_control() => "CTRL",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_override_is_found_and_an_emoji_joiner_is_not() {
        let marks = hidden_marks("pay \u{202e}evil\u{202c} 👨\u{200d}👩 \u{7}");
        let names: Vec<_> = marks.iter().map(|m| m.name).collect();
        assert_eq!(names, ["RLO", "PDF", "CTRL"]);
        assert_eq!(marks[0].offset, 4);
        assert!(hidden_marks("plain — “quoted” text\t").is_empty());
    }
}
