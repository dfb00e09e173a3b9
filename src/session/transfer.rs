//! Import and export: files are read and written in the background; what they bring becomes one step.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::incoming::{Incoming, NotTaken, Source, added_documents, import_label, rename_originals};
use super::jobs::Progress;
use super::older::OlderRead;
use super::plan::{Plan, Step};
use super::rereading::DocumentRead;
use super::writer::{OriginalKeeper, Writer};
use super::{Notice, NoticeKind, Prepared, SavedState, Selection, Session, sentence};
use crate::analysis::check::is_date;
use crate::formats::{self, Format, Metadata, Original, ProjectPart, Report, WriteOptions};
use crate::model::{CoderId, Edit, Project, StepOrigin};
use crate::text::counted;

/// What an import is called while it runs.
const IMPORT: &str = "Import";

/// Findings about one file that are told one by one.
const TOLD: usize = 4;

/// What a background job has come back with: data, never a change.
#[derive(Debug)]
pub enum Done {
    /// Files were read; these edits bring them in.
    Imported(Imported),
    /// A dataset was written, or not.
    Exported(Notice),
    /// Older steps were read, or why they were not.
    Older(OlderRead),
    /// A document was read again, or why it was not.
    ReadAgain(Result<Box<DocumentRead>, Box<Notice>>),
}

/// What came of reading files, worked out against the project as it was when the job began.
#[derive(Debug, Default)]
pub struct Imported {
    /// Edits that bring everything in that could be read.
    pub edits: Vec<Edit>,
    /// What there is to say of each file.
    pub notices: Vec<Notice>,
    /// What they come to.
    prepared: Option<Box<Prepared>>,
}

/// How files are brought in. The default finds everything out and says nothing about the documents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportOptions {
    /// A format's id; `None`: each file's own, as far as it can be recognised.
    pub format: Option<String>,
    /// Name of the encoding; `None`: found out from each file's bytes.
    pub encoding: Option<String>,
    /// What holds for every document.
    pub metadata: Metadata,
    /// Name of the event that the documents report, made in the same step where it does not exist; outdoes that of `metadata`.
    pub event: Option<String>,
}

impl ImportOptions {
    /// Why files cannot be brought in like this, whatever they hold.
    pub fn fault(&self) -> Option<Notice> {
        if let Some(name) = self.encoding.as_ref().filter(|name| !formats::is_encoding(name)) {
            let error = formats::FormatError::UnknownEncoding(name.clone());
            return Some(Notice::refused(error.to_string(), error.hint()));
        }
        if let Some(date) = self.metadata.date.as_ref().filter(|date| !is_date(date)) {
            return Some(Notice::refused(format!("'{date}' is no date"), "Write it as 2023, 2023-09 or 2023-09-14"));
        }
        let nameless = self.event.as_ref().is_some_and(|name| name.trim().is_empty());
        nameless.then(|| Notice::refused("the event has no name", "Type one, such as its place and year, or choose no event"))
    }
}

impl Session {
    /// Reads files in the background and brings what they hold into the project as one step.
    pub fn import(&mut self, paths: Vec<PathBuf>, options: ImportOptions) {
        if self.refuses_changes() {
            return;
        }
        if let Some(Notice { what, hint, .. }) = options.fault() {
            self.notices.push(Notice::refused(format!("Nothing was imported: {what}"), hint));
            return;
        }
        let Some(keeper) = self.home.as_ref().and_then(|home| home.writer.as_ref()).map(Writer::originals) else { return };
        let revision = self.revision;
        let import = Import { project: self.project.clone(), revision, now: self.environment.now(), options, keeper };
        self.start(IMPORT, move |progress| Done::Imported(import.files(&paths, progress)));
    }

    /// Writes the project in another format in the background; `options` say how, as far as the format leaves a choice.
    pub fn export(&mut self, format: &'static dyn Format, path: PathBuf, options: WriteOptions) {
        let project = self.project.clone();
        self.start("Export", move |_| Done::Exported(export(&project, format, &path, &options)));
    }

    /// What runs in the background, in words.
    pub fn running(&self) -> Vec<String> {
        let jobs = self.home.iter().flat_map(|home| home.jobs.running());
        jobs.map(|(title, progress)| format!("{title} {}", progress.words())).collect()
    }

    /// Whether files are being brought in, which can be cancelled; everything else in the background is short or is finished anyway.
    pub fn is_importing(&self) -> bool {
        self.home.as_ref().is_some_and(|home| home.jobs.running().any(|(title, _)| title == IMPORT))
    }

