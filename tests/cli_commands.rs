//! The program from outside: what it prints, where, and with which status.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use jiff::Timestamp;
use tempfile::TempDir;
use variorum::model::{CodebookInfo, Record};
use variorum::store::{self, Mode};

/// A folder to work in, with a project `p` whose codebook is the program's own.
struct Desk {
    folder: TempDir,
}

/// What a call gave: its status, and both outputs with the folder's path taken out.
struct Said {
    status: i32,
    out: String,
    err: String,
}

impl Desk {
    fn empty() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn with_project() -> Self {
        let desk = Self::empty();
        assert_eq!(desk.call(&["new", "p", "--title", "Vostochny"]).status, 0);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        if let Some(parent) = Path::new(name).parent() {
            std::fs::create_dir_all(self.path("").join(parent)).unwrap();
        }
        std::fs::write(self.path(name), bytes).unwrap();
        self
    }

    fn call(&self, arguments: &[&str]) -> Said {
        let program = env!("CARGO_BIN_EXE_variorum");
        let Output { status, stdout, stderr } =
            Command::new(program).args(arguments).current_dir(self.folder.path()).env_remove("DISPLAY").output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said { status: status.code().unwrap(), out: text(stdout), err: text(stderr) }
    }

    fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let said = self.call(arguments);
        serde_json::from_str(&said.out).unwrap_or_else(|e| panic!("{e}: {} {}", said.out, said.err))
    }

    /// Standard error of a call that must end with status 1 and say nothing else.
    fn refusal(&self, arguments: &[&str]) -> String {
        let said = self.call(arguments);
        assert_eq!((said.status, said.out.as_str()), (1, ""), "{}", said.err);
        said.err
    }
}

const REPORT: &str = "Pyongyang (KCNA) -- **Kim Jong Un** met Putin.\n\n\n\nKim 😀 said: \"Kim\".\n";

