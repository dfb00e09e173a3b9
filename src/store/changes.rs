//! What differs between two states of a project, found without looking at what they share.

use std::collections::BTreeSet;

use imbl::OrdMap;
use imbl::ordmap::DiffItem;

use super::layout::{FileKey, Homes};
use crate::model::{Project, Record, RecordId};

/// The ids of all records that one has and the other has not, or has differently; by kind, then id.
pub(super) fn changed_records(before: &Project, after: &Project) -> Vec<RecordId> {
    let mut ids = Vec::new();
    macro_rules! kinds {
        ($($field:ident: $variant:ident),* $(,)?) => {
            $(ids.extend(changed(before.$field(), after.$field()).into_iter().map(RecordId::$variant));)*
        };
    }
    kinds!(
        coders: Coder, events: Event, attributes: Attribute, layers: Layer, codes: Code, link_types: LinkType, entities: Entity,
        claims: Claim, documents: Document, annotations: Annotation, links: Link, treatments: Treatment, memos: Memo, marks: Mark,
        progress: Progress,
    );
    ids
}

fn changed<K: Ord + Clone, V: PartialEq>(before: &OrdMap<K, V>, after: &OrdMap<K, V>) -> Vec<K> {
    let key = |item: DiffItem<'_, '_, K, V>| match item {
        DiffItem::Add(key, _) | DiffItem::Remove(key, _) | DiffItem::Update { new: (key, _), .. } => key.clone(),
    };
    before.diff(after).map(key).collect()
}

/// The files that may have to be written so that they hold `after` instead of `before`.
pub(super) fn changed_files(before: &Project, after: &Project, homes: &Homes) -> BTreeSet<FileKey> {
    let mut keys = BTreeSet::new();
    if before.info() != after.info() {
        keys.insert(FileKey::Project);
    }
    if before.codebook() != after.codebook() {
        keys.insert(FileKey::Codebook);
    }
    if before.conflicts() != after.conflicts() {
        keys.insert(FileKey::Conflicts);
    }
    for id in changed_records(before, after) {
        for project in [before, after] {
            if let Some(record) = project.record(&id) {
                keys.insert(FileKey::of(&record, project, homes));
            }
        }
        match &id {
            RecordId::Document(document) => {
                let text = |project: &Project| project.documents().get(document).map(|d| d.text.clone());
                if text(before) != text(after) {
                    keys.insert(FileKey::Text(document.clone()));
                }
            }
            RecordId::Annotation(annotation) => {
                // A link stands with the annotation it starts from, so it moves when that comes, goes or moves.
                let home = |project: &Project| project.annotations().get(annotation).map(|a| a.document.clone());
                if home(before) != home(after) {
                    for project in [before, after] {
                        let links = project.links_of(annotation).filter(|l| l.from == *annotation);
                        keys.extend(links.flat_map(|l| [FileKey::of_link(l, before, homes), FileKey::of_link(l, after, homes)]));
                    }
                }
            }
            _ => {}
        }
    }
    keys
}

/// Every file that holds something of a project.
pub(super) fn all_files(project: &Project, homes: &Homes) -> BTreeSet<FileKey> {
    let mut keys: BTreeSet<FileKey> = [FileKey::Project, FileKey::Codebook].into();
    for record in project.records() {
        if let Record::Document(document) = &record {
            keys.insert(FileKey::Text(document.id.clone()));
        }
        keys.insert(FileKey::of(&record, project, homes));
    }
    keys
}
