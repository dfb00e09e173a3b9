//! The program is killed at any moment: every step that was reported durable is there afterwards, and nothing is damaged.
//!
//! The test starts itself as a child that makes changes and saves, reads its reports and kills it. Twenty kills always; with
//! `VARIORUM_SLOW=1` two hundred and fifty.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use support::{id, now, put, small, transaction};
use variorum::model::{Annotation, AnnotationId, CoderId, Document, DocumentId, Edit, Link, Memo, Project, RecordId, Transaction};
use variorum::store::{Access, Mode, ReadOnlyReason, Step, create, open};
use variorum::text::ReadingText;

const FOLDER: &str = "VARIORUM_CRASH_FOLDER";
/// How long the names of the child's steps are (bytes): three of the long ones fill a part of the journal.
const LENGTH: &str = "VARIORUM_CRASH_LENGTH";
const LONG: usize = 400_000;

/// A small generator of numbers, seeded: the same kills every time as far as the machine allows.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }
}

/// Step `number` of the child: depends on nothing but its number, so the parent knows what must be there.
fn edits(project: &Project, number: u64) -> Vec<Edit> {
    let name = |n: u64| format!("n-{n:06}");
    let document = |n: u64| format!("d{}", n % 5);
    match number % 7 {
        0 => vec![
            Edit::Add(
                Document::new(id(&format!("e{number:06}")), ReadingText::new(format!("Text {number}. ").repeat(200)).unwrap()).into(),
            ),
            Edit::Add(Annotation { document: id(&format!("e{number:06}")), ..put(&name(number), 0, 4, "Text") }.into()),
        ],
        1 => vec![Edit::Add(
            Memo {
                id: id(&name(number)),
                coder: id("a"),
                about: None,
                links: Vec::new(),
                title: String::new(),
                text: "long ".repeat(500),
                created: now(),
                changed: None,
                extra: variorum::model::Extra::new(),
            }
            .into(),
        )],
        2 if number > 9 => {
            let old = project.annotations().get(&id::<AnnotationId>(&name(number - 2)));
            // Another coder takes it over: the record moves from one file to another.
            let coder: CoderId = id("b");
            old.map(|a| Edit::Set(Annotation { coder, ..(**a).clone() }.into())).into_iter().collect()
        }
        3 => vec![
            Edit::Add(Annotation { document: id(&document(number)), ..put(&name(number), 0, 3, "Kim") }.into()),
            Edit::Add(
                Link {
                    id: id(&name(number)),
                    coder: id("a"),
                    kind: id("same"),
                    from: id(&name(number)),
                    to: id("y"),
                    attributes: [].into(),
                    memo: String::new(),
                    created: now(),
                    extra: variorum::model::Extra::new(),
                }
                .into(),
            ),
        ],
        _ => vec![Edit::Add(Annotation { document: id(&document(number)), ..put(&name(number), 8, 13, "Putin") }.into())],
    }
}

fn start() -> Project {
    let mut project = small();
    let text = project.documents().get(&id::<DocumentId>("d0")).unwrap().text.clone();
    let documents = (1..5).map(|n| Edit::Add(Document::new(id(&format!("d{n}")), text.clone()).into()));
    let mut edits: Vec<Edit> = documents.collect();
    let mut coder = (**project.coders().get(&id::<CoderId>("a")).unwrap()).clone();
    coder.id = id("b");
    edits.push(Edit::Add(coder.into()));
    project.apply(&transaction(edits)).unwrap();
    project
}

/// The state after step `last`, from nothing but the numbers.
fn expected(from: &Project, first: u64, last: u64) -> Project {
    let mut project = from.clone();
    for number in first..=last {
        let edits = edits(&project, number);
        project.apply(&transaction(edits)).unwrap();
    }
    project
}

/// Is no test by itself: what the child does. Without the folder there is nothing to do.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let opened = open(Path::new(&folder), Mode::ReadWrite, now()).unwrap();
    let (mut project, mut store) = (opened.project, opened.store);
    let mut journal = store.journal().unwrap();
    let mut number = opened.steps.iter().map(Step::number).max().unwrap_or(0);
    let length = std::env::var(LENGTH).ok().and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut out = std::io::stdout().lock();
    loop {
        number += 1;
        let transaction = Transaction { label: "x".repeat(length), ..transaction(edits(&project, number)) };
        let inverse = project.apply(&transaction).unwrap();
        journal.append(&Step::Do { number, transaction, inverse, selection: None }).unwrap();
        writeln!(out, "durable {number}").unwrap();
        out.flush().unwrap();
        if number % 3 == 0 {
            store.save(&project, number).unwrap();
        }
    }
}

/// A child that is being started holds every lock its parent holds until it runs a program of its own, so nothing is made meanwhile.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn make(root: &Path) {
    let _alone = ONE_AT_A_TIME.lock();
    drop(create(root, &start(), now()).unwrap());
}

fn spawn(folder: &Path, length: usize) -> Child {
    let _alone = ONE_AT_A_TIME.lock();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["child", "--exact", "--nocapture", "--test-threads=1"]).env(FOLDER, folder).env(LENGTH, length.to_string());
    command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap()
}

