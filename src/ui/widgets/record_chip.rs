//! A record as a small button that leads to where it stands.

use egui::text::{LayoutJob, TextFormat};
use egui::{Button, FontId, Response, Ui};

use super::super::context::{Request, ViewContext};
use super::super::theme::SIZES;
use super::{cross_button, shortened};
use crate::analysis::record_names::name_of;
use crate::model::{RecordId, RecordKind};

/// Characters of a name on a chip.
const LONGEST: usize = 38;

/// Whether there is a place in the window where a record can be looked at.
pub fn leads_somewhere(kind: RecordKind) -> bool {
    !matches!(kind, RecordKind::Coder | RecordKind::Event | RecordKind::Attribute)
}

/// A record as a button; a click leads to it.
pub fn record_chip(ui: &mut Ui, ctx: &ViewContext<'_>, id: &RecordId) -> Response {
    let kind = id.kind();
    let name = name_of(ctx.project, id).unwrap_or_else(|| "gone".to_owned());
    let mut words = LayoutJob::default();
    words.append(&format!("{kind}  "), 0.0, TextFormat::simple(FontId::proportional(SIZES.small), ctx.theme.muted));
    words.append(&shortened(&name, LONGEST), 0.0, TextFormat::simple(FontId::proportional(SIZES.body - 0.5), ctx.theme.text));
    let button = ui.add_enabled(leads_somewhere(kind), Button::new(words).fill(ctx.theme.raised).stroke((1.0, ctx.theme.border)));
    let button = button.accessible_name(format!("Go to {kind} {name}")).on_hover_text(&name);
    if button.clicked() {
        ctx.send.send(Request::Show(id.clone()));
    }
    button
}

/// The same with a cross behind it; true: it was pressed.
pub fn removable_chip(ui: &mut Ui, ctx: &ViewContext<'_>, id: &RecordId) -> bool {
    let name = name_of(ctx.project, id).unwrap_or_default();
    // One piece, so that a line does not break between the two.
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 1.0;
        record_chip(ui, ctx, id);
        cross_button(ui, ctx.theme, &format!("Remove the link to {} {name}", id.kind())).clicked()
    })
    .inner
}
