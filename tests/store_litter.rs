//! What a killed import leaves behind is taken away where it provably is that, and told where it may be something else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::{id, now, small, transaction};
use tempfile::TempDir;
use variorum::model::{Document, DocumentId, Edit, RecordId};
use variorum::store::{Mode, Opened, Step, create, open};

const KEPT: &str = "It may be of a document that was deleted; delete the file if nobody needs it";

fn project() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("p");
    drop(create(&root, &small(), now()).unwrap());
    (folder, root)
}

fn opened(root: &Path) -> Opened {
    open(root, Mode::ReadWrite, now()).unwrap()
}

fn told(opened: &Opened) -> Vec<String> {
    opened.report.findings.iter().map(|f| format!("{f} ({})", f.hint)).collect()
}

fn originals(root: &Path) -> Vec<String> {
    let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries(&root.join("documents/original")).flat_map(|shard| entries(&shard.path()));
    let mut names: Vec<String> = files.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The step that brings in a document whose original has this name.
fn importing(original: &str) -> Step {
    let mut document = (**small().documents().get(&id::<DocumentId>("d0")).unwrap()).clone();
    document.id = id("new");
    original.clone_into(&mut document.provenance.original);
    let transaction = transaction(vec![Edit::Add(Document::clone(&document).into())]);
    Step::Do { number: 1, transaction, inverse: vec![Edit::Remove(RecordId::Document(id("new")))], selection: None }
}

#[test]
fn files_of_an_import_that_was_killed_are_taken_away_and_told() {
    let (_keep, root) = project();
    let mut store = opened(&root).store;
    for n in 1..=7 {
        store.keep_original(&format!("report {n}.txt"), format!("report {n}").as_bytes()).unwrap();
    }
    drop(store);
    assert_eq!(
        told(&open(&root, Mode::ReadOnly, now()).unwrap())[0],
        format!(
            "documents/original/2a/report_1.txt: no document names this imported file; it is left of an import that was not finished ({KEPT})"
        )
    );
    assert_eq!(originals(&root).len(), 7, "reading alone takes nothing away");
    assert_eq!(
        told(&opened(&root)),
        ["documents/original: 7 files of an import that was not finished were taken away: report_1.txt, report_2.txt, report_3.txt, \
          report_4.txt, report_5.txt and 2 more (Import again what is missing; the files that were imported are where they were)"]
    );
    assert_eq!(originals(&root), Vec::<String>::new());
    assert_eq!(told(&opened(&root)), Vec::<String>::new());
}

#[test]
fn an_original_stays_while_a_document_or_a_step_that_can_be_undone_names_it() {
    let (_keep, root) = project();
    let mut store = opened(&root).store;
    let name = store.keep_original("report.txt", b"report").unwrap();
    let mut journal = store.journal().unwrap();
    journal.append(&importing(&name)).unwrap();
    drop((journal, store));
    let mut again = opened(&root);
    assert_eq!((told(&again), originals(&root)), (vec![], vec![name.clone()]), "the step is in the journal alone");
    let undo = Step::Undo { number: 2, steps: vec![1], time: now(), instead: None };
    again.store.journal().unwrap().append(&undo).unwrap();
    drop(again);
    let last = opened(&root);
    assert!(!last.project.has(&RecordId::Document(id("new"))));
    assert_eq!((told(&last), originals(&root)), (vec![], vec![name]), "redo would need it");
}

#[test]
fn a_file_that_a_person_put_there_is_told_and_stays() {
    let (_keep, root) = project();
    fs::create_dir_all(root.join("documents/original/bb")).unwrap();
    fs::write(root.join("documents/original/bb/letter.txt"), "by hand").unwrap();
    for _ in 0..2 {
        assert_eq!(
            told(&opened(&root)),
            [format!("documents/original/bb/letter.txt: no document names this imported file; it is kept ({KEPT})")]
        );
        assert_eq!(originals(&root), ["letter.txt"]);
    }
}

#[test]
fn nothing_is_taken_away_while_the_journal_has_holes() {
    let (_keep, root) = project();
    let mut store = opened(&root).store;
    let name = store.keep_original("report.txt", b"report").unwrap();
    store.journal().unwrap().append(&importing(&name)).unwrap();
    drop(store);
    let journal = root.join(".variorum/journal.ron");
    let text = fs::read_to_string(&journal).unwrap();
    fs::write(&journal, text.replace("report", "rapport")).unwrap();
    let opened = opened(&root);
    assert!(opened.report.journal_has_holes);
    assert_eq!(originals(&root), [name], "the step that cannot be read may name it");
}

#[test]
fn half_written_files_are_taken_away_wherever_they_lie() {
    let (_keep, root) = project();
    let places =
        ["", "documents", "documents/original", "annotations", "annotations/a", ".variorum", ".variorum/backups", ".variorum/backups/x"];
    for place in places {
        fs::create_dir_all(root.join(place)).unwrap();
        fs::write(root.join(place).join(".variorum-tmp-abc"), "half").unwrap();
    }
    fs::create_dir_all(root.join(".git")).unwrap();
    fs::write(root.join(".git/.variorum-tmp-abc"), "of somebody else").unwrap();
    assert_eq!(
        told(&open(&root, Mode::ReadOnly, now()).unwrap()),
        [".variorum/.variorum-tmp-abc: 8 files are left of writes that were interrupted \
          (Opening the project for writing takes them away; nothing is lost with them)"]
    );
    assert_eq!(told(&opened(&root)), Vec::<String>::new());
    for place in places {
        assert!(!root.join(place).join(".variorum-tmp-abc").exists(), "{place}");
    }
    assert!(root.join(".git/.variorum-tmp-abc").exists());
}
