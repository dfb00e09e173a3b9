//! Which entities or claims an annotation names: chips, a search, and making a new one on the spot.

use std::collections::BTreeMap;

use egui::{Button, Frame, Margin, RichText, Ui};

use super::super::super::actions::{Action, key_text};
use super::super::super::context::{Request, ViewContext};
use super::super::super::theme::SIZES;
use super::super::super::widgets::{Search, cross_button, paint_key, proposals, quiet_button, reference_choices, section, shortened};
use crate::analysis::proposals::Proposal;
use crate::model::{Annotation, Attribute, AttributeId, AttributeKind, Reference, Value};
use crate::session::Command;

/// How many suggestions are shown before anything is typed.
const SUGGESTED: usize = 4;

/// Room for a key at the right, in points.
const KEY: f32 = 60.0;

/// What is being typed into the pickers of one annotation.
#[derive(Debug, Default)]
pub struct Drafts {
    queries: BTreeMap<AttributeId, Picker>,
}

#[derive(Debug, Default)]
struct Picker {
    search: Search<Reference>,
    open: bool,
}

/// Shows what one attribute names, and a picker while it names nothing or more is asked for.
pub fn show(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    annotation: &Annotation,
    attribute: &Attribute,
    proposed: &[Proposal],
    drafts: &mut Drafts,
) {
    let picker = drafts.queries.entry(attribute.id.clone()).or_default();
    let named: &[Reference] = match annotation.attributes.get(&attribute.id) {
        Some(Value::References(references)) => references,
        _ => &[],
    };
    section(ui, ctx.theme, &attribute.name).on_hover_text(&attribute.definition);
    for reference in named {
        chip(ui, ctx, annotation, attribute, named, reference);
    }
    if !named.is_empty() && !picker.open {
        if quiet_button(ui, "Add another…").clicked() {
            picker.open = true;
        }
        return;
    }
    if named.is_empty() {
        proposals(ui, ctx, proposed);
    }
    // What is proposed is not suggested a second time.
    let suggested = if named.is_empty() && attribute.kind == AttributeKind::Entity { 0 } else { SUGGESTED };
    pick(ui, ctx, annotation, attribute, named, picker, suggested);
    ui.add_space(4.0);
}

fn chip(ui: &mut Ui, ctx: &ViewContext<'_>, annotation: &Annotation, attribute: &Attribute, named: &[Reference], reference: &Reference) {
    let (name, remark) = words_of(ctx, reference);
    let frame = Frame::new().fill(ctx.theme.raised).stroke((1.0, ctx.theme.border)).corner_radius(SIZES.radius);
    frame.inner_margin(Margin::symmetric(8, 3)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if cross_button(ui, ctx.theme, &format!("Take away {}", shortened(&name, 60))).clicked() {
                    let left: Vec<Reference> = named.iter().filter(|r| *r != reference).cloned().collect();
                    let value = (!left.is_empty()).then_some(Value::References(left));
                    ctx.send.run(Command::SetAttribute(annotation.id.clone(), attribute.id.clone(), value));
                }
                if !remark.is_empty() {
                    ui.label(RichText::new(&remark).size(SIZES.small).color(ctx.theme.muted));
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let wrap = matches!(reference, Reference::Claim(_));
                    let label = egui::Label::new(RichText::new(&name).color(ctx.theme.text));
                    ui.add(if wrap { label.wrap() } else { label.truncate() }).on_hover_text(&name);
                });
            });
        });
    });
}

fn words_of(ctx: &ViewContext<'_>, reference: &Reference) -> (String, String) {
    match reference {
        Reference::Entity(id) => match ctx.project.entities().get(id) {
            Some(entity) => (entity.name.clone(), entity.kind.clone()),
            None => (id.to_string(), "missing".to_owned()),
        },
        Reference::Claim(id) => match ctx.project.claims().get(id) {
            Some(claim) => (claim.statement.clone(), String::new()),
            None => (id.to_string(), "missing".to_owned()),
        },
    }
}

fn pick(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    annotation: &Annotation,
    attribute: &Attribute,
    named: &[Reference],
    picker: &mut Picker,
    suggested: usize,
) {
    let quote = annotation.quote();
    picker.search.fill(ctx.revision, &quote, || {
        let mut choices = reference_choices(ctx, &attribute.kind, &quote);
        choices.retain(|choice| !named.contains(&choice.value));
        choices
    });
    let label = match attribute.kind {
        AttributeKind::Claim => "Find a claim…",
        AttributeKind::EntityOrClaim => "Find an entity or claim…",
        _ => "Find an entity…",
    };
    let typed = !picker.search.query.trim().is_empty();
    let most = if typed { 8 } else { suggested };
    let chosen = picker.search.show(ui, ctx.theme, label, most);
    if let Some(reference) = chosen {
        let mut all = named.to_vec();
        all.push(reference);
        ctx.send.run(Command::SetAttribute(annotation.id.clone(), attribute.id.clone(), Some(Value::References(all))));
        *picker = Picker::default();
        return;
    }
    if attribute.kind != AttributeKind::Claim && named.is_empty() {
        create_entity(ui, ctx, annotation, &quote, picker);
    }
    if attribute.kind != AttributeKind::Entity && named.is_empty() {
        new_claim(ui, ctx, annotation);
    }
    if picker.open && quiet_button(ui, "Done").clicked() {
        *picker = Picker::default();
    }
}

fn create_entity(ui: &mut Ui, ctx: &ViewContext<'_>, annotation: &Annotation, quote: &str, picker: &mut Picker) {
    let typed = picker.search.query.trim();
    let name = if typed.is_empty() { quote } else { typed };
    if name.is_empty() {
        return;
    }
    let label = format!("Create “{}”", shortened(name, 60));
    let full = ui.available_width();
    let button = Button::new(RichText::new(&label).color(ctx.theme.accent)).truncate().frame(false);
    let response = ui.scope(|ui| {
        ui.set_max_width(full - KEY);
        ui.add(button)
    });
    let key = key_text(ui.ctx(), Action::NewEntity);
    if !key.is_empty() && typed.is_empty() {
        let at = egui::pos2(ui.max_rect().right() - 8.0, response.inner.rect.center().y);
        paint_key(ui, ctx.theme, at, &key);
    }
    if response.inner.on_hover_text("A new entity of the register").clicked() {
        ctx.send.run(Command::CreateEntity { mention: Some(annotation.id.clone()), name: name.to_owned(), kind: String::new() });
        *picker = Picker::default();
    }
}

fn new_claim(ui: &mut Ui, ctx: &ViewContext<'_>, annotation: &Annotation) {
    if quiet_button(ui, "New claim…").clicked() {
        ctx.send.send(Request::NewClaim(Some(annotation.id.clone())));
    }
}
