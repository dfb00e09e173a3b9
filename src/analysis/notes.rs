//! Everything that somebody wrote down: memos, and the remarks and notes that other records carry.
//!
//! They are one list, because one looks for a thought by its words and not by where it was put.

use jiff::Timestamp;

use super::record_names::{memo_name, name_of};
use crate::model::{CoderId, Memo, Project, RecordId};

/// A place where something is written, named by the record that carries it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Note(RecordId);

/// What kind of thing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// A memo.
    Memo,
    /// The remark of an annotation, a link, a treatment or a mark.
    Remark,
    /// The note of an entity, a claim, an event or a coder.
    Note,
}

impl NoteKind {
    /// Its word in queries and lists.
    pub fn word(self) -> &'static str {
        match self {
            Self::Memo => "memo",
            Self::Remark => "remark",
            Self::Note => "note",
        }
    }
}

impl Note {
    /// What is written in a record, if anything can be.
    pub fn of(record: RecordId) -> Option<Self> {
        kind_in(&record).map(|_| Self(record))
    }

    /// The record that carries it.
    pub fn record(&self) -> &RecordId {
        &self.0
    }

    /// What kind of thing it is.
    pub fn kind(&self) -> NoteKind {
        kind_in(&self.0).unwrap_or(NoteKind::Note)
    }

    /// Whether something is written there: a memo counts even while it is empty.
    pub fn is_in(&self, project: &Project) -> bool {
        self.memo(project).is_some() || !self.text(project).is_empty()
    }

    /// The memo, where it is one.
    pub fn memo<'p>(&self, project: &'p Project) -> Option<&'p Memo> {
        let RecordId::Memo(id) = &self.0 else { return None };
        project.memos().get(id).map(AsRef::as_ref)
    }

    /// The heading of a memo.
    pub fn title<'p>(&self, project: &'p Project) -> &'p str {
        self.memo(project).map_or("", |memo| &memo.title)
    }

    /// What is written; empty when nothing is.
    pub fn text<'p>(&self, project: &'p Project) -> &'p str {
        written(project, &self.0).unwrap_or_default()
    }

    /// Its heading, or the words it begins with.
    pub fn name(&self, project: &Project) -> String {
        match self.memo(project) {
            Some(memo) => memo_name(memo),
            None => name_of(project, &self.0).unwrap_or_default(),
        }
    }

    /// What it is about: of a remark or note, the record that carries it. `None`: the project.
    pub fn about<'n>(&'n self, project: &'n Project) -> Option<&'n RecordId> {
        match self.memo(project) {
            Some(memo) => memo.about.as_ref(),
            None => Some(&self.0),
        }
    }

    /// What a memo points to.
    pub fn links<'p>(&self, project: &'p Project) -> &'p [RecordId] {
        self.memo(project).map_or(&[], |memo| &memo.links)
    }

    /// Who wrote it; notes of the register and the ledger are everybody's.
    pub fn author<'p>(&self, project: &'p Project) -> Option<&'p CoderId> {
        match &self.0 {
            RecordId::Memo(id) => project.memos().get(id).map(|m| &m.coder),
            RecordId::Annotation(id) => project.annotations().get(id).map(|a| &a.coder),
            RecordId::Link(id) => project.links().get(id).map(|l| &l.coder),
            RecordId::Treatment(key) => project.treatments().get(key).map(|t| &t.coder),
            RecordId::Mark(id) => project.marks().get(id).map(|m| &m.coder),
            _ => None,
        }
    }

    /// When it was begun: for a remark, when that was put which carries it. Notes have no date.
    pub fn created(&self, project: &Project) -> Option<Timestamp> {
        match &self.0 {
            RecordId::Memo(id) => project.memos().get(id).map(|m| m.created),
            RecordId::Annotation(id) => project.annotations().get(id).map(|a| a.created),
            RecordId::Link(id) => project.links().get(id).map(|l| l.created),
            RecordId::Mark(id) => project.marks().get(id).map(|m| m.created),
            _ => None,
        }
    }

    /// When it was last changed, if it was.
    pub fn changed(&self, project: &Project) -> Option<Timestamp> {
        match &self.0 {
            RecordId::Memo(id) => project.memos().get(id)?.changed,
            RecordId::Annotation(id) => project.annotations().get(id)?.changed,
            RecordId::Treatment(key) => project.treatments().get(key).map(|t| t.changed),
            _ => None,
        }
    }
}

