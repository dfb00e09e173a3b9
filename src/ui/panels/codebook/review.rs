//! The review list: annotations that were made before their code came to mean what it means now, worked off one by one.

use std::collections::BTreeMap;

use egui::{Context, Id, Key, Modifiers, RichText, ScrollArea, Ui};

use super::super::super::context::{Request, ViewContext};
use super::super::super::theme::SIZES;
use super::super::super::widgets::{Row, hint, quiet_button, row_in, semibold, shortened};
use super::picker::Picker;
use super::uses::words_of;
use crate::analysis::review::{is_waiting, waiting};
use crate::model::{Annotation, AnnotationId, Code, CodeId, Project, Scope, Target};
use crate::session::{Asked, CodebookChange, Command};
use crate::ui::keyboard::take_key;

const ROW: f32 = 26.0;
/// Letters of the text around an annotation.
const AROUND: usize = 120;
/// Height that the annotation and its buttons need above the list.
const CARD: f32 = 300.0;

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub(super) struct Review {
    waiting: Asked<u64, Waiting>,
    /// The list that `at` is a place in, and the revision it was looked at with.
    of: (Option<u64>, u64),
    at: usize,
    current: Option<AnnotationId>,
}

/// The list, and how many in it are of each code.
#[derive(Debug, Default)]
struct Waiting {
    ids: Vec<AnnotationId>,
    by_code: BTreeMap<CodeId, usize>,
}

impl Waiting {
    fn of(project: &Project) -> Self {
        let ids = waiting(project);
        let mut by_code = BTreeMap::new();
        for annotation in ids.iter().filter_map(|id| project.annotations().get(id)) {
            *by_code.entry(annotation.code.clone()).or_insert(0) += 1;
        }
        Self { ids, by_code }
    }
}

impl Review {
    /// Looks again when something changed.
    pub(super) fn update(&mut self, egui: &Context, ctx: &ViewContext<'_>) {
        let project = ctx.project.clone();
        self.waiting.ask(ctx.revision, ctx.wake_where_long(egui), move || Waiting::of(&project));
        let list = &self.waiting.answer().ids;
        let of = (self.waiting.question().copied(), ctx.revision);
        if self.of.0 != of.0 {
            let there = self.current.as_ref().and_then(|current| list.iter().position(|id| id == current));
            self.at = there.unwrap_or(self.at);
        }
        if self.of != of {
            // While a long list is looked through anew, what was worked off already is not offered again.
            let left = list.iter().skip(self.at).position(|id| is_left(ctx, id));
            self.at += left.unwrap_or(0);
            self.of = of;
        }
        self.at = self.at.min(list.len().saturating_sub(1));
        self.current = list.get(self.at).cloned();
    }

