//! On whose word a document has a claim: a chain of entities, the outermost voice first.

use egui::{Button, RichText, Ui};

use super::super::context::ViewContext;
use super::super::theme::SIZES;
use super::{Search, cross_button, hint, reference_choices};
use crate::model::{AttributeKind, EntityId, Reference};

/// How many entities are suggested as voices.
const SUGGESTED: usize = 6;

/// Shows a chain of voices; returns it as it is to be after a click.
pub fn voice_chain(ui: &mut Ui, ctx: &ViewContext<'_>, by: &[EntityId]) -> Option<Vec<EntityId>> {
    if by.is_empty() {
        hint(ui, ctx.theme, "The document’s own voice");
    }
    let mut changed = None;
    for place in 0..by.len() {
        if let Some(by) = voice(ui, ctx, by, place) {
            changed = Some(by);
        }
    }
    changed
}

fn voice(ui: &mut Ui, ctx: &ViewContext<'_>, by: &[EntityId], place: usize) -> Option<Vec<EntityId>> {
    let entity = by.get(place)?;
    let name = ctx.project.entities().get(entity).map_or(entity.as_str(), |e| e.name.as_str());
    let mut changed = None;
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if cross_button(ui, ctx.theme, &format!("Take away the voice {name}")).clicked() {
                changed = Some(by.iter().filter(|e| *e != entity).cloned().collect());
            }
            let last = place + 1 == by.len();
            let moves = [("↓", "inwards", place + 1, !last), ("↑", "outwards", place.wrapping_sub(1), place > 0)];
            for (arrow, word, to, possible) in moves {
                let button = ui.add_enabled(possible, Button::new(arrow).small().frame_when_inactive(false));
                if button.accessible_name(format!("Move {name} {word}")).clicked() {
                    let mut moved = by.to_vec();
                    moved.swap(place, to);
                    changed = Some(moved);
                }
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.label(RichText::new(format!("{}.", place + 1)).size(SIZES.small).color(ctx.theme.muted));
                ui.add(egui::Label::new(RichText::new(name).color(ctx.theme.text)).truncate());
            });
        });
    });
    changed
}

/// A search for one more voice; those whose names the `quotes` share are suggested. Returns what was chosen.
pub fn find_voice(ui: &mut Ui, ctx: &ViewContext<'_>, search: &mut Search<Reference>, by: &[EntityId], quotes: &str) -> Option<EntityId> {
    let known: Vec<&str> = by.iter().map(EntityId::as_str).collect();
    search.fill(ctx.revision, &format!("{} {quotes}", known.join(" ")), || {
        let mut choices = reference_choices(ctx, &AttributeKind::Entity, quotes);
        choices.retain(|c| !matches!(&c.value, Reference::Entity(id) if by.contains(id)));
        choices
    });
    match search.show(ui, ctx.theme, "Find who says so…", SUGGESTED) {
        Some(Reference::Entity(entity)) => {
            search.query.clear();
            Some(entity)
        }
        Some(Reference::Claim(_)) | None => None,
    }
}
