//! Where each part of a project lies in its folder.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::file_name::{FileName, decoded, encoded, shard};
use crate::model::{CoderId, DocumentId, Link, LinkId, Project, Record, RecordId, RecordKind};

/// The format this version writes. 2.0: what several people add to has a file for each record, so that a folder merges as plain text.
pub const FORMAT: &str = "2.0";

/// The file whose presence makes a folder a project.
pub(super) const PROJECT_FILE: &str = "project.ron";

/// Machine-local things: lock, journal, backups.
pub(super) const LOCAL: &str = ".variorum";

/// Where imported files lie, each in the folder of its name ([`original`]).
pub(super) const ORIGINALS: &str = "documents/original";

/// Kinds of records that have a file each, the folders of these, and whether there are folders in them.
const OF_RECORDS: [(RecordKind, &str, Depth); 8] = [
    (RecordKind::Coder, "coders", Depth::Flat),
    (RecordKind::Event, "events", Depth::Flat),
    (RecordKind::Layer, "codebook/layers", Depth::Flat),
    (RecordKind::Attribute, "codebook/attributes", Depth::Flat),
    (RecordKind::Code, "codebook/codes", Depth::Flat),
    (RecordKind::LinkType, "codebook/link_types", Depth::Flat),
    (RecordKind::Entity, "entities", Depth::Sharded),
    (RecordKind::Claim, "claims", Depth::Sharded),
];

/// Whether files lie in a folder itself, or in folders by their names because there may be very many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    Flat,
    Sharded,
}

/// Where links stand that have no other place: the annotation they start from is missing, or its file is broken.
pub(super) type Homes = BTreeMap<LinkId, FileKey>;

/// One file of a project. The order is the order of reading and of writing in bulk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum FileKey {
    /// What is to be settled; machine-local. First, so that nothing is written over before what it said is kept there.
    Conflicts,
    /// A codebook in one file: a template, which is in no project.
    Template,
    /// The codebook's title, purpose and rules.
    Codebook,
    /// A record that has a file of its own; of which kinds that is so says [`has_own_file`].
    Record(RecordKind, FileName),
    Text(DocumentId),
    Document(DocumentId),
    Annotations(CoderId, DocumentId),
    Treatments(CoderId),
    Memos(CoderId),
    /// Last, so that a folder is no project before everything is in it.
    Project,
}

/// Whether each record of a kind has a file of its own.
pub(super) fn has_own_file(kind: RecordKind) -> bool {
    OF_RECORDS.iter().any(|(own, ..)| *own == kind)
}

/// The path of an imported file below the project's folder, with `/`.
pub fn original(name: &str) -> String {
    format!("{ORIGINALS}/{}/{name}", shard(name))
}

impl FileKey {
    /// The path below the project's folder.
    pub fn path(&self) -> PathBuf {
        self.shown().split('/').collect()
    }

    /// The same with `/` on every system.
    pub fn shown(&self) -> String {
        match self {
            Self::Conflicts => format!("{LOCAL}/conflicts.ron"),
            Self::Project => PROJECT_FILE.to_owned(),
            Self::Template | Self::Codebook => "codebook.ron".to_owned(),
            Self::Record(kind, name) => {
                let own = OF_RECORDS.iter().find(|(own, ..)| own == kind);
                let (folder, depth) = own.map_or((kind.plural(), Depth::Flat), |(_, folder, depth)| (folder, *depth));
                let name = name.as_str();
                match depth {
                    Depth::Flat => format!("{folder}/{name}.ron"),
                    Depth::Sharded => format!("{folder}/{}/{name}.ron", shard(name)),
                }
            }
            Self::Document(id) => format!("documents/{}.ron", sharded(id.as_str())),
            Self::Text(id) => format!("documents/{}.txt", sharded(id.as_str())),
            Self::Annotations(coder, document) => of_coder(coder, &sharded(document.as_str())),
            Self::Treatments(coder) => of_coder(coder, "treatments"),
            Self::Memos(coder) => of_coder(coder, "memos"),
        }
    }

    /// The file that has this path below the project's folder, written with `/`.
    pub fn of_path(path: &str) -> Option<Self> {
        // In another folder of its kind it is none of ours.
        Self::named(path).filter(|key| key.shown() == path)
    }

    /// The file of this name, where it lies in another folder than its own.
    pub fn misplaced(path: &str) -> Option<Self> {
        Self::named(path).filter(|key| key.shown() != path)
    }

    fn named(path: &str) -> Option<Self> {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let (stem, extension) = file.rsplit_once('.')?;
        Self::in_folder(folder, stem, extension)
    }

