//! Memos about one thing: a list to fold out, in the editor of the thing they are about.

use std::sync::Arc;

use egui::{CollapsingHeader, Id, RichText, Ui};

use super::super::context::{Request, ViewContext};
use super::super::theme::SIZES;
use super::{draft_hinted, draft_text, hint, quiet_button, record_chip, semibold};
use crate::analysis::notes;
use crate::model::{Memo, MemoId, RecordId};
use crate::session::Command;

/// The memos that have to do with a record, found once for each revision.
#[derive(Debug, Clone, Default)]
struct Related {
    of: Option<(u64, Option<RecordId>)>,
    about: Vec<MemoId>,
    pointing: Vec<MemoId>,
}

fn related(ui: &Ui, ctx: &ViewContext<'_>, about: Option<&RecordId>, here: &str) -> Arc<Related> {
    let id = Id::unique(("memos related to", here));
    let known: Option<Arc<Related>> = ui.data(|data| data.get_temp(id));
    let key = Some((ctx.revision, about.cloned()));
    if let Some(known) = known.filter(|known| known.of == key) {
        return known;
    }
    let ids = |memos: Vec<&Memo>| memos.into_iter().map(|m| m.id.clone()).collect();
    let pointing = about.map(|record| notes::pointing_to(ctx.project, record)).unwrap_or_default();
    let found = Arc::new(Related { of: key, about: ids(notes::about(ctx.project, about)), pointing: ids(pointing) });
    ui.data_mut(|data| data.insert_temp(id, Arc::clone(&found)));
    found
}

/// Shows the memos about a record (`None`: about the project) and those that point to it, and a way to begin one.
pub fn memos(ui: &mut Ui, ctx: &ViewContext<'_>, about: Option<&RecordId>) {
    let here = about.map_or_else(|| "project".to_owned(), ToString::to_string);
    let related = related(ui, ctx, about, &here);
    let all: Vec<&Memo> = related.about.iter().filter_map(|id| ctx.project.memos().get(id)).map(AsRef::as_ref).collect();
    let count = all.len() + related.pointing.len();
    let words = if count == 0 { "Memos".to_owned() } else { format!("Memos · {count}") };
    let title = RichText::new(words).font(semibold(SIZES.small)).color(ctx.theme.muted);
    let header = CollapsingHeader::new(title).id_salt(("memos", &here)).default_open(count > 0);
    let shown = header.show_unindented(ui, |ui| {
        for (place, memo) in all.iter().enumerate() {
            if memo.coder == *ctx.coder { own(ui, ctx, memo, place + 1) } else { foreign(ui, ctx, memo) }
        }
        if !related.pointing.is_empty() {
            hint(ui, ctx.theme, "Mentioned in");
            ui.horizontal_wrapped(|ui| {
                for id in &related.pointing {
                    record_chip(ui, ctx, &RecordId::Memo(id.clone()));
                }
            });
        }
        let begun = Id::unique(("memo begun", &here));
        if quiet_button(ui, "New memo…").clicked() {
            ui.data_mut(|d| d.insert_temp(begun, all.len()));
            ctx.send.run(Command::AddMemo { about: about.cloned(), title: String::new(), text: String::new() });
        }
        // The keyboard goes where the new memo is to be written, once.
        let before: Option<usize> = ui.data(|d| d.get_temp(begun));
        if let (Some(before), Some(last)) = (before, all.last())
            && all.len() > before
        {
            ui.memory_mut(|m| m.request_focus(text_id(last)));
            ui.data_mut(|d| d.remove::<usize>(begun));
        }
    });
    // Several lists can be on the screen at once, so the name says which one it is.
    let of = about.map_or_else(|| "project".to_owned(), |id| id.kind().to_string());
    shown.header_response.accessible_name(format!("Memos about the {of}"));
}

fn text_id(memo: &Memo) -> Id {
    Id::unique(("memo text", &memo.id))
}

fn own(ui: &mut Ui, ctx: &ViewContext<'_>, memo: &Memo, number: usize) {
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if quiet_button(ui, "Delete").accessible_name(format!("Delete memo {number}")).clicked() {
                ctx.send.run(Command::DeleteMemos(vec![memo.id.clone()]));
            }
            let open = quiet_button(ui, "Open").accessible_name(format!("Open memo {number}"));
            if open.on_hover_text("In the list of memos, with its links").clicked() {
                ctx.send.send(Request::Show(RecordId::Memo(memo.id.clone())));
            }
            ui.label(RichText::new(when(memo)).size(SIZES.small).color(ctx.theme.muted));
            let id = Id::unique(("memo title", &memo.id));
            let label = format!("Title of memo {number}");
            draft_hinted(ui, ctx.send, id, (&label, "Title"), &memo.title, |title| Command::SetMemoTitle(memo.id.clone(), title));
        });
    });
    let label = format!("Text of memo {number}");
    draft_text(ui, ctx.send, text_id(memo), &label, &memo.text, 3, |text| Command::SetMemoText(memo.id.clone(), text));
    links(ui, ctx, memo);
    ui.add_space(SIZES.gap);
}

fn links(ui: &mut Ui, ctx: &ViewContext<'_>, memo: &Memo) {
    ui.horizontal_wrapped(|ui| {
        for link in &memo.links {
            record_chip(ui, ctx, link);
        }
    });
}

/// Another coder's memo can be read, not changed.
fn foreign(ui: &mut Ui, ctx: &ViewContext<'_>, memo: &Memo) {
    let coder = ctx.project.coders().get(&memo.coder).map_or(memo.coder.as_str(), |c| c.name.as_str());
    let parts = [memo.title.as_str(), coder, &when(memo)];
    let line: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    hint(ui, ctx.theme, line.join(" · "));
    ui.add(egui::Label::new(RichText::new(&memo.text).color(ctx.theme.text)).wrap());
    links(ui, ctx, memo);
    ui.add_space(SIZES.gap);
}

fn when(memo: &Memo) -> String {
    memo.changed.unwrap_or(memo.created).strftime("%Y-%m-%d").to_string()
}
