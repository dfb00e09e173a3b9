//! Places visited, so that one can go back and forward as in a browser.
//!
//! A place is remembered when one jumps away from it (another document, an annotation, something found), not for each step of the caret.
//!
//! ```text
//! visited   a  b  c  d      one stands at c: back leads to b, forward to d; a jump forgets d
//!                 ^
//! ```

use super::{Command, Selection, Session};
use crate::model::{AnnotationId, DocumentId, Project};
use crate::text::TextSelection;

/// More places than anyone goes back.
const MOST: usize = 200;

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The document.
    pub document: DocumentId,
    /// First visible byte when one was there.
    pub top: usize,
    /// Caret or selection.
    pub text: Option<TextSelection>,
    /// The annotation that was looked at.
    pub annotation: Option<AnnotationId>,
}

impl Visit {
    /// Whether both show the same: then there is no way between them.
    fn is_where(&self, other: &Self) -> bool {
        let caret = |visit: &Self| visit.text.map(|text| text.focus);
        self.document == other.document && self.annotation == other.annotation && caret(self) == caret(other) && self.top == other.top
    }

    fn is_in(&self, project: &Project) -> bool {
        project.documents().contains_key(&self.document)
    }
}

/// Places visited, and which of them one stands at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trail {
    visits: Vec<Visit>,
    at: usize,
}

impl Trail {
    /// One has jumped from a place to another; what lay forward is forgotten.
    pub fn jumped(&mut self, from: Visit, to: Visit) {
        self.stand_at(from);
        if self.visits.get(self.at).is_some_and(|here| here.is_where(&to)) {
            return;
        }
        self.visits.truncate(self.at + 1);
        self.visits.push(to);
        let beyond = self.visits.len().saturating_sub(MOST);
        self.visits.drain(..beyond);
        self.at = self.visits.len() - 1;
    }

    /// Goes back from a place; documents that are gone are passed over.
    pub fn back(&mut self, from: Option<Visit>, project: &Project) -> Option<Visit> {
        let to = self.place_back(project)?;
        self.go(from, to)
    }

    /// Goes forward again.
    pub fn forward(&mut self, from: Option<Visit>, project: &Project) -> Option<Visit> {
        let to = self.place_forward(project)?;
        self.go(from, to)
    }

    /// Whether there is a way back.
    pub fn leads_back(&self, project: &Project) -> bool {
        self.place_back(project).is_some()
    }

    /// Whether there is a way forward.
    pub fn leads_forward(&self, project: &Project) -> bool {
        self.place_forward(project).is_some()
    }

    fn place_back(&self, project: &Project) -> Option<usize> {
        let before = self.visits.get(..self.at)?;
        before.iter().rposition(|visit| visit.is_in(project))
    }

    fn place_forward(&self, project: &Project) -> Option<usize> {
        let behind = self.visits.get(self.at + 1..)?;
        behind.iter().position(|visit| visit.is_in(project)).map(|at| self.at + 1 + at)
    }

    fn go(&mut self, from: Option<Visit>, to: usize) -> Option<Visit> {
        if let Some(from) = from {
            self.stand_at(from);
        }
        self.at = to;
        self.visits.get(to).cloned()
    }

    /// Where one stands is wherever one has read on to since the last jump.
    fn stand_at(&mut self, here: Visit) {
        match self.visits.get_mut(self.at) {
            Some(visit) => *visit = here,
            None => self.visits.push(here),
        }
    }
}

impl Session {
    /// Does what a command asks and remembers the way: for commands that lead elsewhere. `top` is the first visible byte now.
    pub fn jump(&mut self, command: Command, top: usize) {
        let from = self.visit(top);
        self.run(command);
        let annotation = self.selection.annotation.as_ref().and_then(|id| self.project.annotations().get(id));
        let top = annotation.map_or_else(|| self.selection.text.map_or(0, |text| text.focus), |a| a.start());
        if let (Some(from), Some(to)) = (from, self.visit(top))
            && (from.document != to.document || from.annotation != to.annotation || from.text != to.text)
        {
            self.trail.jumped(from, to);
        }
    }

