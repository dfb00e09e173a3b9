//! A text as it is compared: one character after the other, each with the place of the text it comes from.
//!
//! A **block** is what folds together: a letter with its marks, a run of white space, `ß`. What is found begins with the first unit of a
//! block and ends with the last of one.
//!
//! ```text
//! text    Ma ß e ␣ ⏎ e ◌́      blocks  M a ß  e ␣⏎ é
//! units   m a s s e ␣ e ◌́     (capitals ignored)
//! ```

use super::Case;
use super::folding::{Fold, Folding};
use super::scripts::{is_mark, is_unseen};
use super::table::{Entry, Kind, Table, hangul, table};

/// A character to compare, and where it comes from (bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub c: char,
    pub start: usize,
    pub end: usize,
    /// Whether it is the first of its block.
    pub opens: bool,
    /// Whether it is the last of its block.
    pub closes: bool,
}

/// How a word that a line's end parts behind a hyphen is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parted {
    /// As it stands: a hyphen and white space.
    Apart,
    /// Joined with its hyphen: `co-⏎operation` is `co-operation`.
    WithHyphen,
    /// Joined without it: `nego-⏎tiation` is `negotiation`.
    Joined,
}

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct How {
    pub folding: Folding,
    pub case: Case,
    pub parted: Parted,
}

impl How {
    /// A text as it stands.
    pub fn new(folding: Folding, case: Case) -> Self {
        Self { folding, case, parted: Parted::Apart }
    }

    /// What a single character folds to, but for a Hangul syllable; none for what cannot be seen.
    pub fn fold_one(self, c: char, entry: &Entry, out: &mut Vec<char>) {
        match entry.kind {
            Kind::Invisible if self.folding.has(Fold::Invisible) => return,
            Kind::Space if self.folding.has(Fold::Spaces) => return out.push(' '),
            Kind::Letter | Kind::Space | Kind::Invisible => {}
        }
        let from = out.len();
        match (self.folding.has(Fold::Letters), self.case) {
            (true, Case::Ignore) => out.extend(entry.folded.iter()),
            (true, Case::Exact) => out.extend(entry.parts.iter().map(|(part, _)| part)),
            (false, Case::Ignore) => out.push(entry.simple),
            (false, Case::Exact) => out.push(c),
        }
        for c in out.iter_mut().skip(from) {
            *c = self.typed(*c);
        }
    }

    /// The mark of a typewriter that a character stands for, where that does not matter; else itself.
    fn typed(self, c: char) -> char {
        if c.is_ascii() || !self.folding.has(Fold::Punctuation) {
            return c;
        }
        table().get(c).and_then(|entry| entry.typed).unwrap_or(c)
    }
}

/// The units of a text.
#[derive(Debug)]
pub(super) struct Units<'t> {
    text: &'t str,
    at: usize,
    how: How,
    table: &'static Table,
    next: usize,
    memory: Memory,
}

/// What folding needs for a moment, kept by who reads from very many places so that none of them asks for memory.
#[derive(Debug, Default)]
pub(super) struct Memory {
    block: Vec<Unit>,
    parts: Vec<(char, u8)>,
    folded: Vec<char>,
}

impl<'t> Units<'t> {
    /// Begins at a place of the text (bytes).
    pub fn new(text: &'t str, from: usize, how: How) -> Self {
        Self::with(Memory::default(), text, from, how)
    }

    /// The same with memory from before.
    pub fn with(mut memory: Memory, text: &'t str, from: usize, how: How) -> Self {
        memory.block.clear();
        Self { text, at: from, how, table: table(), next: 0, memory }
    }

