//! Editors of attribute values, one for each kind of attribute.

use egui::{Button, ComboBox, Id, RichText, Ui, vec2};

use super::super::super::context::ViewContext;
use super::super::super::theme::SIZES;
use super::super::super::widgets::draft_line;
use super::references::{self, Drafts};
use crate::analysis::mentions::mention_attribute;
use crate::analysis::proposals::Proposal;
use crate::model::{Annotation, Attribute, AttributeKind, Value};
use crate::session::Command;

/// Width of the names at the left.
const NAMES: f32 = 92.0;

/// Shows every attribute of an annotation's code.
pub fn show(ui: &mut Ui, ctx: &ViewContext<'_>, annotation: &Annotation, proposed: &[Proposal], drafts: &mut Drafts) {
    // What is asked for only beside another value waits for that; a value that is there is shown all the same.
    let asked = |a: &&std::sync::Arc<Attribute>| a.applies(&annotation.attributes) || annotation.attributes.contains_key(&a.id);
    let attributes = ctx.project.attributes_of(&annotation.code).into_iter().filter(asked);
    // Who or what is meant is the first question after coding, so it stands first.
    let (naming, plain): (Vec<_>, Vec<_>) =
        attributes.partition(|a| matches!(a.kind, AttributeKind::Entity | AttributeKind::Claim | AttributeKind::EntityOrClaim));
    let mention = mention_attribute(ctx.project, &annotation.code).map(|attribute| &attribute.id);
    for attribute in naming {
        let proposed = if mention == Some(&attribute.id) { proposed } else { &[] };
        references::show(ui, ctx, annotation, attribute, proposed, drafts);
    }
    for attribute in plain {
        let set = |value| Command::SetAttribute(annotation.id.clone(), attribute.id.clone(), value);
        line(ui, ctx, annotation.id.as_str(), attribute, annotation.attributes.get(&attribute.id), set);
    }
}

/// One value of an annotation or a link (`owner` is its id): the attribute's name and its editor.
pub(super) fn line(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    owner: &str,
    attribute: &Attribute,
    value: Option<&Value>,
    command: impl Fn(Option<Value>) -> Command,
) {
    ui.horizontal_top(|ui| {
        // Painted, not a label: the editor bears the name already, and a screen reader says it once.
        let name = egui::WidgetText::from(RichText::new(&attribute.name).color(ctx.theme.muted));
        let (rect, label) = ui.allocate_exact_size(vec2(NAMES, ui.spacing().interact_size.y), egui::Sense::hover());
        let galley = name.into_galley(ui, Some(egui::TextWrapMode::Truncate), NAMES, egui::TextStyle::Body);
        ui.painter().galley(egui::pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, ctx.theme.muted);
        let more = if attribute.definition.is_empty() { &attribute.name } else { &attribute.definition };
        label.on_hover_text(more);
        ui.vertical(|ui| editor(ui, ctx, owner, attribute, value, command));
    });
}

fn editor(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    owner: &str,
    attribute: &Attribute,
    value: Option<&Value>,
    command: impl Fn(Option<Value>) -> Command,
) {
    let set = |value: Option<Value>| ctx.send.run(command(value));
    match &attribute.kind {
        AttributeKind::Choice(words) => choice(ui, attribute, words, value, set),
        AttributeKind::Choices(words) => choices(ui, attribute, words, value, set),
        AttributeKind::Text => text(ui, ctx, owner, attribute, value, command),
        AttributeKind::Number { min, max, step } => number(ui, ctx, attribute, (*min, *max, *step), value, set),
        AttributeKind::YesNo => yes_no(ui, attribute, value, set),
        AttributeKind::Entity | AttributeKind::Claim | AttributeKind::EntityOrClaim => {}
    }
}

fn choice(ui: &mut Ui, attribute: &Attribute, words: &[String], value: Option<&Value>, set: impl Fn(Option<Value>)) {
    let chosen = match value {
        Some(Value::Choice(word)) => word.as_str(),
        _ => "",
    };
    let shown = if chosen.is_empty() { "–" } else { chosen };
    let combo = ComboBox::from_id_salt(&attribute.id).selected_text(shown).width(ui.available_width()).height(360.0).truncate();
    let response = combo.show_ui(ui, |ui| {
        if ui.selectable_label(chosen.is_empty(), "– not set").clicked() && !chosen.is_empty() {
            set(None);
        }
        for word in words {
            if ui.selectable_label(word == chosen, word).clicked() && word != chosen {
                set(Some(Value::Choice(word.clone())));
            }
        }
    });
    response.response.accessible_name(attribute.name.as_str());
}

