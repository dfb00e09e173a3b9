//! What is not checked, as a view of its own: the documents at the left, the claim at hand in the middle.

use egui::{Button, CentralPanel, Frame, Margin, Panel, RichText, ScrollArea, Ui, vec2};

use super::super::super::context::ViewContext;
use super::super::super::facts::title_of;
use super::super::super::widgets::section;
use super::super::super::widgets::unchecked::Unchecked;
use crate::analysis::ledger::unchecked_by_document;
use crate::model::{CoderId, DocumentId};
use crate::session::Command;

/// Room for the claim at hand, and height of a document, in points.
const WIDTH: f32 = 620.0;
const ROW: f32 = 26.0;

/// How much is left to check, counted once for each state of the project.
#[derive(Debug, Default)]
pub(super) struct Queue {
    of: Option<(u64, CoderId)>,
    documents: Vec<(DocumentId, usize)>,
}

impl Queue {
    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, queue: &mut Unchecked) {
        let of = Some((ctx.revision, ctx.coder.clone()));
        if self.of != of {
            self.of = of;
            self.documents = unchecked_by_document(ctx.project, ctx.coder);
        }
        let frame = Frame::new().inner_margin(Margin { left: 0, right: 12, top: 4, bottom: 4 });
        Panel::left("documents to check").default_size(280.0).size_range(160.0..=420.0).frame(frame).show(ui, |ui| {
            section(ui, ctx.theme, "Claims not checked in");
            ScrollArea::vertical().auto_shrink(false).show_rows(ui, ROW, self.documents.len(), |ui, range| {
                for (id, open) in self.documents.get(range).unwrap_or_default() {
                    document(ui, ctx, queue, id, *open);
                }
            });
        });
        let frame = Frame::new().inner_margin(Margin { left: 16, right: 6, top: 4, bottom: 4 });
        CentralPanel::default().frame(frame).show(ui, |ui| {
            ScrollArea::vertical().id_salt("claim at hand").auto_shrink(false).show(ui, |ui| {
                ui.set_max_width(WIDTH.min(ui.available_width() - 12.0));
                queue.show(ui, ctx);
            });
        });
    }
}

fn document(ui: &mut Ui, ctx: &ViewContext<'_>, queue: &mut Unchecked, id: &DocumentId, open: usize) {
    let Some(document) = ctx.project.documents().get(id) else { return };
    let title = title_of(document);
    let name = document.outlet.as_deref().unwrap_or(&title);
    let chosen = ctx.selection.document.as_ref() == Some(id);
    let count = RichText::new(open.to_string()).color(ctx.theme.muted);
    let button = Button::selectable(chosen, name).shortcut_text(count).truncate().min_size(vec2(ui.available_width(), ROW - 3.0));
    let response = ui.add(button).accessible_name(format!("{id} {name}: {open} unchecked"));
    if response.on_hover_text(&*title).clicked() {
        ctx.send.run(Command::Open(id.clone()));
        queue.focus();
    }
}
