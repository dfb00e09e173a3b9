//! Finding words in texts: the one engine behind the find bar, coding all occurrences, rules, queries, names and words looked for before
//! *omits*.
//!
//! What is compared is not the bytes but what a reader sees ([`Folding`]): letters by canonical equivalence (UAX #15), capitals by full case
//! folding (Unicode, 3.13), any white space for any other, characters that cannot be seen left out, a typewriter's marks for those of a
//! printer. Hits are places of the text as it is, and begin and end with whole letters (UAX #29).
//!
//! ```text
//! Query -> Finder -> spans        folding  units of a text, one for each letter that counts   (units, table)
//!                                 walk     the words in those units; decides alone             (automaton, borders)
//!                                 candidates  where it is worth walking: memory speed
//! ```
//!
//! With [`Folding::NONE`] words are found as `str::find` would. Regular expressions are exact unless a folding is asked for: then they are
//! looked for in the folded text (`expression`).

mod automaton;
mod borders;
mod candidates;
mod expression;
mod folding;
mod scripts;
mod table;
mod units;
mod walk;
mod words;

use icu_normalizer::ComposingNormalizerBorrowed;

use borders::Borders;
pub use folding::{Fold, Folding};
pub use scripts::{is_of_word, is_written_together};

use super::Span;
use expression::{Expression, ExpressionSpans};
use units::How;
use words::{WordFinder, WordSpans};

/// What to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The pattern.
    pub pattern: String,
    /// How it is written.
    pub syntax: Syntax,
    /// Whether capitals matter.
    pub case: Case,
    /// Whether it must begin and end with a word.
    pub extent: Extent,
    /// Which differences do not matter.
    pub folding: Folding,
}

/// How a pattern is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Syntax {
    /// The words themselves.
    #[default]
    Literal,
    /// On each line words of their own; where several fit, those that begin first count, and of these the longest.
    Lines,
    /// A regular expression (crate `regex`: no look-around, time linear in the text).
    Regex,
}

/// Whether capitals matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Case {
    /// `Kim` is not `KIM`.
    #[default]
    Exact,
    /// By Unicode's full case folding; by the simple one in regular expressions and where letters are compared exactly.
    Ignore,
}

/// Whether a hit may be part of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// It may.
    #[default]
    Anywhere,
    /// No word goes on at either end, in any script.
    WholeWords,
    /// No letter or digit adjoins at either end: what older rules call whole words. In scripts without spaces it finds hardly any.
    Unbroken,
    /// It begins with a word and reaches to the end of one.
    WordStarts,
}

/// Says why a pattern cannot be looked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Nothing in it.
    #[error("the pattern is empty")]
    Empty,
    /// Nothing in it that counts.
    #[error("nothing in the pattern can be seen, so it would fit everywhere; look for it exactly as typed")]
    Unseen,
    /// No regular expression.
    #[error("the pattern is no regular expression: {0}")]
    Syntax(String),
    /// Repetitions inside repetitions, such as `(.{1000}){1000}`.
    #[error("the pattern is too large to look for")]
    TooLarge,
}

/// Longest pattern (bytes): one that is longer is a text that was pasted by mistake.
pub const LONGEST_PATTERN: usize = 10_000;

/// A query that is ready to be looked for.
#[derive(Debug)]
pub struct Finder(Engine);

#[derive(Debug)]
enum Engine {
    Words(Box<WordFinder>),
    Expression(Box<Expression>),
}

/// The places of a query in one text.
#[derive(Debug)]
pub struct Spans<'a>(Places<'a>);

#[derive(Debug)]
enum Places<'a> {
    Words(Box<WordSpans<'a>>),
    Expression(ExpressionSpans<'a>),
}

impl Query {
    /// These words anywhere, whatever their capitals and however they are written.
    pub fn forgiving(words: impl Into<String>) -> Self {
        let (syntax, case, extent) = (Syntax::Literal, Case::Ignore, Extent::Anywhere);
        Self { pattern: words.into(), syntax, case, extent, folding: Folding::ALL }
    }
}

impl Finder {
    /// Makes a query ready.
    pub fn new(query: &Query) -> Result<Self, QueryError> {
        if query.pattern.is_empty() {
            return Err(QueryError::Empty);
        }
        if query.pattern.len() > LONGEST_PATTERN {
            return Err(QueryError::TooLarge);
        }
        let by_bytes = query.folding == Folding::NONE && matches!(query.extent, Extent::Anywhere | Extent::Unbroken);
        let engine = match query.syntax {
            Syntax::Regex => Engine::Expression(Box::new(Expression::new(query)?)),
            Syntax::Literal if by_bytes => {
                let pattern = regex::escape(&query.pattern);
                Engine::Expression(Box::new(Expression::new(&Query { pattern, ..query.clone() })?))
            }
            Syntax::Literal | Syntax::Lines => Engine::Words(Box::new(WordFinder::new(query)?)),
        };
        Ok(Self(engine))
    }

    /// The places in one text, in order, none overlapping another, found as they are asked for. An empty match is no hit.
    pub fn spans<'a>(&'a self, text: &'a str) -> Spans<'a> {
        self.spans_from(text, 0)
    }

    /// The same for those that begin at a place or behind it (bytes).
    pub fn spans_from<'a>(&'a self, text: &'a str, from: usize) -> Spans<'a> {
        let from = text.ceil_char_boundary(from);
        Spans(match &self.0 {
            Engine::Words(words) => Places::Words(Box::new(words.spans(text, from))),
            Engine::Expression(expression) => Places::Expression(expression.spans(text, from)),
        })
    }

    /// Whether it stands anywhere in a text.
    pub fn is_in(&self, text: &str) -> bool {
        match &self.0 {
            Engine::Words(_) => self.spans(text).next().is_some(),
            Engine::Expression(expression) => expression.is_in(text),
        }
    }
}

impl Iterator for Spans<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        match &mut self.0 {
            Places::Words(spans) => spans.next(),
            Places::Expression(spans) => spans.next(),
        }
    }
}

/// Words as a pattern that finds just them where a regular expression is asked for.
pub fn escaped(words: &str) -> String {
    regex::escape(words)
}

/// Whether no word goes on at either end of a place.
pub fn is_whole(text: &str, place: Span) -> bool {
    Borders::new(text).is_whole(place.start(), place.end())
}

/// A letter without its marks and its size, to compare what is typed in a hurry; none for a mark.
pub fn base_letter(c: char) -> Option<char> {
    match table::table().get(c) {
        Some(entry) if entry.is_mark() || entry.kind == table::Kind::Invisible => None,
        Some(entry) => entry.typed.or(entry.folded.first().copied()),
        None => Some(c),
    }
}

/// What two texts have in common when they differ in nothing but what [`Folding::ALL`] and capitals are: to compare names, and to sort.
/// Its letters are composed, so that it can be cut into words.
pub fn key(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text.to_ascii_lowercase();
    }
    let folded: String = units::folded(text, How::new(Folding::ALL, Case::Ignore)).into_iter().collect();
    ComposingNormalizerBorrowed::new_nfc().normalize(&folded).into_owned()
}
