//! Memos and "looked, nothing here" marks.

use super::removal::Removal;
use super::{Desk, Plan, Refusal, planned, refusal};
use crate::model::{Edit, LayerId, Mark, MarkId, MarkSubject, Memo, MemoId, RecordId};

/// Writes a new memo about something; `None`: about the project. What is typed into it right afterwards belongs to the same step.
pub fn add(desk: &Desk, about: Option<RecordId>, title: &str, text: &str) -> Plan {
    if about.as_ref().is_some_and(|about| !desk.project.has(about)) {
        return Plan::refuse("What the memo is about no longer exists", "It was deleted meanwhile; undo brings it back");
    }
    let Ok(id) = MemoId::new(&desk.environment.new_id("m-")) else { return Plan::Nothing };
    let key = merge_key(&id);
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
    Plan::edit("New memo", vec![Edit::Add(memo.into())]).joined(key)
}

/// Writes a memo's heading.
pub fn set_title(desk: &Desk, id: &MemoId, title: &str) -> Plan {
    written(desk, id, |memo| title.clone_into(&mut memo.title))
}

/// Writes a memo's thought.
pub fn set_text(desk: &Desk, id: &MemoId, text: &str) -> Plan {
    written(desk, id, |memo| text.clone_into(&mut memo.text))
}

/// Typing in one memo is one step.
fn written(desk: &Desk, id: &MemoId, write: impl FnOnce(&mut Memo)) -> Plan {
    changed(desk, id, "Edit a memo", |memo| {
        write(memo);
        Ok(())
    })
    .joined(merge_key(id))
}

/// Makes a memo point to something.
pub fn link(desk: &Desk, id: &MemoId, to: &RecordId) -> Plan {
    changed(desk, id, "Link a memo", |memo| {
        if !desk.project.has(to) {
            return Err(refusal("What the memo is to point to no longer exists", "It was deleted meanwhile; undo brings it back"));
        }
        if *to == RecordId::Memo(id.clone()) {
            return Err(refusal("A memo cannot point to itself", "Choose something else"));
        }
        if memo.about.as_ref() == Some(to) {
            return Err(refusal("The memo is about that already", "Choose something else it has to do with"));
        }
        if !memo.links.contains(to) {
            memo.links.push(to.clone());
        }
        Ok(())
    })
}

/// Takes such a link away.
pub fn unlink(desk: &Desk, id: &MemoId, to: &RecordId) -> Plan {
    changed(desk, id, "Remove a link of a memo", |memo| {
        memo.links.retain(|link| link != to);
        Ok(())
    })
}

/// A memo that exists, with the time of its change; what stays the same is no step.
fn changed(desk: &Desk, id: &MemoId, label: &str, change: impl FnOnce(&mut Memo) -> Result<(), Refusal>) -> Plan {
    let Some(old) = desk.project.memos().get(id) else {
        return Plan::refuse("That memo no longer exists", "It was deleted meanwhile; undo brings it back");
    };
    let mut memo = Memo::clone(old);
    if let Err(refusal) = change(&mut memo) {
        return Plan::Refuse(*refusal);
    }
    if memo == **old {
        return Plan::Nothing;
    }
    memo.changed = Some(desk.environment.now());
    Plan::edit(label, vec![Edit::Set(memo.into())])
}

fn merge_key(id: &MemoId) -> String {
    format!("memo {id}")
}

/// Takes a memo away that was begun and in which nothing was written: part of the step that began it.
pub fn drop_empty(desk: &Desk, id: &MemoId) -> Plan {
    let is_empty = |m: &Memo| m.title.trim().is_empty() && m.text.trim().is_empty() && m.links.is_empty();
    if desk.project.memos().get(id).is_some_and(|m| is_empty(m)) {
        delete(desk, std::slice::from_ref(id)).joined(merge_key(id))
    } else {
        Plan::Nothing
    }
}

/// Deletes memos, with the memos about them and the links to them.
pub fn delete(desk: &Desk, ids: &[MemoId]) -> Plan {
    let there: Vec<RecordId> = ids.iter().filter(|id| desk.project.memos().contains_key(*id)).cloned().map(RecordId::Memo).collect();
    let label = if let [_] = there.as_slice() { "Delete a memo".to_owned() } else { format!("Delete {} memos", there.len()) };
    Plan::edit(label, Removal::of(desk.project, there).edits())
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
