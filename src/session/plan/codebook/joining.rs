//! Joining annotations of one coder that a merge of codes brings together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::merging::same_link;
use crate::model::{
    Annotation, AnnotationId, CodeId, CoderId, Document, DocumentId, Edit, Link, LinkId, Place, Project, RecordId, Target, Value,
};
use crate::text::Span;

/// Which annotation stands for which after a merge, and what becomes of their links.
#[derive(Debug, Default)]
pub(super) struct Joining {
    stands_for: BTreeMap<AnnotationId, AnnotationId>,
    links: BTreeMap<LinkId, LinkFate>,
}

/// What becomes of a link whose ends were joined with others.
#[derive(Debug)]
enum LinkFate {
    Changes(Link),
    Goes(RecordId),
}

impl Joining {
    /// Joins the annotations in `recoded` with one another and with those that have the code already.
    ///
    /// What changes is put into `recoded`, what was joined into another is taken out. Annotations whose values contradict each other
    /// stay apart unless one of them is preferred, and so do orphans: joining them would lose what they say.
    pub(super) fn of(
        project: &Project,
        code: &CodeId,
        recoded: &mut BTreeMap<AnnotationId, Annotation>,
        preferred: &BTreeSet<AnnotationId>,
        now: Timestamp,
    ) -> Self {
        let mut joining = Self::default();
        for ((_, document), members) in groups(project, code, recoded) {
            let Some(document) = project.documents().get(&document) else { continue };
            joining.join_group(project, document, members, (recoded, preferred), now);
        }
        joining.settle_links(project);
        joining
    }

    /// The annotation that an annotation became part of, or itself.
    pub(super) fn stands_for<'a>(&'a self, id: &'a AnnotationId) -> &'a AnnotationId {
        self.stands_for.get(id).unwrap_or(id)
    }

    /// What stands for a link that goes.
    pub(super) fn link_stands_for(&self, id: &LinkId) -> Option<RecordId> {
        match self.links.get(id)? {
            LinkFate::Goes(to) => Some(to.clone()),
            LinkFate::Changes(_) => None,
        }
    }

    /// The annotations that became part of another.
    pub(super) fn gone(&self) -> impl Iterator<Item = &AnnotationId> {
        self.stands_for.keys()
    }

    /// Links with their new ends; those within one annotation, and those that repeat another, go.
    pub(super) fn links(&self, project: &Project) -> Vec<Edit> {
        let edit = |(id, fate): (&LinkId, &LinkFate)| match fate {
            LinkFate::Changes(link) => Edit::Set(link.clone().into()),
            LinkFate::Goes(_) => Edit::Remove(RecordId::Link(id.clone())),
        };
        self.links.iter().filter(|(id, _)| project.links().contains_key(*id)).map(edit).collect()
    }

    /// Goes over the annotations of one coder in one document in page order; each joins the clusters that it touches.
    fn join_group(
        &mut self,
        project: &Project,
        document: &Document,
        members: Vec<Annotation>,
        (recoded, preferred): (&mut BTreeMap<AnnotationId, Annotation>, &BTreeSet<AnnotationId>),
        now: Timestamp,
    ) {
        let mut open: Vec<Cluster> = Vec::new();
        for annotation in members {
            let start = annotation.start();
            // What ends before this place can meet nothing that is still to come.
            let is_past = |c: &Cluster| c.end < start && !matches!(c.whole.target, Target::Document);
            let past: Vec<Cluster> = open.extract_if(.., |c| is_past(c)).collect();
            for cluster in past {
                self.close(project, cluster, recoded);
            }
            let (is_new, is_preferred) = (recoded.contains_key(&annotation.id), preferred.contains(&annotation.id));
            let mut cluster = Cluster { end: end_of(&annotation), whole: annotation, parts: Vec::new(), is_new, is_preferred };
            let mut at = 0;
            while let Some(other) = open.get(at) {
                match joined(document, other, &cluster, now) {
                    Some(both) => {
                        open.remove(at);
                        cluster = both;
                        // Grown, it may touch one that it did not touch before.
                        at = 0;
                    }
                    None => at += 1,
                }
            }
            open.push(cluster);
        }
        for cluster in open {
            self.close(project, cluster, recoded);
        }
    }

    fn close(&mut self, project: &Project, cluster: Cluster, recoded: &mut BTreeMap<AnnotationId, Annotation>) {
        if cluster.parts.is_empty() {
            return;
        }
        for part in &cluster.parts {
            recoded.remove(part);
            self.stands_for.insert(part.clone(), cluster.whole.id.clone());
        }
        let is_changed = project.annotations().get(&cluster.whole.id).is_none_or(|old| **old != cluster.whole);
        if is_changed {
            recoded.insert(cluster.whole.id.clone(), cluster.whole);
        }
    }

