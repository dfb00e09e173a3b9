//! A memo written while something else is read: an editor in a small window of its own.

use egui::{Id, Ui, vec2};

use super::super::super::context::{Request, ViewContext};
use super::super::super::widgets::{primary_button, quiet_button};
use super::editor::{Editor, heading};
use crate::analysis::notes::Note;
use crate::analysis::query::Marks;
use crate::model::{MemoId, RecordId};
use crate::session::Command;

/// The memo that is being written beside something else, if any.
#[derive(Debug, Default)]
pub struct Writing {
    memo: Option<MemoId>,
    editor: Editor,
}

impl Writing {
    /// Shows a memo with the keyboard in it.
    pub fn open(&mut self, memo: MemoId) {
        self.memo = Some(memo);
        self.editor = Editor::default();
        self.editor.focus();
    }

    /// Shows it until it is done; true: it was just closed.
    pub fn show(&mut self, ui: &Ui, ctx: &ViewContext<'_>) -> bool {
        let Some(memo) = self.memo.as_ref().and_then(|id| ctx.project.memos().get(id)) else {
            // Deleted or undone meanwhile.
            return self.memo.take().is_some();
        };
        let Some(note) = Note::of(RecordId::Memo(memo.id.clone())) else { return false };
        let (mut open, mut done) = (true, false);
        let size = vec2(420.0, 500.0);
        let corner = ui.ctx().content_rect().right_bottom() - size - vec2(24.0, 56.0);
        let window = egui::Window::new(heading(ctx, &note)).id(Id::unique("writing a memo")).open(&mut open);
        window.default_size(size).default_pos(corner).collapsible(false).show(ui.ctx(), |ui| {
            let bottom = egui::Panel::bottom("memo done").frame(egui::Frame::new().inner_margin(egui::Margin::symmetric(0, 6)));
            bottom.show(ui, |ui| {
                ui.horizontal(|ui| {
                    done = primary_button(ui, ctx.theme, "Done").clicked();
                    if quiet_button(ui, "Show in the list").clicked() {
                        ctx.send.send(Request::Show(RecordId::Memo(memo.id.clone())));
                        done = true;
                    }
                });
            });
            egui::CentralPanel::no_frame().show(ui, |ui| self.editor.show(ui, ctx, "window", &note, &Marks::default()));
        });
        if open && !done {
            return false;
        }
        // What was typed last is sent first; if nothing ever was, the memo goes.
        ctx.send.flush_draft();
        ctx.send.run(Command::DropEmptyMemo(memo.id.clone()));
        self.memo = None;
        true
    }
}
