//! All that is known of one entity.

use egui::{Id, RichText, ScrollArea, Ui};

use super::super::super::context::ViewContext;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{draft_line, draft_text, field_heading, memos, quiet_button, semibold};
use super::forms::Forms;
use super::merging::MergeForm;
use super::sheet::Sheet;
use super::splitting::SplitForm;
use super::{EntitiesWish, wikidata};
use crate::model::{Entity, RecordId};
use crate::session::Command;

/// What it remembers between frames.
#[derive(Debug, Default)]
pub(super) struct Detail {
    forms: Forms,
}

/// What is to be opened.
#[derive(Debug, Default)]
pub(super) struct Wish {
    pub(super) sheet: Option<Sheet>,
    pub(super) window: Option<EntitiesWish>,
}

impl Detail {
    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, entity: &Entity) -> Wish {
        let mut wish = Wish::default();
        ScrollArea::vertical().id_salt(("entity", &entity.id)).auto_shrink(false).show(ui, |ui| {
            ui.set_width(ui.available_width() - 12.0);
            ui.add(egui::Label::new(RichText::new(&entity.name).font(semibold(SIZES.heading)).color(ctx.theme.text)).wrap());
            buttons(ui, ctx, entity, &mut wish);
            fields(ui, ctx, entity);
            ui.add_space(SIZES.gap);
            self.forms.show(ui, ctx, entity, &mut wish);
            ui.add_space(SIZES.gap);
            memos(ui, ctx, Some(&RecordId::Entity(entity.id.clone())));
            ui.add_space(SIZES.group_gap);
            if quiet_button(ui, "Delete the entity").on_hover_text("And take it out of every mention; undo brings it back").clicked() {
                ctx.send.run(Command::DeleteEntity(entity.id.clone()));
            }
        });
        wish
    }
}

fn buttons(ui: &mut Ui, ctx: &ViewContext<'_>, entity: &Entity, wish: &mut Wish) {
    ui.horizontal_wrapped(|ui| {
        let find = ui.button("Find more mentions…").on_hover_text("Look for all its names in the documents, and code them");
        if find.clicked() {
            wish.window = Some(EntitiesWish::FindMentions(entity.id.clone()));
        }
        if ui.button("Merge…").on_hover_text("Make one entity of this and others").clicked() {
            wish.sheet = MergeForm::new(ctx.project, [entity.id.clone()]).map(Sheet::Merge);
        }
        if ui.button("Split…").on_hover_text("Give some of its mentions to a new entity").clicked() {
            wish.sheet = Some(Sheet::Split(SplitForm::new(entity.id.clone())));
        }
    });
}

fn fields(ui: &mut Ui, ctx: &ViewContext<'_>, entity: &Entity) {
    let id = |part: &str| Id::unique(("entity", part, &entity.id));
    let set = |entity: Entity| Command::SetEntity(entity);
    field_heading(ui, ctx.theme, "Preferred name");
    draft_line(ui, ctx.send, id("name"), "Preferred name", &entity.name, |name| set(Entity { name, ..entity.clone() }));
    field_heading(ui, ctx.theme, "Type");
    draft_line(ui, ctx.send, id("kind"), "Type", &entity.kind, |kind| set(Entity { kind, ..entity.clone() }));
    field_heading(ui, ctx.theme, "Other names, one a line");
    draft_text(ui, ctx.send, id("aliases"), "Other names", &entity.aliases.join("\n"), 3, |text| {
        let aliases = text.lines().map(str::trim).filter(|l| !l.is_empty()).map(ToOwned::to_owned).collect();
        set(Entity { aliases, ..entity.clone() })
    });
    wikidata::show(ui, ctx, entity);
    field_heading(ui, ctx.theme, "Note");
    draft_text(ui, ctx.send, id("note"), "Note", &entity.note, 2, |note| set(Entity { note, ..entity.clone() }));
}
