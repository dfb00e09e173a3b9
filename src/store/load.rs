//! A project's folder into a project: every file read, every record kept, everything odd said.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use super::anchor::{is_in_place, re_anchored, re_anchored_mark};
use super::conflicts_file;
use super::folder::{FileState, list};
use super::layout::FileKey;
use super::parallel::in_order;
use super::read_file::{Content, Leftover, Located, read_file};
use super::ron_text::to_line;
use super::{Finding, StoreError, render};
use crate::model::{
    Annotation, ApplyError, CodebookInfo, Conflict, Document, DocumentId, Fault, MarkSubject, Project, ProjectInfo, Record, RecordId,
};
use crate::text::ReadingText;
use crate::text::sha256;

/// Files whose text is taken from here instead of from disk: a migration that may not write.
pub(super) type Overlay = BTreeMap<PathBuf, String>;

/// Files that a thread takes at once: fewer than four times as many are read by one thread.
const FILES_AT_A_TIME: usize = 16;

/// Records whose places a thread checks at once.
const RECORDS_AT_A_TIME: usize = 2_048;

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub project: Project,
    pub files: BTreeMap<FileKey, FileState>,
    pub leftovers: BTreeMap<FileKey, Leftover>,
    /// Files that say something twice and are to be written anew.
    pub stale: BTreeSet<FileKey>,
    /// Records whose id another one has.
    pub duplicates: Vec<Duplicate>,
    /// Records that are not in the project as they stand in their file: they had to move, or have become orphans.
    pub as_written: HashMap<RecordId, Record>,
    /// Findings, with the record they are about where they are about one.
    pub findings: Vec<(Option<RecordId>, Finding)>,
    /// Lines of the conflicts that cannot be read, and why.
    pub damaged_conflicts: Vec<(usize, String)>,
}

/// A record whose id another one has.
#[derive(Debug)]
pub(super) struct Duplicate {
    pub record: Record,
    pub key: FileKey,
    /// As it is kept aside in its file.
    pub source: String,
}

impl Loaded {
    /// Duplicates go back to their files as records without a place.
    pub fn keep_duplicates(&mut self) {
        for duplicate in std::mem::take(&mut self.duplicates) {
            self.leftovers.entry(duplicate.key).or_default().unplaced.push(duplicate.source);
        }
    }
}

impl Loaded {
    /// An annotation that was made an orphan stands in its file as one that is none.
    fn note_orphan(&mut self, project: &Project, error: &ApplyError) {
        if let Some(Record::Annotation(annotation)) = project.record(&error.id)
            && annotation.orphan
        {
            let written = Annotation { orphan: false, ..(*annotation).clone() };
            self.as_written.entry(error.id.clone()).or_insert_with(|| written.into());
        }
    }
}

/// Reads the whole folder.
pub(super) fn load(root: &Path, overlay: &Overlay) -> Result<Loaded, StoreError> {
    let listing = list(root)?;
    let mut loaded = Loaded::default();
    loaded.findings.extend(listing.findings.into_iter().map(|f| (None, f)));
    let alone = |key: &&FileKey| match key {
        FileKey::Text(id) => !listing.keys.contains(&FileKey::Document(id.clone())),
        _ => true,
    };
    let units: Vec<&FileKey> = listing.keys.iter().filter(alone).collect();
    let mut gathered = Gathered::default();
    let units_read = in_order(&units, FILES_AT_A_TIME, |key| read_unit(root, overlay, key));
    let count = units_read.iter().flatten().map(|unit| unit.content.records.len()).sum();
    gathered.places.reserve(count);
    gathered.records.reserve(count);
    for (key, unit) in units.iter().zip(units_read) {
        gathered.take_in(&mut loaded, key, unit?);
    }
    gathered.finish(&mut loaded);
    Ok(loaded)
}

/// One file taken apart, or a document's two.
struct Unit {
    files: Vec<(FileKey, FileState)>,
    content: Content,
}

fn read_unit(root: &Path, overlay: &Overlay, key: &FileKey) -> Result<Unit, StoreError> {
    match key {
        FileKey::Text(id) => return lone_text(root, id),
        FileKey::Conflicts => return conflicts(root),
        _ => {}
    }
    let (text, state) = read_text(root, overlay, key)?;
    let mut content = read_file(key, &root.join(key.path()), &text)?;
    let mut files = vec![(key.clone(), state)];
    if let (FileKey::Document(id), Some(shape)) = (key, content.document.take()) {
        let text = document_text(root, id, &shape.sha256, &mut content.findings)?;
        let (text, state) = text.map_or((ReadingText::default(), None), |(text, state)| (text, Some(state)));
        files.extend(state.map(|state| (FileKey::Text(id.clone()), state)));
        let document =
            shape.document(id, text).map_err(|message| StoreError::Syntax { path: root.join(key.path()), line: 1, column: 1, message })?;
        content.records.push(Located { record: document.into(), section: "", line: 1 });
    }
    Ok(Unit { files, content })
}

