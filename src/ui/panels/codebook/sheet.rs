//! A change that is looked at before it is done.

use egui::{RichText, ScrollArea, Ui};

use super::super::super::context::ViewContext;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{primary_button, semibold};
use super::about::WIDTH;
use super::merging::MergeForm;
use super::picker::Picker;
use super::preview::{Seen, is_long};
use super::splitting::SplitForm;
use super::{Chosen, Wish};
use crate::session::plan::codebook::preview;
use crate::session::{CodebookChange, Command};
use crate::ui::keyboard::has_key;

/// What is being prepared.
#[derive(Debug)]
pub(super) enum Sheet {
    /// A change that takes something away.
    Confirm {
        heading: String,
        button: &'static str,
        change: CodebookChange,
        seen: Seen,
        /// Whether it is done without asking once it is known that nothing is lost.
        at_once: bool,
    },
    Merge(MergeForm),
    Split(SplitForm),
}

impl Sheet {
    pub(super) fn confirm(heading: String, button: &'static str, change: CodebookChange) -> Self {
        Self::Confirm { heading, button, change, seen: Seen::default(), at_once: false }
    }

    /// Does a change at once where nothing is lost by it; else it is to be looked at first.
    pub(super) fn unless_harmless(ctx: &ViewContext<'_>, heading: String, button: &'static str, change: CodebookChange) -> Option<Wish> {
        if is_long(ctx.project) {
            return Some(Wish::prepare(Self::Confirm { heading, button, change, seen: Seen::default(), at_once: true }));
        }
        let harmless = preview(ctx.project, &change).is_ok_and(|p| p.values_lost.is_empty() && p.gone.is_empty());
        if harmless {
            ctx.send.run(Command::Codebook(change));
            return None;
        }
        Some(Wish::prepare(Self::confirm(heading, button, change)))
    }

    /// Shows it, until it is done with.
    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, picker: &mut Picker) -> Option<Ended> {
        let mut done = None;
        ScrollArea::vertical().id_salt("sheet").auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(WIDTH.min(ui.available_width() - 14.0));
            done = match self {
                Self::Confirm { heading, button, change, seen, at_once } => {
                    if *at_once && seen.is_harmless(ui, ctx, change) == Some(true) {
                        ctx.send.run(Command::Codebook(change.clone()));
                        done = Some(Ended::Here);
                        return;
                    }
                    title(ui, ctx, heading);
                    let possible = seen.show(ui, ctx, change);
                    finish(ui, ctx, button, possible, change)
                }
                Self::Merge(form) => form.show(ui, ctx, picker),
                Self::Split(form) => form.show(ui, ctx),
            };
        });
        done
    }
}

pub(super) fn title(ui: &mut Ui, ctx: &ViewContext<'_>, text: &str) {
    ui.label(RichText::new(text).font(semibold(SIZES.heading)).color(ctx.theme.text));
    ui.add_space(SIZES.gap);
}

/// What became of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ended {
    /// Done or cancelled; what was chosen stays so, where it still exists.
    Here,
    /// Something else is to be chosen now.
    At(Chosen),
}

/// The two buttons at the end of a sheet.
pub(super) fn finish(ui: &mut Ui, ctx: &ViewContext<'_>, words: &str, possible: bool, change: &CodebookChange) -> Option<Ended> {
    ui.add_space(SIZES.group_gap);
    ui.horizontal(|ui| {
        if ui.add_enabled_ui(possible, |ui| primary_button(ui, ctx.theme, words)).inner.clicked() {
            ctx.send.run(Command::Codebook(change.clone()));
            return Some(Ended::Here);
        }
        let escaped = !ctx.popup_open && ui.input(|i| has_key(i, egui::Modifiers::NONE, egui::Key::Escape));
        (ui.button("Cancel").clicked() || escaped).then_some(Ended::Here)
    })
    .inner
}
