//! Other programs take files of an open project away, damage them or change them: nothing is deleted by that without a question, what
//! is taken in is told in true words, and both states are kept.
#![allow(clippy::format_collect, clippy::used_underscore_binding, reason = "plain words count more than speed in a test")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod story;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use story::{TEXT, id};
use tempfile::TempDir;
use variorum::model::*;
use variorum::session::{Command, Environment, Notice, SavedState, Session};
use variorum::store;
use variorum::text::Span;

const FILE: &str = "annotations/a/2a/000.ron";
const UNDECIDED: &str = "Its records stay in the project and nothing is written to it until you decide; what it said is kept in \
    .variorum/backups/outside";
const KEPT: &str = "What the files said before, and what was found in them, is kept in .variorum/backups/outside";

fn annotation(n: usize) -> Annotation {
    let place = Place { span: Span::new(0, 3).unwrap(), quote: TEXT[..3].into() };
    Annotation {
        id: id(&format!("t-{n:02}")),
        coder: id("a"),
        document: id("000"),
        code: id("PER"),
        target: Target::Spans(vec![place]),
        attributes: [].into(),
        memo: String::new(),
        origin: Origin::ByHand,
        created: "2026-01-01T00:00:00Z".parse().unwrap(),
        changed: None,
        revision: 0,
        orphan: false,
        extra: Extra::new(),
    }
}

struct Desk {
    _folder: TempDir,
    path: PathBuf,
    session: Session,
}

impl Desk {
    /// A project on disk with so many annotations in document 000, and a claim, open for work.
    fn of(annotations: usize) -> Self {
        let records = story::project().records().chain((0..annotations).map(|n| annotation(n).into())).collect::<Vec<_>>();
        let (project, errors) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
        assert_eq!(errors, []);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("project");
        drop(store::create(&path, &project, "2026-01-01T00:00:00Z".parse().unwrap()).unwrap());
        let mut session = open(&path);
        assert_eq!(session.take_notices(), []);
        session.run(Command::CreateClaim { annotation: None, statement: "They met".to_owned() });
        session.flush();
        Self { _folder: folder, path, session }
    }

    fn file(&self, path: &str) -> PathBuf {
        self.path.join(path)
    }

    /// What stands in all files of claims.
    fn claims(&self) -> String {
        let entries = |folder: &Path| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
        entries(&self.file("claims")).iter().flat_map(|shard| entries(shard)).map(|file| fs::read_to_string(file).unwrap()).collect()
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.file(path)).unwrap()
    }

    /// The first lines of the file that have one of these in them are gone.
    fn without(&self, path: &str, ids: impl Fn(usize) -> bool) {
        let is_left_out = |line: &str| (0..99).any(|n| ids(n) && line.contains(&format!("\"t-{n:02}\"")));
        let text: String = self.text(path).lines().filter(|line| !is_left_out(line)).map(|line| format!("{line}\n")).collect();
        fs::write(self.file(path), text).unwrap();
    }

    /// One comes back to the window.
    fn look(&mut self) {
        self.session.window_focused();
        self.session.flush();
    }

    fn told(&mut self) -> Vec<(String, String)> {
        self.session.take_notices().into_iter().map(|Notice { what, hint, .. }| (what, hint)).collect()
    }

    fn asked(&self) -> Vec<String> {
        self.session.questions().iter().map(ToString::to_string).collect()
    }

    fn annotations(&self) -> usize {
        self.session.project().annotations().len()
    }

    /// The states of a file that are kept, sorted by what they hold.
    fn kept(&self, path: &str) -> Vec<String> {
        let path = Path::new(".variorum/backups/outside").join(path);
        let (folder, stem) = (path.parent().unwrap(), path.file_stem().unwrap().to_string_lossy().into_owned());
        let Ok(entries) = fs::read_dir(self.file(&folder.to_string_lossy())) else { return Vec::new() };
        let of_file = entries
            .map(|entry| entry.unwrap().path())
            .filter(|kept| kept.file_name().unwrap().to_string_lossy().starts_with(&format!("{stem}.")));
        let mut kept: Vec<String> = of_file.map(|kept| String::from_utf8_lossy(&fs::read(kept).unwrap()).into_owned()).collect();
        kept.sort();
        kept
    }

    fn closed_and_opened(self) -> Self {
        let Self { _folder, path, session } = self;
        drop(session);
        let session = open(&path);
        Self { _folder, path, session }
    }
}

