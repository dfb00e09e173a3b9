//! One stroke at a time: keys that come faster than frames are played in order, each against what the ones before it have led to.
//!
//! A frame hands everything that was typed since the last one to every widget at once: a code's key would not see the words that an arrow
//! in the same frame has selected, and the Enter that opens a palette would choose in it as well. So what was typed waits here, and each
//! stroke (a key with its letter, a paste, what an input method or a screen reader sends) gets a pass of its own; a frame runs as many
//! passes as there are strokes and is painted once. Where a stroke has led elsewhere (the keyboard went to another widget, a command was
//! carried out), a pass without keys comes first: a widget says only in the pass behind the one that gave it the keyboard which arrows are
//! its own, and before that egui would take the keyboard on to the button that lies in the arrow's direction.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use egui::{Context, Event, FullOutput, Id, Key, Plugin, RawInput, Ui};

/// Passes that one frame may take; what is left waits for the next one.
const MOST_PASSES: usize = 48;
/// Frames in a row that may have more than one pass: egui paints a warning over the window (in debug builds) when there are more.
const MOST_IN_A_ROW: usize = 2;
/// After this long a frame is painted even if strokes are waiting: who types wants to see it.
const LONGEST: Duration = Duration::from_millis(80);

/// What was typed and not played yet.
#[derive(Debug, Default)]
pub struct Strokes {
    waiting: VecDeque<Event>,
    /// Passes to come before the next stroke may be played.
    quiet: u8,
    /// What had the keyboard when the last pass began.
    focused: Option<Id>,
    frame: Frame,
    /// Frames with several passes since the last one with one.
    in_a_row: usize,
}

/// The frame that is under way.
#[derive(Debug, Default)]
struct Frame {
    began: Option<Instant>,
    passes: usize,
    /// Passes since nothing was waiting any more.
    idle: usize,
}

/// What an event does, as far as the order matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Stroke,
    Pointer,
}

impl Strokes {
    /// Takes the place in front of everything that reads input.
    pub fn install(ctx: &Context) {
        ctx.add_plugin(Self::default());
        ctx.options_mut(|options| options.max_passes = std::num::NonZeroUsize::MIN.saturating_add(MOST_PASSES));
    }

    /// Says that something was carried out that may give the keyboard to something else: the next stroke waits a pass.
    pub fn wait(ctx: &Context) {
        ctx.with_plugin(|strokes: &mut Self| strokes.quiet = strokes.quiet.max(1));
    }

    /// Whether something typed has not been played yet.
    pub fn are_waiting(ctx: &Context) -> bool {
        ctx.with_plugin(|strokes: &mut Self| !strokes.waiting.is_empty()).unwrap_or(false)
    }

    /// Whether the frame may have a further pass for what is waiting.
    fn has_room(&self) -> bool {
        let in_time = self.frame.began.is_some_and(|began| began.elapsed() < LONGEST);
        in_time && self.frame.passes < MOST_PASSES && self.in_a_row < MOST_IN_A_ROW
    }

    /// What the next pass is given: one stroke with all that goes with it, or none where something has to settle first.
    fn play(&mut self, events: &mut Vec<Event>) {
        let mut acted = None;
        while let Some(next) = self.waiting.front() {
            if let Some(act) = act_of(next) {
                let waits = act == Act::Stroke && self.quiet > 0 && acted.is_none();
                if waits || acted.is_some_and(|now| now != act || !joins(events, next)) {
                    break;
                }
                acted = Some(act);
            }
            events.extend(self.waiting.pop_front());
        }
        self.quiet = match acted {
            None => self.quiet.saturating_sub(1),
            // Where a click or Shift+Tab leads to gets the keyboard a pass later.
            Some(Act::Pointer) => 2,
            Some(Act::Stroke) => events.iter().map(passes_behind).max().unwrap_or(0),
        };
    }
}

impl Plugin for Strokes {
    fn debug_name(&self) -> &'static str {
        "one stroke at a time"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        if ctx.current_pass_index() == 0 {
            self.in_a_row = if self.frame.passes > 1 { self.in_a_row + 1 } else { 0 };
            self.frame = Frame { began: Some(Instant::now()), ..Frame::default() };
        }
        self.waiting.extend(input.events.drain(..));
        let focused = ctx.memory(egui::Memory::focused);
        if std::mem::replace(&mut self.focused, focused) != focused {
            self.quiet = self.quiet.max(1);
        }
        self.play(&mut input.events);
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        self.frame.passes += 1;
        if self.waiting.is_empty() {
            self.frame.idle += 1;
        } else if self.has_room() {
            ui.ctx().request_discard("more was typed");
        } else {
            ui.ctx().request_repaint();
        }
    }

    fn output_hook(&mut self, _ctx: &Context, output: &mut FullOutput) {
        // Apart from strokes, a frame has the two passes that egui gives it by default.
        if self.frame.idle > 1 {
            output.platform_output.request_discard_reasons.clear();
        }
    }
}

