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
