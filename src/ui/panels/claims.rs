//! The claim ledger: claims by documents, with what each document does with each claim.

use egui::{ComboBox, Id, RichText, TextEdit, Ui};
use egui_extras::{Column, TableBuilder, TableRow};

use super::super::context::{Request, ViewContext};
use super::super::theme::{SIZES, Theme};
use super::super::widgets::{draft_line, draft_text, field_heading, filter_field, hint, primary_button, quiet_button, semibold};
use crate::model::{Claim, ClaimId, Document, DocumentId, Treatment, TreatmentKey, TreatmentKind};
use crate::session::Command;

const ROW: f32 = 46.0;
/// Height of the list of treatments, so that all of them can be seen at once.
const MENU: f32 = 320.0;

/// What the ledger remembers between frames.
#[derive(Debug, Default)]
pub struct Claims {
    filter: String,
    new: String,
    selected: Option<ClaimId>,
}

impl Claims {
    /// Shows the ledger.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        ui.add_space(4.0);
        self.top(ui, ctx);
        ui.add_space(4.0);
        if ctx.project.claims().is_empty() {
            hint(
                ui,
                ctx.theme,
                "A claim is a proposition in your own words, stated positively. Add the first one above, or code words as a claim",
            );
            return;
        }
        let selected = self.selected.as_ref().and_then(|id| ctx.project.claims().get(id));
        if let Some(claim) = selected {
            egui::Panel::bottom("claim detail").resizable(false).frame(egui::Frame::new().inner_margin(8)).show(ui, |ui| {
                if detail(ui, ctx, claim) {
                    self.selected = None;
                }
            });
        }
        egui::CentralPanel::no_frame().show(ui, |ui| self.table(ui, ctx));
    }

    fn top(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        ui.horizontal(|ui| {
            ui.scope(|ui| {
                ui.set_max_width(240.0);
                filter_field(ui, &mut self.filter, "Filter claims…");
            });
            let room = (ui.available_width() - 110.0).max(160.0);
            let field = TextEdit::singleline(&mut self.new).hint_text("New claim, stated positively…").desired_width(room);
            let field = ui.add(field).accessible_name("New claim");
            let entered = field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
            let clicked = ui.add_enabled(!self.new.trim().is_empty(), egui::Button::new("Add claim")).clicked();
            if (entered || clicked) && !self.new.trim().is_empty() {
                ctx.send.run(Command::CreateClaim { annotation: None, statement: std::mem::take(&mut self.new) });
            }
        });
    }

    fn table(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let words = self.filter.trim().to_lowercase();
        let claims: Vec<&Claim> = ctx.project.claims_in_order().into_iter().map(AsRef::as_ref).collect();
        let claims: Vec<&Claim> = claims.into_iter().filter(|c| c.statement.to_lowercase().contains(&words)).collect();
        let documents: Vec<&Document> = ctx.project.documents().values().map(AsRef::as_ref).collect();
        egui::ScrollArea::horizontal().auto_shrink(false).show(ui, |ui| {
            let statement = (ui.available_width() - 44.0 - 156.0 * documents.len() as f32).clamp(260.0, 900.0);
            ui.visuals_mut().selection.bg_fill = ctx.theme.selection_idle;
            let table = TableBuilder::new(ui)
                .id_salt("claims")
                .sense(egui::Sense::click())
                .cell_layout(egui::Layout::left_to_right(egui::Align::Center))
                .column(Column::exact(30.0))
                .column(Column::exact(statement).clip(true))
                .columns(Column::exact(148.0).clip(true), documents.len());
            let table = table.header(40.0, |mut header| headings(&mut header, ctx, &documents));
            table.body(|body| {
                body.rows(ROW, claims.len(), |mut row| {
                    let Some(claim) = claims.get(row.index()) else { return };
                    row.set_selected(self.selected.as_ref() == Some(&claim.id));
                    if show_row(&mut row, ctx, claim, &documents) {
                        self.selected = Some(claim.id.clone());
                    }
                });
            });
        });
    }
}

fn headings(header: &mut TableRow<'_, '_>, ctx: &ViewContext<'_>, documents: &[&Document]) {
    let small = |text: &str, theme: &Theme| egui::Label::new(RichText::new(text).font(semibold(SIZES.small)).color(theme.muted)).truncate();
    header.col(|ui| drop(ui.add(small("No.", ctx.theme))));
    header.col(|ui| drop(ui.add(small("Claim", ctx.theme))));
    for document in documents {
        header.col(|ui| {
            let name = document.outlet.as_deref().unwrap_or_else(|| document.display_title());
            ui.add(small(name, ctx.theme)).on_hover_text(document.display_title());
        });
    }
}

