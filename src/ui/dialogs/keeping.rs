//! The project's own codebook on its way out: kept as a template, or printed.

use egui::{RichText, TextEdit, Ui, vec2};

use super::super::context::{CommandSender, PrintedAs, Request};
use super::super::theme::{SIZES, Theme};
use super::super::widgets::hint;
use super::forms::{Answer, buttons, heading};
use crate::ui::keyboard::{entered, give_keyboard};

/// The form that keeps the project's codebook.
pub(super) fn keep(ui: &mut Ui, theme: &Theme, name: &mut String, send: &CommandSender) -> Answer {
    ui.set_width(380.0);
    heading(ui, theme, "Keep the codebook as a template");
    let response = ui.add(TextEdit::singleline(name).desired_width(370.0).hint_text("Name")).accessible_name("Name of the template");
    let entered = entered(ui, &response);
    if !entered && ui.memory(|m| m.focused().is_none()) {
        give_keyboard(&response);
    }
    hint(ui, theme, "Letters, digits and hyphens: it is the name of a file. Further projects may begin with it");
    let filled = !name.trim().is_empty();
    let (done, off) = buttons(ui, theme, "Keep", filled);
    if (done || entered) && filled {
        send.send(Request::KeepCodebook(name.clone()));
        return Answer::Close;
    }
    if off { Answer::Close } else { Answer::Open }
}

/// The form that prints the project's codebook.
pub(super) fn print(ui: &mut Ui, theme: &Theme, send: &CommandSender) -> Answer {
    ui.set_width(340.0);
    heading(ui, theme, "Print the codebook");
    let mut answer = Answer::Open;
    for (words, extension, form) in
        [("To read and print", ".html", PrintedAs::Html), ("To keep beside a paper (Markdown)", ".md", PrintedAs::Markdown)]
    {
        let button = egui::Button::new(words).right_text(RichText::new(extension).color(theme.muted)).min_size(vec2(330.0, 30.0));
        if ui.add(button).clicked() {
            send.send(Request::PrintCodebook(form));
            answer = Answer::Close;
        }
    }
    ui.add_space(SIZES.gap);
    if ui.button("Cancel").clicked() { Answer::Close } else { answer }
}
