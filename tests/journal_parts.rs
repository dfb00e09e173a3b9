//! The journal in parts: opening reads the last one, undo comes to all of them, and no state that a crash leaves costs anything.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use support::{now, small};
use variorum::model::{Project, ProjectInfo};
use variorum::session::{Command, Environment, Session};
use variorum::store::{Mode, Opened, Step, create, open};

/// A note of which two steps fill a part: a step has the one before it as well.
fn note(number: usize) -> String {
    format!("{number} {}", "x".repeat(300_000))
}

struct Folder {
    _temporary: tempfile::TempDir,
    root: PathBuf,
}

impl Folder {
    fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().join("p");
        drop(create(&root, &small(), now()).unwrap());
        Self { _temporary: temporary, root }
    }

    /// One in whose journal are this many steps, in parts.
    fn with_steps(count: usize) -> Self {
        let folder = Self::new();
        let mut session = folder.session();
        (1..=count).for_each(|number| set_note(&mut session, number));
        drop(session);
        assert!(!folder.parts().is_empty(), "{:?}", folder.parts());
        folder
    }

    fn session(&self) -> Session {
        Session::open(&self.root, Environment::fixed(now()), Arc::new(|| {})).unwrap()
    }

    fn opened(&self) -> Opened {
        open(&self.root, Mode::ReadOnly, now()).unwrap()
    }

    fn journal(&self) -> PathBuf {
        self.root.join(".variorum/journal.ron")
    }

    /// The older parts, oldest first.
    fn parts(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.root.join(".variorum/journal")).into_iter().flatten().flatten();
        let mut parts: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        parts.sort();
        parts
    }
}

fn set_note(session: &mut Session, number: usize) {
    let info = ProjectInfo { note: note(number), ..session.project().info().clone() };
    session.run(Command::SetProject(info));
    session.flush();
}

fn number_of(project: &Project) -> usize {
    project.info().note.split(' ').next().unwrap().parse().unwrap_or(0)
}

fn undo(session: &mut Session) {
    session.run(Command::Undo);
    session.wait();
    session.flush();
}

/// Undoes everything, then does everything again; the states on the way, as the numbers of their notes.
fn back_and_forth(session: &mut Session) -> (Vec<usize>, Vec<usize>) {
    let (mut back, mut forth) = (Vec::new(), Vec::new());
    while session.history().undo_label().is_some() {
        undo(session);
        back.push(number_of(session.project()));
    }
    while session.history().to_redo().is_some() {
        session.run(Command::Redo);
        forth.push(number_of(session.project()));
    }
    (back, forth)
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).unwrap().len()
}

#[test]
fn opening_reads_the_last_part_and_undo_comes_to_all_of_them() {
    let folder = Folder::with_steps(9);
    assert!(size(&folder.journal()) < 2_000_000, "what opening reads does not grow with the history");
    let opened = folder.opened();
    assert!(opened.steps.iter().filter(|step| matches!(step, Step::Do { .. })).count() <= 2);
    assert_eq!((number_of(&opened.project), opened.report.findings), (9, vec![]));
    let mut session = folder.session();
    let (back, forth) = back_and_forth(&mut session);
    assert_eq!(back, [8, 7, 6, 5, 4, 3, 2, 1, 0]);
    assert_eq!(forth, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(session.take_notices().into_iter().filter(|n| n.hint.contains("journal")).count(), 0);
}

#[test]
fn the_name_of_a_step_that_was_not_read_is_known() {
    let folder = Folder::with_steps(8);
    let mut session = folder.session();
    let before = session.history().entries().0.len();
    let label = session.history().undo_label().unwrap().to_owned();
    undo(&mut session);
    assert_eq!(number_of(session.project()), 7);
    assert!(session.history().entries().0.len() > before || before > 0);
    assert!(session.history().to_redo().unwrap().label == label);
    let mut session = {
        drop(session);
        folder.session()
    };
    session.run(Command::ReadOlderSteps);
    session.wait();
    assert_eq!((session.history().older(), session.history().entries().0.len(), session.history().entries().1), (None, 8, 7));
}

#[test]
fn whatever_is_done_undone_and_opened_again_the_beginning_and_the_end_are_reached() {
    for seed in 0..6 {
        let folder = Folder::new();
        let mut state: u64 = seed;
        let mut below = |limit: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % limit
        };
        let mut session = folder.session();
        // What each step led to, and how many of them are done: the plainest idea of undo.
        let (mut states, mut done) = (vec![0], 0);
        for number in 1..=14 {
            match below(6) {
                0 if done > 0 => {
                    undo(&mut session);
                    done -= 1;
                }
                1 if done + 1 < states.len() => {
                    session.run(Command::Redo);
                    session.flush();
                    done += 1;
                }
                2 => {
                    drop(session);
                    session = folder.session();
                }
                _ => {
                    set_note(&mut session, number);
                    states.truncate(done + 1);
                    states.push(number);
                    done += 1;
                }
            }
            assert_eq!(number_of(session.project()), states[done], "seed {seed}");
        }
        drop(session);
        assert_eq!(number_of(&folder.opened().project), states[done]);
        let mut session = folder.session();
        let (back, forth) = back_and_forth(&mut session);
        assert_eq!(back, states[..done].iter().rev().copied().collect::<Vec<_>>(), "seed {seed}");
        assert_eq!(forth, states[1..].to_vec(), "seed {seed}");
    }
}

