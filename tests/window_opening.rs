//! A project is opened on another thread: what is seen meanwhile, cancelling, and what comes in between.

mod desk;
mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use desk::{Window, app, open, wait_for_opening, with_settings};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use support::{now, small};
use variorum::session::{Environment, SavedState, Session, Settings};
use variorum::store::{Mode, OpenProgress, StoreError, create, open_watched};
use variorum::ui::context::{CommandSender, Request};
use variorum::ui::dialogs::{OpeningWords, opening};
use variorum::ui::theme::{Theme, install_fonts};

fn project(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    drop(create(&path, &small(), now()).unwrap());
    path
}

fn root(window: &Window) -> Option<PathBuf> {
    window.state().as_ref()?.session()?.root().map(Path::to_owned)
}

fn empty() -> Window {
    with_settings(None, Settings::default())
}

#[test]
fn a_project_is_there_when_it_has_been_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = project(folder.path(), "p");
    let mut window = empty();
    app(&mut window).open(&path);
    assert!(app(&mut window).is_opening() && root(&window).is_none());
    wait_for_opening(&mut window);
    assert_eq!(root(&window), Some(path));
}

#[test]
fn an_opening_that_is_cancelled_leaves_nothing_open_and_keeps_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = project(folder.path(), "p");
    let mut window = empty();
    app(&mut window).open(&path);
    app(&mut window).cancel_opening();
    window.run();
    assert!(!app(&mut window).is_opening() && root(&window).is_none());
    window.get_by_label("Open project…");
    open(&mut window, &path);
    assert_eq!(desk::session(&window).saved_state(), SavedState::Saved, "it is open for writing");
}

#[test]
fn of_two_that_are_opened_one_after_the_other_the_last_one_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (project(folder.path(), "one"), project(folder.path(), "other"));
    let mut window = empty();
    app(&mut window).open(&one);
    app(&mut window).open(&other);
    wait_for_opening(&mut window);
    assert_eq!(root(&window), Some(other));
    let session = Session::open(&one, Environment::real(), Arc::new(|| {})).unwrap();
    assert_eq!(session.saved_state(), SavedState::Saved, "nobody is kept out of the other one");
}

#[test]
fn what_cannot_be_opened_is_told_and_the_beginning_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = empty();
    open(&mut window, folder.path());
    assert!(root(&window).is_none());
    assert!(window.query_all_by_label_contains("there is no project.ron").next().is_some());
    window.get_by_label("Open project…");
}

#[test]
fn a_window_that_is_closed_while_it_opens_a_project_keeps_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = project(folder.path(), "p");
    let mut window = empty();
    app(&mut window).open(&path);
    drop(window);
    let session = Session::open(&path, Environment::real(), Arc::new(|| {})).unwrap();
    assert_eq!(session.saved_state(), SavedState::Saved);
}

#[test]
fn the_store_is_told_to_stop_and_says_how_many_files_it_has_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = project(folder.path(), "p");
    let progress = OpenProgress::default();
    open_watched(&path, Mode::ReadOnly, now(), &progress).unwrap();
    let (read, files) = progress.counts();
    assert!(read == files && files >= 6, "{read} of {files}");
    progress.cancel();
    assert!(matches!(open_watched(&path, Mode::ReadWrite, now(), &progress), Err(StoreError::Cancelled)));
    assert!(!path.join(".variorum/holder.ron").exists());
}

#[test]
fn after_a_moment_it_is_said_how_far_it_is_and_can_be_cancelled() {
    let words = OpeningWords { name: "summit".into(), counts: (3_000, 10_000) };
    let send = CommandSender::default();
    let mut since = None;
    let mut harness = Harness::builder().with_step_dt(0.1).with_max_steps(1).with_context_setup(install_fonts).build_ui(|ui| {
        opening(ui, &Theme::light(), Some(&words), &mut since, &send);
    });
    assert!(harness.query_by_label("Opening summit…").is_none(), "most projects are open before anybody can read this");
    for _ in 0..4 {
        harness.step();
    }
    harness.get_by_label("Opening summit…");
    harness.get_by_label("3,000 of 10,000 files read");
    harness.get_by_label("Cancel").click();
    harness.step();
    harness.step();
    drop(harness);
    assert!(matches!(send.take().as_slice(), [Request::CancelOpening]));
}
