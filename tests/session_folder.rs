//! The folder of an open project is moved, replaced or taken away: nothing is called saved that is not in it, and nothing is lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod story;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use story::{TEXT, id};
use tempfile::TempDir;
use variorum::model::Project;
use variorum::session::{Command, Environment, Notice, SavedState, Session};
use variorum::store;
use variorum::text::{Span, TextSelection};

fn environment() -> Environment {
    Environment::fixed("2026-01-01T00:00:00Z".parse().unwrap())
}

fn open(path: &Path) -> Session {
    Session::open(path, Environment::real(), Arc::new(|| {})).unwrap()
}

/// A project on disk with the small story's records, one of them coded and saved.
fn at_work() -> (TempDir, PathBuf, Session) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project");
    drop(store::create(&path, &story::project(), environment().now()).unwrap());
    let mut session = open(&path);
    put(&mut session, "Putin", "PER");
    session.flush();
    session.take_notices();
    assert_eq!(session.saved_state(), SavedState::Saved);
    (folder, path, session)
}

fn put(session: &mut Session, words: &str, code: &str) {
    session.run(Command::Open(id("000")));
    let start = TEXT.find(words).unwrap();
    session.run(Command::Select(TextSelection::of(Span::new(start, start + words.len()).unwrap())));
    session.run(Command::CodeSelection(id(code)));
}

fn told(session: &mut Session) -> Vec<(String, String)> {
    session.take_notices().into_iter().map(|Notice { what, hint, .. }| (what, hint)).collect()
}

fn pair(what: impl Into<String>, hint: &str) -> (String, String) {
    (what.into(), hint.to_owned())
}

fn gone(path: &Path) -> String {
    format!("could not write: the project's folder is not there any more: {}", path.display())
}

const BRING_IT_BACK: &str =
    "Was it renamed, moved or unplugged? Bring it back: until then every change is kept in memory, and then it is written";
const REPLACED: &str =
    "Was the folder taken from a backup, or synchronised with another machine? What others changed in its files is taken in";
const WELL_AGAIN: &str = "The project can be written again, and every change is on disk";

