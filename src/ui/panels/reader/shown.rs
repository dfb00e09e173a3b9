//! The "Show" button: what is shown of the annotations; and a quiet word when something is left out.

use std::collections::BTreeSet;

use egui::{Button, Popup, PopupCloseBehavior, RichText, ScrollArea, Sense, Stroke, Ui, vec2};

use super::super::super::actions::{Action, key_text};
use super::super::super::context::{Request, ViewContext};
use super::super::super::facts::counted;
use super::super::super::text_view::{Arcs, Density, Visible};
use super::super::super::theme::SIZES;
use super::super::super::widgets::{Eye, hint, paint_eye, paint_swatch, quiet_button, section};
use crate::model::{Coder, Layer};

/// Shows the button and, while it hangs open, the switches.
pub fn show(ui: &mut Ui, ctx: &ViewContext<'_>) {
    let eye = if hidden_words(ctx).is_some() { Eye::Shut } else { Eye::Open };
    // Two blanks stand for the eye, which no font of ours has.
    let button = ui.add(Button::new(RichText::new("       Show").color(ctx.theme.text)).frame_when_inactive(false));
    let centre = egui::pos2(button.rect.left() + 19.0, button.rect.center().y);
    paint_eye(ui.painter(), centre, eye, Stroke::new(1.3, ctx.theme.text));
    let button = button.on_hover_text("What is shown of the annotations").accessible_name("Show");
    let popup = Popup::from_toggle_button_response(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.accessible_name("What is shown").show(|ui| {
        let mut wanted = ctx.visible.clone();
        ui.set_min_width(250.0);
        let most = ui.ctx().content_rect().height() - 90.0;
        ScrollArea::vertical().max_height(most).show(ui, |ui| switches(ui, ctx, &mut wanted));
        if wanted != *ctx.visible {
            ctx.send.send(Request::SetVisible(wanted));
        }
    });
}

/// Says what is left out, so that nobody takes a page for uncoded; a click shows all.
pub fn show_hidden(ui: &mut Ui, ctx: &ViewContext<'_>) {
    let Some(words) = hidden_words(ctx) else { return };
    let words = RichText::new(words).size(SIZES.small).color(ctx.theme.warning);
    let button = ui.add(Button::new(words).frame(false)).on_hover_cursor(egui::CursorIcon::PointingHand);
    if button.on_hover_text("Show everything").clicked() {
        ctx.send.act(Action::ShowEverything);
    }
}

/// `2 codes hidden`; nothing when nothing is.
fn hidden_words(ctx: &ViewContext<'_>) -> Option<String> {
    let (project, visible) = (ctx.project, ctx.visible);
    if visible.density == Density::None {
        return Some("Annotations hidden".to_owned());
    }
    let counts = [
        (visible.hidden_layers.iter().filter(|id| project.layers().contains_key(*id)).count(), "layer", "layers"),
        (visible.hidden_codes.iter().filter(|id| project.codes().contains_key(*id)).count(), "code", "codes"),
        (visible.hidden_links.iter().filter(|id| project.link_types().contains_key(*id)).count(), "type of link", "types of links"),
        (visible.hidden_coders.iter().filter(|id| project.coders().contains_key(*id)).count(), "coder", "coders"),
    ];
    let parts: Vec<String> = counts.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| counted(n, one, many)).collect();
    (!parts.is_empty()).then(|| format!("{} hidden", parts.join(", ")))
}

fn switches(ui: &mut Ui, ctx: &ViewContext<'_>, wanted: &mut Visible) {
    let choices = [(Density::None, "None"), (Density::Quiet, "Quiet"), (Density::Full, "Full")];
    row(ui, ctx, ("Annotations", Action::CycleDensity), &mut wanted.density, &choices);
    let choices = [(Arcs::None, "No arcs"), (Arcs::Selected, "Of the selected"), (Arcs::All, "All arcs")];
    row(ui, ctx, ("Links", Action::CycleArcs), &mut wanted.arcs, &choices);
    link_switches(ui, ctx, wanted);
    section(ui, ctx.theme, "Layers");
    for layer in ctx.project.layers_in_order() {
        layer_switch(ui, ctx, layer, wanted);
    }
    if ctx.project.coders().len() > 1 {
        section(ui, ctx.theme, "Coders");
        for coder in ctx.project.coders().values() {
            coder_switch(ui, ctx, coder, wanted);
        }
    }
    hidden_codes(ui, ctx, wanted);
    ui.add_space(4.0);
    let all = wanted.hidden() == 0 && wanted.density != Density::None;
    if ui.add_enabled(!all, Button::new("Show everything")).clicked() {
        *wanted = wanted.clone().with_everything();
    }
}

