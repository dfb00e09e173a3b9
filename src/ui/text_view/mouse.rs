//! The mouse: dragging, double and triple clicks, handles of the selected annotation, clicks on annotations, the context menu.

use egui::{Modifiers, PointerButton, Pos2, Response, Ui};
use parley::Affinity;

use super::api::{MenuTarget, PageEvent};
use super::bar::BAR_WIDTH;
use super::sheet::Sheet;
use super::{TextView, Turn};
use crate::model::{AnnotationId, Document};
use crate::text::{Span, Style, TextSelection, segmentation};
use crate::ui::keyboard::give_keyboard;

/// Two presses closer than this (seconds, points) are one double click; what desktops agree on.
const CLICK_SECONDS: f64 = 0.4;
const CLICK_REACH: f32 = 5.0;
/// How near a handle the press must be, in points.
const HANDLE_REACH: f32 = 9.0;
/// Scrolling while dragging beyond an edge: points per second for each point beyond it.
const EDGE_SPEED: f32 = 12.0;

/// What the mouse is doing.
#[derive(Debug, Default)]
pub struct Mouse {
    drag: Option<Drag>,
    /// Time, place and number of the last presses.
    clicks: Option<(f64, Pos2, u8)>,
    /// Where the thumb of the scroll bar was taken hold of, in points from its top.
    pub bar_hold: Option<f64>,
}

#[derive(Debug, Clone)]
enum Drag {
    /// Selecting text; `unit` is what the press selected and what the selection grows by; `adds` it to the selected annotation.
    Text { unit: Unit, origin: (usize, usize), moved: bool, press: Pos2, adds: bool },
    /// Moving one border of a place of an annotation.
    Handle { annotation: AnnotationId, place: usize, fixed: usize, moving: usize },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Grapheme,
    Word,
    Sentence,
}

impl TextView {
    /// Carries out what the mouse did in this frame.
    pub(super) fn mouse(&mut self, ui: &Ui, response: &Response, sheet: &mut Sheet, turn: &mut Turn<'_>) {
        let (pressed, down, released, pos, modifiers, time) = ui.input(|i| {
            let p = &i.pointer;
            let down = p.button_down(PointerButton::Primary);
            (p.primary_pressed(), down, p.primary_released(), p.interact_pos(), i.modifiers, i.time)
        });
        if let Some(pos) = pos {
            let rail = BAR_WIDTH + turn.geometry.map;
            let on_bar = self.brushes.bar.is_some() && pos.x > turn.geometry.rect.right() - rail;
            if pressed && response.contains_pointer() && !on_bar {
                give_keyboard(response);
                turn.has_focus = true;
                self.press(pos, modifiers, time, sheet, turn);
            }
            if (down || released) && self.mouse.drag.is_some() {
                self.drag_to(ui, pos, sheet, turn);
            }
            if response.secondary_clicked() {
                self.menu(pos, sheet, turn);
            }
        }
        if released && let Some(drag) = self.mouse.drag.take() {
            self.release(drag, pos, modifiers, sheet, turn);
        } else if !down {
            self.mouse.drag = None;
        }
        if let Some(Drag::Handle { fixed, moving, .. }) = &self.mouse.drag {
            turn.preview = Span::new(*fixed.min(moving), *fixed.max(moving)).ok();
        }
    }

    /// Whether text or a handle is being dragged.
    pub(super) fn is_dragging(&self) -> bool {
        self.mouse.drag.is_some()
    }

