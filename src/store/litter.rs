//! What a program that was killed leaves behind: half-written files, and imported bytes that no document came for.
//!
//! Temporary files bear this program's mark and hold nothing that the journal has not, so they are taken away. Imported bytes are kept
//! before the document that names them is in the journal; until the next opening a note tells which were kept since the last one. What
//! is in the note and is named by no document, nor by any step that undo or redo could bring back, is what is left of an import that
//! was not finished: its source lies where it was imported from, and it is taken away. Anything else that no document names may have
//! been put there by a person; it is told and stays.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::atomic::{self, TEMPORARY};
use super::journal::Step;
use super::journal_parts::OlderSteps;
use super::layout::{LOCAL, ORIGINALS, original};
use super::originals::names_in;
use super::{Finding, StoreError};
use crate::model::{Edit, Project, Record};
use crate::text::counted_as;

/// The files of a sentence that are named; more are counted.
const NAMED: usize = 5;

/// The names under which bytes were kept since the last opening.
fn note(root: &Path) -> PathBuf {
    root.join(LOCAL).join("originals.log")
}

/// Notes that bytes are about to be kept under new names. A name that is missing here after a power failure is told and not removed.
pub(super) fn note_originals<'a>(root: &Path, names: impl Iterator<Item = &'a String>) -> Result<(), StoreError> {
    let lines: String = names.flat_map(|name| [name.as_str(), "\n"]).collect();
    if lines.is_empty() {
        return Ok(());
    }
    let path = note(root);
    let mut file = OpenOptions::new().append(true).create(true).open(&path).map_err(StoreError::write(&path))?;
    file.write_all(lines.as_bytes()).map_err(StoreError::write(&path))
}

/// Files that an interrupted write has left anywhere in the project.
pub(super) fn temporary(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            match entry.file_type() {
                // Other programs' folders are their business.
                Ok(kind) if kind.is_dir() && (!name.starts_with('.') || name == LOCAL) => folders.push(entry.path()),
                Ok(kind) if kind.is_file() && name.starts_with(TEMPORARY) => found.push(entry.path()),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// Takes temporary files away, or tells that they are there.
pub(super) fn sweep_temporary(root: &Path, may_write: bool) -> Result<Option<Finding>, StoreError> {
    let found = temporary(root);
    if may_write {
        found.iter().try_for_each(|path| atomic::remove(path))?;
        return Ok(None);
    }
    let Some(first) = found.first() else { return Ok(None) };
    let place = first.strip_prefix(root).unwrap_or(first).to_string_lossy().replace('\\', "/");
    let what = counted_as(found.len(), "file is left of a write that was interrupted", "files are left of writes that were interrupted");
    Ok(Some(Finding::warning(place, what, "Opening the project for writing takes them away; nothing is lost with them")))
}

/// Whether what no document names may be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Removal {
    /// If it is provably what an unfinished import has left.
    Allowed,
    /// Nothing is written, or not everything that may name it could be read.
    Forbidden,
}

/// Looks for imported bytes that nothing names any more.
pub(super) fn sweep_originals(
    root: &Path,
    project: &Project,
    (steps, older): (&[Step], &OlderSteps),
    removal: Removal,
) -> Result<Vec<Finding>, StoreError> {
    let named: BTreeSet<&str> = project.documents().values().map(|d| d.provenance.original.as_str()).collect();
    let mut alone: BTreeSet<String> = names_in(root).into_iter().filter(|name| !named.contains(name.as_str())).collect();
    let take_named = |steps: &[Step], alone: &mut BTreeSet<String>| {
        for step in steps {
            for_each_original(step, &mut |name| {
                alone.remove(name);
            });
        }
    };
    if !alone.is_empty() {
        take_named(steps, &mut alone);
    }
    let mut older = older.clone();
    while !alone.is_empty() && !older.is_empty() {
        take_named(&older.read_latest()?.0, &mut alone);
    }
    let noted = fs::read_to_string(note(root)).unwrap_or_default();
    let mut findings = Vec::new();
    if removal == Removal::Allowed {
        let left: Vec<String> = noted.lines().filter(|name| alone.remove(*name)).map(str::to_owned).collect();
        for name in &left {
            atomic::remove(&root.join(original(name)))?;
        }
        atomic::remove(&note(root))?;
        findings.extend(removed(&left));
    }
    let told = |name: &String| {
        let unfinished = noted.lines().any(|noted| noted == name);
        let why = if unfinished { "it is left of an import that was not finished" } else { "it is kept" };
        let hint = "It may be of a document that was deleted; delete the file if nobody needs it";
        Finding::warning(original(name), format!("no document names this imported file; {why}"), hint)
    };
    findings.extend(alone.iter().map(told));
    Ok(findings)
}

fn removed(left: &[String]) -> Option<Finding> {
    if left.is_empty() {
        return None;
    }
    let shown: Vec<&str> = left.iter().take(NAMED).map(String::as_str).collect();
    let more = if left.len() > NAMED { format!(" and {} more", left.len() - NAMED) } else { String::new() };
    let files = counted_as(left.len(), "file of an import that was not finished was", "files of an import that was not finished were");
    let what = format!("{files} taken away: {}{more}", shown.join(", "));
    Some(Finding::warning(ORIGINALS, what, "Import again what is missing; the files that were imported are where they were"))
}

/// Calls `visit` with every original that a document of this step names, before it or after it.
fn for_each_original(step: &Step, visit: &mut dyn FnMut(&str)) {
    let (edits, inverse): (&[Edit], &[Edit]) = match step {
        Step::Do { transaction, inverse, .. } => (&transaction.edits, inverse),
        Step::Undo { instead: Some(instead), .. } | Step::Redo { instead: Some(instead), .. } => (&instead.edits, &instead.inverse),
        Step::Undo { .. } | Step::Redo { .. } | Step::Saved { .. } => (&[], &[]),
    };
    for edit in edits.iter().chain(inverse) {
        if let Edit::Add(Record::Document(document)) | Edit::Set(Record::Document(document)) = edit {
            visit(&document.provenance.original);
        }
    }
}
