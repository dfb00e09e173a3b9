//! Which files a project's folder has, and what is known of each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::digest::quick;
use super::layout::FileKey;
use super::{Finding, StoreError};
use crate::model::{CoderId, DocumentId};

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

/// The files of a folder as they are.
pub(super) fn states(root: &Path) -> Result<BTreeMap<FileKey, FileState>, StoreError> {
    let state = |key: FileKey| {
        let path = root.join(key.path());
        let bytes = fs::read(&path).map_err(StoreError::read(&path))?;
        Ok((key, FileState::of(&path, &bytes)))
    };
    list(root)?.keys.into_iter().map(state).collect()
}

/// The files of a project's folder, sorted.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub keys: BTreeSet<FileKey>,
    pub findings: Vec<Finding>,
}

/// Lists the files; what does not belong to a project is left alone.
pub(super) fn list(root: &Path) -> Result<Listing, StoreError> {
    let mut listing = Listing::default();
    for key in [FileKey::Conflicts, FileKey::Project, FileKey::Codebook, FileKey::Entities, FileKey::Claims] {
        if root.join(key.path()).is_file() {
            listing.keys.insert(key);
        }
    }
    let documents = entries(&root.join("documents"))?;
    for path in &documents {
        listing.document_file(root, path);
    }
    for folder in entries(&root.join("annotations"))?.iter().filter(|path| path.is_dir()) {
        let Some(coder) = name(folder).and_then(|n| CoderId::new(n).ok()) else {
            listing.odd(root, folder, "is not a coder's id; the folder is left alone");
            continue;
        };
        let files = entries(folder)?;
        for path in &files {
            listing.coder_file(root, &coder, path);
        }
    }
    Ok(listing)
}

impl Listing {
    fn odd(&mut self, root: &Path, path: &Path, what: &str) {
        let shown = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        self.findings.push(Finding::warning(shown, format!("the name {what}"), "Rename it, or move it out of the project"));
    }

    fn document_file(&mut self, root: &Path, path: &Path) {
        let Some((stem, extension)) = stem_and_extension(path) else { return };
        let is_text = extension == "txt";
        if !is_text && extension != "ron" {
            return;
        }
        match DocumentId::new(stem) {
            Ok(id) => drop(self.keys.insert(if is_text { FileKey::Text(id) } else { FileKey::Document(id) })),
            Err(_) => self.odd(root, path, "is not a document's id; the file is left alone"),
        }
    }

    fn coder_file(&mut self, root: &Path, coder: &CoderId, path: &Path) {
        let Some((stem, "ron")) = stem_and_extension(path) else { return };
        let key = match stem {
            "treatments" => FileKey::Treatments(coder.clone()),
            "memos" => FileKey::Memos(coder.clone()),
            _ => match DocumentId::new(stem) {
                Ok(document) => FileKey::Annotations(coder.clone(), document),
                Err(_) => return self.odd(root, path, "is not a document's id; the file is left alone"),
            },
        };
        self.keys.insert(key);
    }
}

fn name(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}

/// Hidden files have none: they are other programs' business.
fn stem_and_extension(path: &Path) -> Option<(&str, &str)> {
    let (stem, extension) = name(path)?.rsplit_once('.')?;
    (!stem.is_empty() && !stem.starts_with('.')).then_some((stem, extension))
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
