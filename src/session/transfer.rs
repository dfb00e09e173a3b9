//! Import and export: files are read and written in the background; what they bring becomes one step.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::jobs::Progress;
use super::older::OlderRead;
use super::plan::documents::event_called;
use super::plan::{Plan, Step};
use super::rereading::DocumentRead;
use super::writer::{OriginalKeeper, Writer};
use super::{Notice, NoticeKind, SavedState, Selection, Session, sentence};
use crate::analysis::check::is_date;
use crate::formats::{self, Format, Input, Metadata, Original, ProjectPart, ReadOptions, Report, WriteOptions};
use crate::model::{CoderId, DocumentId, Edit, Project, Record, StepOrigin};
use crate::text::counted;

/// How many bytes of a file are looked at to recognise its format.
pub(super) const HEAD: usize = 4096;

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
        let import = Import { project: self.project.clone(), now: self.environment.now(), options, keeper };
        self.start("Import", move |progress| Done::Imported(import.files(&paths, progress)));
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
        let documents: Vec<_> = imported.edits.iter().filter_map(added_document).collect();
        let label = match documents.as_slice() {
            [] => format!("Import {}", counted(imported.edits.len(), "record")),
            [one] => format!("Import {one}"),
            many => format!("Import {} documents", many.len()),
        };
        let mut plan = Plan::edit(label.clone(), imported.edits);
        if let Some(first) = documents.into_iter().next() {
            plan = plan.selecting(Selection { document: Some(first), text: None, annotation: None });
        }
        if let Plan::Edit(step) = plan
            && self.commit(step, StepOrigin::Import)
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

/// What an import works with.
struct Import {
    /// The project as it will be after the files read so far.
    project: Project,
    now: Timestamp,
    options: ImportOptions,
    keeper: OriginalKeeper,
}

impl Import {
    fn files(mut self, paths: &[PathBuf], progress: &Progress) -> Imported {
        let mut imported = Imported::default();
        let event = self.event();
        for (at, path) in paths.iter().enumerate() {
            if progress.is_cancelled() {
                imported.notices.push(Notice::warning("The import was called off", "What was read before is in the project"));
                break;
            }
            progress.say(format!("{} of {}", at + 1, counted(paths.len(), "file")));
            match self.file(path, &mut imported.notices) {
                Ok(edits) => imported.edits.extend(edits),
                Err(notice) => imported.notices.push((*notice).at(path)),
            }
        }
        // An event that no document came for would be left over.
        if !imported.edits.is_empty() {
            imported.edits.splice(0..0, event);
        }
        imported
    }

    /// Finds the event that was named, or makes it; the edit that adds a new one.
    fn event(&mut self) -> Option<Edit> {
        let name = self.options.event.as_deref().map(str::trim).filter(|name| !name.is_empty())?;
        let event = event_called(&self.project, name)?;
        self.options.metadata.event = Some(event.id.clone());
        if self.project.events().contains_key(&event.id) {
            return None;
        }
        let add = Edit::Add(event.into());
        (self.project, _) = self.project.after(std::slice::from_ref(&add)).ok()?;
        Some(add)
    }

    /// Edits for one file. Its bytes are kept before anything names them.
    fn file(&mut self, path: &Path, notices: &mut Vec<Notice>) -> Result<Vec<Edit>, Box<Notice>> {
        let (part, report) = {
            let ImportOptions { format, encoding, metadata, .. } = &self.options;
            read_file(path, format.as_deref(), encoding.as_deref(), metadata, self.now)?
        };
        let plan = part.into_edits(&self.project).map_err(|error| Box::new(format_notice(&error)))?;
        let report = Report { findings: report.findings.into_iter().chain(plan.findings).collect(), ..report };
        notices.extend(finding_notices(&report).into_iter().map(|notice| notice.at(path)));
        let mut edits = plan.edits;
        keep_originals(&mut edits, plan.originals, &self.keeper)?;
        let refused = |error| Box::new(Notice::error(format!("Not imported: {error}"), "Nothing of this file was taken"));
        (self.project, _) = self.project.after(&edits).map_err(refused)?;
        Ok(edits)
    }
}

/// Keeps untouched bytes, and lets the documents name them as they are kept.
fn keep_originals(edits: &mut [Edit], originals: Vec<Original>, keeper: &OriginalKeeper) -> Result<(), Notice> {
    for original in originals {
        let kept = keeper.keep(&original.name, original.bytes)?;
        rename_original(edits, &original.name, &kept);
    }
    Ok(())
}

fn rename_original(edits: &mut [Edit], old: &str, new: &str) {
    for edit in edits {
        if let Edit::Add(Record::Document(document)) = edit
            && document.provenance.original == old
            && old != new
        {
            new.clone_into(&mut Arc::make_mut(document).provenance.original);
        }
    }
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

fn added_document(edit: &Edit) -> Option<DocumentId> {
    match edit {
        Edit::Add(Record::Document(document)) => Some(document.id.clone()),
        _ => None,
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
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let bytes = std::fs::read(path).map_err(|error| {
        Box::new(Notice::error(format!("'{name}' could not be read: {error}"), "Check that the file exists and may be read"))
    })?;
    let format = match format {
        Some(id) => formats::by_id(id).map_err(|error| Box::new(format_notice(&error)))?,
        None => formats::recognise(bytes.get(..HEAD).unwrap_or(&bytes), path).ok_or_else(|| {
            let hint = "Name the format, or convert the file to text or Markdown";
            Box::new(Notice::error(format!("'{name}' is of no known format"), hint))
        })?,
    };
    let options = ReadOptions { encoding: encoding.map(ToOwned::to_owned), now };
    let (mut part, report) = format.read(&Input { path, bytes: &bytes }, &options).map_err(|error| Box::new(format_notice(&error)))?;
    part.describe(metadata);
    Ok((part, report))
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
