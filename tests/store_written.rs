//! What other programs did to a project's files since they were last written here is told at opening, once and in true words; what this
//! program did itself never is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use support::{id, now, small, transaction};
use variorum::model::{Annotation, AnnotationId, Document, Edit, Extra, Memo, Project, Provenance, RecordId};
use variorum::store::{Finding, Mode, ProjectStore, Severity, Step, create, open};
use variorum::text::{ReadingText, sha256};

const X: &str = "annotations/a/0a/d0.ron";
const MEMOS: &str = "annotations/a/memos.ron";
const TAKE_BACK: &str = "It is taken in as it is now; if nobody meant that, take the old one back from a backup or from version control";

struct Folder {
    temporary: tempfile::TempDir,
    root: PathBuf,
}

impl Folder {
    fn of(project: &Project) -> (Self, ProjectStore) {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().join("p");
        let store = create(&root, project, now()).unwrap();
        (Self { temporary, root }, store)
    }

    fn closed(project: &Project) -> Self {
        Self::of(project).0
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.text(path);
        assert!(text.contains(from), "{from} is not in {text}");
        self.write(path, &text.replace(from, to));
    }

    /// The time of a file as it is told.
    fn time(&self, path: &str) -> String {
        let modified = fs::metadata(self.path(path)).unwrap().modified().unwrap();
        Timestamp::try_from(modified).unwrap().to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
    }

    fn found(&self, mode: Mode) -> Vec<Finding> {
        open(&self.root, mode, now()).unwrap().report.findings
    }

    /// What opening it for work tells, as sentences.
    fn told(&self) -> Vec<String> {
        self.found(Mode::ReadWrite).iter().map(Finding::to_string).collect()
    }
}

fn memo(name: &str, text: &str) -> Memo {
    Memo {
        id: id(name),
        coder: id("a"),
        about: None,
        links: Vec::new(),
        title: String::new(),
        text: text.into(),
        created: now(),
        changed: None,
        extra: Extra::new(),
    }
}

fn with(project: &Project, edits: Vec<Edit>) -> Project {
    let mut next = project.clone();
    next.apply(&transaction(edits)).unwrap();
    next
}

fn with_memos() -> Project {
    with(&small(), vec![Edit::Add(memo("m3", "He sounds angry").into()), Edit::Add(memo("m4", "Or not").into())])
}

const NOTHING: [String; 0] = [];

#[test]
fn a_letter_changed_in_a_memo_is_told_once_with_the_memo_and_since_when() {
    let folder = Folder::closed(&with_memos());
    assert_eq!(folder.told(), NOTHING);
    let since = folder.time(MEMOS);
    folder.replace(MEMOS, "angry", "hungry");
    let what = format!("this file was changed outside Variorum since {since}: 1 line differs (memo m3)");
    let expected = Finding { severity: Severity::Warning, place: MEMOS.into(), what, hint: TAKE_BACK.into() };
    assert_eq!(folder.found(Mode::ReadOnly), std::slice::from_ref(&expected));
    assert_eq!(folder.found(Mode::ReadOnly), std::slice::from_ref(&expected), "who only reads takes nothing in");
    let opened = open(&folder.root, Mode::ReadWrite, now()).unwrap();
    assert_eq!(opened.report.findings, [expected]);
    assert_eq!(opened.project.memos().get(&id::<variorum::model::MemoId>("m3")).unwrap().text, "He sounds hungry");
    drop(opened);
    assert_eq!(folder.told(), NOTHING, "it was told");
}