fn conflicts(root: &Path) -> Result<Unit, StoreError> {
    let path = root.join(FileKey::Conflicts.path());
    let bytes = fs::read(&path).map_err(StoreError::read(&path))?;
    let content = Content { conflicts: conflicts_file::read(&bytes), ..Content::default() };
    Ok(Unit { files: vec![(FileKey::Conflicts, FileState::of(&path, &bytes))], content })
}

fn read_text(root: &Path, overlay: &Overlay, key: &FileKey) -> Result<(String, FileState), StoreError> {
    let path = root.join(key.path());
    let bytes = fs::read(&path).map_err(StoreError::read(&path))?;
    let state = FileState::of(&path, &bytes);
    if let Some(text) = overlay.get(&key.path()) {
        return Ok((text.clone(), state));
    }
    let text = String::from_utf8(bytes).map_err(|error| StoreError::NotUtf8 { path, offset: error.utf8_error().valid_up_to() })?;
    // A byte-order mark is what some editors add.
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok((text, state))
}

/// A document's text, checked against the digest that its `.ron` gives.
fn document_text(
    root: &Path,
    id: &DocumentId,
    digest: &str,
    findings: &mut Vec<Finding>,
) -> Result<Option<(ReadingText, FileState)>, StoreError> {
    let key = FileKey::Text(id.clone());
    if !root.join(key.path()).is_file() {
        findings.push(Finding::error(
            key.shown(),
            "the document's text is missing; its annotations have no place until it is back",
            "Take the file back from a backup or from version control",
        ));
        return Ok(None);
    }
    let (text, state) = read_text(root, &Overlay::new(), &key)?;
    let text = reading_text(root, &key, text)?;
    if !digest.is_empty() && sha256(text.as_str().as_bytes()) != digest {
        findings.push(Finding::error(
            key.shown(),
            "the text is not the one that was coded: its SHA-256 differs from the one in the document's .ron",
            "Take the file back from a backup, or look at the orphans and save to accept the new text",
        ));
    }
    Ok(Some((text, state)))
}

/// Version control may have turned LF into CRLF on the way; that is no change of the text.
fn reading_text(root: &Path, key: &FileKey, text: String) -> Result<ReadingText, StoreError> {
    let made = if text.contains('\r') { ReadingText::normalised(&text) } else { ReadingText::new(text) };
    let path = root.join(key.path());
    made.map_err(|error| StoreError::Syntax { path, line: 1, column: 1, message: error.to_string() })
}

/// A text without a `.ron` is a document of which nothing else is known.
fn lone_text(root: &Path, id: &DocumentId) -> Result<Unit, StoreError> {
    let key = FileKey::Text(id.clone());
    let (text, state) = read_text(root, &Overlay::new(), &key)?;
    let document = Document::new(id.clone(), reading_text(root, &key, text)?);
    let what = "the text has no .ron beside it; it is taken as a document without metadata";
    let mut content = Content::default();
    content.findings.push(Finding::warning(key.shown(), what, "Fill in the metadata, or move the file out of the project"));
    content.records.push(Located { record: document.into(), section: "", line: 1 });
    Ok(Unit { files: vec![(key, state)], content })
}

/// All records on their way into one project.
#[derive(Default)]
struct Gathered {
    info: ProjectInfo,
    codebook: CodebookInfo,
    conflicts: Vec<Conflict>,
    records: Vec<Record>,
    files: Vec<FileKey>,
    places: Places,
}

/// Where each record stands: its number, the number of its file, its line.
type Places = HashMap<RecordId, (u32, u32, u32), foldhash::fast::FixedState>;

impl Gathered {
    fn take_in(&mut self, loaded: &mut Loaded, key: &FileKey, unit: Unit) {
        loaded.files.extend(unit.files);
        let content = unit.content;
        self.info = content.info.unwrap_or_else(|| std::mem::take(&mut self.info));
        self.codebook = content.codebook.unwrap_or_else(|| std::mem::take(&mut self.codebook));
        if !content.conflicts.damaged.is_empty() {
            loaded.stale.insert(key.clone());
        }
        loaded.damaged_conflicts.extend(content.conflicts.damaged);
        self.conflicts.extend(content.conflicts.conflicts);
        // A document's own files are what such a finding is about.
        let about = match key {
            FileKey::Document(id) | FileKey::Text(id) => Some(RecordId::Document(id.clone())),
            _ => None,
        };
        loaded.findings.extend(content.findings.into_iter().map(|f| (about.clone(), f)));
        if content.leftover != Leftover::default() {
            loaded.leftovers.insert(key.clone(), content.leftover);
        }
        self.files.push(key.clone());
        for located in content.records {
            self.record(loaded, key, located);
        }
    }

