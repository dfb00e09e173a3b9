//! Every notice since the program was started.

use egui::{RichText, ScrollArea, Ui};
use egui_extras::{Column, TableBuilder};

use super::super::theme::{SIZES, Theme};
use super::super::widgets::{hint, section, shortened};
use crate::session::{Notice, NoticeKind};

/// Characters of a sentence that are shown under the pointer.
const LONGEST: usize = 4_000;

/// One line of the log.
#[derive(Debug, Clone)]
pub struct LogLine {
    /// Local time of day.
    pub time: String,
    /// What there was to tell.
    pub notice: Notice,
}

/// Shows the log, latest first.
pub fn show(ui: &mut Ui, theme: &Theme, lines: &[LogLine]) {
    section(ui, theme, "Log");
    if lines.is_empty() {
        hint(ui, theme, "Nothing has happened yet that needs telling");
        return;
    }
    ScrollArea::horizontal().show(ui, |ui| {
        let table = TableBuilder::new(ui)
            .id_salt("log")
            .column(Column::exact(64.0))
            .column(Column::exact(64.0))
            .column(Column::initial(420.0).clip(true).resizable(true))
            .column(Column::remainder().clip(true));
        table.body(|body| {
            body.rows(22.0, lines.len(), |mut row| {
                let Some(line) = lines.len().checked_sub(row.index() + 1).and_then(|at| lines.get(at)) else { return };
                show_line(&mut row, theme, line);
            });
        });
    });
}

fn show_line(row: &mut egui_extras::TableRow<'_, '_>, theme: &Theme, line: &LogLine) {
    let (word, colour) = match line.notice.kind {
        NoticeKind::Done => ("Done", theme.good),
        NoticeKind::Refused => ("Refused", theme.warning),
        NoticeKind::Warning => ("Warning", theme.warning),
        NoticeKind::Error => ("Error", theme.error),
    };
    let small = |text: String, colour| egui::Label::new(RichText::new(text).size(SIZES.body - 1.0).color(colour)).truncate();
    row.col(|ui| drop(ui.add(small(line.time.clone(), theme.muted))));
    row.col(|ui| drop(ui.add(small(word.to_owned(), colour))));
    row.col(|ui| drop(ui.add(small(line.notice.what.clone(), theme.text)).on_hover_text(shortened(&line.notice.what, LONGEST))));
    let path = line.notice.path.as_ref().map(|p| p.display().to_string()).unwrap_or_default();
    let more = [line.notice.hint.as_str(), &path].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · ");
    row.col(|ui| drop(ui.add(small(more.clone(), theme.muted)).on_hover_text(&more)));
}
