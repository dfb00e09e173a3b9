//! Undo and redo where others have changed the project since: a step touches what it changed, what cannot be had is told and passed over.

mod story;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use story::{TEXT, id};
use variorum::model::*;
use variorum::session::plan::Step;
use variorum::session::{Command, Environment, NoticeKind, Session, Wake};
use variorum::store;
use variorum::text::{Span, TextSelection};

/// Codes words of the open document and says which annotation that made.
fn code(session: &mut Session, words: &str, code: &str) -> AnnotationId {
    let start = TEXT.find(words).unwrap();
    session.run(Command::Select(TextSelection::of(Span::new(start, start + words.len()).unwrap())));
    session.run(Command::CodeSelection(id(code)));
    session.selection().annotation.clone().unwrap()
}

/// Does what a colleague's program did to the files.
fn outside(session: &mut Session, edits: Vec<Edit>) {
    let step = Step { label: "Take in changes made outside".to_owned(), edits, select: None, merge_key: None };
    assert!(session.commit(step, StepOrigin::Outside), "{:?}", session.take_notices());
}

fn memo(about: &AnnotationId, text: &str) -> Record {
    Memo {
        id: id("colleague"),
        coder: id("a"),
        about: Some(RecordId::Annotation(about.clone())),
        links: Vec::new(),
        title: String::new(),
        text: text.to_owned(),
        created: "2026-01-01T00:00:00Z".parse().unwrap(),
        changed: None,
        extra: Extra::new(),
    }
    .into()
}

fn annotation(session: &Session, id: &AnnotationId) -> Annotation {
    Annotation::clone(&session.project().annotations()[id])
}

/// What was told since, in full.
fn told(session: &mut Session) -> Vec<String> {
    let notices = session.take_notices().into_iter().filter(|notice| notice.kind != NoticeKind::Done);
    notices.map(|notice| format!("{} ({})", notice.what, notice.hint)).collect()
}

#[test]
fn undoing_a_coding_leaves_the_annotation_that_a_colleague_wrote_into() {
    let mut session = story::session();
    let first = code(&mut session, "Kim Jong Un", "PER");
    let second = code(&mut session, "Putin", "PER");
    let changed = Annotation { memo: "Is it him?".to_owned(), ..annotation(&session, &second) };
    outside(&mut session, vec![Edit::Set(changed.clone().into())]);
    session.run(Command::Undo);
    assert_eq!(annotation(&session, &second), changed);
    assert_eq!(
        told(&mut session),
        ["'Undo: Code \"Putin\" as PER' changed nothing: the annotation “Putin” · PER stays, because it was changed since \
             (What was changed from outside stays; the steps before it can be undone all the same)"]
    );
    session.run(Command::Undo);
    assert!(!session.project().annotations().contains_key(&first), "the step before is undone all the same");
    assert_eq!(told(&mut session), Vec::<String>::new());
    assert_eq!(session.history().to_undo(), None);
}

#[test]
fn undoing_a_coding_leaves_the_annotation_that_a_colleagues_memo_is_about() {
    let mut session = story::session();
    code(&mut session, "Kim Jong Un", "PER");
    let second = code(&mut session, "Putin", "PER");
    outside(&mut session, vec![Edit::Add(memo(&second, "Look here"))]);
    session.run(Command::Undo);
    assert!(session.project().annotations().contains_key(&second) && session.project().memos().len() == 1);
    assert_eq!(
        told(&mut session),
        ["'Undo: Code \"Putin\" as PER' changed nothing: the annotation “Putin” · PER stays, because the memo “Look here” refers to it \
             (What was changed from outside stays; the steps before it can be undone all the same)"]
    );
    session.run(Command::Undo);
    assert_eq!(session.project().annotations().len(), 1);
}

