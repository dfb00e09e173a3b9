//! The language that lists are filtered with: `layer:framing coder:gold valence:<0 near:"agreement"`.
//!
//! The grammar and every field stand in `docs/manual/queries.md`. A query is read once ([`parse()`]), made ready for one state of a
//! project ([`Filter::new`]: names become sets of ids, places of words are found), and then asked of each row.

mod annotations;
mod claims;
mod entities;
mod fields;
mod hits;
mod links;
mod marks;
mod memos;
mod names;
mod parse;
mod places;
mod syntax;
#[cfg(test)]
mod tests;
mod value;

pub use annotations::{length, origin_word, paragraph};
pub use claims::annotations as annotations_carrying;
pub use entities::{documents as documents_mentioning, mentions};
pub use fields::{Field, Takes, fields};
pub use links::{is_across, values_in_words};
pub use marks::Marks;
pub use memos::{about_word, id_word};
pub use parse::parse;
pub use syntax::{At, Beside, Coders, Comparison, Expr, RESERVED, Relation, Term, Value, quoted_if_needed};

use crate::model::Project;
use value::Words;

/// The lists that can be filtered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// Annotations of all coders.
    Annotations,
    /// The entity register.
    Entities,
    /// The claim ledger.
    Claims,
    /// Memos.
    Memos,
    /// Links between annotations.
    Links,
    /// What a search has found.
    Hits,
}

impl List {
    /// Its name in files and on the screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Annotations => "annotations",
            Self::Entities => "entities",
            Self::Claims => "claims",
            Self::Memos => "memos",
            Self::Links => "links",
            Self::Hits => "hits",
        }
    }
}

/// Says what is wrong with a query, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} (column {column}). {hint}")]
pub struct QueryError {
    /// The column, 1-based, in characters; always one of the query's.
    pub column: usize,
    /// What is wrong, in a sentence.
    pub what: String,
    /// What to do about it.
    pub hint: String,
}

impl QueryError {
    fn new(column: usize, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { column, what: what.into(), hint: hint.into() }
    }
}

/// A question about one row.
type Test<R> = Box<dyn Fn(&Project, &R) -> bool + Send + Sync>;

/// Something that stands in a list and can be asked about.
pub trait Listed: sealed::Asked {
    /// The list it stands in.
    fn list() -> List {
        Self::LIST
    }
}

impl<R: sealed::Asked> Listed for R {}

mod sealed {
    use super::{Beside, List, Project, QueryError, Term, Test, Words};

    /// What a kind of row answers.
    pub trait Asked: Sized + 'static {
        /// The list it stands in.
        const LIST: List;

        /// Whether words stand in it.
        fn words(pattern: Words) -> Test<Self>;

        /// What one of its fields asks; the name is one of the table or, for annotations, may be an attribute's.
        fn field(project: &Project, name: &str, term: &Term) -> Result<Test<Self>, QueryError>;

        /// How it stands to something else.
        fn beside(_: &Project, beside: &Beside) -> Result<Test<Self>, QueryError> {
            Err(QueryError::new(beside.at.0, "Only annotations have a place in a text", "Take the relation out"))
        }
    }
}

/// A query made ready for one state of a project. After a change of the project a new one is made.
pub struct Filter<R> {
    test: Test<R>,
}

impl<R: Listed> Filter<R> {
    /// Reads a query and makes it ready.
    pub fn new(project: &Project, text: &str) -> Result<Self, QueryError> {
        Self::of(project, &parse(text)?)
    }

    /// Makes a query ready that has been read.
    pub fn of(project: &Project, expr: &Expr) -> Result<Self, QueryError> {
        Ok(Self { test: compile(project, expr)? })
    }

    /// Whether a row is one of those asked for.
    pub fn admits(&self, project: &Project, row: &R) -> bool {
        (self.test)(project, row)
    }
}

impl<R> std::fmt::Debug for Filter<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Filter")
    }
}

fn compile<R: Listed>(project: &Project, expr: &Expr) -> Result<Test<R>, QueryError> {
    let all = |parts: &[Expr]| parts.iter().map(|part| compile(project, part)).collect::<Result<Vec<Test<R>>, _>>();
    Ok(match expr {
        Expr::All => Box::new(|_, _| true),
        Expr::And(parts) => {
            let parts = all(parts)?;
            Box::new(move |project, row| parts.iter().all(|part| part(project, row)))
        }
        Expr::Or(parts) => {
            let parts = all(parts)?;
            Box::new(move |project, row| parts.iter().any(|part| part(project, row)))
        }
        Expr::Not(inner) => {
            let inner = compile(project, inner)?;
            Box::new(move |project, row| !inner(project, row))
        }
        Expr::Words(at, value) => R::words(value::in_text(*at, value)?),
        Expr::Field(term) => {
            let name = term.name.to_lowercase();
            match fields(R::LIST).iter().find(|field| field.name == name) {
                Some(field) => R::field(project, field.name, term)?,
                None => R::field(project, &name, term)?,
            }
        }
        Expr::Relation(beside) => R::beside(project, beside)?,
    })
}

/// Says that a list has no such field, and which one may have been meant.
fn unknown_field<'a>(list: List, term: &Term, others: impl Iterator<Item = &'a str>) -> QueryError {
    let known = fields(list).iter().map(|field| field.name).chain(others);
    let hint = match fields::nearest(&term.name, known) {
        Some(near) => format!("Did you mean {near}?"),
        None => "To look for a colon itself, put the words in quotation marks".to_owned(),
    };
    QueryError::new(term.at.0, format!("The list of {} has no field '{}'", list.word(), term.name), hint)
}