fn open(path: &Path) -> Session {
    Session::open(path, Environment::real(), Arc::new(|| {})).unwrap()
}

fn pair(what: impl Into<String>, hint: &str) -> (String, String) {
    (what.into(), hint.to_owned())
}

fn memo(desk: &mut Desk, name: &str, text: &str) {
    desk.session.run(Command::SetMemo(id(name), text.to_owned()));
    desk.session.flush();
}

#[test]
fn a_file_that_was_taken_away_is_asked_about_and_put_back_as_it_was() {
    let mut desk = Desk::of(66);
    let before = desk.text(FILE);
    fs::remove_file(desk.file(FILE)).unwrap();
    desk.look();
    assert_eq!(desk.annotations(), 66);
    assert_eq!(desk.asked(), ["annotations/a/2a/000.ron is gone: 66 annotations"]);
    assert_eq!(desk.told(), [pair("annotations/a/2a/000.ron is gone: 66 annotations", UNDECIDED)]);
    assert_eq!(desk.kept(FILE), [before.as_str()]);
    assert!(desk.session.take_asking() && !desk.session.take_asking(), "it is asked once");
    desk.look();
    assert_eq!(desk.told(), [], "and told once");
    assert!(!desk.file(FILE).exists(), "nothing is written to it until somebody decides");
    desk.session.run(Command::PutFilesBack);
    desk.session.flush();
    assert_eq!((desk.asked(), desk.told()), (vec![], vec![pair("The file is put back", "")]));
    assert_eq!(desk.text(FILE), before);
    let mut desk = desk.closed_and_opened();
    assert_eq!((desk.annotations(), desk.told()), (66, vec![]));
}

#[test]
fn the_deletion_is_accepted_as_one_step_that_can_be_undone() {
    let mut desk = Desk::of(66);
    let before = desk.session.project().clone();
    let text = desk.text(FILE);
    fs::remove_file(desk.file(FILE)).unwrap();
    desk.look();
    desk.told();
    desk.session.run(Command::AcceptFiles);
    desk.session.flush();
    assert_eq!((desk.annotations(), desk.asked()), (0, vec![]));
    assert_eq!(desk.told(), [pair("66 annotations were taken away outside (by another program), and this is taken in", KEPT)]);
    assert_eq!(desk.session.history().to_undo().unwrap().label, "Accept what was changed outside");
    desk.session.run(Command::Undo);
    desk.session.flush();
    assert_eq!(*desk.session.project(), before);
    assert_eq!(desk.text(FILE), text);
    let mut desk = desk.closed_and_opened();
    assert_eq!((desk.annotations(), desk.told()), (66, vec![]));
}

