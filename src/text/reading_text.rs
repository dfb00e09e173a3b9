//! The reading text of a document: frozen UTF-8 with LF line ends, shared cheaply, with its paragraphs.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::Span;

/// Holds a document's words as they are read, coded and counted: UTF-8, lines ended by LF alone, at most 4 GiB.
///
/// A **paragraph** is a line that is not blank. Paragraphs are numbered from 0 here and from 1 on the screen.
/// Cloning is cheap (the text is shared).
#[derive(Clone)]
pub struct ReadingText {
    text: Arc<str>,
    paragraphs: Arc<[Span]>,
    /// Code points before each [`STRIDE`] bytes, counted when first asked for.
    code_points: Arc<OnceLock<Box<[u32]>>>,
}

/// Bytes between two entries of the table of code points: one look-up counts at most this many.
const STRIDE: usize = 1024;

/// Says why a string cannot be a reading text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// A carriage return is left in it.
    #[error("byte {0} is a carriage return; a reading text ends its lines with LF alone")]
    CarriageReturn(usize),
    /// More than 4 GiB.
    #[error("the text has {0} bytes; a document holds at most 4 GiB")]
    TooLarge(usize),
}

impl ReadingText {
    /// Takes over a text whose line ends are already LF.
    pub fn new(text: impl Into<Arc<str>>) -> Result<Self, TextError> {
        let text: Arc<str> = text.into();
        if u32::try_from(text.len()).is_err() {
            return Err(TextError::TooLarge(text.len()));
        }
        if let Some(at) = text.find('\r') {
            return Err(TextError::CarriageReturn(at));
        }
        let paragraphs = paragraphs_of(&text);
        Ok(Self { text, paragraphs, code_points: Arc::default() })
    }

    /// Takes over any text: CRLF and lone CR become LF, a leading byte-order mark goes.
    pub fn normalised(text: &str) -> Result<Self, TextError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.contains('\r') { Self::new(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Self::new(text) }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The shared string itself.
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The words of a span, or nothing where it leaves the text or cuts a character.
    pub fn slice(&self, span: Span) -> Option<&str> {
        self.text.get(span.range())
    }

    /// Whether `offset` (bytes) lies on a character border inside the text or at its end.
    pub fn is_border(&self, offset: usize) -> bool {
        self.text.is_char_boundary(offset)
    }

    /// All paragraphs in order, as spans without their line ends.
    pub fn paragraphs(&self) -> &[Span] {
        &self.paragraphs
    }

    /// The number (from 0) of the paragraph at `offset`, or of the last one that starts before it.
    pub fn paragraph_at(&self, offset: usize) -> Option<usize> {
        self.paragraphs.partition_point(|p| p.start() <= offset).checked_sub(1)
    }

    /// Code points that begin before byte `offset`.
    ///
    /// The first call counts the whole text once; later ones cost no more than a kilobyte, wherever the offset lies.
    pub fn code_points_before(&self, offset: usize) -> usize {
        let offset = offset.min(self.len());
        let table = self.code_points.get_or_init(|| code_point_table(&self.text));
        let entry = offset / STRIDE;
        let before = table.get(entry).map_or(0, |n| *n as usize);
        before + self.text.as_bytes().get(entry * STRIDE..offset).map_or(0, begun_code_points)
    }
}

fn code_point_table(text: &str) -> Box<[u32]> {
    let mut count = 0_u32;
    let chunks = text.as_bytes().chunks(STRIDE);
    let before = chunks.map(|chunk| {
        let here = count;
        count += begun_code_points(chunk) as u32;
        here
    });
    let mut table: Vec<u32> = before.collect();
    table.push(count);
    table.into()
}

/// Bytes that begin a code point: all but continuation bytes (`10xxxxxx`).
fn begun_code_points(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

fn paragraphs_of(text: &str) -> Arc<[Span]> {
    let mut at = 0;
    let mut paragraphs = Vec::new();
    for line in text.split('\n') {
        if !line.trim().is_empty()
            && let Ok(span) = Span::new(at, at + line.len())
        {
            paragraphs.push(span);
        }
        at += line.len() + 1;
    }
    paragraphs.into()
}

impl PartialEq for ReadingText {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.text, &other.text) || self.text == other.text
    }
}

impl Eq for ReadingText {}

impl Default for ReadingText {
    fn default() -> Self {
        Self { text: Arc::from(""), paragraphs: Arc::from([]), code_points: Arc::default() }
    }
}

impl fmt::Debug for ReadingText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadingText({} bytes)", self.len())
    }
}

impl serde::Serialize for ReadingText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> serde::Deserialize<'de> for ReadingText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_are_not_paragraphs() {
        let text = ReadingText::new("One.\n\n  \nTwo.\n").unwrap();
        let words: Vec<_> = text.paragraphs().iter().map(|p| text.slice(*p).unwrap()).collect();
        assert_eq!(words, ["One.", "Two."]);
        assert_eq!(text.paragraph_at(0), Some(0));
        assert_eq!(text.paragraph_at(text.len()), Some(1));
    }

    #[test]
    fn line_ends_and_byte_order_mark_are_normalised_once() {
        let text = ReadingText::normalised("\u{feff}a\r\nb\rc\n").unwrap();
        assert_eq!(text.as_str(), "a\nb\nc\n");
        assert!(ReadingText::new("a\r\n").is_err());
    }

    #[test]
    fn a_slice_that_cuts_a_character_is_refused() {
        let text = ReadingText::new("é!").unwrap();
        assert_eq!(text.slice(Span::new(0, 1).unwrap()), None);
        assert_eq!(text.slice(Span::new(0, 2).unwrap()), Some("é"));
        assert_eq!(text.code_points_before(2), 1);
    }

    #[test]
    fn code_points_are_counted_alike_near_and_far() {
        let text = ReadingText::new("aé漢😀\n".repeat(1000)).unwrap();
        for offset in (0..=text.len()).step_by(7).chain([0, text.len(), 1024, 2048]) {
            let naive = text.as_str().char_indices().filter(|(at, _)| *at < offset).count();
            assert_eq!(text.code_points_before(offset), naive, "{offset}");
        }
    }
}
