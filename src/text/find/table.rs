//! What each character of Unicode becomes when texts are compared: one table, made once, from the data of ICU.

use std::sync::OnceLock;

use icu_casemap::CaseMapper;
use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;

/// What a character is beside a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is seen.
    Letter,
    /// White space (property `White_Space`).
    Space,
    /// Not seen (property `Default_Ignorable_Code_Point`): soft hyphen, joiners, marks of direction, variation selectors.
    Invisible,
}

/// What a character becomes, where it is not just itself.
#[derive(Debug)]
pub(super) struct Entry {
    pub kind: Kind,
    /// Canonical decomposition with the classes of its parts (UAX #15); itself where it has none.
    pub parts: Box<[(char, u8)]>,
    /// Decomposed, in full case folding, decomposed again (Unicode, D145).
    pub folded: Box<[char]>,
    /// Simple case folding: one character.
    pub simple: char,
    /// The mark of a typewriter it stands for: `'`, `"` or `-`.
    pub typed: Option<char>,
}

impl Entry {
    /// Whether it goes with the letter before it (three signs of Tibetan do so though their own class is 0).
    pub fn is_mark(&self) -> bool {
        self.parts.first().is_some_and(|(_, class)| *class != 0)
    }
}

/// Code points of a page.
const PAGE: usize = 256;
/// Pages up to the end of plane 3; what lies behind them folds to itself or is invisible.
const PAGES: usize = 0x30000 / PAGE;

/// All entries, found by their character in two steps.
#[derive(Debug)]
pub(super) struct Table {
    /// For each page, where it begins in `places`; pages without entries share the first.
    pages: Vec<usize>,
    /// For each character of a page, its entry plus one; 0: it folds to itself.
    places: Vec<u16>,
    entries: Vec<(char, Entry)>,
    unseen: Entry,
}

/// The table.
pub(super) fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(Table::new)
}

impl Table {
    /// What a character becomes; nothing for one that folds to itself. Hangul syllables are left out, [`hangul`] has them.
    pub fn get(&self, c: char) -> Option<&Entry> {
        let point = c as usize;
        if point >= PAGES * PAGE {
            return is_unseen_beyond(c).then_some(&self.unseen);
        }
        let page = self.pages.get(point / PAGE)?;
        let place = usize::from(*self.places.get(page + point % PAGE)?);
        self.entries.get(place.checked_sub(1)?).map(|(_, entry)| entry)
    }

    /// All characters with entries.
    pub fn entries(&self) -> impl Iterator<Item = (char, &Entry)> {
        self.entries.iter().map(|(c, entry)| (*c, entry))
    }

    fn new() -> Self {
        let source = Source::new();
        let mut table = Self {
            pages: Vec::with_capacity(PAGES),
            places: vec![0; PAGE],
            entries: Vec::new(),
            unseen: plain_entry('\u{e0000}', Kind::Invisible),
        };
        for page in 0..PAGES {
            let first = table.entries.len();
            let here: Vec<u16> = (page * PAGE..(page + 1) * PAGE).map(|point| table.take(&source, point)).collect();
            table.pages.push(if table.entries.len() == first { 0 } else { table.places.len() });
            if table.entries.len() > first {
                table.places.extend(here);
            }
        }
        table
    }

    fn take(&mut self, source: &Source, point: usize) -> u16 {
        // Ideographs and Hangul syllables, 40,000 of them, have no entries.
        if (0x3400..0xa000).contains(&point) || (0xac00..0xd7a4).contains(&point) || (0x20000..0x2f800).contains(&point) {
            return 0;
        }
        let Some(c) = u32::try_from(point).ok().and_then(char::from_u32) else { return 0 };
        let Some(entry) = source.entry(c) else { return 0 };
        self.entries.push((c, entry));
        u16::try_from(self.entries.len()).unwrap_or(0)
    }
}

/// The parts of a Hangul syllable (Unicode, 3.12): leading consonant, vowel, and a trailing consonant where it has one.
pub(super) fn hangul(c: char) -> Option<[Option<char>; 3]> {
    let index = (c as u32).checked_sub(0xac00).filter(|index| *index < 11_172)?;
    let trailing = index % 28;
    let part = |base: u32, number: u32| char::from_u32(base + number);
    let last = if trailing == 0 { None } else { part(0x11a7, trailing) };
    Some([part(0x1100, index / 588), part(0x1161, index % 588 / 28), last])
}

/// The syllable of a leading consonant, a vowel and perhaps a trailing consonant.
pub(super) fn syllable(lead: char, vowel: char, last: Option<char>) -> Option<char> {
    let number = |c: char, base: u32, count: u32| (c as u32).checked_sub(base).filter(|number| *number < count);
    let trailing = match last {
        None => 0,
        Some(last) => number(last, 0x11a7, 28).filter(|number| *number > 0)?,
    };
    char::from_u32(0xac00 + (number(lead, 0x1100, 19)? * 21 + number(vowel, 0x1161, 21)?) * 28 + trailing)
}

