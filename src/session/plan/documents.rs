//! Documents, events, coders and progress.

use jiff::Timestamp;

use super::removal::Removal;
use super::{Desk, Plan, Refusal, refusal};
use crate::model::{
    Coder, CoderId, Document, DocumentId, Edit, Event, EventId, Progress, ProgressKey, ProgressState, Project, ProjectInfo, RecordId,
};
use crate::session::Selection;
use crate::text::{free_slug, is_same_name};

/// Characters that an id keeps of a name.
const LONGEST_ID: usize = 40;

/// Replaces a document's metadata; its text, runs and provenance stay as they are.
pub fn set(desk: &Desk, document: &Document) -> Plan {
    let Some(old) = desk.project.documents().get(&document.id) else {
        return Plan::refuse("That document no longer exists", "It was deleted meanwhile; undo brings it back");
    };
    let new = Document { text: old.text.clone(), runs: old.runs.clone(), provenance: old.provenance.clone(), ..document.clone() };
    if new == **old {
        return Plan::Nothing;
    }
    Plan::edit(format!("Edit the metadata of {}", document.id), vec![Edit::Set(new.into())]).joined(format!("document {}", document.id))
}

/// Deletes a document with everything that lies on it. Its original file stays in the project folder.
pub fn delete(desk: &Desk, id: &DocumentId) -> Plan {
    let Some(document) = desk.project.documents().get(id) else { return Plan::Nothing };
    let removal = Removal::of(desk.project, [RecordId::Document(id.clone())]);
    let also = removal.in_words(1);
    let title = super::shortened(document.display_title(), 40);
    let label = if also.is_empty() { format!("Delete document {title}") } else { format!("Delete document {title} ({also})") };
    let plan = Plan::edit(label, removal.edits());
    if desk.selection.document.as_ref() == Some(id) { plan.selecting(Selection::default()) } else { plan }
}

/// Adds or replaces an event; one without a name could be found by nobody.
pub fn set_event(desk: &Desk, event: &Event) -> Plan {
    if event.name.trim().is_empty() {
        return Plan::refuse("An event needs a name", "Type one, such as its place and year");
    }
    match desk.project.events().get(&event.id) {
        None => Plan::edit(format!("New event {}", event.name), vec![Edit::Add(event.clone().into())]),
        Some(old) if **old == *event => Plan::Nothing,
        Some(_) => Plan::edit(format!("Edit event {}", event.name), vec![Edit::Set(event.clone().into())]),
    }
}

/// The event of this id or name, or a new one with an id that is made from the name and free; `None`: the name is empty.
pub fn event_called(project: &Project, name: &str) -> Option<Event> {
    let name = name.trim();
    let known = |is: &dyn Fn(&Event) -> bool| project.events().values().find(|event| is(event)).map(|event| Event::clone(event));
    if let Some(event) = known(&|e| e.id.as_str() == name).or_else(|| known(&|e| is_same_name(&e.name, name))) {
        return Some(event);
    }
    let free = |id: &str| EventId::new(id).is_ok_and(|id| !project.events().contains_key(&id));
    let id = EventId::new(&free_slug(name, LONGEST_ID, "event", free).filter(|_| !name.is_empty())?).ok()?;
    Some(Event { id, name: name.to_owned(), date: None, note: String::new(), extra: crate::model::Extra::new() })
}

/// Adds a coder of this name; the id is made from it.
pub fn add_coder(desk: &Desk, name: &str) -> Result<(CoderId, Plan), Refusal> {
    let coder = new_coder(desk.project, name, desk.environment.now())?;
    Ok((coder.id.clone(), Plan::edit(format!("New coder {}", coder.name), vec![Edit::Add(coder.into())])))
}

/// A new coder of this name, with an id that is made from it and free.
pub fn new_coder(project: &Project, name: &str, now: Timestamp) -> Result<Coder, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        return Err(refusal("A coder needs a name", "Type a name or initials"));
    }
    let free = |id: &str| CoderId::new(id).is_ok_and(|id| !project.coders().contains_key(&id));
    let id = free_slug(name, LONGEST_ID, "coder", free).and_then(|id| CoderId::new(&id).ok());
    let id = id.ok_or_else(|| refusal(format!("'{name}' cannot be a coder's name"), "Use letters and digits"))?;
    Ok(Coder { id, name: name.to_owned(), note: String::new(), created: Some(now), extra: std::collections::BTreeMap::new() })
}

/// Says how far the open coder is with a document; `None`: untouched.
pub fn set_progress(desk: &Desk, document: &DocumentId, state: Option<ProgressState>) -> Plan {
    let key = ProgressKey { coder: desk.coder.clone(), document: document.clone() };
    let old = desk.project.progress().get(&key);
    let Some(state) = state else {
        let remove = vec![Edit::Remove(RecordId::Progress(key))];
        return old.map_or(Plan::Nothing, |_| Plan::edit("Set a document to untouched", remove));
    };
    if old.is_some_and(|p| p.state == state) {
        return Plan::Nothing;
    }
    let progress = Progress {
        coder: desk.coder.clone(),
        document: document.clone(),
        state,
        changed: desk.environment.now(),
        extra: std::collections::BTreeMap::new(),
    };
    let edit = if old.is_some() { Edit::Set(progress.into()) } else { Edit::Add(progress.into()) };
    let label = match state {
        ProgressState::InProgress => "Set a document to in progress",
        ProgressState::Finished => "Set a document to finished",
    };
    Plan::edit(label, vec![edit])
}

/// Sets the project's title and note.
pub fn set_project(desk: &Desk, info: &ProjectInfo) -> Plan {
    if info.title.trim().is_empty() {
        return Plan::refuse("A project needs a title", "Type one");
    }
    if info == desk.project.info() {
        return Plan::Nothing;
    }
    Plan::edit("Edit the project's title", vec![Edit::SetProject(Box::new(info.clone()))])
}
