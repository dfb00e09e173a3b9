//! A session's home on disk: opening, creating, journalling, saving, and what comes from outside.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::jobs::{Jobs, Wake};
use super::plan::Step as PlannedStep;
use super::transfer::Done;
use super::writer::{Writer, WriterEvent, notice_of};
use super::{Environment, History, Notice, NoticeKind, Selection, Session};
use crate::model::{CodebookInfo, CoderId, Edit, Project, ProjectInfo, StepOrigin, Transaction};
use crate::store::{self, Access, Finding, Instead, LoadReport, Mode, ReadOnlyReason, Severity, Step};
use crate::text::{counted, counted_as};

/// How many findings of a load are told one by one.
const TOLD: usize = 12;

/// How safe the work is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SavedState {
    /// Every change is durable on disk.
    Saved,
    /// Changes are on their way to the disk.
    Saving,
    /// The disk refused; the sentence says why.
    Failed(String),
    /// The project is open for reading alone; the sentence says why.
    ReadOnly(String),
    /// The project lives in memory only.
    Nowhere,
}

/// What a session has on disk.
#[derive(Debug)]
pub(super) struct Home {
    root: PathBuf,
    /// `None` when the project is open for reading alone; then `why` says why.
    pub(super) writer: Option<Writer>,
    why: String,
    pub(super) jobs: Jobs<Done>,
}

impl Session {
    /// Opens the project in a folder (or its `project.ron`). Findings come out as notices.
    pub fn open(path: &Path, environment: Environment, wake: Wake) -> Result<Self, Notice> {
        Self::open_as(path, Mode::ReadWrite, environment, wake)
    }

    /// Opens a project for reading alone.
    pub fn open_read_only(path: &Path, environment: Environment, wake: Wake) -> Result<Self, Notice> {
        Self::open_as(path, Mode::ReadOnly, environment, wake)
    }

    /// Opens a copy of a project in memory: whatever is done to it, its folder stays as it is.
    pub fn open_copy(path: &Path, environment: Environment) -> Result<Self, Notice> {
        let opened = store::open(path, Mode::ReadOnly, environment.now()).map_err(|error| notice_of(&error))?;
        let coder = first_coder(&opened.project)?;
        let mut session = Self::in_memory(opened.project, coder, environment);
        session.tell_report(&opened.report);
        Ok(session)
    }

    fn open_as(path: &Path, mode: Mode, environment: Environment, wake: Wake) -> Result<Self, Notice> {
        let opened = store::open(path, mode, environment.now()).map_err(|error| notice_of(&error))?;
        let root = opened.store.root().to_owned();
        let coder = first_coder(&opened.project)?;
        let mut session = Self::in_memory(opened.project, coder, environment);
        session.tell_report(&opened.report);
        session.tell_clashing_keys();
        session.take_history(opened.steps);
        let why = read_only_because(&opened.report.access);
        let dirty = opened.report.recovered_steps > 0 || opened.report.migrated_from.is_some();
        let writer = match &opened.report.access {
            Access::ReadWrite => {
                let project = session.project.clone();
                Some(Writer::start(opened.store, project, session.last_step, dirty, session.environment.now(), Arc::clone(&wake))?)
            }
            Access::ReadOnly(_) => {
                session.notices.push(Notice::warning(format!("The project is open for reading alone: {why}"), "Changes cannot be made"));
                None
            }
        };
        session.home = Some(Home { root, writer, why, jobs: Jobs::new(wake) });
        Ok(session)
    }

    fn tell_clashing_keys(&mut self) {
        let clashes = super::plan::codebook::clashing(&self.project);
        let Some((key, first, other)) = clashes.first() else { return };
        let more = if clashes.len() > 1 {
            format!(" ({} shared)", counted_as(clashes.len() - 1, "more key is", "more keys are"))
        } else {
            String::new()
        };
        let what = format!("The key '{key}' belongs to {} and to {}{more}", first.name, other.name);
        let hint = format!("It puts {}; give the other one a key of its own in the codebook", first.name);
        self.notices.push(Notice::warning(what, hint));
    }