    /// Gives the memory back.
    pub fn into_memory(self) -> Memory {
        self.memory
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// A unit of one ASCII letter that no mark can follow: nearly all of most texts.
    fn plain(&mut self) -> Option<Unit> {
        let bytes = self.text.as_bytes();
        let byte = *bytes.get(self.at)?;
        let follows = bytes.get(self.at + 1).copied().unwrap_or(b' ');
        let alone = byte.is_ascii_alphanumeric() && follows.is_ascii()
            || byte == b' ' && follows.is_ascii_graphic()
            || byte.is_ascii_punctuation() && byte != b'-' && follows.is_ascii();
        if !alone {
            return None;
        }
        let byte = if self.how.case == Case::Ignore { byte.to_ascii_lowercase() } else { byte };
        let start = self.at;
        self.at += 1;
        Some(Unit { c: char::from(byte), start, end: self.at, opens: true, closes: true })
    }

    fn fill(&mut self) {
        self.memory.block.clear();
        self.next = 0;
        // Where joiners begin that no letter stands before: a mark behind them makes one letter with them (UAX #29, GB9).
        let mut joiners = None;
        while self.memory.block.is_empty() {
            let Some(c) = self.char_at(self.at) else { return };
            let mut start = self.at;
            self.at += c.len_utf8();
            let entry = self.table.get(c);
            if self.joins_lines(c, start) {
                self.pass_spaces();
                if self.how.parted == Parted::WithHyphen {
                    self.put('-', start);
                }
                continue;
            }
            if self.is_skipped(entry) {
                joiners = is_joiner(c).then(|| joiners.unwrap_or(start));
                continue;
            }
            if entry.is_some_and(Entry::is_mark) && self.how.folding.has(Fold::Letters) {
                start = joiners.unwrap_or(start);
            }
            if self.is_space(c, entry, self.at) {
                self.pass_spaces();
                self.put(' ', start);
            } else if self.how.folding.has(Fold::Letters) {
                self.letter(c, entry, start);
            } else {
                match entry {
                    None => self.put(c, start),
                    Some(entry) => self.alone(c, entry, start),
                }
            }
        }
        let last = self.memory.block.len() - 1;
        for (number, unit) in self.memory.block.iter_mut().enumerate() {
            (unit.end, unit.opens, unit.closes) = (self.at, number == 0, number == last);
        }
    }

    fn put(&mut self, c: char, start: usize) {
        self.memory.block.push(Unit { c, start, end: self.at, opens: true, closes: true });
    }

    fn is_skipped(&self, entry: Option<&Entry>) -> bool {
        self.how.folding.has(Fold::Invisible) && entry.is_some_and(|entry| entry.kind == Kind::Invisible)
    }

    /// Whether a character is white space that may be any other; one that carries a mark, with `behind` the place behind it, is a letter.
    fn is_space(&self, c: char, entry: Option<&Entry>, behind: usize) -> bool {
        let folding = self.how.folding;
        let carries = || {
            let rest = self.text.get(behind..).unwrap_or_default();
            let next = rest.chars().find(|c| !is_joiner(*c));
            takes_marks(c) && folding.has(Fold::Letters) && next.is_some_and(|next| is_mark(next) && !is_unseen(next))
        };
        folding.has(Fold::Spaces) && entry.is_some_and(|entry| entry.kind == Kind::Space) && !carries()
    }

    /// Goes behind white space, and what cannot be seen between it.
    fn pass_spaces(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let mut end = 0;
        for (at, c) in rest.char_indices() {
            let entry = self.table.get(c);
            if self.is_space(c, entry, self.at + at + c.len_utf8()) {
                end = at + c.len_utf8();
            } else if !self.is_skipped(entry) {
                break;
            }
        }
        self.at += end;
    }

    /// Whether a hyphen stands at a line's end inside a word.
    fn joins_lines(&self, c: char, start: usize) -> bool {
        if self.how.parted == Parted::Apart || !is_hyphen(c) {
            return false;
        }
        let rest = self.text.get(start + c.len_utf8()..).unwrap_or_default();
        let before = self.text.get(..start).and_then(|before| before.chars().next_back());
        rest.starts_with(LINE_ENDS)
            && before.is_some_and(char::is_alphabetic)
            && rest.trim_start().chars().next().is_some_and(char::is_alphabetic)
    }

    fn alone(&mut self, c: char, entry: &Entry, start: usize) {
        let mut folded = std::mem::take(&mut self.memory.folded);
        self.how.fold_one(c, entry, &mut folded);
        self.put_all(folded, start);
    }

    fn put_all(&mut self, mut folded: Vec<char>, start: usize) {
        for c in folded.drain(..) {
            self.put(c, start);
        }
        // Its memory is used again.
        self.memory.folded = folded;
    }

    /// A letter with the marks behind it; what cannot be seen among them does not part them.
    fn letter(&mut self, c: char, entry: Option<&'static Entry>, start: usize) {
        let mut end = self.at;
        let mut marks = Vec::new();
        let rest = self.text.get(self.at..).unwrap_or_default();
        if takes_marks(c) && !rest.as_bytes().first().is_none_or(u8::is_ascii) {
            for (at, c) in rest.char_indices() {
                match self.table.get(c) {
                    Some(entry) if self.is_skipped(Some(entry)) && is_joiner(c) => {}
                    Some(entry) if entry.is_mark() => {
                        marks.push(entry);
                        end = self.at + at + c.len_utf8();
                    }
                    _ => break,
                }
            }
        }
        self.at = end;
        match (entry, marks.is_empty()) {
            (None, true) => match hangul(c) {
                None => self.put(c, start),
                Some(parts) => parts.into_iter().flatten().for_each(|part| self.put(part, start)),
            },
            (Some(entry), true) => self.alone(c, entry, start),
            (entry, false) => self.marked(c, entry, &marks, start),
        }
    }

    fn marked(&mut self, c: char, entry: Option<&'static Entry>, marks: &[&'static Entry], start: usize) {
        self.memory.parts.clear();
        match (entry, hangul(c)) {
            (Some(entry), _) => self.memory.parts.extend(entry.parts.iter().copied()),
            (None, Some(parts)) => self.memory.parts.extend(parts.into_iter().flatten().map(|part| (part, 0))),
            (None, None) => self.memory.parts.push((c, 0)),
        }
        for mark in marks {
            self.memory.parts.extend(mark.parts.iter().copied());
        }
        order(&mut self.memory.parts);
        let mut folded = std::mem::take(&mut self.memory.folded);
        for (part, _) in &self.memory.parts {
            match self.table.get(*part) {
                Some(entry) => self.how.fold_one(*part, entry, &mut folded),
                None => folded.push(*part),
            }
        }
        self.put_all(folded, start);
    }
}

