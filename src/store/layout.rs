//! Where each part of a project lies in its folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::model::{CoderId, DocumentId, Link, LinkId, Project, Record};

/// The format this version writes. 1.1: a file has all its lists, also the empty ones, so that one that is missing is missed.
pub const FORMAT: &str = "1.1";

/// The file whose presence makes a folder a project.
pub(super) const PROJECT_FILE: &str = "project.ron";

/// Machine-local things: lock, journal, backups.
pub(super) const LOCAL: &str = ".variorum";

/// Where links stand that have no other place: the annotation they start from is missing, or its file is broken.
pub(super) type Homes = BTreeMap<LinkId, FileKey>;

/// One file of a project. The order is the order of reading and of writing in bulk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum FileKey {
    /// What is to be settled; machine-local. First, so that nothing is written over before what it said is kept there.
    Conflicts,
    Codebook,
    Entities,
    Claims,
    Text(DocumentId),
    Document(DocumentId),
    Annotations(CoderId, DocumentId),
    Treatments(CoderId),
    Memos(CoderId),
    /// Last, so that a folder is no project before everything is in it.
    Project,
}

impl FileKey {
    /// The path below the project's folder.
    pub fn path(&self) -> PathBuf {
        match self {
            Self::Conflicts => Path::new(LOCAL).join("conflicts.ron"),
            Self::Project => PathBuf::from(PROJECT_FILE),
            Self::Codebook => PathBuf::from("codebook.ron"),
            Self::Entities => PathBuf::from("entities.ron"),
            Self::Claims => PathBuf::from("claims.ron"),
            Self::Document(id) => Path::new("documents").join(format!("{id}.ron")),
            Self::Text(id) => Path::new("documents").join(format!("{id}.txt")),
            Self::Annotations(coder, document) => of_coder(coder, document.as_str()),
            Self::Treatments(coder) => of_coder(coder, "treatments"),
            Self::Memos(coder) => of_coder(coder, "memos"),
        }
    }

    /// The same with `/` on every system, for messages.
    pub fn shown(&self) -> String {
        self.path().to_string_lossy().replace('\\', "/")
    }

    /// The file that has this path below the project's folder, written with `/`.
    pub fn of_path(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            [PROJECT_FILE] => Some(Self::Project),
            ["codebook.ron"] => Some(Self::Codebook),
            ["entities.ron"] => Some(Self::Entities),
            ["claims.ron"] => Some(Self::Claims),
            ["documents", name] => {
                let (stem, extension) = name.rsplit_once('.')?;
                let id = DocumentId::new(stem).ok()?;
                match extension {
                    "ron" => Some(Self::Document(id)),
                    "txt" => Some(Self::Text(id)),
                    _ => None,
                }
            }
            ["annotations", coder, name] => {
                let coder = CoderId::new(coder).ok()?;
                match name.strip_suffix(".ron")? {
                    "treatments" => Some(Self::Treatments(coder)),
                    "memos" => Some(Self::Memos(coder)),
                    document => Some(Self::Annotations(coder, DocumentId::new(document).ok()?)),
                }
            }
            _ => None,
        }
    }

    /// The file that holds a record; a document's text has a second one.
    pub fn of(record: &Record, project: &Project, homes: &Homes) -> Self {
        match record {
            Record::Coder(_) | Record::Event(_) => Self::Project,
            Record::Attribute(_) | Record::Layer(_) | Record::Code(_) | Record::LinkType(_) => Self::Codebook,
            Record::Entity(_) => Self::Entities,
            Record::Claim(_) => Self::Claims,
            Record::Document(r) => Self::Document(r.id.clone()),
            Record::Annotation(r) => Self::Annotations(r.coder.clone(), r.document.clone()),
            Record::Link(r) => Self::of_link(r, project, homes),
            Record::Treatment(r) => Self::Treatments(r.coder.clone()),
            Record::Memo(r) => Self::Memos(r.coder.clone()),
            Record::Mark(r) => Self::Annotations(r.coder.clone(), r.document.clone()),
            Record::Progress(r) => Self::Annotations(r.coder.clone(), r.document.clone()),
        }
    }

    /// A link stands with the annotation it starts from; where it was found while that is missing, else among the coder's memos.
    pub fn of_link(link: &Link, project: &Project, homes: &Homes) -> Self {
        if let Some(home) = homes.get(&link.id) {
            return home.clone();
        }
        match project.annotations().get(&link.from) {
            Some(from) => Self::Annotations(link.coder.clone(), from.document.clone()),
            None => Self::Memos(link.coder.clone()),
        }
    }
}

fn of_coder(coder: &CoderId, file: &str) -> PathBuf {
    Path::new("annotations").join(coder.as_str()).join(format!("{file}.ron"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_found_by_its_path() {
        let (coder, document) = (CoderId::new("a").unwrap(), DocumentId::new("d.0").unwrap());
        let of_document =
            [FileKey::Document(document.clone()), FileKey::Text(document.clone()), FileKey::Annotations(coder.clone(), document)];
        let of_coder = [FileKey::Treatments(coder.clone()), FileKey::Memos(coder)];
        let main = [FileKey::Project, FileKey::Codebook, FileKey::Entities, FileKey::Claims];
        for key in main.into_iter().chain(of_document).chain(of_coder) {
            assert_eq!(FileKey::of_path(&key.shown()), Some(key));
        }
        for other in ["", "x.ron", "documents/original/a.txt", "documents/a.md", "annotations/a/d.txt", "a/b/c.ron"] {
            assert_eq!(FileKey::of_path(other), None);
        }
    }
}