    /// Makes a new project in an empty or new folder, with one coder and the codebook's records, and opens it.
    ///
    /// `codebooks` are ids of templates; none of them, or `none`, is an empty codebook.
    pub fn create(dir: &Path, title: &str, coder: &str, codebooks: &[&str], environment: Environment, wake: Wake) -> Result<Self, Notice> {
        let info = ProjectInfo {
            id: environment.new_id("p-"),
            title: title.trim().to_owned(),
            created: Some(environment.now()),
            ..ProjectInfo::default()
        };
        if info.title.is_empty() {
            return Err(Notice::refused("A project needs a title", "Type one"));
        }
        let (empty, _) = Project::assemble(info, CodebookInfo::default(), []);
        let mut draft = Self::in_memory(empty, placeholder_coder()?, environment);
        let codebooks: Vec<&str> = codebooks.iter().copied().filter(|id| *id != "none").collect();
        draft.try_to_add(&codebooks)?;
        let name = if coder.trim().is_empty() { "A" } else { coder };
        draft.add_coder(name);
        let now = draft.environment.now();
        // Creating takes the lock; it is let go here so that opening can take it.
        store::create(dir, &draft.project, now).map(drop).map_err(|error| notice_of(&error))?;
        let told = draft.take_notices().into_iter().filter(|notice| notice.kind != NoticeKind::Done);
        let mut session = Self::open(dir, draft.environment, wake)?;
        session.notices.extend(told);
        Ok(session)
    }

    /// The folder it lives in; `None` for a project that is nowhere on disk.
    pub fn root(&self) -> Option<&Path> {
        self.home.as_ref().map(|home| home.root.as_path())
    }

    /// How safe the work is right now.
    pub fn saved_state(&self) -> SavedState {
        let Some(home) = &self.home else { return SavedState::Nowhere };
        let Some(writer) = &home.writer else { return SavedState::ReadOnly(home.why.clone()) };
        match writer.failure() {
            Some(why) => SavedState::Failed(why),
            None if writer.is_durable() => SavedState::Saved,
            None => SavedState::Saving,
        }
    }

    /// Takes in what the background has come back with; called once a frame.
    pub fn poll(&mut self) {
        let Some(home) = &mut self.home else { return };
        let done = home.jobs.poll();
        let events = home.writer.as_ref().map(Writer::poll).unwrap_or_default();
        for event in events {
            match event {
                WriterEvent::Notice(notice) => self.notices.push(notice),
                WriterEvent::Outside { base, theirs, findings } => self.take_in(&base, &theirs, &findings),
            }
        }
        for done in done {
            self.finish(done);
        }
    }

    /// Looks for changes that another program made to the project's files.
    pub fn window_focused(&self) {
        if let Some(writer) = self.writer() {
            writer.look_outside();
        }
    }

    /// Waits until every change is durable and every file is written.
    pub fn flush(&mut self) {
        if let Some(writer) = self.writer() {
            writer.flush();
        }
        self.poll();
    }

    fn writer(&self) -> Option<&Writer> {
        self.home.as_ref()?.writer.as_ref()
    }

    /// Whether nothing may be changed; says so.
    pub(super) fn refuses_changes(&mut self) -> bool {
        let SavedState::ReadOnly(why) = self.saved_state() else { return false };
        self.notices.push(Notice::refused(format!("Nothing was changed: {why}"), "The project is open for reading alone"));
        true
    }

    pub(super) fn journal_step(&mut self, transaction: &Transaction, inverse: &[Edit], before: &Selection) {
        let selection = serde_json::to_string(before).ok();
        let (transaction, inverse) = (transaction.clone(), inverse.to_vec());
        self.journal(Step::Do { number: self.last_step, transaction, inverse, selection });
    }

    pub(super) fn journal_undo(&mut self, steps: Vec<u64>, instead: Option<Instead>) {
        self.last_step += 1;
        let time = self.environment.now();
        self.journal(Step::Undo { number: self.last_step, steps, time, instead });
    }

    pub(super) fn journal_redo(&mut self, steps: Vec<u64>, instead: Option<Instead>) {
        self.last_step += 1;
        let time = self.environment.now();
        self.journal(Step::Redo { number: self.last_step, steps, time, instead });
    }

    fn journal(&mut self, step: Step) {
        let (number, after) = (self.last_step, self.project.clone());
        if let Some(writer) = self.home.as_mut().and_then(|home| home.writer.as_mut()) {
            writer.append(step, number, after);
        }
    }

