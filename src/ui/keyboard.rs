//! Keys as they are meant: with the modifiers that are held and no others.
//!
//! egui matches keys "logically": Shift and Alt that nobody asked for are passed over, so Ctrl+Shift+Z would undo where there is nothing
//! to redo, and Shift+Delete would delete. Whatever reads keys here asks this file, and `clippy.toml` forbids egui's own functions.

use egui::{Context, Event, InputState, Key, Modifiers, Response, Ui};

/// Whether a key was pressed with just these modifiers; takes it, so that nothing else sees it.
pub fn take_key(input: &mut InputState, modifiers: Modifiers, key: Key) -> bool {
    let before = input.events.len();
    input.events.retain(|event| !is_press(event, modifiers, key));
    input.events.len() < before
}

/// Whether a key was pressed with just these modifiers; leaves it there.
pub fn has_key(input: &InputState, modifiers: Modifiers, key: Key) -> bool {
    input.events.iter().any(|event| is_press(event, modifiers, key))
}

/// Takes Escape for what lies over the window; an open menu closes before that does.
pub fn take_escape(ui: &Ui) -> bool {
    !egui::Popup::is_any_open(ui.ctx()) && ui.input_mut(|input| take_key(input, Modifiers::NONE, Key::Escape))
}

/// Whether a field was left by Enter, which is how a single line is sent off.
pub fn entered(ui: &Ui, field: &Response) -> bool {
    field.lost_focus() && ui.input(|input| has_key(input, Modifiers::NONE, Key::Enter))
}

/// Gives something the keyboard unless it has it. egui forgets which arrows are a widget's own when it is given the keyboard again, and
/// the next arrow takes it elsewhere.
#[expect(clippy::disallowed_methods, reason = "the one place")]
pub fn give_keyboard(response: &Response) {
    if !response.has_focus() {
        response.request_focus();
    }
}

/// Scrolls to what has just got the keyboard by Tab: nobody presses what they do not see. Called at the end of what a scroll area shows.
pub fn scroll_to_keyboard(ui: &Ui) {
    let key = ui.scope_id().with("had the keyboard");
    let focused = ui.memory(egui::Memory::focused);
    let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<Option<egui::Id>>(key), focused));
    if focused == before {
        return;
    }
    let Some(response) = focused.and_then(|id| ui.ctx().read_response(id)) else { return };
    let is_inside = response.layer_id == ui.layer_id() && ui.min_rect().contains(response.rect.center());
    if is_inside && !ui.clip_rect().contains_rect(response.rect) {
        ui.scroll_to_rect(response.rect, None);
    }
}

fn is_press(event: &Event, modifiers: Modifiers, key: Key) -> bool {
    matches!(event, Event::Key { key: pressed, modifiers: held, pressed: true, .. } if *pressed == key && is_held(modifiers, *held, key))
}

/// Whether the modifiers that are held are those that a key asks for.
pub fn is_held(wanted: Modifiers, held: Modifiers, key: Key) -> bool {
    let (command, control) = commanding(wanted);
    // Where a sign is typed with Shift, Shift says nothing more.
    let shift = wanted.shift == held.shift || (held.shift && is_typed_with_shift(key));
    (command, control) == commanding(held) && wanted.alt == held.alt && shift
}

/// The key of commands (Ctrl, on macOS Cmd), and Ctrl where that is another key.
fn commanding(modifiers: Modifiers) -> (bool, bool) {
    if cfg!(target_os = "macos") {
        (modifiers.command || modifiers.mac_cmd, modifiers.ctrl)
    } else {
        (modifiers.command || modifiers.ctrl, false)
    }
}

fn is_typed_with_shift(key: Key) -> bool {
    matches!(
        key,
        Key::Plus | Key::Colon | Key::Pipe | Key::Questionmark | Key::Exclamationmark | Key::OpenCurlyBracket | Key::CloseCurlyBracket
    )
}

/// Takes away what egui's own widgets would read with more modifiers than they have a meaning for: Ctrl+Enter would press the button that
/// has the keyboard, Alt with a letter would type it. Called when everything that has such a meaning was asked.
pub fn drop_strays(ctx: &Context) {
    let typing = ctx.text_edit_focused();
    ctx.input_mut(|input| {
        let mut held = input.modifiers;
        input.events.retain(|event| match event {
            Event::Key { key, pressed: true, modifiers, .. } => {
                held = *modifiers;
                !is_stray(*key, *modifiers, typing)
            }
            // On macOS the option key types letters of its own.
            Event::Text(_) => !held.alt || cfg!(target_os = "macos"),
            _ => true,
        });
    });
}

fn is_stray(key: Key, held: Modifiers, typing: bool) -> bool {
    let wants = |wanted: Modifiers| is_held(wanted, held, key);
    match key {
        Key::Enter | Key::Space if !typing => held.any(),
        // In a field: undo and redo of what is typed.
        Key::Z if typing => !wants(Modifiers::COMMAND) && !wants(Modifiers::COMMAND | Modifiers::SHIFT) && commanding(held).0,
        Key::Y if typing => !wants(Modifiers::COMMAND) && commanding(held).0,
        Key::Escape => held.any(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every way to hold modifiers, as a system reports them.
    fn ways() -> Vec<Modifiers> {
        let mut ways = Vec::new();
        for bits in 0..8_u8 {
            let ctrl = bits & 1 != 0;
            let command = ctrl && !cfg!(target_os = "macos");
            ways.push(Modifiers { ctrl, command, alt: bits & 2 != 0, shift: bits & 4 != 0, mac_cmd: false });
        }
        ways
    }

    #[test]
    fn a_key_is_met_by_its_own_modifiers_and_by_no_others() {
        for wanted in ways() {
            for held in ways() {
                assert_eq!(is_held(wanted, held, Key::Z), wanted == held, "{wanted:?} {held:?}");
            }
        }
        assert!(is_held(Modifiers::COMMAND, Modifiers { ctrl: true, command: true, ..Modifiers::NONE }, Key::Z));
        assert!(is_held(Modifiers::COMMAND, Modifiers::COMMAND, Key::Z));
    }

    #[test]
    fn a_sign_that_is_typed_with_shift_is_met_with_it_and_without_it() {
        for shift in [false, true] {
            assert!(is_held(Modifiers::COMMAND, Modifiers { shift, ..Modifiers::COMMAND }, Key::Plus));
        }
        assert!(!is_held(Modifiers::COMMAND | Modifiers::SHIFT, Modifiers::COMMAND, Key::Plus));
    }
}
