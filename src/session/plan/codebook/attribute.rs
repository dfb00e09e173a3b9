//! Attributes: their types, what carries them, and the values that a change of type leaves behind.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::removal::Removal;
use super::super::{Refusal, refusal};
use super::convert::converted;
use super::moving::without_values;
use super::revision::{carrying, next, next_revision, revise, same_meaning};
use super::{Bench, Outcome};
use crate::model::{Annotation, Attribute, AttributeId, Code, CodeId, Edit, Layer, Link, LinkType, Project, RecordId, Value};
use crate::session::Carrier;

/// Replaces an attribute. Another meaning of it is another meaning of all codes that carry it.
pub(super) fn set(bench: Bench, attribute: &Attribute) -> Result<Outcome, Refusal> {
    let project = bench.project;
    let Some(old) = project.attributes().get(&attribute.id) else {
        return Err(refusal(format!("There is no attribute {}", attribute.id), "It was deleted meanwhile; undo brings it back"));
    };
    if **old == *attribute {
        return Ok(Outcome::nothing());
    }
    let mut new = attribute.clone();
    let mut edits = Vec::new();
    if old.kind != new.kind {
        new.default = new.default.and_then(|value| converted(&value, &new.kind));
        edits.extend(with_converted_values(bench, &new));
    }
    if !same_meaning(old, &new) {
        edits.extend(revise(project, carrying(project, &new.id)));
    }
    let (label, key) = (format!("Edit attribute {}", new.name), format!("attribute {}", new.id));
    edits.push(Edit::Set(new.into()));
    Ok(Outcome::new(label, edits).joined(key))
}

/// Annotations and links whose value is not of the attribute's type any more, with what the new type makes of it.
fn with_converted_values(bench: Bench, attribute: &Attribute) -> Vec<Edit> {
    let (id, kind) = (&attribute.id, &attribute.kind);
    let change = |values: &BTreeMap<AttributeId, Value>| -> Option<BTreeMap<AttributeId, Value>> {
        let value = values.get(id).filter(|value| !kind.takes(value))?;
        let mut values = values.clone();
        match converted(value, kind) {
            Some(value) => values.insert(id.clone(), value),
            None => values.remove(id),
        };
        Some(values)
    };
    let annotation = |a: &Arc<Annotation>| {
        let attributes = change(&a.attributes)?;
        Some(Edit::Set(Annotation { attributes, changed: Some(bench.now), ..Annotation::clone(a) }.into()))
    };
    let link = |l: &Arc<Link>| Some(Edit::Set(Link { attributes: change(&l.attributes)?, ..Link::clone(l) }.into()));
    let annotations = bench.project.annotations().values().filter_map(annotation);
    annotations.chain(bench.project.links().values().filter_map(link)).collect()
}

/// Adds an attribute to what carries it, at the end.
pub(super) fn attach(bench: Bench, carrier: &Carrier, attribute: &Attribute) -> Result<Outcome, Refusal> {
    let project = bench.project;
    let mut edits = Vec::new();
    if !project.attributes().contains_key(&attribute.id) {
        edits.push(Edit::Add(attribute.clone().into()));
    }
    let has = list_of(project, carrier)?;
    if has.contains(&attribute.id) {
        return Ok(Outcome::nothing());
    }
    let list: Vec<AttributeId> = has.iter().chain([&attribute.id]).cloned().collect();
    edits.extend(with_list(project, carrier, list));
    Ok(Outcome::new(format!("Add attribute {} to {}", attribute.name, name_of(project, carrier)), edits))
}

/// Takes an attribute from what carries it. Values that nothing else allows go; without any carrier the attribute goes as well.
pub(super) fn detach(bench: Bench, carrier: &Carrier, id: &AttributeId) -> Result<Outcome, Refusal> {
    let project = bench.project;
    let has = list_of(project, carrier)?;
    if !has.contains(id) {
        return Ok(Outcome::nothing());
    }
    let name = project.attributes().get(id).map_or(id.as_str(), |a| &a.name);
    let label = format!("Remove attribute {name} from {}", name_of(project, carrier));
    if carriers(project, id) == 1 {
        let mut edits = Removal::of(project, [RecordId::Attribute(id.clone())]).edits();
        revise_in(project, &concerned(project, carrier), &mut edits);
        return Ok(Outcome::new(label, edits));
    }
    let list = has.iter().filter(|a| *a != id).cloned().collect();
    let mut edits = with_list(project, carrier, list);
    let only_here = |code: &&CodeId| {
        let others = project.codes().get(*code).is_some_and(|c| match carrier {
            Carrier::Layer(_) => c.attributes.contains(id),
            Carrier::Code(_) => project.layers().get(&c.layer).is_some_and(|l| l.attributes.contains(id)),
            Carrier::LinkType(_) => true,
        });
        !others
    };
    let gone = concerned(project, carrier);
    let gone = gone.iter().filter(only_here).map(|code| (code.clone(), BTreeSet::from([id.clone()]))).collect();
    edits.extend(without_values(bench, &gone));
    if let Carrier::LinkType(kind) = carrier {
        let stripped = |l: &&Arc<Link>| l.kind == *kind && l.attributes.contains_key(id);
        for link in project.links().values().filter(stripped) {
            let mut link = Link::clone(link);
            link.attributes.remove(id);
            edits.push(Edit::Set(link.into()));
        }
    }
    Ok(Outcome::new(label, edits))
}

