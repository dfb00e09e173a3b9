//! `variorum import`: documents and annotations in.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::project::{known_coder, new_coder, now, tried};
use super::{Ending, Failure, project};
use crate::formats::{self, Finding, Metadata, Severity};
use crate::model::{CoderId, Edit, Project};
use crate::session::{ImportOptions, Incomer, Incoming, NotTaken, Source, added_documents, import_label};
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

impl Import {
    pub fn run(self, out: &mut dyn Write) -> Result<Ending, Failure> {
        let options = self.options()?;
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
        let (coder, new_coder) = self.coder(&before)?;
        let mut incoming = Incoming::new(tried(&before, &new_coder)?, &options, now());
        failures.iter().for_each(Failure::print);
        let mut failed = failures.len();
        // Each file's bytes are let go when it was read: what comes in is held as records from there on.
        for source in sources {
            match incoming.look_at(&source).and_then(|mut comes| incoming.add(&mut comes).map(|()| comes)) {
                Ok(comes) => tell(out, &source, &comes)?,
                Err(error) => {
                    failure(&source.path, &error).print();
                    failed += 1;
                }
            }
        }
        let (mut edits, originals) = incoming.finish();
        if edits.is_empty() {
            writeln!(out, "nothing new came in")?;
        } else if let Some(session) = &mut session {
            let label = import_label(&edits);
            edits.splice(0..0, new_coder);
            project::tell(&session.bring_in_now(label, coder, edits, originals)?);
        } else {
            writeln!(out, "nothing was changed (--dry-run)")?;
        }
        Ok(if failed > 0 { Ending::Problems } else { Ending::Well })
    }

    /// What was said about all files; words that mean nothing are refused before anything is read.
    fn options(&self) -> Result<ImportOptions, Failure> {
        let (title, outlet) = (self.title.clone(), self.outlet.clone());
        let metadata = Metadata { title, outlet, date: self.date.clone(), language: self.language.clone(), event: None };
        let options = ImportOptions { format: None, encoding: self.encoding.clone(), metadata, event: self.event.clone() };
        match options.fault() {
            Some(fault) => Err(Failure::new(format!("could not import: {}", fault.what), fault.hint)),
            None => Ok(options),
        }
    }

    /// Who does this, and the edit that adds a new one.
    fn coder(&self, project: &Project) -> Result<(CoderId, Vec<Edit>), Failure> {
        if let Some(name) = &self.coder {
            if let Some(coder) = known_coder(project, name) {
                return Ok((coder, Vec::new()));
            }
            let coder = new_coder(project, name)?;
            return Ok((coder.id.clone(), vec![Edit::Add(coder.into())]));
        }
        match project.coders().keys().next() {
            Some(coder) => Ok((coder.clone(), Vec::new())),
            None => Ok((new_coder(project, "A")?.id, Vec::new())),
        }
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
                match Source::read(&file, format) {
                    Ok(source) => sources.push(source),
                    Err(NotTaken::OfNoKnownFormat) if folder => writeln!(out, "{}: left out, of no known format", file.display())?,
                    Err(error) => failures.push(failure(&file, &error)),
                }
            }
        }
        Ok(sources)
    }
}

fn failure(path: &Path, error: &NotTaken) -> Failure {
    match error {
        NotTaken::Unreadable(error) => Failure::of_file("import", path, error),
        NotTaken::OfNoKnownFormat => {
            let what = format!("could not import: no format is known for this kind of file: {}", path.display());
            Failure::new(what, "Name it with --format; 'variorum formats' lists what can be read")
        }
        NotTaken::Format(error) => Failure::of_format(path, error),
        NotTaken::Refused(error) => Failure::new(
            format!("could not import: the project does not take it: {error}: {}", path.display()),
            "Nothing of this file was taken; 'variorum check' verifies the project",
        ),
    }
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

/// What came in from a file and what there is to say of it. Findings go to standard error.
fn tell(out: &mut dyn Write, source: &Source, comes: &Incomer) -> Result<(), Failure> {
    let (name, report) = (source.path.display(), &comes.report);
    let mut documents = added_documents(&comes.edits);
    let came = match (comes.edits.len(), documents.next()) {
        (0, _) => "nothing new".to_owned(),
        (1, Some(one)) => format!("document {one}"),
        (records, first) => {
            let documents = documents.count() + usize::from(first.is_some());
            format!("{} with {}", counted(records, "record"), counted(documents, "document"))
        }
    };
    writeln!(out, "{name}: {came} ({}, {})", source.format.about().id, report.encoding)?;
    for loss in &report.losses {
        writeln!(out, "{name}: lost {}, such as {}", loss.in_words(), loss.example)?;
    }
    tell_findings(&report.findings);
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
