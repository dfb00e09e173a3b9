//! What can be done with all chosen annotations at once; each of it is one step.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::{ComboBox, RichText, ScrollArea, TextEdit, Ui};

use super::super::super::context::{Request, ViewContext};
use super::super::super::facts::counted;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{Choice, Search, field_heading, hint, quiet_button, reference_choices, section};
use crate::model::{Annotation, AnnotationId, Attribute, AttributeId, AttributeKind, CodeId, Reference, Value};
use crate::session::Command;
use crate::session::plan::several::goes_along;
use crate::ui::keyboard::entered;

/// What stands in a field whose values differ.
const MIXED: &str = "mixed";
/// A number with at most this many values is chosen from a list.
const FEW: f64 = 20.0;

/// What the chosen annotations have in an attribute.
#[derive(Debug, Clone, PartialEq)]
enum Common {
    /// All the same; `None`: none of them has a value.
    Same(Option<Value>),
    /// Not all the same.
    Mixed,
}

/// What it remembers between frames.
#[derive(Debug, Default)]
pub(super) struct Several {
    key: Option<(u64, BTreeSet<AnnotationId>)>,
    ids: Vec<AnnotationId>,
    attributes: Vec<(Arc<Attribute>, Common)>,
    drafts: BTreeMap<AttributeId, String>,
    references: BTreeMap<AttributeId, Search<Reference>>,
    codes: Search<CodeId>,
    /// What goes along, while it is asked whether to delete.
    deleting: Option<String>,
    wants_delete: bool,
}

impl Several {
    /// Asks whether what is chosen is to be deleted.
    pub(super) fn ask_to_delete(&mut self) {
        self.wants_delete = true;
    }

