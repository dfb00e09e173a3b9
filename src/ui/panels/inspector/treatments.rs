//! What the open document does with each claim of the ledger.

use std::collections::BTreeMap;

use egui::{Frame, Margin, Rect, RichText, Ui, vec2};

use super::super::super::context::{Request, ViewContext};
use super::super::super::facts::counted;
use super::super::super::theme::SIZES;
use super::super::super::widgets::unchecked::Unchecked;
use super::super::super::widgets::{
    TreatmentDraft, filter_field, hint, quiet_button, shortened, treatment_choice, treatment_colour, treatment_details, treatment_of,
};
use crate::model::{Claim, ClaimId, CoderId, DocumentId, Treatment, TreatmentKind};
use crate::text::find;

/// Height of a card that has not been seen yet.
const CARD: f32 = 74.0;

/// What the cards depend on besides the heights.
type Key = (u64, Option<DocumentId>, CoderId, String, bool);

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub struct TreatmentList {
    filter: String,
    unchecked_only: bool,
    key: Option<Key>,
    claims: Vec<ClaimId>,
    /// Heights of the cards that have been seen; those out of sight only take up room.
    heights: BTreeMap<ClaimId, f32>,
    width: f32,
    open: Option<ClaimId>,
    draft: TreatmentDraft,
}

impl TreatmentList {
    /// Shows every claim with its treatment.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, queue: &mut Unchecked) {
        let Some(document) = ctx.document() else { return };
        if ctx.project.claims().is_empty() {
            hint(ui, ctx.theme, "The ledger has no claims yet. Code words as a claim and choose New claim…, or add one under Claims");
            return;
        }
        filter_field(ui, &mut self.filter, "Filter claims…");
        ui.checkbox(&mut self.unchecked_only, "Unchecked only");
        self.update(ctx, &document.id);
        if (self.width - ui.available_width()).abs() > 0.5 {
            self.width = ui.available_width();
            self.heights.clear();
        }
        for id in std::mem::take(&mut self.claims) {
            if let Some(claim) = ctx.project.claims().get(&id) {
                self.card_or_room(ui, ctx, claim, &document.id, queue);
            }
            self.claims.push(id);
        }
    }

    /// Chooses the claims again when something changed.
    fn update(&mut self, ctx: &ViewContext<'_>, document: &DocumentId) {
        let key = Some((ctx.revision, Some(document.clone()), ctx.coder.clone(), self.filter.clone(), self.unchecked_only));
        if self.key == key {
            return;
        }
        self.key = key;
        let words = find::key(self.filter.trim());
        let fits = |c: &Claim| words.is_empty() || find::key(&c.statement).contains(&words);
        let wanted = |c: &Claim| fits(c) && !(self.unchecked_only && treatment_of(ctx, c, document).is_some());
        self.claims = ctx.project.claims_in_order().into_iter().filter(|c| wanted(c)).map(|c| c.id.clone()).collect();
    }

    fn card_or_room(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim, document: &DocumentId, queue: &mut Unchecked) {
        let height = self.heights.get(&claim.id).copied().unwrap_or(CARD);
        let place = Rect::from_min_size(ui.next_widget_position(), vec2(ui.available_width(), height));
        if !ui.is_rect_visible(place) {
            ui.allocate_space(place.size());
            return;
        }
        let frame = Frame::new().fill(ctx.theme.raised).stroke((1.0, ctx.theme.rule)).corner_radius(SIZES.radius);
        let card = frame.inner_margin(Margin::symmetric(8, 6)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            self.contents(ui, ctx, claim, document, queue);
        });
        self.heights.insert(claim.id.clone(), card.response.rect.height());
    }

    fn contents(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim, document: &DocumentId, queue: &mut Unchecked) {
        let treatment = treatment_of(ctx, claim, document);
        let open = self.open.as_ref() == Some(&claim.id);
        ui.add(egui::Label::new(RichText::new(&claim.statement).color(ctx.theme.text)).wrap());
        ui.horizontal(|ui| {
            choose(ui, ctx, claim, treatment, queue, document);
            let Some(treatment) = treatment else { return };
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let words = if open { "Less" } else { "Details" };
                if quiet_button(ui, words).accessible_name(format!("{words} of {}", claim.statement)).clicked() {
                    self.open = (!open).then(|| claim.id.clone());
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| evidence(ui, ctx, treatment));
            });
        });
        if let Some(treatment) = treatment.filter(|_| open) {
            ui.add_space(SIZES.gap);
            ui.push_id(("details", &claim.id), |ui| treatment_details(ui, ctx, treatment, &mut self.draft));
        }
    }
}

fn choose(ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim, treatment: Option<&Treatment>, queue: &mut Unchecked, document: &DocumentId) {
    let now = treatment.map(|t| t.kind);
    let shown = RichText::new(now.map_or("not checked", TreatmentKind::word)).color(treatment_colour(ctx.theme, now));
    let response = treatment_choice(ui, ctx, (claim, document), queue, 118.0, shown);
    response.accessible_name(format!("Treatment of {}", claim.statement));
}

fn evidence(ui: &mut Ui, ctx: &ViewContext<'_>, treatment: &Treatment) {
    let name = |id| ctx.project.entities().get(id).map_or("?", |e| e.name.as_str());
    let by: Vec<&str> = treatment.by.iter().map(name).collect();
    let count = treatment.evidence.len();
    let words = match (by.is_empty(), count) {
        (true, 0) => return,
        (true, n) => counted(n, "place", "places"),
        (false, n) => format!("by {} · {}", by.join(" › "), counted(n, "place", "places")),
    };
    let label = egui::Label::new(RichText::new(shortened(&words, 60)).size(SIZES.small).color(ctx.theme.muted));
    let response = ui.add(label.truncate().sense(egui::Sense::click())).on_hover_text(format!("{words}\nClick to see the first one"));
    if response.clicked()
        && let Some(first) = treatment.evidence.first()
    {
        ctx.send.send(Request::JumpTo(first.clone()));
    }
}
