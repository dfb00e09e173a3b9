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
