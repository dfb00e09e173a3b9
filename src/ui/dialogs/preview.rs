//! A file as it would read, in the forms that bring files in or read them again. It is read in the background, anew for every other choice.

use std::sync::Arc;

use egui::{ComboBox, Frame, Label, Margin, Response, RichText, ScrollArea, Ui};

use super::super::facts::counted;
use super::super::theme::{SIZES, Theme};
use super::super::widgets::{hint, section, shortened};
use crate::formats::Preview;
use crate::session::{Jobs, Look, Notice, Wake, look, report_lines};

/// Width of the preview in points.
pub(super) const WIDTH: f32 = 430.0;
/// Height of the lines in points, and of what there is to say.
const TEXT: f32 = 250.0;
const REPORT: f32 = 110.0;
/// Lines of the report that are laid out: more are named by their number.
const MOST_LINES: usize = 300;
/// Characters of such a line.
const LINE: usize = 400;
/// The encodings that are met most, by the names of the WHATWG standard; others are typed.
const ENCODINGS: [&str; 6] = ["UTF-8", "windows-1252", "windows-1251", "UTF-16LE", "gb18030", "Shift_JIS"];

type Seen = Result<Preview, Box<Notice>>;

/// The file that is looked at, and what came of it.
#[derive(Debug, Default)]
pub(super) struct Looked {
    jobs: Option<Jobs<(Look, Seen)>>,
    asked: Option<Look>,
    seen: Option<(Look, Seen)>,
}

impl Looked {
    /// Looks at a file unless that is done or under way; what is seen stays until the answer comes.
    pub(super) fn ask(&mut self, ui: &Ui, wanted: Look) {
        for (look, seen) in self.jobs.as_mut().map(Jobs::poll).unwrap_or_default() {
            if self.asked.as_ref() == Some(&look) {
                self.seen = Some((look, seen));
            }
        }
        if self.asked.as_ref() == Some(&wanted) {
            return;
        }
        let ctx = ui.ctx().clone();
        let wake = || -> Wake { Arc::new(move || ctx.request_repaint()) };
        let jobs = self.jobs.get_or_insert_with(|| Jobs::new(wake()));
        self.asked = Some(wanted.clone());
        let job = move |_: &crate::session::Progress| {
            let seen = look(&wanted);
            (wanted, seen)
        };
        // Without a thread there is no preview; the form does without.
        let _ = jobs.start("Look at a file", job);
    }

    /// What was seen of the file that was asked for last.
    pub(super) fn seen(&self) -> Option<&Preview> {
        let (look, seen) = self.seen.as_ref()?;
        if self.asked.as_ref() == Some(look) { seen.as_ref().ok() } else { None }
    }

    /// Shows the file.
    pub(super) fn show(&self, ui: &mut Ui, theme: &Theme) {
        ui.set_width(WIDTH);
        let is_old = self.asked.as_ref() != self.seen.as_ref().map(|(look, _)| look);
        section(ui, theme, if is_old { "Reading the file…" } else { "As it would read" });
        let Some((_, seen)) = &self.seen else { return };
        match seen {
            Ok(preview) => {
                hint(ui, theme, kind_of(preview));
                text(ui, theme, preview, is_old);
                report(ui, theme, preview);
            }
            Err(notice) => {
                ui.label(RichText::new(&notice.what).color(theme.error));
                hint(ui, theme, notice.hint.as_str());
            }
        }
    }
}

/// Format, encoding and size in a line.
fn kind_of(preview: &Preview) -> String {
    let name = preview.format.name;
    let mut parts = vec![name.to_owned()];
    if !preview.encoding.is_empty() {
        parts.push(preview.encoding.clone());
    }
    if preview.documents != 1 || preview.records > 0 {
        parts.push(counted(preview.documents, "document", "documents"));
        parts.push(counted(preview.records, "other record", "other records"));
    } else {
        parts.push(counted(preview.paragraphs, "paragraph", "paragraphs"));
    }
    parts.join(" · ")
}

fn text(ui: &mut Ui, theme: &Theme, preview: &Preview, is_old: bool) {
    let frame = Frame::new().fill(theme.page).stroke((1.0, theme.rule)).corner_radius(SIZES.radius).inner_margin(Margin::same(8));
    frame.show(ui, |ui| {
        ui.set_width(WIDTH - 18.0);
        ScrollArea::vertical().id_salt("preview").max_height(TEXT).auto_shrink([false, true]).show(ui, |ui| {
            let colour = if is_old { theme.muted } else { theme.text };
            for line in &preview.lines {
                ui.add(Label::new(RichText::new(line).color(colour)).wrap());
            }
            let more = preview.paragraphs.saturating_sub(preview.lines.len());
            if more > 0 {
                hint(ui, theme, format!("And {}", counted(more, "more paragraph", "more paragraphs")));
            }
        });
    });
}

fn report(ui: &mut Ui, theme: &Theme, preview: &Preview) {
    let lines = report_lines(&preview.report);
    if lines.is_empty() {
        return;
    }
    ui.add_space(SIZES.gap);
    section(ui, theme, "What there is to say");
    ScrollArea::vertical().id_salt("report").max_height(REPORT).auto_shrink([false, true]).show(ui, |ui| {
        for line in lines.iter().take(MOST_LINES) {
            hint(ui, theme, shortened(line, LINE)).on_hover_text(shortened(line, 4 * LINE));
        }
        if lines.len() > MOST_LINES {
            hint(ui, theme, format!("And {} more; 'variorum import --dry-run' lists all of them", lines.len() - MOST_LINES));
        }
    });
}

/// A choice of encodings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum EncodingChoice {
    /// The one that comes first in the list.
    First,
    /// What the bytes suggest, where that is not the first.
    Detect,
    /// One of the list.
    Known(&'static str),
    /// One that is typed.
    Other(String),
}

/// Shows the choice: `first` and, where it is another, "Detect"; then what fits the file as well, then those met most.
pub(super) fn encodings(ui: &mut Ui, choice: &mut EncodingChoice, first: &str, looked: &Looked, width: f32) -> Response {
    let fitting: Vec<&'static str> = looked.seen().map(|preview| preview.alternatives.clone()).unwrap_or_default();
    let rest = ENCODINGS.into_iter().filter(|name| !fitting.contains(name));
    let shown = match choice {
        EncodingChoice::First => first.to_owned(),
        EncodingChoice::Detect => "Detect".to_owned(),
        EncodingChoice::Known(name) => (*name).to_owned(),
        EncodingChoice::Other(_) => "Other…".to_owned(),
    };
    let combo = ComboBox::from_id_salt("encoding").selected_text(shown).width(width).height(320.0).show_ui(ui, |ui| {
        ui.selectable_value(choice, EncodingChoice::First, first);
        if first != "Detect" {
            ui.selectable_value(choice, EncodingChoice::Detect, "Detect");
        }
        for name in &fitting {
            let line = ui.selectable_label(*choice == EncodingChoice::Known(name), *name);
            if line.on_hover_text("Nearly every byte of the file means something in it").clicked() {
                *choice = EncodingChoice::Known(name);
            }
        }
        ui.separator();
        for name in rest {
            ui.selectable_value(choice, EncodingChoice::Known(name), name);
        }
        let other = matches!(choice, EncodingChoice::Other(_));
        if ui.selectable_label(other, "Other…").clicked() && !other {
            *choice = EncodingChoice::Other(String::new());
        }
    });
    combo.response
}