/// Nobody changed the evidence here, so there is nothing to settle: it goes with what hangs on it, as by hand.
#[test]
fn accepting_that_evidence_is_gone_takes_it_out_of_the_treatments_as_one_step() {
    let mut desk = Desk::of(66);
    let claim = desk.session.project().claims().keys().next().unwrap().clone();
    let treatment = |kind, evidence: &[&str]| Treatment {
        coder: id("a"),
        document: id("000"),
        claim: claim.clone(),
        kind,
        by: vec![],
        evidence: evidence.iter().map(|annotation| id(annotation)).collect(),
        importance: None,
        looked: None,
        memo: String::new(),
        changed: "2026-01-01T00:00:00Z".parse().unwrap(),
        extra: Extra::new(),
    };
    desk.session.run(Command::SetTreatment(treatment(TreatmentKind::Asserts, &["t-03", "t-60"])));
    desk.session.flush();
    assert_eq!(desk.told(), []);
    let before = desk.session.project().clone();
    fs::remove_file(desk.file(FILE)).unwrap();
    desk.look();
    desk.told();
    desk.session.run(Command::AcceptFiles);
    desk.session.flush();
    desk.session.poll();
    desk.session.flush();
    assert_eq!((desk.annotations(), desk.session.project().conflicts().len()), (0, 0));
    let untrue = desk.told().into_iter().filter(|(what, _)| what.contains("settle") || what.contains("does not exist")).collect::<Vec<_>>();
    assert_eq!(untrue, []);
    assert!(
        desk.session.project().treatments().is_empty(),
        "an assertion without evidence is none, as when the evidence is deleted by hand"
    );
    desk.session.run(Command::Undo);
    desk.session.flush();
    assert_eq!(*desk.session.project(), before);
    let mut desk = desk.closed_and_opened();
    assert_eq!((desk.annotations(), desk.told()), (66, vec![]));
}

#[test]
fn work_goes_on_while_nobody_has_decided_and_none_of_it_is_lost() {
    let mut desk = Desk::of(5);
    fs::remove_file(desk.file(FILE)).unwrap();
    desk.look();
    desk.told();
    desk.session.run(Command::CreateClaim { annotation: None, statement: "Elsewhere".to_owned() });
    memo(&mut desk, "t-01", "written meanwhile");
    assert!(desk.claims().contains("Elsewhere"), "other files are written");
    assert!(!desk.file(FILE).exists());
    assert_eq!(desk.session.saved_state(), SavedState::Saved, "the journal has it");
    desk.session.run(Command::PutFilesBack);
    desk.session.flush();
    assert!(desk.text(FILE).contains("written meanwhile"));
    let end = desk.session.project().clone();
    let mut desk = desk.closed_and_opened();
    assert_eq!(desk.told(), []);
    assert_eq!(*desk.session.project(), end);
}

#[test]
fn what_was_changed_here_meanwhile_is_not_taken_away_with_the_rest() {
    let mut desk = Desk::of(5);
    fs::remove_file(desk.file(FILE)).unwrap();
    desk.look();
    memo(&mut desk, "t-01", "written meanwhile");
    desk.told();
    desk.session.run(Command::AcceptFiles);
    desk.session.flush();
    assert_eq!(desk.annotations(), 1);
    assert_eq!(
        desk.told(),
        [
            pair("4 annotations were taken away outside (by another program), and this is taken in", KEPT),
            pair(
                "1 conflict to settle: the same was changed here and by others, each in another way",
                "What was changed here stands, the other is kept until then: Edit > Settle conflicts…"
            ),
        ]
    );
    assert!(desk.text(FILE).contains("written meanwhile"));
}

#[test]
fn nothing_is_deleted_when_nobody_answers_before_closing_and_it_is_told_at_the_next_opening_where_it_is_kept() {
    let mut desk = Desk::of(66);
    fs::remove_file(desk.file(FILE)).unwrap();
    desk.look();
    let mut desk = desk.closed_and_opened();
    let told = desk.told();
    assert_eq!(told.len(), 1, "{told:?}");
    let (what, hint) = &told[0];
    assert!(what.starts_with("annotations/a/2a/000.ron: this file was taken away outside Variorum since 2"), "{what}");
    assert!(what.ends_with("; it held 66 annotations"), "{what}");
    let kept = hint.strip_prefix("The project goes on without it; it is kept as ").unwrap();
    assert_eq!(desk.text(kept).matches("(id: \"t-").count(), 66);
}

