//! What another program does to the files of an open project: noticed, kept aside, and either taken in or asked about.
//!
//! A file that is gone, that has lost much, or that cannot be read is *in question*: the project goes on as if it were as before,
//! nothing is written to it, and somebody decides. Everything else is taken in.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::PathBuf;

use super::changes::changed_records;
use super::folder::{FileState, list};
use super::layout::{FileKey, has_own_file};
use super::load::{Overlay, load};
use super::project_store::ProjectStore;
use super::read_file::{Content, Leftover};
use super::render::{Grouped, render};
use super::unit::{content_of, has_digest, words_of};
use super::{Finding, OpenProgress, StoreError, backup, written};
use crate::model::{DocumentId, Edit, Project, RecordId, RecordKind, Tally};
use crate::text::ReadingText;

/// So many records may go from a file without a question: somebody at work takes away one or a few at a time.
const FEW: usize = 3;

/// More than this part of a file's records (one in so many) is a question, when it is more than [`FEW`]: a tenth of one's annotations
/// of a document does not go by itself, but a file that a sync client cut off or that was taken back to an old state loses as much.
const ONE_IN: usize = 10;

/// A file of the open project that somebody must decide about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Below the project's folder, with `/`.
    pub file: String,
    /// What happened to it.
    pub fault: FileFault,
    /// The records that are concerned.
    pub records: Tally,
}

/// What happened to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFault {
    /// It is not there any more.
    Gone,
    /// It has fewer records.
    Shrunk {
        /// How many it had.
        of: usize,
    },
    /// It cannot be read.
    Broken {
        /// What is wrong, with the line where it is known.
        why: String,
    },
    /// The text is another one than its document's file says.
    OtherText,
}

impl FileFault {
    /// Whether the file can be taken in as it is.
    pub fn can_be_accepted(&self) -> bool {
        match self {
            Self::Gone | Self::Shrunk { .. } | Self::OtherText => true,
            Self::Broken { .. } => false,
        }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, fault, records } = self;
        match fault {
            FileFault::Gone if records.is_empty() => write!(f, "{file} is gone"),
            FileFault::Gone => write!(f, "{file} is gone: {records}"),
            FileFault::Shrunk { of } => write!(f, "{file} has lost {records}, of {of} records"),
            FileFault::Broken { why } => write!(f, "{file} cannot be read any more: {why}"),
            FileFault::OtherText => {
                write!(f, "{file} is not the text that was coded: its SHA-256 differs from the one in its document's file")
            }
        }
    }
}

/// A file that is not as it was left.
struct Strange {
    /// What can be said of it; `None`: it is gone.
    there: Option<Result<Content, String>>,
    /// Its bytes, for keeping.
    bytes: Option<Vec<u8>>,
    /// The text is not the one that its document's file names.
    is_other_text: bool,
}

impl Strange {
    /// The records that it has.
    fn ids(&self) -> impl Iterator<Item = RecordId> + '_ {
        self.there.iter().flatten().flat_map(|content| &content.records).map(|located| located.record.id())
    }
}

impl ProjectStore {
    /// Files that are not as they were last read or written, relative to the folder; new and missing ones too.
    pub fn outside_changes(&self) -> Vec<PathBuf> {
        let changed = self.files.iter().filter(|(key, state)| self.is_changed(key, state));
        let mut found: BTreeSet<PathBuf> = changed.map(|(key, _)| key.path()).collect();
        if let Ok(listing) = list(&self.root) {
            found.extend(listing.keys.iter().filter(|key| self.is_new(key)).map(FileKey::path));
        }
        found.into_iter().collect()
    }

    /// Whether a file was not there before. One that could not even be opened is no change before it can be.
    fn is_new(&self, key: &FileKey) -> bool {
        let is_openable = || fs::File::open(self.root.join(key.path())).and_then(|file| file.metadata()).is_ok_and(|m| m.is_file());
        !self.files.contains_key(key) && (!self.broken.contains(key) || is_openable())
    }

