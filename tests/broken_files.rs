//! Files that cannot be trusted: each is told with its place, kept as it is, and the rest of the project can be read and worked on.

#[path = "support/older_form.rs"]
mod older_form;
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use older_form::into_older_form;
use support::{id, now, put, small, transaction};
use variorum::model::*;
use variorum::session::{Command, Environment, Notice, NoticeKind, SavedState, Session};
use variorum::store::{Access, FileFault, Mode, Opened, ProjectStore, ReadOnlyReason, Step, StoreError, create, open, unpack};
use variorum::text::{ReadingText, Run, Span, Style, TextSelection};

const X: &str = "annotations/a/0a/d0.ron";
const CODE: &str = "codebook/codes/+c.ron";

struct Folder {
    _temporary: tempfile::TempDir,
    root: PathBuf,
}

impl Folder {
    fn of(project: &Project) -> Self {
        Self::open(project).0
    }

    fn open(project: &Project) -> (Self, ProjectStore) {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().join("p");
        let store = create(&root, project, now()).unwrap();
        (Self { _temporary: temporary, root }, store)
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    fn bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.root.join(path)).unwrap()
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        fs::create_dir_all(self.root.join(path).parent().unwrap()).unwrap();
        fs::write(self.root.join(path), text).unwrap();
    }

    fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.text(path);
        assert!(text.contains(from), "{from} is not in {text}");
        self.write(path, text.replacen(from, to, 1));
    }

    fn opened(&self) -> Opened {
        open(&self.root, Mode::ReadWrite, now()).unwrap()
    }

    /// All findings of opening it, with their hints.
    fn told(&self) -> String {
        told(&open(&self.root, Mode::ReadOnly, now()).unwrap())
    }

    fn session(&self) -> Session {
        Session::open(&self.root, Environment::fixed(now()), Arc::new(|| {})).unwrap()
    }
}

fn told(opened: &Opened) -> String {
    // That the files are others than they were written is told as well, and tested elsewhere (`store_written`).
    let found = opened.report.findings.iter().filter(|f| !f.what.contains("outside Variorum"));
    let lines: Vec<String> = found.map(|f| format!("{:?}: {f} ({})", f.severity, f.hint)).collect();
    lines.join("\n")
}

/// Every kind of file: a coder's treatments, memos and progress beside the small project's records.
fn larger() -> Project {
    let mut project = small();
    let claim = Claim {
        id: id("k"),
        statement: "They met.".into(),
        rank: 0,
        group: String::new(),
        importance: None,
        note: String::new(),
        extra: Extra::new(),
    };
    let treatment = Treatment {
        coder: id("a"),
        document: id("d0"),
        claim: id("k"),
        kind: TreatmentKind::Asserts,
        by: vec![],
        evidence: vec![id("x")],
        importance: None,
        looked: None,
        memo: String::new(),
        changed: now(),
        extra: Extra::new(),
    };
    let entity = Entity {
        id: id("e"),
        name: "Kim".into(),
        kind: String::new(),
        aliases: vec!["Kim Jong Un".into()],
        wikidata: None,
        note: String::new(),
        extra: Extra::new(),
    };
    let document = (**project.documents().get(&id::<DocumentId>("d0")).unwrap()).clone();
    let provenance = Provenance { file: "d0.txt".into(), original: "d0.txt".into(), ..Provenance::default() };
    let document = Document { provenance, runs: [Run(Span::new(0, 3).unwrap(), Style::Bold)].into(), ..document };
    let progress = Progress { coder: id("a"), document: id("d0"), state: ProgressState::Finished, changed: now(), extra: Extra::new() };
    let second = Coder { id: id("b"), name: "B".into(), note: String::new(), created: None, extra: Extra::new() };
    let edits = vec![
        Edit::Add(claim.into()),
        Edit::Add(treatment.into()),
        Edit::Add(entity.into()),
        Edit::Set(document.into()),
        Edit::Add(progress.into()),
        Edit::Add(second.into()),
        Edit::Add(memo("m", "b").into()),
    ];
    project.apply(&transaction(edits)).unwrap();
    project
}

