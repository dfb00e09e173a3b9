//! The window on many documents: `cargo bench --bench many [DOCUMENTS]`, 10,000 of 5 kB with 50 annotations each by default.
//!
//! Opens the project in the window without a screen and prints the longest frame (milliseconds; logic, layout and tessellation, 1440x900)
//! while it is opened, in the first 60 frames of each workspace, in the 60 frames after a coding was undone and done again there, and while
//! the project is let go. The reference of the same run is a frame of the reader in which nothing happens.

mod support;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use egui::{Event, Key, Modifiers, Pos2, RawInput, Rect, vec2};
use support::{ANNOTATIONS, BYTES};
use variorum::app::App;
use variorum::model::DocumentId;
use variorum::session::{Command, Environment, Session, Settings};
use variorum::store;
use variorum::text::{Span, TextSelection};
use variorum::ui::text_view::FontStore;

/// Frames that are looked at after each thing that happens.
const FRAMES: usize = 60;

struct Bench {
    ctx: egui::Context,
    app: App,
    begin: Instant,
}

impl Bench {
    /// One frame; milliseconds.
    fn frame(&mut self, events: Vec<Event>) -> f64 {
        let from = Instant::now();
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(1440.0, 900.0));
        let time = Some(self.begin.elapsed().as_secs_f64());
        let input = RawInput { screen_rect: Some(screen), time, events, ..RawInput::default() };
        let app = &mut self.app;
        let output = self.ctx.run_ui(input, |ui| {
            app.tick();
            app.show(ui);
        });
        std::hint::black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point));
        from.elapsed().as_secs_f64() * 1000.0
    }

    /// The longest frame after some events, at some 60 frames a second.
    fn longest(&mut self, events: Vec<Event>) -> f64 {
        let first = self.frame(events);
        (1..FRAMES).fold(first, |longest, _| {
            std::thread::sleep(std::time::Duration::from_millis(8));
            longest.max(self.frame(Vec::new()))
        })
    }
}

fn key(key: Key, modifiers: Modifiers) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![event(true), event(false)]
}

fn main() {
    let documents = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(10_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("project");
    drop(store::create(&root, &support::many(documents), Environment::real().now()).expect("an empty folder"));
    println!("{documents} documents of {BYTES} bytes with {ANNOTATIONS} annotations each; longest frames in ms");
    let ctx = egui::Context::default();
    let app = App::with_fonts(&ctx, Settings::default(), None, FontStore::bundled_only());
    let mut bench = Bench { ctx, app, begin: Instant::now() };
    for _ in 0..6 {
        bench.frame(Vec::new());
    }
    let from = Instant::now();
    bench.app.open(&root);
    let mut longest = 0.0_f64;
    while bench.app.session().is_none() {
        longest = longest.max(bench.frame(Vec::new()));
        std::thread::sleep(std::time::Duration::from_millis(8));
    }
    println!("  {:<34} {longest:8.1}   opened after {:.0} ms", "while it opens", from.elapsed().as_secs_f64() * 1000.0);
    println!("  {:<34} {:8.1}", "the first frames", bench.longest(Vec::new()));
    let mut idle = (0..FRAMES).map(|_| bench.frame(Vec::new())).collect::<Vec<_>>();
    idle.sort_by(f64::total_cmp);
    println!("  {:<34} {:8.1}   (median)", "a frame in which nothing happens", idle[FRAMES / 2]);
    drop(bench);
    workspaces(&root);
}

/// The longest frames in each workspace, and how long letting go of the project takes.
fn workspaces(root: &Path) {
    let mut session = Session::open(root, Environment::real(), Arc::new(|| {})).expect("it opens");
    session.run(Command::Open(DocumentId::new("d00001").expect("a good id")));
    session.run(Command::Select(TextSelection::of(Span::new(3, 12).expect("a span"))));
    session.run(Command::CodeSelection("E.C0".parse().expect("a code")));
    let ctx = egui::Context::default();
    let app = App::with_fonts(&ctx, Settings::default(), Some(session), FontStore::bundled_only());
    let mut bench = Bench { ctx, app, begin: Instant::now() };
    let annotations = |bench: &Bench| bench.app.session().map_or(0, |session| session.project().annotations().len());
    let coded = annotations(&bench);
    println!("  {:<24} {:>8} {:>14} {:>14}", "workspace", "shown", "after undo", "after redo");
    let tabs = ["Read", "Claims", "Entities", "Codebook", "Annotations", "Memos"];
    for (name, number) in tabs.into_iter().zip([Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6]) {
        let shown = bench.longest(key(number, Modifiers::COMMAND));
        // A list may have the keyboard in its filter, where undo is for what is typed.
        bench.frame(key(Key::Escape, Modifiers::NONE));
        let undone = bench.longest(key(Key::Z, Modifiers::COMMAND));
        assert_eq!(annotations(&bench), coded - 1, "undone in {name}");
        let redone = bench.longest(key(Key::Z, Modifiers::COMMAND | Modifiers::SHIFT));
        assert_eq!(annotations(&bench), coded, "done again in {name}");
        println!("  {name:<24} {shown:8.1} {undone:14.1} {redone:14.1}");
        // Undo in another workspace may lead to the page.
        bench.longest(key(Key::Num1, Modifiers::COMMAND));
    }
    let session = Session::open_read_only(root, Environment::real(), Arc::new(|| {})).expect("it opens");
    let from = Instant::now();
    session.close();
    println!("  {:<34} {:8.1}", "closing a project", from.elapsed().as_secs_f64() * 1000.0);
}
