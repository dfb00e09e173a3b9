//! The queue of claims that a document has not been checked for: one at a time, a key for each treatment, and what that treatment needs.
//!
//! ```text
//! Choosing -- A P T H D N --> Words -- Enter --> (Voices --) treated, the next claim
//!          -- O ------------> Looking -- Enter -----------> omitted, the next claim
//!          -- S ------------> the next claim
//! ```
//!
//! The same queue is shown in the inspector and under Claims; while it waits for words there is a strip above the page.

mod card;
mod strip;

use std::collections::BTreeSet;

use egui::Id;

use super::super::actions::Action;
use super::super::context::ViewContext;
use super::{Looking, Search, treatment_of};
use crate::analysis::ledger::{in_groups, unchecked};
use crate::analysis::looking::words_to_look_for;
use crate::model::{ClaimId, CoderId, DocumentId, EntityId, Reference, TreatmentKind};
use crate::session::Command;
use crate::session::plan::treating::Treating;
use crate::text::TextSelection;

/// What the queue waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Stage {
    /// A treatment.
    #[default]
    Choosing,
    /// Words that show it.
    Words(TreatmentKind),
    /// On whose word.
    Voices(TreatmentKind),
    /// Words that are not there.
    Looking,
}

/// The queue of one coder in one document.
#[derive(Debug, Default)]
pub struct Unchecked {
    of: Option<(DocumentId, CoderId)>,
    revision: u64,
    /// Every claim in the order of the ledger, and those not checked.
    order: Vec<ClaimId>,
    open: Vec<ClaimId>,
    at: Option<ClaimId>,
    /// A claim that was asked for by itself, whether checked or not, and the document.
    asked: Option<(DocumentId, ClaimId)>,
    stage: Stage,
    voices: Vec<EntityId>,
    voice: Search<Reference>,
    looking: Looking,
    wants_keyboard: bool,
    wants_page: bool,
    /// Whether the card is to be scrolled into sight: what it shows is another now.
    wants_sight: bool,
    /// How high the card was in the last frame, in points.
    height: f32,
}

/// The key of a treatment; none of them does anything unless the queue has the keyboard.
pub fn key_of(kind: TreatmentKind) -> egui::Key {
    match kind {
        TreatmentKind::Asserts => egui::Key::A,
        TreatmentKind::Presupposes => egui::Key::P,
        TreatmentKind::Attributes => egui::Key::T,
        TreatmentKind::Hedges => egui::Key::H,
        TreatmentKind::Disputes => egui::Key::D,
        TreatmentKind::Denies => egui::Key::N,
        TreatmentKind::Omits => egui::Key::O,
    }
}

/// Whether it is asked on whose word a document says so.
fn has_voices(kind: TreatmentKind) -> bool {
    match kind {
        TreatmentKind::Attributes | TreatmentKind::Hedges | TreatmentKind::Disputes | TreatmentKind::Denies => true,
        TreatmentKind::Asserts | TreatmentKind::Presupposes | TreatmentKind::Omits => false,
    }
}

fn keyboard_id() -> Id {
    Id::unique("queue of unchecked claims")
}

impl Unchecked {
    /// Takes the keyboard at the next frame in which the queue is shown.
    pub fn focus(&mut self) {
        self.wants_keyboard = true;
        self.wants_sight = true;
    }

    /// Whether it is to be seen at once: it takes the keyboard, or is in the middle of something.
    pub fn is_called(&self) -> bool {
        self.wants_keyboard || self.stage != Stage::Choosing
    }

    /// Whether the page is to let words be selected and nothing else.
    pub fn awaits_words(&self) -> bool {
        matches!(self.stage, Stage::Words(_))
    }

    /// Whether a claim is being asked for by itself.
    pub fn is_asking(&self) -> bool {
        self.asked.is_some()
    }

    /// Whether the page is to get the keyboard; asked once.
    pub fn take_page_wish(&mut self) -> bool {
        std::mem::take(&mut self.wants_page)
    }

    /// Whether its card is to be seen: where only one part of the room fits, that part is turned to.
    pub fn wants_sight(&self) -> bool {
        self.wants_sight
    }

    /// How many claims are not checked, and how many there are.
    pub fn counts(&self) -> (usize, usize) {
        (self.open.len(), self.order.len())
    }

    /// Asks for what a treatment of this claim needs.
    pub fn ask(&mut self, ctx: &ViewContext<'_>, claim: &ClaimId, document: &DocumentId, kind: TreatmentKind) {
        self.asked = Some((document.clone(), claim.clone()));
        self.of = Some((document.clone(), ctx.coder.clone()));
        self.at = Some(claim.clone());
        self.chose(ctx, kind);
    }

