//! The strip above the page that says what a gesture asks for, and the keys that answer it.

use egui::{EventFilter, Id, Key, Modifiers, RichText, Ui};

use super::super::super::context::ViewContext;
use super::super::super::facts::title_of;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{Choice, Search, semibold, shortened};
use crate::analysis::linkable::{can_be_linked, types_between};
use crate::analysis::quotation_chain::QuotationRoles;
use crate::model::{Annotation, AnnotationId, LinkType};
use crate::session::plan::quotations::PartName;
use crate::session::{Command, Gesture, GestureStep, Linking, Purpose, Quoting};
use crate::ui::keyboard::take_key;

/// What the strip remembers between frames.
#[derive(Debug, Default)]
pub struct Strip {
    search: Search<AnnotationId>,
    /// The type that Enter takes.
    marked: usize,
    /// What was asked for in the frame before: another question begins at its start.
    asked: Option<Gesture>,
}

impl Strip {
    /// Takes letters that were typed on the page; true: they were the strip's.
    pub fn typed(&mut self, ctx: &ViewContext<'_>, text: &str) -> bool {
        match ctx.gesture {
            Some(Gesture::Linking(linking)) if linking.to.is_none() => {
                self.search.type_on(text);
                true
            }
            Some(Gesture::Linking(linking)) => {
                let number = text.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
                if let Some(kind) = number.and_then(|n| types(ctx, linking).get(n).map(|t| t.id.clone())) {
                    step(ctx, GestureStep::Type(kind));
                }
                true
            }
            Some(Gesture::Quotation(_) | Gesture::Part { .. }) => true,
            None => false,
        }
    }

    /// Shows the strip while there is a gesture, and reads its keys where the page has the keyboard.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, page: Option<Id>) {
        if self.asked.as_ref() != ctx.gesture {
            self.asked = ctx.gesture.cloned();
            self.marked = 0;
            self.search.query.clear();
        }
        let Some(gesture) = ctx.gesture else { return };
        let focused = ui.memory(egui::Memory::focused);
        if focused.is_none() || focused == page {
            self.read_keys(ui, ctx, gesture);
        }
        let frame = egui::Frame::new().fill(ctx.theme.raised).inner_margin(egui::Margin::symmetric(14, 5));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            match gesture {
                Gesture::Quotation(quoting) => quotation(ui, ctx, quoting),
                Gesture::Part { name, .. } => part(ui, ctx, *name),
                Gesture::Linking(linking) if linking.to.is_none() => self.other_end(ui, ctx, linking),
                Gesture::Linking(linking) => self.types(ui, ctx, linking),
            }
        });
        ui.add(egui::Separator::default().spacing(1.0));
    }

    /// While there is a gesture, Tab is the page's.
    pub fn hold_tab(ui: &Ui, ctx: &ViewContext<'_>, page: Id) {
        let takes_tab = match ctx.gesture {
            Some(Gesture::Quotation(quoting)) => quoting.asks != PartName::Content,
            Some(Gesture::Linking(linking)) => linking.to.is_some(),
            Some(Gesture::Part { .. }) | None => false,
        };
        if takes_tab && ui.memory(|memory| memory.has_focus(page)) {
            let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(page, filter));
        }
    }

    fn read_keys(&mut self, ui: &Ui, ctx: &ViewContext<'_>, gesture: &Gesture) {
        let pressed = |key| ui.input_mut(|input| take_key(input, Modifiers::NONE, key));
        if pressed(Key::Escape) {
            return step(ctx, GestureStep::End);
        }
        if let Gesture::Linking(linking) = gesture
            && linking.to.is_some()
        {
            let types = types(ctx, linking);
            let last = types.len().saturating_sub(1);
            if pressed(Key::ArrowRight) || pressed(Key::ArrowDown) {
                self.marked = (self.marked + 1).min(last);
            }
            if pressed(Key::ArrowLeft) || pressed(Key::ArrowUp) {
                self.marked = self.marked.saturating_sub(1);
            }
            if pressed(Key::Tab) && can_turn(ctx, linking) {
                return step(ctx, GestureStep::Turn);
            }
            if pressed(Key::Enter)
                && let Some(kind) = types.get(self.marked)
            {
                step(ctx, GestureStep::Type(kind.id.clone()));
            }
            return;
        }
        // The key that took the gesture here must not go on to the page: Enter would open the palette there.
        if pressed(Key::Enter) {
            return step(ctx, GestureStep::Next);
        }
        if matches!(gesture, Gesture::Quotation(quoting) if quoting.asks != PartName::Content) && pressed(Key::Tab) {
            step(ctx, GestureStep::Skip);
        }
    }

    fn other_end(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, linking: &Linking) {
        let Some(from) = ctx.project.annotations().get(&linking.from) else { return };
        let words = match linking.purpose {
            Purpose::Link => format!("Linking from {}: choose the other end", named(ctx, from)),
            Purpose::Nest => format!("Nesting {}: choose the content around it", named(ctx, from)),
        };
        asking(ui, ctx, &words, "Click it on any page, or step to it and press Enter, or type its words", |ui| {
            if ui.button("Take the selected one").on_hover_text("Enter").clicked() {
                step(ctx, GestureStep::Next);
            }
        });
        let subject = format!("{} {:?}", linking.from, linking.purpose);
        self.search.fill(ctx.revision, &subject, || ends(ctx, from, linking.purpose));
        ui.set_max_width(460.0_f32.min(ui.available_width()));
        if self.search.is_empty() {
            ui.label(RichText::new("No annotation can be the other end").size(SIZES.small).color(ctx.theme.muted));
        } else if let Some(to) = self.search.show(ui, ctx.theme, "Find the other annotation…", 6) {
            step(ctx, GestureStep::Choose(to));
        }
    }

    fn types(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, linking: &Linking) {
        let Some((from, to)) = linking.ends(ctx.project) else { return };
        let words = format!("{} → {}", named(ctx, from), named(ctx, to));
        let can_turn = can_turn(ctx, linking);
        let keys = if can_turn { "A number or Enter takes a type · Tab turns it round" } else { "A number or Enter takes a type" };
        asking(ui, ctx, &words, keys, |ui| {
            if ui.add_enabled(can_turn, egui::Button::new("Turn round")).on_hover_text("Tab").clicked() {
                step(ctx, GestureStep::Turn);
            }
        });
        ui.horizontal_wrapped(|ui| {
            for (place, kind) in types(ctx, linking).into_iter().enumerate() {
                let words = if place < 9 { format!("{}  {}", place + 1, kind.name) } else { kind.name.clone() };
                let button = egui::Button::selectable(place == self.marked, words).frame_when_inactive(true);
                let name = format!("{} {} {}", ctx.code_name(&from.code), kind.name, ctx.code_name(&to.code));
                if ui.add(button).accessible_name(name).on_hover_text(&kind.definition).clicked() {
                    step(ctx, GestureStep::Type(kind.id.clone()));
                }
            }
        });
    }
}

