//! Making and opening projects.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::conflicts_file;
use super::journal::Step;
use super::journal_read::{self, Repair};
use super::layout::{FileKey, PROJECT_FILE};
use super::litter::{self, Removal};
use super::load::{Loaded, fault_finding, load};
use super::lock;
use super::migrate::{Writing, migrate};
use super::replay::{Replayed, replay};
use super::{Access, Finding, LoadReport, ProjectStore, ReadOnlyReason, Severity, StoreError, atomic};
use crate::model::{ApplyError, Project, RecordId};

/// How a project is to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// For reading and writing, if no other process writes.
    ReadWrite,
    /// Takes no lock and writes nothing, not even a recovery.
    ReadOnly,
}

/// A project that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The project with everything the journal holds.
    pub project: Project,
    /// Its folder.
    pub store: ProjectStore,
    /// What there is to tell.
    pub report: LoadReport,
    /// The whole journal, oldest first: the history.
    pub steps: Vec<Step>,
}

/// Makes a project's folder and writes everything into it.
///
/// The folder may exist if it is empty. The store that is returned holds the lock.
pub fn create(dir: &Path, project: &Project, _now: Timestamp) -> Result<ProjectStore, StoreError> {
    let taken = match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => return Err(StoreError::write(dir)(error)),
    };
    if taken {
        return Err(StoreError::NotEmpty { path: dir.to_owned() });
    }
    atomic::make_folder(dir)?;
    let lock = lock::acquire(dir).map_err(|reason| match reason {
        ReadOnlyReason::LockedBy { pid, host } => StoreError::Locked { pid, host, path: dir.to_owned() },
        ReadOnlyReason::Asked | ReadOnlyReason::ReadOnlyFolder => StoreError::ReadOnly { path: dir.to_owned() },
    })?;
    let mut store = ProjectStore::empty(dir.to_owned(), lock);
    store.save(project, 0)?;
    Ok(store)
}

/// Opens a project by its folder or its `project.ron`.
///
/// When another process has it, or the folder cannot be written, it is opened for reading only and the report says so.
pub fn open(path: &Path, mode: Mode, now: Timestamp) -> Result<Opened, StoreError> {
    let root = root_of(path)?;
    // A version that cannot be read is refused before anything is touched.
    migrate(&root, Writing::Forbidden, now)?;
    let lock = match mode {
        Mode::ReadWrite => lock::acquire(&root),
        Mode::ReadOnly => Err(ReadOnlyReason::Asked),
    };
    let may_write = lock.is_ok();
    let migrated = migrate(&root, if may_write { Writing::Allowed } else { Writing::Forbidden }, now)?;
    let mut loaded = load(&root, &migrated.overlay)?;
    let recorded = journal_read::read(&root, if may_write { Repair::Yes } else { Repair::No }, now)?;
    let replayed = replay(&mut loaded, &recorded.steps);
    settle(&mut loaded, &replayed);
    let mut findings: Vec<Finding> = recorded.findings;
    if matches!(lock, Err(ReadOnlyReason::LockedBy { .. })) {
        // Half a last line is what a journal looks like while another process is writing it.
        findings.retain(|finding| finding.severity == Severity::Error);
    }
    findings.extend(conflicts_file::keep_damaged(&root, &loaded.damaged_conflicts, may_write, now)?);
    let is_busy = matches!(lock, Err(ReadOnlyReason::LockedBy { .. }));
    if !is_busy {
        let removal = if may_write && !recorded.has_holes { Removal::Allowed } else { Removal::Forbidden };
        findings.extend(litter::sweep_temporary(&root, may_write)?);
        findings.extend(litter::sweep_originals(&root, &replayed.project, &recorded.steps, removal)?);
    }
    findings.extend(loaded.findings.drain(..).map(|(_, finding)| finding));
    findings.sort_by_key(|finding| finding.severity);
    let access = lock.as_ref().map_or_else(|reason| Access::ReadOnly(reason.clone()), |_| Access::ReadWrite);
    let report = LoadReport {
        findings,
        recovered_steps: replayed.steps,
        met_outside: replayed.met,
        new_conflicts: replayed.conflicts,
        journal_has_holes: recorded.has_holes,
        access,
        migrated_from: migrated.from,
    };
    Ok(Opened { project: replayed.project, store: ProjectStore::of(root, lock, loaded), report, steps: recorded.steps })
}

fn root_of(path: &Path) -> Result<PathBuf, StoreError> {
    let root = match path.file_name() {
        Some(name) if name == PROJECT_FILE && path.is_file() => path.parent().unwrap_or(Path::new("")).to_owned(),
        _ => path.to_owned(),
    };
    let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root };
    if root.join(PROJECT_FILE).is_file() { Ok(root) } else { Err(StoreError::NotAProject { path: path.to_owned() }) }
}

/// What was odd about records that the journal has put or taken since is no news: a save was interrupted between two files.
fn settle(loaded: &mut Loaded, replayed: &Replayed) {
    if replayed.steps > 0 {
        let project = &replayed.project;
        let settled = |id: &RecordId| replayed.touched.contains(id);
        let refers_to_touched = |id: &RecordId| {
            let mut found = false;
            if let Some(record) = project.record(id) {
                record.for_each_reference(&mut |other| found |= settled(&other));
            }
            found
        };
        let stand_twice: BTreeSet<RecordId> = loaded.duplicates.iter().map(|duplicate| duplicate.record.id()).collect();
        let is_settled = |id: &RecordId| !stand_twice.contains(id) && (settled(id) || refers_to_touched(id));
        loaded.findings.retain(|(id, _)| !id.as_ref().is_some_and(is_settled));
        let ids: Vec<RecordId> = replayed.touched.iter().filter(|id| project.has(id)).cloned().collect();
        for id in ids {
            let faults = project.record(&id).map(|record| project.faults_of(&record)).unwrap_or_default();
            for fault in faults {
                let error = ApplyError { id: id.clone(), fault };
                loaded.findings.push((Some(id.clone()), fault_finding(id.to_string(), &error)));
            }
        }
        // Steps may have written a document's text and not yet its digest.
        let documents = replayed.touched.iter().filter_map(|id| match id {
            RecordId::Document(id) => Some(id.clone()),
            _ => None,
        });
        loaded.stale.extend(documents.filter(|id| project.documents().contains_key(id)).map(FileKey::Document));
    }
    loaded.keep_duplicates();
}
