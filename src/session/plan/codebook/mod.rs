//! Changes of the codebook: worked out from the project alone, so that a preview is what will happen.

mod attribute;
mod code;
mod conflicts;
mod convert;
mod delete;
mod example;
mod ids;
mod in_vivo;
mod joining;
mod keys;
mod layer;
mod link_type;
mod merging;
mod moving;
mod preview;
mod reviewing;
mod revision;
mod split;
mod tree;

use jiff::Timestamp;

use super::{Desk, Plan, Refusal};
use crate::model::{CodeId, Edit, Project};
use crate::session::{CodebookChange, Notice};

pub use conflicts::{Conflict, conflicts};
pub use example::add_example;
pub use ids::{free_attribute, free_code, free_layer, free_link_type};
pub use in_vivo::code_in_vivo;
pub use keys::{TakenKeys, clashing, with_key};
pub use preview::Preview;
pub use split::{Parts, parts_of};

/// What a change of the codebook comes to.
struct Outcome {
    /// Its name in the undo menu.
    label: String,
    /// Its edits; none: it is so already.
    edits: Vec<Edit>,
    /// Steps of the same key right after one another are one.
    joined: Option<String>,
}

impl Outcome {
    fn new(label: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { label: label.into(), edits, joined: None }
    }

    fn nothing() -> Self {
        Self::new("", Vec::new())
    }

    fn joined(mut self, key: String) -> Self {
        self.joined = Some(key);
        self
    }
}

/// What a change is worked out from.
#[derive(Clone, Copy)]
struct Bench<'a> {
    project: &'a Project,
    now: Timestamp,
}

/// Plans a change of the codebook.
pub fn change(desk: &Desk, change: &CodebookChange) -> Plan {
    match work_out(Bench { project: desk.project, now: desk.environment.now() }, change) {
        Ok(outcome) => {
            let plan = Plan::edit(outcome.label, outcome.edits);
            outcome.joined.into_iter().fold(plan, Plan::joined)
        }
        Err(refusal) => Plan::Refuse(*refusal),
    }
}

/// Says what a change would do, or why it cannot be done, without doing it.
pub fn preview(project: &Project, change: &CodebookChange) -> Result<Preview, Notice> {
    let outcome = work_out(Bench { project, now: Timestamp::UNIX_EPOCH }, change).map_err(|refusal| *refusal)?;
    Ok(Preview::of(project, &outcome.edits))
}

fn work_out(bench: Bench, change: &CodebookChange) -> Result<Outcome, Refusal> {
    match change {
        CodebookChange::SetInfo(info) => Ok(layer::set_info(bench, info)),
        CodebookChange::SetCode(code) => code::set(bench, code),
        CodebookChange::SetLayer(layer) => Ok(layer::set(bench, layer)),
        CodebookChange::SetLinkType(kind) => Ok(link_type::set(bench, kind)),
        CodebookChange::SetAttribute(attribute) => attribute::set(bench, attribute),
        CodebookChange::Attach(carrier, attribute) => attribute::attach(bench, carrier, attribute),
        CodebookChange::Detach(carrier, id) => attribute::detach(bench, carrier, id),
        CodebookChange::Move(way) => moving::move_code(bench, way),
        CodebookChange::MoveLayer(layer, before) => Ok(moving::move_layer(bench, layer, before.as_ref())),
        CodebookChange::Merge(merge) => merging::merge(bench, merge),
        CodebookChange::Split(split) => split::split(bench, split),
        CodebookChange::Retire(id) => code::retire(bench, id),
        CodebookChange::BringBack(id) => code::bring_back(bench, id),
        CodebookChange::Delete(part) => Ok(delete::delete(bench, part)),
        CodebookChange::AssignKeys => keys::assign(bench),
        CodebookChange::KeepAsIs(annotations) => Ok(reviewing::keep(bench, annotations)),
        CodebookChange::KeepAll(code) => Ok(reviewing::keep_all(bench, code.as_ref())),
    }
}

fn code_of<'a>(project: &'a Project, id: &CodeId) -> Result<&'a std::sync::Arc<crate::model::Code>, Refusal> {
    let found = project.codes().get(id);
    found.ok_or_else(|| super::refusal(format!("There is no code {id}"), "It was deleted meanwhile; undo brings it back"))
}
