//! A span: a non-empty, half-open range of UTF-8 byte offsets.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Marks `start..end` in a reading text, in UTF-8 bytes, half-open, never empty.
///
/// ```text
/// P u t i n a t
/// 0 1 2 3 4 5 6 7      Span(0, 5) is "Putin": a span may end inside a word
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

/// Says why two offsets do not make a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// The end does not lie behind the start.
    #[error("a span must end behind its start, but {start}-{end} does not")]
    Empty {
        /// First byte.
        start: usize,
        /// Byte behind the last one.
        end: usize,
    },
    /// An offset beyond four gigabytes.
    #[error("offset {0} is larger than a document can be (4 GiB)")]
    TooLarge(usize),
}

impl Span {
    /// Makes the span `start..end` (bytes).
    pub fn new(start: usize, end: usize) -> Result<Self, SpanError> {
        let (Ok(s), Ok(e)) = (u32::try_from(start), u32::try_from(end)) else {
            return Err(SpanError::TooLarge(end));
        };
        if s >= e {
            return Err(SpanError::Empty { start, end });
        }
        Ok(Self { start: s, end: e })
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Byte behind the last one.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes, at least 1.
    #[expect(clippy::len_without_is_empty, reason = "a span is never empty")]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// The same as a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `offset` lies inside.
    pub fn contains_offset(self, offset: usize) -> bool {
        self.start() <= offset && offset < self.end()
    }

    /// The bytes that both have, if any.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let start = self.start.max(other.start);
        let end = self.end.min(other.end);
        (start < end).then_some(Self { start, end })
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.start, self.end)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.start, self.end)
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.start, self.end).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (start, end) = <(u32, u32)>::deserialize(deserializer)?;
        Self::new(start as usize, end as usize).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_never_empty() {
        assert!(Span::new(3, 3).is_err());
        assert!(Span::new(4, 3).is_err());
        assert_eq!(Span::new(3, 4).unwrap().len(), 1);
    }

    #[test]
    fn touching_spans_do_not_overlap() {
        let a = Span::new(0, 3).unwrap();
        let b = Span::new(3, 5).unwrap();
        assert!(!a.overlaps(b));
        assert_eq!(a.intersection(b), None);
    }
}
