//! Memos about one thing: a list to fold out, in the editor of the thing they are about.

use std::sync::Arc;

use egui::{CollapsingHeader, Id, RichText, Ui};

use super::super::context::ViewContext;
use super::super::theme::SIZES;
use super::{draft_hinted, draft_text, hint, quiet_button, semibold};
use crate::model::{Memo, RecordId};
use crate::session::Command;

/// Shows the memos about a record (`None`: about the project), and a way to begin one.
pub fn memos(ui: &mut Ui, ctx: &ViewContext<'_>, about: Option<&RecordId>) {
    let here = about.map_or_else(|| "project".to_owned(), ToString::to_string);
    let about_it = |m: &&Arc<Memo>| m.about.as_ref() == about;
    let mut all: Vec<&Memo> = ctx.project.memos().values().filter(about_it).map(Arc::as_ref).collect();
    all.sort_by_key(|m| (m.created, m.id.clone()));
    let words = if all.is_empty() { "Memos".to_owned() } else { format!("Memos · {}", all.len()) };
    let title = RichText::new(words).font(semibold(SIZES.small)).color(ctx.theme.muted);
    let header = CollapsingHeader::new(title).id_salt(("memos", &here)).default_open(!all.is_empty());
    let shown = header.show_unindented(ui, |ui| {
        for (place, memo) in all.iter().enumerate() {
            if memo.coder == *ctx.coder { own(ui, ctx, memo, place + 1) } else { foreign(ui, ctx, memo) }
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
    let edit = |title: String, text: String| Command::EditMemo { memo: memo.id.clone(), title, text };
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if quiet_button(ui, "Delete").accessible_name(format!("Delete memo {number}")).clicked() {
                ctx.send.run(Command::DeleteMemo(memo.id.clone()));
            }
            ui.label(RichText::new(when(memo)).size(SIZES.small).color(ctx.theme.muted));
            let id = Id::unique(("memo title", &memo.id));
            let label = format!("Title of memo {number}");
            draft_hinted(ui, ctx.send, id, (&label, "Title"), &memo.title, |title| edit(title, memo.text.clone()));
        });
    });
    let label = format!("Text of memo {number}");
    draft_text(ui, ctx.send, text_id(memo), &label, &memo.text, 3, |text| edit(memo.title.clone(), text));
    ui.add_space(SIZES.gap);
}

/// Another coder's memo can be read, not changed.
fn foreign(ui: &mut Ui, ctx: &ViewContext<'_>, memo: &Memo) {
    let coder = ctx.project.coders().get(&memo.coder).map_or(memo.coder.as_str(), |c| c.name.as_str());
    let parts = [memo.title.as_str(), coder, &when(memo)];
    let line: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    hint(ui, ctx.theme, line.join(" · "));
    ui.add(egui::Label::new(RichText::new(&memo.text).color(ctx.theme.text)).wrap());
    ui.add_space(SIZES.gap);
}

fn when(memo: &Memo) -> String {
    memo.changed.unwrap_or(memo.created).strftime("%Y-%m-%d").to_string()
}
