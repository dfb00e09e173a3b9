//! Leaving a project whose folder does not take the changes: it is asked, and nothing is lost without an answer.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot make its own fixture has failed")]

mod desk;
mod story;

use std::path::{Path, PathBuf};

use desk::*;
use egui::{Key, Modifiers, ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::kittest::Queryable;
use tempfile::TempDir;
use variorum::model::{Code, CodeId, Document, DocumentId, Edit, Project, Provenance, StepOrigin};
use variorum::session::plan::Step;
use variorum::session::{Command, Elsewhere, Environment, Session, Settings};
use variorum::store;
use variorum::text::{Span, TextSelection};

/// A project in a folder whose journal takes nothing: what is written to `/dev/null` cannot be made durable.
fn stuck() -> (TempDir, PathBuf) {
    let keep = tempfile::tempdir().unwrap();
    let path = keep.path().join("project");
    make(&path);
    let journal = path.join(".variorum/journal.ron");
    let _ = std::fs::remove_file(&journal);
    std::os::unix::fs::symlink("/dev/null", journal).unwrap();
    (keep, path)
}

/// The story's project in a new folder, with the key `p` for PER.
fn make(path: &Path) {
    let mut session = story::session();
    let code = session.project().codes()[&story::id::<CodeId>("PER")].clone();
    session.run(Command::SetCode(Code { key: Some('p'), ..Code::clone(&code) }));
    drop(store::create(path, session.project(), "2026-01-01T00:00:00Z".parse().unwrap()).unwrap());
}

/// A window on it, with some codings that the folder does not take.
fn window_with(path: &Path, codings: usize) -> Window {
    let mut window = with_settings(None, Settings::default());
    open(&mut window, path);
    for n in 0..codings {
        read_from_start(&mut window, "Kim Jong Un met Putin.");
        for _ in 0..n {
            press(&mut window, Modifiers::NONE, Key::ArrowRight);
        }
        for _ in 0..3 {
            press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
        }
        type_text(&mut window, "p");
    }
    assert_eq!(desk::session(&window).project().annotations().len(), codings);
    window
}

/// The system asks the window to close; says what the program answers.
fn close_window(window: &mut Window) -> Vec<ViewportCommand> {
    window.run();
    window.input_mut().viewports.get_mut(&ViewportId::ROOT).unwrap().events.push(ViewportEvent::Close);
    window.step();
    let commands = window.output().viewport_output[&ViewportId::ROOT].commands.clone();
    window.run();
    commands
}

fn is_asked(window: &Window) -> bool {
    window.query_by_label("Save there").is_some()
}

/// Clicks and says whether the window is told to close.
fn closes_by(window: &mut Window, label: &str) -> bool {
    window.get_by_label(label).click();
    let mut closes = false;
    for _ in 0..6 {
        window.step();
        closes |= window.output().viewport_output[&ViewportId::ROOT].commands.contains(&ViewportCommand::Close);
    }
    closes
}

fn type_place(window: &mut Window, label: &str, place: &Path) {
    window.get_by_label(label).focus();
    window.run();
    press(window, CTRL, Key::A);
    type_text(window, &place.display().to_string());
}

fn project_in(path: &Path) -> Project {
    store::open(path, store::Mode::ReadOnly, "2026-01-01T00:00:00Z".parse().unwrap()).unwrap().project
}

#[test]
fn closing_the_window_with_changes_that_could_not_be_written_asks_and_says_how_many_and_why() {
    let (_keep, path) = stuck();
    let mut window = window_with(&path, 2);
    assert!(close_window(&mut window).contains(&ViewportCommand::CancelClose));
    assert!(is_asked(&window));
    let journal = path.join(".variorum/journal.ron");
    for words in [
        "2 changes are not saved".to_owned(),
        format!("Could not write: Invalid argument (os error 22): {}", journal.display()),
        "They are in memory alone. Save the whole project at another place, or mend the folder and try again".to_owned(),
        "It must be empty or not exist yet".to_owned(),
        "Discard: 2 changes will be lost".to_owned(),
    ] {
        window.get_by_label(&words);
    }
    let before = session(&window).project().clone();
    click(&mut window, "Cancel");
    assert!(!is_asked(&window));
    assert_eq!(*session(&window).project(), before);
    // Escape answers like Cancel, and the window asks again each time.
    assert!(close_window(&mut window).contains(&ViewportCommand::CancelClose));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!is_asked(&window));
    assert_eq!(session(&window).project().annotations().len(), 2);
}