#[test]
fn a_crash_between_two_parts_costs_nothing() {
    let folder = Folder::with_steps(7);
    // The old part has its new name, and the new part is not there yet.
    let last = folder.parts().pop().unwrap();
    if size(&folder.journal()) < 1_000 {
        fs::remove_file(folder.journal()).unwrap();
    } else {
        // Make the last part end here, as if the new one were the next to be written.
        let mut session = folder.session();
        set_note(&mut session, 8);
        drop(session);
        fs::remove_file(folder.journal()).unwrap();
    }
    assert!(last.exists());
    let reached = number_of(&folder.opened().project);
    let mut session = folder.session();
    set_note(&mut session, reached + 1);
    drop(session);
    let opened = folder.opened();
    assert_eq!((number_of(&opened.project), opened.report.findings), (reached + 1, vec![]));
    let (back, _) = back_and_forth(&mut folder.session());
    assert_eq!(back, (0..=reached).rev().collect::<Vec<_>>());
}

#[test]
fn a_damaged_first_line_is_told_and_the_part_before_is_read_instead() {
    let folder = Folder::with_steps(7);
    let text = fs::read_to_string(folder.journal()).unwrap();
    fs::write(folder.journal(), text.replacen("Saved(", "Sived(", 1)).unwrap();
    let mut session = folder.session();
    let told: Vec<String> = session.take_notices().into_iter().map(|notice| notice.what).collect();
    assert!(
        told.iter().any(|what| what.starts_with(".variorum/journal.ron:1: this record is damaged") && what.contains("no step is missing")),
        "{told:?}"
    );
    let (back, forth) = back_and_forth(&mut session);
    assert_eq!((back, forth), ((0..7).rev().collect(), (1..=7).collect()));
    drop(session);
    // It was put right: the next start reads the last part alone again.
    assert!(fs::read_to_string(folder.journal()).unwrap().starts_with("Saved("));
    assert_eq!(folder.opened().report.findings, []);
}

#[test]
fn steps_of_a_part_that_is_damaged_or_gone_cannot_be_undone_and_nothing_else_is_lost() {
    let folder = Folder::with_steps(9);
    let parts = folder.parts();
    let middle = parts.len() / 2;
    let bytes = fs::read(&parts[middle]).unwrap();
    let mut damaged = bytes.clone();
    damaged[bytes.len() / 2] ^= 1;
    fs::write(&parts[middle], &damaged).unwrap();
    let mut session = folder.session();
    assert_eq!(number_of(session.project()), 9);
    let (back, forth) = back_and_forth(&mut session);
    assert!(!back.is_empty() && back.len() < 9 && forth.last() == Some(&9), "{back:?} {forth:?}");
    let told: Vec<String> = session.take_notices().into_iter().map(|notice| notice.what).collect();
    assert!(told.iter().any(|what| what.contains("cannot be undone any more")), "{told:?}");
    assert_eq!(fs::read(&parts[middle]).unwrap(), damaged, "it is kept as it is");
    drop(session);
    fs::remove_file(&parts[middle]).unwrap();
    assert_eq!(number_of(folder.session().project()), 9);
}

#[test]
fn an_earlier_state_of_the_journal_that_was_put_back_doubles_no_step() {
    let folder = Folder::with_steps(3);
    let earlier = fs::read(folder.parts().pop().unwrap()).unwrap();
    let mut session = folder.session();
    (4..=7).for_each(|number| set_note(&mut session, number));
    drop(session);
    fs::write(folder.journal(), &earlier).unwrap();
    let opened = folder.opened();
    let mut numbers: Vec<u64> = opened.steps.iter().filter(|step| matches!(step, Step::Do { .. })).map(Step::number).collect();
    let count = numbers.len();
    numbers.dedup();
    assert_eq!(numbers.len(), count);
    assert_eq!(number_of(&opened.project), 7);
}

#[test]
fn a_long_journal_of_one_part_is_cut_when_it_is_opened() {
    let folder = Folder::with_steps(7);
    // As older versions kept it: all in one file.
    let mut whole = Vec::new();
    for part in folder.parts() {
        whole.extend(fs::read(&part).unwrap());
    }
    whole.extend(fs::read(folder.journal()).unwrap());
    let whole = String::from_utf8(whole).unwrap();
    let text: String = whole.split_inclusive('\n').filter(|line| !line.contains("older:")).collect();
    fs::remove_dir_all(folder.root.join(".variorum/journal")).unwrap();
    fs::write(folder.journal(), &text).unwrap();
    let opened = folder.opened();
    assert_eq!((number_of(&opened.project), opened.report.findings), (7, vec![]));
    drop(folder.session());
    assert_eq!(folder.parts().len(), 1);
    assert_eq!(fs::read_to_string(&folder.parts()[0]).unwrap(), text);
    assert!(size(&folder.journal()) < 1_000);
    let (back, forth) = back_and_forth(&mut folder.session());
    assert_eq!((back, forth), ((0..7).rev().collect(), (1..=7).collect()));
}
