//! Memos and "looked, nothing here" marks.

use super::removal::Removal;
use super::{Desk, Plan, planned};
use crate::model::{Edit, LayerId, Mark, MarkId, MarkSubject, Memo, MemoId, RecordId};

/// Writes a new memo about something; `None`: about the project.
pub fn add(desk: &Desk, about: Option<RecordId>, title: &str, text: &str) -> Plan {
    let Ok(id) = MemoId::new(&desk.environment.new_id("m-")) else { return Plan::Nothing };
    let memo = Memo {
        id,
        coder: desk.coder.clone(),
        about,
        links: Vec::new(),
        title: title.to_owned(),
        text: text.to_owned(),
        created: desk.environment.now(),
        changed: None,
        extra: std::collections::BTreeMap::new(),
    };
    Plan::edit("New memo", vec![Edit::Add(memo.into())])
}

/// Rewrites a memo; typing in one memo is one step.
pub fn edit(desk: &Desk, id: &MemoId, title: &str, text: &str) -> Plan {
    let Some(old) = desk.project.memos().get(id) else {
        return Plan::refuse("That memo no longer exists", "It was deleted meanwhile; undo brings it back");
    };
    if old.title == title && old.text == text {
        return Plan::Nothing;
    }
    let memo = Memo { title: title.to_owned(), text: text.to_owned(), changed: Some(desk.environment.now()), ..Memo::clone(old) };
    Plan::edit("Edit a memo", vec![Edit::Set(memo.into())]).joined(format!("memo {id}"))
}

/// Deletes a memo.
pub fn delete(desk: &Desk, id: &MemoId) -> Plan {
    if desk.project.memos().contains_key(id) {
        Plan::edit("Delete a memo", Removal::of(desk.project, [RecordId::Memo(id.clone())]).edits())
    } else {
        Plan::Nothing
    }
}

/// Says "looked, nothing here" of the open document or a part of it.
pub fn mark_nothing(desk: &Desk, subject: &MarkSubject, layer: Option<&LayerId>) -> Plan {
    planned(desk.open_document().map(|document| {
        let same = |m: &Mark| m.coder == *desk.coder && m.document == document.id && m.subject == *subject && m.layer.as_ref() == layer;
        if desk.project.marks().values().any(|m| same(m)) {
            return Plan::Nothing;
        }
        let Ok(id) = MarkId::new(&desk.environment.new_id("n-")) else { return Plan::Nothing };
        let mark = Mark {
            id,
            coder: desk.coder.clone(),
            document: document.id.clone(),
            subject: subject.clone(),
            layer: layer.cloned(),
            memo: String::new(),
            created: desk.environment.now(),
            extra: std::collections::BTreeMap::new(),
        };
        Plan::edit("Mark: looked, nothing here", vec![Edit::Add(mark.into())])
    }))
}

/// Takes such a mark away.
pub fn delete_mark(desk: &Desk, id: &MarkId) -> Plan {
    if desk.project.marks().contains_key(id) {
        Plan::edit("Take back: looked, nothing here", vec![Edit::Remove(RecordId::Mark(id.clone()))])
    } else {
        Plan::Nothing
    }
}
