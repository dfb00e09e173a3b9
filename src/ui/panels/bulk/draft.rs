//! What is being asked for: the parts of a rule as they are filled in.

use std::collections::{BTreeMap, BTreeSet};

use super::super::super::widgets::Exactness;
use crate::analysis::concordance::{Case, Extent, Query, Syntax};
use crate::model::{AttributeId, CodeId, DocumentId, EntityId, Project, Value};
use crate::session::{Rule, Subject, Where};

/// How what is looked for is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Words.
    #[default]
    Words,
    /// A regular expression.
    Pattern,
    /// All names of an entity.
    Names,
}

/// The parts of a rule as they are filled in.
#[derive(Debug, Clone)]
pub struct Draft {
    pub kind: Kind,
    pub words: String,
    pub named: Option<EntityId>,
    pub case: Case,
    pub extent: Extent,
    pub exactness: Exactness,
    pub place: Where,
    /// Documents ticked for "Chosen documents".
    pub chosen: BTreeSet<DocumentId>,
    pub choosing: bool,
    pub code: Option<CodeId>,
    pub entity: Option<EntityId>,
    pub attributes: BTreeMap<AttributeId, Value>,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            kind: Kind::Words,
            words: String::new(),
            named: None,
            case: Case::Exact,
            extent: Extent::Anywhere,
            exactness: Exactness::default(),
            place: Where::All,
            chosen: BTreeSet::new(),
            choosing: false,
            code: None,
            entity: None,
            attributes: BTreeMap::new(),
        }
    }
}

impl Draft {
    /// A draft for these words, whole and with their capitals.
    pub fn of_words(words: String) -> Self {
        Self { words, extent: Extent::WholeWords, ..Self::default() }
    }

    /// A draft for all names of an entity, each place meaning it.
    pub fn of_names(entity: EntityId, code: Option<CodeId>) -> Self {
        let (named, entity) = (Some(entity.clone()), Some(entity));
        Self { kind: Kind::Names, named, entity, code, extent: Extent::WholeWords, ..Self::default() }
    }

    /// A draft for what a query looks for.
    pub fn of_query(query: Query) -> Self {
        let kind = if query.syntax == Syntax::Regex { Kind::Pattern } else { Kind::Words };
        let exactness = Exactness::of(query.syntax, query.folding, query.case);
        Self { kind, words: query.pattern, case: query.case, extent: query.extent, exactness, ..Self::default() }
    }

    /// The draft that a rule came from.
    pub fn of_rule(rule: Rule) -> Self {
        let (kind, words, named) = match rule.subject {
            Subject::Words(words) => (Kind::Words, words, None),
            Subject::Pattern(pattern) => (Kind::Pattern, pattern, None),
            Subject::Names(entity) => (Kind::Names, String::new(), Some(entity)),
        };
        let (chosen, choosing) = match &rule.place {
            Where::Documents(ids) => (ids.clone(), true),
            Where::All | Where::Event(_) => (BTreeSet::new(), false),
        };
        let Rule { case, extent, folding, code, entity, attributes, place, .. } = rule;
        let exactness = Exactness::of(syntax_of(kind), folding, case);
        Self { kind, words, named, case, extent, exactness, place, chosen, choosing, code: Some(code), entity, attributes }
    }

    /// How what is looked for is written.
    pub fn syntax(&self) -> Syntax {
        syntax_of(self.kind)
    }

    fn subject(&self) -> Option<Subject> {
        match self.kind {
            Kind::Words => Some(Subject::Words(self.words.clone())),
            Kind::Pattern => Some(Subject::Pattern(self.words.clone())),
            Kind::Names => self.named.clone().map(Subject::Names),
        }
    }

    /// What has to be looked for, if there is anything.
    pub fn query(&self, project: &Project) -> Option<Query> {
        let query = self.subject()?.query(project, self.case, self.extent, self.exactness.folding(self.syntax()));
        (!query.pattern.is_empty()).then_some(query)
    }

    /// The rule, once a code is chosen.
    pub fn rule(&self) -> Option<Rule> {
        let (subject, code) = (self.subject()?, self.code.clone()?);
        let (case, extent, place) = (self.case, self.extent, self.place.clone());
        let folding = self.exactness.folding(self.syntax());
        Some(Rule { subject, case, extent, folding, code, entity: self.entity.clone(), attributes: self.attributes.clone(), place })
    }
}

fn syntax_of(kind: Kind) -> Syntax {
    match kind {
        Kind::Words => Syntax::Literal,
        Kind::Pattern => Syntax::Regex,
        Kind::Names => Syntax::Lines,
    }
}
