//! The form for merging entities.

use egui::{RichText, Ui};

use super::super::super::context::ViewContext;
use super::super::super::facts::counted;
use super::super::super::widgets::{Search, cross_button, field_heading, reference_choices, shortened};
use super::sheet::{Ended, finish, preview, title};
use crate::analysis::query;
use crate::model::{AttributeKind, EntityId, Project, Reference};
use crate::session::plan::entity_merge::{EntitiesMerged, EntityMerge, kinds, merged, wikidata_ids};
use crate::session::{Command, Notice};

/// Entities that are offered before more is typed.
const OFFERED: usize = 6;

/// What would happen, in sentences, or why it cannot be.
type Seen = Result<Vec<String>, Box<Notice>>;

/// What the form says so far.
#[derive(Debug)]
pub(super) struct MergeForm {
    members: Vec<EntityId>,
    into: EntityId,
    wikidata: Option<String>,
    kind: Option<String>,
    search: Search<Reference>,
    seen: Option<(u64, EntityMerge, Seen)>,
}

impl MergeForm {
    /// Merging these; the one that is mentioned most stays unless another is chosen.
    pub(super) fn new(project: &Project, members: impl IntoIterator<Item = EntityId>) -> Option<Self> {
        let mut members: Vec<EntityId> = members.into_iter().collect();
        let mentions = |id: &EntityId| project.entities().get(id).map_or(0, |entity| query::mentions(project, entity));
        members.sort_by_cached_key(|id| (std::cmp::Reverse(mentions(id)), id.clone()));
        let into = members.first()?.clone();
        Some(Self { members, into, wikidata: None, kind: None, search: Search::default(), seen: None })
    }

    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) -> Option<Ended> {
        title(ui, ctx, "Merge entities");
        self.choose_members(ui, ctx);
        let merge = self.merge();
        conflict(ui, ctx, ("Their types differ: which one stays", "Type"), &kinds(ctx.project, &merge), &mut self.kind);
        let items = ("Their Wikidata ids differ: which one stays", "Wikidata id");
        conflict(ui, ctx, items, &wikidata_ids(ctx.project, &merge), &mut self.wikidata);
        field_heading(ui, ctx.theme, "What will happen");
        let merge = self.merge();
        let possible = preview(ui, ctx, self.seen(ctx, &merge));
        let into = merge.into.clone();
        let done = finish(ui, ctx, "Merge", possible, || Command::MergeEntities(merge))?;
        Some(if done { Ended::At(into) } else { Ended::Here })
    }

    fn merge(&self) -> EntityMerge {
        let from = self.members.iter().filter(|id| **id != self.into).cloned().collect();
        EntityMerge { into: self.into.clone(), from, wikidata: self.wikidata.clone(), kind: self.kind.clone() }
    }

    fn seen(&mut self, ctx: &ViewContext<'_>, merge: &EntityMerge) -> &Seen {
        let seen = self.seen.take().filter(|(revision, of, _)| *revision == ctx.revision && of == merge);
        let work = || (ctx.revision, merge.clone(), merged(ctx.project, merge).map(|outcome| sentences(ctx.project, merge, &outcome)));
        &self.seen.insert(seen.unwrap_or_else(work)).2
    }

    fn choose_members(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        field_heading(ui, ctx.theme, "Which one stays");
        let mut gone = None;
        for id in &self.members {
            let entity = ctx.project.entities().get(id);
            let name = entity.map_or_else(|| format!("{id} (deleted)"), |e| shortened(&e.name, 46));
            let mentions = entity.map_or(0, |entity| query::mentions(ctx.project, entity));
            ui.horizontal(|ui| {
                let words = format!("{name} · {}", counted(mentions, "mention", "mentions"));
                ui.radio_value(&mut self.into, id.clone(), words);
                if self.into != *id && cross_button(ui, ctx.theme, &format!("Leave out {name}")).clicked() {
                    gone = Some(id.clone());
                }
            });
        }
        self.members.retain(|id| gone.as_ref() != Some(id));
        self.search.fill(ctx.revision, "merge", || reference_choices(ctx, &AttributeKind::Entity, ""));
        if let Some(Reference::Entity(id)) = self.search.show(ui, ctx.theme, "Merge another entity…", OFFERED) {
            self.search.query.clear();
            if !self.members.contains(&id) {
                self.members.push(id);
            }
        }
    }
}

/// What differs is chosen here; nothing is chosen beforehand.
fn conflict(ui: &mut Ui, ctx: &ViewContext<'_>, (heading, what): (&str, &str), known: &[String], chosen: &mut Option<String>) {
    if known.len() < 2 {
        return;
    }
    ui.label(RichText::new(heading).color(ctx.theme.warning));
    ui.horizontal_wrapped(|ui| {
        for one in known {
            ui.radio_value(chosen, Some(one.clone()), one).accessible_name(format!("{what} that stays: {one}"));
        }
    });
}

/// The outcome in sentences.
fn sentences(project: &Project, merge: &EntityMerge, outcome: &EntitiesMerged) -> Vec<String> {
    let into = &outcome.entity;
    let mut lines = vec![format!("“{}” stays, {} part of it", into.name, counted(outcome.gone.len(), "entity becomes", "entities become"))];
    let before = project.entities().get(&merge.into);
    let new: Vec<&str> = into.aliases.iter().filter(|a| before.is_none_or(|e| !e.aliases.contains(a))).map(String::as_str).collect();
    if !new.is_empty() {
        lines.push(format!("New among its other names: {}", new.join("; ")));
    }
    lines.push(match outcome.mentions_before - outcome.mentions_after {
        0 => format!("{} afterwards", counted(outcome.mentions_after, "mention", "mentions")),
        _ => format!(
            "{} afterwards: {} several of them and will name one",
            counted(outcome.mentions_after, "mention", "mentions"),
            counted(outcome.repointed.shared, "annotation names", "annotations name")
        ),
    });
    let follow = [
        (outcome.repointed.annotations.len(), "annotation", "annotations"),
        (outcome.repointed.treatments.len(), "treatment of a claim on its word", "treatments of claims on its word"),
        (outcome.repointed.links.len(), "link", "links"),
        (outcome.repointed.memos.len(), "memo", "memos"),
        (outcome.repointed.attributes.len(), "default of the codebook", "defaults of the codebook"),
    ];
    let follow: Vec<String> = follow.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| counted(n, one, many)).collect();
    if !follow.is_empty() {
        lines.push(format!("Come to name it: {}", follow.join(", ")));
    }
    if before.is_none_or(|entity| entity.note.trim() != into.note.trim()) {
        lines.push("Their notes are joined".to_owned());
    }
    lines
}
