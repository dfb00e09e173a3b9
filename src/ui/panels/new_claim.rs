//! The form for a new claim: its positive words, heading, importance and note, and what carries it.

use egui::{Id, Key, Label, Modal, Modifiers, RichText, TextEdit, Ui};

use super::super::context::ViewContext;
use super::super::theme::SIZES;
use super::super::widgets::{field_heading, group_field, hint, importance_buttons, primary_button, quiet_button, semibold, shortened};
use crate::analysis::negation::{Negation, negation};
use crate::model::{AnnotationId, TreatmentKind};
use crate::session::plan::ledger::{CarriedBy, ClaimDraft, claim_code};
use crate::session::{Command, Session};
use crate::text::TextSelection;
use crate::ui::keyboard::{give_keyboard, take_escape, take_key};

const WIDTH: f32 = 540.0;
/// Selected words longer than this (characters) are not filled in as a statement.
const LONGEST_FILLED: usize = 300;

/// The form, open or not.
#[derive(Debug, Default)]
pub struct NewClaim {
    open: bool,
    draft: ClaimDraft,
    /// The words that carry it, if there are any.
    quote: Option<String>,
    /// The statement as it was judged last, and what negates it.
    judged: Option<(String, Option<Negation>)>,
    wants_focus: bool,
}

fn statement_id() -> Id {
    Id::unique("statement of a new claim")
}

/// Where a new claim is begun, which says what is to carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// At an annotation, which carries it.
    At(AnnotationId),
    /// With the page in sight: the words selected there carry it.
    OnThePage,
    /// Elsewhere: words that are selected out of sight are not meant.
    Elsewhere,
}

impl NewClaim {
    /// Opens it for the selected words, or for an annotation that is to carry the claim.
    pub fn open(&mut self, session: &Session, begun: &Begun) {
        let project = session.project();
        let carrier = if let Begun::At(id) = begun { project.annotations().get(id) } else { None };
        let words = || {
            let document = project.documents().get(session.selection().document.as_ref()?)?;
            let words = document.text.slice(session.selection().text.and_then(TextSelection::span)?)?.trim();
            (*begun != Begun::Elsewhere && !words.is_empty() && claim_code(project).is_some()).then(|| words.to_owned())
        };
        let (carried_by, quote, treatment) = match carrier {
            Some(a) => (CarriedBy::Annotation(a.id.clone()), Some(a.quote()), None),
            None => match words() {
                Some(words) => (CarriedBy::Words, Some(words), Some(TreatmentKind::Asserts)),
                None => (CarriedBy::Nothing, None, None),
            },
        };
        let filled = quote.as_deref().filter(|q| q.chars().count() <= LONGEST_FILLED).unwrap_or_default();
        let statement = filled.split_whitespace().collect::<Vec<_>>().join(" ");
        let draft = ClaimDraft { statement, carried_by, treatment, ..ClaimDraft::default() };
        *self = Self { open: true, draft, quote, judged: None, wants_focus: true };
    }

