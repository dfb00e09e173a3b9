//! Files on their way in and out: what a menu asks for, what was chosen in a dialog, what was dropped on the window.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::App;
use crate::formats::{self, ReadAgain, WriteOptions};
use crate::model::DocumentId;
use crate::session::{ImportOptions, Notice, Settings, original};
use crate::store::{self, TemplateEntry};
use crate::ui::actions::Action;
use crate::ui::context::{CodebookChoice, NewProject};
use crate::ui::dialogs::{Chosen, Dialog, ImportForm, RereadForm};

impl App {
    pub(super) fn act_on_files(&mut self, action: Action) {
        match action {
            Action::NewProject => {
                let coder = self.settings.coder_name.clone();
                let folder = self.settings_file.as_deref().map(Settings::templates_beside);
                let choice = |entry: TemplateEntry| CodebookChoice { ticked: entry.id == "ecf", entry };
                let codebooks = store::templates(folder.as_deref()).into_iter().map(choice).collect();
                self.window.dialog = Some(Dialog::New(NewProject { coder, codebooks, ..NewProject::default() }));
            }
            Action::OpenProject => self.window.files.ask_project(&self.ctx),
            Action::OpenSample => self.open_sample(),
            Action::Import => self.window.files.ask_documents(&self.ctx),
            Action::ReadAgain => self.ask_read_again(),
            Action::TableMark => {
                self.settings.table_mark = !self.settings.table_mark;
                self.unsaved = true;
            }
            Action::Export => {
                let writers = formats::FORMATS.iter().map(|f| f.about()).filter(|a| a.writes);
                let line =
                    |a: &formats::About| (a.id.to_owned(), a.name.to_owned(), a.extensions.first().copied().unwrap_or("txt").to_owned());
                self.window.dialog = Some(Dialog::Export(writers.map(line).collect()));
            }
            Action::Save => {
                if let Some(session) = &mut self.session {
                    session.flush();
                    session.notify(Notice::done("Everything is saved; every change is written as it is made"));
                }
            }
            _ => {}
        }
    }

    /// Asks how files are to be brought in.
    fn ask_import(&mut self, paths: Vec<PathBuf>) {
        if let Some(session) = &self.session {
            self.window.dialog = Some(Dialog::Import(Box::new(ImportForm::new(paths, session.project()))));
        } else {
            let notice = Notice::refused("There is no open project to import into", "Open one or make a new one first");
            self.window.tell(&self.ctx, notice);
        }
    }

    /// Asks how the open document is to be read again.
    fn ask_read_again(&mut self) {
        let Some(session) = &mut self.session else { return };
        let open = session.selection().document.clone();
        let document = open.and_then(|id| session.project().documents().get(&id).cloned());
        let (Some(document), Some(root)) = (document, session.root()) else { return };
        // The file may be missing or another one; the same is asked again when it is read.
        match original(root, &document).map(|_| store::original_path(root, &document.provenance.original)) {
            Ok(Ok(file)) => {
                let form = RereadForm::new(&document, file, session.project());
                self.window.dialog = Some(Dialog::ReadAgain(Box::new(form)));
            }
            Ok(Err(error)) => session.notify(Notice::error(error.to_string(), error.hint())),
            Err(notice) => session.notify(*notice),
        }
    }

    pub(super) fn read_again(&mut self, document: &DocumentId, how: ReadAgain) {
        if let Some(session) = &mut self.session {
            session.read_again(document, how);
        }
    }

    /// Asks where a table is to be written to.
    pub(super) fn save_table(&mut self, name: &str, text: String) {
        let text = if self.settings.table_mark { format!("{}{text}", formats::BYTE_ORDER_MARK) } else { text };
        self.window.files.ask_table(&self.ctx, name, text);
    }

    pub(super) fn import(&mut self, paths: Vec<PathBuf>, options: ImportOptions) {
        if let Some(session) = &mut self.session {
            session.import(paths, options);
        }
    }

    pub(super) fn export(&mut self, format: &str, path: PathBuf) {
        let Some(session) = &mut self.session else { return };
        match formats::by_id(format) {
            Ok(format) => {
                let options = WriteOptions { byte_order_mark: self.settings.table_mark, ..WriteOptions::default() };
                session.export(format, path, options);
            }
            Err(error) => session.notify(Notice::error(error.to_string(), "Choose another format")),
        }
    }

    /// Writes a text that a file was chosen for, whole or not at all.
    fn save_text(&mut self, what: &str, text: &str, path: &Path) {
        let folder = path.parent().unwrap_or(Path::new("."));
        let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.persist(path).map(drop).map_err(|error| error.error)
        });
        let notice = match written {
            Ok(()) => Notice::done(format!("{what} was written to {}", path.display())),
            Err(error) => Notice::error(format!("{what} could not be written: {error}"), "Choose another place").at(path),
        };
        self.window.tell(&self.ctx, notice);
    }

    pub(super) fn take_chosen(&mut self, chosen: Chosen) {
        match (chosen, &mut self.window.dialog) {
            (Chosen::Project(path), _) => self.open(&path),
            (Chosen::Documents(paths), _) => self.ask_import(paths),
            (Chosen::Folder(path), Some(Dialog::New(form))) => form.folder = path.display().to_string(),
            (Chosen::Folder(_), _) => {}
            (Chosen::Export(format, path), _) => self.export(&format, path),
            (Chosen::Table(text, path), _) => self.save_text("The list", &text, &path),
            (Chosen::Elsewhere(path), _) => self.take_place(path),
            (Chosen::Codebook(text, path), _) => self.save_text("The codebook", &text, &path),
        }
    }

    pub(super) fn take_dropped(&mut self) {
        let dropped = self.ctx.input(|input| input.raw.dropped_files.clone());
        let paths: Vec<PathBuf> =
            dropped.into_iter().map(|file| file.path().to_owned()).filter(|path| !path.as_os_str().is_empty()).collect();
        if paths.is_empty() {
            return;
        }
        let is_project = |path: &Path| path.join("project.ron").is_file() || path.ends_with("project.ron");
        match paths.iter().find(|path| is_project(path)).cloned() {
            Some(project) => self.open(&project),
            None => self.ask_import(paths),
        }
    }
}
