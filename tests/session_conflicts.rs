//! Conflicts in a session: told after a crash, settled in one step, undone, and there again after a restart.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use support::{id, now, small, transaction};
use tempfile::TempDir;
use variorum::model::{Annotation, AnnotationId, ConflictId, Edit, Project};
use variorum::session::{Command, Environment, Notice, NoticeKind, Session, Version};
use variorum::store::{Mode, Step, create, open};

const X: &str = "annotations/a/0a/d0.ron";
const TO_SETTLE: &str = "What was changed here stands, the other is kept until then: Edit > Settle conflicts… \
    [1 conflict to settle: the same was changed here and by others, each in another way]";

fn session(root: &Path) -> Session {
    Session::open(root, Environment::real(), Arc::new(|| {})).unwrap()
}

fn memo(project: &Project, name: &str) -> String {
    project.annotations().get(&id::<AnnotationId>(name)).unwrap().memo.clone()
}

fn set_memo(name: &str, memo: &str) -> Edit {
    let annotation = (**small().annotations().get(&id::<AnnotationId>(name)).unwrap()).clone();
    Edit::Set(Annotation { memo: memo.into(), ..annotation }.into())
}

/// A project that was killed after these steps, and that somebody changed by text since.
fn killed(steps: &[Edit], theirs: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("p");
    drop(create(&root, &small(), now()).unwrap());
    let mut opened = open(&root, Mode::ReadWrite, now()).unwrap();
    let mut journal = opened.store.journal().unwrap();
    let mut ours = small();
    for (number, edit) in steps.iter().enumerate() {
        let transaction = transaction(vec![edit.clone()]);
        let inverse = ours.apply(&transaction).unwrap();
        journal.append(&Step::Do { number: number as u64 + 1, transaction, inverse, selection: None }).unwrap();
    }
    let text = fs::read_to_string(root.join(X)).unwrap();
    let text = theirs.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "{from} is not in {text}");
        text.replacen(from, to, 1)
    });
    fs::write(root.join(X), text).unwrap();
    (folder, root)
}

fn told(notices: &[Notice]) -> Vec<String> {
    let is_date = |what: &str, at: usize| what.get(at..).is_some_and(|rest| rest.starts_with("since "));
    let without_time = |what: &str| match (0..what.len()).find(|at| is_date(what, *at)) {
        Some(at) => format!("{}since ____-__-__ __:__{}", &what[..at], &what[at + "since 2026-11-26 03:35".len()..]),
        None => what.to_owned(),
    };
    notices.iter().filter(|n| n.kind > NoticeKind::Refused).map(|n| format!("{} [{}]", n.hint, without_time(&n.what))).collect()
}

fn conflicts(session: &Session) -> Vec<ConflictId> {
    session.project().conflicts().keys().cloned().collect()
}

#[test]
fn what_was_recovered_is_told_in_true_words() {
    let steps = [set_memo("x", "ours"), set_memo("y", "ours")];
    let (_keep, root) = killed(&steps, &[]);
    assert_eq!(
        told(&session(&root).take_notices()),
        ["The program was ended before it could write the files; nothing is missing \
          [2 changes of the last time were recovered from the journal]"]
    );
    let (_keep, root) = killed(&steps[..1], &[("[(8, 13, \"Putin\")]", "[(8, 13, \"Putin\")], origin: Rule(\"theirs\")")]);
    assert_eq!(
        told(&session(&root).take_notices()),
        [
            "What others had changed in the files meanwhile is there as well; nothing is missing \
             [1 change of the last time was recovered from the journal]",
            "It is taken in as it is now; if nobody meant that, take the old one back from a backup or from version control \
             [annotations/a/0a/d0.ron: this file was changed outside Variorum since ____-__-__ __:__: 1 line differs (annotation x)]"
        ]
    );
    let (_keep, root) = killed(&steps[..1], &[("[(8, 13, \"Putin\")]", "[(8, 13, \"Putin\")], memo: \"theirs\"")]);
    assert_eq!(
        told(&session(&root).take_notices()),
        [
            "What others had changed in the files meanwhile is there as well, or is to be settled \
             [1 change of the last time was recovered from the journal]",
            TO_SETTLE,
            "It is taken in as it is now; if nobody meant that, take the old one back from a backup or from version control \
             [annotations/a/0a/d0.ron: this file was changed outside Variorum since ____-__-__ __:__: 1 line differs (annotation x)]",
        ]
    );
    let (_keep, root) = killed(&steps, &[]);
    let journal = fs::read_to_string(root.join(".variorum/journal.ron")).unwrap();
    fs::write(root.join(".variorum/journal.ron"), journal.replacen("\"y\"", "\"z\"", 1)).unwrap();
    let told = told(&session(&root).take_notices());
    assert_eq!(
        told[0],
        "Others may be missing: the journal is damaged, as is told below [1 change of the last time was recovered from the journal]"
    );
    assert!(told[1].contains("journal.ron:3: the last record is damaged: its checksum does not fit"), "{told:?}");
}

