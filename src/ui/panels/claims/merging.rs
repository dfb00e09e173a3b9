//! The form for making one claim of several: which stays, where treatments differ, what will happen.

use std::collections::BTreeMap;

use egui::{RichText, ScrollArea, Ui};

use super::super::super::context::ViewContext;
use super::super::super::facts::counted;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{
    Search, cross_button, field_heading, hint, primary_button, reference_choices, semibold, shortened, treatment_colour,
};
use super::rows::by;
use crate::model::{AttributeKind, ClaimId, Reference, Treatment};
use crate::session::plan::claim_merge::{ClaimMerge, ClaimsMerged, Reading, conflicts, merged};
use crate::session::{Command, Notice};

/// What the form says so far, and what it would come to.
pub(super) struct Merging {
    merge: ClaimMerge,
    search: Search<Reference>,
    seen: Option<(u64, ClaimMerge)>,
    conflicts: BTreeMap<Reading, Vec<Treatment>>,
    result: Option<Result<ClaimsMerged, Box<Notice>>>,
}

impl Merging {
    /// Merging these; the first stays.
    pub(super) fn new(ids: Vec<ClaimId>) -> Option<Self> {
        let mut ids = ids.into_iter();
        let into = ids.next()?;
        let merge = ClaimMerge { into, from: ids.collect(), chosen: BTreeMap::new() };
        Some(Self { merge, search: Search::default(), seen: None, conflicts: BTreeMap::new(), result: None })
    }

    fn update(&mut self, ctx: &ViewContext<'_>) {
        let same = self.seen.as_ref().is_some_and(|(revision, merge)| *revision == ctx.revision && *merge == self.merge);
        if !same {
            self.conflicts = conflicts(ctx.project, &self.merge);
            self.result = Some(merged(ctx.project, &self.merge));
            self.seen = Some((ctx.revision, self.merge.clone()));
        }
    }

    /// Shows it; true when it is done with.
    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) -> bool {
        self.update(ctx);
        ui.label(RichText::new("Merge claims").font(semibold(SIZES.heading - 1.0)).color(ctx.theme.text));
        ScrollArea::vertical()
            .id_salt("merge")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.set_width(ui.available_width() - 10.0);
                self.claims(ui, ctx);
                self.differences(ui, ctx);
                field_heading(ui, ctx.theme, "What will happen");
                self.preview(ui, ctx);
                ui.add_space(SIZES.group_gap);
                self.finish(ui, ctx)
            })
            .inner
    }

    fn claims(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        field_heading(ui, ctx.theme, "Whose words stay");
        let statement = |id: &ClaimId| ctx.project.claims().get(id).map_or_else(|| format!("{id} (deleted)"), |c| c.statement.clone());
        let (mut stays, mut out) = (None, None);
        let all: Vec<ClaimId> = std::iter::once(&self.merge.into).chain(&self.merge.from).cloned().collect();
        for id in &all {
            ui.horizontal_top(|ui| {
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Wrap);
                let words = statement(id);
                let is_into = *id == self.merge.into;
                if !is_into && cross_button(ui, ctx.theme, &format!("Leave out {}", shortened(&words, 60))).clicked() {
                    out = Some(id.clone());
                }
                let radio = ui.radio(is_into, RichText::new(&words).color(ctx.theme.text));
                if radio.accessible_name(format!("Keep the words {words}")).clicked() && !is_into {
                    stays = Some(id.clone());
                }
            });
        }
        self.merge.from.retain(|id| Some(id) != out.as_ref());
        if let Some(id) = stays {
            let old = std::mem::replace(&mut self.merge.into, id);
            self.merge.from.retain(|id| *id != self.merge.into);
            self.merge.from.insert(0, old);
        }
        self.search.fill(ctx.revision, &format!("{all:?}"), || {
            let mut choices = reference_choices(ctx, &AttributeKind::Claim, &statement(&self.merge.into));
            choices.retain(|c| !matches!(&c.value, Reference::Claim(id) if all.contains(id)));
            choices
        });
        if let Some(Reference::Claim(id)) = self.search.show(ui, ctx.theme, "Add a claim that says the same…", 4) {
            self.search.query.clear();
            self.merge.from.push(id);
        }
    }

    fn differences(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        for ((coder, document), treatments) in &self.conflicts {
            field_heading(ui, ctx.theme, &format!("In {document}, as {coder} sees it: which treatment stays?"));
            for treatment in treatments {
                let reading = (coder.clone(), document.clone());
                let chosen = self.merge.chosen.get(&reading) == Some(&treatment.claim);
                let voices = by(ctx.project, treatment);
                let voices = if voices.is_empty() { String::new() } else { format!(", by {voices}") };
                let of =
                    ctx.project.claims().get(&treatment.claim).map_or_else(|| treatment.claim.to_string(), |c| shortened(&c.statement, 50));
                let places = counted(treatment.evidence.len(), "place", "places");
                let words = format!("{}{voices} ({places}) of “{of}”", treatment.kind.word());
                let colour = treatment_colour(ctx.theme, Some(treatment.kind));
                let radio = ui.radio(chosen, RichText::new(&words).color(colour));
                if radio.accessible_name(format!("{document}: keep {}", treatment.kind.word())).clicked() {
                    self.merge.chosen.insert(reading, treatment.claim.clone());
                }
            }
        }
    }

    fn preview(&self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        match &self.result {
            Some(Ok(merged)) => {
                for line in sentences(merged) {
                    ui.add(egui::Label::new(RichText::new(line).color(ctx.theme.text)).wrap());
                }
            }
            Some(Err(notice)) => {
                ui.add(egui::Label::new(RichText::new(&notice.what).color(ctx.theme.warning)).wrap());
                hint(ui, ctx.theme, &notice.hint);
            }
            None => {}
        }
    }

    fn finish(&self, ui: &mut Ui, ctx: &ViewContext<'_>) -> bool {
        ui.horizontal(|ui| {
            let possible = matches!(self.result, Some(Ok(_)));
            let words = format!("Merge {} into one", counted(self.merge.from.len() + 1, "claim", "claims"));
            let done = ui.add_enabled_ui(possible, |ui| primary_button(ui, ctx.theme, &words)).inner.clicked();
            if done {
                ctx.send.run(Command::MergeClaims(self.merge.clone()));
            }
            done | ui.button("Cancel").clicked()
        })
        .inner
    }
}

fn sentences(merged: &ClaimsMerged) -> Vec<String> {
    let mut lines = vec![format!("{} and what they say goes into the note", counted(merged.gone.len(), "claim goes", "claims go"))];
    let twice = merged.mentions_before - merged.mentions_after;
    let twice =
        if twice > 0 { format!("; {} named more than one of them", counted(twice, "annotation", "annotations")) } else { String::new() };
    lines.push(format!("{} it afterwards{twice}", counted(merged.mentions_after, "annotation carries", "annotations carry")));
    let before = counted(merged.treatments_before.len(), "treatment becomes", "treatments become");
    if !merged.treatments_before.is_empty() {
        lines.push(format!("{before} {}; each keeps the evidence of all", merged.treatments.len()));
    }
    lines
}
