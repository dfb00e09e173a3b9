//! Coding all occurrences: what is looked for and put at the left, the concordance with its ticks at the right.

mod draft;
mod form;
mod list;
mod picks;
mod rules;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::{Id, Key, Modal, Modifiers, RichText, Ui, vec2};

use super::super::context::ViewContext;
use super::super::theme::SIZES;
use super::super::widgets::{self, primary_button, semibold, tab};
use crate::analysis::concordance::Query;
use crate::analysis::mentions::mention_attribute;
use crate::model::{CodeId, CoderId, DocumentId, EntityId, Project, Reference, Scope};
use crate::session::{BulkCoding, Command, Documents, Judge, ListedRule, Removed, Rule, Search, Session, Where, removed_since};
use crate::text::{TextSelection, thousands};
use crate::ui::keyboard::{take_escape, take_key};
use draft::Draft;
use picks::{Picks, Tick};

/// Selected words longer than this (characters) are not filled in.
const LONGEST_FILLED: usize = 100;
/// Room of what is asked for, in points.
const FORM: f32 = 290.0;

/// The two sheets of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Sheet {
    #[default]
    Find,
    Rules,
}

/// What the list was judged for; when it is another, everything is judged again.
#[derive(Debug, Clone, PartialEq, Default)]
struct JudgedFor {
    search: u64,
    revision: u64,
    coder: Option<CoderId>,
    code: Option<CodeId>,
    only_new: bool,
    /// How many steps the history has, from which it is read what was deleted of a rule.
    steps: usize,
}

/// What coding all occurrences remembers between frames.
#[derive(Debug, Default)]
pub struct Bulk {
    open: bool,
    wants_focus: bool,
    sheet: Sheet,
    draft: Draft,
    codes: widgets::Search<CodeId>,
    entities: widgets::Search<Reference>,
    names: widgets::Search<Reference>,
    search: Option<Search>,
    searches: u64,
    search_key: Option<(Query, Where, Documents)>,
    picks: Picks,
    judged_for: JudgedFor,
    /// Done ones are not listed: a rule is run again.
    only_new: bool,
    /// The hits that were chosen elsewhere, and what was looked for there: of that, only they are ticked.
    only: Option<(Query, BTreeSet<(DocumentId, usize)>)>,
    removed: Removed,
    /// The words of the rule that is run again.
    again: Option<String>,
    rules: Option<(u64, Vec<ListedRule>)>,
    /// The row that is to have the keyboard, and the one that has it.
    wanted: Option<usize>,
    focused: Option<usize>,
}

impl Bulk {
    /// Opens it for the selected words.
    pub fn open(&mut self, session: &Session) {
        self.start(Draft::of_words(selected_words(session).unwrap_or_default()));
    }

    /// Opens it for what the find bar looks for.
    pub fn open_query(&mut self, query: Query) {
        self.start(Draft::of_query(query));
    }

    /// Opens it for all names of an entity, with the code of its type, else with the one that most of its mentions have.
    pub fn open_names(&mut self, project: &Project, entity: EntityId) {
        let kind = project.entities().get(&entity).map_or("", |e| e.kind.as_str());
        let of_kind = project.codes().values().filter(|code| code.name == kind && mention_attribute(project, &code.id).is_some());
        let mut codes: BTreeMap<&CodeId, usize> = of_kind.map(|code| (&code.id, usize::MAX)).collect();
        for mention in project.annotations_naming(&Reference::Entity(entity.clone())) {
            let count = codes.entry(&mention.code).or_default();
            *count = count.saturating_add(1);
        }
        let takes_words = |code: &&CodeId| project.codes().get(*code).is_some_and(|c| !c.retired && c.scopes.contains(&Scope::Span));
        let usual = codes.into_iter().filter(|(code, _)| takes_words(code)).max_by_key(|(_, count)| *count);
        self.start(Draft::of_names(entity, usual.map(|(code, _)| code.clone())));
    }

    /// Opens it for what the find bar looks for, with these hits ticked and no others: documents and where the hits begin (bytes).
    pub fn open_chosen(&mut self, query: Query, chosen: BTreeSet<(DocumentId, usize)>) {
        self.open_query(query.clone());
        self.only = Some((query, chosen));
    }

