//! Moving codes and layers: another layer, another parent, another place among the siblings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::{Refusal, refusal};
use super::revision::{next, next_revision};
use super::tree::{siblings, with_descendants};
use super::{Bench, Outcome, code_of};
use crate::model::{Annotation, AttributeId, Code, CodeId, Edit, LayerId, Project};
use crate::session::MoveCode;

/// Puts a code elsewhere, with the codes under it. Values that the new layer has no attribute for go.
pub(super) fn move_code(bench: Bench, way: &MoveCode) -> Result<Outcome, Refusal> {
    let project = bench.project;
    let code = code_of(project, &way.code)?;
    let Some(layer) = project.layers().get(&way.layer) else {
        return Err(refusal(format!("There is no layer {}", way.layer), "It was deleted meanwhile; undo brings it back"));
    };
    if let Some(parent) = &way.parent {
        let parent = code_of(project, parent)?;
        if parent.id == code.id || project.codes_above(parent).any(|above| above.id == code.id) {
            return Err(refusal(format!("{} cannot stand under itself", code.name), "Choose a code that is not under it"));
        }
        if parent.layer != way.layer {
            return Err(refusal(format!("{} belongs to another layer", parent.name), "Choose a code of the same layer as the one above"));
        }
    }
    let mut moved: BTreeMap<CodeId, Code> = BTreeMap::new();
    if code.layer != way.layer {
        let all = with_descendants(project, code);
        moved.extend(all.into_iter().map(|c| (c.id.clone(), Code { layer: way.layer.clone(), ..Code::clone(c) })));
    }
    let mut placed = moved.get(&code.id).cloned().unwrap_or_else(|| Code::clone(code));
    placed.parent.clone_from(&way.parent);
    moved.insert(code.id.clone(), placed);
    rank(project, way, &mut moved);
    let mut edits = Vec::new();
    let gone = lost(project, &moved);
    if moved.iter().any(|(id, c)| attributes_change(project, id, c)) {
        for (id, code) in &mut moved {
            if attributes_change(project, id, code) {
                code.revised = next(project);
            }
        }
        edits.push(next_revision(project));
    }
    let changed = moved.into_values().filter(|c| project.codes().get(&c.id).is_none_or(|old| **old != *c));
    edits.extend(changed.map(|c| Edit::Set(c.into())));
    edits.extend(without_values(bench, &gone));
    let label =
        if code.layer == way.layer { format!("Move code {}", code.name) } else { format!("Move code {} to {}", code.name, layer.name) };
    Ok(Outcome::new(label, edits))
}

/// Numbers the siblings at the new place.
fn rank(project: &Project, way: &MoveCode, moved: &mut BTreeMap<CodeId, Code>) {
    let others = siblings(project, &way.layer, way.parent.as_ref());
    let mut order: Vec<&CodeId> = others.iter().map(|c| &c.id).filter(|id| **id != way.code).collect();
    let at = way.before.as_ref().and_then(|before| order.iter().position(|id| *id == before)).unwrap_or(order.len());
    order.insert(at, &way.code);
    for (rank, id) in (0..).zip(order) {
        let now = moved.get(id).cloned().or_else(|| project.codes().get(id).map(|c| Code::clone(c)));
        if let Some(code) = now.filter(|c| c.rank != rank) {
            moved.insert(id.clone(), Code { rank, ..code });
        }
    }
}

fn attributes_change(project: &Project, id: &CodeId, after: &Code) -> bool {
    project.codes().get(id).is_some_and(|before| allowed(project, before) != allowed(project, after))
}

fn allowed<'a>(project: &'a Project, code: &'a Code) -> BTreeSet<&'a AttributeId> {
    let of_layer = project.layers().get(&code.layer).into_iter().flat_map(|l| &l.attributes);
    code.attributes.iter().chain(of_layer).collect()
}

/// The attributes that annotations of each code cannot carry any more.
fn lost(project: &Project, moved: &BTreeMap<CodeId, Code>) -> BTreeMap<CodeId, BTreeSet<AttributeId>> {
    let of = |(id, after): (&CodeId, &Code)| {
        let before = allowed(project, project.codes().get(id)?);
        let gone: BTreeSet<AttributeId> = before.difference(&allowed(project, after)).map(|id| (*id).clone()).collect();
        (!gone.is_empty()).then(|| (id.clone(), gone))
    };
    moved.iter().filter_map(of).collect()
}

/// Takes values of these attributes out of the annotations of these codes.
pub(super) fn without_values(bench: Bench, gone: &BTreeMap<CodeId, BTreeSet<AttributeId>>) -> Vec<Edit> {
    if gone.is_empty() {
        return Vec::new();
    }
    let stripped = |annotation: &Arc<Annotation>| {
        let gone = gone.get(&annotation.code)?;
        annotation.attributes.keys().any(|id| gone.contains(id)).then(|| {
            let mut changed = Annotation { changed: Some(bench.now), ..Annotation::clone(annotation) };
            changed.attributes.retain(|id, _| !gone.contains(id));
            Edit::Set(changed.into())
        })
    };
    bench.project.annotations().values().filter_map(stripped).collect()
}

/// Puts a layer before another one; `None`: at the end.
pub(super) fn move_layer(bench: Bench, layer: &LayerId, before: Option<&LayerId>) -> Outcome {
    let layers = bench.project.layers_in_order();
    let Some(moving) = layers.iter().find(|l| l.id == *layer) else { return Outcome::nothing() };
    let mut order: Vec<_> = layers.iter().filter(|l| l.id != *layer).collect();
    let at = before.and_then(|before| order.iter().position(|l| l.id == *before)).unwrap_or(order.len());
    order.insert(at, moving);
    let ranked = (0..).zip(order).filter(|(rank, l)| l.rank != *rank);
    let edits = ranked.map(|(rank, l)| Edit::Set(crate::model::Layer { rank, ..crate::model::Layer::clone(l) }.into()));
    Outcome::new(format!("Move layer {}", moving.name), edits.collect())
}
