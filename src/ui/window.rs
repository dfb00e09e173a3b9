//! The window: which panels there are, where they stand, and what they pass to one another.

mod after_form;
mod following;
mod records;
mod register;

use egui::{CentralPanel, Frame, Margin, Panel, Stroke, Ui, UiBuilder};

use self::after_form::AfterForm;
use super::actions::Action;
use super::context::{CommandSender, Request, ViewContext};
use super::dialogs::{self, Dialog, FileDialogs, Leaving, OpeningWords};
use super::facts::Facts;
use super::look::Look;
use super::narrow::{NarrowRoom, Part};
use super::palette::{Choice, CodePalette, CommandPalette, Prompts};
use super::panels::annotations::Annotations;
use super::panels::bulk::Bulk;
use super::panels::claims::Claims;
use super::panels::codebook::{Codebook, Direction};
use super::panels::codes::Codes;
use super::panels::entities::Entities;
use super::panels::find::{Find, FindScope, FindWish};
use super::panels::go_to::GoTo;
use super::panels::inspector::{Inspector, InspectorWish};
use super::panels::library::Library;
use super::panels::log::LogLine;
use super::panels::memos::{Memos, Writing};
use super::panels::new_claim::{Begun, NewClaim};
use super::panels::reader::{Reader, ReaderOutput};
use super::panels::toasts::Toasts;
use super::panels::{header, history, log, menu_bar, project, status, welcome};
use super::proposals::Proposals;
use super::rooms::Rooms;
use super::text_view::{FontStore, MissingScript};
use super::theme::{SIZES, Theme};
use super::widgets::unchecked::Unchecked;
use crate::model::AnnotationId;
use crate::session::{Command, Notice, Session, Settings, Visible};

/// Room that the menus need, in points.
const MENUS: f32 = 270.0;

/// The workspaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// Library, page, codes and inspector.
    #[default]
    Read,
    /// The claim ledger.
    Claims,
    /// The entity register.
    Entities,
    /// The codebook.
    Codebook,
    /// All annotations as a list.
    Annotations,
    /// What was written: memos as a list and as a journal.
    Memos,
}

impl Tab {
    /// All of them with their words and actions, in the order of the screen.
    pub const ALL: [(&'static str, Self, Action); 6] = [
        ("Read", Self::Read, Action::Read),
        ("Claims", Self::Claims, Action::Claims),
        ("Entities", Self::Entities, Action::Entities),
        ("Codebook", Self::Codebook, Action::Codebook),
        ("Annotations", Self::Annotations, Action::Annotations),
        ("Memos", Self::Memos, Action::Memos),
    ];
}

/// Everything the window remembers between frames; nothing of it is part of a project.
pub struct Window {
    /// The workspace that is shown.
    pub tab: Tab,
    /// The page.
    pub reader: Reader,
    /// What is looked for.
    pub find: Find,
    /// Coding all occurrences.
    pub bulk: Bulk,
    /// The form for going to a place.
    pub go_to: GoTo,
    /// The claims that the open document has not been checked for.
    pub unchecked: Unchecked,
    /// The ledger.
    pub claims: Claims,
    /// The codes at the right.
    pub codes: Codes,
    /// The form that is open.
    pub dialog: Option<Dialog>,
    after_form: AfterForm,
    /// What is asked before changes that could not be written are lost.
    pub leaving: Option<Leaving>,
    /// The project that is being opened.
    pub opening: Option<OpeningWords>,
    opening_since: Option<f64>,
    /// The system's file dialogs.
    pub files: FileDialogs,
    /// Where views send what they want done.
    pub send: CommandSender,
    /// The list of annotations.
    pub annotations: Annotations,
    /// What is proposed for the mention that is looked at.
    pub proposals: Proposals,
    /// The memos.
    pub memos: Memos,
    /// A memo that is written beside something else.
    pub writing: Writing,
    /// Whether the log is shown.
    pub log_open: bool,
    /// Whether the list of steps is shown.
    pub history_open: bool,
    /// Whether the project's title and memos are shown.
    pub project_open: bool,
    library: Library,
    inspector: Inspector,
    new_claim: NewClaim,
    entities: Entities,
    codebook: Codebook,
    palette: Option<CodePalette>,
    prompts: Option<Prompts>,
    commands: Option<CommandPalette>,
    toasts: Toasts,
    log: Vec<LogLine>,
    rooms: Rooms,
    /// What is told but once.
    told: std::collections::BTreeSet<&'static str>,
    look: Look,
    facts: Facts,
    narrow: NarrowRoom,
}

impl Window {
    /// A window that sets its pages in these faces.
    pub fn new(fonts: FontStore) -> Self {
        Self {
            tab: Tab::default(),
            reader: Reader::new(fonts),
            find: Find::default(),
            bulk: Bulk::default(),
            go_to: GoTo::default(),
            unchecked: Unchecked::default(),
            claims: Claims::default(),
            codes: Codes::default(),
            dialog: None,
            after_form: AfterForm::default(),
            leaving: None,
            opening: None,
            opening_since: None,
            files: FileDialogs::default(),
            send: CommandSender::default(),
            annotations: Annotations::default(),
            proposals: Proposals::default(),
            memos: Memos::default(),
            writing: Writing::default(),
            log_open: false,
            history_open: false,
            project_open: false,
            library: Library::default(),
            inspector: Inspector::default(),
            new_claim: NewClaim::default(),
            entities: Entities::default(),
            codebook: Codebook::default(),
            palette: None,
            prompts: None,
            commands: None,
            toasts: Toasts::default(),
            log: Vec::new(),
            rooms: Rooms::default(),
            told: std::collections::BTreeSet::new(),
            look: Look::default(),
            facts: Facts::default(),
            narrow: NarrowRoom::default(),
        }
    }

