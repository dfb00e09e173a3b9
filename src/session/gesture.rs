//! Gestures: what takes several selections until it is one step. Coding a quotation, changing a part of one, linking two annotations.
//!
//! Nothing of a gesture is in the project before it ends, so leaving it changes nothing. When a document is opened in the middle of a quotation,
//! what was marked so far is coded, for the words would be lost otherwise.

use super::plan::quotations::{self, MarkedQuotation, PartName, QuotationPart};
use super::{Command, Notice, Selection, Session};
use crate::analysis::linkable::{can_be_linked, types_between};
use crate::analysis::quotation_chain::QuotationRoles;
use crate::model::{Annotation, AnnotationId, DocumentId, LinkId, LinkTypeId, Project};
use crate::text::{Span, TextSelection};

/// A gesture that has begun.
#[derive(Debug, Clone, PartialEq)]
pub enum Gesture {
    /// A quotation is being marked.
    Quotation(Quoting),
    /// Another source or cue is being chosen for a content.
    Part {
        /// The content.
        content: AnnotationId,
        /// What is chosen.
        name: PartName,
        /// The link it takes the place of; `None`: one more.
        instead_of: Option<LinkId>,
    },
    /// The other end of a link is being chosen, or its type.
    Linking(Linking),
}

/// A quotation that is being marked.
#[derive(Debug, Clone, PartialEq)]
pub struct Quoting {
    /// Where.
    pub document: DocumentId,
    /// What is said, once it is marked.
    pub content: Option<QuotationPart>,
    /// The cue, once it is marked.
    pub cue: Option<QuotationPart>,
    /// What is asked for now.
    pub asks: PartName,
}

/// A link that is being drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Linking {
    /// Where it starts.
    pub from: AnnotationId,
    /// What it becomes.
    pub purpose: Purpose,
    /// The other end, once it is chosen and the type is open.
    pub to: Option<AnnotationId>,
    /// Whether it is to lead from the other end to the first one.
    pub turned: bool,
}

/// What a link is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A link of a type that is chosen at the end.
    Link,
    /// Nesting a content in another one.
    Nest,
}

/// What is done with a gesture.
#[derive(Debug, Clone, PartialEq)]
pub enum GestureStep {
    /// Begins a quotation with the selected words as its content.
    Quotation,
    /// Begins choosing another source or cue.
    Part {
        /// Of which content.
        content: AnnotationId,
        /// What is chosen.
        name: PartName,
        /// The link it takes the place of; `None`: one more.
        instead_of: Option<LinkId>,
    },
    /// Begins a link at an annotation.
    Link(AnnotationId, Purpose),
    /// Takes what is selected.
    Next,
    /// Goes on without.
    Skip,
    /// Takes an annotation as the other end.
    Choose(AnnotationId),
    /// Lets the link lead the other way.
    Turn,
    /// Draws the link with this type.
    Type(LinkTypeId),
    /// Leaves the gesture; nothing is changed.
    End,
}

impl Linking {
    /// Start and end in the direction it is to have, once both are chosen.
    pub fn ends<'p>(&self, project: &'p Project) -> Option<(&'p Annotation, &'p Annotation)> {
        let annotation = |id: &AnnotationId| project.annotations().get(id).map(AsRef::as_ref);
        let (from, to) = (annotation(&self.from)?, annotation(self.to.as_ref()?)?);
        Some(if self.turned { (to, from) } else { (from, to) })
    }
}

impl Session {
    /// The gesture that has begun, if any.
    pub fn gesture(&self) -> Option<&Gesture> {
        self.gesture.as_ref()
    }

    /// Does one step of a gesture.
    pub(super) fn step_gesture(&mut self, step: &GestureStep) {
        match step {
            GestureStep::Quotation => self.begin_quotation(),
            GestureStep::Part { content, name, instead_of } => {
                self.gesture = Some(Gesture::Part { content: content.clone(), name: *name, instead_of: instead_of.clone() });
                self.caret_only();
            }
            GestureStep::Link(from, purpose) => {
                let linking = Linking { from: from.clone(), purpose: *purpose, to: None, turned: false };
                self.gesture = Some(Gesture::Linking(linking));
            }
            GestureStep::Next => self.next_of_gesture(),
            GestureStep::Skip => self.skip_in_gesture(),
            GestureStep::Choose(id) => self.choose_end(id),
            GestureStep::Turn => {
                if let Some(Gesture::Linking(linking)) = &mut self.gesture {
                    linking.turned = !linking.turned;
                }
            }
            GestureStep::Type(kind) => self.draw_link(kind),
            GestureStep::End => self.gesture = None,
        }
        self.check_gesture();
    }

