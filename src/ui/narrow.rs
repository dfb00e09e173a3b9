//! The reading room in a window too narrow for three columns, such as at a zoom of 300%: one part at a time, chosen by tabs.

use egui::{Frame, Margin, Panel, Ui};

use super::context::ViewContext;
use super::widgets::tab;
use crate::model::DocumentId;

/// Below this width in points, three columns leave no line of text.
const NARROW: f32 = 760.0;

/// The part of the reading room that a narrow window shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    /// The documents.
    Library,
    /// The reading text.
    #[default]
    Page,
    /// The codes.
    Codes,
    /// The inspector.
    Details,
}

impl Part {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Library, "Library"), (Self::Page, "Page"), (Self::Codes, "Codes"), (Self::Details, "Details")];
}

/// Which part is shown, and for which document it was chosen.
#[derive(Debug, Default)]
pub struct NarrowRoom {
    part: Part,
    document: Option<DocumentId>,
}

impl NarrowRoom {
    /// Whether there is too little room for columns.
    pub fn is_needed(ui: &Ui) -> bool {
        ui.available_width() < NARROW
    }

    /// Turns to the page: something on it is to be seen.
    pub fn show_page(&mut self) {
        self.part = Part::Page;
    }

    /// Turns to the details: something there waits for an answer.
    pub fn show_details(&mut self) {
        self.part = Part::Details;
    }

    /// Shows the tabs and says which part is to be shown. A document that was just opened is shown at once.
    pub fn choose(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) -> Part {
        if self.document != ctx.selection.document {
            self.document.clone_from(&ctx.selection.document);
            self.part = Part::Page;
        }
        let frame = Frame::new().fill(ctx.theme.panel).inner_margin(Margin::symmetric(8, 0));
        Panel::top("parts").frame(frame).show(ui, |ui| {
            ui.horizontal(|ui| {
                for (part, name) in Part::ALL {
                    if tab(ui, ctx.theme, name, &format!("Part {name}"), part == self.part).clicked() {
                        self.part = part;
                    }
                }
            });
        });
        self.part
    }
}
