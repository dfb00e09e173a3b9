//! Notices as cards at the bottom right: what was done goes by itself, what went wrong stays until it is closed. They lie over the
//! workspaces and under every form: a card must never cover a button that answers a question.

use egui::{Align2, Area, Frame, Id, Margin, Order, RichText, Ui, vec2};

use super::super::theme::{SIZES, Theme};
use super::super::widgets::{cross_button, paint_dot, semibold, shortened};
use crate::session::{Notice, NoticeKind};
use crate::text::counted;

/// Seconds that a card about something done stays.
const BRIEFLY: f64 = 4.0;
/// Seconds that a refusal or a warning stays.
const LONGER: f64 = 9.0;
/// How many cards are shown at once; the rest is in the log.
const MOST: usize = 4;
/// Characters of a sentence that a card shows; the log has all of it.
const LONGEST: usize = 320;

/// Height of a card that was not laid out yet, in points.
const USUAL_HEIGHT: f32 = 80.0;
/// How much of the window's height the cards may take.
const SHARE: f32 = 0.6;

/// The cards on the screen.
#[derive(Debug, Default)]
pub struct Toasts {
    cards: Vec<Card>,
}

#[derive(Debug)]
struct Card {
    notice: Notice,
    until: Option<f64>,
    /// As it was last laid out, in points.
    height: f32,
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
        self.cards.push(Card { notice, until, height: USUAL_HEIGHT });
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
        let hidden = self.hidden(ui.ctx().content_rect().height() * SHARE);
        let mut closed = None;
        Area::new(Id::unique("toasts")).order(Order::Middle).anchor(Align2::RIGHT_BOTTOM, vec2(-14.0, -40.0)).show(ui.ctx(), |ui| {
            ui.set_max_width(380.0);
            if hidden > 0 {
                let words = format!("{}: close these to see them, or look into View > Log", counted(hidden, "older notice"));
                ui.label(RichText::new(words).size(SIZES.small).color(theme.muted));
            }
            for (place, card) in self.cards.iter_mut().enumerate().skip(hidden) {
                let from = ui.cursor().top();
                if show_card(ui, theme, &card.notice) {
                    closed = Some(place);
                }
                card.height = ui.cursor().top() - from;
            }
        });
        if let Some(place) = closed {
            self.cards.remove(place);
        }
    }

    /// How many of the older cards have no room in so much height; the newest one is always shown.
    fn hidden(&self, room: f32) -> usize {
        let mut left = room;
        let fitting = self.cards.iter().rev().take_while(|card| {
            left -= card.height;
            left >= 0.0
        });
        self.cards.len() - fitting.count().max(1)
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
                    ui.label(RichText::new(shortened(&notice.hint, LONGEST)).color(theme.muted));
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