    /// Asks an import to stop: it then brings nothing in.
    pub fn cancel_import(&self) {
        self.home.iter().for_each(|home| home.jobs.cancel());
    }

    /// Waits for background work (the command line and tests; the window polls).
    pub fn wait(&mut self) {
        let done = self.home.as_mut().map(|home| home.jobs.wait()).unwrap_or_default();
        for done in done {
            self.finish(done);
        }
    }

    pub(super) fn start(&mut self, title: &str, work: impl FnOnce(&Progress) -> Done + Send + 'static) {
        let Some(home) = &mut self.home else { return };
        if let Err(error) = home.jobs.start(title, work) {
            self.notices.push(Notice::error(format!("{title} could not start: {error}"), "Close other programs and try again"));
        }
    }

    pub(super) fn finish(&mut self, done: Done) {
        match done {
            Done::Imported(imported) => self.bring_in(imported),
            Done::Exported(notice) => self.notices.push(notice),
            Done::Older(read) => self.take_older(read),
            Done::ReadAgain(read) => self.take_reread(read),
        }
    }

    fn bring_in(&mut self, imported: Imported) {
        self.notices.extend(imported.notices);
        let label = import_label(&imported.edits);
        let first = added_documents(&imported.edits).next().cloned();
        let mut plan = Plan::edit(label.clone(), imported.edits);
        if first.is_some() {
            plan = plan.selecting(Selection { document: first, text: None, annotation: None });
        }
        if let Plan::Edit(step) = plan
            && self.commit_prepared(step, StepOrigin::Import, imported.prepared.map(|prepared| *prepared))
        {
            self.notices.push(Notice::done(format!("{label}: done")));
        }
    }

    /// Brings edits and the files they name in as one step of `coder`, and waits until it is on disk (the command line).
    ///
    /// Returns what else came up meanwhile, such as files that another program took away: nothing of them is decided here.
    pub fn bring_in_now(
        &mut self,
        label: String,
        coder: CoderId,
        mut edits: Vec<Edit>,
        originals: Vec<Original>,
    ) -> Result<Vec<Notice>, Box<Notice>> {
        if let Some(keeper) = self.home.as_ref().and_then(|home| home.writer.as_ref()).map(Writer::originals) {
            keep_originals(&mut edits, originals, &keeper)?;
        }
        self.coder = coder;
        self.take_notices();
        let step = Step { label, edits, select: None, merge_key: None };
        self.commit(step, StepOrigin::CommandLine);
        self.flush();
        let mut told = self.take_notices();
        if let Some(at) = told.iter().position(|notice| matches!(notice.kind, NoticeKind::Refused | NoticeKind::Error)) {
            return Err(Box::new(told.swap_remove(at)));
        }
        match self.saved_state() {
            SavedState::Failed(why) => Err(Box::new(Notice::error(why, "Make room or check the disk, then try again"))),
            SavedState::Saved | SavedState::Saving | SavedState::ReadOnly(_) | SavedState::Nowhere => Ok(told),
        }
    }
}

/// What an import in the background works with.
struct Import {
    project: Project,
    revision: u64,
    now: Timestamp,
    options: ImportOptions,
    keeper: OriginalKeeper,
}

impl Import {
    /// Reads all files, and then keeps their bytes: an import that is cancelled leaves nothing behind.
    fn files(self, paths: &[PathBuf], progress: &Progress) -> Imported {
        let mut notices = Vec::new();
        let mut incoming = Incoming::new(self.project.clone(), &self.options, self.now);
        for (at, path) in paths.iter().enumerate() {
            if progress.is_cancelled() {
                return Imported::cancelled();
            }
            progress.say(format!("{} of {}", at + 1, counted(paths.len(), "file")));
            match take(path, &mut incoming, self.options.format.as_deref()) {
                Ok(report) => notices.extend(finding_notices(&report).into_iter().map(|notice| notice.at(path))),
                Err(notice) => notices.push((*notice).at(path)),
            }
        }
        if progress.is_cancelled() {
            return Imported::cancelled();
        }
        let (mut edits, originals) = incoming.finish();
        if let Err(notice) = keep_originals(&mut edits, originals, &self.keeper) {
            edits.clear();
            notices.push(notice);
        }
        progress.say("bringing in what was read");
        // Anew, for the originals may have other names by now. Edits that the project does not take are refused, and told, by the commit.
        let prepared =
            self.project.after(&edits).ok().map(|(after, inverse)| Box::new(Prepared { revision: self.revision, after, inverse }));
        Imported { edits, notices, prepared }
    }
}

