//! The editor of one attribute: name, type, words or limits, default, condition, definition.

use egui::{Button, ComboBox, Id, Ui};

use super::super::super::context::ViewContext;
use super::super::super::widgets::{draft_line, draft_text, field_heading};
use super::about::lines_of;
use super::sheet::Sheet;
use super::{Wish, kinds};
use crate::model::{Attribute, AttributeId, AttributeKind, Condition, Value};
use crate::session::{CodebookChange, Command};

/// `siblings`: the attributes that a condition can name.
pub(super) fn show(ui: &mut Ui, ctx: &ViewContext<'_>, attribute: &Attribute, siblings: &[AttributeId]) -> Option<Wish> {
    let id = |part: &str| Id::unique(("attribute", part, &attribute.id));
    field_heading(ui, ctx.theme, "Name of the attribute");
    draft_line(ui, ctx.send, id("name"), "Name of the attribute", &attribute.name, |name| set(Attribute { name, ..attribute.clone() }));
    let wish = kind(ui, ctx, attribute);
    match &attribute.kind {
        AttributeKind::Choice(words) | AttributeKind::Choices(words) => {
            field_heading(ui, ctx.theme, "Words to choose from, one a line");
            draft_text(ui, ctx.send, id("words"), "Words to choose from", &words.join("\n"), 4, |text| {
                let words = lines_of(&text);
                let kind = if matches!(attribute.kind, AttributeKind::Choice(_)) {
                    AttributeKind::Choice(words)
                } else {
                    AttributeKind::Choices(words)
                };
                set(Attribute { kind, ..attribute.clone() })
            });
        }
        AttributeKind::Number { min, max, step } => limits(ui, ctx, attribute, [*min, *max, *step]),
        AttributeKind::Text | AttributeKind::YesNo | AttributeKind::Entity | AttributeKind::Claim | AttributeKind::EntityOrClaim => {}
    }
    default(ui, ctx, attribute);
    condition(ui, ctx, attribute, siblings);
    field_heading(ui, ctx.theme, "Definition of the attribute");
    draft_text(ui, ctx.send, id("definition"), "Definition of the attribute", &attribute.definition, 2, |definition| {
        set(Attribute { definition, ..attribute.clone() })
    });
    wish
}

fn set(attribute: Attribute) -> Command {
    Command::Codebook(CodebookChange::SetAttribute(attribute))
}

/// Another type; where annotations lose values by it, that is looked at first.
fn kind(ui: &mut Ui, ctx: &ViewContext<'_>, attribute: &Attribute) -> Option<Wish> {
    field_heading(ui, ctx.theme, "Type");
    let now = kinds::place(&attribute.kind);
    let mut wanted = now;
    let combo =
        ComboBox::from_id_salt(("kind", &attribute.id)).selected_text(kinds::NAMES.get(now).copied().unwrap_or_default()).width(220.0);
    let shown = combo.show_ui(ui, |ui| {
        for (place, name) in kinds::NAMES.iter().enumerate() {
            ui.selectable_value(&mut wanted, place, *name);
        }
    });
    shown.response.accessible_name("Type of the attribute");
    if wanted == now {
        return None;
    }
    let kind = kinds::at(wanted, &attribute.kind)?;
    let change = CodebookChange::SetAttribute(Attribute { kind, ..attribute.clone() });
    Sheet::unless_harmless(ctx, format!("Change the type of {}", attribute.name), "Change", change)
}

fn limits(ui: &mut Ui, ctx: &ViewContext<'_>, attribute: &Attribute, now: [Option<f64>; 3]) {
    ui.horizontal(|ui| {
        for (place, name) in ["Smallest value", "Largest value", "Step"].into_iter().enumerate() {
            ui.vertical(|ui| {
                ui.set_max_width(110.0);
                field_heading(ui, ctx.theme, name);
                let text = now.get(place).copied().flatten().map(|n| n.to_string()).unwrap_or_default();
                draft_line(ui, ctx.send, Id::unique((name, &attribute.id)), name, &text, |text| {
                    let number = text.trim().replace(',', ".").parse::<f64>().ok().filter(|n| n.is_finite());
                    let with = |at: usize, old: Option<f64>| if at == place { number } else { old };
                    let [min, max, step] = now;
                    let kind = AttributeKind::Number { min: with(0, min), max: with(1, max), step: with(2, step) };
                    set(Attribute { kind, ..attribute.clone() })
                });
            });
        }
    });
}

