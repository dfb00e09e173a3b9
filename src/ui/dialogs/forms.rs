//! Our own small forms: a new project, bringing files in, a new coder, export, keys, about.

use egui::{Grid, Id, Modal, RichText, ScrollArea, TextEdit, Ui};

use super::super::context::{CommandSender, NewProject, Request};
use super::super::theme::{SIZES, Theme};
use super::super::widgets::{hint, primary_button, semibold};
use super::{
    FileDialogs, ImportForm, KeysForm, RereadForm, TemplateBrowser, codebooks, conflicts, import, keeping, keys, outside, reread, templates,
};
use crate::model::{LayerId, Project};
use crate::session::Command;
use crate::store::Question;
use crate::ui::keyboard::{entered, give_keyboard, scroll_to_keyboard, take_escape};

/// Room around a form.
const MARGIN: f32 = 16.0;

/// The form that is open.
#[derive(Debug)]
pub enum Dialog {
    /// A new project.
    New(NewProject),
    /// A new coder, with the name typed so far.
    Coder(String),
    /// A choice of formats: id, name, extension.
    Export(Vec<(String, String, String)>),
    /// How to bring files in.
    Import(Box<ImportForm>),
    /// How to read a document again.
    ReadAgain(Box<RereadForm>),
    /// The layer of a code that is made of the selected words: id and name of each.
    LayerOfNewCode(Vec<(LayerId, String)>),
    /// All keys, and what is looked for among them.
    Keys(KeysForm),
    /// The codebooks to begin with.
    Templates(TemplateBrowser),
    /// The name that the project's codebook is kept under.
    KeepCodebook(String),
    /// How the project's codebook is printed.
    PrintCodebook,
    /// Files that another program took away or damaged, to be decided about.
    Outside(Vec<Question>),
    /// What was changed here and by others, to be settled.
    Conflicts,
    /// What this is.
    About,
}

/// What became of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Open,
    Close,
}

/// Shows the open form over everything else and closes it when it is done.
pub fn show(ui: &Ui, theme: &Theme, dialog: &mut Option<Dialog>, project: Option<&Project>, send: &CommandSender, files: &FileDialogs) {
    let Some(open) = dialog else { return };
    let escaped = take_escape(ui);
    let frame = egui::Frame::popup(ui.style()).inner_margin(MARGIN);
    // egui keeps the size that belongs to a name, so each form has its own.
    let modal =
        Modal::new(Id::unique(("dialog", std::mem::discriminant(open)))).frame(frame).backdrop_color(egui::Color32::from_black_alpha(50));
    let modal = modal.show(ui.ctx(), |ui| match open {
        Dialog::New(form) => new_project(ui, theme, form, send, files),
        Dialog::Coder(name) => coder(ui, theme, name, send),
        Dialog::Export(formats) => export(ui, theme, formats, files),
        Dialog::Import(form) => import::show(ui, theme, form, send),
        Dialog::ReadAgain(form) => reread::show(ui, theme, form, send),
        Dialog::LayerOfNewCode(layers) => layer_of_new_code(ui, theme, layers, send),
        Dialog::Keys(form) => keys::show(ui, theme, form),
        Dialog::Templates(browser) => templates::show(ui, theme, browser, send),
        Dialog::KeepCodebook(name) => keeping::keep(ui, theme, name, send),
        Dialog::PrintCodebook => keeping::print(ui, theme, send),
        Dialog::Outside(questions) => outside::show(ui, theme, questions, send),
        Dialog::Conflicts => conflicts::show(ui, theme, project, send),
        Dialog::About => about(ui, theme),
    });
    if escaped || modal.inner == Answer::Close || modal.should_close() {
        *dialog = None;
    }
}

pub(super) fn heading(ui: &mut Ui, theme: &Theme, text: &str) {
    ui.label(RichText::new(text).font(semibold(SIZES.heading)).color(theme.text));
    ui.add_space(6.0);
}

pub(super) fn buttons(ui: &mut Ui, theme: &Theme, words: &str, possible: bool) -> (bool, bool) {
    ui.add_space(SIZES.group_gap);
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        let done = ui.add_enabled_ui(possible, |ui| primary_button(ui, theme, words).clicked()).inner;
        (done, ui.button("Cancel").clicked())
    })
    .inner
}

pub(super) fn field(ui: &mut Ui, theme: &Theme, name: &str, text: &mut String, width: f32) -> egui::Response {
    let label = ui.label(RichText::new(name).color(theme.muted));
    ui.add(TextEdit::singleline(text).desired_width(width)).labelled_by(label.id)
}

