//! Bringing the files of a format too old to be read as they are up to one that can be: one small step per version, source to source.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::Timestamp;

use super::folder::list;
use super::layout::{FileKey, PROJECT_FILE};
use super::load::Overlay;
use super::ron_text::{Wrong, parse};
use super::source::fields;
use super::version::{OLDEST_READ, Version, check_format, parse_version};
use super::{StoreError, atomic, backup};

/// A file on its way to a newer format: its fields in order, name and source.
pub(super) type FileFields = Vec<(String, String)>;

/// Brings one file from one version to the next.
struct Migration {
    from: Version,
    to: Version,
    run: fn(&FileKey, &mut FileFields),
}

/// Every step there is, in order.
const MIGRATIONS: [Migration; 1] = [Migration { from: (0, 9), to: (1, 0), run: settings_become_info }];

/// 0.9 called the head of the project and of the codebook `settings`.
fn settings_become_info(key: &FileKey, fields: &mut FileFields) {
    if matches!(key, FileKey::Project | FileKey::Codebook) {
        for (name, _) in fields.iter_mut().filter(|(name, _)| name == "settings") {
            "info".clone_into(name);
        }
    }
}

/// What a migration did.
#[derive(Debug, Default)]
pub(super) struct Migrated {
    /// The version the project was in, when it was an older one.
    pub from: Option<String>,
    /// The files as they are now, where they could not be written.
    pub overlay: Overlay,
    /// A file could not be read, so nothing was written: the others would be of a version that it never gets.
    pub is_held_up: bool,
}

/// Whether migrated files are written (after a backup) or only kept in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    Allowed,
    Forbidden,
}

/// Looks at the project's version: refuses a newer major one, migrates an older one. A file that cannot be read is left to the loading,
/// which tells of it.
pub(super) fn migrate(root: &Path, writing: Writing, now: Timestamp) -> Result<Migrated, StoreError> {
    let path = root.join(PROJECT_FILE);
    let Some((found, version)) = read(&path).and_then(|text| format_of(&path, &text)).ok().flatten().and_then(|format| {
        let version = parse_version(&format)?;
        Some((format, version))
    }) else {
        return Ok(Migrated::default());
    };
    check_format(&path, &found)?;
    if version >= OLDEST_READ {
        return Ok(Migrated::default());
    }
    let mut changed = BTreeMap::new();
    let mut is_held_up = false;
    let keys: Vec<FileKey> = list(root)?.keys.into_iter().filter(|key| !matches!(key, FileKey::Text(_) | FileKey::Conflicts)).collect();
    for key in &keys {
        let path = root.join(key.path());
        match read(&path).and_then(|text| migrate_file(key, &path, &text)) {
            Ok(Some(text)) => drop(changed.insert(key.clone(), text)),
            Ok(None) => {}
            Err(error) if *key == FileKey::Project => return Err(error),
            Err(_) => is_held_up = true,
        }
    }
    let overlay = match if is_held_up { Writing::Forbidden } else { writing } {
        Writing::Forbidden => changed,
        Writing::Allowed => {
            backup::copy_files(root, &format!("format-{found}"), &keys, now)?;
            // The project's own file comes last: until then a crash leaves a project that is migrated again, file by file.
            for (key, text) in changed {
                atomic::write(&root.join(key.path()), text.as_bytes())?;
            }
            Overlay::new()
        }
    };
    Ok(Migrated { from: Some(found), overlay, is_held_up })
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

/// The file in a format that is read as it is, or `None` when it is in one already.
fn migrate_file(key: &FileKey, path: &Path, text: &str) -> Result<Option<String>, StoreError> {
    let Some(format) = format_of(path, text)? else { return Ok(None) };
    let unknown = || StoreError::UnknownFormat { path: path.to_owned(), found: format.clone() };
    let mut version = parse_version(&format).ok_or_else(unknown)?;
    if version >= OLDEST_READ {
        return Ok(None);
    }
    let cut = fields(text).map_err(|broken| Wrong::from(broken).in_file(path, text, 0))?;
    let mut fields: FileFields = cut.into_iter().map(|f| (f.name.to_owned(), f.value.to_owned())).collect();
    while version < OLDEST_READ {
        let step = MIGRATIONS.iter().find(|m| m.from == version).ok_or_else(unknown)?;
        (step.run)(key, &mut fields);
        version = step.to;
    }
    for (_, value) in fields.iter_mut().filter(|(name, _)| name == "format") {
        *value = format!("\"{}.{}\"", version.0, version.1);
    }
    let lines: Vec<String> = fields.into_iter().map(|(name, value)| format!("{name}: {value},\n")).collect();
    Ok(Some(format!("(\n{})\n", lines.concat())))
}
