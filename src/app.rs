//! The program with its window: an [`eframe::App`] that polls the session, draws the window, and does what was asked for.

mod acts;
mod bulk;
mod codebooks;
mod entities;
mod files;
mod finding;
mod keys;
mod leaving;
mod looks;
mod memos;
mod opening;
mod outside;
mod places;
mod progress;
mod projects;
pub mod timing;

use std::path::PathBuf;
use std::process::ExitCode;

use egui::Context;

use crate::session::{Command, Session, Settings, Visible};
use crate::ui::actions::{self, Action};
use crate::ui::context::Request;
use crate::ui::icon;
use crate::ui::keyboard::drop_strays;
use crate::ui::strokes::Strokes;
use crate::ui::text_view::FontStore;
use crate::ui::theme::{install_fonts, show_other_scripts};
use crate::ui::window::{Tab, Window};

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
    keymap_text: Option<String>,
    unsaved: bool,
    exit: leaving::Exit,
    /// The project that is being opened, and those that were to be and are not any more.
    opening: Option<opening::Opening>,
    given_up: Vec<opening::Opening>,
    shown_title: String,
    window: Window,
    ctx: Context,
}

/// Opens the window, with a project or with the welcome screen, and stays until it is closed.
pub fn run(project: Option<PathBuf>) -> ExitCode {
    let file = Settings::default_file();
    let settings = file.as_deref().map(Settings::load).unwrap_or_default();
    open_window(&settings.clone(), move |creation| {
        let mut app = App::new(&creation.egui_ctx, settings, None);
        if let Some(file) = file {
            app.remember_in(file);
        }
        if let Some(path) = project {
            app.open(&path);
        }
        Ok(Box::new(app) as Box<dyn eframe::App>)
    })
}

type Created = Result<Box<dyn eframe::App>, Box<dyn std::error::Error + Send + Sync>>;

