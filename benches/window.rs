//! The whole window from key to frame, without a display: `cargo bench --bench window`.
//!
//! Codes a selection, undoes it and switches documents by keys alone, on the sample and on a document of 10 MB with 100,000
//! annotations; scrolls, drags a selection and jumps to the other end on that and on one of 10 kB. A figure is the frame in which the key arrives plus the frame that shows what came of it (`run_ui` and `tessellate`,
//! 1440x900), in milliseconds; `idle` is such a pair of frames without a key, the reference of the same run.

mod support;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use egui::{Event, Key, Modifiers, Pos2, RawInput, Rect, Vec2, vec2};
use support::Shape;
use variorum::app::App;
use variorum::model::{CoderId, Document, Edit, StepOrigin, Transaction};
use variorum::session::{Command, Environment, Session, Settings, ThemeChoice};
use variorum::store;
use variorum::text::{ReadingText, Span, TextSelection};
use variorum::ui::text_view::FontStore;

const WINDOW: Vec2 = vec2(1440.0, 900.0);
const ROUNDS: usize = 120;
const FRAMES: usize = 600;
/// Frames of scrolling in one direction.
const TURN: usize = 100;
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

    /// One frame; milliseconds.
    fn single(&mut self, events: Vec<Event>) -> f64 {
        let begin = Instant::now();
        self.frame(events);
        begin.elapsed().as_secs_f64() * 1000.0
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

/// Frames of scrolling and dragging, each on its own, and pairs of frames of jumps and of opening the large document.
fn read(name: &str, mut bench: Bench) -> f64 {
    println!("{name}: {} annotations", bench.annotations());
    let page = egui::pos2(640.0, 450.0);
    let turn = |step: usize| if (step / TURN).is_multiple_of(2) { -30.0 } else { 30.0 };
    bench.frame(wheel(page, 0.0));
    let scrolling: Vec<f64> = (0..FRAMES).map(|step| bench.single(wheel(page, turn(step)))).collect();
    bench.frame(button(page, true));
    // Round and round over the page, so that the selection grows and shrinks by lines and letters.
    let around = |step: usize| page + 180.0 * Vec2::angled(step as f32 / 9.0);
    let dragging: Vec<f64> = (0..FRAMES).map(|step| bench.single(vec![Event::PointerMoved(around(step))])).collect();
    bench.frame(button(page, false));
    bench.pair(key(Key::Escape, Modifiers::NONE));
    let end = |round: usize| if round.is_multiple_of(2) { Key::End } else { Key::Home };
    let jumping: Vec<f64> = (0..ROUNDS).map(|round| bench.pair(key(end(round), Modifiers::COMMAND))).collect();
    let mut sorted = scrolling.clone();
    sorted.sort_by(f64::total_cmp);
    let median = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
    print("scroll", scrolling);
    print("drag a selection", dragging);
    print("jump to the end", jumping);
    median
}

/// Opens the large document beside a small one, again and again: nothing of it is kept in between.
fn open_large() {
    let (mut project, _) = support::project(&support::prose(10_000_000, Shape::News, 7), 7);
    let small = Document::new("a".parse().expect("an id"), ReadingText::new("Small.").expect("no carriage return"));
    let coder = CoderId::new("a").expect("a good id");
    let (label, time) = (String::new(), Environment::real().now());
    let edits = vec![Edit::Add(small.into())];
    let change = Transaction { label, coder: coder.clone(), time, origin: StepOrigin::Window, merge_key: None, edits };
    project.apply(&change).expect("one more document");
    let mut session = Session::in_memory(project, coder, Environment::real());
    session.run(Command::Open("a".parse().expect("an id")));
    let mut bench = Bench::new(session);
    let mut opening = Vec::new();
    for _ in 0..20 {
        opening.push(bench.pair(key(Key::PageDown, Modifiers::COMMAND)));
        bench.pair(key(Key::PageUp, Modifiers::COMMAND));
    }
    println!("an open project with a small document and one of 10 MB");
    print("open the large", opening);
}

fn wheel(at: Pos2, points: f32) -> Vec<Event> {
    let wheel = Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, points),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Trackpad,
        modifiers: Modifiers::NONE,
    };
    vec![Event::PointerMoved(at), wheel]
}

fn button(pos: Pos2, pressed: bool) -> Vec<Event> {
    vec![Event::PointerMoved(pos), Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed, modifiers: Modifiers::NONE }]
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
    let medians = [("10 kB", 10_000), ("10 MB", 10_000_000)].map(|(name, bytes)| {
        let (project, document) = support::project(&support::prose(bytes, Shape::News, 7), 7);
        let mut session = Session::in_memory(project, CoderId::new("a").expect("a good id"), Environment::real());
        session.run(Command::Open(document));
        read(name, Bench::new(session))
    });
    println!("scrolling, 10 MB over 10 kB: {:.2}", medians[1] / medians[0]);
    open_large();
}
