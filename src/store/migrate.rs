//! Bringing a folder of an older form up to one that can be read: source to source, with the old files in the backups.
//!
//! Before 2.0 coders and events stood in `project.ron`, the codebook in one file, the register in `entities.ron`, the ledger in
//! `claims.ron`, and all documents lay in one folder ([`super::old_form`]).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::layout::{LOCAL, PROJECT_FILE};
use super::load::Overlay;
use super::old_form::{self, Old, OldFile};
use super::ron_text::{Wrong, parse};
use super::source::fields;
use super::version::{OLDEST_READ, Version, check_format, parse_version};
use super::{Finding, StoreError, atomic, backup};
use crate::parallel::in_order_waiting;

/// A file on its way to a newer format: its fields in order, name and source.
pub(super) type FileFields = Vec<(String, String)>;

/// The oldest version there is.
const OLDEST: Version = (0, 9);

/// What a migration did.
#[derive(Debug, Default)]
pub(super) struct Migrated {
    /// The version the project was in, when it was an older one.
    pub from: Option<String>,
    /// The files as they are now, where they could not be written.
    pub overlay: Overlay,
    /// Files that could not be read, so nothing was written: the project stays in the older form until they are mended.
    pub held_up_by: Vec<String>,
    /// What is wrong with them.
    pub findings: Vec<Finding>,
}

/// Whether migrated files are written (after a backup) or only kept in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    Allowed,
    Forbidden,
}

/// Looks at the project's version: refuses a newer major one, migrates an older one. A file that cannot be read holds up the others,
/// which are then migrated in memory alone.
pub(super) fn migrate(root: &Path, writing: Writing, now: Timestamp) -> Result<Migrated, StoreError> {
    let path = root.join(PROJECT_FILE);
    let Some((found, version)) = read(&path).and_then(|text| format_of(&path, &text)).ok().flatten().and_then(|format| {
        let version = parse_version(&format)?;
        Some((format, version))
    }) else {
        return Ok(Migrated::default());
    };
    check_format(&path, &found)?;
    if version >= OLDEST_READ && writing == Writing::Allowed {
        finish(root)?;
    }
    if version >= OLDEST_READ || !old_form::is_there(root) {
        return Ok(Migrated::default());
    }
    let listed = old_form::list(root)?;
    let mut old = Old::default();
    let mut migrated = Migrated { from: Some(found.clone()), ..Migrated::default() };
    for file in &listed {
        let path = root.join(file.path());
        let taken = match file {
            OldFile::Text(..) | OldFile::Original(_) => Ok(()),
            _ => read(&path).and_then(|text| {
                old.take(file, upgraded(file, &path, &text)?).map_err(|broken| Wrong::from(broken).in_file(&path, &text, 0))
            }),
        };
        match taken {
            Ok(()) => {}
            Err(error) if *file == OldFile::Project => return Err(error),
            Err(error) => {
                migrated.held_up_by.push(file.shown());
                migrated.findings.push(Finding::error(file.shown(), held_up(&error), error.hint()));
            }
        }
    }
    let new = old.into_files().map_err(|message| StoreError::Unwritable { path: path.clone(), message })?;
    if writing == Writing::Forbidden || !migrated.held_up_by.is_empty() {
        migrated.overlay = new;
        for (file, key) in listed.iter().filter_map(|file| Some((file, file.text_key()?))) {
            migrated.overlay.extend(read(&root.join(file.path())).ok().map(|text| (key, text)));
        }
        return Ok(migrated);
    }
    write(root, &found, &listed, new, now)?;
    Ok(migrated)
}

/// A migration that was interrupted at its very end leaves old files that are in the backups already; they go.
fn finish(root: &Path) -> Result<(), StoreError> {
    let left: Vec<OldFile> = old_form::list(root)?.into_iter().filter(OldFile::is_gone).collect();
    if left.is_empty() {
        return Ok(());
    }
    let backups = fs::read_dir(root.join(LOCAL).join("backups")).into_iter().flatten().flatten();
    let backups: Vec<PathBuf> = backups.filter(|b| b.file_name().to_string_lossy().starts_with("format-")).map(|b| b.path()).collect();
    for file in left {
        let path = root.join(file.path());
        let Ok(bytes) = fs::read(&path) else { continue };
        if backups.iter().any(|backup| fs::read(backup.join(file.path())).is_ok_and(|kept| kept == bytes)) {
            atomic::remove(&path)?;
        }
    }
    Ok(())
}

