//! The annotations that carry a claim, by document: to see, to add, to take away.

use egui::{Button, RichText, ScrollArea, Ui};

use super::super::super::context::{Request, ViewContext};
use super::super::super::facts::counted;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{Row, cross_button, hint, row_in, section, semibold, shortened};
use crate::model::{Annotation, AnnotationId, Claim, ClaimId, DocumentId, Reference};
use crate::session::Command;
use crate::session::plan::ledger::takes_claim;

/// Height of a line, and of the list, in points.
const ROW: f32 = 24.0;
const LIST: f32 = 240.0;

/// A line of the list.
#[derive(Debug)]
enum Line {
    Document(DocumentId, usize),
    Carrier(AnnotationId),
}

/// What carries the chosen claim, listed once for each state of the project.
#[derive(Debug, Default)]
pub(super) struct Carriers {
    of: Option<(u64, ClaimId)>,
    count: usize,
    lines: Vec<Line>,
}

impl Carriers {
    fn update(&mut self, ctx: &ViewContext<'_>, claim: &ClaimId) {
        let of = Some((ctx.revision, claim.clone()));
        if self.of == of {
            return;
        }
        self.of = of;
        let mut all: Vec<_> = ctx.project.annotations_naming(&Reference::Claim(claim.clone())).collect();
        all.sort_by_key(|a| (&a.document, a.start()));
        self.count = all.len();
        self.lines.clear();
        for in_document in all.chunk_by(|a, b| a.document == b.document) {
            self.lines.extend(in_document.first().map(|a| Line::Document(a.document.clone(), in_document.len())));
            self.lines.extend(in_document.iter().map(|a| Line::Carrier(a.id.clone())));
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim) {
        self.update(ctx, &claim.id);
        section(ui, ctx.theme, &format!("Carried by {}", counted(self.count, "annotation", "annotations")));
        if self.lines.is_empty() {
            hint(ui, ctx.theme, "Nothing yet. Claims and attributed contents can carry it");
        }
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let area = ScrollArea::vertical().id_salt("carriers").max_height(LIST).auto_shrink([false, true]);
            area.show_rows(ui, ROW, self.lines.len(), |ui, range| {
                for line in self.lines.get(range).unwrap_or_default() {
                    match line {
                        Line::Document(id, count) => document_line(ui, ctx, id, *count),
                        Line::Carrier(id) => carrier_line(ui, ctx, claim, id),
                    }
                }
            });
        });
        add(ui, ctx, claim);
    }
}

fn document_line(ui: &mut Ui, ctx: &ViewContext<'_>, id: &DocumentId, count: usize) {
    let document = ctx.project.documents().get(id);
    let name = document.map_or_else(|| id.to_string(), |d| d.outlet.clone().unwrap_or_else(|| d.display_title().to_owned()));
    ui.horizontal(|ui| {
        ui.set_height(ROW);
        let words = RichText::new(format!("{id} · {name} · {count}")).font(semibold(SIZES.small)).color(ctx.theme.muted);
        ui.add(egui::Label::new(words).truncate());
    });
}

fn carrier_line(ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim, id: &AnnotationId) {
    let Some(annotation) = ctx.project.annotations().get(id) else { return };
    let quote = if annotation.is_on_text() { annotation.quote() } else { "the whole document".to_owned() };
    let words = format!("{}, {}: “{}”", ctx.code_name(&annotation.code), annotation.coder, shortened(&quote, 160));
    ui.horizontal(|ui| {
        ui.set_height(ROW);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if cross_button(ui, ctx.theme, &format!("Unlink “{}”", shortened(&quote, 60))).clicked() {
                ctx.send.run(Command::UnlinkClaim(id.clone(), claim.id.clone()));
            }
            let label = format!("Carrier {words}");
            let response = row_in(ui, ctx.theme, ROW, &Row { label: &label, chosen: false, enabled: true });
            let text = egui::WidgetText::from(RichText::new(&words).color(ctx.theme.text));
            let galley = text.into_galley(ui, Some(egui::TextWrapMode::Truncate), response.rect.width() - 8.0, egui::TextStyle::Body);
            let at = egui::pos2(response.rect.left() + 4.0, response.rect.center().y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, ctx.theme.text);
            if response.on_hover_text(&words).clicked() {
                ctx.send.send(Request::JumpTo(id.clone()));
            }
        });
    });
}

/// The selected words, or the annotation that is looked at, as one more carrier.
fn add(ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim) {
    let words = ctx.selection.text.and_then(crate::text::TextSelection::span).and_then(|span| ctx.document()?.text.slice(span));
    let label = words.map(|w| format!("Code the selected “{}”", shortened(w.trim(), 40)));
    let button = Button::new(label.as_deref().unwrap_or("Code the selected words")).truncate();
    let response = ui.add_enabled(words.is_some(), button).accessible_name("Code the selected words as carrying the claim");
    if response.on_disabled_hover_text("Select words in the open document first").clicked() {
        ctx.send.run(Command::CarryClaim(claim.id.clone()));
    }
    let fits = |a: &&Annotation| takes_claim(ctx.project, &a.code) && !a.claims().any(|c| *c == claim.id);
    let annotation = ctx.annotation().filter(fits);
    let label = annotation.map(|a| format!("Link the selected “{}”", shortened(&a.quote(), 40)));
    let button = Button::new(label.as_deref().unwrap_or("Link the selected annotation")).truncate();
    let response = ui.add_enabled(annotation.is_some(), button).accessible_name("Link the selected annotation to the claim");
    let response = response.on_disabled_hover_text("Select an annotation whose code takes a claim first");
    if response.clicked()
        && let Some(annotation) = annotation
    {
        ctx.send.run(Command::LinkClaim(annotation.id.clone(), claim.id.clone()));
    }
}
