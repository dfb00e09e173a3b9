//! Claims by documents: under their headings, with a choice in each cell, and the number of places that prove it.

use egui::{Button, Label, Layout, RichText, Ui, WidgetInfo};
use egui_extras::{Column, TableBuilder, TableRow};

use super::super::super::context::{Request, ViewContext};
use super::super::super::facts::title_of;
use super::super::super::theme::SIZES;
use super::super::super::widgets::table::{ListOf, Table};
use super::super::super::widgets::unchecked::Unchecked;
use super::super::super::widgets::{arrow_button, hint, semibold, treatment_choice, treatment_colour, treatment_of};
use super::rows::{ClaimList, GROUP, IMPORTANCE, NUMBER, STATEMENT, by};
use crate::model::{Claim, ClaimId, Document, DocumentId, TreatmentKind};
use crate::session::SavedQuery;

/// Heights of a claim and of a heading, in points.
const ROW: f32 = 46.0;
const HEADING: f32 = 26.0;
/// Widths of the columns, and between them.
const FIRST: f32 = 34.0;
const MATTERS: f32 = 34.0;
const CELL: f32 = 148.0;
const GAP: f32 = 8.0;
/// The least room for a statement.
const NARROWEST: f32 = 220.0;

/// A line of the matrix.
#[derive(Debug)]
enum Line {
    Heading(String),
    /// A claim, and its place among those that are listed.
    Claim(usize, ClaimId),
}

/// What the matrix remembers between frames.
#[derive(Debug, Default)]
pub(super) struct Matrix {
    lines: Vec<Line>,
    sorted: Option<super::super::super::widgets::table::Sort>,
    /// The first document that is shown, and how many there is room for.
    first: usize,
    fits: usize,
}

impl Matrix {
    /// How the rows are sorted; which documents are shown, and the ways to the others.
    pub(super) fn pages(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, table: &mut Table<ClaimList>) {
        sorting(ui, ctx, table);
        let all = ctx.project.documents().len();
        if self.fits == 0 || all <= self.fits {
            self.first = 0;
            return;
        }
        let last = all - self.fits;
        self.first = self.first.min(last);
        if arrow_button(ui, ctx.theme, "Later documents", false, self.first < last).clicked() {
            self.first = (self.first + self.fits).min(last);
        }
        let words = format!("Documents {}–{} of {all}", self.first + 1, self.first + self.fits);
        ui.label(RichText::new(words).size(SIZES.small).color(ctx.theme.muted));
        if arrow_button(ui, ctx.theme, "Earlier documents", true, self.first > 0).clicked() {
            self.first = self.first.saturating_sub(self.fits);
        }
    }

