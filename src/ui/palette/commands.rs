//! The command palette: every action, document, code, entity, claim, layer and memo by a few letters of its name.

use std::cmp::Reverse;

use egui::{FontId, Id, Key, Modal, Modifiers, RichText, ScrollArea, TextEdit, Ui, pos2};

use super::super::actions::{ACTIONS, Action, is_possible, key_text};
use super::super::context::{Request, ViewContext};
use super::super::facts::title_of;
use super::super::fuzzy;
use super::super::theme::{SIZES, Theme};
use super::super::widgets::{Row, emphasised, row_in, shortened};
use crate::model::{Memo, RecordId, Scope};
use crate::session::{Command, Session};
use crate::ui::keyboard::{give_keyboard, take_key};

const WIDTH: f32 = 560.0;
const ROW: f32 = 28.0;
/// More than anyone reads; the rest is found by typing.
const MOST: usize = 60;

/// The open command palette.
#[derive(Debug, Default)]
pub struct CommandPalette {
    query: String,
    cursor: usize,
    list: Option<(String, u64, Vec<Entry>)>,
    /// What had the keyboard before; it gets it back when the palette is called off.
    before: Option<Id>,
    is_shown: bool,
}

/// Something that can be chosen.
#[derive(Debug, Clone)]
struct Entry {
    name: String,
    kind: &'static str,
    keys: String,
    /// Other names it is found by.
    also: String,
    /// The letters of the name that fit what is typed (characters).
    letters: Vec<usize>,
    wish: Wish,
}

impl Entry {
    fn new(name: impl Into<String>, kind: &'static str, keys: impl Into<String>, wish: Wish) -> Self {
        Self { name: name.into(), kind, keys: keys.into(), also: String::new(), letters: Vec::new(), wish }
    }
}

#[derive(Debug, Clone)]
enum Wish {
    Ask(Box<Request>),
    Record(RecordId),
}

impl Wish {
    fn ask(request: Request) -> Self {
        Self::Ask(Box::new(request))
    }
}

/// What was chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// Nothing yet.
    Open,
    /// It was called off.
    Closed,
    /// A request.
    Request(Box<Request>),
    /// A record, to be shown where it belongs.
    Record(RecordId),
}

impl CommandPalette {
    /// Shows it over everything else. `ctx` is `None` while no project is open.
    pub fn show(&mut self, ui: &Ui, theme: &Theme, session: Option<&Session>, ctx: Option<&ViewContext<'_>>) -> Choice {
        if !std::mem::replace(&mut self.is_shown, true) {
            self.before = ui.memory(egui::Memory::focused);
        }
        if ui.input_mut(|i| take_key(i, Modifiers::NONE, Key::Escape)) {
            ui.memory_mut(|memory| self.before.into_iter().for_each(|id| memory.request_focus(id)));
            return Choice::Closed;
        }
        self.update(ui, session, ctx);
        let entries = self.list.as_ref().map(|(_, _, list)| list.clone()).unwrap_or_default();
        let (down, up, entered) = ui.input_mut(|i| {
            let down = take_key(i, Modifiers::NONE, Key::ArrowDown);
            let up = take_key(i, Modifiers::NONE, Key::ArrowUp);
            (down, up, take_key(i, Modifiers::NONE, Key::Enter))
        });
        self.cursor = (self.cursor + usize::from(down)).saturating_sub(usize::from(up)).min(entries.len().saturating_sub(1));
        let mut chosen = entered.then_some(self.cursor);
        let area = Modal::default_area(Id::unique("command palette")).anchor(egui::Align2::CENTER_TOP, egui::vec2(0.0, 90.0));
        let modal =
            Modal::new(Id::unique("command palette")).area(area).backdrop_color(egui::Color32::from_black_alpha(50)).show(ui.ctx(), |ui| {
                ui.set_width(WIDTH);
                self.contents(ui, theme, &entries, &mut chosen, down || up);
            });
        match chosen.and_then(|place| entries.get(place)) {
            Some(Entry { wish: Wish::Ask(request), .. }) => Choice::Request(request.clone()),
            Some(Entry { wish: Wish::Record(id), .. }) => Choice::Record(id.clone()),
            None if modal.should_close() => Choice::Closed,
            None => Choice::Open,
        }
    }

