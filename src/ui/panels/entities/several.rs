//! What can be done with several entities at once.

use std::collections::BTreeSet;

use egui::{ComboBox, RichText, ScrollArea, TextEdit, Ui};

use super::super::super::context::ViewContext;
use super::super::super::facts::counted;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{field_heading, hint, section};
use super::merging::MergeForm;
use super::sheet::Sheet;
use crate::model::EntityId;
use crate::session::Command;
use crate::ui::keyboard::entered;

/// Names that are listed of what is chosen; the rest is counted.
const NAMED: usize = 12;

/// What it remembers between frames.
#[derive(Debug, Default)]
pub(super) struct Several {
    kind: String,
}

impl Several {
    /// Shows them; gives the sheet that was asked for.
    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, chosen: &BTreeSet<EntityId>) -> Option<Sheet> {
        let mut sheet = None;
        section(ui, ctx.theme, &counted(chosen.len(), "entity", "entities"));
        ScrollArea::vertical().id_salt("several entities").auto_shrink(false).show(ui, |ui| {
            ui.set_width(ui.available_width() - 12.0);
            for entity in chosen.iter().take(NAMED).filter_map(|id| ctx.project.entities().get(id)) {
                ui.add(egui::Label::new(RichText::new(&entity.name).color(ctx.theme.text)).truncate());
            }
            if chosen.len() > NAMED {
                hint(ui, ctx.theme, format!("and {} more", chosen.len() - NAMED));
            }
            ui.add_space(SIZES.gap);
            if ui.button("Merge…").on_hover_text("Make one entity of them").clicked() {
                sheet = MergeForm::new(ctx.project, chosen.iter().cloned()).map(Sheet::Merge);
            }
            ui.add_space(SIZES.gap);
            self.type_for_all(ui, ctx, chosen);
        });
        sheet
    }

    fn type_for_all(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, chosen: &BTreeSet<EntityId>) {
        field_heading(ui, ctx.theme, "Type");
        let kinds: BTreeSet<&str> = chosen.iter().filter_map(|id| ctx.project.entities().get(id)).map(|e| e.kind.as_str()).collect();
        let now = match kinds.first() {
            Some(kind) if kinds.len() == 1 && kind.is_empty() => "None has one".to_owned(),
            Some(kind) if kinds.len() == 1 => format!("All: {kind}"),
            _ => "They differ".to_owned(),
        };
        hint(ui, ctx.theme, now);
        let mut set = None;
        let combo = ComboBox::from_id_salt("type for all").selected_text("Set a known type…").width(ui.available_width());
        let known = || ctx.project.entities().values().map(|e| e.kind.as_str()).filter(|k| !k.is_empty()).collect::<BTreeSet<_>>();
        let shown = combo.show_ui(ui, |ui| {
            for kind in known() {
                if ui.selectable_label(false, kind).clicked() {
                    set = Some(kind.to_owned());
                }
            }
        });
        shown.response.accessible_name("Known type for all");
        ui.horizontal(|ui| {
            let width = (ui.available_width() - 80.0).max(80.0);
            let field = ui.add(TextEdit::singleline(&mut self.kind).hint_text("Another type…").desired_width(width));
            let field = field.accessible_name("Type for all");
            let entered = entered(ui, &field);
            let has_words = !self.kind.trim().is_empty();
            let clicked = ui.add_enabled(has_words, egui::Button::new("Set all")).accessible_name("Set the type for all").clicked();
            if has_words && (clicked || entered) {
                set = Some(std::mem::take(&mut self.kind));
            }
        });
        if let Some(kind) = set {
            ctx.send.run(Command::SetEntityKind(chosen.iter().cloned().collect(), kind));
        }
    }
}
