//! The menus, made from the table of actions.

use egui::{Button, MenuBar, RichText, ScrollArea, Ui};

use super::super::actions::{ACTIONS, Action, Menu, is_possible, key_text};
use super::super::context::CommandSender;
use super::super::theme::Theme;
use crate::session::{CodeColours, Session, Settings, ThemeChoice};

const MENUS: [(Menu, &str); 6] =
    [(Menu::File, "File"), (Menu::Edit, "Edit"), (Menu::View, "View"), (Menu::Code, "Code"), (Menu::Go, "Go"), (Menu::Help, "Help")];

/// Height of the bar that the menus hang from, with their frame, and of a line with its share of the rules between groups, in points.
const BAR: f32 = 60.0;
const LINE: f32 = 36.0;

/// Shows the menus; what is chosen is sent.
pub fn show(ui: &mut Ui, theme: &Theme, session: Option<&Session>, settings: &Settings, send: &CommandSender) {
    MenuBar::new().ui(ui, |ui| {
        for (menu, title) in MENUS {
            ui.menu_button(title, |ui| {
                ui.set_min_width(270.0);
                // A window at a large zoom is lower than its menus.
                let room = ui.ctx().content_rect().height() - BAR;
                let lines = ACTIONS.iter().filter(|line| line.menu == menu).count();
                if lines as f32 * LINE <= room {
                    show_menu(ui, menu, theme, session, settings, send);
                } else {
                    let area = ScrollArea::vertical().max_height(room).min_scrolled_height(room);
                    area.show(ui, |ui| show_menu(ui, menu, theme, session, settings, send));
                }
            });
        }
    });
}

fn show_menu(ui: &mut Ui, menu: Menu, theme: &Theme, session: Option<&Session>, settings: &Settings, send: &CommandSender) {
    for line in ACTIONS.iter().filter(|line| line.menu == menu) {
        let words = words_of(line.action, line.label, session);
        let keys = key_text(ui.ctx(), line.action);
        let chosen = is_chosen(line.action, settings);
        let button = Button::new(words).selected(chosen);
        let button = if keys.is_empty() { button } else { button.shortcut_text(RichText::new(keys).color(theme.muted)) };
        let possible = is_possible(line.action, session);
        if ui.add_enabled(possible, button).clicked() {
            send.act(line.action);
            ui.close();
        }
        if ends_group(line.action) {
            ui.separator();
        }
    }
}

/// Undo and redo say what they would undo and redo.
fn words_of(action: Action, label: &str, session: Option<&Session>) -> String {
    let step = match action {
        Action::Undo => session.and_then(|s| s.history().undo_label()),
        Action::Redo => session.and_then(|s| s.history().to_redo()).map(|step| step.label.as_str()),
        _ => None,
    };
    step.map_or_else(|| label.to_owned(), |step| super::super::widgets::shortened(&format!("{label}: {step}"), 60))
}

fn is_chosen(action: Action, settings: &Settings) -> bool {
    let choice = match action {
        Action::ThemeSystem => ThemeChoice::System,
        Action::ThemeLight => ThemeChoice::Light,
        Action::ThemeDark => ThemeChoice::Dark,
        Action::ThemeSepia => ThemeChoice::Sepia,
        Action::SafeColours => return settings.code_colours == CodeColours::Safe,
        Action::Minimap => return settings.reading.minimap,
        Action::Pace => return settings.pace,
        Action::TableMark => return settings.table_mark,
        Action::AskAfterCoding => return settings.ask_attributes,
        _ => return false,
    };
    settings.theme == choice
}

fn ends_group(action: Action) -> bool {
    matches!(
        action,
        Action::OpenSample
            | Action::TableMark
            | Action::Save
            | Action::CopyQuotation
            | Action::PrintCodebook
            | Action::AskAfterCoding
            | Action::Forward
            | Action::PreviousPanel
            | Action::Conflicts
            | Action::FindMentions
            | Action::DeleteAnnotation
            | Action::SafeColours
            | Action::ShowEverything
            | Action::SmallerText
            | Action::Search
            | Action::GoTo
            | Action::ReviewList
            | Action::PreviousDocument
            | Action::EditKeys
    )
}
