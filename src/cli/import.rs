//! `variorum import`: documents and annotations in.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::project::{known_coder, new_coder, now, tried};
use super::{Ending, Failure, project};
use crate::formats::{self, Finding, Format, Input, Metadata, Original, PartPlan, ReadOptions, Report, Severity};
use crate::model::{CoderId, DocumentId, Edit, EventId, Project, Record};
use crate::session::ImportOptions;
use crate::session::plan::documents::event_called;
use crate::text::counted;

/// Adds documents or annotations, and says what came in and what was lost
#[derive(Debug, clap::Args)]
#[command(after_help = "Of a folder, every file of a known format is taken, those in its folders too. \
    A file that cannot be read is told; the others are taken in as one step, and the status is 1.")]
pub(super) struct Import {
    /// Project folder, or its project.ron
    project: PathBuf,
    /// Files and folders
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The files' format; 'auto' finds out
    #[arg(long, value_name = "ID", default_value = "auto")]
    format: String,
    /// The files' encoding, such as utf-8 or windows-1251; found out when not given
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Who does this: a coder's name or id; a new one is added
    #[arg(long, value_name = "NAME")]
    coder: Option<String>,
    /// Title of the document; for one file alone
    #[arg(long, value_name = "T")]
    title: Option<String>,
    /// Newspaper, agency or channel of all documents
    #[arg(long, value_name = "O")]
    outlet: Option<String>,
    /// Date of publication: 2023, 2023-09 or 2023-09-14
    #[arg(long, value_name = "D")]
    date: Option<String>,
    /// Language tag, such as en or zh-Hant
    #[arg(long, value_name = "L")]
    language: Option<String>,
    /// The event that the documents report: a name or id; a new one is added
    #[arg(long, value_name = "E")]
    event: Option<String>,
    /// Says what would come in, and changes nothing
    #[arg(long)]
    dry_run: bool,
}

/// A file and the format to read it in.
struct Source {
    path: PathBuf,
    bytes: Vec<u8>,
    format: &'static dyn Format,
}

/// What has been read so far.
struct Desk {
    /// The project as it will be.
    project: Project,
    coder: CoderId,
    edits: Vec<Edit>,
    originals: Vec<Original>,
    documents: Vec<DocumentId>,
    failed: usize,
}

impl Import {
    pub fn run(self, out: &mut dyn Write) -> Result<Ending, Failure> {
        self.check_words()?;
        let mut failures = Vec::new();
        let sources = self.sources(out, &mut failures)?;
        if self.title.is_some() && sources.len() > 1 {
            let what = format!("could not import: one title was given for {} files", sources.len());
            return Err(Failure::new(what, "Import them one by one, or leave --title out"));
        }
        let mut session = if self.dry_run { None } else { Some(project::write(&self.project)?) };
        let before = match &session {
            Some(session) => session.project().clone(),
            None => project::read(&self.project)?.project,
        };
        let mut desk = self.desk(&before)?;
        let metadata = self.metadata(&mut desk)?;
        failures.iter().for_each(Failure::print);
        desk.failed = failures.len();
        let added_before = desk.edits.len();
        for source in &sources {
            if let Err(failure) = self.take(source, &metadata, &mut desk, out) {
                failure.print();
                desk.failed += 1;
            }
        }
        let nothing_came = desk.edits.len() == added_before;
        if nothing_came {
            writeln!(out, "nothing new came in")?;
        } else if let Some(session) = &mut session {
            let label = label_of(&desk);
            project::tell(&session.bring_in_now(label, desk.coder, desk.edits, desk.originals)?);
        } else {
            writeln!(out, "nothing was changed (--dry-run)")?;
        }
        Ok(if desk.failed > 0 { Ending::Problems } else { Ending::Well })
    }

    /// Refuses words that mean nothing before anything is read.
    fn check_words(&self) -> Result<(), Failure> {
        let metadata = Metadata { date: self.date.clone(), ..Metadata::default() };
        let options = ImportOptions { encoding: self.encoding.clone(), metadata, event: self.event.clone(), ..ImportOptions::default() };
        match options.fault() {
            Some(fault) => Err(Failure::new(format!("could not import: {}", fault.what), fault.hint)),
            None => Ok(()),
        }
    }

    fn desk(&self, project: &Project) -> Result<Desk, Failure> {
        let mut edits = Vec::new();
        let coder = match &self.coder {
            Some(name) => {
                if let Some(coder) = known_coder(project, name) {
                    coder
                } else {
                    let coder = new_coder(project, name)?;
                    edits.push(Edit::Add(coder.clone().into()));
                    coder.id
                }
            }
            None => match project.coders().keys().next() {
                Some(coder) => coder.clone(),
                None => new_coder(project, "A")?.id,
            },
        };
        let project = tried(project, &edits)?;
        Ok(Desk { project, coder, edits, originals: Vec::new(), documents: Vec::new(), failed: 0 })
    }

    /// What is said about all documents; an event that does not exist yet is added.
    fn metadata(&self, desk: &mut Desk) -> Result<Metadata, Failure> {
        let event = match &self.event {
            None => None,
            Some(name) => Some(event_of(name, desk)?),
        };
        let (title, outlet) = (self.title.clone(), self.outlet.clone());
        Ok(Metadata { title, outlet, date: self.date.clone(), language: self.language.clone(), event })
    }