fn row<T: Copy + PartialEq>(ui: &mut Ui, ctx: &ViewContext<'_>, title: (&str, Action), now: &mut T, choices: &[(T, &str)]) {
    section(ui, ctx.theme, title.0).on_hover_text(key_text(ui.ctx(), title.1));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (value, words) in choices {
            if ui.add(Button::selectable(*now == *value, *words).frame_when_inactive(true)).clicked() {
                *now = *value;
            }
        }
    });
}

/// Which types of links are drawn as arcs; only those that the project has links of.
fn link_switches(ui: &mut Ui, ctx: &ViewContext<'_>, wanted: &mut Visible) {
    if wanted.arcs == Arcs::None {
        return;
    }
    let used = |id: &crate::model::LinkTypeId| ctx.project.uses_of(&crate::model::RecordId::LinkType(id.clone())) > 0;
    let mut types: Vec<_> = ctx.project.link_types().values().filter(|t| used(&t.id) || wanted.hidden_links.contains(&t.id)).collect();
    types.sort_by_key(|t| (t.rank, t.id.clone()));
    ui.horizontal_wrapped(|ui| {
        ui.set_max_width(300.0);
        for kind in types {
            switch(ui, &mut wanted.hidden_links, &kind.id, &kind.name);
        }
    });
}

fn layer_switch(ui: &mut Ui, ctx: &ViewContext<'_>, layer: &Layer, wanted: &mut Visible) {
    ui.horizontal(|ui| {
        switch(ui, &mut wanted.hidden_layers, &layer.id, &layer.name);
        let first = ctx.project.codes_of(&layer.id).into_iter().find_map(|code| ctx.styles.get(&code.id));
        if let Some(style) = first {
            let (rect, _) = ui.allocate_exact_size(vec2(30.0, 13.0), Sense::hover());
            paint_swatch(ui.painter(), rect, style);
        }
    });
}

fn coder_switch(ui: &mut Ui, ctx: &ViewContext<'_>, coder: &Coder, wanted: &mut Visible) {
    ui.horizontal(|ui| {
        switch(ui, &mut wanted.hidden_coders, &coder.id, &coder.name);
        let codes = ctx.document().map(|d| ctx.project.codes_in(&d.id, &coder.id).map(|(_, n)| n as usize).sum());
        let words = counted(codes.unwrap_or(0), "annotation here", "annotations here");
        ui.label(RichText::new(words).size(SIZES.small).color(ctx.theme.muted));
    });
}

fn hidden_codes(ui: &mut Ui, ctx: &ViewContext<'_>, wanted: &mut Visible) {
    let hidden: Vec<_> = wanted.hidden_codes.iter().filter_map(|id| ctx.project.codes().get(id)).cloned().collect();
    if hidden.is_empty() {
        return;
    }
    section(ui, ctx.theme, "Hidden codes");
    for code in hidden {
        ui.horizontal(|ui| {
            hint(ui, ctx.theme, code.name.as_str());
            if quiet_button(ui, "Show").accessible_name(format!("Show {}", code.name)).clicked() {
                wanted.hidden_codes.remove(&code.id);
            }
        });
    }
}

/// A tick that takes something out of what is hidden or puts it there.
fn switch<T: Clone + Ord>(ui: &mut Ui, hidden: &mut BTreeSet<T>, id: &T, name: &str) {
    let mut shown = !hidden.contains(id);
    if ui.checkbox(&mut shown, name).accessible_name(format!("Show {name}")).changed() {
        if shown {
            hidden.remove(id);
        } else {
            hidden.insert(id.clone());
        }
    }
}