    /// Forgets what belonged to the project that was open.
    pub fn project_changed(&mut self) {
        self.tab = Tab::Read;
        self.find = Find::default();
        self.bulk = Bulk::default();
        self.go_to = GoTo::default();
        self.codes = Codes::default();
        self.library = Library::default();
        self.inspector = Inspector::default();
        self.claims = Claims::default();
        self.unchecked = Unchecked::default();
        self.new_claim = NewClaim::default();
        self.entities = Entities::default();
        self.proposals = Proposals::default();
        self.codebook = Codebook::default();
        self.annotations = Annotations::default();
        self.memos = Memos::default();
        self.writing = Writing::default();
        self.palette = None;
        self.prompts = None;
        self.commands = None;
        self.facts = Facts::default();
        self.look.forget_codes();
    }

    /// Tells a notice: a card now, a line in the log for good.
    pub fn tell(&mut self, ctx: &egui::Context, notice: Notice) {
        let now = ctx.input(|input| input.time);
        let time = jiff::Zoned::now().strftime("%H:%M:%S").to_string();
        self.log.push(LogLine { time, notice: notice.clone() });
        self.toasts.add(notice, now);
    }

    /// Opens the palette of codes at the selection, with the keyboard in it.
    pub fn open_palette(&mut self) {
        self.palette = Some(CodePalette::with_keyboard());
    }

    /// Asks what becomes of changes that could not be written; nothing else has the keyboard meanwhile.
    pub fn ask_leaving(&mut self, leaving: Leaving) {
        (self.palette, self.prompts, self.commands) = (None, None, None);
        self.reader.leave_keyboard();
        self.leaving = Some(leaving);
    }

    /// Asks for the attributes of an annotation one after the other; says whether there is anything to ask.
    pub fn ask_attributes(&mut self, ctx: &egui::Context, session: &Session, annotation: &AnnotationId) -> bool {
        self.palette = None;
        self.reader.leave_keyboard();
        self.prompts = Prompts::begin(ctx, session.project(), annotation);
        self.prompts.is_some()
    }

    /// Opens the find bar with the keyboard in it; selected words are filled in.
    pub fn open_find(&mut self, scope: FindScope, session: &Session) {
        self.tab = Tab::Read;
        self.narrow.show_page();
        self.palette = None;
        self.find.open(scope, session);
    }

    /// Takes the keyboard to the next panel, or to the one before.
    pub fn step_panel(&mut self, ctx: &egui::Context, on: bool) {
        self.rooms.step(ctx, on);
    }

    /// Opens the palette of everything.
    pub fn open_commands(&mut self) {
        self.commands = Some(CommandPalette::default());
    }

    /// Opens the form for a new claim.
    pub fn open_new_claim(&mut self, session: Option<&Session>, annotation: Option<AnnotationId>) {
        self.palette = None;
        if let Some(session) = session {
            let begun = match annotation {
                Some(annotation) => Begun::At(annotation),
                None if self.tab == Tab::Read => Begun::OnThePage,
                None => Begun::Elsewhere,
            };
            self.new_claim.open(session, &begun);
        }
    }

