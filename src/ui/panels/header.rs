//! The top of the window: menus, title, coder, saved state, and the tabs below.

use egui::{Align, Button, Layout, RichText, Sense, Ui, vec2};

use super::super::actions::{Action, key_text};
use super::super::context::CommandSender;
use super::super::theme::{SIZES, Theme};
use super::super::widgets::{paint_dot, semibold, shortened, tab};
use super::super::window::Tab;
use crate::session::{Command, SavedState, Session};

/// Shows title, coder switcher and saved state at the right of the menu bar.
pub fn show_state(ui: &mut Ui, theme: &Theme, session: &Session, send: &CommandSender) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        saved_state(ui, theme, session);
        ui.add_space(6.0);
        coder_switcher(ui, theme, session, send);
        ui.add_space(6.0);
        let title = RichText::new(&session.project().info().title).font(semibold(SIZES.body)).color(theme.text);
        ui.add(egui::Label::new(title).truncate()).on_hover_text(folder_text(session));
    });
}

fn folder_text(session: &Session) -> String {
    session.root().map_or_else(|| "Not on disk".to_owned(), |root| root.display().to_string())
}

fn coder_switcher(ui: &mut Ui, theme: &Theme, session: &Session, send: &CommandSender) {
    let name = |id: &crate::model::CoderId| session.project().coders().get(id).map_or_else(|| id.to_string(), |c| c.name.clone());
    let open = shortened(&name(session.coder()), 24);
    let words = RichText::new(format!("Coder: {open}")).color(theme.text);
    egui::containers::menu::MenuButton::from_button(Button::new(words)).ui(ui, |ui| {
        ui.set_min_width(160.0);
        for id in session.project().coders().keys() {
            if ui.add(Button::selectable(id == session.coder(), name(id))).clicked() {
                send.run(Command::SwitchCoder(id.clone()));
                ui.close();
            }
        }
        ui.separator();
        if ui.button("Add a coder…").clicked() {
            send.act(Action::AddCoder);
            ui.close();
        }
    });
}

fn saved_state(ui: &mut Ui, theme: &Theme, session: &Session) {
    let (colour, words, more) = match session.saved_state() {
        SavedState::Saved => (theme.good, "All changes saved".to_owned(), folder_text(session)),
        SavedState::Saving => (theme.warning, "Saving…".to_owned(), folder_text(session)),
        SavedState::Failed(why) => {
            (theme.error, "Not saved, kept in memory".to_owned(), format!("{why}\nIt is tried again with the next change"))
        }
        SavedState::ReadOnly(why) => (theme.warning, "Read-only".to_owned(), why),
        SavedState::Nowhere => (theme.muted, "In memory only".to_owned(), "This project has no folder".to_owned()),
    };
    ui.spacing_mut().item_spacing.x = 4.0;
    ui.label(RichText::new(words).size(SIZES.body - 1.0).color(if colour == theme.good { theme.muted } else { colour }))
        .on_hover_text(more);
    let (rect, _) = ui.allocate_exact_size(vec2(10.0, 10.0), Sense::hover());
    paint_dot(ui.painter(), rect.center(), colour);
}

/// Shows the tabs of the workspace and the way into the command palette.
pub fn show_tabs(ui: &mut Ui, theme: &Theme, chosen: Tab, send: &CommandSender) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (name, which, action) in Tab::ALL {
            let response = tab(ui, theme, name, name, which == chosen).on_hover_text(key_text(ui.ctx(), action));
            if response.clicked() {
                send.act(action);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let keys = RichText::new(key_text(ui.ctx(), Action::Search)).size(SIZES.small).color(theme.muted);
            let words = RichText::new("Find anything…").color(theme.muted);
            let button = Button::new(words).shortcut_text(keys).min_size(vec2(220.0, 24.0));
            if ui.add(button).clicked() {
                send.act(Action::Search);
            }
        });
    });
}
