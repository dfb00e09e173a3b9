//! Drawing a table: headings, and of the rows those that are on the screen.

use std::sync::Arc;

use egui::{Id, Label, RichText, Role, Sense, Ui, WidgetInfo};
use egui_extras::{Column as TableColumn, TableBuilder};

use super::super::super::context::ViewContext;
use super::super::super::theme::SIZES;
use super::super::{hint, marked_words, semibold};
use super::export::on_one_line;
use super::{Extra, ListOf, Table, Width};
use crate::session::{SavedQuery, Wake};
use crate::ui::keyboard::give_keyboard;

const ROW: f32 = 25.0;
const NARROWEST: f32 = 40.0;

impl<L: ListOf> Table<L> {
    /// Shows the filter and the rows; returns the row that is to be opened (Enter or a double click).
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, saved: &mut Vec<SavedQuery>) -> Option<L::Id> {
        self.show_beside(ui, ctx, saved, None)
    }

    /// The same with a column of the panel's own.
    pub fn show_beside(
        &mut self,
        ui: &mut Ui,
        ctx: &ViewContext<'_>,
        saved: &mut Vec<SavedQuery>,
        extra: Option<Extra<'_, L::Row>>,
    ) -> Option<L::Id> {
        self.show_filter(ui, ctx, saved);
        ui.add_space(2.0);
        self.rows(ui, ctx, extra)
    }

    /// Shows the filter alone; true when the rows are others now.
    pub fn show_filter(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, saved: &mut Vec<SavedQuery>) -> bool {
        let egui_ctx = ui.ctx().clone();
        let wake = || -> Wake { Arc::new(move || egui_ctx.request_repaint()) };
        let changed = self.listing.update(ctx.project, ctx.revision, &self.query, wake);
        if changed {
            self.forget_gone(ctx);
        }
        self.filter_bar(ui, ctx, <L::Row as crate::analysis::query::Listed>::list(), saved);
        changed
    }

    /// Takes the keys that belong to the rows; returns whether the rows have the keyboard, and the row that Enter was pressed on.
    pub fn keyboard(&mut self, ui: &Ui, ctx: &ViewContext<'_>) -> (bool, Option<L::Id>) {
        let id = Id::unique(("table", L::NAME));
        let keyboard = ui.interact(ui.available_rect_before_wrap(), id, Sense::FOCUSABLE);
        keyboard.widget_info(|| WidgetInfo::labeled(Role::Table, true, format!("Table of {}", L::NAME)));
        // A click ends with its release, in which the rows still lie over the table: it takes the keyboard a frame later.
        if std::mem::take(&mut self.wants_keyboard) {
            give_keyboard(&keyboard);
        }
        if !keyboard.has_focus() {
            return (false, None);
        }
        let filter = egui::EventFilter { vertical_arrows: true, escape: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        (true, self.read_keys(ui, ctx.project))
    }

    /// Chooses the row at a place, as the mouse and the keys that are held say.
    pub fn click(&mut self, ui: &Ui, at: usize) {
        self.clicked(at, ui.input(|input| input.modifiers));
        self.wants_keyboard = true;
        ui.ctx().request_repaint();
    }

    /// Rows that the project or the list no longer has are not chosen; the cursor stays with its row.
    fn forget_gone(&mut self, ctx: &ViewContext<'_>) {
        // There are few chosen rows beside those that are listed, and often none.
        if !self.chosen.is_empty() {
            let listed = self.listing.rows().iter().filter(|id| self.chosen.contains(id) && L::row(ctx.project, id).is_some());
            self.chosen = listed.cloned().collect();
        }
        let first = self.chosen.iter().next();
        self.cursor = first.and_then(|id| self.listing.rows().iter().position(|listed| listed == id));
        self.anchor = self.cursor;
    }

    fn rows(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, mut extra: Option<Extra<'_, L::Row>>) -> Option<L::Id> {
        let (has_keyboard, mut opened) = self.keyboard(ui, ctx);
        self.built = 0;
        if self.listed().is_empty() {
            let words = if self.listing.is_busy() { "Filtering…" } else { "Nothing fits" };
            hint(ui, ctx.theme, words);
            return None;
        }
        ui.visuals_mut().selection.bg_fill = if has_keyboard { ctx.theme.selection } else { ctx.theme.selection_idle };
        let mut clicked = None;
        let widths =
            self.column_widths(ui.available_width() - ui.spacing().scroll.allocated_width(), extra.as_ref().map(|extra| extra.share));
        ui.push_id(L::NAME, |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let mut table = TableBuilder::new(ui).sense(Sense::CLICK).auto_shrink(false).animate_scrolling(false);
            for width in &widths {
                table = table.column(TableColumn::exact(*width).clip(true));
            }
            if let Some(cursor) = self.cursor.filter(|_| std::mem::take(&mut self.scroll)) {
                table = table.scroll_to_row(cursor, None);
            }
            let table = table.header(26.0, |mut header| {
                for (place, width) in widths.iter().enumerate().take(L::COLUMNS.len()) {
                    header.col(|ui| self.heading(ui, ctx, place, *width));
                }
                if let Some(extra) = &extra {
                    let words = RichText::new(extra.title).font(semibold(SIZES.small)).color(ctx.theme.muted);
                    // As a heading that can be clicked, so that it stands on the same line.
                    header.col(|ui| drop(ui.add(egui::Button::new(words).frame(false).truncate().sense(Sense::hover()))));
                }
            });
            table.body(|body| {
                body.rows(ROW, self.listed().len(), |mut row| {
                    let at = row.index();
                    let Some(id) = self.listing.rows().get(at) else { return };
                    let Some(item) = L::row(ctx.project, id) else { return };
                    self.built += 1;
                    let chosen = self.chosen.contains(id);
                    row.set_selected(chosen);
                    for (place, column) in L::COLUMNS.iter().enumerate() {
                        let colour = if place == 0 || chosen { ctx.theme.text } else { ctx.theme.muted };
                        let text = on_one_line((column.text)(ctx.project, item));
                        let words = marked_words(ctx.theme, &text, self.listing.marks(), colour);
                        row.col(|ui| drop(ui.add(Label::new(words).truncate().selectable(false))));
                    }
                    if let Some(extra) = &mut extra {
                        let text = RichText::new((extra.text)(item)).color(ctx.theme.muted);
                        row.col(|ui| drop(ui.add(Label::new(text).truncate().selectable(false))));
                    }
                    let response = row.response();
                    response.widget_info(|| WidgetInfo::selected(Role::Row, true, chosen, L::label(ctx.project, item)));
                    if response.double_clicked() {
                        opened = Some(id.clone());
                    }
                    if response.clicked() {
                        clicked = Some(at);
                    }
                });
            });
        });
        if let Some(at) = clicked {
            self.click(ui, at);
        }
        opened
    }

    fn heading(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, place: usize, width: f32) {
        let Some(column) = L::COLUMNS.get(place) else { return };
        let sorted = self.listing.sort.filter(|sort| sort.column == place);
        let arrow = sorted.map_or("", |sort| if sort.descending { " ▾" } else { " ▴" });
        let words = RichText::new(format!("{}{arrow}", column.title)).font(semibold(SIZES.small)).color(ctx.theme.muted);
        let button = ui.add(egui::Button::new(words).frame(false).truncate());
        if button.accessible_name(format!("Sort by {}", column.title.to_lowercase())).clicked() {
            self.listing.sort_by(place);
        }
        // The right border can be dragged.
        let cell = ui.max_rect();
        let border = egui::Rect::from_min_max(egui::pos2(cell.right() - 4.0, cell.top()), egui::pos2(cell.right() + 4.0, cell.bottom()));
        let drag = ui.interact(border, Id::unique(("column", L::NAME, place)), Sense::drag());
        let drag = drag.on_hover_cursor(egui::CursorIcon::ResizeColumn);
        if drag.dragged()
            && let Some(own) = self.widths.get_mut(place)
        {
            *own = Some((width + drag.drag_delta().x).max(NARROWEST));
        }
    }

    /// Fixed widths, and shares of what they leave.
    fn column_widths(&self, available: f32, extra: Option<f32>) -> Vec<f32> {
        let spacing = 8.0 * (L::COLUMNS.len() + usize::from(extra.is_some())).saturating_sub(1) as f32;
        let wish = |place: usize| match (self.widths.get(place).copied().flatten(), L::COLUMNS.get(place).map(|c| c.width)) {
            (Some(points), _) | (None, Some(Width::Points(points))) => Width::Points(points),
            (None, Some(share)) => share,
            (None, None) => Width::Points(NARROWEST),
        };
        let wishes: Vec<Width> = (0..L::COLUMNS.len()).map(wish).chain(extra.map(Width::Share)).collect();
        let sum = |of: fn(&Width) -> f32| wishes.iter().map(of).sum::<f32>();
        let fixed = sum(|w| if let Width::Points(points) = w { *points } else { 0.0 });
        let shares = sum(|w| if let Width::Share(share) = w { *share } else { 0.0 });
        let left = (available - spacing - fixed).max(0.0);
        let width = |wish: &Width| match wish {
            Width::Points(points) => *points,
            Width::Share(share) => (left * share / shares).max(NARROWEST),
        };
        wishes.iter().map(width).collect()
    }
}
