//! `variorum reread`: a document read again from its kept bytes.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::project::{known_coder, new_coder};
use super::{Ending, Failure, project};
use crate::formats::{self, Encoding, FormatError, ReadAgain, ReadAnew};
use crate::model::{CoderId, Document, DocumentId, Project};
use crate::session::original;
use crate::session::plan::Plan;
use crate::session::plan::rereading::{self, Rereading};

/// Reads a document again from the bytes that were imported, with the present reader or in another encoding
#[derive(Debug, clap::Args)]
#[command(after_help = "Its annotations go where their words are now; one that has no place any more is kept as an orphan, told, and the \
    status is 1. Everything is one step, which Undo in the window takes back.")]
pub(super) struct Reread {
    /// Project folder, or its project.ron
    project: PathBuf,
    /// The document's id
    document: String,
    /// The encoding its bytes are in, such as utf-8 or windows-1251; 'detect' finds it out; without this the one it was read in
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// The format to read it in; without this the one it was read in
    #[arg(long, value_name = "ID")]
    format: Option<String>,
    /// Who does this: a coder's name or id
    #[arg(long, value_name = "NAME")]
    coder: Option<String>,
    /// Says what would change, and changes nothing
    #[arg(long)]
    dry_run: bool,
}

impl Reread {
    pub fn run(self, out: &mut dyn Write) -> Result<Ending, Failure> {
        let mut session = if self.dry_run { None } else { Some(project::write(&self.project)?) };
        let (project, root) = if let Some(session) = &session {
            (session.project().clone(), session.root().map(Path::to_owned).unwrap_or_default())
        } else {
            let opened = project::read(&self.project)?;
            let root = opened.store.root().to_owned();
            (opened.project, root)
        };
        let id = DocumentId::new(&self.document).ok();
        let document = id.and_then(|id| project.documents().get(&id).cloned()).ok_or_else(|| {
            let what = format!("could not read again: there is no document '{}'", self.document);
            Failure::new(what, "'variorum stats' lists the documents")
        })?;
        let bytes = original(&root, &document)?;
        let read = formats::read_again(&document, &bytes, &self.how()?).map_err(|error| failure(&document, &error))?;
        let done = rereading::reread(&project, &document, &read);
        tell(out, &document, &read, &done)?;
        match (rereading::plan(&document, &done), &mut session) {
            (Plan::Edit(step), Some(session)) => {
                let coder = self.coder(&project)?;
                session.bring_in_now(step.label, coder, step.edits, Vec::new())?;
            }
            (Plan::Edit(_), None) => writeln!(out, "nothing was changed (--dry-run)")?,
            _ => {}
        }
        Ok(if done.orphaned.is_empty() { Ending::Well } else { Ending::Problems })
    }

    fn how(&self) -> Result<ReadAgain, Failure> {
        let encoding = match self.encoding.as_deref() {
            None => Encoding::AsBefore,
            Some("detect") => Encoding::Found,
            Some(name) if formats::is_encoding(name) => Encoding::Named(name.to_owned()),
            Some(name) => {
                let error = FormatError::UnknownEncoding(name.to_owned());
                return Err(Failure::new(format!("could not read again: {error}"), error.hint()));
            }
        };
        Ok(ReadAgain { format: self.format.clone(), encoding })
    }

    fn coder(&self, project: &Project) -> Result<CoderId, Failure> {
        match &self.coder {
            Some(name) => known_coder(project, name).ok_or_else(|| {
                Failure::new(format!("could not read again: there is no coder '{name}'"), "'variorum stats' lists the coders")
            }),
            None => match project.coders().keys().next() {
                Some(coder) => Ok(coder.clone()),
                None => Ok(new_coder(project, "A")?.id),
            },
        }
    }
}

fn failure(document: &Document, error: &FormatError) -> Failure {
    Failure::new(format!("could not read {} again: {error}", document.id), error.hint())
}

/// What came of it; findings go to standard error.
fn tell(out: &mut dyn Write, document: &Document, read: &ReadAnew, done: &Rereading) -> Result<(), Failure> {
    let (id, provenance) = (&document.id, &read.document.provenance);
    if done.edits.is_empty() {
        writeln!(out, "{id}: reads as before ({}, {})", provenance.reader, provenance.encoding)?;
    } else {
        let text = if done.is_other_text { "its text is another one now" } else { "its text is the same" };
        writeln!(out, "{id}: read again ({}, {}); {text}", provenance.reader, provenance.encoding)?;
    }
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    if done.moved > 0 {
        writeln!(out, "{id}: {} annotation{} moved with the same words", done.moved, plural(done.moved))?;
    }
    if done.found > 0 {
        writeln!(out, "{id}: {} orphan{} in place again", done.found, plural(done.found))?;
    }
    for (annotation, before, now) in &done.reworded {
        writeln!(out, "{id}: {annotation} has other words at its place: '{before}' is '{now}'")?;
    }
    for (annotation, words) in &done.orphaned {
        writeln!(out, "{id}: {annotation} has no place any more and is kept as an orphan: '{words}'")?;
    }
    super::import::tell_findings(&read.report.findings);
    Ok(())
}
