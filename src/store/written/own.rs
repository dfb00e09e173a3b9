//! Whether a file that the log does not know in this state is of our own making.
//!
//! A crash may take the last lines of the log, or come between a file and its line. What such a file has that the log does not know
//! was then made by steps behind the one that the log names, and those are all in the journal: every line that is new in the file
//! is a record as one of these steps put it, and every line that is gone is a record as one of them found it. A file that another
//! program took back to an older state does not pass: its lines are older than the log.

use std::collections::{HashMap, HashSet};

use super::super::digest::quick;
use super::super::journal::Step;
use super::super::layout::FileKey;
use super::super::render::{head_line, lines_of, lines_of_head};
use super::lines::{Difference, Lines, line_digest};
use super::words::LISTS;
use crate::model::{DocumentId, Edit, Record, RecordId};

/// What steps put and what they found, each with the last step that did.
#[derive(Debug, Default)]
pub(super) struct Own {
    put: HashMap<u32, u64>,
    found: HashMap<u32, u64>,
    texts: HashMap<u64, u64>,
    removed: HashMap<DocumentId, u64>,
    structure: HashSet<u32>,
}

impl Own {
    /// Looks at the steps behind `after`.
    pub fn of(steps: &[Step], after: u64) -> Self {
        let mut own = Self { structure: structure(), ..Self::default() };
        let mut done: HashMap<u64, (&[Edit], &[Edit])> = HashMap::new();
        for step in steps {
            let number = step.number();
            if let Step::Do { transaction, inverse, .. } = step {
                done.insert(number, (&transaction.edits, inverse));
            }
            if number <= after {
                continue;
            }
            match step {
                Step::Do { .. } => own.take_in(done.get(&number), number),
                Step::Redo { steps, instead: None, .. } => steps.iter().for_each(|redone| own.take_in(done.get(redone), number)),
                Step::Undo { steps, instead: None, .. } => {
                    let back = |undone| done.get(undone).map(|(edits, inverse)| (*inverse, *edits));
                    for undone in steps {
                        own.take_in(back(undone).as_ref(), number);
                    }
                }
                Step::Undo { instead: Some(instead), .. } | Step::Redo { instead: Some(instead), .. } => {
                    own.take_in(Some(&(&instead.edits, &instead.inverse)), number);
                }
                Step::Saved { .. } => {}
            }
        }
        own
    }

    /// Notes edits and what leads back from them.
    fn take_in(&mut self, done: Option<&(&[Edit], &[Edit])>, number: u64) {
        let Some((edits, inverse)) = done else { return };
        edits.iter().for_each(|edit| self.put(edit, number));
        self.found.extend(inverse.iter().flat_map(digests).map(|digest| (digest, number)));
    }

    fn put(&mut self, edit: &Edit, number: u64) {
        if let Edit::Add(Record::Document(document)) | Edit::Set(Record::Document(document)) = edit {
            self.texts.insert(quick(document.text.as_str().as_bytes()), number);
        }
        if let Edit::Remove(RecordId::Document(id)) = edit {
            self.removed.insert(id.clone(), number);
        }
        self.put.extend(digests(edit).map(|digest| (digest, number)));
    }

    /// Whether steps behind `step` took this document away, and its text with it.
    pub fn removed(&self, step: u64, id: &DocumentId) -> bool {
        self.removed.get(id).is_some_and(|number| *number > step)
    }

    /// Whether steps behind `step` made this difference of a file of records.
    pub fn explains(&self, step: u64, key: &FileKey, after: &Lines, difference: &Difference) -> bool {
        let head = head_line(key).map(|line| line_digest(line.as_bytes())).ok();
        let is_frame = |digest: &u32| self.structure.contains(digest) || Some(*digest) == head;
        let made = |of: &HashMap<u32, u64>, digest: &u32| is_frame(digest) || of.get(digest).is_some_and(|made| *made > step);
        let mut new = difference.new.iter().filter_map(|line| after.digests.get(line - 1));
        new.all(|digest| made(&self.put, digest)) && difference.gone.iter().all(|digest| made(&self.found, digest))
    }

    /// Whether a step behind `step` put this text.
    pub fn explains_text(&self, step: u64, digest: u64) -> bool {
        self.texts.get(&digest).is_some_and(|made| *made > step)
    }
}

/// The lines of what an edit puts; what cannot be written was never in a file.
fn digests(edit: &Edit) -> impl Iterator<Item = u32> {
    let lines = match edit {
        Edit::Add(record) | Edit::Set(record) => lines_of(record),
        Edit::SetProject(info) => lines_of_head((**info).clone()),
        Edit::SetCodebook(info) => lines_of_head((**info).clone()),
        Edit::Remove(_) | Edit::SetConflict(..) => Ok(Vec::new()),
    };
    lines.unwrap_or_default().into_iter().map(|line| line_digest(line.as_bytes()))
}

/// Lines that belong to no record.
fn structure() -> HashSet<u32> {
    let lists = LISTS.into_iter().map(|(name, _)| format!("{name}: ["));
    let others = ["", "(", ")", "],", "runs: [", "rules: ["].into_iter().map(str::to_owned);
    lists.chain(others).map(|line| line_digest(line.as_bytes())).collect()
}
