//! The form for splitting a code.

use std::collections::BTreeSet;

use egui::{ComboBox, TextEdit, Ui};

use super::super::super::context::ViewContext;
use super::super::super::facts::counted;
use super::super::super::widgets::{field_heading, hint, rows};
use super::preview::Seen;
use super::sheet::{Ended, finish, title};
use super::uses::words_of;
use crate::model::{AnnotationId, CodeId, CoderId, Project};
use crate::session::plan::codebook::{Parts, parts_of};
use crate::session::{CodebookChange, SplitBy, SplitCode};

/// By what the code is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Value,
    Coder,
    Chosen,
}

/// What the form says so far.
#[derive(Debug)]
pub(super) struct SplitForm {
    code: CodeId,
    parts: Parts,
    all: Vec<AnnotationId>,
    by: By,
    attribute: usize,
    words: BTreeSet<String>,
    coders: BTreeSet<CoderId>,
    name: String,
    picked: BTreeSet<AnnotationId>,
    seen: Seen,
}

impl SplitForm {
    pub(super) fn new(project: &Project, code: CodeId) -> Self {
        let parts = parts_of(project, &code);
        let mut all: Vec<_> = project.annotations().values().filter(|a| a.code == code).collect();
        all.sort_by_key(|a| (&a.document, a.start()));
        let all = all.into_iter().map(|a| a.id.clone()).collect();
        let by = if parts.values.is_empty() { By::Chosen } else { By::Value };
        let (words, coders, picked) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        Self { code, parts, all, by, attribute: 0, words, coders, name: String::new(), picked, seen: Seen::default() }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) -> Option<Ended> {
        title(ui, ctx, &format!("Split {}", ctx.code_name(&self.code)));
        ui.horizontal_wrapped(|ui| {
            ui.radio_value(&mut self.by, By::Value, "By the values of an attribute");
            ui.radio_value(&mut self.by, By::Coder, "By coder");
            ui.radio_value(&mut self.by, By::Chosen, "By annotations picked by hand");
        });
        match self.by {
            By::Value => self.values(ui, ctx),
            By::Coder => self.coders(ui, ctx),
            By::Chosen => self.picks(ui, ctx),
        }
        hint(ui, ctx.theme, "The new codes stand under this one; what is not chosen stays with it");
        field_heading(ui, ctx.theme, "What will happen");
        let change = CodebookChange::Split(SplitCode { code: self.code.clone(), by: self.wanted() });
        let possible = self.seen.show(ui, ctx, &change);
        finish(ui, ctx, "Split", possible, &change)
    }

    fn wanted(&self) -> SplitBy {
        match (self.by, self.parts.values.get(self.attribute)) {
            (By::Value, Some((attribute, _))) => SplitBy::Value(attribute.id.clone(), self.words.iter().cloned().collect()),
            (By::Coder, _) => SplitBy::Coder(self.coders.iter().cloned().collect()),
            (By::Chosen | By::Value, _) => SplitBy::Chosen(self.name.clone(), self.picked.iter().cloned().collect()),
        }
    }

    fn values(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let Some((attribute, counts)) = self.parts.values.get(self.attribute) else {
            hint(ui, ctx.theme, "No annotation has a value yet");
            return;
        };
        let mut chosen = self.attribute;
        let combo = ComboBox::from_id_salt("split by").selected_text(&attribute.name).show_ui(ui, |ui| {
            for (at, (attribute, _)) in self.parts.values.iter().enumerate() {
                ui.selectable_value(&mut chosen, at, &attribute.name);
            }
        });
        combo.response.accessible_name("Attribute to split by");
        for (word, count) in counts {
            toggle(ui, &mut self.words, word, &format!("{word} ({count})"));
        }
        if chosen != self.attribute {
            self.attribute = chosen;
            self.words.clear();
        }
    }

    fn coders(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        for (coder, count) in &self.parts.coders {
            let name = ctx.project.coders().get(coder).map_or(coder.as_str(), |c| &c.name);
            toggle(ui, &mut self.coders, coder, &format!("{name} ({count})"));
        }
    }

    fn picks(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        field_heading(ui, ctx.theme, "Name of the new code");
        ui.add(TextEdit::singleline(&mut self.name).desired_width(300.0)).accessible_name("Name of the new code");
        hint(ui, ctx.theme, format!("{} of {} picked", self.picked.len(), counted(self.all.len(), "annotation", "annotations")));
        let height = ui.spacing().interact_size.y;
        rows(ui, ("picks", 280.0, height), self.all.len(), |ui, at| {
            let Some(annotation) = self.all.get(at).and_then(|id| ctx.project.annotations().get(id)) else { return };
            toggle(ui, &mut self.picked, &annotation.id, &words_of(annotation));
        });
    }
}

fn toggle<T: Ord + Clone>(ui: &mut Ui, chosen: &mut BTreeSet<T>, one: &T, words: &str) {
    let mut has = chosen.contains(one);
    if ui.checkbox(&mut has, words).changed() {
        if has {
            chosen.insert(one.clone());
        } else {
            chosen.remove(one);
        }
    }
}
