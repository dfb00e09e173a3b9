//! The entity register: who and what is meant, across documents.

use std::collections::BTreeMap;

use egui::{Id, RichText, ScrollArea, TextEdit, Ui};
use egui_extras::{Column, TableBuilder};

use super::super::context::{Request, ViewContext};
use super::super::facts::counted;
use super::super::theme::SIZES;
use super::super::widgets::{
    Row, draft_line, draft_text, field_heading, filter_field, hint, memos, quiet_button, row_in, section, semibold, shortened,
};
use crate::model::{AnnotationId, Entity, EntityId, RecordId, Reference};
use crate::session::Command;

/// How many mentions are listed; the number says how many there are.
const MENTIONS: usize = 200;

/// What the register remembers between frames.
#[derive(Debug, Default)]
pub struct Entities {
    filter: String,
    new: String,
    selected: Option<EntityId>,
    key: Option<(u64, String)>,
    shown: Vec<EntityId>,
    /// How often the entities that have been on the screen are mentioned.
    counts: BTreeMap<EntityId, usize>,
    mentions: Mentions,
}

/// The mentions of the chosen entity, in the order of the documents.
#[derive(Debug, Default)]
struct Mentions {
    key: Option<(u64, EntityId)>,
    count: usize,
    first: Vec<AnnotationId>,
}

impl Mentions {
    /// Sorts them again when something changed.
    fn update(&mut self, ctx: &ViewContext<'_>, entity: &EntityId) {
        let key = Some((ctx.revision, entity.clone()));
        if self.key == key {
            return;
        }
        self.key = key;
        let mut all: Vec<_> = ctx.project.annotations_naming(&Reference::Entity(entity.clone())).collect();
        all.sort_by_key(|a| (&a.document, a.start()));
        self.count = all.len();
        self.first = all.into_iter().take(MENTIONS).map(|a| a.id.clone()).collect();
    }
}

impl Entities {
    /// Chooses an entity.
    pub fn select(&mut self, id: EntityId) {
        self.filter.clear();
        self.selected = Some(id);
    }

    /// Shows the register.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        ui.add_space(4.0);
        self.top(ui, ctx);
        ui.add_space(4.0);
        if ctx.project.entities().is_empty() {
            hint(ui, ctx.theme, "The register is empty. Code a name as an entity and choose Create, or add one above");
            return;
        }
        let selected = self.selected.as_ref().and_then(|id| ctx.project.entities().get(id));
        if let Some(entity) = selected {
            let frame = egui::Frame::new().inner_margin(egui::Margin::symmetric(12, 4));
            egui::Panel::right("entity detail").default_size(380.0).frame(frame).show(ui, |ui| {
                self.mentions.update(ctx, &entity.id);
                detail(ui, ctx, entity, &self.mentions);
            });
        }
        egui::CentralPanel::no_frame().show(ui, |ui| self.table(ui, ctx));
    }

    fn top(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        ui.horizontal(|ui| {
            ui.scope(|ui| {
                ui.set_max_width(240.0);
                filter_field(ui, &mut self.filter, "Filter entities…");
            });
            let field = TextEdit::singleline(&mut self.new).hint_text("New entity…").desired_width(220.0);
            let field = ui.add(field).accessible_name("New entity");
            let entered = field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
            let clicked = ui.add_enabled(!self.new.trim().is_empty(), egui::Button::new("Add entity")).clicked();
            if (entered || clicked) && !self.new.trim().is_empty() {
                ctx.send.run(Command::CreateEntity { mention: None, name: std::mem::take(&mut self.new), kind: String::new() });
            }
        });
    }

    /// Chooses and sorts the entities again when something changed.
    fn update(&mut self, ctx: &ViewContext<'_>) {
        let key = Some((ctx.revision, self.filter.clone()));
        if self.key == key {
            return;
        }
        self.key = key;
        self.counts.clear();
        let words = self.filter.trim().to_lowercase();
        let fits = |e: &&Entity| {
            let names = std::iter::once(&e.name).chain(&e.aliases).chain(std::iter::once(&e.kind));
            words.is_empty() || names.into_iter().any(|n| n.to_lowercase().contains(&words))
        };
        let mut entities: Vec<&Entity> = ctx.project.entities().values().map(AsRef::as_ref).filter(fits).collect();
        entities.sort_by_cached_key(|e| e.name.to_lowercase());
        self.shown = entities.into_iter().map(|e| e.id.clone()).collect();
    }

    fn table(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        self.update(ctx);
        ui.visuals_mut().selection.bg_fill = ctx.theme.selection_idle;
        let table = TableBuilder::new(ui)
            .id_salt("entities")
            .sense(egui::Sense::click())
            .cell_layout(egui::Layout::left_to_right(egui::Align::Center))
            .column(Column::remainder().at_least(180.0).clip(true))
            .column(Column::initial(130.0).clip(true))
            .column(Column::initial(80.0).clip(true))
            .column(Column::exact(90.0));
        let heading = |text: &str| egui::Label::new(RichText::new(text).font(semibold(SIZES.small)).color(ctx.theme.muted));
        let table = table.header(28.0, |mut header| {
            for name in ["Name", "Type", "Wikidata", "Mentions"] {
                header.col(|ui| drop(ui.add(heading(name))));
            }
        });
        table.body(|body| {
            body.rows(28.0, self.shown.len(), |mut row| {
                let Some(entity) = self.shown.get(row.index()).and_then(|id| ctx.project.entities().get(id)) else { return };
                row.set_selected(self.selected.as_ref() == Some(&entity.id));
                let count = || ctx.project.annotations_naming(&Reference::Entity(entity.id.clone())).count();
                let mentions = *self.counts.entry(entity.id.clone()).or_insert_with(count);
                let cells = [&entity.name, &entity.kind, entity.wikidata.as_ref().unwrap_or(&String::new()), &mentions.to_string()]
                    .map(ToOwned::to_owned);
                for (place, text) in cells.into_iter().enumerate() {
                    let colour = if place == 0 { ctx.theme.text } else { ctx.theme.muted };
                    row.col(|ui| drop(ui.add(egui::Label::new(RichText::new(text).color(colour)).truncate().selectable(false))));
                }
                let response = row.response();
                let label = format!("Entity {}", entity.name);
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
                if response.clicked() {
                    self.selected = Some(entity.id.clone());
                }
            });
        });
    }
}

