//! What was last written: one line a file in `.variorum/written.log`, so that changes from outside are known as such.
//!
//! The log belongs to this machine and is only ever a witness: missing or damaged it means "not known", and nothing is told.
//! It is appended to without waiting for the disk. A crash may take its tail, and then a file is newer than the log says; whether
//! that is our own doing is read off the journal, which has every step behind the one that the log knows (see [`own`]).

mod compare;
mod entry;
mod lines;
mod originals;
mod own;
mod words;

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

pub(super) use compare::{Folder, Found, changes, is_watched, saved_up_to};
pub(super) use entry::Entry;
use entry::{KnownFile, checked};
use lines::Lines;

use super::atomic;
use super::digest::quick;
use super::folder::FileState;
use super::layout::{FileKey, LOCAL, original};
use super::place::leads_to;
use crate::parallel::in_order;

/// How much may be appended over twice of what is still true before the log is written anew, in bytes.
const SLACK: u64 = 4 << 20;

/// Files that a thread takes at once.
const FILES_AT_A_TIME: usize = 16;

/// How much of what was written is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// There is no log.
    Nothing,
    /// Part of it is damaged: what stands behind the damage is known.
    Partly,
    /// Every file that was written since the log was begun.
    Wholly,
}

/// The log of a project that is open.
#[derive(Debug)]
pub(super) struct Written {
    path: PathBuf,
    known: Known,
    /// The step that the files held when the log was begun.
    begun: u64,
    /// The last line about each file.
    lines: BTreeMap<String, String>,
    /// Their bytes.
    live: u64,
    /// The bytes of the file; `None`: it is behind, and is written anew with the next line.
    length: Option<u64>,
    /// When the log was last written to, by its file system.
    modified: Option<std::time::SystemTime>,
    /// The file that is appended to.
    file: Option<File>,
}

impl Written {
    /// A log that has nothing yet.
    pub fn none(root: &Path) -> Self {
        let path = root.join(LOCAL).join("written.log");
        Self { path, known: Known::Nothing, begun: 0, lines: BTreeMap::new(), live: 0, length: None, modified: None, file: None }
    }

    /// Reads the log as far as it can be trusted. Call this before the files are read: another program may be writing both.
    pub fn read(root: &Path) -> Self {
        let mut log = Self::none(root);
        let Ok(bytes) = fs::read(&log.path) else { return log };
        log.modified = fs::metadata(&log.path).and_then(|metadata| metadata.modified()).ok();
        log.length = Some(bytes.len() as u64);
        let mut is_damaged = false;
        for line in bytes.split_inclusive(|b| *b == b'\n') {
            // Half a last line is what a crash leaves, or what another program is just writing: more lines may be missing.
            if !line.ends_with(b"\n") {
                is_damaged = true;
                break;
            }
            if let Some((line, said)) = std::str::from_utf8(line).ok().and_then(|line| Some((line, entry::said(line)?))) {
                log.take_line(line, said);
            } else {
                // It may have been about any file, so that nothing before it is known for certain.
                is_damaged = true;
                log.lines.clear();
                log.live = 0;
            }
        }
        if is_damaged && log.known != Known::Nothing {
            log.known = Known::Partly;
        }
        log
    }

    fn take_line(&mut self, line: &str, said: &str) {
        if let Some(step) = said.strip_prefix("b ") {
            self.begun = step.parse().unwrap_or(0);
            self.known = Known::Wholly;
        } else if let Some(path) = entry::path_of(said) {
            self.put(path.to_owned(), line.to_owned());
        }
    }

    fn put(&mut self, path: String, line: String) {
        self.live += line.len() as u64;
        if let Some(old) = self.lines.insert(path, line) {
            self.live -= old.len() as u64;
        }
    }

    /// How much is known.
    pub fn known(&self) -> Known {
        self.known
    }

    /// Whether a file was of this length and digest when it was last written; `None`: nothing is known of it, or it was taken away.
    pub fn is_as_noted(&self, path: &str, length: u64, digest: u64) -> Option<bool> {
        let said = self.lines.get(path).and_then(|line| entry::said_unchecked(line))?;
        entry::length_and_digest(said).map(|known| known == (length, Some(digest)))
    }

