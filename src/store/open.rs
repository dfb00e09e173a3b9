//! Making and opening projects.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::broken::BrokenFiles;
use super::conflicts_file;
use super::gather::fault_finding;
use super::journal::{Step, last_step};
use super::journal_parts::OlderSteps;
use super::journal_read::{self, Repair};
use super::layout::{FileKey, Homes, PROJECT_FILE};
use super::litter::{self, Removal};
use super::load::{Loaded, load};
use super::lock;
use super::migrate::{Writing, migrate};
use super::old_form::OldFile;
use super::open_progress::OpenProgress;
use super::replay::{Replayed, replay};
use super::written::{self, Folder, Found, Known, Written, saved_up_to};
use super::{Access, Finding, LoadReport, ProjectStore, ReadOnlyReason, Severity, StoreError, atomic};
use crate::model::{ApplyError, Edit, Project, Record, RecordId};

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
    /// The latest steps of the journal, oldest first: the history.
    pub steps: Vec<Step>,
    /// Those before them.
    pub older: OlderSteps,
}

/// Makes a project's folder and writes everything into it.
///
/// The folder may exist if it is empty. The store that is returned holds the lock.
pub fn create(dir: &Path, project: &Project, _now: Timestamp) -> Result<ProjectStore, StoreError> {
    let mut store = begin(dir)?;
    store.save(project, 0)?;
    Ok(store)
}

/// Makes an empty folder, or takes one that is empty, and locks it.
pub(super) fn begin(dir: &Path) -> Result<ProjectStore, StoreError> {
    let taken = match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => return Err(StoreError::write(dir)(error)),
    };
    if taken {
        return Err(StoreError::NotEmpty { path: dir.to_owned() });
    }
    atomic::make_folder(dir)?;
    let lock = lock::acquire(dir).map_err(|reason| StoreError::ReadOnly { path: dir.to_owned(), reason })?;
    Ok(ProjectStore::empty(dir.to_owned(), lock))
}

/// Opens a project by its folder or its `project.ron`.
///
/// When another process has it, or the folder cannot be written, it is opened for reading only and the report says so.
pub fn open(path: &Path, mode: Mode, now: Timestamp) -> Result<Opened, StoreError> {
    open_watched(path, mode, now, &OpenProgress::default())
}

