//! Merging codes: one stays, the others' annotations, memos, children and link types become its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::{Refusal, refusal};
use super::joining::Joining;
use super::revision::{next, next_revision};
use super::{Bench, Outcome, code_of};
use crate::model::{
    Annotation, AnnotationId, AttributeId, Code, CodeId, Edit, Link, LinkType, Memo, Project, Record, RecordId, Scope, Target, Treatment,
};
use crate::session::{ForeignValues, MergeCodes, Touching};

/// Makes one code of several. In equals out plus joined: no annotation is lost.
pub(super) fn merge(bench: Bench, merge: &MergeCodes) -> Result<Outcome, Refusal> {
    let project = bench.project;
    let Gathered { into, from, grown, mut annotations } = gathered(bench, merge)?;
    let joining = match merge.touching {
        Touching::Join => Joining::of(project, &into.id, &mut annotations, &merge.preferred, bench.now),
        Touching::Keep => Joining::default(),
    };
    let mut edits: Vec<Edit> = Some(grown).filter(|code| *code != **into).map(|code| Edit::Set(code.into())).into_iter().collect();
    edits.extend(annotations.into_values().map(|a| Edit::Set(a.into())));
    edits.extend(others(project, into, &from));
    edits.extend(joining.links(project).into_iter().chain(treatments(project, &joining)));
    edits.extend(memos(project, into, &from, &joining));
    edits.extend(joining.gone().map(|id| Edit::Remove(RecordId::Annotation(id.clone()))));
    edits.extend(from.iter().map(|id| Edit::Remove(RecordId::Code((*id).clone()))));
    edits.push(next_revision(project));
    let names: Vec<&str> = from.iter().filter_map(|id| project.codes().get(*id)).map(|c| c.name.as_str()).collect();
    let what = if names.len() > 3 { format!("{} codes", names.len()) } else { names.join(", ") };
    Ok(Outcome::new(format!("Merge {what} into {}", into.name), edits))
}

/// What a merge brings together, before anything is joined.
pub(super) struct Gathered<'a> {
    /// The code that stays.
    pub(super) into: &'a Arc<Code>,
    /// The codes that go.
    from: BTreeSet<&'a CodeId>,
    /// The code that stays, as it is afterwards.
    grown: Code,
    /// The annotations that get it.
    pub(super) annotations: BTreeMap<AnnotationId, Annotation>,
}

pub(super) fn gathered<'a>(bench: Bench<'a>, merge: &'a MergeCodes) -> Result<Gathered<'a>, Refusal> {
    let project = bench.project;
    let into = code_of(project, &merge.into)?;
    let from: BTreeSet<&CodeId> = merge.from.iter().filter(|id| **id != into.id).collect();
    for id in &from {
        code_of(project, id)?;
    }
    if from.is_empty() {
        return Err(refusal("There is nothing to merge", "Choose at least one other code"));
    }
    let moving: Vec<&Arc<Annotation>> = project.annotations().values().filter(|a| from.contains(&a.code)).collect();
    let mut grown = grow(project, into, &from, &moving, merge.values);
    if grown.attributes != into.attributes {
        grown.revised = next(project);
    }
    let allowed = allowed(project, &grown);
    let recoded = moving.iter().map(|a| recoded(bench, a, &grown, &allowed));
    let annotations = recoded.map(|a| (a.id.clone(), a)).collect();
    Ok(Gathered { into, from, grown, annotations })
}

/// The code that stays, with the places, attributes and examples that its new annotations bring along, and another parent where its own goes.
fn grow(project: &Project, into: &Code, from: &BTreeSet<&CodeId>, moving: &[&Arc<Annotation>], values: ForeignValues) -> Code {
    let mut grown = into.clone();
    grown.parent = above(project, into, from);
    for annotation in moving {
        let scope = match annotation.target {
            Target::Spans(_) => Scope::Span,
            Target::Paragraph(_) => Scope::Paragraph,
            Target::Document => Scope::Document,
        };
        if !grown.scopes.contains(&scope) {
            grown.scopes.push(scope);
        }
    }
    grown.scopes.sort_unstable();
    if grown.scopes.len() == into.scopes.len() {
        grown.scopes.clone_from(&into.scopes);
    }
    for code in from.iter().filter_map(|id| project.codes().get(*id)) {
        let new: Vec<String> = code.examples.iter().filter(|e| !grown.examples.contains(*e)).cloned().collect();
        grown.examples.extend(new);
        let new: Vec<String> = code.aliases.iter().filter(|a| !grown.aliases.contains(*a)).cloned().collect();
        grown.aliases.extend(new);
    }
    if values == ForeignValues::Keep {
        let known = allowed(project, &grown);
        let used: BTreeSet<&AttributeId> = moving.iter().flat_map(|a| a.attributes.keys()).collect();
        grown.attributes.extend(used.into_iter().filter(|id| !known.contains(*id)).cloned());
    }
    grown
}

