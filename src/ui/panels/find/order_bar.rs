//! The line above the list of hits: how it is sorted and filtered, and what can be done with what is chosen.

use egui::{Button, RichText, TextEdit, Ui};

use super::super::super::context::ViewContext;
use super::super::super::theme::SIZES;
use super::Find;
use super::words::thousands;
use crate::session::{HitSort, HitTable};

/// Hits that are coded by choice at most; all of them are coded without choosing.
const MOST_CODED: usize = 20_000;
/// What hits can be sorted by, with the word on the screen and the words for screen readers.
const SORTS: [(HitSort, &str, &str); 4] = [
    (HitSort::Place, "Place", "place"),
    (HitSort::Before, "Before", "the words before"),
    (HitSort::Match, "Hit", "the words found"),
    (HitSort::After, "After", "the words after"),
];

impl Find {
    /// How the list is sorted and filtered, and what can be done with what is chosen.
    pub(super) fn list_order(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let Some(search) = &self.project else { return };
        let list = &mut self.list;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for (sort, words, name) in SORTS {
                let order = &mut list.ordered.order;
                let on = order.sort == sort;
                let arrow = if on && order.descending { " ▾" } else { "" };
                let button =
                    ui.add(Button::selectable(on, format!("{words}{arrow}")).small()).accessible_name(format!("Sort hits by {name}"));
                if button.on_hover_text(format!("Sort by {name}; once more the other way round")).clicked() {
                    order.descending = on && !order.descending;
                    order.sort = sort;
                    list.top = true;
                }
            }
            ui.add_space(SIZES.gap);
            let label = "Filter hits…";
            let field = TextEdit::singleline(&mut list.ordered.order.query).hint_text(label).desired_width(170.0);
            let hover = "For example: left:talks document:000 not has:code";
            self.has_focus |= ui.add(field).accessible_name(label).on_hover_text(hover).has_focus();
            if list.ordered.is_busy() {
                ui.label(RichText::new("Searching…").color(ctx.theme.muted));
            } else if let Some(rows) = list.ordered.rows().filter(|rows| rows.len() != search.total()) {
                ui.label(RichText::new(format!("{} listed", thousands(rows.len()))).color(ctx.theme.muted));
            }
            let chosen = list.ordered.chosen.len();
            let idle = !list.ordered.is_writing();
            if chosen > 0 {
                ui.label(RichText::new(format!("{} chosen", thousands(chosen))).color(ctx.theme.text));
                list.code_chosen |= ui.add_enabled(chosen <= MOST_CODED, Button::new("Code chosen…").small()).clicked();
                if ui.add_enabled(idle, Button::new("Copy chosen").small()).clicked() {
                    list.ordered.write(ui, ctx, search, HitTable::Tabs);
                }
            }
            let export = ui.add_enabled(idle && search.total() > 0, Button::new("Export hits…").small());
            if export.on_hover_text("Writes what is listed as a table (CSV)").clicked() {
                list.ordered.write(ui, ctx, search, HitTable::Csv);
            }
        });
        if let Some(error) = list.ordered.error() {
            let words = format!("Column {}: {}. {}", error.column, error.what, error.hint);
            ui.label(RichText::new(words).size(SIZES.small).color(ctx.theme.error));
        }
    }
}
