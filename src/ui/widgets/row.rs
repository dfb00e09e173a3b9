//! One line of a list: a ground that shows pointing and choice, and a name for screen readers.

use egui::{Id, Rect, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::super::theme::{SIZES, Theme};

/// What a row looks like and is called.
pub struct Row<'a> {
    /// Its name for screen readers.
    pub label: &'a str,
    /// Whether it is the chosen one.
    pub chosen: bool,
    /// Whether it can be clicked.
    pub enabled: bool,
}

/// A row at a given place.
pub fn row_at(ui: &Ui, theme: &Theme, id: Id, rect: Rect, row: &Row) -> Response {
    let sense = if row.enabled { Sense::click() } else { Sense::hover() };
    let response = ui.interact(rect, id, sense);
    response.widget_info(|| WidgetInfo::selected(Role::Button, row.enabled, row.chosen, row.label));
    paint_ground(ui, theme, &response, row);
    response
}

/// A row of a height at the next place, as wide as there is room.
pub fn row_in(ui: &mut Ui, theme: &Theme, height: f32, row: &Row) -> Response {
    let sense = if row.enabled { Sense::click() } else { Sense::hover() };
    let (_, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), sense);
    response.widget_info(|| WidgetInfo::selected(Role::Button, row.enabled, row.chosen, row.label));
    paint_ground(ui, theme, &response, row);
    response
}

/// A clickable line of words, cut off at the edge; `label` is its name for screen readers.
pub fn words_row(ui: &mut Ui, theme: &Theme, label: &str, words: &str) -> Response {
    const HEIGHT: f32 = 24.0;
    const INDENT: f32 = 6.0;
    let response = row_in(ui, theme, HEIGHT, &Row { label, chosen: false, enabled: true });
    let words = egui::WidgetText::from(egui::RichText::new(words).color(theme.text));
    let width = response.rect.width() - 2.0 * INDENT;
    let galley = words.into_galley(ui, Some(egui::TextWrapMode::Truncate), width, egui::TextStyle::Body);
    let at = egui::pos2(response.rect.left() + INDENT, response.rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, theme.text);
    response
}

/// A list of rows of one height, of which only those in sight are built; it grows to `most` points and then scrolls.
pub fn rows(ui: &mut Ui, (name, most, height): (&str, f32, f32), count: usize, mut row: impl FnMut(&mut Ui, usize)) {
    ui.scope(|ui| {
        // The height of a row is counted with the gap below it.
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = ScrollArea::vertical().id_salt(name).max_height(most).auto_shrink([false, true]);
        area.show_rows(ui, height, count, |ui, range| range.for_each(|at| row(ui, at)));
    });
}

fn paint_ground(ui: &Ui, theme: &Theme, response: &Response, row: &Row) {
    let painter = ui.painter();
    if row.chosen {
        painter.rect_filled(response.rect, SIZES.radius, theme.selection_idle);
    } else if response.hovered() && row.enabled {
        painter.rect_filled(response.rect, SIZES.radius, theme.hover);
    }
}
