//! The codebook: layers, codes, attributes and link types.

use serde::{Deserialize, Serialize};

use super::{AttributeId, CodeId, Extra, LayerId, LinkTypeId};

/// Says what the codebook as a whole is; its parts are records of their own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CodebookInfo {
    /// Title, such as "Entities / Claims / Framing".
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The papers it follows, as one cites them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// What one codes: a span, a sentence, a document, a claim in a document.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Rules of coding, one each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// Counts the changes of meaning; every annotation remembers the one it was made under.
    pub revision: u32,
    /// Fields of a newer minor version.
    #[serde(skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

/// A family of codes that share attributes: Entities, Claims, Framing, Document, or one of the user's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// Its id.
    pub id: LayerId,
    /// Its name on the screen.
    pub name: String,
    /// Place in the list, ascending.
    #[serde(default)]
    pub rank: u32,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    /// Attributes that all its codes have, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeId>,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

/// Where a code may be put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Scope {
    /// On spans of text.
    Span,
    /// On a whole paragraph.
    Paragraph,
    /// On the whole document.
    Document,
}

/// One code: what an annotation says of its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// Its id, such as `E.PER`.
    pub id: CodeId,
    /// The layer it belongs to.
    pub layer: LayerId,
    /// Its name on the screen.
    pub name: String,
    /// Place among its siblings, ascending.
    #[serde(default)]
    pub rank: u32,
    /// The code above it in a tree of codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<CodeId>,
    /// Where it may be put; never empty.
    pub scopes: Vec<Scope>,
    /// What it means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub definition: String,
    /// What belongs to it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub include: String,
    /// What does not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub exclude: String,
    /// Examples from texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
    /// Hue in degrees (0 to 359) of its colour; lightness and chroma are the theme's. `None`: from its layer and rank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hue: Option<u16>,
    /// The key that applies it to a selection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<char>,
    /// Attributes of this code alone, in order; its layer's come after them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeId>,
    /// No longer offered, but still read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

/// A typed attribute that annotations of some codes carry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attribute {
    /// Its id, such as `entities.form` or `E.GPE.sense`.
    pub id: AttributeId,
    /// Its name on the screen and in exports, such as `form`.
    pub name: String,
    /// What values it takes.
    pub kind: AttributeKind,
    /// What it means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub definition: String,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

/// What values an attribute takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum AttributeKind {
    /// One of these words.
    Choice(Vec<String>),
    /// Any number of these words.
    Choices(Vec<String>),
    /// Free text.
    Text,
    /// A number from the first to the second, in steps of the third where given.
    Number {
        /// Smallest value.
        min: Option<f64>,
        /// Largest value.
        max: Option<f64>,
        /// Distance of neighbouring values; 1 for whole numbers.
        step: Option<f64>,
    },
    /// Yes or no.
    YesNo,
    /// One or several entities of the register.
    Entity,
    /// One or several claims of the ledger.
    Claim,
    /// Entities or claims.
    EntityOrClaim,
}

/// A type of link between two annotations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkType {
    /// Its id, such as `source-of`.
    pub id: LinkTypeId,
    /// Its name on the screen.
    pub name: String,
    /// Place in the list, ascending.
    #[serde(default)]
    pub rank: u32,
    /// Codes it may start from; empty: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<CodeId>,
    /// Codes it may lead to; empty: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<CodeId>,
    /// What it means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub definition: String,
    /// Attributes that a link of this type carries, such as the two values of a discrepancy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeId>,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}
