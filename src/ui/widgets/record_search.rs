//! Finding any record by typing: documents, codes, entities by their names; claims, memos and annotations by their words.

use std::cmp::Reverse;
use std::sync::Arc;

use egui::{Id, Key, Modifiers, RichText, TextEdit, Ui};

use super::super::context::ViewContext;
use super::super::fuzzy;
use super::super::theme::SIZES;
use super::references::paint_in_row;
use super::{Row, row_in, shortened};
use crate::analysis::record_names::{memo_name, name_of};
use crate::model::{Project, RecordId};
use crate::session::{Jobs, Outlet, Progress};
use crate::text::find::{Finder, Query, key};
use crate::ui::keyboard::take_key;

/// Results that are shown.
const MOST: usize = 12;
/// A project with more records than these is searched in the background.
const IN_BACKGROUND: usize = 2_000;
/// Searches that may be on their way at once.
const MOST_RUNNING: usize = 2;
/// What a letter counts where the whole word stands in a text: more than scattered letters of a name, less than the name itself.
const LETTER: i32 = 100;

/// What was looked for: revision of the project, and the words.
type Asked = (u64, String);
type Answer = (Asked, Option<Vec<FoundRecord>>);

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundRecord {
    /// Which.
    pub id: RecordId,
    /// What it is called.
    pub name: String,
}

/// A search field over everything in the project, and what it found.
#[derive(Debug, Default)]
pub struct RecordSearch {
    query: String,
    cursor: usize,
    found: Vec<FoundRecord>,
    shown: Option<Asked>,
    making: Option<(Asked, Progress)>,
    out: usize,
    jobs: Option<Jobs<Answer>>,
}

impl RecordSearch {
    /// Shows the field and what fits; returns what was clicked, or entered with the keyboard.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        ctx: &ViewContext<'_>,
        id: Id,
        label: &str,
        allowed: impl Fn(&RecordId) -> bool,
    ) -> Option<RecordId> {
        let keys = if ui.memory(|memory| memory.has_focus(id)) && !self.found.is_empty() { read_keys(ui) } else { Keys::default() };
        let width = ui.available_width();
        let field = TextEdit::singleline(&mut self.query).id(id).hint_text(label.to_owned()).desired_width(width);
        if ui.add(field).accessible_name(label).changed() {
            self.cursor = 0;
        }
        self.update(ui, ctx);
        let found: Vec<&FoundRecord> = self.found.iter().filter(|found| allowed(&found.id)).collect();
        let last = found.len().saturating_sub(1);
        self.cursor = (self.cursor + usize::from(keys.down)).saturating_sub(usize::from(keys.up)).min(last);
        let mut chosen = found.get(self.cursor).filter(|_| keys.enter).map(|found| found.id.clone());
        for (place, found) in found.iter().enumerate() {
            let kind = found.id.kind().to_string();
            let label = format!("{} ({kind})", found.name);
            let response = row_in(ui, ctx.theme, 24.0, &Row { label: &label, chosen: place == self.cursor, enabled: true });
            let words = RichText::new(&found.name).color(ctx.theme.text);
            paint_in_row(ui, ctx.theme, response.rect, words.into(), &kind);
            if response.clicked() {
                chosen = Some(found.id.clone());
            }
        }
        if found.is_empty() && !self.query.trim().is_empty() {
            let words = if self.making.is_some() { "Searching…" } else { "Nothing is called that" };
            ui.label(RichText::new(words).size(SIZES.small).color(ctx.theme.muted));
        }
        if chosen.is_some() {
            self.query.clear();
            self.cursor = 0;
        }
        chosen
    }

    /// Searches again when something else is asked for; what an older search still finds is dropped.
    fn update(&mut self, ui: &Ui, ctx: &ViewContext<'_>) {
        for (asked, found) in self.jobs.as_mut().map(Jobs::poll).unwrap_or_default() {
            self.out = self.out.saturating_sub(1);
            if self.making.as_ref().is_some_and(|(making, _)| *making == asked) {
                self.making = None;
                self.found = found.unwrap_or_default();
                self.shown = Some(asked);
            }
        }
        let asked: Asked = (ctx.revision, key(self.query.trim()));
        if self.making.as_ref().is_some_and(|(making, _)| *making == asked) {
            return;
        }
        if let Some((_, progress)) = self.making.take() {
            progress.cancel();
        }
        if self.shown.as_ref() == Some(&asked) {
            return;
        }
        if asked.1.is_empty() || size(ctx.project) <= IN_BACKGROUND {
            self.found = find(ctx.project, &asked.1, &Progress::default()).unwrap_or_default();
            self.shown = Some(asked);
        } else if self.out < MOST_RUNNING {
            self.send_off(ui, ctx.project.clone(), asked);
        }
    }

    fn send_off(&mut self, ui: &Ui, project: Project, asked: Asked) {
        let egui_ctx = ui.ctx().clone();
        let jobs = self.jobs.get_or_insert_with(|| Jobs::new(Arc::new(move || egui_ctx.request_repaint())));
        let wanted = asked.clone();
        let work = move |progress: &Progress, outlet: &Outlet<Answer>| {
            let found = find(&project, &wanted.1, progress);
            outlet.tell((wanted, found));
        };
        match jobs.start_telling("Find records", work) {
            Ok(progress) => {
                self.making = Some((asked, progress));
                self.out += 1;
            }
            // Without a thread nothing is found; the next letter tries again.
            Err(_) => self.shown = Some(asked),
        }
    }
}

