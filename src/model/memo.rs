//! Memos, "looked, nothing here" marks, and how far a coder is with a document.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ClaimId, CoderId, DocumentId, Extra, LayerId, MarkId, MemoId, Place, RecordId};

/// A written thought about anything in the project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memo {
    /// Its id.
    pub id: MemoId,
    /// Who wrote it. On disk: the folder.
    pub coder: CoderId,
    /// What it is about; `None`: the project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<RecordId>,
    /// Whatever else it points to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<RecordId>,
    /// Heading.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The thought.
    pub text: String,
    /// When it was begun.
    pub created: Timestamp,
    /// When it was last changed, where that is later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Timestamp>,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

/// Says that a coder looked and found nothing, which is not the same as not having coded yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Its id.
    pub id: MarkId,
    /// Who looked.
    pub coder: CoderId,
    /// In which document.
    pub document: DocumentId,
    /// At what part of it, or for what.
    pub subject: MarkSubject,
    /// For which layer; `None`: for any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layer: Option<LayerId>,
    /// A short remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub memo: String,
    /// When.
    pub created: Timestamp,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

/// What was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MarkSubject {
    /// The whole document.
    Document,
    /// One paragraph.
    Paragraph(Place),
    /// The document, for one claim.
    Claim(ClaimId),
}

/// Names the one progress of a coder in a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ProgressKey {
    /// The coder.
    pub coder: CoderId,
    /// The document.
    pub document: DocumentId,
}

impl fmt::Display for ProgressKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.coder, self.document)
    }
}

/// How far a coder says to be with a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The coder.
    pub coder: CoderId,
    /// The document.
    pub document: DocumentId,
    /// How far.
    pub state: ProgressState,
    /// Since when.
    pub changed: Timestamp,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl Progress {
    /// Its key.
    pub fn key(&self) -> ProgressKey {
        ProgressKey { coder: self.coder.clone(), document: self.document.clone() }
    }
}

/// How far. A document without a record is untouched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ProgressState {
    /// Begun.
    InProgress,
    /// Read to the end and done.
    Finished,
}
