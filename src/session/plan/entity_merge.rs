//! Making one entity of several, and two of one. What a form shows before and what is done come from the same code.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::repointing::{Renames, Repointed, joined_texts, once};
use super::{Desk, Plan, Refusal, entities, planned, refusal};
use crate::model::{Annotation, AnnotationId, Edit, Entity, EntityId, Project, RecordId, Reference};

/// Which entities are to become one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityMerge {
    /// The one that stays.
    pub into: EntityId,
    /// Those that become part of it.
    pub from: Vec<EntityId>,
    /// Which Wikidata id stays where they differ; one of theirs.
    pub wikidata: Option<String>,
    /// Which type stays where they differ; one of theirs.
    pub kind: Option<String>,
}

/// What a merge of entities comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct EntitiesMerged {
    /// The one entity as it is afterwards.
    pub entity: Entity,
    /// The entities that are gone afterwards.
    pub gone: Vec<EntityId>,
    /// How many annotations name each of them before, added up.
    pub mentions_before: usize,
    /// How many annotations name the one afterwards.
    pub mentions_after: usize,
    /// What names something else afterwards.
    pub repointed: Repointed,
}

/// Which mentions of an entity are to become another one's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntitySplit {
    /// The entity.
    pub entity: EntityId,
    /// The name of the new one.
    pub name: String,
    /// The mentions that go to it.
    pub mentions: BTreeSet<AnnotationId>,
}

/// What a split of an entity comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityParted {
    /// The mentions that name the new entity afterwards.
    pub moved: Vec<Annotation>,
    /// How many mentions stay.
    pub left: usize,
    /// How many treatments have the entity as a voice, which stays as it is.
    pub voices: usize,
}

/// The different Wikidata ids of the entities of a merge: where there are several, one must be chosen.
pub fn wikidata_ids(project: &Project, merge: &EntityMerge) -> Vec<String> {
    once(all_of(project, merge).filter_map(|entity| entity.wikidata.clone()))
}

/// The different types of the entities of a merge: where there are several, one must be chosen.
pub fn kinds(project: &Project, merge: &EntityMerge) -> Vec<String> {
    once(all_of(project, merge).map(|entity| entity.kind.clone()).filter(|kind| !kind.is_empty()))
}

fn all_of<'a>(project: &'a Project, merge: &'a EntityMerge) -> impl Iterator<Item = &'a Entity> {
    let ids = std::iter::once(&merge.into).chain(&merge.from);
    ids.filter_map(|id| project.entities().get(id).map(AsRef::as_ref))
}

/// What stays of the different values of a field: the only one, or the one that was chosen.
fn settled(name: &str, known: &[String], chosen: Option<&String>) -> Result<Option<String>, Refusal> {
    match (known, chosen) {
        ([] | [_], _) => Ok(known.first().cloned()),
        (_, Some(chosen)) if known.contains(chosen) => Ok(Some(chosen.clone())),
        _ => Err(refusal(format!("Their {name} differ: {}", known.join(", ")), "Choose the one that stays")),
    }
}

