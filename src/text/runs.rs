//! Style runs: what the source's typography said about stretches of the reading text.

use serde::{Deserialize, Serialize};

use super::Span;

/// One style on one stretch of the reading text. Runs may overlap (bold inside a link).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Run(
    /// Where, in bytes of the reading text.
    pub Span,
    /// What.
    pub Style,
);

/// What the source's markup says of a stretch of text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Style {
    /// Strong, bold.
    Bold,
    /// Emphasised, italic.
    Italic,
    /// Struck out.
    Strikethrough,
    /// Fixed-width.
    Code,
    /// A heading, level 1 to 6.
    Heading(u8),
    /// A block quote, with its depth from 1.
    Quote(u8),
    /// An item of a list, with its depth from 1 and its number in a numbered list.
    ListItem(u8, Option<u64>),
    /// A link and where it leads.
    Link(String),
}

/// Whether words begin with the mark of a list item as people write it: `-`, `*`, `+`, `•`, `12.` or `12)` before white space or the end.
///
/// Readers that keep the mark in the text leave it to nobody to paint it once more.
pub fn begins_with_item_mark(words: &str) -> bool {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let rest = words.get(digits..).unwrap_or_default();
    let sign = rest.chars().next();
    let is_mark = match sign {
        Some('.' | ')') => digits > 0,
        Some('-' | '*' | '+' | '•') => digits == 0,
        _ => false,
    };
    is_mark && rest.chars().nth(1).is_none_or(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_a_sign_or_a_number_with_something_behind_it() {
        for words in ["- a", "12. b", "3) c", "*", "+\tx", "• y"] {
            assert!(begins_with_item_mark(words), "{words}");
        }
        for words in ["-5 degrees", "a", "12 b", "1.5 c", "", ".", "**b"] {
            assert!(!begins_with_item_mark(words), "{words}");
        }
    }
}
