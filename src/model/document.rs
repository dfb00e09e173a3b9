//! A document: its reading text, its typography and where both came from.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{DocumentId, EventId, Extra};
use crate::text::sentences::Language;
use crate::text::{ReadingText, Run};

/// One source text with what is known about it.
///
/// Metadata that the source does not give stays `None`; `note` says so in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its id, also its files' name.
    pub id: DocumentId,
    /// Title or headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Newspaper, agency, channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// Byline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Date of publication as far as known: `2023`, `2023-09` or `2023-09-14`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// BCP 47 language tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Report, analysis, opinion, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub genre: Option<String>,
    /// Address it was found at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The event it reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventId>,
    /// Any further metadata by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
    /// Remarks about the source.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Typography of the source, sorted.
    #[serde(default)]
    pub runs: Arc<[Run]>,
    /// Where the text came from.
    #[serde(default)]
    pub provenance: Provenance,
    /// Words as read and coded; on disk a file of its own.
    #[serde(default)]
    pub text: ReadingText,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl Document {
    /// A bare document with an id and a text.
    pub fn new(id: DocumentId, text: ReadingText) -> Self {
        Self {
            id,
            title: None,
            outlet: None,
            author: None,
            date: None,
            language: None,
            genre: None,
            url: None,
            event: None,
            metadata: BTreeMap::new(),
            note: String::new(),
            runs: Arc::from([]),
            provenance: Provenance::default(),
            text,
            extra: Extra::new(),
        }
    }

    /// The language its sentences are in: what its tag says, else what its text looks like.
    pub fn language_of_sentences(&self) -> Language {
        Language::of(self.language.as_deref(), self.text.as_str())
    }

    /// What to call it on the screen: title, else the words it begins with, else the id.
    pub fn display_title(&self) -> &str {
        let first_line = || {
            let line = self.text.slice(*self.text.paragraphs().first()?)?;
            let cut = line.char_indices().nth(60).map_or(line.len(), |(at, _)| at);
            line.get(..cut)
        };
        self.title.as_deref().or_else(first_line).unwrap_or(self.id.as_str())
    }
}

/// Where a document's reading text came from, enough to compute original offsets again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Provenance {
    /// The imported file's name, as it was.
    pub file: String,
    /// The untouched bytes: a file's name under `documents/original/`; empty when none are kept.
    pub original: String,
    /// SHA-256 of those bytes, hexadecimal.
    pub original_sha256: String,
    /// The reader that made the reading text, with its version: `text/1`, `markdown/2`.
    pub reader: String,
    /// The encoding the bytes were read in, by its WHATWG name.
    pub encoding: String,
    /// When it was imported.
    pub imported: Option<Timestamp>,
}
