//! The codebooks that a new project may begin with: one line each, one or several ticked.

use egui::{RichText, ScrollArea, Ui};

use super::super::context::CodebookChoice;
use super::super::facts::counted;
use super::super::theme::{SIZES, Theme};
use super::super::widgets::hint;
use crate::store::TemplateEntry;
use crate::ui::keyboard::scroll_to_keyboard;

/// Height of the list in points; it scrolls.
const HEIGHT: f32 = 236.0;

/// Shows the list and takes ticks.
pub(super) fn show(ui: &mut Ui, theme: &Theme, choices: &mut [CodebookChoice], width: f32) {
    let frame = egui::Frame::new().fill(theme.raised).stroke((1.0, theme.border)).corner_radius(SIZES.radius).inner_margin(8.0);
    frame.show(ui, |ui| {
        // What is asked of the screen may not be there: the window can be small.
        let height = HEIGHT.min((ui.ctx().content_rect().height() - 330.0).max(90.0));
        ScrollArea::vertical().id_salt("codebooks").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            ui.set_width(width - 26.0);
            for choice in choices {
                line(ui, theme, choice);
            }
            scroll_to_keyboard(ui);
        });
    });
}

/// How large a codebook is, in words.
pub(super) fn size_of(entry: &TemplateEntry) -> String {
    let layers = counted(entry.layers, "layer", "layers");
    let codes = counted(entry.codes, "code", "codes");
    match entry.attributes {
        0 => format!("{layers}, {codes}"),
        n => format!("{layers}, {codes}, {}", counted(n, "attribute", "attributes")),
    }
}

fn line(ui: &mut Ui, theme: &Theme, choice: &mut CodebookChoice) {
    let entry = &choice.entry;
    ui.horizontal(|ui| {
        let box_of = egui::Checkbox::new(&mut choice.ticked, entry.name.as_str());
        ui.add_enabled(entry.fault.is_none(), box_of);
        let size = size_of(entry);
        let size = if entry.file.is_some() { format!("{size} · your own") } else { size };
        ui.label(RichText::new(size).color(theme.muted).size(SIZES.small));
    });
    ui.indent(("codebook", &entry.id), |ui| {
        ui.visuals_mut().indent_has_left_vline = false;
        if let Some(fault) = &entry.fault {
            ui.add(egui::Label::new(RichText::new(fault).color(theme.error).size(SIZES.small)).wrap());
        }
        if !entry.purpose.is_empty() {
            hint(ui, theme, &entry.purpose);
        }
        if !entry.source.is_empty() {
            let paper = format!("After {}", entry.source);
            ui.add(egui::Label::new(RichText::new(paper).color(theme.muted).italics().size(SIZES.small)).wrap());
        }
    });
    ui.add_space(SIZES.gap);
}
