//! What entities answer.

use std::collections::BTreeSet;

use super::fields::ENTITY_HAS;
use super::sealed::Asked;
use super::syntax::Term;
use super::value::{Words, in_text, numbers, one_of};
use super::{List, QueryError, Test, names, unknown_field};
use crate::model::{Entity, Project, RecordId, RecordKind, Reference};

impl Asked for Entity {
    const LIST: List = List::Entities;

    fn words(pattern: Words) -> Test<Self> {
        Box::new(move |_, e| pattern.is_in(&e.name) || e.aliases.iter().any(|a| pattern.is_in(a)))
    }

    fn field(project: &Project, name: &str, term: &Term) -> Result<Test<Self>, QueryError> {
        let at = term.value_at;
        let words = || in_text(at, &term.value);
        Ok(match name {
            "name" => {
                let pattern = words()?;
                Box::new(move |_, e| pattern.is_in(&e.name))
            }
            "alias" => {
                let pattern = words()?;
                Box::new(move |_, e| e.aliases.iter().any(|a| pattern.is_in(a)))
            }
            "note" => {
                let pattern = words()?;
                Box::new(move |_, e| !e.note.is_empty() && pattern.is_in(&e.note))
            }
            "kind" => {
                let pattern = names::pattern(term)?;
                Box::new(move |_, e| pattern.is_in(&e.kind))
            }
            "wikidata" => {
                let pattern = names::pattern(term)?;
                Box::new(move |_, e| e.wikidata.as_ref().is_some_and(|w| pattern.is_in(w)))
            }
            "id" => {
                let pattern = names::pattern(term)?;
                Box::new(move |_, e| pattern.is_in(e.id.as_str()))
            }
            "mentions" => {
                let asked = numbers(at, &term.value)?;
                Box::new(move |project, e| asked.fit_count(mentions(project, e)))
            }
            "documents" => {
                let asked = numbers(at, &term.value)?;
                Box::new(move |project, e| asked.fit_count(documents(project, e)))
            }
            "has" => has(project, one_of(at, name, &term.value, ENTITY_HAS)?),
            _ => return Err(unknown_field(List::Entities, term, std::iter::empty())),
        })
    }
}

/// How many annotations mean an entity.
pub fn mentions(project: &Project, entity: &Entity) -> usize {
    project.annotations_naming(&Reference::Entity(entity.id.clone())).count()
}

/// In how many documents an entity is mentioned.
pub fn documents(project: &Project, entity: &Entity) -> usize {
    let naming = project.annotations_naming(&Reference::Entity(entity.id.clone()));
    naming.map(|a| &a.document).collect::<BTreeSet<_>>().len()
}

fn has(project: &Project, word: &str) -> Test<Entity> {
    match word {
        "alias" => Box::new(|_, e| !e.aliases.is_empty()),
        "wikidata" => Box::new(|_, e| e.wikidata.is_some()),
        "note" => Box::new(|_, e| !e.note.is_empty()),
        "mentions" => Box::new(|project, e| project.annotations_naming(&Reference::Entity(e.id.clone())).next().is_some()),
        _ => {
            let about = names::with_memo(project, RecordKind::Entity, |_| true);
            Box::new(move |_, e| about.contains(&RecordId::Entity(e.id.clone())))
        }
    }
}