/// Everything that is written in a project: memos in the order they were begun, then remarks and notes by record.
pub fn all(project: &Project) -> Vec<Note> {
    let mut memos: Vec<&Memo> = project.memos().values().map(AsRef::as_ref).collect();
    memos.sort_by_key(|m| (m.created, &m.id));
    let memos = memos.into_iter().map(|m| RecordId::Memo(m.id.clone()));
    let annotations = project.annotations().values().filter(|a| !a.memo.is_empty()).map(|a| RecordId::Annotation(a.id.clone()));
    let links = project.links().values().filter(|l| !l.memo.is_empty()).map(|l| RecordId::Link(l.id.clone()));
    let treatments = project.treatments().values().filter(|t| !t.memo.is_empty()).map(|t| RecordId::Treatment(t.key()));
    let marks = project.marks().values().filter(|m| !m.memo.is_empty()).map(|m| RecordId::Mark(m.id.clone()));
    let entities = project.entities().values().filter(|e| !e.note.is_empty()).map(|e| RecordId::Entity(e.id.clone()));
    let claims = project.claims().values().filter(|c| !c.note.is_empty()).map(|c| RecordId::Claim(c.id.clone()));
    let events = project.events().values().filter(|e| !e.note.is_empty()).map(|e| RecordId::Event(e.id.clone()));
    let coders = project.coders().values().filter(|c| !c.note.is_empty()).map(|c| RecordId::Coder(c.id.clone()));
    let remarks = annotations.chain(links).chain(treatments).chain(marks);
    memos.chain(remarks).chain(entities).chain(claims).chain(events).chain(coders).map(Note).collect()
}

/// The memos that point to a record, in the order they were begun.
pub fn pointing_to<'p>(project: &'p Project, record: &RecordId) -> Vec<&'p Memo> {
    if project.uses_of(record) == 0 {
        return Vec::new();
    }
    in_order(project, |memo| memo.links.contains(record))
}

/// The memos about a record (`None`: about the project), in the order they were begun.
pub fn about<'p>(project: &'p Project, record: Option<&RecordId>) -> Vec<&'p Memo> {
    if record.is_some_and(|record| project.uses_of(record) == 0) {
        return Vec::new();
    }
    in_order(project, |memo| memo.about.as_ref() == record)
}

fn in_order(project: &Project, fits: impl Fn(&Memo) -> bool) -> Vec<&Memo> {
    let mut found: Vec<&Memo> = project.memos().values().map(AsRef::as_ref).filter(|memo| fits(memo)).collect();
    found.sort_by_key(|m| (m.created, &m.id));
    found
}

fn kind_in(record: &RecordId) -> Option<NoteKind> {
    match record {
        RecordId::Memo(_) => Some(NoteKind::Memo),
        RecordId::Annotation(_) | RecordId::Link(_) | RecordId::Treatment(_) | RecordId::Mark(_) => Some(NoteKind::Remark),
        RecordId::Entity(_) | RecordId::Claim(_) | RecordId::Event(_) | RecordId::Coder(_) => Some(NoteKind::Note),
        RecordId::Attribute(_)
        | RecordId::Layer(_)
        | RecordId::Code(_)
        | RecordId::LinkType(_)
        | RecordId::Document(_)
        | RecordId::Progress(_) => None,
    }
}

fn written<'p>(project: &'p Project, record: &RecordId) -> Option<&'p str> {
    Some(match record {
        RecordId::Memo(id) => &project.memos().get(id)?.text,
        RecordId::Annotation(id) => &project.annotations().get(id)?.memo,
        RecordId::Link(id) => &project.links().get(id)?.memo,
        RecordId::Treatment(key) => &project.treatments().get(key)?.memo,
        RecordId::Mark(id) => &project.marks().get(id)?.memo,
        RecordId::Entity(id) => &project.entities().get(id)?.note,
        RecordId::Claim(id) => &project.claims().get(id)?.note,
        RecordId::Event(id) => &project.events().get(id)?.note,
        RecordId::Coder(id) => &project.coders().get(id)?.note,
        RecordId::Attribute(_)
        | RecordId::Layer(_)
        | RecordId::Code(_)
        | RecordId::LinkType(_)
        | RecordId::Document(_)
        | RecordId::Progress(_) => return None,
    })
}
