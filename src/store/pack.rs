//! A project as one file for mail, and back: the folder's files one behind the other, readable as they are.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use super::changes::all_files;
use super::folder::list;
use super::known_fields::known_fields;
use super::layout::{FORMAT, FileKey, Homes, LOCAL, PROJECT_FILE, original};
use super::old_form::{self, OldFile};
use super::read_file::Leftover;
use super::render::{Grouped, render};
use super::ron_text::{parse, to_line};
use super::source::{Field, fields, line_and_column};
use super::unknown::meant;
use super::version::{ALL_LISTS, OLDEST_READ, check_format, parse_version};
use super::{ProjectStore, StoreError, atomic, git_attributes};
use crate::model::Project;
use crate::text::{counted_as, nearest};

/// An imported file: its name under `documents/original/` and its bytes.
pub type Original = (String, Vec<u8>);

/// What a packed file is read into; what else it has is left out and told.
#[derive(Debug, Deserialize)]
struct Packed {
    format: String,
    files: Vec<(String, String)>,
    #[serde(default)]
    originals: Vec<(String, String)>,
}

/// Packs a project and its imported files into one `.ron` file.
pub fn pack(project: &Project, originals: &[Original], out: &Path) -> Result<(), StoreError> {
    pack_with(project, &Beside::default(), originals, out)
}

/// What a folder has beside the records.
#[derive(Default)]
pub(super) struct Beside<'a> {
    left: BTreeMap<FileKey, Leftover>,
    homes: Homes,
    /// Files that could not be read, as they are.
    broken: BTreeMap<&'a FileKey, String>,
}

impl ProjectStore {
    /// Packs the project with everything that its folder has beside the records: imported files, what newer versions wrote, and
    /// broken files as they are; one of those that is no text is an error.
    pub fn pack(&self, project: &Project, out: &Path) -> Result<(), StoreError> {
        let mut originals = Vec::new();
        for name in self.names_of_originals() {
            let bytes = self.read_original(&name)?;
            originals.push((name, bytes));
        }
        let (beside, unreadable) = self.beside();
        if let Some((_, error)) = unreadable.into_iter().next() {
            return Err(error);
        }
        pack_with(project, &beside, &originals, out)
    }

    /// What the folder has beside the records, and the broken files that cannot be put into a text.
    pub(super) fn beside(&self) -> (Beside<'_>, Vec<(PathBuf, StoreError)>) {
        let mut beside = Beside { left: self.leftovers().clone(), homes: self.homes().clone(), broken: BTreeMap::new() };
        let mut unreadable = Vec::new();
        for key in self.broken().keys() {
            let path = self.root().join(key.path());
            let text = fs::read(&path).map_err(StoreError::read(&path)).and_then(|bytes| {
                String::from_utf8(bytes).map_err(|error| StoreError::NotUtf8 { path, offset: error.utf8_error().valid_up_to() })
            });
            match text {
                Ok(text) => drop(beside.broken.insert(key, text)),
                Err(error) => unreadable.push((key.path(), error)),
            }
        }
        (beside, unreadable)
    }

    /// The imported files that lie in the folder, sorted.
    pub(super) fn names_of_originals(&self) -> Vec<String> {
        super::originals::names_in(self.root())
    }
}

impl ProjectStore {
    /// What of the folder a packed file does not hold, in words.
    pub fn left_out_of_a_pack(&self, project: &Project) -> Vec<String> {
        let mut left = Vec::new();
        let local = self.root().join(LOCAL);
        if local.is_dir() {
            left.push("the history of the steps and the backups".to_owned());
        }
        if !project.conflicts().is_empty() {
            left.push(counted_as(project.conflicts().len(), "conflict that is not settled", "conflicts that are not settled"));
        }
        let foreign = foreign_files(self.root());
        if let Some(first) = foreign.first() {
            let files = counted_as(foreign.len(), "file that is", "files that are");
            left.push(format!("{files} no part of the project, such as {first}"));
        }
        left
    }
}

/// Files in the folder that no part of the project is, relative to it and sorted; hidden ones are other programs' business.
fn foreign_files(root: &Path) -> Vec<String> {
    let known: BTreeSet<PathBuf> = list(root).map(|listing| listing.keys.iter().map(FileKey::path).collect()).unwrap_or_default();
    let originals: BTreeSet<PathBuf> = super::originals::names_in(root).iter().map(|name| original(name).split('/').collect()).collect();
    let is_older = old_form::is_there(root);
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            let below = path.strip_prefix(root).unwrap_or(&path).to_owned();
            if name.starts_with('.') || originals.contains(&below) || known.contains(&below) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let below = below.to_string_lossy().replace('\\', "/");
            if !(is_older && OldFile::of_path(&below).is_some()) {
                found.push(below);
            }
        }
    }
    found.sort();
    found
}

