//! What lies under the pointer: the cursor's shape, the lit annotation, its tooltip.

use std::fmt::Write as _;

use egui::{CursorIcon, Pos2, Response, RichText, Vec2, vec2};
use parley::Affinity;

use super::hidden::HiddenMark;
use super::paint_arcs::words_of;
use super::sheet::Sheet;
use super::{TextView, Turn};
use crate::model::{Annotation, Project, Reference, Value};

/// Width of a tooltip in points.
const TOOLTIP_WIDTH: f32 = 340.0;
/// How far from its pole the flag of an invisible character is felt, in points.
const FLAG: Vec2 = vec2(6.0, 4.0);

impl TextView {
    /// Finds what is under the pointer and shows its tooltip.
    pub(super) fn hover(&self, response: &Response, sheet: &Sheet, turn: &mut Turn<'_>) {
        let Some(pos) = response.hover_pos() else { return };
        let in_column = turn.geometry.left - 8.0 <= pos.x && pos.x <= turn.geometry.right() + 8.0;
        let icon = match () {
            () if self.is_on_handle(pos, sheet, turn) => CursorIcon::ResizeHorizontal,
            () if in_column => CursorIcon::Text,
            () => CursorIcon::Default,
        };
        response.ctx.set_cursor_icon(icon);
        if self.is_dragging() {
            return;
        }
        if let Some(words) = self.oddity_at(pos, sheet, turn) {
            response.clone().on_hover_text_at_pointer(words);
            return;
        }
        if let Some(arc) = self.arc_at(pos) {
            response.ctx.set_cursor_icon(CursorIcon::PointingHand);
            turn.hovered_link = Some(arc.link.clone());
            if let Some([name, from, to]) = words_of(turn, &arc.link) {
                response.clone().on_hover_ui_at_pointer(|ui| {
                    ui.set_max_width(TOOLTIP_WIDTH);
                    ui.label(RichText::new(name).strong());
                    ui.label(from);
                    ui.label(format!("→ {to}"));
                });
            }
            return;
        }
        turn.hovered = self.marks_at(sheet, turn, pos).first().map(|m| m.annotation.id.clone()).or_else(|| self.bracket_at(pos));
        let project = turn.cx.project;
        let Some(annotation) = turn.hovered.as_ref().and_then(|id| project.annotations().get(id)) else { return };
        let style = self.styles.get_or_neutral(&annotation.code);
        response.clone().on_hover_ui_at_pointer(|ui| {
            ui.set_max_width(TOOLTIP_WIDTH);
            // Rows of plain text, not of buttons.
            ui.spacing_mut().interact_size.y = 0.0;
            ui.spacing_mut().item_spacing.y = 3.0;
            if let Some(style) = &style {
                ui.label(RichText::new(&style.name).strong().color(style.color.text));
            }
            for (name, value) in facts(project, annotation) {
                ui.horizontal_wrapped(|ui| {
                    ui.label(RichText::new(name).weak());
                    ui.label(value);
                });
            }
        });
    }
}

impl TextView {
    /// What to say of the character under a point that has no glyph or cannot be seen.
    fn oddity_at(&self, pos: Pos2, sheet: &Sheet, turn: &Turn<'_>) -> Option<String> {
        let placed = self.placed.iter().find(|p| (p.top..=p.bottom).contains(&(pos.y - turn.geometry.rect.top())))?;
        let (block, layout) = (sheet.blocks.get(placed.block)?, sheet.made(placed.block)?);
        let local = pos - turn.geometry.origin(placed, block).to_vec2();
        if let Some(missing) = layout.missing().iter().find(|m| m.rect.contains(local)) {
            return Some(format!("U+{:04X}: no font here has this character", u32::from(missing.character)));
        }
        let near = |m: &&HiddenMark| layout.caret(m.offset, Affinity::Downstream).expand2(FLAG).contains(local);
        let hidden = layout.hidden.iter().find(near)?;
        Some(format!("U+{:04X} ({}): a character that cannot be seen", u32::from(hidden.character), hidden.name))
    }
}

/// What is known of an annotation, as name and value: coder, attributes, memo.
fn facts(project: &Project, annotation: &Annotation) -> Vec<(String, String)> {
    let coder = project.coders().get(&annotation.coder).map_or(annotation.coder.as_str(), |c| &c.name);
    let mut facts = vec![("coder".to_owned(), coder.to_owned())];
    for (id, value) in &annotation.attributes {
        let name = project.attributes().get(id).map_or(id.as_str(), |a| &a.name);
        facts.push((name.to_owned(), value_in_words(project, value)));
    }
    if !annotation.memo.is_empty() {
        facts.push(("memo".to_owned(), annotation.memo.clone()));
    }
    facts
}

fn value_in_words(project: &Project, value: &Value) -> String {
    match value {
        Value::Choice(word) | Value::Text(word) => word.clone(),
        Value::Choices(words) => words.join(", "),
        Value::Number(number) => number.to_string(),
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
        Value::References(references) => {
            let mut words = String::new();
            for reference in references {
                let name = match reference {
                    Reference::Entity(id) => project.entities().get(id).map_or(id.as_str(), |e| &e.name),
                    Reference::Claim(id) => project.claims().get(id).map_or(id.as_str(), |c| &c.statement),
                };
                let comma = if words.is_empty() { "" } else { ", " };
                // Writing to a string cannot fail.
                let _ = write!(words, "{comma}{name}");
            }
            words
        }
    }
}
