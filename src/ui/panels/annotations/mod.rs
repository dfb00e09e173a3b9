//! All annotations, or all links between them, as a list: filter, sort, choose several, and change what they have in common in one step.

mod link_rows;
mod links;
mod rows;
mod several;

use egui::Ui;

use self::links::Links;
use self::rows::AnnotationList;
use self::several::Several;
use super::super::context::{Request, ViewContext};
use super::super::widgets::hint;
use super::super::widgets::table::Table;
use crate::model::RecordId;
use crate::session::SavedQuery;

/// What the list of annotations remembers between frames.
#[derive(Default)]
pub struct Annotations {
    table: Table<AnnotationList>,
    several: Several,
    links: Links,
    shows: Shown,
}

/// Which list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Shown {
    #[default]
    Annotations,
    Links,
}

impl Annotations {
    /// Shows the annotations with the keyboard in their filter.
    pub fn show_annotations(&mut self) {
        self.shows = Shown::Annotations;
        self.table.focus_filter();
    }

    /// Shows the links with the keyboard in their filter.
    pub fn show_links(&mut self) {
        self.shows = Shown::Links;
        self.links.focus_filter();
    }

    /// The chosen annotation, if it is one alone.
    pub fn looked_at(&self) -> Option<RecordId> {
        let mut chosen = self.table.chosen().iter();
        chosen.next().filter(|_| chosen.next().is_none()).cloned().map(RecordId::Annotation)
    }

    /// Asks whether what is chosen is to be deleted.
    pub fn ask_to_delete(&mut self) {
        match self.shows {
            Shown::Annotations => self.several.ask_to_delete(),
            Shown::Links => self.links.delete_chosen(),
        }
    }

    /// Filters the list with another query.
    pub fn set_query(&mut self, query: &str) {
        self.table.set_query(query);
    }

    /// Shows the list, and beside it what can be done with what is chosen.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, saved: &mut Vec<SavedQuery>) {
        ui.add_space(4.0);
        if ctx.project.annotations().is_empty() {
            hint(ui, ctx.theme, "There are no annotations yet. Select words in a document and choose a code");
            return;
        }
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for (shown, words) in [(Shown::Annotations, "Annotations"), (Shown::Links, "Links")] {
                let button = egui::Button::selectable(self.shows == shown, words).frame_when_inactive(true);
                if ui.add(button).accessible_name(format!("List of {}", words.to_lowercase())).clicked() {
                    self.shows = shown;
                }
            }
        });
        ui.add_space(2.0);
        if self.shows == Shown::Links {
            return self.links.show(ui, ctx, saved);
        }
        let frame = egui::Frame::new().inner_margin(egui::Margin { left: 12, right: 0, top: 2, bottom: 4 });
        egui::Panel::right("chosen annotations").default_size(300.0).size_range(220.0..=480.0).frame(frame).show(ui, |ui| {
            self.several.show(ui, ctx, self.table.chosen());
            ui.take_available_height();
        });
        let opened = egui::CentralPanel::no_frame().show(ui, |ui| self.table.show(ui, ctx, saved)).inner;
        if let Some(id) = opened {
            ctx.send.send(Request::JumpTo(id));
        }
    }
}
