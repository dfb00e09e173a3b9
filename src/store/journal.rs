//! The journal: every step as one line, durable before it counts as saved. It is also the history.

use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::layout::LOCAL;
use super::place::leads_to;
use super::ron_text::{parse, to_line};
use super::{Finding, StoreError, atomic};
use crate::model::{Edit, Project, RecordId, Transaction};

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
            Self::Do { number, .. } | Self::Undo { number, .. } | Self::Redo { number, .. } | Self::Saved { number } => *number,
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
}

impl Journal {
    /// Opens the journal for appending; it has been repaired by [`read`].
    pub(super) fn open(root: &Path) -> Result<Self, StoreError> {
        let path = path(root);
        let is_new = !path.exists();
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(StoreError::write(&path))?;
        let length = file.seek(SeekFrom::End(0)).map_err(StoreError::write(&path))?;
        if is_new {
            atomic::sync_folder(&root.join(LOCAL))?;
        }
        Ok(Self { shared: Arc::new(Mutex::new(Appender { path, file, length })) })
    }

    /// Appends one step; it is on disk, in the file that the project's folder has as its journal, when this returns.
    ///
    /// After an error the journal is as it was before, and the step can be tried again.
    pub fn append(&mut self, step: &Step) -> Result<(), StoreError> {
        let mut appender = self.appender();
        let mut line = to_line(step).map_err(|message| StoreError::Unwritable { path: appender.path.clone(), message })?;
        line.push('\n');
        appender.refuse_elsewhere()?;
        appender.append(line.as_bytes()).map_err(StoreError::write(&appender.path))?;
        // The folder may have been taken away while the line was on its way.
        appender.refuse_elsewhere().inspect_err(|_| appender.take_back(line.len() as u64))
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

impl Appender {
    fn append(&mut self, line: &[u8]) -> std::io::Result<()> {
        // An earlier failure may have left half a line behind.
        self.file.seek(SeekFrom::Start(self.length))?;
        let written = self.file.write_all(line).and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            // If this fails as well, the next append writes over it, and a reader cuts off a torn last line.
            drop(self.file.set_len(self.length));
            return Err(error);
        }
        self.length += line.len() as u64;
        Ok(())
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

/// Where the journal lies.
pub(super) fn path(root: &Path) -> PathBuf {
    root.join(LOCAL).join("journal.ron")
}

/// What a journal holds.
#[derive(Debug, Default)]
pub(super) struct Recorded {
    pub steps: Vec<Step>,
    pub findings: Vec<Finding>,
}

/// Whether a damaged journal is put right on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repair {
    Yes,
    No,
}

/// Reads the journal up to the first bad record. A torn last record is cut off; a journal with an earlier bad one is kept in the backups.
pub(super) fn read(root: &Path, repair: Repair, now: Timestamp) -> Result<Recorded, StoreError> {
    let path = path(root);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
            return Ok(Recorded::default());
        }
        Err(error) => return Err(StoreError::read(&path)(error)),
    };
    let mut recorded = Recorded::default();
    let mut good = 0;
    let mut bad = None;
    for (number, line) in bytes.split_inclusive(|b| *b == b'\n').enumerate() {
        let is_last = good + line.len() == bytes.len();
        match std::str::from_utf8(line).ok().and_then(|line| parse::<Step>(line).ok()) {
            Some(step) if line.ends_with(b"\n") => recorded.steps.push(step),
            _ => {
                bad = Some((number + 1, is_last));
                break;
            }
        }
        good += line.len();
    }
    if let Some((line, is_last)) = bad {
        let kept = bytes.get(..good).unwrap_or_default();
        recorded.findings.push(damage(root, &path, kept, line, is_last, repair, now)?);
    }
    Ok(recorded)
}

fn damage(
    root: &Path,
    path: &Path,
    kept: &[u8],
    line: usize,
    is_last: bool,
    repair: Repair,
    now: Timestamp,
) -> Result<Finding, StoreError> {
    let place = format!("{LOCAL}/journal.ron:{line}");
    if is_last {
        if repair == Repair::Yes {
            let file = OpenOptions::new().write(true).open(path).map_err(StoreError::write(path))?;
            file.set_len(kept.len() as u64).and_then(|()| file.sync_all()).map_err(StoreError::write(path))?;
        }
        let what = "the last record was torn by a crash and is cut off; it had not been reported as saved";
        return Ok(Finding::warning(place, what, ""));
    }
    let backup = super::backup::new_path(root, "journal", now).with_extension("ron");
    if repair == Repair::Yes {
        fs::copy(path, &backup).map_err(StoreError::write(&backup))?;
        atomic::sync_folder(&root.join(LOCAL).join("backups"))?;
        atomic::write(path, kept)?;
    }
    let name = backup.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let what = format!("this record is damaged; steps from it on are not replayed, the whole journal is kept as backups/{name}");
    Ok(Finding::error(place, what, "Look whether the latest changes are there; the kept file holds all that was recorded"))
}

/// What a replay did.
#[derive(Debug, Default)]
pub(super) struct Replayed {
    pub steps: usize,
    pub touched: BTreeSet<RecordId>,
}

/// Carries out the steps that the files do not hold yet, in order.
pub(super) fn replay(project: &mut Project, steps: &[Step]) -> Replayed {
    let saved = steps.iter().rev().find_map(|s| matches!(s, Step::Saved { .. }).then(|| s.number())).unwrap_or(0);
    let by_number: HashMap<u64, &Step> = steps.iter().filter(|s| matches!(s, Step::Do { .. })).map(|s| (s.number(), s)).collect();
    let mut replayed = Replayed::default();
    for step in steps.iter().filter(|s| s.number() > saved) {
        match step {
            Step::Do { transaction, .. } => replayed.carry_out(project, &transaction.edits),
            Step::Undo { instead: Some(instead), .. } | Step::Redo { instead: Some(instead), .. } => {
                replayed.carry_out(project, &instead.edits);
            }
            Step::Undo { steps, .. } => {
                let mut steps = steps.clone();
                steps.sort_unstable_by(|a, b| b.cmp(a));
                for undone in steps.iter().filter_map(|n| by_number.get(n)) {
                    if let Step::Do { inverse, .. } = undone {
                        replayed.carry_out(project, inverse);
                    }
                }
            }
            Step::Redo { steps, .. } => {
                let mut steps = steps.clone();
                steps.sort_unstable();
                for redone in steps.iter().filter_map(|n| by_number.get(n)) {
                    if let Step::Do { transaction, .. } = redone {
                        replayed.carry_out(project, &transaction.edits);
                    }
                }
            }
            Step::Saved { .. } => continue,
        }
        replayed.steps += 1;
    }
    replayed
}

impl Replayed {
    fn carry_out(&mut self, project: &mut Project, edits: &[Edit]) {
        project.replay_edits(edits);
        for edit in edits {
            match edit {
                Edit::Add(record) | Edit::Set(record) => drop(self.touched.insert(record.id())),
                Edit::Remove(id) => drop(self.touched.insert(id.clone())),
                Edit::SetProject(_) | Edit::SetCodebook(_) => {}
            }
        }
    }
}
