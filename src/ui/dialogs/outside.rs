//! The question about files of the open project that another program took away or damaged.

use egui::{RichText, ScrollArea, Ui};

use super::super::context::CommandSender;
use super::super::theme::{SIZES, Theme};
use super::super::widgets::{hint, primary_button};
use super::forms::{Answer, heading};
use crate::session::Command;
use crate::store::{FileFault, Question};
use crate::text::counted;

/// The form. No key answers it: it comes up by itself, perhaps under hands that are typing.
pub(super) fn show(ui: &mut Ui, theme: &Theme, questions: &[Question], send: &CommandSender) -> Answer {
    ui.set_width(520.0);
    let one = questions.len() == 1;
    heading(ui, theme, &question_words(questions));
    ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
        for question in questions {
            ui.label(RichText::new(question.to_string()).color(theme.text));
        }
    });
    ui.add_space(SIZES.gap);
    hint(
        ui,
        theme,
        if one {
            "The records stay in the project and nothing is written to this file until you decide. What it said before, and what was \
             found in it, is kept in .variorum/backups/outside"
        } else {
            "The records stay in the project and nothing is written to these files until you decide. What they said before, and what was \
             found in them, is kept in .variorum/backups/outside"
        },
    );
    let acceptable = questions.iter().filter(|question| question.fault.can_be_accepted()).count();
    if acceptable > 0 && acceptable < questions.len() {
        hint(ui, theme, "Files that cannot be read can only be put back, or mended by hand");
    }
    ui.add_space(SIZES.group_gap);
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        let mut answer = Answer::Open;
        if primary_button(ui, theme, if one { "Put it back" } else { "Put them back" }).clicked() {
            send.run(Command::PutFilesBack);
            answer = Answer::Close;
        }
        if acceptable > 0 && ui.button(accepting(questions)).clicked() {
            send.run(Command::AcceptFiles);
            answer = Answer::Close;
        }
        if ui.button("Decide later").clicked() {
            answer = Answer::Close;
        }
        answer
    })
    .inner
}

/// What happened, in a heading.
fn question_words(questions: &[Question]) -> String {
    let (gone, all) = (questions.iter().filter(|question| question.fault == FileFault::Gone).count(), questions.len());
    match (gone, all) {
        (1, 1) => "A file is gone".to_owned(),
        (_, 1) => "A file was changed outside Variorum".to_owned(),
        (0, _) => format!("{} were changed outside Variorum", counted(all, "file")),
        (gone, all) if gone == all => format!("{} are gone", counted(all, "file")),
        (1, all) => format!("{} were changed outside Variorum; 1 of them is gone", counted(all, "file")),
        (gone, all) => format!("{} were changed outside Variorum; {gone} of them are gone", counted(all, "file")),
    }
}

/// What taking the files as they are comes to.
fn accepting(questions: &[Question]) -> &'static str {
    let is_deletion = |question: &Question| match question.fault {
        FileFault::Gone | FileFault::Shrunk { .. } | FileFault::Broken { .. } => true,
        FileFault::OtherText => false,
    };
    if questions.iter().all(is_deletion) { "Accept the deletion" } else { "Take in what is there" }
}
