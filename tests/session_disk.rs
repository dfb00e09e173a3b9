//! A session and its folder: what was done is there again, with its history, after closing or a crash.

mod story;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use story::{TEXT, id};
use tempfile::TempDir;
use variorum::formats::{self, Metadata};
use variorum::model::*;
use variorum::session::{Command, Environment, ImportOptions, Notice, NoticeKind, SavedState, Session, Wake};
use variorum::store;
use variorum::text::{Span, TextSelection};

fn environment() -> Environment {
    Environment::fixed("2026-01-01T00:00:00Z".parse().unwrap())
}

fn wake() -> Wake {
    Arc::new(|| {})
}

fn open(path: &Path) -> Session {
    Session::open(path, Environment::real(), wake()).unwrap()
}

/// A project on disk with the small story's records.
fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project");
    drop(store::create(&path, &story::project(), environment().now()).unwrap());
    (folder, path)
}

fn put(session: &mut Session, words: &str, code: &str) {
    session.run(Command::Open(id("000")));
    let start = TEXT.find(words).unwrap();
    session.run(Command::Select(TextSelection::of(Span::new(start, start + words.len()).unwrap())));
    session.run(Command::CodeSelection(id(code)));
}

fn worst(notices: &[Notice]) -> Vec<String> {
    notices.iter().filter(|n| n.kind > NoticeKind::Done).map(|n| format!("{} ({})", n.what, n.hint)).collect()
}

#[test]
fn what_was_done_is_there_again_and_can_be_undone_after_a_restart() {
    let (_keep, path) = folder();
    let mut session = open(&path);
    let start = session.project().clone();
    put(&mut session, "Putin", "PER");
    put(&mut session, "Peskov", "SRC");
    session.run(Command::Undo);
    let end = session.project().clone();
    session.flush();
    assert_eq!(session.saved_state(), SavedState::Saved);
    drop(session);

    let mut session = open(&path);
    assert_eq!(worst(&session.take_notices()), Vec::<String>::new());
    assert_eq!(*session.project(), end);
    session.run(Command::Redo);
    assert_eq!(session.project().annotations().len(), 2);
    session.run(Command::Undo);
    session.run(Command::Undo);
    assert_eq!(*session.project(), start);
    drop(session);
    assert_eq!(*open(&path).project(), start);
}

#[test]
fn a_new_project_has_its_codebook_and_its_first_coder() {
    let folder = tempfile::tempdir().unwrap();
    let session = Session::create(&folder.path().join("new"), "Summit", "Ann Lee", &["ecf"], environment(), wake()).unwrap();
    assert_eq!(session.project().info().title, "Summit");
    assert_eq!(*session.coder(), id("ann-lee"));
    assert_eq!(session.project().layers().len(), 4);
    assert_eq!(session.history().to_undo(), None);
}

#[test]
fn the_second_program_opens_read_only_and_says_so() {
    let (_keep, path) = folder();
    let first = open(&path);
    let mut second = open(&path);
    let opened = second.take_notices();
    assert_eq!(opened[0].what, format!("The project is open for reading alone: {}", second.read_only().unwrap()));
    assert_eq!(opened[0].hint, "Close it there, then open it here again");
    let SavedState::ReadOnly(why) = second.saved_state() else { panic!("{:?}", second.saved_state()) };
    assert!(why.contains(&format!("process {}", std::process::id())), "{why}");
    put(&mut second, "Putin", "PER");
    assert!(second.project().annotations().is_empty());
    let refusal = second.take_notices().pop().unwrap();
    assert_eq!(refusal.what, format!("Nothing was changed: the project is open for reading alone ({why})"));
    assert_eq!(refusal.hint, "Close it there, then open it here again");
    drop(first);
}

#[test]
fn a_project_opened_for_reading_alone_says_so_and_not_that_another_window_has_it() {
    let (_keep, path) = folder();
    let mut session = Session::open_read_only(&path, Environment::real(), wake()).unwrap();
    let told = |session: &mut Session| session.take_notices().into_iter().map(|n| (n.what, n.hint)).collect::<Vec<_>>();
    let hint = "Open it again for writing".to_owned();
    assert_eq!(told(&mut session), [("The project is open for reading alone: it was opened so".to_owned(), hint.clone())]);
    put(&mut session, "Putin", "PER");
    assert_eq!(told(&mut session), [("Nothing was changed: the project is open for reading alone (it was opened so)".to_owned(), hint)]);
}

#[test]
fn changes_made_outside_are_taken_in_and_never_overwritten() {
    let (_keep, path) = folder();
    let mut session = open(&path);
    put(&mut session, "Putin", "PER");
    session.flush();
    let file = path.join("claims/cc/cl=77.ron");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, "(\nformat: \"2.0\",\nid: \"cl:77\",\nstatement: \"From outside\",\n)\n").unwrap();
    put(&mut session, "Peskov", "SRC");
    session.run(Command::CreateClaim { annotation: None, statement: "From inside".to_owned() });
    session.window_focused();
    // Saving notices the strange file, the session merges, and the next flush writes both.
    session.flush();
    session.poll();
    session.flush();
    let statements = |s: &Session| s.project().claims().values().map(|c| c.statement.clone()).collect::<Vec<_>>();
    assert_eq!(statements(&session), ["From outside", "From inside"]);
    drop(session);
    let session = open(&path);
    assert_eq!(statements(&session), ["From outside", "From inside"]);
    assert_eq!(session.project().annotations().len(), 2);
}

