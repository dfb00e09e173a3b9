//! Attributes asked for one after the other, answered by keys alone.
//!
//! Each answer is a step of its own, as in the inspector: undo takes back the last answer and not the coding, and leaving half-way keeps
//! what was said. The strip lies over the page, takes the keyboard only, and goes as soon as something else is looked at.

mod answers;
mod drawing;

use std::sync::Arc;

use egui::{Event, EventFilter, Frame, Id, Key, Margin, Modifiers, Popup, PopupCloseBehavior, Rect, RectAlign, Ui};

use super::super::context::ViewContext;
use super::super::proposals::Proposals;
use super::super::theme::SIZES;
use super::super::widgets::Search;
use crate::model::{Annotation, AnnotationId, Attribute, AttributeId, AttributeKind, Project, Reference, Value};
use crate::session::Command;
use crate::ui::keyboard::take_key;
use answers::Answer;

/// Width of the strip in points.
const WIDTH: f32 = 430.0;
/// Proposals shown of entities and claims.
const PROPOSED: usize = 6;

/// The questions about one annotation.
#[derive(Debug)]
pub struct Prompts {
    annotation: AnnotationId,
    /// Questions that were passed, in order; Backspace goes back along them.
    passed: Vec<AttributeId>,
    question: Option<AttributeId>,
    /// What is typed as an answer.
    draft: String,
    search: Search<Reference>,
    cursor: usize,
    complaint: Option<String>,
    wants_keyboard: bool,
    anchor: Option<Rect>,
    side: Option<RectAlign>,
}

/// What became of the strip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptState {
    /// It asks on.
    Open,
    /// Everything was asked, or it was left; the page gets the keyboard.
    Done,
    /// Something else is looked at; the keyboard stays where it is.
    Gone,
}

/// A question whose turn it is.
struct Question<'a> {
    annotation: &'a Annotation,
    attribute: &'a Attribute,
    value: Option<&'a Value>,
}

/// The attributes of an annotation's code in the order of the inspector: who or what is meant comes first.
pub fn in_order(project: &Project, annotation: &Annotation) -> Vec<Arc<Attribute>> {
    let naming = |a: &Arc<Attribute>| matches!(a.kind, AttributeKind::Entity | AttributeKind::Claim | AttributeKind::EntityOrClaim);
    let (mut all, plain): (Vec<_>, Vec<_>) = project.attributes_of(&annotation.code).into_iter().cloned().partition(naming);
    all.extend(plain);
    all
}

impl Prompts {
    /// Begins with the first attribute of an annotation; `None` where it has none.
    pub fn begin(ctx: &egui::Context, project: &Project, annotation: &AnnotationId) -> Option<Self> {
        let found = project.annotations().get(annotation)?;
        if in_order(project, found).is_empty() {
            return None;
        }
        // At once: what is typed next must not reach the page.
        ctx.memory_mut(|memory| memory.request_focus(Self::field()));
        Some(Self {
            annotation: annotation.clone(),
            passed: Vec::new(),
            question: None,
            draft: String::new(),
            search: Search::default(),
            cursor: 0,
            complaint: None,
            wants_keyboard: true,
            anchor: None,
            side: None,
        })
    }

    /// The widget that has the keyboard.
    fn field() -> Id {
        Id::unique("attribute prompt")
    }

    /// Asks; `words` is where the selected words are on the screen, `page` the page.
    pub fn show(&mut self, ui: &Ui, ctx: &ViewContext<'_>, proposals: &Proposals, words: Option<Rect>, page: Rect) -> PromptState {
        let Some(annotation) = ctx.annotation().filter(|a| a.id == self.annotation) else { return PromptState::Gone };
        let Some(attribute) = self.turn(ctx, annotation) else { return PromptState::Done };
        if ui.input_mut(|input| take_key(input, Modifiers::NONE, Key::Escape)) {
            return PromptState::Done;
        }
        let question = Question { annotation, attribute: &attribute, value: annotation.attributes.get(&attribute.id) };
        self.fill(ctx, &question, proposals);
        if ui.memory(|memory| memory.has_focus(Self::field())) {
            self.keys(ui, ctx, &question);
        }
        let rect = self.window(ui, ctx, words, page, &question);
        let beside = ui.input(|i| i.pointer.any_pressed() && i.pointer.interact_pos().is_some_and(|at| !rect.contains(at)));
        if beside { PromptState::Gone } else { PromptState::Open }
    }

    /// The question whose turn it is: an attribute that applies to the values so far and was not passed.
    fn turn(&mut self, ctx: &ViewContext<'_>, annotation: &Annotation) -> Option<Arc<Attribute>> {
        let all = in_order(ctx.project, annotation);
        let asked = |a: &&Arc<Attribute>| a.applies(&annotation.attributes);
        let now = all.iter().filter(asked).find(|a| self.question.as_ref() == Some(&a.id));
        let turn = now.or_else(|| all.iter().filter(asked).find(|a| !self.passed.contains(&a.id))).cloned();
        let id = turn.as_ref().map(|a| a.id.clone());
        if self.question != id {
            let value = id.as_ref().and_then(|id| annotation.attributes.get(id));
            self.draft = answers::as_typed(value);
            self.search = Search::default();
            (self.cursor, self.complaint, self.wants_keyboard) = (0, None, true);
            self.question = id;
        }
        turn
    }

