//! The program with its window: an [`eframe::App`] that polls the session, draws the window, and does what was asked for.

mod files;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use egui::Context;

use crate::session::{Command, Environment, Notice, Places, Selection, Session, Settings, ThemeChoice, Wake};
use crate::ui::actions::{self, Action};
use crate::ui::context::{NewProject, Request};
use crate::ui::dialogs::Dialog;
use crate::ui::text_view::FontStore;
use crate::ui::theme::install_fonts;
use crate::ui::window::{Tab, Window};
use crate::ui::{icon, sample};

/// The window's size at the first start, in points.
const SIZE: [f32; 2] = [1440.0, 900.0];
/// The smallest size at which nothing is cut off.
const SMALLEST: [f32; 2] = [900.0, 600.0];
/// Between these the window can be zoomed.
const ZOOM: std::ops::RangeInclusive<f32> = 0.5..=3.0;

/// The program with its window.
pub struct App {
    session: Option<Session>,
    settings: Settings,
    settings_file: Option<PathBuf>,
    unsaved: bool,
    had_focus: bool,
    shown_title: String,
    window: Window,
    ctx: Context,
}

/// Opens the window, with a project or with the welcome screen, and stays until it is closed.
pub fn run(project: Option<PathBuf>) -> ExitCode {
    let file = Settings::default_file();
    let settings = file.as_deref().map(Settings::load).unwrap_or_default();
    let viewport = egui::ViewportBuilder::default()
        .with_title("Variorum")
        .with_app_id("variorum")
        .with_inner_size(settings.window.unwrap_or(SIZE))
        .with_min_inner_size(SMALLEST)
        .with_maximized(settings.maximised)
        .with_icon(icon::icon());
    let options = eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, ..Default::default() };
    let start = move |creation: &eframe::CreationContext<'_>| {
        let mut app = App::new(&creation.egui_ctx, settings, None);
        app.settings_file = file;
        if let Some(path) = project {
            app.open(&path);
        }
        let app: Box<dyn eframe::App> = Box::new(app);
        Ok(app)
    };
    match eframe::run_native("Variorum", options, Box::new(start)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The windowing library names its own source lines; the one thing that is usually wrong is said plainly.
            let why = match error {
                eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) => "no display was found".to_owned(),
                other => other.to_string(),
            };
            eprintln!("The window could not be opened: {why}. Without a display, use a subcommand; `variorum --help` lists them");
            ExitCode::FAILURE
        }
    }
}

impl App {
    /// The program around an open project or the welcome screen, with the faces of this system.
    pub fn new(ctx: &Context, settings: Settings, session: Option<Session>) -> Self {
        Self::with_fonts(ctx, settings, session, FontStore::new())
    }

    /// The same with given reading faces; tests take the bundled ones alone.
    pub fn with_fonts(ctx: &Context, settings: Settings, session: Option<Session>, fonts: FontStore) -> Self {
        install_fonts(ctx);
        // Zooming is an action like others, and is remembered.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.set_zoom_factor(settings.zoom.clamp(*ZOOM.start(), *ZOOM.end()));
        let window = Window::new(fonts);
        let shown_title = String::new();
        let (unsaved, had_focus) = (false, true);
        Self { session, settings, settings_file: None, unsaved, had_focus, shown_title, window, ctx: ctx.clone() }
    }

    /// The open project's session.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// What is remembered between starts.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What happens between frames: the background is listened to, keys are read, what has come up is told.
    pub fn tick(&mut self) {
        if let Some(session) = &mut self.session {
            session.poll();
            let focused = self.ctx.input(|input| input.focused);
            if focused && !self.had_focus {
                session.window_focused();
            }
            self.had_focus = focused;
        }
        for chosen in self.window.files.poll() {
            self.take_chosen(chosen);
        }
        self.take_dropped();
        self.tell_notices();
        self.show_title();
        self.remember_window();
    }

