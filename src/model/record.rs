//! Records: everything in a project that has an id, as one type.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Annotation, AnnotationId, Attribute, AttributeId, Claim, ClaimId, Code, CodeId, Coder, CoderId, Document, DocumentId, Entity, EntityId,
    Event, EventId, Layer, LayerId, Link, LinkId, LinkType, LinkTypeId, Mark, MarkId, MarkSubject, Memo, MemoId, Progress, ProgressKey,
    Reference, Treatment, TreatmentKey, Value,
};

use crate::text::{counted, counted_as};

/// Fields that a newer minor version wrote and this one does not know: name and source text, kept for the next save.
pub type Extra = BTreeMap<String, String>;

macro_rules! records {
    ($($(#[$doc:meta])* $variant:ident($id:ty);)*) => {
        /// Anything in a project that has an id. Cloning is cheap.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub enum Record { $($(#[$doc])* $variant(Arc<$variant>),)* }

        /// Names a record.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum RecordId { $($(#[$doc])* $variant($id),)* }

        /// What kind of record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RecordKind { $($(#[$doc])* $variant,)* }

        impl RecordId {
            /// What kind of record it names.
            pub fn kind(&self) -> RecordKind {
                match self { $(Self::$variant(_) => RecordKind::$variant,)* }
            }
        }

        impl fmt::Display for RecordId {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $(Self::$variant(id) => write!(f, "{} {id}", self.kind()),)* }
            }
        }

        $(
            impl From<$variant> for Record {
                fn from(value: $variant) -> Self { Self::$variant(Arc::new(value)) }
            }

            impl From<Arc<$variant>> for Record {
                fn from(value: Arc<$variant>) -> Self { Self::$variant(value) }
            }

            impl<'a> TryFrom<&'a Record> for &'a $variant {
                type Error = RecordKind;
                fn try_from(record: &'a Record) -> Result<Self, RecordKind> {
                    match record {
                        Record::$variant(value) => Ok(value),
                        other => Err(other.id().kind()),
                    }
                }
            }
        )*
    };
}

records! {
    /// A coder.
    Coder(CoderId);
    /// An event.
    Event(EventId);
    /// An attribute of the codebook.
    Attribute(AttributeId);
    /// A layer of the codebook.
    Layer(LayerId);
    /// A code.
    Code(CodeId);
    /// A type of link.
    LinkType(LinkTypeId);
    /// An entity.
    Entity(EntityId);
    /// A claim.
    Claim(ClaimId);
    /// A document.
    Document(DocumentId);
    /// An annotation.
    Annotation(AnnotationId);
    /// A link.
    Link(LinkId);
    /// A treatment of a claim by a document.
    Treatment(TreatmentKey);
    /// A memo.
    Memo(MemoId);
    /// A "looked, nothing here".
    Mark(MarkId);
    /// A coder's progress in a document.
    Progress(ProgressKey);
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl RecordKind {
    /// What one of them is called.
    pub fn word(self) -> &'static str {
        self.words().0
    }

    /// What several of them are called.
    pub fn plural(self) -> &'static str {
        self.words().1
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Coder => ("coder", "coders"),
            Self::Event => ("event", "events"),
            Self::Attribute => ("attribute", "attributes"),
            Self::Layer => ("layer", "layers"),
            Self::Code => ("code", "codes"),
            Self::LinkType => ("link type", "link types"),
            Self::Entity => ("entity", "entities"),
            Self::Claim => ("claim", "claims"),
            Self::Document => ("document", "documents"),
            Self::Annotation => ("annotation", "annotations"),
            Self::Link => ("link", "links"),
            Self::Treatment => ("treatment", "treatments"),
            Self::Memo => ("memo", "memos"),
            Self::Mark => ("mark", "marks"),
            Self::Progress => ("progress", "states of progress"),
        }
    }
}

impl RecordKind {
    /// A number of them in words: `1 entity`, `2 entities`.
    pub fn counted(self, number: usize) -> String {
        match self {
            Self::Entity => counted_as(number, "entity", "entities"),
            Self::Progress => counted_as(number, "note of progress", "notes of progress"),
            kind => counted(number, &kind.to_string()),
        }
    }
}

