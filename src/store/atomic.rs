//! Writing a file so that it is either the old one or the new one, whatever happens.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use super::StoreError;

/// How the names of files that are being written begin.
pub(super) const TEMPORARY: &str = ".variorum-tmp-";

/// Writes a file: temporary file in the same folder, fsync, rename, fsync of the folder. Makes missing folders.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    write_without_folder_sync(path, bytes)?;
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// The same without the last step, for many files of one folder: call [`sync_folder`] once behind them.
pub(super) fn write_without_folder_sync(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    make_folder(folder)?;
    replace(path, folder, bytes).map_err(StoreError::write(path))
}

fn replace(path: &Path, folder: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    keep_permissions(path, &mut builder);
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    // Dropping it on the way out takes the temporary file away.
    temporary.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Temporary files are private by default; a project's files are as open as the folder's other ones.
#[cfg(unix)]
fn keep_permissions(path: &Path, builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    let permissions = fs::metadata(path).map_or_else(|_| fs::Permissions::from_mode(0o666), |m| m.permissions());
    builder.permissions(permissions);
}

#[cfg(not(unix))]
fn keep_permissions(_: &Path, _: &mut tempfile::Builder<'_, '_>) {}

/// Makes a folder and those above it, durably.
pub(super) fn make_folder(folder: &Path) -> Result<(), StoreError> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(StoreError::write(folder))?;
    folder.parent().map_or(Ok(()), sync_folder)
}

/// Takes a file away; it does not matter if it is gone already.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::write(path)(error)),
        _ => Ok(()),
    }
}

/// Makes the names in a folder durable. Windows has no such call and does not need it.
pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    if !cfg!(unix) {
        return Ok(());
    }
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match File::open(folder).and_then(|f| f.sync_all()) {
        // Some network file systems cannot; the data itself is on disk by then.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        other => other.map_err(StoreError::write(folder)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_replaces_the_whole_file_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/file.ron");
        write(&path, b"first, long").unwrap();
        write(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_failed_write_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("taken");
        fs::create_dir_all(path.join("not empty")).unwrap();
        assert!(matches!(write(&path, b"x"), Err(StoreError::Write { .. })));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");
    }
}
