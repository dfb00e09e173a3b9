//! Bad input: each is told clearly, nothing is lost, nothing is changed that should not be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]

#[path = "support/older_form.rs"]
mod older_form;
mod support;

use std::fs;
use std::path::{Path, PathBuf};

use older_form::into_older_form;
use support::{id, now, put, small, transaction};
use variorum::model::{Annotation, AnnotationId, DocumentId, Edit, Memo, Project, RecordId};
use variorum::store::{
    Access, Finding, Mode, Opened, ProjectStore, ReadOnlyReason, Severity, Step, StoreError, create, open, read_codebook, write_codebook,
};

struct Folder {
    _temporary: tempfile::TempDir,
    root: PathBuf,
}

const X: &str = "annotations/a/0a/d0.ron";

impl Folder {
    /// A folder as it comes from another machine: what was last written here is not known, so that nothing is told of it.
    fn of(project: &Project) -> Self {
        let (folder, store) = Self::open(project);
        drop(store);
        fs::remove_file(folder.root.join(".variorum/written.log")).unwrap();
        folder
    }

    fn open(project: &Project) -> (Self, ProjectStore) {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().join("p");
        let store = create(&root, project, now()).unwrap();
        (Self { _temporary: temporary, root }, store)
    }

    fn small() -> Self {
        Self::of(&small())
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.root.join(path).parent().unwrap()).unwrap();
        fs::write(self.root.join(path), text).unwrap();
    }

    fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.text(path);
        assert!(text.contains(from), "{from} is not in {text}");
        self.write(path, &text.replace(from, to));
    }

    fn opened(&self) -> Opened {
        open(&self.root, Mode::ReadWrite, now()).unwrap()
    }

    fn refused(&self) -> StoreError {
        open(&self.root, Mode::ReadWrite, now()).unwrap_err()
    }
}

fn annotation(project: &Project, name: &str) -> Annotation {
    (**project.annotations().get(&id::<AnnotationId>(name)).unwrap()).clone()
}

fn one(findings: &[Finding]) -> &Finding {
    assert_eq!(findings.len(), 1, "{findings:#?}");
    &findings[0]
}

#[test]
fn the_files_are_pleasant_to_read() {
    let folder = Folder::small();
    assert_eq!(
        folder.text(X),
        "(\nformat: \"2.0\", coder: \"a\", document: \"d0\",\nannotations: [\n\
         (id: \"y\", code: \"C\", spans: [(0, 3, \"Kim\")], created: \"2026-01-02T03:04:05Z\"),\n\
         (id: \"x\", code: \"C\", spans: [(8, 13, \"Putin\")], created: \"2026-01-02T03:04:05Z\"),\n],\nlinks: [\n\
         (id: \"l\", kind: \"same\", from: \"x\", to: \"y\", created: \"2026-01-02T03:04:05Z\"),\n],\nmarks: [\n],\n)\n"
            .replace(", created", if folder.text(X).contains("revision") { ", revision: 0, created" } else { ", created" })
    );
    assert_eq!(folder.text("documents/0a/d0.txt"), "Kim met Putin. Kim left.");
    assert!(folder.text("documents/0a/d0.ron").contains("\nsha256: \""));
    assert_eq!(folder.text(".variorum/.gitignore"), "*\n");
}

#[test]
fn a_file_that_is_no_ron_is_told_with_line_and_column_and_nothing_is_changed() {
    let folder = Folder::small();
    folder.replace(X, "code: \"C\", spans: [(8", "code: \"C, spans: [(8");
    let before = folder.text(X);
    let opened = folder.opened();
    let finding = one(&opened.report.findings);
    assert_eq!(
        finding.to_string(),
        format!(
            "{X}:5:78: the file is broken (in this line a quotation mark is missing or one too many): nothing of it is in the project, \
             and nothing is written to it"
        )
    );
    assert_eq!((finding.severity, opened.report.access), (Severity::Error, Access::ReadWrite));
    assert_eq!(folder.text(X), before);
    drop(opened.store);

    let folder = Folder::small();
    folder.replace(X, "id: \"y\"", "id: y");
    let opened = folder.opened();
    assert!(one(&opened.report.findings).place.starts_with(&format!("{X}:4:")), "{:?}", opened.report.findings);
}

