//! Deleting parts of the codebook with everything that hangs on them.

use std::collections::BTreeSet;

use super::super::removal::Removal;
use super::attribute::revise_in;
use super::revision::{carrying, next_revision};
use super::{Bench, Outcome};
use crate::model::{AttributeId, CodeId, Project, RecordId};
use crate::session::Part;

/// Deletes a part of the codebook. Attributes that nothing else carries go with it.
pub(super) fn delete(bench: Bench, part: &Part) -> Outcome {
    let project = bench.project;
    let root = part.record();
    if !project.has(&root) {
        return Outcome::nothing();
    }
    let left_alone = left_alone(project, part);
    let roots = 1 + left_alone.len();
    let removal = Removal::of(project, std::iter::once(root.clone()).chain(left_alone.into_iter().map(RecordId::Attribute)));
    let also = removal.in_words(roots);
    let what = format!("Delete {} {}", root.kind(), name_of(project, part));
    let label = if also.is_empty() { what } else { format!("{what} ({also})") };
    let mut edits = removal.edits();
    match part {
        Part::Attribute(id) => {
            let codes: Vec<CodeId> = carrying(project, id).map(|c| c.id.clone()).collect();
            revise_in(project, &codes, &mut edits);
        }
        Part::Code(_) | Part::Layer(_) => edits.push(next_revision(project)),
        Part::LinkType(_) => {}
    }
    Outcome::new(label, edits)
}

/// Attributes that nothing carries any more once the part is gone.
fn left_alone(project: &Project, part: &Part) -> BTreeSet<AttributeId> {
    let goes = |id: &CodeId| match part {
        Part::Code(code) => id == code,
        Part::Layer(layer) => project.codes().get(id).is_some_and(|c| c.layer == *layer),
        Part::Attribute(_) | Part::LinkType(_) => false,
    };
    let mut with_it = BTreeSet::new();
    let mut with_others = BTreeSet::new();
    let mut sort = |going: bool, attributes: &[AttributeId]| {
        let side = if going { &mut with_it } else { &mut with_others };
        side.extend(attributes.iter().cloned());
    };
    project.layers().values().for_each(|l| sort(*part == Part::Layer(l.id.clone()), &l.attributes));
    project.codes().values().for_each(|c| sort(goes(&c.id), &c.attributes));
    project.link_types().values().for_each(|k| sort(*part == Part::LinkType(k.id.clone()), &k.attributes));
    with_it.difference(&with_others).cloned().collect()
}

fn name_of(project: &Project, part: &Part) -> String {
    let name = match part {
        Part::Layer(id) => project.layers().get(id).map(|l| &l.name),
        Part::Code(id) => project.codes().get(id).map(|c| &c.name),
        Part::Attribute(id) => project.attributes().get(id).map(|a| &a.name),
        Part::LinkType(id) => project.link_types().get(id).map(|k| &k.name),
    };
    name.cloned().unwrap_or_default()
}
