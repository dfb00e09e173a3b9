//! The entity register: who and what is meant, across documents; and the mentions that name nobody yet.

mod detail;
mod forms;
mod merging;
mod rows;
mod several;
mod sheet;
mod splitting;
mod unlinked;
mod wikidata;

use std::collections::BTreeSet;

use egui::{CentralPanel, Frame, Margin, Panel, TextEdit, Ui};

use self::detail::Detail;
use self::rows::EntityList;
use self::sheet::Sheet;
use self::unlinked::Unlinked;
use super::super::context::{Request, ViewContext};
use super::super::proposals::Proposals;
use super::super::widgets::table::Table;
use super::super::widgets::{hint, tab};
use crate::analysis::naming::naming_of;
use crate::model::{AnnotationId, EntityId};
use crate::session::{Command, SavedQuery};
use crate::ui::keyboard::entered;

/// What the register wants the window to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntitiesWish {
    /// The search for all names of an entity.
    FindMentions(EntityId),
    /// The mentions of an entity in the list of annotations.
    ListMentions(EntityId),
}

/// The two lists of the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum List {
    #[default]
    Register,
    Unlinked,
}

/// What the register remembers between frames.
#[derive(Default)]
pub struct Entities {
    list: List,
    new: String,
    table: Table<EntityList>,
    detail: Detail,
    several: several::Several,
    /// A merge or split that is being prepared, and what was chosen for it; it covers the details.
    sheet: Option<(Sheet, BTreeSet<EntityId>)>,
    unlinked: Unlinked,
}

impl Entities {
    /// Chooses an entity.
    pub fn select(&mut self, id: EntityId) {
        self.list = List::Register;
        self.sheet = None;
        self.table.set_query("");
        self.table.choose(id);
    }

    /// Shows the mentions that name nobody yet.
    pub fn show_unlinked(&mut self) {
        self.list = List::Unlinked;
        self.unlinked.begin();
    }

    /// The one entity that is chosen.
    pub fn chosen(&self) -> Option<EntityId> {
        let mut chosen = self.table.chosen().iter();
        chosen.next().filter(|_| chosen.next().is_none() && self.list == List::Register).cloned()
    }

    /// The mentions that are chosen among those that name nobody yet.
    pub fn chosen_mentions(&self) -> Vec<AnnotationId> {
        if self.list == List::Unlinked { self.unlinked.chosen() } else { Vec::new() }
    }

    /// Shows the register, or the mentions that name nobody yet.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, proposals: &Proposals, saved: &mut Vec<SavedQuery>) -> Option<EntitiesWish> {
        ui.add_space(4.0);
        self.top(ui, ctx);
        ui.add_space(4.0);
        if self.list == List::Unlinked {
            self.unlinked.show(ui, ctx, proposals, saved);
            return None;
        }
        if ctx.project.entities().is_empty() {
            hint(ui, ctx.theme, "The register is empty. Code a name as an entity and choose Create, or add one above");
            return None;
        }
        let frame = Frame::new().inner_margin(Margin { left: 14, right: 0, top: 2, bottom: 4 });
        let panel = Panel::right("entity detail").default_size(400.0).size_range(300.0..=620.0).frame(frame);
        let wish = panel.show(ui, |ui| {
            let wish = self.beside(ui, ctx);
            ui.take_available_height();
            wish
        });
        let opened = CentralPanel::no_frame().show(ui, |ui| self.table.show(ui, ctx, saved)).inner;
        if let Some(id) = opened {
            jump_to_first(ctx, &id);
        }
        wish.inner
    }

    fn top(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let count = self.unlinked.count(ui.ctx(), ctx).map_or_else(|| "…".to_owned(), |count| count.to_string());
        let words = format!("Unlinked mentions · {count}");
        ui.horizontal(|ui| {
            for (words, list) in [("Register", List::Register), (words.as_str(), List::Unlinked)] {
                if tab(ui, ctx.theme, words, words, self.list == list).clicked() {
                    match list {
                        List::Register => self.list = list,
                        List::Unlinked => self.show_unlinked(),
                    }
                }
            }
            ui.add_space(12.0);
            let field = TextEdit::singleline(&mut self.new).hint_text("New entity…").desired_width(220.0);
            let field = ui.add(field).accessible_name("New entity");
            let entered = entered(ui, &field);
            let clicked = ui.add_enabled(!self.new.trim().is_empty(), egui::Button::new("Add entity")).clicked();
            if clicked || entered && !self.new.trim().is_empty() {
                ctx.send.run(Command::CreateEntity { mention: None, name: std::mem::take(&mut self.new), kind: String::new() });
            }
        });
    }

    /// What is chosen in the list: one with all that is known of it, several with what can be done to them, or a sheet.
    fn beside(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) -> Option<EntitiesWish> {
        // Who chooses something else has left it; what is gone meanwhile is told in it.
        self.sheet.take_if(|(_, of)| !self.table.chosen().is_subset(of));
        if let Some((sheet, _)) = &mut self.sheet {
            let ended = sheet.show(ui, ctx)?;
            self.sheet = None;
            if let sheet::Ended::At(id) = ended {
                self.table.choose(id);
            }
            return None;
        }
        let chosen = self.table.chosen();
        let mut wish = detail::Wish::default();
        match chosen.iter().next().and_then(|id| ctx.project.entities().get(id)) {
            None => {
                hint(ui, ctx.theme, "Choose an entity in the list: Ctrl or Shift for several, Enter shows its first mention");
            }
            Some(entity) if chosen.len() == 1 => wish = self.detail.show(ui, ctx, entity),
            Some(_) => wish.sheet = self.several.show(ui, ctx, chosen),
        }
        self.sheet = wish.sheet.map(|sheet| (sheet, chosen.clone()));
        wish.window
    }
}

/// Shows the first mention in the first document that has one.
fn jump_to_first(ctx: &ViewContext<'_>, id: &EntityId) {
    let in_document = naming_of(ctx.project, id).into_iter().next();
    let first = in_document.and_then(|naming| naming.forms.into_iter().min_by_key(|form| form.first));
    if let Some(mention) = first.and_then(|form| form.mentions.into_iter().next()) {
        ctx.send.send(Request::JumpTo(mention));
    }
}
