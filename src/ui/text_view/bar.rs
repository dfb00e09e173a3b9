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

    /// Scrolls by dragging or clicking the bar, and paints it.
    pub(super) fn bar(&mut self, ui: &Ui, sheet: &mut Sheet, turn: &mut Turn<'_>) {
        let page = turn.geometry.rect;
        let track = Rect::from_min_max(pos2(page.right() - BAR_WIDTH, page.top() + 2.0), page.right_bottom() - egui::vec2(0.0, 2.0));
        let window = f64::from(page.height());
        let length = sheet.total() + window / 2.0;
        if length <= window * 1.5 {
            return;
        }
        let thumb_height = (f64::from(track.height()) * window / length).max(f64::from(LEAST_THUMB));
        let room = f64::from(track.height()) - thumb_height;
        let top = |anchor: Anchor, sheet: &Sheet| sheet.heights.above(anchor.block) + f64::from(anchor.y);
        let response = ui.interact(track, turn.id.with("bar"), Sense::click_and_drag());
        if let Some(pointer) = response.interact_pointer_pos()
            && (response.dragged() || response.drag_started() || response.clicked())
        {
            let thumb_top = room * (top(self.anchor, sheet) / (length - window)).clamp(0.0, 1.0);
            let at = f64::from(pointer.y - track.top());
            // Where the thumb was taken hold of stays under the pointer; a click beside it brings its middle there.
            let on_thumb = (thumb_top..=thumb_top + thumb_height).contains(&at);
            let hold = *self.mouse.bar_hold.get_or_insert(if on_thumb { at - thumb_top } else { thumb_height / 2.0 });
            let y = ((at - hold) / room.max(1.0)).clamp(0.0, 1.0) * (length - window);
            let (block, into) = sheet.heights.find(y);
            self.anchor = sheet.scroll(Anchor { block, y: into as f32 }, 0.0, page.height(), &mut turn.fonts);
        }
        if !response.dragged() {
            self.mouse.bar_hold = None;
        }
        self.brushes.bar = {
            let active = response.hovered() || response.dragged();
            let width = if active { THUMB.1 } else { THUMB.0 };
            let thumb_top = room * (top(self.anchor, sheet) / (length - window)).clamp(0.0, 1.0);
            let min = pos2(track.right() - width - 2.0, track.top() + thumb_top as f32);
            let colour = if active { turn.cx.theme.muted } else { turn.cx.theme.border };
            let rect = Rect::from_min_size(min, egui::vec2(width, thumb_height as f32));
            Some((rect, colour))
        };
    }

    /// Paints the thumb, on top of everything else.
    pub(super) fn paint_bar(&mut self, painter: &egui::Painter) {
        if let Some((rect, colour)) = self.brushes.bar.take() {
            painter.rect_filled(rect, CornerRadius::same(3), colour);
        }
    }
}
