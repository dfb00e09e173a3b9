//! Naming: in which words each document speaks of an entity, how often, and how often in bold.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use crate::analysis::mentions::meant;
use crate::model::{Annotation, AnnotationId, Document, DocumentId, Entity, EntityId, Place, Project, Reference};
use crate::text::find::{Case, Extent, Finder, Query};
use crate::text::{Span, Style};

/// The forms of an entity in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Naming {
    /// Preferred name of the entity.
    pub entity: String,
    /// The document.
    pub document: DocumentId,
    /// The forms, the commonest first, then by the place of the first use.
    pub forms: Vec<Form>,
    /// The entity's id.
    #[serde(skip)]
    pub id: EntityId,
}

/// The same words for an entity in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Form {
    /// The words, on one line.
    pub text: String,
    /// How many places have them; a place that several annotations lie on counts once.
    pub count: usize,
    /// In how many of these places the name is set in bold.
    pub bold: usize,
    /// Where the first of them begins, in code points.
    pub first: usize,
    /// One annotation of each place, in the order of the text.
    #[serde(skip)]
    pub mentions: Vec<AnnotationId>,
}

/// The naming of one entity, by document; documents that do not mention it are left out.
pub fn naming_of(project: &Project, id: &EntityId) -> Vec<Naming> {
    let Some(entity) = project.entities().get(id) else { return Vec::new() };
    let mut by_document: BTreeMap<&DocumentId, Vec<&Arc<Annotation>>> = BTreeMap::new();
    let naming = project.annotations_naming(&Reference::Entity(id.clone()));
    // What is about an entity (the target of a judgement) does not name it.
    for annotation in naming.filter(|a| meant(project.attributes(), a).contains(id)) {
        by_document.entry(&annotation.document).or_default().push(annotation);
    }
    let in_document = |(document, mentions): (&DocumentId, Vec<&Arc<Annotation>>)| {
        let document = project.documents().get(document)?;
        let forms = forms(document, entity, mentions);
        Some(Naming { entity: entity.name.clone(), document: document.id.clone(), forms, id: id.clone() })
    };
    by_document.into_iter().filter_map(in_document).collect()
}

/// The naming of every entity that is mentioned, by id.
pub fn naming(project: &Project) -> Vec<Naming> {
    project.entities().keys().flat_map(|id| naming_of(project, id)).collect()
}

/// Words as a form: the fragments of a discontinuous mention with " … ", line ends as spaces.
pub fn form_of(annotation: &Annotation) -> String {
    annotation.quote().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn forms(document: &Document, entity: &Entity, mut mentions: Vec<&Arc<Annotation>>) -> Vec<Form> {
    mentions.sort_by_key(|a| (a.start(), &a.id));
    let bold = bold_stretches(document);
    let names = names_of(entity);
    let mut seen = BTreeSet::new();
    let mut forms: BTreeMap<String, Form> = BTreeMap::new();
    for mention in mentions.into_iter().filter(|a| seen.insert(a.target.places())) {
        let text = form_of(mention);
        let form = forms.entry(text.clone()).or_insert_with(|| {
            let first = document.text.code_points_before(mention.start());
            Form { text, count: 0, bold: 0, first, mentions: Vec::new() }
        });
        form.count += 1;
        form.bold += usize::from(!mention.orphan && is_bold(&names, mention.target.places(), &bold));
        form.mentions.push(mention.id.clone());
    }
    let mut forms: Vec<Form> = forms.into_values().collect();
    forms.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| (a.first, &a.text).cmp(&(b.first, &b.text))));
    forms
}

/// The stretches in bold, sorted, none touching another.
fn bold_stretches(document: &Document) -> Vec<Span> {
    let mut bold: Vec<Span> = document.runs.iter().filter(|run| run.1 == Style::Bold).map(|run| run.0).collect();
    bold.sort_by_key(|span| (span.start(), span.end()));
    let mut joined: Vec<Span> = Vec::new();
    for span in bold {
        match joined.last_mut() {
            Some(last) if span.start() <= last.end() => *last = Span::new(last.start(), last.end().max(span.end())).unwrap_or(*last),
            _ => joined.push(span),
        }
    }
    joined
}

/// Whether the entity's name in a mention is bold; where none of its names stands in it, whether all of it is.
///
/// A mention may be longer than the name that is set off (*Kim Jong Un, general secretary of …*) and may name others, too (*Comrades Kim
/// Jong Un and Putin*), so the rest of it says nothing.
fn is_bold(names: &[Finder], places: &[Place], bold: &[Span]) -> bool {
    let covered = |start: usize, end: usize| bold.iter().any(|span| span.start() <= start && end <= span.end());
    let names: Vec<(usize, usize)> = places.iter().flat_map(|place| names_in(names, place)).collect();
    if names.is_empty() {
        return !places.is_empty() && places.iter().all(|place| covered(place.span.start(), place.span.end()));
    }
    names.into_iter().any(|(start, end)| covered(start, end))
}

/// What finds each of an entity's names as whole words, however it is written.
fn names_of(entity: &Entity) -> Vec<Finder> {
    let names = std::iter::once(&entity.name).chain(&entity.aliases);
    let wanted = |name: &String| Query { case: Case::Exact, extent: Extent::WholeWords, ..Query::forgiving(name.trim()) };
    names.filter_map(|name| Finder::new(&wanted(name)).ok()).collect()
}

/// Where the names stand in a place; bytes of the text.
fn names_in<'a>(names: &'a [Finder], place: &'a Place) -> impl Iterator<Item = (usize, usize)> + 'a {
    let found = names.iter().flat_map(|name| name.spans(&place.quote));
    found.map(|span| (place.span.start() + span.start(), place.span.start() + span.end()))
}
