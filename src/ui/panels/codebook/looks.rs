//! Colour and key of a code.

use egui::{Button, Color32, Id, RichText, Sense, Ui, WidgetInfo, vec2};

use super::super::super::context::ViewContext;
use super::super::super::theme::code_color;
use super::super::super::widgets::{draft_line, field_heading};
use crate::model::Code;
use crate::session::Command;

/// Degrees between two swatches.
const STEP: usize = 30;

pub(super) fn show(ui: &mut Ui, ctx: &ViewContext<'_>, code: &Code) {
    field_heading(ui, ctx.theme, "Colour");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        if ui.add(Button::selectable(code.hue.is_none(), "Automatic").frame_when_inactive(true)).clicked() && code.hue.is_some() {
            ctx.send.run(Command::SetCode(Code { hue: None, ..code.clone() }));
        }
        for hue in (0..360_u16).step_by(STEP) {
            swatch(ui, ctx, code, hue);
        }
    });
    key(ui, ctx, code);
}

fn swatch(ui: &mut Ui, ctx: &ViewContext<'_>, code: &Code, hue: u16) {
    let chosen = code.hue == Some(hue);
    let colours = code_color(ctx.theme, 0, 0, Some(hue));
    let (rect, response) = ui.allocate_exact_size(vec2(26.0, 26.0), Sense::click());
    let name = format!("Colour {hue}°");
    response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, chosen, &name));
    let inner = rect.shrink(4.0);
    ui.painter().rect(inner, 3.0, colours.fill, (1.5, colours.line), egui::StrokeKind::Inside);
    let ring = if response.has_focus() {
        ctx.theme.focus
    } else if chosen {
        ctx.theme.text
    } else {
        Color32::TRANSPARENT
    };
    ui.painter().rect_stroke(rect.shrink(1.0), 4.0, (1.5, ring), egui::StrokeKind::Inside);
    if response.on_hover_text(&name).clicked() {
        ctx.send.run(Command::SetCode(Code { hue: Some(hue), ..code.clone() }));
    }
}

fn key(ui: &mut Ui, ctx: &ViewContext<'_>, code: &Code) {
    field_heading(ui, ctx.theme, "Key that puts the code on selected words");
    let id = Id::unique(("code", "key", &code.id));
    let now = code.key.map(String::from).unwrap_or_default();
    let first = |text: &str| text.trim().chars().next();
    ui.horizontal(|ui| {
        ui.scope(|ui| {
            ui.set_max_width(64.0);
            draft_line(ui, ctx.send, id, "Key", &now, |text| Command::SetCode(Code { key: first(&text), ..code.clone() }));
        });
        // Only while another key is typed: looking through all codes is not for every frame.
        let Some(typed) = ctx.send.draft_of(id).map(|text| first(&text)) else { return };
        let owner = |c: &&std::sync::Arc<Code>| c.key == typed && c.id != code.id && !c.retired;
        if let Some(other) = ctx.project.codes().values().find(owner).filter(|_| typed.is_some() && !code.retired) {
            ui.label(RichText::new(format!("This key belongs to {} already", other.name)).color(ctx.theme.warning));
        }
    });
}
