//! The attributes of a code, a layer or a type of links: a list to add to, to order and to take from.

use egui::{CollapsingHeader, ComboBox, Id, RichText, Ui};

use super::super::super::context::ViewContext;
use super::super::super::widgets::{field_heading, shortened};
use super::sheet::Sheet;
use super::{Wish, attribute, kinds};
use crate::model::{Attribute, AttributeId, AttributeKind, Code, Extra, Layer, LinkType};
use crate::session::plan::codebook::free_attribute;
use crate::session::{Carrier, CodebookChange, Command};

/// Letters of an attribute's line; its words stand in its editor.
const TITLE: usize = 72;

pub(super) fn show(ui: &mut Ui, ctx: &ViewContext<'_>, carrier: &Carrier, list: &[AttributeId]) -> Option<Wish> {
    let mut wish = None;
    field_heading(ui, ctx.theme, "Attributes: what is asked of each annotation");
    for (at, attribute) in list.iter().enumerate().filter_map(|(at, id)| Some((at, ctx.project.attributes().get(id)?))) {
        let title = format!("{} · {}", attribute.name, kinds::in_words(&attribute.kind));
        let title = RichText::new(shortened(&title, TITLE)).color(ctx.theme.text);
        let header = CollapsingHeader::new(title).id_salt(("attribute", carrier_text(carrier), &attribute.id));
        let shown = header.show(ui, |ui| {
            ui.horizontal(|ui| {
                order_buttons(ui, ctx, carrier, list, at, &attribute.name);
                if ui.button("Remove").accessible_name(format!("Remove attribute {}", attribute.name)).clicked() {
                    let change = CodebookChange::Detach(carrier.clone(), attribute.id.clone());
                    let heading = format!("Remove the attribute {}", attribute.name);
                    wish = wish.take().or(Sheet::unless_harmless(ctx, heading, "Remove", change));
                }
            });
            wish = wish.take().or(attribute::show(ui, ctx, attribute, list));
        });
        shown.header_response.accessible_name(format!("Attribute {}", attribute.name));
    }
    add(ui, ctx, carrier, list);
    wish
}

fn carrier_text(carrier: &Carrier) -> String {
    match carrier {
        Carrier::Layer(id) => format!("layer {id}"),
        Carrier::Code(id) => format!("code {id}"),
        Carrier::LinkType(id) => format!("link type {id}"),
    }
}

fn order_buttons(ui: &mut Ui, ctx: &ViewContext<'_>, carrier: &Carrier, list: &[AttributeId], at: usize, name: &str) {
    for (words, to, verb) in [("Up", at.wrapping_sub(1), "up"), ("Down", at + 1, "down")] {
        let possible = to < list.len();
        let button = ui.add_enabled(possible, egui::Button::new(words));
        if button.accessible_name(format!("Move attribute {name} {verb}")).clicked() {
            let mut order = list.to_vec();
            order.swap(at, to);
            ordered(ctx, carrier, order);
        }
    }
}

fn ordered(ctx: &ViewContext<'_>, carrier: &Carrier, attributes: Vec<AttributeId>) {
    let project = ctx.project;
    let command = match carrier {
        Carrier::Layer(id) => project.layers().get(id).map(|l| Command::SetLayer(Layer { attributes, ..Layer::clone(l) })),
        Carrier::Code(id) => project.codes().get(id).map(|c| Command::SetCode(Code { attributes, ..Code::clone(c) })),
        Carrier::LinkType(id) => {
            let kind = project.link_types().get(id).map(|k| LinkType { attributes, ..LinkType::clone(k) });
            kind.map(|k| Command::Codebook(CodebookChange::SetLinkType(k)))
        }
    };
    if let Some(command) = command {
        ctx.send.run(command);
    }
}

fn add(ui: &mut Ui, ctx: &ViewContext<'_>, carrier: &Carrier, list: &[AttributeId]) {
    let attach = |attribute: Attribute| ctx.send.run(Command::Codebook(CodebookChange::Attach(carrier.clone(), attribute)));
    ui.horizontal(|ui| {
        if ui.button("New attribute").clicked()
            && let Some(attribute) = new_attribute(ctx, carrier)
        {
            attach(attribute);
        }
        let combo =
            ComboBox::from_id_salt(Id::unique(("add attribute", carrier_text(carrier)))).selected_text("Add an existing one").width(180.0);
        let shown = combo.height(320.0).show_ui(ui, |ui| {
            for attribute in ctx.project.attributes().values().filter(|a| !list.contains(&a.id)) {
                if ui.selectable_label(false, format!("{} · {}", attribute.name, attribute.id)).clicked() {
                    attach(Attribute::clone(attribute));
                }
            }
        });
        shown.response.accessible_name("Add an existing attribute");
    });
}

fn new_attribute(ctx: &ViewContext<'_>, carrier: &Carrier) -> Option<Attribute> {
    let before = match carrier {
        Carrier::Layer(id) => id.as_str().to_lowercase(),
        Carrier::Code(id) => id.to_string(),
        Carrier::LinkType(id) => id.to_string(),
    };
    Some(Attribute {
        id: free_attribute(ctx.project, &before, "new attribute")?,
        name: "new attribute".to_owned(),
        kind: AttributeKind::Text,
        definition: String::new(),
        default: None,
        when: None,
        extra: Extra::new(),
    })
}
