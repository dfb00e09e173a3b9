//! Laws that hold for every project: what is written is read back, nothing is written twice, nothing is lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use support::{change, changes, now, project};
use variorum::model::{Annotation, Edit, Project, Reference, Transaction};
use variorum::store::{Mode, Step, create, merge_projects, open, pack, unpack};

fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !path.ends_with(".variorum") {
                    folders.push(path);
                }
            } else {
                found.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn read(root: &Path) -> Project {
    let opened = open(root, Mode::ReadOnly, now()).unwrap();
    // The laws pack files that no document names.
    let odd: Vec<_> = opened.report.findings.iter().filter(|f| !f.what.starts_with("no document names this imported file")).collect();
    assert!(odd.is_empty(), "a project that was saved has nothing odd in it: {odd:?}");
    opened.project
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_saved_is_read_back_and_the_same_bytes_are_written_again(project in project()) {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        let mut store = create(&one, &project, now()).unwrap();
        let back = read(&one);
        prop_assert_eq!(&back, &project);
        let again = store.save(&back, 0).unwrap();
        prop_assert_eq!(again.files_written, 0);
        create(&two, &back, now()).unwrap();
        prop_assert_eq!(files(&one), files(&two));
    }

    #[test]
    fn a_project_put_together_at_once_answers_as_one_that_grew(grown in project()) {
        let (at_once, faults) = Project::assemble(grown.info().clone(), grown.codebook().clone(), grown.records());
        prop_assert_eq!(faults, []);
        prop_assert_eq!(&at_once, &grown);
        for id in grown.records().map(|record| record.id()) {
            prop_assert_eq!(at_once.uses_of(&id), grown.uses_of(&id), "{}", id);
        }
        for document in grown.documents().keys() {
            for coder in grown.coders().keys() {
                let codes = |project: &Project| project.codes_in(document, coder).map(|(code, n)| (code.clone(), n)).collect::<Vec<_>>();
                prop_assert_eq!(codes(&at_once), codes(&grown));
            }
            prop_assert_eq!(at_once.annotations_of(document), grown.annotations_of(document));
            prop_assert!(at_once.orphans_of(document).eq(grown.orphans_of(document)));
        }
        for a in grown.annotations().values() {
            prop_assert!(at_once.links_of(&a.id).eq(grown.links_of(&a.id)));
            for reference in a.entities().map(|id| Reference::Entity(id.clone())).chain(a.claims().map(|id| Reference::Claim(id.clone()))) {
                prop_assert!(at_once.annotations_naming(&reference).eq(grown.annotations_naming(&reference)));
            }
        }
    }

    #[test]
    fn a_changed_annotation_is_a_changed_line(project in project(), pick in any::<usize>()) {
        prop_assume!(!project.annotations().is_empty());
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("p");
        let mut store = create(&root, &project, now()).unwrap();
        let before = files(&root);
        let old = project.annotations().values().nth(pick % project.annotations().len()).unwrap();
        let mut next = project.clone();
        let new = Annotation { memo: format!("{}, changed", old.memo), ..(**old).clone() };
        next.apply(&support::transaction(vec![Edit::Set(new.into())])).unwrap();
        prop_assert_eq!(store.save(&next, 1).unwrap().files_written, 1);
        let after = files(&root);
        let changed: Vec<_> = after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes)).collect();
        prop_assert_eq!(changed.len(), 1);
        let (path, bytes) = changed[0];
        let shard = &variorum::text::sha256(old.document.as_str().as_bytes())[..2];
        prop_assert_eq!(path, &Path::new("annotations").join(old.coder.as_str()).join(shard).join(format!("{}.ron", old.document)));
        let lines = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().lines().map(str::to_owned).collect::<Vec<_>>();
        let (was, is) = (lines(&before[path]), lines(bytes));
        prop_assert_eq!(was.len(), is.len());
        prop_assert_eq!(was.iter().zip(&is).filter(|(a, b)| a != b).count(), 1);
        prop_assert_eq!(read(&root), next);
    }

    #[test]
    fn the_inverse_restores_equality_and_a_refused_transaction_leaves_no_trace(start in project(), changes in changes(1..12)) {
        let mut project = start;
        for (n, c) in changes.iter().enumerate() {
            let before = project.clone();
            let transaction = change(&project, n, c);
            if let Ok(inverse) = project.apply(&transaction) {
                let mut back = project.clone();
                back.apply(&Transaction { edits: inverse, ..transaction }).unwrap();
                prop_assert_eq!(back, before);
            } else {
                prop_assert_eq!(&project, &before);
            }
        }
    }

    #[test]
    fn the_journal_replays_to_the_same_state(start in project(), changes in changes(1..12), saves in any::<u16>()) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("p");
        let mut project = start;
        let mut store = create(&root, &project, now()).unwrap();
        let mut journal = store.journal().unwrap();
        let mut number = 0;
        let mut unsaved = 0;
        for (n, c) in changes.iter().enumerate() {
            let transaction = change(&project, n, c);
            let Ok(inverse) = project.apply(&transaction) else { continue };
            number += 1;
            unsaved += 1;
            let done = number;
            journal.append(&Step::Do { number, transaction: transaction.clone(), inverse: inverse.clone(), selection: Some("(1)".into()) }).unwrap();
            if c.pick % 3 == 0 {
                project.apply(&Transaction { edits: inverse, ..transaction.clone() }).unwrap();
                number += 1;
                unsaved += 1;
                journal.append(&Step::Undo { number, steps: vec![done], time: now(), instead: None }).unwrap();
                if c.pick % 2 == 0 {
                    project.apply(&transaction).unwrap();
                    number += 1;
                    unsaved += 1;
                    journal.append(&Step::Redo { number, steps: vec![done], time: now(), instead: None }).unwrap();
                }
            }
            if saves >> n & 1 == 1 {
                store.save(&project, number).unwrap();
                unsaved = 0;
            }
        }
        drop((store, journal));
        let opened = open(&root, Mode::ReadWrite, now()).unwrap();
        prop_assert_eq!(&opened.project, &project);
        prop_assert_eq!(opened.report.recovered_steps, unsaved);
        prop_assert_eq!(opened.report.findings, []);
        let mut store = opened.store;
        store.save(&opened.project, number).unwrap();
        drop(store);
        prop_assert_eq!(&read(&root), &project);
        prop_assert_eq!(open(&root, Mode::ReadOnly, now()).unwrap().report.recovered_steps, 0);
    }

    #[test]
    fn a_packed_project_unpacks_to_the_same(project in project(), bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        let folder = tempfile::tempdir().unwrap();
        let (file, root) = (folder.path().join("p.ron"), folder.path().join("p"));
        pack(&project, &[("a.bin".to_owned(), bytes.clone())], &file).unwrap();
        unpack(&file, &root).unwrap();
        prop_assert_eq!(read(&root), project.clone());
        let opened = open(&root, Mode::ReadWrite, now()).unwrap();
        prop_assert_eq!(opened.store.read_original("a.bin").unwrap(), bytes);
        let again = folder.path().join("again.ron");
        opened.store.pack(&opened.project, &again).unwrap();
        prop_assert_eq!(fs::read_to_string(&file).unwrap(), fs::read_to_string(&again).unwrap());
    }

    #[test]
    fn a_merge_of_separate_changes_holds_both_and_can_be_applied(base in project(), ours in changes(0..6), theirs in changes(0..6)) {
        let branch = |changes: &[support::Change], offset: usize| {
            let mut project = base.clone();
            for (n, c) in changes.iter().enumerate() {
                let transaction = change(&project, offset + n, c);
                let _ = project.apply(&transaction);
            }
            project
        };
        let (ours, theirs) = (branch(&ours, 0), branch(&theirs, 100));
        let (edits, conflicts) = merge_projects(&base, &ours, &theirs);
        let mut merged = ours.clone();
        merged.apply(&support::transaction(edits)).unwrap();
        if conflicts.is_empty() {
            let (back, others) = merge_projects(&base, &theirs, &ours);
            prop_assert!(others.is_empty());
            let mut other = theirs.clone();
            other.apply(&support::transaction(back)).unwrap();
            prop_assert_eq!(merged, other);
        }
        prop_assert_eq!(merge_projects(&base, &ours, &base).0, []);
    }
}
