//! A session's home on disk: opening, creating, journalling, saving, and what comes from outside.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::jobs::{Jobs, Wake, thread};
use super::plan::Step as PlannedStep;
use super::transfer::Done;
use super::writer::{Writer, WriterEvent, notice_of};
use super::{Environment, History, Notice, NoticeKind, Selection, Session, outside};
use crate::model::{CodebookInfo, CoderId, Edit, Project, ProjectInfo, StepOrigin, Transaction};
use crate::store::{
    self, Access, BrokenFiles, Finding, Instead, LoadReport, Mode, OlderSteps, OpenProgress, Question, ReadOnlyReason, Severity, Step,
};
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
    /// `None` when the project is open for reading alone; then `access` says why.
    pub(super) writer: Option<Writer>,
    access: Access,
    /// Steps that were not read, because nobody has gone back to them.
    pub(super) older: OlderSteps,
    /// Files that cannot be trusted and are never written.
    broken: BrokenFiles,
    /// Files that another program took away or damaged, and that somebody must decide about.
    pub(super) questions: Vec<Question>,
    /// New ones are among them, which nobody was asked about yet.
    pub(super) is_to_ask: bool,
    /// What comes next from outside was accepted by the person at the window, and is a step of theirs.
    pub(super) is_accepted: bool,
    pub(super) jobs: Jobs<Done>,
}

/// The history that some steps of the journal make, and the number of the last one; `older` were not read.
pub(super) fn history_of(steps: Vec<Step>, older: &OlderSteps) -> (History, u64) {
    let mut last_step = 0;
    let mut name = None;
    let mut history = History::default();
    let mut outside = BTreeSet::new();
    for (at, step) in steps.into_iter().enumerate() {
        last_step = last_step.max(step.number());
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
            Step::Undo { .. } | Step::Redo { .. } => (history, name) = (History::default(), None),
            Step::Saved { older, .. } if at == 0 => name = older,
            Step::Saved { .. } => {}
        }
    }
    history.set_older(name.filter(|_| !older.is_empty()));
    (history, last_step)
}

impl Session {
    /// Opens the project in a folder (or its `project.ron`). Findings come out as notices.
    pub fn open(path: &Path, environment: Environment, wake: Wake) -> Result<Self, Notice> {
        Self::open_watched(path, environment, wake, &OpenProgress::default())
    }

    /// The same on a thread of its own: `progress` says how far it is, and cancels it.
    pub fn open_watched(path: &Path, environment: Environment, wake: Wake, progress: &OpenProgress) -> Result<Self, Notice> {
        Self::open_as(path, Mode::ReadWrite, environment, wake, progress)
    }

    /// Closes the project: everything is written and its folder is free when this returns. The memory of a large project is freed away
    /// from the window.
    pub fn close(mut self) {
        drop(self.home.take());
        // Where there is no thread for it, it is freed here.
        drop(thread("free memory", move || drop(self)));
    }

    /// Opens a project for reading alone.
    pub fn open_read_only(path: &Path, environment: Environment, wake: Wake) -> Result<Self, Notice> {
        Self::open_as(path, Mode::ReadOnly, environment, wake, &OpenProgress::default())
    }

    /// Opens a copy of a project in memory: whatever is done to it, its folder stays as it is.
    pub fn open_copy(path: &Path, environment: Environment) -> Result<Self, Notice> {
        let opened = store::open(path, Mode::ReadOnly, environment.now()).map_err(|error| notice_of(&error))?;
        let coder = first_coder(&opened.project)?;
        let mut session = Self::in_memory(opened.project, coder, environment);
        session.tell_report(&opened.report);
        Ok(session)
    }

    fn open_as(path: &Path, mode: Mode, environment: Environment, wake: Wake, progress: &OpenProgress) -> Result<Self, Notice> {
        let opened = store::open_watched(path, mode, environment.now(), progress).map_err(|error| notice_of(&error))?;
        let root = opened.store.root().to_owned();
        let coder = first_coder(&opened.project)?;
        let mut session = Self::in_memory(opened.project, coder, environment);
        session.tell_report(&opened.report);
        session.tell_clashing_keys();
        session.take_history(opened.steps, &opened.older);
        let broken = opened.store.broken().clone();
        let dirty = opened.report.recovered_steps > 0 || opened.report.migrated_from.is_some();
        let writer = match &opened.report.access {
            Access::ReadWrite => {
                let project = session.project.clone();
                Some(Writer::start(opened.store, project, session.last_step, dirty, Arc::clone(&wake))?)
            }
            Access::ReadOnly(reason) => {
                session.notices.push(Notice::warning(format!("The project is open for reading alone: {reason}"), reason.hint()));
                None
            }
        };
        let access = opened.report.access;
        let (questions, is_to_ask, is_accepted) = (Vec::new(), false, false);
        session.home =
            Some(Home { root, writer, access, older: opened.older, broken, questions, is_to_ask, is_accepted, jobs: Jobs::new(wake) });
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
        let writer = match (&home.access, &home.writer) {
            (Access::ReadWrite, Some(writer)) => writer,
            (Access::ReadOnly(reason), _) => return SavedState::ReadOnly(reason.to_string()),
            (Access::ReadWrite, None) => return SavedState::Nowhere,
        };
        match writer.failure() {
            Some(why) => SavedState::Failed(why),
            None if writer.is_durable() => SavedState::Saved,
            None => SavedState::Saving,
        }
    }

