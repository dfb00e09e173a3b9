//! What the open document does with each claim of the ledger.

use egui::{ComboBox, Frame, Margin, RichText, Ui};

use super::super::super::context::{Request, ViewContext};
use super::super::super::facts::counted;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{filter_field, hint, shortened};
use crate::model::{Claim, Treatment, TreatmentKey, TreatmentKind};
use crate::session::Command;

/// Height of the list of treatments, so that all of them can be seen at once.
const MENU: f32 = 320.0;

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub struct TreatmentList {
    filter: String,
    unchecked_only: bool,
}

impl TreatmentList {
    /// Shows every claim with its treatment.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let Some(document) = ctx.document() else { return };
        if ctx.project.claims().is_empty() {
            hint(ui, ctx.theme, "The ledger has no claims yet. Code words as a claim and choose New claim…, or add one under Claims");
            return;
        }
        filter_field(ui, &mut self.filter, "Filter claims…");
        ui.checkbox(&mut self.unchecked_only, "Unchecked only");
        let words = self.filter.trim().to_lowercase();
        for claim in ctx.project.claims_in_order() {
            let key = TreatmentKey { coder: ctx.coder.clone(), document: document.id.clone(), claim: claim.id.clone() };
            let treatment = ctx.project.treatments().get(&key).map(AsRef::as_ref);
            let fits = words.is_empty() || claim.statement.to_lowercase().contains(&words);
            if fits && !(self.unchecked_only && treatment.is_some()) {
                show_claim(ui, ctx, claim, treatment);
            }
        }
    }
}

fn show_claim(ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim, treatment: Option<&Treatment>) {
    let frame = Frame::new().fill(ctx.theme.raised).stroke((1.0, ctx.theme.rule)).corner_radius(SIZES.radius);
    frame.inner_margin(Margin::symmetric(8, 6)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add(egui::Label::new(RichText::new(&claim.statement).color(ctx.theme.text)).wrap());
        ui.horizontal(|ui| {
            choose(ui, ctx, claim, treatment);
            if let Some(treatment) = treatment {
                evidence(ui, ctx, treatment);
            }
        });
    });
}

fn choose(ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim, treatment: Option<&Treatment>) {
    let now = treatment.map(|t| t.kind);
    let shown = now.map_or("not checked", TreatmentKind::word);
    let colour = if now.is_some() { ctx.theme.text } else { ctx.theme.muted };
    let combo =
        ComboBox::from_id_salt(("treatment", &claim.id)).selected_text(RichText::new(shown).color(colour)).width(118.0).height(MENU);
    let response = combo.show_ui(ui, |ui| {
        for kind in std::iter::once(None).chain(TreatmentKind::ALL.map(Some)) {
            let word = kind.map_or("not checked", TreatmentKind::word);
            if ui.selectable_label(now == kind, word).clicked() && now != kind {
                ctx.send.run(Command::Treat(claim.id.clone(), kind));
            }
        }
    });
    response.response.accessible_name(format!("Treatment of {}", claim.statement));
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
