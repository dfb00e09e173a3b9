//! Taking in what others changed: a three-way merge by record.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::changes::changed_records;
use crate::model::{Annotation, CodebookInfo, CoderId, Edit, Fault, Project, ProjectInfo, Record, RecordId, Transaction};

/// Something that both sides changed, each in another way. Ours stays.
#[derive(Debug, Clone, PartialEq)]
pub enum Conflict {
    /// A record; a side without it has removed it.
    Record {
        /// Which.
        id: RecordId,
        /// As we have it.
        ours: Option<Record>,
        /// As they have it.
        theirs: Option<Record>,
    },
    /// The project's title and settings.
    Project {
        /// As we have them.
        ours: Box<ProjectInfo>,
        /// As they have them.
        theirs: Box<ProjectInfo>,
    },
    /// The codebook's title, purpose, rules and revision.
    Codebook {
        /// As we have them.
        ours: Box<CodebookInfo>,
        /// As they have them.
        theirs: Box<CodebookInfo>,
    },
}

/// What turns ours into ours with their changes, and what both changed differently.
///
/// A record that they removed but one of ours still needs stays; one that we removed but one of theirs needs comes back; both are
/// conflicts. An annotation of ours that their text has no place for any more becomes an orphan.
pub fn merge_projects(base: &Project, ours: &Project, theirs: &Project) -> (Vec<Edit>, Vec<Conflict>) {
    let mut merge = Merge { base, ours, theirs, edits: Vec::new(), conflicts: Vec::new() };
    merge.heads();
    for id in changed_records(base, theirs) {
        merge.record(id);
    }
    merge.complete();
    (merge.edits, merge.conflicts)
}

struct Merge<'a> {
    base: &'a Project,
    ours: &'a Project,
    theirs: &'a Project,
    edits: Vec<Edit>,
    conflicts: Vec<Conflict>,
}

impl Merge<'_> {
    fn heads(&mut self) {
        let (base, ours, theirs) = (self.base.info(), self.ours.info(), self.theirs.info());
        if theirs != base && theirs != ours {
            if ours == base {
                self.edits.push(Edit::SetProject(theirs.clone()));
            } else {
                self.conflicts.push(Conflict::Project { ours: Box::new(ours.clone()), theirs: Box::new(theirs.clone()) });
            }
        }
        let (base, ours, theirs) = (self.base.codebook(), self.ours.codebook(), self.theirs.codebook());
        if theirs != base && theirs != ours {
            if ours == base {
                self.edits.push(Edit::SetCodebook(theirs.clone()));
            } else {
                self.conflicts.push(Conflict::Codebook { ours: Box::new(ours.clone()), theirs: Box::new(theirs.clone()) });
            }
        }
    }

    fn record(&mut self, id: RecordId) {
        let (base, ours, theirs) = (self.base.record(&id), self.ours.record(&id), self.theirs.record(&id));
        if ours == theirs {
            return;
        }
        if ours != base {
            self.conflicts.push(Conflict::Record { id, ours, theirs });
            return;
        }
        self.edits.push(match (ours, theirs) {
            (None, Some(record)) => Edit::Add(record),
            (_, Some(record)) => Edit::Set(record),
            (_, None) => Edit::Remove(id),
        });
    }

    /// Adds or takes away edits until the result has no new faults that a refusal would be the answer to.
    fn complete(&mut self) {
        // Every round settles at least one record; the bound is for faults that no edit of ours can settle.
        for _ in 0..100 {
            let mut result = self.ours.clone();
            let faults = result.replay(&transaction(self.edits.clone()));
            let mut settled = BTreeSet::new();
            let mut any = false;
            for error in faults {
                any |= match error.fault {
                    Fault::InUse(_) => settled.insert(error.id.clone()) && self.keep_ours(&error.id),
                    Fault::Dangling(missing) => settled.insert(missing.clone()) && self.bring_back(missing),
                    Fault::OutsideText { .. } | Fault::InsideCharacter(..) | Fault::QuoteDiffers { .. } | Fault::BadSpans => {
                        settled.insert(error.id.clone()) && self.orphan(&result, &error.id)
                    }
                    Fault::Taken
                    | Fault::Absent
                    | Fault::WrongType(_)
                    | Fault::Cycle
                    | Fault::Empty(_)
                    | Fault::NoEvidence
                    | Fault::ForeignEvidence(_)
                    | Fault::SameFileName
                    | Fault::SelfLink => false,
                };
            }
            if !any {
                return;
            }
        }
    }

    /// They removed what ours needs.
    fn keep_ours(&mut self, id: &RecordId) -> bool {
        let before = self.edits.len();
        self.edits.retain(|edit| !matches!(edit, Edit::Remove(removed) if removed == id));
        self.conflicts.push(Conflict::Record { id: id.clone(), ours: self.ours.record(id), theirs: None });
        self.edits.len() < before
    }

    /// We removed what theirs needs, or both sides did in different steps.
    fn bring_back(&mut self, id: RecordId) -> bool {
        if self.edits.iter().any(|edit| matches!(edit, Edit::Remove(removed) if *removed == id)) {
            return self.keep_ours(&id);
        }
        let Some(record) = self.theirs.record(&id).or_else(|| self.base.record(&id)) else { return false };
        if self.ours.has(&id) {
            return false;
        }
        let told = self.conflicts.iter().any(|c| matches!(c, Conflict::Record { id: told, .. } if *told == id));
        if !told {
            self.conflicts.push(Conflict::Record { id, ours: None, theirs: Some(record.clone()) });
        }
        self.edits.push(Edit::Add(record));
        true
    }

    fn orphan(&mut self, result: &Project, id: &RecordId) -> bool {
        let Some(Record::Annotation(annotation)) = result.record(id) else { return false };
        let orphan: Record = Annotation { orphan: true, ..(*annotation).clone() }.into();
        let edit = self.edits.iter_mut().find(|edit| matches!(edit, Edit::Add(r) | Edit::Set(r) if r.id() == *id));
        match edit {
            Some(Edit::Add(record) | Edit::Set(record)) => *record = orphan,
            _ => self.edits.push(Edit::Set(orphan)),
        }
        true
    }
}

/// Only to see what the edits would do; it is never applied.
pub(super) fn transaction(edits: Vec<Edit>) -> Transaction {
    let coder = CoderId::new("merge").ok();
    #[expect(clippy::expect_used, reason = "a constant that is an id")]
    let coder = coder.expect("'merge' is an id");
    let origin = crate::model::StepOrigin::Outside;
    Transaction { label: String::new(), coder, time: Timestamp::UNIX_EPOCH, origin, merge_key: None, edits }
}
