//! The form for merging codes.

use std::collections::BTreeSet;

use egui::{Button, Id, Label, RichText, Ui};

use super::super::super::context::ViewContext;
use super::super::super::facts::counted;
use super::super::super::widgets::{cross_button, field_heading, hint, rows, section};
use super::Chosen;
use super::picker::Picker;
use super::preview::Seen;
use super::sheet::{Ended, finish, title};
use super::uses::words_of;
use crate::model::{AnnotationId, CodeId, Value};
use crate::session::plan::codebook::Conflict;
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
        let merge =
            MergeCodes { from: Vec::new(), into, values: ForeignValues::Keep, touching: Touching::Join, preferred: BTreeSet::new() };
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
        self.conflicts(ui, ctx);
        field_heading(ui, ctx.theme, "What will happen");
        let change = CodebookChange::Merge(self.merge.clone());
        let possible = self.seen.show(ui, ctx, &change);
        finish(ui, ctx, "Merge", possible, &change).map(|_| Ended::At(Chosen::Code(self.merge.into.clone())))
    }

    /// Annotations whose values contradict each other, with the choice of what counts.
    fn conflicts(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let conflicts = self.seen.conflicts();
        if conflicts.is_empty() {
            return;
        }
        let settled = conflicts.iter().filter(|c| winner(&self.merge, c).is_some()).count();
        let heading = format!("{} · {settled} settled", counted(conflicts.len(), "contradiction", "contradictions"));
        section(ui, ctx.theme, &heading);
        hint(
            ui,
            ctx.theme,
            "These would be joined, but their values contradict each other. Left apart unless you choose whose values count",
        );
        let mut wish = None;
        ui.horizontal_wrapped(|ui| {
            for (words, side) in
                [("All: the first one’s", Side::One), ("All: the second one’s", Side::Other), ("All: leave apart", Side::Apart)]
            {
                if ui.small_button(words).clicked() {
                    wish = Some((None, side));
                }
            }
        });
        rows(ui, ("contradictions", LIST, CONFLICT), conflicts.len(), |ui, at| {
            let Some(conflict) = conflicts.get(at) else { return };
            let now = match winner(&self.merge, conflict) {
                None => Side::Apart,
                Some(id) if *id == conflict.one => Side::One,
                Some(_) => Side::Other,
            };
            let chosen = conflict_row(ui, ctx, conflict, at + 1, now);
            wish = chosen.map(|side| (Some(at), side)).or(wish);
        });
        let Some((at, side)) = wish else { return };
        let conflicts: Vec<Conflict> =
            conflicts.iter().enumerate().filter(|(n, _)| at.is_none_or(|at| at == *n)).map(|(_, c)| c.clone()).collect();
        for conflict in conflicts {
            self.merge.preferred.remove(&conflict.one);
            self.merge.preferred.remove(&conflict.other);
            match side {
                Side::One => drop(self.merge.preferred.insert(conflict.one)),
                Side::Other => drop(self.merge.preferred.insert(conflict.other)),
                Side::Apart => {}
            }
        }
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

/// Height of a contradiction in the list, and of the list.
const CONFLICT: f32 = 48.0;
const LIST: f32 = 240.0;

/// Whose values count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    One,
    Other,
    Apart,
}

/// The one of two annotations whose values count; `None`: they stay apart.
fn winner<'a>(merge: &MergeCodes, conflict: &'a Conflict) -> Option<&'a AnnotationId> {
    match (merge.preferred.contains(&conflict.one), merge.preferred.contains(&conflict.other)) {
        (true, false) => Some(&conflict.one),
        (false, true) => Some(&conflict.other),
        (true, true) | (false, false) => None,
    }
}

fn conflict_row(ui: &mut Ui, ctx: &ViewContext<'_>, conflict: &Conflict, number: usize, now: Side) -> Option<Side> {
    let words = ctx.project.annotations().get(&conflict.one).map(|a| words_of(a)).unwrap_or_default();
    let of = |side: Side| {
        let value = |(attribute, one, other): &(crate::model::AttributeId, Value, Value)| {
            let name = ctx.project.attributes().get(attribute).map_or(attribute.as_str(), |a| &a.name);
            format!("{name} {}", in_words(if side == Side::One { one } else { other }))
        };
        conflict.values.iter().map(value).collect::<Vec<_>>().join(", ")
    };
    let mut chosen = None;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add(Label::new(RichText::new(words).color(ctx.theme.text)).truncate());
        ui.horizontal(|ui| {
            for (side, words) in [(Side::One, of(Side::One)), (Side::Other, of(Side::Other)), (Side::Apart, "Leave apart".to_owned())] {
                let button = ui.add(Button::selectable(now == side, &words).small());
                if button.accessible_name(format!("Contradiction {number}: {words}")).clicked() {
                    chosen = Some(side);
                }
            }
        });
    });
    chosen
}

fn in_words(value: &Value) -> String {
    match value {
        Value::Choice(word) | Value::Text(word) => word.clone(),
        Value::Choices(words) => words.join(", "),
        Value::Number(number) => number.to_string(),
        Value::YesNo(yes) => (if *yes { "yes" } else { "no" }).to_owned(),
        Value::References(references) => format!("{} named", references.len()),
    }
}
