//! Notices as cards at the bottom right: what was done goes by itself, what went wrong stays until it is closed.

use egui::{Align2, Area, Frame, Id, Margin, Order, RichText, Ui, vec2};

use super::super::theme::{SIZES, Theme};
use super::super::widgets::{cross_button, paint_dot, semibold, shortened};
use crate::session::{Notice, NoticeKind};

/// Seconds that a card about something done stays.
const BRIEFLY: f64 = 4.0;
/// Seconds that a refusal or a warning stays.
const LONGER: f64 = 9.0;
/// How many cards are shown at once; the rest is in the log.
const MOST: usize = 4;
/// Characters of a sentence that a card shows; the log has all of it.
const LONGEST: usize = 320;

/// The cards on the screen.
#[derive(Debug, Default)]
pub struct Toasts {
    cards: Vec<Card>,
}

#[derive(Debug)]
struct Card {
    notice: Notice,
    until: Option<f64>,
}

impl Toasts {
    /// Puts up a card at a time (seconds of egui's clock).
    pub fn add(&mut self, notice: Notice, now: f64) {
        let until = match notice.kind {
            NoticeKind::Done => Some(now + BRIEFLY),
            NoticeKind::Refused | NoticeKind::Warning => Some(now + LONGER),
            NoticeKind::Error => None,
        };
        self.cards.retain(|card| card.notice != notice);
        self.cards.push(Card { notice, until });
        if self.cards.len() > MOST {
            self.cards.remove(0);
        }
    }

    /// Shows the cards above the status bar.
    pub fn show(&mut self, ui: &Ui, theme: &Theme) {
        let now = ui.input(|input| input.time);
        self.cards.retain(|card| card.until.is_none_or(|until| until > now));
        if self.cards.is_empty() {
            return;
        }
        if let Some(next) = self.cards.iter().filter_map(|card| card.until).reduce(f64::min) {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64((next - now).max(0.02)));
        }
        let mut closed = None;
        Area::new(Id::unique("toasts")).order(Order::Tooltip).anchor(Align2::RIGHT_BOTTOM, vec2(-14.0, -40.0)).show(ui.ctx(), |ui| {
            ui.set_max_width(380.0);
            for (place, card) in self.cards.iter().enumerate() {
                if show_card(ui, theme, &card.notice) {
                    closed = Some(place);
                }
            }
        });
        if let Some(place) = closed {
            self.cards.remove(place);
        }
    }
}

/// The colour of a kind of notice.
fn colour(theme: &Theme, kind: NoticeKind) -> egui::Color32 {
    match kind {
        NoticeKind::Done => theme.good,
        NoticeKind::Refused | NoticeKind::Warning => theme.warning,
        NoticeKind::Error => theme.error,
    }
}

fn show_card(ui: &mut Ui, theme: &Theme, notice: &Notice) -> bool {
    let frame = Frame::new()
        .fill(theme.raised)
        .stroke((1.0, theme.border))
        .corner_radius(SIZES.window_radius)
        .inner_margin(Margin::symmetric(12, 9))
        .shadow(ui.visuals().popup_shadow);
    let inner = frame.show(ui, |ui| {
        ui.set_width(340.0);
        ui.horizontal_top(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(10.0, 20.0), egui::Sense::hover());
            paint_dot(ui.painter(), rect.center(), colour(theme, notice.kind));
            ui.vertical(|ui| {
                ui.set_width(292.0);
                ui.label(RichText::new(shortened(&notice.what, LONGEST)).font(semibold(SIZES.body)).color(theme.text));
                if !notice.hint.is_empty() {
                    ui.label(RichText::new(&notice.hint).color(theme.muted));
                }
                if let Some(path) = &notice.path {
                    ui.label(RichText::new(path.display().to_string()).size(SIZES.small).color(theme.muted));
                }
            });
            cross_button(ui, theme, "Close the notice").clicked()
        })
        .inner
    });
    inner.inner
}