    fn begin_quotation(&mut self) {
        if let Some(Gesture::Quotation(_)) = &self.gesture {
            return self.next_of_gesture();
        }
        if let Err(refusal) = quotations::roles(&self.desk()) {
            return self.notify(*refusal);
        }
        let Some(document) = self.selection.document.clone() else { return };
        self.gesture = Some(Gesture::Quotation(Quoting { document, content: None, cue: None, asks: PartName::Content }));
        if self.selected_part(PartName::Content).is_some() {
            self.next_of_gesture();
        }
    }

    fn next_of_gesture(&mut self) {
        match self.gesture.clone() {
            Some(Gesture::Quotation(quoting)) => match self.selected_part(quoting.asks) {
                Some(part) => self.mark(quoting, Some(part)),
                None => self.ask_for(quoting.asks),
            },
            Some(Gesture::Part { content, name, instead_of }) => match self.selected_part(name) {
                Some(part) => {
                    self.gesture = None;
                    self.run(Command::SetQuotationPart { content, name, part, instead_of });
                }
                None => self.ask_for(name),
            },
            Some(Gesture::Linking(linking)) if linking.to.is_none() => match self.selection.annotation.clone() {
                Some(id) => self.choose_end(&id),
                None => self
                    .notify(Notice::refused("No annotation is selected", "Click the other end, or press the key for the next annotation")),
            },
            Some(Gesture::Linking(_)) | None => {}
        }
    }

    fn ask_for(&mut self, name: PartName) {
        let hint = match name {
            PartName::Content => "Select what is said, then Enter".to_owned(),
            PartName::Cue | PartName::Source => format!("Select the {}, or an annotation that is one already, then Enter", name.word()),
        };
        self.notify(Notice::refused(format!("No {} is selected", name.word()), hint));
    }

    fn skip_in_gesture(&mut self) {
        match self.gesture.clone() {
            Some(Gesture::Quotation(quoting)) if quoting.asks != PartName::Content => self.mark(quoting, None),
            Some(Gesture::Linking(linking)) if linking.to.is_some() => self.step_gesture(&GestureStep::Turn),
            _ => {}
        }
    }

    /// Takes a part, and goes on to the next one or codes the whole.
    fn mark(&mut self, mut quoting: Quoting, part: Option<QuotationPart>) {
        match quoting.asks {
            PartName::Content => {
                quoting.content = part;
                quoting.asks = PartName::Cue;
            }
            PartName::Cue => {
                quoting.cue = part;
                quoting.asks = PartName::Source;
            }
            PartName::Source => {
                self.gesture = None;
                let Some(content) = quoting.content else { return };
                let marked = MarkedQuotation { document: quoting.document, content, cue: quoting.cue, source: part };
                self.caret_only();
                return self.run(Command::CodeQuotation(marked));
            }
        }
        self.gesture = Some(Gesture::Quotation(quoting));
        self.caret_only();
    }

    /// What was taken is not selected any more, so that a second Enter does not take it again.
    fn caret_only(&mut self) {
        let text = self.selection.text.map(|text| TextSelection::caret(text.focus));
        self.show(Selection { text, annotation: None, ..self.selection.clone() });
    }

    /// The selected words, or the selected annotation if it has the part's code, or the source at the caret.
    fn selected_part(&self, name: PartName) -> Option<QuotationPart> {
        if let Some(span) = self.selection.text.and_then(TextSelection::span) {
            return Some(QuotationPart::Words(span));
        }
        let roles = QuotationRoles::of(&self.project)?;
        let code = match name {
            PartName::Content => &roles.content,
            PartName::Cue => &roles.cue.code,
            PartName::Source => &roles.source.code,
        };
        let selected = self.selection.annotation.as_ref().and_then(|id| self.project.annotations().get(id));
        if let Some(selected) = selected {
            return (selected.code == *code).then(|| QuotationPart::There(selected.id.clone()));
        }
        let caret = self.selection.text.filter(|_| name == PartName::Source)?.focus;
        let around = Span::new(caret.saturating_sub(1), caret + 1).ok()?;
        let at_caret = self.project.annotations_touching(self.selection.document.as_ref()?, around).into_iter();
        let sources = at_caret.filter(|a| a.code == *code && a.coder == self.coder);
        sources.min_by_key(|a| (a.target.extent().map_or(0, Span::len), a.id.clone())).map(|a| QuotationPart::There(a.id.clone()))
    }

    /// Whether the other end of a link is being chosen, and this may be it.
    pub(super) fn picks(&self, id: &AnnotationId) -> bool {
        matches!(&self.gesture, Some(Gesture::Linking(linking)) if linking.from != *id)
    }