#[test]
fn a_project_is_made_filled_counted_searched_and_checked() {
    let desk = Desk::with_project();
    desk.file("002.txt", REPORT).file("more/a b.md", "# Head\n\nWords.\n").file("more/x.bin", [0, 1, 2]);
    let said =
        desk.call(&["import", "p", "002.txt", "--format", "markdown", "--event", "Summit", "--outlet", "KCNA", "--date", "2023-09-14"]);
    insta::assert_snapshot!(said.out + &said.err, @"002.txt: document 002 (markdown, UTF-8)");
    let said = desk.call(&["import", "p", "more"]);
    insta::assert_snapshot!(said.out + &said.err, @r"
    more/x.bin: left out, of no known format
    more/a b.md: document a-b (markdown, UTF-8)
    ");
    let stats = desk.json(&["stats", "p", "--json"]);
    assert_eq!((&stats["documents"], &stats["words"], &stats["annotations"]["total"]), (&2.into(), &12.into(), &0.into()));
    assert!(stats["annotations"]["by_layer"]["Entities"].is_number(), "{stats}");
    let search = desk.json(&["search", "p", "kim", "--ignore-case", "--word", "--context", "5", "--json"]);
    assert_eq!(search["total"], 3);
    let hit = serde_json::json!({"document": "002", "start": 57, "end": 60, "left": "id: \"", "match": "Kim", "right": "\"."});
    assert_eq!(search["hits"][2], hit);
    let check = desk.json(&["check", "p", "--json"]);
    assert_eq!((&check["documents"], &check["orphans"]), (&2.into(), &0.into()));
    assert_eq!(desk.call(&["check", "p"]).status, 0);
}

#[test]
fn words_are_found_however_they_are_written_or_exactly_as_asked() {
    let desk = Desk::with_project();
    let text = "don't Don\u{2019}t caf\u{e9} cafe\u{301} Kim\u{a0}Jong Kim Jong nego\u{ad}tiation Stra\u{df}e STRASSE";
    desk.file("a.txt", text).call(&["import", "p", "a.txt"]);
    for (found, arguments) in [
        (1, &["don't"][..]),
        (2, &["don't", "--ignore-case"]),
        (1, &["don't", "--ignore-case", "--exact"]),
        (1, &["don't", "--ignore-case", "--forgive", "letters,spaces,invisible"]),
        (2, &["don't", "--ignore-case", "--forgive", "punctuation"]),
        (2, &["caf\u{e9}"]),
        (1, &["caf\u{e9}", "--exact"]),
        (1, &["cafe\u{301}", "--exact"]),
        (2, &["caf\u{e9}", "--forgive", "letters"]),
        (2, &["Kim Jong"]),
        (1, &["Kim Jong", "--forgive", "none"]),
        (1, &["negotiation"]),
        (0, &["negotiation", "--exact"]),
        (2, &["strasse", "--ignore-case"]),
        // Expressions are exact until asked.
        (1, &["Kim Jong", "--regex"]),
        (2, &["Kim Jong", "--regex", "--forgive", "all"]),
    ] {
        let hits = desk.json(&[&["search", "p", "--json"], arguments].concat());
        assert_eq!(hits["total"], found, "{arguments:?}");
    }
    for arguments in [&["search", "p", "x", "--exact", "--forgive", "all"][..], &["search", "p", "x", "--forgive", "capitals"]] {
        let said = desk.call(arguments);
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{arguments:?}");
    }
    assert!(desk.call(&["search", "p", "x", "--forgive", "capitals"]).err.contains("some of letters,spaces,invisible,punctuation"));
}

#[test]
fn a_dataset_is_written_read_back_and_taken_in_by_an_empty_project() {
    let desk = Desk::with_project();
    desk.file("002.txt", REPORT);
    desk.call(&["import", "p", "002.txt"]);
    let said = desk.call(&["export", "p", "--format", "variorum-jsonl", "--out", "p.jsonl", "--offsets", "utf16"]);
    insta::assert_snapshot!(said.out + &said.err, @"wrote 0 annotations of 1 document into p.jsonl; read back and found the same");
    let said = desk.call(&["export", "p", "--format", "csv", "--out", "p.csv", "--loss-report", "lost.json"]);
    assert_eq!(said.status, 0, "{}", said.err);
    let lost: serde_json::Value = serde_json::from_slice(&std::fs::read(desk.path("lost.json")).unwrap()).unwrap();
    assert_eq!(lost[0], serde_json::json!({"kind": "text", "count": 1, "example": "002"}));
    desk.call(&["new", "q", "--title", "Other", "--codebook", "ecf"]);
    let said = desk.call(&["import", "q", "p.jsonl"]);
    assert!(said.out.starts_with("p.jsonl: 1 record with 1 document") || said.out.starts_with("p.jsonl: document 002"), "{}", said.out);
    assert_eq!(std::fs::read(desk.path("q/documents/original/95/002.txt")).unwrap(), REPORT.as_bytes());
}

/// What the sample has and a new project should have after taking it in; the new one's own first coder, title and id stay.
fn records(folder: &Path) -> (CodebookInfo, Vec<Record>) {
    let opened = store::open(folder, Mode::ReadOnly, Timestamp::UNIX_EPOCH).unwrap();
    let first_coder = |record: &Record| matches!(record, Record::Coder(coder) if coder.id.as_str() == "a");
    (opened.project.codebook().clone(), opened.project.records().filter(|record| !first_coder(record)).collect())
}

#[test]
fn the_sample_taken_in_by_a_new_project_is_the_sample() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/vostochny-2023");
    let desk = Desk::empty();
    let said = desk.call(&["export", sample.to_str().unwrap(), "--format", "variorum-jsonl", "--out", "all.jsonl"]);
    assert_eq!(said.status, 0, "{}", said.err);
    for codebook in ["none", "ecf"] {
        desk.call(&["new", codebook, "--title", "Copy", "--codebook", codebook]);
        let said = desk.call(&["import", codebook, "all.jsonl"]);
        assert_eq!(said.status, 0, "{}", said.err);
        assert!(records(&desk.path(codebook)) == records(&sample), "{codebook}");
        assert_eq!(desk.json(&["check", codebook, "--json"])["problems"], serde_json::json!([]));
    }
}