    fn press(&mut self, pos: Pos2, modifiers: Modifiers, time: f64, sheet: &Sheet, turn: &mut Turn<'_>) {
        let count = match self.mouse.clicks {
            Some((then, there, count)) if time - then < CLICK_SECONDS && there.distance(pos) < CLICK_REACH => count % 3 + 1,
            _ => 1,
        };
        self.mouse.clicks = Some((time, pos, count));
        if count == 1
            && let Some(handle) = self.handle_at(pos, sheet, turn)
        {
            self.mouse.drag = Some(handle);
            return;
        }
        let Some((offset, affinity)) = self.offset_at(sheet, turn, pos) else { return };
        self.caret.x = None;
        self.caret.affinity = affinity;
        let adds = modifiers.command && turn.cx.selected.is_some();
        if modifiers.shift {
            let anchor = turn.selection.map_or(offset, |s| s.anchor);
            turn.select(TextSelection { anchor, focus: offset });
            self.mouse.drag = Some(Drag::Text { unit: Unit::Grapheme, origin: (anchor, anchor), moved: true, press: pos, adds });
            return;
        }
        let unit = match count {
            1 => Unit::Grapheme,
            2 => Unit::Word,
            _ => Unit::Sentence,
        };
        let (start, end) = unit_at(turn.cx.document, offset, unit);
        turn.select(TextSelection { anchor: start, focus: end });
        self.mouse.drag = Some(Drag::Text { unit, origin: (start, end), moved: unit != Unit::Grapheme, press: pos, adds });
    }

    fn drag_to(&mut self, ui: &Ui, pos: Pos2, sheet: &mut Sheet, turn: &mut Turn<'_>) {
        self.scroll_at_edge(ui, pos, sheet, turn);
        let rect = turn.geometry.rect;
        let inside = Pos2::new(pos.x, pos.y.clamp(rect.top() + 1.0, rect.bottom() - 1.0));
        let Some((offset, affinity)) = self.offset_at(sheet, turn, inside) else { return };
        match &mut self.mouse.drag {
            Some(Drag::Text { unit, origin, moved, press, .. }) => {
                *moved |= press.distance(pos) >= CLICK_REACH / 2.0;
                if !*moved {
                    return;
                }
                let (start, end) = unit_at(turn.cx.document, offset, *unit);
                let selection = if start < origin.0 {
                    TextSelection { anchor: origin.1, focus: start }
                } else {
                    TextSelection { anchor: origin.0, focus: end.max(origin.1) }
                };
                self.caret.affinity = affinity;
                turn.select(selection);
            }
            Some(Drag::Handle { fixed, moving, .. }) if offset != *fixed => *moving = offset,
            Some(Drag::Handle { .. }) | None => {}
        }
    }

    /// Beyond the upper or lower edge the text follows, faster the farther the pointer is out.
    fn scroll_at_edge(&mut self, ui: &Ui, pos: Pos2, sheet: &mut Sheet, turn: &mut Turn<'_>) {
        let rect = turn.geometry.rect;
        let beyond = (pos.y - rect.bottom()).max(0.0) + (pos.y - rect.top()).min(0.0);
        if beyond != 0.0 {
            let delta = beyond * EDGE_SPEED * ui.input(|i| i.stable_dt.min(0.1));
            self.anchor = sheet.scroll(self.anchor, delta, rect.height(), &mut turn.fonts);
            self.place(sheet, turn);
            ui.ctx().request_repaint();
        }
    }

    fn release(&mut self, drag: Drag, pos: Option<Pos2>, modifiers: Modifiers, sheet: &Sheet, turn: &mut Turn<'_>) {
        match drag {
            Drag::Handle { annotation, place, fixed, moving } => {
                let old = turn.cx.project.annotations().get(&annotation).and_then(|a| Some(a.target.places().get(place)?.span));
                if let Ok(span) = Span::new(fixed.min(moving), fixed.max(moving))
                    && old != Some(span)
                {
                    turn.events.push(PageEvent::Resize { annotation, place, span });
                }
            }
            Drag::Text { adds, .. } if turn.selected_span().is_some() => {
                let annotation = turn.cx.selected.filter(|_| adds).cloned();
                turn.events.push(annotation.map_or(PageEvent::OpenPalette, PageEvent::AddFragment));
            }
            Drag::Text { .. } => {
                if let Some(pos) = pos {
                    self.click(pos, modifiers, sheet, turn);
                }
            }
        }
    }