    fn contents(&mut self, ui: &mut Ui, theme: &Theme, entries: &[Entry], chosen: &mut Option<usize>, moved: bool) {
        let label = "Find commands, documents, codes, entities, claims, memos…";
        let field = TextEdit::singleline(&mut self.query).hint_text(label).desired_width(WIDTH).id(Id::unique("command palette query"));
        let response = ui.add(field).accessible_name(label);
        give_keyboard(&response);
        if response.changed() {
            self.cursor = 0;
        }
        ui.add_space(2.0);
        if entries.is_empty() {
            ui.label(RichText::new("Nothing is called that").color(theme.muted));
        }
        ScrollArea::vertical().max_height(ROW * 12.0).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (place, entry) in entries.iter().enumerate() {
                let response = row_in(ui, theme, ROW, &Row { label: &entry.name, chosen: place == self.cursor, enabled: true });
                paint_entry(ui, theme, response.rect, entry);
                if place == self.cursor && moved {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    *chosen = Some(place);
                }
            }
        });
    }

    fn update(&mut self, ui: &Ui, session: Option<&Session>, ctx: Option<&ViewContext<'_>>) {
        let revision = ctx.map_or(0, |c| c.revision);
        if self.list.as_ref().is_some_and(|(query, at, _)| *query == self.query && *at == revision) {
            return;
        }
        let mut all: Vec<Entry> = ACTIONS
            .iter()
            .filter(|line| is_possible(line.action, session) && line.action != Action::Search)
            .map(|line| Entry::new(line.label, "command", key_text(ui.ctx(), line.action), Wish::ask(Request::Do(line.action))))
            .collect();
        if let Some(ctx) = ctx {
            all.extend(of_project(ctx));
        }
        let best = fitting(self.query.trim(), all);
        self.list = Some((self.query.clone(), revision, best));
    }
}

/// The best of what fits by its name or another one.
fn fitting(query: &str, all: Vec<Entry>) -> Vec<Entry> {
    if query.is_empty() {
        return all.into_iter().take(MOST).collect();
    }
    let scored = all.into_iter().filter_map(|mut entry| {
        let name = fuzzy::fit(query, &entry.name);
        let also = fuzzy::score(query, &entry.also).filter(|_| !entry.also.is_empty());
        let score = name.as_ref().map(|fit| fit.score).into_iter().chain(also).max()?;
        entry.letters = name.filter(|fit| fit.score == score).map(|fit| fit.places).unwrap_or_default();
        Some((score, entry))
    });
    let mut scored: Vec<(i32, Entry)> = scored.collect();
    scored.sort_by_key(|(score, _)| Reverse(*score));
    scored.into_iter().take(MOST).map(|(_, entry)| entry).collect()
}

fn of_project<'a>(ctx: &'a ViewContext<'_>) -> impl Iterator<Item = Entry> + 'a {
    let project = ctx.project;
    let documents = project.documents().values().map(|d| {
        let open = Wish::ask(Request::Run(Command::Open(d.id.clone())));
        Entry { also: d.id.to_string(), ..Entry::new(title_of(d), "document", d.outlet.clone().unwrap_or_default(), open) }
    });
    let codes = project.codes().values().filter(|c| !c.retired).map(|c| {
        let command = if c.scopes.contains(&Scope::Span) {
            Command::CodeSelection(c.id.clone())
        } else if c.scopes.contains(&Scope::Document) {
            Command::CodeDocument(c.id.clone())
        } else {
            Command::CodeParagraph(c.id.clone())
        };
        let keys = c.key.map(|k| k.to_string()).unwrap_or_default();
        let also = std::iter::once(c.id.as_str()).chain(c.aliases.iter().map(String::as_str)).collect::<Vec<_>>().join(" · ");
        Entry { also, ..Entry::new(format!("Code as {}", c.name), "code", keys, Wish::ask(Request::Run(command))) }
    });
    let entities = project.entities().values().map(|e| {
        let entry = Entry::new(&e.name, "entity", &e.kind, Wish::Record(RecordId::Entity(e.id.clone())));
        Entry { also: e.aliases.join(" · "), ..entry }
    });
    let claims = project.claims().values().map(|c| {
        let entry = Entry::new(&c.statement, "claim", &c.group, Wish::Record(RecordId::Claim(c.id.clone())));
        Entry { also: c.id.to_string(), ..entry }
    });
    let layers = project
        .layers()
        .values()
        .map(|l| Entry::new(format!("Layer {}", l.name), "layer", "", Wish::Record(RecordId::Layer(l.id.clone()))));
    let memos = project.memos().values().map(|m| memo_entry(m));
    documents.chain(codes).chain(entities).chain(claims).chain(layers).chain(memos)
}

fn memo_entry(memo: &Memo) -> Entry {
    let name = if memo.title.is_empty() { shortened(&memo.text, 80) } else { memo.title.clone() };
    Entry { also: shortened(&memo.text, 160), ..Entry::new(name, "memo", "", Wish::Record(RecordId::Memo(memo.id.clone()))) }
}

fn paint_entry(ui: &Ui, theme: &Theme, rect: egui::Rect, entry: &Entry) {
    let painter = ui.painter();
    let y = |height: f32| rect.center().y - height / 2.0;
    let kind = painter.layout_no_wrap(entry.kind.to_owned(), FontId::proportional(SIZES.small), theme.muted);
    painter.galley(pos2(rect.left() + 10.0, y(kind.size().y) + 0.5), kind, theme.muted);
    let name = painter.layout_job(emphasised(&shortened(&entry.name, 60), &entry.letters, theme.text, theme.accent));
    painter.galley(pos2(rect.left() + 82.0, y(name.size().y)), name, theme.text);
    let keys = painter.layout_no_wrap(shortened(&entry.keys, 24), FontId::proportional(SIZES.small), theme.muted);
    painter.galley(pos2(rect.right() - 10.0 - keys.size().x, y(keys.size().y) + 0.5), keys, theme.muted);
}
