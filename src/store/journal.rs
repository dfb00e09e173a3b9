//! The journal: every step as one line with its checksum, durable before it counts as saved. It is also the history.
//!
//! It is written in parts (`journal_parts.rs`), so that opening does not read what was done long ago.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::checked_line::{write_line, write_line_to};
use super::layout::LOCAL;
use super::place::leads_to;
use super::ron_text::Unwritten;
use super::{StoreError, atomic, journal_parts};
use crate::model::{Edit, StepOrigin, Transaction};

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// A transaction was carried out.
    Do {
        /// Its number; ascending, never used twice.
        number: u64,
        /// What was done.
        transaction: Transaction,
        /// What undoes it.
        inverse: Vec<Edit>,
        /// What was selected before, in the session's own words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        selection: Option<String>,
    },
    /// Steps were undone.
    Undo {
        /// Its number.
        number: u64,
        /// The `Do` steps that were undone.
        steps: Vec<u64>,
        /// When.
        time: Timestamp,
        /// What was done, where it was not just the inverse of those steps.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead: Option<Instead>,
    },
    /// Undone steps were done again.
    Redo {
        /// Its number.
        number: u64,
        /// The `Do` steps that were done again.
        steps: Vec<u64>,
        /// When.
        time: Timestamp,
        /// What was done, where it was not just what those steps had done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead: Option<Instead>,
    },
    /// The files hold every step up to this number.
    Saved {
        /// The last step that the files hold.
        number: u64,
        /// In the first line of every part of the journal but the oldest: the name of that step, which an older part has, and which nothing
        /// has undone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        older: Option<String>,
    },
}

/// What an undo or a redo did because the project was changed from outside since the step: as much of it as still fitted.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Instead {
    /// What was done; nothing where nothing fitted any more.
    pub edits: Vec<Edit>,
    /// What takes that back.
    pub inverse: Vec<Edit>,
}

impl Step {
    /// Its number; for a checkpoint that of the last step it covers.
    pub fn number(&self) -> u64 {
        match self {
            Self::Do { number, .. } | Self::Undo { number, .. } | Self::Redo { number, .. } | Self::Saved { number, .. } => *number,
        }
    }

    /// What undo is called after it when it is the last one, and whether a new part of the journal may begin behind it: nothing is undone
    /// then, and no later step is joined to it.
    fn ends_a_part(&self) -> Option<&str> {
        match self {
            Self::Do { transaction, .. } if transaction.origin != StepOrigin::Outside && transaction.merge_key.is_none() => {
                Some(&transaction.label)
            }
            _ => None,
        }
    }

    /// When it was made; a checkpoint does not say.
    pub fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Do { transaction, .. } => Some(transaction.time),
            Self::Undo { time, .. } | Self::Redo { time, .. } => Some(*time),
            Self::Saved { .. } => None,
        }
    }
}

/// The handle that appends steps; goes to the thread that writes them.
#[derive(Debug, Clone)]
pub struct Journal {
    shared: Arc<Mutex<Appender>>,
}

/// What lay where a journal is to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum InItsPlace {
    Nothing,
    /// The same, as another file.
    Copy,
    /// What the journal was at an earlier time.
    Older,
    /// Something else, with its bytes.
    Other(Vec<u8>),
}

#[derive(Debug)]
struct Appender {
    path: PathBuf,
    file: File,
    /// Length up to which every line is whole.
    length: u64,
    /// The last step, and its name where a new part may begin behind it.
    last: Option<LastStep>,
}

/// Bytes after which a new part of the journal is begun: what opening reads at most of steps that are long saved, but for one large step.
const PART: u64 = 1 << 20;

impl Journal {
    /// Opens the journal for appending; it has been put right by [`super::journal_read::read`], which gave `steps`.
    pub(super) fn open(root: &Path, last: Option<LastStep>) -> Result<Self, StoreError> {
        let path = path(root);
        let is_new = !path.exists();
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(StoreError::write(&path))?;
        let length = file.seek(SeekFrom::End(0)).map_err(StoreError::write(&path))?;
        if is_new {
            atomic::sync_folder(&root.join(LOCAL))?;
        }
        Ok(Self { shared: Arc::new(Mutex::new(Appender { path, file, length, last })) })
    }

    /// Appends one step; it is on disk, in the file that the project's folder has as its journal, when this returns.
    ///
    /// After an error the journal is as it was before, and the step can be tried again.
    pub fn append(&mut self, step: &Step) -> Result<(), StoreError> {
        let mut appender = self.appender();
        appender.refuse_elsewhere()?;
        let length = appender.append(step)?;
        // The folder may have been taken away while the line was on its way.
        appender.refuse_elsewhere().inspect_err(|_| appender.take_back(length))?;
        appender.last = last_step(std::slice::from_ref(step)).or_else(|| appender.last.take());
        Ok(())
    }

    /// Begins a new part where the files hold all steps of this one and nothing is undone; says whether it did.
    pub(super) fn begin_part(&self, saved_step: u64) -> Result<bool, StoreError> {
        self.appender().begin_part(saved_step)
    }