#[test]
fn nothing_is_asked_where_everything_is_saved() {
    let keep = tempfile::tempdir().unwrap();
    let path = keep.path().join("project");
    make(&path);
    let mut window = window_with(&path, 1);
    assert!(!close_window(&mut window).contains(&ViewportCommand::CancelClose));
    assert_eq!(project_in(&path).annotations().len(), 1);
}

#[test]
fn discarding_is_said_by_name_and_is_no_key_away() {
    let (_keep, path) = stuck();
    let mut window = window_with(&path, 1);
    close_window(&mut window);
    window.get_by_label("1 change is not saved");
    window.get_by_label("It is in memory alone. Save the whole project at another place, or mend the folder and try again");
    // The field has the keyboard; neither Enter nor Space nor Delete nor an arrow with Enter behind it gives anything up.
    type_place(&mut window, "Folder to save the project in", Path::new(""));
    for key in [Key::Space, Key::Delete, Key::ArrowRight, Key::ArrowDown, Key::Enter] {
        press(&mut window, Modifiers::NONE, key);
        assert!(is_asked(&window), "{key:?}");
    }
    assert_eq!(session(&window).project().annotations().len(), 1);
    assert!(closes_by(&mut window, "Discard: 1 change will be lost"));
    assert!(!close_window(&mut window).contains(&ViewportCommand::CancelClose), "it may go now");
}

#[test]
fn trying_again_says_afresh_what_is_wrong() {
    let (_keep, path) = stuck();
    let mut window = window_with(&path, 1);
    close_window(&mut window);
    click(&mut window, "Try again");
    window.get_by_label("1 change is not saved");
    assert!(is_asked(&window));
}

#[test]
fn the_whole_project_is_saved_in_a_folder_and_reads_back_the_same() {
    let (keep, path) = stuck();
    let mut window = window_with(&path, 3);
    let project = session(&window).project().clone();
    close_window(&mut window);
    // A folder with something in it is refused in a sentence, and the question stays.
    type_place(&mut window, "Folder to save the project in", keep.path());
    click(&mut window, "Save there");
    window.get_by_label(&format!("Could not make a project: the folder is not empty: {}", keep.path().display()));
    window.get_by_label("Choose an empty folder or a new name");
    type_place(&mut window, "Folder to save the project in", &path.join("inside"));
    click(&mut window, "Save there");
    window.get_by_label("That place lies in the project's own folder, which cannot be written");
    let place = keep.path().join("elsewhere/copy");
    type_place(&mut window, "Folder to save the project in", &place);
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label("Saved at another place");
    window.get_by_label(&format!("The whole project, with the 3 changes, is in the folder {}", place.display()));
    window.get_by_label("The old folder stays as it is. Go on with the one that was saved now");
    assert_eq!(project_in(&place), project);
    assert_eq!(app(&mut window).settings().recent[0].path, place);
    assert!(closes_by(&mut window, "Quit"));
}

/// A folder that is away, and comes back while it is asked about it.
#[test]
fn a_folder_that_comes_back_after_a_failed_attempt_answers_the_question() {
    let keep = tempfile::tempdir().unwrap();
    let (path, away) = (keep.path().join("project"), keep.path().join("away"));
    make(&path);
    let mut window = window_with(&path, 1);
    std::fs::rename(&path, &away).unwrap();
    assert!(close_window(&mut window).contains(&ViewportCommand::CancelClose));
    type_place(&mut window, "Folder to save the project in", keep.path());
    click(&mut window, "Save there");
    window.get_by_label("Choose an empty folder or a new name");
    assert!(window.get_by_label("Folder to save the project in").is_focused(), "another place can be typed at once");
    click(&mut window, "Try again");
    window.get_by_label("The project's folder still does not take the changes");
    std::fs::rename(&away, &path).unwrap();
    assert!(closes_by(&mut window, "Try again"));
}

