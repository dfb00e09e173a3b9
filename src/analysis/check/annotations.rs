//! Oddities of documents, annotations and links.

use std::collections::BTreeMap;

use super::Findings;
use crate::model::{Annotation, Attribute, AttributeId, AttributeKind, Link, RecordId, Scope, Target, Value};

impl Findings<'_> {
    /// Texts, dates and languages.
    pub(super) fn documents(&mut self) {
        let project = self.project;
        for document in project.documents().values() {
            let place = RecordId::Document(document.id.clone());
            if document.text.as_str().trim().is_empty() {
                self.warn(&place, "it has no text");
            }
            if let Some(date) = document.date.as_ref().filter(|date| !is_date(date)) {
                self.warn(&place, format!("its date '{date}' is not written as 2023, 2023-09 or 2023-09-14"));
            }
            for run in document.runs.iter().filter(|run| document.text.slice(run.0).is_none()) {
                self.warn(&place, format!("a style run at {} leaves the text or cuts a character", run.0));
            }
        }
    }

    /// Scopes, values, copies and orphans.
    pub(super) fn annotations(&mut self) {
        let project = self.project;
        for document in project.documents().keys() {
            let all = project.annotations_of(document);
            for (at, annotation) in all.iter().enumerate() {
                self.annotation(annotation);
                // Page order puts equal places side by side.
                let before = all.iter().take(at).rev().take_while(|b| b.target.extent() == annotation.target.extent());
                if let Some(twin) = before.into_iter().find(|b| is_copy(b, annotation)) {
                    let what = format!("it says the same as {} of the same coder", twin.id);
                    self.warn(RecordId::Annotation(annotation.id.clone()), what);
                }
            }
        }
        for link in project.links().values() {
            self.link(link);
        }
    }

    fn annotation(&mut self, annotation: &Annotation) {
        let project = self.project;
        let place = RecordId::Annotation(annotation.id.clone());
        if annotation.orphan {
            let quote: String = annotation.quote().chars().take(40).collect();
            self.warn(&place, format!("it is an orphan: its words \"{quote}\" are not at its place"));
        }
        if annotation.revision > project.codebook().revision {
            let (its, now) = (annotation.revision, project.codebook().revision);
            self.warn(&place, format!("it was made under revision {its} of the codebook, which is at {now}"));
        }
        let scope = match annotation.target {
            Target::Spans(_) => Scope::Span,
            Target::Paragraph(_) => Scope::Paragraph,
            Target::Document => Scope::Document,
        };
        if let Some(code) = project.codes().get(&annotation.code) {
            if !code.scopes.contains(&scope) {
                self.warn(&place, format!("the code {} is not meant for {}", code.id, scope_words(scope)));
            }
            let own: Vec<&AttributeId> = project.attributes_of(&code.id).into_iter().map(|a| &a.id).collect();
            for id in annotation.attributes.keys().filter(|id| !own.contains(id)) {
                self.warn(&place, format!("it has the attribute {id}, which neither its code {} nor its layer has", code.id));
            }
        }
        self.values(&place, &annotation.attributes);
    }

    fn link(&mut self, link: &Link) {
        let place = RecordId::Link(link.id.clone());
        self.values(&place, &link.attributes);
        let project = self.project;
        let Some(kind) = project.link_types().get(&link.kind) else { return };
        for (end, allowed, word) in [(&link.from, &kind.from, "starts from"), (&link.to, &kind.to, "leads to")] {
            let Some(code) = project.annotations().get(end).map(|a| &a.code) else { continue };
            if !allowed.is_empty() && !allowed.contains(code) {
                self.warn(&place, format!("it {word} the code {code}, for which the link type {} is not meant", kind.id));
            }
        }
    }

    fn values(&mut self, place: &RecordId, values: &BTreeMap<AttributeId, Value>) {
        let project = self.project;
        for (id, value) in values {
            let Some(attribute) = project.attributes().get(id) else { continue };
            if let Some(what) = odd_value(attribute, value) {
                self.warn(place, what);
            }
            if let Some(condition) = attribute.when.as_ref().filter(|c| !c.is_met(values)) {
                let wanted = if condition.values.is_empty() { "set".to_owned() } else { condition.values.join(" or ") };
                self.warn(place, format!("it has {id}, which is asked for only where {} is {wanted}", condition.attribute));
            }
        }
    }
}

/// What is odd about a value, if anything. Values of another type are faults already.
fn odd_value(attribute: &Attribute, value: &Value) -> Option<String> {
    let id = &attribute.id;
    let unknown = |known: &[String], word: &String| (!known.contains(word)).then(|| format!("'{word}' is none of the words of {id}"));
    match (&attribute.kind, value) {
        (AttributeKind::Choice(known), Value::Choice(word)) => unknown(known, word),
        (AttributeKind::Choices(known), Value::Choices(words)) => words.iter().find_map(|word| unknown(known, word)),
        (AttributeKind::Number { min, max, step }, Value::Number(number)) => {
            if min.is_some_and(|min| *number < min) || max.is_some_and(|max| *number > max) {
                return Some(format!("{number} is outside the range of {id}"));
            }
            let steps = step.filter(|step| *step > 0.0).map(|step| (number - min.unwrap_or(0.0)) / step)?;
            // Steps such as 0.1 are not exact in binary.
            ((steps - steps.round()).abs() > 1e-6).then(|| format!("{number} is between the steps of {id}"))
        }
        _ => None,
    }
}

fn is_copy(one: &Annotation, other: &Annotation) -> bool {
    one.coder == other.coder && one.code == other.code && one.target == other.target && one.attributes == other.attributes
}

fn scope_words(scope: Scope) -> &'static str {
    match scope {
        Scope::Span => "spans of text",
        Scope::Paragraph => "whole paragraphs",
        Scope::Document => "whole documents",
    }
}

/// Whether a date is written as `2023`, `2023-09` or `2023-09-14`, and the calendar has it.
pub fn is_date(date: &str) -> bool {
    let full = match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    };
    full.len() == 10 && full.parse::<jiff::civil::Date>().is_ok()
}
