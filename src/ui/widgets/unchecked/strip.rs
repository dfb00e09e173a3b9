//! The strip above the page while the queue waits for the words that show a treatment.

use egui::{Frame, Key, Label, Margin, Modifiers, Panel, RichText, Ui};

use super::super::super::context::ViewContext;
use super::super::super::theme::SIZES;
use super::super::{primary_button, semibold, shortened, treatment_colour};
use super::{Stage, Unchecked};
use crate::ui::keyboard::take_key;

impl Unchecked {
    /// Shows it while words are awaited, and reads Enter and Escape before the page does.
    pub fn show_strip(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        self.update(ctx);
        let Stage::Words(kind) = self.stage else { return };
        let Some((document, _)) = self.of.clone() else { return };
        let Some(claim) = self.at.as_ref().and_then(|id| ctx.project.claims().get(id)) else { return };
        let claim = std::sync::Arc::clone(claim);
        let evidence = self.evidence_words(ctx, &document);
        let (mut takes, mut cancels) = (false, false);
        let possible = evidence.is_some();
        // On a button, Enter presses the button.
        let mut free = !ctx.popup_open && !ui.ctx().text_edit_focused();
        let frame = Frame::new().fill(ctx.theme.raised).stroke((1.0, ctx.theme.rule)).inner_margin(Margin::symmetric(12, 6));
        Panel::top("words awaited").frame(frame).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let cancel = ui.button("Cancel").accessible_name("Select no words");
                    let take = ui.add_enabled_ui(possible, |ui| primary_button(ui, ctx.theme, "Take them  Enter")).inner;
                    (takes, cancels) = (take.clicked(), cancel.clicked());
                    free &= !take.has_focus() && !cancel.has_focus();
                    ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                        let word = RichText::new(format!("It {}:", kind.word())).font(semibold(SIZES.body));
                        ui.label(word.color(treatment_colour(ctx.theme, Some(kind))));
                        let statement = RichText::new(shortened(&claim.statement, 160)).color(ctx.theme.text);
                        ui.add(Label::new(statement).truncate()).on_hover_text(&claim.statement);
                    });
                });
            });
            let words = evidence.map_or_else(|| "Select the words that show it".to_owned(), |evidence| format!("Enter takes {evidence}"));
            ui.add(Label::new(RichText::new(words).size(SIZES.small).color(ctx.theme.muted)).truncate());
        });
        let key = |key: Key| free && ui.input_mut(|input| take_key(input, Modifiers::NONE, key));
        takes |= possible && key(Key::Enter);
        cancels |= key(Key::Escape);
        if takes {
            self.words_chosen(ctx, kind);
        } else if cancels {
            self.cancel();
        }
    }
}