#[test]
fn a_damaged_byte_anywhere_is_an_error_or_a_project_but_never_a_panic() {
    let folder = Folder::small();
    for path in ["project.ron", X, "codebook.ron", "documents/0a/d0.ron"] {
        let good = fs::read(folder.root.join(path)).unwrap();
        for at in (0..good.len()).step_by(3) {
            for byte in [b'"', b')', 0xff] {
                let mut bad = good.clone();
                bad[at] = byte;
                fs::write(folder.root.join(path), &bad).unwrap();
                drop(open(&folder.root, Mode::ReadOnly, now()));
            }
            fs::write(folder.root.join(path), &good[..at]).unwrap();
            drop(open(&folder.root, Mode::ReadOnly, now()));
        }
        fs::write(folder.root.join(path), &good).unwrap();
    }
    assert_eq!(folder.opened().project, small());
}

#[test]
fn a_text_with_a_wrong_digest_is_kept_and_its_annotations_find_their_place_or_become_orphans() {
    let folder = Folder::small();
    folder.write("documents/0a/d0.txt", "Yesterday Kim met Putin. Kim left.");
    let Opened { project, report, mut store, .. } = folder.opened();
    assert!(report.findings.iter().any(|f| f.severity == Severity::Error && f.what.contains("SHA-256")));
    assert!(report.findings.iter().any(|f| f.severity == Severity::Warning && f.what.contains("moved from 8-13 to 18-23")));
    assert!(!annotation(&project, "x").orphan);
    let y = annotation(&project, "y");
    assert!(y.orphan, "'Kim' is there twice, so there is no one good place");
    assert_eq!(y.quote(), "Kim");
    // Saving a change of that file keeps both, and the orphan comes back with its text.
    let mut next = project.clone();
    next.apply(&transaction(vec![Edit::Set(Annotation { memo: "new".into(), ..annotation(&project, "x") }.into())])).unwrap();
    store.save(&next, 1).unwrap();
    drop(store);
    assert!(folder.text(X).contains("orphan: true"));
    folder.write("documents/0a/d0.txt", "Kim met Putin. Kim left.");
    let again = folder.opened();
    assert!(!annotation(&again.project, "y").orphan);
    assert_eq!(annotation(&again.project, "x").start(), 8);
}

#[test]
fn offsets_outside_the_text_or_inside_a_character_make_orphans() {
    let folder = Folder::small();
    folder.replace(X, "(0, 3, \"Kim\")", "(4000, 4003, \"Kim\")");
    let opened = folder.opened();
    assert!(annotation(&opened.project, "y").orphan);
    let finding = one(&opened.report.findings);
    assert_eq!(finding.severity, Severity::Error);
    assert!(finding.what.contains("beyond the text") && finding.place == format!("{X}:4"), "{finding:?}");
    drop(opened);

    folder.write("documents/0a/d0.txt", "Kém met Putin. Kim left. Kim.");
    folder.replace(X, "(4000, 4003, \"Kim\")", "(2, 5, \"Kim\")");
    let opened = folder.opened();
    assert!(annotation(&opened.project, "y").orphan);
    assert!(opened.report.findings.iter().any(|f| f.what.contains("inside a character")), "{:?}", opened.report.findings);
}

#[test]
fn a_quote_with_one_good_place_moves_there() {
    let folder = Folder::small();
    folder.replace(X, "(8, 13, \"Putin\")", "(9, 14, \"Putin\")");
    let opened = folder.opened();
    assert_eq!(annotation(&opened.project, "x"), put("x", 8, 13, "Putin"));
    let finding = one(&opened.report.findings);
    assert_eq!((finding.severity, finding.place.as_str()), (Severity::Warning, "annotations/a/0a/d0.ron:5"));
    assert!(finding.what.contains("moved from 9-14 to 8-13"), "{finding}");
}

