//! Attributes, memos and links of annotations, and their deletion.

use super::removal::Removal;
use super::{Desk, Plan, Refusal, planned, refusal, shortened};
use crate::model::{Annotation, AnnotationId, AttributeId, Edit, Link, LinkId, LinkTypeId, RecordId, Value};
use crate::session::Selection;

/// Sets an attribute of an annotation; `None` clears it.
pub fn set_attribute(desk: &Desk, id: &AnnotationId, attribute: &AttributeId, value: Option<Value>) -> Plan {
    planned(try_set_attribute(desk, id, attribute, value))
}

fn try_set_attribute(desk: &Desk, id: &AnnotationId, attribute: &AttributeId, value: Option<Value>) -> Result<Plan, Refusal> {
    let annotation = desk.annotation(id)?;
    let Some(kind) = desk.project.attributes().get(attribute) else {
        return Err(refusal(format!("There is no attribute {attribute}"), "It was deleted from the codebook meanwhile"));
    };
    if annotation.attributes.get(attribute) == value.as_ref() {
        return Ok(Plan::Nothing);
    }
    let mut changed = Annotation::clone(annotation);
    let label = if let Some(value) = value {
        changed.attributes.insert(attribute.clone(), value);
        format!("Set {}", kind.name)
    } else {
        changed.attributes.remove(attribute);
        format!("Clear {}", kind.name)
    };
    Ok(Plan::edit(label, vec![desk.changed(changed)]))
}

/// Writes an annotation's memo; typing in one memo is one step.
pub fn set_memo(desk: &Desk, id: &AnnotationId, memo: &str) -> Plan {
    planned(desk.annotation(id).map(|annotation| {
        if annotation.memo == memo {
            return Plan::Nothing;
        }
        let changed = Annotation { memo: memo.to_owned(), ..Annotation::clone(annotation) };
        Plan::edit("Write a memo", vec![desk.changed(changed)]).joined(format!("memo {id}"))
    }))
}

/// Deletes annotations with the links, evidence entries and memos that hang on them.
pub fn delete(desk: &Desk, ids: &[AnnotationId]) -> Plan {
    let present: Vec<_> = ids.iter().filter(|id| desk.project.annotations().contains_key(*id)).collect();
    let Some(first) = present.first().and_then(|id| desk.project.annotations().get(*id)) else { return Plan::Nothing };
    let removal = Removal::of(desk.project, present.iter().map(|id| RecordId::Annotation((*id).clone())));
    let also = removal.in_words(present.len());
    let what = match present.len() {
        1 => format!("Delete {} \"{}\"", desk.code_name(&first.code), shortened(&first.quote(), 30)),
        n => format!("Delete {n} annotations"),
    };
    let label = if also.is_empty() { what } else { format!("{what} ({also})") };
    Plan::edit(label, removal.edits()).selecting(Selection { annotation: None, ..desk.selection.clone() })
}

/// Joins two annotations by a link.
pub fn link(desk: &Desk, kind: &LinkTypeId, from: &AnnotationId, to: &AnnotationId) -> Plan {
    planned(try_link(desk, kind, from, to))
}

fn try_link(desk: &Desk, kind: &LinkTypeId, from: &AnnotationId, to: &AnnotationId) -> Result<Plan, Refusal> {
    let (start, end) = (desk.annotation(from)?, desk.annotation(to)?);
    let link_type = super::links::link_type(desk, kind)?;
    if from == to {
        return Err(refusal("An annotation cannot be linked to itself", "Choose another end"));
    }
    for (ends, annotation, word) in [(&link_type.from, start, "start from"), (&link_type.to, end, "lead to")] {
        if !ends.is_empty() && !ends.contains(&annotation.code) {
            let codes = ends.iter().map(|c| desk.code_name(c)).collect::<Vec<_>>().join(" or ");
            let what = format!("'{}' cannot {word} {}", link_type.name, desk.code_name(&annotation.code));
            return Err(refusal(what, format!("It can {word} {codes}")));
        }
    }
    if desk.project.links_of(from).any(|l| l.kind == *kind && l.from == *from && l.to == *to) {
        return Ok(Plan::Nothing);
    }
    let Ok(id) = LinkId::new(&desk.environment.new_id("l-")) else { return Ok(Plan::Nothing) };
    let link = Link {
        id,
        coder: desk.coder.clone(),
        kind: kind.clone(),
        from: from.clone(),
        to: to.clone(),
        attributes: std::collections::BTreeMap::new(),
        memo: String::new(),
        created: desk.environment.now(),
        extra: std::collections::BTreeMap::new(),
    };
    Ok(Plan::edit(format!("Link: {}", link_type.name), vec![Edit::Add(link.into())]))
}
