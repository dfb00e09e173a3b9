//! Taking in what others changed: a three-way merge by record and field.

use jiff::Timestamp;

use super::changes::changed_records;
use super::complete::{Completion, Side};
use crate::model::{
    Conflict, Edit, FieldMerge, Project, Record, RecordId, Transaction, Versions, merge_codebook, merge_fields, merge_info,
};

/// What turns ours into ours with their changes, and what both changed differently.
///
/// Different fields of one record are both taken; where both changed one field, each in another way, ours stays and theirs is in a
/// conflict. A record that they removed but one of ours still needs stays; one that we removed but one of theirs needs comes back;
/// both are conflicts. An annotation of ours that their text has no place for any more becomes an orphan. The edits can be applied to
/// `ours`; the conflicts are to be kept in the same transaction ([`Edit::keep`]).
pub fn merge_projects(base: &Project, ours: &Project, theirs: &Project) -> (Vec<Edit>, Vec<Conflict>) {
    let known = |id: &RecordId| theirs.record(id).or_else(|| base.record(id));
    let mut completion = Completion::new(ours, Side::Ours, &known);
    let mut heads = Heads::default();
    heads.merge(base, ours, theirs);
    for id in changed_records(base, theirs) {
        let (ours, theirs) = (ours.record(&id), theirs.record(&id));
        let merge = merge_record(&id, base.record(&id).as_ref(), ours.as_ref(), theirs.as_ref());
        completion.put(id, merge, (ours, theirs));
    }
    let (mut edits, mut conflicts) = completion.finish();
    edits.splice(0..0, heads.edits);
    conflicts.splice(0..0, heads.conflicts);
    conflicts.retain(|conflict| !ours.conflicts().contains_key(&conflict.id));
    // What another machine had not settled came with its folder.
    let new = theirs.conflicts().values().filter(|c| !base.conflicts().contains_key(&c.id) && !ours.conflicts().contains_key(&c.id));
    conflicts.extend(new.map(|conflict| (**conflict).clone()));
    (edits, conflicts)
}

/// What two sides made of a record that may be missing on any of them.
#[derive(Debug)]
pub(super) struct RecordMerge {
    pub record: Option<Record>,
    pub conflict: Option<Conflict>,
    /// It holds fields of both, so it may be faulty where both are sound.
    pub is_mixed: bool,
}

/// Merges two states of one record with what it was before.
pub(super) fn merge_record(id: &RecordId, base: Option<&Record>, ours: Option<&Record>, theirs: Option<&Record>) -> RecordMerge {
    let whole = |record: Option<&Record>| RecordMerge { record: record.cloned(), conflict: None, is_mixed: false };
    if ours == base || ours == theirs {
        return whole(theirs);
    }
    if theirs == base {
        return whole(ours);
    }
    let (Some(base), Some(ours), Some(theirs)) = (base, ours, theirs) else {
        let conflict = Conflict::of_record(id.clone(), Vec::new(), ours.cloned(), theirs.cloned());
        return RecordMerge { conflict: Some(conflict), ..whole(ours) };
    };
    let FieldMerge { record, conflicts } = merge_fields(base, ours, theirs);
    let conflict = (!conflicts.is_empty()).then(|| {
        let other = merge_fields(base, theirs, ours).record;
        Conflict::of_record(id.clone(), conflicts, Some(record.clone()), Some(other))
    });
    RecordMerge { record: Some(record), conflict, is_mixed: true }
}

/// The heads of project and codebook, which have no id.
#[derive(Debug, Default)]
pub(super) struct Heads {
    pub edits: Vec<Edit>,
    pub conflicts: Vec<Conflict>,
}

impl Heads {
    /// Merges both heads; the edits turn `ours` into the result.
    fn merge(&mut self, base: &Project, ours: &Project, theirs: &Project) {
        let (merged, conflict) = merge_project_head(base.info(), ours.info(), theirs.info());
        self.edits.extend((merged != *ours.info()).then_some(Edit::SetProject(Box::new(merged))));
        self.conflicts.extend(conflict);
        let (merged, conflict) = merge_codebook_head(base.codebook(), ours.codebook(), theirs.codebook());
        self.edits.extend((merged != *ours.codebook()).then_some(Edit::SetCodebook(Box::new(merged))));
        self.conflicts.extend(conflict);
    }
}

macro_rules! head {
    ($name:ident, $type:ident, $merge:ident, $version:ident) => {
        /// Merges two states of a head with what it was before.
        pub(super) fn $name(
            base: &crate::model::$type,
            ours: &crate::model::$type,
            theirs: &crate::model::$type,
        ) -> (crate::model::$type, Option<Conflict>) {
            let FieldMerge { record, conflicts } = $merge(base, ours, theirs);
            let conflict = (!conflicts.is_empty()).then(|| {
                let (ours, theirs) = (Box::new(record.clone()), Box::new($merge(base, theirs, ours).record));
                Conflict::new(conflicts, Versions::$version { ours, theirs })
            });
            (record, conflict)
        }
    };
}

head!(merge_project_head, ProjectInfo, merge_info, Project);
head!(merge_codebook_head, CodebookInfo, merge_codebook, Codebook);

/// Only to see what the edits would do; it is never applied.
pub(super) fn trial(edits: Vec<Edit>) -> Transaction {
    let coder = crate::model::CoderId::new("merge").ok();
    #[expect(clippy::expect_used, reason = "a constant that is an id")]
    let coder = coder.expect("'merge' is an id");
    let origin = crate::model::StepOrigin::Outside;
    Transaction { label: String::new(), coder, time: Timestamp::UNIX_EPOCH, origin, merge_key: None, edits }
}
