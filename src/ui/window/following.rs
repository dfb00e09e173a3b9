//! What the page and the palettes ask of the window: the palette of codes, a code by its key, questions, a record where it belongs.

use egui::{Key, Modifiers, Ui};

use super::super::actions::{Action, key_text};
use super::super::context::ViewContext;
use super::super::palette::{CodePalette, PaletteInput, PaletteState, PromptState};
use super::super::panels::codes::command_for;
use super::super::panels::reader::ReaderOutput;
use super::Window;
use crate::model::Scope;
use crate::session::{Command, Notice};
use crate::ui::keyboard::take_key;

impl Window {
    /// Does what the page asked for: opens the palette, or puts the code whose key was typed.
    pub(super) fn follow_page(&mut self, ui: &Ui, ctx: &ViewContext<'_>, output: ReaderOutput) {
        if ctx.gesture.is_some() || self.unchecked.awaits_words() {
            // Words that are selected now are a part of the gesture or prove a treatment; the palette would take the keys of that.
            self.palette = None;
            return;
        }
        if self.show_prompts(ui, ctx, &output) {
            return;
        }
        let mut input = PaletteInput { selection_rect: output.selection_rect, typed: output.typed, entered: false, opened: false };
        if let Some(command) = input.typed.as_deref().and_then(|typed| command_of_key(ctx, typed)) {
            ctx.send.run(command);
            self.palette = None;
            return;
        }
        if input.typed.as_deref().is_some_and(|typed| is_code_key(ctx, typed)) && !ctx.has_words() && ctx.annotation().is_none() {
            self.tell_about_keys(ui.ctx());
        }
        if output.open_palette {
            // The words may have been selected in this very frame; the session hears of them behind it.
            input.opened = true;
            let by_mouse = ui.input(|i| i.pointer.any_released());
            match &self.palette {
                Some(_) => input.entered = !by_mouse,
                None if by_mouse => self.palette = Some(CodePalette::beside_page()),
                None => self.palette = Some(CodePalette::with_keyboard()),
            }
            // The Enter that opened the palette must not choose in it as well.
            ui.input_mut(|i| take_key(i, Modifiers::NONE, Key::Enter));
        } else if input.typed.is_some() && self.palette.is_none() && ctx.has_words() {
            self.palette = Some(CodePalette::beside_page());
        }
        let Some(palette) = &mut self.palette else { return };
        match palette.show(ui, ctx, input) {
            PaletteState::Open => return,
            PaletteState::Closed => self.reader.focus(),
            PaletteState::Left => {}
        }
        self.palette = None;
    }

    /// Asks for attributes, where that was begun; says whether it still does.
    fn show_prompts(&mut self, ui: &Ui, ctx: &ViewContext<'_>, output: &ReaderOutput) -> bool {
        let (Some(prompts), Some(page)) = (&mut self.prompts, output.page) else { return false };
        match prompts.show(ui, ctx, &self.proposals, output.selection_rect, page) {
            PromptState::Open => return true,
            PromptState::Done => self.reader.focus(),
            PromptState::Gone => {}
        }
        self.prompts = None;
        false
    }

    /// Says once that a code's key needs words.
    fn tell_about_keys(&mut self, ctx: &egui::Context) {
        if !self.told.insert("a code's key needs words") {
            return;
        }
        let hint = match key_text(ctx, Action::FindCode) {
            key if key.is_empty() => "Shift with the arrows selects, and so does a double click".to_owned(),
            key => format!("Or press {key} to code the paragraph"),
        };
        self.tell(ctx, Notice::refused("Select words first, then press a code’s key", hint));
    }
}

/// What one typed letter that is a code's key does: the code goes on the selected words; one that cannot be put on words goes on the
/// paragraph or the document while none are selected, so that no letter meant for words codes a whole document.
fn command_of_key(ctx: &ViewContext<'_>, typed: &str) -> Option<Command> {
    let code = code_with_key(ctx, typed)?;
    let on_words = code.scopes.contains(&Scope::Span);
    (ctx.has_words() == on_words).then(|| command_for(ctx, code))
}

fn is_code_key(ctx: &ViewContext<'_>, typed: &str) -> bool {
    code_with_key(ctx, typed).is_some()
}

fn code_with_key<'a>(ctx: &ViewContext<'a>, typed: &str) -> Option<&'a crate::model::Code> {
    let mut letters = typed.chars();
    let (Some(key), None) = (letters.next(), letters.next()) else { return None };
    let fits = |c: &&std::sync::Arc<crate::model::Code>| c.key == Some(key) && !c.retired && !c.scopes.is_empty();
    ctx.project.codes().values().find(fits).map(AsRef::as_ref)
}