#[test]
fn settling_is_one_step_that_undo_takes_back_and_that_survives_a_restart() {
    let (_keep, root) = killed(&[set_memo("x", "ours")], &[("[(8, 13, \"Putin\")]", "[(8, 13, \"Putin\")], memo: \"theirs\"")]);
    let mut first = session(&root);
    let found = conflicts(&first);
    assert_eq!((memo(first.project(), "x").as_str(), found.len()), ("ours", 1));
    first.flush();
    drop(first);
    assert!(fs::read_to_string(root.join(".variorum/conflicts.ron")).unwrap().contains("theirs"));

    let mut second = session(&root);
    assert_eq!((told(&second.take_notices()), conflicts(&second)), (vec![], found.clone()));
    second.run(Command::Settle(found.clone(), Version::Other));
    assert_eq!((memo(second.project(), "x").as_str(), conflicts(&second)), ("theirs", vec![]));
    assert_eq!(second.history().to_undo().unwrap().label, "Settle a conflict: take the other");
    second.run(Command::Undo);
    assert_eq!((memo(second.project(), "x").as_str(), conflicts(&second)), ("ours", found.clone()));
    second.run(Command::Redo);
    second.flush();
    drop(second);
    assert!(!root.join(".variorum/conflicts.ron").exists());

    let mut third = session(&root);
    assert_eq!((memo(third.project(), "x").as_str(), conflicts(&third)), ("theirs", vec![]));
    third.run(Command::Undo);
    assert_eq!((memo(third.project(), "x").as_str(), conflicts(&third)), ("ours", found.clone()));
    third.run(Command::Settle(found, Version::Mine));
    assert_eq!((memo(third.project(), "x").as_str(), conflicts(&third)), ("ours", vec![]));
    drop(third);
    let last = session(&root);
    assert_eq!((memo(last.project(), "x").as_str(), conflicts(&last)), ("ours", vec![]));
}

#[test]
fn a_file_changed_while_the_project_is_open_is_merged_by_field_and_its_conflicts_are_kept() {
    let (_keep, root) = killed(&[], &[]);
    let mut session = session(&root);
    session.run(Command::SetMemo(id("x"), "ours".into()));
    session.run(Command::SetMemo(id("y"), "ours".into()));
    let text = fs::read_to_string(root.join(X)).unwrap();
    let theirs = text.replacen("[(8, 13, \"Putin\")]", "[(8, 13, \"Putin\")], memo: \"theirs\"", 1).replacen(
        "[(0, 3, \"Kim\")]",
        "[(0, 3, \"Kim\")], origin: Rule(\"theirs\")",
        1,
    );
    fs::write(root.join(X), theirs).unwrap();
    session.take_notices();
    for _ in 0..3 {
        session.flush();
    }
    assert_eq!((memo(session.project(), "x"), memo(session.project(), "y")), ("ours".into(), "ours".into()));
    let y = session.project().annotations().get(&id::<AnnotationId>("y")).unwrap().clone();
    assert_eq!(y.origin, variorum::model::Origin::Rule("theirs".into()));
    assert_eq!(conflicts(&session).len(), 1);
    assert!(told(&session.take_notices()).contains(&TO_SETTLE.to_owned()));
    // Undo takes back what was done here, field by field, and no conflict.
    session.run(Command::Undo);
    let y = session.project().annotations().get(&id::<AnnotationId>("y")).unwrap().clone();
    assert_eq!((y.memo.as_str(), &y.origin), ("", &variorum::model::Origin::Rule("theirs".into())));
    assert_eq!(conflicts(&session).len(), 1);
    drop(session);
    assert_eq!(conflicts(&self::session(&root)).len(), 1, "it is there after a restart");
}