#[test]
fn a_quote_that_is_written_otherwise_at_one_place_moves_there_and_says_how() {
    let folder = Folder::small();
    // Others typed the text again: with marks of a printer, a space that does not break, an accent apart.
    folder.write("documents/0a/d0.txt", "Yesterday Kim met \u{201c}Pu\u{ad}tin\u{201d} in\u{a0}Sochi. Kim left.");
    folder.replace(X, "(8, 13, \"Putin\")", "(8, 22, \"\\\"Putin\\\" in Sochi\")");
    let opened = folder.opened();
    let x = annotation(&opened.project, "x");
    assert!(!x.orphan);
    assert_eq!((x.start(), x.quote().as_str()), (18, "\u{201c}Pu\u{ad}tin\u{201d} in\u{a0}Sochi"));
    let told = opened.report.findings.iter().find(|f| f.what.contains("moved from 8-22 to 18-41")).unwrap();
    let how = "the only place of its words, which are written otherwise there: '\"Putin\" in Sochi' is";
    assert!(told.severity == Severity::Warning && told.what.contains(how), "{told}");
    // 'Kim' stands there twice.
    assert!(annotation(&opened.project, "y").orphan);
}

#[test]
fn a_quote_that_two_places_could_mean_is_kept_as_an_orphan() {
    let folder = Folder::small();
    folder.write("documents/0a/d0.txt", "Kim\u{a0}met and Kim  met.");
    folder.replace(X, "(8, 13, \"Putin\")", "(8, 15, \"Kim met\")");
    let x = annotation(&folder.opened().project, "x");
    assert!(x.orphan);
    assert_eq!(x.quote(), "Kim met");
}

#[test]
fn a_quote_without_a_good_place_is_kept_as_an_orphan() {
    let folder = Folder::small();
    folder.replace(X, "\"Putin\"", "\"Medvedev\"");
    let opened = folder.opened();
    let x = annotation(&opened.project, "x");
    assert!(x.orphan);
    assert_eq!(x.quote(), "Medvedev");
}

#[test]
fn annotations_of_a_missing_document_survive() {
    let folder = Folder::small();
    fs::remove_file(folder.root.join("documents/0a/d0.ron")).unwrap();
    fs::remove_file(folder.root.join("documents/0a/d0.txt")).unwrap();
    let Opened { project, report, mut store, .. } = folder.opened();
    assert_eq!(project.annotations().len(), 2);
    assert!(report.findings.iter().all(|f| f.severity == Severity::Error && f.what.contains("document d0, which does not exist")));
    let memo = Memo {
        id: id("m"),
        coder: id("a"),
        about: None,
        links: Vec::new(),
        title: String::new(),
        text: "t".into(),
        created: now(),
        changed: None,
        extra: variorum::model::Extra::new(),
    };
    let mut next = project.clone();
    next.apply(&transaction(vec![Edit::Add(memo.into())])).unwrap();
    store.save(&next, 1).unwrap();
    drop(store);
    assert_eq!(folder.opened().project, next);
}

#[test]
fn a_missing_text_is_an_error_that_its_return_heals() {
    let folder = Folder::small();
    fs::rename(folder.root.join("documents/0a/d0.txt"), folder.root.join("away")).unwrap();
    let opened = folder.opened();
    assert!(opened.report.findings.iter().any(|f| f.place == "documents/0a/d0.txt" && f.what.contains("missing")));
    assert!(annotation(&opened.project, "x").orphan);
    drop(opened);
    fs::rename(folder.root.join("away"), folder.root.join("documents/0a/d0.txt")).unwrap();
    assert_eq!(folder.opened().project, small());
}

