//! Where the words of a reading text stood in the file they came from.

use crate::text::Span;

/// A stretch of the original that stands in the reading text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunk {
    /// Where, in bytes of the original.
    pub original: Span,
    /// Where, in bytes of the reading text.
    pub reading: Span,
    /// Both have the same bytes. Otherwise one stands for the other as a whole: `&amp;` for `&`, CR LF for LF.
    pub verbatim: bool,
}

/// Maps bytes of an original file to bytes of its reading text and back.
///
/// ```text
/// original   a **Kim** &amp; b        Between the chunks lies what was removed (markup)
///            --  ---  -----  -        or put in (blank lines between blocks).
/// reading    a Kim & b
/// ```
/// Chunks ascend in both texts and do not overlap. Neighbouring verbatim chunks are joined.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OffsetMap {
    chunks: Vec<Chunk>,
}

/// One side of a chunk.
type Side = fn(&Chunk) -> Span;

impl OffsetMap {
    /// The chunks in order.
    pub fn chunks(&self) -> &[Chunk] {
        &self.chunks
    }

    /// Where a stretch of the original (bytes) stands in the reading text.
    ///
    /// Snaps inward over what was removed: `**Kim**` gives `Kim`. `None` when nothing of it is left.
    pub fn to_reading(&self, original: Span) -> Option<Span> {
        self.mapped(original, |c| c.original, |c| c.reading)
    }

    /// Where a stretch of the reading text (bytes) stood in the original. `None` when it was put in by the reader.
    pub fn to_original(&self, reading: Span) -> Option<Span> {
        self.mapped(reading, |c| c.reading, |c| c.original)
    }

    fn mapped(&self, span: Span, from: Side, to: Side) -> Option<Span> {
        let first = self.chunks.partition_point(|c| from(c).end() <= span.start());
        let last = self.chunks.partition_point(|c| from(c).start() < span.end()).checked_sub(1)?;
        let (first, last) = (self.chunks.get(first)?, self.chunks.get(last)?);
        let start = match span.start().checked_sub(from(first).start()) {
            None | Some(0) => to(first).start(),
            Some(into) if first.verbatim => to(first).start() + into,
            Some(_) => to(first).end(),
        };
        let end = match from(last).end().checked_sub(span.end()) {
            None | Some(0) => to(last).end(),
            Some(short) if last.verbatim => to(last).end().saturating_sub(short),
            Some(_) => to(last).start(),
        };
        Span::new(start, end).ok()
    }

    /// Puts a chunk behind the others; one that is empty or does not ascend is left out.
    pub(super) fn push(&mut self, original: std::ops::Range<usize>, reading: std::ops::Range<usize>, verbatim: bool) {
        let (Ok(original), Ok(reading)) = (Span::new(original.start, original.end), Span::new(reading.start, reading.end)) else {
            return;
        };
        if let Some(last) = self.chunks.last_mut() {
            if original.start() < last.original.end() || reading.start() < last.reading.end() {
                return;
            }
            let adjacent = last.original.end() == original.start() && last.reading.end() == reading.start();
            if adjacent
                && verbatim
                && last.verbatim
                && let (Ok(o), Ok(r)) = (Span::new(last.original.start(), original.end()), Span::new(last.reading.start(), reading.end()))
            {
                (last.original, last.reading) = (o, r);
                return;
            }
        }
        self.chunks.push(Chunk { original, reading, verbatim: verbatim && original.len() == reading.len() });
    }

    /// Cuts the reading text off at `len` bytes.
    pub(super) fn truncate(&mut self, len: usize) {
        while let Some(last) = self.chunks.pop() {
            if last.reading.end() <= len {
                self.chunks.push(last);
                return;
            }
            let keep = len.saturating_sub(last.reading.start());
            if keep > 0 {
                let (o, r) = (last.original.start(), last.reading.start());
                let original = if last.verbatim { o..o + keep } else { last.original.range() };
                self.push(original, r..r + keep, last.verbatim);
                return;
            }
        }
    }

    /// This map, then `next` on what it gives: from this one's original to the other's reading text.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        let mut both = Self::default();
        for chunk in &next.chunks {
            if chunk.verbatim {
                self.carry(chunk, &mut both);
            } else if let Some(original) = self.to_original(chunk.original) {
                both.push(original.range(), chunk.reading.range(), false);
            }
        }
        both
    }

    /// Adds what `chunk`, verbatim from this map's reading text, stood for in this map's original.
    fn carry(&self, chunk: &Chunk, both: &mut Self) {
        let first = self.chunks.partition_point(|c| c.reading.end() <= chunk.original.start());
        for mine in self.chunks.iter().skip(first).take_while(|c| c.reading.start() < chunk.original.end()) {
            let Some(common) = mine.reading.intersection(chunk.original) else { continue };
            let reading = |at: usize| at - chunk.original.start() + chunk.reading.start();
            let original = if mine.verbatim {
                let moved = |at: usize| at - mine.reading.start() + mine.original.start();
                moved(common.start())..moved(common.end())
            } else {
                mine.original.range()
            };
            both.push(original, reading(common.start())..reading(common.end()), mine.verbatim);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span::new(start, end).unwrap()
    }

    /// `a **Kim** &amp; b` read as `a Kim & b`.
    fn sample() -> OffsetMap {
        let mut map = OffsetMap::default();
        map.push(0..2, 0..2, true);
        map.push(4..7, 2..5, true);
        map.push(9..10, 5..6, true);
        map.push(10..15, 6..7, false);
        map.push(15..17, 7..9, true);
        map
    }

    #[test]
    fn a_span_over_markup_snaps_inward() {
        assert_eq!(sample().to_reading(span(2, 9)), Some(span(2, 5)));
        assert_eq!(sample().to_reading(span(2, 4)), None);
        assert_eq!(sample().to_original(span(2, 5)), Some(span(4, 7)));
    }

    #[test]
    fn an_entity_is_mapped_whole_or_not_at_all() {
        assert_eq!(sample().to_reading(span(10, 15)), Some(span(6, 7)));
        assert_eq!(sample().to_reading(span(11, 15)), None);
        assert_eq!(sample().to_reading(span(11, 17)), Some(span(7, 9)));
    }

    #[test]
    fn cutting_the_reading_text_shortens_the_last_chunk() {
        let mut map = sample();
        map.truncate(8);
        assert_eq!(map.chunks().last(), Some(&Chunk { original: span(15, 16), reading: span(7, 8), verbatim: true }));
        map.truncate(3);
        assert_eq!(map.chunks().last(), Some(&Chunk { original: span(4, 5), reading: span(2, 3), verbatim: true }));
    }

    #[test]
    fn two_maps_make_one() {
        let mut first = OffsetMap::default();
        first.push(3..5, 0..2, true);
        first.push(5..6, 2..4, false);
        first.push(6..20, 4..18, true);
        let mut second = OffsetMap::default();
        second.push(1..4, 0..3, true);
        let both = first.then(&second);
        let want = [
            Chunk { original: span(4, 5), reading: span(0, 1), verbatim: true },
            Chunk { original: span(5, 6), reading: span(1, 3), verbatim: false },
        ];
        assert_eq!(both.chunks(), want);
    }
}
