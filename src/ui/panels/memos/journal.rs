//! Memos as a journal: day by day, the newest first. Remarks and notes are not in it, for they have no day of their own.

use egui::{Align2, EventFilter, FontId, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::super::super::context::ViewContext;
use super::super::super::facts::counted;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{Row, marked_job, row_at, semibold, shortened};
use super::rows::{about, coder, day};
use crate::analysis::notes::Note;
use crate::analysis::query::Marks;
use crate::model::{CoderId, Project};
use crate::ui::keyboard::{give_keyboard, take_key};

const DAY: f32 = 32.0;
const MEMO: f32 = 76.0;
/// Characters of a memo's text that are laid out.
const EXCERPT: usize = 320;
/// Characters before the first word that was looked for.
const LEAD: usize = 40;

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// A day (UTC) with the number of its memos.
    Day(String, usize),
    /// A memo.
    Memo(Note),
}

/// What was asked of the journal in a frame.
#[derive(Debug, PartialEq)]
pub(super) enum JournalWish {
    /// Looks at a memo.
    Choose(Note),
    /// Writes in the memo that is looked at.
    Write,
    /// Shows one day alone.
    Only(String),
}

/// What the journal remembers between frames.
#[derive(Debug, Default)]
pub(super) struct Journal {
    key: Option<(u64, u64, Option<CoderId>)>,
    lines: Vec<Line>,
    /// Where each line begins, in points, and where the last one ends.
    tops: Vec<f32>,
    /// Whose memos are shown; `None`: everybody's.
    pub(super) coder: Option<CoderId>,
    reveal: bool,
}

/// The memos among `notes`, day by day, the newest first.
pub(super) fn lines(project: &Project, notes: &[Note], coder: Option<&CoderId>) -> Vec<Line> {
    let mut memos: Vec<_> = notes.iter().filter_map(|n| Some((n.memo(project)?, n))).collect();
    memos.retain(|(memo, _)| coder.is_none_or(|coder| memo.coder == *coder));
    memos.sort_by(|(a, _), (b, _)| (b.created, &b.id).cmp(&(a.created, &a.id)));
    let mut lines = Vec::with_capacity(memos.len());
    for of_day in memos.chunk_by(|(a, _), (b, _)| day(Some(a.created)) == day(Some(b.created))) {
        if let Some((first, _)) = of_day.first() {
            lines.push(Line::Day(day(Some(first.created)), of_day.len()));
        }
        lines.extend(of_day.iter().map(|(_, note)| Line::Memo((*note).clone())));
    }
    lines
}

impl Journal {
    /// Scrolls to the memo that is looked at.
    pub(super) fn reveal(&mut self) {
        self.reveal = true;
    }

    fn update(&mut self, ctx: &ViewContext<'_>, notes: &[Note], changes: u64) {
        let key = Some((ctx.revision, changes, self.coder.clone()));
        if self.key == key {
            return;
        }
        self.key = key;
        self.lines = lines(ctx.project, notes, self.coder.as_ref());
        let heights = self.lines.iter().scan(0.0, |top, line| {
            *top += if let Line::Day(..) = line { DAY } else { MEMO };
            Some(*top)
        });
        self.tops = std::iter::once(0.0).chain(heights).collect();
    }

    /// Shows the memos among what is listed; only the lines in sight are made.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        ctx: &ViewContext<'_>,
        (notes, changes): (&[Note], u64),
        marks: &Marks,
        chosen: Option<&Note>,
    ) -> Option<JournalWish> {
        self.update(ctx, notes, changes);
        let id = Id::unique("journal");
        let keyboard = ui.interact(ui.available_rect_before_wrap(), id, Sense::FOCUSABLE);
        keyboard.widget_info(|| WidgetInfo::labeled(Role::List, true, "Journal of memos"));
        let mut wish = if keyboard.has_focus() { self.read_keys(ui, id, chosen) } else { None };
        let at = chosen.and_then(|chosen| self.lines.iter().position(|line| matches!(line, Line::Memo(note) if note == chosen)));
        let reveal = at.filter(|_| std::mem::take(&mut self.reveal));
        ScrollArea::vertical().id_salt("journal").auto_shrink(false).show_viewport(ui, |ui, viewport| {
            ui.set_height(self.tops.last().copied().unwrap_or_default());
            let (x, top) = (ui.max_rect().x_range(), ui.max_rect().top());
            let rect_of = |at: usize| {
                let end = |at: usize| top + self.tops.get(at).copied().unwrap_or_default();
                Rect::from_x_y_ranges(x, end(at)..=end(at + 1))
            };
            if let Some(at) = reveal {
                ui.scroll_to_rect(rect_of(at), None);
            }
            let first = self.tops.partition_point(|top| *top <= viewport.top()).saturating_sub(1);
            for (at, line) in self.lines.iter().enumerate().skip(first) {
                let rect = rect_of(at);
                if rect.top() - top > viewport.bottom() {
                    break;
                }
                let clicked = match line {
                    Line::Day(day, count) => show_day(ui, ctx, rect, day, *count).then(|| JournalWish::Only(day.clone())),
                    Line::Memo(note) => {
                        show_memo(ui, ctx, rect, note, marks, chosen == Some(note)).then(|| JournalWish::Choose(note.clone()))
                    }
                };
                wish = clicked.or(wish.take());
            }
        });
        if let Some(JournalWish::Choose(_)) = &wish {
            give_keyboard(&keyboard);
        }
        wish
    }

    /// Up and down go from memo to memo; Enter writes in it.
    fn read_keys(&mut self, ui: &Ui, id: Id, chosen: Option<&Note>) -> Option<JournalWish> {
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, EventFilter { vertical_arrows: true, ..Default::default() }));
        let pressed = |key| ui.input_mut(|input| take_key(input, Modifiers::NONE, key));
        let memos = || self.lines.iter().filter_map(|line| if let Line::Memo(note) = line { Some(note) } else { None });
        let at = chosen.and_then(|chosen| memos().position(|note| note == chosen));
        let to = if pressed(Key::ArrowDown) {
            memos().nth(at.map_or(0, |at| at + 1))
        } else if pressed(Key::ArrowUp) {
            at.and_then(|at| memos().nth(at.checked_sub(1)?))
        } else if pressed(Key::Home) {
            memos().next()
        } else {
            return (chosen.is_some() && pressed(Key::Enter)).then_some(JournalWish::Write);
        };
        let wish = to.cloned().map(JournalWish::Choose);
        self.reveal |= wish.is_some();
        wish
    }
}