/// The same, told how far it is and cancelled by `progress`. Once the files are read it is not cancelled any more.
pub fn open_watched(path: &Path, mode: Mode, now: Timestamp, progress: &OpenProgress) -> Result<Opened, StoreError> {
    progress.go_on()?;
    let root = root_of(path)?;
    // Read before the files: of what another program is just writing, the log must not know more than the files say.
    let mut log = Written::read(&root);
    // A version that cannot be read is refused before anything is touched.
    let is_older = migrate(&root, Writing::Forbidden, now)?.from.is_some();
    let mut lock = match mode {
        Mode::ReadWrite => lock::acquire(&root),
        Mode::ReadOnly => Err(ReadOnlyReason::Asked),
    };
    let migrated = migrate(&root, if lock.is_ok() { Writing::Allowed } else { Writing::Forbidden }, now)?;
    let mut loaded = load(&root, &migrated.overlay, progress)?;
    if !migrated.overlay.is_empty() {
        // Files of the older form lie where they should.
        loaded.findings.retain(|(_, finding)| OldFile::of_path(&finding.place).is_none());
    }
    if lock.is_ok() && (loaded.broken.forbid_writing() || !migrated.held_up_by.is_empty()) {
        lock = Err(ReadOnlyReason::BrokenFiles([migrated.held_up_by, loaded.broken.files()].concat()));
    }
    let may_write = lock.is_ok();
    if is_older && may_write {
        // Source to source they say what they should; the next save writes them as this program does.
        loaded.stale.extend(loaded.files.keys().cloned());
    }
    let mut older = OlderSteps::of(&root);
    let recorded = journal_read::read(&root, &mut older, if may_write { Repair::Yes } else { Repair::No }, now)?;
    let outside = if is_older { Found::default() } else { changes_outside(&log, &root, &loaded, &recorded.steps, lock.as_ref().err()) };
    let replayed = replay(&mut loaded, &recorded.steps, &older);
    settle(&mut loaded, &replayed);
    if lock.is_ok() && has_steps_for(&loaded.broken, &recorded.steps, &replayed.project) {
        // Saved now, they would count as written although their file cannot take them.
        lock = Err(ReadOnlyReason::BrokenFiles(loaded.broken.files()));
    }
    let mut findings: Vec<Finding> = recorded.findings;
    findings.extend(migrated.findings);
    if matches!(lock, Err(ReadOnlyReason::LockedBy { .. })) {
        // Half a last line is what a journal looks like while another process is writing it.
        findings.retain(|finding| finding.severity == Severity::Error);
    }
    findings.extend(conflicts_file::keep_damaged(&root, &loaded.damaged_conflicts, may_write)?);
    let is_busy = matches!(lock, Err(ReadOnlyReason::LockedBy { .. }));
    if !is_busy {
        let removal = if may_write && !recorded.has_holes { Removal::Allowed } else { Removal::Forbidden };
        findings.extend(litter::sweep_temporary(&root, may_write)?);
        findings.extend(litter::sweep_originals(&root, &replayed.project, (&recorded.steps, &older), removal)?);
    }
    findings.extend(loaded.findings.drain(..).map(|(_, finding)| finding));
    findings.extend(outside.findings);
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
    let saved_step = saved_up_to(&recorded.steps);
    if may_write {
        if log.known() != Known::Wholly || is_older {
            log.begin(&root, &loaded.files, saved_step);
        }
        log.note(&outside.notes);
    }
    let mut store = ProjectStore::of(root, lock, loaded, log, saved_step);
    store.last_step = last_step(&recorded.steps);
    if may_write && report.recovered_steps == 0 {
        store.begin_part();
    }
    Ok(Opened { project: replayed.project, store, report, steps: recorded.steps, older })
}

/// What other programs did to the files. While another one has the project open, it is the one to know.
fn changes_outside(log: &Written, root: &Path, loaded: &Loaded, steps: &[Step], read_only: Option<&ReadOnlyReason>) -> Found {
    if matches!(read_only, Some(ReadOnlyReason::LockedBy { .. })) {
        return Found::default();
    }
    written::changes(log, Folder { root, files: &loaded.files, project: &loaded.project, steps })
}

/// Whether one of the steps that the files do not hold yet belongs into a broken file.
fn has_steps_for(broken: &BrokenFiles, steps: &[Step], project: &Project) -> bool {
    let saved = steps.iter().rev().find(|step| matches!(step, Step::Saved { .. })).map_or(0, Step::number);
    let records_of = |edits: &[Edit]| -> Vec<Record> {
        let record = |edit: &Edit| match edit {
            Edit::Add(record) | Edit::Set(record) => Some(record.clone()),
            Edit::Remove(_) | Edit::SetProject(_) | Edit::SetCodebook(_) | Edit::SetConflict(..) => None,
        };
        edits.iter().filter_map(record).collect()
    };
    let unsaved = steps.iter().filter(|step| step.number() > saved);
    let numbers: BTreeSet<u64> = unsaved
        .flat_map(|step| match step {
            Step::Do { number, .. } => vec![*number],
            Step::Undo { steps, .. } | Step::Redo { steps, .. } => steps.clone(),
            Step::Saved { .. } => Vec::new(),
        })
        .collect();
    if broken.is_empty() || numbers.is_empty() {
        return false;
    }
    steps.iter().any(|step| match step {
        Step::Do { number, transaction, inverse, .. } if numbers.contains(number) => {
            let records = records_of(&transaction.edits).into_iter().chain(records_of(inverse));
            records.into_iter().any(|record| broken.contains(&FileKey::of(&record, project, &Homes::new())))
        }
        _ => false,
    })
}

pub(super) fn root_of(path: &Path) -> Result<PathBuf, StoreError> {
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
