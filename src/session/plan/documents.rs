//! Documents, events, coders and progress.

use super::removal::Removal;
use super::{Desk, Plan, Refusal, refusal};
use crate::model::{
    Coder, CoderId, Document, DocumentId, Edit, Event, EventId, Progress, ProgressKey, ProgressState, Project, ProjectInfo, RecordId,
};
use crate::session::Selection;
use crate::text::find::key;

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

/// Adds or replaces an event.
pub fn set_event(desk: &Desk, event: &Event) -> Plan {
    match desk.project.events().get(&event.id) {
        None => Plan::edit(format!("New event {}", event.name), vec![Edit::Add(event.clone().into())]),
        Some(old) if **old == *event => Plan::Nothing,
        Some(_) => Plan::edit(format!("Edit event {}", event.name), vec![Edit::Set(event.clone().into())]),
    }
}

/// The event of this name, or a new one with an id that is made from it and free.
pub fn event_called(project: &Project, name: &str) -> Option<Event> {
    let same = |event: &&std::sync::Arc<Event>| key(event.name.trim()) == key(name.trim());
    if let Some(event) = project.events().values().find(same) {
        return Some(Event::clone(event));
    }
    let name = name.trim();
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let base = format!("ev:{}", words.join("-").chars().take(40).collect::<String>());
    let numbered = (1..1000).map(|n| if n == 1 { base.clone() } else { format!("{base}-{n}") });
    let id = numbered.filter_map(|id| EventId::new(&id).ok()).find(|id| !project.events().contains_key(id))?;
    Some(Event { id, name: name.to_owned(), date: None, note: String::new(), extra: crate::model::Extra::new() })
}

/// Adds a coder of this name; the id is made from it.
pub fn add_coder(desk: &Desk, name: &str) -> Result<(CoderId, Plan), Refusal> {
    let name = name.trim();
    let id = coder_id(desk, name)?;
    let coder = Coder {
        id: id.clone(),
        name: name.to_owned(),
        note: String::new(),
        created: Some(desk.environment.now()),
        extra: std::collections::BTreeMap::new(),
    };
    Ok((id, Plan::edit(format!("New coder {name}"), vec![Edit::Add(coder.into())])))
}

fn coder_id(desk: &Desk, name: &str) -> Result<CoderId, Refusal> {
    if name.is_empty() {
        return Err(refusal("A coder needs a name", "Type a name or initials"));
    }
    let slug: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let slug = slug.trim_matches('-').chars().take(40).collect::<String>();
    let base = if slug.is_empty() { "coder".to_owned() } else { slug };
    let numbered = (1..1000).map(|n| if n == 1 { base.clone() } else { format!("{base}-{n}") });
    let mut ids = numbered.filter_map(|text| CoderId::new(&text).ok());
    let free = ids.find(|id| !desk.project.coders().contains_key(id));
    free.ok_or_else(|| refusal(format!("'{name}' cannot be a coder's name"), "Use letters and digits"))
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
    Plan::edit("Edit the project's title", vec![Edit::SetProject(info.clone())])
}
