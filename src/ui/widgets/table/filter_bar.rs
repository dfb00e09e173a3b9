//! The line a table is filtered with: the query, what is wrong with it and where, saved queries, help, export.

use egui::{FontId, Key, Modifiers, RichText, TextEdit, Ui};

use super::super::super::context::{Request, ViewContext};
use super::super::super::theme::SIZES;
use super::super::{cross_button, hint, semibold};
use super::{ListOf, Table};
use crate::analysis::query::{List, QueryError, fields};
use crate::session::SavedQuery;
use crate::ui::keyboard::{give_keyboard, take_key};

/// Room for what stands beside the field, in points.
const BESIDE: f32 = 330.0;

impl<L: ListOf> Table<L> {
    pub(super) fn filter_bar(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, list: List, saved: &mut Vec<SavedQuery>) {
        let field_left = ui
            .horizontal(|ui| {
                let width = (ui.available_width() - BESIDE).max(160.0);
                let label = format!("Filter {}", L::NAME);
                let edit = TextEdit::singleline(&mut self.query).hint_text(format!("Filter {}…", L::NAME)).desired_width(width);
                let response = ui.add(edit).accessible_name(&label);
                if std::mem::take(&mut self.wants_filter) {
                    give_keyboard(&response);
                }
                // Down leads from the filter to what it found.
                if response.has_focus() && ui.input_mut(|input| take_key(input, Modifiers::NONE, Key::ArrowDown)) {
                    self.wants_keyboard = true;
                    ui.ctx().request_repaint();
                }
                ui.menu_button("Saved", |ui| self.saved_queries(ui, ctx, list, saved));
                ui.menu_button("Help", |ui| help(ui, ctx, list));
                // What is listed while a query is broken is the answer to another one.
                let broken = self.listing.error().is_some();
                let export = ui.add_enabled(!broken, egui::Button::new("Export…"));
                if export.on_hover_text("Writes what is listed as a table (CSV)").clicked()
                    && let Ok(text) = self.csv(ctx.project)
                {
                    ctx.send.send(Request::SaveTable { name: L::NAME.to_owned(), text });
                }
                let (listed, total) = (self.listed().len(), self.listing.total());
                let words = match self.chosen.len() {
                    _ if self.listing.is_busy() => "Filtering…".to_owned(),
                    _ if broken => "Listed as before".to_owned(),
                    0 | 1 if listed == total => format!("{total} {}", L::NAME),
                    0 | 1 => format!("{listed} of {total}"),
                    chosen => format!("{chosen} chosen of {listed}"),
                };
                ui.label(RichText::new(words).size(SIZES.small).color(ctx.theme.muted));
                response.rect.left()
            })
            .inner;
        if let Some(error) = self.listing.error() {
            show_error(ui, ctx, field_left, &self.query, error);
        }
    }

    fn saved_queries(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, list: List, saved: &mut Vec<SavedQuery>) {
        ui.set_min_width(260.0);
        let mut gone = None;
        for (at, query) in saved.iter().enumerate().filter(|(_, query)| query.list == list.word()) {
            ui.horizontal(|ui| {
                if cross_button(ui, ctx.theme, &format!("Forget the query {}", query.name)).clicked() {
                    gone = Some(at);
                }
                let button = ui.button(&query.name).accessible_name(format!("{}, a saved query", query.name));
                if button.on_hover_text(&query.text).clicked() {
                    self.query.clone_from(&query.text);
                    ui.close();
                }
            });
        }
        if let Some(at) = gone {
            saved.remove(at);
        }
        let query = self.query.trim();
        if query.is_empty() || self.listing.error().is_some() {
            hint(ui, ctx.theme, "Write a query to save it here");
            return;
        }
        ui.horizontal(|ui| {
            ui.add(TextEdit::singleline(&mut self.name).hint_text("Name of this query").desired_width(160.0))
                .accessible_name("Name of this query");
            let name = self.name.trim();
            if ui.add_enabled(!name.is_empty(), egui::Button::new("Save query")).clicked() {
                saved.retain(|other| other.name != name || other.list != list.word());
                saved.push(SavedQuery { list: list.word().to_owned(), name: name.to_owned(), text: query.to_owned() });
                self.name.clear();
                ui.close();
            }
        });
    }
}

/// One sentence, and a caret under the column it is about.
fn show_error(ui: &mut Ui, ctx: &ViewContext<'_>, field_left: f32, query: &str, error: &QueryError) {
    let before: String = query.chars().take(error.column.saturating_sub(1)).collect();
    let font = egui::TextStyle::Body.resolve(ui.style());
    let offset = ui.painter().layout_no_wrap(before, font, ctx.theme.error).size().x;
    let tip = egui::pos2(field_left + ui.spacing().button_padding.x + offset + 3.0, ui.cursor().top());
    let triangle = vec![tip, tip + egui::vec2(-4.0, 6.0), tip + egui::vec2(4.0, 6.0)];
    ui.painter().add(egui::Shape::convex_polygon(triangle, ctx.theme.error, egui::Stroke::NONE));
    ui.add_space(7.0);
    let words = format!("Column {}: {}. {}", error.column, error.what, error.hint);
    ui.label(RichText::new(words).size(SIZES.small).color(ctx.theme.error));
}

/// Every field of the list, from the table that the language is compiled with.
fn help(ui: &mut Ui, ctx: &ViewContext<'_>, list: List) {
    ui.set_min_width(560.0);
    let remark = "Conditions with spaces between them must all be met; or, not, ( ) and \"several words\" do what they say. \
                  Annotations: PER inside CLM, CLM contains PER, CUE overlaps SRC, WRD within 5 words of kim.";
    hint(ui, ctx.theme, remark);
    egui::ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
        egui::Grid::new(("query help", list.word())).num_columns(3).spacing([14.0, 3.0]).show(ui, |ui| {
            for field in fields(list) {
                ui.label(RichText::new(field.name).font(semibold(SIZES.small)).color(ctx.theme.text));
                ui.label(RichText::new(field.means).size(SIZES.small).color(ctx.theme.muted));
                ui.label(RichText::new(field.example).font(FontId::monospace(SIZES.small)).color(ctx.theme.text));
                ui.end_row();
            }
        });
    });
    if list == List::Annotations {
        hint(ui, ctx.theme, "Every attribute is a field, too: valence:<0, form:full-name");
    }
}