#[test]
fn the_whole_project_is_saved_as_one_file_and_what_could_not_be_read_is_named() {
    let (keep, path) = stuck();
    let mut window = window_with(&path, 1);
    let project = session(&window).project().clone();
    close_window(&mut window);
    click(&mut window, "As one file (.ron) for mail or a stick");
    let file = keep.path().join("rescued.ron");
    type_place(&mut window, "File to save the project in", &keep.path().join("rescued"));
    click(&mut window, "Save there");
    window.get_by_label(&format!("The whole project, with the 1 change, is in the file {}", file.display()));
    let unpacked = keep.path().join("unpacked");
    store::unpack(&file, &unpacked).unwrap();
    assert_eq!(project_in(&unpacked), project);
    click(&mut window, "Back to the project");
    assert!(!is_asked(&window));
    assert_eq!(*session(&window).project(), project);
}

#[test]
fn closing_the_project_and_opening_another_one_ask_as_well() {
    let (keep, path) = stuck();
    let other = keep.path().join("other");
    make(&other);
    let mut window = window_with(&path, 1);
    click(&mut window, "File");
    click(&mut window, "Close project");
    assert!(is_asked(&window));
    click(&mut window, "Cancel");
    assert_eq!(session(&window).project().annotations().len(), 1);
    app(&mut window).open(&other);
    window.run();
    assert!(is_asked(&window));
    assert_eq!(session(&window).project().annotations().len(), 1, "the other one is not open yet");
    click(&mut window, "Discard: 1 change will be lost");
    wait_for_opening(&mut window);
    assert_eq!(session(&window).root(), Some(other.as_path()));
}

#[test]
fn what_is_being_typed_is_a_change_before_it_is_counted() {
    let (_keep, path) = stuck();
    let mut window = window_with(&path, 1);
    window.get_by_label("Memo").focus();
    window.run();
    window.event(egui::Event::Text("not left yet".to_owned()));
    window.step();
    assert!(close_window(&mut window).contains(&ViewportCommand::CancelClose));
    window.get_by_label("2 changes are not saved");
    let memo = session(&window).project().annotations().values().next().unwrap().memo.clone();
    assert_eq!(memo, "not left yet");
}

#[test]
fn keys_typed_before_the_window_was_closed_are_played_first() {
    let (_keep, path) = stuck();
    let mut window = window_with(&path, 0);
    read_from_start(&mut window, "Kim Jong Un met Putin.");
    let key = |key, modifiers| egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    for _ in 0..60 {
        window.input_mut().events.push(key(Key::ArrowRight, Modifiers::SHIFT));
        window.input_mut().events.push(key(Key::ArrowLeft, Modifiers::SHIFT));
    }
    window.input_mut().events.push(key(Key::ArrowRight, CTRL | Modifiers::SHIFT));
    let commands = {
        window.input_mut().viewports.get_mut(&ViewportId::ROOT).unwrap().events.push(ViewportEvent::Close);
        window.step();
        window.output().viewport_output[&ViewportId::ROOT].commands.clone()
    };
    assert!(commands.contains(&ViewportCommand::CancelClose), "{commands:?}");
    let mut closes = false;
    for _ in 0..300 {
        window.step();
        closes |= window.output().viewport_output[&ViewportId::ROOT].commands.contains(&ViewportCommand::Close);
    }
    assert!(closes, "and then it closes");
    assert_eq!(session(&window).selection().text.unwrap().span(), Span::new(0, 3).ok());
}

#[test]
fn a_session_says_how_many_changes_are_not_on_disk() {
    let (_keep, path) = stuck();
    let mut session = Session::open(&path, Environment::real(), std::sync::Arc::new(|| ())).unwrap();
    assert_eq!(session.unsaved_changes(), 0);
    session.run(Command::Open(story::id("000")));
    session.run(Command::Select(TextSelection::of(Span::new(0, 3).unwrap())));
    session.run(Command::CodeSelection(story::id("PER")));
    session.run(Command::Undo);
    session.flush();
    assert_eq!(session.unsaved_changes(), 2);
}

