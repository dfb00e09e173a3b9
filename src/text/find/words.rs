//! Looking for words in a text: walking where they may be, and putting together what is found.

use std::sync::OnceLock;

use regex::Regex;

use super::automaton::Automaton;
use super::borders::Borders;
use super::candidates::Candidates;
use super::folding::Fold;
use super::units::{How, Parted, folded};
use super::walk::{Steps, Walked, Words};
use super::{Query, QueryError, Syntax};
use crate::text::Span;

/// A text of fewer bytes is walked through: that costs less than asking where to walk.
const SHORT: usize = 512;

/// Words that are ready to be looked for.
#[derive(Debug)]
pub(super) struct WordFinder {
    words: Words,
    candidates: OnceLock<Candidates>,
}

impl WordFinder {
    pub fn new(query: &Query) -> Result<Self, QueryError> {
        let how = How::new(query.folding, query.case);
        let several: Vec<&str> = match query.syntax {
            Syntax::Lines => query.pattern.lines().map(str::trim).filter(|line| !line.is_empty()).collect(),
            Syntax::Literal | Syntax::Regex => vec![&query.pattern],
        };
        if several.is_empty() {
            return Err(QueryError::Empty);
        }
        let mut units: Vec<Vec<char>> = several.into_iter().map(|words| folded(words, how)).filter(|units| !units.is_empty()).collect();
        units.sort();
        units.dedup();
        if units.is_empty() {
            return Err(QueryError::Unseen);
        }
        let automata = units.into_iter().map(Automaton::new).collect();
        Ok(Self { words: Words { automata, how, extent: query.extent }, candidates: OnceLock::new() })
    }

    pub fn spans<'a>(&'a self, text: &'a str, from: usize) -> WordSpans<'a> {
        let how = self.words.how;
        let mut readings = vec![Reading::new(how)];
        if how.folding.has(Fold::Spaces) && next_parted(text, from).is_some() {
            readings.extend([Parted::WithHyphen, Parted::Joined].map(|parted| Reading::new(How { parted, ..how })));
        }
        WordSpans { finder: self, borders: Borders::new(text), steps: Steps::default(), readings, at: from }
    }

    fn candidates(&self) -> &Candidates {
        self.candidates.get_or_init(|| Candidates::new(&self.words.automata, self.words.how))
    }
}

/// A hit (bytes).
type Hit = (usize, usize);

/// A way of reading the text, and the first hit by it that has not been passed.
#[derive(Debug)]
struct Reading {
    how: How,
    hit: Option<Hit>,
    /// Whether there is no further hit.
    is_done: bool,
    /// The next candidates of both kinds.
    plain: Next,
    odd: Next,
}

/// A place that is the next one for as long as nobody has passed it.
#[derive(Debug, Clone, Copy)]
enum Next {
    Unknown,
    At(usize),
    Nowhere,
}

impl Next {
    /// The place at or behind `at`; looked for where it is not known.
    fn from(&mut self, at: usize, look: impl FnOnce() -> Option<usize>) -> Option<usize> {
        match *self {
            Self::At(place) if place >= at => return Some(place),
            Self::Nowhere => return None,
            Self::At(_) | Self::Unknown => {}
        }
        let found = look();
        *self = found.map_or(Self::Nowhere, Self::At);
        found
    }
}

impl Reading {
    fn new(how: How) -> Self {
        Self { how, hit: None, is_done: false, plain: Next::Unknown, odd: Next::Unknown }
    }
}

/// The places of words in one text.
#[derive(Debug)]
pub(super) struct WordSpans<'a> {
    finder: &'a WordFinder,
    borders: Borders<'a>,
    steps: Steps,
    readings: Vec<Reading>,
    at: usize,
}

impl Iterator for WordSpans<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let mut readings = std::mem::take(&mut self.readings);
        for reading in &mut readings {
            if !reading.is_done && reading.hit.is_none_or(|(start, _)| start < self.at) {
                reading.hit = self.next_of(reading);
                reading.is_done = reading.hit.is_none();
            }
        }
        let first = readings.iter().filter_map(|reading| reading.hit).min_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)));
        self.readings = readings;
        let (start, end) = first?;
        self.at = end;
        Span::new(start, end).ok()
    }
}

impl WordSpans<'_> {
    fn next_of(&mut self, reading: &mut Reading) -> Option<Hit> {
        let mut at = self.at;
        loop {
            let (from, past) = self.candidate(reading, at)?;
            match self.finder.words.walk(&mut self.steps, &mut self.borders, reading.how, from, past) {
                Walked::Hit(start, end) => return Some((start, end)),
                Walked::Nothing(end) => at = end.max(at + 1),
            }
        }
    }

    /// Where to walk from, and which place to walk past at least.
    fn candidate(&self, reading: &mut Reading, at: usize) -> Option<(usize, usize)> {
        let text = self.borders.text();
        if at >= text.len() {
            return None;
        }
        if text.len() < SHORT {
            return Some((at, usize::MAX));
        }
        let candidates = self.finder.candidates();
        let (plain, odd) = if reading.how.parted == Parted::Apart {
            (reading.plain.from(at, || candidates.next_plain(text, at)), reading.odd.from(at, || candidates.next_odd(text, at)))
        } else {
            (None, reading.odd.from(at, || next_parted(text, at)))
        };
        let around_odd = odd.map(|odd| (candidates.start_before(text, odd, at), odd));
        plain.map(|plain| (plain, plain)).into_iter().chain(around_odd).min()
    }
}

/// The next hyphen at a line's end (bytes).
fn next_parted(text: &str, from: usize) -> Option<usize> {
    static PARTED: OnceLock<Option<Regex>> = OnceLock::new();
    let parted = PARTED.get_or_init(|| Regex::new("(?:-|\u{ad}|\u{2010})[\n\u{2028}\u{2029}]").ok());
    parted.as_ref()?.find_at(text, from).map(|found| found.start())
}