#[test]
fn imported_files_become_one_step_and_their_bytes_are_kept() {
    let (keep, path) = folder();
    let (one, two) = (keep.path().join("One report.txt"), keep.path().join("two.md"));
    std::fs::write(&one, "\u{feff}Zażółć gęślą jaźń.\r\nZwei.").unwrap();
    std::fs::write(&two, "# Head\n\nThe **bold** one.").unwrap();
    let mut session = open(&path);
    session.import(vec![one.clone(), two], ImportOptions::default());
    session.wait();
    assert_eq!(worst(&session.take_notices()), Vec::<String>::new());
    assert_eq!(session.history().to_undo().unwrap().label, "Import 2 documents");
    let document = session.project().documents().values().find(|d| d.provenance.file == "One report.txt").unwrap();
    assert_eq!(document.text.as_str(), "Zażółć gęślą jaźń.\nZwei.");
    let kept = variorum::store::original_path(&path, &document.provenance.original).unwrap();
    assert_eq!(std::fs::read(kept).unwrap(), std::fs::read(one).unwrap());
    let after = session.project().clone();
    session.flush();
    drop(session);
    assert_eq!(*open(&path).project(), after);
}

#[test]
fn a_cancelled_import_brings_nothing_in_and_leaves_no_bytes_behind() {
    let (keep, path) = folder();
    let files: Vec<PathBuf> = (0..200).map(|n| keep.path().join(format!("report {n}.txt"))).collect();
    for file in &files {
        std::fs::write(file, format!("Report of {}.", file.display())).unwrap();
    }
    let mut session = open(&path);
    let before = session.project().clone();
    session.import(files, ImportOptions::default());
    assert!(session.is_importing());
    session.cancel_import();
    session.wait();
    assert_eq!(
        worst(&session.take_notices()),
        ["The import was cancelled, and nothing was brought in (Import the files again when there is time)"]
    );
    assert_eq!(*session.project(), before);
    assert_eq!(session.history().to_undo().map(|step| step.label.clone()), None);
    assert!(!path.join("documents/original").exists(), "no bytes were kept");
}

/// What was worked out on another thread counts only for the project that it was worked out on.
#[test]
fn an_import_joins_what_was_done_while_the_files_were_read() {
    let (keep, path) = folder();
    let file = keep.path().join("report.txt");
    std::fs::write(&file, "A report.").unwrap();
    let mut session = open(&path);
    let documents = session.project().documents().len();
    session.import(vec![file], ImportOptions::default());
    session.run(Command::CreateClaim { annotation: None, statement: "Meanwhile".to_owned() });
    session.wait();
    assert_eq!((session.project().documents().len(), session.project().claims().len()), (documents + 1, 1));
    session.run(Command::Undo);
    assert_eq!((session.project().documents().len(), session.project().claims().len()), (documents, 1));
    session.run(Command::Redo);
    let after = session.project().clone();
    session.flush();
    drop(session);
    assert_eq!(*open(&path).project(), after);
}

/// One of our datasets with a document that was made of some bytes; the name of these is the same in all.
fn dataset(id: &str, bytes: &str) -> String {
    use base64::prelude::{BASE64_STANDARD, Engine as _};
    let digest = variorum::text::sha256(bytes.as_bytes());
    let header = r#"{"variorum":"1.0","offsets":"code-point","project":{},"codebook":{}}"#;
    let provenance =
        serde_json::json!({"file": "r.txt", "original": "r.txt", "original_sha256": digest, "reader": "text/1", "encoding": "UTF-8"});
    let document = serde_json::json!({"type": "document", "id": id, "text": bytes, "provenance": provenance});
    let original = serde_json::json!({"type": "original", "name": "r.txt", "sha256": digest, "base64": BASE64_STANDARD.encode(bytes)});
    format!("{header}\n{document}\n{original}\n")
}

fn without_header(dataset: &str) -> &str {
    dataset.split_once('\n').unwrap().1
}

