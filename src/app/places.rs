//! Going back and forward through the places visited.

use egui::PointerButton;

use super::App;
use crate::session::Command;
use crate::ui::actions::Action;
use crate::ui::window::Tab;

impl App {
    /// Runs a command that leads elsewhere and remembers the way.
    pub(super) fn jump(&mut self, command: Command) {
        let top = self.window.reader.top();
        let Some(session) = &mut self.session else { return };
        let before = session.selection().document.clone();
        session.jump(command, top);
        if session.selection().document != before {
            self.went();
        }
    }

    /// Goes back to the place before, or forward again.
    pub(super) fn retrace(&mut self, back: bool) {
        let top = self.window.reader.top();
        let Some(to) = self.session.as_mut().and_then(|session| session.retrace(back, top)) else { return };
        self.window.tab = Tab::Read;
        self.window.reader.return_to(to.document, to.top);
        self.went();
    }

    /// Another document is open. Remembered not only on closing: a program that is killed should open where one was.
    pub(super) fn went(&mut self) {
        self.remember_places();
        self.unsaved = true;
        if self.session.as_ref().is_some_and(|session| session.gesture().is_some()) {
            // The page answers the gesture, whatever led to the other document.
            self.window.reader.focus();
        }
    }

    /// The buttons at the side of a mouse go back and forward.
    pub(super) fn mouse_buttons(&self) {
        for (button, action) in [(PointerButton::Extra1, Action::Back), (PointerButton::Extra2, Action::Forward)] {
            if self.ctx.input(|input| input.pointer.button_pressed(button)) {
                self.window.send.act(action);
            }
        }
    }
}