pub(super) fn pack_with(project: &Project, beside: &Beside<'_>, originals: &[Original], out: &Path) -> Result<(), StoreError> {
    let mut keys = all_files(project, &beside.homes);
    keys.extend(beside.left.keys().cloned());
    keys.extend(beside.broken.keys().map(|key| (*key).clone()));
    let grouped = Grouped::new(project, &keys, &beside.homes);
    let nothing = Leftover::default();
    let mut text = format!("(\nformat: \"{FORMAT}\",\nfiles: [\n");
    for key in &keys {
        let content = match beside.broken.get(key) {
            Some(as_it_is) => Some(as_it_is.clone()),
            None => render(project, &grouped, key, beside.left.get(key).unwrap_or(&nothing))?,
        };
        if let Some(content) = content {
            let _ = writeln!(text, "(\"{}\", {}),", key.shown(), raw(&content));
        }
    }
    text.push_str("],\noriginals: [\n");
    for (name, bytes) in originals {
        if !super::originals::is_plain(name) {
            return Err(StoreError::BadName { name: name.clone() });
        }
        let line = to_line(&(name, BASE64_STANDARD.encode(bytes)));
        let line = line.map_err(|message| StoreError::Unwritable { path: out.to_owned(), message })?;
        let _ = writeln!(text, "{line},");
    }
    text.push_str("],\n)\n");
    atomic::write(out, text.as_bytes())
}

/// A raw string, so that a packed file reads like the files in it.
fn raw(content: &str) -> String {
    let longest = content.split('"').skip(1).map(|rest| rest.bytes().take_while(|b| *b == b'#').count()).max();
    let hashes = "#".repeat(longest.map_or(1, |n| n + 1));
    format!("r{hashes}\"{content}\"{hashes}")
}

/// Unpacks a file into an empty or new folder; says what of the file is left out, because this version does not know it.
pub fn unpack(file: &Path, dir: &Path) -> Result<Vec<String>, StoreError> {
    let bytes = fs::read(file).map_err(StoreError::read(file))?;
    let text = String::from_utf8(bytes)
        .map_err(|error| StoreError::NotUtf8 { path: file.to_owned(), offset: error.utf8_error().valid_up_to() })?;
    let packed: Packed = parse(&text).map_err(|wrong| wrong.in_file(file, &text, 0))?;
    let is_newer = check_format(file, &packed.format)?.is_some();
    let bad = |message: String| StoreError::BadPack { path: file.to_owned(), message };
    let known = known_fields::<Packed>();
    let unknown: Vec<Field<'_>> = fields(&text).unwrap_or_default().into_iter().filter(|field| !known.contains(&field.name)).collect();
    if !is_newer {
        // A slip in a name; left out, what it holds would be gone without a word.
        if let Some(field) = unknown.first() {
            let (line, _) = line_and_column(&text, field.named_at);
            return Err(bad(format!(
                "line {line}: '{}' is no field of a packed project; {}",
                field.name,
                meant(field.name, known.iter().copied())
            )));
        }
        check_names(packed.files.iter().map(|(path, _)| path.as_str()), &packed.format).map_err(bad)?;
    }
    let mut contents: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for (path, content) in packed.files {
        let inside = inside(&path).ok_or_else(|| bad(format!("'{path}' leads out of the project")))?;
        contents.push((inside, content.into_bytes()));
    }
    for (name, encoded) in packed.originals {
        if !super::originals::is_plain(&name) {
            return Err(bad(format!("'{name}' is no plain file name")));
        }
        let bytes = BASE64_STANDARD.decode(&encoded).map_err(|_| bad(format!("the bytes of '{name}' are damaged")))?;
        contents.push((original(&name).split('/').collect(), bytes));
    }
    // The file that makes it a project is the last one to be there.
    contents.sort_by_key(|(path, _)| path == Path::new(PROJECT_FILE));
    if contents.last().is_none_or(|(path, _)| path != Path::new(PROJECT_FILE)) {
        return Err(bad(format!("there is no {PROJECT_FILE} in it")));
    }
    if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(StoreError::NotEmpty { path: dir.to_owned() });
    }
    contents.iter().try_for_each(|(path, bytes)| atomic::write(&dir.join(path), bytes))?;
    git_attributes::provide(dir)?;
    Ok(unknown.iter().map(|field| format!("the field '{}', which this version does not know", field.name)).collect())
}

/// Refuses names of files that no project has, and a pack without one of the files that every project has.
fn check_names<'a>(paths: impl Iterator<Item = &'a str>, format: &str) -> Result<(), String> {
    let version = parse_version(format);
    let is_older = version.is_some_and(|version| version < OLDEST_READ);
    let always: &[&str] =
        if is_older { &["codebook.ron", "entities.ron", "claims.ron", PROJECT_FILE] } else { &["codebook.ron", PROJECT_FILE] };
    let mut missing = always.to_vec();
    for path in paths {
        let is_known = if is_older { OldFile::of_path(path).is_some() } else { FileKey::of_path(path).is_some() };
        if is_known {
            missing.retain(|always| *always != path);
        } else if inside(path).is_some() {
            let meant = nearest(path, always.iter().copied()).map(|name| format!("; is '{name}' meant?"));
            return Err(format!("'{path}' is not a file of a project{}", meant.unwrap_or_default()));
        }
        // One that leads out of the folder is refused in other words.
    }
    let has_all_files = version.is_some_and(|version| version >= ALL_LISTS);
    match missing.first() {
        Some(file) if has_all_files => Err(format!("there is no {file} in it")),
        _ => Ok(()),
    }
}

/// A relative path of plain names below the folder.
fn inside(path: &str) -> Option<PathBuf> {
    let plain = |c: &Component<'_>| matches!(c, Component::Normal(name) if !name.to_string_lossy().starts_with('.'));
    let is_good = !path.is_empty() && !path.contains(['\\', ':']) && Path::new(path).components().all(|c| plain(&c));
    is_good.then(|| PathBuf::from(path))
}
