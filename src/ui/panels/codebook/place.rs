//! Where a code stands in the tree, and on what it may be put.

use egui::{Button, ComboBox, Id, Ui, vec2};

use super::super::super::context::ViewContext;
use super::super::super::widgets::field_heading;
use super::Wish;
use super::picker::Picker;
use super::sheet::Sheet;
use crate::model::{Code, Scope};
use crate::session::{CodebookChange, Command, MoveCode};

const SCOPES: [(Scope, &str); 3] = [(Scope::Span, "Words"), (Scope::Paragraph, "Paragraphs"), (Scope::Document, "Documents")];

pub(super) fn show(ui: &mut Ui, ctx: &ViewContext<'_>, code: &Code, picker: &mut Picker) -> Option<Wish> {
    let mut way = None;
    let here = MoveCode { code: code.id.clone(), layer: code.layer.clone(), parent: code.parent.clone(), before: None };
    field_heading(ui, ctx.theme, "Layer");
    let name = ctx.project.layers().get(&code.layer).map_or("", |l| l.name.as_str());
    let combo = ComboBox::from_id_salt(("layer", &code.id)).selected_text(name).width(240.0);
    let shown = combo.show_ui(ui, |ui| {
        for layer in ctx.project.layers_in_order() {
            if ui.selectable_label(layer.id == code.layer, &layer.name).clicked() && layer.id != code.layer {
                way = Some(MoveCode { layer: layer.id.clone(), parent: None, ..here.clone() });
            }
        }
    });
    shown.response.accessible_name("Layer");
    field_heading(ui, ctx.theme, "Stands under");
    ui.horizontal_top(|ui| {
        let above = code.parent.as_ref().map_or("No code", |id| ctx.code_name(id));
        let under_itself = |c: &Code| c.id == code.id || ctx.project.codes_above(c).any(|above| above.id == code.id);
        let allowed = |c: &Code| c.layer == code.layer && !under_itself(c) && code.parent.as_ref() != Some(&c.id);
        if let Some(parent) = picker.show(ui, ctx, (Id::unique(("parent", &code.id)), above, "Stands under"), allowed) {
            way = Some(MoveCode { parent: Some(parent), ..here.clone() });
        }
        if code.parent.is_some() && ui.button("Take out").on_hover_text("Let it stand under no other code").clicked() {
            way = Some(MoveCode { parent: None, ..here });
        }
    });
    scopes(ui, ctx, code);
    let change = CodebookChange::Move(way?);
    Sheet::unless_harmless(ctx, format!("Move the code {}", code.name), "Move", change)
}

fn scopes(ui: &mut Ui, ctx: &ViewContext<'_>, code: &Code) {
    field_heading(ui, ctx.theme, "Can be put on");
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        for (scope, words) in SCOPES {
            let has = code.scopes.contains(&scope);
            // The last one stays: a code that can be put on nothing is none.
            let possible = !has || code.scopes.len() > 1;
            let button = Button::selectable(has, words).frame_when_inactive(true);
            let button = ui.add_enabled(possible, button).accessible_name(format!("Can be put on {}", words.to_lowercase()));
            if button.clicked() {
                let wanted = |s: &Scope| if *s == scope { !has } else { code.scopes.contains(s) };
                let scopes = SCOPES.iter().map(|(s, _)| *s).filter(wanted).collect();
                ctx.send.run(Command::SetCode(Code { scopes, ..code.clone() }));
            }
        }
    });
}
