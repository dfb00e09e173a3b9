//! A project's folder into a project: every file read, every record kept, everything odd said.
//!
//! A file that cannot be trusted does not refuse the others: it is broken, is kept as it is, and what it held is missing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use super::broken::BrokenFiles;
use super::folder::{FileState, list};
use super::gather::Gathered;
use super::layout::{FileKey, Homes};
use super::open_progress::OpenProgress;
use super::read_file::Leftover;
use super::unit::Unit;
use super::{Finding, StoreError};
use crate::model::{Annotation, ApplyError, Project, Record, RecordId};
use crate::parallel::in_order;

/// Files whose text is taken from here instead of from disk: of a migration that may not write, or files that another program took
/// away or damaged.
pub(super) type Overlay = BTreeMap<FileKey, String>;

/// Files that a thread takes at once: fewer than four times as many are read by one thread.
const FILES_AT_A_TIME: usize = 16;

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub project: Project,
    pub files: BTreeMap<FileKey, FileState>,
    pub leftovers: BTreeMap<FileKey, Leftover>,
    /// Files that cannot be trusted.
    pub broken: BrokenFiles,
    /// Files of which something is not understood although their version is known: they may be damaged.
    pub doubtful: BTreeSet<FileKey>,
    /// Links that stay where they were found.
    pub homes: Homes,
    /// Files that say something twice, or hold what belongs elsewhere, and are to be written anew.
    pub stale: BTreeSet<FileKey>,
    /// Records whose id another one has.
    pub duplicates: Vec<Duplicate>,
    /// Records that are not in the project as they stand in their file: they had to move, or have become orphans.
    pub as_written: HashMap<RecordId, Record>,
    /// Findings, with the record they are about where they are about one.
    pub findings: Vec<(Option<RecordId>, Finding)>,
    /// Lines of the conflicts that cannot be read, and why.
    pub damaged_conflicts: Vec<(usize, String)>,
}

/// A record whose id another one has.
#[derive(Debug)]
pub(super) struct Duplicate {
    pub record: Record,
    pub key: FileKey,
    /// As it is kept aside in its file.
    pub source: String,
}

impl Loaded {
    /// Duplicates go back to their files as records without a place.
    pub fn keep_duplicates(&mut self) {
        for duplicate in std::mem::take(&mut self.duplicates) {
            self.leftovers.entry(duplicate.key).or_default().unplaced.push(duplicate.source);
        }
    }
}

impl Loaded {
    /// An annotation that was made an orphan stands in its file as one that is none.
    pub(super) fn note_orphan(&mut self, project: &Project, error: &ApplyError) {
        if let Some(Record::Annotation(annotation)) = project.record(&error.id)
            && annotation.orphan
        {
            let written = Annotation { orphan: false, ..(*annotation).clone() };
            self.as_written.entry(error.id.clone()).or_insert_with(|| written.into());
        }
    }
}

/// Reads the whole folder; of the files of the overlay, as it has them.
pub(super) fn load(root: &Path, overlay: &Overlay, progress: &OpenProgress) -> Result<Loaded, StoreError> {
    let mut listing = list(root)?;
    listing.keys.extend(overlay.keys().cloned());
    let mut loaded = Loaded::default();
    loaded.findings.extend(listing.findings.into_iter().map(|f| (None, f)));
    let alone = |key: &&FileKey| match key {
        FileKey::Text(id) => !listing.keys.contains(&FileKey::Document(id.clone())),
        _ => true,
    };
    let units: Vec<&FileKey> = listing.keys.iter().filter(alone).collect();
    progress.begin(units.len());
    let read = |key: &&FileKey| {
        progress.has_read_one();
        (!progress.is_cancelled()).then(|| Unit::read(root, overlay, key))
    };
    let units_read = in_order(&units, FILES_AT_A_TIME, read);
    progress.go_on()?;
    let units_read: Vec<Unit> = units_read.into_iter().flatten().collect();
    let mut gathered = Gathered::for_records(units_read.iter().map(|unit| unit.content.records.len()).sum());
    for (key, unit) in units.iter().zip(units_read) {
        gathered.take_in(&mut loaded, key, unit);
    }
    gathered.finish(&mut loaded);
    Ok(loaded)
}
