//! Values that all annotations get.

use egui::{ComboBox, TextEdit, Ui};

use super::super::super::context::ViewContext;
use super::super::super::widgets::field_heading;
use super::Bulk;
use crate::model::{Attribute, AttributeKind, Value};

impl Bulk {
    pub(super) fn show_values(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let Some(code) = &self.draft.code else { return };
        for attribute in ctx.project.attributes_of(code) {
            let before = self.draft.attributes.get(&attribute.id);
            let after = editor(ui, ctx, attribute, before);
            if after.as_ref() != before {
                match after {
                    Some(value) => drop(self.draft.attributes.insert(attribute.id.clone(), value)),
                    None => drop(self.draft.attributes.remove(&attribute.id)),
                }
            }
        }
    }
}

/// The editor of one value; entities have a field of their own, claims and numbers are set one by one.
fn editor(ui: &mut Ui, ctx: &ViewContext<'_>, attribute: &Attribute, value: Option<&Value>) -> Option<Value> {
    let name = &attribute.name;
    match &attribute.kind {
        AttributeKind::Choice(words) => {
            field_heading(ui, ctx.theme, name);
            let now = words.iter().position(|word| matches!(value, Some(Value::Choice(chosen)) if chosen == word));
            choice(ui, attribute, words, now).and_then(|at| words.get(at)).cloned().map(Value::Choice)
        }
        AttributeKind::YesNo => {
            field_heading(ui, ctx.theme, name);
            let now = match value {
                Some(Value::YesNo(yes)) => Some(usize::from(!yes)),
                _ => None,
            };
            choice(ui, attribute, &["yes".to_owned(), "no".to_owned()], now).map(|at| Value::YesNo(at == 0))
        }
        AttributeKind::Text => {
            field_heading(ui, ctx.theme, name);
            let mut text = match value {
                Some(Value::Text(text)) => text.clone(),
                _ => String::new(),
            };
            ui.add(TextEdit::singleline(&mut text).desired_width(ui.available_width())).accessible_name(format!("{name} for all"));
            (!text.is_empty()).then_some(Value::Text(text))
        }
        AttributeKind::Choices(words) => {
            field_heading(ui, ctx.theme, name);
            let chosen = |word: &String| matches!(value, Some(Value::Choices(all)) if all.contains(word));
            let mut all = Vec::new();
            ui.horizontal_wrapped(|ui| {
                for word in words {
                    let on = chosen(word);
                    if ui.selectable_label(on, word).clicked() != on {
                        all.push(word.clone());
                    }
                }
            });
            (!all.is_empty()).then_some(Value::Choices(all))
        }
        _ => value.cloned(),
    }
}

fn choice(ui: &mut Ui, attribute: &Attribute, words: &[String], now: Option<usize>) -> Option<usize> {
    let mut chosen = now;
    let shown = now.and_then(|at| words.get(at)).map_or("–", String::as_str);
    let combo = ComboBox::from_id_salt(("for all", &attribute.id)).selected_text(shown).width(ui.available_width()).truncate();
    let response = combo.show_ui(ui, |ui| {
        ui.selectable_value(&mut chosen, None, "– not set");
        for (at, word) in words.iter().enumerate() {
            ui.selectable_value(&mut chosen, Some(at), word);
        }
    });
    response.response.accessible_name(format!("{} for all", attribute.name));
    chosen
}
