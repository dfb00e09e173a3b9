//! Folders of the form before 2.0, and what their files become.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::StoreError;
use super::file_name::FileName;
use super::layout::{FORMAT, FileKey, ORIGINALS, PROJECT_FILE, original};
use super::load::Overlay;
use super::migrate::FileFields;
use super::ron_text::{parse, to_line};
use super::schema::{Holds, parts, record_in};
use super::source::{Broken, elements, fields, plain_name};
use super::unknown::unknown_fields;
use crate::model::{CoderId, DocumentId, RecordKind};

/// One file of the older form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OldFile {
    Project,
    Codebook,
    Entities,
    Claims,
    Document(DocumentId),
    Text(DocumentId),
    /// One file of a coder: `treatments`, `memos`, or the annotations of a document.
    OfCoder(CoderId, String),
    Original(String),
}

impl OldFile {
    /// The path below the project's folder, with `/`.
    pub fn shown(&self) -> String {
        match self {
            Self::Project => PROJECT_FILE.to_owned(),
            Self::Codebook => "codebook.ron".to_owned(),
            Self::Entities => "entities.ron".to_owned(),
            Self::Claims => "claims.ron".to_owned(),
            Self::Document(id) => format!("documents/{id}.ron"),
            Self::Text(id) => format!("documents/{id}.txt"),
            Self::OfCoder(coder, stem) => format!("annotations/{coder}/{stem}.ron"),
            Self::Original(name) => format!("{ORIGINALS}/{name}"),
        }
    }

    /// The path below the project's folder.
    pub fn path(&self) -> PathBuf {
        self.shown().split('/').collect()
    }

    /// The file of an older folder that has this path, written with `/`.
    pub fn of_path(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            [PROJECT_FILE] => Some(Self::Project),
            ["codebook.ron"] => Some(Self::Codebook),
            ["entities.ron"] => Some(Self::Entities),
            ["claims.ron"] => Some(Self::Claims),
            ["documents", name] => match name.rsplit_once('.')? {
                (id, "ron") => Some(Self::Document(DocumentId::new(id).ok()?)),
                (id, "txt") => Some(Self::Text(DocumentId::new(id).ok()?)),
                _ => None,
            },
            ["documents", "original", name] => super::originals::is_plain(name).then(|| Self::Original((*name).to_owned())),
            ["annotations", coder, name] => {
                let (coder, stem) = (CoderId::new(coder).ok()?, name.strip_suffix(".ron")?);
                let is_file = matches!(stem, "treatments" | "memos") || DocumentId::new(stem).is_ok();
                is_file.then(|| Self::OfCoder(coder, stem.to_owned()))
            }
            _ => None,
        }
    }

    /// The file that it becomes as a whole; `None`: its records become files of their own.
    fn key(&self) -> Option<FileKey> {
        match self {
            Self::Project => Some(FileKey::Project),
            Self::Codebook => Some(FileKey::Codebook),
            Self::Entities | Self::Claims | Self::Original(_) => None,
            Self::Document(id) => Some(FileKey::Document(id.clone())),
            Self::Text(id) => Some(FileKey::Text(id.clone())),
            Self::OfCoder(coder, stem) => match stem.as_str() {
                "treatments" => Some(FileKey::Treatments(coder.clone())),
                "memos" => Some(FileKey::Memos(coder.clone())),
                document => Some(FileKey::Annotations(coder.clone(), DocumentId::new(document).ok()?)),
            },
        }
    }

    /// The key of a text.
    pub fn text_key(&self) -> Option<FileKey> {
        if matches!(self, Self::Text(_)) { self.key() } else { None }
    }

    /// Where it lies in the new form, if it lies there as it is.
    pub fn new_path(&self) -> PathBuf {
        match self {
            Self::Original(name) => original(name).split('/').collect(),
            _ => self.key().map_or_else(|| self.path(), |key| key.path()),
        }
    }

    /// Whether nothing of the new form has its path.
    pub fn is_gone(&self) -> bool {
        FileKey::of_path(&self.shown()).is_none()
    }
}

/// Whether a folder has what every folder of the older form has.
pub(super) fn is_there(root: &Path) -> bool {
    [OldFile::Entities, OldFile::Claims].iter().any(|file| root.join(file.path()).is_file())
}

/// The files of a folder of the older form; what does not belong to it is left alone.
pub(super) fn list(root: &Path) -> Result<Vec<OldFile>, StoreError> {
    let mut found = Vec::new();
    let mut folders = vec![String::new(), "documents/".to_owned(), format!("{ORIGINALS}/")];
    let in_folder = |folder: &str| -> Result<Vec<(String, bool)>, StoreError> {
        let path = root.join(folder);
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(StoreError::read(&path)(error)),
        };
        let mut names: Vec<(String, bool)> = Vec::new();
        for entry in entries {
            let entry = entry.map_err(StoreError::read(&path))?;
            names.extend(entry.file_name().into_string().ok().map(|name| (name, entry.path().is_dir())));
        }
        names.sort();
        Ok(names)
    };
    folders.extend(in_folder("annotations")?.into_iter().filter(|(_, is_dir)| *is_dir).map(|(name, _)| format!("annotations/{name}/")));
    for folder in folders {
        let names = in_folder(&folder)?.into_iter().filter(|(_, is_dir)| !is_dir);
        found.extend(names.filter_map(|(name, _)| OldFile::of_path(&format!("{folder}{name}"))));
    }
    Ok(found)
}

