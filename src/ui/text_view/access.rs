//! The page for screen readers and tests: a document node, a node for each visible paragraph and each visible annotation.

use std::collections::BTreeSet;

use egui::accesskit::{Action, Role};
use egui::{Id, Rect, Response, Sense, Ui, UiBuilder};

use super::paint_arcs::words_of;
use super::sheet::Sheet;
use super::{PageEvent, TextView, Turn};
use crate::model::Annotation;
use crate::text::{Span, TextSelection};

/// So much of the selected words is told, in bytes: all of a book would be copied in every frame.
const SELECTED: usize = 4000;
/// So much of an annotation's words is in its label, in bytes.
const QUOTE: usize = 400;

impl TextView {
    /// Tells AccessKit what is on the page and does what it asks for. Costs nothing when nobody listens.
    pub(super) fn expose(&mut self, ui: &mut Ui, response: &Response, sheet: &Sheet, turn: &mut Turn<'_>) {
        let selected = turn.selected_span().and_then(|s| turn.cx.document.text.slice(s)).map_or("", |words| beginning(words, SELECTED));
        let listening = ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_role(Role::Document);
            node.set_label(format!("Reading text of {}", turn.cx.document.display_title()));
            node.set_value(selected);
            node.add_action(Action::Focus);
            node.set_bounds(bounds(response.rect));
        });
        if listening.is_none() {
            return;
        }
        let builder = UiBuilder::new().max_rect(turn.geometry.rect).accessibility_parent(response.id);
        let child = ui.new_child(builder.id_salt("page contents"));
        self.expose_paragraphs(&child, sheet, turn);
        self.expose_annotations(&child, sheet, turn);
        self.expose_arcs(&child, turn);
    }

    fn expose_paragraphs(&self, ui: &Ui, sheet: &Sheet, turn: &mut Turn<'_>) {
        for placed in &self.placed {
            let Some(block) = sheet.blocks.get(placed.block) else { continue };
            let origin = turn.geometry.origin(placed, block);
            let size = egui::vec2(turn.geometry.right() - origin.x, placed.bottom - placed.top);
            let id = turn.id.with(("paragraph", block.start));
            let rect = node(ui, turn, id, Rect::from_min_size(origin, size));
            let label = format!("Paragraph {}", block.paragraph + 1);
            ui.ctx().accesskit_node_builder(id, |node| {
                node.set_role(Role::Paragraph);
                node.set_label(label);
                node.set_value(sheet.blocks.words(block));
                node.set_bounds(bounds(rect));
            });
        }
    }

    fn expose_annotations(&self, ui: &Ui, sheet: &Sheet, turn: &mut Turn<'_>) {
        let mut told = BTreeSet::new();
        for placed in &self.placed {
            let (Some(block), Some(marks)) = (sheet.blocks.get(placed.block), sheet.marks.get(&placed.block)) else { continue };
            let origin = turn.geometry.origin(placed, block).to_vec2();
            for mark in &marks.marks {
                let Some(first) = mark.segments.first().map(|s| s.rect.translate(origin)) else { continue };
                if !turn.geometry.rect.intersects(first) || !told.insert(mark.annotation.id.clone()) {
                    continue;
                }
                let id = turn.id.with(("annotation", mark.annotation.id.as_str()));
                let rect = node(ui, turn, id, first);
                let label = label_of(&mark.style.name, turn, &mark.annotation);
                let is_selected = turn.cx.selected == Some(&mark.annotation.id);
                ui.ctx().accesskit_node_builder(id, |node| {
                    node.set_role(Role::Mark);
                    node.set_label(label);
                    node.set_selected(is_selected);
                    node.add_action(Action::Click);
                    node.set_bounds(bounds(rect));
                });
                if ui.input(|i| i.has_accesskit_action_request(id, Action::Click)) {
                    turn.events.push(PageEvent::SelectAnnotation(Some(mark.annotation.id.clone())));
                    if let Some(extent) = mark.annotation.target.extent() {
                        turn.select(TextSelection::caret(Span::start(extent)));
                    }
                }
            }
        }
    }

    fn expose_arcs(&self, ui: &Ui, turn: &mut Turn<'_>) {
        for arc in &self.brushes.arcs {
            let Some([name, from, to]) = words_of(turn, &arc.link) else { continue };
            let id = turn.id.with(("arc", arc.link.as_str()));
            let rect = node(ui, turn, id, arc.bounds());
            ui.ctx().accesskit_node_builder(id, |node| {
                node.set_role(Role::Link);
                node.set_label(format!("{name}: {from} to {to}"));
                node.add_action(Action::Click);
                node.set_bounds(bounds(rect));
            });
            if ui.input(|i| i.has_accesskit_action_request(id, Action::Click)) {
                turn.events.push(PageEvent::FollowLink(arc.far_end(arc.bounds().left_top()).clone()));
            }
        }
    }
}

/// Makes a widget that only AccessKit notices.
fn node(ui: &Ui, turn: &Turn<'_>, id: Id, rect: Rect) -> Rect {
    ui.interact(rect.intersect(turn.geometry.rect), id, Sense::hover()).rect
}

fn label_of(code: &str, turn: &Turn<'_>, annotation: &Annotation) -> String {
    let coder = turn.cx.project.coders().get(&annotation.coder).map_or(annotation.coder.as_str(), |c| &c.name);
    // An annotation may take the whole book.
    let short = annotation.target.places().iter().map(|p| p.quote.len()).sum::<usize>() <= QUOTE;
    let quote = if short {
        annotation.quote()
    } else {
        format!("{}…", annotation.target.places().first().map_or("", |p| beginning(&p.quote, QUOTE)))
    };
    format!("{code} \"{quote}\", coder {coder}")
}

/// The first bytes of some words, up to a border between characters.
fn beginning(words: &str, bytes: usize) -> &str {
    words.get(..words.floor_char_boundary(bytes)).unwrap_or(words)
}

fn bounds(rect: Rect) -> egui::accesskit::Rect {
    egui::accesskit::Rect { x0: rect.min.x.into(), y0: rect.min.y.into(), x1: rect.max.x.into(), y1: rect.max.y.into() }
}
