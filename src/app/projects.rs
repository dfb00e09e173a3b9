//! Projects: opening, making, leaving, and what is remembered of each.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::App;
use super::leaving::Then;
use crate::session::{Command, Environment, Notice, Places, Selection, Session, Wake};
use crate::ui::context::{NewProject, Request};
use crate::ui::dialogs::Dialog;
use crate::ui::sample;

impl App {
    pub(super) fn wake(&self) -> Wake {
        let ctx = self.ctx.clone();
        Arc::new(move || ctx.request_repaint())
    }

    /// Opens the project in a folder, in place of the one that is open.
    pub fn open(&mut self, path: &Path) {
        self.leave(Then::Open(path.to_owned()));
    }

    pub(super) fn open_now(&mut self, path: &Path) {
        // A project is locked by whoever has it open, so the open one goes first.
        self.close();
        self.begin_opening(path);
    }

    pub(super) fn create_now(&mut self, form: &NewProject) {
        self.settings.coder_name.clone_from(&form.coder);
        let folder = PathBuf::from(form.folder.trim());
        let codebooks: Vec<&str> = form.codebooks.iter().filter(|choice| choice.ticked).map(|choice| choice.entry.id.as_str()).collect();
        match Session::create(&folder, &form.title, &form.coder, &codebooks, Environment::real(), self.wake()) {
            Ok(session) => {
                self.close();
                self.take_over(session);
            }
            Err(notice) => {
                self.window.tell(&self.ctx, notice);
                self.window.dialog = Some(Dialog::New(form.clone()));
            }
        }
    }

    pub(super) fn open_sample(&mut self) {
        let copied = sample::usual_place().ok_or_else(|| std::io::Error::other("the system names no folder for documents"));
        match copied.and_then(|place| sample::copy_into(&place)) {
            Ok(folder) => {
                let what = format!("This copy of the sample is yours to play with: {}", folder.display());
                self.window.tell(&self.ctx, Notice::done(what));
                self.open(&folder);
            }
            Err(error) => {
                let hint = "Open the folder projects/vostochny-2023 of the program's sources instead";
                self.window.tell(&self.ctx, Notice::error(format!("The sample could not be copied: {error}"), hint));
            }
        }
    }

    pub(super) fn take_over(&mut self, mut session: Session) {
        self.window.project_changed();
        let title = session.project().info().title.clone();
        if let Some(root) = session.root() {
            self.settings.remember_project(root, &title);
        }
        let places = self.settings.places.get(&session.project().info().id).cloned().unwrap_or_default();
        go_back_to(&mut session, &places);
        self.window.reader.remember(places.scroll, places.visible);
        self.window.reader.focus();
        if let Some(old) = self.session.replace(session) {
            old.close();
        }
        self.unsaved = true;
    }

    pub(super) fn close(&mut self) {
        self.remember_places();
        self.window.send.flush_draft();
        for request in self.window.send.take() {
            if let Request::Run(command) = request {
                self.run_command(command);
            }
        }
        if let Some(mut session) = self.session.take() {
            session.flush();
            for notice in session.take_notices() {
                self.window.tell(&self.ctx, notice);
            }
            session.close();
        }
        self.window.project_changed();
    }
}

/// What is remembered.
impl App {
    pub(super) fn remember_window(&mut self) {
        let (size, maximised) = self.ctx.input(|input| {
            let viewport = input.viewport();
            (viewport.inner_rect.map(|rect| rect.size()), viewport.maximized.unwrap_or(false))
        });
        self.settings.maximised = maximised;
        if let Some(size) = size.filter(|_| !maximised) {
            // The system's points, whatever the zoom.
            self.settings.window = Some([size.x * self.settings.zoom, size.y * self.settings.zoom]);
        }
        if std::mem::take(&mut self.unsaved) {
            self.save_settings();
        }
    }

    pub(super) fn remember_places(&mut self) {
        let Some(session) = &self.session else { return };
        let project = session.project();
        let mut selections: std::collections::BTreeMap<_, _> =
            project.documents().keys().filter_map(|id| Some((id.clone(), session.place_in(id)?))).collect();
        if let (Some(document), Some(text)) = (&session.selection().document, session.selection().text) {
            selections.insert(document.clone(), text);
        }
        let queries = self.settings.places.get(&project.info().id).map(|places| places.queries.clone()).unwrap_or_default();
        let places = Places {
            queries,
            document: session.selection().document.clone(),
            coder: Some(session.coder().clone()),
            selections,
            scroll: self.window.reader.scrolls(),
            visible: self.window.reader.visible().clone(),
        };
        self.settings.places.insert(project.info().id.clone(), places);
    }

    pub(super) fn save_settings(&mut self) {
        let Some(file) = &self.settings_file else { return };
        if let Err(error) = self.settings.save(file) {
            let notice =
                Notice::warning(format!("The window's settings could not be saved: {error}"), "Nothing of your work is lost by this");
            self.window.tell(&self.ctx, notice.at(file));
        }
    }
}

/// Puts a session where it was left the last time, or at the first document.
fn go_back_to(session: &mut Session, places: &Places) {
    if let Some(coder) = places.coder.as_ref().filter(|id| session.project().coders().contains_key(*id)) {
        session.run(Command::SwitchCoder(coder.clone()));
    }
    for (document, text) in &places.selections {
        session.show(Selection { document: Some(document.clone()), text: Some(*text), annotation: None });
    }
    let known = |id: &&crate::model::DocumentId| session.project().documents().contains_key(*id);
    let document = places.document.as_ref().filter(known).or_else(|| session.project().documents().keys().next()).cloned();
    let text = document.as_ref().and_then(|id| places.selections.get(id)).copied();
    session.show(Selection { document, text, annotation: None });
}
