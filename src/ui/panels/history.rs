//! The steps that were done, latest first; a click goes back or forward to one.

use egui::{FontId, RichText, ScrollArea, Ui, pos2, vec2};
use jiff::tz::TimeZone;

use super::super::context::ViewContext;
use super::super::theme::SIZES;
use super::super::widgets::{Row, hint, paint_dot, row_in, shortened};
use crate::session::{Command, Entry, History};

const ROW: f32 = 26.0;
/// Room of the times at the left.
const TIMES: f32 = 104.0;

/// Shows the history in a window of its own while it is open.
pub fn show(ui: &Ui, ctx: &ViewContext<'_>, history: &History, open: &mut bool) {
    let size = vec2(460.0, 420.0);
    let at = ui.ctx().content_rect().center() - size / 2.0;
    let window = egui::Window::new("History").open(open).default_size(size).default_pos(at).collapsible(false);
    window.show(ui.ctx(), |ui| list(ui, ctx, history));
}

fn list(ui: &mut Ui, ctx: &ViewContext<'_>, history: &History) {
    let (entries, done) = history.entries();
    if let Some(last) = history.older() {
        hint(ui, ctx.theme, format!("Older steps, up to “{}”, are read when they are gone back to", shortened(last, 40)));
        if ui.button("Read all older steps").clicked() {
            ctx.send.run(Command::ReadOlderSteps);
        }
    }
    if entries.is_empty() && history.older().is_none() {
        hint(ui, ctx.theme, "Nothing has been done yet");
        return;
    }
    hint(ui, ctx.theme, "Click a step to go back or forward to where it was just done");
    ui.spacing_mut().item_spacing.y = 0.0;
    // One line more than there are steps: the beginning.
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, ROW, entries.len() + 1, |ui, rows| {
        for row in rows {
            let number = entries.len() - row.min(entries.len());
            line(ui, ctx, number.checked_sub(1).and_then(|at| entries.get(at)), number, done);
        }
    });
}

/// One step; `number` says how many are done when it is the last.
fn line(ui: &mut Ui, ctx: &ViewContext<'_>, entry: Option<&Entry>, number: usize, done: usize) {
    let name = entry.map_or("The beginning", |e| e.label.as_str());
    let label = if entry.is_some() { format!("Step {number}: {name}") } else { name.to_owned() };
    let response = row_in(ui, ctx.theme, ROW, &Row { label: &label, chosen: number == done, enabled: true });
    let rect = response.rect;
    let colour = if number > done { ctx.theme.muted } else { ctx.theme.text };
    if number == done {
        paint_dot(ui.painter(), pos2(rect.left() + 9.0, rect.center().y), ctx.theme.accent);
    }
    let time = entry.map(|e| e.time.to_zoned(TimeZone::system()).strftime("%-d %b, %H:%M").to_string()).unwrap_or_default();
    let time = ui.painter().layout_no_wrap(time, FontId::proportional(SIZES.small), ctx.theme.muted);
    ui.painter().galley(pos2(rect.left() + 20.0, rect.center().y - time.size().y / 2.0), time, ctx.theme.muted);
    let words = RichText::new(name).color(colour);
    // What was undone stands aside in more than its colour.
    let words = egui::WidgetText::from(if number > done { words.italics() } else { words });
    let galley = words.into_galley(ui, Some(egui::TextWrapMode::Truncate), rect.width() - TIMES - 8.0, egui::TextStyle::Body);
    ui.painter().galley(pos2(rect.left() + TIMES, rect.center().y - galley.size().y / 2.0), galley, colour);
    let response = if number > done { response.on_hover_text("Undone; click to do it again") } else { response };
    if response.clicked() && number != done {
        ctx.send.run(Command::GoToStep(number));
    }
}