    /// Works out what the chosen ones have in common when something changed.
    fn update(&mut self, ctx: &ViewContext<'_>, chosen: &BTreeSet<AnnotationId>) {
        let same = self.key.as_ref().is_some_and(|(revision, ids)| *revision == ctx.revision && ids == chosen);
        if same {
            return;
        }
        self.key = Some((ctx.revision, chosen.clone()));
        let annotations: Vec<&Arc<Annotation>> = chosen.iter().filter_map(|id| ctx.project.annotations().get(id)).collect();
        self.ids = annotations.iter().map(|a| a.id.clone()).collect();
        let codes: BTreeSet<&CodeId> = annotations.iter().map(|a| &a.code).collect();
        let mut of_codes = codes.into_iter().map(|code| ctx.project.attributes_of(code));
        let mut common: Vec<Arc<Attribute>> = of_codes.next().unwrap_or_default().into_iter().cloned().collect();
        of_codes.for_each(|others| common.retain(|attribute| others.contains(&attribute)));
        self.attributes = common.into_iter().map(|attribute| (Arc::clone(&attribute), in_common(&annotations, &attribute.id))).collect();
        self.drafts.clear();
        self.references.clear();
        self.deleting = None;
    }

    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, chosen: &BTreeSet<AnnotationId>) {
        self.update(ctx, chosen);
        if self.ids.is_empty() {
            self.wants_delete = false;
            hint(ui, ctx.theme, "Choose annotations in the list: Ctrl or Shift for several, Ctrl+A for all");
            return;
        }
        section(ui, ctx.theme, &counted(self.ids.len(), "annotation", "annotations"));
        ScrollArea::vertical().id_salt("several").auto_shrink(false).show(ui, |ui| {
            ui.set_width(ui.available_width() - 10.0);
            if let [only] = self.ids.as_slice()
                && quiet_button(ui, "Show in the text").clicked()
            {
                ctx.send.send(Request::JumpTo(only.clone()));
            }
            if self.attributes.is_empty() {
                hint(ui, ctx.theme, "Their codes have no attribute in common");
            }
            for (attribute, common) in std::mem::take(&mut self.attributes) {
                self.attribute(ui, ctx, &attribute, &common);
                self.attributes.push((attribute, common));
            }
            ui.add_space(SIZES.group_gap);
            self.recode(ui, ctx);
            ui.add_space(SIZES.group_gap);
            self.delete(ui, ctx);
        });
    }

    fn attribute(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, attribute: &Attribute, common: &Common) {
        field_heading(ui, ctx.theme, &attribute.name);
        let (ids, id) = (&self.ids, &attribute.id);
        let set = |value: Option<Value>| ctx.send.run(Command::SetAttributes(ids.clone(), id.clone(), value));
        match &attribute.kind {
            AttributeKind::Choice(words) => {
                let values = words.iter().map(|word| (word.clone(), Value::Choice(word.clone()))).collect();
                choice(ui, attribute, common, values, set);
            }
            AttributeKind::YesNo => {
                let values = vec![("yes".to_owned(), Value::YesNo(true)), ("no".to_owned(), Value::YesNo(false))];
                choice(ui, attribute, common, values, set);
            }
            AttributeKind::Number { min: Some(min), max: Some(max), step }
                if (max - min) / step.unwrap_or(1.0).max(f64::EPSILON) <= FEW =>
            {
                let step = step.unwrap_or(1.0).max(f64::EPSILON);
                let steps = ((max - min) / step).round() as u32;
                let number = |n| min + f64::from(n) * step;
                let values = (0..=steps).map(|n| (number(n).to_string(), Value::Number(number(n)))).collect();
                choice(ui, attribute, common, values, set);
            }
            AttributeKind::Choices(words) => choices(ui, attribute, words, common, set),
            AttributeKind::Text | AttributeKind::Number { .. } => {
                let draft = self.drafts.entry(id.clone()).or_insert_with(|| shown(common));
                written(ui, attribute, draft, common, set);
            }
            AttributeKind::Entity | AttributeKind::Claim | AttributeKind::EntityOrClaim => {
                ui.label(RichText::new(self::named(ctx, common)).color(ctx.theme.muted));
                let search = self.references.entry(id.clone()).or_default();
                search.fill(ctx.revision, id.as_str(), || reference_choices(ctx, &attribute.kind, ""));
                if let Some(reference) = search.show(ui, ctx.theme, &format!("Set {} for all…", attribute.name), 6) {
                    search.query.clear();
                    set(Some(Value::References(vec![reference])));
                }
                if *common != Common::Same(None) && quiet_button(ui, "Clear").clicked() {
                    set(None);
                }
            }
        }
        ui.add_space(SIZES.gap / 2.0);
    }

    fn recode(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        field_heading(ui, ctx.theme, "Code");
        self.codes.fill(ctx.revision, "codes", || {
            let live = ctx.project.codes().values().filter(|c| !c.retired);
            let choice = |c: &Arc<crate::model::Code>| Choice {
                value: c.id.clone(),
                name: c.name.clone(),
                remark: c.id.to_string(),
                also: c.id.to_string(),
                likely: false,
            };
            live.map(choice).collect()
        });
        if let Some(code) = self.codes.show(ui, ctx.theme, "Another code for all…", 8) {
            self.codes.query.clear();
            ctx.send.run(Command::RecodeAll(self.ids.clone(), code));
        }
    }

    fn delete(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let count = counted(self.ids.len(), "annotation", "annotations");
        let Some(along) = &self.deleting else {
            let asked = std::mem::take(&mut self.wants_delete);
            if quiet_button(ui, &format!("Delete {count}…")).clicked() || asked {
                self.deleting = Some(goes_along(ctx.project, &self.ids));
            }
            return;
        };
        let words = if along.is_empty() { "Nothing else goes along".to_owned() } else { format!("In all these go: {along}") };
        hint(ui, ctx.theme, format!("{words}. Undo brings everything back"));
        ui.horizontal(|ui| {
            if ui.button(format!("Delete {count}")).clicked() {
                ctx.send.run(Command::DeleteAnnotations(self.ids.clone()));
                self.deleting = None;
            } else if ui.button("Keep").clicked() {
                self.deleting = None;
            }
        });
    }
}

fn in_common(annotations: &[&Arc<Annotation>], attribute: &AttributeId) -> Common {
    let mut values = annotations.iter().map(|a| a.attributes.get(attribute));
    let first = values.next().flatten();
    if values.all(|value| value == first) { Common::Same(first.cloned()) } else { Common::Mixed }
}