    /// What is known of a file.
    pub fn get(&self, path: &str) -> Option<Entry> {
        self.lines.get(path).and_then(|line| entry::said_unchecked(line)).and_then(entry::read)
    }

    /// The files that are known, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.lines.keys().map(String::as_str)
    }

    /// Begins the log anew with the files of a folder as they are, which hold every step up to `step`.
    pub fn begin(&mut self, root: &Path, files: &BTreeMap<FileKey, FileState>, step: u64) {
        self.lines.clear();
        self.live = 0;
        self.begun = step;
        self.known = Known::Wholly;
        let files: Vec<(&FileKey, &FileState)> = files.iter().filter(|(key, _)| is_watched(key)).collect();
        for entry in in_order(&files, FILES_AT_A_TIME, |(key, state)| as_read(root, key, state, step)) {
            self.put(entry.path.clone(), entry::write(&entry));
        }
        self.write_anew();
    }

    /// Notes what was written, taken away or taken in. It is not waited for: what a crash takes of it, the journal makes up for.
    pub fn note(&mut self, entries: &[Entry]) {
        let mut text = String::new();
        for entry in entries {
            let line = entry::write(entry);
            text.push_str(&line);
            self.put(entry.path.clone(), line);
        }
        if text.is_empty() {
            return;
        }
        let limit = 2 * self.live + SLACK;
        let has_room = self.length.is_some_and(|length| length + text.len() as u64 <= limit);
        if !(self.known == Known::Wholly && has_room && self.append(&text)) {
            self.write_anew();
        }
    }

    /// Waits until the disk has the log, as far as it can; called before steps that could make up for it are no longer read.
    pub fn sync(&self) {
        drop(OpenOptions::new().append(true).open(&self.path).and_then(|file| file.sync_all()));
    }

    /// Appends to the file that the folder has; whether that was possible.
    fn append(&mut self, text: &str) -> bool {
        let file = self.file.take().filter(|file| leads_to(&self.path, file));
        let file = file.or_else(|| {
            // A log that another program changed is not ours to go on with.
            let file = OpenOptions::new().append(true).open(&self.path).ok()?;
            (Some(file.metadata().ok()?.len()) == self.length).then_some(file)
        });
        let Some(mut file) = file else { return false };
        if file.write_all(text.as_bytes()).is_err() {
            // Half a line may be left; writing all of it anew takes it away.
            return false;
        }
        self.length = self.length.map(|length| length + text.len() as u64);
        self.file = Some(file);
        true
    }

    /// Writes what is known into a new file, if the folder for it is there.
    ///
    /// Where that fails (a full disk), the old one stays: it is behind as after a crash, and the journal makes up for it.
    pub fn write_anew(&mut self) {
        self.file = None;
        let head = checked(&format!("b {}", self.begun));
        let mut text = String::with_capacity(head.len() + self.live as usize);
        text.push_str(&head);
        self.lines.values().for_each(|line| text.push_str(line));
        self.known = Known::Wholly;
        let has_folder = self.path.parent().is_some_and(Path::is_dir);
        let is_written = has_folder && atomic::write(&self.path, text.as_bytes()).is_ok();
        self.length = is_written.then_some(text.len() as u64);
    }
}

/// An entry for a file whose bytes are at hand.
pub(super) fn entry_of(key: &FileKey, state: &FileState, bytes: &[u8], step: u64) -> Entry {
    let lines = Lines::of(key, bytes);
    let file = KnownFile { modified: state.modified, length: state.length, digest: Some(state.digest), lines };
    Entry { path: key.shown(), step, file: Some(file) }
}

/// An entry for a file that was taken away.
pub(super) fn entry_gone(key: &FileKey, step: u64) -> Entry {
    Entry { path: key.shown(), step, file: None }
}

