//! The Wikidata item of an entity: a checked id, and a link to its page.

use egui::{Hyperlink, Id, RichText, Ui};

use super::super::super::context::ViewContext;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{draft_hinted, field_heading};
use crate::model::Entity;
use crate::session::Command;
use crate::session::plan::entities::wikidata_id;

/// Shows the field; what is no id is said while it is typed. Nothing is fetched: the page opens in the browser, and on a click alone.
pub(super) fn show(ui: &mut Ui, ctx: &ViewContext<'_>, entity: &Entity) {
    field_heading(ui, ctx.theme, "Wikidata");
    let id = Id::unique(("entity", "wikidata", &entity.id));
    let value = entity.wikidata.as_deref().unwrap_or_default();
    draft_hinted(ui, ctx.send, id, ("Wikidata", "Q and digits, or the address of the page"), value, |text| {
        let wikidata = Some(text.trim()).filter(|text| !text.is_empty());
        let wikidata = wikidata.map(|text| wikidata_id(text).unwrap_or_else(|| text.to_owned()));
        Command::SetEntity(Entity { wikidata, ..entity.clone() })
    });
    let typed = ctx.send.draft_of(id).unwrap_or_else(|| value.to_owned());
    let typed = typed.trim();
    if typed.is_empty() {
        return;
    }
    match wikidata_id(typed) {
        None => {
            let words = "This is not a Wikidata id: it is a Q followed by digits, such as Q56226";
            ui.label(RichText::new(words).size(SIZES.small).color(ctx.theme.error));
        }
        Some(item) => {
            let address = format!("https://www.wikidata.org/wiki/{item}");
            let link = ui.add(Hyperlink::from_label_and_url(format!("Open {item} in the browser"), &address));
            link.on_hover_text(address);
        }
    }
}