/// A value in words; what differs is empty, because it is to be written anew.
fn shown(common: &Common) -> String {
    match common {
        Common::Same(Some(Value::Choice(word) | Value::Text(word))) => word.clone(),
        Common::Same(Some(Value::Number(number))) => number.to_string(),
        Common::Same(Some(Value::YesNo(yes))) => (if *yes { "yes" } else { "no" }).to_owned(),
        Common::Same(_) | Common::Mixed => String::new(),
    }
}

fn named(ctx: &ViewContext<'_>, common: &Common) -> String {
    let Common::Same(value) = common else { return MIXED.to_owned() };
    let Some(Value::References(references)) = value else { return "– not set".to_owned() };
    let name = |reference: &Reference| match reference {
        Reference::Entity(id) => ctx.project.entities().get(id).map_or_else(|| id.to_string(), |e| e.name.clone()),
        Reference::Claim(id) => ctx.project.claims().get(id).map_or_else(|| id.to_string(), |c| c.statement.clone()),
    };
    references.iter().map(name).collect::<Vec<_>>().join("; ")
}

fn choice(ui: &mut Ui, attribute: &Attribute, common: &Common, values: Vec<(String, Value)>, set: impl Fn(Option<Value>)) {
    let words = match common {
        Common::Mixed => MIXED.to_owned(),
        Common::Same(None) => "–".to_owned(),
        Common::Same(Some(_)) => shown(common),
    };
    let combo = ComboBox::from_id_salt(("several", &attribute.id)).selected_text(words).width(ui.available_width()).height(360.0);
    let response = combo.show_ui(ui, |ui| {
        let none = Common::Same(None);
        if ui.selectable_label(*common == none, "– not set").clicked() && *common != none {
            set(None);
        }
        for (word, value) in values {
            let this = Common::Same(Some(value.clone()));
            if ui.selectable_label(*common == this, word).clicked() && *common != this {
                set(Some(value));
            }
        }
    });
    response.response.accessible_name(format!("{} for all", attribute.name));
}

fn choices(ui: &mut Ui, attribute: &Attribute, words: &[String], common: &Common, set: impl Fn(Option<Value>)) {
    let chosen: &[String] = match common {
        Common::Same(Some(Value::Choices(words))) => words,
        Common::Same(_) | Common::Mixed => &[],
    };
    if *common == Common::Mixed {
        ui.label(MIXED);
    }
    ui.horizontal_wrapped(|ui| {
        for word in words {
            let has = chosen.contains(word);
            let chip = ui.add(egui::Button::selectable(has, word).frame_when_inactive(true));
            if chip.accessible_name(format!("{} for all: {word}", attribute.name)).clicked() {
                let wanted = |w: &&String| if *w == word { !has } else { chosen.contains(w) };
                let new: Vec<String> = words.iter().filter(wanted).cloned().collect();
                set((!new.is_empty()).then_some(Value::Choices(new)));
            }
        }
    });
}

/// A text or a number that is written and then set for all.
fn written(ui: &mut Ui, attribute: &Attribute, draft: &mut String, common: &Common, set: impl Fn(Option<Value>)) {
    ui.horizontal(|ui| {
        let remark = if *common == Common::Mixed { MIXED } else { "– not set" };
        let field = ui.add(TextEdit::singleline(draft).hint_text(remark).desired_width(ui.available_width() - 90.0));
        let field = field.accessible_name(format!("{} for all", attribute.name));
        let value = match (&attribute.kind, draft.trim()) {
            (_, "") => Some(None),
            (AttributeKind::Number { min, max, .. }, text) => {
                let fits = |n: &f64| n.is_finite() && min.is_none_or(|min| *n >= min) && max.is_none_or(|max| *n <= max);
                text.replace('−', "-").parse().ok().filter(fits).map(|n| Some(Value::Number(n)))
            }
            (_, text) => Some(Some(Value::Text(text.to_owned()))),
        };
        let entered = entered(ui, &field);
        let button =
            ui.add_enabled(value.is_some(), egui::Button::new("Set all")).accessible_name(format!("Set {} for all", attribute.name));
        if let Some(value) = value.filter(|_| button.clicked() || entered) {
            set(value);
        }
    });
}