    /// Shows the annotations to be reviewed.
    pub fn show_review(&mut self) {
        self.codebook.show_review();
        self.tab = Tab::Codebook;
    }

    /// Moves what is chosen in the codebook.
    pub fn move_in_codebook(&self, session: Option<&Session>, direction: Direction) {
        if let Some(session) = session {
            self.codebook.move_chosen(session.project(), &self.send, direction);
        }
    }

    /// Whether a letter typed now belongs to a question that is asked.
    pub fn is_asking(&self) -> bool {
        self.prompts.is_some()
    }

    /// Whether keys belong to something that lies over the window.
    pub fn is_covered(&self) -> bool {
        self.dialog.is_some()
            || self.leaving.is_some()
            || self.commands.is_some()
            || self.go_to.is_open()
            || self.bulk.is_open()
            || self.new_claim.is_open()
    }

    /// Draws everything.
    pub fn show(&mut self, ui: &mut Ui, session: Option<&Session>, settings: &mut Settings) {
        self.rooms.begin();
        self.look.update(ui.ctx(), settings, session);
        let theme = self.look.theme().clone();
        let popup_open = egui::Popup::is_any_open(ui.ctx());
        if let Some(session) = session {
            let look = std::mem::take(&mut self.look);
            let send = std::mem::take(&mut self.send);
            let visible = self.reader.visible().clone();
            let ctx = context(session, &look, &visible, popup_open, &send);
            self.facts.update(&ctx);
            self.proposals.update(ui.ctx(), &ctx, self.tab == Tab::Entities);
            self.show_project(ui, &ctx, session, settings);
            self.show_commands(ui, &theme, Some(session), Some(&ctx), &send);
            self.look = look;
            self.send = send;
        } else {
            let send = std::mem::take(&mut self.send);
            bar(&theme, Panel::top("bar")).show(ui, |ui| menu_bar::show(ui, &theme, None, settings, &send));
            self.show_log(ui, &theme);
            let is_opening = self.opening.is_some();
            CentralPanel::default().frame(Frame::new().fill(theme.page)).show(ui, |ui| {
                if !is_opening {
                    welcome::show(ui, &theme, settings, &send);
                }
            });
            self.show_commands(ui, &theme, None, None, &send);
            self.send = send;
        }
        if self.leaving.is_none() {
            dialogs::show(ui, &theme, &mut self.dialog, session.map(Session::project), &self.send, &self.files);
        }
        dialogs::opening(ui, &theme, self.opening.as_ref(), &mut self.opening_since, &self.send);
        dialogs::ask(ui, &theme, self.leaving.as_mut(), &self.send, &self.files);
        self.give_page_back(ui);
        self.toasts.show(ui, &theme);
        self.rooms.ring(ui, &theme);
        drop_hint(ui, &theme, session.is_some());
    }

    fn give_page_back(&mut self, ui: &Ui) {
        let is_due = self.after_form.is_page_next(ui, self.dialog.is_some());
        if is_due && self.tab == Tab::Read && self.leaving.is_none() {
            self.reader.focus();
        }
    }

