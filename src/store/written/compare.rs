//! What other programs did to the files since they were last written here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::super::Finding;
use super::super::digest::quick;
use super::super::folder::FileState;
use super::super::journal::Step;
use super::super::layout::FileKey;
use super::super::read_file::read_file;
use super::entry::Entry;
use super::lines::{Difference, Lines, difference};
use super::own::Own;
use super::words::{Change, LISTS, Told, findings, tally_of};
use super::{Known, Written, as_read, entry_gone, entry_of, originals};
use crate::model::{Project, RecordId};

/// What there is to tell, and what the log is to know from here on.
#[derive(Debug, Default)]
pub(in super::super) struct Found {
    pub findings: Vec<Finding>,
    pub notes: Vec<Entry>,
}

/// A folder as it was read.
#[derive(Clone, Copy)]
pub(in super::super) struct Folder<'a> {
    pub root: &'a Path,
    pub files: &'a BTreeMap<FileKey, FileState>,
    /// The project as the files hold it.
    pub project: &'a Project,
    /// The whole journal.
    pub steps: &'a [Step],
}

/// Compares a folder with the log. Where there is no log, nothing is known and nothing is told.
pub(in super::super) fn changes(log: &Written, folder: Folder<'_>) -> Found {
    let mut found = Found::default();
    let step = saved_up_to(folder.steps);
    if log.known() != Known::Nothing {
        let changed = candidates(log, folder);
        let first = changed.iter().map(|(_, known)| known.as_ref().map_or(log.begun, |known| known.step)).min();
        let own = first.map(|first| Own::of(folder.steps, first)).unwrap_or_default();
        let mut told = Vec::new();
        for (key, known) in changed {
            let seen = Seen::of(folder, &key);
            told.extend(seen.told(log, folder, &own, &key, known));
            found.notes.push(seen.entry(folder.root, &key, step));
        }
        found.findings = findings(folder.root, &told);
    }
    originals::look(folder.root, log, folder.project, step, &mut found);
    found
}

/// The last step that the files hold for certain.
pub(in super::super) fn saved_up_to(steps: &[Step]) -> u64 {
    steps.iter().rev().find_map(|step| matches!(step, Step::Saved { .. }).then(|| step.number())).unwrap_or(0)
}

/// Files that are not as the log knows them.
fn candidates(log: &Written, folder: Folder<'_>) -> Vec<(FileKey, Option<Entry>)> {
    let mut changed = BTreeMap::new();
    let mut there = BTreeSet::new();
    for (key, state) in folder.files.iter().filter(|(key, _)| is_watched(key)) {
        let path = key.shown();
        match log.is_as_noted(&path, state.length, state.digest) {
            Some(true) => {}
            Some(false) => drop(changed.insert(key.clone(), log.get(&path))),
            // Behind damage, a file that was never written here and one whose line is lost look the same.
            None if log.known() == Known::Partly => {}
            None => drop(changed.insert(key.clone(), log.get(&path))),
        }
        there.insert(path);
    }
    for path in log.paths().filter(|path| !there.contains(*path)) {
        let Some(key) = FileKey::of_path(path).filter(|key| *key != FileKey::Conflicts) else { continue };
        let Some(known) = log.get(path).filter(|known| known.file.is_some()) else { continue };
        changed.insert(key, Some(known));
    }
    changed.into_iter().collect()
}

/// What is to be settled is a file of this program's own, beside the project.
pub(in super::super) fn is_watched(key: &FileKey) -> bool {
    *key != FileKey::Conflicts
}

/// A file as it is now.
enum Seen<'a> {
    There { bytes: Vec<u8>, state: Option<&'a FileState> },
    Gone,
}

impl<'a> Seen<'a> {
    fn of(folder: Folder<'a>, key: &FileKey) -> Self {
        let state = folder.files.get(key);
        match fs::read(folder.root.join(key.path())) {
            Ok(bytes) => Self::There { bytes, state },
            Err(_) if state.is_some() => Self::There { bytes: Vec::new(), state },
            Err(_) => Self::Gone,
        }
    }

