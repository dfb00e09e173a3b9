//! Units of offsets at the edges: code points, UTF-16 units and bytes, converted many at a time.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// What an offset in a file counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum OffsetUnit {
    /// Unicode code points, as Python counts.
    #[default]
    #[serde(rename = "code-point")]
    CodePoint,
    /// UTF-16 code units, as JavaScript and Java count.
    #[serde(rename = "utf16")]
    Utf16,
    /// Bytes of UTF-8, as this program counts inside.
    #[serde(rename = "byte")]
    Byte,
}

impl OffsetUnit {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::CodePoint, Self::Utf16, Self::Byte];

    /// Its word in files and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::CodePoint => "code-point",
            Self::Utf16 => "utf16",
            Self::Byte => "byte",
        }
    }

    fn width(self, c: char) -> usize {
        match self {
            Self::CodePoint => 1,
            Self::Utf16 => c.len_utf16(),
            Self::Byte => c.len_utf8(),
        }
    }
}

impl fmt::Display for OffsetUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Says that a word names no unit of offsets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no unit of offsets; there are code-point, utf16 and byte")]
pub struct OffsetUnitError(String);

impl FromStr for OffsetUnit {
    type Err = OffsetUnitError;
    fn from_str(word: &str) -> Result<Self, OffsetUnitError> {
        Self::ALL.into_iter().find(|unit| unit.word() == word).ok_or_else(|| OffsetUnitError(word.to_owned()))
    }
}

/// Bytes of text between two entries of a [`UnitTable`]: a conversion walks at most this far.
const STRIDE: usize = 256;

/// Converts offsets of one text between bytes and another unit. Made in one pass; each conversion then costs next to nothing.
#[derive(Debug, Clone)]
pub struct UnitTable<'a> {
    text: &'a str,
    unit: OffsetUnit,
    /// Byte and unit offset of some character borders, ascending, from (0, 0).
    borders: Vec<(usize, usize)>,
    /// Length of the text in units.
    total: usize,
}

impl<'a> UnitTable<'a> {
    /// Walks the text once.
    pub fn new(text: &'a str, unit: OffsetUnit) -> Self {
        let mut borders = vec![(0, 0)];
        let (mut total, mut next) = (0, STRIDE);
        for (at, c) in text.char_indices() {
            if at >= next {
                borders.push((at, total));
                next = at + STRIDE;
            }
            total += unit.width(c);
        }
        Self { text, unit, borders, total }
    }

    /// A byte offset in units; `None` inside a character. Behind the text every byte counts one (orphans point there).
    pub fn from_byte(&self, byte: usize) -> Option<usize> {
        if let Some(behind) = byte.checked_sub(self.text.len()) {
            return Some(self.total + behind);
        }
        let before = self.borders.partition_point(|(b, _)| *b <= byte).checked_sub(1)?;
        let (start, units) = *self.borders.get(before)?;
        let between = self.text.get(start..byte)?;
        Some(units + between.chars().map(|c| self.unit.width(c)).sum::<usize>())
    }

    /// An offset in units as bytes; `None` inside a character. The inverse of [`UnitTable::from_byte`].
    pub fn to_byte(&self, offset: usize) -> Option<usize> {
        if let Some(behind) = offset.checked_sub(self.total) {
            return Some(self.text.len() + behind);
        }
        let before = self.borders.partition_point(|(_, u)| *u <= offset).checked_sub(1)?;
        let (start, mut units) = *self.borders.get(before)?;
        for (at, c) in self.text.get(start..)?.char_indices() {
            if units >= offset {
                return (units == offset).then_some(start + at);
            }
            units += self.unit.width(c);
        }
        None
    }

    /// A span of bytes in units.
    pub fn span_from_bytes(&self, span: Span) -> Option<Span> {
        Span::new(self.from_byte(span.start())?, self.from_byte(span.end())?).ok()
    }

    /// A span of units in bytes.
    pub fn span_to_bytes(&self, span: Span) -> Option<Span> {
        Span::new(self.to_byte(span.start())?, self.to_byte(span.end())?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_emoji_counts_one_two_or_four() {
        let text = "a😀é";
        let units = |unit| {
            let table = UnitTable::new(text, unit);
            [1, 5, 7].map(|byte| table.from_byte(byte).unwrap())
        };
        assert_eq!(units(OffsetUnit::CodePoint), [1, 2, 3]);
        assert_eq!(units(OffsetUnit::Utf16), [1, 3, 4]);
        assert_eq!(units(OffsetUnit::Byte), [1, 5, 7]);
        assert_eq!(UnitTable::new(text, OffsetUnit::Utf16).to_byte(2), None);
        assert_eq!(UnitTable::new(text, OffsetUnit::CodePoint).from_byte(2), None);
    }

    proptest! {
        #[test]
        fn every_border_survives_both_ways(text in ".{0,900}", unit in proptest::sample::select(&OffsetUnit::ALL)) {
            let table = UnitTable::new(&text, unit);
            for byte in (0..text.len() + 3).filter(|b| *b > text.len() || text.is_char_boundary(*b)) {
                let there = table.from_byte(byte).unwrap();
                prop_assert_eq!(table.to_byte(there), Some(byte));
            }
        }
    }
}
