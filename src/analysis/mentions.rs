//! Mentions: words whose code takes an entity; whom they mean, and which of them name nobody yet.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use imbl::OrdMap;

use crate::model::{Annotation, AnnotationId, Attribute, AttributeId, AttributeKind, CodeId, EntityId, Project, Reference, Value};

/// The attribute in which an annotation with this code says whom or what its words mean.
///
/// One that takes an entity or a claim is something else: what a judgement is about, not who is mentioned.
pub fn mention_attribute<'p>(project: &'p Project, code: &CodeId) -> Option<&'p Arc<Attribute>> {
    project.attributes_of(code).into_iter().find(|attribute| attribute.kind == AttributeKind::Entity)
}

/// The entities that an annotation's words mean: those of its attributes that take entities alone.
pub fn meant<'a>(attributes: &'a OrdMap<AttributeId, Arc<Attribute>>, annotation: &'a Annotation) -> BTreeSet<&'a EntityId> {
    let says_whom = |id: &AttributeId| attributes.get(id).is_some_and(|attribute| attribute.kind == AttributeKind::Entity);
    let values = annotation.attributes.iter().filter(|(id, _)| annotation.is_on_text() && says_whom(id)).map(|(_, value)| value);
    let references = values.flat_map(|value| if let Value::References(references) = value { references.as_slice() } else { &[] });
    let entity = |reference: &'a Reference| if let Reference::Entity(id) = reference { Some(id) } else { None };
    references.filter_map(entity).collect()
}

/// Whether words are coded as a mention and it is not said of whom or what.
pub fn is_unlinked(project: &Project, annotation: &Annotation) -> bool {
    annotation.is_on_text() && mention_attribute(project, &annotation.code).is_some_and(|attribute| is_open(annotation, attribute))
}

/// All such mentions in the order of documents and places.
pub fn unlinked(project: &Project) -> Vec<AnnotationId> {
    let mut taking: BTreeMap<&CodeId, Option<&Arc<Attribute>>> = BTreeMap::new();
    let mut found: Vec<&Arc<Annotation>> = Vec::new();
    for annotation in project.annotations().values().filter(|a| a.is_on_text()) {
        let attribute = taking.entry(&annotation.code).or_insert_with(|| mention_attribute(project, &annotation.code));
        if attribute.is_some_and(|attribute| is_open(annotation, attribute)) {
            found.push(annotation);
        }
    }
    found.sort_by_key(|a| (&a.document, a.start(), &a.id));
    found.into_iter().map(|a| a.id.clone()).collect()
}

fn is_open(annotation: &Annotation, attribute: &Attribute) -> bool {
    !annotation.attributes.contains_key(&attribute.id) && attribute.applies(&annotation.attributes)
}
