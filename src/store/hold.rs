//! Whether the folder that is written to is still the one that was opened, and taking hold of it again.

use std::fs;

use super::digest::quick;
use super::folder::FileState;
use super::journal::InItsPlace;
use super::layout::{FileKey, LOCAL, PROJECT_FILE};
use super::lock::Lock;
use super::project_store::ProjectStore;
use super::read_file::read_file;
use super::written::Written;
use super::{Finding, Journal, StoreError, backup, lock};

/// Name of the journal in messages.
const JOURNAL: &str = ".variorum/journal.ron";

const REPLACED: &str =
    "Was the folder taken from a backup, or synchronised with another machine? What others changed in its files is taken in";

impl ProjectStore {
    /// Refuses to write where the folder was moved, replaced or unplugged: lock and journal must be the files that were opened.
    pub(super) fn refuse_elsewhere(&self) -> Result<(), StoreError> {
        let is_in_place = self.lock.as_ref().is_none_or(Lock::is_in_place) && self.journal.as_ref().is_none_or(Journal::is_in_place);
        if is_in_place { Ok(()) } else { Err(StoreError::Gone { path: self.root.clone() }) }
    }

    /// Makes sure that what is written goes to the folder of this project, and says what had to be done for it.
    ///
    /// Where the folder, its `.variorum` or a file in that was taken away or replaced, and a folder of this project is there, the lock is
    /// taken anew and the journal put back, whole. Fails while the folder is gone or belongs to another project or program.
    pub fn hold(&mut self) -> Result<Option<Finding>, StoreError> {
        self.may_write()?;
        if self.refuse_elsewhere().is_ok() {
            return Ok(None);
        }
        if !self.root.join(PROJECT_FILE).is_file() {
            return Err(StoreError::Gone { path: self.root.clone() });
        }
        self.refuse_other_project()?;
        let had_folder = self.root.join(LOCAL).is_dir();
        if !self.lock.as_ref().is_some_and(Lock::is_in_place) {
            let lock = lock::acquire(&self.root);
            self.lock = Some(lock.map_err(|reason| StoreError::ReadOnly { path: self.root.clone(), reason })?);
        }
        let there = Written::read(&self.root);
        if !self.root.join(FileKey::Conflicts.path()).exists() {
            self.files.remove(&FileKey::Conflicts);
            self.stale.insert(FileKey::Conflicts);
        }
        let journal = self.journal.as_ref().map_or(Ok(InItsPlace::Copy), Journal::put_back)?;
        let finding = match journal {
            _ if !had_folder => Finding::warning(
                LOCAL,
                "the folder was taken away while the project was open; it is made anew with the journal and the lock",
                "Nothing of the project is missing, but earlier backups are; see what takes hidden folders away",
            ),
            InItsPlace::Nothing => Finding::warning(
                JOURNAL,
                "the journal was taken away while the project was open; it is written anew, whole",
                "Nothing of the project is missing; see what takes the file away",
            ),
            InItsPlace::Copy => Finding::warning(
                LOCAL,
                "the folder, or its lock, was replaced while the project was open; it is locked again and the journal goes on",
                REPLACED,
            ),
            InItsPlace::Older => {
                self.write_over_older(&there);
                let what =
                    "the folder was replaced by an older copy while the project was open; what was done since is written into it again";
                Finding::warning(LOCAL, what, REPLACED)
            }
            InItsPlace::Other(other) => {
                backup::keep(&self.root, "journal.ron", &other)?;
                let kept = backup::kept_as("journal.ron", quick(&other));
                let what = format!(
                    "another journal took the place of this one while the project was open; this one is back, the other one is kept as {kept}"
                );
                Finding::warning(JOURNAL, what, REPLACED)
            }
        };
        self.written.write_anew();
        Ok(Some(finding))
    }

    /// Files that lie there as this program left them at an earlier time were changed by nobody: they are written again.
    fn write_over_older(&mut self, there: &Written) {
        for (key, state) in &mut self.files {
            let path = self.root.join(key.path());
            let Ok(bytes) = fs::read(&path) else { continue };
            let now = FileState::of(&path, &bytes);
            if now.digest != state.digest && there.is_as_noted(&key.shown(), now.length, now.digest) == Some(true) {
                *state = now;
                self.stale.insert(key.clone());
            }
        }
    }

    fn refuse_other_project(&self) -> Result<(), StoreError> {
        let path = self.root.join(PROJECT_FILE);
        let text = fs::read_to_string(&path).map_err(StoreError::read(&path))?;
        let there = read_file(&FileKey::Project, &path, &text)?.info.map(|info| info.id).unwrap_or_default();
        if there == self.saved.info().id { Ok(()) } else { Err(StoreError::OtherProject { path: self.root.clone() }) }
    }
}