impl Iterator for Units<'_> {
    type Item = Unit;

    fn next(&mut self) -> Option<Unit> {
        if self.next >= self.memory.block.len() {
            if let Some(unit) = self.plain() {
                return Some(unit);
            }
            self.fill();
        }
        let unit = self.memory.block.get(self.next).copied();
        self.next += 1;
        unit
    }
}

/// Ends of lines and paragraphs that a text may have.
pub(super) const LINE_ENDS: [char; 3] = ['\n', '\u{2028}', '\u{2029}'];

/// What cannot be seen and belongs to the letter before it, so that marks behind it do so, too; a soft hyphen parts them (UAX #29, GB9).
pub(super) fn is_joiner(c: char) -> bool {
    is_unseen(c) && (is_mark(c) || matches!(c, '\u{200c}' | '\u{200d}'))
}

/// Whether a mark behind it goes with it; a line end and other controls stand alone (UAX #29, GB4).
fn takes_marks(c: char) -> bool {
    !c.is_control() && !is_unseen(c) && !LINE_ENDS.contains(&c)
}

/// Hyphens that part a word at a line's end; a soft one is seen there.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{ad}' | '\u{2010}')
}

/// Canonical ordering (UAX #15): marks in a row stand by their classes, equal ones stay.
fn order(parts: &mut [(char, u8)]) {
    for run in parts.chunk_by_mut(|before, after| before.1 != 0 && after.1 != 0) {
        run.sort_by_key(|(_, class)| *class);
    }
}

/// A text as it is compared, in one string.
pub(super) fn folded(text: &str, how: How) -> Vec<char> {
    Units::new(text, 0, how).map(|unit| unit.c).collect()
}