/// The name that the second one would get is taken by the third, in the same file.
#[test]
fn originals_of_one_dataset_keep_their_own_bytes_whatever_names_came_before() {
    let (keep, path) = folder();
    let one = dataset("x", "Of the east.");
    let lines = [dataset("y", "Of the west."), dataset("z", "Of the south.").replace("r.txt", "r-2.txt")];
    let second: String = lines[0].clone() + without_header(&lines[1]);
    let files = [("1.jsonl", one), ("2.jsonl", second)].map(|(name, text)| {
        std::fs::write(keep.path().join(name), text).unwrap();
        keep.path().join(name)
    });
    let mut session = open(&path);
    session.import(files.to_vec(), ImportOptions::default());
    session.wait();
    assert_eq!(worst(&session.take_notices()), Vec::<String>::new());
    let kept = ["x", "y", "z"].map(|document| {
        let name = &session.project().documents()[&id::<DocumentId>(document)].provenance.original;
        std::fs::read_to_string(store::original_path(&path, name).unwrap()).unwrap()
    });
    assert_eq!(kept, ["Of the east.", "Of the west.", "Of the south."]);
}

/// Which of them a document means cannot be told by its name.
#[test]
fn a_second_original_of_one_name_in_a_dataset_is_left_out_and_told() {
    let (keep, path) = folder();
    let file = keep.path().join("both.jsonl");
    std::fs::write(&file, dataset("x", "Of the east.") + without_header(&dataset("y", "Of the west."))).unwrap();
    let mut session = open(&path);
    session.import(vec![file], ImportOptions::default());
    session.wait();
    let told = worst(&session.take_notices());
    assert_eq!(told, ["line 5: a second original has the name 'r.txt' and was left out (Give each original a name of its own)"]);
    assert_eq!(std::fs::read_to_string(store::original_path(&path, "r.txt").unwrap()).unwrap(), "Of the east.");
}

#[test]
fn two_datasets_whose_originals_share_a_name_keep_the_bytes_of_both() {
    let (keep, path) = folder();
    let files = [("x", "Of the east."), ("y", "Of the west."), ("z", "Of the east.")].map(|(id, bytes)| {
        let file = keep.path().join(format!("{id}.jsonl"));
        std::fs::write(&file, dataset(id, bytes)).unwrap();
        file
    });
    let mut session = open(&path);
    session.import(files.to_vec(), ImportOptions::default());
    session.wait();
    assert_eq!(worst(&session.take_notices()), Vec::<String>::new());
    let kept = ["x", "y", "z"].map(|document| {
        let name = &session.project().documents()[&id::<DocumentId>(document)].provenance.original;
        (name.clone(), std::fs::read_to_string(store::original_path(&path, name).unwrap()).unwrap())
    });
    let expected = [("r.txt", "Of the east."), ("r-2.txt", "Of the west."), ("r.txt", "Of the east.")];
    assert_eq!(kept, expected.map(|(name, bytes)| (name.to_owned(), bytes.to_owned())));
}

#[test]
fn files_that_cannot_be_imported_get_one_sentence_each_and_change_nothing() {
    let (keep, path) = folder();
    let write = |name: &str, bytes: &[u8]| {
        let file = keep.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        file
    };
    let files = vec![
        write("picture.txt", &[0, 1, 2, 0, 255, 0, 0, 9]),
        write("empty.txt", b""),
        keep.path().join("gone.txt"),
        write("what.xyz", b"?"),
    ];
    let mut session = open(&path);
    let before = session.project().clone();
    session.import(files, ImportOptions::default());
    session.wait();
    assert_eq!(*session.project(), before);
    let told = session.take_notices();
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told.iter().all(|n| n.kind == NoticeKind::Error && n.path.is_some() && !n.hint.is_empty()), "{told:?}");
}

#[test]
fn an_export_read_back_is_the_same_project() {
    let (keep, path) = folder();
    let mut session = open(&path);
    put(&mut session, "Putin", "PER");
    let file = keep.path().join("all.jsonl");
    session.export(formats::by_id("variorum-jsonl").unwrap(), file.clone(), formats::WriteOptions::default());
    session.wait();
    assert_eq!(worst(&session.take_notices()), Vec::<String>::new());
    let (part, _) = variorum::session::read_file(&file, None, None, &Metadata::default(), environment().now()).unwrap();
    let mut copy = Project::default();
    let plan = part.into_edits(&copy).unwrap();
    let coder = id("a");
    let time = environment().now();
    let transaction = Transaction { label: String::new(), coder, time, origin: StepOrigin::Import, merge_key: None, edits: plan.edits };
    copy.apply(&transaction).unwrap();
    assert_eq!(copy, *session.project());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_what_was_done_stays_in_the_window() {
    let (_keep, path) = folder();
    let mut session = open(&path);
    put(&mut session, "Putin", "PER");
    session.flush();
    // From now on every write into the project fails as on a full disk: its folders are gone.
    let away = path.with_extension("away");
    std::fs::rename(&path, &away).unwrap();
    put(&mut session, "Peskov", "SRC");
    session.flush();
    let state = session.saved_state();
    assert!(matches!(state, SavedState::Failed(_)), "{state:?} {:?}", session.take_notices());
    assert_eq!(session.project().annotations().len(), 2);
    std::fs::rename(&away, &path).unwrap();
    put(&mut session, "Kim", "PER");
    session.flush();
    assert_eq!(session.saved_state(), SavedState::Saved);
    drop(session);
    assert_eq!(open(&path).project().annotations().len(), 3);
}