    fn settle_links(&mut self, project: &Project) {
        let touched: BTreeSet<LinkId> = self.gone().flat_map(|id| project.links_of(id)).map(|l| l.id.clone()).collect();
        let mut seen: BTreeMap<(AnnotationId, AnnotationId), Vec<Link>> = BTreeMap::new();
        for link in touched.iter().filter_map(|id| project.links().get(id)) {
            let id = link.id.clone();
            let mut link = Link::clone(link);
            link.from = self.stands_for(&link.from).clone();
            link.to = self.stands_for(&link.to).clone();
            let known = seen.entry((link.from.clone(), link.to.clone())).or_insert_with(|| {
                let between = project.links_of(&link.from).filter(|l| l.to == link.to && !touched.contains(&l.id));
                between.map(|l| Link::clone(l)).collect()
            });
            let fate = if link.from == link.to {
                LinkFate::Goes(RecordId::Annotation(link.from))
            } else if let Some(twin) = known.iter().find(|other| same_link(other, &link)) {
                LinkFate::Goes(RecordId::Link(twin.id.clone()))
            } else {
                known.push(link.clone());
                LinkFate::Changes(link)
            };
            self.links.insert(id, fate);
        }
    }
}

/// Annotations that are one by now.
struct Cluster {
    end: usize,
    whole: Annotation,
    parts: Vec<AnnotationId>,
    /// Whether one of them came with the merge: what was side by side before stays so.
    is_new: bool,
    /// Whether its values count where they contradict others.
    is_preferred: bool,
}

/// Annotations with the code, by coder and document, in page order; only where the merge brings one.
pub(super) fn groups(
    project: &Project,
    code: &CodeId,
    recoded: &BTreeMap<AnnotationId, Annotation>,
) -> BTreeMap<(CoderId, DocumentId), Vec<Annotation>> {
    let mut groups: BTreeMap<(CoderId, DocumentId), Vec<Annotation>> = BTreeMap::new();
    for annotation in recoded.values().filter(|a| !a.orphan) {
        groups.entry((annotation.coder.clone(), annotation.document.clone())).or_default().push(annotation.clone());
    }
    for annotation in project.annotations().values().filter(|a| a.code == *code && !a.orphan) {
        if let Some(group) = groups.get_mut(&(annotation.coder.clone(), annotation.document.clone())) {
            group.push(Annotation::clone(annotation));
        }
    }
    for group in groups.values_mut() {
        group.sort_by(|a, b| (a.start(), std::cmp::Reverse(end_of(a)), &a.id).cmp(&(b.start(), std::cmp::Reverse(end_of(b)), &b.id)));
    }
    groups
}

pub(super) fn end_of(annotation: &Annotation) -> usize {
    annotation.target.extent().map_or(0, Span::end)
}

/// Two clusters as one, where they touch, do not contradict each other, and one of them is new.
fn joined(document: &Document, one: &Cluster, other: &Cluster, now: Timestamp) -> Option<Cluster> {
    if !one.is_new && !other.is_new {
        return None;
    }
    let target = joined_target(document, &one.whole.target, &other.whole.target)?;
    let (first, second) = if one.whole.start() <= other.whole.start() { (one, other) } else { (other, one) };
    let mut whole = first.whole.clone();
    for (id, value) in &second.whole.attributes {
        let both = match whole.attributes.get(id) {
            Some(mine) => match joined_value(mine, value) {
                Some(both) => both,
                None if first.is_preferred == second.is_preferred => return None,
                None if first.is_preferred => mine.clone(),
                None => value.clone(),
            },
            None => value.clone(),
        };
        whole.attributes.insert(id.clone(), both);
    }
    whole.target = target;
    whole.memo = joined_memo(&first.whole.memo, &second.whole.memo);
    whole.created = first.whole.created.min(second.whole.created);
    whole.revision = first.whole.revision.max(second.whole.revision);
    whole.changed = Some(now);
    let mut parts = [first.parts.as_slice(), second.parts.as_slice()].concat();
    parts.push(second.whole.id.clone());
    let is_preferred = first.is_preferred || second.is_preferred;
    Some(Cluster { end: end_of(&whole), whole, parts, is_new: true, is_preferred })
}

pub(super) fn joined_target(document: &Document, one: &Target, other: &Target) -> Option<Target> {
    match (one, other) {
        (Target::Spans(a), Target::Spans(b)) => {
            let touch = |a: &Place, b: &Place| a.span.start() <= b.span.end() && b.span.start() <= a.span.end();
            if !a.iter().any(|a| b.iter().any(|b| touch(a, b))) {
                return None;
            }
            let spans = super::super::coding::joined(a.iter().chain(b).map(|p| p.span).collect());
            let place = |span: Span| Some(Place { span, quote: document.text.slice(span)?.into() });
            spans.into_iter().map(place).collect::<Option<Vec<_>>>().map(Target::Spans)
        }
        (Target::Paragraph(a), Target::Paragraph(b)) => (a == b).then(|| one.clone()),
        (Target::Document, Target::Document) => Some(Target::Document),
        _ => None,
    }
}

/// Both values as one; `None` when they contradict each other.
pub(super) fn joined_value(one: &Value, other: &Value) -> Option<Value> {
    fn both<T: Clone + PartialEq>(a: &[T], b: &[T]) -> Vec<T> {
        super::merging::unique(a.iter().chain(b).cloned())
    }
    match (one, other) {
        (Value::Choices(a), Value::Choices(b)) => Some(Value::Choices(both(a, b))),
        (Value::References(a), Value::References(b)) => Some(Value::References(both(a, b))),
        _ => (one == other).then(|| one.clone()),
    }
}

fn joined_memo(one: &str, other: &str) -> String {
    match (one.is_empty(), other.is_empty()) {
        (_, true) => one.to_owned(),
        (true, false) => other.to_owned(),
        (false, false) if one == other => one.to_owned(),
        (false, false) => format!("{one}\n{other}"),
    }
}
