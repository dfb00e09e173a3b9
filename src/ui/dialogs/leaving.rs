//! What is asked before changes are lost: the project is to be closed, and its folder does not take them.

use std::path::PathBuf;

use egui::{Id, Modal, RichText, TextEdit, Ui};

use super::super::context::{CommandSender, Leave, Request};
use super::super::theme::{SIZES, Theme};
use super::super::widgets::{hint, primary_button};
use super::FileDialogs;
use super::forms::heading;
use crate::session::{Elsewhere, Notice};
use crate::text::counted;
use crate::ui::keyboard::{entered, give_keyboard, take_escape};

const WIDTH: f32 = 520.0;

/// What the question says, and what is typed in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// How many changes are not saved.
    pub changes: usize,
    /// Why not.
    pub why: String,
    /// What was asked for: "quit", "close".
    pub verb: &'static str,
    /// The place typed or chosen.
    pub path: String,
    /// One packed file instead of a folder.
    pub packed: bool,
    /// What came of the last attempt.
    pub outcome: Option<Outcome>,
    is_new: bool,
}

/// What came of an attempt to save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It did not work; why, and what to do.
    Failed(Notice),
    /// It is saved elsewhere.
    Saved(Notice),
}

impl Leaving {
    /// A question about so many changes, with a place to begin with.
    pub fn new(changes: usize, why: String, verb: &'static str, path: String) -> Self {
        Self { changes, why, verb, path, packed: false, outcome: None, is_new: true }
    }

    /// Tells of an attempt that failed; the place can be typed anew at once.
    pub fn fail(&mut self, notice: Notice) {
        self.outcome = Some(Outcome::Failed(notice));
        self.is_new = true;
    }

    fn to(&self) -> Elsewhere {
        let path = at_home(self.path.trim());
        // What is said is where it is, not where it would be from the folder the program was started in.
        let path = std::path::absolute(&path).unwrap_or(path);
        if !self.packed {
            return Elsewhere::Folder(path);
        }
        let named = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ron"));
        Elsewhere::Pack(if named { path } else { PathBuf::from(format!("{}.ron", path.display())) })
    }
}

/// `~` is the home folder to whoever types a path.
fn at_home(path: &str) -> PathBuf {
    let home = || directories::UserDirs::new().map(|dirs| dirs.home_dir().to_owned());
    match path.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with(['/', '\\'])).zip(home()) {
        Some((rest, home)) => home.join(rest.trim_start_matches(['/', '\\'])),
        None => PathBuf::from(path),
    }
}

/// Asks over everything else.
pub fn ask(ui: &Ui, theme: &Theme, leaving: Option<&mut Leaving>, send: &CommandSender, files: &FileDialogs) {
    let Some(leaving) = leaving else { return };
    let escaped = take_escape(ui);
    let frame = egui::Frame::popup(ui.style()).inner_margin(18.0);
    let modal = Modal::new(Id::unique("leaving")).frame(frame).backdrop_color(egui::Color32::from_black_alpha(90));
    modal.show(ui.ctx(), |ui| {
        ui.set_width(WIDTH);
        match leaving.outcome.clone() {
            Some(Outcome::Saved(notice)) => saved(ui, theme, leaving, &notice, send),
            other => question(ui, theme, leaving, other.as_ref(), send, files),
        }
    });
    // A click beside the question answers nothing.
    if escaped {
        send.send(Request::Leave(Leave::Stay));
    }
}

