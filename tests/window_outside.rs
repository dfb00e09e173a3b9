//! A file of the open project is taken away: the window asks, and does what is answered.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod desk;
mod story;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use desk::*;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use story::id;
use tempfile::TempDir;
use variorum::session::{Command, Environment, Session};
use variorum::text::{Span, TextSelection};

/// A window on a project in a folder whose one annotations file another program has taken away.
fn asked() -> (TempDir, PathBuf, Window) {
    let (folder, file, mut session) = coded();
    fs::remove_file(&file).unwrap();
    session.window_focused();
    session.flush();
    (folder, file, window(session))
}

/// A project in a folder with one annotation, and the file that it is in.
fn coded() -> (TempDir, PathBuf, Session) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project");
    drop(variorum::store::create(&path, &story::project(), "2026-01-01T00:00:00Z".parse().unwrap()).unwrap());
    let mut session = Session::open(&path, Environment::real(), Arc::new(|| {})).unwrap();
    session.run(Command::Open(id("000")));
    session.run(Command::Select(TextSelection::of(Span::new(0, 3).unwrap())));
    session.run(Command::CodeSelection(id("PER")));
    session.flush();
    let file = path.join("annotations/a/2a/000.ron");
    (folder, file, session)
}

fn label_is_there(window: &Window, label: &str) -> bool {
    window.query_by_label(label).is_some()
}

const GONE: &str = "annotations/a/2a/000.ron is gone: 1 annotation";

#[test]
fn the_question_comes_up_by_itself_and_says_what_is_concerned() {
    let (_keep, _, window) = asked();
    window.get_by_label("A file is gone");
    // In the form and on the card.
    assert_eq!(window.query_all_by_label(GONE).count(), 2);
    window.get_by_label(
        "The records stay in the project and nothing is written to this file until you decide. What it said before, and what was \
         found in it, is kept in .variorum/backups/outside",
    );
    for button in ["Put it back", "Accept the deletion", "Decide later", "1 file to decide about"] {
        window.get_by_label(button);
    }
}

#[test]
fn a_window_that_comes_back_from_being_minimised_looks_at_its_files() {
    let (_keep, file, session) = coded();
    let mut window = window(session);
    fs::remove_file(&file).unwrap();
    // While a window is minimised no frame is drawn, so that both come in one.
    for focused in [false, true] {
        window.input_mut().events.push(egui::Event::WindowFocused(focused));
    }
    wait_until(&mut window, "it is asked", |window| label_is_there(window, "A file is gone"));
}

#[test]
fn the_file_is_put_back() {
    let (_keep, file, mut window) = asked();
    click(&mut window, "Put it back");
    assert!(!label_is_there(&window, "1 file to decide about") && !label_is_there(&window, "A file is gone"));
    drop(window);
    assert!(file.is_file());
}

#[test]
fn the_deletion_is_accepted() {
    let (_keep, file, mut window) = asked();
    click(&mut window, "Accept the deletion");
    for _ in 0..1_000_000 {
        if session(&window).project().annotations().is_empty() {
            break;
        }
        std::thread::yield_now();
        window.step();
    }
    window.run();
    assert!(session(&window).project().annotations().is_empty());
    assert!(!label_is_there(&window, "1 file to decide about"));
    drop(window);
    assert!(!file.exists());
}

#[test]
fn the_question_is_put_off_and_found_again_in_the_header() {
    let (_keep, file, mut window) = asked();
    click(&mut window, "Decide later");
    assert!(!label_is_there(&window, "A file is gone"));
    assert_eq!(session(&window).project().annotations().len(), 1);
    click(&mut window, "1 file to decide about");
    window.get_by_label("A file is gone");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!label_is_there(&window, "A file is gone"));
    assert!(!file.exists());
}

#[test]
fn enter_and_space_answer_nothing() {
    let (_keep, file, mut window) = asked();
    for key in [Key::Enter, Key::Space] {
        press(&mut window, Modifiers::NONE, key);
    }
    window.get_by_label("A file is gone");
    assert_eq!(session(&window).questions().len(), 1);
    assert!(!file.exists());
}

/// After the question the keys are the page's again.
#[test]
fn the_page_has_the_keyboard_again_after_the_question() {
    for answer in ["Put it back", "Decide later"] {
        let (_keep, _, mut window) = asked();
        click(&mut window, answer);
        window.run();
        press(&mut window, Modifiers::NONE, Key::ArrowRight);
        press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
        let selection = session(&window).selection().text.and_then(TextSelection::span);
        assert!(selection.is_some_and(|span| span.len() <= 4), "{answer}: {selection:?}");
        assert!(window.ctx.memory(egui::Memory::focused).is_some(), "{answer}");
    }
}

/// Cards lie under forms, and there are never more of them than the window has room for.
#[test]
fn notices_cover_no_button_and_stay_inside_the_window() {
    let (_keep, file, mut session) = coded();
    fs::remove_file(&file).unwrap();
    session.window_focused();
    session.flush();
    let long = "The file of annotations cannot be read. ".repeat(12);
    for n in 0..6 {
        session.notify(variorum::session::Notice::error(format!("{n} {long}"), long.clone()));
    }
    let mut window = window(session);
    window.set_size(egui::vec2(1024.0, 700.0));
    window.run();
    window.get_by_label_contains("older notices: close these");
    let cards = window.query_all_by_label("Close the notice").map(|button| button.rect()).collect::<Vec<_>>();
    assert!(!cards.is_empty() && cards.iter().all(|rect| rect.top() > 0.0), "{cards:?}");
    let button = window.get_by_label("Put it back").rect().center();
    let layer = window.ctx.layer_id_at(button).unwrap();
    assert_ne!(layer.order, egui::Order::Tooltip);
    assert_eq!(layer.order, egui::Order::Foreground, "the form lies on top");
}