fn step(ctx: &ViewContext<'_>, step: GestureStep) {
    ctx.send.run(Command::Gesture(step));
}

/// One question with its buttons at the right; Esc always leaves.
fn asking(ui: &mut Ui, ctx: &ViewContext<'_>, words: &str, keys: &str, buttons: impl FnOnce(&mut Ui)) {
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(words).font(semibold(SIZES.body)).color(ctx.theme.text));
        ui.label(RichText::new(format!("{keys} · Esc leaves")).size(SIZES.small).color(ctx.theme.muted));
        buttons(ui);
        if ui.button("Leave").on_hover_text("Esc").clicked() {
            step(ctx, GestureStep::End);
        }
    });
}

fn quotation(ui: &mut Ui, ctx: &ViewContext<'_>, quoting: &Quoting) {
    let (words, keys) = match quoting.asks {
        PartName::Content => ("Coding a quotation: select what is said", "then Enter"),
        PartName::Cue => ("Content marked. Select the cue (said, reported…)", "then Enter · Tab skips"),
        PartName::Source => ("Now select the source (who says it), or a source that is coded already", "then Enter · Tab skips"),
    };
    let words = match (quoting.asks, &quoting.cue) {
        (PartName::Source, Some(_)) => format!("Cue marked. {words}"),
        _ => words.to_owned(),
    };
    asking(ui, ctx, &words, keys, |ui| {
        if ui.button("Take it").on_hover_text("Enter").clicked() {
            step(ctx, GestureStep::Next);
        }
        if quoting.asks != PartName::Content && ui.button("Skip").on_hover_text("Tab").clicked() {
            step(ctx, GestureStep::Skip);
        }
    });
}

fn part(ui: &mut Ui, ctx: &ViewContext<'_>, name: PartName) {
    let words = format!("Select the {} of the quotation, or an annotation that is one already", name.word());
    asking(ui, ctx, &words, "then Enter", |ui| {
        if ui.button("Take it").on_hover_text("Enter").clicked() {
            step(ctx, GestureStep::Next);
        }
    });
}

fn named(ctx: &ViewContext<'_>, annotation: &Annotation) -> String {
    let words = if annotation.is_on_text() { shortened(&annotation.quote(), 32) } else { "whole document".to_owned() };
    format!("{} “{words}”", ctx.code_name(&annotation.code))
}

fn types<'a>(ctx: &ViewContext<'a>, linking: &Linking) -> Vec<&'a LinkType> {
    linking.ends(ctx.project).map(|(from, to)| types_between(ctx.project, from, to)).unwrap_or_default()
}

/// Whether some type leads the other way.
fn can_turn(ctx: &ViewContext<'_>, linking: &Linking) -> bool {
    !types(ctx, &Linking { turned: !linking.turned, ..linking.clone() }).is_empty()
}

/// Annotations that may be the other end: those of this document first, in order of their distance.
fn ends(ctx: &ViewContext<'_>, from: &Annotation, purpose: Purpose) -> Vec<Choice<AnnotationId>> {
    let content = QuotationRoles::of(ctx.project).map(|roles| roles.content);
    let fits = |a: &&Annotation| match purpose {
        Purpose::Link => can_be_linked(ctx.project, from, a),
        Purpose::Nest => a.id != from.id && Some(&a.code) == content.as_ref(),
    };
    let mut found: Vec<&Annotation> = ctx.project.annotations().values().map(AsRef::as_ref).filter(fits).collect();
    found.sort_by_key(|a| (a.document != from.document, a.start().abs_diff(from.start()), a.id.clone()));
    let choice = |a: &Annotation| {
        let quote = if a.is_on_text() { shortened(&a.quote(), 90) } else { "(whole document)".to_owned() };
        let document = ctx.project.documents().get(&a.document).map(|d| title_of(d)).unwrap_or_default();
        let remark = if a.document == from.document { String::new() } else { shortened(&document, 18) };
        let name = format!("{}: {quote}", ctx.code_name(&a.code));
        Choice { value: a.id.clone(), name, remark, also: String::new(), likely: false }
    };
    found.into_iter().map(choice).collect()
}
