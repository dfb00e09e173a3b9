//! Notes about codes that look like the chosen one.

use egui::{RichText, Ui};

use super::super::super::context::ViewContext;
use super::super::super::widgets::quiet_button;
use super::{Chosen, Wish};
use crate::analysis::similarity::{Likeness, similar};
use crate::model::{Code, CodeId};

/// How many are named.
const NAMED: usize = 4;

/// The codes that look like the chosen one, found again when something changed.
#[derive(Debug, Default)]
pub(super) struct Likenesses {
    of: Option<(u64, CodeId)>,
    found: Vec<(CodeId, Likeness)>,
}

impl Likenesses {
    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, code: &Code) -> Option<Wish> {
        let key = Some((ctx.revision, code.id.clone()));
        if self.of != key {
            self.of = key;
            self.found = similar(ctx.project, code).into_iter().map(|(id, why)| (id.clone(), why)).collect();
        }
        let mut wish = None;
        for (id, why) in self.found.iter().take(NAMED) {
            ui.horizontal_wrapped(|ui| {
                let words = match why {
                    Likeness::SameName => "The same name as",
                    Likeness::Name => "Much the same name as",
                    Likeness::Definition => "Much the same definition as",
                };
                ui.label(RichText::new(words).color(ctx.theme.warning));
                let name = ctx.code_name(id);
                if quiet_button(ui, name).accessible_name(format!("Go to the similar code {name}")).clicked() {
                    wish = Some(Wish::Choose(Chosen::Code(id.clone())));
                }
            });
        }
        wish
    }
}
