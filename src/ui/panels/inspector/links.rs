//! Links of an annotation: where they lead, what their ends say, and drawing a new one.

use egui::{Id, RichText, Ui};

use super::super::super::actions::{Action, key_text};
use super::super::super::context::{Request, ViewContext};
use super::super::super::widgets::{Row, cross_button, draft_hinted, hint, quiet_button, row_in, section, shortened};
use super::attributes;
use crate::analysis::difference::difference;
use crate::analysis::linkable::{types_between, value_pair};
use crate::model::{Annotation, AttributeId, Link, LinkId, LinkType, Value};
use crate::session::{Command, GestureStep, Purpose};

/// Which link is shown with all it has.
#[derive(Debug, Default)]
pub struct LinksShown {
    open: Option<LinkId>,
}

/// Shows the links of an annotation.
pub fn show(ui: &mut Ui, ctx: &ViewContext<'_>, annotation: &Annotation, shown: &mut LinksShown) {
    let links: Vec<&Link> = ctx.project.links_of(&annotation.id).map(AsRef::as_ref).collect();
    if links.is_empty() && ctx.project.link_types().is_empty() {
        return;
    }
    section(ui, ctx.theme, "Links");
    for link in links {
        ui.push_id(&link.id, |ui| show_link(ui, ctx, annotation, link, shown));
    }
    if quiet_button(ui, "Link to…").on_hover_text(key_text(ui.ctx(), Action::LinkTo)).clicked() {
        ctx.send.run(Command::Gesture(GestureStep::Link(annotation.id.clone(), Purpose::Link)));
    }
}

fn show_link(ui: &mut Ui, ctx: &ViewContext<'_>, annotation: &Annotation, link: &Link, shown: &mut LinksShown) {
    let (arrow, other) = if link.from == annotation.id { ("→", &link.to) } else { ("←", &link.from) };
    let kind = ctx.project.link_types().get(&link.kind);
    let name = kind.map_or(link.kind.as_str(), |t| t.name.as_str());
    let Some(end) = ctx.project.annotations().get(other) else { return };
    let elsewhere = if end.document == annotation.document { String::new() } else { format!(" ({})", end.document) };
    let words = format!("{arrow} {name}: {} “{}”{elsewhere}", ctx.code_name(&end.code), shortened(&end.quote(), 80));
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if cross_button(ui, ctx.theme, "Delete the link").clicked() {
                ctx.send.run(Command::DeleteLink(link.id.clone()));
            }
            let is_open = shown.open.as_ref() == Some(&link.id);
            let button = egui::Button::selectable(is_open, "…");
            if ui.add(button).accessible_name(format!("Details of {words}")).on_hover_text("Type, direction and remark").clicked() {
                shown.open = (!is_open).then(|| link.id.clone());
            }
            let response = row_in(ui, ctx.theme, 24.0, &Row { label: &words, chosen: false, enabled: true });
            let text = egui::WidgetText::from(RichText::new(&words).color(ctx.theme.text));
            let galley = text.into_galley(ui, Some(egui::TextWrapMode::Truncate), response.rect.width() - 8.0, egui::TextStyle::Body);
            let at = egui::pos2(response.rect.left() + 4.0, response.rect.center().y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, ctx.theme.text);
            if response.on_hover_text(&words).clicked() {
                ctx.send.send(Request::JumpTo(other.clone()));
            }
        });
    });
    let is_open = shown.open.as_ref() == Some(&link.id);
    if let Some(kind) = kind.filter(|kind| is_open || !kind.attributes.is_empty()) {
        ui.indent("values", |ui| values(ui, ctx, link, kind));
    }
    if is_open {
        ui.indent("details", |ui| details(ui, ctx, link));
    } else if !link.memo.is_empty() {
        ui.indent("remark", |ui| hint(ui, ctx.theme, shortened(&link.memo, 200)));
    }
}

fn values(ui: &mut Ui, ctx: &ViewContext<'_>, link: &Link, kind: &LinkType) {
    let pair = value_pair(ctx.project, kind);
    for attribute in kind.attributes.iter().filter_map(|id| ctx.project.attributes().get(id)) {
        let set = |value| Command::SetLink(with_value(link, &attribute.id, value));
        attributes::line(ui, ctx, link.id.as_str(), attribute, link.attributes.get(&attribute.id), set);
    }
    let [Some(a), Some(b), Some(by)] = pair else { return };
    let text = |id: &AttributeId| match link.attributes.get(id) {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    // Worked out and offered, but what somebody wrote stays.
    if link.attributes.contains_key(by) {
        return;
    }
    if let Some(worked_out) = difference(&text(a), &text(b))
        && quiet_button(ui, &format!("Take {worked_out} as the difference")).clicked()
    {
        ctx.send.run(Command::SetLink(with_value(link, by, Some(Value::Text(worked_out)))));
    }
}

fn with_value(link: &Link, attribute: &AttributeId, value: Option<Value>) -> Link {
    let mut link = link.clone();
    match value {
        Some(value) => drop(link.attributes.insert(attribute.clone(), value)),
        None => drop(link.attributes.remove(attribute)),
    }
    link
}

/// Type, direction and remark.
fn details(ui: &mut Ui, ctx: &ViewContext<'_>, link: &Link) {
    let annotation = |id| ctx.project.annotations().get(id);
    let (Some(from), Some(to)) = (annotation(&link.from), annotation(&link.to)) else { return };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for kind in types_between(ctx.project, from, to) {
            let is = kind.id == link.kind;
            let button = egui::Button::selectable(is, &kind.name).frame_when_inactive(true);
            if ui.add(button).accessible_name(format!("Make it '{}'", kind.name)).clicked() && !is {
                ctx.send.run(Command::SetLink(Link { kind: kind.id.clone(), ..link.clone() }));
            }
        }
        if quiet_button(ui, "Turn round").clicked() {
            ctx.send.run(Command::TurnLink(link.id.clone()));
        }
    });
    let id = Id::unique(("remark", &link.id));
    draft_hinted(ui, ctx.send, id, ("Remark on the link", "Remark"), &link.memo, |memo| Command::SetLink(Link { memo, ..link.clone() }));
}
