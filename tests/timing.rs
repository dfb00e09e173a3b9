//! `variorum --timing` without a display: the program measures itself frame by frame, and the project stays as it was.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its own fixture has failed")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use egui::{Context, Pos2, RawInput, Rect, vec2};
use serde_json::Value;
use variorum::app::timing::{Start, Timing};
use variorum::session::Environment;
use variorum::store::{self, Mode};
use variorum::ui::text_view::FontStore;

/// More frames than the measuring takes.
const MOST: usize = 2000;

/// A copy of the sample in a temporary folder.
fn sample() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let now = Environment::real().now();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/vostochny-2023");
    let opened = store::open(&sample, Mode::ReadOnly, now).unwrap();
    let copy = folder.path().join("sample");
    drop(store::create(&copy, &opened.project, now).unwrap());
    (folder, copy)
}

/// Every file below a folder, with its bytes.
fn bytes_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(bytes_below(&path));
        } else {
            found.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    found
}

/// Draws frames until both lines are there; gives them.
fn measure(project: &Path, document: Option<&str>) -> Vec<Value> {
    let ctx = Context::default();
    let mut timing = Timing::open(&ctx, project, document, FontStore::bundled_only(), Start::now()).unwrap();
    let mut lines = Vec::new();
    for frame in 0..MOST {
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(1440.0, 900.0));
        let input = RawInput { screen_rect: Some(screen), time: Some(frame as f64 / 60.0), ..RawInput::default() };
        // There is no screen to put the textures on.
        ctx.run_ui(input, |ui| timing.show(ui)).textures_delta.clear();
        lines.extend(timing.take_lines());
        if timing.is_done() {
            break;
        }
    }
    lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn both_lines_have_their_fields_and_the_folder_is_the_same_byte_for_byte() {
    let (_folder, project) = sample();
    let before = bytes_below(&project);
    let lines = measure(&project, Some("002"));
    let [opening, measured] = &lines[..] else { panic!("two lines: {lines:?}") };
    for field in ["start_to_window_ms", "project_open_ms", "first_page_ms", "rss_mib"] {
        assert!(opening[field].is_f64(), "{field} in {opening}");
    }
    for field in ["scroll_ms", "jump_ms"] {
        assert!(measured[field]["median"].is_f64() && measured[field]["p99"].is_f64(), "{field} in {measured}");
    }
    // These are told only when an annotation came and went.
    for field in ["code_ms", "undo_ms", "rss_mib"] {
        assert!(measured[field].is_f64(), "{field} in {measured}");
    }
    assert_eq!(bytes_below(&project), before);
}

#[test]
fn what_a_project_does_not_have_is_null_and_not_made_up() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("bare");
    let (empty, _) = variorum::model::Project::assemble(
        variorum::model::ProjectInfo { title: "Bare".to_owned(), ..Default::default() },
        variorum::model::CodebookInfo::default(),
        vec![
            variorum::model::Document::new("d".parse().unwrap(), variorum::text::ReadingText::new("A line without codes.").unwrap()).into(),
        ],
    );
    drop(store::create(&project, &empty, Environment::real().now()).unwrap());
    let lines = measure(&project, None);
    assert_eq!(lines.len(), 2);
    assert_eq!([&lines[1]["jump_ms"], &lines[1]["code_ms"], &lines[1]["undo_ms"]], [&Value::Null; 3]);
    assert!(lines[1]["scroll_ms"]["median"].is_f64());
}

#[test]
fn a_missing_project_and_a_missing_document_are_told() {
    let (_folder, project) = sample();
    let ctx = Context::default();
    let told = |path: &Path, document| Timing::open(&ctx, path, document, FontStore::bundled_only(), Start::now()).err().unwrap();
    let notice = told(&project, Some("007"));
    assert_eq!(notice.what, "The project has no document '007'");
    assert!(!notice.hint.is_empty());
    let notice = told(project.parent().unwrap(), None);
    assert!(!notice.what.is_empty() && !notice.hint.is_empty(), "{notice:?}");
}

#[test]
fn arguments_that_make_no_sense_end_with_a_sentence() {
    let run = |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_variorum")).args(arguments).output().unwrap();
    let missing = run(&["--timing", "no-such-project"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8(missing.stderr).unwrap().contains("no-such-project"));
    assert_eq!(run(&["--timing"]).status.code(), Some(2));
    assert_eq!(run(&["--document", "000", "."]).status.code(), Some(2));
}
