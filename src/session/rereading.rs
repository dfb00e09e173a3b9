//! Files looked at before they come in, and documents read again from their kept bytes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::incoming::Source;
use super::jobs::Progress;
use super::plan::rereading::{self, Rereading};
use super::plan::{Plan, shortened};
use super::transfer::{Done, finding_notices, format_notice};
use super::{Notice, Session};
use crate::formats::{self, Preview, ReadAgain, ReadAnew, ReadOptions, Report};
use crate::model::{Document, DocumentId, Project, StepOrigin};
use crate::store;
use crate::text::{sha256, with_other_line_ends};

/// A document read again in the background.
#[derive(Debug)]
pub struct DocumentRead {
    /// The document as it was when the job began.
    old: Arc<Document>,
    new: ReadAnew,
    /// What it does to the project as it was then.
    done: Rereading,
    /// The revision of that.
    revision: u64,
}

impl Session {
    /// Reads a document again from its kept bytes, in the background; its annotations go along, as one step.
    pub fn read_again(&mut self, id: &DocumentId, how: ReadAgain) {
        if self.refuses_changes() {
            return;
        }
        let (Some(old), Some(root)) = (self.project().documents().get(id).cloned(), self.root().map(Path::to_owned)) else { return };
        let (project, revision) = (self.project().clone(), self.revision());
        self.start("Read again", move |_: &Progress| Done::ReadAgain(read(&root, &project, old, &how, revision).map(Box::new)));
    }

    pub(super) fn take_reread(&mut self, read: Result<Box<DocumentRead>, Box<Notice>>) {
        let DocumentRead { old, mut new, mut done, revision } = match read {
            Ok(read) => *read,
            Err(notice) => return self.notify(*notice),
        };
        let title = shortened(old.display_title(), 40);
        let now = self.project().documents().get(&old.id).cloned();
        let Some(now) = now.filter(|now| now.text == old.text && now.provenance == old.provenance) else {
            return self.notify(Notice::refused(format!("'{title}' was changed meanwhile and not read again"), "Read it again now"));
        };
        new.document = kept(&now, &new.document);
        if self.revision() != revision {
            done = rereading::reread(self.project(), &now, &new);
        }
        for notice in finding_notices(&new.report) {
            self.notify(notice);
        }
        let Plan::Edit(step) = rereading::plan(&now, &done) else {
            return self.notify(Notice::done(format!("'{title}' reads as before; nothing was changed")));
        };
        if self.commit(step, StepOrigin::Import) {
            self.notify(outcome(&title, &new.document, &done));
        }
    }
}

/// The document as it is now, with what was read again.
fn kept(now: &Document, read: &Document) -> Document {
    Document { text: read.text.clone(), runs: read.runs.clone(), provenance: read.provenance.clone(), ..now.clone() }
}

/// What came of it, in a sentence.
fn outcome(title: &str, document: &Document, done: &Rereading) -> Notice {
    let how = format!("'{title}' was read again as {}", document.provenance.encoding);
    let what = match (done.is_other_text, done.in_words()) {
        (false, _) => format!("{how}; its text is the same"),
        (true, words) if words.is_empty() => format!("{how}; its text is another one now"),
        (true, words) => format!("{how}: {words}"),
    };
    if done.orphaned.is_empty() && done.reworded.is_empty() {
        Notice::done(what)
    } else {
        Notice::warning(what, "Look at them in the list of annotations; one undo takes everything back")
    }
}

fn read(root: &Path, project: &Project, old: Arc<Document>, how: &ReadAgain, revision: u64) -> Result<DocumentRead, Box<Notice>> {
    let original = original(root, &old)?;
    let new = formats::read_again(&old, &original, how).map_err(|error| Box::new(format_notice(&error)))?;
    let done = rereading::reread(project, &old, &new);
    Ok(DocumentRead { old, new, done, revision })
}

/// The untouched bytes of a document, as they were imported.
pub fn original(root: &Path, document: &Document) -> Result<Vec<u8>, Box<Notice>> {
    let provenance = &document.provenance;
    let title = shortened(document.display_title(), 40);
    let hint = "Import the file anew";
    if provenance.original.is_empty() {
        return Err(Box::new(Notice::refused(format!("No file is kept of '{title}', so it cannot be read again"), hint)));
    }
    let path =
        store::original_path(root, &provenance.original).map_err(|error| Box::new(Notice::error(error.to_string(), error.hint())))?;
    let bytes = std::fs::read(&path).map_err(|error| {
        let what = format!("The file that '{title}' came from could not be read: {error}");
        Box::new(Notice::error(what, "Take it back from a backup or from version control").at(&path))
    })?;
    if sha256(&bytes) == provenance.original_sha256 {
        return Ok(bytes);
    }
    with_other_line_ends(&bytes, &provenance.original_sha256).ok_or_else(|| {
        let what = format!("The file that '{title}' came from is not the one that was imported, so it was not read again");
        Box::new(Notice::error(what, "Take it back from a backup or from version control").at(&path))
    })
}

/// What is to be looked at before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The file.
    pub path: PathBuf,
    /// A format's id; `None`: the one it is recognised as.
    pub format: Option<String>,
    /// Name of the encoding; `None`: found out from the bytes.
    pub encoding: Option<String>,
}

/// Reads a file as it would come in, and changes nothing.
pub fn look(look: &Look) -> Result<Preview, Box<Notice>> {
    let source = Source::read_as(&look.path, look.format.as_deref()).map_err(|error| Box::new(error.notice(&look.path)))?;
    let options = ReadOptions { encoding: look.encoding.clone(), now: jiff::Timestamp::UNIX_EPOCH };
    formats::preview(source.format, &source.input(), &options).map_err(|error| Box::new(format_notice(&error)))
}

/// What a reader has to say, for those that show it as a list.
pub fn report_lines(report: &Report) -> Vec<String> {
    report.findings.iter().map(|finding| format!("{}: {}", finding.place, finding.what)).collect()
}
