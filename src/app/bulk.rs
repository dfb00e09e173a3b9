//! Coding all occurrences, and the next one.

use super::App;
use crate::session::Command;
use crate::ui::actions::Action;
use crate::ui::window::Tab;

impl App {
    pub(super) fn act_on_occurrences(&mut self, action: Action) {
        let Some(session) = &self.session else { return };
        if action == Action::CodeAll {
            self.window.bulk.open(session);
            return;
        }
        let before = session.selection().annotation.clone();
        self.window.tab = Tab::Read;
        self.run_command(Command::CodeNextOccurrence);
        let now = self.session.as_ref().and_then(|s| s.selection().annotation.clone());
        if let Some(annotation) = now.filter(|now| before.as_ref() != Some(now)) {
            self.window.reader.reveal(annotation);
        }
    }
}
