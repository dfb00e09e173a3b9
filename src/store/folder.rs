//! Which files a project's folder has, and what is known of each.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::digest::quick;
use super::layout::{FileKey, ORIGINALS};
use super::old_form::{self, OldFile};
use super::{Finding, StoreError};

/// What a file was like when it was last read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct FileState {
    pub length: u64,
    pub modified: Option<SystemTime>,
    pub digest: u64,
}

impl FileState {
    /// The state of a file whose bytes are at hand.
    pub fn of(path: &Path, bytes: &[u8]) -> Self {
        let modified = fs::metadata(path).and_then(|m| m.modified()).ok();
        Self { length: bytes.len() as u64, modified, digest: quick(bytes) }
    }

    /// Whether the file on disk is another one: first by length and time, and only then by its bytes.
    pub fn differs_on_disk(&self, path: &Path) -> bool {
        let Ok(metadata) = fs::metadata(path) else { return true };
        if metadata.len() != self.length {
            return true;
        }
        if metadata.modified().ok() == self.modified && self.modified.is_some() {
            return false;
        }
        self.differs_in_bytes(path)
    }

    /// The same by its bytes alone: for a file of which the time says too little.
    pub fn differs_in_bytes(&self, path: &Path) -> bool {
        fs::read(path).map_or(true, |bytes| quick(&bytes) != self.digest)
    }
}

/// The files of a project's folder, sorted.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub keys: BTreeSet<FileKey>,
    /// Files that lie in another folder than their own, by their paths.
    pub misplaced: Vec<(String, FileKey)>,
    pub findings: Vec<Finding>,
}

/// The folders that the files of records lie in.
const FOLDERS: [&str; 7] = ["annotations", "claims", "codebook", "coders", "documents", "entities", "events"];

/// Lists the files; what does not belong to a project is left alone.
pub(super) fn list(root: &Path) -> Result<Listing, StoreError> {
    let mut listing = Listing::default();
    for key in [FileKey::Conflicts, FileKey::Project, FileKey::Codebook] {
        if root.join(key.path()).is_file() {
            listing.keys.insert(key);
        }
    }
    for folder in FOLDERS {
        listing.files_below(root, folder)?;
    }
    for file in old_form::list(root)?.iter().filter(|file| file.is_gone() && !matches!(file, OldFile::Original(_))) {
        let what = "this file is of the older form of a project's folder, and what stands in it is not read";
        let hint = "Did somebody go on with an older version? `variorum check --repair` takes in what it says";
        listing.findings.push(Finding::error(file.shown(), what, hint));
    }
    Ok(listing)
}

impl Listing {
    fn odd(&mut self, path: &str, what: &str) {
        let finding = Finding::warning(path, format!("{what}; it is left alone"), "Rename it, or move it out of the project");
        self.findings.push(finding);
    }

    /// The files in a folder and in those below it. Hidden ones are other programs' business, as is what is no text of ours.
    fn files_below(&mut self, root: &Path, folder: &str) -> Result<(), StoreError> {
        for entry in entries(&root.join(folder))? {
            let Some(name) = entry.file_name().and_then(|name| name.to_str()).filter(|name| !name.starts_with('.')) else { continue };
            let path = format!("{folder}/{name}");
            match FileKey::of_path(&path) {
                // A folder in its place is a file that cannot be read.
                Some(key) => drop(self.keys.insert(key)),
                None if path == ORIGINALS => {}
                None if entry.is_dir() => self.files_below(root, &path)?,
                // Of the older form: told as such.
                None if OldFile::of_path(&path).is_some() => {}
                None if matches!(name.rsplit_once('.'), Some((_, "ron" | "txt"))) => {
                    if let Some(key) = FileKey::misplaced(&path) {
                        let hint = format!("Its place is {}; `variorum check --repair` moves it there", key.shown());
                        let what = "this file lies in another folder than its own; it is left alone";
                        self.findings.push(Finding::warning(path.clone(), what, &hint));
                        self.misplaced.push((path, key));
                        continue;
                    }
                    self.odd(&path, "no file of a project has this name in this folder");
                }
                None => {}
            }
        }
        Ok(())
    }
}

/// A folder's entries, sorted; none when there is no folder.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let found = match fs::read_dir(folder) {
        Ok(found) => found,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::read(folder)(error)),
    };
    let paths: Result<Vec<PathBuf>, std::io::Error> = found.map(|entry| entry.map(|e| e.path())).collect();
    let mut paths = paths.map_err(StoreError::read(folder))?;
    paths.sort();
    Ok(paths)
}
