//! Annotations and the links between them.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AnnotationId, AttributeId, ClaimId, CodeId, CoderId, DocumentId, EntityId, Extra, LinkId, LinkTypeId};
use crate::text::Span;

/// One code, put by one coder on one place of one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// Its id.
    pub id: AnnotationId,
    /// Who put it there. On disk: the folder.
    pub coder: CoderId,
    /// Where it is. On disk: the file.
    pub document: DocumentId,
    /// What it says.
    pub code: CodeId,
    /// The place.
    pub target: Target,
    /// Attribute values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<AttributeId, Value>,
    /// A short remark of the coder.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub memo: String,
    /// How it came to be.
    #[serde(default, skip_serializing_if = "Origin::is_by_hand")]
    pub origin: Origin,
    /// When it was first put.
    pub created: Timestamp,
    /// When it was last changed, where that is later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Timestamp>,
    /// Revision of the codebook it was made under.
    #[serde(default)]
    pub revision: u32,
    /// Its quote is not at its place (any more): shown, never dropped, re-anchored when there is one good place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub orphan: bool,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl Annotation {
    /// First byte it touches; 0 for the document as a whole.
    pub fn start(&self) -> usize {
        self.target.places().first().map_or(0, |p| p.span.start())
    }

    /// Whether it lies on stretches of text (spans or a paragraph) and not on the whole document.
    pub fn is_on_text(&self) -> bool {
        !matches!(self.target, Target::Document)
    }

    /// Its words; the fragments of a discontinuous one are joined by " … ".
    pub fn quote(&self) -> String {
        let parts: Vec<&str> = self.target.places().iter().map(|p| &*p.quote).collect();
        parts.join(" … ")
    }

    /// Every entity its attributes name.
    pub fn entities(&self) -> impl Iterator<Item = &EntityId> {
        self.references().filter_map(|r| match r {
            Reference::Entity(id) => Some(id),
            Reference::Claim(_) => None,
        })
    }

    /// Every claim its attributes name.
    pub fn claims(&self) -> impl Iterator<Item = &ClaimId> {
        self.references().filter_map(|r| match r {
            Reference::Claim(id) => Some(id),
            Reference::Entity(_) => None,
        })
    }

    fn references(&self) -> impl Iterator<Item = &Reference> {
        self.attributes.values().flat_map(|value| match value {
            Value::References(refs) => refs.as_slice(),
            _ => &[],
        })
    }
}

/// One stretch of text with its exact words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Where, in bytes of the reading text.
    pub span: Span,
    /// The words there when the annotation was made.
    pub quote: Arc<str>,
}

/// What an annotation is put on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// One or more stretches, sorted, not touching; several make it discontinuous.
    Spans(Vec<Place>),
    /// A whole paragraph.
    Paragraph(Place),
    /// The whole document.
    Document,
}

impl Target {
    /// The stretches of text; none for the whole document.
    pub fn places(&self) -> &[Place] {
        match self {
            Self::Spans(places) => places,
            Self::Paragraph(place) => std::slice::from_ref(place),
            Self::Document => &[],
        }
    }

    /// From the first byte to the last, gaps included; `None` for the whole document.
    pub fn extent(&self) -> Option<Span> {
        let places = self.places();
        let start = places.first()?.span.start();
        let end = places.iter().map(|p| p.span.end()).max()?;
        Span::new(start, end).ok()
    }
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// One of the attribute's words.
    Choice(String),
    /// Some of the attribute's words, in the attribute's order.
    Choices(Vec<String>),
    /// Free text.
    Text(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    YesNo(bool),
    /// Entities or claims; never empty.
    References(Vec<Reference>),
}

/// Points at something of the project that lives outside any document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reference {
    /// An entity of the register.
    Entity(EntityId),
    /// A claim of the ledger.
    Claim(ClaimId),
}

/// How an annotation came to be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Origin {
    /// A coder selected and coded.
    #[default]
    ByHand,
    /// A rule that coded all occurrences; the rule in words.
    Rule(String),
    /// Came in with a file; the file's name.
    Imported(String),
    /// Proposed by a program, not yet accepted by anyone.
    Suggested(String),
}

impl Origin {
    fn is_by_hand(&self) -> bool {
        *self == Self::ByHand
    }
}

/// Joins two annotations, in one document or across documents.
///
/// On disk it stands with the annotation it starts from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Its id.
    pub id: LinkId,
    /// Who drew it.
    pub coder: CoderId,
    /// Its type.
    pub kind: LinkTypeId,
    /// Where it starts.
    pub from: AnnotationId,
    /// Where it leads.
    pub to: AnnotationId,
    /// Typed values, such as the two numbers that differ.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<AttributeId, Value>,
    /// A short remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub memo: String,
    /// When it was drawn.
    pub created: Timestamp,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}
