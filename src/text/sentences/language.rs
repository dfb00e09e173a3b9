//! Which language a text is in, as far as its full stops depend on it.

/// A language whose abbreviations are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[expect(missing_docs, reason = "each is its name")]
pub enum Language {
    English,
    German,
    French,
    Spanish,
    Italian,
    Portuguese,
    Russian,
    Greek,
    /// One in which a number with a full stop is an ordinal, as in German, and nothing else is known.
    WithOrdinals,
    /// Any other.
    #[default]
    Other,
}

/// Bytes of a text that are enough to see its language.
const SEEN: usize = 6_000;
/// Common words that one of the languages has and the others have not, or seldom.
const COMMON: [(Language, &str); 6] = [
    (Language::English, " the of and that was with are from have his which their been this by "),
    (Language::German, " der die und das den mit nicht ist auf für sich dem des eine auch wird bei einen zum "),
    (Language::French, " le les et des est dans une du au sur avec qui aux été ont pas cette ses "),
    (Language::Spanish, " el los y del con una las por lo sus más fue al como este pero "),
    (Language::Italian, " il di che della non per sono gli una ha nel dei è con anche alla "),
    (Language::Portuguese, " não do da em um os uma dos foi ao mais das pelo também são seu "),
];
/// Common words that must be met before a language is believed.
const FEWEST: usize = 2;

impl Language {
    /// The language of a document: what its tag (BCP 47) says, else what the beginning of its text looks like.
    pub fn of(tag: Option<&str>, text: &str) -> Self {
        let tagged = tag.map(str::trim).filter(|tag| !tag.is_empty());
        tagged.map_or_else(|| Self::seen_in(text), Self::tagged)
    }

    pub(super) fn tagged(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        match primary.as_str() {
            "en" => Self::English,
            "de" | "gsw" | "nds" => Self::German,
            "fr" => Self::French,
            "es" | "gl" => Self::Spanish,
            "it" => Self::Italian,
            "pt" => Self::Portuguese,
            "ru" => Self::Russian,
            "el" => Self::Greek,
            "bs" | "cs" | "da" | "et" | "fi" | "hr" | "hu" | "is" | "lt" | "lv" | "nb" | "nn" | "no" | "pl" | "sk" | "sl" | "sr" | "tr" => {
                Self::WithOrdinals
            }
            _ => Self::Other,
        }
    }

    /// Counts common words; a text with too few of them is in no language we know.
    fn seen_in(text: &str) -> Self {
        let text = text.get(..text.floor_char_boundary(SEEN)).unwrap_or_default();
        let (mut cyrillic, mut greek, mut latin, mut russian) = (0, 0, 0, 0);
        for c in text.chars() {
            match c {
                'a'..='z' | 'A'..='Z' => latin += 1,
                '\u{400}'..='\u{4ff}' => {
                    cyrillic += 1;
                    // Letters that no other large language in this script has, but for Belarusian.
                    russian += usize::from(matches!(c, 'ы' | 'э' | 'Э'));
                }
                '\u{370}'..='\u{3ff}' => greek += 1,
                _ => {}
            }
        }
        if cyrillic > latin {
            return if russian > 0 { Self::Russian } else { Self::Other };
        }
        if greek > latin {
            return Self::Greek;
        }
        let mut met = [0_usize; COMMON.len()];
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            let word = format!(" {} ", word.to_lowercase());
            for (count, (_, common)) in met.iter_mut().zip(COMMON) {
                *count += usize::from(common.contains(&word));
            }
        }
        let (most, language) = met
            .into_iter()
            .zip(COMMON)
            .map(|(count, (language, _))| (count, language))
            .fold((0, Self::Other), |best, next| if next.0 > best.0 { next } else { best });
        if most >= FEWEST { language } else { Self::Other }
    }

    /// Whether a number with a full stop is an ordinal.
    pub(super) fn has_ordinals(self) -> bool {
        matches!(self, Self::German | Self::WithOrdinals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_that_of_the_tag_or_what_the_text_looks_like() {
        assert_eq!(Language::of(Some("de-AT"), "The talks of the two"), Language::German);
        assert_eq!(Language::of(Some(" "), "The talks of the two"), Language::English);
        for (text, language) in [
            ("Die Gespräche der beiden fanden am 13. September statt und endeten nicht.", Language::German),
            ("Les entretiens des deux dirigeants ont eu lieu et le train est parti.", Language::French),
            ("Las conversaciones de los dos líderes y el tren del norte.", Language::Spanish),
            ("Il treno non è partito; i colloqui della mattina sono finiti.", Language::Italian),
            ("As conversações não foram longas e o comboio do norte saiu.", Language::Portuguese),
            ("Переговоры были долгими, сообщил представитель.", Language::Russian),
            ("Οι συνομιλίες ήταν μακρές.", Language::Greek),
            ("Kim Jong Un", Language::Other),
            ("中国，是一个国家。", Language::Other),
        ] {
            assert_eq!(Language::of(None, text), language, "{text}");
        }
    }
}
