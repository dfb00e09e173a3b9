//! Files that a subcommand writes: whole or not at all.

use std::path::Path;

use tempfile::NamedTempFile;

use super::Failure;

/// A file beside the one to be written, so that a half-written one never has its name.
pub(super) fn temporary(path: &Path) -> Result<NamedTempFile, Failure> {
    if path.is_dir() {
        return Err(Failure::new(format!("could not write: it is a folder: {}", path.display()), "Name a file"));
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    NamedTempFile::new_in(folder).map_err(|error| Failure::of_file("write", path, &error))
}

/// Gives the file its name once it is on the disk.
pub(super) fn keep(file: NamedTempFile, path: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::of_file("write", path, &error);
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map(drop).map_err(|error| failed(error.error))
}
