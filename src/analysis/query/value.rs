//! What a value asks of words, names, numbers and dates.

use super::QueryError;
use super::syntax::{At, Comparison, Value};
use crate::text::Span;
use crate::text::find::{Case, Extent, Finder, Folding, Query, QueryError as Unfit, Syntax, escaped, key};

/// Words that are asked for, compared as in all finding: capitals and how they are written do not matter.
#[derive(Debug)]
pub struct Words(Asked);

#[derive(Debug)]
enum Asked {
    /// Nothing in particular, which stands everywhere.
    Anything,
    /// Something anywhere in a text.
    Anywhere(Finder),
    /// All of a text, by its key.
    Whole(String),
}

impl Words {
    /// Whether a text has them.
    pub(super) fn is_in(&self, text: &str) -> bool {
        match &self.0 {
            Asked::Anything => true,
            Asked::Anywhere(finder) => finder.is_in(text),
            Asked::Whole(wanted) => key(text.trim()) == *wanted,
        }
    }

    /// The places in a text that have them.
    pub(super) fn spans<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Span> + 'a {
        let (somewhere, whole) = match &self.0 {
            Asked::Anything => (None, None),
            Asked::Anywhere(finder) => (Some(finder.spans(text)), None),
            Asked::Whole(_) => (None, Span::new(0, text.len()).ok().filter(|_| self.is_in(text))),
        };
        somewhere.into_iter().flatten().chain(whole)
    }
}

fn bad(at: At, what: impl Into<String>, hint: impl Into<String>) -> QueryError {
    QueryError::new(at.0, what, hint)
}

fn anywhere(at: At, pattern: &str, syntax: Syntax, folding: Folding) -> Result<Words, QueryError> {
    if pattern.is_empty() {
        return Ok(Words(Asked::Anything));
    }
    let query = Query { pattern: pattern.to_owned(), syntax, case: Case::Ignore, extent: Extent::Anywhere, folding };
    let finder = Finder::new(&query).map_err(|error| match error {
        Unfit::Syntax(why) => {
            bad(at, format!("This is no regular expression: {why}"), "To look for the characters themselves, put them in quotation marks")
        }
        Unfit::Unseen => bad(at, "Nothing in these words can be seen, so they would fit everywhere", "Add a letter that can be seen"),
        Unfit::Empty | Unfit::TooLarge => bad(at, "The pattern is too large to look for", "Shorten it"),
    })?;
    Ok(Words(Asked::Anywhere(finder)))
}

/// Words that may be written otherwise.
fn words(at: At, words: &str) -> Result<Words, QueryError> {
    anywhere(at, words, Syntax::Literal, Folding::ALL)
}

/// A regular expression as somebody wrote it.
fn regex(at: At, pattern: &str) -> Result<Words, QueryError> {
    anywhere(at, pattern, Syntax::Regex, Folding::NONE)
}

/// A pattern of ours for words with stars in them, which may be written otherwise.
fn starred(at: At, word: &str, star: &str, around: [&str; 2]) -> Result<Words, QueryError> {
    let inside = word.split('*').map(escaped).collect::<Vec<_>>().join(star);
    let [before, behind] = around;
    anywhere(at, &format!("{before}{inside}{behind}"), Syntax::Regex, Folding::ALL)
}

fn whole(words: &str) -> Words {
    Words(Asked::Whole(key(words.trim())))
}

/// Looks for the value anywhere in a text; `=` asks for the whole text, and `*` stays within one word.
pub(super) fn in_text(at: At, value: &Value) -> Result<Words, QueryError> {
    match value {
        Value::Word(text) | Value::Quoted(text) => words(at, text),
        Value::Wildcard(word) => starred(at, word, r"\S*", ["", ""]),
        Value::Regex(pattern) => regex(at, pattern),
        Value::Compare(Comparison::Equal, words) => Ok(whole(words)),
        // Words are not smaller or larger, but full stops in a row are words.
        Value::Range(from, to) => words(at, &format!("{from}..{to}")),
        Value::Compare(..) => Err(bad(at, "Words cannot be smaller or larger", "Use : or := here")),
    }
}

/// Asks for the whole of a name; `*` stands for any characters, and a regular expression may fit anywhere.
pub(super) fn of_name(at: At, value: &Value) -> Result<Words, QueryError> {
    match value {
        Value::Word(name) | Value::Quoted(name) | Value::Compare(Comparison::Equal, name) => Ok(whole(name)),
        Value::Wildcard(name) => starred(at, name, ".*", [r"\A(?s:", r")\z"]),
        Value::Regex(pattern) => regex(at, pattern),
        Value::Range(from, to) => Ok(whole(&format!("{from}..{to}"))),
        Value::Compare(..) => Err(bad(at, "A name cannot be smaller or larger", "Use : or := here")),
    }
}

