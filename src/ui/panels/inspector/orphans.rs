//! Orphans: annotations whose words are not at their place any more; they wait here to be put there again.

use egui::Ui;

use super::super::super::context::ViewContext;
use super::super::super::widgets::{section, words_row};
use crate::model::Document;
use crate::session::Command;
use crate::session::plan::shortened;

/// Lists the open document's orphans; nothing where there are none.
pub fn show(ui: &mut Ui, ctx: &ViewContext<'_>, document: &Document) {
    let mut orphans = ctx.project.orphans_of(&document.id).peekable();
    if orphans.peek().is_none() {
        return;
    }
    section(ui, ctx.theme, "Words that are not in the text any more");
    for annotation in orphans {
        let code = ctx.project.codes().get(&annotation.code).map_or(annotation.code.as_str(), |c| c.name.as_str());
        let words = format!("{code} “{}”", shortened(&annotation.quote(), 60));
        if words_row(ui, ctx.theme, &words, &words).clicked() {
            ctx.send.run(Command::SelectAnnotation(Some(annotation.id.clone())));
        }
    }
}
