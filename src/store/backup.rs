//! Copies that are put aside before something risky: machine-local, named by what and when, or by what they hold.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::digest::quick;
use super::layout::LOCAL;
use super::{StoreError, atomic};

/// Where states of files are kept that another program changed, below the project's folder.
pub(super) const OUTSIDE: &str = ".variorum/backups/outside";

/// A path under the backups that nothing has yet.
pub(super) fn new_path(root: &Path, what: &str, now: Timestamp) -> PathBuf {
    let time: String = now.to_string().chars().filter(char::is_ascii_alphanumeric).collect();
    let folder = root.join(LOCAL).join("backups");
    let is_free = |name: &String| !folder.join(name).exists() && !folder.join(format!("{name}.ron")).exists();
    let names = std::iter::once(format!("{what}-{time}")).chain((2..).map(|n| format!("{what}-{time}-{n}")));
    folder.join(names.into_iter().find(is_free).unwrap_or_default())
}

/// Copies files of the project into a new folder of the backups.
pub(super) fn copy_files(root: &Path, what: &str, paths: &[PathBuf], now: Timestamp) -> Result<PathBuf, StoreError> {
    let to = new_path(root, what, now);
    for path in paths {
        let from = root.join(path);
        let bytes = fs::read(&from).map_err(StoreError::read(&from))?;
        atomic::write(&to.join(path), &bytes)?;
    }
    Ok(to)
}

/// Keeps one state of a file, named below the project's folder with `/`, once however often it comes up.
///
/// It is not waited for that the disk has it: what is merged is in the journal with its inverse as well.
pub(super) fn keep(root: &Path, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
    let to = root.join(kept_as(path, quick(bytes)));
    if fs::read(&to).is_ok_and(|kept| kept == bytes) {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(StoreError::write(folder))?;
    }
    fs::write(&to, bytes).map_err(StoreError::write(&to))
}

/// Where [`keep`] keeps a state of a file, by its digest: `.variorum/backups/outside/annotations/a/d0.0123456789abcdef.ron`.
pub(super) fn kept_as(path: &str, digest: u64) -> String {
    match path.rsplit_once('.') {
        Some((stem, extension)) => format!("{OUTSIDE}/{stem}.{digest:016x}.{extension}"),
        None => format!("{OUTSIDE}/{path}.{digest:016x}"),
    }
}
