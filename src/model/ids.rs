//! Ids: short strings that never change and are never used again for something else.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Says why a string cannot be an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing in it, or more than 128 bytes.
    #[error("an id has 1 to 128 bytes, but '{0}' has {n}", n = .0.len())]
    Length(String),
    /// A character that would make trouble in files, queries or lists.
    #[error("the id '{0}' holds '{1}'; ids have no white space, quotation marks, brackets, commas, slashes or control characters")]
    Character(String, char),
    /// A document's or coder's id is also a file's name on every system.
    #[error("'{0}' cannot be a file's name everywhere; use up to 64 letters, digits, '-', '_' and '.', and begin with a letter or digit")]
    FileName(String),
}

fn check_id(text: &str) -> Result<(), IdError> {
    if text.is_empty() || text.len() > 128 {
        return Err(IdError::Length(text.to_owned()));
    }
    let wrong = |c: char| c.is_whitespace() || c.is_control() || "\"'()[]{}<>,/\\`".contains(c);
    match text.chars().find(|c| wrong(*c)) {
        Some(c) => Err(IdError::Character(text.to_owned(), c)),
        None => Ok(()),
    }
}

/// File names that Windows keeps for devices, and those the project folder uses itself.
const RESERVED: [&str; 10] = ["con", "prn", "aux", "nul", "com1", "com2", "lpt1", "original", "treatments", "memos"];

fn check_file_id(text: &str) -> Result<(), IdError> {
    check_id(text)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let lower = text.to_ascii_lowercase();
    let stem = lower.split('.').next().unwrap_or_default();
    let good = text.len() <= 64
        && text.chars().all(plain)
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !text.ends_with('.')
        && !RESERVED.contains(&stem);
    if good { Ok(()) } else { Err(IdError::FileName(text.to_owned())) }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $check:path;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes a string over as an id, if it can be one.
            pub fn new(text: &str) -> Result<Self, IdError> {
                $check(text)?;
                Ok(Self(Arc::from(text)))
            }

            /// Sorts before every id; only for searching sorted sets.
            #[allow(dead_code, reason = "one per id type, used by those that are indexed")]
            pub(super) fn lowest() -> Self {
                Self(Arc::from(""))
            }

            /// The id's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::new(&text).map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// Names a document; also its file's name.
    DocumentId, check_file_id;
    /// Names a coder; also a folder's name.
    CoderId, check_file_id;
    /// Names an event that several documents report.
    EventId, check_id;
    /// Names a layer of the codebook.
    LayerId, check_id;
    /// Names a code.
    CodeId, check_id;
    /// Names an attribute of a layer or a code.
    AttributeId, check_id;
    /// Names a type of link.
    LinkTypeId, check_id;
    /// Names an entity of the register.
    EntityId, check_id;
    /// Names a claim of the ledger.
    ClaimId, check_id;
    /// Names an annotation.
    AnnotationId, check_id;
    /// Names a link between two annotations.
    LinkId, check_id;
    /// Names a memo.
    MemoId, check_id;
    /// Names a "looked, nothing here" mark.
    MarkId, check_id;
    /// Names a conflict that is to be settled.
    ConflictId, check_id;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_id_is_a_file_name_on_every_system() {
        assert!(DocumentId::new("000").is_ok());
        for bad in ["", "a/b", "CON", "con.x", "..", "a b", "treatments", "-x", "é", "a."] {
            assert!(DocumentId::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn other_ids_may_use_any_script_but_no_separators() {
        assert!(EntityId::new("ent:金").is_ok());
        assert!(CodeId::new("role(x)").is_err());
        assert!(CodeId::new("CT+").is_ok());
    }
}
