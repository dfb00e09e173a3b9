//! One annotation: what it is, its values, memo and links.

use egui::{FontId, Id, Rect, RichText, Sense, Ui, vec2};

use super::super::super::context::{Request, ViewContext};
use super::super::super::theme::SIZES;
use super::super::super::widgets::{draft_text, field_heading, hint, memos, paint_swatch, quiet_button, semibold, shortened};
use super::links::LinksShown;
use super::references::Drafts;
use super::{InspectorWish, attributes, links, quotation};
use crate::analysis::proposals::Proposal;
use crate::model::{Annotation, Origin, RecordId, Target};
use crate::session::Command;

/// Shows an annotation.
pub fn show(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    annotation: &Annotation,
    proposed: &[Proposal],
    drafts: &mut Drafts,
    shown: &mut LinksShown,
) -> Option<InspectorWish> {
    let wish = title(ui, ctx, annotation);
    quote(ui, ctx, annotation);
    quotation::show(ui, ctx, annotation);
    attributes::show(ui, ctx, annotation, proposed, drafts);
    ui.add_space(SIZES.gap);
    field_heading(ui, ctx.theme, "Memo");
    let id = Id::unique(("memo", &annotation.id));
    let to = annotation.id.clone();
    draft_text(ui, ctx.send, id, "Memo", &annotation.memo, 2, |text| Command::SetMemo(to, text));
    ui.add_space(SIZES.gap);
    links::show(ui, ctx, annotation, shown);
    memos(ui, ctx, Some(&RecordId::Annotation(annotation.id.clone())));
    wish
}

fn title(ui: &mut Ui, ctx: &ViewContext<'_>, annotation: &Annotation) -> Option<InspectorWish> {
    let mut wish = None;
    ui.horizontal(|ui| {
        if let Some(style) = ctx.styles.get(&annotation.code) {
            let (rect, _) = ui.allocate_exact_size(vec2(24.0, 20.0), Sense::hover());
            paint_swatch(ui.painter(), Rect::from_center_size(rect.center(), vec2(24.0, 13.0)), style);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            if quiet_button(ui, "Delete").on_hover_text("Delete the annotation").clicked() {
                ctx.send.run(Command::DeleteAnnotations(vec![annotation.id.clone()]));
            }
            let recode = quiet_button(ui, "Recode…");
            if recode.clicked() {
                wish = Some(InspectorWish::Recode(recode.rect));
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let name = RichText::new(ctx.code_name(&annotation.code)).font(semibold(SIZES.heading - 1.0)).color(ctx.theme.text);
                ui.add(egui::Label::new(name).truncate()).on_hover_text(annotation.code.as_str());
            });
        });
    });
    wish
}

fn quote(ui: &mut Ui, ctx: &ViewContext<'_>, annotation: &Annotation) {
    if annotation.is_on_text() {
        let words = RichText::new(format!("“{}”", shortened(&annotation.quote(), 280))).font(FontId::proportional(SIZES.body + 0.5));
        let label = ui.add(egui::Label::new(words.color(ctx.theme.text)).wrap().sense(Sense::click()));
        if label.on_hover_text("Show it in the text").clicked() {
            ctx.send.send(Request::JumpTo(annotation.id.clone()));
        }
    }
    let coder = ctx.project.coders().get(&annotation.coder).map_or(annotation.coder.as_str(), |c| c.name.as_str());
    hint(ui, ctx.theme, format!("{} · {coder}{}", place_words(annotation), origin_words(&annotation.origin)));
    if annotation.orphan {
        let words = "These words are not at their place in the text any more. Select the right words, then put it there";
        ui.label(RichText::new(words).color(ctx.theme.warning));
        if ui.add_enabled(ctx.has_words(), egui::Button::new("Put it at the selected words")).clicked() {
            ctx.send.run(Command::Reanchor(annotation.id.clone()));
        }
    }
}

fn place_words(annotation: &Annotation) -> String {
    match &annotation.target {
        Target::Document => "On the whole document".to_owned(),
        Target::Paragraph(_) => "On a paragraph".to_owned(),
        Target::Spans(places) if places.len() > 1 => format!("In {} parts", places.len()),
        Target::Spans(_) => {
            let letters = annotation.quote().chars().count();
            super::super::super::facts::counted(letters, "character", "characters")
        }
    }
}

fn origin_words(origin: &Origin) -> String {
    match origin {
        Origin::ByHand => String::new(),
        Origin::Rule(rule) => format!(" · by the rule {rule}"),
        Origin::Imported(file) => format!(" · from {file}"),
        Origin::Suggested(by) => format!(" · suggested by {by}"),
    }
}