    /// Lists the claims again when something changed; goes on behind a claim that has been checked.
    pub fn update(&mut self, ctx: &ViewContext<'_>) {
        let Some(document) = ctx.document() else {
            self.of = None;
            return;
        };
        let of = Some((document.id.clone(), ctx.coder.clone()));
        if self.of == of && self.revision == ctx.revision && !self.order.is_empty() {
            return;
        }
        if self.asked.as_ref().is_some_and(|(of, claim)| *of != document.id || !ctx.project.claims().contains_key(claim)) {
            self.asked = None;
        }
        if self.of != of && self.asked.is_none() {
            self.back_to_choosing();
            self.at = None;
        }
        self.of = of;
        self.revision = ctx.revision;
        let before = std::mem::take(&mut self.order);
        self.order = in_groups(ctx.project).into_iter().map(|c| c.id.clone()).collect();
        self.open = unchecked(ctx.project, ctx.coder, &document.id);
        let stays = self.asked.is_some() || self.at.as_ref().is_some_and(|at| self.open.contains(at));
        if !stays {
            self.back_to_choosing();
            let open: BTreeSet<&ClaimId> = self.open.iter().collect();
            let place = self.at.as_ref().and_then(|at| before.iter().position(|id| id == at)).unwrap_or(0);
            let behind = before.iter().skip(place).find(|id| open.contains(id));
            self.at = behind.or(self.open.first()).cloned();
        }
    }

    /// Goes to the next claim that is not checked, or the one before; after the last comes the first.
    fn step(&mut self, forward: bool) {
        self.asked = None;
        self.back_to_choosing();
        let count = self.open.len();
        let Some(place) = self.at.as_ref().and_then(|at| self.open.iter().position(|id| id == at)) else {
            self.at = self.open.first().cloned();
            return;
        };
        let to = if forward { (place + 1) % count } else { (place + count - 1) % count };
        self.at = self.open.get(to).cloned();
    }

    fn back_to_choosing(&mut self) {
        self.stage = Stage::Choosing;
        self.voices.clear();
        self.voice = Search::default();
    }

    /// A treatment was chosen: what it needs is asked for.
    fn chose(&mut self, ctx: &ViewContext<'_>, kind: TreatmentKind) {
        let Some(claim) = self.at.as_ref().and_then(|id| ctx.project.claims().get(id)) else { return };
        self.back_to_choosing();
        self.wants_sight = true;
        if kind == TreatmentKind::Omits {
            let document = self.of.as_ref().map(|(document, _)| document);
            let looked = document.and_then(|d| treatment_of(ctx, claim, d)).and_then(|t| t.looked.as_ref());
            let words = looked.map(|looked| looked.words.clone()).filter(|words| !words.is_empty());
            self.looking.begin(&words.unwrap_or_else(|| words_to_look_for(ctx.project, &claim.statement)));
            self.stage = Stage::Looking;
        } else {
            self.stage = Stage::Words(kind);
            self.wants_page = true;
            ctx.send.act(Action::Read);
        }
    }

    /// The words were shown, or what carries the claim already will do.
    fn words_chosen(&mut self, ctx: &ViewContext<'_>, kind: TreatmentKind) {
        if has_voices(kind) {
            self.stage = Stage::Voices(kind);
            self.voice.wants_focus = true;
            self.wants_sight = true;
            self.wants_page = false;
        } else {
            self.treat(ctx, kind);
        }
    }

    fn treat(&mut self, ctx: &ViewContext<'_>, kind: TreatmentKind) {
        let Some(claim) = self.at.clone() else { return };
        ctx.send.run(Command::TreatInWords(Treating { claim, kind, by: std::mem::take(&mut self.voices) }));
        self.done(ctx);
        // The next claim must not be proved by the words of this one.
        if let Some(text) = ctx.selection.text {
            ctx.send.run(Command::Select(TextSelection::caret(text.focus)));
        }
        ctx.send.run(Command::SelectAnnotation(None));
    }

    fn omit(&mut self, ctx: &ViewContext<'_>) {
        let Some(claim) = self.at.clone() else { return };
        ctx.send.run(Command::Omit(claim, self.looking.words()));
        self.done(ctx);
    }

    fn done(&mut self, ctx: &ViewContext<'_>) {
        let by_itself = self.asked.take().is_some();
        self.back_to_choosing();
        // Listed anew, whatever came of the command.
        self.revision = ctx.revision.wrapping_sub(1);
        self.wants_keyboard = !by_itself;
        self.wants_sight = !by_itself;
        self.wants_page = by_itself;
    }

    fn cancel(&mut self) {
        let by_itself = self.asked.take().is_some();
        self.back_to_choosing();
        self.wants_keyboard = !by_itself;
    }
}
