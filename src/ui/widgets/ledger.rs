//! Pieces of forms about claims: the heading they stand under, how much they matter, the colour of a treatment.

use egui::{Button, Color32, TextEdit, Ui, vec2};

use super::super::context::ViewContext;
use super::super::theme::Theme;
use crate::analysis::ledger::groups;
use crate::model::TreatmentKind;

/// Agreement, reserve and contradiction differ in colour as well as in their words.
pub fn treatment_colour(theme: &Theme, kind: Option<TreatmentKind>) -> Color32 {
    match kind {
        None => theme.muted,
        Some(TreatmentKind::Asserts | TreatmentKind::Presupposes) => theme.good,
        Some(TreatmentKind::Attributes | TreatmentKind::Hedges) => theme.text,
        Some(TreatmentKind::Disputes | TreatmentKind::Denies) => theme.error,
        Some(TreatmentKind::Omits) => theme.warning,
    }
}

/// A field for a heading, and beside it those in use; true when one of them was chosen.
pub fn group_field(ui: &mut Ui, ctx: &ViewContext<'_>, group: &mut String, label: &str) -> bool {
    let mut chosen = false;
    ui.horizontal(|ui| {
        let width = (ui.available_width() - 80.0).max(80.0);
        ui.add(TextEdit::singleline(group).hint_text("No group").desired_width(width)).accessible_name(label);
        let menu = ui.menu_button("In use", |ui| {
            ui.set_min_width(200.0);
            let used = groups(ctx.project);
            if used.is_empty() {
                ui.label("No groups yet");
            }
            for one in used {
                if ui.button(one).clicked() {
                    one.clone_into(group);
                    chosen = true;
                    ui.close();
                }
            }
        });
        menu.response.accessible_name(format!("{label}: those in use"));
    });
    chosen
}

/// Buttons for 1 to 3; returns the new value after a click. A second click takes the value away again.
pub fn importance_buttons(ui: &mut Ui, now: Option<u8>, label: &str) -> Option<Option<u8>> {
    let mut changed = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        for (level, word) in [(1, "1 minor"), (2, "2"), (3, "3 central")] {
            let chosen = now == Some(level);
            let button = Button::selectable(chosen, word).frame_when_inactive(true).min_size(vec2(30.0, 0.0));
            if ui.add(button).accessible_name(format!("{label}: {level}")).clicked() {
                changed = Some((!chosen).then_some(level));
            }
        }
    });
    changed
}
