//! Puts a reading text together, piece by piece, with its runs and its map.

use std::ops::Range;

use crate::formats::OffsetMap;
use crate::text::{Run, Span, Style};

/// What parts two pieces of text; the stronger one wins where two meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Gap {
    /// Nothing.
    #[default]
    None,
    /// A space.
    Space,
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
    text: String,
    /// Typography of Markdown.
    runs: Vec<Run>,
    /// Typography of HTML.
    html_runs: Vec<Run>,
    map: OffsetMap,
    /// What will stand before the next piece; nothing before the first and behind the last.
    gap: Gap,
    /// The next piece stands right behind the last one, whatever gap is asked for.
    glued: bool,
    /// Styles that are open, with the byte where their first words begin, once there are any.
    open: Vec<(Style, Option<usize>)>,
    /// How many of these have words: always the outer ones.
    begun: usize,
}

/// A state to go back to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    len: usize,
    runs: usize,
    html_runs: usize,
    gap: Gap,
    glued: bool,
}

impl Builder {
    /// Parts what comes from what was.
    pub fn gap(&mut self, gap: Gap) {
        if !self.glued {
            self.gap = self.gap.max(gap);
        }
    }

    /// Parts what comes from what was by this and nothing stronger that was asked for.
    pub fn set_gap(&mut self, gap: Gap) {
        self.gap = gap;
    }

    /// Lets the next words stand behind the last ones with a space, whatever gap is asked for.
    pub fn glue(&mut self) {
        self.gap = Gap::Space;
        self.glued = true;
    }

    /// Ends that, where there were no next words.
    pub fn unglue(&mut self) {
        if std::mem::take(&mut self.glued) {
            self.gap = Gap::None;
        }
    }

    /// Whether the next words begin a line.
    pub fn at_line_start(&self) -> bool {
        self.gap > Gap::Space || self.text.is_empty() || (self.gap == Gap::None && self.text.ends_with(['\n', '\t']))
    }

    /// Whether the next words stand right behind the last ones.
    pub fn is_joined(&self) -> bool {
        self.gap == Gap::None
    }

    /// Puts no space before the next words.
    pub fn drop_space(&mut self) {
        if self.gap == Gap::Space {
            self.gap = Gap::None;
        }
    }

    /// Begins a style at the next words.
    pub fn open(&mut self, style: Style) {
        self.open.push((style, None));
    }

    /// Ends the style that began last; one without words leaves no run.
    pub fn close(&mut self) {
        let closed = self.open.pop();
        self.begun = self.begun.min(self.open.len());
        if let Some((style, Some(start))) = closed
            && let Ok(span) = Span::new(start, self.text.len())
        {
            self.runs.push(Run(span, style));
        }
    }

    /// Puts a style of HTML on everything from byte `start` of the text on; white space at the beginning is left out.
    pub fn run(&mut self, start: usize, style: Style) {
        let words = self.text.get(start..).unwrap_or_default();
        let start = start + (words.len() - words.trim_start().len());
        if let Ok(span) = Span::new(start, self.text.len()) {
            self.html_runs.push(Run(span, style));
        }
    }

    /// Length of the text.
    pub fn len(&self) -> usize {
        self.text.len()
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

    /// The byte of the source behind what was added last.
    pub fn source_end(&self) -> usize {
        self.map.chunks().last().map_or(0, |chunk| chunk.original.end())
    }

    /// Takes one line end off the end, which a code block has too many.
    pub fn cut_line_end(&mut self) {
        if self.text.ends_with('\n') {
            self.text.pop();
            self.map.truncate(self.text.len());
        }
    }

    /// The state now.
    pub fn mark(&self) -> Mark {
        Mark { len: self.text.len(), runs: self.runs.len(), html_runs: self.html_runs.len(), gap: self.gap, glued: self.glued }
    }

    /// Takes back everything that was added since. Styles of Markdown that ended since end here.
    pub fn go_back(&mut self, to: Mark) {
        self.text.truncate(to.len);
        self.map.truncate(to.len);
        self.html_runs.truncate(to.html_runs);
        for Run(span, style) in self.runs.split_off(to.runs.min(self.runs.len())) {
            self.runs.extend(Span::new(span.start(), span.end().min(to.len)).ok().map(|span| Run(span, style)));
        }
        (self.gap, self.glued) = (to.gap, to.glued);
        while let Some((_, from)) = self.begun.checked_sub(1).and_then(|last| self.open.get_mut(last)) {
            if from.is_some_and(|from| from < to.len) {
                break;
            }
            *from = None;
            self.begun -= 1;
        }
    }

    /// The text, its runs in order, and the map.
    pub fn finish(mut self) -> (String, Vec<Run>, OffsetMap) {
        while !self.open.is_empty() {
            self.close();
        }
        self.runs.append(&mut self.html_runs);
        let len = self.text.len();
        self.runs.retain(|Run(span, _)| span.end() <= len);
        self.runs.sort();
        self.runs.dedup();
        (self.text, self.runs, self.map)
    }

    /// Adds the gap that is due and the words; tells where the words begin.
    fn add(&mut self, text: &str) -> usize {
        if text.is_empty() {
            return self.text.len();
        }
        let gap = std::mem::take(&mut self.gap);
        self.glued = false;
        if !self.text.is_empty() {
            self.text.push_str(match gap {
                Gap::None => "",
                Gap::Space => " ",
                Gap::Cell => "\t",
                Gap::Line => "\n",
                Gap::Block => "\n\n",
            });
        }
        let start = self.text.len();
        self.text.push_str(text);
        for (_, from) in self.open.iter_mut().skip(self.begun) {
            *from = Some(start);
        }
        self.begun = self.open.len();
        start
    }
}