/// Opens a window of the remembered size around what `create` makes, and stays until it is closed.
fn open_window(settings: &Settings, create: impl FnOnce(&eframe::CreationContext<'_>) -> Created + 'static) -> ExitCode {
    let viewport = egui::ViewportBuilder::default()
        .with_title("Variorum")
        .with_app_id("variorum")
        .with_inner_size(settings.window.unwrap_or(SIZE))
        .with_min_inner_size(SMALLEST)
        .with_maximized(settings.maximised)
        .with_icon(icon::icon());
    let options = eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, system_font_fallback: false, ..Default::default() };
    let create = |creation: &eframe::CreationContext<'_>| {
        show_other_scripts(&creation.egui_ctx);
        create(creation)
    };
    match eframe::run_native("Variorum", options, Box::new(create)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(eframe::Error::AppCreation(error)) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
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
        Strokes::install(ctx);
        ctx.options_mut(|options| {
            // Zooming and quitting are actions like others: zooming is remembered, and both can have other keys.
            options.zoom_with_keyboard = false;
            options.quit_shortcuts.clear();
        });
        ctx.set_zoom_factor(settings.zoom.clamp(*ZOOM.start(), *ZOOM.end()));
        let window = Window::new(fonts);
        let shown_title = String::new();
        let (unsaved, exit, opening, given_up) = (false, leaving::Exit::default(), None, Vec::new());
        Self {
            session,
            settings,
            settings_file: None,
            keymap_text: None,
            unsaved,
            exit,
            opening,
            given_up,
            shown_title,
            window,
            ctx: ctx.clone(),
        }
    }

    /// Remembers in this file; the person's keys lie beside it and are read now.
    pub fn remember_in(&mut self, settings_file: PathBuf) {
        self.settings_file = Some(settings_file);
        self.read_keymap();
    }

    /// Whether a project is being opened.
    pub fn is_opening(&self) -> bool {
        self.opening.is_some()
    }

    /// The open project's session.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// What is remembered between starts.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What is shown of the annotations.
    pub fn visible(&self) -> &Visible {
        self.window.reader.visible()
    }

    /// What happens between frames: the background is listened to, keys are read, what has come up is told.
    pub fn tick(&mut self) {
        // The event and not the state: a minimised window draws no frame in which it could be seen to be without the keyboard.
        let came_back = self.ctx.input(|input| input.events.iter().any(|event| matches!(event, egui::Event::WindowFocused(true))));
        if came_back {
            self.read_keymap();
        }
        if let Some(session) = &mut self.session {
            session.poll();
            if came_back {
                session.window_focused();
            }
        }
        self.take_opened();
        self.watch_for_closing();
        for chosen in self.window.files.poll() {
            self.take_chosen(chosen);
        }
        self.take_dropped();
        self.ask_about_files();
        self.tell_notices();
        self.show_title();
        self.remember_window();
    }

    /// Draws one frame and then does what was asked for in it.
    pub fn show(&mut self, ui: &mut egui::Ui) {
        self.keys_and_buttons(ui.ctx());
        self.window.show(ui, self.session.as_ref(), &mut self.settings);
        if let Some(left) = self.window.send.flush_after_pause(ui.input(|input| input.time)) {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
        }
        for request in self.window.send.take() {
            if !matches!(request, Request::Run(Command::Select(_))) {
                Strokes::wait(ui.ctx());
            }
            self.do_request(request);
            ui.ctx().request_repaint();
        }
        self.tell_notices();
    }

    /// Reads what belongs to the window as a whole, before anything in it does.
    fn keys_and_buttons(&mut self, ctx: &Context) {
        if self.window.is_covered() {
            // Whatever lies over the window, the program can be left.
            if actions::is_asked_for(ctx, Action::Quit) {
                self.window.send.act(Action::Quit);
            }
            return drop_strays(ctx);
        }
        for action in actions::pressed(ctx, self.session.as_ref()) {
            self.window.send.act(action);
        }
        drop_strays(ctx);
        if self.asks_for_help() {
            self.window.send.act(Action::Keys);
        }
        self.mouse_buttons();
    }

    fn do_request(&mut self, request: Request) {
        match request {
            Request::Run(command) => self.run_command(command),
            Request::Do(action) => self.act(action),
            Request::JumpTo(annotation) => {
                self.jump(Command::SelectAnnotation(Some(annotation.clone())));
                self.window.tab = Tab::Read;
                self.window.reader.jump_to(annotation);
            }
            Request::Show(record) => self.show_record(record),
            Request::WriteMemo(about) => self.write_memo(about),
            Request::SetReading(reading) => self.set_reading(reading),
            Request::SetVisible(visible) => self.set_visible(visible),
            Request::GoTo { document, place, align } => self.go_to(document, place, align),
            Request::NewClaim(annotation) => self.window.open_new_claim(self.session.as_ref(), annotation),
            Request::OpenProject(path) => self.open(&path),
            Request::Forget(project) => {
                self.settings.recent.retain(|recent| *recent != project);
                self.unsaved = true;
            }
            Request::Import { paths, options } => self.import(paths, options),
            Request::ReadAgain { document, how } => self.read_again(&document, how),
            Request::SaveTable { name, text } => self.save_table(&name, text),
            Request::KeepCodebook(name) => self.keep_codebook(&name),
            Request::PrintCodebook(form) => self.print_codebook(form),
            Request::AskAboutFiles => self.show_question(),
            Request::Create(form) => self.leave(leaving::Then::Create(Box::new(form))),
            Request::CancelOpening => self.cancel_opening(),
            Request::CancelImport => self.session.iter().for_each(Session::cancel_import),
            Request::Leave(answer) => self.answer_leaving(answer),
            Request::Export { format, path } => self.export(&format, path),
        }
    }

    fn run_command(&mut self, command: Command) {
        if matches!(command, Command::Open(_)) {
            return self.jump(command);
        }
        let Some(session) = &mut self.session else { return };
        let follows =
            matches!(command, Command::Undo | Command::Redo | Command::GoToStep(_) | Command::NextAnnotation | Command::PreviousAnnotation);
        let codes = codes_by_hand(&command);
        let looked_at = session.selection().annotation.clone();
        let gestures = matches!(command, Command::Gesture(_));
        let before = session.selection().document.clone();
        session.run(command);
        let moved = session.selection().document != before;
        if follows && let Some(annotation) = &session.selection().annotation {
            self.window.reader.reveal(annotation.clone());
        }
        if codes || gestures {
            self.window.reader.focus();
            self.ask_after_coding(looked_at.as_ref());
        }
        if moved {
            self.went();
        }
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

/// Whether a command puts one code, after which the hands are back on the page.
fn codes_by_hand(command: &Command) -> bool {
    matches!(
        command,
        Command::CodeSelection(_) | Command::CodeParagraph(_) | Command::CodeDocument(_) | Command::RepeatCode | Command::CodeInVivo(_)
    )
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
