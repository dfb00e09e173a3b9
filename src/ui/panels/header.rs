//! The top of the window: menus, title, coder, saved state, and the tabs below.

use egui::scroll_area::ScrollBarVisibility;
use egui::{Align, Button, Id, Layout, RichText, ScrollArea, Sense, Ui, vec2};

use super::super::actions::{Action, key_text};
use super::super::context::{CommandSender, Request};
use super::super::facts::counted;
use super::super::theme::{SIZES, Theme};
use super::super::widgets::{paint_dot, semibold, shortened, tab};
use super::super::window::Tab;
use crate::session::{Command, SavedState, Session};

/// With less room than this in points, the window's own title says which project it is.
const TITLE: f32 = 60.0;

/// Shows title, coder switcher and saved state at the right of the menu bar.
pub fn show_state(ui: &mut Ui, theme: &Theme, session: &Session, send: &CommandSender) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        saved_state(ui, theme, session, send);
        ui.add_space(6.0);
        undecided(ui, theme, session, send);
        conflicts(ui, theme, session, send);
        coder_switcher(ui, theme, session, send);
        if ui.available_width() < TITLE {
            return;
        }
        ui.add_space(6.0);
        let title = RichText::new(&session.project().info().title).font(semibold(SIZES.body)).color(theme.text);
        ui.add(egui::Label::new(title).truncate()).on_hover_text(folder_text(session));
    });
}

/// Says that there are files to decide about, and leads to the question.
fn undecided(ui: &mut Ui, theme: &Theme, session: &Session, send: &CommandSender) {
    let count = session.questions().len();
    if count == 0 {
        return;
    }
    let words = RichText::new(format!("{} to decide about", counted(count, "file", "files"))).color(theme.error);
    if ui.add(Button::new(words)).on_hover_text("Another program took them away or damaged them").clicked() {
        send.send(Request::AskAboutFiles);
    }
    ui.add_space(6.0);
}

/// Says how much is to be settled, and leads there.
fn conflicts(ui: &mut Ui, theme: &Theme, session: &Session, send: &CommandSender) {
    let count = session.project().conflicts().len();
    if count == 0 {
        return;
    }
    let words = RichText::new(format!("{} to settle", counted(count, "conflict", "conflicts"))).color(theme.error);
    if ui.add(Button::new(words)).on_hover_text("The same was changed here and by others, each in another way").clicked() {
        send.act(Action::Conflicts);
    }
    ui.add_space(6.0);
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

fn saved_state(ui: &mut Ui, theme: &Theme, session: &Session, send: &CommandSender) {
    let (colour, words, more) = match session.saved_state() {
        SavedState::Saved if send.is_typing() => {
            (theme.warning, "Typing…".to_owned(), "It is saved when the field is left or Enter is pressed".to_owned())
        }
        SavedState::Saved => (theme.good, "All changes saved".to_owned(), folder_text(session)),
        SavedState::Saving => (theme.warning, "Saving…".to_owned(), folder_text(session)),
        SavedState::Failed(why) => {
            let words = if session.is_journalled() { "Saved in the journal alone" } else { "Not saved, kept in memory" };
            (theme.error, words.to_owned(), format!("{why}\nIt is tried again every few seconds"))
        }
        SavedState::ReadOnly(why) => {
            let hint = session.read_only().map(|reason| format!("\n{}", reason.hint())).unwrap_or_default();
            (theme.warning, "Read-only".to_owned(), why + &hint)
        }
        SavedState::Nowhere => (theme.muted, "In memory only".to_owned(), "This project has no folder".to_owned()),
    };
    ui.spacing_mut().item_spacing.x = 4.0;
    ui.label(RichText::new(words).size(SIZES.body - 1.0).color(if colour == theme.good { theme.muted } else { colour }))
        .on_hover_text(more);
    let (rect, _) = ui.allocate_exact_size(vec2(10.0, 10.0), Sense::hover());
    paint_dot(ui.painter(), rect.center(), colour);
}

/// Below this width in points the way into the palette is its key alone, so that the tabs keep their room.
const NARROW: f32 = 760.0;

/// Shows the tabs of the workspace and the way into the command palette; tabs without room are scrolled to.
pub fn show_tabs(ui: &mut Ui, theme: &Theme, chosen: Tab, send: &CommandSender) {
    let narrow = ui.available_width() < NARROW;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            palette_button(ui, theme, send, narrow);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ScrollArea::horizontal().id_salt("tabs").scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.x = 2.0;
                    let seen = Id::unique("workspace seen");
                    let before = ui.data_mut(|data| data.get_temp::<Tab>(seen));
                    ui.data_mut(|data| data.insert_temp(seen, chosen));
                    for (name, which, action) in Tab::ALL {
                        let response = tab(ui, theme, name, name, which == chosen).on_hover_text(key_text(ui.ctx(), action));
                        if response.clicked() {
                            send.act(action);
                        }
                        if response.gained_focus() || (which == chosen && Some(chosen) != before) {
                            response.scroll_to_me(None);
                        }
                    }
                });
            });
        });
    });
}

fn palette_button(ui: &mut Ui, theme: &Theme, send: &CommandSender, narrow: bool) {
    let keys = RichText::new(key_text(ui.ctx(), Action::Search)).size(SIZES.small).color(theme.muted);
    let words = RichText::new("Find anything…").color(theme.muted);
    let button = if narrow { Button::new(keys) } else { Button::new(words).shortcut_text(keys).min_size(vec2(220.0, 24.0)) };
    if ui.add(button).accessible_name("Find anything…").on_hover_text("Find anything…").clicked() {
        send.act(Action::Search);
    }
}
