//! Bringing the files of an older format up to this one: one small step per version, source to source.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::Timestamp;

use super::folder::list;
use super::layout::{FileKey, PROJECT_FILE};
use super::load::Overlay;
use super::ron_text::{Wrong, parse};
use super::source::fields;
use super::version::{Version, check_format, current, parse_version};
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
}

/// Whether migrated files are written (after a backup) or only kept in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    Allowed,
    Forbidden,
}

/// Looks at the project's version: refuses a newer major one, migrates an older one.
pub(super) fn migrate(root: &Path, writing: Writing, now: Timestamp) -> Result<Migrated, StoreError> {
    let path = root.join(PROJECT_FILE);
    let text = read(&path)?;
    let Some(found) = format_of(&path, &text)? else { return Ok(Migrated::default()) };
    check_format(&path, &found)?;
    if parse_version(&found).is_some_and(|version| version >= current()) {
        return Ok(Migrated::default());
    }
    let mut changed = BTreeMap::new();
    let keys: Vec<FileKey> = list(root)?.keys.into_iter().filter(|key| !matches!(key, FileKey::Text(_) | FileKey::Conflicts)).collect();
    for key in &keys {
        let path = root.join(key.path());
        if let Some(text) = migrate_file(key, &path, &read(&path)?)? {
            changed.insert(key.clone(), text);
        }
    }
    let overlay = match writing {
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
    Ok(Migrated { from: Some(found), overlay })
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

/// The file in the present format, or `None` when it is in it already.
fn migrate_file(key: &FileKey, path: &Path, text: &str) -> Result<Option<String>, StoreError> {
    let Some(format) = format_of(path, text)? else { return Ok(None) };
    let unknown = || StoreError::UnknownFormat { path: path.to_owned(), found: format.clone() };
    let mut version = parse_version(&format).ok_or_else(unknown)?;
    if version >= current() {
        return Ok(None);
    }
    let cut = fields(text).map_err(|broken| Wrong::from(broken).in_file(path, text, 0))?;
    let mut fields: FileFields = cut.into_iter().map(|f| (f.name.to_owned(), f.value.to_owned())).collect();
    while version < current() {
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
