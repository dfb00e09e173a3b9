//! Conflicts: what two sides made of one thing, each in another way, until somebody settles it.

use serde::{Deserialize, Serialize};

use super::{CodebookInfo, ConflictId, Document, ProjectInfo, Record, RecordId};
use crate::text::{ReadingText, sha256};

/// Something that was changed here and by others, each in another way. Ours stands in the project; theirs is kept here.
///
/// It is no record: nothing refers to it, and no format has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conflict {
    /// Its id, made from what it says: the same conflict found twice is one.
    pub id: ConflictId,
    /// The fields that both changed (`memo`, `attributes.form`); the two versions differ in them alone. Empty: the whole of it, because
    /// one side removed it or both added it.
    pub fields: Vec<String>,
    /// Both versions.
    pub versions: Versions,
}

/// What each side made of a thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Versions {
    /// Of a record; a side without it has removed it.
    Record {
        /// Which.
        id: RecordId,
        /// As it is here.
        ours: Option<Record>,
        /// As the others have it.
        theirs: Option<Record>,
    },
    /// Of the project's title and settings.
    Project {
        /// As they are here.
        ours: Box<ProjectInfo>,
        /// As the others have them.
        theirs: Box<ProjectInfo>,
    },
    /// Of the codebook's title, purpose, rules and revision.
    Codebook {
        /// As they are here.
        ours: Box<CodebookInfo>,
        /// As the others have them.
        theirs: Box<CodebookInfo>,
    },
}

impl Conflict {
    /// A conflict about these fields; none: about the whole of it.
    ///
    /// # Panics
    ///
    /// Never: letters and digits are always an id.
    pub fn new(fields: Vec<String>, versions: Versions) -> Self {
        let versions = without_shared_text(versions);
        let words = serde_json::to_string(&(&fields, &versions)).unwrap_or_else(|_| format!("{fields:?} {versions:?}"));
        let digest = sha256(words.as_bytes());
        let id = ConflictId::new(&format!("x-{}", digest.get(..16).unwrap_or(&digest)));
        #[expect(clippy::expect_used, reason = "letters and digits are an id")]
        let id = id.expect("a digest is an id");
        Self { id, fields, versions }
    }

    /// A conflict about a record.
    pub fn of_record(id: RecordId, fields: Vec<String>, ours: Option<Record>, theirs: Option<Record>) -> Self {
        Self::new(fields, Versions::Record { id, ours, theirs })
    }

    /// The record it is about; `None`: the project or its codebook as a whole.
    pub fn about(&self) -> Option<&RecordId> {
        match &self.versions {
            Versions::Record { id, .. } => Some(id),
            Versions::Project { .. } | Versions::Codebook { .. } => None,
        }
    }
}

/// A text of megabytes is not kept twice because two people wrote two titles above it.
fn without_shared_text(versions: Versions) -> Versions {
    match versions {
        Versions::Record { id, ours: Some(Record::Document(ours)), theirs: Some(Record::Document(theirs)) }
            if ours.text == theirs.text && ours.runs == theirs.runs && ours.provenance == theirs.provenance =>
        {
            let bare = |d: &Document| Document { text: ReadingText::default(), runs: Vec::new().into(), ..d.clone() };
            Versions::Record { id, ours: Some(bare(&ours).into()), theirs: Some(bare(&theirs).into()) }
        }
        versions => versions,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_conflict_found_twice_has_one_id_and_another_one_another() {
        let document = |title: &str| {
            let text = ReadingText::new("long ".repeat(100)).unwrap();
            Record::from(Document { title: Some(title.to_owned()), ..Document::new("d".parse().unwrap(), text) })
        };
        let id = RecordId::Document("d".parse().unwrap());
        let conflict = |theirs| Conflict::of_record(id.clone(), vec!["title".into()], Some(document("ours")), Some(document(theirs)));
        assert_eq!(conflict("theirs"), conflict("theirs"));
        assert_ne!(conflict("theirs").id, conflict("others").id);
        let Versions::Record { theirs: Some(Record::Document(kept)), .. } = conflict("theirs").versions else { panic!("a document") };
        assert_eq!((kept.title.as_deref(), kept.text.as_str()), (Some("theirs"), ""), "the text that both share is not kept again");
    }
}