#[test]
fn lines_that_came_and_went_are_counted_and_fields_have_their_names() {
    let folder = Folder::closed(&with_memos());
    let since = folder.time(X);
    let text = folder.text(X);
    let line = text.lines().find(|line| line.contains("\"Putin\"")).unwrap();
    let more = line.replace("\"x\"", "\"z\"");
    folder.replace(X, line, &format!("{}\n{more}", line.replace("\"Putin\")]", "\"Putin\")], memo: \"new\"")));
    folder.replace("project.ron", "title: \"Small\"", "title: \"Large\"");
    folder.replace("documents/0a/d0.ron", "id: \"d0\",", "id: \"d0\",\ntitle: \"Kim\",");
    let memos = folder.text(MEMOS);
    let gone = memos.lines().find(|line| line.contains("m4")).unwrap();
    folder.replace(MEMOS, &format!("{gone}\n"), "");
    assert_eq!(
        folder.told(),
        [
            format!("documents/0a/d0.ron: this file was changed outside Variorum since {since}: 1 line is new (the field title)"),
            format!(
                "{X}: this file was changed outside Variorum since {since}: 1 line differs, 1 line is new (annotation x, annotation z)"
            ),
            format!("{MEMOS}: this file was changed outside Variorum since {since}: 1 line is gone"),
            format!("project.ron: this file was changed outside Variorum since {since}: 1 line differs (the field title)"),
        ]
    );
}

#[test]
fn new_files_and_files_that_are_gone_are_told_with_what_they_hold() {
    let folder = Folder::closed(&with_memos());
    let since = folder.time(MEMOS);
    fs::remove_file(folder.path(MEMOS)).unwrap();
    let b = folder.text(X).replace("coder: \"a\"", "coder: \"b\"").replace("id: \"x\"", "id: \"bx\"").replace("id: \"y\"", "id: \"by\"");
    folder.write("annotations/b/0a/d0.ron", &b.replace("id: \"l\"", "id: \"bl\""));
    folder.write("coders/b.ron", "(\nformat: \"2.0\",\nid: \"b\",\nname: \"B\",\n)\n");
    let found = folder.found(Mode::ReadWrite);
    let told: Vec<(String, &str)> = found.iter().map(|finding| (finding.to_string(), finding.hint.as_str())).collect();
    assert_eq!(
        told,
        [
            ("coders/b.ron: this file is new and comes from outside Variorum: 1 coder".to_owned(), "It is taken in"),
            (
                "annotations/b/0a/d0.ron: this file is new and comes from outside Variorum: 2 annotations and 1 link".to_owned(),
                "It is taken in"
            ),
            (
                format!("{MEMOS}: this file was taken away outside Variorum since {since}; it held 2 memos"),
                "The project goes on without it, or take it back from a backup or from version control"
            ),
        ]
    );
    assert_eq!(folder.told(), NOTHING);
}

#[test]
fn many_files_at_once_are_one_sentence() {
    let text = || ReadingText::new("Kim met Putin. Kim left.").unwrap();
    let documents = (1..12).map(|n| Edit::Add(Document::new(id(&format!("d{n}")), text()).into()));
    let folder = Folder::closed(&with(&small(), documents.collect()));
    for n in 1..11 {
        let shard = &variorum::text::sha256(format!("d{n}").as_bytes())[..2];
        folder.replace(&format!("documents/{shard}/d{n}.ron"), "\nid:", &format!("\ntitle: \"Other branch {n}\",\nid:"));
    }
    fs::remove_file(folder.path("documents/cc/d11.ron")).unwrap();
    fs::remove_file(folder.path("documents/cc/d11.txt")).unwrap();
    let found = folder.found(Mode::ReadWrite);
    assert_eq!(
        found.iter().map(Finding::to_string).collect::<Vec<_>>(),
        [
            "the project's folder: 12 files are not as Variorum last wrote them: 10 were changed (documents/8b/d1.ron, documents/ce/d10.ron, \
          documents/e7/d2.ron, documents/f4/d3.ron, documents/af/d4.ron and 5 more), 2 were taken away (documents/cc/d11.txt, documents/cc/d11.ron)"
        ]
    );
    assert_eq!(
        found[0].hint,
        "They are taken in as they are now; if nobody meant that, take the old ones back from a backup or from version control"
    );
    assert_eq!(folder.told(), NOTHING);
}

/// Steps 1 to 3, each putting a new memo into the first annotation: the first two saved, all in the journal.
fn at_work(store: &mut ProjectStore) -> Project {
    let mut project = small();
    for number in 1..4 {
        let x = Annotation { memo: format!("memo {number}"), ..(**project.annotations().get(&id::<AnnotationId>("x")).unwrap()).clone() };
        let done = transaction(vec![Edit::Set(x.into())]);
        let inverse = project.apply(&done).unwrap();
        store.journal().unwrap().append(&Step::Do { number, transaction: done, inverse, selection: None }).unwrap();
        if number < 3 {
            store.save(&project, number).unwrap();
        }
    }
    project
}

