//! Words that were looked for, marked in a text that has them.

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Stroke, WidgetText};

use super::super::theme::{SIZES, Theme};
use crate::analysis::query::Marks;

/// A text laid out with a ground and a line behind the words that were looked for, so that they are not told by colour alone.
pub fn marked_job(theme: &Theme, text: &str, marks: &Marks, font: &FontId, colour: Color32) -> LayoutJob {
    let plain = TextFormat::simple(font.clone(), colour);
    let marked =
        TextFormat { background: theme.hit, underline: Stroke::new(1.0, theme.hit_line), ..TextFormat::simple(font.clone(), theme.text) };
    let mut job = LayoutJob::default();
    let mut from = 0;
    for place in marks.places(text) {
        job.append(text.get(from..place.start).unwrap_or_default(), 0.0, plain.clone());
        job.append(text.get(place.clone()).unwrap_or_default(), 0.0, marked.clone());
        from = place.end;
    }
    job.append(text.get(from..).unwrap_or_default(), 0.0, plain);
    job
}

/// The same for a label in the size of the interface.
pub fn marked_words(theme: &Theme, text: &str, marks: &Marks, colour: Color32) -> WidgetText {
    if marks.is_empty() {
        return egui::RichText::new(text).color(colour).into();
    }
    marked_job(theme, text, marks, &FontId::proportional(SIZES.body), colour).into()
}
