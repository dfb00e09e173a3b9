//! Scrolling by wheel and by the bar at the right edge.

use egui::{CornerRadius, Rect, Response, Sense, Ui, pos2};

use super::sheet::{Anchor, Sheet};
use super::{TextView, Turn};

/// Width of the bar's hot area in points.
pub const BAR_WIDTH: f32 = 12.0;
/// Width of the thumb in points, at rest and under the pointer.
const THUMB: (f32, f32) = (4.0, 7.0);
/// The thumb is never shorter than this, in points.
const LEAST_THUMB: f32 = 28.0;

/// How the sheet lies on the bar and on the map beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Track {
    /// The bar on the screen.
    pub rect: Rect,
    /// Height of the window in points.
    pub window: f64,
    /// Height of the sheet and of what may be scrolled beyond its end, in points.
    pub length: f64,
    thumb: f64,
}

impl Track {
    /// The track beside a page; `None` when all of the text can be seen at once.
    pub fn of(page: Rect, total: f64) -> Option<Self> {
        let rect = Rect::from_min_max(pos2(page.right() - BAR_WIDTH, page.top() + 2.0), page.right_bottom() - egui::vec2(0.0, 2.0));
        let window = f64::from(page.height());
        let length = total + window / 2.0;
        let thumb = (f64::from(rect.height()) * window / length).max(f64::from(LEAST_THUMB));
        (length > window * 1.5).then_some(Self { rect, window, length, thumb })
    }

    fn room(&self) -> f64 {
        (f64::from(self.rect.height()) - self.thumb).max(1.0)
    }

    /// Top of the thumb below the bar's, for a window that begins `top` points below the sheet's.
    fn thumb_top(&self, top: f64) -> f64 {
        self.room() * (top / (self.length - self.window)).clamp(0.0, 1.0)
    }

    /// Where a place `y` points below the sheet's top lies on the screen: the thumb's middle is there when the window's middle is at `y`.
    pub fn screen(&self, y: f64) -> f32 {
        let step = self.room() / (self.length - self.window);
        self.rect.top() + (self.thumb / 2.0 + step * (y - self.window / 2.0)) as f32
    }

    /// The other way round.
    pub fn sheet(&self, screen: f32) -> f64 {
        let step = self.room() / (self.length - self.window);
        (f64::from(screen - self.rect.top()) - self.thumb / 2.0) / step + self.window / 2.0
    }
}

impl TextView {
    /// Scrolls by the wheel while the pointer is over the page.
    pub(super) fn wheel(&mut self, ui: &Ui, response: &Response, sheet: &mut Sheet, turn: &mut Turn<'_>) {
        if !response.contains_pointer() {
            return;
        }
        let delta = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y));
        if delta != 0.0 {
            self.anchor = sheet.scroll(self.anchor, -delta, turn.geometry.rect.height(), &mut turn.fonts);
        }
    }

    /// Distance of the window's top from the sheet's, in points.
    pub(super) fn top(&self, sheet: &Sheet) -> f64 {
        sheet.heights.above(self.anchor.block) + f64::from(self.anchor.y)
    }

    /// Brings the window's top to a distance from the sheet's.
    pub(super) fn go_to(&mut self, y: f64, sheet: &mut Sheet, turn: &mut Turn<'_>) {
        let (block, into) = sheet.heights.find(y);
        self.anchor = sheet.scroll(Anchor { block, y: into as f32 }, 0.0, turn.geometry.rect.height(), &mut turn.fonts);
    }

    /// Scrolls by dragging or clicking the bar, and says where its thumb is to be painted.
    pub(super) fn bar(&mut self, ui: &Ui, sheet: &mut Sheet, turn: &mut Turn<'_>) {
        self.brushes.bar = None;
        let Some(track) = Track::of(turn.geometry.rect, sheet.total()) else { return };
        let response = ui.interact(track.rect, turn.id.with("bar"), Sense::click_and_drag());
        if let Some(pointer) = response.interact_pointer_pos()
            && (response.dragged() || response.drag_started() || response.clicked())
        {
            let thumb_top = track.thumb_top(self.top(sheet));
            let at = f64::from(pointer.y - track.rect.top());
            // Where the thumb was taken hold of stays under the pointer; a click beside it brings its middle there.
            let on_thumb = (thumb_top..=thumb_top + track.thumb).contains(&at);
            let hold = *self.mouse.bar_hold.get_or_insert(if on_thumb { at - thumb_top } else { track.thumb / 2.0 });
            let y = ((at - hold) / track.room()).clamp(0.0, 1.0) * (track.length - track.window);
            self.go_to(y, sheet, turn);
        }
        if !response.dragged() {
            self.mouse.bar_hold = None;
        }
        let active = response.hovered() || response.dragged();
        let width = if active { THUMB.1 } else { THUMB.0 };
        let min = pos2(track.rect.right() - width - 2.0, track.rect.top() + track.thumb_top(self.top(sheet)) as f32);
        let colour = if active { turn.cx.theme.muted } else { turn.cx.theme.border };
        self.brushes.bar = Some((Rect::from_min_size(min, egui::vec2(width, track.thumb as f32)), colour));
    }

    /// Paints the thumb, on top of everything else.
    pub(super) fn paint_bar(&mut self, painter: &egui::Painter) {
        if let Some((rect, colour)) = self.brushes.bar {
            painter.rect_filled(rect, CornerRadius::same(3), colour);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_and_the_thumb_agree_however_long_the_text_is() {
        let page = Rect::from_min_size(pos2(0.0, 40.0), egui::vec2(900.0, 800.0));
        assert_eq!(Track::of(page, 799.0), None);
        for total in [900.0, 5_000.0, 6_000_000.0] {
            let track = Track::of(page, total).unwrap();
            for part in [0.0, 0.3, 1.0] {
                let top = part * (track.length - track.window);
                let middle = track.rect.top() + (track.thumb_top(top) + track.thumb / 2.0) as f32;
                let window_middle = top + track.window / 2.0;
                assert!((track.screen(window_middle) - middle).abs() < 0.01, "{total} {part}");
                assert!((track.sheet(track.screen(window_middle)) - window_middle).abs() < 1e-3 * total, "{total} {part}");
            }
            assert!(track.screen(0.0) >= track.rect.top() - 0.01 && track.screen(total) <= track.rect.bottom());
        }
    }
}
