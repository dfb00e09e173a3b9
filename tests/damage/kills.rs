//! The program is killed at any moment, and before it is started again another person changes the files: nothing of either is lost.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use variorum::model::Edit;
use variorum::store::{Mode, Severity, Step, create, open};

use crate::both_sides::{Ledger, others, ours, start};
use crate::support::{now, transaction};
use crate::{Numbers, figures, some_or_all};

const FOLDER: &str = "VARIORUM_DAMAGE_FOLDER";
const SEED: u64 = 20_260_108;

/// Is no test by itself: what the child does. Without the folder there is nothing to do.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let opened = open(Path::new(&folder), Mode::ReadWrite, now()).unwrap();
    let (mut project, mut store) = (opened.project, opened.store);
    let mut journal = store.journal().unwrap();
    let mut steps = opened.steps;
    let mut number = steps.iter().map(Step::number).max().unwrap_or(0);
    let mut out = std::io::stdout().lock();
    loop {
        number += 1;
        let step = step(&project, &steps, number);
        project.apply(&transaction(edits_of(&step, &steps))).unwrap();
        journal.append(&step).unwrap();
        steps.push(step);
        writeln!(out, "durable {number}").unwrap();
        out.flush().unwrap();
        if number % 5 == 0 {
            store.save(&project, number).unwrap();
        }
    }
}

/// Step `number`; every ninth takes the one before back, every eighteenth does it again.
fn step(project: &variorum::model::Project, steps: &[Step], number: u64) -> Step {
    match (number % 18, steps.iter().rev().find(|s| !matches!(s, Step::Saved { .. }))) {
        (9, Some(Step::Do { number: last, .. })) => Step::Undo { number, steps: vec![*last], time: now(), instead: None },
        (10, Some(Step::Undo { steps, .. })) => Step::Redo { number, steps: steps.clone(), time: now(), instead: None },
        _ => {
            let transaction = transaction(ours(project, SEED, number));
            let inverse = project.after(&transaction.edits).unwrap().1;
            Step::Do { number, transaction, inverse, selection: None }
        }
    }
}

fn edits_of(step: &Step, steps: &[Step]) -> Vec<Edit> {
    let find = |numbers: &[u64]| steps.iter().find(|s| matches!(s, Step::Do { .. }) && numbers.contains(&s.number()));
    match step {
        Step::Do { transaction, .. } => transaction.edits.clone(),
        Step::Undo { steps, .. } => match find(steps) {
            Some(Step::Do { inverse, .. }) => inverse.clone(),
            _ => Vec::new(),
        },
        Step::Redo { steps, .. } => match find(steps) {
            Some(Step::Do { transaction, .. }) => transaction.edits.clone(),
            _ => Vec::new(),
        },
        Step::Saved { .. } => Vec::new(),
    }
}

fn spawn(folder: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["kills::child", "--exact", "--nocapture", "--test-threads=1"]).env(FOLDER, folder);
    command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap()
}

/// Lets the child report some steps, burns a random moment and kills it; the last step it reported.
fn run_and_kill(folder: &Path, numbers: &mut Numbers) -> u64 {
    let mut child = spawn(folder);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let durable = |line: &str| line.rsplit_once("durable ").and_then(|(_, n)| n.parse::<u64>().ok());
    let mut last = 0;
    for _ in 0..=numbers.below(14) {
        last = lines.by_ref().map(|line| line.expect("the child goes on until it is killed")).find_map(|line| durable(&line)).unwrap();
    }
    for n in 0..numbers.next() % 3_000_000 {
        std::hint::black_box(n);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    for line in lines.map_while(Result::ok) {
        last = durable(&line).unwrap_or(last);
    }
    last
}

#[test]
fn nothing_of_either_side_is_lost_when_the_program_is_killed_and_others_change_the_files_meanwhile() {
    if std::env::var_os(FOLDER).is_some() {
        return;
    }
    let kills = some_or_all(12, 150);
    let temporary = tempfile::tempdir().unwrap();
    let root = temporary.path().join("p");
    drop(create(&root, &start(), now()).unwrap());
    let mut numbers = Numbers::new(SEED);
    let (mut known, mut steps, mut word) = (start(), Vec::<Step>::new(), 0);
    let mut ledger = Ledger::new(&known);
    let (mut durable, mut recovered, mut met, mut conflicts) = (0, 0, 0, 0);
    let mut lost = Vec::new();
    let mut kill = 0;
    // Which step a kill meets is chance: the rounds go on until an edit has met an unsaved step.
    while kill < kills || conflicts == 0 && kill < 150 {
        let reported = run_and_kill(&root, &mut numbers);
        let journal = std::fs::read_to_string(root.join(".variorum/journal.ron")).unwrap();
        // What the child had done is worked out from the numbers alone, up to the last step that is in the journal.
        let last = journal.lines().filter_map(|line| line.split_once("(number: ")?.1.split([',', ')']).next()?.parse::<u64>().ok()).max();
        let last = last.unwrap().max(reported);
        for number in steps.iter().map(Step::number).max().unwrap_or(0) + 1..=last {
            let step = step(&known, &steps, number);
            let edits = edits_of(&step, &steps);
            if number > reported && !is_whole(&journal, number) {
                break;
            }
            known.apply(&transaction(edits)).unwrap();
            ledger.ours(&known);
            steps.push(step);
        }
        others(&root, &mut ledger, &mut numbers, &mut word);
        let mut opened = open(&root, Mode::ReadWrite, now()).unwrap();
        let errors: Vec<_> = opened.report.findings.iter().filter(|f| f.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "kill {kill}: {errors:#?}");
        let found = opened.steps.iter().map(Step::number).max().unwrap_or(0);
        assert!(found >= reported, "kill {kill}: step {reported} was reported as durable, but the journal ends at {found}");
        for record in opened.project.records() {
            assert_eq!(opened.project.faults_of(&record), [], "kill {kill}");
        }
        lost.extend(ledger.lost(&opened.project, &root).into_iter().map(|what| format!("kill {kill}: {what}")));
        durable = last as usize;
        recovered += opened.report.recovered_steps;
        met += opened.report.met_outside;
        conflicts += opened.report.new_conflicts;
        known = opened.project.clone();
        steps = opened.steps.iter().filter(|s| !matches!(s, Step::Saved { .. })).cloned().collect();
        // Every third time what was recovered is saved, and must be whole without the journal.
        if kill % 3 == 0 {
            opened.store.save(&opened.project, found).unwrap();
            drop(opened);
            let again = open(&root, Mode::ReadOnly, now()).unwrap();
            assert_eq!((again.report.recovered_steps, again.report.new_conflicts), (0, 0), "kill {kill}: {:#?}", again.report);
            assert!(again.project == known, "kill {kill}: saved and read again");
        }
        kill += 1;
    }
    figures(
        "kills",
        &[
            ("tried", kill),
            ("steps", durable),
            ("recovered", recovered),
            ("edits-outside", ledger.edits),
            ("met", met),
            ("conflicts", conflicts),
            ("lost", lost.len()),
        ],
    );
    lost.sort();
    lost.dedup();
    assert!(lost.is_empty(), "{} of {} facts are lost: {:#?}", lost.len(), ledger.must.len(), &lost[..lost.len().min(20)]);
    assert!(recovered > 0 && met > 0 && conflicts > 0, "the kills and the edits must meet");
}

/// Whether a step that was not reported is in the journal with all of its line.
fn is_whole(journal: &str, number: u64) -> bool {
    journal
        .split_inclusive('\n')
        .any(|line| line.contains(&format!("(number: {number},")) && line.contains(") //crc:") && line.ends_with('\n'))
}
