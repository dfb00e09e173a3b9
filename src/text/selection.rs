//! What a reader has selected in a text: an anchor and a focus.

use serde::{Deserialize, Serialize};

use super::Span;

/// A caret or a selection in a reading text, in bytes.
///
/// ```text
/// anchor = focus            a caret
/// anchor ----> focus        selected forwards; Shift+arrows move the focus
/// focus <---- anchor        selected backwards
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TextSelection {
    /// Where the selection began (bytes).
    pub anchor: usize,
    /// Where it is being moved; the caret (bytes).
    pub focus: usize,
}

impl TextSelection {
    /// A caret at `offset`.
    pub fn caret(offset: usize) -> Self {
        Self { anchor: offset, focus: offset }
    }

    /// Selects a span forwards.
    pub fn of(span: Span) -> Self {
        Self { anchor: span.start(), focus: span.end() }
    }

    /// The selected bytes; `None` for a caret.
    pub fn span(self) -> Option<Span> {
        Span::new(self.anchor.min(self.focus), self.anchor.max(self.focus)).ok()
    }
}
