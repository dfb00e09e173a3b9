//! Values that a new annotation gets without being asked.

use std::collections::BTreeMap;

use crate::model::{AttributeId, CodeId, Project, Value};

/// Fills in the defaults of a code's attributes, where they are open and their condition is met.
///
/// A default may meet the condition of another attribute, so this goes on until nothing is added.
/// `wanted` says which attributes are filled in at all.
pub fn fill(project: &Project, code: &CodeId, values: &mut BTreeMap<AttributeId, Value>, wanted: impl Fn(&AttributeId) -> bool) {
    let attributes = project.attributes_of(code);
    loop {
        let open = |id: &AttributeId| !values.contains_key(id) && wanted(id);
        let next = attributes.iter().find_map(|a| Some((&a.id, a.default.as_ref().filter(|_| open(&a.id) && a.applies(values))?)));
        let Some((id, value)) = next else { return };
        values.insert(id.clone(), value.clone());
    }
}
