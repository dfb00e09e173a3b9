//! Rules that were used, with how much of what they coded is there; each can be run again.

use egui::{RichText, ScrollArea, Ui};

use super::super::super::context::ViewContext;
use super::super::super::facts::counted;
use super::super::super::widgets::hint;
use super::Bulk;
use crate::session::{ListedRule, Rule, listed_rules};

const ROW: f32 = 30.0;

impl Bulk {
    /// Shows the rules; returns the one that is to be run again.
    pub(super) fn show_rules(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) -> Option<Rule> {
        if self.rules.as_ref().is_none_or(|(revision, _)| *revision != ctx.revision) {
            self.rules = Some((ctx.revision, listed_rules(ctx.project)));
        }
        let rules = self.rules.as_ref().map_or(&[][..], |(_, rules)| rules);
        if rules.is_empty() {
            hint(ui, ctx.theme, "No rule has been used yet: code all occurrences of something, and its rule is kept here");
        } else {
            hint(ui, ctx.theme, "Run a rule again to find what has come in since; what was changed or deleted by hand stays as it is");
        }
        let mut again = None;
        let height = ui.available_height() - 40.0;
        ScrollArea::vertical().id_salt("rules").auto_shrink(false).max_height(height).show_rows(ui, ROW, rules.len(), |ui, rows| {
            for listed in rows.filter_map(|row| rules.get(row)) {
                again = again.take().or(line(ui, ctx, listed));
            }
        });
        again
    }
}

fn line(ui: &mut Ui, ctx: &ViewContext<'_>, listed: &ListedRule) -> Option<Rule> {
    ui.horizontal(|ui| {
        ui.set_min_height(ROW - ui.spacing().item_spacing.y);
        let button = ui.add_enabled(listed.rule.is_some(), egui::Button::new("Run again"));
        let clicked = button.on_disabled_hover_text("This rule was written by another program").clicked();
        ui.label(RichText::new(counted(listed.annotations, "annotation", "annotations")).color(ctx.theme.muted));
        ui.add(egui::Label::new(RichText::new(&listed.words).color(ctx.theme.text)).truncate()).on_hover_text(&listed.words);
        if clicked { listed.rule.clone() } else { None }
    })
    .inner
}