#[test]
fn a_project_is_packed_and_unpacked() {
    let desk = Desk::with_project();
    desk.file("002.txt", REPORT);
    desk.call(&["import", "p", "002.txt"]);
    insta::assert_snapshot!(desk.call(&["pack", "p", "p.ron"]).out, @"packed 'Vostochny' into p.ron");
    insta::assert_snapshot!(desk.call(&["unpack", "p.ron", "q"]).out, @"unpacked 'Vostochny' into q");
    for file in ["project.ron", "codebook.ron", "documents/a1/002.ron", "documents/original/95/002.txt"] {
        assert_eq!(std::fs::read(desk.path("p").join(file)).unwrap(), std::fs::read(desk.path("q").join(file)).unwrap(), "{file}");
    }
}

#[test]
fn what_a_pack_and_an_unpacking_leave_out_is_said() {
    let desk = Desk::with_project();
    desk.file("p/notes/plan.md", "mine").file("p/todo.txt", "mine");
    insta::assert_snapshot!(
        desk.call(&["pack", "p", "p.ron"]).err,
        @"note: left out: the history of the steps and the backups; 2 files that are no part of the project, such as notes/plan.md"
    );
    insta::assert_snapshot!(desk.call(&["unpack", "p.ron", "q"]).err, @"");
    let packed = std::fs::read_to_string(desk.path("p.ron")).unwrap();
    // Of a later version of the form.
    let later = packed.replacen("format: \"2.0\"", "format: \"2.9\"", 1);
    desk.file("new.ron", later.replacen("originals: [", "pictures: [(1, \"]\")],\noriginals: [", 1));
    insta::assert_snapshot!(
        desk.call(&["unpack", "new.ron", "r"]).err,
        @"note: left out: the field 'pictures', which this version does not know"
    );
}

/// A project in whose journal is a change of the title that the files do not hold, and in whose files is another one.
fn killed_with_a_conflict(desk: &Desk) {
    let root = desk.path("p");
    let mut opened = store::open(&root, Mode::ReadWrite, Timestamp::UNIX_EPOCH).unwrap();
    let info = opened.project.info().clone();
    let transaction = variorum::model::Transaction {
        label: "Rename".into(),
        coder: "a".parse().unwrap(),
        time: Timestamp::UNIX_EPOCH,
        origin: variorum::model::StepOrigin::Window,
        merge_key: None,
        edits: vec![variorum::model::Edit::SetProject(Box::new(variorum::model::ProjectInfo { title: "Mine".into(), ..info.clone() }))],
    };
    let inverse = vec![variorum::model::Edit::SetProject(Box::new(info))];
    let number = opened.steps.iter().map(store::Step::number).max().unwrap_or(0) + 1;
    opened.store.journal().unwrap().append(&store::Step::Do { number, transaction, inverse, selection: None }).unwrap();
    drop(opened);
    let file = root.join("project.ron");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replacen("Vostochny", "Theirs", 1)).unwrap();
}

#[test]
fn a_check_tells_what_is_in_the_journal_alone_and_what_is_to_be_settled() {
    let desk = Desk::with_project();
    killed_with_a_conflict(&desk);
    let said = desk.call(&["check", "p"]);
    assert_eq!(said.status, 0, "{}", said.out);
    for line in [
        "warning: .variorum/journal.ron: 1 change is in the journal and not yet in the files",
        "warning: The project: a conflict is to be settled: title: changed here and by others, each in another way \
         (Title: here 'Mine', the other 'Theirs')",
    ] {
        assert!(said.out.lines().any(|it| it == line), "{line} is not in\n{}", said.out);
    }
    assert_eq!(desk.json(&["check", "p", "--json"])["conflicts"], 1);
    insta::assert_snapshot!(
        desk.call(&["pack", "p", "p.ron"]).err,
        @"note: left out: the history of the steps and the backups; 1 conflict that is not settled"
    );
}

#[test]
fn one_of_something_is_not_called_by_a_plural() {
    let desk = Desk::with_project();
    desk.file(
        "one.jsonl",
        concat!(
            r#"{"variorum":"1.0","offsets":"code-point","project":{},"codebook":{}}"#,
            "\n",
            r#"{"type":"entity","id":"e1","name":"Kim Jong Un"}"#,
            "\n",
            r#"{"type":"claim","id":"k1","statement":"They met"}"#,
            "\n",
        ),
    );
    desk.call(&["import", "p", "one.jsonl", "--format", "variorum-jsonl"]);
    let said = desk.call(&["stats", "p"]);
    assert!(said.out.contains("\n1 entity, 1 claim, 0 treatments, 0 links\n"), "{}", said.out);
}