    /// Shows the filter and the matrix; returns the claim that is to be seen in its text.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        ctx: &ViewContext<'_>,
        table: &mut Table<ClaimList>,
        queue: &mut Unchecked,
        saved: &mut Vec<SavedQuery>,
    ) -> Option<ClaimId> {
        let changed = table.show_filter(ui, ctx, saved);
        if changed || self.sorted != table.sort() {
            self.sorted = table.sort();
            self.lines = lines(ctx, table);
        }
        let (has_keyboard, mut opened) = table.keyboard(ui, ctx);
        if self.lines.is_empty() {
            hint(ui, ctx.theme, "Nothing fits");
            return None;
        }
        let rest = ui.available_width() - FIRST - MATTERS - 2.0 * GAP - ui.spacing().scroll.allocated_width();
        self.fits = (((rest - NARROWEST) / (CELL + GAP)).floor().max(1.0)) as usize;
        let documents: Vec<&Document> = ctx.project.documents().values().skip(self.first).take(self.fits).map(AsRef::as_ref).collect();
        let statement = (rest - (CELL + GAP) * documents.len() as f32 - GAP).max(NARROWEST * 0.6);
        ui.visuals_mut().selection.bg_fill = if has_keyboard { ctx.theme.selection } else { ctx.theme.selection_idle };
        ui.spacing_mut().item_spacing.x = GAP;
        let mut builder = columns(ui, statement, documents.len());
        let line_of = |place: usize| self.lines.iter().position(|line| matches!(line, Line::Claim(at, _) if *at == place));
        if let Some(line) = table.take_scroll().and_then(line_of) {
            builder = builder.scroll_to_row(line, None);
        }
        let with_headings = builder.header(30.0, |mut header| headings(&mut header, ctx, table, &documents));
        let mut clicked = None;
        let heights = self.lines.iter().map(|line| if let Line::Heading(_) = line { HEADING } else { ROW });
        with_headings.body(|body| {
            body.heterogeneous_rows(heights, |mut row| match self.lines.get(row.index()) {
                Some(Line::Heading(group)) => heading_row(&mut row, ctx, group),
                Some(Line::Claim(place, id)) => {
                    let Some(claim) = ctx.project.claims().get(id) else { return };
                    row.set_selected(table.chosen().contains(id));
                    let response = claim_row(&mut row, ctx, claim, &documents, queue, table.chosen().contains(id));
                    if response.double_clicked() {
                        opened = Some(id.clone());
                    }
                    if response.clicked() {
                        clicked = Some(*place);
                    }
                }
                None => {}
            });
        });
        if let Some(place) = clicked {
            table.click(ui, place);
        }
        opened
    }
}

/// Number, statement, importance, and a column for each document.
fn columns(ui: &mut Ui, statement: f32, documents: usize) -> TableBuilder<'_> {
    let table = TableBuilder::new(ui).id_salt("claims").sense(egui::Sense::CLICK).auto_shrink(false).animate_scrolling(false);
    let table = table.cell_layout(Layout::left_to_right(egui::Align::Center)).column(Column::exact(FIRST));
    let table = table.column(Column::exact(statement).clip(true)).column(Column::exact(MATTERS));
    table.columns(Column::exact(CELL).clip(true), documents)
}

/// The listed claims, with headings between them while they are in an order that keeps groups together.
fn lines(ctx: &ViewContext<'_>, table: &Table<ClaimList>) -> Vec<Line> {
    let claims = || table.listed().iter().enumerate().filter_map(|(at, id)| Some((at, ctx.project.claims().get(id)?)));
    let together = table.sort().is_none_or(|sort| matches!(sort.column, NUMBER | GROUP));
    let headed = together && claims().any(|(_, c)| !c.group.is_empty());
    let mut lines = Vec::new();
    let mut group: Option<&str> = None;
    for (at, claim) in claims() {
        if headed && group != Some(&claim.group) {
            group = Some(&claim.group);
            lines.push(Line::Heading(if claim.group.is_empty() { "No group".to_owned() } else { claim.group.clone() }));
        }
        lines.push(Line::Claim(at, claim.id.clone()));
    }
    lines
}

/// Every column of the list, to sort by those that have no heading here, too.
fn sorting(ui: &mut Ui, ctx: &ViewContext<'_>, table: &mut Table<ClaimList>) {
    let sorted = table.sort();
    let now = sorted.and_then(|s| ClaimList::COLUMNS.get(s.column).map(|c| (c.title, s.descending)));
    let words = match now {
        None => "Sorted by No.".to_owned(),
        Some((title, false)) => format!("Sorted by {title}"),
        Some((title, true)) => format!("Sorted by {title}, largest first"),
    };
    ui.menu_button(RichText::new(words).size(SIZES.small).color(ctx.theme.muted), |ui| {
        for (place, column) in ClaimList::COLUMNS.iter().enumerate() {
            let chosen = sorted.is_some_and(|s| s.column == place);
            if ui
                .add(Button::selectable(chosen, column.title))
                .accessible_name(format!("Order by {}", column.title.to_lowercase()))
                .clicked()
            {
                table.sort_by(place);
                ui.close();
            }
        }
    });
}