    fn show_project(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, session: &Session, settings: &mut Settings) {
        bar(ctx.theme, Panel::top("bar")).show(ui, |ui| {
            // The menu bar takes all the width it gets, so the state is laid over its empty right.
            let size = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
            let (row, _) = ui.allocate_exact_size(size, egui::Sense::hover());
            let mut left = ui.new_child(UiBuilder::new().max_rect(row));
            menu_bar::show(&mut left, ctx.theme, Some(session), settings, ctx.send);
            let right = egui::Rect::from_min_max(egui::pos2(row.left() + MENUS, row.top()), row.max);
            let mut right = ui.new_child(UiBuilder::new().max_rect(right));
            header::show_state(&mut right, ctx.theme, session, ctx.send);
            header::show_tabs(ui, ctx.theme, self.tab, ctx.send);
        });
        let is_import = session.is_importing();
        let busy = session.running().into_iter().next().map(|words| status::Busy { words, is_import });
        bar(ctx.theme, Panel::bottom("status")).show(ui, |ui| {
            let pace = settings.pace.then(|| session.pace());
            status::show(ui, ctx, &self.facts, session.history(), busy.as_ref(), pace);
        });
        self.show_log(ui, ctx.theme);
        match self.tab {
            Tab::Read if NarrowRoom::is_needed(ui) => self.show_part(ui, ctx, settings),
            Tab::Read => self.show_reading(ui, ctx, settings),
            Tab::Claims => {
                let queries = &mut settings.places.entry(ctx.project.info().id.clone()).or_default().queries;
                let shown = whole(ctx.theme).show(ui, |ui| self.claims.show(ui, ctx, &mut self.unchecked, queries));
                self.rooms.add(shown.response.rect);
            }
            Tab::Entities => self.show_entities(ui, ctx, settings),
            Tab::Annotations => {
                let queries = &mut settings.places.entry(ctx.project.info().id.clone()).or_default().queries;
                self.rooms.add(whole(ctx.theme).show(ui, |ui| self.annotations.show(ui, ctx, queries)).response.rect);
            }
            Tab::Memos => {
                let queries = &mut settings.places.entry(ctx.project.info().id.clone()).or_default().queries;
                self.rooms.add(whole(ctx.theme).show(ui, |ui| self.memos.show(ui, ctx, queries)).response.rect);
            }
            Tab::Codebook => self.rooms.add(whole(ctx.theme).show(ui, |ui| self.codebook.show(ui, ctx)).response.rect),
        }
        if self.go_to.show(ui, ctx) | self.bulk.show(ui, ctx, session) | self.new_claim.show(ui, ctx) {
            self.reader.focus();
        }
        if self.writing.show(ui, ctx) && self.tab == Tab::Read {
            self.reader.focus();
        }
        history::show(ui, ctx, session.history(), &mut self.history_open);
        project::show(ui, ctx, &mut self.project_open);
    }

    fn show_reading(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, settings: &mut Settings) {
        let frame = Frame::new().fill(ctx.theme.panel).inner_margin(Margin { left: 10, right: 6, top: 8, bottom: 6 });
        let left = Panel::left("library").default_size(settings.library_width).size_range(160.0..=420.0).frame(frame);
        let left = left.show(ui, |ui| self.library.show(ui, ctx));
        settings.library_width = left.response.rect.width();
        self.rooms.add(left.response.rect);
        let frame = Frame::new().fill(ctx.theme.panel).inner_margin(Margin { left: 10, right: 6, top: 4, bottom: 6 });
        let right = Panel::right("annotations").default_size(settings.panel_width).size_range(270.0..=620.0).frame(frame);
        let right = right.show(ui, |ui| self.show_right(ui, ctx));
        settings.panel_width = right.response.rect.width();
        self.show_page(ui, ctx, settings);
    }

    fn show_page(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, settings: &Settings) {
        let page = Frame::new().fill(ctx.theme.page);
        let shown = CentralPanel::default().frame(page).show(ui, |ui| {
            self.unchecked.show_strip(ui, ctx);
            if self.unchecked.take_page_wish() {
                self.reader.focus();
            }
            match self.find.show(ui, ctx) {
                FindWish::Page => self.reader.focus(),
                FindWish::CodeAll => self.bulk.open_query(self.find.query()),
                FindWish::CodeChosen => self.bulk.open_chosen(self.find.query(), self.find.chosen()),
                FindWish::Nothing => {}
            }
            self.reader.mark_hits(self.find.hits());
            self.reader.show(ui, ctx, &settings.reading, &self.facts)
        });
        self.tell_missing_scripts(ui.ctx(), &shown.inner.missing_scripts);
        self.rooms.insert_page(shown.inner.page.unwrap_or(shown.response.rect));
        self.follow_page(ui, ctx, shown.inner);
    }

    /// One part of the reading room, where there is no room for all of them.
    fn show_part(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, settings: &Settings) {
        if self.reader.is_called() || self.unchecked.awaits_words() {
            self.narrow.show_page();
        } else if self.unchecked.wants_sight() {
            self.narrow.show_details();
        }
        let part = self.narrow.choose(ui, ctx);
        let panel = CentralPanel::default().frame(Frame::new().fill(ctx.theme.panel).inner_margin(Margin::symmetric(10, 4)));
        match part {
            Part::Library => self.rooms.add(panel.show(ui, |ui| self.library.show(ui, ctx)).response.rect),
            Part::Codes => self.rooms.add(panel.show(ui, |ui| self.codes.show(ui, ctx, &self.facts)).response.rect),
            Part::Details => {
                let shown = panel.show(ui, |ui| self.inspector.show(ui, ctx, &self.facts, &self.proposals, &mut self.unchecked));
                self.rooms.add(shown.response.rect);
                self.follow_inspector(shown.inner);
                self.follow_page(ui, ctx, ReaderOutput::default());
            }
            Part::Page => self.show_page(ui, ctx, settings),
        }
    }