/// What is asked of something with an order.
#[derive(Debug, Clone)]
pub(super) enum Bounds<T> {
    /// It is smaller, larger or the same.
    Compare(Comparison, T),
    /// It lies between two, both included.
    Between(Option<T>, Option<T>),
}

fn bounds<T>(at: At, value: &Value, read: impl Fn(&str) -> Result<T, QueryError>) -> Result<Bounds<T>, QueryError> {
    match value {
        Value::Word(text) | Value::Quoted(text) => Ok(Bounds::Compare(Comparison::Equal, read(text)?)),
        Value::Compare(comparison, text) => Ok(Bounds::Compare(*comparison, read(text)?)),
        Value::Range(from, to) if from.is_empty() && to.is_empty() => {
            Err(bad(at, "Both ends of this range are missing", "Write for example: 1..3"))
        }
        Value::Range(from, to) => {
            let end = |text: &str| if text.is_empty() { Ok(None) } else { read(text).map(Some) };
            Ok(Bounds::Between(end(from)?, end(to)?))
        }
        // Neither a number nor a date: the reader says so of the whole.
        Value::Wildcard(text) | Value::Regex(text) => Ok(Bounds::Compare(Comparison::Equal, read(&format!("{text}*"))?)),
    }
}

pub(super) type Numbers = Bounds<f64>;
pub(super) type Dates = Bounds<String>;

/// What is asked of a number.
pub(super) fn numbers(at: At, value: &Value) -> Result<Numbers, QueryError> {
    bounds(at, value, |text| {
        let number = text.replace('−', "-").parse::<f64>().ok().filter(|n| n.is_finite());
        number.ok_or_else(|| bad(at, "A number is asked for here", "Write for example 2, <0 or 1..3"))
    })
}

/// What is asked of a date: a year, a month or a day, and as much of the date is compared.
pub(super) fn dates(at: At, value: &Value) -> Result<Dates, QueryError> {
    bounds(at, value, |text| {
        let lengths: Vec<usize> = text.split('-').map(str::len).collect();
        let shaped = [&[4][..], &[4, 2], &[4, 2, 2]].contains(&&*lengths);
        let digits = text.chars().all(|c| c.is_ascii_digit() || c == '-');
        let good = shaped && digits;
        good.then(|| text.to_owned())
            .ok_or_else(|| bad(at, "A date is asked for here", "Write for example 2023, 2023-09, >2023-09-14 or 2022..2023"))
    })
}

impl<T> Bounds<T> {
    fn met(&self, order: impl Fn(&T) -> std::cmp::Ordering) -> bool {
        match self {
            Self::Compare(comparison, with) => comparison.holds(order(with)),
            Self::Between(from, to) => from.as_ref().is_none_or(|f| order(f).is_ge()) && to.as_ref().is_none_or(|t| order(t).is_le()),
        }
    }
}

impl Numbers {
    /// Whether a number is what was asked for.
    pub(super) fn fit(&self, number: f64) -> bool {
        // Minus zero is zero; numbers of a project are never NaN where it matters.
        number.is_finite() && self.met(|with| number.partial_cmp(with).unwrap_or(std::cmp::Ordering::Less))
    }

    /// Whether a count is what was asked for.
    pub(super) fn fit_count(&self, count: usize) -> bool {
        self.fit(count as f64)
    }
}

impl Dates {
    /// Whether a date, `2023-09-14` or less of it, is what was asked for. A date that is known less exactly is compared as far as it goes.
    pub(super) fn fit(&self, date: &str) -> bool {
        !date.is_empty()
            && self.met(|with| {
                let common = with.len().min(date.len());
                date.get(..common).unwrap_or(date).cmp(with.get(..common).unwrap_or(with))
            })
    }
}

/// One of some words.
pub(super) fn one_of(at: At, field: &str, value: &Value, words: &[&'static str]) -> Result<&'static str, QueryError> {
    let (Value::Word(text) | Value::Quoted(text) | Value::Compare(Comparison::Equal, text)) = value else {
        return Err(bad(at, format!("'{field}' takes one word"), format!("One of: {}", words.join(", "))));
    };
    let found = words.iter().find(|w| w.eq_ignore_ascii_case(text));
    found.copied().ok_or_else(|| {
        let near = super::fields::nearest(text, words.iter().copied());
        let hint = near.map_or_else(|| format!("One of: {}", words.join(", ")), |near| format!("Did you mean {near}?"));
        bad(at, format!("'{field}' does not know '{text}'"), hint)
    })
}
