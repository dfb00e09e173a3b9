//! Mentions that name nobody yet, worked off by keys.

use std::collections::BTreeMap;

use egui::text::LayoutJob;
use egui::{CentralPanel, FontId, Frame, Margin, Panel, RichText, ScrollArea, TextFormat, Ui};

use super::super::super::actions::{Action, info, key_text};
use super::super::super::context::{Request, ViewContext};
use super::super::super::proposals::Proposals;
use super::super::super::theme::SIZES;
use super::super::super::widgets::table::{Column, Extra, ListOf, Order, Table, Width};
use super::super::super::widgets::{
    Search, hint, proposals as proposal_rows, reference_choices, section, semibold, shortened, words_around,
};
use crate::analysis::naming::form_of;
use crate::analysis::query;
use crate::analysis::{mentions, proposals};
use crate::model::{Annotation, AnnotationId, AttributeKind, Project, Reference};
use crate::session::{Asked, Command, SavedQuery};

/// Entities that are proposed in the list itself.
const IN_LIST: usize = 2;
/// Entities that are offered before more is typed.
const OFFERED: usize = 8;

/// The mentions that name nobody yet, in the order of documents and places.
struct UnlinkedList;

impl ListOf for UnlinkedList {
    type Id = AnnotationId;
    type Row = Annotation;
    const NAME: &'static str = "unlinked mentions";
    const COLUMNS: &'static [Column<Annotation>] = &[
        Column { title: "Words", width: Width::Share(3.0), text: |_, a| form_of(a), order: Order::Text },
        Column { title: "Code", width: Width::Points(110.0), text: code, order: Order::Text },
        Column { title: "Document", width: Width::Points(90.0), text: |_, a| a.document.to_string(), order: Order::Own },
        Column { title: "¶", width: Width::Points(34.0), text: paragraph, order: Order::Number(paragraph_number) },
        Column { title: "Coder", width: Width::Points(80.0), text: coder, order: Order::Text },
    ];

    fn ids(project: &Project) -> Vec<AnnotationId> {
        mentions::unlinked(project)
    }

    fn records(project: &Project) -> usize {
        project.annotations().len()
    }

    fn row<'p>(project: &'p Project, id: &AnnotationId) -> Option<&'p Annotation> {
        project.annotations().get(id).map(AsRef::as_ref)
    }

    fn label(_: &Project, a: &Annotation) -> String {
        format!("Unlinked “{}” in {} by {}", shortened(&form_of(a), 60), a.document, a.coder)
    }
}

fn code(project: &Project, a: &Annotation) -> String {
    project.codes().get(&a.code).map_or_else(|| a.code.to_string(), |c| c.name.clone())
}

fn paragraph_number(project: &Project, a: &Annotation) -> Option<f64> {
    query::paragraph(project, a).map(|n| n as f64)
}

fn paragraph(project: &Project, a: &Annotation) -> String {
    query::paragraph(project, a).map(|n| n.to_string()).unwrap_or_default()
}

fn coder(project: &Project, a: &Annotation) -> String {
    project.coders().get(&a.coder).map_or_else(|| a.coder.to_string(), |c| c.name.clone())
}

/// What the list remembers between frames.
#[derive(Default)]
pub(super) struct Unlinked {
    table: Table<UnlinkedList>,
    /// The row that was worked on, and its place in the list: when it is done, the next one takes its place.
    at: Option<(AnnotationId, usize)>,
    wants_row: bool,
    /// How many there are, whatever the filter, by the project's revision.
    count: Asked<u64, usize>,
    search: Search<Reference>,
    /// What is proposed for the rows that have been in sight, at a revision.
    best: (u64, BTreeMap<AnnotationId, String>),
}

impl Unlinked {
    /// Looks at the first one, with the keyboard in the list.
    pub(super) fn begin(&mut self) {
        self.wants_row = true;
    }

    /// How many there are, counted once for each state of the project; `None` before the first count of a large one is done.
    pub(super) fn count(&mut self, egui: &egui::Context, ctx: &ViewContext<'_>) -> Option<usize> {
        let project = ctx.project.clone();
        self.count.ask(ctx.revision, ctx.wake_where_long(egui), move || mentions::unlinked(&project).len());
        self.count.question().map(|_| *self.count.answer())
    }

