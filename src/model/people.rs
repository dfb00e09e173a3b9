//! Coders, events and the entity register.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CoderId, EntityId, EventId, Extra};

/// A person (or a gold standard) who annotates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coder {
    /// Its id, also its folder's name.
    pub id: CoderId,
    /// Name on the screen.
    pub name: String,
    /// Who they are, how they were trained.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// When they joined the project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

/// A happening that several documents report; the library groups by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// Name on the screen.
    pub name: String,
    /// Date as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl Event {
    /// What to call it on the screen: its name, else its date, else its id, for files of other programs may have none.
    pub fn display_name(&self) -> &str {
        let named = Some(self.name.trim()).filter(|name| !name.is_empty());
        named.or(self.date.as_deref().filter(|date| !date.trim().is_empty())).unwrap_or(self.id.as_str())
    }
}

/// Who or what is meant by mentions, across documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// Its id.
    pub id: EntityId,
    /// Preferred name.
    pub name: String,
    /// Person, organisation, place, … in the project's own words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Other names it goes by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Wikidata item, `Q` and digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wikidata: Option<String>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}