    /// Whether a known file is another one on disk.
    pub(super) fn is_changed(&self, key: &FileKey, state: &FileState) -> bool {
        let path = self.root.join(key.path());
        if *key == FileKey::Conflicts && !path.exists() {
            // It goes with `.variorum`, and is written again with that.
            return false;
        }
        // A file that was only just written may be changed again without getting another time.
        let is_fresh = self.fresh.contains(key);
        state.differs_on_disk(&path) || (is_fresh && state.differs_in_bytes(&path))
    }

    /// The files that somebody must decide about.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// Reads the files afresh, to be merged: they count as known from here on, so a save may write them.
    ///
    /// Both states of what another program changed are kept in the backups first. Files that are gone, have lost much, or cannot be read
    /// are in the result as they were, and [`ProjectStore::questions`] lists them.
    /// Take [`ProjectStore::saved`] before, as the base of the merge.
    pub fn read_outside(&mut self) -> Result<(Project, Vec<Finding>), StoreError> {
        self.refuse_elsewhere()?;
        let strange = self.strange_files()?;
        let keys: BTreeSet<FileKey> = strange.keys().cloned().collect();
        let before = self.as_saved(&keys)?;
        self.keep_aside(&strange, &before)?;
        let (questions, withheld) = self.judge(&strange);
        let overlay: Overlay = withheld.iter().filter_map(|key| Some((key.clone(), before.get(key)?.clone()))).collect();
        let mut loaded = load(&self.root, &overlay, &OpenProgress::default())?;
        loaded.keep_duplicates();
        let mut findings = super::conflicts_file::keep_damaged(&self.root, &loaded.damaged_conflicts, true)?;
        findings.extend(loaded.findings.drain(..).map(|(_, finding)| finding));
        self.files = loaded.files;
        for key in &withheld {
            // What is known of such a file is what lies there, so that it is looked at again when that changes.
            let path = self.root.join(key.path());
            match fs::read(&path) {
                Ok(bytes) => drop(self.files.insert(key.clone(), FileState::of(&path, &bytes))),
                Err(_) => drop(self.files.remove(key)),
            }
        }
        self.leftovers = loaded.leftovers;
        self.broken = loaded.broken;
        self.homes = loaded.homes;
        self.stale.extend(loaded.stale);
        self.saved = loaded.project.clone();
        self.questions = questions;
        self.withheld = withheld;
        self.accepted.clear();
        let noted =
            keys.iter().filter(|key| written::is_watched(key) && !self.withheld.contains(key)).map(|key| match self.files.get(key) {
                Some(state) => written::as_read(&self.root, key, state, self.saved_step),
                None => written::entry_gone(key, self.saved_step),
            });
        let noted: Vec<_> = noted.collect();
        self.written.note(&noted);
        Ok((loaded.project, findings))
    }

    /// Takes the files that can be taken as they are, at the next [`ProjectStore::read_outside`].
    pub fn accept_outside(&mut self) {
        let meant = |question: &&Question| question.fault.can_be_accepted();
        self.accepted = self.questions.iter().filter(meant).filter_map(|question| FileKey::of_path(&question.file)).collect();
    }

    /// Lets the next save write the files that are in question as the project has them.
    pub fn put_back(&mut self) {
        self.stale.append(&mut self.withheld);
        self.questions.clear();
    }

    /// Files that are not as they are known, and those that are in question.
    fn strange_files(&self) -> Result<BTreeMap<FileKey, Strange>, StoreError> {
        let mut keys: BTreeSet<FileKey> = self.withheld.iter().cloned().collect();
        keys.extend(self.files.iter().filter(|(key, state)| self.is_changed(key, state)).map(|(key, _)| key.clone()));
        keys.extend(list(&self.root)?.keys.into_iter().filter(|key| self.is_new(key)));
        Ok(keys.into_iter().map(|key| (key.clone(), self.look_at(&key))).collect())
    }

