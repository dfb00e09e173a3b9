//! Working off the annotations that were made under an older meaning of their code.

use super::{Bench, Outcome};
use crate::analysis::review::{is_waiting, waiting};
use crate::model::{Annotation, AnnotationId, CodeId, Edit};

/// Says of annotations that they are right as they are; those that need no review stay untouched.
pub(super) fn keep(bench: Bench, ids: &[AnnotationId]) -> Outcome {
    let project = bench.project;
    let revision = project.codebook().revision;
    let chosen = ids.iter().filter_map(|id| project.annotations().get(id)).filter(|a| is_waiting(project, a));
    let edits: Vec<Edit> = chosen.map(|a| Edit::Set(Annotation { revision, ..Annotation::clone(a) }.into())).collect();
    let label = match edits.len() {
        1 => "Keep 1 annotation as it is".to_owned(),
        n => format!("Keep {n} annotations as they are"),
    };
    Outcome::new(label, edits)
}

/// Says so of all that are waiting, of one code or of all.
pub(super) fn keep_all(bench: Bench, code: Option<&CodeId>) -> Outcome {
    let project = bench.project;
    let of_code = |id: &AnnotationId| code.is_none_or(|code| project.annotations().get(id).is_some_and(|a| a.code == *code));
    let ids: Vec<AnnotationId> = waiting(project).into_iter().filter(of_code).collect();
    keep(bench, &ids)
}
