//! Opening a project on another thread: how far it is, and cancelling it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::App;
use crate::session::{Environment, Jobs, Notice, Session};
use crate::store::OpenProgress;
use crate::ui::dialogs::OpeningWords;

/// A project that is being opened.
pub(super) struct Opening {
    path: PathBuf,
    progress: Arc<OpenProgress>,
    jobs: Jobs<Result<Box<Session>, Box<Notice>>>,
}

impl Drop for Opening {
    /// Whoever comes next finds the folder free.
    fn drop(&mut self) {
        self.progress.cancel();
        drop(self.jobs.wait());
    }
}

impl App {
    /// Begins to open a project; one that was being opened is let go first, on the other thread.
    pub(super) fn begin_opening(&mut self, path: &Path) {
        let before = self.opening.take();
        let given_up = std::mem::take(&mut self.given_up);
        if let Some(opening) = &before {
            opening.progress.cancel();
        }
        let progress = Arc::new(OpenProgress::default());
        let mut jobs = Jobs::new(self.wake());
        let (wake, inside, folder) = (self.wake(), Arc::clone(&progress), path.to_owned());
        let started = jobs.start("Open", move |_| {
            drop((before, given_up));
            Session::open_watched(&folder, Environment::real(), wake, &inside).map(Box::new).map_err(Box::new)
        });
        match started {
            Ok(()) => self.opening = Some(Opening { path: path.to_owned(), progress, jobs }),
            Err(error) => {
                let what = format!("The project could not be opened: {error}");
                self.window.tell(&self.ctx, Notice::error(what, "Close other programs and try again").at(path));
            }
        }
        self.show_opening();
    }

    /// Takes over what was opened.
    pub(super) fn take_opened(&mut self) {
        let Some(opening) = &mut self.opening else { return };
        let opened = opening.jobs.poll();
        let has_failed = opened.is_empty() && opening.jobs.running().next().is_none();
        let path = opening.path.clone();
        for opened in opened {
            self.opening = None;
            match opened {
                Ok(session) => self.take_over(*session),
                Err(notice) => self.window.tell(&self.ctx, *notice),
            }
        }
        if has_failed {
            self.opening = None;
            let hint = "This is a fault of the program; nothing was changed. `variorum check` may say more about the project";
            self.window.tell(&self.ctx, Notice::error("The project could not be opened", hint).at(&path));
        }
        self.show_opening();
    }

    /// Nobody waits for it any more; it ends on its own thread.
    pub fn cancel_opening(&mut self) {
        if let Some(opening) = self.opening.take() {
            opening.progress.cancel();
            self.given_up.push(opening);
        }
        self.show_opening();
    }

    fn show_opening(&mut self) {
        self.window.opening = self.opening.as_ref().map(|opening| {
            let name = opening.path.file_name().unwrap_or(opening.path.as_os_str()).to_string_lossy().into_owned();
            OpeningWords { name, counts: opening.progress.counts() }
        });
    }
}
