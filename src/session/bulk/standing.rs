//! How a place that was found stands to what has been coded already.

use std::collections::BTreeSet;

use crate::model::{Annotation, CodeId, CoderId, Document, DocumentId, Origin, Project, Target};
use crate::session::plan::bulk::place_to_code;
use crate::text::Span;

/// How a place stands to what the open coder has coded already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing stands in the way.
    New,
    /// The same code lies on just these words: there is nothing to do.
    Same,
    /// Another code lies on just these words.
    Otherwise,
    /// The same code lies on some of these words, or on more.
    Overlaps,
    /// This rule coded it before, and the coder has given it another code or other borders since.
    Changed,
    /// This rule coded it before, and the coder has deleted it since.
    Removed,
}

impl Standing {
    /// Whether it is to be coded unless the coder says otherwise. What a coder changed or deleted is not done again behind their back.
    pub fn is_offered(self) -> bool {
        matches!(self, Self::New | Self::Otherwise)
    }

    /// What the list says of it.
    pub fn words(self) -> Option<&'static str> {
        match self {
            Self::New => None,
            Self::Same => Some("coded already"),
            Self::Otherwise => Some("coded otherwise"),
            Self::Overlaps => Some("overlaps this code"),
            Self::Changed => Some("changed since"),
            Self::Removed => Some("removed since"),
        }
    }
}

/// Places that a rule coded and a coder deleted.
pub type Removed = BTreeSet<(DocumentId, Span)>;

/// Judges places for one code and one rule.
#[derive(Clone, Copy)]
pub struct Judge<'a> {
    /// The project.
    pub project: &'a Project,
    /// Whose coding counts.
    pub coder: &'a CoderId,
    /// The code that would be put; `None`: not chosen yet.
    pub code: Option<&'a CodeId>,
    /// The words of the rule, when it is run again.
    pub rule: Option<&'a str>,
    /// Places it coded that were deleted since.
    pub removed: &'a Removed,
}

impl Judge<'_> {
    /// How a place stands. Costs what lies on the place.
    pub fn standing(&self, document: &Document, span: Span) -> Standing {
        let Some(span) = place_to_code(&document.text, span) else { return Standing::New };
        let mut standing = Standing::New;
        for annotation in self.project.annotations_touching(&document.id, span) {
            if annotation.coder != *self.coder || annotation.orphan {
                continue;
            }
            match self.beside(annotation, span) {
                Standing::Same => return Standing::Same,
                Standing::Changed => standing = Standing::Changed,
                Standing::Overlaps if standing != Standing::Changed => standing = Standing::Overlaps,
                Standing::Otherwise if standing == Standing::New => standing = Standing::Otherwise,
                _ => {}
            }
        }
        let removed = || self.removed.contains(&(document.id.clone(), span));
        if standing != Standing::Changed && !self.removed.is_empty() && removed() { Standing::Removed } else { standing }
    }

    fn beside(&self, annotation: &Annotation, span: Span) -> Standing {
        let Target::Spans(places) = &annotation.target else { return Standing::New };
        let exact = matches!(places.as_slice(), [place] if place.span == span);
        let same_code = Some(&annotation.code) == self.code;
        let by_rule = matches!((&annotation.origin, self.rule), (Origin::Rule(words), Some(rule)) if words == rule);
        match () {
            () if exact && same_code => Standing::Same,
            () if by_rule => Standing::Changed,
            () if exact => Standing::Otherwise,
            () if same_code && places.iter().any(|place| place.span.start() < span.end() && span.start() < place.span.end()) => {
                Standing::Overlaps
            }
            () => Standing::New,
        }
    }
}
