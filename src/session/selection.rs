//! What is open and selected.

use serde::{Deserialize, Serialize};

use crate::model::{AnnotationId, DocumentId, Project};
use crate::text::TextSelection;

/// The open document, the words selected in it, and the annotation being looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Selection {
    /// The open document.
    pub document: Option<DocumentId>,
    /// Words (or a caret) in the open document.
    pub text: Option<TextSelection>,
    /// The annotation in the inspector.
    pub annotation: Option<AnnotationId>,
}

impl Selection {
    /// The same without what a changed project no longer has.
    #[must_use]
    pub fn within(mut self, project: &Project) -> Self {
        let document = self.document.as_ref().and_then(|id| project.documents().get(id));
        let Some(document) = document else { return Self::default() };
        let inside = |at: usize| document.text.is_border(at);
        self.text = self.text.filter(|s| inside(s.anchor) && inside(s.focus));
        self.annotation = self.annotation.filter(|id| project.annotations().contains_key(id));
        self
    }
}
