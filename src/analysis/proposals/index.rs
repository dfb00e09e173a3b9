//! The register and what was chosen before, by words, so that a proposal looks at few entities and not at all of them.
//!
//! The index follows a project by what differs from the state it was made for, so a step costs what it changes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use imbl::OrdMap;
use imbl::ordmap::DiffItem;

use super::words::{acronyms_of, folded, is_filling, without_article, without_titles};
use crate::analysis::mentions::meant;
use crate::analysis::naming::form_of;
use crate::model::{Annotation, AnnotationId, Attribute, AttributeId, DocumentId, Entity, EntityId, Origin, Project};

/// Entities by some words.
type ByWords = HashMap<String, BTreeSet<EntityId>>;
/// How often words were said to mean an entity, by document.
pub(super) type Choices = BTreeMap<EntityId, BTreeMap<DocumentId, usize>>;

/// What proposals are made from.
#[derive(Debug, Clone, Default)]
pub struct Index {
    entities: OrdMap<EntityId, Arc<Entity>>,
    annotations: OrdMap<AnnotationId, Arc<Annotation>>,
    attributes: OrdMap<AttributeId, Arc<Attribute>>,
    /// By whole names in lower case, with titles and without.
    pub(super) whole: ByWords,
    /// By single words of names.
    pub(super) words: ByWords,
    /// By the acronyms of names.
    pub(super) acronyms: ByWords,
    choices: HashMap<String, Choices>,
}

/// Whether something comes in or goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    In,
    Out,
}

impl Index {
    /// The index of a project.
    pub fn of(project: &Project) -> Self {
        let mut index = Self::default();
        index.update(project);
        index
    }

    /// Brings it up to another state of the project.
    pub fn update(&mut self, project: &Project) {
        let old = std::mem::replace(&mut self.entities, project.entities().clone());
        for (turn, entity) in turns(old.diff(project.entities())) {
            self.turn_entity(turn, &entity);
        }
        if !self.attributes.ptr_eq(project.attributes()) {
            // Other attributes may say whom words mean.
            self.attributes = project.attributes().clone();
            self.annotations = OrdMap::new();
            self.choices.clear();
        }
        let old = std::mem::replace(&mut self.annotations, project.annotations().clone());
        for (turn, annotation) in turns(old.diff(project.annotations())) {
            self.turn_choice(turn, &annotation);
        }
    }

    /// How many entities and annotations would have to be read to bring it up to a project that shares nothing with it.
    pub fn is_far_from(&self, project: &Project, most: usize) -> bool {
        let (entities, annotations) = (project.entities().len(), project.annotations().len());
        self.entities.is_empty() && self.annotations.is_empty() && entities + annotations > most
    }

    /// The entity of an id.
    pub(super) fn entity(&self, id: &EntityId) -> Option<&Entity> {
        self.entities.get(id).map(AsRef::as_ref)
    }

    /// What these words were said to mean before.
    pub(super) fn choices(&self, words: &[String]) -> Option<&Choices> {
        self.choices.get(&form(words))
    }

    fn turn_entity(&mut self, turn: Turn, entity: &Entity) {
        for name in std::iter::once(&entity.name).chain(&entity.aliases) {
            let words = folded(name);
            if words.is_empty() {
                continue;
            }
            for key in [without_article(&words), without_titles(&words)] {
                turn_in(&mut self.whole, turn, key.join(" "), &entity.id);
            }
            for word in words.iter().filter(|word| !is_filling(word)) {
                turn_in(&mut self.words, turn, word.clone(), &entity.id);
            }
            for acronym in acronyms_of(&words) {
                turn_in(&mut self.acronyms, turn, acronym, &entity.id);
            }
        }
    }

    /// What a program suggested and nobody has accepted is no choice.
    fn turn_choice(&mut self, turn: Turn, annotation: &Annotation) {
        let entities = meant(&self.attributes, annotation);
        if entities.is_empty() || matches!(annotation.origin, Origin::Suggested(_)) {
            return;
        }
        let form = form(&folded(&form_of(annotation)));
        let choices = self.choices.entry(form.clone()).or_default();
        for entity in entities {
            let documents = choices.entry(entity.clone()).or_default();
            let count = documents.entry(annotation.document.clone()).or_default();
            *count = if turn == Turn::In { *count + 1 } else { count.saturating_sub(1) };
            documents.retain(|_, count| *count > 0);
        }
        choices.retain(|_, documents| !documents.is_empty());
        if choices.is_empty() {
            self.choices.remove(&form);
        }
    }
}

fn form(words: &[String]) -> String {
    without_article(words).join(" ")
}

fn turn_in(map: &mut ByWords, turn: Turn, key: String, id: &EntityId) {
    match turn {
        Turn::In => drop(map.entry(key).or_default().insert(id.clone())),
        Turn::Out => {
            let empty = map.get_mut(&key).is_some_and(|ids| {
                ids.remove(id);
                ids.is_empty()
            });
            if empty {
                map.remove(&key);
            }
        }
    }
}

/// What goes out, and then what comes in.
fn turns<'a, K: 'a, V: Clone + 'a>(items: impl Iterator<Item = DiffItem<'a, 'a, K, V>>) -> Vec<(Turn, V)> {
    let mut turns = Vec::new();
    for item in items {
        match item {
            DiffItem::Add(_, new) => turns.push((Turn::In, new.clone())),
            DiffItem::Update { old: (_, old), new: (_, new) } => turns.extend([(Turn::Out, old.clone()), (Turn::In, new.clone())]),
            DiffItem::Remove(_, old) => turns.push((Turn::Out, old.clone())),
        }
    }
    turns
}

/// Two are equal when they answer alike.
impl PartialEq for Index {
    fn eq(&self, other: &Self) -> bool {
        (&self.whole, &self.words, &self.acronyms, &self.choices) == (&other.whole, &other.words, &other.acronyms, &other.choices)
    }
}
