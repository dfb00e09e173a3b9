//! Records in the window: which one is looked at, and where one is shown.

use super::{Tab, Window};
use crate::model::RecordId;
use crate::session::Session;

impl Window {
    /// What is looked at in the workspace that is shown, for a memo about it; `None`: the project.
    pub fn looked_at(&self, session: &Session) -> Option<RecordId> {
        let selection = session.selection();
        match self.tab {
            Tab::Read => {
                let annotation = selection.annotation.clone().map(RecordId::Annotation);
                annotation.or(selection.document.clone().map(RecordId::Document))
            }
            Tab::Claims => self.claims.looked_at(),
            Tab::Entities => self.entities.chosen().map(RecordId::Entity),
            Tab::Codebook => self.codebook.looked_at(),
            Tab::Annotations => self.annotations.looked_at(),
            Tab::Memos => None,
        }
    }

    /// Shows a record in the workspace where it stands; what stands in a text is not shown here.
    pub fn show_in_workspace(&mut self, record: RecordId) {
        match record {
            RecordId::Entity(id) => {
                self.tab = Tab::Entities;
                self.entities.select(id);
            }
            RecordId::Claim(id) => {
                self.tab = Tab::Claims;
                self.claims.select(id);
            }
            RecordId::Treatment(key) => {
                self.tab = Tab::Claims;
                self.claims.select(key.claim);
            }
            RecordId::Memo(_) => {
                self.tab = Tab::Memos;
                self.memos.select(record);
            }
            RecordId::Code(_) | RecordId::Layer(_) | RecordId::LinkType(_) => {
                self.tab = Tab::Codebook;
                self.codebook.select(record);
            }
            RecordId::Annotation(_)
            | RecordId::Document(_)
            | RecordId::Link(_)
            | RecordId::Mark(_)
            | RecordId::Progress(_)
            | RecordId::Coder(_)
            | RecordId::Event(_)
            | RecordId::Attribute(_) => {}
        }
    }
}
