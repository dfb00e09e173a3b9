//! All hits of all documents with their context; only the rows in sight are made. As they are found they are grouped by document; sorted or
//! filtered, each has its document beside it.

use egui::{Align2, EventFilter, FontId, Id, Key, Modifiers, Panel, Rect, RichText, ScrollArea, Ui, vec2};

use super::super::super::context::ViewContext;
use super::super::super::facts::title_of;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{Row, paint_occurrence, row_at, semibold, shortened, words_around};
use super::Find;
use super::ordered::Ordered;
use super::words::{count_words, progress_words, thousands};
use crate::session::Search;
use crate::ui::keyboard::{give_keyboard, take_key};

const ROW: f32 = 23.0;
/// Where the hits begin, as a share of the width.
const HIT_AT: f32 = 0.40;
/// Room of the list under the page, in points.
const HEIGHT: f32 = 220.0;
/// Room of the document beside a hit, in points.
const DOCUMENT: f32 = 120.0;

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub struct List {
    /// The hit to scroll to.
    reveal: Option<usize>,
    /// The row that is to have the keyboard.
    focus: Option<usize>,
    /// The row that had it in the last frame, and the one that Shift reaches from.
    focused: Option<usize>,
    anchor: Option<usize>,
    pub(super) top: bool,
    /// Whether the chosen hits are to be coded.
    pub(super) code_chosen: bool,
    /// Order, filter and choice.
    pub(super) ordered: Ordered,
}

impl List {
    /// Scrolls to a hit in the next frame.
    pub fn reveal(&mut self, number: usize) {
        self.reveal = Some(number);
    }

    /// Begins at the top again.
    pub fn reset(&mut self) {
        self.ordered.reset();
        (self.reveal, self.focus, self.focused, self.anchor, self.top) = (None, None, None, None, true);
    }
}

/// A row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// A document, by its place among those found.
    Document(usize),
    /// A hit: the document's place, and the hit's number in all.
    Hit(usize, usize),
}