    fn record(&mut self, loaded: &mut Loaded, key: &FileKey, located: Located) {
        let id = located.record.id();
        let first = match self.places.entry(id.clone()) {
            Entry::Vacant(entry) => {
                entry.insert((self.records.len() as u32, self.files.len() as u32 - 1, located.line));
                self.records.push(located.record);
                return;
            }
            Entry::Occupied(entry) => entry.get().0 as usize,
        };
        let place = format!("{}:{}", key.shown(), located.line);
        let there = place_of(&self.files, &self.places, &id);
        if self.records.get(first) == Some(&located.record) {
            loaded.stale.insert(key.clone());
            let what = format!("{id} stands here once more, the same as in {there}; one is kept");
            loaded.findings.push((Some(id), Finding::warning(place, what, "")));
            return;
        }
        let what = format!("{id} is another one than in {there}; it is kept aside in its file");
        let hint = "Give one of them a new id and move it back to its list";
        loaded.findings.push((Some(id.clone()), Finding::error(place, what, hint)));
        if let Ok(line) = render::one_line(&located.record)
            && let Ok(section) = to_line(&located.section)
        {
            loaded.stale.insert(key.clone());
            loaded.duplicates.push(Duplicate { record: located.record, key: key.clone(), source: format!("({section}, {line})") });
        }
    }

    /// Puts annotations back in place where that can be done, and the project together.
    fn finish(mut self, loaded: &mut Loaded) {
        let is_document = |record: &Record| match record {
            Record::Document(d) => Some((d.id.clone(), std::sync::Arc::clone(d))),
            _ => None,
        };
        let documents: HashMap<DocumentId, _> = self.records.iter().filter_map(is_document).collect();
        let moves = in_order(&self.records, RECORDS_AT_A_TIME, |record| moved(record, |id| documents.get(id).map(AsRef::as_ref)));
        for (record, moved) in self.records.iter_mut().zip(moves) {
            if let Some((moved, what)) = moved {
                let place = place_of(&self.files, &self.places, &record.id());
                let what = format!("{}: {what}", record.id());
                loaded.findings.push((Some(record.id()), Finding::warning(place, what, "Look whether it is the right place")));
                loaded.as_written.insert(record.id(), std::mem::replace(record, moved));
            }
        }
        let (project, errors) = Project::assemble(self.info, self.codebook, self.records);
        for error in errors {
            loaded.note_orphan(&project, &error);
            let place = place_of(&self.files, &self.places, &error.id);
            loaded.findings.push((Some(error.id.clone()), fault_finding(place, &error)));
        }
        loaded.project = project.with_conflicts(self.conflicts);
    }
}

fn place_of(files: &[FileKey], places: &Places, id: &RecordId) -> String {
    let place = places.get(id).and_then(|(_, file, line)| Some((files.get(*file as usize)?, line)));
    place.map_or_else(|| id.to_string(), |(key, line)| format!("{}:{line}", key.shown()))
}

/// A record that had to move, and how.
fn moved<'a>(record: &Record, document: impl Fn(&DocumentId) -> Option<&'a Document>) -> Option<(Record, String)> {
    match record {
        Record::Annotation(a) => {
            let document = document(&a.document)?;
            let in_place = || a.target.places().iter().all(|p| is_in_place(p, document));
            if !a.orphan && in_place() {
                return None;
            }
            let there = re_anchored(a, document)?;
            let extent = |target: &crate::model::Target| target.extent().map_or("the document".to_owned(), |e| e.to_string());
            let what = if there.target == a.target {
                "its quote is at its place again".to_owned()
            } else {
                format!("moved from {} to {}, the only place of its quote", extent(&a.target), extent(&there.target))
            };
            Some((there.into(), what))
        }
        Record::Mark(m) => {
            let there = re_anchored_mark(m, document(&m.document)?)?;
            let at = |mark: &crate::model::Mark| match &mark.subject {
                MarkSubject::Paragraph(place) => place.span.to_string(),
                MarkSubject::Document | MarkSubject::Claim(_) => String::new(),
            };
            let what = format!("moved from {} to {}, the only place of its quote", at(m), at(&there));
            Some((there.into(), what))
        }
        _ => None,
    }
}

/// A fault of a stored record in words for the user.
pub(super) fn fault_finding(place: String, error: &ApplyError) -> Finding {
    let hint = match &error.fault {
        Fault::OutsideText { .. } | Fault::InsideCharacter(..) | Fault::QuoteDiffers { .. } | Fault::BadSpans => {
            "It is kept as an orphan; give it a new place or remove it"
        }
        Fault::Dangling(_) => "It is kept as it is; bring back what it refers to, or remove it",
        Fault::Taken
        | Fault::Absent
        | Fault::InUse(_)
        | Fault::WrongType(_)
        | Fault::Cycle
        | Fault::Empty(_)
        | Fault::NoEvidence
        | Fault::ForeignEvidence(_)
        | Fault::SameFileName
        | Fault::SelfLink => "It is kept as it is; correct it",
    };
    Finding::error(place, error.to_string(), hint)
}