    /// Draws one frame and then does what was asked for in it.
    pub fn show(&mut self, ui: &mut egui::Ui) {
        if !self.window.is_covered() {
            for action in actions::pressed(ui.ctx(), self.session.as_ref()) {
                self.window.send.act(action);
            }
        }
        self.window.show(ui, self.session.as_ref(), &mut self.settings);
        for request in self.window.send.take() {
            self.do_request(request);
            ui.ctx().request_repaint();
        }
        self.tell_notices();
    }

    fn do_request(&mut self, request: Request) {
        match request {
            Request::Run(command) => self.run_command(command),
            Request::Do(action) => self.act(action),
            Request::JumpTo(annotation) => {
                self.run_command(Command::SelectAnnotation(Some(annotation.clone())));
                self.window.tab = Tab::Read;
                self.window.reader.jump_to(annotation);
            }
            Request::OpenProject(path) => self.open(&path),
            Request::Forget(project) => {
                self.settings.recent.retain(|recent| *recent != project);
                self.unsaved = true;
            }
            Request::Import { paths, options } => self.import(paths, options),
            Request::Create(form) => self.create(&form),
            Request::Export { format, path } => self.export(&format, path),
        }
    }

    fn run_command(&mut self, command: Command) {
        let Some(session) = &mut self.session else { return };
        let follows =
            matches!(command, Command::Undo | Command::Redo | Command::GoToStep(_) | Command::NextAnnotation | Command::PreviousAnnotation);
        let codes = matches!(command, Command::CodeSelection(_) | Command::RepeatCode);
        let before = session.selection().document.clone();
        session.run(command);
        let moved = session.selection().document != before;
        if follows && let Some(annotation) = &session.selection().annotation {
            self.window.reader.reveal(annotation.clone());
        }
        if codes {
            self.window.reader.focus();
        }
        if moved {
            // Not only on closing: a program that is killed should open where one was.
            self.remember_places();
            self.unsaved = true;
        }
    }

    fn act(&mut self, action: Action) {
        if !actions::is_possible(action, self.session.as_ref()) {
            return;
        }
        match action {
            Action::NewProject | Action::OpenProject | Action::OpenSample | Action::Import | Action::Export | Action::Save => {
                self.act_on_files(action);
            }
            Action::CloseProject => self.close(),
            Action::Quit => self.ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            Action::Undo => self.run_typed(Command::Undo),
            Action::Redo => self.run_typed(Command::Redo),
            Action::CodeWords => self.window.open_palette(),
            Action::RepeatCode => self.run_command(Command::RepeatCode),
            Action::AddFragment | Action::DeleteAnnotation | Action::NothingHere => self.act_on_selection(action),
            Action::History => self.window.history_open = !self.window.history_open,
            Action::Project => self.window.project_open = !self.window.project_open,
            Action::AddCoder => self.window.dialog = Some(Dialog::Coder(String::new())),
            Action::ThemeSystem => self.set_theme(ThemeChoice::System),
            Action::ThemeLight => self.set_theme(ThemeChoice::Light),
            Action::ThemeDark => self.set_theme(ThemeChoice::Dark),
            Action::ThemeSepia => self.set_theme(ThemeChoice::Sepia),
            Action::ZoomIn => self.zoom(self.settings.zoom * 1.1),
            Action::ZoomOut => self.zoom(self.settings.zoom / 1.1),
            Action::ZoomReset => self.zoom(1.0),
            Action::LargerText => self.set_reading_size(self.settings.reading_size + 1.0),
            Action::SmallerText => self.set_reading_size(self.settings.reading_size - 1.0),
            Action::Log => self.window.log_open = !self.window.log_open,
            Action::Search => self.window.open_commands(),
            Action::Read => self.window.tab = Tab::Read,
            Action::Claims => self.window.tab = Tab::Claims,
            Action::Entities => self.window.tab = Tab::Entities,
            Action::Codebook => self.window.tab = Tab::Codebook,
            Action::NextDocument => self.step_document(Step::Next),
            Action::PreviousDocument => self.step_document(Step::Previous),
            Action::NextAnnotation => self.run_command(Command::NextAnnotation),
            Action::PreviousAnnotation => self.run_command(Command::PreviousAnnotation),
            Action::FindCode => {
                self.window.tab = Tab::Read;
                self.window.codes.focus_filter();
            }
            Action::Keys => self.window.dialog = Some(Dialog::Keys),
            Action::About => self.window.dialog = Some(Dialog::About),
        }
    }