    /// Builds the history again from the journal of earlier starts.
    fn take_history(&mut self, steps: Vec<Step>) {
        let mut history = History::default();
        let mut outside = BTreeSet::new();
        for step in steps {
            self.last_step = self.last_step.max(step.number());
            match step {
                Step::Do { number, transaction, .. } if transaction.origin == StepOrigin::Outside => drop(outside.insert(number)),
                Step::Do { number, transaction, inverse, selection } => {
                    let before = selection.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
                    history.push(number, &transaction, inverse, before);
                }
                Step::Undo { steps, instead, .. } if history.to_undo().is_some_and(|e| e.numbers == steps) => history.undone(instead),
                Step::Redo { steps, .. } if history.to_redo().is_some_and(|e| e.numbers == steps) => history.redone(),
                // Older versions undid what had come from outside like a step of their own.
                Step::Undo { steps, .. } | Step::Redo { steps, .. } if steps.iter().all(|number| outside.contains(number)) => {}
                // Part of the journal was cut off; what came before the gap cannot be undone safely.
                Step::Undo { .. } | Step::Redo { .. } => history = History::default(),
                Step::Saved { .. } => {}
            }
        }
        self.history = history;
        // A step of this start is never joined to one of an earlier start.
        self.joint = self.last_step + 1;
    }

    fn tell_report(&mut self, report: &LoadReport) {
        if let Some(version) = &report.migrated_from {
            let what = format!("The project was brought from format {version} to the present one");
            self.notices.push(Notice::warning(what, "A copy of the old files is in .variorum/backups"));
        }
        if report.recovered_steps > 0 {
            let changes = counted_as(report.recovered_steps, "change of the last time was", "changes of the last time were");
            let hint = match report {
                LoadReport { journal_has_holes: true, .. } => "Others may be missing: the journal is damaged, as is told below",
                LoadReport { met_outside: 0, .. } => "The program was ended before it could write the files; nothing is missing",
                LoadReport { new_conflicts: 0, .. } => {
                    "What others had changed in the files meanwhile is there as well; nothing is missing"
                }
                LoadReport { .. } => "What others had changed in the files meanwhile is there as well, or is to be settled",
            };
            self.notices.push(Notice::warning(format!("{changes} recovered from the journal"), hint));
        }
        self.tell_conflicts(report.new_conflicts);
        self.tell_findings(&report.findings);
    }

    fn tell_findings(&mut self, findings: &[Finding]) {
        for finding in findings.iter().take(TOLD) {
            let what = finding.to_string();
            self.notices.push(match finding.severity {
                Severity::Error => Notice::error(what, &finding.hint),
                Severity::Warning => Notice::warning(what, &finding.hint),
            });
        }
        if findings.len() > TOLD {
            let more = findings.len() - TOLD;
            self.notices
                .push(Notice::warning(format!("{} of this kind", counted(more, "more finding")), "`variorum check` lists all of them"));
        }
    }

    /// Merges what another program wrote into the project's files: theirs where only they changed it, ours in a conflict.
    fn take_in(&mut self, base: &Project, theirs: &Project, findings: &[Finding]) {
        self.tell_findings(findings);
        let (mut edits, conflicts) = store::merge_projects(base, &self.project, theirs);
        let (count, open) = (edits.len(), conflicts.len());
        edits.extend(conflicts.into_iter().map(Edit::keep));
        let taken = edits.is_empty() || self.commit(outside_step(edits), StepOrigin::Outside);
        if taken && count > 0 {
            let changes = counted_as(count, "change made outside this program was", "changes made outside this program were");
            self.notices.push(Notice::done(format!("{changes} taken in")));
        }
        if taken {
            self.tell_conflicts(open);
        }
        if let Some(writer) = self.writer() {
            writer.merged(self.project.clone());
        }
    }

    fn tell_conflicts(&mut self, new: usize) {
        if new > 0 {
            let what = format!("{} to settle: the same was changed here and by others, each in another way", counted(new, "conflict"));
            let hint = "What was changed here stands, the other is kept until then: Edit > Settle conflicts…";
            self.notices.push(Notice::warning(what, hint));
        }
    }
}

fn outside_step(edits: Vec<Edit>) -> PlannedStep {
    PlannedStep { label: "Take in changes made outside".to_owned(), edits, select: None, merge_key: None }
}

/// The coder to begin with; a project always has one.
fn first_coder(project: &Project) -> Result<CoderId, Notice> {
    match project.coders().keys().next() {
        Some(id) => Ok(id.clone()),
        None => placeholder_coder(),
    }
}

fn placeholder_coder() -> Result<CoderId, Notice> {
    CoderId::new("coder").map_err(|error| Notice::error(error.to_string(), ""))
}

fn read_only_because(access: &Access) -> String {
    match access {
        Access::ReadWrite => String::new(),
        Access::ReadOnly(ReadOnlyReason::Asked) => "it was opened so".to_owned(),
        Access::ReadOnly(ReadOnlyReason::LockedBy { pid, host }) => {
            format!("another program has it open (process {pid} on {host})")
        }
        Access::ReadOnly(ReadOnlyReason::ReadOnlyFolder) => "its folder cannot be written".to_owned(),
    }
}
