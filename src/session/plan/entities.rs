//! The entity register, and which entity a mention means.

use super::removal::Removal;
use super::{Desk, Plan, Refusal, planned, refusal};
use crate::model::{Annotation, AnnotationId, Attribute, AttributeKind, CodeId, Edit, Entity, EntityId, RecordId, Reference, Value};

/// Says that an annotation means an entity, in the first of its attributes that takes one.
pub fn link_entity(desk: &Desk, id: &AnnotationId, entity: &EntityId) -> Plan {
    planned(name(desk, id, &Reference::Entity(entity.clone())))
}

/// Sets the first attribute of the annotation that takes such a reference.
pub(super) fn name(desk: &Desk, id: &AnnotationId, reference: &Reference) -> Result<Plan, Refusal> {
    let edit = naming_edit(desk, id, reference)?;
    let label = match reference {
        Reference::Entity(entity) => {
            let name = desk.project.entities().get(entity).map_or(entity.as_str(), |e| &e.name);
            format!("Link to {name}")
        }
        Reference::Claim(claim) => format!("Link to claim {claim}"),
    };
    Ok(edit.map_or(Plan::Nothing, |edit| Plan::edit(label, vec![edit])))
}

/// The edit that makes an annotation name something; `None` when it does already.
pub(super) fn naming_edit(desk: &Desk, id: &AnnotationId, reference: &Reference) -> Result<Option<Edit>, Refusal> {
    let annotation = desk.annotation(id)?;
    let Some(attribute) = attribute_for(desk, &annotation.code, reference) else {
        let what = match reference {
            Reference::Entity(_) => "an entity",
            Reference::Claim(_) => "a claim",
        };
        let code = desk.code_name(&annotation.code);
        return Err(refusal(format!("{code} has no attribute that takes {what}"), "Recode it, or add such an attribute to the codebook"));
    };
    let value = Value::References(vec![reference.clone()]);
    if annotation.attributes.get(&attribute.id) == Some(&value) {
        return Ok(None);
    }
    let mut changed = Annotation::clone(annotation);
    changed.attributes.insert(attribute.id.clone(), value);
    Ok(Some(desk.changed(changed)))
}

/// The attribute of a code that takes such a reference: one made for it before one that takes both kinds.
pub(super) fn attribute_for<'a>(desk: &Desk<'a>, code: &CodeId, reference: &Reference) -> Option<&'a Attribute> {
    let of_code = desk.project.attributes_of(code);
    let exact = match reference {
        Reference::Entity(_) => AttributeKind::Entity,
        Reference::Claim(_) => AttributeKind::Claim,
    };
    let find = |kind: &AttributeKind| of_code.iter().find(|a| a.kind == *kind).copied();
    find(&exact).or_else(|| find(&AttributeKind::EntityOrClaim)).map(AsRef::as_ref)
}

/// Makes a new entity, and says that `mention` means it.
pub fn create(desk: &Desk, mention: Option<&AnnotationId>, name: &str, kind: &str) -> Plan {
    planned(try_create(desk, mention, name, kind))
}

fn try_create(desk: &Desk, mention: Option<&AnnotationId>, name: &str, kind: &str) -> Result<Plan, Refusal> {
    let name = plain_name(name)?;
    let code_of = |id: &AnnotationId| desk.project.annotations().get(id).map(|a| desk.code_name(&a.code));
    let kind = if kind.is_empty() { mention.and_then(code_of).unwrap_or_default() } else { kind.to_owned() };
    let Some(id) = free_id(desk, &name) else { return Ok(Plan::Nothing) };
    let mut edits = vec![Edit::Add(blank(id.clone(), name.clone(), kind).into())];
    if let Some(mention) = mention {
        edits.extend(naming_edit(desk, mention, &Reference::Entity(id))?);
    }
    Ok(Plan::edit(format!("New entity {name}"), edits))
}

/// A name without needless white space; an empty one is refused.
pub(super) fn plain_name(name: &str) -> Result<String, Refusal> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(refusal("An entity needs a name", "Type its preferred name"));
    }
    Ok(name)
}

/// An entity of which no more is known.
pub(super) fn blank(id: EntityId, name: String, kind: String) -> Entity {
    let extra = std::collections::BTreeMap::new();
    Entity { id, name, kind, aliases: Vec::new(), wikidata: None, note: String::new(), extra }
}

/// A readable id from the name where it makes one, else a counted one.
pub(super) fn free_id(desk: &Desk, name: &str) -> Option<EntityId> {
    let words: Vec<String> =
        name.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(6).map(ToOwned::to_owned).collect();
    let slug: String = words.join("-").chars().take(30).collect();
    let taken = |id: &EntityId| desk.project.entities().contains_key(id);
    EntityId::new(&format!("ent:{slug}"))
        .ok()
        .filter(|id| !slug.is_empty() && !taken(id))
        .or_else(|| EntityId::new(&desk.environment.new_id("ent:")).ok())
}

/// Replaces an entity of the register.
pub fn set(desk: &Desk, entity: &Entity) -> Plan {
    if let Some(id) = &entity.wikidata
        && !is_wikidata_id(id)
    {
        return Plan::refuse(format!("'{id}' is not a Wikidata id"), "It is a Q followed by digits, such as Q56226");
    }
    match desk.project.entities().get(&entity.id) {
        Some(old) if **old == *entity => Plan::Nothing,
        Some(_) => Plan::edit(format!("Edit entity {}", entity.name), vec![Edit::Set(entity.clone().into())])
            .joined(format!("entity {}", entity.id)),
        None => Plan::refuse("That entity no longer exists", "It was deleted meanwhile; undo brings it back"),
    }
}

fn is_wikidata_id(id: &str) -> bool {
    id.strip_prefix('Q').is_some_and(|n| !n.is_empty() && !n.starts_with('0') && n.chars().all(|c| c.is_ascii_digit()))
}

/// Deletes an entity and takes it out of everything that names it.
pub fn delete(desk: &Desk, id: &EntityId) -> Plan {
    let Some(entity) = desk.project.entities().get(id) else { return Plan::Nothing };
    Plan::edit(format!("Delete entity {}", entity.name), Removal::of(desk.project, [RecordId::Entity(id.clone())]).edits())
}
