//! Carrying out the steps that the files do not hold yet, on files that others may have changed meanwhile.
//!
//! The steps say of every record what it was before and what it came to. What the files say is one of these states: then it is
//! brought to the last one. Or it is another one: then somebody changed it meanwhile, and both changes are merged field by field.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::complete::{Completion, Side};
use super::journal::Step;
use super::journal_parts::OlderSteps;
use super::layout::FileKey;
use super::load::Loaded;
use super::merge::{RecordMerge, merge_codebook_head, merge_project_head, merge_record, trial};
use super::ways::{Moves, Ways, last_known};
use crate::model::{Conflict, ConflictId, Edit, Project, Record, RecordId};

/// What a replay came to.
#[derive(Debug, Default)]
pub(super) struct Replayed {
    pub project: Project,
    /// How many steps the files did not hold yet.
    pub steps: usize,
    pub touched: BTreeSet<RecordId>,
    /// How many things that the steps changed others had changed meanwhile.
    pub met: usize,
    /// How many conflicts were found that were not known before.
    pub conflicts: usize,
}

/// Carries out the steps that the files do not hold yet.
///
/// Records that stand twice in the files because a save was interrupted between two of them are taken out of the duplicates.
pub(super) fn replay(loaded: &mut Loaded, steps: &[Step], older: &OlderSteps) -> Replayed {
    let saved = steps.iter().filter(|s| matches!(s, Step::Saved { .. })).map(Step::number).max().unwrap_or(0);
    let unsaved: Vec<&Step> = steps.iter().filter(|s| s.number() > saved && !matches!(s, Step::Saved { .. })).collect();
    let files = loaded.project.clone();
    let mut replayed = Replayed { steps: unsaved.len(), project: files.clone(), ..Replayed::default() };
    let moves = Moves::of(&files, steps, &unsaved);
    // Older parts are read only where something is needed that only they know.
    let before = OnceCell::new();
    let known = |id: &RecordId| {
        let before = || before.get_or_init(|| older.clone().read_all().map(|(steps, _)| steps).unwrap_or_default());
        last_known(steps, id).or_else(|| last_known(before(), id))
    };
    let mut completion = Completion::new(&files, Side::Theirs, &known);
    let mut found = Vec::new();
    for (id, ways) in &moves.records {
        if is_unreadable(loaded, ways) {
            // What its file says of it nobody knows, which is not that others removed it.
            let record = ways.end().clone();
            let together = RecordMerge { record: record.clone(), conflict: None, is_mixed: false };
            replayed.touched.insert(id.clone());
            completion.put(id.clone(), together, (record, None));
            continue;
        }
        let theirs = loaded.theirs(id, ways);
        let own = (ways.end().clone(), files.record(id));
        let mut together = RecordMerge { record: None, conflict: None, is_mixed: false };
        together.record = ways.merged(theirs, |base, ours, theirs| {
            let merge = merge_record(id, base.as_ref(), ours.as_ref(), theirs.as_ref());
            together.is_mixed |= merge.is_mixed;
            if merge.conflict.is_some() {
                found.extend(std::mem::replace(&mut together.conflict, merge.conflict));
            }
            replayed.met += 1;
            merge.record
        });
        replayed.touched.insert(id.clone());
        completion.put(id.clone(), together, own);
    }
    let (mut edits, conflicts) = completion.finish();
    found.extend(conflicts);
    replayed.heads(&moves, &files, &mut edits, &mut found);
    edits.extend(replayed.conflict_edits(&moves.conflicts, found));
    replayed.project.replay(&trial(edits));
    replayed
}

/// Whether a record stands in a file that cannot be read.
fn is_unreadable(loaded: &Loaded, ways: &Ways<Option<Record>>) -> bool {
    let mut files = ways.states().flatten().map(|record| FileKey::of(record, &loaded.project, &loaded.homes));
    !loaded.broken.is_empty() && files.any(|file| loaded.broken.contains(&file))
}

impl Replayed {
    /// The titles and settings of project and codebook.
    fn heads(&mut self, moves: &Moves, files: &Project, edits: &mut Vec<Edit>, found: &mut Vec<Conflict>) {
        if let Some(ways) = &moves.project {
            let merged = ways.merged(files.info().clone(), |base, ours, theirs| {
                let (merged, conflict) = merge_project_head(base, ours, theirs);
                found.extend(conflict);
                self.met += 1;
                merged
            });
            edits.push(Edit::SetProject(Box::new(merged)));
        }
        if let Some(ways) = &moves.codebook {
            let merged = ways.merged(files.codebook().clone(), |base, ours, theirs| {
                let (merged, conflict) = merge_codebook_head(base, ours, theirs);
                found.extend(conflict);
                self.met += 1;
                merged
            });
            edits.push(Edit::SetCodebook(Box::new(merged)));
        }
    }

    /// Conflicts as the steps left them, and those that were found now; one that a step has settled does not come up again.
    fn conflict_edits(&mut self, left: &BTreeMap<ConflictId, Option<Arc<Conflict>>>, found: Vec<Conflict>) -> Vec<Edit> {
        let mut edits: Vec<Edit> = left.iter().map(|(id, conflict)| Edit::SetConflict(id.clone(), conflict.clone())).collect();
        let new = found.into_iter().filter(|c| !left.contains_key(&c.id) && !self.project.conflicts().contains_key(&c.id));
        let new: Vec<Edit> = new.map(Edit::keep).collect();
        self.conflicts = new.len();
        edits.extend(new);
        edits
    }
}