    /// Goes back to the place before, or forward again; says where that is. `top` is the first visible byte now.
    pub fn retrace(&mut self, back: bool, top: usize) -> Option<Visit> {
        let from = self.visit(top);
        let to = if back { self.trail.back(from, &self.project) } else { self.trail.forward(from, &self.project) }?;
        self.show(Selection { document: Some(to.document.clone()), text: to.text, annotation: to.annotation.clone() });
        Some(to)
    }

    /// Where one has been.
    pub fn trail(&self) -> &Trail {
        &self.trail
    }

    fn visit(&self, top: usize) -> Option<Visit> {
        let Selection { document, text, annotation } = self.selection.clone();
        Some(Visit { document: document?, top, text, annotation })
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::model::{CodebookInfo, Document, ProjectInfo, Record};
    use crate::text::ReadingText;

    fn project(documents: &[&str]) -> Project {
        let document = |id: &&str| Record::from(Document::new(id.parse().unwrap(), ReadingText::new("words").unwrap()));
        Project::assemble(ProjectInfo::default(), CodebookInfo::default(), documents.iter().map(document)).0
    }

    fn at(document: &str, top: usize) -> Visit {
        Visit { document: document.parse().unwrap(), top, text: None, annotation: None }
    }

    #[test]
    fn back_and_forward_lead_through_what_was_visited() {
        let project = project(&["a", "b", "c"]);
        let mut trail = Trail::default();
        trail.jumped(at("a", 0), at("b", 0));
        // One has read on in b before jumping to c: back leads to where one was in b.
        trail.jumped(at("b", 40), at("c", 0));
        assert_eq!(trail.back(Some(at("c", 7)), &project), Some(at("b", 40)));
        assert_eq!(trail.back(Some(at("b", 40)), &project), Some(at("a", 0)));
        assert!(!trail.leads_back(&project));
        assert_eq!(trail.back(Some(at("a", 0)), &project), None);
        assert_eq!(trail.forward(Some(at("a", 0)), &project), Some(at("b", 40)));
        assert_eq!(trail.forward(Some(at("b", 40)), &project), Some(at("c", 7)));
        assert!(!trail.leads_forward(&project));
    }

    #[test]
    fn a_jump_forgets_what_lay_forward() {
        let project = project(&["a", "b", "c"]);
        let mut trail = Trail::default();
        trail.jumped(at("a", 0), at("b", 0));
        trail.back(Some(at("b", 0)), &project);
        trail.jumped(at("a", 0), at("c", 0));
        assert!(!trail.leads_forward(&project));
        assert_eq!(trail.back(Some(at("c", 0)), &project), Some(at("a", 0)));
    }

    #[test]
    fn a_jump_to_where_one_is_leaves_no_trace() {
        let project = project(&["a"]);
        let mut trail = Trail::default();
        trail.jumped(at("a", 0), at("a", 0));
        assert!(!trail.leads_back(&project));
    }

    #[test]
    fn a_document_that_is_gone_is_passed_over_and_met_again_when_it_is_back() {
        let mut trail = Trail::default();
        trail.jumped(at("a", 0), at("b", 0));
        trail.jumped(at("b", 0), at("c", 0));
        let without = project(&["a", "c"]);
        assert_eq!(trail.clone().back(Some(at("c", 0)), &without), Some(at("a", 0)));
        assert!(!trail.leads_back(&project(&["c"])));
        assert_eq!(trail.back(Some(at("c", 0)), &project(&["a", "b", "c"])), Some(at("b", 0)));
    }

    proptest! {
        #[test]
        fn as_many_steps_forward_as_back_lead_to_where_one_was(tops in vec(0_usize..9, 1..300), steps in 0_usize..300) {
            let project = project(&["a"]);
            let mut trail = Trail::default();
            let mut here = at("a", 99);
            for top in tops {
                trail.jumped(here, at("a", top));
                here = at("a", top);
            }
            prop_assert!(trail.visits.len() <= MOST);
            let start = here.clone();
            let mut back = 0;
            while back < steps && let Some(to) = trail.back(Some(here.clone()), &project) {
                here = to;
                back += 1;
            }
            for _ in 0..back {
                here = trail.forward(Some(here), &project).unwrap();
            }
            prop_assert_eq!(here, start);
        }
    }
}