    /// Whether the folder still has the file that is written to.
    pub(super) fn is_in_place(&self) -> bool {
        self.appender().refuse_elsewhere().is_ok()
    }

    /// Puts the journal back into its folder when another file, or none, lies there; says what lay there.
    pub(super) fn put_back(&self) -> Result<InItsPlace, StoreError> {
        let mut appender = self.appender();
        let path = appender.path.clone();
        let ours = appender.whole().map_err(StoreError::read(&path))?;
        let there = match fs::read(&path) {
            Ok(there) => Some(there),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(StoreError::read(&path)(error)),
        };
        if there.as_ref() != Some(&ours) {
            atomic::write(&path, &ours)?;
        }
        appender.file = OpenOptions::new().read(true).write(true).open(&path).map_err(StoreError::write(&path))?;
        Ok(match there {
            None => InItsPlace::Nothing,
            Some(there) if there == ours => InItsPlace::Copy,
            Some(there) if ours.starts_with(&there) => InItsPlace::Older,
            Some(there) => InItsPlace::Other(there),
        })
    }

    fn appender(&self) -> MutexGuard<'_, Appender> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The last step of a journal: its number, and its name where a new part may begin behind it.
pub(super) type LastStep = (u64, Option<String>);

/// The last of some steps.
pub(super) fn last_step(steps: &[Step]) -> Option<LastStep> {
    let last = steps.iter().rev().find(|step| !matches!(step, Step::Saved { older: None, .. }))?;
    match last {
        Step::Saved { number, older } => Some((*number, older.clone())),
        step => Some((step.number(), step.ends_a_part().map(str::to_owned))),
    }
}

impl Appender {
    /// Puts this part among the older ones and begins one whose first line says that the files hold everything before it. A crash in
    /// between leaves no part that is written to; the older ones are there, and opening begins the new one.
    fn begin_part(&mut self, saved_step: u64) -> Result<bool, StoreError> {
        let Some((number, Some(name))) = self.last.clone() else { return Ok(false) };
        if number != saved_step {
            return Ok(false);
        }
        self.refuse_elsewhere()?;
        let first = Step::Saved { number, older: Some(name) };
        let first = write_line(&first).map_err(|message| StoreError::Unwritable { path: self.path.clone(), message })?;
        let older = journal_parts::path(&self.path, number);
        atomic::make_folder(older.parent().unwrap_or(&older))?;
        if older.exists() {
            return Ok(false);
        }
        fs::rename(&self.path, &older).map_err(StoreError::write(&older))?;
        let begun = atomic::sync_folder(older.parent().unwrap_or(&older)).and_then(|()| atomic::write(&self.path, first.as_bytes()));
        let opened = begun.and_then(|()| OpenOptions::new().read(true).write(true).open(&self.path).map_err(StoreError::write(&self.path)));
        match opened {
            Ok(file) => {
                (self.file, self.length) = (file, first.len() as u64);
                Ok(true)
            }
            Err(error) => {
                // The part that could not be ended goes on.
                fs::rename(&older, &self.path).map_err(StoreError::write(&self.path))?;
                Err(error)
            }
        }
    }

    /// Writes a step behind the last whole line and waits for the disk; returns the bytes of its line.
    fn append(&mut self, step: &Step) -> Result<u64, StoreError> {
        let written = self.write(step);
        match written {
            Ok(length) => self.length += length,
            // If this fails as well, the next append writes over it, and a reader cuts off a torn last line.
            Err(_) => drop(self.file.set_len(self.length)),
        }
        written.map_err(|error| match error {
            Unwritten::Disk(error) => StoreError::write(&self.path)(error),
            Unwritten::Value(message) => StoreError::Unwritable { path: self.path.clone(), message },
        })
    }

    fn write(&mut self, step: &Step) -> Result<u64, Unwritten> {
        // An earlier failure may have left half a line behind.
        self.file.seek(SeekFrom::Start(self.length)).map_err(Unwritten::Disk)?;
        let mut out = BufWriter::new(&self.file);
        let length = write_line_to(step, &mut out)?;
        out.flush().and_then(|()| self.file.sync_data()).map_err(Unwritten::Disk)?;
        Ok(length)
    }

    fn refuse_elsewhere(&self) -> Result<(), StoreError> {
        let root = || self.path.parent().and_then(Path::parent).unwrap_or(&self.path).to_owned();
        if leads_to(&self.path, &self.file) { Ok(()) } else { Err(StoreError::Gone { path: root() }) }
    }

    /// A line that went to a file without a name must not stand there twice when that file comes back.
    fn take_back(&mut self, line: u64) {
        self.length -= line;
        drop(self.file.set_len(self.length));
    }

    /// Everything that was recorded, read through the open file wherever that is.
    fn whole(&mut self) -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file.seek(SeekFrom::Start(0))?;
        Read::by_ref(&mut self.file).take(self.length).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Whether it is time for a new part.
pub(super) fn is_long(root: &Path) -> bool {
    fs::metadata(path(root)).is_ok_and(|file| file.len() >= PART)
}

/// Where the journal lies.
pub(super) fn path(root: &Path) -> PathBuf {
    root.join(LOCAL).join("journal.ron")
}