    fn start(&mut self, draft: Draft) {
        let searches = self.searches + 1;
        *self = Self { open: true, wants_focus: true, draft, searches, search: self.search.take(), ..Self::default() };
    }

    /// Opens a rule again: what it has coded already is left out of the list.
    fn run_again(&mut self, rule: Rule, session: &Session) {
        let words = rule.to_string();
        self.start(Draft::of_rule(rule));
        self.removed = removed_since(session.project(), session.history(), &words);
        self.again = Some(words);
        self.only_new = true;
    }

    /// Whether it lies over the window.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Shows it while it is open; says whether it has just been closed, so that the page can take the keyboard.
    pub fn show(&mut self, ui: &Ui, ctx: &ViewContext<'_>, session: &Session) -> bool {
        if !self.open {
            return false;
        }
        let menu = egui::Popup::is_any_open(ui.ctx());
        let escaped = take_escape(ui);
        let entered = self.keys(ui);
        self.update(ui, ctx, session);
        let screen = ui.ctx().content_rect().size();
        let size = vec2((screen.x - 90.0).min(1180.0), (screen.y - 110.0).min(760.0));
        let frame = egui::Frame::popup(ui.style()).inner_margin(16.0);
        let modal = Modal::new(Id::unique("code all")).frame(frame).backdrop_color(egui::Color32::from_black_alpha(50));
        let modal = modal.show(ui.ctx(), |ui| {
            ui.set_min_size(size);
            ui.set_max_size(size);
            self.contents(ui, ctx, session)
        });
        let applied = (entered || modal.inner == Some(Answer::Apply)) && self.apply(ctx);
        let closed = applied || escaped || modal.inner == Some(Answer::Close) || !menu && modal.should_close();
        if closed {
            self.open = false;
            if let Some(search) = &mut self.search {
                search.clear();
            }
        }
        closed
    }

    /// Takes the keys that belong to the whole; says whether Enter asks for the coding.
    fn keys(&mut self, ui: &Ui) -> bool {
        if ui.ctx().text_edit_focused() || self.sheet == Sheet::Rules {
            return false;
        }
        if ui.input_mut(|i| take_key(i, Modifiers::COMMAND, Key::A)) {
            self.picks.toggle_all();
        }
        // On a button, Enter presses the button.
        let free = self.focused.is_some() || ui.memory(egui::Memory::focused).is_none();
        free && ui.input_mut(|i| take_key(i, Modifiers::NONE, Key::Enter))
    }

    /// Starts what has to be looked for anew, takes in what was found, and judges a part of it.
    fn update(&mut self, ui: &Ui, ctx: &ViewContext<'_>, session: &Session) {
        if self.draft.choosing {
            self.draft.place = Where::Documents(self.draft.chosen.clone());
        }
        let search = self.search.get_or_insert_with(|| {
            let ctx = ui.ctx().clone();
            Search::new(Arc::new(move || ctx.request_repaint()))
        });
        match self.draft.query(ctx.project) {
            None => {
                if self.search_key.take().is_some() {
                    self.searches += 1;
                    search.clear();
                }
            }
            Some(query) => {
                let same = self.search_key.as_ref().is_some_and(|(looked_for, place, documents)| {
                    *looked_for == query && *place == self.draft.place && documents.ptr_eq(ctx.project.documents())
                });
                if !same {
                    self.searches += 1;
                    search.start(query.clone(), self.draft.place.documents(ctx.project), ctx.revision);
                    self.search_key = Some((query, self.draft.place.clone(), ctx.project.documents().clone()));
                }
            }
        }
        search.poll();
        if self.again.is_some() && session.history().older().is_some() {
            ctx.send.run(Command::ReadOlderSteps);
        }
        let code = self.draft.code.clone();
        let (coder, only_new) = (Some(ctx.coder.clone()), self.only_new);
        let steps = session.history().entries().0.len();
        let judged_for = JudgedFor { search: self.searches, revision: ctx.revision, coder, code, only_new, steps };
        if judged_for != self.judged_for {
            if let Some(words) = self.again.as_ref().filter(|_| steps != self.judged_for.steps) {
                self.removed = removed_since(session.project(), session.history(), words);
            }
            self.judged_for = judged_for;
            self.picks = Picks::default();
        }
        let words = self.draft.rule().map(|rule| rule.to_string());
        let code = self.draft.code.as_ref();
        let judge = Judge { project: ctx.project, coder: ctx.coder, code, rule: words.as_deref(), removed: &self.removed };
        let only = self.only.as_ref().filter(|(query, _)| self.search_key.as_ref().is_some_and(|(looked_for, ..)| looked_for == query));
        if self.picks.take_in(search, judge, self.only_new, only.map(|(_, chosen)| chosen)) {
            ui.ctx().request_repaint();
        }
    }

