//! Fields that edit a draft: one command is sent when the field is left, not one a letter.

use egui::{Id, Key, Response, TextEdit, Ui};

use super::super::context::CommandSender;
use crate::session::Command;

/// A one-line field for `value`; Enter or leaving it sends the command, Escape brings the old words back.
pub fn draft_line(
    ui: &mut Ui,
    send: &CommandSender,
    id: Id,
    label: &str,
    value: &str,
    command: impl FnOnce(String) -> Command,
) -> Response {
    let width = ui.available_width();
    draft_field(ui, send, id, label, value, |text| TextEdit::singleline(text).desired_width(width), command)
}

/// The same for a field without a heading, which says what belongs into it while it is empty.
pub fn draft_hinted(
    ui: &mut Ui,
    send: &CommandSender,
    id: Id,
    (label, hint): (&str, &str),
    value: &str,
    command: impl FnOnce(String) -> Command,
) -> Response {
    let width = ui.available_width();
    let hint = hint.to_owned();
    draft_field(ui, send, id, label, value, |text| TextEdit::singleline(text).hint_text(hint).desired_width(width), command)
}

/// The same with several lines, where Enter makes a new one.
pub fn draft_text(
    ui: &mut Ui,
    send: &CommandSender,
    id: Id,
    label: &str,
    value: &str,
    rows: usize,
    command: impl FnOnce(String) -> Command,
) -> Response {
    let width = ui.available_width();
    draft_field(ui, send, id, label, value, |text| TextEdit::multiline(text).desired_rows(rows).desired_width(width), command)
}

fn draft_field(
    ui: &mut Ui,
    send: &CommandSender,
    id: Id,
    label: &str,
    value: &str,
    edit: impl for<'t> FnOnce(&'t mut String) -> TextEdit<'t>,
    command: impl FnOnce(String) -> Command,
) -> Response {
    let mut text = send.draft_of(id).unwrap_or_else(|| value.to_owned());
    let response = ui.add(edit(&mut text).id(id)).accessible_name(label);
    if response.has_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
        send.drop_draft(id);
        response.surrender_focus();
    } else if response.changed() {
        send.keep_draft(id, text.clone(), command(text));
    }
    if response.lost_focus() {
        send.finish_draft(id);
    }
    response
}