#[test]
fn few_lost_records_are_taken_in_and_many_are_asked_about() {
    // A tenth is four of forty; more than three and more than a tenth is a question.
    for (of, lost, is_asked) in [(40, 4, false), (40, 5, true), (10, 3, false), (10, 4, true), (4, 4, true)] {
        let mut desk = Desk::of(of);
        desk.without(FILE, |n| n < lost);
        desk.look();
        if is_asked {
            let what = format!("annotations/a/2a/000.ron has lost {lost} annotations, of {of} records");
            assert_eq!((desk.annotations(), desk.asked()), (of, vec![what.clone()]));
            assert_eq!(desk.told(), [pair(what, UNDECIDED)]);
        } else {
            assert_eq!((desk.annotations(), desk.asked()), (of - lost, vec![]));
            let what = format!("{lost} annotations were taken away outside (by another program), and this is taken in");
            assert_eq!(desk.told(), [pair(what, KEPT)]);
        }
        assert_eq!(desk.kept(FILE).len(), 2, "both states are kept");
    }
}

#[test]
fn what_is_taken_in_is_told_by_kind_and_number() {
    let mut desk = Desk::of(3);
    let text = desk.text(FILE);
    let line = text.lines().find(|line| line.contains("t-01")).unwrap();
    let more = line.replace("t-01", "t-77");
    let changed = line.replace("\"Kim\")]", "\"Kim\")], memo: \"theirs\"");
    fs::write(desk.file(FILE), text.replace(line, &format!("{changed}\n{more}"))).unwrap();
    desk.look();
    let what = "1 annotation was changed and 1 annotation was added outside (by another program), and this is taken in";
    assert_eq!(desk.told(), [pair(what, KEPT)]);
    assert_eq!(desk.annotations(), 4);
    let text = desk.text(FILE).replace("theirs", "theirs again");
    fs::write(desk.file(FILE), text).unwrap();
    desk.look();
    assert_eq!(desk.told(), [pair("1 annotation was changed outside (by another program), and this is taken in", KEPT)]);
}

#[test]
fn the_same_state_of_a_file_is_kept_once() {
    let mut desk = Desk::of(3);
    let (one, two) = (desk.text(FILE), desk.text(FILE).replace("\"Kim\")]", "\"Kim\")], memo: \"m\""));
    for _ in 0..3 {
        fs::write(desk.file(FILE), &two).unwrap();
        desk.look();
        fs::write(desk.file(FILE), &one).unwrap();
        desk.look();
    }
    let mut expected = [one, two];
    expected.sort();
    assert_eq!(desk.kept(FILE), expected);
}

#[test]
fn a_file_broken_while_open_is_kept_back_and_nothing_of_it_is_taken_for_a_deletion() {
    let mut desk = Desk::of(6);
    let text = desk.text(FILE);
    let broken = text.replacen("code: \"PER\"", "code: \"PER", 1);
    fs::write(desk.file(FILE), &broken).unwrap();
    desk.look();
    assert_eq!(desk.annotations(), 6);
    let asked = desk.asked();
    assert!(asked[0].starts_with("annotations/a/2a/000.ron cannot be read any more: line "), "{asked:?}");
    assert_eq!(asked.len(), 1);
    assert!(!desk.session.questions()[0].fault.can_be_accepted());
    assert_eq!(desk.told()[0], pair(asked[0].clone(), UNDECIDED));
    memo(&mut desk, "t-01", "written meanwhile");
    assert_eq!(desk.text(FILE), broken, "nothing is written to it");
    // Accepting is for files that can be read.
    desk.session.run(Command::AcceptFiles);
    desk.session.flush();
    assert_eq!((desk.annotations(), desk.asked()), (6, asked));
    desk.session.run(Command::PutFilesBack);
    desk.session.flush();
    assert!(desk.text(FILE).contains("written meanwhile"));
    assert!(desk.kept(FILE).contains(&broken));
    let mut desk = desk.closed_and_opened();
    assert_eq!((desk.annotations(), desk.told()), (6, vec![]));
}

