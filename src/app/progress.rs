//! How far one is: documents finished or not, the next one to read, and the pace of work.

use super::App;
use crate::analysis::unfinished::next_unfinished;
use crate::model::ProgressState;
use crate::session::{Command, Notice};
use crate::ui::actions::Action;
use crate::ui::window::Tab;

impl App {
    pub(super) fn act_on_progress(&mut self, action: Action) {
        match action {
            Action::FinishDocument => self.say_progress(ProgressState::Finished),
            Action::ResumeDocument => self.say_progress(ProgressState::InProgress),
            Action::NextUnfinished => self.open_unfinished(),
            _ => {
                self.settings.pace = !self.settings.pace;
                self.unsaved = true;
            }
        }
    }

    fn say_progress(&mut self, state: ProgressState) {
        let open = self.session.as_ref().and_then(|session| session.selection().document.clone());
        if let Some(document) = open {
            self.run_command(Command::SetProgress(document, Some(state)));
        }
    }

    fn open_unfinished(&mut self) {
        let Some(session) = &mut self.session else { return };
        let next = next_unfinished(session.project(), session.coder(), session.selection().document.as_ref()).cloned();
        if let Some(document) = next {
            self.window.tab = Tab::Read;
            self.run_command(Command::Open(document));
        } else {
            session.notify(Notice::done("No other document is unfinished"));
        }
    }
}
