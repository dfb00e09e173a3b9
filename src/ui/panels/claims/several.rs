//! What can be done with all chosen claims at once; each of it is one step.

use egui::Ui;

use super::super::super::context::ViewContext;
use super::super::super::facts::counted;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{field_heading, group_field, hint, importance_buttons, quiet_button, section};
use super::Wish;
use crate::model::{Claim, ClaimId};
use crate::session::Command;
use crate::session::plan::ledger::ClaimChange;
use crate::ui::keyboard::has_key;

/// What it remembers between frames.
#[derive(Debug, Default)]
pub(super) struct Several {
    of: Option<(u64, Vec<ClaimId>)>,
    group: String,
    importance: Option<u8>,
    mixed: (bool, bool),
}

impl Several {
    /// Works out what the chosen ones have in common when something changed.
    fn update(&mut self, ctx: &ViewContext<'_>, chosen: &[&ClaimId]) {
        let same = self.of.as_ref().is_some_and(|(revision, ids)| *revision == ctx.revision && ids.iter().eq(chosen.iter().copied()));
        if same {
            return;
        }
        self.of = Some((ctx.revision, chosen.iter().map(|id| (*id).clone()).collect()));
        let claims: Vec<&Claim> = chosen.iter().filter_map(|id| ctx.project.claims().get(*id)).map(AsRef::as_ref).collect();
        let Some(first) = claims.first() else { return };
        self.mixed = (claims.iter().any(|c| c.group != first.group), claims.iter().any(|c| c.importance != first.importance));
        self.group = if self.mixed.0 { String::new() } else { first.group.clone() };
        self.importance = first.importance.filter(|_| !self.mixed.1);
    }

    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, chosen: &[&ClaimId]) -> Option<Wish> {
        self.update(ctx, chosen);
        let ids = || chosen.iter().map(|id| (*id).clone()).collect::<Vec<_>>();
        section(ui, ctx.theme, &counted(chosen.len(), "claim", "claims"));
        field_heading(ui, ctx.theme, "Group");
        if self.mixed.0 {
            hint(ui, ctx.theme, "Theirs differ");
        }
        let typing = ui.ctx().text_edit_focused();
        let entered = typing && ui.input(|i| has_key(i, egui::Modifiers::NONE, egui::Key::Enter));
        let picked = group_field(ui, ctx, &mut self.group, "Group of all chosen claims");
        let set = ui.button("Set the group of all").clicked();
        if set || entered || picked {
            ctx.send.run(Command::SetClaims(ids(), ClaimChange::Group(self.group.clone())));
        }
        field_heading(ui, ctx.theme, "Importance");
        if self.mixed.1 {
            hint(ui, ctx.theme, "Theirs differ");
        }
        if let Some(importance) = importance_buttons(ui, self.importance, "Importance of all chosen claims") {
            ctx.send.run(Command::SetClaims(ids(), ClaimChange::Importance(importance)));
        }
        ui.add_space(SIZES.group_gap);
        quiet_button(ui, "Merge them…").clicked().then(|| Wish::Merge(ids()))
    }
}
