//! Finding: the bar above the page, the marks on it, and the list of hits in all documents.
//!
//! The work is done by [`Search`] off the drawing thread; here is what to look for, which hit is the current one, and where to go.

mod bar;
mod list;
mod order_bar;
mod ordered;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::Ui;

use super::super::context::{Request, ViewContext};
use super::super::text_view::{Align, Hits};
use super::super::widgets::Exactness;
use crate::analysis::concordance::{Case, Extent, LONGEST_PATTERN, Query, Syntax, escaped};
use crate::model::DocumentId;
use crate::session::{Documents, Found, Search, Session, Wake};
use crate::text::{ReadingText, Span, TextSelection};
use list::List;

/// Selected words longer than this (characters) are not filled into the field.
const LONGEST_FILLED: usize = 100;

/// Where to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FindScope {
    /// In the open document.
    #[default]
    Document,
    /// In all documents of the project.
    Project,
}

/// To which side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Towards the end.
    Next,
    /// Towards the beginning.
    Previous,
}

/// What the bar wants the window to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindWish {
    /// Nothing.
    Nothing,
    /// It was closed: the page takes the keyboard.
    Page,
    /// Everything that is looked for is to be coded.
    CodeAll,
    /// Those of the hits are to be coded that are chosen in the list.
    CodeChosen,
}

/// Where to go once it is known what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// The hit at the place where the typing began, or the next one in this document.
    First,
    /// A hit further on.
    Step(Way),
}

/// What finding remembers between frames.
#[derive(Debug, Default)]
pub struct Find {
    open: bool,
    query: QueryDraft,
    scope: FindScope,
    document: Option<Search>,
    document_key: Option<(Query, DocumentId, ReadingText)>,
    project: Option<Search>,
    project_key: Option<(Query, Documents)>,
    hits: Hits,
    hits_of: Option<u64>,
    wanted: Option<Wanted>,
    /// Where the reader stood when the typing began (bytes).
    from: usize,
    /// The document and the place shown last; when it is another one, the reader went there.
    at: Option<(Option<DocumentId>, Option<TextSelection>)>,
    /// "From the top again", until the reader moves.
    remark: Option<&'static str>,
    wants_focus: bool,
    has_focus: bool,
    list: List,
}

/// What is in the field, and how it is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
struct QueryDraft {
    pattern: String,
    syntax: Syntax,
    case: Case,
    extent: Extent,
    exactness: Exactness,
}

impl Default for QueryDraft {
    fn default() -> Self {
        let (syntax, case, extent) = (Syntax::Literal, Case::Ignore, Extent::Anywhere);
        Self { pattern: String::new(), syntax, case, extent, exactness: Exactness::default() }
    }
}

impl QueryDraft {
    fn query(&self) -> Query {
        let folding = self.exactness.folding(self.syntax);
        Query { pattern: self.pattern.clone(), syntax: self.syntax, case: self.case, extent: self.extent, folding }
    }

    fn is(&self, query: &Query) -> bool {
        let same_manner = query.syntax == self.syntax && query.case == self.case && query.extent == self.extent;
        query.pattern == self.pattern && same_manner && query.folding == self.exactness.folding(self.syntax)
    }
}

impl Find {
    /// Opens the bar with the keyboard in it; a few selected words are filled in.
    pub fn open(&mut self, scope: FindScope, session: &Session) {
        self.open = true;
        self.scope = scope;
        self.wants_focus = true;
        self.wanted = None;
        if self.hits.current.is_none()
            && let Some(words) = selected_words(session)
        {
            self.query.pattern = if self.query.syntax == Syntax::Regex { escaped(&words) } else { words };
        }
    }

    /// Goes to a neighbouring hit, or opens the bar where nothing has been looked for yet.
    pub fn step(&mut self, way: Way, session: &Session) {
        if self.query.pattern.is_empty() {
            self.open(self.scope, session);
            return;
        }
        self.open = true;
        self.wanted.get_or_insert(Wanted::Step(way));
    }

    /// What is looked for.
    pub fn query(&self) -> Query {
        self.query.query()
    }

