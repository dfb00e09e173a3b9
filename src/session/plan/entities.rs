//! The entity register, and which entity a mention means.

use super::removal::Removal;
use super::{Desk, Plan, Refusal, planned, refusal};
use crate::model::{Annotation, AnnotationId, Attribute, AttributeKind, CodeId, Edit, Entity, EntityId, RecordId, Reference, Value};
use crate::text::slug_of_all;

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
pub fn plain_name(name: &str) -> Result<String, Refusal> {
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
    let slug = slug_of_all(name, 30);
    let taken = |id: &EntityId| desk.project.entities().contains_key(id);
    EntityId::new(&format!("ent:{slug}"))
        .ok()
        .filter(|id| !slug.is_empty() && !taken(id))
        .or_else(|| EntityId::new(&desk.environment.new_id("ent:")).ok())
}

/// Replaces an entity of the register.
pub fn set(desk: &Desk, entity: &Entity) -> Plan {
    if let Some(id) = &entity.wikidata
        && wikidata_id(id).as_ref() != Some(id)
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

/// The id of an item of Wikidata (a Q and digits) as it was typed, or out of the address of its page.
pub fn wikidata_id(text: &str) -> Option<String> {
    let text = text.trim();
    let of_address = || text.rsplit_once("wikidata.org/").and_then(|(_, path)| path.rsplit('/').next()?.split(['?', '#']).next());
    let id = if text.contains('/') { of_address()? } else { text };
    let digits = id.strip_prefix(['Q', 'q'])?;
    let is_number = !digits.is_empty() && !digits.starts_with('0') && digits.chars().all(|c| c.is_ascii_digit());
    is_number.then(|| format!("Q{digits}"))
}

/// Gives entities a type in one step; those that have it already stay as they are.
pub fn set_kind(desk: &Desk, ids: &[EntityId], kind: &str) -> Plan {
    let kind = kind.split_whitespace().collect::<Vec<_>>().join(" ");
    let others = ids.iter().filter_map(|id| desk.project.entities().get(id)).filter(|entity| entity.kind != kind);
    let edits: Vec<Edit> = others.map(|entity| Edit::Set(Entity { kind: kind.clone(), ..Entity::clone(entity) }.into())).collect();
    let label = match edits.len() {
        1 => format!("Type {kind} for 1 entity"),
        count => format!("Type {kind} for {count} entities"),
    };
    Plan::edit(label, edits)
}

/// Deletes an entity and takes it out of everything that names it.
pub fn delete(desk: &Desk, id: &EntityId) -> Plan {
    let Some(entity) = desk.project.entities().get(id) else { return Plan::Nothing };
    Plan::edit(format!("Delete entity {}", entity.name), Removal::of(desk.project, [RecordId::Entity(id.clone())]).edits())
}

#[cfg(test)]
mod tests {
    use super::wikidata_id;

    #[test]
    fn an_id_is_read_as_typed_or_from_its_page() {
        for text in ["Q56226", " q56226 ", "https://www.wikidata.org/wiki/Q56226", "http://m.wikidata.org/wiki/Q56226?uselang=ko#P31"] {
            assert_eq!(wikidata_id(text).as_deref(), Some("Q56226"), "{text}");
        }
        for text in ["", "Q", "Q0", "P31", "56226", "Q5x", "https://example.org/wiki/Q56226", "https://www.wikidata.org/wiki/Property:P31"]
        {
            assert_eq!(wikidata_id(text), None, "{text}");
        }
    }
}
