//! Taking records away together with what hangs on them: the whole list, worked out before anything is touched.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{
    Annotation, AnnotationId, Attribute, AttributeId, ClaimId, Code, CodeId, DocumentId, Edit, EntityId, Layer, Link, LinkType, Mark,
    MarkSubject, Memo, Project, Record, RecordId, RecordKind, Reference, Treatment, TreatmentKind, Value,
};

/// What goes and what changes when some records are taken away.
#[derive(Debug, Default)]
pub struct Removal {
    doomed: BTreeSet<RecordId>,
    amended: BTreeMap<RecordId, Record>,
}

impl Removal {
    /// Works out what has to go with `roots`, and what merely loses a reference to them.
    pub fn of(project: &Project, roots: impl IntoIterator<Item = RecordId>) -> Self {
        let mut removal = Self::default();
        let mut queue: Vec<RecordId> = roots.into_iter().collect();
        while let Some(id) = queue.pop() {
            if project.has(&id) && removal.doomed.insert(id.clone()) {
                removal.follow(project, &id, &mut queue);
            }
        }
        removal
    }

    /// The edits: first what changes, then what goes.
    pub fn edits(self) -> Vec<Edit> {
        let doomed = self.doomed;
        let kept = self.amended.into_iter().filter(|(id, _)| !doomed.contains(id));
        let sets: Vec<Edit> = kept.map(|(_, record)| Edit::Set(record)).collect();
        sets.into_iter().chain(doomed.into_iter().map(Edit::Remove)).collect()
    }

    /// What goes besides the `roots` themselves, in words: "3 annotations and 1 link"; empty when nothing does.
    pub fn in_words(&self, roots: usize) -> String {
        let mut counts: BTreeMap<RecordKind, usize> = BTreeMap::new();
        for id in &self.doomed {
            *counts.entry(id.kind()).or_default() += 1;
        }
        if self.doomed.len() <= roots {
            return String::new();
        }
        let parts: Vec<String> = counts.iter().map(|(kind, n)| kind.counted(*n)).collect();
        parts.join(", ")
    }

    fn follow(&mut self, project: &Project, id: &RecordId, queue: &mut Vec<RecordId>) {
        if project.uses_of(id) == 0 {
            return;
        }
        let memos = project.memos().values().filter(|m| m.about.as_ref() == Some(id));
        queue.extend(memos.map(|m| RecordId::Memo(m.id.clone())));
        for memo in project.memos().values().filter(|m| m.links.contains(id)) {
            let mut memo = self.latest(memo, Memo::clone);
            memo.links.retain(|link| link != id);
            self.amended.insert(RecordId::Memo(memo.id.clone()), memo.into());
        }
        match id {
            RecordId::Annotation(id) => self.follow_annotation(project, id, queue),
            RecordId::Document(id) => follow_document(project, id, queue),
            RecordId::Code(id) => self.follow_code(project, id, queue),
            RecordId::Claim(id) => self.follow_claim(project, id, queue),
            RecordId::Entity(id) => self.follow_entity(project, id),
            RecordId::Layer(id) => {
                let codes = project.codes().values().filter(|c| c.layer == *id);
                queue.extend(codes.map(|c| RecordId::Code(c.id.clone())));
                queue.extend(project.marks().values().filter(|m| m.layer.as_ref() == Some(id)).map(mark_id));
            }
            RecordId::LinkType(id) => {
                let links = project.links().values().filter(|l| l.kind == *id);
                queue.extend(links.map(|l| RecordId::Link(l.id.clone())));
            }
            RecordId::Attribute(id) => self.follow_attribute(project, id),
            RecordId::Coder(_)
            | RecordId::Event(_)
            | RecordId::Link(_)
            | RecordId::Treatment(_)
            | RecordId::Memo(_)
            | RecordId::Mark(_)
            | RecordId::Progress(_) => {}
        }
    }

    fn follow_annotation(&mut self, project: &Project, id: &AnnotationId, queue: &mut Vec<RecordId>) {
        queue.extend(project.links_of(id).map(|l| RecordId::Link(l.id.clone())));
        for treatment in project.treatments().values().filter(|t| t.evidence.contains(id)) {
            let mut treatment = self.latest(treatment, Treatment::clone);
            treatment.evidence.retain(|e| e != id);
            let key = RecordId::Treatment(treatment.key());
            if treatment.evidence.is_empty() && treatment.kind != TreatmentKind::Omits {
                // A treatment that nothing proves any more is "not checked" again.
                queue.push(key);
            } else {
                self.amended.insert(key, treatment.into());
            }
        }
    }

    fn follow_code(&mut self, project: &Project, id: &CodeId, queue: &mut Vec<RecordId>) {
        let annotations = project.annotations().values().filter(|a| a.code == *id);
        queue.extend(annotations.map(|a| RecordId::Annotation(a.id.clone())));
        for child in project.codes().values().filter(|c| c.parent.as_ref() == Some(id)) {
            let mut child = self.latest(child, Code::clone);
            child.parent = None;
            self.amended.insert(RecordId::Code(child.id.clone()), child.into());
        }
        for kind in project.link_types().values().filter(|k| k.from.contains(id) || k.to.contains(id)) {
            let mut kind = self.latest(kind, LinkType::clone);
            kind.from.retain(|c| c != id);
            kind.to.retain(|c| c != id);
            self.amended.insert(RecordId::LinkType(kind.id.clone()), kind.into());
        }
    }