#[derive(Debug, Default)]
struct Keys {
    down: bool,
    up: bool,
    enter: bool,
}

/// Up, down and Enter belong to what was found while there is something.
fn read_keys(ui: &Ui) -> Keys {
    ui.input_mut(|input| Keys {
        down: take_key(input, Modifiers::NONE, Key::ArrowDown),
        up: take_key(input, Modifiers::NONE, Key::ArrowUp),
        enter: take_key(input, Modifiers::NONE, Key::Enter),
    })
}

fn size(project: &Project) -> usize {
    project.annotations().len() + project.memos().len() + project.claims().len() + project.entities().len() + project.codes().len()
}

/// What fits some words best; `None`: it was called off.
fn find(project: &Project, query: &str, progress: &Progress) -> Option<Vec<FoundRecord>> {
    if query.is_empty() {
        return Some(Vec::new());
    }
    let words: Vec<Finder> = query.split_whitespace().filter_map(|word| Finder::new(&Query::forgiving(word)).ok()).collect();
    let letters = query.chars().filter(|c| !c.is_whitespace()).count() as i32;
    let in_text = |text: &str| words.iter().all(|word| word.is_in(text)).then_some(letters * LETTER);
    let named = |names: &[&str]| fuzzy::best(query, names.iter().copied());
    let mut scored: Vec<(i32, RecordId)> = Vec::new();
    let mut add = |score: Option<i32>, id: &dyn Fn() -> RecordId| scored.extend(score.map(|score| (score, id())));
    for d in project.documents().values() {
        add(named(&[d.display_title(), d.id.as_str()]), &|| RecordId::Document(d.id.clone()));
    }
    for c in project.codes().values() {
        add(named(&[&c.name, c.id.as_str()]), &|| RecordId::Code(c.id.clone()));
    }
    for l in project.layers().values() {
        add(named(&[&l.name]), &|| RecordId::Layer(l.id.clone()));
    }
    for e in project.entities().values() {
        let names: Vec<&str> = std::iter::once(e.name.as_str()).chain(e.aliases.iter().map(String::as_str)).collect();
        add(named(&names), &|| RecordId::Entity(e.id.clone()));
    }
    for c in project.claims().values() {
        add(in_text(&c.statement), &|| RecordId::Claim(c.id.clone()));
    }
    for m in project.memos().values() {
        add(in_text(&memo_name(m)).or_else(|| in_text(&m.text)), &|| RecordId::Memo(m.id.clone()));
    }
    for a in project.annotations().values().filter(|a| a.is_on_text()) {
        if progress.is_cancelled() {
            return None;
        }
        add(in_text(&a.quote()), &|| RecordId::Annotation(a.id.clone()));
    }
    scored.sort_by_key(|(score, _)| Reverse(*score));
    let best = scored.into_iter().take(MOST);
    Some(best.filter_map(|(_, id)| Some(FoundRecord { name: shortened(&name_of(project, &id)?, 90), id })).collect())
}