    /// The mentions that are chosen.
    pub(super) fn chosen(&self) -> Vec<AnnotationId> {
        self.table.chosen().iter().cloned().collect()
    }

    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, proposals: &Proposals, saved: &mut Vec<SavedQuery>) {
        let frame = Frame::new().inner_margin(Margin { left: 14, right: 0, top: 2, bottom: 4 });
        Panel::right("unlinked detail").default_size(380.0).size_range(280.0..=560.0).frame(frame).show(ui, |ui| {
            self.beside(ui, ctx, proposals);
            ui.take_available_height();
        });
        if self.best.0 != ctx.revision {
            self.best = (ctx.revision, BTreeMap::new());
        }
        let best = &mut self.best.1;
        let mut text = |mention: &Annotation| {
            let make = || in_a_line(ctx, &proposals.best(ctx, mention, IN_LIST));
            best.entry(mention.id.clone()).or_insert_with(make).clone()
        };
        let extra = Extra { title: "Best proposals", share: 3.0, text: &mut text };
        let table = &mut self.table;
        let opened = CentralPanel::no_frame().show(ui, |ui| table.show_beside(ui, ctx, saved, Some(extra))).inner;
        if let Some(id) = opened {
            ctx.send.send(Request::JumpTo(id));
            return;
        }
        self.follow(ctx);
    }

    /// Looks at the row that is chosen; when that is done with, at the one in its place.
    fn follow(&mut self, ctx: &ViewContext<'_>) {
        let has_row = !self.table.chosen().is_empty();
        if has_row && std::mem::take(&mut self.wants_row) {
            self.table.focus_rows();
        }
        if !has_row && let Some(next) = self.next_row() {
            self.wants_row = false;
            self.table.choose(next);
            self.table.focus_rows();
        }
        let Some(id) = self.table.chosen().iter().next() else {
            self.at = None;
            return;
        };
        if self.at.as_ref().is_none_or(|(before, _)| before != id) {
            let place = self.table.listed().iter().position(|listed| listed == id).unwrap_or(0);
            self.at = Some((id.clone(), place));
            self.search.query.clear();
            ctx.send.run(Command::SelectAnnotation(Some(id.clone())));
        }
    }

    fn next_row(&self) -> Option<AnnotationId> {
        let listed = self.table.listed();
        let place = match &self.at {
            // Only what is gone makes room for the next; what was taken out of the choice by hand stays so.
            Some((before, place)) if !listed.contains(before) => *place,
            None if self.wants_row => 0,
            Some(_) | None => return None,
        };
        listed.get(place.min(listed.len().checked_sub(1)?)).cloned()
    }

    fn beside(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, proposals: &Proposals) {
        let Some(mention) = self.table.chosen().iter().next().and_then(|id| ctx.project.annotations().get(id)) else {
            let words = if *self.count.answer() == 0 {
                "Every mention names an entity. Words coded with a code that takes an entity are listed here until they name one"
            } else {
                "Choose a mention in the list. What it may mean is proposed here; nothing is linked by itself"
            };
            hint(ui, ctx.theme, words);
            return;
        };
        ScrollArea::vertical().id_salt("unlinked mention").auto_shrink(false).show(ui, |ui| {
            ui.set_width(ui.available_width() - 12.0);
            in_context(ui, ctx, mention);
            hint(ui, ctx.theme, format!("{} · {}", ctx.code_name(&mention.code), mention.document));
            ui.add_space(SIZES.gap);
            let chosen = self.table.chosen().len();
            if chosen > 1 {
                hint(ui, ctx.theme, format!("{chosen} mentions are chosen: an entity that is accepted is meant by all of them"));
            }
            section(ui, ctx.theme, "May mean");
            let proposed = proposals.of(&mention.id);
            proposal_rows(ui, ctx, proposed);
            if proposed.is_empty() {
                let words = if proposals.is_busy() { "Names are being read…" } else { "Nothing in the register is like these words" };
                hint(ui, ctx.theme, words);
            }
            ui.add_space(SIZES.gap);
            self.search.fill(ctx.revision, mention.id.as_str(), || reference_choices(ctx, &AttributeKind::Entity, ""));
            if let Some(Reference::Entity(entity)) = self.search.show(ui, ctx.theme, "Find another entity…", OFFERED) {
                ctx.send.run(Command::LinkEntities(self.chosen(), entity));
            }
            ui.add_space(SIZES.gap);
            if ui.button(with_key(ui, &format!("New entity “{}”", shortened(&form_of(mention), 40)), Action::NewEntity)).clicked() {
                ctx.send.act(Action::NewEntity);
            }
            if ui.button("Show in the text (Enter)").clicked() {
                ctx.send.send(Request::JumpTo(mention.id.clone()));
            }
            ui.add_space(SIZES.gap);
            hint(ui, ctx.theme, "The arrows go on without linking");
        });
    }
}

/// The words of a button with the key of what it does.
fn with_key(ui: &Ui, words: &str, action: Action) -> String {
    let key = key_text(ui.ctx(), action);
    let is_known = info(action).is_some() && !key.is_empty();
    if is_known { format!("{words} ({key})") } else { words.to_owned() }
}

fn in_a_line(ctx: &ViewContext<'_>, best: &[proposals::Proposal]) -> String {
    let one = |proposal: &proposals::Proposal| {
        let entity = ctx.project.entities().get(&proposal.entity)?;
        let reason = proposal.reasons.first().map(|reason| reason.words()).unwrap_or_default();
        Some(format!("{} ({reason})", entity.name))
    };
    best.iter().filter_map(one).collect::<Vec<_>>().join("; ")
}

/// The mention with what stands on either side.
fn in_context(ui: &mut Ui, ctx: &ViewContext<'_>, mention: &Annotation) {
    let document = ctx.project.documents().get(&mention.document);
    let around = document.zip(mention.target.extent()).and_then(|(document, span)| words_around(document, span));
    let Some((left, words, right)) = around.filter(|_| !mention.orphan) else {
        ui.add(egui::Label::new(RichText::new(format!("“{}”", shortened(&mention.quote(), 280))).color(ctx.theme.text)).wrap());
        return;
    };
    let mut job = LayoutJob::default();
    let body = FontId::proportional(SIZES.body);
    let quiet = TextFormat::simple(body, ctx.theme.muted);
    let strong = TextFormat { background: ctx.theme.hit, ..TextFormat::simple(semibold(SIZES.body), ctx.theme.text) };
    // What stands around it is cut somewhere in a word.
    let (before, after) = (if left.is_empty() { "" } else { "…" }, if right.is_empty() { "" } else { "…" });
    job.append(&format!("{before}{left}"), 0.0, quiet.clone());
    job.append(&words, 0.0, strong);
    job.append(&format!("{right}{after}"), 0.0, quiet);
    ui.add(egui::Label::new(job).wrap());
}
