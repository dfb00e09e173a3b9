//! Whether the folder that is written to is still the one that was opened, and taking hold of it again.

use std::fs;

use super::layout::{FileKey, LOCAL, PROJECT_FILE};
use super::project_store::ProjectStore;
use super::read_file::read_file;
use super::{Finding, StoreError, backup, lock};

/// Name of the journal in messages.
const JOURNAL: &str = ".variorum/journal.ron";

impl ProjectStore {
    /// Refuses to write where the folder was moved, replaced or unplugged: lock and journal must be the files that were opened.
    pub(super) fn refuse_elsewhere(&self) -> Result<(), StoreError> {
        let is_in_place = self.lock.as_ref().is_none_or(lock::Lock::is_in_place)
            && self.journal.as_ref().is_none_or(super::Journal::is_in_place);
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
        let is_locked = self.lock.as_ref().is_some_and(lock::Lock::is_in_place);
        if !is_locked {
            let lock = lock::acquire(&self.root);
            self.lock = Some(lock.map_err(|reason| StoreError::ReadOnly { path: self.root.clone(), reason })?);
        }
        let had_journal = self.root.join(JOURNAL).is_file();
        let other = self.journal.as_ref().map(super::Journal::put_back).transpose()?.flatten();
        let kept = other.map(|other| self.keep_journal(&other)).transpose()?;
        self.written.write_anew();
        Ok(Some(match (had_folder, had_journal, kept) {
            (false, ..) => Finding::warning(
                LOCAL,
                "the folder was taken away while the project was open; it is made anew with the journal and the lock",
                "Nothing of the project is missing, but earlier backups are; see what takes hidden folders away",
            ),
            (true, false, _) => Finding::warning(
                JOURNAL,
                "the journal was taken away while the project was open; it is written anew, whole",
                "Nothing of the project is missing; see what takes the file away",
            ),
            (true, true, Some(kept)) => Finding::warning(
                JOURNAL,
                format!("another journal took the place of this one while the project was open; this one is back, the other one is kept as {kept}"),
                "Was the folder replaced by a copy, or synchronised with another machine? What its files say is taken in",
            ),
            (true, true, None) => Finding::warning(
                LOCAL,
                "the folder was replaced while the project was open; it is locked again and the journal goes on",
                "Was the folder replaced by a copy, or synchronised with another machine? What its files say is taken in",
            ),
        }))
    }

    fn keep_journal(&self, bytes: &[u8]) -> Result<String, StoreError> {
        backup::keep(&self.root, "journal.ron", bytes)?;
        Ok(backup::kept_as("journal.ron", super::digest::quick(bytes)))
    }

    fn refuse_other_project(&self) -> Result<(), StoreError> {
        let path = self.root.join(PROJECT_FILE);
        let text = fs::read_to_string(&path).map_err(StoreError::read(&path))?;
        let there = read_file(&FileKey::Project, &path, &text)?.info.map(|info| info.id).unwrap_or_default();
        if there == self.saved.info().id { Ok(()) } else { Err(StoreError::OtherProject { path: self.root.clone() }) }
    }
}
