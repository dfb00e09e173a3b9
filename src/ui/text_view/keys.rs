//! The keyboard: a caret that walks the read-only text, and what Shift, Enter, Escape and Ctrl+C do.

use std::ops::Range;

use egui::{Event, EventFilter, Key, Modifiers, Ui, pos2};
use parley::Affinity;

use super::api::PageEvent;
use super::borders::Pace;
use super::sheet::Sheet;
use super::{TextView, Turn};
use crate::text::{TextSelection, segmentation};
use crate::ui::keyboard::is_held;

/// How far a key moves the caret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Grapheme(Way),
    Word(Way),
    Sentence(Way),
    Line(Way),
    LineEdge(Way),
    Paragraph(Way),
    Page(Way),
    DocumentEdge(Way),
}

/// Onwards or back in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    On,
    Back,
}

impl TextView {
    /// Carries out the keys of this frame, if the page has the keyboard.
    pub(super) fn keys(&mut self, ui: &Ui, sheet: &mut Sheet, turn: &mut Turn<'_>) {
        if !turn.has_focus {
            return;
        }
        if turn.selection.is_none() {
            // Whoever comes by Tab must see where they are.
            turn.select(TextSelection::caret(self.first_visible_offset_in(sheet)));
        }
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(turn.id, filter));
        let events: Vec<Event> = ui.input(|input| {
            let ours = |e: &&Event| matches!(e, Event::Key { pressed: true, .. } | Event::Text(_) | Event::Copy);
            input.events.iter().filter(ours).cloned().collect()
        });
        let mut held = ui.input(|input| input.modifiers);
        for event in events {
            match event {
                Event::Key { key, modifiers, .. } => {
                    held = modifiers;
                    self.key(key, modifiers, sheet, turn);
                }
                Event::Copy => copy(ui, sheet, turn),
                // A letter with Alt is another key than the letter, whatever the system writes for it.
                Event::Text(text) if !held.alt => typed(&text, turn),
                _ => {}
            }
        }
    }

    fn key(&mut self, key: Key, modifiers: Modifiers, sheet: &mut Sheet, turn: &mut Turn<'_>) {
        match key {
            Key::Escape if !modifiers.any() => escape(turn),
            Key::Enter if turn.selected_span().is_some() && !modifiers.any() => turn.events.push(PageEvent::OpenPalette),
            Key::A if is_held(Modifiers::COMMAND, modifiers, key) => {
                turn.select(TextSelection { anchor: 0, focus: sheet.blocks.text().len() });
            }
            Key::ArrowLeft | Key::ArrowRight if let Some(pace) = pace_of(modifiers, turn) => {
                let on = (key == Key::ArrowRight) != reads_leftwards(sheet, turn);
                self.move_border(on, pace, sheet, turn);
            }
            _ => {
                let rtl = reads_leftwards(sheet, turn);
                if let Some(step) = step_of(key, modifiers, rtl) {
                    self.walk(step, modifiers.shift, sheet, turn);
                }
            }
        }
    }

    fn walk(&mut self, step: Move, extend: bool, sheet: &mut Sheet, turn: &mut Turn<'_>) {
        let old = turn.selection.unwrap_or_else(|| TextSelection::caret(self.first_visible_offset_in(sheet)));
        let collapses = matches!(step, Move::Grapheme(_)) && !extend;
        let (focus, affinity) = match (collapses.then(|| old.span()).flatten(), step) {
            (Some(span), Move::Grapheme(Way::On)) => (span.end(), Affinity::Upstream),
            (Some(span), Move::Grapheme(Way::Back)) => (span.start(), Affinity::Downstream),
            (None, Move::Grapheme(way)) if !extend => self.beside(way, old.focus, sheet, turn),
            _ => self.target(step, old.focus, sheet, turn),
        };
        if !matches!(step, Move::Line(_) | Move::Page(_)) {
            self.caret.x = None;
        }
        self.caret.affinity = affinity;
        turn.select(TextSelection { anchor: if extend { old.anchor } else { focus }, focus });
        self.reveal(sheet, turn, focus);
    }

    fn target(&mut self, step: Move, from: usize, sheet: &mut Sheet, turn: &mut Turn<'_>) -> (usize, Affinity) {
        let text = sheet.blocks.text();
        let document = &turn.cx.document.text;
        let down = Affinity::Downstream;
        match step {
            Move::Grapheme(way) => (grapheme(sheet, from, way), down),
            Move::Word(Way::On) => (segmentation::next_word(text, from), Affinity::Upstream),
            Move::Word(Way::Back) => (segmentation::previous_word(text, from), down),
            Move::Sentence(Way::On) => {
                (segmentation::next_sentence(text, from, turn.cx.document.language_of_sentences()), Affinity::Upstream)
            }
            Move::Sentence(Way::Back) => (segmentation::previous_sentence(text, from, turn.cx.document.language_of_sentences()), down),
            Move::Paragraph(Way::On) => (segmentation::next_paragraph(document, from), down),
            Move::Paragraph(Way::Back) => (segmentation::previous_paragraph(document, from), down),
            Move::DocumentEdge(Way::On) => (text.len(), Affinity::Upstream),
            Move::DocumentEdge(Way::Back) => (0, down),
            Move::LineEdge(way) => self.line_edge(way, from, sheet, turn),
            Move::Line(way) => self.line_beside(way, from, sheet, turn),
            Move::Page(way) => self.page_beside(way, from, sheet, turn),
        }
    }

    fn line_edge(&self, way: Way, from: usize, sheet: &mut Sheet, turn: &mut Turn<'_>) -> (usize, Affinity) {
        let (at, local) = place_in_block(sheet, from);
        let affinity = self.caret.affinity;
        let start = sheet.blocks.get(at).map_or(0, |b| b.start as usize);
        let Some(layout) = sheet.layout(at, &mut turn.fonts) else { return (from, affinity) };
        let Range { start: first, end: behind } = layout.line_range(layout.line_at(local, affinity));
        match way {
            Way::Back => (start + first, Affinity::Downstream),
            Way::On => {
                let words = sheet.blocks.text().get(start + first..start + behind).unwrap_or_default();
                (start + first + words.trim_end().len(), Affinity::Upstream)
            }
        }
    }

    fn line_beside(&mut self, way: Way, from: usize, sheet: &mut Sheet, turn: &mut Turn<'_>) -> (usize, Affinity) {
        let (mut at, local) = place_in_block(sheet, from);
        let affinity = self.caret.affinity;
        let indent = |sheet: &Sheet, at: usize| sheet.blocks.get(at).map_or(0.0, |b| sheet.metrics.indent_of(b.kind));
        let inset = indent(sheet, at);
        let Some(layout) = sheet.layout(at, &mut turn.fonts) else { return (from, affinity) };
        let x = *self.caret.x.get_or_insert(layout.caret(local, affinity).left() + inset);
        let line = layout.line_at(local, affinity);
        let next = match way {
            Way::On if line + 1 < layout.lines() => line + 1,
            Way::Back if line > 0 => line - 1,
            Way::On if at + 1 < sheet.blocks.len() => {
                at += 1;
                0
            }
            Way::Back if at > 0 => {
                at -= 1;
                usize::MAX
            }
            Way::On => return (sheet.blocks.text().len(), Affinity::Upstream),
            Way::Back => return (0, Affinity::Downstream),
        };
        let x = x - indent(sheet, at);
        let start = sheet.blocks.get(at).map_or(0, |b| b.start as usize);
        let Some(layout) = sheet.layout(at, &mut turn.fonts) else { return (from, affinity) };
        let next = next.min(layout.lines().saturating_sub(1));
        let (found, affinity) = layout.hit(pos2(x, layout.baseline(next) - 1.0));
        (segmentation::snap_to_grapheme(sheet.blocks.text(), start + found).max(start), affinity)
    }

    fn page_beside(&mut self, way: Way, from: usize, sheet: &mut Sheet, turn: &mut Turn<'_>) -> (usize, Affinity) {
        let window = turn.geometry.rect.height();
        // Two lines of the old page stay in sight.
        let page = (window - 2.0 * turn.geometry.metrics.line).max(window / 2.0);
        let delta = if way == Way::On { page } else { -page };
        let caret = self.caret_rect(sheet, turn, from, self.caret.affinity);
        let before = self.anchor;
        self.anchor = sheet.scroll(self.anchor, delta, window, &mut turn.fonts);
        if self.anchor == before {
            return if way == Way::On { (sheet.blocks.text().len(), Affinity::Upstream) } else { (0, Affinity::Downstream) };
        }
        self.place(sheet, turn);
        let x = *self.caret.x.get_or_insert(caret.map_or(0.0, |c| c.left() - turn.geometry.left));
        let y = caret.map_or(turn.geometry.rect.center().y, |c| c.center().y);
        let y = y.clamp(turn.geometry.rect.top() + 1.0, turn.geometry.rect.bottom() - turn.geometry.metrics.line);
        self.offset_at(sheet, turn, pos2(turn.geometry.left + x, y)).unwrap_or((from, Affinity::Downstream))
    }
}

