//! The claim ledger: claims by documents, with what each document does with each claim.

use egui::{Id, RichText, ScrollArea, TextEdit, Ui};
use egui_extras::{Column, TableBuilder, TableRow};

use super::super::context::{Request, ViewContext};
use super::super::facts::title_of;
use super::super::theme::{SIZES, Theme};
use super::super::widgets::{
    TreatmentDraft, draft_line, draft_text, field_heading, filter_field, hint, memos, primary_button, quiet_button, semibold,
    treatment_choice, treatment_details, treatment_of,
};
use crate::model::{Claim, ClaimId, Document, DocumentId, RecordId, Treatment, TreatmentKind};
use crate::session::Command;

const ROW: f32 = 46.0;

/// What the ledger remembers between frames.
#[derive(Debug, Default)]
pub struct Claims {
    filter: String,
    new: String,
    selected: Option<ClaimId>,
    draft: TreatmentDraft,
    key: Option<(u64, String)>,
    shown: Vec<ClaimId>,
}

impl Claims {
    /// Chooses a claim.
    pub fn select(&mut self, id: ClaimId) {
        self.filter.clear();
        self.selected = Some(id);
    }

    /// The chosen claim.
    pub fn looked_at(&self) -> Option<RecordId> {
        self.selected.clone().map(RecordId::Claim)
    }

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
            let most = (ui.available_height() - 120.0).max(160.0);
            let panel = egui::Panel::bottom("claim detail")
                .resizable(true)
                .default_size((ui.available_height() * 0.52).min(350.0))
                .size_range(140.0..=most);
            let closed = panel.frame(egui::Frame::new().inner_margin(8)).show(ui, |ui| detail(ui, ctx, claim, &mut self.draft)).inner;
            if closed {
                self.selected = None;
            }
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

    /// Chooses the claims again when something changed.
    fn update(&mut self, ctx: &ViewContext<'_>) {
        let key = Some((ctx.revision, self.filter.clone()));
        if self.key == key {
            return;
        }
        self.key = key;
        let words = self.filter.trim().to_lowercase();
        let fits = |c: &&std::sync::Arc<Claim>| words.is_empty() || c.statement.to_lowercase().contains(&words);
        self.shown = ctx.project.claims_in_order().into_iter().filter(fits).map(|c| c.id.clone()).collect();
    }

    fn table(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        self.update(ctx);
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
                body.rows(ROW, self.shown.len(), |mut row| {
                    let Some(claim) = self.shown.get(row.index()).and_then(|id| ctx.project.claims().get(id)) else { return };
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
            let title = title_of(document);
            ui.add(small(document.outlet.as_deref().unwrap_or(&title), ctx.theme)).on_hover_text(&*title);
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
    let treatment = treatment_of(ctx, claim, document);
    let now = treatment.map(|t: &Treatment| t.kind);
    let shown = RichText::new(now.map_or("not checked", TreatmentKind::word)).color(treatment_colour(ctx.theme, now));
    let choice = treatment_choice(ui, ctx, claim, document, 100.0, shown);
    choice.accessible_name(format!("{document}: treatment of {}", claim.statement));
    if let Some(first) = treatment.and_then(|t| t.evidence.first()) {
        let count = treatment.map_or(0, |t| t.evidence.len());
        let words = RichText::new(count.to_string()).size(SIZES.small).color(ctx.theme.accent);
        let button = ui.add(egui::Button::new(words).frame_when_inactive(false));
        let button = button.accessible_name(format!("{document}: evidence of {}", claim.statement));
        if button.on_hover_text("Show the evidence in the text").clicked() {
            ctx.send.send(Request::JumpTo(first.clone()));
        }
    }
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

/// Shows one claim for editing, and what the open document does with it; true when it was closed.
fn detail(ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim, draft: &mut TreatmentDraft) -> bool {
    let closed = title(ui, ctx, claim);
    ui.add_space(2.0);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_width(ui.available_width() - 10.0);
        ui.spacing_mut().item_spacing.x = 24.0;
        ui.columns(2, |columns| {
            let [left, right] = columns else { return };
            left.spacing_mut().item_spacing.x = SIZES.gap;
            right.spacing_mut().item_spacing.x = SIZES.gap;
            proposition(left, ctx, claim);
            in_document(right, ctx, claim, draft);
        });
    });
    closed
}

fn title(ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim) -> bool {
    let mut closed = false;
    ui.horizontal(|ui| {
        ui.label(RichText::new(format!("Claim {}", claim.rank)).font(semibold(SIZES.body)).color(ctx.theme.text));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            closed = primary_button(ui, ctx.theme, "Done").clicked();
            if quiet_button(ui, "Delete the claim").on_hover_text("With its treatments; undo brings it back").clicked() {
                ctx.send.run(Command::DeleteClaim(claim.id.clone()));
            }
        });
    });
    closed
}

fn proposition(ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim) {
    field_heading(ui, ctx.theme, "Statement");
    draft_text(ui, ctx.send, Id::unique(("claim", &claim.id)), "Statement", &claim.statement, 2, |statement| {
        Command::SetClaim(Claim { statement, ..claim.clone() })
    });
    field_heading(ui, ctx.theme, "Group");
    draft_line(ui, ctx.send, Id::unique(("claim group", &claim.id)), "Group", &claim.group, |group| {
        Command::SetClaim(Claim { group, ..claim.clone() })
    });
    field_heading(ui, ctx.theme, "Note");
    draft_text(ui, ctx.send, Id::unique(("claim note", &claim.id)), "Note of the claim", &claim.note, 1, |note| {
        Command::SetClaim(Claim { note, ..claim.clone() })
    });
    ui.add_space(SIZES.gap);
    memos(ui, ctx, Some(&RecordId::Claim(claim.id.clone())));
}

/// What the open document does with the claim.
fn in_document(ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim, draft: &mut TreatmentDraft) {
    let Some(document) = ctx.document() else {
        hint(ui, ctx.theme, "Open a document to see what it does with this claim");
        return;
    };
    let title = title_of(document);
    let name = document.outlet.as_deref().unwrap_or(&title);
    let treatment = treatment_of(ctx, claim, &document.id);
    let now = treatment.map(|t| t.kind);
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let shown = RichText::new(now.map_or("not checked", TreatmentKind::word)).color(treatment_colour(ctx.theme, now));
            let choice = ui.push_id("detail", |ui| treatment_choice(ui, ctx, claim, &document.id, 110.0, shown)).inner;
            choice.accessible_name(format!("In the open document: treatment of {}", claim.statement));
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let words = RichText::new(format!("In {name}")).font(semibold(SIZES.body)).color(ctx.theme.text);
                ui.add(egui::Label::new(words).truncate()).on_hover_text(&*title);
            });
        });
    });
    match treatment {
        Some(treatment) => treatment_details(ui, ctx, treatment, draft),
        None => drop(hint(ui, ctx.theme, "Not checked yet. Every treatment but “omits” needs an annotation that shows it")),
    }
}