#[test]
fn a_duplicate_id_is_kept_aside_and_survives_a_save() {
    let folder = Folder::small();
    let text = folder.text(X);
    let line = text.lines().find(|l| l.contains("\"Putin\"")).unwrap();
    folder.replace(X, "annotations: [\n", &format!("annotations: [\n{line}\n"));
    folder.replace(X, "links: [", "links: [ // a comment\n");
    folder.write("annotations/b/0a/d0.ron", &text.replace("coder: \"a\"", "coder: \"b\"").replace("\"Putin\"", "\"Putin\" /* b's */"));
    let Opened { project, report, mut store, .. } = folder.opened();
    assert_eq!(project, small());
    let aside = report.findings.iter().filter(|f| f.what.contains("kept aside")).count();
    assert_eq!(aside, 3, "two annotations and a link of coder b: {:#?}", report.findings);
    assert!(report.findings.iter().any(|f| f.what.contains("once more")));
    store.save(&project, 1).unwrap();
    drop(store);
    let kept = folder.text("annotations/b/0a/d0.ron");
    assert!(kept.contains("unplaced: [\n(\"annotations\", (id: \"y\""), "{kept}");
    assert!(folder.text(X).matches("\"Putin\"").count() == 1);
    let again = folder.opened();
    assert_eq!(again.project, small());
    assert_eq!(again.report.findings.len(), 3);
}

#[test]
fn records_that_refer_to_nothing_are_kept_and_told() {
    let folder = Folder::small();
    folder.replace(X, "(id: \"x\", code: \"C\"", "(id: \"x\", code: \"GONE\"");
    folder.replace(X, "to: \"y\"", "to: \"nobody\"");
    let opened = folder.opened();
    let told: Vec<&str> = opened.report.findings.iter().map(|f| f.what.as_str()).collect();
    assert!(told.iter().any(|w| w.contains("code GONE, which does not exist")), "{told:?}");
    assert!(told.iter().any(|w| w.contains("annotation nobody, which does not exist")), "{told:?}");
    assert_eq!(opened.project.links().len(), 1);
    assert!(opened.project.has(&RecordId::Annotation(id("x"))));
}

#[test]
fn a_link_without_a_start_is_kept_and_goes_home_when_its_start_comes() {
    let folder = Folder::small();
    folder.replace(X, "from: \"x\"", "from: \"z\"");
    let Opened { project, mut store, .. } = folder.opened();
    let mut next = project.clone();
    next.replay(&transaction(vec![Edit::Set(Annotation { memo: "m".into(), ..annotation(&project, "y") }.into())]));
    store.save(&next, 1).unwrap();
    store.save(&next, 1).unwrap();
    let mut last = next.clone();
    last.replay(&transaction(vec![Edit::Add(put("z", 4, 7, "met").into())]));
    store.save(&last, 2).unwrap();
    drop(store);
    assert!(folder.text(X).contains("from: \"z\""));
    let again = folder.opened();
    assert_eq!(again.project, last);
    assert_eq!(again.report.findings, []);
}

#[test]
fn a_record_that_says_what_this_version_cannot_hold_is_kept_aside_word_for_word() {
    let folder = Folder::small();
    folder.replace(X, "spans: [(0, 3, \"Kim\")]", "spans: [(3, 3, \"Kim\")]");
    folder.replace(X, "links: [\n", "links: [\n(id: \"l2\", kind: \"same\"),\n");
    let Opened { project, report, mut store, .. } = folder.opened();
    assert_eq!(report.findings.iter().filter(|f| f.what.contains("cannot be read")).count(), 2, "{:#?}", report.findings);
    let mut next = project.clone();
    next.replay(&transaction(vec![Edit::Set(Annotation { memo: "m".into(), ..annotation(&project, "x") }.into())]));
    store.save(&next, 1).unwrap();
    drop(store);
    let text = folder.text(X);
    assert!(text.contains("(\"annotations\", (id: \"y\", code: \"C\", spans: [(3, 3, \"Kim\")]"), "{text}");
    assert!(text.contains("(\"links\", (id: \"l2\", kind: \"same\")),"), "{text}");
    assert_eq!(folder.opened().project, next);
}

