//! Changes of the codebook.

use super::removal::Removal;
use super::{Desk, Plan};
use crate::model::{Code, CodeId, CodebookInfo, Edit, Layer, RecordId};

/// Adds or replaces a code. A change of what a code means makes a new revision of the codebook.
pub fn set_code(desk: &Desk, code: &Code) -> Plan {
    let old = desk.project.codes().get(&code.id);
    if let Some(other) = clashing_key(desk, code) {
        return Plan::refuse(format!("The key '{}' belongs to {other} already", code.key.unwrap_or(' ')), "Choose another key");
    }
    match old {
        None => Plan::edit(format!("New code {}", code.name), vec![Edit::Add(code.clone().into()), next_revision(desk)]),
        Some(old) if **old == *code => Plan::Nothing,
        Some(old) => {
            let mut edits = Vec::new();
            let mut code = code.clone();
            if meaning(old) != meaning(&code) {
                code.revised = desk.project.codebook().revision + 1;
                edits.push(next_revision(desk));
            }
            edits.insert(0, Edit::Set(code.clone().into()));
            Plan::edit(format!("Edit code {}", code.name), edits).joined(format!("code {}", code.id))
        }
    }
}

fn meaning(code: &Code) -> (&str, &str, &str, &[crate::model::AttributeId]) {
    (&code.definition, &code.include, &code.exclude, &code.attributes)
}

fn clashing_key(desk: &Desk, code: &Code) -> Option<String> {
    let key = code.key?;
    let clash = |c: &&std::sync::Arc<Code>| c.key == Some(key) && c.id != code.id && !c.retired;
    desk.project.codes().values().find(clash).map(|c| c.name.clone())
}

fn next_revision(desk: &Desk) -> Edit {
    let info = desk.project.codebook();
    Edit::SetCodebook(CodebookInfo { revision: info.revision + 1, ..info.clone() })
}

/// Deletes a code with every annotation that has it.
pub fn delete_code(desk: &Desk, id: &CodeId) -> Plan {
    let Some(code) = desk.project.codes().get(id) else { return Plan::Nothing };
    let removal = Removal::of(desk.project, [RecordId::Code(id.clone())]);
    let also = removal.in_words(1);
    let label = if also.is_empty() { format!("Delete code {}", code.name) } else { format!("Delete code {} ({also})", code.name) };
    let mut edits = removal.edits();
    edits.push(next_revision(desk));
    Plan::edit(label, edits)
}

/// Adds or replaces a layer.
pub fn set_layer(desk: &Desk, layer: &Layer) -> Plan {
    match desk.project.layers().get(&layer.id) {
        None => Plan::edit(format!("New layer {}", layer.name), vec![Edit::Add(layer.clone().into())]),
        Some(old) if **old == *layer => Plan::Nothing,
        Some(_) => Plan::edit(format!("Edit layer {}", layer.name), vec![Edit::Set(layer.clone().into())]),
    }
}