/// What the row with this number shows: each document has a row of its own before its hits.
fn line_of(ends: &[usize], row: usize) -> Option<Line> {
    // The rows up to the last hit of document `at` are its hits and one line for each document so far.
    let (mut low, mut high) = (0, ends.len());
    while low < high {
        let middle = low.midpoint(high);
        if ends.get(middle)? + middle < row {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let before = if low == 0 { 0 } else { *ends.get(low - 1)? };
    ends.get(low)?;
    Some(match row.checked_sub(before + low)? {
        0 => Line::Document(low),
        _ => Line::Hit(low, row - low - 1),
    })
}

/// The row of a hit.
fn row_of(ends: &[usize], number: usize) -> usize {
    number + 1 + ends.partition_point(|end| *end <= number)
}

/// What the row shows: of an ordered list a hit alone, else as [`line_of`].
fn line_at(search: &Search, rows: Option<&[u32]>, row: usize) -> Option<Line> {
    match rows {
        Some(rows) => {
            let number = *rows.get(row)? as usize;
            Some(Line::Hit(search.ends().partition_point(|end| *end <= number), number))
        }
        None => line_of(search.ends(), row),
    }
}

impl Find {
    pub(super) fn show_list(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        if self.query.pattern.is_empty() || self.project.as_ref().is_none_or(|search| search.refusal().is_some()) {
            return;
        }
        let frame = egui::Frame::new().fill(ctx.theme.panel).inner_margin(egui::Margin { left: 10, right: 6, top: 6, bottom: 4 });
        let panel = Panel::bottom("hits in all documents").resizable(true).default_size(HEIGHT).min_size(90.0);
        panel.max_size((ui.available_height() - 120.0).max(90.0)).frame(frame).show(ui, |ui| {
            if let Some(search) = &self.project {
                self.list.ordered.update(ui, ctx, search);
            }
            self.list_header(ui, ctx);
            self.list_order(ui, ctx);
            self.list_keys(ui);
            self.rows(ui, ctx);
        });
    }

    fn list_header(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let Some(search) = &mut self.project else { return };
        ui.horizontal(|ui| {
            ui.label(RichText::new("Hits").font(semibold(SIZES.small)).color(ctx.theme.muted));
            ui.label(count_words(search, None, super::FindScope::Project));
            if let Some(words) = progress_words(search) {
                ui.label(RichText::new(words).color(ctx.theme.muted));
            }
            if search.is_running() && ui.small_button("Cancel").on_hover_text("Stop looking and keep what was found").clicked() {
                search.cancel();
            }
        });
    }

    /// The keys of a row that has the keyboard: up and down, with Shift to choose on the way; Space chooses it, Ctrl+A all.
    fn list_keys(&mut self, ui: &Ui) {
        let (Some(search), Some(row)) = (&self.project, self.list.focused.take()) else { return };
        let rows = self.list.ordered.rows();
        let number = |row: usize| match line_at(search, rows, row) {
            Some(Line::Hit(_, number)) => Some(number),
            _ => None,
        };
        let pressed = |modifiers, key| ui.input_mut(|input| take_key(input, modifiers, key));
        let next = |row: usize| [row + 1, row + 2].into_iter().find(|row| number(*row).is_some());
        let previous = |row: usize| [row.checked_sub(1), row.checked_sub(2)].into_iter().flatten().find(|row| number(*row).is_some());
        let mut chosen = None;
        for (key, to) in [(Key::ArrowDown, next(row)), (Key::ArrowUp, previous(row))] {
            if pressed(Modifiers::SHIFT, key) {
                let (anchor, to) = (self.list.anchor.unwrap_or(row), to.unwrap_or(row));
                let between = anchor.min(to)..=anchor.max(to);
                chosen = Some(between.filter_map(number).collect::<Vec<_>>());
                (self.list.anchor, self.list.focus) = (Some(anchor), Some(to));
            } else if pressed(Modifiers::NONE, key) {
                (self.list.anchor, self.list.focus) = (to.or(self.list.anchor), to.or(self.list.focus));
            }
        }
        if pressed(Modifiers::COMMAND, Key::A) {
            chosen = Some(rows.map_or_else(|| (0..search.total()).collect(), |rows| rows.iter().map(|n| *n as usize).collect()));
        }
        let toggled = number(row).filter(|_| pressed(Modifiers::NONE, Key::Space));
        if let Some(chosen) = chosen {
            self.list.ordered.chosen.set(chosen.into_iter());
        }
        if let Some(number) = toggled {
            self.list.ordered.chosen.toggle(number);
            self.list.anchor = Some(row);
        }
    }

    fn rows(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let Some(search) = &self.project else { return };
        let ordered = self.list.ordered.rows();
        let rows = ordered.map_or(search.total() + search.found().len(), <[u32]>::len);
        let current = self.current(ctx);
        let place = |number: usize| match ordered {
            Some(rows) => rows.iter().position(|n| *n as usize == number),
            None => Some(row_of(search.ends(), number)),
        };
        let reveal = self.list.reveal.take().and_then(place);
        let mut area = ScrollArea::vertical().id_salt("hits").auto_shrink(false);
        if std::mem::take(&mut self.list.top) {
            area = area.vertical_scroll_offset(0.0);
        }
        let focus = self.list.focus.take();
        let chosen = &self.list.ordered.chosen;
        let seen = area
            .show_viewport(ui, |ui, viewport| {
                ui.set_height(ROW * rows as f32);
                let (x, top) = (ui.max_rect().x_range(), ui.max_rect().top());
                let rect_of = |row: usize| Rect::from_x_y_ranges(x, top + row as f32 * ROW..=top + (row + 1) as f32 * ROW);
                if let Some(row) = focus.or(reveal) {
                    ui.scroll_to_rect(rect_of(row), None);
                }
                let first = (viewport.top() / ROW).floor().max(0.0) as usize;
                let last = (viewport.bottom() / ROW).ceil().max(0.0) as usize + 1;
                let mut seen = Seen { wanted: focus, ..Seen::default() };
                for row in first..last.min(rows) {
                    match line_at(search, ordered, row) {
                        Some(Line::Document(at)) => document_line(ui, ctx, search, at, rect_of(row)),
                        Some(Line::Hit(_, number)) => {
                            let chosen = current == Some(number) || chosen.has(number);
                            let state = HitState { row, number, chosen, beside: ordered.is_some() };
                            hit_line(ui, ctx, search, state, rect_of(row), &mut seen);
                        }
                        None => {}
                    }
                }
                seen
            })
            .inner;
        self.has_focus |= seen.focused.is_some();
        self.list.focused = seen.focused;
        // A row that was out of sight takes the keyboard when it has come into sight.
        self.list.focus = seen.wanted.filter(|row| *row < rows);
        if self.list.focus.is_some() {
            ui.ctx().request_repaint();
        }
        if let Some((row, number)) = seen.clicked {
            self.hit_clicked(ui, ctx, row, number);
        }
    }

    /// A click shows a hit; with Ctrl it is chosen as well, with Shift all up to it are.
    fn hit_clicked(&mut self, ui: &Ui, ctx: &ViewContext<'_>, row: usize, number: usize) {
        let Some(search) = &self.project else { return };
        let modifiers = ui.input(|input| input.modifiers);
        let list = &mut self.list;
        if modifiers.shift {
            let anchor = list.anchor.unwrap_or(row);
            let rows = list.ordered.rows();
            let numbers = (anchor.min(row)..=anchor.max(row)).filter_map(|row| match line_at(search, rows, row) {
                Some(Line::Hit(_, number)) => Some(number),
                _ => None,
            });
            let numbers: Vec<usize> = numbers.collect();
            list.ordered.chosen.set(numbers.into_iter());
            return;
        }
        list.anchor = Some(row);
        if modifiers.command {
            list.ordered.chosen.toggle(number);
            return;
        }
        list.ordered.chosen.set(std::iter::empty());
        if let Some((document, span)) = search.hit(number) {
            let document = document.clone();
            self.go(ctx, document, span);
        }
    }
}

/// What happened in the rows of one frame.
#[derive(Debug, Default)]
struct Seen {
    /// The row that should have the keyboard and has not been drawn yet.
    wanted: Option<usize>,
    /// The row that has it.
    focused: Option<usize>,
    /// The row and hit that were clicked, or entered with the keyboard.
    clicked: Option<(usize, usize)>,
}

#[derive(Debug, Clone, Copy)]
struct HitState {
    row: usize,
    number: usize,
    chosen: bool,
    /// Whether its document stands beside it.
    beside: bool,
}

fn document_line(ui: &Ui, ctx: &ViewContext<'_>, search: &Search, at: usize, rect: Rect) {
    let Some(found) = search.found().get(at) else { return };
    let title = ctx.project.documents().get(&found.document).map_or_else(|| "Deleted".into(), |document| title_of(document));
    let words = format!("{} · {}", shortened(&title, 90), thousands(found.spans.len()));
    let response = ui.interact(rect, Id::unique(("document of hits", at)), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &words));
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    painter.text(rect.left_center() + vec2(2.0, 0.0), Align2::LEFT_CENTER, words, semibold(SIZES.small + 1.0), ctx.theme.text);
}

fn hit_line(ui: &Ui, ctx: &ViewContext<'_>, search: &Search, state: HitState, rect: Rect, seen: &mut Seen) {
    let Some((id, span)) = search.hit(state.number) else { return };
    let Some(document) = ctx.project.documents().get(id) else { return };
    let Some((left, matched, right)) = words_around(document, span) else { return };
    let label = format!("Hit {}: {left}{matched}{right}", thousands(state.number + 1));
    let row = Row { label: &label, chosen: state.chosen, enabled: true };
    let response = row_at(ui, ctx.theme, Id::unique(("hit", state.row)), rect, &row);
    if seen.wanted == Some(state.row) && ui.clip_rect().intersects(rect) {
        give_keyboard(&response);
        seen.wanted = None;
    }
    if response.has_focus() {
        let filter = EventFilter { tab: false, horizontal_arrows: false, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        seen.focused = Some(state.row);
    }
    if response.clicked() {
        give_keyboard(&response);
        seen.clicked = Some((state.row, state.number));
    }
    let mut words = rect;
    if state.beside {
        words.min.x += DOCUMENT;
        let clip = rect.with_max_x(words.left() - 6.0).intersect(ui.clip_rect());
        let name = document.outlet.as_deref().unwrap_or_default();
        let name = shortened(&format!("{} {name}", document.id), 30);
        let painter = ui.painter().with_clip_rect(clip);
        let at = rect.left_center() + vec2(6.0, 0.0);
        painter.text(at, Align2::LEFT_CENTER, name, FontId::proportional(SIZES.small), ctx.theme.muted);
    }
    paint_occurrence(ui, ctx.theme, words, words.width() * HIT_AT, [&left, &matched, &right]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_document_has_a_line_before_its_hits() {
        let ends = [2, 3, 6];
        let lines: Vec<_> = (0..10).map(|row| line_of(&ends, row)).collect();
        let hit = |at, number| Some(Line::Hit(at, number));
        let document = |at| Some(Line::Document(at));
        assert_eq!(lines, [document(0), hit(0, 0), hit(0, 1), document(1), hit(1, 2), document(2), hit(2, 3), hit(2, 4), hit(2, 5), None]);
        let rows: Vec<_> = (0..6).map(|number| row_of(&ends, number)).collect();
        assert_eq!(rows, [1, 2, 4, 6, 7, 8]);
    }
}