fn headings(header: &mut TableRow<'_, '_>, ctx: &ViewContext<'_>, table: &mut Table<ClaimList>, documents: &[&Document]) {
    for (place, title) in [(NUMBER, "No."), (STATEMENT, "Claim"), (IMPORTANCE, "!")] {
        header.col(|ui| {
            let arrow = table.sort().filter(|s| s.column == place).map_or("", |s| if s.descending { " ▾" } else { " ▴" });
            let words = RichText::new(format!("{title}{arrow}")).font(semibold(SIZES.small)).color(ctx.theme.muted);
            let name = ClaimList::COLUMNS.get(place).map_or("", |c| c.title).to_lowercase();
            if ui.add(Button::new(words).frame(false).truncate()).accessible_name(format!("Sort by {name}")).clicked() {
                table.sort_by(place);
            }
        });
    }
    for document in documents {
        header.col(|ui| {
            let title = title_of(document);
            let name = document.outlet.as_deref().unwrap_or(&title);
            let words = RichText::new(format!("{} · {name}", document.id)).font(semibold(SIZES.small)).color(ctx.theme.muted);
            ui.add(Label::new(words).truncate()).on_hover_text(&*title);
        });
    }
}

fn heading_row(row: &mut TableRow<'_, '_>, ctx: &ViewContext<'_>, group: &str) {
    row.col(|_| {});
    row.col(|ui| {
        ui.add(Label::new(RichText::new(group).font(semibold(SIZES.body)).color(ctx.theme.text)).truncate().selectable(false));
    });
}

fn claim_row(
    row: &mut TableRow<'_, '_>,
    ctx: &ViewContext<'_>,
    claim: &Claim,
    documents: &[&Document],
    queue: &mut Unchecked,
    chosen: bool,
) -> egui::Response {
    let small = |text: String| Label::new(RichText::new(text).size(SIZES.small).color(ctx.theme.muted)).selectable(false);
    row.col(|ui| {
        // The ring of the keyboard must not touch the numbers.
        ui.add_space(GAP / 2.0);
        ui.add(small(claim.rank.to_string()));
    });
    row.col(|ui| {
        ui.add(Label::new(RichText::new(&claim.statement).color(ctx.theme.text)).wrap().selectable(false)).on_hover_text(&claim.statement);
    });
    row.col(|ui| drop(ui.add(small(claim.importance.map(|n| n.to_string()).unwrap_or_default()))));
    for document in documents {
        row.col(|ui| cell(ui, ctx, claim, &document.id, queue));
    }
    let response = row.response();
    response.widget_info(|| WidgetInfo::selected(egui::Role::Row, true, chosen, ClaimList::label(ctx.project, claim)));
    response
}

fn cell(ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim, document: &DocumentId, queue: &mut Unchecked) {
    let treatment = treatment_of(ctx, claim, document);
    let now = treatment.map(|t| t.kind);
    let shown = RichText::new(now.map_or("not checked", TreatmentKind::word)).color(treatment_colour(ctx.theme, now));
    let choice = treatment_choice(ui, ctx, (claim, document), queue, 100.0, shown);
    let choice = choice.accessible_name(format!("{document}: treatment of {}", claim.statement));
    if let Some(treatment) = treatment.filter(|t| !t.by.is_empty()) {
        choice.on_hover_text(format!("by {}", by(ctx.project, treatment)));
    }
    let Some(first) = treatment.and_then(|t| t.evidence.first()) else { return };
    let count = treatment.map_or(0, |t| t.evidence.len());
    let words = RichText::new(count.to_string()).size(SIZES.small).color(ctx.theme.accent);
    let button = ui.add(Button::new(words).frame_when_inactive(false));
    let button = button.accessible_name(format!("{document}: evidence of {}", claim.statement));
    if button.on_hover_text("Show the evidence in the text").clicked() {
        ctx.send.send(Request::JumpTo(first.clone()));
    }
}