fn detail(ui: &mut Ui, ctx: &ViewContext<'_>, entity: &Entity, mentions: &Mentions) {
    let id = |part: &str| Id::unique(("entity", part, &entity.id));
    let set = |entity: Entity| Command::SetEntity(entity);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_width(ui.available_width() - 10.0);
        field_heading(ui, ctx.theme, "Preferred name");
        draft_line(ui, ctx.send, id("name"), "Preferred name", &entity.name, |name| set(Entity { name, ..entity.clone() }));
        field_heading(ui, ctx.theme, "Type");
        draft_line(ui, ctx.send, id("kind"), "Type", &entity.kind, |kind| set(Entity { kind, ..entity.clone() }));
        field_heading(ui, ctx.theme, "Other names, one a line");
        draft_text(ui, ctx.send, id("aliases"), "Other names", &entity.aliases.join("\n"), 3, |text| {
            let aliases = text.lines().map(str::trim).filter(|l| !l.is_empty()).map(ToOwned::to_owned).collect();
            set(Entity { aliases, ..entity.clone() })
        });
        field_heading(ui, ctx.theme, "Wikidata");
        draft_line(ui, ctx.send, id("wikidata"), "Wikidata", entity.wikidata.as_deref().unwrap_or_default(), |text| {
            let wikidata = Some(text.trim().to_owned()).filter(|t| !t.is_empty());
            set(Entity { wikidata, ..entity.clone() })
        });
        field_heading(ui, ctx.theme, "Note");
        draft_text(ui, ctx.send, id("note"), "Note", &entity.note, 3, |note| set(Entity { note, ..entity.clone() }));
        ui.add_space(SIZES.gap);
        memos(ui, ctx, Some(&RecordId::Entity(entity.id.clone())));
        ui.add_space(SIZES.gap);
        list_mentions(ui, ctx, mentions);
        ui.add_space(SIZES.group_gap);
        if quiet_button(ui, "Delete the entity").on_hover_text("And take it out of every mention; undo brings it back").clicked() {
            ctx.send.run(Command::DeleteEntity(entity.id.clone()));
        }
    });
}

fn list_mentions(ui: &mut Ui, ctx: &ViewContext<'_>, mentions: &Mentions) {
    section(ui, ctx.theme, &counted(mentions.count, "mention", "mentions"));
    for annotation in mentions.first.iter().filter_map(|id| ctx.project.annotations().get(id)) {
        let words = format!("{}: “{}”", annotation.document, shortened(&annotation.quote(), 60));
        let response = row_in(ui, ctx.theme, 24.0, &Row { label: &words, chosen: false, enabled: true });
        let text = egui::WidgetText::from(RichText::new(&words).color(ctx.theme.text));
        let galley = text.into_galley(ui, Some(egui::TextWrapMode::Truncate), response.rect.width() - 12.0, egui::TextStyle::Body);
        let at = egui::pos2(response.rect.left() + 6.0, response.rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, ctx.theme.text);
        if response.clicked() {
            ctx.send.send(Request::JumpTo(annotation.id.clone()));
        }
    }
}
