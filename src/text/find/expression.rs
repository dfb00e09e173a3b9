//! Regular expressions: exact, or in the folded text with the way back to the places of the text as it is.
//!
//! With a folding the text is rewritten before it is looked through: letters are composed, what cannot be seen is left out, marks are those
//! of a typewriter, and capitals that do not matter are folded. In the expression the same is done to what stands for itself; a space fits
//! any white space. Places in the folded text are taken back by [`Folded::place`].

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use regex::{Regex, RegexBuilder};

use super::borders::Borders;
use super::folding::{Fold, Folding};
use super::table::table;
use super::units::{How, Units};
use super::{Case, Extent, Query, QueryError};
use crate::text::Span;

/// Memory (bytes) that a compiled pattern may take: far above what anyone writes, far below what hurts.
const SIZE_LIMIT: usize = 4 << 20;
/// Bytes of matches that were no whole words after which a text is given up letter by letter, for each of its bytes: it keeps the time linear.
const PATIENCE: usize = 8;

/// A regular expression that is ready to be looked for.
#[derive(Debug)]
pub(super) struct Expression {
    regex: Regex,
    /// The same where no letter may adjoin; it finds the whole words of scripts with spaces, also the second-best choice of alternatives.
    unbroken: Option<Regex>,
    extent: Extent,
    how: Option<How>,
}

impl Expression {
    pub fn new(query: &Query) -> Result<Self, QueryError> {
        let built = |pattern: &str| {
            let mut builder = RegexBuilder::new(pattern);
            builder.case_insensitive(query.case == Case::Ignore).multi_line(true).size_limit(SIZE_LIMIT).dfa_size_limit(SIZE_LIMIT);
            builder.build().map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => QueryError::TooLarge,
                other => QueryError::Syntax(last_line(&other.to_string())),
            })
        };
        // What is wrong is told of the pattern as it was typed.
        let mut regex = built(&query.pattern)?;
        let how = (query.folding != Folding::NONE).then(|| How::new(query.folding.without(Fold::Spaces), query.case));
        let pattern = how.map_or(Cow::Borrowed(&*query.pattern), |how| Cow::Owned(rewritten(&query.pattern, how, query.folding)));
        if how.is_some() {
            regex = built(&pattern)?;
        }
        // Half borders, so that a pattern may begin or end with a point: "U.S."
        let unbroken = match query.extent {
            Extent::Anywhere => None,
            Extent::Unbroken | Extent::WholeWords => Some(built(&format!(r"\b{{start-half}}(?:{pattern})\b{{end-half}}"))?),
            Extent::WordStarts => Some(built(&format!(r"\b{{start-half}}(?:{pattern})\w*"))?),
        };
        Ok(Self { regex, unbroken, extent: query.extent, how })
    }

    pub fn is_in(&self, text: &str) -> bool {
        match (self.extent, self.how) {
            (Extent::Anywhere, None) => self.regex.is_match(text),
            _ => self.spans(text, 0).next().is_some(),
        }
    }

    pub fn spans<'a>(&'a self, text: &'a str, from: usize) -> ExpressionSpans<'a> {
        let folded = self.how.map(|how| Folded::new(text, how));
        let at = folded.as_ref().map_or(from, |folded| folded.behind(from));
        ExpressionSpans { expression: self, folded, borders: Borders::new(text), at, passed: from, patience: PATIENCE * text.len() + 1024 }
    }
}

/// The last line of a message of the regex parser says what is wrong; those before it draw where.
fn last_line(message: &str) -> String {
    message.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

/// The places of a regular expression in one text.
#[derive(Debug)]
pub(super) struct ExpressionSpans<'a> {
    expression: &'a Expression,
    folded: Option<Folded>,
    borders: Borders<'a>,
    /// Where to look on, in the text that is looked through.
    at: usize,
    /// End of the last hit in the text as it is.
    passed: usize,
    patience: usize,
}

impl Iterator for ExpressionSpans<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        loop {
            let (start, end) = self.next_match()?;
            let hay = self.hay();
            self.at = if end > start { end } else { end + hay.get(end..)?.chars().next().map_or(1, char::len_utf8) };
            let (start, end) = self.place(start, end);
            // Two matches in one letter of the text (both halves of ß) are one hit.
            if let Some(span) = Span::new(start, end).ok().filter(|_| start >= self.passed) {
                self.passed = end;
                return Some(span);
            }
        }
    }
}

