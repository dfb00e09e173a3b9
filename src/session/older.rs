//! Steps of older parts of the journal: read in the background when undo comes to them, or when all of them are asked for.

use super::disk::history_of;
use super::transfer::Done;
use super::writer::notice_of;
use super::{Notice, Session};
use crate::store::{Finding, OlderSteps, Step};

/// What the job is called while it runs.
const TITLE: &str = "Reading older steps";

/// What was read of the older steps.
#[derive(Debug)]
pub struct OlderRead {
    /// What is left of them.
    left: OlderSteps,
    /// What was read, oldest first, and what was wrong with it.
    read: Result<(Vec<Step>, Vec<Finding>), Box<Notice>>,
    /// Whether the last of them is to be undone.
    undo: bool,
}

impl Session {
    /// Reads the steps before those that are known; `undo`: and undoes the last one of them.
    pub(super) fn read_older(&mut self, undo: bool) {
        let Some(home) = self.home.as_ref().filter(|home| !home.older.is_empty()) else { return };
        if home.jobs.running().any(|(title, _)| title == TITLE) {
            return;
        }
        let mut left = home.older.clone();
        self.start(TITLE, move |_| {
            let read = if undo { left.read_latest() } else { left.read_all() };
            Done::Older(OlderRead { left, read: read.map_err(|error| Box::new(notice_of(&error))), undo })
        });
    }

    pub(super) fn take_older(&mut self, older: OlderRead) {
        let Some(home) = &mut self.home else { return };
        let (steps, findings) = match older.read {
            Ok(read) => read,
            Err(notice) => {
                // Asked for again they could not be read either; the file stays as it is.
                home.older = OlderSteps::default();
                self.history.set_older(None);
                return self.notices.push(*notice);
            }
        };
        home.older = older.left;
        let (history, _) = history_of(steps, &home.older);
        // Something may have been done meanwhile, which is not what was to be undone.
        let is_next = self.history.to_undo().is_none();
        self.history.put_before(history);
        self.tell_findings(&findings);
        if older.undo && is_next {
            self.undo();
        }
    }
}
