//! A document read again: its annotations go where their words are now, and what has no place is an orphan.

use std::sync::Arc;

use super::coding::joined;
use super::{Plan, shortened};
use crate::formats::ReadAnew;
use crate::model::{Annotation, Document, Edit, Mark, MarkSubject, Place, Project, Target};
use crate::session::Selection;
use crate::text::Span;

/// Words of an annotation that are named in a sentence.
const SHOWN: usize = 40;
/// Annotations that are named in a sentence.
const NAMED: usize = 3;

/// What reading a document again does to the project.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rereading {
    /// The edits, for one transaction; none where it reads as before in every way.
    pub edits: Vec<Edit>,
    /// Whether the words of the text are others.
    pub is_other_text: bool,
    /// How many annotations lie elsewhere with the same words.
    pub moved: usize,
    /// Annotations whose place has other words now: their ids, with the words before and now.
    pub reworded: Vec<(String, String, String)>,
    /// Annotations that have no place any more: their ids and words.
    pub orphaned: Vec<(String, String)>,
    /// How many orphans have a place again.
    pub found: usize,
}

/// Works out what reading `old` again as `new` does.
pub fn reread(project: &Project, old: &Document, new: &ReadAnew) -> Rereading {
    let mut done = Rereading { is_other_text: old.text != new.document.text, ..Rereading::default() };
    if *old == new.document {
        return done;
    }
    done.edits.push(Edit::Set(new.document.clone().into()));
    if !done.is_other_text {
        return done;
    }
    let finder = Finder { old, new };
    for annotation in project.annotations_of(&old.id) {
        done.annotation(&finder, annotation);
    }
    for mark in project.marks().values().filter(|mark| mark.document == old.id) {
        done.edits.extend(finder.mark(mark).map(|mark| Edit::Set(mark.into())));
    }
    done
}

/// The step of it; nothing where the document reads as before in every way.
pub fn plan(document: &Document, done: &Rereading) -> Plan {
    let title = shortened(document.display_title(), SHOWN);
    let selection = Selection { document: Some(document.id.clone()), text: None, annotation: None };
    Plan::edit(format!("Read {title} again"), done.edits.clone()).selecting(selection)
}

impl Rereading {
    fn annotation(&mut self, finder: &Finder<'_>, annotation: &Annotation) {
        let target = match &annotation.target {
            Target::Document => return,
            Target::Paragraph(place) => finder.paragraph(place).map(Target::Paragraph),
            Target::Spans(places) => finder.spans(places).map(Target::Spans),
        };
        let words = |annotation: &Annotation| shortened(&annotation.quote(), SHOWN);
        let changed = match target {
            None if annotation.orphan => return,
            None => {
                self.orphaned.push((annotation.id.to_string(), words(annotation)));
                Annotation { orphan: true, ..annotation.clone() }
            }
            Some(target) => Annotation { target, orphan: false, ..annotation.clone() },
        };
        if changed == *annotation {
            return;
        }
        if !changed.orphan {
            if annotation.orphan {
                self.found += 1;
            } else if changed.quote() == annotation.quote() {
                self.moved += 1;
            } else {
                self.reworded.push((annotation.id.to_string(), words(annotation), words(&changed)));
            }
        }
        self.edits.push(Edit::Set(changed.into()));
    }

    /// What became of the annotations, in words; empty where nothing did.
    pub fn in_words(&self) -> String {
        let count = |n: usize, one: &str, several: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {several}") };
        let mut parts = Vec::new();
        if self.moved > 0 {
            parts.push(count(self.moved, "annotation was moved with its words", "annotations were moved with their words"));
        }
        if self.found > 0 {
            parts.push(count(self.found, "orphan has its place again", "orphans have their place again"));
        }
        if !self.reworded.is_empty() {
            let some = self.reworded.iter().take(NAMED).map(|(_, before, now)| format!("'{before}' is '{now}'")).collect::<Vec<_>>();
            let what = count(self.reworded.len(), "annotation has other words at its place", "annotations have other words at their place");
            parts.push(format!("{what} ({})", listed(&some, self.reworded.len())));
        }
        if !self.orphaned.is_empty() {
            let some = self.orphaned.iter().take(NAMED).map(|(_, words)| format!("'{words}'")).collect::<Vec<_>>();
            let what = count(
                self.orphaned.len(),
                "annotation has no place any more and is kept",
                "annotations have no place any more and are kept",
            );
            parts.push(format!("{what} ({})", listed(&some, self.orphaned.len())));
        }
        parts.join("; ")
    }
}

fn listed(some: &[String], all: usize) -> String {
    let more = all.saturating_sub(some.len());
    if more > 0 { format!("{} and {more} more", some.join(", ")) } else { some.join(", ") }
}

/// Finds places of the old text in the new one.
struct Finder<'a> {
    old: &'a Document,
    new: &'a ReadAnew,
}

impl Finder<'_> {
    fn spans(&self, places: &[Place]) -> Option<Vec<Place>> {
        let spans: Vec<Span> = places.iter().map(|place| self.span(place)).collect::<Option<_>>()?;
        let in_order = spans.windows(2).all(|pair| matches!(pair, [one, two] if one.start() < two.start()));
        let places = if in_order { joined(spans) } else { return None };
        places.into_iter().map(|span| self.place(span)).collect()
    }

    fn place(&self, span: Span) -> Option<Place> {
        Some(Place { span, quote: Arc::from(self.new.document.text.slice(span)?) })
    }

    /// The paragraph that the beginning of an old one is in.
    fn paragraph(&self, place: &Place) -> Option<Place> {
        let text = &self.new.document.text;
        let start = self.span(place)?.start();
        self.place(*text.paragraphs().get(text.paragraph_at(start)?)?)
    }

    fn mark(&self, mark: &Mark) -> Option<Mark> {
        let MarkSubject::Paragraph(place) = &mark.subject else { return None };
        let there = self.paragraph(place)?;
        (there != *place).then(|| Mark { subject: MarkSubject::Paragraph(there), ..mark.clone() })
    }

    /// Where the words of a place are: where the same bytes of the file are, whatever they say now; where that is not known, where the words stand.
    fn span(&self, place: &Place) -> Option<Span> {
        let is_in_place = self.old.text.slice(place.span) == Some(&*place.quote);
        let by_bytes = if is_in_place { self.new.moved(place.span) } else { None };
        by_bytes.or_else(|| self.by_words(place, is_in_place))
    }

    /// The only place of the words; of as many places as in the old text, the one with the same number.
    fn by_words(&self, place: &Place, is_in_place: bool) -> Option<Span> {
        let (old, new) = (self.old.text.as_str(), self.new.document.text.as_str());
        // Of a text that is mapped two places are one too many.
        let enough = if self.new.is_mapped() { 2 } else { usize::MAX };
        let starts: Vec<usize> = new.match_indices(&*place.quote).map(|(at, _)| at).take(enough).collect();
        let start = match starts.as_slice() {
            [one] => *one,
            _ if is_in_place && !self.new.is_mapped() => {
                let before: Vec<usize> = old.match_indices(&*place.quote).map(|(at, _)| at).collect();
                let number = before.iter().position(|at| *at == place.span.start())?;
                *starts.get(number).filter(|_| before.len() == starts.len())?
            }
            _ => return None,
        };
        Span::new(start, start + place.quote.len()).ok()
    }
}
