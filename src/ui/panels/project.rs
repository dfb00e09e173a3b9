//! The project itself: its title, note and memos.

use egui::{Id, ScrollArea, Ui, vec2};

use super::super::context::ViewContext;
use super::super::facts::counted;
use super::super::theme::SIZES;
use super::super::widgets::{draft_line, draft_text, field_heading, hint, memos};
use crate::model::ProjectInfo;
use crate::session::Command;

/// Shows the project in a window of its own while it is open.
pub fn show(ui: &Ui, ctx: &ViewContext<'_>, open: &mut bool) {
    let size = vec2(440.0, 470.0);
    let at = ui.ctx().content_rect().center() - size / 2.0;
    let window = egui::Window::new("Project").open(open).default_size(size).default_pos(at).collapsible(false);
    window.show(ui.ctx(), |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.set_width(ui.available_width() - 10.0);
            details(ui, ctx);
        });
    });
}

fn details(ui: &mut Ui, ctx: &ViewContext<'_>) {
    let info = ctx.project.info();
    field_heading(ui, ctx.theme, "Title");
    draft_line(ui, ctx.send, Id::unique("project title"), "Title of the project", &info.title, |title| {
        Command::SetProject(ProjectInfo { title, ..info.clone() })
    });
    field_heading(ui, ctx.theme, "Note");
    draft_text(ui, ctx.send, Id::unique("project note"), "Note of the project", &info.note, 3, |note| {
        Command::SetProject(ProjectInfo { note, ..info.clone() })
    });
    let parts = [
        counted(ctx.project.documents().len(), "document", "documents"),
        counted(ctx.project.annotations().len(), "annotation", "annotations"),
        counted(ctx.project.coders().len(), "coder", "coders"),
    ];
    hint(ui, ctx.theme, parts.join(" · "));
    ui.add_space(SIZES.gap);
    memos(ui, ctx, None);
}
