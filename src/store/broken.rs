//! Files that cannot be trusted: each is kept exactly as it is, nothing is ever written to it, and what is missing is said.

use std::collections::BTreeMap;

use super::changes::changed_files;
use super::layout::{FileKey, Homes};
use super::source::line_and_column;
use super::{Finding, StoreError};
use crate::model::{Edit, Project, RecordKind};

/// What to do about a broken file.
const MEND: &str = "Correct the file at that place in a text editor, or take it back from a backup or from version control; then open \
                    the project again";
/// What to do about a file that a merge left unsettled.
const SETTLE: &str = "Run `variorum check --repair` on the folder, which keeps both sides, or settle the merge in a text editor (keep one \
                      side of each conflict and take the marks out); then open the project again";

/// What to do about a file of another version.
const UPDATE: &str = "Open the project with the newest version of Variorum, or take the file back from a backup or from version control";
/// What to do about a file of which not even the version is known.
const LOOK_AT_THE_HEAD: &str =
    "Look at the line `format` at the head of the file: those beside it say the same; then open the project again";

/// What is in the project of a file that cannot be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Instead {
    /// Nothing.
    Nothing,
    /// Nothing, and what is missing is one record that says something this version cannot hold: all else can be judged.
    NotThisRecord,
    /// Of a document: its text, without title, metadata and typography.
    TextAlone,
    /// Of a text: its words, a question mark in place of each bad byte.
    WordsAsFarAsReadable,
}

/// A file of a project that cannot be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenFile {
    /// Its path below the project's folder, with `/` on every system.
    pub file: String,
    /// The same with line and column where they are known.
    pub place: String,
    /// What is wrong there, as part of a sentence.
    pub why: String,
    line: Option<usize>,
    hint: &'static str,
    instead: Instead,
    /// A merge that was not finished left its conflict markers in it.
    is_unmerged: bool,
}

impl BrokenFile {
    /// The file that an error is about; `bytes` are what was read of it.
    pub(super) fn new(key: &FileKey, error: &StoreError, bytes: &[u8], instead: Instead) -> Self {
        let file = key.shown();
        let (at, why, hint) = match error {
            StoreError::Syntax { line, column, message, .. } => (Some((*line, *column)), message.clone(), MEND),
            StoreError::NotUtf8 { offset, .. } => {
                let before = String::from_utf8_lossy(bytes.get(..*offset).unwrap_or_default());
                let why = format!("byte {offset} belongs to no character, so the file is not UTF-8");
                (Some(line_and_column(&before, before.len())), why, MEND)
            }
            StoreError::NewerFormat { found, reads, .. } => {
                (None, format!("a newer version of Variorum wrote it: format {found}, where this one reads up to {reads}"), UPDATE)
            }
            StoreError::UnknownFormat { found, .. } => {
                (None, format!("'{found}' is no format version that this program knows"), LOOK_AT_THE_HEAD)
            }
            other => (None, other.to_string(), MEND),
        };
        let mark = mark_of_a_merge(bytes);
        let (at, why, hint) = match mark {
            Some((line, mark)) => {
                (Some((line, 1)), format!("it holds the conflict markers of a merge that was not finished, '{mark}'"), SETTLE)
            }
            None => (at, why, hint),
        };
        let place = at.map_or_else(|| file.clone(), |(line, column)| format!("{file}:{line}:{column}"));
        Self { file, place, line: at.map(|(line, _)| line), why, hint, instead, is_unmerged: mark.is_some() }
    }

    /// What is wrong, where the file is named beside it.
    pub(super) fn in_file(&self) -> String {
        self.line.map_or_else(|| self.why.clone(), |line| format!("line {line}: {}", self.why))
    }

    /// A document of which the text is there.
    pub(super) fn with_text_alone(self) -> Self {
        Self { instead: Instead::TextAlone, ..self }
    }

    /// What there is to tell of it.
    pub fn finding(&self) -> Finding {
        let instead = match self.instead {
            Instead::Nothing | Instead::NotThisRecord => "nothing of it is in the project",
            Instead::TextAlone => "its text is there without title, metadata and typography",
            Instead::WordsAsFarAsReadable => "each byte that cannot be read is shown as '?'",
        };
        Finding::error(&self.place, format!("the file is broken ({}): {instead}, and nothing is written to it", self.why), self.hint)
    }
}