/// Variation selectors and what is reserved beside them. Tags are not among them: they tell the flag of Wales from that of Scotland.
fn is_unseen_beyond(c: char) -> bool {
    matches!(c, '\u{e0000}'..='\u{e0fff}') && !matches!(c, '\u{e0020}'..='\u{e007f}')
}

fn plain_entry(c: char, kind: Kind) -> Entry {
    Entry { kind, parts: Box::from([(c, 0)]), folded: Box::from([c]), simple: c, typed: None }
}

/// Quotation marks, apostrophes and hyphens that people type with the three marks of a typewriter.
fn typed(c: char) -> Option<char> {
    match c {
        // Quotation marks of one stroke, the apostrophe as a letter, prime, geresh, the wide form.
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʼ' | '′' | '׳' | '＇' => Some('\''),
        // Of two strokes, the angle ones of French and Russian, double prime, gershayim.
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '״' | '＂' | '〝' | '〞' | '〟' => Some('"'),
        // Hyphen, non-breaking hyphen, figure dash, en dash, minus, small and wide forms, maqaf. A long dash is no hyphen.
        '\u{2010}'..='\u{2013}' | '\u{2212}' | '﹣' | '－' | '\u{5be}' => Some('-'),
        _ => None,
    }
}

/// The data of ICU that entries are made from.
struct Source {
    cases: icu_casemap::CaseMapperBorrowed<'static>,
    decomposing: DecomposingNormalizerBorrowed<'static>,
    classes: CanonicalCombiningClassMapBorrowed<'static>,
    unseen: icu_properties::CodePointSetDataBorrowed<'static>,
}

impl Source {
    fn new() -> Self {
        Self {
            cases: CaseMapper::new(),
            decomposing: DecomposingNormalizerBorrowed::new_nfd(),
            classes: CanonicalCombiningClassMapBorrowed::new(),
            unseen: CodePointSetData::new::<DefaultIgnorableCodePoint>(),
        }
    }

    fn entry(&self, c: char) -> Option<Entry> {
        if self.unseen.contains(c) {
            return Some(plain_entry(c, Kind::Invisible));
        }
        let kind = if c.is_whitespace() { Kind::Space } else { Kind::Letter };
        let class = self.classes.get_u8(c);
        let mut letter = [0; 4];
        let letter: &str = c.encode_utf8(&mut letter);
        let decomposed = self.decomposing.normalize(letter);
        // What has no case cannot fold; asking would cost more than all the rest. (U+0345 is a mark that folds to a letter.)
        let has_case = decomposed.chars().any(|c| c.is_lowercase() || c.is_uppercase() || self.cases.simple_fold(c) != c);
        let folded: String = if has_case {
            self.decomposing.normalize(&self.cases.fold_string(&decomposed)).into_owned()
        } else {
            decomposed.clone().into_owned()
        };
        let (simple, typed) = (self.cases.simple_fold(c), typed(c));
        let is_itself = kind == Kind::Letter && class == 0 && decomposed == letter && folded == letter && simple == c && typed.is_none();
        (!is_itself).then(|| Entry {
            kind,
            parts: decomposed.chars().map(|part| (part, self.classes.get_u8(part))).collect(),
            folded: folded.chars().collect(),
            simple,
            typed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(c: char) -> String {
        table().get(c).map_or_else(|| c.to_string(), |entry| entry.folded.iter().collect())
    }

    #[test]
    fn a_character_folds_as_unicode_says() {
        // CaseFolding.txt, C and F: Cherokee folds to capitals.
        for (c, wanted) in [('A', "a"), ('ß', "ss"), ('İ', "i\u{307}"), ('ς', "σ"), ('K', "k"), ('ꭰ', "Ꭰ"), ('ﬁ', "fi"), ('Å', "a\u{30a}")]
        {
            assert_eq!(folded(c), wanted, "{c}");
        }
        assert_eq!(folded('中'), "中");
    }

    #[test]
    fn invisible_characters_and_white_space_are_known() {
        let kind = |c| table().get(c).map(|entry| entry.kind);
        for c in ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200f}', '\u{feff}', '\u{fe0f}', '\u{e0101}', '\u{34f}'] {
            assert_eq!(kind(c), Some(Kind::Invisible), "{c:?}");
        }
        for c in [' ', '\n', '\u{a0}', '\u{202f}', '\u{3000}', '\u{2028}'] {
            assert_eq!(kind(c), Some(Kind::Space), "{c:?}");
        }
        assert_eq!((kind('a'), kind('\u{e0067}')), (None, None));
    }

    #[test]
    fn a_hangul_syllable_has_its_parts_and_comes_back() {
        for (c, parts) in [('김', "\u{1100}\u{1175}\u{11b7}"), ('은', "\u{110b}\u{1173}\u{11ab}"), ('가', "\u{1100}\u{1161}")] {
            let [lead, vowel, last] = hangul(c).unwrap();
            assert_eq!([lead, vowel, last].into_iter().flatten().collect::<String>(), parts);
            assert_eq!(syllable(lead.unwrap(), vowel.unwrap(), last), Some(c));
        }
        assert_eq!((hangul('中'), syllable('a', 'b', None)), (None, None));
    }
}
