//! The entity register in the window: what it asks of the other panels.

use egui::Ui;

use super::super::context::ViewContext;
use super::super::panels::entities::EntitiesWish;
use super::{Tab, Window, whole};
use crate::analysis::query::quoted_if_needed;
use crate::model::{AnnotationId, EntityId, Project};
use crate::session::Settings;

impl Window {
    /// Shows the mentions that name no entity yet.
    pub fn show_unlinked(&mut self) {
        self.entities.show_unlinked();
        self.tab = Tab::Entities;
    }

    /// The one entity that is chosen in the register.
    pub fn chosen_entity(&self) -> Option<EntityId> {
        self.entities.chosen()
    }

    /// The mentions that are chosen in the list of unlinked ones, while it is shown.
    pub fn chosen_mentions(&self) -> Vec<AnnotationId> {
        if self.tab == Tab::Entities { self.entities.chosen_mentions() } else { Vec::new() }
    }

    /// Looks for all names of an entity, to be coded as its mentions are.
    pub fn find_mentions(&mut self, project: &Project, entity: EntityId) {
        self.bulk.open_names(project, entity);
    }

    pub(super) fn show_entities(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, settings: &mut Settings) {
        let queries = &mut settings.places.entry(ctx.project.info().id.clone()).or_default().queries;
        let shown = whole(ctx.theme).show(ui, |ui| self.entities.show(ui, ctx, &self.proposals, queries));
        self.rooms.add(shown.response.rect);
        match shown.inner {
            Some(EntitiesWish::FindMentions(id)) => self.find_mentions(ctx.project, id),
            Some(EntitiesWish::ListMentions(id)) => {
                self.annotations.set_query(&format!("entity:{}", quoted_if_needed(id.as_str())));
                self.tab = Tab::Annotations;
            }
            None => {}
        }
    }
}