/// The files of an older folder while they are made into those of a new one.
#[derive(Debug, Default)]
pub(super) struct Old {
    files: Overlay,
    /// What stands beside the records of the files that are no more, and records that cannot have a file: kept in the project's.
    project: NewFile,
}

/// A file of the new form while it is put together.
#[derive(Debug, Default)]
struct NewFile {
    /// Fields that say whose it is, in its second line.
    head: FileFields,
    foreign: BTreeSet<String>,
    fields: FileFields,
    unplaced: Vec<String>,
}

impl NewFile {
    fn text(&self) -> Result<String, String> {
        let mut out = format!("(\nformat: \"{FORMAT}\"");
        for (name, value) in &self.head {
            let _ = write!(out, ", {name}: {value}");
        }
        if !self.foreign.is_empty() {
            let _ = write!(out, ", foreign: {}", to_line(&self.foreign)?);
        }
        out.push_str(",\n");
        for (name, value) in &self.fields {
            let _ = writeln!(out, "{name}: {value},");
        }
        if !self.unplaced.is_empty() {
            let _ = writeln!(out, "unplaced: [\n{},\n],", self.unplaced.join(",\n"));
        }
        out.push_str(")\n");
        Ok(out)
    }
}

/// The lists of records that get a file each.
const LISTS: [(&str, RecordKind); 8] = [
    ("coders", RecordKind::Coder),
    ("events", RecordKind::Event),
    ("layers", RecordKind::Layer),
    ("attributes", RecordKind::Attribute),
    ("codes", RecordKind::Code),
    ("link_types", RecordKind::LinkType),
    ("entities", RecordKind::Entity),
    ("claims", RecordKind::Claim),
];

impl Old {
    /// Takes in a file of the older form; an error says that it is damaged.
    pub fn take(&mut self, file: &OldFile, all: FileFields) -> Result<(), Broken> {
        let mut new = NewFile::default();
        let foreign: Option<BTreeSet<String>> = all.iter().find(|(name, _)| name == "foreign").and_then(|(_, value)| parse(value).ok());
        let foreign = foreign.unwrap_or_default();
        let key = file.key();
        for (name, value) in all {
            let list = LISTS.iter().find(|(list, _)| *list == plain_name(&name)).map(|(_, kind)| *kind);
            match (plain_name(&name), file) {
                ("foreign", _) => {}
                ("unplaced", _) => new.unplaced.extend(elements(&value)?.into_iter().map(|(source, _)| source.to_owned())),
                (_, OldFile::Project | OldFile::Codebook | OldFile::Entities | OldFile::Claims) if list.is_some() => {
                    for (source, _) in elements(&value)? {
                        self.own_file(list.unwrap_or(RecordKind::Claim), &name, source, &foreign)?;
                    }
                }
                ("info", OldFile::Project | OldFile::Codebook) => {
                    new.fields.extend(fields(&value)?.into_iter().map(|field| (field.name.to_owned(), field.value.to_owned())));
                }
                ("coder" | "document", OldFile::OfCoder(..)) => new.head.push((name, value)),
                _ => new.fields.push((name, value)),
            }
        }
        match &key {
            Some(FileKey::Project) => {
                self.project.fields.splice(0..0, new.fields);
                self.project.foreign.extend(foreign);
                self.project.unplaced.extend(new.unplaced);
            }
            Some(key) => {
                // 1.0 wrote no empty lists.
                let lists = parts(key).iter().filter(|part| part.holds == Holds::List).map(|part| part.name);
                let missing: Vec<&str> = lists.filter(|list| !new.fields.iter().any(|(name, _)| plain_name(name) == *list)).collect();
                new.fields.extend(missing.into_iter().map(|list| (list.to_owned(), "[\n]".to_owned())));
                new.foreign = foreign;
                self.put(key.clone(), &new)?;
            }
            None => {
                self.project.fields.extend(new.fields);
                self.project.unplaced.extend(new.unplaced);
            }
        }
        Ok(())
    }

    /// A record of a list as a file; one without an id, or with one that another has, is kept aside.
    fn own_file(&mut self, kind: RecordKind, list: &str, source: &str, foreign: &BTreeSet<String>) -> Result<(), Broken> {
        let cut = fields(source)?;
        let id = cut.iter().find(|field| plain_name(field.name) == "id").and_then(|field| parse::<String>(field.value).ok());
        let key = id.map(|id| FileKey::Record(kind, FileName::of(&id)));
        let Some(key) = key.filter(|key| !self.files.contains_key(key)) else {
            self.project.unplaced.push(format!("(\"{list}\", {source})"));
            return Ok(());
        };
        let unknown = record_in(&key).map(|fields| unknown_fields(source, fields)).transpose()?.unwrap_or_default();
        let foreign = unknown.into_iter().map(|field| field.path).filter(|path| foreign.contains(path)).collect();
        let own = cut.into_iter().map(|field| (field.name.to_owned(), field.value.to_owned())).collect();
        let new = NewFile { foreign, fields: own, ..NewFile::default() };
        self.put(key, &new)
    }

    fn put(&mut self, key: FileKey, new: &NewFile) -> Result<(), Broken> {
        let text = new.text().map_err(|_| Broken { at: 0, why: "its fields cannot be written" })?;
        self.files.insert(key, text);
        Ok(())
    }

    /// The files of the new form.
    pub fn into_files(mut self) -> Result<BTreeMap<FileKey, String>, String> {
        let project = self.project.text()?;
        self.files.insert(FileKey::Project, project);
        Ok(self.files)
    }
}