impl Record {
    /// The id of this record.
    pub fn id(&self) -> RecordId {
        match self {
            Self::Coder(r) => RecordId::Coder(r.id.clone()),
            Self::Event(r) => RecordId::Event(r.id.clone()),
            Self::Attribute(r) => RecordId::Attribute(r.id.clone()),
            Self::Layer(r) => RecordId::Layer(r.id.clone()),
            Self::Code(r) => RecordId::Code(r.id.clone()),
            Self::LinkType(r) => RecordId::LinkType(r.id.clone()),
            Self::Entity(r) => RecordId::Entity(r.id.clone()),
            Self::Claim(r) => RecordId::Claim(r.id.clone()),
            Self::Document(r) => RecordId::Document(r.id.clone()),
            Self::Annotation(r) => RecordId::Annotation(r.id.clone()),
            Self::Link(r) => RecordId::Link(r.id.clone()),
            Self::Treatment(r) => RecordId::Treatment(r.key()),
            Self::Memo(r) => RecordId::Memo(r.id.clone()),
            Self::Mark(r) => RecordId::Mark(r.id.clone()),
            Self::Progress(r) => RecordId::Progress(r.key()),
        }
    }

    /// Calls `visit` with every record that this one needs to exist (some may come twice).
    pub fn for_each_reference(&self, visit: &mut dyn FnMut(RecordId)) {
        match self {
            Self::Coder(_) | Self::Event(_) | Self::Entity(_) | Self::Claim(_) => {}
            Self::Attribute(r) => {
                r.when.iter().for_each(|c| visit(RecordId::Attribute(c.attribute.clone())));
                r.default.iter().for_each(|value| visit_value(value, visit));
            }
            Self::Layer(r) => visit_attributes(&r.attributes, visit),
            Self::Code(r) => {
                visit(RecordId::Layer(r.layer.clone()));
                r.parent.iter().for_each(|p| visit(RecordId::Code(p.clone())));
                visit_attributes(&r.attributes, visit);
            }
            Self::LinkType(r) => {
                r.from.iter().chain(&r.to).for_each(|c| visit(RecordId::Code(c.clone())));
                visit_attributes(&r.attributes, visit);
            }
            Self::Document(r) => r.event.iter().for_each(|e| visit(RecordId::Event(e.clone()))),
            Self::Annotation(r) => {
                visit(RecordId::Coder(r.coder.clone()));
                visit(RecordId::Document(r.document.clone()));
                visit(RecordId::Code(r.code.clone()));
                visit_values(&r.attributes, visit);
            }
            Self::Link(r) => {
                visit(RecordId::Coder(r.coder.clone()));
                visit(RecordId::LinkType(r.kind.clone()));
                visit(RecordId::Annotation(r.from.clone()));
                visit(RecordId::Annotation(r.to.clone()));
                visit_values(&r.attributes, visit);
            }
            Self::Treatment(r) => {
                visit(RecordId::Coder(r.coder.clone()));
                visit(RecordId::Document(r.document.clone()));
                visit(RecordId::Claim(r.claim.clone()));
                r.by.iter().for_each(|e| visit(RecordId::Entity(e.clone())));
                r.evidence.iter().for_each(|a| visit(RecordId::Annotation(a.clone())));
            }
            Self::Memo(r) => {
                visit(RecordId::Coder(r.coder.clone()));
                r.about.iter().chain(&r.links).for_each(|id| visit(id.clone()));
            }
            Self::Mark(r) => {
                visit(RecordId::Coder(r.coder.clone()));
                visit(RecordId::Document(r.document.clone()));
                if let MarkSubject::Claim(claim) = &r.subject {
                    visit(RecordId::Claim(claim.clone()));
                }
                r.layer.iter().for_each(|l| visit(RecordId::Layer(l.clone())));
            }
            Self::Progress(r) => {
                visit(RecordId::Coder(r.coder.clone()));
                visit(RecordId::Document(r.document.clone()));
            }
        }
    }
}

fn visit_attributes(attributes: &[AttributeId], visit: &mut dyn FnMut(RecordId)) {
    for attribute in attributes {
        visit(RecordId::Attribute(attribute.clone()));
    }
}

fn visit_values(values: &BTreeMap<AttributeId, Value>, visit: &mut dyn FnMut(RecordId)) {
    for (attribute, value) in values {
        visit(RecordId::Attribute(attribute.clone()));
        visit_value(value, visit);
    }
}

fn visit_value(value: &Value, visit: &mut dyn FnMut(RecordId)) {
    let Value::References(references) = value else { return };
    for reference in references {
        visit(match reference {
            Reference::Entity(id) => RecordId::Entity(id.clone()),
            Reference::Claim(id) => RecordId::Claim(id.clone()),
        });
    }
}