fn choices(ui: &mut Ui, attribute: &Attribute, words: &[String], value: Option<&Value>, set: impl Fn(Option<Value>)) {
    let chosen: &[String] = match value {
        Some(Value::Choices(words)) => words,
        _ => &[],
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        for word in words {
            let has = chosen.contains(word);
            let chip = ui.add(Button::selectable(has, word).frame_when_inactive(true));
            if chip.accessible_name(format!("{}: {word}", attribute.name)).clicked() {
                // In the attribute's order, whatever the order of clicking.
                let wanted = |w: &&String| if *w == word { !has } else { chosen.contains(w) };
                let new: Vec<String> = words.iter().filter(wanted).cloned().collect();
                set((!new.is_empty()).then_some(Value::Choices(new)));
            }
        }
    });
}

fn text(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    owner: &str,
    attribute: &Attribute,
    value: Option<&Value>,
    command: impl Fn(Option<Value>) -> Command,
) {
    let words = match value {
        Some(Value::Text(words)) => words.as_str(),
        _ => "",
    };
    let id = Id::unique(("attribute", owner, &attribute.id));
    draft_line(ui, ctx.send, id, &attribute.name, words, |text| {
        command(Some(text.trim()).filter(|t| !t.is_empty()).map(|t| Value::Text(t.to_owned())))
    });
}

/// A few whole numbers stand side by side; others get minus, value and plus.
fn number(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    attribute: &Attribute,
    (min, max, step): (Option<f64>, Option<f64>, Option<f64>),
    value: Option<&Value>,
    set: impl Fn(Option<Value>),
) {
    let now = match value {
        Some(Value::Number(n)) => Some(*n),
        _ => None,
    };
    let step = step.filter(|s| *s > 0.0).unwrap_or(1.0);
    if let (Some(min), Some(max)) = (min, max)
        && (max - min) / step <= 8.0
    {
        segments(ui, attribute, (min, max, step), now, set);
        return;
    }
    ui.horizontal(|ui| {
        let start = now.unwrap_or_else(|| min.unwrap_or(0.0));
        let within = |n: f64| n.max(min.unwrap_or(f64::MIN)).min(max.unwrap_or(f64::MAX));
        if ui.button("−").accessible_name(format!("Less {}", attribute.name)).clicked() {
            set(Some(Value::Number(within(start - step))));
        }
        let shown = now.map_or_else(|| "–".to_owned(), |n| n.to_string());
        ui.label(RichText::new(shown).size(SIZES.body).color(ctx.theme.text));
        if ui.button("+").accessible_name(format!("More {}", attribute.name)).clicked() {
            set(Some(Value::Number(now.map_or(start, |n| within(n + step)))));
        }
        if now.is_some() && ui.button("Clear").accessible_name(format!("Clear {}", attribute.name)).clicked() {
            set(None);
        }
    });
}

fn segments(ui: &mut Ui, attribute: &Attribute, (min, max, step): (f64, f64, f64), now: Option<f64>, set: impl Fn(Option<Value>)) {
    let count = ((max - min) / step).round() as i32;
    let signed = min < 0.0;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        for place in 0..=count {
            let n = min + f64::from(place) * step;
            let words = if signed && n > 0.0 { format!("+{n}") } else { n.to_string().replace('-', "−") };
            let chosen = now.is_some_and(|v| (v - n).abs() < step / 100.0);
            let button = Button::selectable(chosen, &words).frame_when_inactive(true).min_size(vec2(30.0, 0.0));
            if ui.add(button).accessible_name(format!("{}: {words}", attribute.name)).clicked() {
                // A second click takes the value away again.
                set((!chosen).then_some(Value::Number(n)));
            }
        }
    });
}

fn yes_no(ui: &mut Ui, attribute: &Attribute, value: Option<&Value>, set: impl Fn(Option<Value>)) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        for (words, yes) in [("Yes", true), ("No", false)] {
            let chosen = value == Some(&Value::YesNo(yes));
            let button = Button::selectable(chosen, words).frame_when_inactive(true);
            if ui.add(button).accessible_name(format!("{}: {words}", attribute.name)).clicked() {
                set((!chosen).then_some(Value::YesNo(yes)));
            }
        }
    });
}
