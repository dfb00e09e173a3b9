//! All links as a list, and what can be done with those that are chosen.

use egui::{Key, Modifiers, RichText, ScrollArea, Ui};

use super::super::super::context::{Request, ViewContext};
use super::super::super::facts::counted;
use super::super::super::theme::SIZES;
use super::super::super::widgets::table::Table;
use super::super::super::widgets::{field_heading, hint, quiet_button, section, shortened};
use super::link_rows::LinkList;
use crate::analysis::linkable::fits;
use crate::analysis::query::values_in_words;
use crate::model::{AnnotationId, Link, LinkId, LinkType};
use crate::session::{Command, SavedQuery};
use crate::ui::keyboard::take_key;

/// What the list of links remembers between frames.
#[derive(Default)]
pub(super) struct Links {
    table: Table<LinkList>,
    wants_delete: bool,
}

impl Links {
    /// Puts the keyboard into the filter at the next frame.
    pub(super) fn focus_filter(&mut self) {
        self.table.focus_filter();
    }

    /// Deletes the chosen links; nothing hangs on a link, so nothing is asked.
    pub(super) fn delete_chosen(&mut self) {
        self.wants_delete = true;
    }

    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, saved: &mut Vec<SavedQuery>) {
        if ctx.project.links().is_empty() {
            hint(ui, ctx.theme, "There are no links yet. Select an annotation and choose Link to…");
            return;
        }
        // With an annotation looked at, the window's own action comes here by `delete_chosen`; without one there is no such action.
        if !ui.ctx().text_edit_focused() && ui.input_mut(|input| take_key(input, Modifiers::NONE, Key::Delete)) {
            self.wants_delete = true;
        }
        let chosen: Vec<LinkId> = self.table.chosen().iter().cloned().collect();
        if std::mem::take(&mut self.wants_delete) && !chosen.is_empty() {
            ctx.send.run(Command::DeleteLinks(chosen.clone()));
        }
        let frame = egui::Frame::new().inner_margin(egui::Margin { left: 12, right: 0, top: 2, bottom: 4 });
        egui::Panel::right("chosen links").default_size(300.0).size_range(220.0..=480.0).frame(frame).show(ui, |ui| {
            beside(ui, ctx, &chosen);
            ui.take_available_height();
        });
        let opened = egui::CentralPanel::no_frame().show(ui, |ui| self.table.show(ui, ctx, saved)).inner;
        if let Some(link) = opened.and_then(|id| ctx.project.links().get(&id)) {
            ctx.send.send(Request::JumpTo(link.from.clone()));
        }
    }
}

fn beside(ui: &mut Ui, ctx: &ViewContext<'_>, chosen: &[LinkId]) {
    let links: Vec<&Link> = chosen.iter().filter_map(|id| ctx.project.links().get(id)).map(AsRef::as_ref).collect();
    if links.is_empty() {
        hint(ui, ctx.theme, "Choose links in the list: Ctrl or Shift for several, Ctrl+A for all. Enter shows where one starts");
        return;
    }
    section(ui, ctx.theme, &counted(links.len(), "link", "links"));
    ScrollArea::vertical().id_salt("links").auto_shrink(false).show(ui, |ui| {
        ui.set_width(ui.available_width() - 10.0);
        if let [only] = links.as_slice() {
            one(ui, ctx, only);
        }
        field_heading(ui, ctx.theme, "Type");
        types(ui, ctx, &links);
        ui.add_space(SIZES.group_gap);
        let delete = format!("Delete {}", counted(links.len(), "link", "links"));
        if quiet_button(ui, &delete).on_hover_text("Undo brings them back").clicked() {
            ctx.send.run(Command::DeleteLinks(links.iter().map(|l| l.id.clone()).collect()));
        }
    });
}

fn one(ui: &mut Ui, ctx: &ViewContext<'_>, link: &Link) {
    end(ui, ctx, "From", &link.from);
    end(ui, ctx, "To", &link.to);
    let values = values_in_words(ctx.project, link);
    if !values.is_empty() {
        hint(ui, ctx.theme, values);
    }
    if quiet_button(ui, "Turn round").clicked() {
        ctx.send.run(Command::TurnLink(link.id.clone()));
    }
    hint(ui, ctx.theme, "Values and remark are edited beside the page, where either end is selected");
    ui.add_space(SIZES.gap);
}

fn end(ui: &mut Ui, ctx: &ViewContext<'_>, name: &str, id: &AnnotationId) {
    let Some(annotation) = ctx.project.annotations().get(id) else { return };
    field_heading(ui, ctx.theme, name);
    ui.add(egui::Label::new(RichText::new(format!("“{}”", shortened(&annotation.quote(), 160))).color(ctx.theme.text)).wrap());
    if quiet_button(ui, &format!("Show {} in the text", name.to_lowercase())).clicked() {
        ctx.send.send(Request::JumpTo(id.clone()));
    }
}

/// The types that all chosen links may have.
fn types(ui: &mut Ui, ctx: &ViewContext<'_>, links: &[&Link]) {
    let can_have = |kind: &LinkType, link: &Link| {
        let ends = ctx.project.annotations().get(&link.from).zip(ctx.project.annotations().get(&link.to));
        ends.is_some_and(|(from, to)| fits(kind, from, to))
    };
    let mut types: Vec<_> = ctx.project.link_types().values().filter(|kind| links.iter().all(|link| can_have(kind, link))).collect();
    types.sort_by_key(|t| (t.rank, t.id.clone()));
    if types.is_empty() {
        hint(ui, ctx.theme, "No type fits all of them");
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for kind in types {
            let all = links.iter().all(|link| link.kind == kind.id);
            let button = ui.add(egui::Button::selectable(all, &kind.name).frame_when_inactive(true));
            if button.accessible_name(format!("Make them '{}'", kind.name)).clicked() && !all {
                ctx.send.run(Command::SetLinkTypes(links.iter().map(|l| l.id.clone()).collect(), kind.id.clone()));
            }
        }
    });
}