    /// What the log is to know. A file that could not be read into the project is noted as it lies there: it was told.
    fn entry(&self, root: &Path, key: &FileKey, step: u64) -> Entry {
        match self {
            Self::There { bytes, state: Some(state) } if quick(bytes) == state.digest => entry_of(key, state, bytes, step),
            Self::There { state: Some(state), .. } => as_read(root, key, state, step),
            Self::There { bytes, state: None } => entry_of(key, &FileState::of(&root.join(key.path()), bytes), bytes, step),
            Self::Gone => entry_gone(key, step),
        }
    }

    /// What there is to tell; nothing of what this program did itself.
    fn told(&self, log: &Written, folder: Folder<'_>, own: &Own, key: &FileKey, known: Option<Entry>) -> Option<Told> {
        let path = key.shown();
        let step = known.as_ref().map_or(log.begun, |known| known.step);
        let before = known.and_then(|known| known.file);
        let lines_before = before.as_ref().and_then(|file| file.lines.as_ref());
        let bytes = match self {
            Self::There { bytes, .. } => bytes,
            Self::Gone => {
                let gone = lines_before.map(|lines| difference(&lines.digests, &[])).unwrap_or_default();
                let is_ours = lines_before.is_some() && own.explains(step, key, &Lines::default(), &gone);
                return (!is_ours).then_some(Told { path, change: Change::Gone, before });
            }
        };
        let Some(lines) = Lines::of(key, bytes) else {
            return text_changed(folder, own, key, step, bytes, before.as_ref().and_then(|file| file.digest)).then(|| {
                let change =
                    if before.is_some() { Change::Changed { lines: None, names: Vec::new() } } else { Change::New(Default::default()) };
                Told { path, change, before }
            });
        };
        let apart = match (&before, lines_before) {
            (Some(_), None) => return Some(Told { path, change: Change::Changed { lines: None, names: Vec::new() }, before }),
            (_, known) => difference(known.map_or(&[][..], |lines| &lines.digests), &lines.digests),
        };
        // Other line ends or another order are no change of what a file says.
        let is_same = before.is_some() && apart == Difference::default();
        if is_same || own.explains(step, key, &lines, &apart) {
            return None;
        }
        let change = match before {
            None => Change::New(tally_of(&lines.lists)),
            Some(_) => Change::Changed { lines: Some((apart.new.len(), apart.gone.len())), names: names(folder, key, bytes, &apart.new) },
        };
        Some(Told { path, change, before })
    }
}

/// A text has no lines in the log. Line ends that version control changed are no change of it.
fn text_changed(folder: Folder<'_>, own: &Own, key: &FileKey, step: u64, bytes: &[u8], before: Option<u64>) -> bool {
    let FileKey::Text(id) = key else { return true };
    let text = folder.project.documents().get(id).map(|document| quick(document.text.as_str().as_bytes()));
    let is_same = text.is_some() && text == before;
    !is_same && !own.explains_text(step, quick(bytes))
}

/// What stands on lines of a file: records, and fields of the file.
fn names(folder: Folder<'_>, key: &FileKey, bytes: &[u8], lines: &[usize]) -> Vec<String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let read = read_file(key, &folder.root.join(key.path()), text);
    let records = read.map(|content| content.records).unwrap_or_default();
    let by_line: BTreeMap<usize, RecordId> = records.iter().map(|located| (located.line as usize, located.record.id())).collect();
    let all: Vec<&str> = text.lines().collect();
    let name = |line: &usize| match by_line.get(line) {
        Some(id) => Some(id.to_string()),
        None => field_of(all.get(line - 1)?),
    };
    lines.iter().filter_map(name).collect()
}

/// `title` of the line `title: "…",`.
fn field_of(line: &str) -> Option<String> {
    let (name, _) = line.split_once(": ")?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_list = line.ends_with('[') && LISTS.iter().any(|(list, _)| *list == name);
    (is_name && !is_list).then(|| format!("the field {name}"))
}
