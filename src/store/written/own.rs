//! Whether a file that the log does not know in this state is of our own making.
//!
//! A crash may take the last lines of the log, or come between a file and its line. What such a file has that the log does not know
//! was then made by steps behind the one that the log names, and those are all in the journal: every line that is new in the file
//! is a record as one of these steps put it or found it, and so is every line that is gone. A file that another program took back to
//! an older state does not pass: its lines are older than the log.

use std::collections::{HashMap, HashSet};

use super::super::digest::quick;
use super::super::journal::Step;
use super::super::layout::FileKey;
use super::super::render::{head_line, info_line, lines_of};
use super::lines::{Difference, Lines, line_digest};
use super::words::LISTS;
use crate::model::{Edit, Record};

/// What steps put and found, each with the last step that did.
#[derive(Debug, Default)]
pub(super) struct Own {
    lines: HashMap<u32, u64>,
    texts: HashMap<u64, u64>,
    structure: HashSet<u32>,
}

impl Own {
    /// Looks at the steps behind `after`.
    pub fn of(steps: &[Step], after: u64) -> Self {
        let mut own = Self { structure: structure(), ..Self::default() };
        let mut done: HashMap<u64, &[Edit]> = HashMap::new();
        let mut inverses: HashMap<u64, &[Edit]> = HashMap::new();
        for step in steps {
            let number = step.number();
            let meant: &[u64] = match step {
                Step::Do { transaction, inverse, .. } => {
                    done.insert(number, &transaction.edits);
                    inverses.insert(number, inverse);
                    std::slice::from_ref(&number)
                }
                Step::Undo { steps, .. } | Step::Redo { steps, .. } => steps,
                Step::Saved { .. } => continue,
            };
            if number <= after {
                continue;
            }
            if let Step::Undo { instead: Some(instead), .. } | Step::Redo { instead: Some(instead), .. } = step {
                instead.edits.iter().chain(&instead.inverse).for_each(|edit| own.take_in(edit, number));
            }
            for meant in meant {
                for edit in done.get(meant).into_iter().chain(inverses.get(meant)).flat_map(|edits| edits.iter()) {
                    own.take_in(edit, number);
                }
            }
        }
        own
    }

    fn take_in(&mut self, edit: &Edit, number: u64) {
        let lines = match edit {
            Edit::Add(record) | Edit::Set(record) => {
                if let Record::Document(document) = record {
                    self.texts.insert(quick(document.text.as_str().as_bytes()), number);
                }
                lines_of(record)
            }
            Edit::SetProject(info) => info_line(info.clone()).map(|line| vec![line]),
            Edit::SetCodebook(info) => info_line(info.clone()).map(|line| vec![line]),
            Edit::Remove(_) | Edit::SetConflict(..) => return,
        };
        // What cannot be written was never in a file.
        for line in lines.unwrap_or_default() {
            self.lines.insert(line_digest(line.as_bytes()), number);
        }
    }

    /// Whether steps behind `step` made this difference of a file of records.
    pub fn explains(&self, step: u64, key: &FileKey, after: &Lines, difference: &Difference) -> bool {
        let head = head_line(key).map(|line| line_digest(line.as_bytes())).ok();
        let made = |digest: &u32| {
            self.lines.get(digest).is_some_and(|made| *made > step) || self.structure.contains(digest) || Some(*digest) == head
        };
        let new = difference.new.iter().map(|line| after.digests.get(line - 1));
        new.flatten().chain(&difference.gone).all(made)
    }

    /// Whether a step behind `step` put this text.
    pub fn explains_text(&self, step: u64, digest: u64) -> bool {
        self.texts.get(&digest).is_some_and(|made| *made > step)
    }
}

/// Lines that belong to no record.
fn structure() -> HashSet<u32> {
    let lists = LISTS.into_iter().map(|(name, _)| format!("{name}: ["));
    let others = ["", "(", ")", "],", "runs: ["].into_iter().map(str::to_owned);
    lists.chain(others).map(|line| line_digest(line.as_bytes())).collect()
}
