//! The quotation an annotation belongs to: the chain of voices from outside in, and its parts, each to jump to and to change.

use egui::{Button, RichText, Ui};

use super::super::super::context::{Request, ViewContext};
use super::super::super::theme::SIZES;
use super::super::super::widgets::{cross_button, quiet_button, section, shortened};
use crate::analysis::quotation_chain::QuotationRoles;
use crate::model::{Annotation, AttributeKind, Link, LinkId, Value};
use crate::session::plan::quotations::PartName;
use crate::session::{Command, GestureStep, Purpose};

/// Quotations of one source that are shown; the others are found by its links.
const MOST: usize = 8;

/// Shows every quotation that an annotation is a part of.
pub fn show(ui: &mut Ui, ctx: &ViewContext<'_>, annotation: &Annotation) {
    let Some(roles) = QuotationRoles::of(ctx.project) else { return };
    for content in roles.contents_of(ctx.project, annotation).into_iter().take(MOST) {
        ui.push_id(("quotation", &content.id), |ui| one(ui, ctx, &roles, annotation, content));
    }
}

fn one(ui: &mut Ui, ctx: &ViewContext<'_>, roles: &QuotationRoles, annotation: &Annotation, content: &Annotation) {
    section(ui, ctx.theme, "Quotation");
    chain(ui, ctx, roles, content);
    kind(ui, ctx, roles, content);
    parts(ui, ctx, roles, content, PartName::Source);
    parts(ui, ctx, roles, content, PartName::Cue);
    if content.id != annotation.id {
        row(ui, ctx, "content", content, |_| {});
    }
    nesting(ui, ctx, roles, content);
    ui.add_space(SIZES.gap);
}

/// `document › KCNA › Kim Jong Un`; each voice leads to its content.
fn chain(ui: &mut Ui, ctx: &ViewContext<'_>, roles: &QuotationRoles, content: &Annotation) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(RichText::new("document").color(ctx.theme.muted));
        for voice in roles.chain(ctx.project, content) {
            let name = roles.speaker(ctx.project, &voice.id).unwrap_or_else(|| "someone".to_owned());
            ui.label(RichText::new("›").color(ctx.theme.muted));
            let is_this = voice.id == content.id;
            let words = RichText::new(shortened(&name, 40)).color(if is_this { ctx.theme.text } else { ui.visuals().hyperlink_color });
            let button = ui.add(Button::new(if is_this { words.strong() } else { words }).frame(false));
            let button = button.accessible_name(format!("Content of {name}")).on_hover_text(shortened(&voice.quote(), 200));
            if button.clicked() {
                ctx.send.send(Request::JumpTo(voice.id.clone()));
            }
        }
    });
}

fn kind(ui: &mut Ui, ctx: &ViewContext<'_>, roles: &QuotationRoles, content: &Annotation) {
    let Some(attribute) = roles.kind.as_ref().and_then(|id| ctx.project.attributes().get(id)) else { return };
    let AttributeKind::Choice(words) = &attribute.kind else { return };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for word in words {
            let is = content.attributes.get(&attribute.id) == Some(&Value::Choice(word.clone()));
            let button = ui.add(Button::selectable(is, word).frame_when_inactive(true));
            if button.accessible_name(format!("Quoted {word}")).clicked() && !is {
                ctx.send.run(Command::SetAttribute(content.id.clone(), attribute.id.clone(), Some(Value::Choice(word.clone()))));
            }
        }
    });
}

fn parts(ui: &mut Ui, ctx: &ViewContext<'_>, roles: &QuotationRoles, content: &Annotation, name: PartName) {
    let kind = if name == PartName::Source { &roles.source.link } else { &roles.cue.link };
    let found = roles.parts(ctx.project, &content.id, kind);
    let step = |instead_of: Option<LinkId>| Command::Gesture(GestureStep::Part { content: content.id.clone(), name, instead_of });
    for (link, part) in &found {
        row(ui, ctx, name.word(), part, |ui| {
            if cross_button(ui, ctx.theme, &format!("Take the {} out of the quotation", name.word())).clicked() {
                ctx.send.run(Command::DeleteLink(link.id.clone()));
            }
            let change = quiet_button(ui, "Change…").accessible_name(format!("Change the {}…", name.word()));
            if change.on_hover_text("Select other words, then Enter").clicked() {
                ctx.send.run(step(Some(link.id.clone())));
            }
        });
    }
    let words = if found.is_empty() { format!("Add the {}…", name.word()) } else { format!("Add another {}…", name.word()) };
    if quiet_button(ui, &words).clicked() {
        ctx.send.run(step(None));
    }
}

fn nesting(ui: &mut Ui, ctx: &ViewContext<'_>, roles: &QuotationRoles, content: &Annotation) {
    let around: Option<(&Link, &Annotation)> = roles.around_of(ctx.project, &content.id);
    if let Some((_, outer)) = around {
        row(ui, ctx, "nested in", outer, |ui| {
            if cross_button(ui, ctx.theme, "Take it out of the other quotation").clicked() {
                ctx.send.run(Command::Nest(content.id.clone(), None));
            }
        });
    }
    if quiet_button(ui, "Nest in another quotation…").clicked() {
        ctx.send.run(Command::Gesture(GestureStep::Link(content.id.clone(), Purpose::Nest)));
    }
}

/// `source: “KCNA”` with what can be done with it at the right; the words lead there.
fn row(ui: &mut Ui, ctx: &ViewContext<'_>, name: &str, part: &Annotation, buttons: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            buttons(ui);
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.label(RichText::new(name).color(ctx.theme.muted));
                let words = RichText::new(format!("“{}”", shortened(&part.quote(), 90))).color(ctx.theme.text);
                let button = ui.add(Button::new(words).frame(false).truncate());
                if button.accessible_name(format!("Go to the {name} “{}”", shortened(&part.quote(), 60))).clicked() {
                    ctx.send.send(Request::JumpTo(part.id.clone()));
                }
            });
        });
    });
}