fn act_of(event: &Event) -> Option<Act> {
    match event {
        Event::Key { pressed: true, .. }
        | Event::Text(_)
        | Event::Copy
        | Event::Cut
        | Event::Paste(_)
        | Event::PasteImage(_)
        | Event::Ime(_)
        | Event::AccessKitActionRequest(_) => Some(Act::Stroke),
        Event::PointerButton { .. } | Event::MiddleClickPaste { .. } => Some(Act::Pointer),
        _ => None,
    }
}

/// Whether an event belongs to what is being played: the letter to its key, a key held down to itself, a release to its click.
fn joins(played: &[Event], next: &Event) -> bool {
    match (played.last(), next) {
        (Some(Event::Key { pressed: true, .. }), Event::Text(_))
        | (Some(Event::Ime(_)), Event::Ime(_))
        | (Some(Event::AccessKitActionRequest(_)), Event::AccessKitActionRequest(_)) => true,
        (Some(Event::Key { key, pressed: true, modifiers, .. }), Event::Key { key: again, pressed: true, modifiers: held, .. }) => {
            key == again && modifiers == held && is_move(*key)
        }
        (_, Event::PointerButton { pressed, .. }) => !pressed,
        _ => false,
    }
}

/// Passes without keys that a stroke needs behind it: these keys leave fields and press buttons.
fn passes_behind(event: &Event) -> u8 {
    match event {
        Event::Key { key: Key::Tab, pressed: true, .. } => 2,
        Event::Key { key: Key::Enter | Key::Escape | Key::Space, pressed: true, .. } => 1,
        _ => 0,
    }
}

/// Keys that are held down to get far: falling behind them would go on after they are let go.
fn is_move(key: Key) -> bool {
    matches!(key, Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight | Key::PageUp | Key::PageDown)
}

#[cfg(test)]
mod tests {
    use egui::Modifiers;

    use super::*;

    fn key(key: Key, pressed: bool) -> Event {
        Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE }
    }

    fn button(pressed: bool) -> Event {
        Event::PointerButton { pos: egui::Pos2::ZERO, button: egui::PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
    }

    /// What each pass is given: keys by their names (`-A` let go), letters in quotes, `[` and `]` for a button of the mouse.
    fn passes(events: &[Event]) -> Vec<String> {
        let mut strokes = Strokes { waiting: events.iter().cloned().collect(), ..Strokes::default() };
        let mut passes = Vec::new();
        while !strokes.waiting.is_empty() {
            let mut given = Vec::new();
            strokes.play(&mut given);
            let names = given.iter().map(|event| match event {
                Event::Key { key, pressed: true, .. } => key.name().to_owned(),
                Event::Key { key, .. } => format!("-{}", key.name()),
                Event::Text(text) => format!("'{text}'"),
                Event::PointerButton { pressed, .. } => if *pressed { "[" } else { "]" }.to_owned(),
                other => format!("{other:?}"),
            });
            passes.push(names.collect::<Vec<_>>().join(" "));
        }
        passes
    }

    #[test]
    fn each_stroke_has_a_pass_with_its_letter_and_what_was_let_go_before_it() {
        let (a, text) = (Key::A, Event::Text("a".to_owned()));
        let typed = [key(a, true), text.clone(), key(a, false), key(Key::B, true), Event::Text("b".to_owned()), key(Key::Enter, true)];
        assert_eq!(passes(&typed), ["A 'a' -A", "B 'b'", "Enter"]);
        assert_eq!(passes(&[text.clone(), text]), ["'a'", "'a'"]);
    }

    #[test]
    fn an_arrow_held_down_is_one_stroke_and_any_other_key_is_one_each_time() {
        let (down, delete) = (key(Key::ArrowDown, true), key(Key::Delete, true));
        assert_eq!(passes(&[down.clone(), down.clone(), down]), ["Down Down Down"]);
        assert_eq!(passes(&[delete.clone(), delete]), ["Delete", "Delete"]);
    }

    #[test]
    fn clicks_and_keys_keep_their_order_and_what_was_clicked_has_the_keyboard_before_the_next_key() {
        let typed = [key(Key::A, true), button(true), button(false), key(Key::B, true), key(Key::Tab, true), key(Key::C, true)];
        assert_eq!(passes(&typed), ["A", "[ ]", "", "", "B", "Tab", "", "", "C"]);
        assert_eq!(passes(&[button(true), button(false), button(true), button(false)]), ["[ ]", "[ ]"]);
    }
}
