//! What is shown while a project is being opened.

use egui::{Id, Modal, ProgressBar, RichText, Ui};

use super::forms::heading;
use crate::text::thousands;
use crate::ui::context::{CommandSender, Request};
use crate::ui::keyboard::take_escape;
use crate::ui::theme::{SIZES, Theme};

/// Seconds after which it is shown: most projects are open by then.
const PATIENCE: f64 = 0.25;
/// Seconds between two looks at how far it is.
const OFTEN: f32 = 0.1;
const WIDTH: f32 = 360.0;

/// What is being opened, and how far that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningWords {
    /// The name of its folder.
    pub name: String,
    /// Files that were read, and all of them; 0 until that is known.
    pub counts: (usize, usize),
}

/// Says how far it is and lets it be cancelled; `since` remembers when it was asked first.
pub fn opening(ui: &Ui, theme: &Theme, opening: Option<&OpeningWords>, since: &mut Option<f64>, send: &CommandSender) {
    let now = ui.input(|input| input.time);
    let Some(opening) = opening else {
        *since = None;
        return;
    };
    let waited = now - *since.get_or_insert(now);
    ui.ctx().request_repaint_after(std::time::Duration::from_secs_f32(OFTEN));
    if waited < PATIENCE {
        return;
    }
    let escaped = take_escape(ui);
    let frame = egui::Frame::popup(ui.style()).inner_margin(18.0);
    let modal = Modal::new(Id::unique("opening")).frame(frame).backdrop_color(egui::Color32::from_black_alpha(50));
    let cancelled = modal.show(ui.ctx(), |ui| {
        ui.set_width(WIDTH);
        heading(ui, theme, &format!("Opening {}…", opening.name));
        let (read, files) = opening.counts;
        let words = match files {
            0 => "Looking for its files".to_owned(),
            _ => format!("{} of {} files read", thousands(read), thousands(files)),
        };
        ui.label(RichText::new(words).color(theme.muted));
        ui.add(ProgressBar::new(if files == 0 { 0.0 } else { read as f32 / files as f32 }).desired_height(6.0));
        ui.add_space(SIZES.gap);
        ui.button("Cancel").clicked()
    });
    if cancelled.inner || escaped {
        send.send(Request::CancelOpening);
    }
}