/// How many layers, codes and link types carry an attribute.
pub(super) fn carriers(project: &Project, id: &AttributeId) -> usize {
    let layers = project.layers().values().filter(|l| l.attributes.contains(id)).count();
    let codes = project.codes().values().filter(|c| c.attributes.contains(id)).count();
    layers + codes + project.link_types().values().filter(|k| k.attributes.contains(id)).count()
}

fn list_of<'a>(project: &'a Project, carrier: &Carrier) -> Result<&'a [AttributeId], Refusal> {
    let list = match carrier {
        Carrier::Layer(id) => project.layers().get(id).map(|l| &l.attributes),
        Carrier::Code(id) => project.codes().get(id).map(|c| &c.attributes),
        Carrier::LinkType(id) => project.link_types().get(id).map(|k| &k.attributes),
    };
    list.map(Vec::as_slice).ok_or_else(|| refusal("What carries the attribute is gone", "It was deleted meanwhile; undo brings it back"))
}

fn name_of<'a>(project: &'a Project, carrier: &Carrier) -> &'a str {
    match carrier {
        Carrier::Layer(id) => project.layers().get(id).map_or("", |l| &l.name),
        Carrier::Code(id) => project.codes().get(id).map_or("", |c| &c.name),
        Carrier::LinkType(id) => project.link_types().get(id).map_or("", |k| &k.name),
    }
}

/// The codes whose meaning changes with the attributes of a carrier.
fn concerned(project: &Project, carrier: &Carrier) -> Vec<CodeId> {
    match carrier {
        Carrier::Layer(id) => project.codes().values().filter(|c| c.layer == *id).map(|c| c.id.clone()).collect(),
        Carrier::Code(id) => vec![id.clone()],
        Carrier::LinkType(_) => Vec::new(),
    }
}

/// A carrier with another list of attributes, and the revision that this makes.
fn with_list(project: &Project, carrier: &Carrier, attributes: Vec<AttributeId>) -> Vec<Edit> {
    match carrier {
        Carrier::Layer(id) => {
            let mut edits = revise(project, project.codes().values().filter(|c| c.layer == *id));
            edits.extend(project.layers().get(id).map(|l| Edit::Set(Layer { attributes, ..Layer::clone(l) }.into())));
            edits
        }
        Carrier::Code(id) => {
            let Some(code) = project.codes().get(id) else { return Vec::new() };
            let changed = Code { attributes, revised: next(project), ..Code::clone(code) };
            vec![Edit::Set(changed.into()), next_revision(project)]
        }
        Carrier::LinkType(id) => {
            let kind = project.link_types().get(id);
            kind.map(|k| Edit::Set(LinkType { attributes, ..LinkType::clone(k) }.into())).into_iter().collect()
        }
    }
}

/// Marks codes as revised in edits that may change them already.
pub(super) fn revise_in(project: &Project, codes: &[CodeId], edits: &mut Vec<Edit>) {
    if codes.is_empty() {
        return;
    }
    let revision = next(project);
    let mut left: BTreeSet<&CodeId> = codes.iter().collect();
    for edit in edits.iter_mut() {
        if let Edit::Set(record) = edit
            && let Ok(code) = <&Code>::try_from(&*record)
            && left.remove(&code.id)
        {
            *record = Code { revised: revision, ..code.clone() }.into();
        }
    }
    let others = left.into_iter().filter_map(|id| project.codes().get(id));
    edits.extend(others.map(|c| Edit::Set(Code { revised: revision, ..Code::clone(c) }.into())));
    edits.push(next_revision(project));
}