    fn contents(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, session: &Session) -> Option<Answer> {
        ui.horizontal(|ui| {
            ui.label(RichText::new("Code all occurrences").font(semibold(SIZES.heading)).color(ctx.theme.text));
            ui.add_space(SIZES.group_gap);
            for (words, sheet) in [("Find", Sheet::Find), ("Rules used", Sheet::Rules)] {
                if tab(ui, ctx.theme, words, words, self.sheet == sheet).clicked() {
                    self.sheet = sheet;
                }
            }
        });
        ui.add_space(SIZES.gap);
        if self.sheet == Sheet::Rules {
            if let Some(rule) = self.show_rules(ui, ctx) {
                self.run_again(rule, session);
            }
            return ui
                .with_layout(egui::Layout::right_to_left(egui::Align::Max), |ui| ui.button("Close").clicked())
                .inner
                .then_some(Answer::Close);
        }
        let height = ui.available_height() - 44.0;
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(vec2(FORM, height), egui::Layout::top_down(egui::Align::Min), |ui| {
                ui.set_min_height(height);
                egui::ScrollArea::vertical().id_salt("rule").max_height(height).auto_shrink(false).show(ui, |ui| {
                    ui.set_width(FORM - 14.0);
                    self.show_form(ui, ctx);
                });
            });
            ui.separator();
            ui.vertical(|ui| {
                ui.set_height(height);
                self.show_list(ui, ctx);
            });
        });
        ui.add_space(SIZES.gap);
        self.foot(ui, ctx)
    }

    fn foot(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) -> Option<Answer> {
        ui.horizontal(|ui| {
            for (words, to) in [("Tick all", Tick::All), ("Tick none", Tick::None), ("Only uncoded", Tick::Uncoded)] {
                if ui.button(words).clicked() {
                    self.picks.set_all(to);
                }
            }
            if self.only_new || !self.removed.is_empty() {
                ui.checkbox(&mut self.only_new, "New ones only");
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let words = match self.picks.ticked() {
                    1 => "Code 1 place".to_owned(),
                    n => format!("Code {} places", thousands(n)),
                };
                let apply = ui.add_enabled_ui(self.is_ready(), |ui| primary_button(ui, ctx.theme, &words).clicked()).inner;
                let close = ui.button("Cancel").clicked();
                if self.draft.code.is_none() {
                    ui.label(RichText::new("Choose a code first").color(ctx.theme.muted));
                }
                apply.then_some(Answer::Apply).or(close.then_some(Answer::Close))
            })
            .inner
        })
        .inner
    }

    /// Whether everything is known that the coding needs.
    fn is_ready(&self) -> bool {
        let done = self.search.as_ref().is_some_and(|search| !search.is_running() && self.picks.judged() == search.total());
        done && self.draft.code.is_some() && self.picks.ticked() > 0
    }

    fn apply(&self, ctx: &ViewContext<'_>) -> bool {
        let (Some(search), Some(rule), true) = (&self.search, self.draft.rule(), self.is_ready()) else { return false };
        let hits = self.picks.numbers().filter_map(|number| search.hit(number)).map(|(document, span)| (document.clone(), span));
        ctx.send.run(Command::CodeAll(BulkCoding { hits: hits.collect(), rule }));
        true
    }
}

/// What was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Apply,
    Close,
}

/// The selected words, or those of the selected annotation, if they are few.
fn selected_words(session: &Session) -> Option<String> {
    let (project, selection) = (session.project(), session.selection());
    let document = project.documents().get(selection.document.as_ref()?)?;
    let annotation = || project.annotations().get(selection.annotation.as_ref()?)?.target.extent();
    let span = selection.text.and_then(TextSelection::span).or_else(annotation).filter(|span| span.len() <= 4 * LONGEST_FILLED)?;
    let words = document.text.slice(span)?.trim();
    (words.chars().count() <= LONGEST_FILLED && !words.contains('\n')).then(|| words.to_owned())
}
