//! The steps that were done, and how far one has gone back among them.

use jiff::Timestamp;

use super::Selection;
use crate::model::{Edit, Transaction};
use crate::store::Instead;

/// One step as undo and redo see it: one transaction, or several that were joined by their merge key.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The step's name.
    pub label: String,
    /// When it was last added to.
    pub time: Timestamp,
    /// Numbers of the journalled transactions in it, ascending.
    pub numbers: Vec<u64>,
    /// Edits that do it.
    pub forward: Vec<Edit>,
    /// Edits that undo it.
    pub inverse: Vec<Edit>,
    /// What was selected before it.
    pub before: Selection,
    /// What undoing it really did, where that was not just the inverse; doing it again takes that back.
    undone: Option<Instead>,
    merge_key: Option<String>,
}

impl Entry {
    /// Whether its undoing was just its inverse.
    pub fn is_plainly_undone(&self) -> bool {
        self.undone.is_none()
    }

    /// What its undoing has done, and what takes that back.
    pub fn undoing(&self) -> (&[Edit], &[Edit]) {
        self.undone.as_ref().map_or((&self.inverse, &self.forward), |instead| (&instead.edits, &instead.inverse))
    }
}

/// Everything that can be undone and redone. A new step after an undo puts the undone ones out of reach.
///
/// What came from outside is no step of the person at the window and does not stand here: undo goes past it and leaves it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    entries: Vec<Entry>,
    done: usize,
    /// The name of the last step before them, where there are some that were not read.
    older: Option<String>,
}

impl History {
    /// Adds a step that was just done.
    pub fn push(&mut self, number: u64, transaction: &Transaction, inverse: Vec<Edit>, before: Selection) {
        let joins = |last: &Entry| transaction.merge_key.is_some() && last.merge_key == transaction.merge_key;
        let at_end = self.done == self.entries.len();
        self.entries.truncate(self.done);
        match self.entries.last_mut() {
            Some(last) if at_end && joins(last) => {
                last.numbers.push(number);
                last.forward.extend(transaction.edits.iter().cloned());
                last.inverse.splice(0..0, inverse);
                last.time = transaction.time;
                return;
            }
            _ => {}
        }
        self.entries.push(Entry {
            label: transaction.label.clone(),
            time: transaction.time,
            numbers: vec![number],
            forward: transaction.edits.clone(),
            inverse,
            before,
            undone: None,
            merge_key: transaction.merge_key.clone(),
        });
        self.done = self.entries.len();
    }

    /// The step that undo would take back.
    pub fn to_undo(&self) -> Option<&Entry> {
        self.entries.get(self.done.checked_sub(1)?)
    }

    /// What the step is called that undo would take back, also where it was not read yet.
    pub fn undo_label(&self) -> Option<&str> {
        self.to_undo().map_or(self.older.as_deref(), |entry| Some(&entry.label))
    }

    /// The name of the last step before [`History::entries`], where there are some that were not read.
    pub fn older(&self) -> Option<&str> {
        self.older.as_deref()
    }

    pub(super) fn set_older(&mut self, name: Option<String>) {
        self.older = name;
    }

    /// Puts steps before these. What was undone of them, later steps have put out of reach.
    pub(super) fn put_before(&mut self, mut older: Self) {
        older.entries.truncate(older.done);
        older.entries.append(&mut self.entries);
        self.entries = older.entries;
        self.done += older.done;
        self.older = older.older;
    }

    /// The step that redo would do again.
    pub fn to_redo(&self) -> Option<&Entry> {
        self.entries.get(self.done)
    }

    /// Notes that the step [`History::to_undo`] names was taken back; `instead` is what that did where it was not just the inverse.
    pub fn undone(&mut self, instead: Option<Instead>) {
        self.done = self.done.saturating_sub(1);
        if let Some(entry) = self.entries.get_mut(self.done) {
            entry.undone = instead;
        }
    }

    /// Notes that the step [`History::to_redo`] names was done again.
    pub fn redone(&mut self) {
        self.done = (self.done + 1).min(self.entries.len());
    }

    /// All steps, oldest first, and how many of them are done.
    pub fn entries(&self) -> (&[Entry], usize) {
        (&self.entries, self.done)
    }
}
