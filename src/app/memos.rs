//! Writing memos, and following their links.

use super::App;
use crate::model::{Edit, MemoId, Record, RecordId};
use crate::session::{Command, Session};
use crate::ui::context::Request;
use crate::ui::window::Tab;

impl App {
    /// Begins a memo about something and shows it to be written: in the list of memos, or beside what is read.
    pub(super) fn write_memo(&mut self, about: Option<RecordId>) {
        self.window.send.flush_draft();
        for request in self.window.send.take() {
            self.do_request(request);
        }
        let Some(session) = &mut self.session else { return };
        let before = session.revision();
        session.run(Command::AddMemo { about, title: String::new(), text: String::new() });
        let begun = session.history().to_undo().filter(|_| session.revision() > before).and_then(|step| new_memo(&step.forward));
        let Some(memo) = begun else { return };
        if self.window.tab == Tab::Memos {
            self.window.memos.select(RecordId::Memo(memo));
        } else {
            self.window.writing.open(memo);
        }
    }

    /// Leads to a record: its place in the text, or the workspace where it stands.
    pub(super) fn show_record(&mut self, record: RecordId) {
        let Some(project) = self.session.as_ref().map(Session::project).filter(|project| project.has(&record)) else { return };
        let document = match &record {
            RecordId::Annotation(id) => return self.do_request(Request::JumpTo(id.clone())),
            RecordId::Link(id) => {
                let Some(from) = project.links().get(id).map(|link| link.from.clone()) else { return };
                return self.do_request(Request::JumpTo(from));
            }
            RecordId::Document(id) => Some(id.clone()),
            RecordId::Mark(id) => project.marks().get(id).map(|mark| mark.document.clone()),
            RecordId::Progress(key) => Some(key.document.clone()),
            _ => None,
        };
        match document {
            Some(document) => {
                self.window.tab = Tab::Read;
                self.run_command(Command::Open(document));
                self.run_command(Command::SelectAnnotation(None));
            }
            None => self.window.show_in_workspace(record),
        }
    }
}

/// The memo that a step began.
fn new_memo(edits: &[Edit]) -> Option<MemoId> {
    edits.iter().find_map(|edit| match edit {
        Edit::Add(Record::Memo(memo)) => Some(memo.id.clone()),
        _ => None,
    })
}
