//! The editor of one type of links.

use egui::{Id, RichText, ScrollArea, Ui};

use super::super::super::context::ViewContext;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{cross_button, draft_line, draft_text, field_heading, hint, memos, semibold};
use super::Wish;
use super::about::WIDTH;
use super::attributes;
use super::picker::Picker;
use super::sheet::Sheet;
use crate::model::{CodeId, LinkType, RecordId};
use crate::session::{Carrier, CodebookChange, Command, Part};

pub(super) fn show(ui: &mut Ui, ctx: &ViewContext<'_>, kind: &LinkType, picker: &mut Picker) -> Option<Wish> {
    let id = |part: &str| Id::unique(("link type", part, &kind.id));
    let set = |kind: LinkType| Command::Codebook(CodebookChange::SetLinkType(kind));
    let mut wish = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(WIDTH.min(ui.available_width() - 14.0));
        ui.label(RichText::new(&kind.name).font(semibold(SIZES.heading)).color(ctx.theme.text));
        hint(ui, ctx.theme, format!("Link type {}", kind.id));
        if ui.button("Delete the link type…").clicked() {
            let change = CodebookChange::Delete(Part::LinkType(kind.id.clone()));
            wish = Some(Wish::prepare(Sheet::confirm(format!("Delete the link type {}", kind.name), "Delete", change)));
        }
        field_heading(ui, ctx.theme, "Name of the link type");
        draft_line(ui, ctx.send, id("name"), "Name of the link type", &kind.name, |name| set(LinkType { name, ..kind.clone() }));
        field_heading(ui, ctx.theme, "Definition");
        draft_text(ui, ctx.send, id("definition"), "Definition", &kind.definition, 3, |definition| {
            set(LinkType { definition, ..kind.clone() })
        });
        if let Some(from) = ends(ui, ctx, picker, ("Starts from", "May start from any code"), &kind.from, id("from")) {
            ctx.send.run(set(LinkType { from, ..kind.clone() }));
        }
        if let Some(to) = ends(ui, ctx, picker, ("Leads to", "May lead to any code"), &kind.to, id("to")) {
            ctx.send.run(set(LinkType { to, ..kind.clone() }));
        }
        wish = wish.take().or(attributes::show(ui, ctx, &Carrier::LinkType(kind.id.clone()), &kind.attributes));
        ui.add_space(SIZES.gap);
        memos(ui, ctx, Some(&RecordId::LinkType(kind.id.clone())));
    });
    wish
}

/// A list of codes with a way to add and take away; gives the new list.
fn ends(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    picker: &mut Picker,
    (heading, any): (&str, &str),
    codes: &[CodeId],
    id: Id,
) -> Option<Vec<CodeId>> {
    let mut new = None;
    field_heading(ui, ctx.theme, heading);
    if codes.is_empty() {
        hint(ui, ctx.theme, any);
    }
    ui.horizontal_wrapped(|ui| {
        for code in codes {
            let name = ctx.code_name(code);
            ui.label(name);
            if cross_button(ui, ctx.theme, &format!("{heading}: take away {name}")).clicked() {
                new = Some(codes.iter().filter(|c| *c != code).cloned().collect());
            }
        }
    });
    let added = picker.show(ui, ctx, (id, "Add a code…", &format!("{heading}: add a code")), |c| !codes.contains(&c.id));
    added.map(|code| codes.iter().cloned().chain([code]).collect()).or(new)
}