#[test]
fn imported_files_and_what_newer_versions_wrote_go_along_and_what_cannot_be_read_is_named() {
    let keep = tempfile::tempdir().unwrap();
    let path = keep.path().join("project");
    let mut session = story::session();
    for (document, original) in [("000", "here.txt"), ("002", "gone.txt")] {
        let old = session.project().documents()[&story::id::<DocumentId>(document)].clone();
        let provenance = Provenance { original: original.to_owned(), ..Provenance::default() };
        let edits = vec![Edit::Set(Document { provenance, ..Document::clone(&old) }.into())];
        let step = Step { label: "Import".to_owned(), edits, select: None, merge_key: None };
        assert!(session.commit(step, StepOrigin::Import));
    }
    drop(store::create(&path, session.project(), "2026-01-01T00:00:00Z".parse().unwrap()).unwrap());
    std::fs::create_dir_all(path.join("documents/original/66")).unwrap();
    std::fs::write(path.join("documents/original/66/here.txt"), b"\xff\x00bytes").unwrap();
    let session = Session::open(&path, Environment::real(), std::sync::Arc::new(|| ())).unwrap();
    let place = keep.path().join("copy");
    let notice = session.save_elsewhere(&Elsewhere::Folder(place.clone())).unwrap();
    assert_eq!(notice.what, format!("The whole project, with everything that was done, is in the folder {}", place.display()));
    assert_eq!(notice.hint, "1 imported file could not be read and is not in it: gone.txt; the texts are");
    assert_eq!(std::fs::read(place.join("documents/original/66/here.txt")).unwrap(), b"\xff\x00bytes");
    assert_eq!(project_in(&place), *session.project());
}

#[test]
fn a_folder_that_is_gone_is_asked_about_although_everything_in_it_was_saved() {
    let keep = tempfile::tempdir().unwrap();
    let path = keep.path().join("project");
    make(&path);
    let mut window = window_with(&path, 1);
    let before = session(&window).project().clone();
    std::fs::remove_dir_all(&path).unwrap();
    assert!(close_window(&mut window).contains(&ViewportCommand::CancelClose));
    for words in [
        "The project is not where it was".to_owned(),
        format!("Could not write: the project's folder is not there any more: {}", path.display()),
        "Everything is in memory, and still in its folder if that was only moved. Save the whole project at another place, or mend the \
         folder and try again"
            .to_owned(),
        "Discard: what is in memory will be lost".to_owned(),
    ] {
        window.get_by_label(&words);
    }
    let place = keep.path().join("elsewhere");
    type_place(&mut window, "Folder to save the project in", &place);
    click(&mut window, "Save there");
    assert_eq!(project_in(&place), before);
}

#[test]
fn a_broken_file_goes_along_as_it_is() {
    let keep = tempfile::tempdir().unwrap();
    let path = keep.path().join("project");
    make(&path);
    let mut session = Session::open(&path, Environment::real(), std::sync::Arc::new(|| ())).unwrap();
    session.run(Command::Open(story::id("000")));
    session.run(Command::Select(TextSelection::of(Span::new(0, 3).unwrap())));
    session.run(Command::CodeSelection(story::id("PER")));
    session.flush();
    drop(session);
    let file = Path::new("annotations/a/2a/000.ron");
    let broken = std::fs::read_to_string(path.join(file)).unwrap().replace("annotations:", "annotationz:");
    std::fs::write(path.join(file), &broken).unwrap();
    let session = Session::open(&path, Environment::real(), std::sync::Arc::new(|| ())).unwrap();
    assert!(session.project().annotations().is_empty());
    let place = keep.path().join("copy");
    let notice = session.save_elsewhere(&Elsewhere::Folder(place.clone())).unwrap();
    assert_eq!(notice.hint, "");
    assert_eq!(std::fs::read_to_string(place.join(file)).unwrap(), broken);
}