fn new_project(ui: &mut Ui, theme: &Theme, form: &mut NewProject, send: &CommandSender, files: &FileDialogs) -> Answer {
    ui.set_width(460.0);
    heading(ui, theme, "New project");
    Grid::new("new project").num_columns(2).spacing([12.0, 8.0]).show(ui, |ui| {
        let title = field(ui, theme, "Title", &mut form.title, 350.0);
        if form.title.is_empty() && ui.memory(|m| m.focused().is_none()) {
            give_keyboard(&title);
        }
        ui.end_row();
        let label = ui.label(RichText::new("Folder").color(theme.muted));
        ui.horizontal(|ui| {
            ui.add(TextEdit::singleline(&mut form.folder).desired_width(258.0)).labelled_by(label.id);
            if ui.button("Choose…").clicked() {
                files.ask_folder(ui.ctx());
            }
        });
        ui.end_row();
        field(ui, theme, "Coder", &mut form.coder, 350.0);
        ui.end_row();
    });
    ui.add_space(SIZES.gap);
    let ticked = form.codebooks.iter().filter(|choice| choice.ticked).count();
    let words = if ticked == 0 {
        "Codebooks: none, the project begins with an empty one".to_owned()
    } else {
        format!("Codebooks: {ticked} chosen")
    };
    ui.label(RichText::new(words).color(theme.muted));
    codebooks::show(ui, theme, &mut form.codebooks, 460.0);
    ui.add_space(SIZES.gap);
    hint(ui, theme, "The folder must be empty or not exist yet. The coder is you: a name or initials");
    let filled = !form.title.trim().is_empty() && !form.folder.trim().is_empty() && !form.coder.trim().is_empty();
    match buttons(ui, theme, "Create", filled) {
        (true, _) => {
            send.send(Request::Create(form.clone()));
            Answer::Close
        }
        (false, true) => Answer::Close,
        (false, false) => Answer::Open,
    }
}

fn coder(ui: &mut Ui, theme: &Theme, name: &mut String, send: &CommandSender) -> Answer {
    ui.set_width(340.0);
    heading(ui, theme, "Add a coder");
    let response =
        ui.add(TextEdit::singleline(name).desired_width(330.0).hint_text("Name or initials")).accessible_name("Name of the coder");
    let entered = entered(ui, &response);
    if !entered && ui.memory(|m| m.focused().is_none()) {
        give_keyboard(&response);
    }
    hint(ui, theme, "Each coder has annotations of their own; the others’ stay as they are");
    let filled = !name.trim().is_empty();
    let (done, off) = buttons(ui, theme, "Add", filled);
    if (done || entered) && filled {
        send.run(Command::AddCoder(name.clone()));
        return Answer::Close;
    }
    if off { Answer::Close } else { Answer::Open }
}

fn export(ui: &mut Ui, theme: &Theme, formats: &[(String, String, String)], files: &FileDialogs) -> Answer {
    ui.set_width(340.0);
    heading(ui, theme, "Export as");
    let mut answer = Answer::Open;
    for (id, name, extension) in formats {
        if ui
            .add(
                egui::Button::new(name)
                    .right_text(RichText::new(format!(".{extension}")).color(theme.muted))
                    .min_size(egui::vec2(330.0, 30.0)),
            )
            .clicked()
        {
            files.ask_export(ui.ctx(), id, extension, "export");
            answer = Answer::Close;
        }
    }
    ui.add_space(SIZES.gap);
    if ui.button("Cancel").clicked() { Answer::Close } else { answer }
}

fn layer_of_new_code(ui: &mut Ui, theme: &Theme, layers: &[(LayerId, String)], send: &CommandSender) -> Answer {
    ui.set_width(340.0);
    heading(ui, theme, "To which layer does the new code belong");
    let mut answer = Answer::Open;
    ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
        for (id, name) in layers {
            if ui.add(egui::Button::new(name).min_size(egui::vec2(330.0, 30.0))).accessible_name(format!("New code in {name}")).clicked() {
                send.run(Command::CodeInVivo(Some(id.clone())));
                answer = Answer::Close;
            }
        }
        scroll_to_keyboard(ui);
    });
    ui.add_space(SIZES.gap);
    if ui.button("Cancel").clicked() { Answer::Close } else { answer }
}

fn about(ui: &mut Ui, theme: &Theme) -> Answer {
    ui.set_width(380.0);
    heading(ui, theme, "Variorum");
    ui.label(format!("Version {}", env!("CARGO_PKG_VERSION")));
    ui.label("Close reading and labelled datasets: entities, claims and framing in several reports of one event");
    if buttons_close(ui, theme) { Answer::Close } else { Answer::Open }
}

pub(super) fn buttons_close(ui: &mut Ui, theme: &Theme) -> bool {
    ui.add_space(SIZES.gap);
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| primary_button(ui, theme, "Close").clicked()).inner
}
