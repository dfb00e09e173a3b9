//! Codebooks to begin with, the project's own kept or printed, and the questions after coding.

use super::App;
use crate::formats::codebook_print::{html, markdown};
use crate::model::AnnotationId;
use crate::session::{Notice, Settings};
use crate::store;
use crate::ui::actions::Action;
use crate::ui::context::PrintedAs;
use crate::ui::dialogs::{Dialog, TemplateBrowser};
use crate::ui::window::Tab;

impl App {
    pub(super) fn act_on_codebooks(&mut self, action: Action) {
        match action {
            Action::AddCodebooks => {
                let folder = self.settings_file.as_deref().map(Settings::templates_beside);
                let entries = store::templates(folder.as_deref());
                let has = |id: &str| self.session.as_ref().is_some_and(|s| s.project().layers().keys().any(|layer| layer.as_str() == id));
                self.window.dialog = Some(Dialog::Templates(TemplateBrowser::new(entries, folder, has)));
            }
            Action::KeepCodebook => {
                let title = self.session.as_ref().map(|s| s.project().codebook().name.clone()).unwrap_or_default();
                self.window.dialog = Some(Dialog::KeepCodebook(file_name_of(&title)));
            }
            _ => self.window.dialog = Some(Dialog::PrintCodebook),
        }
    }

    /// Keeps the codebook; a name that cannot be one leaves the form open.
    pub(super) fn keep_codebook(&mut self, name: &str) {
        let Some(session) = &mut self.session else { return };
        let kept = session.save_codebook_as_template(name);
        if kept.is_err() {
            self.window.dialog = Some(Dialog::KeepCodebook(name.to_owned()));
        }
        session.notify(kept.unwrap_or_else(|notice| notice));
    }

    pub(super) fn print_codebook(&mut self, form: PrintedAs) {
        let Some(session) = &self.session else { return };
        let (text, extension) = match form {
            PrintedAs::Markdown => (markdown(session.project()), "md"),
            PrintedAs::Html => (html(session.project()), "html"),
        };
        self.window.files.ask_codebook(&self.ctx, "codebook", extension, text);
    }

    /// Asks for the attributes of the annotation that is looked at.
    pub(super) fn ask_attributes(&mut self) {
        let Some(session) = &mut self.session else { return };
        let Some(annotation) = session.selection().annotation.clone() else { return };
        self.window.tab = Tab::Read;
        if !self.window.ask_attributes(&self.ctx, session, &annotation) {
            session.notify(Notice::refused("This code has no attributes to ask for", "Add attributes to it or its layer in the codebook"));
        }
    }

    /// After a code was put, asks for its attributes where that is wished.
    pub(super) fn ask_after_coding(&mut self, before: Option<&AnnotationId>) {
        let Some(session) = &self.session else { return };
        let now = session.selection().annotation.clone().filter(|now| self.settings.ask_attributes && before != Some(now));
        if let Some(annotation) = now {
            self.window.ask_attributes(&self.ctx, session, &annotation);
        }
    }

    pub(super) fn toggle_asking(&mut self) {
        self.settings.ask_attributes = !self.settings.ask_attributes;
        self.unsaved = true;
        let words = if self.settings.ask_attributes {
            "Attributes are asked for after coding"
        } else {
            "Attributes are not asked for after coding"
        };
        self.window.tell(&self.ctx, Notice::done(words));
    }
}

/// A title as a name of a file that is one everywhere.
fn file_name_of(title: &str) -> String {
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-").chars().take(40).collect::<String>().trim_end_matches('-').to_owned()
}