    /// Reads one file into the edits, and says what came of it.
    fn take(&self, source: &Source, metadata: &Metadata, desk: &mut Desk, out: &mut dyn Write) -> Result<(), Failure> {
        let input = Input { path: &source.path, bytes: &source.bytes };
        let options = ReadOptions { encoding: self.encoding.clone(), now: now() };
        let of_format = |error| Failure::of_format(&source.path, &error);
        let (mut part, report) = source.format.read(&input, &options).map_err(of_format)?;
        part.describe(metadata);
        let plan = part.into_edits(&desk.project).map_err(of_format)?;
        desk.project = tried(&desk.project, &plan.edits)?;
        tell(out, source, &plan, &report)?;
        desk.documents.extend(plan.edits.iter().filter_map(added_document));
        desk.edits.extend(plan.edits);
        desk.originals.extend(plan.originals);
        Ok(())
    }

    /// The files that are meant. One that was named and cannot be read is a failure; of folders, files of no known format are left out.
    fn sources(&self, out: &mut dyn Write, failures: &mut Vec<Failure>) -> Result<Vec<Source>, Failure> {
        let format = match self.format.as_str() {
            "auto" => None,
            id => Some(formats::by_id(id).map_err(|error| Failure::new(format!("could not import: {error}"), error.hint()))?),
        };
        let mut sources = Vec::new();
        for path in &self.paths {
            let folder = std::fs::metadata(path).map_err(|error| Failure::of_file("import", path, &error))?.is_dir();
            let mut files = BTreeSet::new();
            if folder {
                files_in(path, &mut files)?;
            } else {
                files.insert(path.clone());
            }
            for file in files {
                match source(&file, format) {
                    Ok(Some(source)) => sources.push(source),
                    Ok(None) if folder => writeln!(out, "{}: left out, of no known format", file.display())?,
                    Ok(None) => failures.push(unknown(&file)),
                    Err(failure) => failures.push(failure),
                }
            }
        }
        Ok(sources)
    }
}

fn unknown(path: &Path) -> Failure {
    let what = format!("could not import: no format is known for this kind of file: {}", path.display());
    Failure::new(what, "Name it with --format; 'variorum formats' lists what can be read")
}

/// A file with its bytes; `None` when nobody knows its format.
fn source(path: &Path, format: Option<&'static dyn Format>) -> Result<Option<Source>, Failure> {
    /// How many bytes a format looks at.
    const HEAD: usize = 4096;
    let bytes = std::fs::read(path).map_err(|error| Failure::of_file("import", path, &error))?;
    let format = format.or_else(|| formats::recognise(bytes.get(..HEAD).unwrap_or(&bytes), path));
    Ok(format.map(|format| Source { path: path.to_owned(), bytes, format }))
}

/// Every file below a folder; hidden ones and links to folders are left out.
fn files_in(folder: &Path, files: &mut BTreeSet<PathBuf>) -> Result<(), Failure> {
    let failed = |error| Failure::of_file("import", folder, &error);
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            files_in(&entry.path(), files)?;
        } else if entry.path().is_file() {
            files.insert(entry.path());
        }
    }
    Ok(())
}

fn event_of(name: &str, desk: &mut Desk) -> Result<EventId, Failure> {
    let Some(event) = event_called(&desk.project, name) else {
        return Err(Failure::new("could not import: the event has no name", "Give one with --event, or leave it out"));
    };
    let id = event.id.clone();
    if desk.project.events().contains_key(&id) {
        return Ok(id);
    }
    let edit = Edit::Add(event.into());
    desk.project = tried(&desk.project, std::slice::from_ref(&edit))?;
    desk.edits.push(edit);
    Ok(id)
}

fn added_document(edit: &Edit) -> Option<DocumentId> {
    match edit {
        Edit::Add(Record::Document(document)) => Some(document.id.clone()),
        _ => None,
    }
}

fn label_of(desk: &Desk) -> String {
    match desk.documents.as_slice() {
        [] => format!("Import {}", counted(desk.edits.len(), "record")),
        [one] => format!("Import {one}"),
        many => format!("Import {} documents", many.len()),
    }
}

/// What came in from a file and what there is to say of it. Findings go to standard error.
fn tell(out: &mut dyn Write, source: &Source, plan: &PartPlan, report: &Report) -> Result<(), Failure> {
    let name = source.path.display();
    let ids: Vec<String> = plan.edits.iter().filter_map(added_document).map(|id| id.to_string()).collect();
    let came = match (ids.as_slice(), plan.edits.len()) {
        (_, 0) => "nothing new".to_owned(),
        ([one], 1) => format!("document {one}"),
        (documents, records) => format!("{} with {}", counted(records, "record"), counted(documents.len(), "document")),
    };
    writeln!(out, "{name}: {came} ({}, {})", source.format.about().id, report.encoding)?;
    for loss in &report.losses {
        writeln!(out, "{name}: lost {}, such as {}", loss.in_words(), loss.example)?;
    }
    tell_findings(report.findings.iter().chain(&plan.findings));
    Ok(())
}

/// What was noticed, on standard error.
pub(super) fn tell_findings<'a>(findings: impl IntoIterator<Item = &'a Finding>) {
    let mut err = std::io::stderr().lock();
    for Finding { severity, place, what, hint } in findings {
        // Where nobody listens there is nobody to tell.
        let _ = match severity {
            Severity::Info => writeln!(err, "note: {place}: {what}"),
            Severity::Warning | Severity::Error => writeln!(err, "{severity}: {place}: {what}"),
        };
        if !hint.is_empty() {
            let _ = writeln!(err, "hint: {hint}");
        }
    }
}