    fn in_folder(folder: &str, stem: &str, extension: &str) -> Option<Self> {
        match (folder, stem, extension) {
            ("", "project", "ron") => return Some(Self::Project),
            ("", "codebook", "ron") => return Some(Self::Codebook),
            _ => {}
        }
        let of_records = OF_RECORDS.iter().find(|(_, of, depth)| match depth {
            Depth::Flat => folder == *of,
            Depth::Sharded => folder.strip_prefix(of).is_some_and(|rest| rest.starts_with('/')),
        });
        if let Some((kind, ..)) = of_records {
            return if extension == "ron" { Some(Self::Record(*kind, FileName::found(stem)?)) } else { None };
        }
        let (top, below) = folder.split_once('/')?;
        match (top, extension) {
            ("documents", "ron") => Some(Self::Document(DocumentId::new(&decoded(stem)?).ok()?)),
            ("documents", "txt") => Some(Self::Text(DocumentId::new(&decoded(stem)?).ok()?)),
            ("annotations", "ron") => {
                let coder = |name: &str| CoderId::new(&decoded(name)?).ok();
                match (below.split_once('/'), stem) {
                    (None, "treatments") => Some(Self::Treatments(coder(below)?)),
                    (None, "memos") => Some(Self::Memos(coder(below)?)),
                    (None, _) => None,
                    (Some((below, _)), _) => Some(Self::Annotations(coder(below)?, DocumentId::new(&decoded(stem)?).ok()?)),
                }
            }
            _ => None,
        }
    }

    /// The file of a record that has one of its own; `None` for other kinds.
    pub fn of_own(id: &RecordId) -> Option<Self> {
        let text = match id {
            RecordId::Coder(id) => id.as_str(),
            RecordId::Event(id) => id.as_str(),
            RecordId::Attribute(id) => id.as_str(),
            RecordId::Layer(id) => id.as_str(),
            RecordId::Code(id) => id.as_str(),
            RecordId::LinkType(id) => id.as_str(),
            RecordId::Entity(id) => id.as_str(),
            RecordId::Claim(id) => id.as_str(),
            RecordId::Document(_)
            | RecordId::Annotation(_)
            | RecordId::Link(_)
            | RecordId::Treatment(_)
            | RecordId::Memo(_)
            | RecordId::Mark(_)
            | RecordId::Progress(_) => return None,
        };
        Some(Self::Record(id.kind(), FileName::of(text)))
    }

    /// The file that holds a record; a document's text has a second one.
    pub fn of(record: &Record, project: &Project, homes: &Homes) -> Self {
        match record {
            Record::Document(r) => Self::Document(r.id.clone()),
            Record::Annotation(r) => Self::Annotations(r.coder.clone(), r.document.clone()),
            Record::Link(r) => Self::of_link(r, project, homes),
            Record::Treatment(r) => Self::Treatments(r.coder.clone()),
            Record::Memo(r) => Self::Memos(r.coder.clone()),
            Record::Mark(r) => Self::Annotations(r.coder.clone(), r.document.clone()),
            Record::Progress(r) => Self::Annotations(r.coder.clone(), r.document.clone()),
            Record::Coder(_)
            | Record::Event(_)
            | Record::Attribute(_)
            | Record::Layer(_)
            | Record::Code(_)
            | Record::LinkType(_)
            | Record::Entity(_)
            | Record::Claim(_) => Self::of_own(&record.id()).unwrap_or(Self::Project),
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

fn of_coder(coder: &CoderId, file: &str) -> String {
    format!("annotations/{}/{file}.ron", encoded(coder.as_str()))
}

/// The name of a document's file in the folder that it lies in.
fn sharded(id: &str) -> String {
    let name = encoded(id);
    format!("{}/{name}", shard(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_found_by_its_path() {
        let (coder, document) = (CoderId::new("Anna").unwrap(), DocumentId::new("d.0").unwrap());
        let of_document =
            [FileKey::Document(document.clone()), FileKey::Text(document.clone()), FileKey::Annotations(coder.clone(), document)];
        let of_coder = [FileKey::Treatments(coder.clone()), FileKey::Memos(coder)];
        let main = [FileKey::Project, FileKey::Codebook];
        let long = "金".repeat(42);
        let records = OF_RECORDS.iter().flat_map(|(kind, ..)| ["E.PER", "CT+", &long].map(|id| FileKey::Record(*kind, FileName::of(id))));
        for key in main.into_iter().chain(of_document).chain(of_coder).chain(records) {
            assert_eq!(FileKey::of_path(&key.shown()), Some(key.clone()));
            assert!(key.shown().len() < 120, "{}", key.shown());
        }
        assert_eq!(FileKey::misplaced("entities/00/kim.ron"), Some(FileKey::Record(RecordKind::Entity, FileName::of("kim"))));
        for other in ["", "x.ron", "documents/original/a.txt", "documents/a.ron", "annotations/a/d.txt", "a/b/c.ron", "entities/00/kim.ron"]
        {
            assert_eq!(FileKey::of_path(other), None);
        }
    }
}