    fn follow_inspector(&mut self, wish: Option<InspectorWish>) {
        if let Some(InspectorWish::Recode(rect)) = wish {
            self.palette = Some(CodePalette::for_recoding(rect));
        }
    }

    /// Says once which letters of the page are boxes, and what would help.
    fn tell_missing_scripts(&mut self, ctx: &egui::Context, scripts: &[MissingScript]) {
        if scripts.is_empty() {
            return;
        }
        let listed = |word: fn(MissingScript) -> String| scripts.iter().map(|s| word(*s)).collect::<Vec<_>>().join(", ");
        let what = format!("No font for {} was found on this system", listed(MissingScript::name));
        let hint = format!("Letters are shown as boxes with their codes. Install, for example, {}", listed(MissingScript::example_font));
        self.tell(ctx, Notice::warning(what, hint));
    }

    fn show_right(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let half = ui.available_height() * 0.42;
        let frame = Frame::new().inner_margin(Margin { left: 0, right: 0, top: 0, bottom: 6 });
        let top =
            Panel::top("codes").resizable(true).default_size(half).min_size(120.0).max_size(ui.available_height() - 140.0).frame(frame);
        let codes = top.show(ui, |ui| {
            self.codes.show(ui, ctx, &self.facts);
            ui.take_available_height();
        });
        self.rooms.add(codes.response.rect);
        let frame = Frame::new().inner_margin(Margin { left: 0, right: 0, top: 8, bottom: 0 });
        let shown = CentralPanel::default()
            .frame(frame)
            .show(ui, |ui| self.inspector.show(ui, ctx, &self.facts, &self.proposals, &mut self.unchecked));
        self.rooms.add(shown.response.rect);
        self.follow_inspector(shown.inner);
    }

    fn show_commands(&mut self, ui: &Ui, theme: &Theme, session: Option<&Session>, ctx: Option<&ViewContext<'_>>, send: &CommandSender) {
        let Some(palette) = &mut self.commands else { return };
        match palette.show(ui, theme, session, ctx) {
            Choice::Open => return,
            Choice::Closed => {}
            Choice::Request(request) => {
                if let Request::Run(Command::Open(_)) = &*request {
                    send.act(Action::Read);
                }
                send.send(*request);
            }
            Choice::Record(id) => send.send(Request::Show(id)),
        }
        self.commands = None;
    }

    fn show_log(&mut self, ui: &mut Ui, theme: &Theme) {
        if !self.log_open {
            return;
        }
        let frame = Frame::new().fill(theme.panel).inner_margin(Margin::symmetric(12, 6));
        Panel::bottom("log").resizable(true).default_size(170.0).frame(frame).show(ui, |ui| {
            log::show(ui, theme, &self.log);
            ui.take_available_space();
        });
    }
}

fn context<'a>(session: &'a Session, look: &'a Look, visible: &'a Visible, popup_open: bool, send: &'a CommandSender) -> ViewContext<'a> {
    ViewContext {
        project: session.project(),
        selection: session.selection(),
        gesture: session.gesture(),
        trail: session.trail(),
        coder: session.coder(),
        last_code: session.last_code(),
        recent: session.recent_codes(),
        revision: session.revision(),
        theme: look.theme(),
        styles: look.styles(),
        visible,
        popup_open,
        send,
    }
}

fn bar(theme: &Theme, panel: Panel) -> Panel {
    panel.frame(Frame::new().fill(theme.panel).inner_margin(Margin::symmetric(10, 4)))
}

fn whole(theme: &Theme) -> CentralPanel {
    CentralPanel::default().frame(Frame::new().fill(theme.page).inner_margin(Margin::symmetric(14, 6)))
}

/// While files are held over the window, says what letting go will do.
fn drop_hint(ui: &Ui, theme: &Theme, has_project: bool) {
    if ui.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let rect = ui.ctx().content_rect().shrink(10.0);
    let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("drop hint")));
    painter.rect(rect, SIZES.window_radius, theme.page.gamma_multiply(0.9), Stroke::new(2.0, theme.accent), egui::StrokeKind::Inside);
    let words =
        if has_project { "Drop documents to import them, or a project folder to open it" } else { "Drop a project folder to open it" };
    painter.text(rect.center(), egui::Align2::CENTER_CENTER, words, super::widgets::semibold(SIZES.heading), theme.text);
}