    fn look_at(&self, key: &FileKey) -> Strange {
        let path = self.root.join(key.path());
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Strange { there: None, bytes: None, is_other_text: false };
            }
            Err(error) => {
                let why = StoreError::read(&path)(error).to_string();
                return Strange { there: Some(Err(why)), bytes: None, is_other_text: false };
            }
        };
        let (there, is_other_text) = match key {
            FileKey::Text(id) => match self.is_other_text(id) {
                Ok(is_other) => (Ok(Content::default()), is_other),
                Err(why) => (Err(why), false),
            },
            // What cannot be read of it is told line by line.
            FileKey::Conflicts => (Ok(Content::default()), false),
            _ => (self.records_in(key), false),
        };
        Strange { there: Some(there), bytes: Some(bytes), is_other_text }
    }

    /// A file of records, or what is wrong with it.
    fn records_in(&self, key: &FileKey) -> Result<Content, String> {
        let path = self.root.join(key.path());
        let bytes = fs::read(&path).map_err(|error| error.to_string())?;
        let mut content = content_of(key, &path, bytes).map_err(|broken| broken.in_file())?;
        if let (FileKey::Document(id), Some(shape)) = (key, content.document.take()) {
            content.digest.clone_from(&shape.sha256);
            shape.document(id, ReadingText::default())?;
        }
        match content.findings.iter().find(|_| content.is_doubtful) {
            Some(finding) => Err(finding.to_string().replacen(&format!("{}:", key.shown()), "line ", 1)),
            None => Ok(content),
        }
    }

    /// Whether a text is another one than its document's file names, as both lie there.
    fn is_other_text(&self, id: &DocumentId) -> Result<bool, String> {
        let words = words_of(&self.root, id)?;
        let key = FileKey::Document(id.clone());
        let Ok(document) = self.records_in(&key) else { return Ok(false) };
        Ok(!document.digest.is_empty() && !has_digest(&words, &document.digest))
    }

    /// Files as they were last saved, word for word.
    fn as_saved(&self, keys: &BTreeSet<FileKey>) -> Result<BTreeMap<FileKey, String>, StoreError> {
        let grouped = Grouped::new(&self.saved, keys, &self.homes);
        let nothing = Leftover::default();
        let mut texts = BTreeMap::new();
        for key in keys {
            let is_new = !self.files.contains_key(key) && !self.withheld.contains(key);
            let text = render(&self.saved, &grouped, key, self.leftovers.get(key).unwrap_or(&nothing))?;
            if let Some(text) = text.filter(|_| !is_new) {
                texts.insert(key.clone(), text);
            }
        }
        Ok(texts)
    }

    fn keep_aside(&self, strange: &BTreeMap<FileKey, Strange>, before: &BTreeMap<FileKey, String>) -> Result<(), StoreError> {
        for (key, file) in strange {
            let ours = before.get(key).map(String::as_bytes);
            ours.into_iter().chain(file.bytes.as_deref()).try_for_each(|bytes| backup::keep(&self.root, &key.shown(), bytes))?;
        }
        Ok(())
    }

    /// Which files are in question.
    fn judge(&self, strange: &BTreeMap<FileKey, Strange>) -> (Vec<Question>, BTreeSet<FileKey>) {
        let elsewhere: BTreeSet<RecordId> = strange.values().flat_map(Strange::ids).collect();
        let mut had: BTreeMap<FileKey, Vec<RecordId>> = BTreeMap::new();
        for record in self.saved.records() {
            let key = FileKey::of(&record, &self.saved, &self.homes);
            if strange.contains_key(&key) {
                had.entry(key).or_default().push(record.id());
            }
        }
        let mut questions = Vec::new();
        let mut withheld = BTreeSet::new();
        let much = self.lost_kinds(strange, &elsewhere);
        for (key, file) in strange.iter().filter(|(key, _)| !self.accepted.contains(key)) {
            let had = had.remove(key).unwrap_or_default();
            let is_of_document = |id: &RecordId| matches!((key, id), (FileKey::Document(d), RecordId::Document(r)) if d == r);
            let is_there = |id: &RecordId| elsewhere.contains(id) || (file.there.is_some() && is_of_document(id));
            let lost: Tally = had.iter().filter(|id| !is_there(id)).map(RecordId::kind).collect();
            let is_known = self.files.contains_key(key) || self.withheld.contains(key);
            let fault = match &file.there {
                None if !is_known => None,
                // A file of one record that is gone is a record that is gone.
                None if matches!(key, FileKey::Record(kind, _) if !much.contains(kind)) => None,
                None => (!lost.is_empty() || self.is_needed(key)).then_some(FileFault::Gone),
                // One that never was ours is told where it is read.
                Some(Err(why)) => is_known.then(|| FileFault::Broken { why: why.clone() }),
                Some(Ok(_)) if file.is_other_text => Some(FileFault::OtherText),
                Some(Ok(_)) => {
                    let is_much = lost.total() > FEW && lost.total() * ONE_IN > had.len();
                    is_much.then_some(FileFault::Shrunk { of: had.len() })
                }
            };
            if let Some(fault) = fault {
                let records = match fault {
                    FileFault::Broken { .. } | FileFault::OtherText => Tally::default(),
                    FileFault::Gone | FileFault::Shrunk { .. } => lost,
                };
                questions.push(Question { file: key.shown(), fault, records });
                withheld.insert(key.clone());
            }
        }
        (questions, withheld)
    }

    /// Kinds of records with a file each of which much is gone: more than a few, or all there were.
    fn lost_kinds(&self, strange: &BTreeMap<FileKey, Strange>, elsewhere: &BTreeSet<RecordId>) -> BTreeSet<RecordKind> {
        let is_gone = |id: &RecordId| {
            let key = FileKey::of_own(id);
            key.is_some_and(|key| strange.get(&key).is_some_and(|file| file.there.is_none())) && !elsewhere.contains(id)
        };
        let (mut had, mut lost) = (Tally::default(), Tally::default());
        for id in self.saved.records().map(|record| record.id()).filter(|id| has_own_file(id.kind())) {
            had.add(id.kind(), 1);
            lost.add(id.kind(), usize::from(is_gone(&id)));
        }
        let is_much = |kind: &RecordKind| {
            let (had, lost) = (had.of(*kind), lost.of(*kind));
            lost > 0 && lost == had || lost > FEW && lost * ONE_IN > had
        };
        strange.keys().filter_map(|key| if let FileKey::Record(kind, _) = key { Some(*kind) } else { None }).filter(is_much).collect()
    }

    /// Whether the project cannot do without a file though no record stands in it.
    fn is_needed(&self, key: &FileKey) -> bool {
        match key {
            FileKey::Project | FileKey::Codebook => true,
            FileKey::Text(id) => self.saved.documents().contains_key(id),
            FileKey::Template
            | FileKey::Record(..)
            | FileKey::Document(_)
            | FileKey::Annotations(..)
            | FileKey::Treatments(_)
            | FileKey::Memos(_)
            | FileKey::Conflicts => false,
        }
    }

    /// What the files hold after a save of `project` that left out those in question.
    pub(super) fn saved_but_for_withheld(&self, project: &Project) -> Project {
        let (before, withheld) = (&self.saved, &self.withheld);
        let is_left_out = |id: &RecordId| {
            let is_text = matches!(id, RecordId::Document(id) if withheld.contains(&FileKey::Text(id.clone())));
            let in_file = |of: &Project| of.record(id).is_some_and(|record| withheld.contains(&FileKey::of(&record, of, &self.homes)));
            is_text || in_file(before) || in_file(project)
        };
        let mut edits = Vec::new();
        for id in changed_records(before, project).into_iter().filter(|id| !is_left_out(id)) {
            edits.push(project.record(&id).map_or(Edit::Remove(id), Edit::Set));
        }
        if !withheld.contains(&FileKey::Project) {
            edits.push(Edit::SetProject(Box::new(project.info().clone())));
        }
        if !withheld.contains(&FileKey::Codebook) {
            edits.push(Edit::SetCodebook(Box::new(project.codebook().clone())));
        }
        let conflicts = before.conflicts().keys().chain(project.conflicts().keys());
        edits.extend(conflicts.map(|id| Edit::SetConflict(id.clone(), project.conflicts().get(id).cloned())));
        let mut saved = before.clone();
        saved.replay_edits(&edits);
        saved
    }
}
