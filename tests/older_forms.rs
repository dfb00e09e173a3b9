//! Projects of the form before 2.0: each becomes what it would be had this version made it, also where people go on with both.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

#[path = "support/clones.rs"]
mod clones;
#[path = "support/older_form.rs"]
mod older_form;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use clones::{base, clone, commit, git};
use older_form::into_older_form;
use support::{id, now};
use variorum::model::{ClaimId, Project, Versions};
use variorum::store::{Access, Mode, Severity, open, repair};

/// All files of a folder but those that are a machine's own.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            match name.as_str() {
                ".variorum" | ".git" => {}
                _ if path.is_dir() => folders.push(path),
                _ => drop(found.insert(name, fs::read(&path).unwrap())),
            }
        }
    }
    found
}

/// Opens a project for writing, which migrates it, and saves it.
fn migrate(root: &Path) -> Project {
    let mut opened = open(root, Mode::ReadWrite, now()).unwrap();
    assert_eq!((&opened.report.access, opened.report.migrated_from.as_deref()), (&Access::ReadWrite, Some("1.1")));
    opened.store.save(&opened.project, 0).unwrap();
    opened.project
}

#[test]
fn the_sample_migrated_from_the_older_form_is_itself_byte_by_byte() {
    let (_keep, root) = base();
    let (before, project) = (files(&root), open(&root, Mode::ReadOnly, now()).unwrap().project);
    into_older_form(&root, "1.1");
    fs::write(root.join(".gitattributes"), "*.ron text eol=lf\ndocuments/*.txt -text\ndocuments/original/** -text\n").unwrap();
    assert!(root.join("entities.ron").is_file() && root.join("documents/000.txt").is_file() && !root.join("coders").exists());
    assert_eq!(migrate(&root), project);
    let mut after = files(&root);
    let attributes = String::from_utf8(after.remove(".gitattributes").unwrap()).unwrap();
    assert_eq!(attributes, "*.ron text eol=lf\ndocuments/**/*.txt -text\ndocuments/original/** -text\n");
    let before: BTreeMap<_, _> = before.into_iter().filter(|(name, _)| name != ".gitattributes").collect();
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    assert!(after == before);
    assert_eq!(open(&root, Mode::ReadWrite, now()).unwrap().report.findings, []);
}

#[test]
fn two_clones_that_both_migrated_merge_without_a_word() {
    let (keep, root) = base();
    into_older_form(&root, "1.1");
    commit(&root);
    let [one, two] = ["one", "two"].map(|name| keep.path().join(name));
    for folder in [&one, &two] {
        clone(&root, folder);
        migrate(folder);
        commit(folder);
    }
    assert!(git(&one, &["fetch", "-q", &two.to_string_lossy(), "HEAD"]) && git(&one, &["merge", "-q", "--no-edit", "FETCH_HEAD"]));
    let merged = open(&one, Mode::ReadWrite, now()).unwrap();
    assert_eq!(merged.report.access, Access::ReadWrite);
    assert!(merged.report.findings.iter().all(|finding| finding.severity == Severity::Warning), "{:?}", merged.report.findings);
}

#[test]
fn a_migration_that_was_interrupted_at_its_end_is_finished() {
    let (_keep, root) = base();
    into_older_form(&root, "1.1");
    let old = files(&root);
    migrate(&root);
    let before = files(&root);
    for name in ["entities.ron", "documents/000.ron", "annotations/gold/000.ron"] {
        fs::write(root.join(name), &old[name]).unwrap();
    }
    fs::write(root.join("claims.ron"), "not what was there").unwrap();
    let told: Vec<String> = open(&root, Mode::ReadWrite, now()).unwrap().report.findings.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["claims.ron: this file is of the older form of a project's folder, and what stands in it is not read"]);
    fs::remove_file(root.join("claims.ron")).unwrap();
    assert!(files(&root) == before, "only what is in the backups is taken away");
}

#[test]
fn what_a_clone_did_with_an_older_program_is_taken_in() {
    let (keep, root) = base();
    into_older_form(&root, "1.1");
    commit(&root);
    let [one, two] = ["one", "two"].map(|name| keep.path().join(name));
    clone(&root, &one);
    clone(&root, &two);
    migrate(&one);
    commit(&one);
    let text = fs::read_to_string(two.join("claims.ron")).unwrap();
    let changed = text.replacen("claims: [\n", "claims: [\n(id: \"cl:new\", statement: \"Theirs\", rank: 77),\n", 1);
    let changed = changed.replacen("rank: 1)", "rank: 1, note: \"also theirs\")", 1);
    assert!(changed.contains("also theirs"));
    fs::write(two.join("claims.ron"), changed).unwrap();
    commit(&two);
    assert!(git(&one, &["fetch", "-q", &two.to_string_lossy(), "HEAD"]));
    assert!(!git(&one, &["merge", "-q", "--no-edit", "FETCH_HEAD"]), "removed here, changed there");
    commit(&one);
    let told: Vec<String> = open(&one, Mode::ReadOnly, now()).unwrap().report.findings.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["claims.ron: this file is of the older form of a project's folder, and what stands in it is not read"]);
    assert_eq!(repair(&one).unwrap().files, ["claims.ron"]);
    let mended = open(&one, Mode::ReadWrite, now()).unwrap();
    assert!(mended.report.findings.iter().all(|finding| finding.severity == Severity::Warning), "{:?}", mended.report.findings);
    assert_eq!(mended.project.claims()[&id::<ClaimId>("cl:new")].statement, "Theirs");
    let kept = mended.project.conflicts().values().any(|conflict| {
        matches!(&conflict.versions, Versions::Record { theirs: Some(theirs), .. } if serde_json::to_string(theirs).unwrap().contains("also theirs"))
    });
    assert!(kept, "{:?}", mended.project.conflicts());
    assert!(!one.join("claims.ron").exists());
}
