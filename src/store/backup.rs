//! Copies that are put aside before something risky: machine-local, named by what and when.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::layout::{FileKey, LOCAL};
use super::{StoreError, atomic};

/// A path under the backups that nothing has yet.
pub(super) fn new_path(root: &Path, what: &str, now: Timestamp) -> PathBuf {
    let time: String = now.to_string().chars().filter(char::is_ascii_alphanumeric).collect();
    let folder = root.join(LOCAL).join("backups");
    let is_free = |name: &String| !folder.join(name).exists() && !folder.join(format!("{name}.ron")).exists();
    let names = std::iter::once(format!("{what}-{time}")).chain((2..).map(|n| format!("{what}-{time}-{n}")));
    folder.join(names.into_iter().find(is_free).unwrap_or_default())
}

/// Copies files of the project into a new folder of the backups.
pub(super) fn copy_files(root: &Path, what: &str, keys: &[FileKey], now: Timestamp) -> Result<PathBuf, StoreError> {
    let to = new_path(root, what, now);
    for key in keys {
        let from = root.join(key.path());
        let bytes = fs::read(&from).map_err(StoreError::read(&from))?;
        atomic::write(&to.join(key.path()), &bytes)?;
    }
    Ok(to)
}