    /// What was found in the open document, for the page.
    pub fn hits(&self) -> &Hits {
        &self.hits
    }

    /// Shows the bar and the list while they are open, and keeps the search up with what is asked for.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) -> FindWish {
        let wish = if self.open { self.show_bar(ui, ctx) } else { FindWish::Nothing };
        if self.open && self.scope == FindScope::Project {
            self.show_list(ui, ctx);
        }
        if std::mem::take(&mut self.list.code_chosen) { FindWish::CodeChosen } else { wish }
    }

    /// The hits that are chosen in the list: documents and where the hits begin (bytes).
    pub fn chosen(&self) -> BTreeSet<(DocumentId, usize)> {
        let Some(search) = &self.project else { return BTreeSet::new() };
        let hits = self.list.ordered.chosen.numbers().filter_map(|number| search.hit(number));
        hits.map(|(document, span)| (document.clone(), span.start())).collect()
    }

    fn close(&mut self) {
        self.open = false;
        self.wanted = None;
        self.remark = None;
        self.has_focus = false;
    }

    /// Starts what has to be looked for anew, takes in what was found, and goes where the reader wanted to go.
    fn update(&mut self, ui: &Ui, ctx: &ViewContext<'_>) {
        self.follow_reader(ctx);
        self.search_document(ui, ctx);
        self.search_project(ui, ctx);
        self.take_hits();
        self.follow_wish(ctx);
        self.hits.current = self.current_here(ctx);
    }

    fn follow_reader(&mut self, ctx: &ViewContext<'_>) {
        let at = Some((ctx.selection.document.clone(), ctx.selection.text));
        if self.at != at {
            self.from = ctx.selection.text.map_or(0, |place| place.anchor.min(place.focus));
            self.remark = None;
            self.at = at;
        }
    }

    fn search_document(&mut self, ui: &Ui, ctx: &ViewContext<'_>) {
        let search = self.document.get_or_insert_with(|| Search::new(wake(ui)));
        let document = ctx.selection.document.as_ref().and_then(|id| ctx.project.documents().get(id));
        let document = document.filter(|_| self.open && !self.query.pattern.is_empty());
        let Some(document) = document else {
            if self.document_key.take().is_some() {
                search.clear();
            }
            return;
        };
        let same = self.document_key.as_ref().is_some_and(|(query, id, text)| {
            self.query.is(query) && *id == document.id && std::ptr::eq(text.as_str(), document.text.as_str())
        });
        if same {
            search.poll();
            return;
        }
        let documents: Documents = std::iter::once((document.id.clone(), Arc::clone(document))).collect();
        self.document_key = Some((self.query.query(), document.id.clone(), document.text.clone()));
        search.start(self.query.query(), documents, ctx.revision);
    }

    fn search_project(&mut self, ui: &Ui, ctx: &ViewContext<'_>) {
        let search = self.project.get_or_insert_with(|| Search::new(wake(ui)));
        if !self.open || self.query.pattern.is_empty() || self.scope == FindScope::Document {
            if self.project_key.take().is_some() {
                search.clear();
            }
            return;
        }
        let documents = ctx.project.documents();
        let same = self.project_key.as_ref().is_some_and(|(query, of)| self.query.is(query) && of.ptr_eq(documents));
        if same {
            search.poll();
            return;
        }
        self.project_key = Some((self.query.query(), documents.clone()));
        self.list.reset();
        search.start(self.query.query(), documents.clone(), ctx.revision);
    }

    /// Hands what was found in the open document to the page.
    fn take_hits(&mut self) {
        let Some(search) = &self.document else { return };
        if self.hits_of == Some(search.changes()) {
            return;
        }
        self.hits_of = Some(search.changes());
        self.hits.spans = search.found().first().map(|found: &Found| Arc::clone(&found.spans)).unwrap_or_default();
        self.hits.revision += 1;
    }

    /// The search whose hits are counted and walked through.
    fn search(&self) -> Option<&Search> {
        match self.scope {
            FindScope::Document => self.document.as_ref(),
            FindScope::Project => self.project.as_ref(),
        }
    }

    /// The hit that is selected, by its number in the open document.
    fn current_here(&self, ctx: &ViewContext<'_>) -> Option<usize> {
        let selected = ctx.selection.text?.span()?;
        let at = self.hits.spans.binary_search_by_key(&selected.start(), |span| span.start()).ok()?;
        (self.hits.spans.get(at) == Some(&selected)).then_some(at)
    }

    /// The hit that is selected, by its number in all that was found.
    fn current(&self, ctx: &ViewContext<'_>) -> Option<usize> {
        let (search, document) = (self.search()?, ctx.selection.document.as_ref()?);
        let selected = ctx.selection.text?.span()?;
        let number = search.number_at(document, selected.start());
        (search.hit(number) == Some((document, selected))).then_some(number)
    }

    fn follow_wish(&mut self, ctx: &ViewContext<'_>) {
        match self.wanted {
            None => {}
            Some(Wanted::First) => self.go_to_first(ctx),
            Some(Wanted::Step(way)) => self.go_on(ctx, way),
        }
    }

    fn go_to_first(&mut self, ctx: &ViewContext<'_>) {
        let Some(search) = &self.document else { return };
        let at = self.hits.spans.partition_point(|span| span.start() < self.from);
        let hit = self.hits.spans.get(at).or_else(|| self.hits.spans.first().filter(|_| !search.is_running())).copied();
        if let (Some(span), Some(document)) = (hit, &ctx.selection.document) {
            self.wanted = None;
            let from = self.from;
            self.go(ctx, document.clone(), span);
            // More letters look on from where the typing began, not from where it has led.
            self.from = from;
        } else if !search.is_running() {
            self.wanted = None;
        }
    }

    /// Goes one hit on; round the end only when all are known.
    fn go_on(&mut self, ctx: &ViewContext<'_>, way: Way) {
        let Some(search) = self.search() else { return };
        let total = search.total();
        if total == 0 {
            if !search.is_running() {
                self.wanted = None;
            }
            return;
        }
        let before = ctx.selection.document.as_ref().map_or(0, |document| search.number_at(document, self.from));
        let aim = match (way, self.current(ctx)) {
            (Way::Next, Some(current)) => Some(current + 1).filter(|n| *n < total),
            (Way::Next, None) => Some(before).filter(|n| *n < total),
            (Way::Previous, Some(current)) => current.checked_sub(1),
            (Way::Previous, None) => before.checked_sub(1),
        };
        if aim.is_none() && search.is_running() {
            return;
        }
        let (number, remark) = match (aim, way) {
            (Some(number), _) => (number, None),
            (None, Way::Next) => (0, Some("From the top again")),
            (None, Way::Previous) => (total - 1, Some("From the end again")),
        };
        let hit = search.hit(number).map(|(document, span)| (document.clone(), span));
        self.wanted = None;
        if let Some((document, span)) = hit {
            self.go(ctx, document, span);
            self.list.reveal(number);
            self.remark = remark;
        }
    }

    /// Selects a hit and brings it into view.
    fn go(&mut self, ctx: &ViewContext<'_>, document: DocumentId, span: Span) {
        let place = TextSelection::of(span);
        self.from = span.start();
        self.at = Some((Some(document.clone()), Some(place)));
        ctx.send.send(Request::GoTo { document, place, align: Align::Nearest });
    }

    /// The words in the field have changed: typing shows the first hit from where it began.
    fn edited(&mut self) {
        self.wanted = (!self.query.pattern.is_empty()).then_some(Wanted::First);
        self.remark = None;
    }
}

fn wake(ui: &Ui) -> Wake {
    let ctx = ui.ctx().clone();
    Arc::new(move || ctx.request_repaint())
}

/// The selected words, if they are few and on one line.
fn selected_words(session: &Session) -> Option<String> {
    let selection = session.selection();
    let document = session.project().documents().get(selection.document.as_ref()?)?;
    let span = selection.text?.span().filter(|span| span.len() <= LONGEST_PATTERN)?;
    let words = document.text.slice(span)?;
    let fits = words.chars().count() <= LONGEST_FILLED && !words.contains(['\n', '\u{2028}', '\u{2029}']);
    fits.then(|| words.to_owned())
}
