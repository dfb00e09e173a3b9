//! The states that records went through in some steps, and which of them a file holds.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::journal::Step;
use crate::model::{CodebookInfo, Conflict, ConflictId, Edit, Project, ProjectInfo, Record, RecordId};

/// The states one thing went through, oldest first, in unbroken stretches: a new one begins where something from outside was taken in
/// between two steps.
#[derive(Debug)]
pub(super) struct Ways<T> {
    /// None of them is empty.
    stretches: Vec<Vec<T>>,
    end: T,
}

impl<T: PartialEq + Clone> Ways<T> {
    fn new(before: T, after: T) -> Self {
        Self { stretches: vec![vec![before, after.clone()]], end: after }
    }

    fn go_on(&mut self, before: T, after: T) {
        match self.stretches.last_mut() {
            Some(stretch) if before == self.end => stretch.push(after.clone()),
            _ => self.stretches.push(vec![before, after.clone()]),
        }
        self.end = after;
    }

    /// The last state.
    pub fn end(&self) -> &T {
        &self.end
    }

    /// All of them.
    pub fn states(&self) -> impl Iterator<Item = &T> {
        self.stretches.iter().flatten()
    }

    /// What the thing comes to when the files hold `state`; `merge` is asked (before, after, what there is) where it is none of ours.
    pub fn merged(&self, state: T, mut merge: impl FnMut(&T, &T, &T) -> T) -> T {
        let at = self.stretches.iter().rposition(|stretch| stretch.contains(&state));
        let mut now = state;
        for stretch in self.stretches.iter().skip(at.unwrap_or(0)) {
            let (Some(first), Some(last)) = (stretch.first(), stretch.last()) else { continue };
            now = if stretch.contains(&now) { last.clone() } else { merge(first, last, &now) };
        }
        now
    }
}

/// What some steps did to everything they touched.
#[derive(Debug, Default)]
pub(super) struct Moves {
    pub records: BTreeMap<RecordId, Ways<Option<Record>>>,
    pub project: Option<Ways<ProjectInfo>>,
    pub codebook: Option<Ways<CodebookInfo>>,
    /// Conflicts as they were left.
    pub conflicts: BTreeMap<ConflictId, Option<Arc<Conflict>>>,
}

impl Moves {
    /// What `unsaved` steps did, in order; they may undo any of `steps`. `files` stands for what a step does not say.
    pub fn of(files: &Project, steps: &[Step], unsaved: &[&Step]) -> Self {
        let by_number: HashMap<u64, &Step> = steps.iter().filter(|s| matches!(s, Step::Do { .. })).map(|s| (s.number(), s)).collect();
        let named = |numbers: &[u64]| -> Vec<&Step> {
            let mut numbers = numbers.to_vec();
            numbers.sort_unstable();
            numbers.iter().filter_map(|n| by_number.get(n).copied()).collect()
        };
        let mut moves = Self::default();
        for step in unsaved {
            match step {
                Step::Do { .. } => moves.take(files, step, Way::Forth),
                Step::Undo { instead: Some(done), .. } | Step::Redo { instead: Some(done), .. } => {
                    moves.edits(files, &done.edits, &done.inverse);
                }
                Step::Undo { steps, .. } => named(steps).into_iter().rev().for_each(|step| moves.take(files, step, Way::Back)),
                Step::Redo { steps, .. } => named(steps).into_iter().for_each(|step| moves.take(files, step, Way::Forth)),
                Step::Saved { .. } => {}
            }
        }
        moves
    }

    fn take(&mut self, files: &Project, step: &Step, way: Way) {
        let Step::Do { transaction, inverse, .. } = step else { return };
        let (edits, back) = match way {
            Way::Forth => (&transaction.edits, inverse),
            Way::Back => (inverse, &transaction.edits),
        };
        self.edits(files, edits, back);
    }

    fn edits(&mut self, files: &Project, edits: &[Edit], back: &[Edit]) {
        for (n, edit) in edits.iter().enumerate() {
            // The inverse undoes the edits from the last to the first.
            let before = (edits.len() == back.len()).then(|| back.get(back.len() - 1 - n)).flatten();
            self.one(files, edit, before);
        }
    }

    fn one(&mut self, files: &Project, edit: &Edit, back: Option<&Edit>) {
        match edit {
            Edit::Add(_) | Edit::Set(_) | Edit::Remove(_) => {
                let Some((id, after)) = state(edit) else { return };
                let before = back.and_then(state).filter(|(same, _)| *same == id).map(|(_, before)| before);
                if let Some(ways) = self.records.get_mut(&id) {
                    ways.go_on(before.unwrap_or_else(|| ways.end().clone()), after);
                } else {
                    let before = before.unwrap_or_else(|| files.record(&id));
                    self.records.insert(id, Ways::new(before, after));
                }
            }
            Edit::SetProject(after) => {
                let before = match back {
                    Some(Edit::SetProject(before)) => before,
                    _ => files.info(),
                };
                head(&mut self.project, before, after);
            }
            Edit::SetCodebook(after) => {
                let before = match back {
                    Some(Edit::SetCodebook(before)) => before,
                    _ => files.codebook(),
                };
                head(&mut self.codebook, before, after);
            }
            Edit::SetConflict(id, conflict) => drop(self.conflicts.insert(id.clone(), conflict.clone())),
        }
    }
}

/// Which way a step is gone.
#[derive(Debug, Clone, Copy)]
enum Way {
    Forth,
    Back,
}

fn head<T: PartialEq + Clone>(ways: &mut Option<Ways<T>>, before: &T, after: &T) {
    match ways {
        Some(ways) => ways.go_on(before.clone(), after.clone()),
        None => *ways = Some(Ways::new(before.clone(), after.clone())),
    }
}

/// What an edit makes of a record.
fn state(edit: &Edit) -> Option<(RecordId, Option<Record>)> {
    match edit {
        Edit::Add(record) | Edit::Set(record) => Some((record.id(), Some(record.clone()))),
        Edit::Remove(id) => Some((id.clone(), None)),
        Edit::SetProject(_) | Edit::SetCodebook(_) | Edit::SetConflict(..) => None,
    }
}

/// A record as the latest step that names it has it, for one that is gone from the files and is needed.
pub(super) fn last_known(steps: &[Step], id: &RecordId) -> Option<Record> {
    let is_it = |edit: &&Edit| matches!(edit, Edit::Add(record) | Edit::Set(record) if record.id() == *id);
    let latest = |step: &Step| match step {
        Step::Do { transaction, inverse, .. } => transaction.edits.iter().rev().find(is_it).or_else(|| inverse.iter().find(is_it)).cloned(),
        Step::Undo { .. } | Step::Redo { .. } | Step::Saved { .. } => None,
    };
    match steps.iter().rev().find_map(latest)? {
        Edit::Add(record) | Edit::Set(record) => Some(record),
        Edit::Remove(_) | Edit::SetProject(_) | Edit::SetCodebook(_) | Edit::SetConflict(..) => None,
    }
}