fn question(ui: &mut Ui, theme: &Theme, leaving: &mut Leaving, outcome: Option<&Outcome>, send: &CommandSender, files: &FileDialogs) {
    let changes = counted(leaving.changes, "change");
    let (what, where_it_is, lost) = match leaving.changes {
        0 => (
            "The project is not where it was".to_owned(),
            "Everything is in memory, and still in its folder if that was only moved",
            "Discard: what is in memory will be lost".to_owned(),
        ),
        1 => (format!("{changes} is not saved"), "It is in memory alone", format!("Discard: {changes} will be lost")),
        _ => (format!("{changes} are not saved"), "They are in memory alone", format!("Discard: {changes} will be lost")),
    };
    heading(ui, theme, &what);
    ui.add(egui::Label::new(RichText::new(crate::text::capitalised(&leaving.why)).color(theme.text)).wrap());
    ui.add_space(SIZES.gap);
    hint(ui, theme, format!("{where_it_is}. Save the whole project at another place, or mend the folder and try again"));
    ui.add_space(SIZES.group_gap);
    let typed = place(ui, theme, leaving, files);
    if let Some(Outcome::Failed(notice)) = outcome {
        ui.add_space(SIZES.gap);
        ui.add(egui::Label::new(RichText::new(crate::text::capitalised(&notice.what)).color(theme.error)).wrap());
        hint(ui, theme, &notice.hint);
    }
    ui.add_space(SIZES.group_gap);
    let possible = !leaving.path.trim().is_empty();
    ui.horizontal(|ui| {
        // The button that destroys stands apart, is never the first to be reached and never has the keyboard by itself.
        let save = ui.add_enabled_ui(possible, |ui| primary_button(ui, theme, "Save there")).inner.clicked();
        if (save || typed) && possible {
            send.send(Request::Leave(Leave::Save(leaving.to())));
        }
        if ui.button("Try again").on_hover_text("Tries to write the project's own folder once more").clicked() {
            send.send(Request::Leave(Leave::TryAgain));
        }
        if ui.button("Cancel").on_hover_text("Goes back to the project").clicked() {
            send.send(Request::Leave(Leave::Stay));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.button(RichText::new(lost).color(theme.error)).clicked() {
                send.send(Request::Leave(Leave::Discard));
            }
        });
    });
}

/// Where to save: a field, and the system's dialog; true when Enter was pressed in the field.
fn place(ui: &mut Ui, theme: &Theme, leaving: &mut Leaving, files: &FileDialogs) -> bool {
    ui.horizontal(|ui| {
        ui.radio_value(&mut leaving.packed, false, "In a new folder");
        ui.radio_value(&mut leaving.packed, true, "As one file (.ron) for mail or a stick");
    });
    ui.add_space(4.0);
    let label = if leaving.packed { "File to save the project in" } else { "Folder to save the project in" };
    let field = ui
        .horizontal(|ui| {
            let field = TextEdit::singleline(&mut leaving.path).id(Id::unique("place to save in")).desired_width(WIDTH - 100.0);
            let field = ui.add(field).accessible_name(label);
            if ui.button("Choose…").clicked() {
                files.ask_elsewhere(ui.ctx(), leaving.packed);
            }
            field
        })
        .inner;
    if std::mem::take(&mut leaving.is_new) {
        give_keyboard(&field);
    }
    let words = if leaving.packed { "Imported files are in it, too" } else { "It must be empty or not exist yet" };
    hint(ui, theme, words);
    entered(ui, &field)
}

/// Says where the project is now, and goes on with what was asked for.
fn saved(ui: &mut Ui, theme: &Theme, leaving: &Leaving, notice: &Notice, send: &CommandSender) {
    heading(ui, theme, "Saved at another place");
    ui.add(egui::Label::new(RichText::new(&notice.what).color(theme.text)).wrap());
    if !notice.hint.is_empty() {
        ui.add_space(SIZES.gap);
        ui.add(egui::Label::new(RichText::new(&notice.hint).color(theme.warning)).wrap());
    }
    ui.add_space(SIZES.gap);
    hint(ui, theme, "The old folder stays as it is. Go on with the one that was saved now");
    ui.add_space(SIZES.group_gap);
    ui.horizontal(|ui| {
        let go_on = primary_button(ui, theme, &crate::text::capitalised(leaving.verb));
        if ui.memory(|memory| memory.focused().is_none()) {
            give_keyboard(&go_on);
        }
        if go_on.clicked() {
            send.send(Request::Leave(Leave::GoOn));
        }
        if ui.button("Back to the project").clicked() {
            send.send(Request::Leave(Leave::Stay));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(path: &str, packed: bool) -> Elsewhere {
        Leaving { packed, ..Leaving::new(1, String::new(), "quit", path.to_owned()) }.to()
    }

    #[test]
    fn a_packed_file_has_its_ending_and_a_place_is_said_in_full() {
        let root = std::env::temp_dir();
        let path = |name: &str| root.join(name);
        assert_eq!(to(&path("x").display().to_string(), true), Elsewhere::Pack(path("x.ron")));
        assert_eq!(to(&path("x.RON").display().to_string(), true), Elsewhere::Pack(path("x.RON")));
        assert_eq!(to(&format!(" {} ", path("x").display()), false), Elsewhere::Folder(path("x")));
        assert!(to("x", false).path().is_absolute());
        assert!(!to("~/x", false).path().starts_with("~"));
    }
}