/// Lets the child report some steps, burns a random moment and kills it; the last step it reported.
fn run_and_kill(folder: &Path, length: usize, numbers: &mut Numbers) -> u64 {
    let mut child = spawn(folder, length);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let wanted = 1 + numbers.next() % 12;
    let mut last = 0;
    let mut seen = 0;
    let durable = |line: &str| line.rsplit_once("durable ").and_then(|(_, n)| n.parse::<u64>().ok());
    while seen < wanted {
        let line = lines.next().expect("the child goes on until it is killed").unwrap();
        if let Some(number) = durable(&line) {
            last = number;
            seen += 1;
        }
    }
    let spin = numbers.next() % 3_000_000;
    for n in 0..spin {
        std::hint::black_box(n);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // What it reported between the last line read and its death counts as well.
    for line in lines.map_while(Result::ok) {
        last = durable(&line).unwrap_or(last);
    }
    last
}

#[test]
fn a_killed_program_loses_nothing_that_it_reported_as_durable() {
    let (folder, known) = kill_again_and_again(0);
    assert!(known.has(&RecordId::Annotation(id("n-000004"))));
    drop(folder);
}

#[test]
fn a_program_that_is_killed_while_it_ends_a_part_of_the_journal_loses_nothing() {
    let (folder, known) = kill_again_and_again(LONG);
    let Some(folder) = folder else { return };
    let mut opened = open(&folder.path().join("p"), Mode::ReadWrite, now()).unwrap();
    let (mut steps, findings) = opened.older.read_all().unwrap();
    assert_eq!(findings, []);
    assert!(steps.iter().filter(|step| matches!(step, Step::Saved { older: Some(_), .. })).count() > 2, "several parts");
    steps.append(&mut opened.steps);
    let mut back = known.clone();
    let mut undone = 0;
    for step in steps.iter().rev() {
        if let Step::Do { inverse, .. } = step {
            back.apply(&transaction(inverse.clone())).unwrap();
            undone += 1;
        }
    }
    assert!(back == start(), "every step of every part leads back to the beginning");
    assert_eq!(undone, steps.iter().map(Step::number).max().unwrap());
}

/// Kills the child and looks what is there, many times; the last state. The child itself does nothing here.
fn kill_again_and_again(length: usize) -> (Option<tempfile::TempDir>, Project) {
    if std::env::var_os(FOLDER).is_some() {
        return (None, start());
    }
    let kills = if std::env::var_os("VARIORUM_SLOW").is_some() { 250 } else { 20 };
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("p");
    make(&root);
    let mut numbers = Numbers(20_260_102);
    let mut known = (start(), 0);
    let mut recovered = 0;
    for kill in 0..kills {
        let durable = run_and_kill(&root, length, &mut numbers);
        let mut opened = open(&root, Mode::ReadWrite, now()).unwrap();
        let last = opened.steps.iter().map(Step::number).max().unwrap_or(0);
        assert!(last >= durable, "kill {kill}: step {durable} was reported as durable, but the journal ends at {last}");
        assert!(last <= durable + 1, "kill {kill}: at most one step can be durable and not reported");
        known = (expected(&known.0, known.1 + 1, last), last);
        assert!(opened.project == known.0, "kill {kill}: the state is not the one after step {last}");
        let torn = |f: &variorum::store::Finding| f.what.starts_with("the last record ends in the middle");
        let odd: Vec<_> = opened.report.findings.iter().filter(|f| !torn(f)).collect();
        assert!(odd.is_empty(), "kill {kill}: {odd:#?}");
        for record in opened.project.records() {
            assert_eq!(opened.project.faults_of(&record), [], "kill {kill}");
        }
        recovered += opened.report.recovered_steps;
        // Every other time the recovered state is saved and must be whole without the journal.
        if kill % 2 == 0 {
            opened.store.save(&opened.project, last).unwrap();
            drop(opened);
            let again = open(&root, Mode::ReadOnly, now()).unwrap();
            assert_eq!((again.report.recovered_steps, again.report.findings.len()), (0, 0), "kill {kill}: {:#?}", again.report.findings);
            assert!(again.project == known.0, "kill {kill}: saved and read again");
        }
    }
    assert!(recovered > 0, "some kills must come between a step and its save");
    (Some(folder), known.0)
}

#[test]
fn a_second_process_opens_for_reading_only_and_says_who_writes() {
    if std::env::var_os(FOLDER).is_some() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("p");
    make(&root);
    let mut child = spawn(&root, 0);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.by_ref().map_while(Result::ok).find(|l| l.contains("durable")).unwrap();
    let opened = open(&root, Mode::ReadWrite, now());
    let pid = child.id();
    child.kill().unwrap();
    child.wait().unwrap();
    let access = opened.map(|o| o.report.access);
    assert!(matches!(&access, Ok(Access::ReadOnly(ReadOnlyReason::LockedBy { pid: told, .. })) if *told == pid), "{access:?}");
    assert_eq!(open(&root, Mode::ReadWrite, now()).unwrap().report.access, Access::ReadWrite, "a dead process holds no lock");
}