/// Whether the caret's block reads from right to left, so that the left arrow goes on.
fn reads_leftwards(sheet: &mut Sheet, turn: &mut Turn<'_>) -> bool {
    let at = sheet.blocks.at(turn.selection.unwrap_or_default().focus);
    sheet.layout(at, &mut turn.fonts).is_some_and(|l| l.is_rtl())
}

/// How far the arrows move a border of the selected annotation, if they do.
///
/// ```text
///              characters   words             sentences
/// elsewhere    Alt          Alt+Shift         Ctrl+Alt
/// macOS        Ctrl+Alt     Ctrl+Alt+Shift    Ctrl+Alt+Cmd     (Alt alone goes by words there)
/// ```
fn pace_of(modifiers: Modifiers, turn: &Turn<'_>) -> Option<Pace> {
    turn.cx.selected?;
    let (held, more) =
        if cfg!(target_os = "macos") { (modifiers.alt && modifiers.ctrl, modifiers.mac_cmd) } else { (modifiers.alt, modifiers.ctrl) };
    match (held, more, modifiers.shift) {
        (true, false, false) => Some(Pace::Grapheme),
        (true, false, true) => Some(Pace::Word),
        (true, true, false) => Some(Pace::Sentence),
        (true, true, true) | (false, ..) => None,
    }
}

