//! Another program at the files: while the project is open and between two sittings, with work of our own in between.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use variorum::model::{Project, RecordId};
use variorum::session::{Command, Environment, Notice, NoticeKind, SavedState, Session};

use crate::folder::Folder;
use crate::{Numbers, figures, some_or_all};

/// What came of all runs.
#[derive(Debug, Default)]
struct Figures {
    edits: usize,
    /// Edits that changed the project, and nothing was said.
    silent: usize,
    /// Records that went without being counted in a sentence.
    lost: usize,
    /// Files whose state before was not kept.
    not_kept: usize,
    asked: usize,
    taken_in: usize,
    /// Sittings after which a step of ours was not there.
    own_lost: usize,
}

/// Files of the project that hold records or texts, sorted.
fn files(root: &Path) -> Vec<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != ".variorum" && name != "original" {
                folders.push(path);
            } else if name.ends_with(".ron") || name.ends_with(".txt") {
                found.insert(path);
            }
        }
    }
    found.into_iter().collect()
}

/// One edit of a file that a colleague, a sync client or a bad disk may make. What it is called, and the file.
fn edit(root: &Path, older: &Path, numbers: &mut Numbers) -> (&'static str, PathBuf) {
    let path = numbers.pick(&files(root)).clone();
    let bytes = fs::read(&path).unwrap();
    let below = path.strip_prefix(root).unwrap().to_owned();
    let lines: Vec<&[u8]> = bytes.split_inclusive(|b| *b == b'\n').collect();
    let kind = match numbers.below(8) {
        0 => {
            fs::remove_file(&path).unwrap();
            "removed"
        }
        1 => {
            fs::write(&path, &bytes[..numbers.below(bytes.len().max(1))]).unwrap();
            "cut off"
        }
        2 => {
            let mut flipped = bytes.clone();
            let at = numbers.below(bytes.len().max(1));
            flipped.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << numbers.below(7));
            fs::write(&path, flipped).unwrap();
            "flipped"
        }
        3 => {
            let is_kept = |line: &&&[u8]| !line.starts_with(b"(id:") || line.len() % 3 > 0;
            fs::write(&path, lines.iter().filter(is_kept).copied().collect::<Vec<_>>().concat()).unwrap();
            "thinned"
        }
        4 => {
            let one = numbers.below(lines.len().max(1));
            let left = lines.iter().enumerate().filter(|(at, _)| *at != one).map(|(_, line)| *line);
            fs::write(&path, left.collect::<Vec<_>>().concat()).unwrap();
            "one line less"
        }
        5 => {
            fs::write(&path, String::from_utf8_lossy(&bytes).replace("the ", "The ").replace("Kim", "Kym")).unwrap();
            "reworded"
        }
        6 if older.join(&below).is_file() => {
            fs::copy(older.join(&below), &path).unwrap();
            "taken back"
        }
        _ => {
            fs::write(&path, b"").unwrap();
            "emptied"
        }
    };
    (kind, below)
}

fn step(session: &mut Session, numbers: &mut Numbers) {
    let ids: Vec<_> = session.project().annotations().keys().cloned().collect();
    if !ids.is_empty() {
        let id = numbers.pick(&ids).clone();
        session.run(Command::SetMemo(id, format!("A thought, number {}", numbers.next())));
    }
    session.run(Command::CreateClaim { annotation: None, statement: format!("Claim {}", numbers.next()) });
    session.flush();
}

fn open(root: &Path) -> Result<Session, Notice> {
    Session::open(root, Environment::real(), Arc::new(|| {}))
}

fn ids(project: &Project) -> BTreeSet<RecordId> {
    project.records().map(|record| record.id()).collect()
}

fn told(session: &mut Session) -> Vec<String> {
    session.take_notices().into_iter().map(|notice| format!("{} ({})", notice.what, notice.hint)).collect()
}

