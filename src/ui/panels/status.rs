//! The status bar: where the caret is, what is there, what is left to do, and what undo would take back.

use egui::{Align, Layout, RichText, Ui};

use super::super::context::{Request, ViewContext};
use super::super::facts::{Facts, counted};
use super::super::theme::SIZES;
use super::super::widgets::shortened;
use crate::session::{History, Pace};
use crate::text::thousands;

/// What runs in the background.
pub struct Busy {
    /// What it is, and how far.
    pub words: String,
    /// Files are being brought in, which can be cancelled.
    pub is_import: bool,
}

/// Shows the status bar.
pub fn show(ui: &mut Ui, ctx: &ViewContext<'_>, facts: &Facts, history: &History, busy: Option<&Busy>, pace: Option<&Pace>) {
    let quiet = |text: String| RichText::new(text).size(SIZES.small).color(ctx.theme.muted);
    ui.horizontal(|ui| {
        let mut parts = Vec::new();
        if !facts.place_text.is_empty() {
            parts.push(facts.place_text.clone());
        }
        if ctx.document().is_some() {
            parts.push(format!("{} in document", counted(facts.annotations, "annotation", "annotations")));
            parts.push(format!("{} unchecked", counted(facts.unchecked, "claim", "claims")));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let undo = history.undo_label().map_or_else(|| "Nothing to undo".to_owned(), |step| format!("Undo: {}", shortened(step, 60)));
            ui.label(quiet(undo));
            if let Some(busy) = busy {
                if busy.is_import && ui.small_button("Cancel").on_hover_text("Stop the import; nothing of it is brought in").clicked() {
                    ctx.send.send(Request::CancelImport);
                }
                ui.label(quiet(busy.words.clone()));
            }
            if let Some(pace) = pace {
                ui.label(quiet(pace_words(pace))).on_hover_text("In this sitting, pauses of five minutes and more left out");
            }
            // Last, so that it is this text that gives way where there is little room.
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(egui::Label::new(quiet(parts.join(" · "))).truncate());
            });
        });
    });
}

/// `1,240 words/h · 38 annotations/h`; dashes before there is enough to tell.
fn pace_words(pace: &Pace) -> String {
    let told = |n: Option<usize>| n.map_or_else(|| "–".to_owned(), thousands);
    format!("{} words/h · {} annotations/h", told(pace.words_per_hour()), told(pace.annotations_per_hour()))
}