#[test]
fn undo_takes_back_its_own_fields_and_leaves_those_of_others() {
    let mut session = story::session();
    let coded = code(&mut session, "Putin", "PER");
    session.run(Command::SetMemo(coded.clone(), "mine".to_owned()));
    let form = BTreeMap::from([(id("form"), Value::Choice("surname".to_owned()))]);
    let theirs = Annotation { attributes: form.clone(), ..annotation(&session, &coded) };
    outside(&mut session, vec![Edit::Set(theirs.into())]);
    let end = session.project().clone();
    session.run(Command::Undo);
    let now = annotation(&session, &coded);
    assert_eq!((now.memo.as_str(), &now.attributes, told(&mut session)), ("", &form, vec![]));
    session.run(Command::Redo);
    assert_eq!(*session.project(), end);
}

#[test]
fn a_field_that_others_changed_since_stays_and_the_rest_of_the_step_is_undone() {
    let mut session = story::session();
    let one = code(&mut session, "Kim Jong Un", "PER");
    let two = code(&mut session, "Putin", "PER");
    let surname = Value::Choice("surname".to_owned());
    session.run(Command::SetAttributes(vec![one.clone(), two.clone()], id("form"), Some(surname)));
    let full = BTreeMap::from([(id("form"), Value::Choice("full-name".to_owned()))]);
    let theirs = Annotation { attributes: full.clone(), ..annotation(&session, &one) };
    outside(&mut session, vec![Edit::Set(theirs.into())]);
    session.run(Command::Undo);
    assert_eq!(annotation(&session, &one).attributes, full);
    assert_eq!(annotation(&session, &two).attributes, BTreeMap::new());
    let told = told(&mut session);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("was done in part: “form” of the annotation “Kim Jong Un” · PER was changed since and stays as it is now"),
        "{told:?}"
    );
}

#[test]
fn what_was_deleted_meanwhile_is_told_and_what_it_needs_is_not_made_up() {
    let mut session = story::session();
    let coded = code(&mut session, "Putin", "PER");
    session.run(Command::SetMemo(coded.clone(), "mine".to_owned()));
    session.run(Command::AddMemo { about: Some(RecordId::Annotation(coded.clone())), title: String::new(), text: "Why".to_owned() });
    let memo = session.project().memos().keys().next().unwrap().clone();
    session.run(Command::DeleteMemos(vec![memo]));
    outside(&mut session, vec![Edit::Remove(RecordId::Annotation(coded.clone()))]);
    let hint = "What was changed from outside stays; the steps before it can be undone all the same";
    let mut undo = || {
        session.run(Command::Undo);
        told(&mut session)
    };
    let misses = "the memo “Why” does not come back, because the annotation that it refers to is gone";
    assert_eq!(undo(), [format!("'Undo: Delete a memo' changed nothing: {misses} ({hint})")]);
    assert_eq!(undo(), Vec::<String>::new());
    let gone = "the annotation “Putin” · PER was deleted since";
    assert_eq!(undo(), [format!("'Undo: Write a memo' changed nothing: {gone} ({hint})")]);
    session.run(Command::Undo);
    assert_eq!(session.history().to_undo(), None);
    assert!(session.project().annotations().is_empty() && session.project().memos().is_empty());
}

#[test]
fn typing_before_and_behind_a_change_from_outside_is_two_steps() {
    let mut session = story::session();
    session.run(Command::AddMemo { about: None, title: String::new(), text: String::new() });
    let written = session.project().memos().keys().next().unwrap().clone();
    session.run(Command::SetMemoText(written.clone(), "Fi".to_owned()));
    let theirs = Memo { title: "Theirs".to_owned(), ..Memo::clone(&session.project().memos()[&written]) };
    outside(&mut session, vec![Edit::Set(theirs.into())]);
    session.run(Command::SetMemoText(written.clone(), "First".to_owned()));
    session.run(Command::Undo);
    let now = &session.project().memos()[&written];
    assert_eq!((now.title.as_str(), now.text.as_str()), ("Theirs", "Fi"));
}

