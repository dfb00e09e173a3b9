//! Who gets the keyboard when a form is closed.

use egui::Ui;

/// Gives the page the keyboard again when the form that had it is closed, unless something else has taken it.
#[derive(Debug, Default)]
pub(super) struct AfterForm {
    is_due: bool,
}

impl AfterForm {
    /// Whether the page gets the keyboard now; asked once a frame, with whether a form is open.
    pub fn is_page_next(&mut self, ui: &Ui, has_form: bool) -> bool {
        if has_form || !self.is_due {
            self.is_due = has_form;
            return false;
        }
        ui.ctx().request_repaint();
        let Some(focused) = ui.memory(egui::Memory::focused) else {
            self.is_due = false;
            return true;
        };
        // What had the keyboard in the form is forgotten with the next frame; what is on the screen keeps it.
        self.is_due = ui.ctx().read_response(focused).is_none();
        false
    }
}
