//! Rules of bulk coding, in words: what each annotation keeps as its origin, and what can be read back and run again.
//!
//! ```text
//! rule    = subject [extent] ["ignore-case"] ["forgiving" ["=" KIND {"," KIND}]] "as" CODE ["entity" ID] {"with" ATTRIBUTE value} "in" where
//! subject = "find" STRING | "match" STRING | "names" ID
//! extent  = "icu-words" | "whole-words"
//! KIND    = "letters" | "spaces" | "invisible" | "punctuation"
//! value   = "choice" STRING | "choices" {STRING} | "text" STRING | "number" NUMBER | "yes" | "no" | "means" NAME {"," NAME}
//! NAME    = "entity:" ID | "claim:" ID
//! where   = "all" | "event" ID | "documents" [ID {"," ID}]
//! ```
//!
//! `match` is followed by a regular expression, `names` by an entity whose preferred name and aliases are looked for. A STRING stands in
//! double quotes, with `\"`, `\\`, `\n` and `\t`; between words there is one space. For instance
//! `find "Kim" icu-words forgiving as E.PER entity ent:kim-jong-un in all`.
//!
//! A rule without `forgiving` looks for the words exactly as typed, and `whole-words` means that no letter adjoins: that is what they meant
//! before there was anything else, so rules of that time find what they found. `icu-words` are whole words of any script, and `forgiving`
//! says that differences of the kinds named do not matter, of all kinds where none is named.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Formatter, Write as _};

use crate::analysis::concordance::{Case, Extent, Folding, Query, Syntax, escaped};
use crate::model::{AttributeId, CodeId, Document, DocumentId, EntityId, EventId, Project, Reference, Value};
use crate::session::Documents;

/// What is looked for, where, and what is put on each place.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// What is looked for.
    pub subject: Subject,
    /// Whether capitals matter.
    pub case: Case,
    /// Whether a hit may be part of a word.
    pub extent: Extent,
    /// Which differences do not matter.
    pub folding: Folding,
    /// The code that is put.
    pub code: CodeId,
    /// The entity that is meant everywhere.
    pub entity: Option<EntityId>,
    /// Values that all annotations get.
    pub attributes: BTreeMap<AttributeId, Value>,
    /// Where to look.
    pub place: Where,
}

/// What a rule looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// These words.
    Words(String),
    /// What fits a regular expression.
    Pattern(String),
    /// The preferred name and the aliases of an entity, as they are when the rule is run.
    Names(EntityId),
}

/// Where a rule looks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Where {
    /// In all documents, also those that come later.
    #[default]
    All,
    /// In the documents of an event, also those that come later.
    Event(EventId),
    /// In these documents.
    Documents(BTreeSet<DocumentId>),
}

impl Subject {
    /// What has to be looked for in the texts; empty when there is nothing.
    pub fn query(&self, project: &Project, case: Case, extent: Extent, folding: Folding) -> Query {
        let is_of_old = folding == Folding::NONE && extent != Extent::WholeWords;
        let (pattern, syntax) = match self {
            Self::Words(words) => (words.clone(), Syntax::Literal),
            Self::Pattern(pattern) => (pattern.clone(), Syntax::Regex),
            Self::Names(entity) if is_of_old => {
                let names: Vec<String> = names(project, entity).iter().map(|name| escaped(name)).collect();
                (names.join("|"), Syntax::Regex)
            }
            Self::Names(entity) => (names(project, entity).join("\n"), Syntax::Lines),
        };
        Query { pattern, syntax, case, extent, folding }
    }
}

/// All names of an entity, each on one line; the longest comes first, so that "Kim" does not hide "Kim Jong Un" in an expression.
fn names(project: &Project, entity: &EntityId) -> Vec<String> {
    let Some(entity) = project.entities().get(entity) else { return Vec::new() };
    let all = std::iter::once(&entity.name).chain(&entity.aliases).map(|name| name.trim().replace('\n', " "));
    let mut names: Vec<String> = all.filter(|name| !name.is_empty()).collect();
    names.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    names.dedup();
    names
}

impl Where {
    /// Whether a document belongs to it.
    pub fn holds(&self, document: &Document) -> bool {
        match self {
            Self::All => true,
            Self::Event(event) => document.event.as_ref() == Some(event),
            Self::Documents(ids) => ids.contains(&document.id),
        }
    }

    /// Its documents.
    pub fn documents(&self, project: &Project) -> Documents {
        match self {
            Self::All => project.documents().clone(),
            Self::Documents(ids) => {
                let known = ids.iter().filter_map(|id| Some((id.clone(), project.documents().get(id)?.clone())));
                known.collect()
            }
            Self::Event(_) => {
                let here = project.documents().iter().filter(|(_, document)| self.holds(document));
                here.map(|(id, document)| (id.clone(), document.clone())).collect()
            }
        }
    }
}

impl Display for Rule {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.subject {
            Subject::Words(words) => write!(f, "find {}", Quoted(words))?,
            Subject::Pattern(pattern) => write!(f, "match {}", Quoted(pattern))?,
            Subject::Names(entity) => write!(f, "names {entity}")?,
        }
        f.write_str(match self.extent {
            Extent::WholeWords => " icu-words",
            Extent::Unbroken => " whole-words",
            // No rule looks for the starts of words.
            Extent::Anywhere | Extent::WordStarts => "",
        })?;
        if self.case == Case::Ignore {
            f.write_str(" ignore-case")?;
        }
        match self.folding {
            Folding::NONE => {}
            Folding::ALL => f.write_str(" forgiving")?,
            some => write!(f, " forgiving={some}")?,
        }
        write!(f, " as {}", self.code)?;
        if let Some(entity) = &self.entity {
            write!(f, " entity {entity}")?;
        }
        for (attribute, value) in &self.attributes {
            write!(f, " with {attribute} {}", InWords(value))?;
        }
        match &self.place {
            Where::All => f.write_str(" in all"),
            Where::Event(event) => write!(f, " in event {event}"),
            Where::Documents(ids) => {
                f.write_str(" in documents")?;
                let ids: Vec<&str> = ids.iter().map(DocumentId::as_str).collect();
                if ids.is_empty() { Ok(()) } else { write!(f, " {}", ids.join(",")) }
            }
        }
    }
}

/// A string in double quotes.
struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\t' => f.write_str("\\t")?,
                c => f.write_char(c)?,
            }
        }
        f.write_char('"')
    }
}

/// A value as the grammar has it.
struct InWords<'a>(&'a Value);

impl Display for InWords<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Choice(word) => write!(f, "choice {}", Quoted(word)),
            Value::Choices(words) => {
                f.write_str("choices")?;
                words.iter().try_for_each(|word| write!(f, " {}", Quoted(word)))
            }
            Value::Text(text) => write!(f, "text {}", Quoted(text)),
            Value::Number(number) => write!(f, "number {number:?}"),
            Value::YesNo(yes) => f.write_str(if *yes { "yes" } else { "no" }),
            Value::References(references) => {
                let names: Vec<String> = references.iter().map(name).collect();
                write!(f, "means {}", names.join(","))
            }
        }
    }
}

fn name(reference: &Reference) -> String {
    match reference {
        Reference::Entity(id) => format!("entity:{id}"),
        Reference::Claim(id) => format!("claim:{id}"),
    }
}
