//! Revisions of the codebook: what was coded under an older meaning is to be reviewed.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::{Attribute, AttributeId, Code, CodebookInfo, Edit, Project};

/// The number of the next revision.
pub(super) fn next(project: &Project) -> u32 {
    project.codebook().revision.saturating_add(1)
}

/// Makes the next revision.
pub(super) fn next_revision(project: &Project) -> Edit {
    Edit::SetCodebook(Box::new(CodebookInfo { revision: next(project), ..project.codebook().clone() }))
}

/// What of a code is its meaning: name, other names, colour, key, place and examples may change without it.
pub(super) fn meaning(code: &Code) -> (&str, &str, &str, BTreeSet<&AttributeId>) {
    (&code.definition, &code.include, &code.exclude, code.attributes.iter().collect())
}

/// Whether two versions of an attribute mean the same; a default says nothing about what was coded before.
pub(super) fn same_meaning(one: &Attribute, other: &Attribute) -> bool {
    one.kind == other.kind && one.definition == other.definition && one.when == other.when
}

/// Makes the next revision, and says of codes that it changed what they mean; nothing when it concerns none.
pub(super) fn revise<'a>(project: &Project, codes: impl IntoIterator<Item = &'a Arc<Code>>) -> Vec<Edit> {
    let revised = |code: &Arc<Code>| Edit::Set(Code { revised: next(project), ..Code::clone(code) }.into());
    let mut edits: Vec<Edit> = codes.into_iter().map(revised).collect();
    if !edits.is_empty() {
        edits.push(next_revision(project));
    }
    edits
}

/// The codes whose annotations may carry an attribute.
pub(super) fn carrying<'a>(project: &'a Project, attribute: &AttributeId) -> impl Iterator<Item = &'a Arc<Code>> {
    let layers: BTreeSet<_> = project.layers().values().filter(|l| l.attributes.contains(attribute)).map(|l| &l.id).collect();
    let attribute = attribute.clone();
    project.codes().values().filter(move |c| c.attributes.contains(&attribute) || layers.contains(&c.layer))
}
