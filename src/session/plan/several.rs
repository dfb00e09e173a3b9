//! One change of several annotations, as one step.

use super::removal::Removal;
use super::{Desk, Plan, Refusal, annotations, coding, entities, planned, refusal};
use crate::model::{AnnotationId, AttributeId, CodeId, Edit, EntityId, Project, RecordId, Value};

/// Sets an attribute of several annotations; `None` clears it. All of their codes must have it.
pub fn set_attributes(desk: &Desk, ids: &[AnnotationId], attribute: &AttributeId, value: Option<&Value>) -> Plan {
    let lacking = ids.iter().filter_map(|id| desk.project.annotations().get(id)).find(|a| {
        let has = desk.project.attributes_of(&a.code);
        !has.iter().any(|of_code| of_code.id == *attribute)
    });
    if let Some(annotation) = lacking {
        let what = format!("{} has no attribute {attribute}", desk.code_name(&annotation.code));
        return Plan::refuse(what, "Choose annotations whose codes all have it");
    }
    each(ids, |id| annotations::set_attribute(desk, id, attribute, value.cloned()))
}

/// Gives several annotations another code; those that have it already stay as they are.
pub fn recode(desk: &Desk, ids: &[AnnotationId], code: &CodeId) -> Plan {
    each(ids, |id| coding::recode(desk, id, code))
}

/// Says that annotations mean an entity, each in the attribute that its code has for it.
pub fn link(desk: &Desk, ids: &[AnnotationId], entity: &EntityId) -> Plan {
    each(ids, |id| entities::link_entity(desk, id, entity))
}

/// What goes along when annotations are deleted, in words; empty when nothing does.
pub fn goes_along(project: &Project, ids: &[AnnotationId]) -> String {
    Removal::of(project, ids.iter().map(|id| RecordId::Annotation(id.clone()))).in_words(ids.len())
}

/// The plans of the single changes as one: all of them, or the first refusal.
fn each(ids: &[AnnotationId], plan: impl Fn(&AnnotationId) -> Plan) -> Plan {
    planned(joined(ids, plan))
}

fn joined(ids: &[AnnotationId], plan: impl Fn(&AnnotationId) -> Plan) -> Result<Plan, Refusal> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut label = String::new();
    let mut changed = 0_usize;
    for id in ids {
        match plan(id) {
            Plan::Edit(step) => {
                edits.extend(step.edits);
                label = step.label;
                changed += 1;
            }
            Plan::Refuse(notice) => return Err(Box::new(notice)),
            Plan::Show(_) => return Err(refusal("This cannot be done to several annotations", "Choose one")),
            Plan::Nothing => {}
        }
    }
    let label = if changed > 1 { format!("{label} ({changed} annotations)") } else { label };
    Ok(Plan::edit(label, edits))
}