/// After closing and opening again: the same project, the same history, nothing to complain of.
fn is_whole_again(path: &Path, expected: &Project, steps: usize) {
    let mut session = open(path);
    assert_eq!(told(&mut session), []);
    assert_eq!(session.project(), expected);
    assert_eq!(session.history().entries().0.len(), steps);
    for _ in 0..steps {
        session.run(Command::Undo);
    }
    assert_eq!(*session.project(), story::project());
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() { copy_folder(&path, &there) } else { assert!(fs::copy(&path, &there).is_ok()) }
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_called_saved_while_the_folder_is_gone_and_all_is_written_when_it_is_back() {
    let (_keep, path, mut session) = at_work();
    let away = path.with_extension("away");
    fs::rename(&path, &away).unwrap();
    let journal = fs::read(away.join(".variorum/journal.ron")).unwrap();
    put(&mut session, "Peskov", "SRC");
    session.flush();
    assert_eq!(session.saved_state(), SavedState::Failed(gone(&path)));
    assert!(!session.is_journalled());
    assert_eq!(told(&mut session), [pair(gone(&path), BRING_IT_BACK)]);
    put(&mut session, "Kim", "PER");
    session.flush();
    assert_eq!(session.saved_state(), SavedState::Failed(gone(&path)));
    assert_eq!(told(&mut session), [], "the same is not told again");
    assert!(!path.exists(), "no half of a project is made where it was");
    assert_eq!(fs::read(away.join(".variorum/journal.ron")).unwrap(), journal, "nothing goes to a file that has another name");
    fs::rename(&away, &path).unwrap();
    session.flush();
    assert_eq!(session.saved_state(), SavedState::Saved);
    assert_eq!(told(&mut session), [pair(WELL_AGAIN, "")]);
    let end = session.project().clone();
    drop(session);
    assert_eq!(end.annotations().len(), 3);
    is_whole_again(&path, &end, 3);
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_gone_is_noticed_without_a_change_and_looking_at_the_window_is_enough_when_it_is_back() {
    let (_keep, path, mut session) = at_work();
    let away = path.with_extension("away");
    fs::rename(&path, &away).unwrap();
    session.flush();
    assert_eq!(session.saved_state(), SavedState::Failed(gone(&path)));
    assert!(!session.is_journalled(), "the journal is gone with it");
    fs::rename(&away, &path).unwrap();
    session.window_focused();
    session.flush();
    assert_eq!(session.saved_state(), SavedState::Saved);
    assert!(session.is_journalled());
}

#[test]
fn a_file_that_cannot_be_written_leaves_the_change_in_the_journal_and_says_so() {
    let (_keep, path, mut session) = at_work();
    // A folder where the file is to be: no right and no room would do the same, but not for everybody who runs tests.
    fs::create_dir_all(path.join("annotations/a/a1/002.ron/in the way")).unwrap();
    session.run(Command::Open(id("002")));
    session.run(Command::Select(TextSelection::of(Span::new(0, 3).unwrap())));
    session.run(Command::CodeSelection(id("PER")));
    session.flush();
    let state = session.saved_state();
    assert!(matches!(&state, SavedState::Failed(why) if why.contains("annotations/a/a1/002.ron")), "{state:?}");
    assert!(session.is_journalled());
    session.take_notices();
    fs::remove_dir_all(path.join("annotations/a/a1/002.ron")).unwrap();
    session.flush();
    assert_eq!((session.saved_state(), told(&mut session)), (SavedState::Saved, vec![pair(WELL_AGAIN, "")]));
}

#[cfg(unix)]
#[test]
fn a_folder_replaced_by_an_older_copy_of_it_gets_everything_that_was_done() {
    let (_keep, path, mut session) = at_work();
    let copy = path.with_extension("copy");
    copy_folder(&path, &copy);
    put(&mut session, "Peskov", "SRC");
    session.flush();
    fs::remove_dir_all(&path).unwrap();
    fs::rename(&copy, &path).unwrap();
    put(&mut session, "Kim", "PER");
    session.flush();
    assert_eq!(session.saved_state(), SavedState::Saved, "{:?}", told(&mut session));
    let end = session.project().clone();
    assert_eq!(end.annotations().len(), 3);
    assert_eq!(
        told(&mut session),
        [pair(
            ".variorum: the folder was replaced by an older copy while the project was open; what was done since is written into it again",
            REPLACED
        )]
    );
    drop(session);
    is_whole_again(&path, &end, 3);
}

#[test]
fn a_local_folder_that_was_taken_away_is_made_anew_with_its_history() {
    let (_keep, path, mut session) = at_work();
    fs::remove_dir_all(path.join(".variorum")).unwrap();
    put(&mut session, "Peskov", "SRC");
    session.flush();
    assert_eq!(session.saved_state(), SavedState::Saved);
    assert_eq!(
        told(&mut session),
        [pair(
            ".variorum: the folder was taken away while the project was open; it is made anew with the journal and the lock",
            "Nothing of the project is missing, but earlier backups are; see what takes hidden folders away"
        )]
    );
    assert!(path.join(".variorum/holder.ron").is_file() && path.join(".variorum/written.log").is_file());
    let mut other = open(&path);
    assert!(matches!(other.saved_state(), SavedState::ReadOnly(_)), "it is locked as before");
    other.take_notices();
    drop(other);
    let end = session.project().clone();
    drop(session);
    is_whole_again(&path, &end, 2);
}

#[test]
fn a_journal_that_was_taken_away_or_replaced_is_written_anew_and_the_other_one_kept() {
    let (_keep, path, mut session) = at_work();
    let journal = path.join(".variorum/journal.ron");
    fs::remove_file(&journal).unwrap();
    put(&mut session, "Peskov", "SRC");
    session.flush();
    assert_eq!(session.saved_state(), SavedState::Saved);
    assert_eq!(
        told(&mut session),
        [pair(
            ".variorum/journal.ron: the journal was taken away while the project was open; it is written anew, whole",
            "Nothing of the project is missing; see what takes the file away"
        )]
    );
    fs::remove_file(&journal).unwrap();
    fs::write(&journal, "something else").unwrap();
    put(&mut session, "Kim", "PER");
    session.flush();
    assert_eq!(session.saved_state(), SavedState::Saved);
    let notices = told(&mut session);
    let (what, kept) = notices[0].0.rsplit_once(' ').unwrap();
    assert_eq!(
        what,
        ".variorum/journal.ron: another journal took the place of this one while the project was open; this one is back, the other one is \
         kept as"
    );
    assert_eq!((notices.len(), notices[0].1.as_str()), (1, REPLACED));
    assert_eq!(fs::read_to_string(path.join(kept)).unwrap(), "something else");
    let end = session.project().clone();
    drop(session);
    is_whole_again(&path, &end, 3);
}

#[test]
fn another_project_in_its_place_is_left_alone() {
    let (_keep, path, mut session) = at_work();
    let other = path.with_extension("other");
    drop(Session::create(&other, "Other", "B", &["none"], Environment::real(), Arc::new(|| {})).unwrap());
    let whole = files(&other);
    fs::remove_dir_all(&path).unwrap();
    fs::rename(&other, &path).unwrap();
    put(&mut session, "Peskov", "SRC");
    session.flush();
    let what = format!("could not write: another project lies in the folder now: {}", path.display());
    assert_eq!(session.saved_state(), SavedState::Failed(what.clone()));
    assert_eq!(told(&mut session), [pair(what, BRING_IT_BACK)]);
    drop(session);
    assert_eq!(files(&path), whole);
}

/// Every file below a folder with its bytes, sorted.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            found.push((name, fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[cfg(unix)]
#[test]
fn a_folder_that_another_window_has_locked_meanwhile_is_not_written() {
    let (_keep, path, mut session) = at_work();
    let (copy, old) = (path.with_extension("copy"), path.with_extension("old"));
    copy_folder(&path, &copy);
    fs::rename(&path, &old).unwrap();
    fs::rename(&copy, &path).unwrap();
    let other = open(&path);
    assert_eq!(other.saved_state(), SavedState::Saved);
    put(&mut session, "Peskov", "SRC");
    session.flush();
    let SavedState::Failed(why) = session.saved_state() else { panic!("{:?}", session.saved_state()) };
    assert!(why.starts_with(&format!("could not write: another program has it open, process {} on ", std::process::id())), "{why}");
    assert_eq!(told(&mut session)[0].1, "Close it there, then open it here again");
    drop(other);
    session.flush();
    assert_eq!(session.saved_state(), SavedState::Saved);
    let end = session.project().clone();
    drop(session);
    is_whole_again(&path, &end, 2);
}

#[test]
fn a_lock_that_was_taken_away_is_taken_again() {
    let (_keep, path, mut session) = at_work();
    fs::remove_file(path.join(".variorum/lock")).unwrap();
    put(&mut session, "Peskov", "SRC");
    session.flush();
    assert_eq!(session.saved_state(), SavedState::Saved);
    let other = open(&path);
    assert!(matches!(other.saved_state(), SavedState::ReadOnly(_)));
}