    /// Undo and redo come after what is being typed has become a step.
    fn run_typed(&mut self, command: Command) {
        self.window.send.flush_draft();
        for request in self.window.send.take() {
            if let Request::Run(typed) = request {
                self.run_command(typed);
            }
        }
        self.run_command(command);
    }

    fn act_on_selection(&mut self, action: Action) {
        let Some(annotation) = self.session.as_ref().map(|s| s.selection().annotation.clone()) else { return };
        match (action, annotation) {
            (Action::AddFragment, Some(annotation)) => self.run_command(Command::AddFragment(annotation)),
            (Action::DeleteAnnotation, Some(annotation)) => self.run_command(Command::DeleteAnnotations(vec![annotation])),
            (Action::NothingHere, _) => self.run_command(Command::MarkNothing(crate::model::MarkSubject::Document, None)),
            _ => {}
        }
    }

    fn set_theme(&mut self, theme: ThemeChoice) {
        self.settings.theme = theme;
        self.unsaved = true;
    }

    fn zoom(&mut self, to: f32) {
        self.settings.zoom = to.clamp(*ZOOM.start(), *ZOOM.end());
        self.ctx.set_zoom_factor(self.settings.zoom);
        self.unsaved = true;
    }

    fn set_reading_size(&mut self, to: f32) {
        self.settings.reading_size = to.clamp(10.0, 40.0);
        self.unsaved = true;
    }

    fn step_document(&mut self, step: Step) {
        let Some(session) = &self.session else { return };
        let ids: Vec<_> = session.project().documents().keys().cloned().collect();
        let now = session.selection().document.as_ref().and_then(|open| ids.iter().position(|id| id == open));
        let to = match (step, now) {
            (_, None) => ids.first(),
            (Step::Next, Some(at)) => ids.get(at + 1),
            (Step::Previous, Some(at)) => at.checked_sub(1).and_then(|at| ids.get(at)),
        };
        if let Some(id) = to {
            let id = id.clone();
            self.window.tab = Tab::Read;
            self.run_command(Command::Open(id));
        }
    }
}

/// To which side.
#[derive(Debug, Clone, Copy)]
enum Step {
    Next,
    Previous,
}

/// Projects: opening, making, leaving.
impl App {
    fn wake(&self) -> Wake {
        let ctx = self.ctx.clone();
        Arc::new(move || ctx.request_repaint())
    }

    /// Opens the project in a folder, in place of the one that is open.
    pub fn open(&mut self, path: &Path) {
        // A project is locked by whoever has it open, so the open one goes first.
        self.close();
        match Session::open(path, Environment::real(), self.wake()) {
            Ok(session) => self.take_over(session),
            Err(notice) => self.window.tell(&self.ctx, notice),
        }
    }

    fn create(&mut self, form: &NewProject) {
        self.settings.coder_name.clone_from(&form.coder);
        let folder = PathBuf::from(form.folder.trim());
        match Session::create(&folder, &form.title, &form.coder, "ecf", Environment::real(), self.wake()) {
            Ok(session) => {
                self.close();
                self.take_over(session);
            }
            Err(notice) => {
                self.window.tell(&self.ctx, notice);
                self.window.dialog = Some(Dialog::New(form.clone()));
            }
        }
    }

    fn open_sample(&mut self) {
        let copied = sample::usual_place().ok_or_else(|| std::io::Error::other("the system names no folder for documents"));
        match copied.and_then(|place| sample::copy_into(&place)) {
            Ok(folder) => {
                let what = format!("This copy of the sample is yours to play with: {}", folder.display());
                self.window.tell(&self.ctx, Notice::done(what));
                self.open(&folder);
            }
            Err(error) => {
                let hint = "Open the folder projects/vostochny-2023 of the program's sources instead";
                self.window.tell(&self.ctx, Notice::error(format!("The sample could not be copied: {error}"), hint));
            }
        }
    }

