//! Choosing one code of many by a few letters of its name.

use std::cmp::Reverse;

use egui::{Id, Key, TextEdit, Ui};

use super::super::super::context::ViewContext;
use super::super::super::fuzzy;
use super::super::super::widgets::words_row;
use crate::model::{Code, CodeId};
use crate::ui::keyboard::{entered, give_keyboard, has_key};

/// How many codes are offered at once.
const OFFERED: usize = 8;

/// Which field is open, and what is typed in it.
#[derive(Debug, Default)]
pub(super) struct Picker {
    open: Option<Id>,
    typed: String,
}

impl Picker {
    /// A button that opens a search field; gives the code that was chosen.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        ctx: &ViewContext<'_>,
        (id, words, name): (Id, &str, &str),
        allowed: impl Fn(&Code) -> bool,
    ) -> Option<CodeId> {
        if self.open != Some(id) {
            if ui.button(words).accessible_name(name).clicked() {
                *self = Self { open: Some(id), typed: String::new() };
            }
            return None;
        }
        let mut chosen = None;
        ui.vertical(|ui| {
            ui.set_max_width(320.0);
            let field = TextEdit::singleline(&mut self.typed).hint_text("Type to find a code…").desired_width(300.0);
            let field = ui.add(field.id(id.with("field"))).accessible_name(format!("{name}: find"));
            if !field.has_focus() && !field.lost_focus() && self.typed.is_empty() {
                give_keyboard(&field);
            }
            let found = self.found(ctx, allowed);
            let entered = entered(ui, &field);
            if ui.input(|i| has_key(i, egui::Modifiers::NONE, Key::Escape)) {
                self.open = None;
            }
            for code in &found {
                let layer = ctx.project.layers().get(&code.layer).map_or("", |l| l.name.as_str());
                let row = words_row(ui, ctx.theme, &format!("{name}: {}", code.name), &format!("{} · {layer}", code.name));
                if row.clicked() {
                    chosen = Some(code.id.clone());
                }
            }
            if entered {
                chosen = found.first().map(|c| c.id.clone());
            }
        });
        if chosen.is_some() {
            *self = Self::default();
        }
        chosen
    }

    fn found<'a>(&self, ctx: &ViewContext<'a>, allowed: impl Fn(&Code) -> bool) -> Vec<&'a Code> {
        let typed = self.typed.trim();
        let all = ctx.project.codes().values().map(AsRef::as_ref).filter(|c: &&Code| allowed(c));
        if typed.is_empty() {
            return all.take(OFFERED).collect();
        }
        let scored = all.filter_map(|c| Some((fuzzy::best(typed, [c.name.as_str(), c.id.as_str()])?, c)));
        let mut scored: Vec<(i32, &Code)> = scored.collect();
        scored.sort_by_key(|(score, _)| Reverse(*score));
        scored.into_iter().take(OFFERED).map(|(_, code)| code).collect()
    }
}
