//! From the disk to the first page: `cargo bench --bench start [ROUNDS]`; `cargo bench --bench start -- make DIR` makes the XL project
//! in DIR and nothing else.
//!
//! Opens the projects S and XL in a child of its own each time, without a window, for the time and the memory above the bare program.
//! With a display it also runs `variorum --timing` on them: the real window, from the start of the program. Prints medians and, as the
//! reference of the same run, XL over S. Files come from the page cache; "cold" means a new process.

mod support;

use std::path::Path;
use std::process::Command as Process;
use std::time::Instant;

use egui::{Pos2, RawInput, Rect, vec2};
use serde_json::Value;
use support::{SIZES, Shape};
use variorum::app::App;
use variorum::session::{Command, Environment, Session, Settings};
use variorum::store;
use variorum::ui::text_view::FontStore;

const ROUNDS: usize = 5;
/// Set for a child: the project to open.
const CHILD: &str = "VARIORUM_BENCH_OPEN";

fn resident_mib() -> f64 {
    memory_stats::memory_stats().map_or(0.0, |memory| memory.physical_mem as f64 / f64::from(1 << 20))
}

fn make(folder: &Path, bytes: usize) {
    let (project, _) = support::project(&support::prose(bytes, Shape::News, 7), 7);
    drop(store::create(folder, &project, Environment::real().now()).expect("an empty folder"));
}

/// Opens a project in the whole window without a screen and prints what that took.
fn child(project: &Path) {
    let ctx = egui::Context::default();
    let frame = |app: &mut App| {
        let input = RawInput { screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1440.0, 900.0))), ..RawInput::default() };
        let mut output = ctx.run_ui(input, |ui| {
            app.tick();
            app.show(ui);
        });
        output.textures_delta.clear();
        std::hint::black_box(ctx.tessellate(output.shapes, output.pixels_per_point));
    };
    let begin = Instant::now();
    let milliseconds = |begin: Instant| begin.elapsed().as_secs_f64() * 1000.0;
    let fonts = FontStore::new();
    let fonts_ms = milliseconds(begin);
    let mut bare = App::with_fonts(&ctx, Settings::default(), None, fonts);
    frame(&mut bare);
    let bare_ms = milliseconds(begin);
    let before = resident_mib();
    let begin = Instant::now();
    let wake: variorum::session::Wake = std::sync::Arc::new(|| {});
    let mut session = Session::open(project, Environment::real(), wake).expect("it opens");
    let open_ms = milliseconds(begin);
    session.run(Command::Open("d".parse().expect("an id")));
    let mut app = App::with_fonts(&ctx, Settings::default(), Some(session), FontStore::new());
    frame(&mut app);
    let first_page_ms = milliseconds(begin);
    (0..6).for_each(|_| frame(&mut app));
    let above = resident_mib() - before;
    drop(bare);
    println!(
        "{}",
        serde_json::json!({ "fonts_ms": fonts_ms, "bare_ms": bare_ms, "project_open_ms": open_ms, "open_and_first_page_ms": first_page_ms, "mib_above_bare": above })
    );
}

/// The lines of JSON that a run prints, as one object.
fn fields_of(command: &mut Process) -> serde_json::Map<String, Value> {
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    let lines = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Map<String, Value>>(line).ok());
    let mut all = serde_json::Map::new();
    for (number, line) in lines.enumerate() {
        for (name, value) in line {
            let name = if number > 0 && name == "rss_mib" { "rss_mib at the end".to_owned() } else { name };
            match value {
                Value::Object(quantiles) => all.extend(quantiles.into_iter().map(|(q, value)| (format!("{name} {q}"), value))),
                value => drop(all.insert(name, value)),
            }
        }
    }
    all
}

/// Runs both projects in turns and prints the median of every field.
fn table(title: &str, rounds: usize, mut run: impl FnMut(&'static str) -> Process) {
    println!("{title}; medians of {rounds}");
    let mut runs: [Vec<serde_json::Map<String, Value>>; 2] = [Vec::new(), Vec::new()];
    for _ in 0..rounds {
        for (size, runs) in ["S", "XL"].into_iter().zip(&mut runs) {
            runs.push(fields_of(&mut run(size)));
        }
    }
    let median = |runs: &[serde_json::Map<String, Value>], field: &str| {
        let mut values: Vec<f64> = runs.iter().filter_map(|fields| fields.get(field)?.as_f64()).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
    };
    for field in runs[0][0].keys() {
        let (small, large) = (median(&runs[0], field), median(&runs[1], field));
        println!("  {field:>24}  S {small:8.2}  XL {large:8.2}  XL/S {:6.2}", large / small);
    }
}

fn main() {
    if let Some(project) = std::env::var_os(CHILD) {
        return child(Path::new(&project));
    }
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let [.., (_, xl)] = SIZES;
    if let [word, folder] = &arguments[..]
        && word == "make"
    {
        make(Path::new(folder), xl);
        return;
    }
    let rounds = arguments.iter().find_map(|a| a.parse().ok()).unwrap_or(ROUNDS);
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in SIZES {
        if ["S", "XL"].contains(&name) {
            make(&folder.path().join(name), bytes);
        }
    }
    let this = std::env::current_exe().expect("this program");
    table("Without a window", rounds, |size| {
        let mut command = Process::new(&this);
        command.env(CHILD, folder.path().join(size));
        command
    });
    if ["DISPLAY", "WAYLAND_DISPLAY"].iter().all(|name| std::env::var_os(name).is_none()) {
        println!("no display, so no window was timed: run this under xvfb-run -a");
        return;
    }
    table("variorum --timing", rounds, |size| {
        let mut command = Process::new(env!("CARGO_BIN_EXE_variorum"));
        command.arg("--timing").arg(folder.path().join(size));
        command
    });
}