/// One run: a sitting with edits from outside in it, a pause with edits, and the next opening.
fn run(seed: u64, figures: &mut Figures) {
    let numbers = &mut Numbers::new(seed);
    let folder = Folder::sample();
    let older = folder.root.with_extension("older");
    crate::folder::copy(&folder.root, &older);
    let mut session = open(&folder.root).unwrap();
    step(&mut session, numbers);
    told(&mut session);
    for _ in 0..3 {
        let before = session.project().clone();
        let states: Vec<(PathBuf, Vec<u8>)> = files(&folder.root).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect();
        let (kind, file) = edit(&folder.root, &older, numbers);
        session.window_focused();
        session.flush();
        let said = told(&mut session);
        figures.edits += 1;
        let after = session.project().clone();
        if after != before && said.is_empty() {
            figures.silent += 1;
            println!("silent: seed {seed}: {} {kind}", file.display());
        }
        let lost = ids(&before).difference(&ids(&after)).count();
        if lost > 0 && !said.iter().any(|said| said.contains(" taken away outside")) {
            figures.lost += lost;
            println!("lost: seed {seed}: {} {kind}: {lost} {said:?}", file.display());
        }
        figures.asked += session.questions().len();
        figures.taken_in += usize::from(after != before);
        let (path, state) = states.iter().find(|(path, _)| path.ends_with(&file)).unwrap();
        let is_edited = !fs::read(path).is_ok_and(|bytes| bytes == *state);
        if is_edited && (after != before || !session.questions().is_empty()) {
            if !is_kept(&folder.root, &file, state) {
                figures.not_kept += 1;
                println!("not kept: seed {seed}: {} {kind}: {said:?}", file.display());
            }
        }
        if numbers.below(2) == 0 {
            session.run(if numbers.below(3) == 0 { Command::AcceptFiles } else { Command::PutFilesBack });
            session.flush();
        }
        step(&mut session, numbers);
        told(&mut session);
    }
    session.run(Command::PutFilesBack);
    session.flush();
    assert_eq!(session.saved_state(), SavedState::Saved, "seed {seed}: {:?}", told(&mut session));
    let end = session.project().clone();
    drop(session);
    reopened(seed, &folder.root, &older, &end, numbers, figures);
}

/// Opening again, untouched and then after one more edit: everything is there, or it is told.
fn reopened(seed: u64, root: &Path, older: &Path, end: &Project, numbers: &mut Numbers, figures: &mut Figures) {
    let mut session = open(root).unwrap();
    if session.project() != end {
        figures.own_lost += 1;
        println!("own work lost: seed {seed}: {:?}", told(&mut session));
    }
    told(&mut session);
    drop(session);
    let (kind, file) = edit(root, older, numbers);
    figures.edits += 1;
    // A main file that cannot be read may refuse the project, and says so.
    let Ok(mut session) = open(root) else { return };
    let notices = session.take_notices();
    let is_told = notices.iter().any(|notice| notice.kind != NoticeKind::Done);
    if session.project() != end && !is_told {
        figures.silent += 1;
        println!("silent at opening: seed {seed}: {} {kind}", file.display());
    }
}

fn is_kept(root: &Path, file: &Path, bytes: &[u8]) -> bool {
    let folder = root.join(".variorum/backups/outside").join(file.parent().unwrap());
    fs::read_dir(folder).is_ok_and(|mut kept| kept.any(|kept| fs::read(kept.unwrap().path()).is_ok_and(|kept| kept == bytes)))
}

#[test]
fn edits_from_outside_are_told_or_asked_about_and_cost_none_of_our_own_work() {
    let mut all = Figures::default();
    let runs = some_or_all(12, 150);
    (0..runs).for_each(|seed| run(seed as u64, &mut all));
    figures(
        "outside",
        &[
            ("runs", runs),
            ("edits", all.edits),
            ("asked", all.asked),
            ("taken in", all.taken_in),
            ("silent", all.silent),
            ("lost", all.lost),
            ("not kept", all.not_kept),
            ("own work lost", all.own_lost),
        ],
    );
    assert_eq!((all.silent, all.lost, all.not_kept, all.own_lost), (0, 0, 0, 0));
}
