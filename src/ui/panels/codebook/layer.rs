//! The editor of one layer.

use egui::{Id, RichText, ScrollArea, Ui};

use super::super::super::context::ViewContext;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{draft_line, draft_text, field_heading, hint, memos, semibold};
use super::Wish;
use super::about::WIDTH;
use super::attributes;
use super::sheet::Sheet;
use crate::model::{Layer, RecordId};
use crate::session::{Carrier, CodebookChange, Command, Part};

pub(super) fn show(ui: &mut Ui, ctx: &ViewContext<'_>, layer: &Layer) -> Option<Wish> {
    let id = |part: &str| Id::unique(("layer", part, &layer.id));
    let mut wish = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(WIDTH.min(ui.available_width() - 14.0));
        ui.label(RichText::new(&layer.name).font(semibold(SIZES.heading)).color(ctx.theme.text));
        hint(ui, ctx.theme, format!("Layer {}", layer.id));
        if ui.button("Delete the layer…").clicked() {
            let change = CodebookChange::Delete(Part::Layer(layer.id.clone()));
            wish = Some(Wish::prepare(Sheet::confirm(format!("Delete the layer {}", layer.name), "Delete", change)));
        }
        field_heading(ui, ctx.theme, "Name of the layer");
        draft_line(ui, ctx.send, id("name"), "Name of the layer", &layer.name, |name| Command::SetLayer(Layer { name, ..layer.clone() }));
        field_heading(ui, ctx.theme, "Purpose of the layer");
        draft_text(ui, ctx.send, id("purpose"), "Purpose of the layer", &layer.purpose, 3, |purpose| {
            Command::SetLayer(Layer { purpose, ..layer.clone() })
        });
        wish = wish.take().or(attributes::show(ui, ctx, &Carrier::Layer(layer.id.clone()), &layer.attributes));
        ui.add_space(SIZES.gap);
        memos(ui, ctx, Some(&RecordId::Layer(layer.id.clone())));
    });
    wish
}