#[test]
fn bytes_that_are_no_text_and_a_record_that_cannot_be_made_out_keep_the_file_back_too() {
    let mut desk = Desk::of(6);
    let text = desk.text(FILE);
    let mut bytes = text.clone().into_bytes();
    let at = text.find("t-03").unwrap();
    bytes[at] = 0xff;
    fs::write(desk.file(FILE), bytes).unwrap();
    desk.look();
    assert_eq!(
        desk.asked(),
        [format!("annotations/a/2a/000.ron cannot be read any more: line 7: byte {at} belongs to no character, so the file is not UTF-8")]
    );
    fs::write(desk.file(FILE), text.replacen("\"t-03\"", "\"t 03\"", 1)).unwrap();
    desk.look();
    let asked = desk.asked();
    assert!(asked[0].starts_with("annotations/a/2a/000.ron cannot be read any more: line 7:"), "{asked:?}");
    assert_eq!(desk.annotations(), 6);
}

#[test]
fn a_file_that_comes_back_or_is_mended_by_hand_is_no_question_any_more() {
    let mut desk = Desk::of(6);
    let text = desk.text(FILE);
    fs::remove_file(desk.file(FILE)).unwrap();
    desk.look();
    assert_eq!(desk.asked().len(), 1);
    fs::write(desk.file(FILE), &text).unwrap();
    desk.look();
    assert_eq!(desk.asked(), Vec::<String>::new());
    fs::write(desk.file(FILE), "(").unwrap();
    desk.look();
    assert_eq!(desk.asked().len(), 1);
    fs::write(desk.file(FILE), text.replacen("\"Kim\")]", "\"Kim\")], memo: \"mended\"", 1)).unwrap();
    desk.look();
    assert_eq!((desk.annotations(), desk.asked()), (6, vec![]));
    assert!(desk.session.project().annotations().values().any(|a| a.memo == "mended"));
}

#[test]
fn records_that_moved_to_another_file_are_not_lost() {
    let mut desk = Desk::of(6);
    let b = desk.text(FILE).replace("coder: \"a\"", "coder: \"b\"");
    fs::remove_file(desk.file(FILE)).unwrap();
    fs::create_dir_all(desk.file("annotations/b/2a")).unwrap();
    fs::write(desk.file("annotations/b/2a/000.ron"), b).unwrap();
    fs::write(desk.file("coders/b.ron"), "(\nformat: \"2.0\",\nid: \"b\",\nname: \"B\",\n)\n").unwrap();
    desk.look();
    assert_eq!((desk.annotations(), desk.asked()), (6, vec![]));
    let what = "6 annotations were changed and 1 coder was added outside (by another program), and this is taken in";
    assert_eq!(desk.told(), [pair(what, KEPT)]);
}

#[test]
fn a_text_that_is_not_the_one_that_was_coded_is_asked_about() {
    let mut desk = Desk::of(6);
    fs::write(desk.file("documents/2a/000.txt"), "Kin Jong Un").unwrap();
    desk.look();
    let what = "documents/2a/000.txt is not the text that was coded: its SHA-256 differs from the one in its document's file";
    assert_eq!(desk.asked(), [what]);
    assert!(desk.session.project().annotations().values().all(|a| !a.orphan));
    desk.session.run(Command::PutFilesBack);
    desk.session.flush();
    assert_eq!(desk.text("documents/2a/000.txt"), TEXT);
    fs::remove_file(desk.file("documents/2a/000.txt")).unwrap();
    desk.look();
    assert_eq!(desk.asked(), ["documents/2a/000.txt is gone"]);
    desk.session.run(Command::PutFilesBack);
    desk.session.flush();
    assert_eq!(desk.text("documents/2a/000.txt"), TEXT);
    assert_eq!(desk.kept("documents/2a/000.txt").len(), 2);
}

#[test]
fn the_main_files_are_asked_about_too() {
    for file in ["project.ron", "codebook.ron", "coders/a.ron"] {
        let mut desk = Desk::of(2);
        let text = desk.text(file);
        fs::remove_file(desk.file(file)).unwrap();
        desk.look();
        let asked = desk.asked();
        assert!(asked.len() == 1 && asked[0].starts_with(&format!("{file} is gone")), "{asked:?}");
        memo(&mut desk, "t-01", "written meanwhile");
        assert_eq!(desk.session.saved_state(), SavedState::Saved);
        desk.session.run(Command::PutFilesBack);
        desk.session.flush();
        assert_eq!(desk.text(file), text);
        let end = desk.session.project().clone();
        let mut desk = desk.closed_and_opened();
        assert_eq!(desk.told(), []);
        assert_eq!(*desk.session.project(), end);
    }
}