impl Imported {
    fn cancelled() -> Self {
        let notice = Notice::warning("The import was cancelled, and nothing was brought in", "Import the files again when there is time");
        Self { notices: vec![notice], ..Self::default() }
    }
}

/// Adds one file to those that come in.
fn take(path: &Path, incoming: &mut Incoming<'_>, format: Option<&str>) -> Result<Report, Box<Notice>> {
    let failed = |error: NotTaken| Box::new(error.notice(path));
    let source = Source::read_as(path, format).map_err(failed)?;
    let mut comes = incoming.look_at(&source).map_err(failed)?;
    incoming.add(&mut comes).map_err(failed)?;
    Ok(comes.report)
}

/// Keeps untouched bytes, and lets the documents name them as they are kept.
fn keep_originals(edits: &mut [Edit], originals: Vec<Original>, keeper: &OriginalKeeper) -> Result<(), Notice> {
    let names: Vec<String> = originals.iter().map(|original| original.name.clone()).collect();
    let kept = keeper.keep(originals)?;
    let renamed: HashMap<String, String> = names.into_iter().zip(kept).filter(|(old, new)| old != new).collect();
    rename_originals(edits, &renamed);
    Ok(())
}

pub(super) fn format_notice(error: &formats::FormatError) -> Notice {
    Notice::error(sentence(error), error.hint())
}

/// What a reader has to say: warnings one by one as far as they are few, all the rest in one notice.
pub(super) fn finding_notices(report: &Report) -> Vec<Notice> {
    let (grave, rest): (Vec<_>, Vec<_>) = report.findings.iter().partition(|finding| finding.severity > formats::Severity::Info);
    let mut notices: Vec<Notice> = grave.iter().take(TOLD).map(|finding| finding_notice(finding)).collect();
    if let Some(more) = grave.get(TOLD..).filter(|more| !more.is_empty()) {
        let all = more.iter().map(|finding| format!("{}: {}", finding.place, finding.what)).collect::<Vec<_>>();
        let hint = "The form for importing lists them one below the other";
        notices.push(Notice::warning(format!("{} more of this kind: {}", more.len(), all.join("; ")), hint));
    }
    if !rest.is_empty() {
        let all = rest.iter().map(|finding| format!("{}: {}", finding.place, finding.what)).collect::<Vec<_>>();
        notices.push(Notice::done(all.join("; ")));
    }
    notices
}

fn finding_notice(finding: &formats::Finding) -> Notice {
    let what = format!("{}: {}", finding.place, finding.what);
    match finding.severity {
        formats::Severity::Info => Notice::done(what),
        formats::Severity::Warning => Notice::warning(what, &finding.hint),
        formats::Severity::Error => Notice::error(what, &finding.hint),
    }
}

/// Reads one file in the format given, or in the one it is recognised as; likewise for its encoding.
pub fn read_file(
    path: &Path,
    format: Option<&str>,
    encoding: Option<&str>,
    metadata: &Metadata,
    now: Timestamp,
) -> Result<(ProjectPart, Report), Box<Notice>> {
    let failed = |error: NotTaken| Box::new(error.notice(path));
    Source::read_as(path, format).map_err(failed)?.part(encoding, metadata, now).map_err(failed)
}

fn export(project: &Project, format: &dyn Format, path: &Path, options: &WriteOptions) -> Notice {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let failed = |error: &dyn std::error::Error| {
        Notice::error(format!("'{name}' was not written: {}", sentence(error)), "Choose another folder").at(path)
    };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = match tempfile::NamedTempFile::new_in(folder) {
        Ok(file) => file,
        Err(error) => return failed(&error),
    };
    let report = match format.write(project, options, &mut BufWriter::new(temporary.as_file_mut())) {
        Ok(report) => report,
        Err(error) => return failed(&error),
    };
    if let Err(error) = temporary.as_file().sync_all().and_then(|()| temporary.persist(path).map(drop::<File>).map_err(|e| e.error)) {
        return failed(&error);
    }
    let lost = report.losses.iter().map(formats::Loss::in_words).collect::<Vec<_>>();
    if lost.is_empty() {
        Notice::done(format!("'{name}' was written")).at(path)
    } else {
        Notice::warning(format!("'{name}' was written without {}", lost.join(", ")), "Variorum JSON Lines holds everything").at(path)
    }
}
