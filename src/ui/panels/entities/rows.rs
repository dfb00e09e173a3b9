//! The columns of the register.

use super::super::super::widgets::table::{Column, ListOf, Order, Width};
use crate::analysis::query;
use crate::model::{Entity, EntityId, Project};

/// The register, by name.
pub(super) struct EntityList;

impl ListOf for EntityList {
    type Id = EntityId;
    type Row = Entity;
    const NAME: &'static str = "entities";
    const COLUMNS: &'static [Column<Entity>] = &[
        Column { title: "Name", width: Width::Share(3.0), text: |_, e| e.name.clone(), order: Order::Text },
        Column { title: "Type", width: Width::Share(1.7), text: |_, e| e.kind.clone(), order: Order::Text },
        Column {
            title: "Mentions",
            width: Width::Points(72.0),
            text: mentions,
            order: Order::Number(|project, e| Some(query::mentions(project, e) as f64)),
        },
        Column {
            title: "Documents",
            width: Width::Points(82.0),
            text: documents,
            order: Order::Number(|project, e| Some(query::documents_mentioning(project, e) as f64)),
        },
        Column { title: "Other names", width: Width::Share(3.0), text: |_, e| e.aliases.join("; "), order: Order::Text },
        Column { title: "Wikidata", width: Width::Points(86.0), text: |_, e| e.wikidata.clone().unwrap_or_default(), order: Order::Text },
    ];

    fn ids(project: &Project) -> Vec<EntityId> {
        let mut all: Vec<_> = project.entities().values().collect();
        all.sort_by_cached_key(|entity| (entity.name.to_lowercase(), entity.id.clone()));
        all.into_iter().map(|entity| entity.id.clone()).collect()
    }

    fn row<'p>(project: &'p Project, id: &EntityId) -> Option<&'p Entity> {
        project.entities().get(id).map(AsRef::as_ref)
    }

    fn label(_: &Project, entity: &Entity) -> String {
        format!("Entity {}", entity.name)
    }
}

fn mentions(project: &Project, entity: &Entity) -> String {
    query::mentions(project, entity).to_string()
}

fn documents(project: &Project, entity: &Entity) -> String {
    query::documents_mentioning(project, entity).to_string()
}