/// Works out a merge, or says why it cannot be.
pub fn merged(project: &Project, merge: &EntityMerge) -> Result<EntitiesMerged, Refusal> {
    let gone = || refusal("That entity no longer exists", "It was deleted meanwhile; undo brings it back");
    let into = project.entities().get(&merge.into).ok_or_else(gone)?;
    if merge.from.contains(&merge.into) {
        return Err(refusal(format!("{} cannot be merged into itself", into.name), "Choose another entity"));
    }
    let ids = once(merge.from.iter().cloned());
    let from = ids.iter().map(|id| project.entities().get(id).ok_or_else(gone)).collect::<Result<Vec<_>, _>>()?;
    if from.is_empty() {
        return Err(refusal("There is nothing to merge yet", "Choose the entities that mean the same"));
    }
    let kind = settled("types", &kinds(project, merge), merge.kind.as_ref())?.unwrap_or_default();
    let wikidata = settled("Wikidata ids", &wikidata_ids(project, merge), merge.wikidata.as_ref())?;
    let names = from.iter().flat_map(|e| std::iter::once(&e.name).chain(&e.aliases));
    let aliases = once(into.aliases.iter().chain(names).filter(|name| **name != into.name).cloned());
    let mut extra = into.extra.clone();
    for (field, value) in from.iter().flat_map(|e| &e.extra) {
        extra.entry(field.clone()).or_insert_with(|| value.clone());
    }
    let entity = Entity {
        id: into.id.clone(),
        name: into.name.clone(),
        kind,
        aliases,
        wikidata,
        note: joined_texts(std::iter::once(into).chain(from.iter().copied()).map(|e| e.note.as_str())),
        extra,
    };
    let mut renames = Renames::default();
    for id in &ids {
        renames.add(RecordId::Entity(id.clone()), RecordId::Entity(into.id.clone()));
    }
    let naming = |id: &EntityId| project.annotations_naming(&Reference::Entity(id.clone())).map(|a| &a.id);
    let every = || std::iter::once(&into.id).chain(&ids);
    Ok(EntitiesMerged {
        mentions_before: every().map(|id| naming(id).count()).sum(),
        mentions_after: every().flat_map(naming).collect::<BTreeSet<_>>().len(),
        repointed: renames.in_project(project),
        entity,
        gone: ids,
    })
}

impl EntitiesMerged {
    /// The edits that make it so.
    pub fn edits(self, now: Timestamp) -> Vec<Edit> {
        let gone = self.gone.into_iter().map(|id| Edit::Remove(RecordId::Entity(id)));
        std::iter::once(Edit::Set(self.entity.into())).chain(self.repointed.edits(now)).chain(gone).collect()
    }
}

/// Makes one entity of several.
pub fn merge(desk: &Desk, merge: &EntityMerge) -> Plan {
    planned(merged(desk.project, merge).map(|merged| {
        let count = merged.gone.len();
        let others = if count == 1 { "1 entity".to_owned() } else { format!("{count} entities") };
        let label = format!("Merge {others} into {}", merged.entity.name);
        Plan::edit(label, merged.edits(desk.environment.now()))
    }))
}

/// Works out a split, or says why it cannot be; `new` is the id of the new entity.
pub fn parted(project: &Project, split: &EntitySplit, new: &EntityId) -> Result<EntityParted, Refusal> {
    let Some(entity) = project.entities().get(&split.entity) else {
        return Err(refusal("That entity no longer exists", "It was deleted meanwhile; undo brings it back"));
    };
    let mut renames = Renames::default();
    renames.add(RecordId::Entity(entity.id.clone()), RecordId::Entity(new.clone()));
    let naming: Vec<_> = project.annotations_naming(&Reference::Entity(entity.id.clone())).collect();
    let moved: Vec<_> = naming.iter().filter(|a| split.mentions.contains(&a.id)).map(|a| renames.annotation(a)).collect();
    if moved.is_empty() {
        return Err(refusal("No mentions are chosen", "Choose those that mean another entity"));
    }
    let voices = project.treatments().values().filter(|t| t.by.contains(&entity.id)).count();
    Ok(EntityParted { left: naming.len() - moved.len(), moved, voices })
}

/// Gives chosen mentions of an entity to a new one.
pub fn split(desk: &Desk, split: &EntitySplit) -> Plan {
    planned(try_split(desk, split))
}

fn try_split(desk: &Desk, split: &EntitySplit) -> Result<Plan, Refusal> {
    let name = entities::plain_name(&split.name)?;
    let Some(id) = entities::free_id(desk, &name) else { return Ok(Plan::Nothing) };
    let parted = parted(desk.project, split, &id)?;
    let kind = desk.project.entities().get(&split.entity).map(|e| e.kind.clone()).unwrap_or_default();
    let new = Edit::Add(entities::blank(id, name.clone(), kind).into());
    let moved = parted.moved.into_iter().map(|a| desk.changed(a));
    Ok(Plan::edit(format!("Split off {name}"), std::iter::once(new).chain(moved).collect()))
}