#[test]
fn steps_of_the_journal_that_the_files_do_not_hold_yet_are_not_from_outside() {
    let (folder, mut store) = Folder::of(&small());
    let project = at_work(&mut store);
    drop(store);
    let opened = open(&folder.root, Mode::ReadWrite, now()).unwrap();
    assert_eq!((opened.report.findings, opened.report.recovered_steps), (vec![], 1));
    assert_eq!(opened.project, project);
}

#[test]
fn files_that_were_written_before_a_crash_took_the_end_of_the_log_are_our_own() {
    let (folder, mut store) = Folder::of(&small());
    let early = fs::read(folder.path(".variorum/written.log")).unwrap();
    at_work(&mut store);
    drop(store);
    let whole = fs::read(folder.path(".variorum/written.log")).unwrap();
    for kept in [early.len(), early.len() + 20] {
        fs::write(folder.path(".variorum/written.log"), &whole[..kept]).unwrap();
        assert_eq!(folder.found(Mode::ReadOnly), []);
    }
    assert_eq!(folder.told(), NOTHING);
}

#[test]
fn a_file_that_was_taken_away_by_a_step_is_not_told_when_the_log_does_not_know_of_it() {
    let (folder, mut store) = Folder::of(&with_memos());
    let early = fs::read(folder.path(".variorum/written.log")).unwrap();
    let removals = ["m3", "m4"].map(|name| Edit::Remove(RecordId::Memo(id(name))));
    let done = transaction(removals.into());
    let mut project = with_memos();
    let inverse = project.apply(&done).unwrap();
    store.journal().unwrap().append(&Step::Do { number: 1, transaction: done, inverse, selection: None }).unwrap();
    store.save(&project, 1).unwrap();
    drop(store);
    fs::write(folder.path(".variorum/written.log"), early).unwrap();
    assert_eq!(folder.told(), NOTHING);
}

#[test]
fn a_file_taken_back_to_an_older_state_is_told_although_the_journal_knows_every_line_of_it() {
    let (folder, mut store) = Folder::of(&small());
    let mut project = small();
    let mut states = Vec::new();
    for number in 1..4 {
        let x = Annotation { memo: format!("memo {number}"), ..(**project.annotations().get(&id::<AnnotationId>("x")).unwrap()).clone() };
        let done = transaction(vec![Edit::Set(x.into())]);
        let inverse = project.apply(&done).unwrap();
        store.journal().unwrap().append(&Step::Do { number, transaction: done, inverse, selection: None }).unwrap();
        store.save(&project, number).unwrap();
        states.push(folder.text(X));
    }
    drop(store);
    let since = folder.time(X);
    folder.write(X, &states[0]);
    assert_eq!(folder.told(), [format!("{X}: this file was changed outside Variorum since {since}: 1 line differs (annotation x)")]);
}

#[test]
fn where_no_log_is_nothing_is_told_and_it_is_made_where_one_may_write() {
    let folder = Folder::closed(&with_memos());
    let log = folder.path(".variorum/written.log");
    fs::remove_file(&log).unwrap();
    folder.replace(MEMOS, "angry", "hungry");
    assert_eq!(folder.found(Mode::ReadOnly), []);
    assert!(!log.exists(), "who only reads writes nothing");
    assert_eq!(folder.told(), NOTHING);
    let since = folder.time(MEMOS);
    folder.replace(MEMOS, "hungry", "angry");
    assert_eq!(folder.told(), [format!("{MEMOS}: this file was changed outside Variorum since {since}: 1 line differs (memo m3)")]);
}

#[test]
fn a_damaged_log_is_no_error_and_says_nothing_that_it_does_not_know() {
    let folder = Folder::closed(&with_memos());
    let log = folder.path(".variorum/written.log");
    let whole = fs::read(&log).unwrap();
    folder.replace(MEMOS, "angry", "hungry");
    for at in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[at] ^= 4;
        fs::write(&log, damaged).unwrap();
        for finding in folder.found(Mode::ReadOnly) {
            assert_eq!(finding.place, MEMOS, "only what is so is told: {finding}");
        }
    }
    fs::write(&log, [0xff, b'\n', 0, 0]).unwrap();
    assert_eq!(folder.told(), NOTHING);
    assert_eq!(folder.told(), NOTHING);
}