/// The first mark that version control leaves in a file where two sides differ, and its line.
pub(super) fn mark_of_a_merge(bytes: &[u8]) -> Option<(usize, &'static str)> {
    let marks = ["<<<<<<<", ">>>>>>>", "|||||||"];
    let mark_of =
        |line: &[u8]| marks.into_iter().find(|mark| line.starts_with(mark.as_bytes()) && matches!(line.get(7), None | Some(b' ' | b'\r')));
    bytes.split(|byte| *byte == b'\n').enumerate().find_map(|(number, line)| Some((number + 1, mark_of(line)?)))
}

/// All files of a project that cannot be trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BrokenFiles(BTreeMap<FileKey, BrokenFile>);

impl BrokenFiles {
    /// Whether every file can be trusted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each of them, in the order of files.
    pub fn iter(&self) -> impl Iterator<Item = &BrokenFile> {
        self.0.values()
    }

    pub(super) fn insert(&mut self, key: FileKey, file: BrokenFile) {
        self.0.insert(key, file);
    }

    pub(super) fn contains(&self, key: &FileKey) -> bool {
        self.0.contains_key(key)
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &FileKey> {
        self.0.keys()
    }

    /// Whether one of them is damaged and no coder's, so that not everything can be judged, or waits for a merge to be settled: then
    /// nothing may be written.
    pub(super) fn forbid_writing(&self) -> bool {
        let is_of_coder = |key: &FileKey| matches!(key, FileKey::Annotations(..) | FileKey::Treatments(_) | FileKey::Memos(_));
        let is_judged_without = |key: &FileKey, file: &BrokenFile| is_of_coder(key) || file.instead == Instead::NotThisRecord;
        self.0.iter().any(|(key, file)| file.is_unmerged || !is_judged_without(key, file))
    }

    /// Their paths, for lists.
    pub(super) fn files(&self) -> Vec<String> {
        self.iter().map(|file| file.file.clone()).collect()
    }

    /// Why a change from one state to another cannot be made while files are broken; `None` when it can.
    ///
    /// It cannot when it would have to be written to one of them, and when it takes away something that the records in them, which
    /// nobody can read, may need.
    pub fn in_the_way_of(&self, edits: &[Edit], before: &Project, after: &Project) -> Option<String> {
        let first = self.iter().next()?;
        let written = changed_files(before, after, &Homes::new());
        if let Some(file) = written.iter().find_map(|key| self.0.get(key)) {
            let line = file.line.map_or_else(String::new, |line| format!("line {line}: "));
            return Some(format!("it would be written to {}, which is broken and kept as it is ({line}{})", file.file, file.why));
        }
        let removes = edits.iter().any(|edit| matches!(edit, Edit::Remove(id) if others_need(id.kind())));
        removes.then(|| format!("{} is broken, so nobody can tell whether something in it needs what would be deleted", first.file))
    }
}

/// Whether records in a coder's files may not do without one of this kind.
fn others_need(kind: RecordKind) -> bool {
    match kind {
        RecordKind::Coder
        | RecordKind::Event
        | RecordKind::Attribute
        | RecordKind::Layer
        | RecordKind::Code
        | RecordKind::LinkType
        | RecordKind::Entity
        | RecordKind::Claim
        | RecordKind::Document => true,
        RecordKind::Annotation | RecordKind::Link | RecordKind::Treatment | RecordKind::Memo | RecordKind::Mark | RecordKind::Progress => {
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_of_a_merge_are_known_by_their_line() {
        assert_eq!(mark_of_a_merge(b"(\nformat: \"2.0\",\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> theirs\n"), Some((3, "<<<<<<<")));
        assert_eq!(mark_of_a_merge(b"a\r\n>>>>>>>\r\n"), Some((2, ">>>>>>>")));
        assert_eq!(mark_of_a_merge(b"memo: \"<<<<<<< no mark\"\n<<<<<<<<\n======="), None);
    }
}
