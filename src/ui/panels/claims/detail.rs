//! One claim for editing: its words, what carries it, and what the open document does with it.

use egui::{Id, RichText, ScrollArea, Ui};

use super::super::super::context::ViewContext;
use super::super::super::facts::title_of;
use super::super::super::theme::SIZES;
use super::super::super::widgets::unchecked::Unchecked;
use super::super::super::widgets::{
    TreatmentDraft, draft_line, draft_text, field_heading, hint, importance_buttons, memos, quiet_button, section, semibold,
    treatment_choice, treatment_colour, treatment_details, treatment_of,
};
use super::Wish;
use super::carriers::Carriers;
use crate::analysis::ledger::groups;
use crate::analysis::negation::negation;
use crate::model::{Claim, RecordId, TreatmentKind};
use crate::session::Command;

/// Shows one claim; returns what is to be prepared.
pub(super) fn show(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    claim: &Claim,
    (draft, queue): (&mut TreatmentDraft, &mut Unchecked),
    carriers: &mut Carriers,
) -> Option<Wish> {
    let wish = title(ui, ctx, claim);
    ScrollArea::vertical().id_salt("claim").auto_shrink(false).show(ui, |ui| {
        ui.set_width(ui.available_width() - 10.0);
        proposition(ui, ctx, claim);
        ui.add_space(SIZES.gap);
        memos(ui, ctx, Some(&RecordId::Claim(claim.id.clone())));
        ui.add_space(SIZES.gap);
        in_document(ui, ctx, claim, draft, queue);
        ui.add_space(SIZES.group_gap);
        carriers.show(ui, ctx, claim);
    });
    wish
}

fn title(ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim) -> Option<Wish> {
    let mut wish = None;
    ui.horizontal(|ui| {
        ui.label(RichText::new(format!("Claim {}", claim.rank)).font(semibold(SIZES.heading - 1.0)).color(ctx.theme.text));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            let delete = quiet_button(ui, "Delete").accessible_name("Delete the claim");
            if delete.on_hover_text("With its treatments; undo brings it back").clicked() {
                ctx.send.run(Command::DeleteClaim(claim.id.clone()));
            }
            if quiet_button(ui, "Split…").accessible_name("Split the claim").clicked() {
                wish = Some(Wish::Split(claim.id.clone()));
            }
            if quiet_button(ui, "Merge…").accessible_name("Merge other claims into this one").clicked() {
                wish = Some(Wish::Merge(vec![claim.id.clone()]));
            }
        });
    });
    wish
}

fn proposition(ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim) {
    field_heading(ui, ctx.theme, "Statement");
    draft_text(ui, ctx.send, Id::unique(("claim", &claim.id)), "Statement", &claim.statement, 2, |statement| {
        Command::SetClaim(Claim { statement, ..claim.clone() })
    });
    if let Some(found) = negation(&claim.statement) {
        let words = format!("“{}” denies something: state it positively, and let documents deny it", found.cue);
        ui.add(egui::Label::new(RichText::new(words).size(SIZES.body - 1.0).color(ctx.theme.warning)).wrap());
    }
    field_heading(ui, ctx.theme, "Group");
    draft_line(ui, ctx.send, Id::unique(("claim group", &claim.id)), "Group", &claim.group, |group| {
        Command::SetClaim(Claim { group, ..claim.clone() })
    });
    let others: Vec<&str> = groups(ctx.project).into_iter().filter(|g| *g != claim.group).take(6).collect();
    if !others.is_empty() {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            for group in others {
                if quiet_button(ui, group).accessible_name(format!("Put it into the group {group}")).clicked() {
                    ctx.send.run(Command::SetClaim(Claim { group: group.to_owned(), ..claim.clone() }));
                }
            }
        });
    }
    field_heading(ui, ctx.theme, "Importance");
    if let Some(importance) = importance_buttons(ui, claim.importance, "Importance of the claim") {
        ctx.send.run(Command::SetClaim(Claim { importance, ..claim.clone() }));
    }
    field_heading(ui, ctx.theme, "Note");
    draft_text(ui, ctx.send, Id::unique(("claim note", &claim.id)), "Note of the claim", &claim.note, 1, |note| {
        Command::SetClaim(Claim { note, ..claim.clone() })
    });
}

/// What the open document does with the claim.
fn in_document(ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim, draft: &mut TreatmentDraft, queue: &mut Unchecked) {
    let Some(document) = ctx.document() else {
        section(ui, ctx.theme, "In the open document");
        hint(ui, ctx.theme, "Open a document to see what it does with this claim");
        return;
    };
    let title = title_of(document);
    let name = document.outlet.as_deref().unwrap_or(&title);
    let treatment = treatment_of(ctx, claim, &document.id);
    let now = treatment.map(|t| t.kind);
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let shown = RichText::new(now.map_or("not checked", TreatmentKind::word)).color(treatment_colour(ctx.theme, now));
            let choice = ui.push_id("detail", |ui| treatment_choice(ui, ctx, (claim, &document.id), queue, 110.0, shown)).inner;
            choice.accessible_name(format!("In the open document: treatment of {}", claim.statement));
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let words = RichText::new(format!("In {name}")).font(semibold(SIZES.body)).color(ctx.theme.text);
                ui.add(egui::Label::new(words).truncate()).on_hover_text(&*title);
            });
        });
    });
    match treatment {
        Some(treatment) => treatment_details(ui, ctx, treatment, draft),
        None => drop(hint(ui, ctx.theme, "Not checked yet. Every treatment but “omits” needs words that show it")),
    }
}
