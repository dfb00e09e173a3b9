//! Fields that edit a draft: one command is sent when the field is left, not one a letter.

use egui::{Id, Key, Response, TextBuffer, TextEdit, TextStyle, Ui};

use super::super::context::{CommandSender, ViewContext};
use super::marked_job;
use crate::analysis::query::Marks;
use crate::session::Command;
use crate::ui::keyboard::has_key;

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
    draft_field(ui, send, id, label, value, |ui, text| ui.add(TextEdit::singleline(text).id(id).desired_width(width)), command)
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
    draft_field(
        ui,
        send,
        id,
        label,
        value,
        |ui, text| ui.add(TextEdit::singleline(text).id(id).hint_text(hint).desired_width(width)),
        command,
    )
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
    let show = |ui: &mut Ui, text: &mut String| ui.add(TextEdit::multiline(text).id(id).desired_rows(rows).desired_width(width));
    draft_field(ui, send, id, label, value, show, command)
}

/// The same with words marked that were looked for.
pub fn draft_marked(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    id: Id,
    label: &str,
    (value, rows): (&str, usize),
    marks: &Marks,
    command: impl FnOnce(String) -> Command,
) -> Response {
    let width = ui.available_width();
    let font = TextStyle::Body.resolve(ui.style());
    let mut layouter = |ui: &Ui, text: &dyn TextBuffer, room: f32| {
        let mut job = marked_job(ctx.theme, text.as_str(), marks, &font, ctx.theme.text);
        job.wrap.max_width = room;
        job.keep_trailing_whitespace = true;
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    let show = |ui: &mut Ui, text: &mut String| {
        let edit = TextEdit::multiline(text).id(id).desired_rows(rows).desired_width(width);
        ui.add(edit.layouter(&mut layouter))
    };
    draft_field(ui, ctx.send, id, label, value, show, command)
}

fn draft_field(
    ui: &mut Ui,
    send: &CommandSender,
    id: Id,
    label: &str,
    value: &str,
    show: impl FnOnce(&mut Ui, &mut String) -> Response,
    command: impl FnOnce(String) -> Command,
) -> Response {
    let mut text = send.draft_of(id).unwrap_or_else(|| value.to_owned());
    let response = show(ui, &mut text).accessible_name(label);
    if response.has_focus() && ui.input(|input| has_key(input, egui::Modifiers::NONE, Key::Escape)) {
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
