//! The queue as a card: the claim, the treatments with their keys, and what the chosen one needs.

use egui::{Button, EventFilter, Key, Label, Modifiers, RichText, Sense, Ui, WidgetInfo, vec2};

use super::super::super::context::ViewContext;
use super::super::super::theme::SIZES;
use super::super::{field_heading, find_voice, hint, primary_button, quiet_button, semibold, shortened, treatment_colour, voice_chain};
use super::{Stage, Unchecked, key_of, keyboard_id};
use crate::model::{Claim, DocumentId, Reference, TreatmentKind};
use crate::ui::keyboard::{give_keyboard, take_key};

impl Unchecked {
    /// Shows the queue of the open document.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        self.update(ctx);
        let Some((document, _)) = self.of.clone() else {
            hint(ui, ctx.theme, "Open a document to check claims in it");
            return;
        };
        let whole = ui.scope(|ui| {
            self.progress(ui, ctx);
            let Some(claim) = self.at.as_ref().and_then(|id| ctx.project.claims().get(id)).cloned() else {
                let words = if self.order.is_empty() { "The ledger has no claims yet" } else { "Every claim is checked in this document" };
                self.wants_keyboard = false;
                hint(ui, ctx.theme, words);
                return;
            };
            self.keys(ui, ctx);
            let stroke = if ui.memory(|m| m.has_focus(keyboard_id())) { (1.5, ctx.theme.focus) } else { (1.0, ctx.theme.rule) };
            let frame = egui::Frame::new().fill(ctx.theme.raised).stroke(stroke).corner_radius(SIZES.radius);
            let card = frame.inner_margin(10).show(ui, |ui| self.contents(ui, ctx, &claim, &document));
            self.keyboard(ui, card.response.rect, &claim);
        });
        let height = whole.response.rect.height();
        let asks = matches!(self.stage, Stage::Voices(_) | Stage::Looking);
        let grew = asks && (height - std::mem::replace(&mut self.height, height)).abs() > 1.0;
        if std::mem::take(&mut self.wants_sight) || grew {
            // What is typed and what answers it stand at the end of a card that is higher than its room.
            let end = asks && height > ui.clip_rect().height();
            whole.response.scroll_to_me(Some(if end { egui::Align::BOTTOM } else { egui::Align::TOP }));
        }
    }

    fn contents(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim, document: &DocumentId) {
        ui.set_width(ui.available_width());
        let number = format!("Claim {}{}", claim.rank, if claim.group.is_empty() { String::new() } else { format!(" · {}", claim.group) });
        ui.label(RichText::new(number).size(SIZES.small).color(ctx.theme.muted));
        ui.add(Label::new(RichText::new(&claim.statement).font(semibold(SIZES.body + 1.0)).color(ctx.theme.text)).wrap());
        if !claim.note.is_empty() {
            hint(ui, ctx.theme, shortened(&claim.note, 240));
        }
        ui.add_space(SIZES.gap);
        match self.stage {
            Stage::Choosing => self.choosing(ui, ctx),
            Stage::Words(kind) => self.waiting(ui, ctx, document, kind),
            Stage::Voices(kind) => self.asking_voices(ui, ctx, kind),
            Stage::Looking => self.asking_words(ui, ctx, document),
        }
    }

    /// `12 of 29 unchecked`, and the share that is done as a bar.
    fn progress(&self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let (open, all) = self.counts();
        if all == 0 {
            return;
        }
        ui.label(RichText::new(format!("{open} of {all} unchecked")).size(SIZES.small).color(ctx.theme.muted));
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 4.0), Sense::hover());
        ui.painter().rect_filled(rect, 2.0, ctx.theme.rule);
        let share = (all - open) as f32 / all as f32;
        let done = egui::Rect::from_min_size(rect.min, vec2(rect.width() * share, rect.height()));
        ui.painter().rect_filled(done, 2.0, ctx.theme.accent);
        ui.add_space(2.0);
    }

    /// The whole card can have the keyboard, but takes no clicks from what lies on it.
    fn keyboard(&mut self, ui: &Ui, card: egui::Rect, claim: &Claim) {
        let response = ui.interact(card, keyboard_id(), Sense::FOCUSABLE);
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Group, true, format!("Not checked: {}", claim.statement)));
        if self.stage != Stage::Choosing || !self.wants_keyboard {
            return;
        }
        // A click ends with its release, which takes the keyboard to where the pointer is: the card takes it a frame later.
        if ui.input(|input| input.pointer.any_released()) {
            ui.ctx().request_repaint();
            return;
        }
        self.wants_keyboard = false;
        give_keyboard(&response);
        self.wants_sight = true;
    }

    /// The keys of the treatments, while the queue has the keyboard.
    fn keys(&mut self, ui: &Ui, ctx: &ViewContext<'_>) {
        if self.stage != Stage::Choosing || !ui.memory(|m| m.has_focus(keyboard_id())) {
            return;
        }
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(keyboard_id(), filter));
        let pressed = |key: Key| ui.input_mut(|input| take_key(input, Modifiers::NONE, key));
        let kind = TreatmentKind::ALL.into_iter().find(|kind| pressed(key_of(*kind)));
        let (on, back) = (pressed(Key::S) | pressed(Key::ArrowRight), pressed(Key::ArrowLeft));
        if let Some(kind) = kind {
            self.chose(ctx, kind);
        } else if on || back {
            self.step(on);
        }
    }

    fn choosing(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let has_keyboard = ui.memory(|m| m.has_focus(keyboard_id()));
        hint(ui, ctx.theme, "This document …");
        let width = (ui.available_width() - 6.0) / 2.0;
        let mut chosen = None;
        for pair in TreatmentKind::ALL.chunks(2) {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                for kind in pair {
                    let words = RichText::new(kind.word()).color(treatment_colour(ctx.theme, Some(*kind)));
                    if key_button(ui, ctx, words, key_of(*kind).name(), width).accessible_name(format!("It {}", kind.word())).clicked() {
                        chosen = Some(*kind);
                    }
                }
                if pair.len() == 1 {
                    let words = RichText::new("skip").color(ctx.theme.text);
                    if key_button(ui, ctx, words, "S", width).accessible_name("Skip this claim").clicked() {
                        self.step(true);
                        self.wants_keyboard = true;
                    }
                }
            });
        }
        if let Some(kind) = chosen {
            self.chose(ctx, kind);
        }
        if has_keyboard {
            hint(ui, ctx.theme, "The keys count here. ← and → go to other claims");
        } else if quiet_button(ui, "Work with the keys").clicked() {
            self.wants_keyboard = true;
        }
    }

    /// Says what Enter will take as evidence.
    pub(super) fn evidence_words(&self, ctx: &ViewContext<'_>, document: &DocumentId) -> Option<String> {
        let words = ctx.selection.text.and_then(crate::text::TextSelection::span);
        if let Some(words) = words.and_then(|span| ctx.document().and_then(|d| d.text.slice(span))) {
            return Some(format!("“{}”", shortened(words.trim(), 120)));
        }
        let claim = self.at.as_ref()?;
        let ours = |a: &&std::sync::Arc<crate::model::Annotation>| a.document == *document && a.coder == *ctx.coder;
        let carrying: Vec<String> = ctx
            .project
            .annotations_naming(&Reference::Claim(claim.clone()))
            .filter(ours)
            .map(|a| format!("“{}”", shortened(&a.quote(), 60)))
            .collect();
        if !carrying.is_empty() {
            return Some(format!("what carries it already: {}", shortened(&carrying.join(", "), 160)));
        }
        let looked_at = ctx.annotation().filter(|a| a.document == *document && a.is_on_text());
        looked_at.map(|a| format!("the annotation “{}”", shortened(&a.quote(), 100)))
    }

    fn waiting(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, document: &DocumentId, kind: TreatmentKind) {
        ui.label(RichText::new(format!("It {}", kind.word())).color(treatment_colour(ctx.theme, Some(kind))));
        let evidence = self.evidence_words(ctx, document);
        hint(ui, ctx.theme, evidence.as_ref().map_or_else(|| "Select the words that show it".to_owned(), |e| format!("Enter takes {e}")));
        ui.horizontal(|ui| {
            if quiet_button(ui, "Choose another treatment").clicked() {
                self.cancel();
                self.wants_keyboard = true;
            }
        });
    }

    fn asking_voices(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, kind: TreatmentKind) {
        ui.label(RichText::new(format!("It {}", kind.word())).color(treatment_colour(ctx.theme, Some(kind))));
        field_heading(ui, ctx.theme, "On whose word, outermost voice first");
        if let Some(by) = voice_chain(ui, ctx, &self.voices) {
            self.voices = by;
        }
        let words = ctx.selection.text.and_then(crate::text::TextSelection::span);
        let quote = words.and_then(|span| ctx.document().and_then(|d| d.text.slice(span))).unwrap_or_default();
        if let Some(entity) = find_voice(ui, ctx, &mut self.voice, &self.voices, quote) {
            self.voices.push(entity);
            self.voice.wants_focus = true;
        }
        let mut done = self.voice.is_finished;
        let escaped = ui.input_mut(|i| take_key(i, Modifiers::NONE, Key::Escape));
        ui.horizontal(|ui| {
            done |= primary_button(ui, ctx.theme, &format!("It {}", kind.word())).clicked();
            if ui.button("Cancel").clicked() || escaped {
                self.cancel();
                done = false;
            }
        });
        hint(
            ui,
            ctx.theme,
            "Type a name and press Enter for each voice; Enter alone ends. Without a voice, links of the words say whose they are",
        );
        if done {
            self.treat(ctx, kind);
        }
    }

    fn asking_words(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, document: &DocumentId) {
        let escaped = ui.input_mut(|i| take_key(i, Modifiers::NONE, Key::Escape));
        let entered = self.looking.show(ui, ctx, document);
        let done = self.looking.is_done();
        let mut omits = entered;
        ui.horizontal(|ui| {
            omits |= ui.add_enabled_ui(done, |ui| primary_button(ui, ctx.theme, "It omits the claim").clicked()).inner;
            if ui.button("Cancel").clicked() || escaped {
                self.cancel();
                omits = false;
            }
        });
        if omits {
            self.omit(ctx);
        }
    }
}

fn key_button(ui: &mut Ui, ctx: &ViewContext<'_>, words: RichText, key: &str, width: f32) -> egui::Response {
    let key = RichText::new(key).size(SIZES.small).color(ctx.theme.muted);
    ui.add(Button::new(words).shortcut_text(key).min_size(vec2(width, 24.0)))
}