impl ExpressionSpans<'_> {
    fn hay(&self) -> &str {
        self.folded.as_ref().map_or(self.borders.text(), |folded| &folded.text)
    }

    fn place(&self, start: usize, end: usize) -> (usize, usize) {
        self.folded.as_ref().map_or((start, end), |folded| folded.place(start, end))
    }

    /// The next match as the extent asks, in the text that is looked through.
    fn next_match(&mut self) -> Option<(usize, usize)> {
        let Expression { regex, unbroken, extent, .. } = self.expression;
        if self.at > self.hay().len() {
            return None;
        }
        let found = |regex: &Regex, hay: &str, at: usize| regex.find_at(hay, at).map(|found| (found.start(), found.end()));
        let first = found(unbroken.as_ref().unwrap_or(regex), self.hay(), self.at);
        if *extent != Extent::WholeWords {
            return first;
        }
        // Between letters of scripts without spaces a word may end all the same.
        let mut at = self.at;
        while let Some((start, end)) = found(regex, self.hay(), at) {
            if first.is_some_and(|first| first.0 <= start) {
                break;
            }
            let (from, to) = self.place(start, end);
            if to > from && self.borders.is_whole(from, to) {
                return Some((start, end));
            }
            let step = self.hay().get(start..)?.chars().next().map_or(1, char::len_utf8);
            let cost = end - start;
            at = if cost > self.patience { end.max(start + step) } else { start + step };
            self.patience = self.patience.saturating_sub(cost);
            if at > self.hay().len() {
                break;
            }
        }
        first
    }
}

/// A text with what does not matter taken out, and where its parts come from.
#[derive(Debug)]
struct Folded {
    text: String,
    pieces: Vec<Piece>,
}

/// A stretch of a folded text.
#[derive(Debug)]
struct Piece {
    /// Where it begins in the folded text (bytes).
    at: usize,
    /// Where it comes from (bytes).
    start: usize,
    end: usize,
    /// Whether it is the same there, byte for byte; else it is one letter.
    is_same: bool,
}

impl Folded {
    fn new(text: &str, how: How) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), pieces: Vec::new() };
        let mut letter = String::new();
        let (mut start, composing) = (0, ComposingNormalizerBorrowed::new_nfc());
        let mut units = Units::new(text, 0, how).peekable();
        while let Some(unit) = units.next() {
            if letter.is_empty() {
                start = unit.start;
            }
            letter.push(unit.c);
            // The parts of a Hangul syllable are letters of their own until they are composed.
            let goes_on = !unit.closes || units.peek().is_some_and(|next| matches!(next.c, '\u{1160}'..='\u{11ff}'));
            if !goes_on {
                let composed = if how.folding.has(Fold::Letters) { composing.normalize(&letter) } else { Cow::Borrowed(&*letter) };
                folded.add(text, &composed, start, unit.end);
                letter.clear();
            }
        }
        folded
    }

    fn add(&mut self, text: &str, letter: &str, start: usize, end: usize) {
        let at = self.text.len();
        self.text.push_str(letter);
        let is_same = text.get(start..end) == Some(letter);
        match self.pieces.last_mut() {
            Some(last) if is_same && last.is_same && last.end == start => last.end = end,
            _ => self.pieces.push(Piece { at, start, end, is_same }),
        }
    }

    /// Where what comes behind a place of the text as it is begins in the folded text.
    fn behind(&self, place: usize) -> usize {
        let piece = self.pieces.get(self.pieces.partition_point(|piece| piece.end <= place));
        piece.map_or(self.text.len(), |piece| if piece.is_same { piece.at + place.saturating_sub(piece.start) } else { piece.at })
    }

    /// The place in the text as it is of one in the folded text; a letter is taken whole.
    fn place(&self, start: usize, end: usize) -> (usize, usize) {
        let piece = |at: usize| self.pieces.get(self.pieces.partition_point(|piece| piece.at <= at).checked_sub(1)?);
        let from = piece(start).map_or(0, |piece| if piece.is_same { piece.start + (start - piece.at) } else { piece.start });
        if end <= start {
            return (from, from);
        }
        let to = piece(end - 1).map_or(0, |piece| if piece.is_same { piece.start + (end - piece.at) } else { piece.end });
        (from, to)
    }
}

/// An expression with what stands for itself in it folded as the text is.
fn rewritten(pattern: &str, how: How, folding: Folding) -> String {
    let composing = ComposingNormalizerBorrowed::new_nfc();
    let pattern = if folding.has(Fold::Letters) { composing.normalize(pattern) } else { Cow::Borrowed(pattern) };
    // Where white space is layout of the expression itself it means nothing.
    let spaces = folding.has(Fold::Spaces) && !pattern.contains("(?x");
    let mut made = String::with_capacity(pattern.len());
    let mut class = 0_usize;
    let mut letters = pattern.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\\' => {
                made.push(c);
                made.extend(letters.next());
                continue;
            }
            '[' => class += 1,
            ']' => class = class.saturating_sub(1),
            _ => {}
        }
        if class == 0 && spaces && c.is_whitespace() {
            while letters.next_if(|c| c.is_whitespace()).is_some() {}
            made.push_str(r"(?:\s+)");
            continue;
        }
        match (c.is_ascii(), table().get(c)) {
            (false, Some(entry)) => {
                let mut folded = Vec::new();
                how.fold_one(c, entry, &mut folded);
                let folded: String = composing.normalize(&folded.into_iter().collect::<String>()).into_owned();
                match folded.chars().count() {
                    1 => made.push_str(&regex::escape(&folded)),
                    // Several letters cannot stand in a class for one.
                    _ if class > 0 => made.push(c),
                    _ => made.extend(["(?:", &regex::escape(&folded), ")"]),
                }
            }
            _ => made.push(c),
        }
    }
    made
}