    /// Whether it lies over the window.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Shows it while it is open; says whether it has just been closed, so that the page can take the keyboard.
    pub fn show(&mut self, ui: &Ui, ctx: &ViewContext<'_>) -> bool {
        if !self.open {
            return false;
        }
        let menu = egui::Popup::is_any_open(ui.ctx());
        let escaped = take_escape(ui);
        // A line end says nothing in a statement, so Enter adds the claim there, too.
        let typing = ui.ctx().text_edit_focused();
        let entered = typing && !menu && ui.input_mut(|i| take_key(i, Modifiers::NONE, Key::Enter));
        let frame = egui::Frame::popup(ui.style()).inner_margin(16.0);
        let modal = Modal::new(Id::unique("new claim")).frame(frame).backdrop_color(egui::Color32::from_black_alpha(50));
        let modal = modal.show(ui.ctx(), |ui| {
            ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 80.0));
            self.form(ui, ctx)
        });
        let ready = !self.draft.statement.trim().is_empty();
        let added = ready && (entered || modal.inner == Some(Answer::Add));
        if added {
            ctx.send.run(Command::AddClaim(self.draft.clone()));
        }
        let closed = added || escaped || modal.inner == Some(Answer::Close) || !menu && modal.should_close();
        self.open = !closed;
        closed
    }

    fn form(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) -> Option<Answer> {
        ui.label(RichText::new("New claim").font(semibold(SIZES.heading)).color(ctx.theme.text));
        ui.add_space(SIZES.gap);
        self.statement(ui, ctx);
        field_heading(ui, ctx.theme, "Group");
        group_field(ui, ctx, &mut self.draft.group, "Group of the new claim");
        field_heading(ui, ctx.theme, "Importance");
        if let Some(importance) = importance_buttons(ui, self.draft.importance, "Importance of the claim") {
            self.draft.importance = importance;
        }
        field_heading(ui, ctx.theme, "Note");
        let width = ui.available_width();
        ui.add(TextEdit::singleline(&mut self.draft.note).desired_width(width)).accessible_name("Note of the new claim");
        ui.add_space(SIZES.gap);
        self.carrier(ui, ctx);
        ui.add_space(SIZES.group_gap);
        let ready = !self.draft.statement.trim().is_empty();
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let add = ui.add_enabled_ui(ready, |ui| primary_button(ui, ctx.theme, "Add the claim")).inner.clicked().then_some(Answer::Add);
            add.or(ui.button("Cancel").clicked().then_some(Answer::Close))
        })
        .inner
    }

    fn statement(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        field_heading(ui, ctx.theme, "Statement, positive and in your own words");
        let width = ui.available_width();
        let field = TextEdit::multiline(&mut self.draft.statement).id(statement_id()).desired_rows(2).desired_width(width);
        let field = ui.add(field).accessible_name("Statement of the new claim");
        if std::mem::take(&mut self.wants_focus) {
            give_keyboard(&field);
        }
        if self.judged.as_ref().is_none_or(|(of, _)| *of != self.draft.statement) {
            self.judged = Some((self.draft.statement.clone(), negation(&self.draft.statement)));
        }
        let Some((_, Some(found))) = &self.judged else { return };
        let found = found.clone();
        let frame = egui::Frame::new().fill(ctx.theme.raised).stroke((1.0, ctx.theme.warning)).corner_radius(SIZES.radius);
        frame.inner_margin(8).show(ui, |ui| {
            ui.set_width(ui.available_width());
            self.remark(ui, ctx, &found);
        });
    }

    /// Why a claim is stated positively, and how this one could be.
    fn remark(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, found: &Negation) {
        let why = format!(
            "“{}” denies something. State what would be so: a denial is the treatment “denies” of the positive claim, so that two reports can \
             be compared on one line",
            found.cue
        );
        ui.add(Label::new(RichText::new(why).color(ctx.theme.warning)).wrap());
        let Some(positive) = &found.positive else {
            hint(ui, ctx.theme, "Reword it if you like; it can be added as it is");
            return;
        };
        ui.add(Label::new(RichText::new(positive).font(semibold(SIZES.body)).color(ctx.theme.text)).wrap());
        let words = if self.quote.is_some() { "Use this wording, and say that the document denies it" } else { "Use this wording" };
        if quiet_button(ui, words).clicked() {
            self.draft.statement.clone_from(positive);
            if self.quote.is_some() {
                self.draft.treatment = Some(TreatmentKind::Denies);
            }
            self.wants_focus = true;
        }
    }

    fn carrier(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let Some(quote) = &self.quote else { return };
        let quote = shortened(quote, 120);
        if let CarriedBy::Annotation(_) = self.draft.carried_by {
            hint(ui, ctx.theme, format!("Carried by “{quote}”"));
        } else {
            let mut in_words = self.draft.carried_by == CarriedBy::Words;
            if ui.checkbox(&mut in_words, "Code the selected words as carrying it").changed() {
                self.draft.carried_by = if in_words { CarriedBy::Words } else { CarriedBy::Nothing };
            }
            hint(ui, ctx.theme, format!("“{quote}”"));
        }
        if self.draft.carried_by == CarriedBy::Nothing {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.label(RichText::new("There the document").color(ctx.theme.muted));
            let said = TreatmentKind::ALL.into_iter().filter(|kind| *kind != TreatmentKind::Omits).map(Some);
            for kind in said.chain([None]) {
                let word = kind.map_or("not said yet", TreatmentKind::word);
                let button = egui::Button::selectable(self.draft.treatment == kind, word).frame_when_inactive(true);
                if ui.add(button).accessible_name(format!("There the document {word}")).clicked() {
                    self.draft.treatment = kind;
                }
            }
        });
    }
}

/// What was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Add,
    Close,
}