#[test]
fn a_newer_format_is_refused_and_a_newer_minor_one_keeps_its_number_and_its_fields() {
    let folder = Folder::small();
    folder.replace("project.ron", "\"2.0\"", "\"3.0\"");
    let error = folder.refused();
    assert!(matches!(&error, StoreError::NewerFormat { found, .. } if found == "3.0"));
    assert!(error.to_string().contains("newer version"), "{error}");

    let folder = Folder::small();
    for path in ["project.ron", "codebook.ron", "documents/0a/d0.ron", X] {
        folder.replace(path, "\"2.0\"", "\"2.7\"");
    }
    folder.replace("project.ron", "title: \"Small\"", "theme: Night(stars: [1, \"]\"]), // kept\ntitle: \"Small\", mood: 'x'");
    folder.replace(X, "(id: \"x\",", "(id: \"x\", weight: {\"a\": (1, r#\")\"#)},");
    folder.replace("documents/0a/d0.ron", "id: \"d0\",", "id: \"d0\",\nlicence: \"CC0\",");
    let Opened { project, report, mut store, .. } = folder.opened();
    assert_eq!(report.findings, []);
    let mut next = project.clone();
    let mut info = project.info().clone();
    info.title = "Other".into();
    let document = (**project.documents().get(&id::<DocumentId>("d0")).unwrap()).clone();
    next.apply(&transaction(vec![
        Edit::SetProject(Box::new(info)),
        Edit::Set(Annotation { memo: "m".into(), ..annotation(&project, "x") }.into()),
        Edit::Set(variorum::model::Document { title: Some("T".into()), ..document }.into()),
    ]))
    .unwrap();
    assert_eq!(store.save(&next, 1).unwrap().files_written, 3);
    drop(store);
    assert!(folder.text("project.ron").contains("format: \"2.7\""));
    assert!(folder.text("project.ron").contains("\ntheme: Night(stars: [1, \"]\"]),\n"));
    assert!(folder.text("project.ron").contains("\nmood: 'x',\n"));
    assert!(folder.text(X).contains(", weight: {\"a\": (1, r#\")\"#)})"));
    assert!(folder.text("documents/0a/d0.ron").contains("\nlicence: \"CC0\",\n"));
    assert_eq!(folder.opened().project, next);
}

#[test]
fn an_older_format_is_migrated_with_a_backup_first() {
    let folder = Folder::small();
    into_older_form(&folder.root, "0.9");
    folder.replace("project.ron", "info:", "settings:");
    folder.replace("codebook.ron", "info:", "settings:");
    let old = folder.text("project.ron");
    let asked = open(&folder.root, Mode::ReadOnly, now()).unwrap();
    assert_eq!(asked.project, small());
    assert_eq!(folder.text("project.ron"), old, "opened for reading only, nothing is written");
    let opened = folder.opened();
    assert_eq!(opened.project, small());
    assert_eq!(opened.report.migrated_from.as_deref(), Some("0.9"));
    assert!(folder.text("project.ron").contains("\"2.0\""));
    for gone in ["entities.ron", "claims.ron", "documents/d0.ron", "documents/d0.txt", "annotations/a/d0.ron"] {
        assert!(!folder.root.join(gone).exists(), "{gone}");
    }
    assert_eq!(folder.text(".variorum/backups/format-0.9-20260102T030405Z/project.ron"), old);
    assert!(folder.root.join(".variorum/backups/format-0.9-20260102T030405Z/annotations/a/d0.ron").is_file());
    drop(opened);
    assert_eq!(folder.opened().report.migrated_from, None);
    folder.replace("project.ron", "\"2.0\"", "\"0.1\"");
    assert!(matches!(folder.opened().report.access, Access::ReadOnly(_)), "nobody knows what it is, so nothing is written");
}

#[test]
fn a_folder_that_is_no_project_and_one_that_is_not_empty_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let error = open(folder.path(), Mode::ReadWrite, now()).unwrap_err();
    assert!(matches!(error, StoreError::NotAProject { .. }));
    assert!(!folder.path().join(".variorum").exists(), "nothing is made in a foreign folder");
    fs::write(folder.path().join("a.txt"), "x").unwrap();
    assert!(matches!(create(folder.path(), &small(), now()).unwrap_err(), StoreError::NotEmpty { .. }));
    assert!(matches!(open(&folder.path().join("a.txt"), Mode::ReadWrite, now()).unwrap_err(), StoreError::NotAProject { .. }));
}

#[test]
fn a_project_opens_by_its_file_too() {
    let folder = Folder::small();
    assert_eq!(open(&folder.root.join("project.ron"), Mode::ReadWrite, now()).unwrap().project, small());
}

