//! What is found, and going there.

use super::App;
use crate::model::DocumentId;
use crate::session::Command;
use crate::text::TextSelection;
use crate::ui::actions::Action;
use crate::ui::panels::find::{FindScope, Way};
use crate::ui::text_view::Align;
use crate::ui::window::Tab;

impl App {
    pub(super) fn act_on_places(&mut self, action: Action) {
        let Some(session) = &self.session else { return };
        match action {
            Action::Find => self.window.open_find(FindScope::Document, session),
            Action::FindEverywhere => self.window.open_find(FindScope::Project, session),
            Action::NextHit | Action::PreviousHit => {
                self.window.tab = Tab::Read;
                let way = if action == Action::NextHit { Way::Next } else { Way::Previous };
                self.window.find.step(way, session);
            }
            Action::GoTo => {
                self.window.tab = Tab::Read;
                self.window.go_to.open();
            }
            _ => {}
        }
    }

    /// Shows a place with the caret or the selection there; a document that is gone meanwhile is let be.
    pub(super) fn go_to(&mut self, document: DocumentId, place: TextSelection, align: Align) {
        let known = self.session.as_ref().is_some_and(|s| s.project().documents().contains_key(&document));
        if !known {
            return;
        }
        self.window.tab = Tab::Read;
        let elsewhere = self.session.as_ref().is_some_and(|s| s.selection().document.as_ref() != Some(&document));
        if elsewhere {
            self.jump(Command::Open(document.clone()));
            self.run_command(Command::Select(place));
        } else {
            self.jump(Command::Select(place));
        }
        self.window.reader.go_to(document, place.anchor, align);
    }
}
