//! The panels as the keyboard sees them: F6 goes from one to the next, each gets the keyboard where it had it last, and what has the
//! keyboard has a ring.

use egui::{Context, Id, LayerId, Rect, StrokeKind, Ui};

use super::theme::{SIZES, Theme};

/// A widget higher than this (points) is a list, not a button or a field.
const LIST: f32 = 120.0;

/// The panels of this frame in the order of F6, and where the keyboard was in each.
#[derive(Debug, Default)]
pub struct Rooms {
    rects: Vec<Rect>,
    last: Vec<Id>,
}

/// A widget that can have the keyboard.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Seat {
    id: Id,
    rect: Rect,
}

impl Rooms {
    /// Begins a frame.
    pub fn begin(&mut self) {
        self.rects.clear();
    }

    /// Adds a panel.
    pub fn add(&mut self, rect: Rect) {
        self.rects.push(rect);
    }

    /// Adds the page (without what stands above it) behind the library, though it is drawn last.
    pub fn insert_page(&mut self, rect: Rect) {
        self.rects.insert(1.min(self.rects.len()), rect);
    }

    /// Gives the keyboard to the next panel that can take it, or the one before.
    pub fn step(&mut self, ctx: &Context, on: bool) {
        let seats = seats(ctx);
        let focused = ctx.memory(egui::Memory::focused);
        let here = focused.and_then(|id| seats.iter().find(|seat| seat.id == id)).and_then(|seat| self.room_of(seat.rect));
        if let (Some(_), Some(id)) = (here, focused) {
            let of_room: Vec<Id> = seats.iter().filter(|seat| self.room_of(seat.rect) == here).map(|seat| seat.id).collect();
            self.last.retain(|other| !of_room.contains(other));
            self.last.push(id);
        }
        let count = self.rects.len();
        let start = match (here, on) {
            (Some(at), _) => at,
            (None, true) => count.saturating_sub(1),
            (None, false) => 0,
        };
        let steps = (1..=count).map(|step| if on { (start + step) % count } else { (start + count - step % count) % count });
        let mut wanted = steps.filter_map(|room| self.seat_in(room, &seats));
        if let Some(id) = wanted.next() {
            ctx.memory_mut(|memory| memory.request_focus(id));
        }
    }

    fn room_of(&self, rect: Rect) -> Option<usize> {
        // The handle between two panels lies on their border and belongs to neither.
        self.rects.iter().position(|room| room.shrink(4.0).contains(rect.center()))
    }

    /// Where the keyboard was in a panel, else its first seat.
    fn seat_in(&self, room: usize, seats: &[Seat]) -> Option<Id> {
        let mut here = seats.iter().filter(|seat| self.room_of(seat.rect) == Some(room)).map(|seat| seat.id);
        let first = here.clone().next();
        here.find(|id| self.last.contains(id)).or(first)
    }

    /// Draws the ring around what has the keyboard; only the page, which has a caret, and fields that are typed in draw their own.
    pub fn ring(&self, ui: &Ui, theme: &Theme) {
        let Some(id) = ui.memory(egui::Memory::focused) else { return };
        let Some(response) = ui.ctx().read_response(id) else { return };
        let is_page =
            self.rects.iter().any(|room| response.rect.width() > 0.8 * room.width() && response.rect.height() > 0.5 * room.height());
        if is_page || ui.text_edit_focused() {
            return;
        }
        // A list fills its rectangle to the edge: around it, the ring touches no letter.
        let room = if response.rect.height() > LIST { 4.0 } else { 0.0 };
        let painter = ui.ctx().layer_painter(response.layer_id).with_clip_rect(response.interact_rect.expand(room + 1.0));
        painter.rect_stroke(response.rect.expand(room), SIZES.radius, (1.5, theme.focus), StrokeKind::Inside);
    }
}

/// What could have the keyboard in the last frame, in the order of Tab.
fn seats(ctx: &Context) -> Vec<Seat> {
    ctx.viewport(|viewport| {
        let widgets = viewport.prev_pass.widgets.get_layer(LayerId::background());
        let can = widgets.filter(|widget| {
            widget.enabled && widget.sense.senses_click() && widget.sense.is_focusable() && widget.interact_rect.is_positive()
        });
        can.map(|widget| Seat { id: widget.id, rect: widget.interact_rect }).collect()
    })
}
