//! The words every change is written in: edits and transactions.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CodebookInfo, CoderId, Conflict, ConflictId, ProjectInfo, Record, RecordId};

/// The smallest whole step. Its inverse is an edit again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Edit {
    /// Adds a record whose id is new.
    Add(Record),
    /// Replaces the record of the same id.
    Set(Record),
    /// Takes a record away; refused while another one refers to it.
    Remove(RecordId),
    /// Sets the project's title and settings. (Boxed, for an import has an edit a record.)
    SetProject(Box<ProjectInfo>),
    /// Sets the codebook's title, purpose, rules and revision.
    SetCodebook(Box<CodebookInfo>),
    /// Keeps a conflict until it is settled, or lets it go; finds it in either state.
    SetConflict(ConflictId, Option<Arc<Conflict>>),
}

impl Edit {
    /// Keeps a conflict until it is settled.
    pub fn keep(conflict: Conflict) -> Self {
        Self::SetConflict(conflict.id.clone(), Some(Arc::new(conflict)))
    }
}

/// Edits that are carried out together or not at all, and undone as one step.
///
/// Only the result is judged: inside a transaction the order of edits is free as long as each finds (or does not find) its record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transaction {
    /// The step's name as the undo menu shows it, such as "Code as Person".
    pub label: String,
    /// Who does it.
    pub coder: CoderId,
    /// When.
    pub time: Timestamp,
    /// Where it comes from.
    #[serde(default)]
    pub origin: Origin,
    /// Steps that follow one another with the same key become one step of the history (typing in one memo, dragging one boundary).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge_key: Option<String>,
    /// The edits, in order.
    pub edits: Vec<Edit>,
}

/// Where a transaction comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Origin {
    /// A person at the window.
    #[default]
    Window,
    /// The command line.
    CommandLine,
    /// A file that was imported.
    Import,
    /// Changes that another program made to the project's files.
    Outside,
    /// The undoing of a step.
    Undo,
    /// The doing again of a step.
    Redo,
}