/// Root may write anywhere, so a file where the local folder should be stands for a folder that cannot be written.
#[test]
fn a_folder_that_cannot_be_written_opens_for_reading_only() {
    let folder = Folder::small();
    fs::remove_dir_all(folder.root.join(".variorum")).unwrap();
    folder.write(".variorum", "in the way");
    let mut opened = folder.opened();
    let Access::ReadOnly(reason @ ReadOnlyReason::ReadOnlyFolder { .. }) = &opened.report.access else {
        panic!("{:?}", opened.report.access)
    };
    assert_eq!(reason.hint(), "See what stands in the way of the folder .variorum in it, then open it again");
    assert_eq!(opened.project, small());
    let error = opened.store.save(&opened.project, 1).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }));
    assert!(opened.store.journal().is_err());
    assert!(opened.store.keep_original("x.txt", b"x").is_err());
}

#[test]
fn reading_only_writes_nothing_but_replays_the_journal() {
    let (folder, mut store) = Folder::open(&small());
    let mut project = small();
    let done = transaction(vec![Edit::Add(put("new", 4, 7, "met").into())]);
    let inverse = project.apply(&done).unwrap();
    store.journal().unwrap().append(&Step::Do { number: 1, transaction: done, inverse, selection: None }).unwrap();
    let journal = folder.text(".variorum/journal.ron");
    let opened = open(&folder.root, Mode::ReadOnly, now()).unwrap();
    assert_eq!(opened.project, project);
    assert_eq!((opened.report.recovered_steps, opened.report.access), (1, Access::ReadOnly(ReadOnlyReason::Asked)));
    assert_eq!(folder.text(".variorum/journal.ron"), journal);
    assert_eq!(opened.steps.len(), 2, "the checkpoint of create, and the step");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_one_clear_sentence_and_the_journal_stays_whole() {
    let folder = Folder::small();
    let mut store = folder.opened().store;
    let path = folder.root.join(".variorum/journal.ron");
    fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("/dev/full", &path).unwrap();
    let error = store.journal().unwrap().append(&Step::Saved { number: 1, older: None }).unwrap_err();
    assert!(matches!(&error, StoreError::Write { source, .. } if source.kind() == std::io::ErrorKind::StorageFull), "{error:?}");
    assert!(error.hint().contains("disk is full"));
}

#[test]
fn a_file_changed_by_others_is_never_overwritten_but_merged() {
    let (folder, mut store) = Folder::open(&small());
    assert_eq!(store.outside_changes(), Vec::<PathBuf>::new());
    folder.replace(
        X,
        "(id: \"y\", code: \"C\", spans: [(0, 3, \"Kim\")]",
        "(id: \"y\", code: \"C\", spans: [(0, 3, \"Kim\")], memo: \"theirs\"",
    );
    assert_eq!(store.outside_changes(), [PathBuf::from(X)]);
    let mut ours = small();
    ours.apply(&transaction(vec![Edit::Set(Annotation { memo: "ours".into(), ..annotation(&small(), "x") }.into())])).unwrap();
    let before = folder.text(X);
    let error = store.save(&ours, 1).unwrap_err();
    assert!(matches!(&error, StoreError::ChangedOutside { files } if files == &[PathBuf::from(X)]), "{error:?}");
    assert_eq!(folder.text(X), before);
    let base = store.saved().clone();
    let (theirs, findings) = store.read_outside().unwrap();
    assert_eq!(findings, []);
    let (edits, conflicts) = variorum::store::merge_projects(&base, &ours, &theirs);
    assert_eq!(conflicts, []);
    ours.apply(&transaction(edits)).unwrap();
    assert_eq!(annotation(&ours, "y").memo, "theirs");
    assert_eq!(store.save(&ours, 2).unwrap().files_written, 1);
    assert_eq!(store.outside_changes(), Vec::<PathBuf>::new());
    drop(store);
    assert_eq!(folder.opened().project, ours);
}

#[test]
fn new_and_missing_files_are_changes_from_outside() {
    let (folder, store) = Folder::open(&small());
    folder.write("annotations/b/0a/d0.ron", "(format: \"1.0\")");
    fs::remove_file(folder.root.join("codebook/layers/+l.ron")).unwrap();
    assert_eq!(store.outside_changes(), [Path::new("annotations/b/0a/d0.ron"), Path::new("codebook/layers/+l.ron")]);
}

#[test]
fn originals_are_kept_once_under_a_safe_name() {
    let (_folder, mut store) = Folder::open(&small());
    assert_eq!(store.keep_original("Report.TXT", b"one").unwrap(), "report.txt");
    assert_eq!(store.keep_original("report.txt", b"one").unwrap(), "report.txt");
    assert_eq!(store.keep_original("report.txt", b"two").unwrap(), "report-2.txt");
    assert_eq!(store.read_original("report-2.txt").unwrap(), b"two");
    assert!(matches!(store.read_original("../d0.txt"), Err(StoreError::BadName { .. })));
}

#[test]
fn a_codebook_reads_back_and_a_bad_one_says_where() {
    let parts = variorum::store::CodebookParts::of(&small());
    let text = write_codebook(&parts).unwrap();
    assert_eq!(read_codebook(&text).unwrap(), parts);
    let error = read_codebook(&text.replace("id: \"L\"", "id: \"L L\"")).unwrap_err();
    assert!(matches!(error, StoreError::Syntax { line: 5, .. }), "{error:?}");
}

#[test]
fn line_ends_that_version_control_changed_are_no_change_of_the_text() {
    let folder = Folder::small();
    let text = folder.text(X).replace('\n', "\r\n");
    folder.write(X, &text);
    let opened = folder.opened();
    assert_eq!((opened.report.findings.len(), opened.project), (0, small()));
}

#[test]
fn a_damaged_pack_and_one_that_leads_outside_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.ron");
    let to = folder.path().join("to");
    for bad in [
        "(format: \"1.0\", files: [(\"../x\", \"\"), (\"project.ron\", \"()\")])",
        "(format: \"1.0\", files: [(\"/x\", \"\"), (\"project.ron\", \"()\")])",
        "(format: \"1.0\", files: [])",
        "(format: \"1.0\", files: [(\"project.ron\", \"()\")], originals: [(\"a\", \"?\")])",
        "(format: \"1.0\", files: [(\"project.ron\", \"()\")], originals: [(\"../a\", \"\")])",
    ] {
        fs::write(&file, bad).unwrap();
        let error = variorum::store::unpack(&file, &to).unwrap_err();
        assert!(matches!(error, StoreError::BadPack { .. }), "{error}");
        assert!(!to.exists());
    }
}

