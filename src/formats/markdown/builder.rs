//! Puts a reading text together, piece by piece, with its runs and its map.

use std::ops::Range;

use super::Reading;
use crate::formats::OffsetMap;
use crate::text::{Run, Span, Style};

/// What parts two pieces of text; the stronger one wins where two meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Gap {
    /// Nothing.
    #[default]
    None,
    /// A tab, between cells of one row.
    Cell,
    /// A line end.
    Line,
    /// A blank line.
    Block,
}

/// The reading text so far.
#[derive(Debug, Default)]
pub(super) struct Builder {
    reading: Reading,
    map: OffsetMap,
    /// What will stand before the next piece; nothing before the first and behind the last.
    gap: Gap,
    /// Styles that are open, with the byte where their first words begin, once there are any.
    open: Vec<(Style, Option<usize>)>,
}

impl Builder {
    /// Parts what comes from what was.
    pub fn gap(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// Begins a style at the next words.
    pub fn open(&mut self, style: Style) {
        self.open.push((style, None));
    }

    /// Ends the style that began last; one without words leaves no run.
    pub fn close(&mut self) {
        if let Some((style, Some(start))) = self.open.pop()
            && let Ok(span) = Span::new(start, self.reading.text.len())
        {
            self.reading.runs.push(Run(span, style));
        }
    }

    /// Adds words that stand in the source at byte `at`.
    pub fn copy(&mut self, text: &str, at: usize) {
        let start = self.add(text);
        self.map.push(at..at + text.len(), start..start + text.len(), true);
    }

    /// Adds words that stand for something else in the source.
    pub fn put_in(&mut self, text: &str, source: Range<usize>) {
        let start = self.add(text);
        self.map.push(source, start..start + text.len(), false);
    }

    /// Counts something that is left out, at a byte of the source.
    pub fn leave_out(&mut self, kind: &'static str, at: usize) {
        match self.reading.left_out.iter_mut().find(|(k, ..)| *k == kind) {
            Some((_, count, _)) => *count += 1,
            None => self.reading.left_out.push((kind, 1, at)),
        }
    }

    /// The byte of the source behind what was added last.
    pub fn source_end(&self) -> usize {
        self.map.chunks().last().map_or(0, |chunk| chunk.original.end())
    }

    /// Takes one line end off the end, which a code block has too many.
    pub fn cut_line_end(&mut self) {
        if self.reading.text.ends_with('\n') {
            self.reading.text.pop();
            self.map.truncate(self.reading.text.len());
        }
    }

    /// The text, its runs in order, and the map.
    pub fn finish(mut self) -> (Reading, OffsetMap) {
        while !self.open.is_empty() {
            self.close();
        }
        let len = self.reading.text.len();
        self.reading.runs.retain(|Run(span, _)| span.end() <= len);
        self.reading.runs.sort();
        self.reading.runs.dedup();
        (self.reading, self.map)
    }

    /// Adds the gap that is due and the words; tells where the words begin.
    fn add(&mut self, text: &str) -> usize {
        if text.is_empty() {
            return self.reading.text.len();
        }
        let gap = std::mem::take(&mut self.gap);
        if !self.reading.text.is_empty() {
            self.reading.text.push_str(match gap {
                Gap::None => "",
                Gap::Cell => "\t",
                Gap::Line => "\n",
                Gap::Block => "\n\n",
            });
        }
        let start = self.reading.text.len();
        self.reading.text.push_str(text);
        for (_, from) in &mut self.open {
            from.get_or_insert(start);
        }
        start
    }
}
