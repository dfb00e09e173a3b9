//! The entities proposed for a mention, numbered: a click or the number's key says that the mention means one.

use egui::{FontId, RichText, Ui};

use super::super::actions::{Action, key_text};
use super::super::context::ViewContext;
use super::super::theme::SIZES;
use super::{Row, paint_key, row_in, shortened};
use crate::analysis::proposals::Proposal;

/// The actions that accept a proposal, in the order of the list.
const ACCEPT: [Action; 5] = [Action::Proposal1, Action::Proposal2, Action::Proposal3, Action::Proposal4, Action::Proposal5];
const ROW: f32 = 38.0;

/// Shows what is proposed for the mention that is looked at, with the reasons.
pub fn proposals(ui: &mut Ui, ctx: &ViewContext<'_>, proposals: &[Proposal]) {
    for (proposal, action) in proposals.iter().zip(ACCEPT) {
        let Some(entity) = ctx.project.entities().get(&proposal.entity) else { continue };
        let (name, reasons) = (shortened(&entity.name, 80), proposal.words());
        let label = format!("{}: {name}, {reasons}", super::super::actions::info(action).map_or("", |line| line.label));
        let response = row_in(ui, ctx.theme, ROW, &Row { label: &label, chosen: false, enabled: true });
        let rect = response.rect.shrink2(egui::vec2(8.0, 3.0));
        let key = key_text(ui.ctx(), action);
        let taken = if key.is_empty() { 0.0 } else { paint_key(ui, ctx.theme, rect.right_center(), &key) };
        let room = (rect.width() - taken - 8.0).max(40.0);
        let line = |text: RichText| {
            egui::WidgetText::from(text).into_galley(ui, Some(egui::TextWrapMode::Truncate), room, FontId::proportional(SIZES.body))
        };
        let name = line(RichText::new(name).color(ctx.theme.text));
        ui.painter().galley(rect.left_top(), name, ctx.theme.text);
        let reasons = line(RichText::new(reasons).size(SIZES.small).color(ctx.theme.muted));
        let at = egui::pos2(rect.left(), rect.bottom() - reasons.size().y);
        ui.painter().galley(at, reasons, ctx.theme.muted);
        if response.on_hover_text(hover(&entity.kind, &entity.aliases)).clicked() {
            ctx.send.act(action);
        }
    }
}

fn hover(kind: &str, aliases: &[String]) -> String {
    let kind = if kind.is_empty() { "No type" } else { kind };
    if aliases.is_empty() { kind.to_owned() } else { format!("{kind} · also {}", shortened(&aliases.join(", "), 200)) }
}
