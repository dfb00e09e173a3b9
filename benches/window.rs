//! The whole window from key to frame, without a display: `cargo bench --bench window`.
//!
//! Codes a selection, undoes it and switches documents by keys alone, on the sample and on a document of 10 MB with 100,000
//! annotations. A figure is the frame in which the key arrives plus the frame that shows what came of it (`run_ui` and `tessellate`,
//! 1440x900), in milliseconds; `idle` is such a pair of frames without a key, the reference of the same run.

mod support;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use egui::{Event, Key, Modifiers, Pos2, RawInput, Rect, Vec2, vec2};
use support::Shape;
use variorum::app::App;
use variorum::model::CoderId;
use variorum::session::{Command, Environment, Session, Settings, ThemeChoice};
use variorum::store;
use variorum::text::{Span, TextSelection};
use variorum::ui::text_view::FontStore;

const WINDOW: Vec2 = vec2(1440.0, 900.0);
const ROUNDS: usize = 120;
/// One frame at 60 Hz.
const FRAME: f64 = 1000.0 / 60.0;

struct Bench {
    ctx: egui::Context,
    app: App,
    time: f64,
}

impl Bench {
    fn new(session: Session) -> Self {
        let ctx = egui::Context::default();
        let settings = Settings { theme: ThemeChoice::Light, ..Settings::default() };
        let app = App::with_fonts(&ctx, settings, Some(session), FontStore::bundled_only());
        let mut bench = Self { ctx, app, time: 0.0 };
        for _ in 0..6 {
            bench.frame(Vec::new());
        }
        bench
    }

    fn frame(&mut self, events: Vec<Event>) {
        self.time += 1.0 / 60.0;
        let screen = Rect::from_min_size(Pos2::ZERO, WINDOW);
        let input = RawInput { screen_rect: Some(screen), time: Some(self.time), events, ..RawInput::default() };
        let app = &mut self.app;
        let output = self.ctx.run_ui(input, |ui| {
            app.tick();
            app.show(ui);
        });
        std::hint::black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point));
    }

    /// The frame with the events and the one after it; milliseconds.
    fn pair(&mut self, events: Vec<Event>) -> f64 {
        let begin = Instant::now();
        self.frame(events);
        self.frame(Vec::new());
        begin.elapsed().as_secs_f64() * 1000.0
    }

    fn annotations(&self) -> usize {
        self.app.session().expect("a session").project().annotations().len()
    }
}

fn key(key: Key, modifiers: Modifiers) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![event(true), event(false)]
}

fn print(what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |q: f64| times.get(((times.len() - 1) as f64 * q).round() as usize).copied().unwrap_or(0.0);
    let verdict = if at(0.5) < FRAME { "within a frame" } else { "MORE than a frame" };
    println!("  {what:>16}  median {:6.2}  p99 {:6.2}  {verdict}", at(0.5), at(0.99));
}

fn measure(name: &str, mut session: Session, code: &str) {
    let document = session.project().documents().keys().next().cloned().expect("a document");
    session.run(Command::Open(document));
    session.run(Command::Select(TextSelection::of(Span::new(3, 12).expect("a span"))));
    let several = session.project().documents().len() > 1;
    println!("{name}: {} annotations", session.project().annotations().len());
    let code = code.parse().expect("a code's id");
    // The code is put once, so that Ctrl+R can repeat it.
    session.run(Command::CodeSelection(code));
    session.run(Command::Undo);
    let mut bench = Bench::new(session);
    let before = bench.annotations();
    let (mut coding, mut undoing, mut switching, mut idle) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        idle.push(bench.pair(Vec::new()));
        coding.push(bench.pair(key(Key::R, Modifiers::COMMAND)));
        assert_eq!(bench.annotations(), before + 1, "the key codes");
        undoing.push(bench.pair(key(Key::Z, Modifiers::COMMAND)));
        assert_eq!(bench.annotations(), before, "the key undoes");
        if several {
            switching.push(bench.pair(key(Key::PageDown, Modifiers::COMMAND)));
            bench.pair(key(Key::PageUp, Modifiers::COMMAND));
        }
    }
    print("idle", idle);
    print("code", coding);
    print("undo", undoing);
    if several {
        print("switch document", switching);
    }
}

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/vostochny-2023");
    let opened = store::open(&sample, store::Mode::ReadOnly, Environment::real().now()).expect("the sample");
    let copy = folder.path().join("sample");
    drop(store::create(&copy, &opened.project, Environment::real().now()).expect("a copy"));
    let session = Session::open(&copy, Environment::real(), Arc::new(|| {})).expect("the copy opens");
    measure("sample, on disk", session, "E.PER");

    let (project, _) = support::project(&support::prose(10_000_000, Shape::News, 7), 7);
    let code = project.codes().keys().next().expect("a code").to_string();
    let coder = CoderId::new("a").expect("a good id");
    measure("10 MB, in memory", Session::in_memory(project, coder, Environment::real()), &code);
}