#[test]
fn a_copy_of_the_folder_other_times_and_other_line_ends_are_no_change() {
    let folder = Folder::closed(&with_memos());
    let copy = folder.temporary.path().join("copy");
    copy_folder(&folder.root, &copy);
    assert_eq!(open(&copy, Mode::ReadWrite, now()).unwrap().report.findings, []);
    for path in [X, MEMOS, "project.ron", "documents/0a/d0.txt", ".variorum/written.log"] {
        let file = fs::File::options().write(true).open(folder.path(path)).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).unwrap();
    }
    assert_eq!(folder.told(), NOTHING, "the clock went backwards");
    for path in [X, MEMOS, "project.ron"] {
        folder.write(path, &folder.text(path).replace('\n', "\r\n"));
    }
    assert_eq!(folder.told(), NOTHING);
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() { copy_folder(&path, &there) } else { assert!(fs::copy(&path, &there).is_ok()) }
    }
}

#[test]
fn a_text_changed_outside_is_told_beside_what_its_digest_says() {
    let folder = Folder::closed(&small());
    let since = folder.time("documents/0a/d0.txt");
    folder.write("documents/0a/d0.txt", "Kim met Putin. Kim lefT.");
    let told = folder.told();
    assert!(told.iter().any(|what| what.contains("its SHA-256 differs")), "{told:?}");
    assert!(told.contains(&format!("documents/0a/d0.txt: this file was changed outside Variorum since {since}")), "{told:?}");
}

/// A project whose document was imported from a file that is kept.
fn with_original() -> Folder {
    let (folder, mut store) = Folder::of(&small());
    let bytes = b"Kim met Putin.\r\nKim left.";
    let original = store.keep_original("Report.txt", bytes).unwrap();
    let document = Document {
        provenance: Provenance { file: "Report.txt".into(), original, original_sha256: sha256(bytes), ..Provenance::default() },
        ..(**small().documents().get(&id::<variorum::model::DocumentId>("d0")).unwrap()).clone()
    };
    store.save(&with(&small(), vec![Edit::Set(document.into())]), 1).unwrap();
    folder
}

#[test]
fn a_damaged_original_is_told_until_it_is_whole_again() {
    let folder = with_original();
    let original = folder.path("documents/original/ea/report.txt");
    let bytes = fs::read(&original).unwrap();
    assert_eq!(folder.told(), NOTHING);
    let mut damaged = bytes.clone();
    damaged[5] ^= 1;
    fs::write(&original, damaged).unwrap();
    let expected = Finding {
        severity: Severity::Error,
        place: "documents/original/ea/report.txt".into(),
        what: "the bytes are not those that were imported (their SHA-256 differs)".into(),
        hint: "Take the file back from a backup or from version control; the reading text is not touched by this".into(),
    };
    for mode in [Mode::ReadOnly, Mode::ReadWrite, Mode::ReadWrite] {
        assert_eq!(folder.found(mode), std::slice::from_ref(&expected));
    }
    fs::write(&original, &bytes).unwrap();
    assert_eq!(folder.told(), NOTHING);
}

#[test]
fn an_original_that_is_gone_is_told_once_and_one_that_was_only_touched_is_not() {
    let folder = with_original();
    let original = folder.path("documents/original/ea/report.txt");
    fs::write(&original, fs::read(&original).unwrap()).unwrap();
    assert_eq!(folder.told(), NOTHING);
    let since = folder.time("documents/original/ea/report.txt");
    fs::remove_file(&original).unwrap();
    let found = folder.found(Mode::ReadWrite);
    assert_eq!(
        found.iter().map(Finding::to_string).collect::<Vec<_>>(),
        [format!("documents/original/ea/report.txt: the imported file was taken away outside Variorum since {since}")]
    );
    assert_eq!(found[0].hint, "Take it back from a backup or from version control; the reading text does not need it");
    assert_eq!(folder.told(), NOTHING);
}
