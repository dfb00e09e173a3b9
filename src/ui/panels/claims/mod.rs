//! The claim ledger: claims by documents with what each document does with each claim, what is chosen at the right; and the queue of what is
//! not checked.
//!
//! The matrix is drawn here and not by the table widget, because its cells are choices and its columns are the documents; the widget does the
//! rest (filter, sort, several rows, keys, file).

mod carriers;
mod detail;
mod matrix;
mod merging;
mod queue;
mod rows;
mod several;
mod splitting;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use self::carriers::Carriers;
use self::matrix::Matrix;
use self::merging::Merging;
use self::queue::Queue;
use self::rows::ClaimList;
use self::several::Several;
use self::splitting::Splitting;
use super::super::actions::Action;
use super::super::context::{CommandSender, Request, ViewContext};
use super::super::widgets::table::Table;
use super::super::widgets::unchecked::Unchecked;
use super::super::widgets::{TreatmentDraft, hint, primary_button, tab};
use crate::model::{ClaimId, RecordId};
use crate::session::plan::ledger::Shift;
use crate::session::{Command, SavedQuery};

/// The two views.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum View {
    #[default]
    Ledger,
    Queue,
}

/// A change that is looked at before it is done; it covers what is chosen.
enum Sheet {
    Merge(Box<Merging>),
    Split(Box<Splitting>),
}

/// What the ledger remembers between frames.
#[derive(Default)]
pub struct Claims {
    view: View,
    table: Table<ClaimList>,
    matrix: Matrix,
    several: Several,
    carriers: Carriers,
    draft: TreatmentDraft,
    queue: Queue,
    sheet: Option<Sheet>,
}

impl Claims {
    /// Chooses a claim.
    pub fn select(&mut self, id: ClaimId) {
        self.view = View::Ledger;
        self.sheet = None;
        self.table.set_query("");
        self.table.choose(id);
    }

    /// The chosen claim, if it is one alone.
    pub fn looked_at(&self) -> Option<RecordId> {
        let mut chosen = self.table.chosen().iter();
        chosen.next().filter(|_| chosen.next().is_none()).cloned().map(RecordId::Claim)
    }

    /// Moves the one chosen claim among those under its heading.
    pub fn move_chosen(&self, send: &CommandSender, shift: Shift) {
        let mut chosen = self.table.chosen().iter();
        if let (Some(id), None) = (chosen.next(), chosen.next()) {
            send.run(Command::MoveClaim(id.clone(), shift));
        }
    }

    /// Shows the ledger.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, queue: &mut Unchecked, saved: &mut Vec<SavedQuery>) {
        queue.update(ctx);
        self.top(ui, ctx, queue);
        match self.view {
            View::Queue => self.queue.show(ui, ctx, queue),
            View::Ledger => self.ledger(ui, ctx, queue, saved),
        }
    }

    fn top(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, queue: &mut Unchecked) {
        ui.horizontal(|ui| {
            let words = [("Ledger", View::Ledger), ("Not checked", View::Queue)];
            for (words, view) in words {
                if tab(ui, ctx.theme, words, &format!("View {words}"), self.view == view).clicked() {
                    self.view = view;
                    if view == View::Queue {
                        queue.focus();
                    }
                }
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if primary_button(ui, ctx.theme, "New claim…").accessible_name("New claim").clicked() {
                    ctx.send.act(Action::NewClaim);
                }
                if self.view == View::Ledger {
                    self.matrix.pages(ui, ctx, &mut self.table);
                }
            });
        });
    }

    fn ledger(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, queue: &mut Unchecked, saved: &mut Vec<SavedQuery>) {
        if ctx.project.claims().is_empty() {
            hint(
                ui,
                ctx.theme,
                "A claim is a proposition in your own words, stated positively. Add the first one, or code words as a claim",
            );
            return;
        }
        let frame = Frame::new().inner_margin(Margin { left: 12, right: 0, top: 2, bottom: 4 });
        let room = (ui.available_width() * 0.42).clamp(220.0, 560.0);
        Panel::right("chosen claims").default_size(370.0_f32.min(room)).size_range(220.0..=room).frame(frame).show(ui, |ui| {
            self.chosen(ui, ctx, queue);
            ui.take_available_height();
        });
        let opened = CentralPanel::no_frame().show(ui, |ui| self.matrix.show(ui, ctx, &mut self.table, queue, saved)).inner;
        if let Some(annotation) = opened.and_then(|claim| first_place(ctx, &claim)) {
            ctx.send.send(Request::JumpTo(annotation));
        }
    }

    fn chosen(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, queue: &mut Unchecked) {
        let ended = match &mut self.sheet {
            Some(Sheet::Merge(form)) => form.show(ui, ctx),
            Some(Sheet::Split(form)) => form.show(ui, ctx),
            None => false,
        };
        if ended {
            self.sheet = None;
        }
        if self.sheet.is_some() {
            return;
        }
        if queue.is_asking() && !queue.awaits_words() {
            queue.show(ui, ctx);
            return;
        }
        let chosen: Vec<&ClaimId> = self.table.listed().iter().filter(|id| self.table.chosen().contains(*id)).collect();
        let one = match chosen.as_slice() {
            [one] => ctx.project.claims().get(*one),
            _ => None,
        };
        let wish = match one {
            Some(claim) => detail::show(ui, ctx, claim, (&mut self.draft, queue), &mut self.carriers),
            None if chosen.is_empty() => {
                hint(
                    ui,
                    ctx.theme,
                    "Choose a claim to see and change it: Ctrl or Shift for several, Ctrl+A for all, Alt with the arrows moves it",
                );
                None
            }
            None => self.several.show(ui, ctx, &chosen),
        };
        self.sheet = match wish {
            Some(Wish::Merge(ids)) => Merging::new(ids).map(|form| Sheet::Merge(Box::new(form))),
            Some(Wish::Split(id)) => Some(Sheet::Split(Box::new(Splitting::new(ctx.project, id)))),
            None => None,
        };
    }
}

/// The first place of a claim: evidence in the open document, else anything that carries it.
fn first_place(ctx: &ViewContext<'_>, claim: &ClaimId) -> Option<crate::model::AnnotationId> {
    let grounds = crate::session::plan::claim_merge::grounds(ctx.project, claim);
    let mut places: Vec<_> = grounds.iter().filter_map(|id| ctx.project.annotations().get(id)).collect();
    let open = ctx.selection.document.as_ref();
    places.sort_by_key(|a| (Some(&a.document) != open, &a.document, a.start()));
    places.first().map(|a| a.id.clone())
}

/// What is to be prepared.
enum Wish {
    /// One claim of these; the first stays.
    Merge(Vec<ClaimId>),
    /// Two claims of this one.
    Split(ClaimId),
}
