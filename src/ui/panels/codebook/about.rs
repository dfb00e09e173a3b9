//! The codebook as a whole: title, purpose, rules.

use egui::{Id, ScrollArea, Ui};

use super::super::super::actions::Action;
use super::super::super::context::ViewContext;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{draft_line, draft_text, field_heading, hint};
use crate::model::CodebookInfo;
use crate::session::{CodebookChange, Command};

/// Width of text that is easy to read.
pub(super) const WIDTH: f32 = 640.0;

pub(super) fn show(ui: &mut Ui, ctx: &ViewContext<'_>) {
    let info = ctx.project.codebook();
    let id = |part: &str| Id::unique(("codebook", part));
    let set = |info: CodebookInfo| Command::Codebook(CodebookChange::SetInfo(info));
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(WIDTH.min(ui.available_width() - 14.0));
        if ctx.project.codes().is_empty() {
            hint(ui, ctx.theme, "The codebook has no codes yet. Make a layer, then a code in it");
        }
        ui.horizontal_wrapped(|ui| {
            let offers = [
                (Action::AddCodebooks, "Add a codebook…", "Look at the codebooks to begin with, and add some"),
                (Action::KeepCodebook, "Keep as a template…", "Further projects may begin with it"),
                (Action::PrintCodebook, "Print…", "As HTML to read and print, or as Markdown"),
                (Action::AssignKeys, "Assign keys", "A free key for each code without one"),
            ];
            for (action, words, more) in offers {
                if ui.button(words).on_hover_text(more).clicked() {
                    ctx.send.act(action);
                }
            }
        });
        field_heading(ui, ctx.theme, "Title of the codebook");
        draft_line(ui, ctx.send, id("name"), "Title of the codebook", &info.name, |name| set(CodebookInfo { name, ..info.clone() }));
        field_heading(ui, ctx.theme, "Purpose");
        draft_text(ui, ctx.send, id("purpose"), "Purpose", &info.purpose, 4, |purpose| set(CodebookInfo { purpose, ..info.clone() }));
        field_heading(ui, ctx.theme, "Rules of coding, one a line");
        draft_text(ui, ctx.send, id("rules"), "Rules of coding", &info.rules.join("\n"), 8, |text| {
            set(CodebookInfo { rules: lines_of(&text), ..info.clone() })
        });
        ui.add_space(SIZES.gap);
        let codes = crate::text::counted(ctx.project.codes().len(), "code");
        hint(ui, ctx.theme, format!("{codes}, revision {}. A change of what a code means makes a new revision", info.revision));
    });
}

/// The lines of a field with something on them.
pub(super) fn lines_of(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(ToOwned::to_owned).collect()
}