/// How far a key moves the caret; Shift, which extends the selection, aside.
///
/// ```text
///              alone        Ctrl          Alt           Ctrl+Alt      Cmd
/// sideways     character    word          sentence      –             –
///    on macOS               –             word          sentence      line's end
/// up, down     line         paragraph     –             –             –
///    on macOS               –             paragraph     –             document's end
/// Home, End    line's end   document's    –             –             document's (macOS)
/// Page         page         –             –             –             –
/// ```
fn step_of(key: Key, modifiers: Modifiers, rtl: bool) -> Option<Move> {
    let with = |wanted: Modifiers| is_held(Modifiers { shift: modifiers.shift, ..wanted }, modifiers, key);
    let mac = cfg!(target_os = "macos");
    let alone = with(Modifiers::NONE);
    let by_word = if mac { with(Modifiers::ALT) } else { with(Modifiers::CTRL) };
    let by_sentence = if mac { with(Modifiers::ALT | Modifiers::CTRL) } else { with(Modifiers::ALT) };
    let to_edge = mac && with(Modifiers::COMMAND);
    let sideways = |right: bool| if right == rtl { Way::Back } else { Way::On };
    Some(match key {
        Key::ArrowLeft | Key::ArrowRight => {
            let way = sideways(key == Key::ArrowRight);
            match () {
                () if by_sentence => Move::Sentence(way),
                () if to_edge => Move::LineEdge(way),
                () if by_word => Move::Word(way),
                () if alone => Move::Grapheme(way),
                () => return None,
            }
        }
        Key::ArrowUp | Key::ArrowDown => {
            let way = if key == Key::ArrowDown { Way::On } else { Way::Back };
            match () {
                () if to_edge => Move::DocumentEdge(way),
                () if by_word => Move::Paragraph(way),
                () if alone => Move::Line(way),
                () => return None,
            }
        }
        Key::Home if with(Modifiers::COMMAND) => Move::DocumentEdge(Way::Back),
        Key::End if with(Modifiers::COMMAND) => Move::DocumentEdge(Way::On),
        Key::Home if alone => Move::LineEdge(Way::Back),
        Key::End if alone => Move::LineEdge(Way::On),
        Key::PageUp if alone => Move::Page(Way::Back),
        Key::PageDown if alone => Move::Page(Way::On),
        _ => return None,
    })
}

/// One grapheme on or back; the blank lines between two blocks are one step.
pub(super) fn grapheme(sheet: &Sheet, from: usize, way: Way) -> usize {
    let text = sheet.blocks.text();
    let at = sheet.blocks.at(from);
    let Some(block) = sheet.blocks.get(at) else { return from };
    match way {
        Way::On if from < block.start as usize => block.start as usize,
        Way::On if from >= block.end as usize => match sheet.blocks.get(at + 1) {
            Some(next) if next.opens => next.start as usize,
            Some(_) => segmentation::next_grapheme(text, from),
            None => from,
        },
        Way::On => segmentation::next_grapheme(text, from),
        Way::Back if from > block.end as usize => block.end as usize,
        Way::Back if from <= block.start as usize => match at.checked_sub(1).and_then(|b| sheet.blocks.get(b)) {
            Some(before) if block.opens => before.end as usize,
            Some(_) => segmentation::previous_grapheme(text, from),
            None => block.start as usize,
        },
        Way::Back => segmentation::previous_grapheme(text, from),
    }
}

/// The block of an offset, and the offset in it.
fn place_in_block(sheet: &Sheet, offset: usize) -> (usize, usize) {
    let at = sheet.blocks.at(offset);
    let Some(block) = sheet.blocks.get(at) else { return (0, 0) };
    (at, offset.clamp(block.start as usize, block.end as usize) - block.start as usize)
}

fn escape(turn: &mut Turn<'_>) {
    if let (Some(selection), Some(_)) = (turn.selection, turn.selected_span()) {
        turn.select(TextSelection::caret(selection.focus));
    } else if turn.cx.selected.is_some() {
        turn.events.push(PageEvent::SelectAnnotation(None));
    }
}

fn copy(ui: &Ui, sheet: &Sheet, turn: &mut Turn<'_>) {
    let words = turn.selected_span().and_then(|span| sheet.blocks.text().get(span.range()));
    if let Some(words) = words {
        ui.ctx().copy_text(words.to_owned());
        turn.events.push(PageEvent::CopyText(words.to_owned()));
    }
}

fn typed(text: &str, turn: &mut Turn<'_>) {
    if !text.chars().any(char::is_control) {
        turn.typed.get_or_insert_default().push_str(text);
    }
}
