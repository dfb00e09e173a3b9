//! The person's own keys: a JSON file of action ids with lists of keys, read in place of the built-in keys of those actions.
//!
//! ```json
//! { "next-document": ["Ctrl+PageDown", "Alt+N"], "log": [] }
//! ```
//! What cannot be right (an unknown action, an unreadable key, one key for two actions) is told in a sentence, and the built-in keys stay.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use egui::{Context, Id, Key, KeyboardShortcut, Modifiers};

use super::actions::{self, ACTIONS, Action};
use super::keyboard::is_held;

/// What stands at the head of a file that the program writes; a name like this is passed over when reading.
const COMMENT: &str = "//";

/// Keys that differ from the built-in ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keymap {
    own: BTreeMap<Action, Vec<KeyboardShortcut>>,
}

impl Keymap {
    /// The keys in force in a window; menus, palette and help all ask here.
    pub fn in_force(ctx: &Context) -> Arc<Self> {
        ctx.data(|data| data.get_temp::<Arc<Self>>(Id::unique("keymap"))).unwrap_or_default()
    }

    /// Puts these keys in force in a window.
    pub fn put_in_force(self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(Id::unique("keymap"), Arc::new(self)));
    }

    /// The keys of an action.
    pub fn keys(&self, action: Action) -> &[KeyboardShortcut] {
        match self.own.get(&action) {
            Some(keys) => keys,
            None => built_in(action),
        }
    }

    /// The action of a key with the modifiers that are held, and no others.
    pub fn action_of(&self, held: Modifiers, key: Key) -> Option<Action> {
        let meant = |exactly: bool| {
            let fits = |wanted: &KeyboardShortcut| {
                wanted.logical_key == key && is_held(wanted.modifiers, held, key) && (!exactly || wanted.modifiers.shift == held.shift)
            };
            ACTIONS.iter().find(|line| self.keys(line.action).iter().any(fits)).map(|line| line.action)
        };
        // A sign that is typed with Shift may be a key with it and another one without it.
        meant(true).or_else(|| meant(false))
    }

    /// Reads a file; what is wrong in it comes back as sentences.
    pub fn read(text: &str) -> (Self, Vec<String>) {
        let lines: serde_json::Map<String, serde_json::Value> = match serde_json::from_str(text) {
            Ok(lines) => lines,
            Err(error) => {
                let what = format!("Line {}: this is not a list of actions in JSON, so the built-in keys are in force", error.line());
                return (Self::default(), vec![what]);
            }
        };
        let mut keymap = Self::default();
        let mut wrong = Vec::new();
        for (name, value) in lines.iter().filter(|(name, _)| !name.starts_with(COMMENT)) {
            match read_line(name, value) {
                Ok((action, keys)) if keys == built_in(action) => {}
                Ok((action, keys)) => drop(keymap.own.insert(action, keys)),
                Err(why) => wrong.push(format!("Line {}: {why}", line_of(text, name))),
            }
        }
        while let Some((action, why)) = keymap.clash() {
            keymap.own.remove(&action);
            wrong.push(format!("Line {}: {why}", line_of(text, &actions::id(action))));
        }
        (keymap, wrong)
    }

    /// All actions with their keys in force, as a file.
    pub fn write(&self) -> String {
        let about = "Keys by action. Change the lists and come back to the window; an empty list takes the keys away; \
                     a line that is left out has the built-in keys";
        let mut text = format!("{{\n  \"{COMMENT}\": \"{about}\"");
        for line in ACTIONS {
            let keys: Vec<String> =
                self.keys(line.action).iter().map(|key| format!("\"{}\"", key_name(*key).replace('\\', "\\\\"))).collect();
            // Writing to a string cannot fail.
            let _ = write!(text, ",\n  \"{}\": [{}]", actions::id(line.action), keys.join(", "));
        }
        text.push_str("\n}\n");
        text
    }

    /// A changed action that has a key of another one.
    fn clash(&self) -> Option<(Action, String)> {
        self.own.iter().find_map(|(action, keys)| {
            let owner = |key: &KeyboardShortcut| {
                let other = ACTIONS.iter().find(|line| line.action != *action && self.keys(line.action).contains(key))?;
                let (key, action, other) = (key_name(*key), actions::id(*action), actions::id(other.action));
                Some(format!("{key} is a key of '{other}' already, so '{action}' has its built-in keys"))
            };
            keys.iter().find_map(owner).map(|why| (*action, why))
        })
    }
}

fn built_in(action: Action) -> &'static [KeyboardShortcut] {
    actions::info(action).map_or(&[], |line| line.keys)
}

fn read_line(name: &str, value: &serde_json::Value) -> Result<(Action, Vec<KeyboardShortcut>), String> {
    let action = actions::of_id(name).ok_or_else(|| format!("there is no action '{name}'; leave the line out"))?;
    let keys = value.as_array().ok_or_else(|| format!("the keys of '{name}' must be a list such as [\"Ctrl+S\"]"))?;
    let read = |key: &serde_json::Value| {
        let words = key.as_str().unwrap_or_default();
        let key = read_key(words).ok_or_else(|| format!("'{words}' is not a key, so '{name}' has its built-in keys"))?;
        let taken = || format!("{words} belongs to the page or to typing, so '{name}' has its built-in keys; add Ctrl or Alt");
        if belongs_to_page(key) && !built_in(action).contains(&key) { Err(taken()) } else { Ok(key) }
    };
    Ok((action, keys.iter().map(read).collect::<Result<_, _>>()?))
}

/// Letters are codes' keys and text being typed; the rest moves carets and answers forms.
fn belongs_to_page(key: KeyboardShortcut) -> bool {
    let modifiers = key.modifiers;
    let alone = !modifiers.command && !modifiers.ctrl && !modifiers.alt;
    alone && !is_function_key(key.logical_key)
}