#[test]
fn a_slip_in_a_name_of_a_pack_is_told_and_nothing_of_it_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.ron");
    variorum::store::pack(&small(), &[("a.txt".to_owned(), b"bytes".to_vec())], &file).unwrap();
    let good = fs::read_to_string(&file).unwrap();
    let told = |from: &str, to: &str| {
        assert!(good.contains(from), "{good}");
        fs::write(&file, good.replacen(from, to, 1)).unwrap();
        let error = variorum::store::unpack(&file, &folder.path().join("to")).unwrap_err();
        error.to_string().replace(&*file.to_string_lossy(), "p.ron")
    };
    insta::assert_snapshot!(told("originals:", "originalz:"), @"could not unpack: line 69: 'originalz' is no field of a packed project; is 'originals' meant?: p.ron");
    insta::assert_snapshot!(told("files:", "filez:"), @"could not understand the file: the field 'files' is missing: p.ron:72:1");
    insta::assert_snapshot!(told("(\"codebook.ron\"", "(\"codebok.ron\""), @"could not unpack: 'codebok.ron' is not a file of a project; is 'codebook.ron' meant?: p.ron");
    insta::assert_snapshot!(told("(\"documents/0a/d0.txt\"", "(\"document/d0.txt\""), @"could not unpack: 'document/d0.txt' is not a file of a project: p.ron");
    insta::assert_snapshot!(told("(\"codebook.ron\"", "(\"documents/2e/c.ron\""), @"could not unpack: there is no codebook.ron in it: p.ron");
}
