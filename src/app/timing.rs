//! `variorum --timing`: the program in its real window measures itself, on a copy of the project in memory.
//!
//! A figure is what a frame costs the processor: input, logic, ui and tessellation. What the driver and the screen add is left out,
//! save in `first_page_ms`, which ends when the frame has been handed to the screen. Coding and undo are the frame in which the key
//! arrives plus the frame that shows what came of it.

mod plan;
mod watch;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use egui::{Context, Ui};
use serde::Serialize;

use super::{App, open_window};
use crate::model::DocumentId;
use crate::session::{Command, Environment, Notice, Session, Settings, ThemeChoice};
use crate::ui::text_view::FontStore;
use plan::{Act, Plan};
use watch::Watch;

/// When the program began: the first thing that `main` notes.
#[derive(Debug, Clone, Copy)]
pub struct Start(Instant);

impl Start {
    /// Notes the time.
    pub fn now() -> Self {
        Self(Instant::now())
    }

    fn milliseconds(self) -> f64 {
        in_milliseconds(self.0.elapsed())
    }
}

/// To a microsecond: finer steps are noise.
fn in_milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}

/// The first line: from the start to the first page. Milliseconds and MiB.
#[derive(Debug, Serialize)]
struct Opening {
    /// From the start until the window is there, empty.
    start_to_window_ms: f64,
    /// Reading the project.
    project_open_ms: f64,
    /// From the start until the first page has been handed to the screen.
    first_page_ms: f64,
    /// From the start until it could be handed over: without the driver.
    first_page_ready_ms: f64,
    /// Resident memory then.
    rss_mib: f64,
}

/// A measuring in progress: the program, and how far it has come.
pub struct Timing {
    app: App,
    start: Start,
    opening: Opening,
    plan: Option<Plan>,
    at: usize,
    lines: Vec<String>,
    done: bool,
}

impl Timing {
    /// Opens a copy of the project in memory, with the document that is asked for or its first; `start_to_window_ms` is now.
    ///
    /// # Errors
    /// What is missing, as a notice.
    pub fn open(ctx: &Context, path: &Path, document: Option<&str>, fonts: FontStore, start: Start) -> Result<Self, Notice> {
        let start_to_window_ms = start.milliseconds();
        let begin = Start::now();
        let mut session = Session::open_copy(path, Environment::real())?;
        let document = document_of(&session, document).map_err(|notice| notice.at(path))?;
        session.run(Command::Open(document));
        let project_open_ms = begin.milliseconds();
        let settings = Settings { theme: ThemeChoice::Light, ..Settings::default() };
        let app = App::with_fonts(ctx, settings, Some(session), fonts);
        ctx.add_plugin(Watch::default());
        let opening = Opening { start_to_window_ms, project_open_ms, first_page_ms: 0.0, first_page_ready_ms: 0.0, rss_mib: 0.0 };
        Ok(Self { app, start, opening, plan: None, at: 0, lines: Vec::new(), done: false })
    }

    /// Whether both lines have been given.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// Lines of JSON that are ready to be printed.
    pub fn take_lines(&mut self) -> Vec<String> {
        std::mem::take(&mut self.lines)
    }

    /// One frame; the next follows at once.
    pub fn show(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        self.advance(&ctx);
        self.app.tick();
        if let Some(act) = self.plan.as_ref().and_then(|plan| plan.act(self.at)) {
            self.act(&act);
        }
        self.app.show(ui);
        if !self.done {
            ctx.request_repaint();
        }
    }

    /// Takes in what the frame before this one has cost.
    fn advance(&mut self, ctx: &Context) {
        let Some(plan) = &self.plan else {
            // The frame before this one was the first page.
            if let Some(ready) = ctx.with_plugin(Watch::first_ready).flatten() {
                self.opening.first_page_ready_ms = in_milliseconds(ready - self.start.0);
                self.opening.first_page_ms = self.start.milliseconds();
                self.opening.rss_mib = resident_mib();
                self.tell_opening();
                let plan = Plan::of(self.app.session(), ctx.content_rect().center());
                ctx.with_plugin(|watch: &mut Watch| watch.begin(plan.events()));
                self.plan = Some(plan);
                self.at = 0;
            }
            return;
        };
        self.at += 1;
        if let Some(costs) = ctx.with_plugin(|watch: &mut Watch| watch.costs(plan.frames())).flatten()
            && !self.done
        {
            let line = serde_json::to_string(&plan.result(&costs, resident_mib()));
            self.lines.extend(line);
            self.done = true;
        }
    }

    fn tell_opening(&mut self) {
        self.lines.extend(serde_json::to_string(&self.opening));
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Jump(annotation) => self.app.window.reader.jump_to(annotation.clone()),
            // Put and taken back once, so that the key for "the same code again" has one.
            Act::Prepare(selection, code) => {
                let Some(session) = &mut self.app.session else { return };
                session.run(Command::Select(*selection));
                session.run(Command::CodeSelection(code.clone()));
                session.run(Command::Undo);
                session.run(Command::Select(*selection));
            }
            Act::Count => {
                let annotations = self.app.session().map_or(0, |session| session.project().annotations().len());
                if let Some(plan) = &mut self.plan {
                    plan.counts.push(annotations);
                }
            }
        }
    }
}

fn document_of(session: &Session, wanted: Option<&str>) -> Result<DocumentId, Notice> {
    let documents = session.project().documents();
    match wanted {
        None => {
            documents.keys().next().cloned().ok_or_else(|| Notice::refused("The project has no document to measure", "Import one first"))
        }
        Some(wanted) => documents.keys().find(|id| id.as_str() == wanted).cloned().ok_or_else(|| {
            let hint = "'variorum stats PROJECT' lists the documents by their ids";
            Notice::refused(format!("The project has no document '{wanted}'"), hint)
        }),
    }
}

fn resident_mib() -> f64 {
    memory_stats::memory_stats().map_or(0.0, |memory| (memory.physical_mem as f64 / f64::from(1 << 20) * 10.0).round() / 10.0)
}

/// Measures in a window and prints the two lines; the project stays as it was.
pub fn run(project: PathBuf, document: Option<String>, start: Start) -> ExitCode {
    let settings = Settings::default();
    open_window(&settings, move |creation| {
        let timing = Timing::open(&creation.egui_ctx, &project, document.as_deref(), FontStore::new(), start).map_err(Unmeasured)?;
        Ok(Box::new(timing) as Box<dyn eframe::App>)
    })
}

/// Why nothing was measured, in the words of the command line.
#[derive(Debug, thiserror::Error)]
#[error("{}{}\nhint: {}", .0.what, place(.0), .0.hint)]
struct Unmeasured(Notice);

fn place(notice: &Notice) -> String {
    notice.path.as_ref().map(|path| format!(": {}", path.display())).unwrap_or_default()
}

impl eframe::App for Timing {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
        for line in self.take_lines() {
            // Where nobody listens there is nobody to tell.
            let _ = writeln!(std::io::stdout(), "{line}");
        }
        if self.done {
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
        }
    }
}
