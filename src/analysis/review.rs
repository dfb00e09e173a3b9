//! Annotations to be reviewed: made before their code came to mean what it means now.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Annotation, AnnotationId, Code, CodeId, Project};

/// Whether an annotation was made under an older meaning of its code.
pub fn is_waiting(project: &Project, annotation: &Annotation) -> bool {
    project.codes().get(&annotation.code).is_some_and(|code| annotation.revision < code.revised)
}

/// All that are waiting: by code in the order of the screen, then by document, then in page order.
pub fn waiting(project: &Project) -> Vec<AnnotationId> {
    let revised: BTreeMap<&CodeId, &Arc<Code>> = project.codes().iter().filter(|(_, code)| code.revised > 0).collect();
    if revised.is_empty() {
        return Vec::new();
    }
    let is_waiting = |a: &&Arc<Annotation>| revised.get(&a.code).is_some_and(|code| a.revision < code.revised);
    let mut found: Vec<&Arc<Annotation>> = project.annotations().values().filter(is_waiting).collect();
    if found.is_empty() {
        return Vec::new();
    }
    let in_order = project.layers_in_order().into_iter().flat_map(|layer| project.codes_of(&layer.id));
    let places: BTreeMap<&CodeId, usize> = in_order.enumerate().map(|(place, code)| (&code.id, place)).collect();
    found.sort_by_cached_key(|a| {
        let place = a.target.extent().map(|e| (e.start(), usize::MAX - e.end()));
        (places.get(&a.code).copied(), a.document.clone(), place, a.id.clone())
    });
    found.into_iter().map(|a| a.id.clone()).collect()
}