#[test]
fn a_dry_run_changes_nothing() {
    let desk = Desk::with_project();
    desk.file("002.txt", REPORT);
    let said = desk.call(&["import", "p", "002.txt", "--dry-run"]);
    insta::assert_snapshot!(said.out, @r"
    002.txt: document 002 (text, UTF-8)
    nothing was changed (--dry-run)
    ");
    assert_eq!(desk.json(&["stats", "p", "--json"])["documents"], 0);
}

#[test]
fn one_bad_file_does_not_keep_the_others_out() {
    let desk = Desk::with_project();
    desk.file("a.txt", "Good.").file("b.txt", "\0\x01\x02").file("c.txt", "");
    let said = desk.call(&["import", "p", "a.txt", "b.txt", "c.txt"]);
    assert_eq!(said.status, 1);
    insta::assert_snapshot!(said.out, @"a.txt: document a (text, UTF-8)");
    insta::assert_snapshot!(said.err, @r"
    error: could not import: it is not a text: it holds zero bytes: b.txt
    hint: Save it as plain text first, or name its encoding
    error: could not import: it has no text, so nothing could be coded in it: c.txt
    hint: Check that it is the file you mean
    ");
    assert_eq!(desk.json(&["stats", "p", "--json"])["documents"], 1);
}

#[test]
fn what_cannot_be_done_is_said_in_one_sentence_with_a_hint() {
    let desk = Desk::with_project();
    desk.file("a.txt", "Good.");
    insta::assert_snapshot!(desk.refusal(&["import", "p", "nope.txt"]), @r"
    error: could not import: there is no such file or folder: nope.txt
    hint: Check the path and its rights
    ");
    insta::assert_snapshot!(desk.refusal(&["import", "p", "a.txt", "--format", "word"]), @r"
    error: could not import: there is no format 'word'
    hint: 'variorum formats' lists what can be read and written
    ");
    insta::assert_snapshot!(desk.refusal(&["import", "p", "a.txt", "--encoding", "klingon"]), @r"
    error: could not import: there is no encoding 'klingon'
    hint: Give a name such as utf-8, windows-1251, gb18030, shift_jis or utf-16le
    ");
    insta::assert_snapshot!(desk.refusal(&["import", "p", "a.txt", "--date", "14.9.2023"]), @r"
    error: could not import: '14.9.2023' is no date
    hint: Write it as 2023, 2023-09 or 2023-09-14
    ");
    insta::assert_snapshot!(desk.refusal(&["stats", "a.txt"]), @r"
    error: could not open a project: there is no project.ron: a.txt
    hint: Choose a folder with a project.ron in it, or make a new project
    ");
    insta::assert_snapshot!(desk.refusal(&["new", "p", "--title", "Again"]), @r"
    error: could not make a project: the folder is not empty: p
    hint: Choose an empty folder or a new name
    ");
    insta::assert_snapshot!(desk.refusal(&["search", "p", "(", "--regex"]), @r"
    error: could not search: the pattern is no regular expression: unclosed group
    hint: 'variorum search --help' says how patterns are written
    ");
    insta::assert_snapshot!(desk.refusal(&["export", "p", "--format", "csv", "--out", "p/x.csv"]), @r"
    error: could not write: it would lie among the project's own files: p/x.csv
    hint: Choose a place outside the project's folder
    ");
    insta::assert_snapshot!(desk.refusal(&["export", "p", "--format", "text", "--out", "x"]), @r"
    error: could not export: Plain text can be read, but not written
    hint: 'variorum formats' lists what can be read and written
    ");
}

#[test]
fn a_text_that_was_changed_by_hand_is_an_error_of_the_check() {
    let desk = Desk::with_project();
    desk.file("a.txt", "Good.");
    desk.call(&["import", "p", "a.txt"]);
    desk.file("p/documents/original/18/a.txt", "Changed.");
    let said = desk.call(&["check", "p"]);
    assert_eq!(said.status, 1);
    let line = "error: documents/original/18/a.txt: the bytes are not those that were imported (their SHA-256 differs)";
    assert!(said.out.contains(line), "{}", said.out);
}

#[test]
fn what_was_changed_outside_is_told_by_check_and_by_the_first_call_that_writes() {
    let desk = Desk::with_project();
    desk.file("one.txt", "Kim met Putin.").file("two.txt", "Kim left.");
    assert_eq!(desk.call(&["import", "p", "one.txt", "--title", "Before"]).status, 0);
    let file = desk.path("p/documents/76/one.ron");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("Before", "After")).unwrap();
    let told = |said: &str| {
        let line = said.lines().find(|line| line.contains("documents/76/one.ron")).unwrap().to_owned();
        let (what, since) = line.split_once(" since ").unwrap();
        (what.to_owned(), since.split_once(": ").unwrap().1.to_owned())
    };
    let expected = |kind: &str| {
        (format!("{kind}documents/76/one.ron: this file was changed outside Variorum"), "1 line differs (the field title)".to_owned())
    };
    let checked = desk.call(&["check", "p"]);
    assert_eq!((told(&checked.out), checked.status), (expected("warning: "), 0));
    let said = desk.call(&["import", "p", "two.txt"]);
    assert_eq!((told(&said.err), said.status), (expected("warning: "), 0));
    assert!(said.err.contains("hint: It is taken in as it is now"), "{}", said.err);
    assert_eq!(desk.call(&["import", "p", "two.txt"]).err.matches("outside").count(), 0, "it was told");
}

#[test]
fn a_project_that_another_program_has_open_is_refused_with_the_reason_and_the_way_out() {
    let desk = Desk::with_project();
    desk.file("one.txt", "Kim met Putin.");
    let open = store::open(&desk.path("p"), Mode::ReadWrite, Timestamp::UNIX_EPOCH).unwrap();
    let said = desk.refusal(&["import", "p", "one.txt"]);
    let start = format!("error: could not write: another program has it open, process {} on ", std::process::id());
    assert!(said.starts_with(&start) && said.ends_with(": p\nhint: Close it there, then open it here again\n"), "{said}");
    drop(open);
    std::fs::remove_dir_all(desk.path("p/.variorum")).unwrap();
    desk.file("p/.variorum", "in the way");
    let said = desk.refusal(&["import", "p", "one.txt"]);
    assert!(said.starts_with("error: could not write: its folder cannot be written, "), "{said}");
    assert!(said.ends_with("hint: See what stands in the way of the folder .variorum in it, then open it again\n"), "{said}");
}

#[test]
fn wrong_usage_is_status_2() {
    let desk = Desk::empty();
    for arguments in [&["stats"][..], &["export", "p"], &["search", "p", "x", "--context", "many"], &["--nope"]] {
        let said = desk.call(arguments);
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{arguments:?}");
    }
    assert_eq!(desk.call(&["--help"]).status, 0);
}

#[test]
fn formats_are_listed_with_what_they_hold() {
    let list = Desk::empty().json(&["formats", "--json"]);
    let ids: Vec<&str> = list["formats"].as_array().unwrap().iter().map(|f| f["id"].as_str().unwrap()).collect();
    assert_eq!(ids[..4], ["text", "markdown", "variorum-jsonl", "csv"]);
    let holds = &list["formats"][2]["holds"];
    assert_eq!((&holds["links"], &holds["overlap"], &holds["discontinuous"]), (&"project".into(), &true.into(), &true.into()));
}

/// A project with coded words whose file of annotations has a bad byte.
fn with_a_broken_file() -> Desk {
    let desk = Desk::empty();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/vostochny-2023");
    copy(&sample, &desk.path("p"));
    let file = desk.path("p/annotations/gold/2a/000.ron");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[500] = 0xff;
    std::fs::write(file, bytes).unwrap();
    desk
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(&path, to).unwrap();
        }
    }
}

#[test]
fn a_broken_file_is_told_by_every_subcommand_and_the_others_are_worked_with() {
    let desk = with_a_broken_file();
    let said = desk.call(&["stats", "p"]);
    insta::assert_snapshot!(said.err, @r#"
    error: annotations/gold/2a/000.ron:5:138: the file is broken (byte 500 belongs to no character, so the file is not UTF-8): nothing of it is in the project, and nothing is written to it
    hint: Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again
    "#);
    assert_eq!((said.status, said.out.lines().nth(2)), (1, Some("55 annotations")));
    let told = said.err;
    for arguments in [&["stats", "p", "--json"][..], &["search", "p", "Putin"], &["list", "p", "code:PER"]] {
        let said = desk.call(arguments);
        assert_eq!((said.status, said.err.as_str(), said.out.is_empty()), (1, told.as_str(), false), "{arguments:?}");
    }
    // A pack is text, and is to hold the same as the folder.
    let said = desk.call(&["pack", "p", "p.ron"]);
    assert_eq!((said.status, desk.path("p.ron").exists()), (1, false));
    insta::assert_snapshot!(said.err.strip_prefix(&told).unwrap(), @r#"
    error: could not read as UTF-8 text: byte 500 is not part of a character: p/annotations/gold/2a/000.ron
    hint: Convert the file to UTF-8, or take it back from a backup; nothing was changed
    "#);
    let said = desk.call(&["check", "p"]);
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    let first: Vec<&str> = said.out.lines().filter(|line| line.contains("000.ron")).collect();
    insta::assert_snapshot!(first.join("\n"), @"error: annotations/gold/2a/000.ron:5:138: the file is broken (byte 500 belongs to no character, so the file is not UTF-8): nothing of it is in the project, and nothing is written to it");
}

#[test]
fn a_dataset_of_a_project_with_a_broken_file_says_that_it_is_partial() {
    let desk = with_a_broken_file();
    let said = desk.call(&["export", "p", "--format", "variorum-jsonl", "--out", "p.jsonl"]);
    assert_eq!(said.status, 1);
    insta::assert_snapshot!(said.out, @r#"
    wrote 55 annotations of 2 documents into p.jsonl; read back and found the same
    THE DATASET IS PARTIAL: 1 file of the project cannot be read, and what is in it is missing
    "#);
    insta::assert_snapshot!(said.err, @r#"
    error: annotations/gold/2a/000.ron:5:138: the file is broken (byte 500 belongs to no character, so the file is not UTF-8): nothing of it is in the project, and nothing is written to it
    hint: Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again
    "#);
}

#[test]
fn a_document_is_read_again_in_another_encoding_and_its_codings_go_along() {
    let desk = Desk::with_project();
    desk.file("cafe.txt", "Le caf\u{e9} est ferm\u{e9}.");
    assert_eq!(desk.call(&["import", "p", "cafe.txt", "--encoding", "windows-1252"]).status, 0);
    let said = desk.call(&["search", "p", "ferm"]);
    assert!(said.out.contains("caf\u{c3}\u{a9}"), "{}", said.out);
    let said = desk.call(&["reread", "p", "cafe", "--encoding", "detect", "--dry-run"]);
    insta::assert_snapshot!(said.out + &said.err, @r"
    cafe: read again (text/1, UTF-8); its text is another one now
    nothing was changed (--dry-run)
    ");
    assert_eq!(desk.call(&["reread", "p", "cafe", "--encoding", "utf-8"]).status, 0);
    assert!(desk.call(&["search", "p", "ferm"]).out.contains("caf\u{e9}"));
    let said = desk.call(&["reread", "p", "cafe"]);
    insta::assert_snapshot!(said.out + &said.err, @"cafe: reads as before (text/1, UTF-8)");
    assert_eq!(desk.call(&["check", "p"]).status, 0);
    insta::assert_snapshot!(desk.refusal(&["reread", "p", "caf"]), @r"
    error: could not read again: there is no document 'caf'
    hint: 'variorum stats' lists the documents
    ");
    insta::assert_snapshot!(desk.refusal(&["reread", "p", "cafe", "--encoding", "klingon"]), @r"
    error: could not read again: there is no encoding 'klingon'
    hint: Give a name such as utf-8, windows-1251, gb18030, shift_jis or utf-16le
    ");
}

#[test]
fn a_clone_whose_line_ends_git_has_changed_is_called_what_it_is() {
    let desk = Desk::with_project();
    desk.file("a.txt", "One.\nTwo.\n");
    assert_eq!(desk.call(&["import", "p", "a.txt"]).status, 0);
    let attributes = std::fs::read_to_string(desk.path("p/.gitattributes")).unwrap();
    for line in ["*.ron text eol=lf", "documents/**/*.txt -text", "documents/original/** -text"] {
        assert!(attributes.lines().any(|there| there == line), "{line}");
    }
    // What a checkout with core.autocrlf makes of files that nothing is said of.
    for file in ["p/documents/original/18/a.txt", "p/documents/ca/a.txt"] {
        desk.file(file, "One.\r\nTwo.\r\n");
    }
    let said = desk.call(&["check", "p"]);
    assert_eq!(said.status, 1);
    insta::assert_snapshot!(said.out, @r"
    error: documents/original/18/a.txt: only the line ends differ from the bytes that were imported, as git changes them where core.autocrlf is set and no .gitattributes says otherwise; commit the project's .gitattributes, then check this file out again
    1 document, 0 annotations, 0 orphans: 1 error, 0 warnings
    ");
    // One that is there is somebody's own; one that is missing comes with the next save.
    desk.file("p/.gitattributes", "mine\n").file("b.txt", "More.");
    assert_eq!(desk.call(&["import", "p", "b.txt"]).status, 0);
    assert_eq!(std::fs::read_to_string(desk.path("p/.gitattributes")).unwrap(), "mine\n");
    std::fs::remove_file(desk.path("p/.gitattributes")).unwrap();
    desk.file("c.txt", "Even more.");
    assert_eq!(desk.call(&["import", "p", "c.txt"]).status, 0);
    assert_eq!(std::fs::read_to_string(desk.path("p/.gitattributes")).unwrap(), attributes);
}

#[test]
fn tables_end_their_lines_as_the_standard_says_and_begin_with_a_mark_on_request() {
    let desk = Desk::with_project();
    desk.file("a.txt", "\u{dc}ber.");
    assert_eq!(desk.call(&["import", "p", "a.txt"]).status, 0);
    assert_eq!(desk.call(&["export", "p", "--format", "csv", "--out", "plain.csv"]).status, 0);
    assert_eq!(desk.call(&["export", "p", "--format", "csv", "--out", "marked.csv", "--byte-order-mark"]).status, 0);
    let (plain, marked) = (std::fs::read(desk.path("plain.csv")).unwrap(), std::fs::read(desk.path("marked.csv")).unwrap());
    assert!(plain.ends_with(b"\r\n") && !plain.starts_with(b"\xef\xbb\xbf"));
    assert_eq!(marked, [&b"\xef\xbb\xbf"[..], &plain].concat());
    let said = desk.call(&["list", "p", "", "--csv", "--byte-order-mark"]);
    assert!(said.out.starts_with('\u{feff}') && said.out.ends_with("\r\n"), "{:?}", said.out);
    assert_eq!(desk.call(&["list", "p", "", "--byte-order-mark"]).status, 2);
    insta::assert_snapshot!(desk.refusal(&["export", "p", "--format", "variorum-jsonl", "--out", "x.jsonl", "--byte-order-mark"]), @r"
    error: could not export: a byte-order mark is for csv alone
    hint: Leave --byte-order-mark out, or export --format csv
    ");
}

#[test]
fn an_event_is_found_by_id_or_name_and_needs_one() {
    let desk = Desk::with_project();
    desk.file("a.txt", "One.").file("b.txt", "Two.").file("c.txt", "Three.");
    assert_eq!(desk.call(&["import", "p", "a.txt", "--event", "Gipfel in Z\u{fc}rich"]).status, 0);
    // The same letters in the other normal form, and in capitals; then the id.
    assert_eq!(desk.call(&["import", "p", "b.txt", "--event", "GIPFEL in Zu\u{308}rich"]).status, 0);
    assert_eq!(desk.call(&["import", "p", "c.txt", "--event", "gipfel-in-zurich"]).status, 0);
    let project = store::open(&desk.path("p"), Mode::ReadOnly, Timestamp::UNIX_EPOCH).unwrap().project;
    let events: Vec<&str> = project.events().keys().map(variorum::model::EventId::as_str).collect();
    assert_eq!(events, ["gipfel-in-zurich"]);
    assert!(project.documents().values().all(|d| d.event.is_some()));
    insta::assert_snapshot!(desk.refusal(&["import", "p", "a.txt", "--event", " "]), @r"
    error: could not import: the event has no name
    hint: Type one, such as its place and year, or choose no event
    ");
}
