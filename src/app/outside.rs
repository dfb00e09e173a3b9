//! Files that another program took away or damaged: the question comes up by itself, once, and stays in the header until it is answered.

use super::App;
use crate::session::Session;
use crate::ui::dialogs::Dialog;

impl App {
    /// Puts up the question when there is a new one, and takes it away or mends it when the files have changed meanwhile.
    pub(super) fn ask_about_files(&mut self) {
        let Some(session) = &mut self.session else { return };
        match &mut self.window.dialog {
            Some(Dialog::Outside(shown)) if shown != session.questions() => self.show_question(),
            // Another form is finished first.
            Some(_) => {}
            None => {
                if session.take_asking() {
                    self.show_question();
                }
            }
        }
    }

    /// Shows the question as it stands now.
    pub(super) fn show_question(&mut self) {
        let questions = self.session.as_ref().map(Session::questions).unwrap_or_default();
        self.window.dialog = (!questions.is_empty()).then(|| Dialog::Outside(questions.to_vec()));
    }
}
