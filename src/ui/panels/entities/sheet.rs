//! A merge or split that is looked at before it is done.

use egui::{Key, Label, RichText, ScrollArea, Ui};

use super::super::super::context::ViewContext;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{hint, primary_button, semibold};
use super::merging::MergeForm;
use super::splitting::SplitForm;
use crate::model::EntityId;
use crate::session::{Command, Notice};
use crate::ui::keyboard::has_key;

/// What is being prepared.
#[derive(Debug)]
pub(super) enum Sheet {
    /// Several become one.
    Merge(MergeForm),
    /// One becomes two.
    Split(SplitForm),
}

/// What became of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ended {
    /// What was chosen stays so, where it still exists.
    Here,
    /// This one is to be chosen now.
    At(EntityId),
}

impl Sheet {
    /// Shows it, until it is done with.
    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) -> Option<Ended> {
        let mut ended = None;
        ScrollArea::vertical().id_salt("entity sheet").auto_shrink(false).show(ui, |ui| {
            ui.set_width(ui.available_width() - 12.0);
            ended = match self {
                Self::Merge(form) => form.show(ui, ctx),
                Self::Split(form) => form.show(ui, ctx),
            };
        });
        ended
    }
}

pub(super) fn title(ui: &mut Ui, ctx: &ViewContext<'_>, text: &str) {
    ui.add(Label::new(RichText::new(text).font(semibold(SIZES.heading)).color(ctx.theme.text)).wrap());
    ui.add_space(SIZES.gap);
}

/// What would happen, in sentences, or why it cannot be; says whether it can.
pub(super) fn preview(ui: &mut Ui, ctx: &ViewContext<'_>, lines: &Result<Vec<String>, Box<Notice>>) -> bool {
    match lines {
        Ok(lines) => {
            for line in lines {
                ui.add(Label::new(RichText::new(line).color(ctx.theme.text)).wrap());
            }
            true
        }
        Err(notice) => {
            ui.add(Label::new(RichText::new(&notice.what).color(ctx.theme.warning)).wrap());
            hint(ui, ctx.theme, &notice.hint);
            false
        }
    }
}

/// The two buttons at the end of a sheet; says what was pressed.
pub(super) fn finish(ui: &mut Ui, ctx: &ViewContext<'_>, words: &str, possible: bool, command: impl FnOnce() -> Command) -> Option<bool> {
    ui.add_space(SIZES.group_gap);
    ui.horizontal(|ui| {
        if ui.add_enabled_ui(possible, |ui| primary_button(ui, ctx.theme, words)).inner.clicked() {
            ctx.send.run(command());
            return Some(true);
        }
        let escaped =
            !ctx.popup_open && !ui.ctx().text_edit_focused() && ui.input(|input| has_key(input, egui::Modifiers::NONE, Key::Escape));
        (ui.button("Cancel").clicked() || escaped).then_some(false)
    })
    .inner
}
