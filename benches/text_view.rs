//! Frames of the text view alone, without a window: `cargo bench --bench text_view [S M L XL awkward listening]`.
//!
//! One frame is the whole of egui's `run_ui` and `tessellate` at 1440x900. Prints milliseconds and, at the end, XL over S.

mod support;

use std::cell::RefCell;
use std::time::Instant;

use egui::{Event, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Vec2, pos2, vec2};
use support::{Random, SIZES, Shape};
use variorum::model::{CoderId, DocumentId, Project};
use variorum::ui::text_view::{Align, FontStore, Hits, PageContext, ReadingSettings, TextView, Visible};
use variorum::ui::theme::{Theme, install_fonts};

const WINDOW: Vec2 = vec2(1440.0, 900.0);
const SCROLLS: usize = 1200;
/// Frames in one direction where the text is short: 3,000 points.
const TURN: usize = 100;
/// A text is short when 36,000 points of scrolling would come to its end: some 70,000 bytes.
const SHORT: usize = 70_000;
const JUMPS: usize = 60;
const SEED: u64 = 7;

struct Bench {
    ctx: egui::Context,
    project: Project,
    document: DocumentId,
    coder: CoderId,
    fonts: RefCell<FontStore>,
    theme: Theme,
    view: TextView,
    time: f64,
    laid_out: usize,
    map_rows: usize,
}

impl Bench {
    fn new(text: &str) -> Self {
        let (project, document) = support::project(text, SEED);
        let ctx = egui::Context::default();
        let theme = Theme::light();
        install_fonts(&ctx);
        theme.apply(&ctx);
        let fonts = RefCell::new(FontStore::bundled_only());
        let coder = CoderId::new("a").expect("a good id");
        Self { ctx, project, document, coder, fonts, theme, view: TextView::new(), time: 0.0, laid_out: 0, map_rows: 0 }
    }

    /// One frame; milliseconds.
    fn frame(&mut self, events: Vec<Event>) -> f64 {
        self.time += 1.0 / 60.0;
        let input =
            RawInput { screen_rect: Some(Rect::from_min_size(Pos2::ZERO, WINDOW)), time: Some(self.time), events, ..RawInput::default() };
        let reading = ReadingSettings::default();
        let visible = Visible::default();
        let hits = Hits::default();
        let begin = Instant::now();
        let (view, mut laid_out, mut map_rows) = (&mut self.view, 0, 0);
        let output = self.ctx.run_ui(input, |ui| {
            let Some(document) = self.project.documents().get(&self.document) else { return };
            let cx = PageContext {
                project: &self.project,
                document,
                coder: &self.coder,
                selection: None,
                selected: None,
                theme: &self.theme,
                reading: &reading,
                visible: &visible,
                hits: &hits,
                fonts: &self.fonts,
                revision: 1,
            };
            let stats = view.show(ui, &cx).stats;
            laid_out += stats.blocks_laid_out;
            map_rows += stats.minimap_rows;
        });
        let shapes = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let elapsed = begin.elapsed().as_secs_f64() * 1000.0;
        std::hint::black_box(shapes);
        self.laid_out = laid_out;
        self.map_rows = map_rows;
        elapsed
    }
}

/// Scrolls by exactly this many points, without egui's smoothing in between.
fn wheel(points: f32) -> Vec<Event> {
    let wheel = Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, -points),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Trackpad,
        modifiers: Modifiers::NONE,
    };
    vec![Event::PointerMoved(pos2(700.0, 450.0)), wheel]
}

fn quantile(sorted: &[f64], q: f64) -> f64 {
    sorted.get(((sorted.len().saturating_sub(1)) as f64 * q).round() as usize).copied().unwrap_or(0.0)
}

fn summary(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    (quantile(&times, 0.5), quantile(&times, 0.99))
}

/// Measures scrolling over new ground while a screen reader listens: a node for each visible paragraph and annotation.
fn measure_listening(name: &str, text: &str) {
    let mut bench = Bench::new(text);
    bench.ctx.enable_accesskit();
    let first = bench.frame(Vec::new());
    let scrolling = summary((0..SCROLLS).map(|_| bench.frame(wheel(30.0))).collect());
    let idle = summary((0..100).map(|_| bench.frame(Vec::new())).collect());
    println!(
        "{name:>10}  scrolling, screen reader listening: first {first:6.2}  scroll {:5.2} / {:5.2}  idle {:5.2} / {:5.2}",
        scrolling.0, scrolling.1, idle.0, idle.1
    );
}

/// Measures one text; gives the median of a scrolling frame.
fn measure(name: &str, text: &str) -> f64 {
    let mut bench = Bench::new(text);
    let first = bench.frame(Vec::new());
    for step in 0..20 {
        bench.frame(wheel(if step < 10 { 30.0 } else { -30.0 }));
    }
    // Always new ground; only where the text would come to its end, down and up again in turns.
    let turn = |step: usize| if text.len() > SHORT || (step / TURN).is_multiple_of(2) { 30.0 } else { -30.0 };
    let scrolling = summary((0..SCROLLS).map(|step| bench.frame(wheel(turn(step)))).collect());
    let mut random = Random::new(SEED);
    let jumps = summary(
        (0..JUMPS)
            .map(|_| {
                bench.view.scroll_to(random.below(text.len()), Align::Center);
                bench.frame(Vec::new())
            })
            .collect(),
    );
    // The map is worked out a little in each frame after a jump has corrected heights; what is idle comes after that.
    let mut settling = 0;
    while bench.map_rows > 0 || settling == 0 {
        bench.frame(Vec::new());
        settling += 1;
    }
    let mut laid_out = 0;
    let idle = summary(
        (0..100)
            .map(|_| {
                let time = bench.frame(Vec::new());
                laid_out += bench.laid_out;
                time
            })
            .collect(),
    );
    println!(
        "{name:>10}  {:>9} B  {:>7} ann.  first {first:6.2}  scroll {:5.2} / {:5.2}  jump {:5.2} / {:5.2}  idle {:5.2} / {:5.2}  (laid out idle: {laid_out}, frames until idle: {settling})",
        text.len(),
        bench.project.annotations().len(),
        scrolling.0,
        scrolling.1,
        jumps.0,
        jumps.1,
        idle.0,
        idle.1,
    );
    scrolling.0
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let wants = |name: &str| wanted.is_empty() || wanted.iter().any(|w| w == name);
    println!("text view, 1440x900, milliseconds a frame: median / p99");
    let mut medians = Vec::new();
    for (name, bytes) in SIZES {
        if wants(name) {
            medians.push((name, measure(name, &support::prose(bytes, Shape::News, SEED))));
        }
    }
    if wants("awkward") {
        measure("5MB para", &support::prose(5_000_000, Shape::OneParagraph, SEED));
        measure("one-liners", &support::prose(5_600_000, Shape::OneLiners, SEED));
    }
    if wants("listening") {
        measure_listening("M", &support::prose(100_000, Shape::News, SEED));
        measure_listening("XL", &support::prose(10_000_000, Shape::News, SEED));
        measure_listening("5MB para", &support::prose(5_000_000, Shape::OneParagraph, SEED));
    }
    let of = |wanted: &str| medians.iter().find(|(name, _)| *name == wanted).map(|(_, median)| *median);
    if let (Some(small), Some(large)) = (of("S"), of("XL")) {
        println!("XL / S: {:.2}", large / small);
    }
}