    /// What carries the attribute, and every value of it.
    fn follow_attribute(&mut self, project: &Project, id: &AttributeId) {
        for layer in project.layers().values().filter(|l| l.attributes.contains(id)) {
            let mut layer = self.latest(layer, Layer::clone);
            layer.attributes.retain(|a| a != id);
            self.amended.insert(RecordId::Layer(layer.id.clone()), layer.into());
        }
        for code in project.codes().values().filter(|c| c.attributes.contains(id)) {
            let mut code = self.latest(code, Code::clone);
            code.attributes.retain(|a| a != id);
            self.amended.insert(RecordId::Code(code.id.clone()), code.into());
        }
        for kind in project.link_types().values().filter(|k| k.attributes.contains(id)) {
            let mut kind = self.latest(kind, LinkType::clone);
            kind.attributes.retain(|a| a != id);
            self.amended.insert(RecordId::LinkType(kind.id.clone()), kind.into());
        }
        for other in project.attributes().values().filter(|a| a.when.as_ref().is_some_and(|c| c.attribute == *id)) {
            let mut other = self.latest(other, Attribute::clone);
            other.when = None;
            self.amended.insert(RecordId::Attribute(other.id.clone()), other.into());
        }
        for annotation in project.annotations().values().filter(|a| a.attributes.contains_key(id)) {
            let mut annotation = self.latest(annotation, Annotation::clone);
            annotation.attributes.remove(id);
            self.amended.insert(RecordId::Annotation(annotation.id.clone()), annotation.into());
        }
        for link in project.links().values().filter(|l| l.attributes.contains_key(id)) {
            let mut link = self.latest(link, Link::clone);
            link.attributes.remove(id);
            self.amended.insert(RecordId::Link(link.id.clone()), link.into());
        }
    }

    fn follow_claim(&mut self, project: &Project, id: &ClaimId, queue: &mut Vec<RecordId>) {
        let treatments = project.treatments().values().filter(|t| t.claim == *id);
        queue.extend(treatments.map(|t| RecordId::Treatment(t.key())));
        let about = |m: &&Arc<Mark>| matches!(&m.subject, MarkSubject::Claim(claim) if claim == id);
        queue.extend(project.marks().values().filter(about).map(mark_id));
        self.unname(project, &Reference::Claim(id.clone()));
    }

    fn follow_entity(&mut self, project: &Project, id: &EntityId) {
        for treatment in project.treatments().values().filter(|t| t.by.contains(id)) {
            let mut treatment = self.latest(treatment, Treatment::clone);
            treatment.by.retain(|e| e != id);
            self.amended.insert(RecordId::Treatment(treatment.key()), treatment.into());
        }
        self.unname(project, &Reference::Entity(id.clone()));
    }

    /// Takes a reference out of every annotation, link and default that names it.
    fn unname(&mut self, project: &Project, gone: &Reference) {
        for annotation in project.annotations_naming(gone) {
            let mut annotation = self.latest(annotation, Annotation::clone);
            annotation.attributes.retain(|_, value| drop_reference(value, gone));
            self.amended.insert(RecordId::Annotation(annotation.id.clone()), annotation.into());
        }
        let names = |v: &Value| matches!(v, Value::References(refs) if refs.contains(gone));
        for link in project.links().values().filter(|l| l.attributes.values().any(names)) {
            let mut link = self.latest(link, Link::clone);
            link.attributes.retain(|_, value| drop_reference(value, gone));
            self.amended.insert(RecordId::Link(link.id.clone()), link.into());
        }
        for attribute in project.attributes().values().filter(|a| a.default.as_ref().is_some_and(names)) {
            let mut attribute = self.latest(attribute, Attribute::clone);
            attribute.default = attribute.default.and_then(|mut value| drop_reference(&mut value, gone).then_some(value));
            self.amended.insert(RecordId::Attribute(attribute.id.clone()), attribute.into());
        }
    }

    /// The record as amended so far, so that two amendments of one record add up.
    fn latest<T>(&self, record: &Arc<T>, copy: impl Fn(&T) -> T) -> T
    where
        Record: From<Arc<T>>,
        for<'a> &'a T: TryFrom<&'a Record>,
    {
        let id = Record::from(Arc::clone(record)).id();
        let amended = self.amended.get(&id).and_then(|r| <&T>::try_from(r).ok());
        copy(amended.unwrap_or(record))
    }
}

fn follow_document(project: &Project, id: &DocumentId, queue: &mut Vec<RecordId>) {
    queue.extend(project.annotations_of(id).into_iter().map(|a| RecordId::Annotation(a.id.clone())));
    let treatments = project.treatments().values().filter(|t| t.document == *id);
    queue.extend(treatments.map(|t| RecordId::Treatment(t.key())));
    queue.extend(project.marks().values().filter(|m| m.document == *id).map(mark_id));
    let progress = project.progress().values().filter(|p| p.document == *id);
    queue.extend(progress.map(|p| RecordId::Progress(p.key())));
}

fn mark_id(mark: &Arc<Mark>) -> RecordId {
    RecordId::Mark(mark.id.clone())
}

/// Whether the value still says something without the reference.
fn drop_reference(value: &mut Value, gone: &Reference) -> bool {
    let Value::References(references) = value else { return true };
    references.retain(|r| r != gone);
    !references.is_empty()
}