/// An entry for a file as it was when it was read; its lines are known if it is still the same.
pub(super) fn as_read(root: &Path, key: &FileKey, state: &FileState, step: u64) -> Entry {
    let bytes = if matches!(key, FileKey::Text(_)) { None } else { fs::read(root.join(key.path())).ok() };
    let lines = bytes.filter(|bytes| quick(bytes) == state.digest).and_then(|bytes| Lines::of(key, &bytes));
    let file = KnownFile { modified: state.modified, length: state.length, digest: Some(state.digest), lines };
    Entry { path: key.shown(), step, file: Some(file) }
}

/// An entry for an original whose bytes are at hand.
pub(super) fn entry_of_original(root: &Path, name: &str, bytes: &[u8], step: u64) -> Entry {
    let path = original(name);
    let modified = fs::metadata(root.join(&path)).and_then(|metadata| metadata.modified()).ok();
    let file = KnownFile { modified, length: bytes.len() as u64, digest: Some(quick(bytes)), lines: None };
    Entry { path, step, file: Some(file) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, step: u64, lines: usize) -> Entry {
        let lines = Lines { digests: vec![7; lines], lists: [("annotations".to_owned(), lines)].into() };
        let file = KnownFile { modified: None, length: 3, digest: Some(step), lines: Some(lines) };
        Entry { path: format!("annotations/a/{name}.ron"), step, file: Some(file) }
    }

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(LOCAL)).unwrap();
        folder
    }

    #[test]
    fn the_log_grows_by_what_is_noted_and_is_written_anew_when_most_of_it_is_past() {
        let folder = folder();
        let mut log = Written::none(folder.path());
        log.note(&[entry("x", 0, 50_000), entry("y", 0, 1)]);
        let path = log.path.clone();
        let size = || fs::metadata(&path).unwrap().len();
        let (first, mut largest) = (size(), 0);
        for step in 1..40 {
            log.note(&[entry("x", step, 50_000)]);
            largest = largest.max(size());
            let read = Written::read(folder.path());
            assert_eq!((read.known(), read.get("annotations/a/x.ron")), (Known::Wholly, Some(entry("x", step, 50_000))));
            assert_eq!(read.get("annotations/a/y.ron"), Some(entry("y", 0, 1)));
        }
        assert!(largest > 4 * first && largest <= 2 * first + SLACK + first, "{first} {largest}");
    }

    #[test]
    fn a_log_that_was_taken_away_or_cut_meanwhile_is_written_anew_with_everything() {
        let folder = folder();
        let mut log = Written::none(folder.path());
        log.note(&[entry("x", 1, 2)]);
        for damage in ["gone", "cut"] {
            if damage == "gone" {
                fs::remove_file(&log.path).unwrap();
            } else {
                fs::write(&log.path, "cu").unwrap();
            }
            log.file = None;
            log.note(&[entry("y", 2, 2)]);
            let read = Written::read(folder.path());
            assert_eq!((read.known(), read.paths().count()), (Known::Wholly, 2), "{damage}");
        }
        fs::remove_dir_all(folder.path().join(LOCAL)).unwrap();
        log.note(&[entry("z", 3, 2)]);
        assert!(!folder.path().join(LOCAL).exists(), "a folder that is gone is not made by a log");
    }

    #[test]
    fn nothing_before_a_damaged_line_and_nothing_behind_the_last_whole_one_is_known() {
        let folder = folder();
        let mut log = Written::none(folder.path());
        for name in ["x", "y", "z"] {
            log.note(&[entry(name, 1, 2)]);
        }
        let whole = fs::read_to_string(&log.path).unwrap();
        let known = |text: &str| {
            fs::write(&log.path, text).unwrap();
            let read = Written::read(folder.path());
            (read.known(), read.paths().map(str::to_owned).collect::<Vec<_>>())
        };
        let names = |names: &[&str]| names.iter().map(|name| format!("annotations/a/{name}.ron")).collect::<Vec<_>>();
        assert_eq!(known(&whole), (Known::Wholly, names(&["x", "y", "z"])));
        assert_eq!(known(&whole.replace("a/y.ron", "a/b.ron")), (Known::Partly, names(&["z"])));
        assert_eq!(known(whole.trim_end()), (Known::Partly, names(&["x", "y"])));
        assert_eq!(known(""), (Known::Nothing, names(&[])));
    }
}
