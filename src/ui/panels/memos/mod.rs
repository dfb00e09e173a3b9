//! Memos as a list or as a journal, and beside it the memo that is looked at.

mod editor;
mod journal;
mod rows;
mod writing;

use egui::{Button, ComboBox, Key, Modifiers, Ui};

pub use writing::Writing;

use self::editor::Editor;
use self::journal::{Journal, JournalWish};
use self::rows::MemoList;
use super::super::actions::Action;
use super::super::context::ViewContext;
use super::super::facts::counted;
use super::super::theme::SIZES;
use super::super::widgets::table::Table;
use super::super::widgets::{hint, quiet_button, section};
use crate::analysis::notes::Note;
use crate::model::{MemoId, RecordId};
use crate::session::{Command, SavedQuery};
use crate::ui::keyboard::take_key;

/// How the memos are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum View {
    /// As rows with columns, remarks and notes among them.
    #[default]
    List,
    /// Day by day, memos alone.
    Journal,
}

/// What the view of memos remembers between frames.
#[derive(Default)]
pub struct Memos {
    view: View,
    table: Table<MemoList>,
    journal: Journal,
    editor: Editor,
    /// What is looked at; stays while the list is filtered.
    shown: Option<Note>,
    /// The one row that was chosen last, to see when it is another.
    chosen: Option<Note>,
    /// Whether it is asked if the chosen memos are to be deleted.
    deleting: bool,
}

impl Memos {
    /// Puts the keyboard into the filter at the next frame.
    pub fn focus_filter(&mut self) {
        self.table.focus_filter();
    }

    /// Looks at a memo or remark, whatever the list was filtered with.
    pub fn select(&mut self, record: RecordId) {
        let Some(note) = Note::of(record) else { return };
        self.table.set_query("");
        self.journal.coder = None;
        self.look_at(note);
        self.editor.focus();
    }

    /// Asks whether what is chosen is to be deleted.
    pub fn ask_to_delete(&mut self) {
        self.deleting = true;
    }

    fn look_at(&mut self, note: Note) {
        self.table.choose(note.clone());
        self.chosen = Some(note.clone());
        self.shown = Some(note);
        self.journal.reveal();
    }

    /// Shows the memos, and beside them the one that is looked at.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, saved: &mut Vec<SavedQuery>) {
        ui.add_space(4.0);
        self.shown.take_if(|note| !ctx.project.has(note.record()));
        let frame = egui::Frame::new().inner_margin(egui::Margin { left: 12, right: 0, top: 2, bottom: 4 });
        let right = egui::Panel::right("memo looked at").default_size(400.0).size_range(280.0..=720.0).frame(frame);
        right.show(ui, |ui| {
            self.details(ui, ctx);
            ui.take_available_height();
        });
        egui::CentralPanel::no_frame().show(ui, |ui| {
            self.top(ui, ctx);
            match self.view {
                View::List => self.list(ui, ctx, saved),
                View::Journal => self.days(ui, ctx, saved),
            }
        });
    }

    fn top(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        ui.horizontal(|ui| {
            for (view, words) in [(View::List, "List"), (View::Journal, "Journal")] {
                let button = ui.add(Button::selectable(self.view == view, words));
                if button.accessible_name(format!("Memos as a {}", words.to_lowercase())).clicked() {
                    self.view = view;
                    self.journal.reveal();
                }
            }
            if self.view == View::Journal {
                self.coder(ui, ctx);
            }
            if quiet_button(ui, "New memo…").on_hover_text("About the project").clicked() {
                ctx.send.act(Action::WriteMemo);
            }
        });
        ui.add_space(2.0);
    }

    fn coder(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let coders = ctx.project.coders();
        let name = self.journal.coder.as_ref().and_then(|id| coders.get(id)).map_or("All coders", |c| c.name.as_str());
        let combo = ComboBox::from_id_salt("coder of the journal").selected_text(name);
        let shown = combo.show_ui(ui, |ui| {
            ui.selectable_value(&mut self.journal.coder, None, "All coders");
            for coder in coders.values() {
                ui.selectable_value(&mut self.journal.coder, Some(coder.id.clone()), &coder.name);
            }
        });
        shown.response.accessible_name("Whose memos the journal shows");
    }

    fn list(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, saved: &mut Vec<SavedQuery>) {
        let opened = self.table.show(ui, ctx, saved);
        let mut chosen = self.table.chosen().iter();
        let one = chosen.next().filter(|_| chosen.next().is_none()).cloned();
        if one != self.chosen {
            self.deleting = false;
            self.shown = one.clone().or(self.shown.take());
            self.chosen = one;
        }
        if opened.is_some() {
            self.editor.focus();
        }
        if !ui.ctx().text_edit_focused() && ui.input_mut(|input| take_key(input, Modifiers::NONE, Key::Delete)) {
            self.ask_to_delete();
        }
    }

    fn days(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, saved: &mut Vec<SavedQuery>) {
        self.table.show_filter(ui, ctx, saved);
        ui.add_space(2.0);
        let listed = (self.table.listed(), self.table.changes());
        match self.journal.show(ui, ctx, listed, self.table.marks(), self.shown.as_ref()) {
            Some(JournalWish::Choose(note)) => {
                self.table.choose(note.clone());
                self.chosen = Some(note.clone());
                self.shown = Some(note);
            }
            Some(JournalWish::Write) => self.editor.focus(),
            Some(JournalWish::Only(day)) => self.table.set_query(format!("created:{day}")),
            None => {}
        }
    }

    fn details(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        if self.table.chosen().len() > 1 && self.view == View::List {
            self.several(ui, ctx);
            return;
        }
        let Some(note) = self.shown.clone() else {
            self.deleting = false;
            hint(ui, ctx.theme, "Choose a memo to read or write in it. Ctrl or Shift chooses several");
            return;
        };
        if std::mem::take(&mut self.deleting)
            && let RecordId::Memo(id) = note.record()
            && note.author(ctx.project) == Some(ctx.coder)
        {
            ctx.send.run(Command::DeleteMemos(vec![id.clone()]));
        }
        self.editor.show(ui, ctx, "list", &note, self.table.marks());
    }

    /// What can be done with several: deleting one's own memos.
    fn several(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let chosen = self.table.chosen();
        section(ui, ctx.theme, &format!("{} chosen", chosen.len()));
        let own = |note: &&Note| note.memo(ctx.project).is_some_and(|memo| memo.coder == *ctx.coder);
        let own: Vec<&Note> = chosen.iter().filter(own).collect();
        if own.len() < chosen.len() {
            hint(ui, ctx.theme, "Remarks, notes and memos of others are deleted where they belong");
        }
        if own.is_empty() {
            return;
        }
        ui.add_space(SIZES.gap);
        let count = counted(own.len(), "memo", "memos");
        if !self.deleting {
            self.deleting = quiet_button(ui, &format!("Delete {count}…")).clicked();
            return;
        }
        hint(ui, ctx.theme, "Memos about them and links to them go along. Undo brings everything back");
        let ids: Vec<MemoId> = own.iter().filter_map(|n| n.memo(ctx.project)).map(|m| m.id.clone()).collect();
        ui.horizontal(|ui| {
            if ui.button(format!("Delete {count}")).clicked() {
                ctx.send.run(Command::DeleteMemos(ids));
                self.deleting = false;
            } else if ui.button("Keep").clicked() {
                self.deleting = false;
            }
        });
    }
}