    /// How many are waiting.
    pub(super) fn len(&self) -> usize {
        self.waiting.answer().ids.len()
    }

    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, picker: &mut Picker) {
        ui.label(RichText::new("Review list").font(semibold(SIZES.heading)).color(ctx.theme.text));
        let current = self.waiting.answer().ids.get(self.at).filter(|id| is_left(ctx, id)).and_then(|id| ctx.project.annotations().get(id));
        let Some(annotation) = current else {
            hint(
                ui,
                ctx.theme,
                "Nothing is to be reviewed. When a code comes to mean something else, the annotations made before are listed here",
            );
            return;
        };
        hint(ui, ctx.theme, format!("{} of {}: made before the code came to mean what it means now", self.at + 1, self.len()));
        let height = CARD.min(ui.available_height() * 0.6);
        ScrollArea::vertical().id_salt("review card").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            card(ui, ctx, annotation);
            self.buttons(ui, ctx, annotation, picker);
        });
        ui.separator();
        self.list(ui, ctx);
    }

    fn buttons(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, annotation: &Annotation, picker: &mut Picker) {
        let typing = ui.ctx().text_edit_focused();
        let pressed = |ui: &Ui, key: Key| !typing && ui.input_mut(|input| take_key(input, Modifiers::NONE, key));
        let one = || vec![annotation.id.clone()];
        ui.horizontal_wrapped(|ui| {
            if ui.button("Keep as it is (K)").clicked() || pressed(ui, Key::K) {
                ctx.send.run(Command::Codebook(CodebookChange::KeepAsIs(one())));
            }
            let fits = |code: &Code| !code.retired && code.id != annotation.code && code.scopes.contains(&scope_of(annotation));
            if let Some(code) = picker.show(ui, ctx, (Id::unique("review recode"), "Recode…", "Recode the annotation"), fits) {
                ctx.send.run(Command::Recode(annotation.id.clone(), code));
            }
            if ui.button("Delete (D)").accessible_name("Delete the reviewed annotation").clicked() || pressed(ui, Key::D) {
                ctx.send.run(Command::DeleteAnnotations(one()));
            }
            if ui.button("Show in the text (S)").clicked() || pressed(ui, Key::S) {
                ctx.send.send(Request::JumpTo(annotation.id.clone()));
            }
            let back = self.at > 0;
            if (ui.add_enabled(back, egui::Button::new("Previous (P)")).clicked() || pressed(ui, Key::P)) && back {
                self.at -= 1;
            }
            let on = self.at + 1 < self.len();
            if (ui.add_enabled(on, egui::Button::new("Next (N)")).clicked() || pressed(ui, Key::N)) && on {
                self.at += 1;
            }
        });
        let of_code = self.waiting.answer().by_code.get(&annotation.code).copied().unwrap_or(0);
        ui.horizontal_wrapped(|ui| {
            let words = format!("Keep all {of_code} of {}", ctx.code_name(&annotation.code));
            if quiet_button(ui, &words).accessible_name("Keep all of this code as they are").clicked() {
                ctx.send.run(Command::Codebook(CodebookChange::KeepAll(Some(annotation.code.clone()))));
            }
            if quiet_button(ui, &format!("Keep all {} (A)", self.len())).accessible_name("Keep all as they are").clicked()
                || pressed(ui, Key::A)
            {
                ctx.send.run(Command::Codebook(CodebookChange::KeepAll(None)));
            }
        });
    }

    fn list(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        // The height of a row is counted with the gap below it.
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("review list").auto_shrink(false).show_rows(ui, ROW, self.len(), |ui, range| {
            for at in range {
                let Some(annotation) = self.waiting.answer().ids.get(at).and_then(|id| ctx.project.annotations().get(id)) else { continue };
                let words = format!("{} · {}", ctx.code_name(&annotation.code), words_of(annotation));
                let label = format!("To review: {words}");
                let response = row_in(ui, ctx.theme, ROW, &Row { label: &label, chosen: at == self.at, enabled: true });
                let text = egui::WidgetText::from(RichText::new(&words).color(ctx.theme.text));
                let galley = text.into_galley(ui, Some(egui::TextWrapMode::Truncate), response.rect.width() - 12.0, egui::TextStyle::Body);
                let place = egui::pos2(response.rect.left() + 6.0, response.rect.center().y - galley.size().y / 2.0);
                ui.painter().galley(place, galley, ctx.theme.text);
                if response.clicked() {
                    self.at = at;
                }
            }
        });
    }
}

fn scope_of(annotation: &Annotation) -> Scope {
    match annotation.target {
        Target::Spans(_) => Scope::Span,
        Target::Paragraph(_) => Scope::Paragraph,
        Target::Document => Scope::Document,
    }
}

/// Whether an annotation of the list is still to be reviewed.
fn is_left(ctx: &ViewContext<'_>, id: &AnnotationId) -> bool {
    ctx.project.annotations().get(id).is_some_and(|annotation| is_waiting(ctx.project, annotation))
}

/// The code's meaning and the words in their surroundings.
fn card(ui: &mut Ui, ctx: &ViewContext<'_>, annotation: &Annotation) {
    let code = ctx.project.codes().get(&annotation.code);
    ui.label(RichText::new(ctx.code_name(&annotation.code)).font(semibold(SIZES.body)).color(ctx.theme.text));
    for (name, text) in code.into_iter().flat_map(|c| [("", &c.definition), ("Include: ", &c.include), ("Exclude: ", &c.exclude)]) {
        if !text.is_empty() {
            ui.add(egui::Label::new(RichText::new(format!("{name}{text}")).color(ctx.theme.text)).wrap());
        }
    }
    let (before, after) = around(ctx, annotation);
    let mut words = egui::text::LayoutJob::default();
    let plain = |colour| egui::TextFormat::simple(egui::FontId::proportional(SIZES.body), colour);
    words.append(&before, 0.0, plain(ctx.theme.muted));
    let quote = if annotation.is_on_text() { shortened(&annotation.quote(), 600) } else { "The whole document".to_owned() };
    words.append(&quote, 0.0, egui::TextFormat { background: ctx.theme.selection_idle, ..plain(ctx.theme.text) });
    words.append(&after, 0.0, plain(ctx.theme.muted));
    ui.add_space(SIZES.gap);
    ui.add(egui::Label::new(words).wrap());
    hint(ui, ctx.theme, format!("Document {}, coder {}", annotation.document, annotation.coder));
}

/// The text before and behind an annotation.
fn around(ctx: &ViewContext<'_>, annotation: &Annotation) -> (String, String) {
    let document = ctx.project.documents().get(&annotation.document);
    let (Some(document), Some(extent)) = (document, annotation.target.extent()) else { return Default::default() };
    let text = document.text.as_str();
    let head = text.get(..extent.start()).unwrap_or_default();
    let before: Vec<char> = head.chars().rev().take(AROUND).collect();
    let tail = text.get(extent.end()..).unwrap_or_default();
    (before.into_iter().rev().collect(), tail.chars().take(AROUND).collect())
}