#[test]
fn a_change_from_outside_is_no_step_of_ones_own_and_leaves_what_was_undone_within_reach() {
    let mut session = story::session();
    let coded = code(&mut session, "Putin", "PER");
    session.run(Command::Undo);
    outside(&mut session, vec![Edit::Add(memo_of_project("From outside"))]);
    assert_eq!(session.history().entries(), (session.history().entries().0, 0));
    session.run(Command::Redo);
    assert!(session.project().annotations().contains_key(&coded));
    session.run(Command::Undo);
    assert_eq!((session.history().to_undo(), session.project().memos().len()), (None, 1));
}

fn memo_of_project(text: &str) -> Record {
    let Record::Memo(memo) = memo(&id("none"), text) else { unreachable!() };
    Memo { about: None, ..Memo::clone(&memo) }.into()
}

fn wake() -> Wake {
    Arc::new(|| {})
}

fn open(path: &Path) -> Session {
    Session::open(path, Environment::real(), wake()).unwrap()
}

#[test]
fn an_undo_in_part_is_the_same_after_a_restart_and_when_it_is_replayed_after_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let (path, crashed) = (folder.path().join("project"), folder.path().join("crashed"));
    for path in [&path, &crashed] {
        drop(store::create(path, &story::project(), "2026-01-01T00:00:00Z".parse().unwrap()).unwrap());
    }
    let mut session = open(&path);
    session.run(Command::Open(id("000")));
    let one = code(&mut session, "Kim Jong Un", "PER");
    let two = code(&mut session, "Putin", "PER");
    let surname = Value::Choice("surname".to_owned());
    session.run(Command::SetAttributes(vec![one.clone(), two.clone()], id("form"), Some(surname)));
    let full = BTreeMap::from([(id("form"), Value::Choice("full-name".to_owned()))]);
    let theirs = Annotation { attributes: full, ..annotation(&session, &one) };
    outside(&mut session, vec![Edit::Set(theirs.into())]);
    let end = session.project().clone();
    session.run(Command::Undo);
    session.run(Command::Undo);
    session.run(Command::Redo);
    let now = session.project().clone();
    session.flush();
    drop(session);

    // As after a crash before anything was saved: the files of the beginning, and the journal.
    let journal = std::fs::read_to_string(path.join(".variorum/journal.ron")).unwrap();
    let unsaved: String = journal.split_inclusive('\n').filter(|line| !line.starts_with("Saved")).collect();
    std::fs::create_dir_all(crashed.join(".variorum")).unwrap();
    std::fs::write(crashed.join(".variorum/journal.ron"), unsaved).unwrap();
    for path in [&path, &crashed] {
        let mut session = open(path);
        assert_eq!(*session.project(), now);
        session.run(Command::Redo);
        assert_eq!(*session.project(), end);
        while session.history().to_undo().is_some() {
            session.run(Command::Undo);
        }
        assert_eq!(session.project().annotations().keys().collect::<Vec<_>>(), [&one], "what was changed from outside stays");
    }
}

#[test]
fn what_a_colleague_wrote_into_the_files_between_two_sessions_is_not_undone_with_the_coding() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project");
    drop(store::create(&path, &story::project(), "2026-01-01T00:00:00Z".parse().unwrap()).unwrap());
    let mut session = open(&path);
    session.run(Command::Open(id("000")));
    let first = code(&mut session, "Kim Jong Un", "PER");
    let second = code(&mut session, "Putin", "PER");
    session.flush();
    drop(session);
    let file = path.join("annotations/a/2a/000.ron");
    let lines = std::fs::read_to_string(&file).unwrap();
    let written = |line: &str| {
        let theirs = line.contains("Putin").then(|| line.replace(", created:", ", memo: \"Is it him?\", created:"));
        theirs.unwrap_or_else(|| line.to_owned()) + "\n"
    };
    std::fs::write(&file, lines.lines().map(written).collect::<String>()).unwrap();
    let mut session = open(&path);
    session.take_notices();
    assert_eq!(annotation(&session, &second).memo, "Is it him?");
    session.run(Command::Undo);
    assert_eq!(annotation(&session, &second).memo, "Is it him?");
    assert!(told(&mut session)[0].contains("the annotation “Putin” · PER stays, because it was changed since"));
    session.run(Command::Undo);
    assert!(!session.project().annotations().contains_key(&first));
}
