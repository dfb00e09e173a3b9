//! Plans: what a command means for this project, worked out without touching anything.

pub mod annotations;
pub mod bulk;
pub mod claim_merge;
pub mod claims;
pub mod codebook;
pub mod coding;
pub mod conflicts;
mod defaults;
pub mod documents;
pub mod entities;
pub mod entity_merge;
pub mod ledger;
pub mod links;
pub mod memos;
pub mod quotations;
pub(super) mod removal;
mod repointing;
pub mod rereading;
pub mod several;
pub mod templates;
pub mod treating;

use std::sync::Arc;

use super::notice::Notice;
use super::{Environment, Selection};
pub use crate::text::shortened;

use crate::model::{Annotation, AnnotationId, CodeId, CoderId, Document, Edit, Project};

/// What a plan may look at.
pub struct Desk<'a> {
    /// The project.
    pub project: &'a Project,
    /// The open coder.
    pub coder: &'a CoderId,
    /// What is open and selected.
    pub selection: &'a Selection,
    /// The code used last.
    pub last_code: Option<&'a CodeId>,
    /// Clock and ids.
    pub environment: &'a Environment,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Plan {
    /// A change of the project.
    Edit(Step),
    /// Another selection; the project stays as it is.
    Show(Selection),
    /// Not this way; nothing changes.
    Refuse(Notice),
    /// It is so already.
    Nothing,
}

/// A planned change.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its name in the undo menu.
    pub label: String,
    /// Its edits.
    pub edits: Vec<Edit>,
    /// What is selected afterwards; `None`: what was.
    pub select: Option<Selection>,
    /// See [`crate::model::Transaction::merge_key`].
    pub merge_key: Option<String>,
}

impl Plan {
    /// A change with a name.
    pub fn edit(label: impl Into<String>, edits: Vec<Edit>) -> Self {
        if edits.is_empty() {
            return Self::Nothing;
        }
        Self::Edit(Step { label: label.into(), edits, select: None, merge_key: None })
    }

    /// Refuses, with a reason and a hint.
    pub fn refuse(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Refuse(Notice::refused(what, hint))
    }

    /// The same with something else selected afterwards.
    #[must_use]
    pub fn selecting(mut self, selection: Selection) -> Self {
        if let Self::Edit(step) = &mut self {
            step.select = Some(selection);
        }
        self
    }

    /// The same, joined with a step of the same key right before it.
    #[must_use]
    pub fn joined(mut self, key: impl Into<String>) -> Self {
        if let Self::Edit(step) = &mut self {
            step.merge_key = Some(key.into());
        }
        self
    }
}

impl<'a> Desk<'a> {
    /// The open document, or why there is none.
    pub fn open_document(&self) -> Result<&'a Arc<Document>, Refusal> {
        let open = self.selection.document.as_ref().and_then(|id| self.project.documents().get(id));
        open.ok_or_else(|| refusal("No document is open", "Open one in the library first"))
    }

    /// An annotation, or why it is gone.
    pub fn annotation(&self, id: &AnnotationId) -> Result<&'a Arc<Annotation>, Refusal> {
        let found = self.project.annotations().get(id);
        found.ok_or_else(|| refusal("That annotation no longer exists", "It was deleted meanwhile; undo brings it back"))
    }

    /// The name of a code on the screen.
    pub fn code_name(&self, code: &CodeId) -> String {
        self.project.codes().get(code).map_or_else(|| code.to_string(), |c| c.name.clone())
    }

    /// `annotation` with the time of its change, as an edit.
    pub fn changed(&self, annotation: Annotation) -> Edit {
        Edit::Set(Annotation { changed: Some(self.environment.now()), ..annotation }.into())
    }
}

/// Why a command cannot be done; boxed, because it is the rare case.
pub type Refusal = Box<Notice>;

/// Refuses, with a reason and a hint.
pub fn refusal(what: impl Into<String>, hint: impl Into<String>) -> Refusal {
    Box::new(Notice::refused(what, hint))
}

/// Turns an early refusal into the plan itself, so that plans can be written with `?`.
pub fn planned(plan: Result<Plan, Refusal>) -> Plan {
    plan.unwrap_or_else(|refusal| Plan::Refuse(*refusal))
}