    /// Whether the journal has every change, and is where the project is looked for: then nothing is lost whatever becomes of this program.
    /// Where nothing can be changed, nothing can be lost.
    pub fn is_journalled(&self) -> bool {
        self.writer().is_none_or(Writer::is_durable)
    }

    /// Why the project is open for reading alone, if it is.
    pub fn read_only(&self) -> Option<&ReadOnlyReason> {
        match &self.home.as_ref()?.access {
            Access::ReadOnly(reason) => Some(reason),
            Access::ReadWrite => None,
        }
    }

    /// Takes in what the background has come back with; called once a frame.
    pub fn poll(&mut self) {
        self.take_what_came();
    }

    /// The same; whether something was taken in from outside, so that there is something to write again.
    fn take_what_came(&mut self) -> bool {
        let Some(home) = &mut self.home else { return false };
        let done = home.jobs.poll();
        let events = home.writer.as_ref().map(Writer::poll).unwrap_or_default();
        let is_from_outside = events.iter().any(|event| matches!(event, WriterEvent::Outside { .. }));
        for event in events {
            match event {
                WriterEvent::Notice(notice) => self.notices.push(notice),
                WriterEvent::Outside { base, theirs, findings, broken, questions } => {
                    if let Some(home) = &mut self.home {
                        home.broken = broken;
                    }
                    self.take_in(&base, &theirs, &findings);
                    self.ask(questions);
                }
            }
        }
        for done in done {
            self.finish(done);
        }
        is_from_outside
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
        if self.take_what_came()
            && let Some(writer) = self.writer()
        {
            writer.flush();
            self.poll();
        }
    }

    pub(super) fn writer(&self) -> Option<&Writer> {
        self.home.as_ref()?.writer.as_ref()
    }

    /// Whether nothing may be changed; says so.
    pub(super) fn refuses_changes(&mut self) -> bool {
        let Some(reason) = self.read_only() else { return false };
        let notice = Notice::refused(format!("Nothing was changed: the project is open for reading alone ({reason})"), reason.hint());
        self.notices.push(notice);
        true
    }

    /// Why the change that was just made cannot stand while files are broken.
    pub(super) fn in_the_way_of(&self, edits: &[Edit], before: &Project) -> Option<String> {
        self.home.as_ref()?.broken.in_the_way_of(edits, before, &self.project)
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
    fn take_history(&mut self, steps: Vec<Step>, older: &OlderSteps) {
        (self.history, self.last_step) = history_of(steps, older);
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

    pub(super) fn tell_findings(&mut self, findings: &[Finding]) {
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
        let is_accepted = self.home.as_mut().is_some_and(|home| std::mem::take(&mut home.is_accepted));
        let (mut edits, mut conflicts) = store::merge_projects(base, &self.project, theirs);
        if is_accepted {
            outside::take_away_what_was_accepted(base, &self.project, &mut edits, &mut conflicts);
        } else {
            // Of files that were accepted it was told when they were asked about, and what refers to their records goes with them.
            self.tell_findings(findings);
        }
        let (taken_in, open) = (outside::taken_in(&self.project, &edits), conflicts.len());
        edits.extend(conflicts.into_iter().map(Edit::keep));
        let (label, origin) = if is_accepted {
            ("Accept what was changed outside", StepOrigin::Window)
        } else {
            ("Take in changes made outside", StepOrigin::Outside)
        };
        let taken = edits.is_empty() || self.commit(outside_step(label, edits), origin);
        if taken {
            self.notices.extend(taken_in);
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

fn outside_step(label: &str, edits: Vec<Edit>) -> PlannedStep {
    PlannedStep { label: label.to_owned(), edits, select: None, merge_key: None }
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
