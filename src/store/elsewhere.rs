//! A project written once more at another place: how the work is saved when its own folder cannot be written.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jiff::Timestamp;

use super::open::begin;
use super::pack::pack_with;
use super::{Mode, Original, ProjectStore, StoreError, atomic, open};
use crate::model::Project;

impl ProjectStore {
    /// Writes the project into an empty or new folder, with everything that its own folder has beside the records, and reads it back.
    ///
    /// Returns the imported files whose untouched bytes could not be read any more, and so are not there.
    pub fn copy_to(&self, dir: &Path, project: &Project) -> Result<Vec<String>, StoreError> {
        let (originals, mut missing) = self.originals_that_can_be_read(project);
        let mut copy = begin(dir)?;
        for key in self.broken().keys() {
            // As it is, whatever is wrong with it: somebody may mend it.
            match fs::read(self.root().join(key.path())) {
                Ok(bytes) => atomic::write(&dir.join(key.path()), &bytes)?,
                Err(_) => missing.push(key.path().display().to_string()),
            }
        }
        for (name, bytes) in originals {
            atomic::write(&super::original_path(dir, &name)?, &bytes)?;
        }
        copy.take_beside(self);
        copy.save(project, 0)?;
        // The lock goes, so that the copy can be opened where it lies.
        drop(copy);
        let read = open(dir, Mode::ReadOnly, Timestamp::UNIX_EPOCH)?;
        if read.project == *project {
            Ok(missing)
        } else {
            let message = "what was written there reads back as something else".to_owned();
            Err(StoreError::Unwritable { path: dir.to_owned(), message })
        }
    }

    /// The same as one packed file.
    pub fn pack_to(&self, out: &Path, project: &Project) -> Result<Vec<String>, StoreError> {
        let (originals, mut missing) = self.originals_that_can_be_read(project);
        let (beside, unreadable) = self.beside();
        pack_with(project, &beside, &originals, out)?;
        missing.extend(unreadable.into_iter().map(|(path, _)| path.display().to_string()));
        Ok(missing)
    }

    fn originals_that_can_be_read(&self, project: &Project) -> (Vec<Original>, Vec<String>) {
        let named = project.documents().values().map(|document| document.provenance.original.clone());
        let names: BTreeSet<String> = named.filter(|name| !name.is_empty()).chain(self.names_of_originals()).collect();
        let (mut read, mut missing) = (Vec::new(), Vec::new());
        for name in names {
            match self.read_original(&name) {
                Ok(bytes) => read.push((name, bytes)),
                Err(_) => missing.push(name),
            }
        }
        (read, missing)
    }
}