/// The next code above that stays.
fn above(project: &Project, code: &Code, from: &BTreeSet<&CodeId>) -> Option<CodeId> {
    project.codes_above(code).find(|above| !from.contains(&above.id)).map(|above| above.id.clone())
}

fn allowed(project: &Project, code: &Code) -> BTreeSet<AttributeId> {
    let of_layer = project.layers().get(&code.layer).into_iter().flat_map(|l| &l.attributes);
    code.attributes.iter().chain(of_layer).cloned().collect()
}

fn recoded(bench: Bench, annotation: &Annotation, into: &Code, allowed: &BTreeSet<AttributeId>) -> Annotation {
    let mut recoded = annotation.clone();
    recoded.code = into.id.clone();
    recoded.attributes.retain(|id, _| allowed.contains(id));
    recoded.revision = next(bench.project);
    recoded.changed = Some(bench.now);
    recoded
}

/// Codes under those that go, and link types that name them.
fn others(project: &Project, into: &Code, from: &BTreeSet<&CodeId>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let goes = |id: &CodeId| from.contains(id);
    for child in project.codes().values().filter(|c| c.parent.as_ref().is_some_and(goes) && !goes(&c.id) && c.id != into.id) {
        // A code that stands above the one that stays must not come under it.
        let is_above = project.codes_above(into).any(|c| c.id == child.id);
        let parent = match (is_above, child.layer == into.layer) {
            (true, _) => above(project, child, from),
            (false, true) => Some(into.id.clone()),
            (false, false) => None,
        };
        edits.push(Edit::Set(Code { parent, ..Code::clone(child) }.into()));
    }
    let named = |ends: &[CodeId]| ends.iter().any(goes);
    let ends = |ends: &[CodeId]| unique(ends.iter().map(|id| if goes(id) { into.id.clone() } else { id.clone() }));
    for kind in project.link_types().values().filter(|k| named(&k.from) || named(&k.to)) {
        edits.push(Edit::Set(LinkType { from: ends(&kind.from), to: ends(&kind.to), ..LinkType::clone(kind) }.into()));
    }
    edits
}

/// Treatments name the annotation that stays, once.
fn treatments(project: &Project, joining: &Joining) -> Vec<Edit> {
    let touched = project.treatments().values().filter(|t| t.evidence.iter().any(|id| joining.stands_for(id) != id));
    let evidence = |t: &Treatment| unique(t.evidence.iter().map(|id| joining.stands_for(id).clone()));
    touched.map(|t| Edit::Set(Treatment { evidence: evidence(t), ..Treatment::clone(t) }.into())).collect()
}

/// Memos about what goes are about what stands for it.
fn memos(project: &Project, into: &Code, from: &BTreeSet<&CodeId>, joining: &Joining) -> Vec<Edit> {
    let now = |id: &RecordId| match id {
        RecordId::Code(code) if from.contains(code) => RecordId::Code(into.id.clone()),
        RecordId::Annotation(id) => RecordId::Annotation(joining.stands_for(id).clone()),
        RecordId::Link(link) => joining.link_stands_for(link).unwrap_or_else(|| id.clone()),
        other => other.clone(),
    };
    let moved = |memo: &Arc<Memo>| {
        let links = unique(memo.links.iter().map(now));
        let memo = Memo { about: memo.about.as_ref().map(now), links, ..Memo::clone(memo) };
        Record::from(memo)
    };
    let all = project.memos().values().map(|old| (old, moved(old)));
    all.filter(|(old, new)| *new != Record::from(Arc::clone(old))).map(|(_, new)| Edit::Set(new)).collect()
}

/// The same without repetitions, in the order of first coming.
pub(super) fn unique<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = Vec::new();
    for one in all {
        if !seen.contains(&one) {
            seen.push(one);
        }
    }
    seen
}

/// Whether a link says nothing that the other one does not.
pub(super) fn same_link(one: &Link, other: &Link) -> bool {
    (&one.coder, &one.kind, &one.from, &one.to, &one.memo) == (&other.coder, &other.kind, &other.from, &other.to, &other.memo)
        && one.attributes == other.attributes
}
