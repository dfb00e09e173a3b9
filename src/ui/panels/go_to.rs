//! A small form that goes to a place of the open document: a paragraph, an offset, a share.

use egui::{Id, Key, Modal, Modifiers, RichText, TextEdit, Ui};

use super::super::context::{Request, ViewContext};
use super::super::text_view::Align;
use super::super::theme::SIZES;
use super::super::widgets::{hint, primary_button, semibold};
use crate::text::{Address, TextSelection, capitalised};
use crate::ui::keyboard::{give_keyboard, take_escape, take_key};

const WIDTH: f32 = 380.0;
/// Longer than any address.
const LONGEST: usize = 40;
const LABEL: &str = "Paragraph or place to go to";

/// The form, open or not.
#[derive(Debug, Default)]
pub struct GoTo {
    open: bool,
    text: String,
    refusal: Option<String>,
    wants_focus: bool,
}

fn field_id() -> Id {
    Id::unique("go to field")
}

impl GoTo {
    /// Opens it with the keyboard in it.
    pub fn open(&mut self) {
        *self = Self { open: true, wants_focus: true, ..Self::default() };
    }

    /// Whether it lies over the window.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Shows it while it is open; says whether it has just been closed, so that the page can take the keyboard.
    pub fn show(&mut self, ui: &Ui, ctx: &ViewContext<'_>) -> bool {
        if !self.open {
            return false;
        }
        let escaped = take_escape(ui);
        let typing = ui.memory(|m| m.has_focus(field_id()));
        let entered = typing && ui.input_mut(|i| take_key(i, Modifiers::NONE, Key::Enter));
        let frame = egui::Frame::popup(ui.style()).inner_margin(16.0);
        let modal = Modal::new(Id::unique("go to")).frame(frame).backdrop_color(egui::Color32::from_black_alpha(50));
        let modal = modal.show(ui.ctx(), |ui| self.form(ui, ctx));
        let asked = entered || modal.inner == Some(Answer::Go);
        let done = asked && self.go(ctx);
        let closed = done || escaped || modal.inner == Some(Answer::Close) || modal.should_close();
        self.open = !closed;
        closed
    }

    fn form(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) -> Option<Answer> {
        ui.set_width(WIDTH);
        ui.label(RichText::new("Go to").font(semibold(SIZES.heading)).color(ctx.theme.text));
        ui.add_space(SIZES.gap);
        let field = TextEdit::singleline(&mut self.text).hint_text("12").desired_width(WIDTH).char_limit(LONGEST).id(field_id());
        let response = ui.add(field).accessible_name(LABEL);
        if std::mem::take(&mut self.wants_focus) {
            give_keyboard(&response);
        }
        if response.changed() {
            self.refusal = None;
        }
        match &self.refusal {
            Some(refusal) => drop(ui.add(egui::Label::new(RichText::new(refusal).color(ctx.theme.error)).wrap())),
            None => drop(hint(ui, ctx.theme, "12 or ¶12: a paragraph · @3456: a character · b3456: a byte · 50%: a share of the text")),
        }
        ui.add_space(SIZES.group_gap);
        let buttons = egui::Layout::right_to_left(egui::Align::Center);
        ui.with_layout(buttons, |ui| {
            let go = primary_button(ui, ctx.theme, "Go").clicked().then_some(Answer::Go);
            go.or(ui.button("Cancel").clicked().then_some(Answer::Close))
        })
        .inner
    }

    /// Goes there, or says why not.
    fn go(&mut self, ctx: &ViewContext<'_>) -> bool {
        let Some(document) = ctx.document() else { return true };
        match self.text.parse::<Address>().and_then(|address| address.offset_in(&document.text)) {
            Ok(offset) => {
                let place = TextSelection::caret(offset);
                ctx.send.send(Request::GoTo { document: document.id.clone(), place, align: Align::Center });
                true
            }
            Err(error) => {
                self.refusal = Some(capitalised(&error.to_string()));
                false
            }
        }
    }
}

/// What was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Go,
    Close,
}
