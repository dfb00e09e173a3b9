//! The form for merging codes.

use egui::{Id, Ui};

use super::super::super::context::ViewContext;
use super::super::super::widgets::{cross_button, field_heading, hint};
use super::Chosen;
use super::picker::Picker;
use super::preview::Seen;
use super::sheet::{Ended, finish, title};
use crate::model::CodeId;
use crate::session::{CodebookChange, ForeignValues, MergeCodes, Touching};

/// What the form says so far.
#[derive(Debug)]
pub(super) struct MergeForm {
    merge: MergeCodes,
    seen: Seen,
}

impl MergeForm {
    /// Merging others into this code.
    pub(super) fn new(into: CodeId) -> Self {
        let merge = MergeCodes { from: Vec::new(), into, values: ForeignValues::Keep, touching: Touching::Join };
        Self { merge, seen: Seen::default() }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, picker: &mut Picker) -> Option<Ended> {
        title(ui, ctx, &format!("Merge codes into {}", ctx.code_name(&self.merge.into)));
        self.codes(ui, ctx, picker);
        if let Some(last) = self.merge.from.last().cloned()
            && ui.button(format!("Keep {} instead", ctx.code_name(&last))).on_hover_text("Merge the other way round").clicked()
        {
            self.merge.from.pop();
            self.merge.from.push(std::mem::replace(&mut self.merge.into, last));
        }
        field_heading(ui, ctx.theme, "Values that this code has no attribute for");
        ui.radio_value(&mut self.merge.values, ForeignValues::Keep, "Keep them: the code gets the attributes");
        ui.radio_value(&mut self.merge.values, ForeignValues::Drop, "Drop them");
        field_heading(ui, ctx.theme, "Annotations of one coder that touch, overlap or are equal then");
        ui.radio_value(&mut self.merge.touching, Touching::Join, "Join them, unless their values contradict each other");
        ui.radio_value(&mut self.merge.touching, Touching::Keep, "Leave them as they are");
        field_heading(ui, ctx.theme, "What will happen");
        let change = CodebookChange::Merge(self.merge.clone());
        let possible = self.seen.show(ui, ctx, &change);
        finish(ui, ctx, "Merge", possible, &change).map(|_| Ended::At(Chosen::Code(self.merge.into.clone())))
    }

    fn codes(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, picker: &mut Picker) {
        field_heading(ui, ctx.theme, "Codes that go into it");
        if self.merge.from.is_empty() {
            hint(ui, ctx.theme, "None yet");
        }
        let mut gone = None;
        for code in &self.merge.from {
            ui.horizontal(|ui| {
                ui.label(ctx.code_name(code));
                if cross_button(ui, ctx.theme, &format!("Leave out {}", ctx.code_name(code))).clicked() {
                    gone = Some(code.clone());
                }
            });
        }
        self.merge.from.retain(|code| Some(code) != gone.as_ref());
        let merge = &self.merge;
        let allowed = |c: &crate::model::Code| c.id != merge.into && !merge.from.contains(&c.id);
        let field = (Id::unique("merge"), "Add a code…", "Merge another code");
        if let Some(code) = picker.show(ui, ctx, field, allowed) {
            self.merge.from.push(code);
        }
    }
}
