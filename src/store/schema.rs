//! What stands in the files of a project: the parts of each file and the fields of each record, in one table.
//!
//! The reader asks it what is unknown or missing. The names of fields are those that serde reads, so they are written down once.

use std::sync::LazyLock;

use super::disk::{DiskAnnotation, DiskDocument, DiskLink, DiskMark, DiskMemo, DiskProgress, DiskTreatment};
use super::known_fields::known_fields;
use super::layout::FileKey;
use crate::model::{
    Attribute, Claim, Code, CodebookInfo, Coder, Condition, Entity, Event, Layer, LinkType, Looked, ProgressKey, ProjectInfo, Provenance,
    RecordKind, TreatmentKey,
};

/// The fields of a kind of record, or of a value inside one.
#[derive(Debug)]
pub(super) struct Fields {
    /// What has them, with its article.
    pub what: &'static str,
    names: LazyLock<&'static [&'static str]>,
    /// Those whose values have fields of their own.
    inner: &'static [(&'static str, Inner)],
}

/// A value that has fields of its own.
#[derive(Debug)]
pub(super) enum Inner {
    /// A struct.
    Of(&'static Fields),
    /// An enum; those of its words that have fields.
    OneOf(&'static [(&'static str, &'static Fields)]),
    /// A list of such values.
    ListOf(&'static Inner),
}

impl Fields {
    const fn new(what: &'static str, names: fn() -> &'static [&'static str], inner: &'static [(&'static str, Inner)]) -> Self {
        Self { what, names: LazyLock::new(names), inner }
    }

    /// The names, in the order of the file. Where fields of newer versions are kept is none of them.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.names.iter().copied().filter(|name| *name != "extra")
    }

    pub fn has(&self, name: &str) -> bool {
        self.names.contains(&name) && name != "extra"
    }

    /// What a field's value has inside, if it has fields of its own.
    pub fn inner(&self, name: &str) -> Option<&'static Inner> {
        self.inner.iter().find(|(field, _)| *field == name).map(|(_, inner)| inner)
    }
}

/// A part of a file.
#[derive(Debug)]
pub(super) struct Part {
    pub name: &'static str,
    pub holds: Holds,
}

/// What a part of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// A word that says whose file it is; the path says it too.
    Head,
    /// One record or head without which the file is not whole.
    One,
    /// One record that may be absent.
    Perhaps,
    /// A list, which is always there, empty or not.
    List,
}

/// Parts that every file may have: its version, which fields in it are of other versions, and what could not be placed in it.
pub(super) const EVERYWHERE: [&str; 3] = ["format", "foreign", "unplaced"];

const fn part(name: &'static str, holds: Holds) -> Part {
    Part { name, holds }
}

const TEMPLATE_PARTS: &[Part] = &[
    part("info", Holds::One),
    part("layers", Holds::List),
    part("attributes", Holds::List),
    part("codes", Holds::List),
    part("link_types", Holds::List),
];
const DOCUMENT_PARTS: &[Part] = &[part("id", Holds::Head), part("runs", Holds::List)];
const ANNOTATIONS_PARTS: &[Part] = &[
    part("coder", Holds::Head),
    part("document", Holds::Head),
    part("annotations", Holds::List),
    part("links", Holds::List),
    part("marks", Holds::List),
    part("progress", Holds::Perhaps),
];
const TREATMENTS_PARTS: &[Part] = &[part("coder", Holds::Head), part("treatments", Holds::List)];
const MEMOS_PARTS: &[Part] = &[part("coder", Holds::Head), part("memos", Holds::List), part("links", Holds::List)];

/// The parts of a file beside those of every file; a text has none.
pub(super) fn parts(key: &FileKey) -> &'static [Part] {
    match key {
        FileKey::Template => TEMPLATE_PARTS,
        // The file is one record, with the fields of `record_in`.
        FileKey::Project | FileKey::Codebook | FileKey::Record(..) | FileKey::Text(_) | FileKey::Conflicts => &[],
        FileKey::Document(_) => DOCUMENT_PARTS,
        FileKey::Annotations(..) => ANNOTATIONS_PARTS,
        FileKey::Treatments(_) => TREATMENTS_PARTS,
        FileKey::Memos(_) => MEMOS_PARTS,
    }
}

/// The fields of the one record that a file is; `None` for a file that holds lists.
pub(super) fn record_in(key: &FileKey) -> Option<&'static Fields> {
    match key {
        FileKey::Project => Some(&PROJECT_INFO),
        FileKey::Codebook => Some(&CODEBOOK_INFO),
        FileKey::Document(_) => Some(&DOCUMENT),
        FileKey::Record(kind, _) => match kind {
            RecordKind::Coder => Some(&CODER),
            RecordKind::Event => Some(&EVENT),
            RecordKind::Attribute => Some(&ATTRIBUTE),
            RecordKind::Layer => Some(&LAYER),
            RecordKind::Code => Some(&CODE),
            RecordKind::LinkType => Some(&LINK_TYPE),
            RecordKind::Entity => Some(&ENTITY),
            RecordKind::Claim => Some(&CLAIM),
            RecordKind::Document
            | RecordKind::Annotation
            | RecordKind::Link
            | RecordKind::Treatment
            | RecordKind::Memo
            | RecordKind::Mark
            | RecordKind::Progress => None,
        },
        FileKey::Template
        | FileKey::Text(_)
        | FileKey::Conflicts
        | FileKey::Annotations(..)
        | FileKey::Treatments(_)
        | FileKey::Memos(_) => None,
    }
}

pub(super) static PROJECT_INFO: Fields = Fields::new("the project's head", known_fields::<ProjectInfo>, &[]);
pub(super) static CODEBOOK_INFO: Fields = Fields::new("the codebook's head", known_fields::<CodebookInfo>, &[]);
pub(super) static CODER: Fields = Fields::new("a coder", known_fields::<Coder>, &[]);
pub(super) static EVENT: Fields = Fields::new("an event", known_fields::<Event>, &[]);
pub(super) static ATTRIBUTE: Fields = Fields::new(
    "an attribute",
    known_fields::<Attribute>,
    &[("kind", Inner::OneOf(&[("Number", &NUMBER)])), ("when", Inner::Of(&CONDITION))],
);
pub(super) static LAYER: Fields = Fields::new("a layer", known_fields::<Layer>, &[]);
pub(super) static CODE: Fields = Fields::new("a code", known_fields::<Code>, &[]);
pub(super) static LINK_TYPE: Fields = Fields::new("a type of link", known_fields::<LinkType>, &[]);
pub(super) static ENTITY: Fields = Fields::new("an entity", known_fields::<Entity>, &[]);
pub(super) static CLAIM: Fields = Fields::new("a claim", known_fields::<Claim>, &[]);
pub(super) static DOCUMENT: Fields = Fields::new("a document", known_fields::<DiskDocument>, &[("provenance", Inner::Of(&PROVENANCE))]);
pub(super) static ANNOTATION: Fields = Fields::new("an annotation", known_fields::<DiskAnnotation>, &[]);
pub(super) static LINK: Fields = Fields::new("a link", known_fields::<DiskLink>, &[]);
pub(super) static TREATMENT: Fields = Fields::new("a treatment", known_fields::<DiskTreatment>, &[("looked", Inner::Of(&LOOKED))]);
pub(super) static MEMO: Fields =
    Fields::new("a memo", known_fields::<DiskMemo>, &[("about", RECORD_ID), ("links", Inner::ListOf(&RECORD_ID))]);
pub(super) static MARK: Fields = Fields::new("a mark", known_fields::<DiskMark>, &[]);
pub(super) static PROGRESS: Fields = Fields::new("a coder's progress", known_fields::<DiskProgress>, &[]);

static PROVENANCE: Fields = Fields::new("a document's provenance", known_fields::<Provenance>, &[]);
static CONDITION: Fields = Fields::new("the condition of an attribute", known_fields::<Condition>, &[]);
/// A word of an enum cannot be asked for its fields; a test reads them.
static NUMBER: Fields = Fields::new("an attribute that is a number", || &["min", "max", "step"], &[]);
static LOOKED: Fields = Fields::new("what was looked for", known_fields::<Looked>, &[]);
static TREATMENT_KEY: Fields = Fields::new("the name of a treatment", known_fields::<TreatmentKey>, &[]);
static PROGRESS_KEY: Fields = Fields::new("the name of a coder's progress", known_fields::<ProgressKey>, &[]);

const RECORD_ID: Inner = Inner::OneOf(&[("Treatment", &TREATMENT_KEY), ("Progress", &PROGRESS_KEY)]);

#[cfg(test)]
mod tests {
    use super::super::ron_text::{parse, to_line};
    use super::super::source::fields;
    use super::*;
    use crate::model::AttributeKind;

    #[test]
    fn a_number_has_the_fields_that_it_is_written_with() {
        let line = to_line(&AttributeKind::Number { min: Some(1.0), max: Some(2.0), step: Some(0.5) }).unwrap();
        assert_eq!(fields(&line).unwrap().iter().map(|f| f.name).collect::<Vec<_>>(), NUMBER.names().collect::<Vec<_>>());
        assert_eq!(to_line(&parse::<AttributeKind>(&line).unwrap()).unwrap(), line);
    }

    #[test]
    fn where_newer_fields_are_kept_is_no_field() {
        assert_eq!(CODER.names().collect::<Vec<_>>(), ["id", "name", "note", "created"]);
        assert!(CODER.has("note") && !CODER.has("extra") && !CODER.has("nota"));
    }

    #[test]
    fn every_value_with_fields_of_its_own_is_one_of_its_record() {
        for fields in [&ATTRIBUTE, &DOCUMENT, &TREATMENT, &MEMO] {
            assert!(fields.inner.iter().all(|(name, _)| fields.has(name)), "{}", fields.what);
        }
    }
}