fn default(ui: &mut Ui, ctx: &ViewContext<'_>, attribute: &Attribute) {
    let send = |default: Option<Value>| ctx.send.run(set(Attribute { default, ..attribute.clone() }));
    match &attribute.kind {
        AttributeKind::Choice(words) => {
            let now = attribute.default.as_ref().and_then(word_of);
            let options = words.iter().map(|w| (w.as_str(), Value::Choice(w.clone())));
            default_of(ui, ctx, now.as_deref(), options, send);
        }
        AttributeKind::YesNo => {
            let now = attribute.default.as_ref().and_then(word_of);
            default_of(ui, ctx, now.as_deref(), [("yes", Value::YesNo(true)), ("no", Value::YesNo(false))].into_iter(), send);
        }
        AttributeKind::Choices(words) => {
            let now: &[String] = if let Some(Value::Choices(words)) = &attribute.default { words } else { &[] };
            field_heading(ui, ctx.theme, "Default");
            ui.horizontal_wrapped(|ui| {
                for word in words {
                    let has = now.contains(word);
                    let button = ui.add(Button::selectable(has, word).frame_when_inactive(true));
                    if button.accessible_name(format!("Default: {word}")).clicked() {
                        let new: Vec<String> = words.iter().filter(|w| if *w == word { !has } else { now.contains(w) }).cloned().collect();
                        send((!new.is_empty()).then_some(Value::Choices(new)));
                    }
                }
            });
        }
        AttributeKind::Text | AttributeKind::Number { .. } => {
            field_heading(ui, ctx.theme, "Default");
            let now = attribute.default.as_ref().and_then(word_of).unwrap_or_default();
            draft_line(ui, ctx.send, Id::unique(("default", &attribute.id)), "Default", &now, |text| {
                let text = text.trim();
                let number = || text.replace(',', ".").parse::<f64>().ok().filter(|n| n.is_finite()).map(Value::Number);
                let value = if attribute.kind == AttributeKind::Text { Some(Value::Text(text.to_owned())) } else { number() };
                set(Attribute { default: value.filter(|_| !text.is_empty()), ..attribute.clone() })
            });
        }
        AttributeKind::Entity | AttributeKind::Claim | AttributeKind::EntityOrClaim => {}
    }
}

fn word_of(value: &Value) -> Option<String> {
    match value {
        Value::Choice(word) | Value::Text(word) => Some(word.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::YesNo(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        Value::Choices(_) | Value::References(_) => None,
    }
}

fn default_of<'a>(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    now: Option<&str>,
    options: impl Iterator<Item = (&'a str, Value)>,
    send: impl Fn(Option<Value>),
) {
    field_heading(ui, ctx.theme, "Default");
    let combo = ComboBox::from_id_salt("default").selected_text(now.unwrap_or("None")).width(220.0);
    let shown = combo.show_ui(ui, |ui| {
        if ui.selectable_label(now.is_none(), "None").clicked() {
            send(None);
        }
        for (word, value) in options {
            if ui.selectable_label(now == Some(word), word).clicked() {
                send(Some(value));
            }
        }
    });
    shown.response.accessible_name("Default");
}

fn condition(ui: &mut Ui, ctx: &ViewContext<'_>, attribute: &Attribute, siblings: &[AttributeId]) {
    field_heading(ui, ctx.theme, "Asked for only where");
    let name = |id: &AttributeId| ctx.project.attributes().get(id).map_or_else(|| id.to_string(), |a| a.name.clone());
    let now = attribute.when.as_ref();
    let send = |when: Option<Condition>| ctx.send.run(set(Attribute { when, ..attribute.clone() }));
    ui.horizontal_wrapped(|ui| {
        let shown = now.map_or_else(|| "Always".to_owned(), |c| name(&c.attribute));
        let combo = ComboBox::from_id_salt(("when", &attribute.id)).selected_text(shown).width(200.0);
        let shown = combo.show_ui(ui, |ui| {
            if ui.selectable_label(now.is_none(), "Always").clicked() && now.is_some() {
                send(None);
            }
            for other in siblings.iter().filter(|id| **id != attribute.id) {
                if ui.selectable_label(now.is_some_and(|c| c.attribute == *other), name(other)).clicked() {
                    send(Some(Condition { attribute: other.clone(), values: Vec::new() }));
                }
            }
        });
        shown.response.accessible_name("Asked for only where");
        let Some(condition) = now else { return };
        let kind = ctx.project.attributes().get(&condition.attribute).map(|a| &a.kind);
        let yes_no = ["yes".to_owned(), "no".to_owned()];
        let words = match kind {
            Some(AttributeKind::YesNo) => &yes_no[..],
            Some(kind) => kinds::words(kind).unwrap_or_default(),
            None => &[],
        };
        ui.label(if condition.values.is_empty() { "is set to anything" } else { "is" });
        for word in words {
            let has = condition.values.contains(word);
            let button = ui.add(Button::selectable(has, word).frame_when_inactive(true));
            if button.accessible_name(format!("Only where it is {word}")).clicked() {
                let values = words.iter().filter(|w| if *w == word { !has } else { condition.values.contains(w) }).cloned().collect();
                send(Some(Condition { attribute: condition.attribute.clone(), values }));
            }
        }
    });
}