fn held_up(error: &StoreError) -> String {
    format!("the project is of an older form and stays in it, open for reading only, until this file can be read: {error}")
}

/// Writes the new files and moves texts and originals to their places; the project's own file comes last: until then a crash leaves a
/// project that is migrated again. Then the old files go, which are in the backups.
fn write(root: &Path, found: &str, listed: &[OldFile], mut new: Overlay, now: Timestamp) -> Result<(), StoreError> {
    let is_moved = |file: &&OldFile| matches!(file, OldFile::Text(..) | OldFile::Original(_));
    let (moved, replaced): (Vec<&OldFile>, Vec<&OldFile>) = listed.iter().partition(is_moved);
    let paths: Vec<PathBuf> = replaced.iter().map(|file| file.path()).collect();
    backup::copy_files(root, &format!("format-{found}"), &paths, now)?;
    let project = new.remove_entry(&super::layout::FileKey::Project);
    let put = |files: Vec<(PathBuf, String)>| -> Result<(), StoreError> {
        in_order_waiting(&files, |(path, text)| atomic::write_without_folder_sync(path, text.as_bytes())).into_iter().collect()
    };
    let files: Vec<(PathBuf, String)> = new.into_iter().map(|(key, text)| (root.join(key.path()), text)).collect();
    let mut folders: BTreeSet<PathBuf> = files.iter().filter_map(|(path, _)| Some(path.parent()?.to_owned())).collect();
    put(files)?;
    for file in moved {
        let (from, to) = (root.join(file.path()), root.join(file.new_path()));
        if let Some(folder) = to.parent() {
            atomic::make_folder(folder)?;
            folders.insert(folder.to_owned());
        }
        fs::rename(&from, &to).map_err(StoreError::write(&to))?;
    }
    folders.iter().try_for_each(|folder| atomic::sync_folder(folder))?;
    if let Some((key, text)) = project {
        atomic::write(&root.join(key.path()), text.as_bytes())?;
    }
    super::git_attributes::renew(root)?;
    replaced.iter().filter(|file| file.is_gone()).try_for_each(|file| atomic::remove(&root.join(file.path())))
}

fn read(path: &Path) -> Result<String, StoreError> {
    let bytes = fs::read(path).map_err(StoreError::read(path))?;
    String::from_utf8(bytes).map_err(|error| StoreError::NotUtf8 { path: path.to_owned(), offset: error.utf8_error().valid_up_to() })
}

fn format_of(path: &Path, text: &str) -> Result<Option<String>, StoreError> {
    let fields = fields(text).map_err(|broken| Wrong::from(broken).in_file(path, text, 0))?;
    let Some(field) = fields.into_iter().find(|f| f.name == "format") else { return Ok(None) };
    parse(field.value).map(Some).map_err(|wrong| wrong.in_file(path, text, field.at))
}

/// The fields of a file as the last version of the older form has them, without its format.
pub(super) fn upgraded(file: &OldFile, path: &Path, text: &str) -> Result<FileFields, StoreError> {
    let format = format_of(path, text)?.unwrap_or_default();
    let unknown = || StoreError::UnknownFormat { path: path.to_owned(), found: format.clone() };
    let version = parse_version(&format).filter(|version| (OLDEST..OLDEST_READ).contains(version)).ok_or_else(unknown)?;
    let cut = fields(text).map_err(|broken| Wrong::from(broken).in_file(path, text, 0))?;
    let mut fields: FileFields = cut.into_iter().map(|f| (f.name.to_owned(), f.value.to_owned())).collect();
    fields.retain(|(name, _)| name != "format");
    if version == OLDEST && matches!(file, OldFile::Project | OldFile::Codebook) {
        // 0.9 called the head of the project and of the codebook `settings`.
        for (name, _) in fields.iter_mut().filter(|(name, _)| name == "settings") {
            "info".clone_into(name);
        }
    }
    Ok(fields)
}
