//! Reading a rule back from its words; the grammar stands in [`super::rule`].

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use super::rule::{Rule, Subject, Where};
use crate::analysis::concordance::{Case, Extent, Folding};
use crate::model::{AttributeId, IdError, Reference, Value};

/// Says why words are no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no rule: {expected} is missing at character {at}")]
pub struct RuleError {
    /// What should have come.
    pub expected: &'static str,
    /// Where (code points, from 1).
    pub at: usize,
}

impl FromStr for Rule {
    type Err = RuleError;

    fn from_str(words: &str) -> Result<Self, RuleError> {
        let mut line = Line { all: words, rest: words };
        let subject = line.subject()?;
        let extent = match () {
            () if line.takes("icu-words") => Extent::WholeWords,
            () if line.takes("whole-words") => Extent::Unbroken,
            () => Extent::Anywhere,
        };
        let case = if line.takes("ignore-case") { Case::Ignore } else { Case::Exact };
        let folding = line.folding()?;
        line.needs("as", "'as' with a code")?;
        let code = line.id("a code")?;
        let entity = if line.takes("entity") { Some(line.id("an entity")?) } else { None };
        let mut attributes = BTreeMap::new();
        while line.takes("with") {
            let attribute: AttributeId = line.id("an attribute")?;
            attributes.insert(attribute, line.value()?);
        }
        line.needs("in", "'in' with a place")?;
        let place = line.place()?;
        if line.rest.is_empty() {
            Ok(Self { subject, case, extent, folding, code, entity, attributes, place })
        } else {
            Err(line.missing("the end"))
        }
    }
}

/// What is still to be read.
struct Line<'a> {
    all: &'a str,
    rest: &'a str,
}

impl<'a> Line<'a> {
    fn missing(&self, expected: &'static str) -> RuleError {
        let read = self.all.len() - self.rest.len();
        RuleError { expected, at: self.all.get(..read).map_or(0, |read| read.chars().count()) + 1 }
    }

    /// The next word, up to a space; it stays to be read.
    fn peek(&self) -> &'a str {
        self.rest.split(' ').next().unwrap_or_default()
    }

    fn skip(&mut self, bytes: usize) {
        let rest = self.rest.get(bytes..).unwrap_or_default();
        self.rest = rest.strip_prefix(' ').unwrap_or(rest);
    }

    fn takes(&mut self, word: &str) -> bool {
        let found = self.peek() == word;
        if found {
            self.skip(word.len());
        }
        found
    }

    fn needs(&mut self, word: &str, expected: &'static str) -> Result<(), RuleError> {
        if self.takes(word) { Ok(()) } else { Err(self.missing(expected)) }
    }

    fn id<T: FromStr<Err = IdError>>(&mut self, expected: &'static str) -> Result<T, RuleError> {
        let word = self.peek();
        let id = word.parse().map_err(|_| self.missing(expected))?;
        self.skip(word.len());
        Ok(id)
    }

    /// Parts of a word that commas stand between.
    fn list<T, C: FromIterator<T>>(&mut self, expected: &'static str, read: impl Fn(&str) -> Option<T>) -> Result<C, RuleError> {
        let word = self.peek();
        let list: Option<C> = word.split(',').map(read).collect();
        let list = list.ok_or_else(|| self.missing(expected))?;
        self.skip(word.len());
        Ok(list)
    }

    fn string(&mut self) -> Result<String, RuleError> {
        let mut string = String::new();
        let mut letters = self.rest.char_indices();
        if letters.next().is_none_or(|(_, c)| c != '"') {
            return Err(self.missing("a string in quotes"));
        }
        while let Some((at, c)) = letters.next() {
            match c {
                '"' => {
                    self.skip(at + 1);
                    return Ok(string);
                }
                '\\' => match letters.next() {
                    Some((_, 'n')) => string.push('\n'),
                    Some((_, 't')) => string.push('\t'),
                    Some((_, c @ ('"' | '\\'))) => string.push(c),
                    _ => return Err(self.missing("a string with good escapes")),
                },
                c => string.push(c),
            }
        }
        Err(self.missing("a string that ends"))
    }

    fn folding(&mut self) -> Result<Folding, RuleError> {
        if self.takes("forgiving") {
            return Ok(Folding::ALL);
        }
        let word = self.peek();
        let Some(kinds) = word.strip_prefix("forgiving=") else { return Ok(Folding::NONE) };
        let folding = Folding::read(kinds).ok_or_else(|| self.missing("letters, spaces, invisible or punctuation"))?;
        self.skip(word.len());
        Ok(folding)
    }

    fn subject(&mut self) -> Result<Subject, RuleError> {
        if self.takes("find") {
            return Ok(Subject::Words(self.string()?));
        }
        if self.takes("match") {
            return Ok(Subject::Pattern(self.string()?));
        }
        self.needs("names", "'find', 'match' or 'names'")?;
        Ok(Subject::Names(self.id("an entity")?))
    }

    fn value(&mut self) -> Result<Value, RuleError> {
        let kind = self.peek();
        let known = ["choice", "choices", "text", "number", "yes", "no", "means"].contains(&kind);
        if !known {
            return Err(self.missing("a value"));
        }
        self.skip(kind.len());
        match kind {
            "choice" => Ok(Value::Choice(self.string()?)),
            "choices" => {
                let mut words = Vec::new();
                while self.rest.starts_with('"') {
                    words.push(self.string()?);
                }
                Ok(Value::Choices(words))
            }
            "text" => Ok(Value::Text(self.string()?)),
            "number" => self.number(),
            "means" => Ok(Value::References(self.list("an entity or a claim", reference)?)),
            yes => Ok(Value::YesNo(yes == "yes")),
        }
    }

    fn number(&mut self) -> Result<Value, RuleError> {
        let word = self.peek();
        let number = word.parse().ok().filter(|number: &f64| number.is_finite());
        let number = number.ok_or_else(|| self.missing("a number"))?;
        self.skip(word.len());
        Ok(Value::Number(number))
    }

    fn place(&mut self) -> Result<Where, RuleError> {
        if self.takes("all") {
            return Ok(Where::All);
        }
        if self.takes("event") {
            return Ok(Where::Event(self.id("an event")?));
        }
        self.needs("documents", "'all', 'event' or 'documents'")?;
        if self.rest.is_empty() {
            return Ok(Where::Documents(BTreeSet::new()));
        }
        Ok(Where::Documents(self.list("a document", |id| id.parse().ok())?))
    }
}

fn reference(word: &str) -> Option<Reference> {
    match word.split_once(':')? {
        ("entity", id) => Some(Reference::Entity(id.parse().ok()?)),
        ("claim", id) => Some(Reference::Claim(id.parse().ok()?)),
        _ => None,
    }
}
