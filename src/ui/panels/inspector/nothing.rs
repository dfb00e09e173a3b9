//! "Looked, nothing here": what was looked through in the open document without finding anything to code.

use std::sync::Arc;

use egui::{Button, RichText, Ui, vec2};

use super::super::super::context::ViewContext;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{cross_button, hint, shortened};
use crate::model::{Document, LayerId, Mark, MarkSubject, Place};
use crate::session::Command;

/// Shows the marks on a document, and what else can be marked.
pub fn show(ui: &mut Ui, ctx: &ViewContext<'_>, document: &Document) {
    let ours = |m: &&Arc<Mark>| m.document == document.id && m.coder == *ctx.coder;
    let marks: Vec<&Mark> = ctx.project.marks().values().filter(ours).map(Arc::as_ref).collect();
    if marks.is_empty() {
        hint(ui, ctx.theme, "Not the same as not coded yet: layers and paragraphs without codes of yours can be marked as looked through");
    }
    for mark in &marks {
        line(ui, ctx, document, mark);
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        let set = |subject: &MarkSubject, layer: Option<&LayerId>| marks.iter().any(|m| m.subject == *subject && m.layer.as_ref() == layer);
        // Where something was coded, "nothing" would contradict it.
        let coded = coded_layers(ctx, document);
        for layer in ctx.project.layers_in_order() {
            if !coded.contains(&&layer.id) && !set(&MarkSubject::Document, Some(&layer.id)) {
                offer(ui, ctx, &format!("Nothing in {}", layer.name), MarkSubject::Document, Some(layer.id.clone()));
            }
        }
        if let Some((number, place)) = paragraph_at_caret(ctx, document) {
            let touching = ctx.project.annotations_touching(&document.id, place.span);
            let subject = MarkSubject::Paragraph(place);
            if !set(&subject, None) && !touching.iter().any(|a| a.coder == *ctx.coder) {
                offer(ui, ctx, &format!("Nothing in ¶{number}"), subject, None);
            }
        }
    });
}

/// Layers of which this coder has put codes on the document.
fn coded_layers<'a>(ctx: &ViewContext<'a>, document: &Document) -> Vec<&'a LayerId> {
    let codes = ctx.project.codes_in(&document.id, ctx.coder);
    codes.filter_map(|(code, _)| ctx.project.layer_of(code)).map(|layer| &layer.id).collect()
}

fn offer(ui: &mut Ui, ctx: &ViewContext<'_>, words: &str, subject: MarkSubject, layer: Option<LayerId>) {
    if ui.add(Button::new(RichText::new(words).size(SIZES.body - 1.0))).clicked() {
        ctx.send.run(Command::MarkNothing(subject, layer));
    }
}

/// The paragraph at the caret with its number on the page.
fn paragraph_at_caret(ctx: &ViewContext<'_>, document: &Document) -> Option<(usize, Place)> {
    let index = document.text.paragraph_at(ctx.selection.text?.focus)?;
    let span = *document.text.paragraphs().get(index)?;
    let quote = document.text.slice(span)?;
    Some((index + 1, Place { span, quote: quote.into() }))
}

fn line(ui: &mut Ui, ctx: &ViewContext<'_>, document: &Document, mark: &Mark) {
    let words = words_of(ctx, document, mark);
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if cross_button(ui, ctx.theme, &format!("Take back: {words}")).clicked() {
                ctx.send.run(Command::DeleteMark(mark.id.clone()));
            }
            ui.label(RichText::new(mark.created.strftime("%Y-%m-%d").to_string()).size(SIZES.small).color(ctx.theme.muted));
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                // "Looked:" tells it from the button that would set it.
                ui.add(egui::Label::new(RichText::new(format!("Looked: {words}")).color(ctx.theme.text)).truncate());
            });
        });
    });
}

/// `nothing in Framing`, `nothing in ¶3`, `nothing on the claim …`.
fn words_of(ctx: &ViewContext<'_>, document: &Document, mark: &Mark) -> String {
    let layer = mark.layer.as_ref().map(|id| ctx.project.layers().get(id).map_or(id.as_str(), |l| l.name.as_str()));
    match (&mark.subject, layer) {
        (MarkSubject::Document, None) => "nothing in the document".to_owned(),
        (MarkSubject::Document, Some(layer)) => format!("nothing in {layer}"),
        (MarkSubject::Paragraph(place), layer) => {
            let number = document.text.paragraph_at(place.span.start()).map_or(0, |n| n + 1);
            layer.map_or_else(|| format!("nothing in ¶{number}"), |layer| format!("nothing in {layer}, ¶{number}"))
        }
        (MarkSubject::Claim(id), _) => {
            let statement = ctx.project.claims().get(id).map_or(id.as_str(), |c| c.statement.as_str());
            format!("nothing on the claim {}", shortened(statement, 60))
        }
    }
}
