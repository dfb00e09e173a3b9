//! Re-pointing: everything that names some records comes to name others, worked out before anything is touched.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::model::{
    Annotation, AnnotationId, Attribute, AttributeId, Edit, EntityId, Link, Mark, MarkSubject, Memo, Project, RecordId, Reference,
    Treatment, Value,
};

/// Which record is to be named instead of which.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Renames(BTreeMap<RecordId, RecordId>);

/// Every record that names something else afterwards.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Repointed {
    /// Annotations.
    pub annotations: Vec<Annotation>,
    /// Treatments with another voice.
    pub treatments: Vec<Treatment>,
    /// Links with another value.
    pub links: Vec<Link>,
    /// Memos about something else, or pointing there.
    pub memos: Vec<Memo>,
    /// Marks of another claim.
    pub marks: Vec<Mark>,
    /// Attributes with another default.
    pub attributes: Vec<Attribute>,
    /// Annotations that named several of them and name one now.
    pub shared: usize,
}

impl Renames {
    /// Names `to` instead of `from`.
    pub fn add(&mut self, from: RecordId, to: RecordId) {
        if from != to {
            self.0.insert(from, to);
        }
    }

    fn id(&self, id: &RecordId) -> RecordId {
        self.0.get(id).unwrap_or(id).clone()
    }

    fn reference(&self, reference: &Reference) -> Reference {
        match self.id(&record_of(reference)) {
            RecordId::Entity(id) => Reference::Entity(id),
            RecordId::Claim(id) => Reference::Claim(id),
            _ => reference.clone(),
        }
    }

    fn entity(&self, entity: &EntityId) -> EntityId {
        match self.id(&RecordId::Entity(entity.clone())) {
            RecordId::Entity(id) => id,
            _ => entity.clone(),
        }
    }

    fn value(&self, value: &Value) -> Value {
        match value {
            Value::References(old) => Value::References(once(old.iter().map(|r| self.reference(r)))),
            other => other.clone(),
        }
    }

    fn values(&self, values: &BTreeMap<AttributeId, Value>) -> BTreeMap<AttributeId, Value> {
        values.iter().map(|(id, value)| (id.clone(), self.value(value))).collect()
    }

    /// An annotation as it is afterwards.
    pub fn annotation(&self, annotation: &Annotation) -> Annotation {
        Annotation { attributes: self.values(&annotation.attributes), ..annotation.clone() }
    }

    fn memo(&self, memo: &Memo) -> Memo {
        let about = memo.about.as_ref().map(|id| self.id(id));
        Memo { about, links: once(memo.links.iter().map(|id| self.id(id))), ..memo.clone() }
    }

    fn mark(&self, mark: &Mark) -> Mark {
        let subject = match &mark.subject {
            MarkSubject::Claim(claim) => match self.id(&RecordId::Claim(claim.clone())) {
                RecordId::Claim(id) => MarkSubject::Claim(id),
                _ => mark.subject.clone(),
            },
            other => other.clone(),
        };
        Mark { subject, ..mark.clone() }
    }

    /// Everything in a project that names one of them, as it is afterwards.
    pub fn in_project(&self, project: &Project) -> Repointed {
        let named = |from: &RecordId| Self::naming(project, from);
        let ids: BTreeSet<AnnotationId> = self.0.keys().flat_map(named).collect();
        let old: Vec<_> = ids.iter().filter_map(|id| project.annotations().get(id)).collect();
        let annotations: Vec<_> = old.iter().map(|a| self.annotation(a)).collect();
        let shared = old.iter().zip(&annotations).filter(|(old, new)| named_by(old) > named_by(new)).count();
        let treatments = project.treatments().values().map(|old| (old, once(old.by.iter().map(|e| self.entity(e)))));
        let treatments = treatments.filter(|(old, by)| old.by != *by).map(|(old, by)| Treatment { by, ..Treatment::clone(old) });
        let links = project.links().values().map(|old| Link { attributes: self.values(&old.attributes), ..Link::clone(old) });
        let attributes = project.attributes().values();
        let attributes = attributes.map(|old| Attribute { default: old.default.as_ref().map(|v| self.value(v)), ..Attribute::clone(old) });
        Repointed {
            shared,
            treatments: treatments.collect(),
            links: links.filter(|new| project.links().get(&new.id).is_some_and(|old| **old != *new)).collect(),
            memos: project.memos().values().map(|m| (m, self.memo(m))).filter(|(old, new)| ***old != *new).map(|(_, new)| new).collect(),
            marks: project.marks().values().map(|m| (m, self.mark(m))).filter(|(old, new)| ***old != *new).map(|(_, new)| new).collect(),
            attributes: attributes.filter(|new| project.attributes().get(&new.id).is_some_and(|old| **old != *new)).collect(),
            annotations,
        }
    }

    fn naming(project: &Project, from: &RecordId) -> Vec<AnnotationId> {
        let reference = match from {
            RecordId::Entity(id) => Reference::Entity(id.clone()),
            RecordId::Claim(id) => Reference::Claim(id.clone()),
            _ => return Vec::new(),
        };
        project.annotations_naming(&reference).map(|a| a.id.clone()).collect()
    }
}

impl Repointed {
    /// The edits that make it so.
    pub fn edits(self, now: Timestamp) -> Vec<Edit> {
        let annotations = self.annotations.into_iter().map(|a| Edit::Set(Annotation { changed: Some(now), ..a }.into()));
        let treatments = self.treatments.into_iter().map(|t| Edit::Set(Treatment { changed: now, ..t }.into()));
        let links = self.links.into_iter().map(|l| Edit::Set(l.into()));
        let memos = self.memos.into_iter().map(|m| Edit::Set(Memo { changed: Some(now), ..m }.into()));
        let marks = self.marks.into_iter().map(|m| Edit::Set(m.into()));
        let attributes = self.attributes.into_iter().map(|a| Edit::Set(a.into()));
        annotations.chain(treatments).chain(links).chain(memos).chain(marks).chain(attributes).collect()
    }
}

/// The same without what came before already.
pub(super) fn once<T: PartialEq>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut kept = Vec::new();
    for item in items {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept
}

/// Texts one below the other; empty ones and those that came already are left out.
pub(super) fn joined_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    once(texts.into_iter().map(str::trim).filter(|text| !text.is_empty())).join("\n")
}

fn record_of(reference: &Reference) -> RecordId {
    match reference {
        Reference::Entity(id) => RecordId::Entity(id.clone()),
        Reference::Claim(id) => RecordId::Claim(id.clone()),
    }
}

/// How many different entities and claims an annotation names.
fn named_by(annotation: &Annotation) -> usize {
    let entities: BTreeSet<_> = annotation.entities().collect();
    let claims: BTreeSet<_> = annotation.claims().collect();
    entities.len() + claims.len()
}
