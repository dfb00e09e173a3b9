//! How the words of scripts are set, and whether letters that adjoin belong to one word.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, Script};

use super::table::{Kind, table};

/// How the words of a letter's script are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    /// Apart.
    Spaced(Script),
    /// As the letters around it: digits, marks, the low line.
    Any,
    /// Ideographs.
    Han,
    /// Japanese syllables.
    Kana,
    /// Together, and only a dictionary knows them.
    Together(Script),
}

/// What stands at an end of a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Border,
    GoesOn,
    /// A dictionary has to be asked.
    Ask,
}

/// A zero-width space, which parts words that are written together.
pub(super) const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// Whether a letter belongs to a stretch without spaces.
pub(super) fn is_of_run(c: char) -> bool {
    !c.is_ascii() && c != ZERO_WIDTH_SPACE && (is_unseen(c) || is_mark(c) || is_written_together(c))
}

/// What cannot be seen.
pub(super) fn is_unseen(c: char) -> bool {
    !c.is_ascii() && table().get(c).is_some_and(|entry| entry.kind == Kind::Invisible)
}

pub(super) fn is_mark(c: char) -> bool {
    !c.is_ascii()
        && matches!(
            CodePointMapData::<GeneralCategory>::new().get(c),
            GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark | GeneralCategory::EnclosingMark
        )
}

/// What words are made of (UTS #18, `\w`).
pub fn is_of_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    let others = [GeneralCategory::DecimalNumber, GeneralCategory::ConnectorPunctuation];
    c.is_alphabetic()
        || matches!(c, '\u{200c}' | '\u{200d}')
        || is_mark(c)
        || others.contains(&CodePointMapData::<GeneralCategory>::new().get(c))
}

/// How the words of its script are set.
pub(super) fn setting(c: char) -> Setting {
    if c.is_ascii() {
        return if c.is_ascii_alphabetic() { Setting::Spaced(Script::Latin) } else { Setting::Any };
    }
    match CodePointMapData::<Script>::new().get(c) {
        Script::Han => Setting::Han,
        Script::Hiragana | Script::Katakana => Setting::Kana,
        // Marks of length and voice of both kana.
        _ if matches!(c, 'ー' | 'ｰ' | '\u{3099}'..='\u{309c}') => Setting::Kana,
        Script::Common | Script::Inherited => Setting::Any,
        // What the rules of UAX #14 leave to dictionaries (class SA).
        script @ (Script::Thai
        | Script::Lao
        | Script::Khmer
        | Script::Myanmar
        | Script::TaiLe
        | Script::NewTaiLue
        | Script::TaiTham
        | Script::TaiViet
        | Script::Ahom) => Setting::Together(script),
        script => Setting::Spaced(script),
    }
}

/// Whether a letter's script sets no spaces between words.
pub fn is_written_together(c: char) -> bool {
    !c.is_ascii() && matches!(setting(c), Setting::Han | Setting::Kana | Setting::Together(_))
}

/// What stands between a letter outside of a hit and its neighbour inside; none for a neighbour that is of no word.
pub(super) fn side(outside: Setting, inside: Option<Setting>) -> Side {
    use Setting::{Any, Han, Kana, Spaced, Together};
    match (outside, inside) {
        (Han, Some(Han)) => Side::Border,
        (Han | Kana, Some(Han | Kana)) => Side::Ask,
        (Together(one), Some(Together(other))) => {
            if one == other {
                Side::Ask
            } else {
                Side::Border
            }
        }
        (Han | Kana | Together(_), _) | (_, Some(Han | Kana | Together(_))) => Side::Border,
        (Spaced(one), Some(Spaced(other))) if one != other => Side::Border,
        (Spaced(_) | Any, Some(Spaced(_) | Any) | None) => Side::GoesOn,
    }
}
