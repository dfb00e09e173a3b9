//! The claim ledger: propositions, and what each document does with them.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AnnotationId, ClaimId, CoderId, DocumentId, EntityId, Extra};

/// A proposition in the analyst's words, always stated positively.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// The proposition.
    pub statement: String,
    /// Place in the ledger, ascending.
    #[serde(default)]
    pub rank: u32,
    /// Heading it stands under.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// 1 (minor) to 3 (central).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importance: Option<u8>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

/// Names the one treatment of a claim by a document in the eyes of a coder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TreatmentKey {
    /// The coder.
    pub coder: CoderId,
    /// The document.
    pub document: DocumentId,
    /// The claim.
    pub claim: ClaimId,
}

impl fmt::Display for TreatmentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.coder, self.document, self.claim)
    }
}

/// What one document does with one claim, as one coder sees it.
///
/// A claim without a treatment is *not checked*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Treatment {
    /// Who says so. On disk: the folder.
    pub coder: CoderId,
    /// In which document.
    pub document: DocumentId,
    /// Of which claim.
    pub claim: ClaimId,
    /// What it does.
    pub kind: TreatmentKind,
    /// On whose word, outermost voice first (the agency, then the man it quotes); empty: the document's own voice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<EntityId>,
    /// Annotations that prove it; may be empty for *omits* alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<AnnotationId>,
    /// How much an omission matters, 1 to 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importance: Option<u8>,
    /// For *omits*: who looked for what, and in which text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looked: Option<Looked>,
    /// A short remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub memo: String,
    /// When it was last set.
    pub changed: Timestamp,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl Treatment {
    /// Its key.
    pub fn key(&self) -> TreatmentKey {
        TreatmentKey { coder: self.coder.clone(), document: self.document.clone(), claim: self.claim.clone() }
    }
}

/// What a document does with a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TreatmentKind {
    /// Says it in its own voice.
    Asserts,
    /// Takes it for granted.
    Presupposes,
    /// Puts it in someone's mouth.
    Attributes,
    /// Says it with a reservation.
    Hedges,
    /// Reports that it is contested.
    Disputes,
    /// Says, or lets someone say, that it is not so.
    Denies,
    /// Does not have it; somebody looked.
    Omits,
}

impl TreatmentKind {
    /// All of them, in the order of the screen.
    pub const ALL: [Self; 7] =
        [Self::Asserts, Self::Presupposes, Self::Attributes, Self::Hedges, Self::Disputes, Self::Denies, Self::Omits];

    /// Its word in files, queries and on the screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Asserts => "asserts",
            Self::Presupposes => "presupposes",
            Self::Attributes => "attributes",
            Self::Hedges => "hedges",
            Self::Disputes => "disputes",
            Self::Denies => "denies",
            Self::Omits => "omits",
        }
    }
}

/// Records a search that found nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// When.
    pub when: Timestamp,
    /// The words that were looked for; empty when the whole text was read for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// SHA-256 of the reading text that was looked through.
    pub text_sha256: String,
}