    /// A click without a drag: follows a link, or selects the smallest annotation there, or the next one outwards.
    fn click(&mut self, pos: Pos2, modifiers: Modifiers, sheet: &Sheet, turn: &mut Turn<'_>) {
        if modifiers.command
            && let Some(link) = self.link_at(pos, sheet, turn)
        {
            turn.events.push(PageEvent::OpenLink(link));
            return;
        }
        if let Some(arc) = self.arc_at(pos) {
            turn.events.push(PageEvent::FollowLink(arc.far_end(pos).clone()));
            return;
        }
        let mut here: Vec<AnnotationId> = self.marks_at(sheet, turn, pos).into_iter().map(|m| m.annotation.id.clone()).collect();
        if here.is_empty() {
            here.extend(self.bracket_at(pos));
        }
        let now = turn.cx.selected.and_then(|s| here.iter().position(|id| id == s));
        let next = now.map_or(0, |at| (at + 1) % here.len().max(1));
        match here.into_iter().nth(next) {
            Some(id) if turn.cx.selected == Some(&id) => {}
            Some(id) => turn.events.push(PageEvent::SelectAnnotation(Some(id))),
            None if turn.cx.selected.is_some() => turn.events.push(PageEvent::SelectAnnotation(None)),
            None => {}
        }
    }

    fn link_at(&self, pos: Pos2, sheet: &Sheet, turn: &Turn<'_>) -> Option<String> {
        let (offset, _) = self.offset_at(sheet, turn, pos)?;
        let block = sheet.blocks.get(sheet.blocks.at(offset))?;
        sheet.blocks.runs_of(block).find_map(|run| match &run.1 {
            Style::Link(to) if run.0.contains_offset(offset) => Some(to.clone()),
            _ => None,
        })
    }

    fn menu(&mut self, pos: Pos2, sheet: &Sheet, turn: &mut Turn<'_>) {
        let Some((offset, affinity)) = self.offset_at(sheet, turn, pos) else { return };
        let target = if turn.selected_span().is_some_and(|s| s.contains_offset(offset)) {
            MenuTarget::Selection
        } else if let Some(id) = self.marks_at(sheet, turn, pos).first().map(|m| m.annotation.id.clone()).or_else(|| self.bracket_at(pos)) {
            turn.events.push(PageEvent::SelectAnnotation(Some(id.clone())));
            MenuTarget::Annotation(id)
        } else {
            self.caret.affinity = affinity;
            turn.select(TextSelection::caret(offset));
            MenuTarget::Text(offset)
        };
        turn.events.push(PageEvent::ContextMenu { target, pos });
    }

    /// Whether a handle of the selected annotation lies under a point.
    pub(super) fn is_on_handle(&self, pos: Pos2, sheet: &Sheet, turn: &Turn<'_>) -> bool {
        self.handle_at(pos, sheet, turn).is_some()
    }

    /// The handle of the selected annotation under a point.
    fn handle_at(&self, pos: Pos2, sheet: &Sheet, turn: &Turn<'_>) -> Option<Drag> {
        let selected = turn.cx.project.annotations().get(turn.cx.selected?)?;
        if selected.document != turn.cx.document.id {
            return None;
        }
        let near = |offset: usize, affinity: Affinity| {
            let knob = self.caret_rect(sheet, turn, offset, affinity).map(|r| r.center_bottom());
            knob.map(|k| k.distance(pos)).filter(|d| *d <= HANDLE_REACH)
        };
        let mut best: Option<(f32, Drag)> = None;
        for (place, at) in selected.target.places().iter().enumerate() {
            let (start, end) = (at.span.start(), at.span.end());
            for (moving, fixed, affinity) in [(start, end, Affinity::Downstream), (end, start, Affinity::Upstream)] {
                if let Some(distance) = near(moving, affinity)
                    && best.as_ref().is_none_or(|(d, _)| distance < *d)
                {
                    best = Some((distance, Drag::Handle { annotation: selected.id.clone(), place, fixed, moving }));
                }
            }
        }
        best.map(|(_, drag)| drag)
    }
}

/// The unit of text at an offset, as start and end (bytes); a caret for graphemes.
fn unit_at(document: &Document, offset: usize, unit: Unit) -> (usize, usize) {
    let text = document.text.as_str();
    let span = match unit {
        Unit::Grapheme => None,
        Unit::Word => segmentation::word_at(text, offset),
        Unit::Sentence => segmentation::sentence_at(text, offset, document.language_of_sentences()),
    };
    span.map_or((offset, offset), |s| (s.start(), s.end()))
}
