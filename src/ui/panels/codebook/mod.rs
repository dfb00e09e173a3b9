//! The codebook: a tree of layers and codes at the left, what is chosen there at the right.

mod about;
mod attribute;
mod attributes;
mod code;
mod kinds;
mod layer;
mod likeness;
mod link_type;
mod looks;
mod merging;
mod picker;
mod place;
mod preview;
mod review;
mod rows;
mod sheet;
mod splitting;
mod tree;
mod uses;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use super::super::context::{CommandSender, ViewContext};
use crate::model::{CodeId, LayerId, LinkTypeId, Project, RecordId};
use crate::ui::keyboard::take_key;
use code::CodeEditor;
use picker::Picker;
use review::Review;
pub use rows::Direction;
use sheet::{Ended, Sheet};
use tree::Tree;

/// What is chosen in the tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Chosen {
    /// Title, purpose and rules.
    #[default]
    About,
    Layer(LayerId),
    Code(CodeId),
    LinkType(LinkTypeId),
    /// The annotations to be reviewed.
    Review,
}

/// What the codebook view remembers between frames.
#[derive(Debug, Default)]
pub struct Codebook {
    chosen: Chosen,
    tree: Tree,
    editor: CodeEditor,
    review: Review,
    /// A change that is being prepared; it covers the editor.
    sheet: Option<Sheet>,
    picker: Picker,
}

impl Codebook {
    /// Shows the list of annotations to be reviewed.
    pub fn show_review(&mut self) {
        self.sheet = None;
        self.chosen = Chosen::Review;
    }

    /// Chooses a code, layer or type of links.
    pub fn select(&mut self, record: RecordId) {
        self.sheet = None;
        self.picker = Picker::default();
        self.chosen = match record {
            RecordId::Layer(id) => Chosen::Layer(id),
            RecordId::Code(id) => Chosen::Code(id),
            RecordId::LinkType(id) => Chosen::LinkType(id),
            _ => return,
        };
    }

    /// The chosen code, layer or type of links.
    pub fn looked_at(&self) -> Option<RecordId> {
        match &self.chosen {
            Chosen::About | Chosen::Review => None,
            Chosen::Layer(id) => Some(RecordId::Layer(id.clone())),
            Chosen::Code(id) => Some(RecordId::Code(id.clone())),
            Chosen::LinkType(id) => Some(RecordId::LinkType(id.clone())),
        }
    }

    /// Moves what is chosen among its siblings.
    pub fn move_chosen(&self, project: &Project, send: &CommandSender, direction: Direction) {
        if let Some(change) = rows::moved(project, &self.chosen, direction) {
            send.run(crate::session::Command::Codebook(change));
        }
    }

    /// Shows the codebook.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        self.review.update(ui.ctx(), ctx);
        self.forget_what_is_gone(ctx);
        let frame = Frame::new().inner_margin(Margin { left: 0, right: 8, top: 6, bottom: 4 });
        let before = self.chosen.clone();
        Panel::left("codebook tree").default_size(362.0).size_range(220.0..=560.0).frame(frame).show(ui, |ui| {
            self.tree.show(ui, ctx, &mut self.chosen, self.review.len());
        });
        if self.chosen != before {
            self.sheet = None;
            self.picker = Picker::default();
        }
        let frame = Frame::new().inner_margin(Margin { left: 20, right: 6, top: 8, bottom: 6 });
        CentralPanel::default().frame(frame).show(ui, |ui| self.show_chosen(ui, ctx));
        self.keys(ui, ctx);
    }

    fn show_chosen(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        if let Some(sheet) = &mut self.sheet {
            let Some(ended) = sheet.show(ui, ctx, &mut self.picker) else { return };
            self.sheet = None;
            if let Ended::At(chosen) = ended {
                self.chosen = chosen;
            }
            return;
        }
        let mut wish = None;
        match &self.chosen {
            Chosen::About => about::show(ui, ctx),
            Chosen::Layer(id) => {
                if let Some(layer) = ctx.project.layers().get(id) {
                    wish = layer::show(ui, ctx, layer);
                }
            }
            Chosen::Code(id) => {
                if let Some(code) = ctx.project.codes().get(id) {
                    wish = self.editor.show(ui, ctx, code, &mut self.picker);
                }
            }
            Chosen::LinkType(id) => {
                if let Some(kind) = ctx.project.link_types().get(id) {
                    wish = link_type::show(ui, ctx, kind, &mut self.picker);
                }
            }
            Chosen::Review => self.review.show(ui, ctx, &mut self.picker),
        }
        match wish {
            Some(Wish::Prepare(sheet)) => self.sheet = Some(*sheet),
            Some(Wish::Choose(chosen)) => self.chosen = chosen,
            None => {}
        }
    }

    fn keys(&self, ui: &Ui, ctx: &ViewContext<'_>) {
        if ui.ctx().text_edit_focused() {
            return;
        }
        for (key, direction) in [(egui::Key::ArrowUp, Direction::Up), (egui::Key::ArrowDown, Direction::Down)] {
            if ui.input_mut(|input| take_key(input, egui::Modifiers::ALT, key)) {
                self.move_chosen(ctx.project, ctx.send, direction);
            }
        }
    }

    /// What was deleted or undone is not chosen any more.
    fn forget_what_is_gone(&mut self, ctx: &ViewContext<'_>) {
        let there = match &self.chosen {
            Chosen::About | Chosen::Review => true,
            Chosen::Layer(id) => ctx.project.layers().contains_key(id),
            Chosen::Code(id) => ctx.project.codes().contains_key(id),
            Chosen::LinkType(id) => ctx.project.link_types().contains_key(id),
        };
        // What was just made comes with the next frame.
        if there {
            self.tree.awaited = false;
        } else if !self.tree.awaited {
            self.chosen = Chosen::About;
            self.sheet = None;
        } else {
            self.tree.awaited = false;
        }
    }
}

/// What an editor asks of the codebook view.
enum Wish {
    Prepare(Box<Sheet>),
    Choose(Chosen),
}

impl Wish {
    fn prepare(sheet: Sheet) -> Self {
        Self::Prepare(Box::new(sheet))
    }
}
