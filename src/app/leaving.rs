//! Leaving a project: what could not be written is asked about first, and nothing goes without an answer.

use std::path::{Path, PathBuf};

use egui::ViewportCommand;

use super::App;
use crate::session::{Elsewhere, Notice, Session};
use crate::ui::context::{Leave, NewProject};
use crate::ui::dialogs::{Leaving, Outcome};
use crate::ui::sample;
use crate::ui::strokes::Strokes;
use crate::ui::window::Tab;

/// What a project is left for.
#[derive(Debug, Clone)]
pub(super) enum Then {
    Quit,
    Close,
    Open(PathBuf),
    Create(Box<NewProject>),
}

/// How far leaving is.
#[derive(Debug, Default)]
pub(super) struct Exit {
    /// What the question that is open is about.
    then: Option<Then>,
    /// The window may go: everything is saved, or was given up.
    is_free: bool,
    /// The window is to close as soon as what was typed has been played.
    is_wanted: bool,
}

impl App {
    /// Leaves the open project for something else, or asks first.
    pub(super) fn leave(&mut self, then: Then) {
        if self.is_all_saved() { self.go(then) } else { self.ask_before(then) }
    }

    /// Lets the window close, or keeps it and asks.
    pub(super) fn watch_for_closing(&mut self) {
        if self.exit.is_wanted && !Strokes::are_waiting(&self.ctx) {
            self.exit.is_wanted = false;
            self.ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        self.notice_that_it_was_saved();
        if self.exit.is_free || !self.ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        let keys = Strokes::are_waiting(&self.ctx);
        if !keys && self.is_all_saved() {
            return;
        }
        self.ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        if keys {
            // What was typed before the window was closed still counts.
            self.exit.is_wanted = true;
            self.ctx.request_repaint();
            return;
        }
        self.ask_before(Then::Quit);
        // A window that was put aside cannot ask.
        self.ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
        self.ctx.send_viewport_cmd(ViewportCommand::Focus);
        self.ctx.request_repaint();
    }

    /// A disk that takes the changes while it is asked about them has answered the question.
    fn notice_that_it_was_saved(&mut self) {
        let asks = self.window.leaving.as_ref().is_some_and(|leaving| !matches!(leaving.outcome, Some(Outcome::Saved(_))));
        let saved = self.session.as_ref().is_some_and(Session::is_journalled);
        if asks
            && saved
            && let Some(then) = self.exit.then.clone()
        {
            self.stop_asking();
            self.go(then);
        }
    }

    /// Makes steps of what is being typed, and waits until everything is on disk, as far as the disk takes it.
    fn is_all_saved(&mut self) -> bool {
        self.window.send.flush_draft();
        for request in self.window.send.take() {
            self.do_request(request);
        }
        let Some(session) = &mut self.session else { return true };
        session.flush();
        session.is_journalled()
    }

    fn ask_before(&mut self, then: Then) {
        let Some(session) = &self.session else { return self.go(then) };
        let changes = usize::try_from(session.unsaved_changes()).unwrap_or(usize::MAX);
        let verb = if matches!(then, Then::Quit) { "quit" } else { "close" };
        let place = proposed_place(session).map(|place| place.display().to_string()).unwrap_or_default();
        self.window.ask_leaving(Leaving::new(changes, session.why_unsaved(), verb, place));
        self.exit.then = Some(then);
    }

    fn go(&mut self, then: Then) {
        match then {
            Then::Quit => {
                self.exit.is_free = true;
                self.ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            Then::Close => self.close(),
            Then::Open(path) => self.open_now(&path),
            Then::Create(form) => self.create_now(&form),
        }
    }

    /// Does what the question was answered with.
    pub(super) fn answer_leaving(&mut self, answer: Leave) {
        let Some(then) = self.exit.then.clone() else { return };
        match answer {
            Leave::Stay => self.stop_asking(),
            Leave::GoOn | Leave::Discard => {
                self.stop_asking();
                self.go(then);
            }
            Leave::TryAgain if self.is_all_saved() => {
                self.stop_asking();
                self.go(then);
            }
            Leave::TryAgain => self.say_that_it_failed_again(),
            Leave::Save(to) => self.save_elsewhere(&to),
        }
    }

    /// Says afresh how many changes there are and why, and keeps the place that was chosen for them.
    fn say_that_it_failed_again(&mut self) {
        let (Some(session), Some(leaving)) = (&self.session, &mut self.window.leaving) else { return };
        leaving.changes = usize::try_from(session.unsaved_changes()).unwrap_or(usize::MAX);
        leaving.why = session.why_unsaved();
        let hint = "Mend that and try again, or save the project at another place";
        leaving.fail(Notice::error("The project's folder still does not take the changes", hint));
    }

    fn stop_asking(&mut self) {
        self.exit.then = None;
        self.window.leaving = None;
        if self.window.tab == Tab::Read {
            self.window.reader.focus();
        }
    }

    fn save_elsewhere(&mut self, to: &Elsewhere) {
        let (Some(session), Some(leaving)) = (&self.session, &mut self.window.leaving) else { return };
        match session.save_elsewhere(to) {
            Ok(notice) => {
                if let Elsewhere::Folder(folder) = to {
                    self.settings.remember_project(folder, &session.project().info().title);
                    self.unsaved = true;
                }
                leaving.outcome = Some(Outcome::Saved(notice));
            }
            Err(notice) => leaving.fail(notice),
        }
    }

    /// A place that was chosen in the system's dialog; a folder with something in it gets the project as a folder inside.
    pub(super) fn take_place(&mut self, chosen: PathBuf) {
        let Some(leaving) = &mut self.window.leaving else { return };
        let is_full = !leaving.packed && std::fs::read_dir(&chosen).is_ok_and(|mut entries| entries.next().is_some());
        let name = Path::new(&leaving.path).file_name().map_or_else(|| "project".into(), ToOwned::to_owned);
        leaving.path = if is_full { chosen.join(name) } else { chosen }.display().to_string();
    }
}

/// A folder among the person's documents that is not there yet, called like the project's.
fn proposed_place(session: &Session) -> Option<PathBuf> {
    let name = session.root()?.file_name()?.to_string_lossy().into_owned();
    let place = sample::usual_place()?;
    let names = std::iter::once(format!("{name}-saved")).chain((2..1000).map(|n| format!("{name}-saved-{n}")));
    names.map(|name| place.join(name)).find(|folder| !folder.exists())
}