    /// Takes an annotation as the other end of the link that is being drawn.
    pub(super) fn choose_end(&mut self, id: &AnnotationId) {
        let Some(Gesture::Linking(mut linking)) = self.gesture.clone() else { return };
        let (Some(from), Some(to)) = (self.project.annotations().get(&linking.from), self.project.annotations().get(id)) else {
            return self.notify(gone("The other end of the link"));
        };
        if from.id == to.id {
            return self.notify(Notice::refused("An annotation cannot be linked to itself", "Choose another end"));
        }
        if linking.purpose == Purpose::Nest {
            self.gesture = None;
            return self.run(Command::Nest(linking.from, Some(id.clone())));
        }
        if !can_be_linked(&self.project, from, to) {
            let name = |a: &Annotation| self.desk().code_name(&a.code);
            let what = format!("No type of link joins {} and {}", name(from), name(to));
            return self.notify(Notice::refused(what, "Choose another end; the codebook says what its link types may join"));
        }
        let (on, back) = (types_between(&self.project, from, to), types_between(&self.project, to, from));
        linking.turned = on.is_empty();
        linking.to = Some(id.clone());
        let only = if let ([only], []) | ([], [only]) = (on.as_slice(), back.as_slice()) { Some(only.id.clone()) } else { None };
        self.gesture = Some(Gesture::Linking(linking));
        if let Some(only) = only {
            self.draw_link(&only);
        }
    }

    fn draw_link(&mut self, kind: &LinkTypeId) {
        let Some(Gesture::Linking(linking)) = &self.gesture else { return };
        let Some((from, to)) = linking.ends(&self.project) else { return };
        let command = Command::Link { kind: kind.clone(), from: from.id.clone(), to: to.id.clone() };
        self.gesture = None;
        self.run(command);
    }

    /// Ends a gesture whose ground is gone, and says so. Called after every change and every other selection.
    pub(super) fn check_gesture(&mut self) {
        let there = |id: &AnnotationId| self.project.annotations().contains_key(id);
        let part_is_there = |part: &QuotationPart| match part {
            QuotationPart::Words(_) => true,
            QuotationPart::There(id) => there(id),
        };
        let notice = match &self.gesture {
            Some(Gesture::Quotation(q)) if !self.project.documents().contains_key(&q.document) => gone("The document of the quotation"),
            Some(Gesture::Quotation(q)) if !q.content.iter().all(part_is_there) => gone("The content of the quotation"),
            Some(Gesture::Quotation(q)) if !q.cue.iter().all(part_is_there) => gone("The cue of the quotation"),
            Some(Gesture::Part { content, .. }) if !there(content) => gone("The content whose part was to be chosen"),
            Some(Gesture::Linking(l)) if !there(&l.from) => gone("The annotation that the link was to start from"),
            Some(Gesture::Linking(l)) if l.to.as_ref().is_some_and(|to| !there(to)) => {
                self.gesture = Some(Gesture::Linking(Linking { to: None, turned: false, ..l.clone() }));
                return self.notify(gone("The other end of the link"));
            }
            Some(Gesture::Part { content, .. }) => {
                let document = self.project.annotations().get(content).map(|a| &a.document);
                if document == self.selection.document.as_ref() {
                    return;
                }
                Notice::warning(
                    "The quotation was left as it is, because another document was opened",
                    "Select its content and choose again",
                )
            }
            Some(Gesture::Quotation(_) | Gesture::Linking(_)) | None => return,
        };
        self.gesture = None;
        self.notify(notice);
    }

    /// When another document is opened in the middle of a quotation, what was marked of it is coded.
    pub(super) fn keep_marked(&mut self) {
        let Some(Gesture::Quotation(quoting)) = &self.gesture else { return };
        if self.selection.document.as_ref() == Some(&quoting.document) {
            return;
        }
        let Some(Gesture::Quotation(quoting)) = self.gesture.take() else { return };
        let Some(content) = quoting.content else { return };
        let lacks = if quoting.cue.is_some() { "a source" } else { "a cue and a source" };
        let selection = self.selection.clone();
        self.run(Command::CodeQuotation(MarkedQuotation { document: quoting.document, content, cue: quoting.cue, source: None }));
        self.selection = selection;
        let what = format!("The quotation was coded without {lacks}, because another document was opened");
        self.notify(Notice::warning(what, "Select its content to add them, or undo"));
    }
}

fn gone(what: &str) -> Notice {
    Notice::refused(format!("{what} was deleted meanwhile"), "Undo brings it back")
}