fn is_function_key(key: Key) -> bool {
    let number = key.name().strip_prefix('F');
    number.is_some_and(|number| number.parse::<u8>().is_ok())
}

/// The line of a file that names an action, counted from 1.
fn line_of(text: &str, name: &str) -> usize {
    let name = format!("\"{name}\"");
    text.lines()
        .position(|line| line.trim_start().starts_with(&name))
        .or_else(|| text.lines().position(|line| line.contains(&name)))
        .unwrap_or(0)
        + 1
}

/// `Ctrl+Shift+F`, as it is written in the file on every system.
fn key_name(key: KeyboardShortcut) -> String {
    let modifiers = key.modifiers;
    let command = if cfg!(target_os = "macos") { "Cmd+" } else { "Ctrl+" };
    let parts = [
        (modifiers.command, command),
        (modifiers.ctrl && !modifiers.command, "Ctrl+"),
        (modifiers.alt, "Alt+"),
        (modifiers.shift, "Shift+"),
    ];
    let mut name: String = parts.into_iter().filter(|(held, _)| *held).map(|(_, name)| name).collect();
    name.push_str(key.logical_key.name());
    name
}

fn read_key(words: &str) -> Option<KeyboardShortcut> {
    // The key itself may be a plus.
    let (modifiers, key) = match words.strip_suffix("++") {
        Some(modifiers) => (modifiers, "+"),
        None => words.rsplit_once('+').filter(|(_, key)| !key.is_empty()).unwrap_or(("", words)),
    };
    let mut held = Modifiers::NONE;
    for name in modifiers.split('+').map(str::trim).filter(|name| !name.is_empty()) {
        held = held.plus(match name.to_ascii_lowercase().as_str() {
            "ctrl" | "control" if cfg!(target_os = "macos") => Modifiers::CTRL,
            "ctrl" | "control" | "cmd" | "command" => Modifiers::COMMAND,
            "alt" | "option" => Modifiers::ALT,
            "shift" => Modifiers::SHIFT,
            _ => return None,
        });
    }
    let key = key.trim();
    let by_name = || Key::ALL.iter().copied().find(|known| known.name().eq_ignore_ascii_case(key));
    Some(KeyboardShortcut::new(held, Key::from_name(key).or_else(by_name)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(words: &str) -> KeyboardShortcut {
        read_key(words).unwrap()
    }

    #[test]
    fn keys_are_read_as_people_write_them() {
        assert_eq!(key("ctrl+shift+f"), KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::SHIFT, Key::F));
        assert_eq!(key("Alt + Down"), KeyboardShortcut::new(Modifiers::ALT, Key::ArrowDown));
        assert_eq!(key("F8"), KeyboardShortcut::new(Modifiers::NONE, Key::F8));
        assert_eq!(key("Ctrl++"), KeyboardShortcut::new(Modifiers::COMMAND, Key::Plus));
        assert_eq!(key("Ctrl+["), KeyboardShortcut::new(Modifiers::COMMAND, Key::OpenBracket));
        assert_eq!(read_key("Ctrl+"), None);
        assert_eq!(read_key("Hyper+F"), None);
    }

    #[test]
    fn what_is_written_reads_back_without_a_complaint() {
        let (keymap, wrong) = Keymap::read(&Keymap::default().write());
        assert_eq!((keymap, wrong), (Keymap::default(), vec![]));
        let (own, wrong) = Keymap::read(r#"{ "log": ["Alt+L", "F12"], "save": [] }"#);
        assert_eq!(wrong, Vec::<String>::new());
        assert_eq!(own.keys(Action::Log), [key("Alt+L"), key("F12")]);
        assert!(own.keys(Action::Save).is_empty());
        assert_eq!(Keymap::read(&own.write()), (own, vec![]));
    }

    #[test]
    fn two_actions_can_change_places() {
        let (keymap, wrong) = Keymap::read(r#"{ "back": ["Ctrl+]"], "forward": ["Ctrl+["] }"#);
        assert_eq!(wrong, Vec::<String>::new());
        assert_eq!(keymap.keys(Action::Back), [key("Ctrl+]")]);
    }

    #[test]
    fn each_mistake_is_one_sentence_with_its_line_and_the_built_in_key_stays() {
        let text =
            "{\n  \"lag\": [\"F9\"],\n  \"log\": [\"Ctlr+L\"],\n  \"save\": [\"Ctrl+O\"],\n  \"undo\": [\"U\"],\n  \"redo\": \"Ctrl+Y\"\n}";
        let (keymap, wrong) = Keymap::read(text);
        let begins =
            |line: usize, words: &str| wrong.iter().filter(|w| w.starts_with(&format!("Line {line}: ")) && w.contains(words)).count();
        assert_eq!(wrong.len(), 5, "{wrong:?}");
        assert_eq!(begins(2, "no action 'lag'"), 1);
        assert_eq!(begins(3, "'Ctlr+L' is not a key"), 1);
        assert_eq!(begins(4, "Ctrl+O is a key of 'open-project' already"), 1);
        assert_eq!(begins(5, "U belongs to the page"), 1);
        assert_eq!(begins(6, "must be a list"), 1);
        assert_eq!(keymap, Keymap::default());
    }

    #[test]
    fn a_file_that_is_no_json_says_in_which_line() {
        let (keymap, wrong) = Keymap::read("{\n  \"log\": [\"F9\"\n}");
        assert_eq!(keymap, Keymap::default());
        assert!(wrong.len() == 1 && wrong[0].starts_with("Line 3: "), "{wrong:?}");
    }
}
