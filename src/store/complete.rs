//! Makes a merge whole: what each record sound on its own side needs is there, or the records stay apart and it is a conflict.

use std::collections::{BTreeMap, BTreeSet};

use super::anchor::re_anchored;
use super::merge::{RecordMerge, trial};
use crate::model::{Annotation, ApplyError, Conflict, Edit, Fault, Project, Record, RecordId};

/// Whose state something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// That of this program.
    Ours,
    /// That of the files.
    Theirs,
}

/// The versions of ours and theirs.
pub(super) type Pair = (Option<Record>, Option<Record>);

/// Edits on their way to a state that has no new faults.
pub(super) struct Completion<'a> {
    /// What the edits are carried out on, and whose it is. Edits onto ours must be fit to be applied; theirs is taken as it is.
    target: &'a Project,
    side: Side,
    /// A record as the other side has it or as it was last known.
    known: &'a dyn Fn(&RecordId) -> Option<Record>,
    edits: BTreeMap<RecordId, Edit>,
    conflicts: BTreeMap<RecordId, Conflict>,
    /// Records that hold fields of both sides, with each side's own.
    mixed: BTreeMap<RecordId, Pair>,
    /// What cannot be taken from the other side.
    rejected: BTreeSet<RecordId>,
}

impl<'a> Completion<'a> {
    pub fn new(target: &'a Project, side: Side, known: &'a dyn Fn(&RecordId) -> Option<Record>) -> Self {
        let (edits, conflicts) = (BTreeMap::new(), BTreeMap::new());
        Self { target, side, known, edits, conflicts, mixed: BTreeMap::new(), rejected: BTreeSet::new() }
    }

    /// Takes in what became of one record, with each side's own.
    pub fn put(&mut self, id: RecordId, merge: RecordMerge, own: Pair) {
        if merge.is_mixed {
            self.mixed.insert(id.clone(), own);
        }
        if let Some(conflict) = merge.conflict {
            self.conflicts.insert(id.clone(), conflict);
        }
        self.set(id, merge.record);
    }

    /// The edits and the conflicts, once nothing is left to settle.
    pub fn finish(mut self) -> (Vec<Edit>, Vec<Conflict>) {
        // Every round settles at least one record; the bound is for faults that no edit of ours can settle.
        for _ in 0..100 {
            let mut result = self.target.clone();
            let faults = result.replay(&trial(self.edits.values().cloned().collect()));
            let mut seen = BTreeSet::new();
            let mut any = false;
            for error in faults {
                if seen.insert(error.id.clone()) {
                    any |= self.settle(&result, error);
                }
            }
            if !any {
                break;
            }
        }
        (self.edits.into_values().collect(), self.conflicts.into_values().collect())
    }

    /// Settles one fault, if it can be; says whether something changed.
    fn settle(&mut self, result: &Project, error: ApplyError) -> bool {
        let ApplyError { id, fault } = error;
        match fault {
            Fault::InUse(_) => self.keep(&id),
            Fault::Dangling(missing) if matches!(self.edits.get(&missing), Some(Edit::Remove(_))) => self.keep(&missing),
            Fault::Dangling(missing) => {
                (!self.rejected.contains(&missing) && self.bring_back(&missing)) || self.part(&id) || self.reject(&id)
            }
            Fault::OutsideText { .. } | Fault::InsideCharacter(..) | Fault::QuoteDiffers { .. } | Fault::BadSpans => {
                self.place_again(result, id)
            }
            Fault::Taken
            | Fault::Absent
            | Fault::WrongType(_)
            | Fault::Cycle
            | Fault::Empty(_)
            | Fault::NoEvidence
            | Fault::ForeignEvidence(_)
            | Fault::SameFileName
            | Fault::SelfLink => self.part(&id) || self.reject(&id),
        }
    }

    /// What the record is to be in the end.
    fn set(&mut self, id: RecordId, record: Option<Record>) {
        let there = self.target.record(&id);
        let edit = match (there, record) {
            (there, record) if there == record => None,
            (None, Some(record)) => Some(Edit::Add(record)),
            (Some(_), Some(record)) => Some(Edit::Set(record)),
            (_, None) => Some(Edit::Remove(id.clone())),
        };
        match edit {
            Some(edit) => drop(self.edits.insert(id, edit)),
            None => drop(self.edits.remove(&id)),
        }
    }

    fn conflict(&mut self, id: &RecordId, on_target: Option<Record>, elsewhere: Option<Record>) {
        let (ours, theirs) = match self.side {
            Side::Ours => (on_target, elsewhere),
            Side::Theirs => (elsewhere, on_target),
        };
        self.conflicts.insert(id.clone(), Conflict::of_record(id.clone(), Vec::new(), ours, theirs));
    }

    /// The edits remove what others still need: it stays.
    fn keep(&mut self, id: &RecordId) -> bool {
        let removed = self.edits.remove(id).is_some();
        if removed {
            self.conflict(id, self.target.record(id), None);
        }
        removed
    }

    /// The edits bring what needs a record that is not there any more: it comes back.
    fn bring_back(&mut self, id: &RecordId) -> bool {
        if self.target.has(id) || self.edits.contains_key(id) {
            return false;
        }
        let Some(record) = (self.known)(id) else { return false };
        self.conflict(id, None, Some(record.clone()));
        self.set(id.clone(), Some(record));
        true
    }

    /// Fields of both do not go together: ours stays whole, theirs is kept whole.
    fn part(&mut self, id: &RecordId) -> bool {
        let Some((ours, theirs)) = self.mixed.remove(id) else { return false };
        let conflict = Conflict::of_record(id.clone(), Vec::new(), ours.clone(), theirs);
        self.conflicts.insert(id.clone(), conflict);
        self.set(id.clone(), ours);
        true
    }

    /// What they wrote cannot be in the project beside ours. What we wrote stays, whatever is odd about it.
    fn reject(&mut self, id: &RecordId) -> bool {
        if self.side == Side::Theirs {
            return false;
        }
        let Some(Edit::Add(record) | Edit::Set(record)) = self.edits.remove(id) else { return false };
        self.rejected.insert(id.clone());
        self.conflict(id, self.target.record(id), Some(record));
        true
    }

    /// An annotation whose words are not at their place goes where they are, or becomes an orphan.
    fn place_again(&mut self, result: &Project, id: RecordId) -> bool {
        let Some(Record::Annotation(annotation)) = result.record(&id) else { return false };
        let document = result.documents().get(&annotation.document);
        let there = document.and_then(|document| re_anchored(&annotation, document));
        let there = there.unwrap_or_else(|| Annotation { orphan: true, ..(*annotation).clone() });
        self.set(id, Some(there.into()));
        true
    }
}
