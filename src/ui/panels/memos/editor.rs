//! One memo to be written: heading, thought, what it is about, what it points to, and what points to it.

use egui::{Id, RichText, ScrollArea, Ui};

use super::super::super::actions::Action;
use super::super::super::context::ViewContext;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{
    RecordSearch, draft_hinted, draft_marked, field_heading, hint, marked_job, quiet_button, record_chip, removable_chip, section, semibold,
};
use super::rows::{about, coder, day};
use crate::analysis::notes::{self, Note};
use crate::analysis::query::Marks;
use crate::model::{Annotation, Claim, Entity, Memo, MemoId, RecordId};
use crate::session::Command;
use crate::text::capitalised;

/// Lines of the field for the thought.
const LINES: usize = 8;

/// What an editor remembers between frames.
#[derive(Debug, Default)]
pub(super) struct Editor {
    links: RecordSearch,
    wants_focus: bool,
    /// The memos that point to the one shown or are about it, found once for each revision.
    mentioned: Option<(u64, RecordId, Vec<MemoId>)>,
}

impl Editor {
    /// Puts the keyboard into the thought at the next frame.
    pub(super) fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// Shows what is written; `place` sets its fields apart from those of another editor.
    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, place: &'static str, note: &Note, marks: &Marks) {
        ScrollArea::vertical().id_salt(("memo editor", place)).auto_shrink(false).show(ui, |ui| {
            ui.set_width(ui.available_width() - 10.0);
            match note.memo(ctx.project) {
                Some(memo) if memo.coder == *ctx.coder => self.own(ui, ctx, place, memo, marks),
                Some(memo) => self.foreign(ui, ctx, memo, marks),
                None => self.remark(ui, ctx, place, note, marks),
            }
        });
    }

    fn own(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, place: &'static str, memo: &Memo, marks: &Marks) {
        let id = |part: &str| Id::unique(("memo editor", place, part, &memo.id));
        let title = |title| Command::SetMemoTitle(memo.id.clone(), title);
        draft_hinted(ui, ctx.send, id("title"), ("Title of the memo", "Title"), &memo.title, title);
        ui.add_space(SIZES.gap / 2.0);
        let text = |text| Command::SetMemoText(memo.id.clone(), text);
        draft_marked(ui, ctx, id("text"), "Text of the memo", (&memo.text, LINES), marks, text);
        if std::mem::take(&mut self.wants_focus) {
            ui.memory_mut(|memory| memory.request_focus(id("text")));
        }
        about_line(ui, ctx, memo);
        section(ui, ctx.theme, "Points to");
        ui.horizontal_wrapped(|ui| {
            for link in &memo.links {
                if removable_chip(ui, ctx, link) {
                    ctx.send.run(Command::UnlinkMemo { memo: memo.id.clone(), to: link.clone() });
                }
            }
        });
        let this = RecordId::Memo(memo.id.clone());
        let allowed = |id: &RecordId| *id != this && memo.about.as_ref() != Some(id) && !memo.links.contains(id);
        if let Some(to) = self.links.show(ui, ctx, id("links"), "Link to anything…", allowed) {
            ctx.send.run(Command::LinkMemo { memo: memo.id.clone(), to });
        }
        self.mentions(ui, ctx, &this);
        ui.add_space(SIZES.gap);
        ui.horizontal(|ui| {
            hint(ui, ctx.theme, dates(ctx, memo));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if quiet_button(ui, "Delete").accessible_name("Delete the memo").on_hover_text("Undo brings it back").clicked() {
                    ctx.send.run(Command::DeleteMemos(vec![memo.id.clone()]));
                }
            });
        });
    }

    /// Another coder's memo can be read, not changed.
    fn foreign(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, memo: &Memo, marks: &Marks) {
        self.wants_focus = false;
        if !memo.title.is_empty() {
            ui.label(RichText::new(&memo.title).font(semibold(SIZES.heading - 1.0)).color(ctx.theme.text));
        }
        read_only(ui, ctx, &memo.text, marks);
        about_line(ui, ctx, memo);
        if !memo.links.is_empty() {
            section(ui, ctx.theme, "Points to");
            chips(ui, ctx, memo.links.iter().cloned());
        }
        self.mentions(ui, ctx, &RecordId::Memo(memo.id.clone()));
        ui.add_space(SIZES.gap);
        hint(ui, ctx.theme, dates(ctx, memo));
    }

    /// A remark or note is written where it belongs, with that record's own command.
    fn remark(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, place: &'static str, note: &Note, marks: &Marks) {
        let heading = format!("{} of the {}", capitalised(note.kind().word()), note.record().kind());
        field_heading(ui, ctx.theme, &heading);
        chips(ui, ctx, [note.record().clone()]);
        ui.add_space(SIZES.gap / 2.0);
        let field = Id::unique(("remark", place, note.record()));
        let value = (note.text(ctx.project), LINES);
        match writable(ctx, note) {
            Some(command) => drop(draft_marked(ui, ctx, field, &heading, value, marks, command)),
            None => read_only(ui, ctx, value.0, marks),
        }
        if std::mem::take(&mut self.wants_focus) {
            ui.memory_mut(|memory| memory.request_focus(field));
        }
        self.mentions(ui, ctx, note.record());
        let words = [coder(ctx.project, note), day(note.created(ctx.project))];
        hint(ui, ctx.theme, words.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" · "));
    }

    fn mentions(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, record: &RecordId) {
        let known = self.mentioned.as_ref().is_some_and(|(revision, of, _)| *revision == ctx.revision && of == record);
        if !known {
            let all = notes::about(ctx.project, Some(record)).into_iter().chain(notes::pointing_to(ctx.project, record));
            let mut ids: Vec<MemoId> = all.map(|m| m.id.clone()).collect();
            ids.dedup();
            self.mentioned = Some((ctx.revision, record.clone(), ids));
        }
        let Some((_, _, ids)) = &self.mentioned else { return };
        if !ids.is_empty() {
            section(ui, ctx.theme, "Mentioned in");
            chips(ui, ctx, ids.iter().cloned().map(RecordId::Memo));
        }
    }
}

