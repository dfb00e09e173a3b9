//! The concordance with its ticks; only the rows in sight are made.

use egui::{Align2, EventFilter, FontId, Id, Key, Modifiers, Rect, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::super::context::ViewContext;
use super::super::super::facts::title_of;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{hint, paint_occurrence, semibold, shortened, words_around};
use super::Bulk;
use super::picks::{Line, Picks};
use crate::session::{Search, Standing};
use crate::text::thousands;
use crate::ui::keyboard::{give_keyboard, take_key};

const ROW: f32 = 24.0;
/// Where the words found begin, as a share of the width.
const HIT_AT: f32 = 0.36;

/// What happened in the rows of one frame.
#[derive(Default)]
struct Seen {
    focused: Option<usize>,
    toggled: Option<usize>,
}

impl Bulk {
    pub(super) fn show_list(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        self.heading(ui, ctx);
        let Some(search) = &self.search else { return };
        let lines = self.picks.lines();
        if lines.is_empty() {
            let words = match () {
                () if search.is_running() => "Searching…",
                () if self.search_key.is_none() => "Say at the left what to look for",
                () if search.total() > 0 => "Nothing new: everything found is coded already, or was changed by hand since",
                () => "Nothing was found",
            };
            hint(ui, ctx.theme, words);
            return;
        }
        let (rows, wanted) = (lines.len(), self.wanted.filter(|row| *row < lines.len()));
        let mut seen = Seen::default();
        ScrollArea::vertical().id_salt("occurrences").auto_shrink(false).show_viewport(ui, |ui, viewport| {
            ui.set_height(ROW * rows as f32);
            let (x, top) = (ui.max_rect().x_range(), ui.max_rect().top());
            let rect_of = |row: usize| Rect::from_x_y_ranges(x, top + row as f32 * ROW..=top + (row + 1) as f32 * ROW);
            if let Some(row) = wanted {
                ui.scroll_to_rect(rect_of(row), None);
            }
            let first = (viewport.top() / ROW).floor().max(0.0) as usize;
            let last = ((viewport.bottom() / ROW).ceil().max(0.0) as usize + 1).min(rows);
            for (row, line) in lines.iter().enumerate().take(last).skip(first) {
                match line {
                    Line::Document(at) => document_line(ui, ctx, search, *at, rect_of(row)),
                    Line::Hit(number) => {
                        hit_line(ui, ctx, (search, &self.picks), (row, *number), wanted == Some(row), &mut seen, rect_of(row));
                    }
                }
            }
        });
        self.focused = seen.focused;
        if wanted.is_none_or(|row| seen.focused == Some(row)) {
            self.wanted = None;
        }
        if let Some(row) = seen.focused {
            self.wanted = walk(ui, self.picks.lines(), row).or(self.wanted);
        }
        if let Some(number) = seen.toggled {
            self.picks.toggle(number);
        }
        if self.wanted.is_some() {
            ui.ctx().request_repaint();
        }
    }

    fn heading(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let Some(search) = &mut self.search else { return };
        ui.horizontal(|ui| {
            let words = format!("{} of {} ticked", thousands(self.picks.ticked()), thousands(search.total()));
            ui.label(RichText::new(words).font(semibold(SIZES.body)).color(ctx.theme.text));
            let more = match () {
                () if search.is_running() => "searching…",
                () if search.is_cut() => "the search stopped there",
                () if search.is_cancelled() => "stopped",
                () => "Space ticks, Ctrl+A ticks all, Enter codes",
            };
            ui.label(RichText::new(more).size(SIZES.small).color(ctx.theme.muted));
            if search.is_running() && ui.small_button("Stop").clicked() {
                search.cancel();
            }
        });
    }
}

/// Up and down go from place to place, over the lines of documents.
fn walk(ui: &Ui, lines: &[Line], row: usize) -> Option<usize> {
    let is_hit = |row: &usize| matches!(lines.get(*row), Some(Line::Hit(_)));
    let pressed = |key| ui.input_mut(|input| take_key(input, Modifiers::NONE, key));
    if pressed(Key::ArrowDown) {
        return [row + 1, row + 2].into_iter().find(is_hit);
    }
    if pressed(Key::ArrowUp) {
        return [row.checked_sub(1), row.checked_sub(2)].into_iter().flatten().find(is_hit);
    }
    None
}

fn document_line(ui: &Ui, ctx: &ViewContext<'_>, search: &Search, at: usize, rect: Rect) {
    let Some(found) = search.found().get(at) else { return };
    let title = ctx.project.documents().get(&found.document).map_or_else(|| "Deleted".into(), |document| title_of(document));
    let words = format!("{} · {}", shortened(&title, 80), thousands(found.spans.len()));
    let response = ui.interact(rect, Id::unique(("document to code", at)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    painter.text(rect.left_center() + vec2(2.0, 0.0), Align2::LEFT_CENTER, words, semibold(SIZES.small + 1.0), ctx.theme.text);
}

fn hit_line(
    ui: &Ui,
    ctx: &ViewContext<'_>,
    (search, picks): (&Search, &Picks),
    (row, number): (usize, usize),
    wanted: bool,
    seen: &mut Seen,
    rect: Rect,
) {
    let Some((id, span)) = search.hit(number) else { return };
    let Some(document) = ctx.project.documents().get(id) else { return };
    let Some((left, matched, right)) = words_around(document, span) else { return };
    let (standing, ticked) = (picks.standing(number), picks.is_ticked(number));
    let possible = standing != Standing::Same;
    let remark = standing.words().map(|words| format!(", {words}")).unwrap_or_default();
    let response = ui.interact(rect, Id::unique(("occurrence", number)), Sense::click());
    let label = || format!("Occurrence {}: {left}{matched}{right}{remark}", thousands(number + 1));
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, possible, ticked, label()));
    if wanted && ui.clip_rect().intersects(rect) {
        give_keyboard(&response);
    }
    if response.hovered() {
        ui.painter().rect_filled(rect, SIZES.radius, ctx.theme.hover);
    }
    if response.has_focus() {
        let filter = EventFilter { tab: false, horizontal_arrows: false, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        ui.painter().rect_stroke(rect, SIZES.radius, (1.5, ctx.theme.focus), egui::StrokeKind::Inside);
        seen.focused = Some(row);
    }
    if response.clicked() {
        give_keyboard(&response);
        seen.toggled = Some(number);
    }
    let end = paint_remark(ui, ctx, rect, standing);
    paint_tick(ui, ctx, rect, ticked, possible);
    let words = Rect::from_min_max(pos2(rect.left() + 24.0, rect.top()), pos2(end, rect.bottom()));
    paint_occurrence(ui, ctx.theme, words, rect.width() * HIT_AT - 24.0, [&left, &matched, &right]);
}

/// What is to be said of a place, at the right; returns where it begins.
fn paint_remark(ui: &Ui, ctx: &ViewContext<'_>, rect: Rect, standing: Standing) -> f32 {
    let Some(words) = standing.words() else { return rect.right() };
    let colour = if standing == Standing::Same { ctx.theme.muted } else { ctx.theme.warning };
    let galley = ui.painter().layout_no_wrap(words.to_owned(), FontId::proportional(SIZES.small), colour);
    let x = rect.right() - galley.size().x - 8.0;
    ui.painter().galley(pos2(x, rect.center().y - galley.size().y / 2.0), galley, colour);
    x - 6.0
}

fn paint_tick(ui: &Ui, ctx: &ViewContext<'_>, rect: Rect, ticked: bool, possible: bool) {
    let square = Rect::from_center_size(pos2(rect.left() + 12.0, rect.center().y), vec2(13.0, 13.0));
    let painter = ui.painter();
    if ticked {
        painter.rect_filled(square, 2.0, ctx.theme.accent);
        let at = |x: f32, y: f32| pos2(square.left() + x, square.top() + y);
        let stroke = Stroke::new(1.8, ctx.theme.on_accent);
        painter.line_segment([at(3.0, 7.0), at(5.5, 9.5)], stroke);
        painter.line_segment([at(5.5, 9.5), at(10.5, 3.5)], stroke);
    } else {
        let colour = if possible { ctx.theme.muted } else { ctx.theme.border };
        painter.rect_stroke(square, 2.0, (1.2, colour), egui::StrokeKind::Inside);
    }
}
