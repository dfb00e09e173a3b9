//! Where a merge of codes would join annotations if their values did not contradict each other.

use jiff::Timestamp;

use super::Bench;
use super::joining::{end_of, groups, joined_target, joined_value};
use super::merging::gathered;
use crate::model::{Annotation, AnnotationId, AttributeId, Project, Target, Value};
use crate::session::{MergeCodes, Touching};

/// Two annotations of one coder that touch after a merge and contradict each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The one that begins first.
    pub one: AnnotationId,
    /// The other one.
    pub other: AnnotationId,
    /// The values that contradict each other: attribute, the one's, the other's.
    pub values: Vec<(AttributeId, Value, Value)>,
}

/// What a merge would leave apart, whether or not it is settled already; nothing where a merge joins nothing or cannot be done.
pub fn conflicts(project: &Project, merge: &MergeCodes) -> Vec<Conflict> {
    let bench = Bench { project, now: Timestamp::UNIX_EPOCH };
    let Ok(gathered) = gathered(bench, merge) else { return Vec::new() };
    if merge.touching == Touching::Keep {
        return Vec::new();
    }
    let mut found = Vec::new();
    for ((_, document), members) in groups(project, &gathered.into.id, &gathered.annotations) {
        let Some(document) = project.documents().get(&document) else { continue };
        let mut open: Vec<&Annotation> = Vec::new();
        for annotation in &members {
            // What ends before this place can meet nothing that is still to come.
            open.retain(|other| end_of(other) >= annotation.start() || matches!(other.target, Target::Document));
            for other in &open {
                let is_new = |a: &Annotation| gathered.annotations.contains_key(&a.id);
                let values = contradictions(other, annotation);
                let meet = (is_new(other) || is_new(annotation)) && !values.is_empty();
                if meet && joined_target(document, &other.target, &annotation.target).is_some() {
                    found.push(Conflict { one: other.id.clone(), other: annotation.id.clone(), values });
                }
            }
            open.push(annotation);
        }
    }
    found
}

fn contradictions(one: &Annotation, other: &Annotation) -> Vec<(AttributeId, Value, Value)> {
    let both = one.attributes.iter().filter_map(|(id, mine)| Some((id, mine, other.attributes.get(id)?)));
    let contrary = both.filter(|(_, mine, theirs)| joined_value(mine, theirs).is_none());
    contrary.map(|(id, mine, theirs)| (id.clone(), mine.clone(), theirs.clone())).collect()
}