fn about_line(ui: &mut Ui, ctx: &ViewContext<'_>, memo: &Memo) {
    section(ui, ctx.theme, "About");
    match &memo.about {
        Some(record) => chips(ui, ctx, [record.clone()]),
        None => {
            if quiet_button(ui, "The project").clicked() {
                ctx.send.act(Action::Project);
            }
        }
    }
}

fn chips(ui: &mut Ui, ctx: &ViewContext<'_>, records: impl IntoIterator<Item = RecordId>) {
    ui.horizontal_wrapped(|ui| {
        for record in records {
            record_chip(ui, ctx, &record);
        }
    });
}

fn read_only(ui: &mut Ui, ctx: &ViewContext<'_>, text: &str, marks: &Marks) {
    let job = marked_job(ctx.theme, text, marks, &egui::FontId::proportional(SIZES.body), ctx.theme.text);
    ui.add(egui::Label::new(job).wrap().selectable(true));
}

fn dates(ctx: &ViewContext<'_>, memo: &Memo) -> String {
    let coder = ctx.project.coders().get(&memo.coder).map_or(memo.coder.as_str(), |c| c.name.as_str());
    let created = day(Some(memo.created));
    match memo.changed.map(|time| day(Some(time))).filter(|changed| *changed != created) {
        Some(changed) => format!("{coder} · {created}, changed {changed}"),
        None => format!("{coder} · {created}"),
    }
}

/// The command that writes a remark or note, where the open coder may and it has one of its own.
fn writable<'a>(ctx: &ViewContext<'a>, note: &Note) -> Option<Box<dyn FnOnce(String) -> Command + 'a>> {
    let project = ctx.project;
    match note.record() {
        RecordId::Annotation(id) => {
            let id = project.annotations().get(id).filter(|a: &&std::sync::Arc<Annotation>| a.coder == *ctx.coder)?.id.clone();
            Some(Box::new(move |memo| Command::SetMemo(id, memo)))
        }
        RecordId::Entity(id) => {
            let entity = project.entities().get(id)?;
            Some(Box::new(move |note| Command::SetEntity(Entity { note, ..Entity::clone(entity) })))
        }
        RecordId::Claim(id) => {
            let claim = project.claims().get(id)?;
            Some(Box::new(move |note| Command::SetClaim(Claim { note, ..Claim::clone(claim) })))
        }
        _ => None,
    }
}

/// The heading of a window around an editor.
pub(super) fn heading(ctx: &ViewContext<'_>, note: &Note) -> String {
    format!("Memo about {}", about(ctx.project, note))
}
