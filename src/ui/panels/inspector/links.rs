//! Links of an annotation: where they lead, and drawing a new one.

use egui::{RichText, Ui};

use super::super::super::context::{Request, ViewContext};
use super::super::super::facts::title_of;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{Choice, Row, Search, cross_button, hint, quiet_button, row_in, section, shortened};
use crate::model::{Annotation, AnnotationId, Link, LinkType, LinkTypeId};
use crate::session::Command;

/// A link being drawn.
#[derive(Debug, Default)]
pub struct LinkDraft {
    open: bool,
    kind: Option<LinkTypeId>,
    search: Search<AnnotationId>,
}

/// Shows the links of an annotation.
pub fn show(ui: &mut Ui, ctx: &ViewContext<'_>, annotation: &Annotation, draft: &mut LinkDraft) {
    let links: Vec<&Link> = ctx.project.links_of(&annotation.id).map(AsRef::as_ref).collect();
    if links.is_empty() && ctx.project.link_types().is_empty() {
        return;
    }
    section(ui, ctx.theme, "Links");
    for link in links {
        show_link(ui, ctx, annotation, link);
    }
    if draft.open {
        show_draft(ui, ctx, annotation, draft);
    } else if quiet_button(ui, "Link to…").clicked() {
        draft.open = true;
    }
}

fn show_link(ui: &mut Ui, ctx: &ViewContext<'_>, annotation: &Annotation, link: &Link) {
    let (arrow, other) = if link.from == annotation.id { ("→", &link.to) } else { ("←", &link.from) };
    let name = ctx.project.link_types().get(&link.kind).map_or(link.kind.as_str(), |t| t.name.as_str());
    let Some(end) = ctx.project.annotations().get(other) else { return };
    let elsewhere = if end.document == annotation.document { String::new() } else { format!(" ({})", end.document) };
    let words = format!("{arrow} {name}: {} “{}”{elsewhere}", ctx.code_name(&end.code), shortened(&end.quote(), 80));
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if cross_button(ui, ctx.theme, "Delete the link").clicked() {
                ctx.send.run(Command::DeleteLink(link.id.clone()));
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
}

/// Types that may start at this annotation.
fn usable<'a>(ctx: &ViewContext<'a>, annotation: &Annotation) -> Vec<&'a LinkType> {
    let all = ctx.project.link_types().values().map(AsRef::as_ref);
    let mut types: Vec<&LinkType> = all.filter(|t: &&LinkType| t.from.is_empty() || t.from.contains(&annotation.code)).collect();
    types.sort_by_key(|t| (t.rank, t.id.clone()));
    types
}

fn show_draft(ui: &mut Ui, ctx: &ViewContext<'_>, annotation: &Annotation, draft: &mut LinkDraft) {
    let types = usable(ctx, annotation);
    if types.is_empty() {
        hint(ui, ctx.theme, format!("The codebook has no links that start at {}", ctx.code_name(&annotation.code)));
    }
    let chosen = draft.kind.as_ref().and_then(|id| types.iter().find(|t| t.id == *id)).or(types.first()).copied();
    ui.horizontal_wrapped(|ui| {
        for kind in &types {
            let is = chosen.is_some_and(|c| c.id == kind.id);
            let button = egui::Button::selectable(is, &kind.name).frame_when_inactive(true);
            if ui.add(button).on_hover_text(&kind.definition).clicked() {
                draft.kind = Some(kind.id.clone());
            }
        }
    });
    if let Some(kind) = chosen {
        draft.search.fill(ctx.revision, kind.id.as_str(), || ends(ctx, annotation, kind));
        if let Some(to) = draft.search.show(ui, ctx.theme, "Find the other annotation…", 8) {
            ctx.send.run(Command::Link { kind: kind.id.clone(), from: annotation.id.clone(), to });
            *draft = LinkDraft::default();
            return;
        }
        if draft.search.is_empty() {
            ui.label(RichText::new("No annotation can be the other end").size(SIZES.small).color(ctx.theme.muted));
        }
    }
    if quiet_button(ui, "Cancel").clicked() {
        *draft = LinkDraft::default();
    }
}

/// Annotations a link may lead to: those of this document first, in order of their distance.
fn ends(ctx: &ViewContext<'_>, annotation: &Annotation, kind: &LinkType) -> Vec<Choice<AnnotationId>> {
    let fits = |a: &&Annotation| a.id != annotation.id && a.coder == *ctx.coder && (kind.to.is_empty() || kind.to.contains(&a.code));
    let mut found: Vec<&Annotation> = ctx.project.annotations().values().map(AsRef::as_ref).filter(fits).collect();
    let distance = |a: &Annotation| (a.document != annotation.document, a.start().abs_diff(annotation.start()));
    found.sort_by_key(|a| (distance(a), a.id.clone()));
    let choice = |a: &Annotation| {
        let quote = if a.is_on_text() { shortened(&a.quote(), 90) } else { "(whole document)".to_owned() };
        let document = ctx.project.documents().get(&a.document).map(|d| title_of(d)).unwrap_or_default();
        let remark = if a.document == annotation.document { String::new() } else { shortened(&document, 18) };
        let code = ctx.code_name(&a.code);
        Choice { value: a.id.clone(), name: format!("{code}: {quote}"), remark, also: String::new(), likely: true }
    };
    found.into_iter().map(choice).collect()
}