    fn take_over(&mut self, mut session: Session) {
        self.window.project_changed();
        let title = session.project().info().title.clone();
        if let Some(root) = session.root() {
            self.settings.remember_project(root, &title);
        }
        let places = self.settings.places.get(&session.project().info().id).cloned().unwrap_or_default();
        go_back_to(&mut session, &places);
        self.window.reader.remember(places.scroll);
        self.window.reader.focus();
        self.session = Some(session);
        self.unsaved = true;
    }

    fn close(&mut self) {
        self.remember_places();
        self.window.send.flush_draft();
        for request in self.window.send.take() {
            if let Request::Run(command) = request {
                self.run_command(command);
            }
        }
        if let Some(mut session) = self.session.take() {
            session.flush();
            for notice in session.take_notices() {
                self.window.tell(&self.ctx, notice);
            }
        }
        self.window.project_changed();
    }

    fn tell_notices(&mut self) {
        let notices = self.session.as_mut().map(Session::take_notices).unwrap_or_default();
        for notice in notices {
            self.window.tell(&self.ctx, notice);
        }
    }

    fn show_title(&mut self) {
        let title = match &self.session {
            Some(session) => format!("{} – Variorum", session.project().info().title),
            None => "Variorum".to_owned(),
        };
        if title != self.shown_title {
            self.ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.shown_title = title;
        }
    }
}

/// What is remembered.
impl App {
    fn remember_window(&mut self) {
        let (size, maximised) = self.ctx.input(|input| {
            let viewport = input.viewport();
            (viewport.inner_rect.map(|rect| rect.size()), viewport.maximized.unwrap_or(false))
        });
        self.settings.maximised = maximised;
        if let Some(size) = size.filter(|_| !maximised) {
            // The system's points, whatever the zoom.
            self.settings.window = Some([size.x * self.settings.zoom, size.y * self.settings.zoom]);
        }
        if std::mem::take(&mut self.unsaved) {
            self.save_settings();
        }
    }

    fn remember_places(&mut self) {
        let Some(session) = &self.session else { return };
        let project = session.project();
        let mut selections: std::collections::BTreeMap<_, _> =
            project.documents().keys().filter_map(|id| Some((id.clone(), session.place_in(id)?))).collect();
        if let (Some(document), Some(text)) = (&session.selection().document, session.selection().text) {
            selections.insert(document.clone(), text);
        }
        let places = Places {
            document: session.selection().document.clone(),
            coder: Some(session.coder().clone()),
            selections,
            scroll: self.window.reader.scrolls(),
        };
        self.settings.places.insert(project.info().id.clone(), places);
    }

    fn save_settings(&mut self) {
        let Some(file) = &self.settings_file else { return };
        if let Err(error) = self.settings.save(file) {
            let notice =
                Notice::warning(format!("The window's settings could not be saved: {error}"), "Nothing of your work is lost by this");
            self.window.tell(&self.ctx, notice.at(file));
        }
    }
}

/// Puts a session where it was left the last time, or at the first document.
fn go_back_to(session: &mut Session, places: &Places) {
    if let Some(coder) = places.coder.as_ref().filter(|id| session.project().coders().contains_key(*id)) {
        session.run(Command::SwitchCoder(coder.clone()));
    }
    for (document, text) in &places.selections {
        session.show(Selection { document: Some(document.clone()), text: Some(*text), annotation: None });
    }
    let known = |id: &&crate::model::DocumentId| session.project().documents().contains_key(*id);
    let document = places.document.as_ref().filter(known).or_else(|| session.project().documents().keys().next()).cloned();
    let text = document.as_ref().and_then(|id| places.selections.get(id)).copied();
    session.show(Selection { document, text, annotation: None });
}

impl eframe::App for App {
    fn logic(&mut self, _ctx: &Context, _frame: &mut eframe::Frame) {
        self.tick();
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.close();
        self.save_settings();
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}