fn show_row(row: &mut TableRow<'_, '_>, ctx: &ViewContext<'_>, claim: &Claim, documents: &[&Document]) -> bool {
    row.col(|ui| drop(ui.label(RichText::new(claim.rank.to_string()).size(SIZES.small).color(ctx.theme.muted))));
    row.col(|ui| {
        ui.add(egui::Label::new(RichText::new(&claim.statement).color(ctx.theme.text)).wrap().selectable(false));
    });
    for document in documents {
        row.col(|ui| cell(ui, ctx, claim, &document.id));
    }
    let response = row.response();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Edit claim {}", claim.statement)));
    response.clicked()
}

fn cell(ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim, document: &DocumentId) {
    let key = TreatmentKey { coder: ctx.coder.clone(), document: document.clone(), claim: claim.id.clone() };
    let treatment = ctx.project.treatments().get(&key).map(AsRef::as_ref);
    let now = treatment.map(|t: &Treatment| t.kind);
    let word = now.map_or("not checked", TreatmentKind::word);
    let shown = RichText::new(word).color(treatment_colour(ctx.theme, now));
    ui.push_id((&claim.id, document), |ui| {
        let combo = ComboBox::from_id_salt("cell").selected_text(shown).width(100.0).height(MENU).show_ui(ui, |ui| {
            for kind in std::iter::once(None).chain(TreatmentKind::ALL.map(Some)) {
                let word = kind.map_or("not checked", TreatmentKind::word);
                if ui.selectable_label(now == kind, word).clicked() && now != kind {
                    // A treatment is always one of the open document.
                    ctx.send.run(Command::Open(document.clone()));
                    ctx.send.run(Command::Treat(claim.id.clone(), kind));
                }
            }
        });
        combo.response.accessible_name(format!("{document}: treatment of {}", claim.statement));
        if let Some(first) = treatment.and_then(|t| t.evidence.first()) {
            let count = treatment.map_or(0, |t| t.evidence.len());
            let words = RichText::new(count.to_string()).size(SIZES.small).color(ctx.theme.accent);
            let button = ui.add(egui::Button::new(words).frame_when_inactive(false));
            let button = button.accessible_name(format!("{document}: evidence of {}", claim.statement));
            if button.on_hover_text("Show the evidence in the text").clicked() {
                ctx.send.send(Request::JumpTo(first.clone()));
            }
        }
    });
}

/// Agreement, reserve and contradiction differ in colour as well as in their words.
fn treatment_colour(theme: &Theme, kind: Option<TreatmentKind>) -> egui::Color32 {
    match kind {
        None => theme.muted,
        Some(TreatmentKind::Asserts | TreatmentKind::Presupposes) => theme.good,
        Some(TreatmentKind::Attributes | TreatmentKind::Hedges) => theme.text,
        Some(TreatmentKind::Disputes | TreatmentKind::Denies) => theme.error,
        Some(TreatmentKind::Omits) => theme.warning,
    }
}

/// Shows one claim for editing; true when it was closed.
fn detail(ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim) -> bool {
    let mut closed = false;
    ui.horizontal(|ui| {
        ui.label(RichText::new(format!("Claim {}", claim.rank)).font(semibold(SIZES.body)).color(ctx.theme.text));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            closed = primary_button(ui, ctx.theme, "Done").clicked();
            if quiet_button(ui, "Delete the claim").on_hover_text("With its treatments; undo brings it back").clicked() {
                ctx.send.run(Command::DeleteClaim(claim.id.clone()));
            }
            ui.scope(|ui| {
                ui.set_max_width(180.0);
                let id = Id::unique(("claim group", &claim.id));
                draft_line(ui, ctx.send, id, "Group", &claim.group, |group| Command::SetClaim(Claim { group, ..claim.clone() }));
            });
            ui.label(RichText::new("Group").color(ctx.theme.muted));
        });
    });
    draft_text(ui, ctx.send, Id::unique(("claim", &claim.id)), "Statement", &claim.statement, 1, |statement| {
        Command::SetClaim(Claim { statement, ..claim.clone() })
    });
    field_heading(ui, ctx.theme, "Note");
    draft_line(ui, ctx.send, Id::unique(("claim note", &claim.id)), "Note of the claim", &claim.note, |note| {
        Command::SetClaim(Claim { note, ..claim.clone() })
    });
    closed
}
