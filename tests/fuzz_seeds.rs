//! The seeds of the fuzz targets, and every case that once broke something, on the stable compiler. See `fuzz/README.md`.
#![allow(clippy::format_collect, reason = "plain words count more than speed in a test")]

#[path = "../fuzz/cases/mod.rs"]
mod cases;

use std::path::Path;

/// Runs every seed of a target.
fn every_seed_of(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{target} has no seeds");
    for path in paths {
        eprintln!("{}", path.display());
        run(&std::fs::read(&path).unwrap());
    }
}

#[test]
fn any_text_with_any_annotations_is_read() {
    every_seed_of("text_view", cases::text_view);
}

#[test]
fn any_bytes_are_a_text_or_are_refused() {
    every_seed_of("import_text", cases::import_text);
}

#[test]
fn any_bytes_are_markdown_or_are_refused() {
    every_seed_of("markdown", cases::markdown);
}

#[test]
fn any_bytes_are_a_dataset_or_are_refused() {
    every_seed_of("jsonl", cases::jsonl);
}

#[test]
fn any_codings_are_a_table() {
    every_seed_of("csv", cases::csv);
}

#[test]
fn any_words_are_looked_for_in_any_text() {
    every_seed_of("finding", cases::finding);
}

#[test]
fn any_bytes_in_a_project_are_read_or_told() {
    every_seed_of("project_ron", cases::project_ron);
}
