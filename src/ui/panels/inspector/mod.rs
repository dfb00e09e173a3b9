//! The inspector: everything about the annotation that is looked at, or else about the document, and what it does with each claim.

mod annotation;
mod attributes;
mod document;
mod links;
mod nothing;
mod orphans;
mod quotation;
mod references;
mod treatments;

use egui::{CollapsingHeader, Rect, RichText, ScrollArea, Ui};

use super::super::context::ViewContext;
use super::super::facts::{Facts, counted};
use super::super::proposals::Proposals;
use super::super::theme::SIZES;
use super::super::widgets::unchecked::Unchecked;
use super::super::widgets::{hint, semibold};
use crate::model::AnnotationId;

/// What the inspector remembers between frames.
#[derive(Debug, Default)]
pub struct Inspector {
    of: Option<AnnotationId>,
    references: references::Drafts,
    links: links::LinksShown,
    treatments: treatments::TreatmentList,
}

/// What the inspector wants the window to open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum InspectorWish {
    /// Choose another code for the annotation; the palette goes under this button.
    Recode(Rect),
}

impl Inspector {
    /// Shows the inspector.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        ctx: &ViewContext<'_>,
        facts: &Facts,
        proposals: &Proposals,
        queue: &mut Unchecked,
    ) -> Option<InspectorWish> {
        let mut wish = None;
        if self.of != ctx.selection.annotation {
            self.of.clone_from(&ctx.selection.annotation);
            self.references = references::Drafts::default();
            self.links = links::LinksShown::default();
        }
        ScrollArea::vertical().id_salt("inspector").auto_shrink(false).show(ui, |ui| {
            // Room for the scroll bar, so that it never lies over a field.
            ui.set_width(ui.available_width() - 10.0);
            match (ctx.annotation(), ctx.document()) {
                (Some(annotation), _) => {
                    ui.push_id(&annotation.id, |ui| {
                        wish = annotation::show(ui, ctx, annotation, proposals.of(&annotation.id), &mut self.references, &mut self.links);
                    });
                }
                (None, Some(document)) => {
                    ui.push_id(&document.id, |ui| {
                        orphans::show(ui, ctx, document);
                        document::show(ui, ctx, document);
                    });
                }
                (None, None) => {
                    hint(ui, ctx.theme, "Open a document to see its details here");
                    return;
                }
            }
            ui.add_space(SIZES.group_gap);
            if facts.unchecked > 0 || queue.is_asking() {
                let title = format!("Not checked yet · {}", counted(facts.unchecked, "claim", "claims"));
                let title = RichText::new(title).font(semibold(SIZES.small)).color(ctx.theme.muted);
                // It opens when it is asked for: its card takes most of the room that the claims below want.
                let header = CollapsingHeader::new(title).id_salt("unchecked").open(queue.is_called().then_some(true));
                header.show_unindented(ui, |ui| queue.show(ui, ctx));
                ui.add_space(SIZES.group_gap);
            }
            let title = if facts.unchecked == 0 {
                "Claims in this document".to_owned()
            } else {
                format!("Claims in this document · {} unchecked", facts.unchecked)
            };
            let title = RichText::new(title).font(semibold(SIZES.small)).color(ctx.theme.muted);
            // Open while the document is looked at: then the claims are the work at hand.
            let header = CollapsingHeader::new(title).id_salt(("treatments", ctx.annotation().is_some()));
            header.default_open(ctx.annotation().is_none()).show_unindented(ui, |ui| self.treatments.show(ui, ctx, queue));
            ui.add_space(SIZES.group_gap);
        });
        wish
    }
}