fn show_day(ui: &Ui, ctx: &ViewContext<'_>, rect: Rect, day: &str, count: usize) -> bool {
    let label = format!("{day}, {}", counted(count, "memo", "memos"));
    let row = Row { label: &label, chosen: false, enabled: true };
    let rect = Rect::from_min_max(rect.min + vec2(0.0, 6.0), rect.max);
    let response = row_at(ui, ctx.theme, Id::unique(("journal day", day)), rect, &row).on_hover_text("Show this day alone");
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let words = painter.text(rect.left_center() + vec2(6.0, 0.0), Align2::LEFT_CENTER, day, semibold(SIZES.body), ctx.theme.text);
    let at = words.right_center() + vec2(8.0, 0.0);
    painter.text(at, Align2::LEFT_CENTER, counted(count, "memo", "memos"), FontId::proportional(SIZES.small), ctx.theme.muted);
    painter.hline(rect.x_range(), rect.bottom(), (1.0, ctx.theme.rule));
    response.clicked()
}

fn show_memo(ui: &Ui, ctx: &ViewContext<'_>, rect: Rect, note: &Note, marks: &Marks, chosen: bool) -> bool {
    const INDENT: f32 = 12.0;
    let name = note.name(ctx.project);
    let label = format!("{}, about {}", shortened(&name, 80), about(ctx.project, note));
    let row = Row { label: &label, chosen, enabled: true };
    let response = row_at(ui, ctx.theme, Id::unique(("journal memo", note)), rect.shrink2(vec2(0.0, 1.0)), &row);
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let width = rect.width() - 2.0 * INDENT;
    let right = format!("{} · {}", shortened(&about(ctx.project, note), 44), coder(ctx.project, note));
    let right = painter.layout_no_wrap(right, FontId::proportional(SIZES.small), ctx.theme.muted);
    let mut heading = marked_job(ctx.theme, &shortened(&name, 100), marks, &semibold(SIZES.body), ctx.theme.text);
    heading.wrap = egui::text::TextWrapping::truncate_at_width((width - right.size().x - 12.0).max(60.0));
    let top = rect.top() + 7.0;
    painter.galley(egui::pos2(rect.right() - INDENT - right.size().x, top + 1.0), right, ctx.theme.muted);
    painter.galley(egui::pos2(rect.left() + INDENT, top), ui.fonts_mut(|fonts| fonts.layout_job(heading)), ctx.theme.text);
    let mut excerpt =
        marked_job(ctx.theme, &excerpt(note.text(ctx.project), marks), marks, &FontId::proportional(SIZES.body - 0.5), ctx.theme.muted);
    excerpt.wrap = egui::text::TextWrapping { max_width: width, max_rows: 2, ..Default::default() };
    painter.galley(egui::pos2(rect.left() + INDENT, top + 21.0), ui.fonts_mut(|fonts| fonts.layout_job(excerpt)), ctx.theme.muted);
    response.clicked()
}

/// The beginning of a text, or what stands around the first word that was looked for; on one line.
fn excerpt(text: &str, marks: &Marks) -> String {
    let first = marks.places(text).first().map_or(0, |place| place.start);
    let before = text.get(..first).unwrap_or_default();
    let lead: String = before.chars().rev().take(LEAD).collect::<Vec<_>>().into_iter().rev().collect();
    let cut = if lead.len() < before.len() { "…" } else { "" };
    let from = first - lead.len();
    let shown: String = text.get(from..).unwrap_or_default().chars().take(EXCERPT).collect();
    format!("{cut}{}", shown.replace(['\n', '\t'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::query::List;

    #[test]
    fn an_excerpt_begins_shortly_before_the_first_word_looked_for() {
        let text = format!("{} irony\nhere", "word ".repeat(40));
        let marks = Marks::of(List::Memos, "irony");
        let shown = excerpt(&text, &marks);
        assert!(shown.starts_with('…') && shown.ends_with("irony here"), "{shown}");
        assert_eq!(shown.chars().count(), 1 + LEAD + "irony here".len());
        assert_eq!(excerpt("short\ntext", &Marks::default()), "short text");
    }
}
