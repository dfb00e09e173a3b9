//! What was changed here and by others, each in another way: both versions side by side, until one is chosen.

use egui::{Grid, Label, RichText, ScrollArea, Ui};

use super::super::context::CommandSender;
use super::super::theme::{SIZES, Theme};
use super::super::widgets::{hint, semibold};
use super::forms::{Answer, buttons_close, heading};
use crate::analysis::conflicts::{Told, told};
use crate::model::{ConflictId, Project};
use crate::session::{Command, Version};
use crate::text::counted;
use crate::ui::keyboard::scroll_to_keyboard;

/// How many are shown at once; the next ones come when these are settled.
const SHOWN: usize = 20;
/// Width of a version in points.
const VERSION: f32 = 250.0;

/// Shows them.
pub(super) fn show(ui: &mut Ui, theme: &Theme, project: Option<&Project>, send: &CommandSender) -> Answer {
    ui.set_width(680.0);
    let Some(project) = project else { return Answer::Close };
    let all = project.conflicts();
    if all.is_empty() {
        heading(ui, theme, "Nothing is left to settle");
        return if buttons_close(ui, theme) { Answer::Close } else { Answer::Open };
    }
    heading(ui, theme, &format!("{} to settle", counted(all.len(), "conflict")));
    hint(
        ui,
        theme,
        "Mine is what was changed here, and it stands until you decide. The other is what others changed in the files meanwhile",
    );
    ui.add_space(SIZES.gap);
    let height = (ui.ctx().content_rect().height() - 260.0).max(200.0);
    ScrollArea::vertical().auto_shrink([false, true]).max_height(height).show(ui, |ui| {
        for conflict in all.values().take(SHOWN) {
            one(ui, theme, &told(project, conflict), send);
        }
        if all.len() > SHOWN {
            hint(ui, theme, format!("and {} more, which come when these are settled", all.len() - SHOWN));
        }
        scroll_to_keyboard(ui);
    });
    ui.add_space(SIZES.group_gap);
    ui.horizontal(|ui| {
        let ids = || all.keys().cloned().collect::<Vec<ConflictId>>();
        if ui.button("Keep all mine").on_hover_text("One step, which Undo takes back").clicked() {
            send.run(Command::Settle(ids(), Version::Mine));
        }
        if buttons_close(ui, theme) { Answer::Close } else { Answer::Open }
    })
    .inner
}

/// One conflict: what it is about, both versions, and what to do.
fn one(ui: &mut Ui, theme: &Theme, told: &Told, send: &CommandSender) {
    ui.separator();
    ui.add(Label::new(RichText::new(&told.about).font(semibold(SIZES.body)).color(theme.text)).wrap());
    hint(ui, theme, &told.what);
    Grid::new(("conflict", &told.id)).num_columns(3).spacing([16.0, 4.0]).show(ui, |ui| {
        ui.label("");
        ui.label(RichText::new("Mine").color(theme.muted));
        ui.label(RichText::new("The other").color(theme.muted));
        ui.end_row();
        for field in &told.fields {
            ui.label(RichText::new(&field.name).color(theme.muted));
            for version in [&field.mine, &field.other] {
                ui.scope(|ui| {
                    ui.set_max_width(VERSION);
                    ui.add(Label::new(RichText::new(version).color(theme.text)).wrap());
                });
            }
            ui.end_row();
        }
    });
    let fields = told.fields.iter().map(|field| field.name.to_lowercase()).collect::<Vec<_>>().join(", ");
    ui.horizontal(|ui| {
        for (words, version) in [("Keep mine", Version::Mine), ("Take the other", Version::Other)] {
            let button = ui.button(words).accessible_name(format!("{words}: {}, {fields}", told.about));
            if button.clicked() {
                send.run(Command::Settle(vec![told.id.clone()], version));
            }
        }
    });
    ui.add_space(SIZES.gap);
}
