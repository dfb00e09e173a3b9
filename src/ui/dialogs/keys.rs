//! All keys: those of the page itself, those of the codes, then those of the actions by menu.

use std::sync::Arc;

use egui::{Grid, RichText, ScrollArea, Ui};

use super::super::actions::{ACTIONS, Menu};
use super::super::fuzzy;
use super::super::keymap::Keymap;
use super::super::theme::{SIZES, Theme};
use super::super::widgets::{filter_field, hint, section, semibold};
use super::forms::{Answer, buttons_close, heading};
use crate::model::{Code, Project};
use crate::ui::keyboard::give_keyboard;

/// The groups of actions, with their names.
const GROUPS: [(&str, Menu); 6] =
    [("File", Menu::File), ("Edit", Menu::Edit), ("View", Menu::View), ("Code", Menu::Code), ("Go", Menu::Go), ("Help", Menu::Help)];

/// Keys of the page itself; the text view knows them.
const PAGE_KEYS: [(&str, &str); 16] = [
    ("Arrows", "Move the caret, by letters as they are seen and by lines"),
    ("Ctrl+Left, Ctrl+Right", "Move the caret by words"),
    ("Alt+Left, Alt+Right", "Move the caret by sentences, when no annotation is selected"),
    ("Ctrl+Up, Ctrl+Down", "Move the caret by paragraphs"),
    ("Home, End, Page Up, Page Down", "Move the caret by lines and pages; with Ctrl to the ends of the text"),
    ("Shift with any of these", "Select words"),
    ("Ctrl+A", "Select the whole text"),
    ("Enter", "Choose a code for the selected words; twice: the last one"),
    ("A code’s key", "Put that code on the selected words; without words, on the document"),
    ("?", "Show these keys"),
    ("1 to 9, A to Z, Enter, Esc", "While attributes are asked for: answer, skip, leave"),
    ("Alt+Left, Alt+Right", "Move the nearest border of the selected annotation by characters"),
    ("Alt+Shift+Left, Alt+Shift+Right", "Move that border by words"),
    ("Ctrl+Alt+Left, Ctrl+Alt+Right", "Move that border by sentences"),
    ("Esc", "Close what is open, or select nothing"),
    ("Tab, Shift+Tab", "Go on to the next field or button, or back"),
];

/// Keys of the page on macOS that differ there.
const MAC_KEYS: [(&str, &str); 7] = [
    ("Ctrl+Left, Ctrl+Right", "Alt+Left, Alt+Right"),
    ("Alt+Left, Alt+Right", "Ctrl+Alt+Left, Ctrl+Alt+Right"),
    ("Ctrl+Up, Ctrl+Down", "Alt+Up, Alt+Down"),
    ("Ctrl+A", "Cmd+A"),
    ("Alt+Shift+Left, Alt+Shift+Right", "Ctrl+Alt+Shift+Left, Ctrl+Alt+Shift+Right"),
    ("Ctrl+Alt+Left, Ctrl+Alt+Right", "Ctrl+Alt+Cmd+Left, Ctrl+Alt+Cmd+Right"),
    ("Home, End, Page Up, Page Down", "Cmd+Left, Cmd+Right, Page Up, Page Down"),
];

/// What the list of keys shows and what is looked for in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeysForm {
    filter: String,
    /// Keys of codes with the codes' names.
    codes: Vec<(String, String)>,
}

impl KeysForm {
    /// All keys, with those of a project's codes.
    pub fn new(project: Option<&Project>) -> Self {
        let layers = project.map(Project::layers_in_order).unwrap_or_default();
        let codes = layers.iter().flat_map(|layer| project.map(|p| p.codes_of(&layer.id)).unwrap_or_default());
        let line = |code: &Arc<Code>| Some((code.key.filter(|_| !code.retired)?.to_string(), code.name.clone()));
        Self { filter: String::new(), codes: codes.filter_map(line).collect() }
    }
}

/// Shows them.
pub(super) fn show(ui: &mut Ui, theme: &Theme, form: &mut KeysForm) -> Answer {
    ui.set_width(640.0);
    heading(ui, theme, "Keys");
    let field = filter_field(ui, &mut form.filter, "Find a key or what it does…");
    if form.filter.is_empty() && ui.memory(|memory| memory.focused().is_none()) {
        give_keyboard(&field);
    }
    let groups = groups(ui, form);
    ScrollArea::vertical().auto_shrink([false, true]).max_height((ui.ctx().content_rect().height() - 260.0).max(200.0)).show(ui, |ui| {
        if groups.is_empty() {
            hint(ui, theme, "No key and no action is called that");
        }
        for (name, lines) in groups {
            ui.add_space(4.0);
            section(ui, theme, name);
            Grid::new(("keys", name)).num_columns(2).spacing([24.0, 4.0]).min_col_width(220.0).show(ui, |ui| {
                for (keys, what) in lines {
                    ui.label(RichText::new(keys).font(semibold(SIZES.body)).color(theme.text));
                    ui.label(what);
                    ui.end_row();
                }
            });
        }
    });
    if buttons_close(ui, theme) { Answer::Close } else { Answer::Open }
}

/// What fits, by group; a group without a line is left out.
fn groups<'a>(ui: &Ui, form: &'a KeysForm) -> Vec<(&'static str, Vec<(String, &'a str)>)> {
    let filter = form.filter.trim();
    let fits = |(keys, what): &(String, &str)| filter.is_empty() || fuzzy::best(filter, [*what, keys.as_str()]).is_some();
    let page = PAGE_KEYS.iter().map(|(keys, what)| (on_this_system(keys), *what));
    let mut groups = vec![("On the page", page.filter(fits).collect::<Vec<_>>())];
    let codes = form.codes.iter().map(|(key, name)| (key.clone(), name.as_str()));
    groups.push(("Codes of this project", codes.filter(fits).collect()));
    let keymap = Keymap::in_force(ui.ctx());
    for (name, menu) in GROUPS {
        let keys = |action| keymap.keys(action).iter().map(|key| ui.ctx().format_shortcut(key)).collect::<Vec<_>>().join(", ");
        let lines = ACTIONS.iter().filter(|line| line.menu == menu).map(|line| (keys(line.action), line.label));
        groups.push((name, lines.filter(|(keys, _)| !keys.is_empty()).filter(fits).collect()));
    }
    groups.retain(|(_, lines)| !lines.is_empty());
    groups
}

fn on_this_system(keys: &str) -> String {
    let mac = MAC_KEYS.iter().find(|(elsewhere, _)| cfg!(target_os = "macos") && *elsewhere == keys);
    mac.map_or(keys, |(_, mac)| mac).to_owned()
}