#[test]
fn many_files_that_are_gone_are_told_in_one_sentence() {
    let mut desk = Desk::of(2);
    fs::remove_dir_all(desk.file("documents")).unwrap();
    fs::remove_dir_all(desk.file("annotations")).unwrap();
    fs::remove_dir_all(desk.file("claims")).unwrap();
    let before = desk.session.project().clone();
    desk.look();
    let hint = "Their records stay in the project and nothing is written to them until you decide; what they said is kept in \
        .variorum/backups/outside";
    assert_eq!(desk.told(), [pair("6 files were changed outside in a way that has to be decided about; 6 of them are gone", hint)]);
    assert_eq!(*desk.session.project(), before);
    desk.session.run(Command::PutFilesBack);
    assert_eq!(desk.told(), [pair("6 files are put back", "")]);
    desk.session.flush();
    let mut desk = desk.closed_and_opened();
    assert_eq!(desk.told(), []);
    assert_eq!(*desk.session.project(), before);
}

#[test]
fn a_change_in_the_moment_of_a_save_is_noticed_though_length_and_time_are_the_same() {
    let mut desk = Desk::of(2);
    memo(&mut desk, "t-01", "mine");
    let modified = fs::metadata(desk.file(FILE)).unwrap().modified().unwrap();
    fs::write(desk.file(FILE), desk.text(FILE).replace("mine", "mind")).unwrap();
    fs::File::options().write(true).open(desk.file(FILE)).unwrap().set_modified(modified).unwrap();
    desk.look();
    assert_eq!(desk.told(), [pair("1 annotation was changed outside (by another program), and this is taken in", KEPT)]);
}

/// Nobody looks at the files before our own next change is saved: the save itself has to notice.
#[test]
fn a_save_notices_a_change_that_came_in_the_moment_of_the_save_before() {
    let mut desk = Desk::of(2);
    memo(&mut desk, "t-01", "mine");
    let modified = fs::metadata(desk.file(FILE)).unwrap().modified().unwrap();
    fs::write(desk.file(FILE), desk.text(FILE).replace("mine", "mind")).unwrap();
    fs::File::options().write(true).open(desk.file(FILE)).unwrap().set_modified(modified).unwrap();
    memo(&mut desk, "t-00", "ours");
    desk.session.poll();
    desk.session.flush();
    let memos = ["t-00", "t-01"].map(|id| desk.session.project().annotations()[&story::id::<AnnotationId>(id)].memo.clone());
    assert_eq!(memos, ["ours", "mind"]);
    assert!(desk.text(FILE).contains("mind") && desk.text(FILE).contains("ours"));
}

#[test]
fn a_command_that_brings_something_in_deletes_nothing_and_says_what_is_to_be_decided() {
    let mut desk = Desk::of(66);
    fs::remove_file(desk.file(FILE)).unwrap();
    let claim = desk.session.project().claims().values().next().unwrap();
    let changed = Edit::Set(Claim { statement: "They did not meet".to_owned(), ..(**claim).clone() }.into());
    let more = Edit::Add(Annotation { memo: "new".to_owned(), ..annotation(77) }.into());
    let told = desk.session.bring_in_now("Import".to_owned(), id("a"), vec![changed, more], Vec::new()).unwrap();
    let told: Vec<(String, String)> = told.into_iter().map(|Notice { what, hint, .. }| (what, hint)).collect();
    assert_eq!(told, [pair("annotations/a/2a/000.ron is gone: 66 annotations", UNDECIDED)]);
    assert_eq!(desk.annotations(), 67);
    assert!(desk.claims().contains("They did not meet"));
    let desk = desk.closed_and_opened();
    assert!(desk.session.project().annotations().contains_key(&id::<AnnotationId>("t-77")), "the journal has it");
}