fn memo(name: &str, coder: &str) -> Memo {
    Memo {
        id: id(name),
        coder: id(coder),
        about: None,
        links: Vec::new(),
        title: String::new(),
        text: "Think.".into(),
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

#[test]
fn a_list_with_a_slip_in_its_name_breaks_its_file() {
    let said = |path: &str, from: &str, to: &str| {
        let folder = Folder::of(&larger());
        folder.replace(path, from, to);
        let before = folder.text(path);
        let opened = folder.opened();
        assert!(opened.store.broken().iter().any(|file| file.file == path));
        assert_eq!(folder.text(path), before);
        told(&opened)
    };
    insta::assert_snapshot!(said("annotations/a/treatments.ron", "treatments:", "treatmentz:"), @"Error: annotations/a/treatments.ron:3:1: the file is broken (a file of treatments has no part 'treatmentz'; is 'treatments' meant?): nothing of it is in the project, and nothing is written to it (Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again)");
    insta::assert_snapshot!(said(X, "links:", "lins:"), @r#"
    Error: annotations/a/0a/d0.ron:7:1: the file is broken (a file of annotations has no part 'lins'; is 'links' meant?): nothing of it is in the project, and nothing is written to it (Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again)
    Error: annotations/a/treatments.ron:4: treatment a:d0:k: it refers to annotation x, which does not exist; it may stand in a file that is broken (Mend the broken files first, then look again)
    "#);
    insta::assert_snapshot!(said(X, "progress:", "proggress:"), @r#"
    Error: annotations/a/0a/d0.ron:12:1: the file is broken (a file of annotations has no part 'proggress'; is 'progress' meant?): nothing of it is in the project, and nothing is written to it (Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again)
    Error: annotations/a/treatments.ron:4: treatment a:d0:k: it refers to annotation x, which does not exist; it may stand in a file that is broken (Mend the broken files first, then look again)
    "#);
    insta::assert_snapshot!(said("annotations/b/memos.ron", "memos:", "notes:"), @"Error: annotations/b/memos.ron:3:1: the file is broken (a file of memos has no part 'notes'; known are format, coder, memos, links): nothing of it is in the project, and nothing is written to it (Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again)");
    insta::assert_snapshot!(said("claims/82/k.ron", "statement:", "statment:"), @r#"
    Error: claims/82/k.ron:4:1: the file is broken (the field 'statement' is missing; 'statment' is no field of a claim; is 'statement' meant?): nothing of it is in the project, and nothing is written to it (Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again)
    Error: annotations/a/treatments.ron:4: treatment a:d0:k: it refers to claim k, which does not exist; it may stand in a file that is broken (Mend the broken files first, then look again)
    "#);
    insta::assert_snapshot!(said("documents/0a/d0.ron", "runs:", "ruins:"), @"Error: documents/0a/d0.ron:6:1: the file is broken (a document's file has no part 'ruins'; is 'runs' meant?): its text is there without title, metadata and typography, and nothing is written to it (Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again)");
    insta::assert_snapshot!(said("entities/3f/e.ron", "aliases:", "aliasses:"), @"Error: entities/3f/e.ron:5:1: the file is broken (an entity has no part 'aliasses'; is 'aliases' meant?): nothing of it is in the project, and nothing is written to it (Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again)");
    insta::assert_snapshot!(said("coders/a.ron", "id:", "ids:"), @r#"
    Error: coders/a.ron:3:1: the file is broken (the field 'id' is missing; 'ids' is no field of a coder; is 'id' meant?): nothing of it is in the project, and nothing is written to it (Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again)
    Error: annotations/a/0a/d0.ron:4: annotation y: it refers to coder a, which does not exist (and 4 more records refer to something missing); it may stand in a file that is broken (Mend the broken files first, then look again)
    "#);
}

#[test]
fn a_list_that_is_missing_is_missed_in_a_file_of_this_version_and_not_in_an_older_one() {
    let folder = Folder::of(&small());
    folder.replace(X, "marks: [\n],\n", "");
    insta::assert_snapshot!(folder.told(), @"Error: annotations/a/0a/d0.ron:1:1: the file is broken (the list 'marks' is missing, which is always there, even when it is empty): nothing of it is in the project, and nothing is written to it (Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again)");
    let folder = Folder::of(&small());
    folder.replace(X, "annotations: [", "links: [\n],\nannotations: [");
    insta::assert_snapshot!(folder.told(), @"Error: annotations/a/0a/d0.ron:9:1: the file is broken ('links' stands there twice): nothing of it is in the project, and nothing is written to it (Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again)");

    let folder = Folder::of(&small());
    into_older_form(&folder.root, "1.0");
    for path in ["project.ron", "codebook.ron", "entities.ron", "claims.ron", "documents/d0.ron", "annotations/a/d0.ron"] {
        let names = ["coders", "events", "layers", "attributes", "codes", "link_types", "entities", "claims", "runs", "marks"];
        let text = names.iter().fold(folder.text(path), |text, name| text.replace(&format!("\n{name}: [\n],\n"), "\n"));
        folder.write(path, text);
    }
    assert!(!folder.text("claims.ron").contains("claims") && !folder.text("annotations/a/d0.ron").contains("marks"));
    let mut opened = folder.opened();
    assert_eq!((told(&opened), &opened.project, opened.report.migrated_from.clone()), (String::new(), &small(), Some("1.0".into())));
    let next = with(&opened.project, vec![Edit::Add(put("z", 4, 7, "met").into())]);
    assert_eq!(opened.store.save(&next, 1).unwrap().files_written, 1);
    assert!(folder.text(X).contains("format: \"2.0\"") && folder.text(X).contains("\nmarks: [\n],\n"));
}

#[test]
fn a_field_with_a_slip_in_its_name_is_told_and_kept() {
    let said = |path: &str, from: &str, to: &str| {
        let folder = Folder::of(&larger());
        folder.replace(path, from, to);
        let mut opened = folder.opened();
        let told = told(&opened);
        assert!(opened.store.broken().is_empty(), "{told}");
        // A save of the file keeps the field, and the finding.
        let slip = to.split(':').next().unwrap().trim_start_matches(", ");
        let coder = (**opened.project.coders().get(&id::<CoderId>("b")).unwrap()).clone();
        let claim = (**opened.project.claims().get(&id::<ClaimId>("k")).unwrap()).clone();
        let entity = (**opened.project.entities().get(&id::<EntityId>("e")).unwrap()).clone();
        let document = (**opened.project.documents().get(&id::<DocumentId>("d0")).unwrap()).clone();
        let next = with(
            &opened.project,
            vec![
                Edit::Set(Coder { note: "n".into(), ..coder }.into()),
                Edit::Set(Claim { note: "n".into(), ..claim }.into()),
                Edit::Set(Entity { note: "n".into(), ..entity }.into()),
                Edit::Set(Document { note: "n".into(), ..document }.into()),
                Edit::Add(put("z", 4, 7, "met").into()),
            ],
        );
        opened.store.save(&next, 1).unwrap();
        drop(opened);
        if slip != "codder" {
            assert!(folder.text(path).contains(&format!("{slip}: ")), "{}", folder.text(path));
            assert!(folder.told().contains(&format!("'{slip}' is no field of")), "{}", folder.told());
        }
        told
    };
    insta::assert_snapshot!(said("entities/3f/e.ron", "name: \"Kim\",", "nota: \"x\", name: \"Kim\","), @"Error: entities/3f/e.ron:4:1: 'nota' is no field of an entity; is 'note' meant? (Correct the name in a text editor; until then the field is kept as it is and is not used)");
    insta::assert_snapshot!(said("documents/0a/d0.ron", ", original:", ", orignal:"), @"Error: documents/0a/d0.ron:4:30: 'orignal' is no field of a document's provenance; is 'original' meant? (Correct the name in a text editor; until then the field is kept as it is and is not used)");
    insta::assert_snapshot!(said("documents/0a/d0.ron", "provenance:", "provenence:"), @"Error: documents/0a/d0.ron:4:1: 'provenence' is no field of a document; is 'provenance' meant? (Correct the name in a text editor; until then the field is kept as it is and is not used)");
    insta::assert_snapshot!(said("project.ron", "title: \"Small\"", "titel: \"Small\""), @"Error: project.ron:4:1: 'titel' is no field of the project's head; is 'title' meant? (Correct the name in a text editor; until then the field is kept as it is and is not used)");
    insta::assert_snapshot!(said(X, "coder:", "codder:"), @"Error: annotations/a/0a/d0.ron:2:16: a file of annotations has no part 'codder'; is 'coder' meant? (Correct the name in a text editor; until then the field is kept as it is and is not used)");
}

#[test]
fn a_record_whose_needed_field_has_a_slip_is_kept_aside_and_the_words_say_why() {
    let folder = Folder::of(&larger());
    folder.replace(X, "(id: \"x\", code:", "(id: \"x\", cod:");
    let first = folder.told();
    insta::assert_snapshot!(first.lines().next().unwrap(), @"Error: annotations/a/0a/d0.ron:5:1: this record cannot be read (the field 'code' is missing; 'cod' is no field of an annotation; is 'code' meant?); it is kept aside in the file (Correct it in a text editor and move it back to its list, or open the project with a newer version)");
    let folder = Folder::of(&larger());
    folder.replace("annotations/a/treatments.ron", "kind: Asserts", "kind: Assertz");
    insta::assert_snapshot!(folder.told(), @"Error: annotations/a/treatments.ron:4:1: this record cannot be read ('Assertz' is no word that is known there; is 'Asserts' meant?); it is kept aside in the file (Correct it in a text editor and move it back to its list, or open the project with a newer version)");
}

#[test]
fn a_document_without_its_digest_is_told_as_not_verified() {
    let folder = Folder::of(&small());
    folder.replace("documents/0a/d0.ron", "sha256:", "sha265:");
    insta::assert_snapshot!(folder.told(), @r#"
    Error: documents/0a/d0.ron:4:1: 'sha265' is no field of a document; is 'sha256' meant? (Correct the name in a text editor; until then the field is kept as it is and is not used)
    Error: documents/0a/d0.ron:1:1: the digest of the text ('sha256') is missing, so the text is not verified: it may not be the one that was coded (Take the file back from a backup or from version control)
    "#);
    let folder = Folder::of(&small());
    let text = folder.text("documents/0a/d0.ron");
    let without: Vec<&str> = text.lines().filter(|line| !line.starts_with("sha256")).collect();
    folder.write("documents/0a/d0.ron", without.join("\n"));
    insta::assert_snapshot!(folder.told(), @"Error: documents/0a/d0.ron:1:1: the digest of the text ('sha256') is missing, so the text is not verified: it may not be the one that was coded (Take the file back from a backup or from version control)");
}

#[test]
fn a_file_whose_version_cannot_be_made_out_is_broken() {
    let said = |from: &str, to: &str| {
        let folder = Folder::of(&larger());
        folder.replace("annotations/b/memos.ron", from, to);
        folder.told()
    };
    insta::assert_snapshot!(said("format:", "fromat:"), @"Error: annotations/b/memos.ron:2:1: the file is broken (the field 'format' is missing, which says the version; is 'fromat' meant to be it?): nothing of it is in the project, and nothing is written to it (Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again)");
    insta::assert_snapshot!(said("\"2.0\"", "\"1,1\""), @"Error: annotations/b/memos.ron: the file is broken ('1,1' is no format version that this program knows): nothing of it is in the project, and nothing is written to it (Look at the line `format` at the head of the file: those beside it say the same; then open the project again)");
    insta::assert_snapshot!(said("\"2.0\"", "\"0.1\""), @"Error: annotations/b/memos.ron: the file is broken ('0.1' is no format version that this program knows): nothing of it is in the project, and nothing is written to it (Look at the line `format` at the head of the file: those beside it say the same; then open the project again)");
    insta::assert_snapshot!(said("\"2.0\"", "\"3.1\""), @"Error: annotations/b/memos.ron: the file is broken (a newer version of Variorum wrote it: format 3.1, where this one reads up to 2.x): nothing of it is in the project, and nothing is written to it (Open the project with the newest version of Variorum, or take the file back from a backup or from version control)");
    insta::assert_snapshot!(said("format: \"2.0\"", "format: 1.1"), @"Error: annotations/b/memos.ron:2:9: the file is broken (expected a text in quotation marks): nothing of it is in the project, and nothing is written to it (Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again)");
}

#[test]
fn a_broken_file_leaves_the_rest_of_the_project_to_be_worked_on() {
    let folder = Folder::of(&larger());
    let mut bytes = folder.bytes(X);
    let at = bytes.iter().position(|b| *b == b'P').unwrap();
    bytes[at] = 0xff;
    folder.write(X, &bytes);
    let Opened { project, report, mut store, .. } = folder.opened();
    assert_eq!(report.access, Access::ReadWrite);
    assert_eq!((project.annotations().len(), project.memos().len(), project.treatments().len()), (0, 1, 1));
    let lines: Vec<String> =
        report.findings.iter().filter(|f| !f.what.contains("outside Variorum")).map(|f| format!("{f} ({})", f.hint)).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    annotations/a/0a/d0.ron:5:39: the file is broken (byte 177 belongs to no character, so the file is not UTF-8): nothing of it is in the project, and nothing is written to it (Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again)
    annotations/a/treatments.ron:4: treatment a:d0:k: it refers to annotation x, which does not exist; it may stand in a file that is broken (Mend the broken files first, then look again)
    "#);
    let next = with(&project, vec![Edit::Add(memo("m2", "b").into())]);
    assert_eq!(store.save(&next, 1).unwrap().files_written, 1);
    drop(store);
    assert_eq!(folder.bytes(X), bytes);
    let again = folder.opened();
    assert_eq!(again.project, next);
    // A step that would have to be written to it is refused by the session; the store would write all other files.
    let mut store = again.store;
    let both = with(&next, vec![Edit::Add(put("z", 4, 7, "met").into()), Edit::Add(memo("m3", "b").into())]);
    let error = store.save(&both, 2).unwrap_err();
    assert!(matches!(&error, StoreError::Broken { files } if files == &[PathBuf::from(X)]));
    insta::assert_snapshot!(format!("{error} ({})", error.hint()), @"could not save all: 1 file is broken and kept as it is: annotations/a/0a/d0.ron (Correct the file in a text editor or take it back from a backup; the journal holds the changes until then)");
    assert!(folder.text("annotations/b/memos.ron").contains("\"m3\""));
    assert_eq!(folder.bytes(X), bytes);
}

fn worst(notices: &[Notice]) -> String {
    let told = notices.iter().filter(|n| n.kind > NoticeKind::Done && !n.what.contains("outside Variorum"));
    let lines: Vec<String> = told.map(|n| format!("{} ({})", n.what, n.hint)).collect();
    lines.join("\n")
}

fn code_met(session: &mut Session) {
    session.run(Command::Open(id("d0")));
    session.run(Command::Select(TextSelection::of(Span::new(4, 7).unwrap())));
    session.run(Command::CodeSelection(id("C")));
}

#[test]
fn a_step_into_a_broken_file_is_refused_with_a_sentence_and_all_others_are_done() {
    let folder = Folder::of(&larger());
    folder.replace(X, "annotations: [", "annotations: <[");
    let broken = folder.text(X);
    let mut session = folder.session();
    session.take_notices();
    code_met(&mut session);
    insta::assert_snapshot!(worst(&session.take_notices()), @r#"'Code "met" as C' was not done: it would be written to annotations/a/0a/d0.ron, which is broken and kept as it is (line 3: expected '[') (Correct the file in a text editor or take it back from a backup, then open the project again; the rest can be worked on)"#);
    assert_eq!((session.project().annotations().len(), session.history().to_undo().is_some()), (0, false));
    session.run(Command::DeleteClaim(id("k")));
    insta::assert_snapshot!(worst(&session.take_notices()), @r#"'Delete claim "They met."' was not done: annotations/a/0a/d0.ron is broken, so nobody can tell whether something in it needs what would be deleted (Correct the file in a text editor or take it back from a backup, then open the project again; the rest can be worked on)"#);
    session.run(Command::SwitchCoder(id("b")));
    code_met(&mut session);
    session.run(Command::Undo);
    session.run(Command::Redo);
    session.flush();
    assert_eq!((worst(&session.take_notices()), session.saved_state()), (String::new(), SavedState::Saved));
    drop(session);
    assert_eq!(folder.text(X), broken);
    // Mended, it is there again with what was done meanwhile.
    folder.replace(X, "annotations: <[", "annotations: [");
    let mended = folder.opened();
    assert_eq!((told(&mended), mended.project.annotations().len()), (String::new(), 3));
}

#[test]
fn a_broken_main_file_opens_the_project_for_reading_alone() {
    let folder = Folder::of(&larger());
    folder.replace(CODE, "scopes: [", "scopes: [[");
    let opened = folder.opened();
    insta::assert_snapshot!(told(&opened), @r#"
    Error: codebook/codes/+c.ron:8:1: the file is broken (this bracket closes none that is open): nothing of it is in the project, and nothing is written to it (Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again)
    Error: annotations/a/0a/d0.ron:4: annotation y: it refers to code C, which does not exist (and 1 more record refers to something missing); it may stand in a file that is broken (Mend the broken files first, then look again)
    "#);
    assert_eq!(opened.report.access, Access::ReadOnly(ReadOnlyReason::BrokenFiles(vec![CODE.into()])));
    assert_eq!(opened.project.annotations().len(), 2);
    drop(opened);
    let mut session = folder.session();
    let state = session.saved_state();
    assert_eq!(state, SavedState::ReadOnly("codebook/codes/+c.ron is broken and kept as it is".into()));
    session.take_notices();
    session.run(Command::DeleteClaim(id("k")));
    insta::assert_snapshot!(worst(&session.take_notices()), @"Nothing was changed: the project is open for reading alone (codebook/codes/+c.ron is broken and kept as it is) (Correct what is broken in a text editor, or take it back from a backup, then open the project again)");

    let folder = Folder::of(&larger());
    folder.write("project.ron", "(format");
    let opened = folder.opened();
    assert!(matches!(opened.report.access, Access::ReadOnly(ReadOnlyReason::BrokenFiles(_))));
    assert_eq!((opened.project.annotations().len(), opened.project.codes().len()), (2, 1));
}

#[test]
fn a_document_whose_metadata_cannot_be_read_shows_its_text() {
    let folder = Folder::of(&larger());
    folder.replace("documents/0a/d0.ron", "provenance: (", "provenance: ((");
    let opened = folder.opened();
    insta::assert_snapshot!(told(&opened), @"Error: documents/0a/d0.ron:10:1: the file is broken (expected ',' or ')'): its text is there without title, metadata and typography, and nothing is written to it (Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again)");
    assert!(matches!(opened.report.access, Access::ReadOnly(ReadOnlyReason::BrokenFiles(_))));
    let document = opened.project.documents().get(&id::<DocumentId>("d0")).unwrap();
    assert_eq!(document.text.as_str(), "Kim met Putin. Kim left.");
    assert!(opened.project.annotations().values().all(|a| !a.orphan));
}

#[test]
fn a_bad_byte_in_a_text_is_a_question_mark_and_everything_else_is_in_its_place() {
    let folder = Folder::of(&larger());
    let mut bytes = folder.bytes("documents/0a/d0.txt");
    bytes[4] = 0xff;
    folder.write("documents/0a/d0.txt", &bytes);
    let opened = folder.opened();
    insta::assert_snapshot!(told(&opened), @"Error: documents/0a/d0.txt:1:5: the file is broken (byte 4 belongs to no character, so the file is not UTF-8): each byte that cannot be read is shown as '?', and nothing is written to it (Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again)");
    assert!(matches!(opened.report.access, Access::ReadOnly(ReadOnlyReason::BrokenFiles(_))), "{:?}", opened.report.access);
    let document = opened.project.documents().get(&id::<DocumentId>("d0")).unwrap();
    assert_eq!(document.text.as_str(), "Kim ?et Putin. Kim left.");
    assert!(opened.project.annotations().values().all(|a| !a.orphan));
    assert_eq!(folder.bytes("documents/0a/d0.txt"), bytes);
}

#[test]
fn the_marks_of_a_merge_are_called_what_they_are() {
    let folder = Folder::of(&larger());
    folder.replace("annotations/b/memos.ron", "(id: \"m\"", "<<<<<<< HEAD\n(id: \"m\"");
    insta::assert_snapshot!(folder.told(), @"Error: annotations/b/memos.ron:4:1: the file is broken (it holds the conflict markers of a merge that was not finished, '<<<<<<<'): nothing of it is in the project, and nothing is written to it (Run `variorum check --repair` on the folder, which keeps both sides, or settle the merge in a text editor (keep one side of each conflict and take the marks out); then open the project again)");
    let access = folder.opened().report.access;
    assert_eq!(access, Access::ReadOnly(ReadOnlyReason::BrokenFiles(vec!["annotations/b/memos.ron".into()])), "the merge comes first");
    let folder = Folder::of(&larger());
    folder.write("documents/0a/d0.txt", "<<<<<<< HEAD\nKim met Putin. Kim left.\n=======\nKim left.\n>>>>>>> theirs\n");
    insta::assert_snapshot!(folder.told().lines().next().unwrap(), @"Error: documents/0a/d0.txt:1:1: the text holds the conflict markers of a merge that was not finished ('<<<<<<<'), so it is not the one that was coded (Take the text back from version control: it is never changed by coding)");
}

#[test]
fn a_text_that_begins_with_a_byte_order_mark_stays_as_it_is() {
    let text = ReadingText::new("\u{feff}Kim met Putin.").unwrap();
    let document = Document::new(id("m"), text);
    let place = Place { span: Span::new(3, 6).unwrap(), quote: "Kim".into() };
    let annotation = Annotation { document: id("m"), target: Target::Spans(vec![place]), ..put("bom", 0, 1, "") };
    let project = with(&small(), vec![Edit::Add(document.into()), Edit::Add(annotation.into())]);
    let folder = Folder::of(&project);
    let mut opened = folder.opened();
    assert_eq!((told(&opened), &opened.project), (String::new(), &project));
    assert_eq!(opened.store.save(&opened.project, 0).unwrap().files_written, 0);
    drop(opened);
    // Line ends that version control changed do not take it away.
    let folder = Folder::of(&with(&small(), vec![Edit::Add(Document::new(id("m"), ReadingText::new("\u{feff}a\nb").unwrap()).into())]));
    folder.write("documents/62/m.txt", "\u{feff}a\r\nb");
    assert_eq!((folder.told(), folder.opened().project.documents().len()), (String::new(), 2));
}

#[test]
fn a_byte_order_mark_that_an_editor_added_is_no_change_of_the_text() {
    let folder = Folder::of(&small());
    for path in ["documents/0a/d0.txt", X, "codebook.ron", CODE] {
        let text = format!("\u{feff}{}", folder.text(path));
        folder.write(path, text);
    }
    assert_eq!((folder.told(), folder.opened().project), (String::new(), small()));
}

#[test]
fn fields_of_a_newer_minor_version_survive_a_save_at_every_depth() {
    let folder = Folder::of(&larger());
    let newer = |path: &str, changes: &[(&str, &str)]| {
        folder.replace(path, "\"2.0\"", "\"2.7\"");
        for (from, to) in changes {
            folder.replace(path, from, to);
        }
    };
    newer(
        "documents/0a/d0.ron",
        &[("original: \"d0.txt\"", "original: \"d0.txt\", scanner: Model(dpi: 300)"), ("runs:", "pages: [1, 2],\nruns:")],
    );
    newer(
        "annotations/b/memos.ron",
        &[("text: \"Think.\"", "about: Treatment((coder: \"a\", document: \"d0\", claim: \"k\", part: 2)), text: \"Think.\", colour: Red")],
    );
    newer(
        "annotations/a/treatments.ron",
        &[("evidence:", "looked: (when: \"2026-01-02T03:04:05Z\", text_sha256: \"\", by: \"b\"), evidence:")],
    );
    newer("claims/82/k.ron", &[("statement:", "arguments: [(a: 1)],\nstatement:")]);
    let mut opened = folder.opened();
    assert_eq!(told(&opened), "");
    let document = (**opened.project.documents().get(&id::<DocumentId>("d0")).unwrap()).clone();
    let treatment = (**opened.project.treatments().values().next().unwrap()).clone();
    let claim = (**opened.project.claims().get(&id::<ClaimId>("k")).unwrap()).clone();
    let note = (**opened.project.memos().get(&id::<MemoId>("m")).unwrap()).clone();
    let edits = vec![
        Edit::Set(Document { title: Some("T".into()), ..document }.into()),
        Edit::Set(Treatment { memo: "M".into(), ..treatment }.into()),
        Edit::Set(Claim { note: "N".into(), ..claim }.into()),
        Edit::Set(Memo { title: "T".into(), ..note }.into()),
    ];
    let next = with(&opened.project, edits);
    assert_eq!(opened.store.save(&next, 1).unwrap().files_written, 4);
    drop(opened);
    for (path, kept) in [
        ("documents/0a/d0.ron", "original: \"d0.txt\", scanner: Model(dpi: 300))"),
        ("documents/0a/d0.ron", "\npages: [1, 2],\n"),
        ("annotations/b/memos.ron", "claim: \"k\", part: 2))"),
        ("annotations/b/memos.ron", ", colour: Red)"),
        ("annotations/a/treatments.ron", "text_sha256: \"\", by: \"b\")"),
        ("claims/82/k.ron", "\narguments: [(a: 1)],\n"),
    ] {
        // Provenance has more fields behind the one that was put in, so the kept field stands at its end.
        let text = folder.text(path);
        let kept = kept.replace("original: \"d0.txt\", scanner", "scanner");
        assert!(text.contains(&kept) && text.contains("\"2.7\""), "{kept} is not in {text}");
    }
    let again = folder.opened();
    assert_eq!((told(&again), &again.project), (String::new(), &next));
}

#[test]
fn a_newer_field_in_a_value_that_says_nothing_else_survives_as_well() {
    let folder = Folder::of(&small());
    folder.replace("documents/0a/d0.ron", "\"2.0\"", "\"2.7\"");
    folder.replace("documents/0a/d0.ron", "sha256:", "provenance: (scanner: 3),\nsha256:");
    let mut opened = folder.opened();
    let document = (**opened.project.documents().get(&id::<DocumentId>("d0")).unwrap()).clone();
    let next = with(&opened.project, vec![Edit::Set(Document { title: Some("T".into()), ..document }.into())]);
    opened.store.save(&next, 1).unwrap();
    assert!(folder.text("documents/0a/d0.ron").contains("\nprovenance: (scanner: 3),\n"), "{}", folder.text("documents/0a/d0.ron"));
}

#[test]
fn a_field_that_came_with_a_dataset_is_no_slip() {
    let annotation = Annotation { extra: [("weight".to_owned(), "3".to_owned())].into(), ..put("w", 4, 7, "met") };
    let project = with(&small(), vec![Edit::Add(annotation.into())]);
    let folder = Folder::of(&project);
    assert!(
        folder.text(X).starts_with("(\nformat: \"2.0\", coder: \"a\", document: \"d0\", foreign: [\"weight\"],\n"),
        "{}",
        folder.text(X)
    );
    assert_eq!((folder.told(), folder.opened().project), (String::new(), project));
    folder.replace(X, ", weight: 3", ", wait: 3");
    insta::assert_snapshot!(folder.told(), @"Error: annotations/a/0a/d0.ron:5:79: 'wait' is no field of an annotation; known are id, code, spans, paragraph, attributes, memo, origin, created, changed, revision, orphan (Correct the name in a text editor; until then the field is kept as it is and is not used)");
}

#[test]
fn a_field_called_as_the_place_of_unknown_ones_is_told() {
    let folder = Folder::of(&small());
    folder.replace(CODE, "id: \"C\",", "id: \"C\", extra: {\"weight\": \"3\"},");
    assert!(folder.told().contains("'extra' is no field of a code"), "{}", folder.told());
}

#[test]
fn steps_on_records_of_a_broken_file_are_no_conflicts() {
    let folder = Folder::of(&larger());
    let mut store = folder.opened().store;
    let mut project = folder.opened().project;
    let was = project.annotations().values().find(|a| a.document == id("d0")).unwrap().as_ref().clone();
    let changed: Record = Annotation { memo: "looked at again".into(), ..was }.into();
    let done = transaction(vec![Edit::Set(changed.clone())]);
    let inverse = project.apply(&done).unwrap();
    store.journal().unwrap().append(&Step::Do { number: 1, transaction: done, inverse, selection: None }).unwrap();
    drop(store);
    folder.replace(X, "annotations: [", "annotations: <[");
    let opened = folder.opened();
    assert_eq!((opened.report.new_conflicts, opened.report.met_outside), (0, 0));
    assert_eq!(opened.project.record(&changed.id()), Some(changed), "what the step made of it can be read");
}

#[test]
fn a_kept_field_that_cannot_be_written_does_no_harm_to_its_file() {
    let extra: Extra = [("a b", "1"), ("deep.x y", "2"), ("open", "((("), ("two", "1, three: 3"), ("good", "[1]")]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let folder = Folder::of(&with(&small(), vec![Edit::Add(Annotation { extra, ..put("w", 4, 7, "met") }.into())]));
    assert_eq!(folder.told(), "");
    let kept: Vec<String> = folder.opened().project.annotations().get(&id::<AnnotationId>("w")).unwrap().extra.keys().cloned().collect();
    assert_eq!(kept, ["good"]);
}

#[test]
fn a_key_that_stands_twice_in_a_record_loses_no_value_in_silence() {
    let folder = Folder::of(&small());
    folder.replace(X, "(id: \"x\", code: \"C\",", "(id: \"x\", code: \"C\", attributes: {\"q\": YesNo(true), \"q\": YesNo(false)},");
    insta::assert_snapshot!(folder.told().lines().next().unwrap(), @"Error: annotations/a/0a/d0.ron:5:1: this record cannot be read ('q' stands there twice); it is kept aside in the file (Correct it in a text editor and move it back to its list, or open the project with a newer version)");
    let folder = Folder::of(&small());
    folder.replace("documents/0a/d0.ron", "sha256:", "metadata: {\"page\": \"1\", \"page\": \"2\"},\nsha256:");
    insta::assert_snapshot!(folder.told(), @"Error: documents/0a/d0.ron:4:36: the file is broken ('page' stands there twice): its text is there without title, metadata and typography, and nothing is written to it (Correct the file at that place in a text editor, or take it back from a backup or from version control; then open the project again)");
}

#[test]
fn a_file_that_becomes_broken_while_the_project_is_open_is_kept_back() {
    for (from, to) in [("annotations: [", "annotationz: ["), ("memo: \"keep\"", "memmo: \"keep\""), ("code: \"C\"", "cod: \"C\"")] {
        let mut project = small();
        let x = (**project.annotations().get(&id::<AnnotationId>("x")).unwrap()).clone();
        project.apply(&transaction(vec![Edit::Set(Annotation { memo: "keep".into(), ..x }.into())])).unwrap();
        let (folder, store) = Folder::open(&project);
        drop(store);
        let mut store = folder.opened().store;
        let good = folder.text(X);
        folder.replace(X, from, to);
        let broken = folder.text(X);
        for _ in 0..2 {
            let (theirs, findings) = store.read_outside().unwrap();
            assert_eq!(theirs, project, "{to}");
            assert_eq!(findings, []);
            let [question] = store.questions() else { panic!("{:#?}", store.questions()) };
            assert!(question.file == X && matches!(question.fault, FileFault::Broken { .. }), "{question:?}");
        }
        let next = with(&project, vec![Edit::Add(memo("m", "a").into())]);
        store.save(&next, 1).unwrap();
        assert_eq!(folder.text(X), broken);
        // Mended, it is taken in as it is then.
        folder.write(X, good.replace("\"keep\"", "\"mended\""));
        let (theirs, findings) = store.read_outside().unwrap();
        assert_eq!((findings, store.broken().is_empty(), store.questions()), (vec![], true, &[][..]));
        assert_eq!(theirs.annotations().get(&id::<AnnotationId>("x")).unwrap().memo, "mended");
    }
}

#[test]
fn a_session_keeps_the_records_of_a_file_that_was_damaged_meanwhile() {
    let folder = Folder::of(&larger());
    let mut session = folder.session();
    session.take_notices();
    folder.replace("annotations/a/treatments.ron", "treatments:", "treatmentz:");
    session.window_focused();
    session.flush();
    session.poll();
    session.flush();
    insta::assert_snapshot!(worst(&session.take_notices()), @"annotations/a/treatments.ron cannot be read any more: line 3: a file of treatments has no part 'treatmentz'; is 'treatments' meant? (Its records stay in the project and nothing is written to it until you decide; what it said is kept in .variorum/backups/outside)");
    assert_eq!(session.project().treatments().len(), 1);
    code_met(&mut session);
    session.flush();
    assert_eq!((session.project().annotations().len(), session.saved_state()), (3, SavedState::Saved));
    drop(session);
    assert!(folder.text("annotations/a/treatments.ron").contains("treatmentz: [\n(document: \"d0\""));
}

#[test]
fn a_link_whose_annotation_is_missing_stays_where_it_stands_and_is_not_lost() {
    let folder = Folder::of(&small());
    folder.replace(X, "from: \"x\"", "from: \"z\"");
    let Opened { project, mut store, .. } = folder.opened();
    let y = (**project.annotations().get(&id::<AnnotationId>("y")).unwrap()).clone();
    let mut next = project.clone();
    next.replay(&transaction(vec![Edit::Set(Annotation { memo: "m".into(), ..y }.into())]));
    store.save(&next, 1).unwrap();
    drop(store);
    assert_eq!(folder.opened().project.links().len(), 1);
}

#[test]
fn a_link_from_a_broken_file_stays_in_the_file_of_its_own_coder() {
    let link = Link {
        id: id("l2"),
        coder: id("b"),
        kind: id("same"),
        from: id("x"),
        to: id("y"),
        attributes: [].into(),
        memo: String::new(),
        created: now(),
        extra: Extra::new(),
    };
    let project = with(&larger(), vec![Edit::Add(link.into())]);
    let folder = Folder::of(&project);
    folder.replace(X, "annotations: [", "annotations: <[");
    let Opened { project: partly, mut store, .. } = folder.opened();
    let other = Annotation { coder: id("b"), ..put("o", 4, 7, "met") };
    let next = with(&partly, vec![Edit::Add(other.into())]);
    store.save(&next, 1).unwrap();
    drop(store);
    folder.replace(X, "annotations: <[", "annotations: [");
    let whole = folder.opened();
    assert_eq!((told(&whole), whole.project.links().len(), whole.project.annotations().len()), (String::new(), 2, 3));
}

#[test]
fn steps_that_a_broken_file_has_not_got_wait_in_the_journal() {
    let (folder, mut store) = Folder::open(&small());
    let mut project = small();
    let done = transaction(vec![Edit::Add(put("new", 4, 7, "met").into())]);
    let inverse = project.apply(&done).unwrap();
    store.journal().unwrap().append(&Step::Do { number: 1, transaction: done, inverse, selection: None }).unwrap();
    drop(store);
    let good = folder.text(X);
    folder.replace(X, "annotations: [", "annotations: <[");
    let opened = folder.opened();
    assert_eq!(opened.report.access, Access::ReadOnly(ReadOnlyReason::BrokenFiles(vec![X.into()])));
    assert!(opened.project.annotations().contains_key(&id::<AnnotationId>("new")), "it can be read");
    drop(opened);
    folder.write(X, good);
    let mended = folder.opened();
    assert_eq!((mended.project, mended.report.access), (project, Access::ReadWrite));
}

#[test]
fn a_pack_holds_a_broken_file_as_it_is() {
    let folder = Folder::of(&larger());
    folder.replace(X, "annotations: [", "annotations: <[");
    let opened = folder.opened();
    let packed = folder.root.with_file_name("p.ron");
    opened.store.pack(&opened.project, &packed).unwrap();
    let to = folder.root.with_file_name("q");
    unpack(&packed, &to).unwrap();
    assert_eq!(fs::read(to.join(X)).unwrap(), folder.bytes(X));
    assert_eq!(fs::read(to.join("claims/82/k.ron")).unwrap(), folder.bytes("claims/82/k.ron"));
}

#[test]
fn a_migration_waits_until_every_file_can_be_read() {
    let folder = Folder::of(&small());
    into_older_form(&folder.root, "0.9");
    folder.replace("project.ron", "info:", "settings:");
    folder.replace("codebook.ron", "info:", "settings:");
    let annotations = "annotations/a/d0.ron";
    let mut bytes = folder.bytes(annotations);
    bytes[80] = 0xff;
    folder.write(annotations, bytes);
    let before = folder.text("project.ron");
    let opened = folder.opened();
    assert_eq!(opened.report.access, Access::ReadOnly(ReadOnlyReason::BrokenFiles(vec![annotations.into()])));
    let shown = told(&opened).replace(&*folder.root.to_string_lossy(), "p");
    insta::assert_snapshot!(shown, @"Error: annotations/a/d0.ron: the project is of an older form and stays in it, open for reading only, until this file can be read: could not read as UTF-8 text: byte 80 is not part of a character: p/annotations/a/d0.ron (Convert the file to UTF-8, or take it back from a backup; nothing was changed)");
    assert_eq!((opened.project.info().title.as_str(), folder.text("project.ron")), ("Small", before));
}

#[test]
fn a_file_that_may_not_be_read_or_is_a_folder_is_broken_and_the_others_are_there() {
    let folder = Folder::of(&larger());
    fs::remove_file(folder.root.join(X)).unwrap();
    fs::create_dir(folder.root.join(X)).unwrap();
    let opened = folder.opened();
    assert_eq!((opened.store.broken().iter().count(), opened.project.memos().len()), (1, 1));
    assert!(Path::new(&folder.root).join(X).is_dir());
}