    /// What can be named: what is proposed for the mention first, then what fits its words.
    fn fill(&mut self, ctx: &ViewContext<'_>, question: &Question<'_>, proposals: &Proposals) {
        if !takes_references(&question.attribute.kind) {
            return;
        }
        let quote = question.annotation.quote();
        let named: &[Reference] = match question.value {
            Some(Value::References(references)) => references,
            _ => &[],
        };
        let proposed: Vec<Reference> = proposals.of(&question.annotation.id).iter().map(|p| Reference::Entity(p.entity.clone())).collect();
        self.search.fill(ctx.revision, &format!("{} {quote}", proposed.len()), || {
            let mut choices = super::super::widgets::reference_choices(ctx, &question.attribute.kind, &quote);
            choices.retain(|choice| !named.contains(&choice.value));
            let place = |reference: &Reference| proposed.iter().position(|known| known == reference);
            choices.sort_by_key(|choice| place(&choice.value).unwrap_or(usize::MAX));
            for choice in &mut choices {
                choice.likely |= place(&choice.value).is_some();
            }
            choices
        });
    }

    /// Takes the keys of this frame before any field sees them.
    fn keys(&mut self, ui: &Ui, ctx: &ViewContext<'_>, question: &Question<'_>) {
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(Self::field(), filter));
        let typed = ui.input(|input| input.events.iter().find_map(|e| if let Event::Text(text) = e { Some(text.clone()) } else { None }));
        if let Some(answer) = typed.as_deref().and_then(|typed| self.by_key(question, typed)) {
            ui.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Text(_))));
            return self.take(ui, ctx, question, answer);
        }
        let empty = self.text(question).is_empty();
        let pressed = |key| ui.input_mut(|input| take_key(input, Modifiers::NONE, key));
        if empty && (pressed(Key::Backspace) || pressed(Key::ArrowLeft)) {
            self.back(ui);
        } else if pressed(Key::Enter) {
            let answer = self.by_enter(question);
            self.take(ui, ctx, question, answer);
        } else if takes_references(&question.attribute.kind) {
            let rows = self.rows(question).len();
            self.cursor = (self.cursor + usize::from(pressed(Key::ArrowDown))).saturating_sub(usize::from(pressed(Key::ArrowUp)));
            self.cursor = self.cursor.min(rows.saturating_sub(1));
        }
    }

    fn take(&mut self, ui: &Ui, ctx: &ViewContext<'_>, question: &Question<'_>, answer: Answer) {
        let set = |value: Option<Value>| Command::SetAttribute(question.annotation.id.clone(), question.attribute.id.clone(), value);
        ui.ctx().request_repaint();
        match answer {
            Answer::Skip => self.pass(),
            Answer::Wrong(why) => self.complaint = Some(why),
            Answer::Set(value) => {
                if question.value != value.as_ref() {
                    ctx.send.run(set(value));
                }
                self.pass();
            }
            Answer::Toggle(value) => ctx.send.run(set(value)),
            Answer::Run(command) => {
                ctx.send.run(*command);
                self.pass();
            }
        }
    }

    fn pass(&mut self) {
        self.passed.extend(self.question.take());
        self.complaint = None;
    }

    fn back(&mut self, ui: &Ui) {
        if let Some(before) = self.passed.pop() {
            self.question = None;
            self.wants_keyboard = true;
            // Not the first one that was not passed, but this one.
            self.passed.retain(|passed| *passed != before);
            ui.ctx().request_repaint();
        }
    }

    fn window(&mut self, ui: &Ui, ctx: &ViewContext<'_>, words: Option<Rect>, page: Rect, question: &Question<'_>) -> Rect {
        // Where the words are out of sight, the strip stands at the foot of the page.
        let foot = Rect::from_center_size(egui::pos2(page.center().x, page.bottom() - 12.0), egui::vec2(WIDTH, 0.0));
        let anchor = *self.anchor.get_or_insert(words.unwrap_or(foot));
        let room = ui.ctx().content_rect().bottom() - anchor.bottom();
        let side = *self.side.get_or_insert(if room > 240.0 { RectAlign::BOTTOM_START } else { RectAlign::TOP_START });
        let frame = Frame::popup(ui.style()).inner_margin(Margin::same(10)).corner_radius(SIZES.window_radius);
        let popup = Popup::new(Id::unique("attribute prompts"), ui.ctx().clone(), anchor, ui.layer_id())
            .align(side)
            .align_alternatives(&[])
            .gap(8.0)
            .width(WIDTH)
            .frame(frame)
            .close_behavior(PopupCloseBehavior::IgnoreClicks)
            .open(true);
        popup.show(|ui| self.contents(ui, ctx, question)).map_or(anchor, |shown| shown.response.rect)
    }
}

fn takes_references(kind: &AttributeKind) -> bool {
    matches!(kind, AttributeKind::Entity | AttributeKind::Claim | AttributeKind::EntityOrClaim)
}
