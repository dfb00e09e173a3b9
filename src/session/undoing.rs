//! Undo and redo as they fit now: a step touches what it changed, field by field, and leaves what was changed from outside since.
//!
//! For undo, `done` are the edits of the step and `back` those that lead to the state before it; for redo, `done` is what the undo did.
//! Where every record still is as the step left it, the edits that lead back are right as they are ([`fits`]). Elsewhere each record is a
//! merge by field (base: as the step left it, ours: now, theirs: before it), and what cannot be had is told and left ([`Rest`]).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Notice;
use crate::analysis::record_names::{field_name, name_of};
use crate::model::{
    Annotation, ApplyError, CodebookInfo, Conflict, ConflictId, Edit, Fault, Project, ProjectInfo, Record, RecordId, merge_codebook,
    merge_fields, merge_info,
};
use crate::text::shortened;

/// How many of the things that stay are told one by one.
const TOLD: usize = 3;
/// Characters of a name in a sentence.
const NAME: usize = 60;

/// What some edits come to: the last state of everything they touch.
#[derive(Default)]
struct State<'a> {
    records: BTreeMap<RecordId, Option<&'a Record>>,
    info: Option<&'a ProjectInfo>,
    codebook: Option<&'a CodebookInfo>,
    conflicts: BTreeMap<&'a ConflictId, &'a Option<Arc<Conflict>>>,
}

impl<'a> State<'a> {
    fn after(edits: &'a [Edit]) -> Self {
        let mut state = Self::default();
        for edit in edits {
            match edit {
                Edit::Add(record) | Edit::Set(record) => drop(state.records.insert(record.id(), Some(record))),
                Edit::Remove(id) => drop(state.records.insert(id.clone(), None)),
                Edit::SetProject(info) => state.info = Some(info),
                Edit::SetCodebook(info) => state.codebook = Some(info),
                Edit::SetConflict(id, conflict) => drop(state.conflicts.insert(id, conflict)),
            }
        }
        state
    }
}

/// Whether everything that these edits touched is still as they left it.
pub(super) fn fits(project: &Project, done: &[Edit]) -> bool {
    let after = State::after(done);
    after.info.is_none_or(|info| info == project.info())
        && after.codebook.is_none_or(|codebook| codebook == project.codebook())
        && after.conflicts.iter().all(|(id, conflict)| project.conflicts().get(*id) == conflict.as_ref())
        && after.records.iter().all(|(id, record)| project.record(id).as_ref() == *record)
}

/// As much of a step as can be taken back now.
#[derive(Debug, Default)]
pub(super) struct Rest {
    /// Carries it out; the project accepts these.
    pub edits: Vec<Edit>,
    kept: Vec<(Subject, Why)>,
}

/// What stays as it is.
#[derive(Debug, Clone, PartialEq)]
enum Subject {
    Record(RecordId),
    Project,
    Codebook,
}

/// Why it does.
#[derive(Debug, Clone, PartialEq)]
enum Why {
    /// These fields were changed since.
    Fields(Vec<String>),
    /// It was to go, but was changed since.
    Changed,
    /// It was to come back, but is there again.
    IsBack,
    /// It was to be changed, but was deleted since.
    IsGone,
    /// It was to go, but something else refers to it.
    Needed(Option<RecordId>),
    /// It refers to something that is gone.
    Misses(RecordId),
    /// It is there, but its place in the text is gone.
    Unplaced,
    /// Anything else that makes no sense any more.
    Faulty(String),
}

impl Rest {
    /// Works out what of a step can be taken back; nothing is touched.
    pub fn of(project: &Project, done: &[Edit], back: &[Edit]) -> Self {
        let (after, before) = (State::after(done), State::after(back));
        let mut rest = Self::default();
        let mut wanted = Wanted::default();
        rest.heads(project, &after, &before);
        for (id, after) in &after.records {
            let was = before.records.get(id).copied().flatten();
            match rest.wanted_of(id, *after, project.record(id).as_ref(), was) {
                None => {}
                Some(record) => drop(wanted.insert(id.clone(), record)),
            }
        }
        rest.settle(project, &mut wanted);
        rest.edits.extend(edits(project, &wanted));
        // A conflict is there or not; nobody changes one.
        let moved = before.conflicts.iter().filter(|(id, was)| project.conflicts().get(**id) != was.as_ref());
        rest.edits.extend(moved.map(|(id, was)| Edit::SetConflict((*id).clone(), (*was).clone())));
        rest
    }

    fn heads(&mut self, project: &Project, after: &State, before: &State) {
        if let (Some(after), Some(was)) = (after.info, before.info) {
            let merge = merge_info(after, project.info(), was);
            self.keep_fields(Subject::Project, merge.conflicts);
            if merge.record != *project.info() {
                self.edits.push(Edit::SetProject(Box::new(merge.record)));
            }
        }
        if let (Some(after), Some(was)) = (after.codebook, before.codebook) {
            let merge = merge_codebook(after, project.codebook(), was);
            self.keep_fields(Subject::Codebook, merge.conflicts);
            if merge.record != *project.codebook() {
                self.edits.push(Edit::SetCodebook(Box::new(merge.record)));
            }
        }
    }

    fn keep_fields(&mut self, subject: Subject, fields: Vec<String>) {
        if !fields.is_empty() {
            self.kept.push((subject, Why::Fields(fields)));
        }
    }

    /// What a record is to be, if that is another than it is: `Some(None)` is to be gone.
    #[expect(clippy::option_option, reason = "nothing to do, or what there is to be, which may be nothing")]
    fn wanted_of(&mut self, id: &RecordId, after: Option<&Record>, now: Option<&Record>, was: Option<&Record>) -> Option<Option<Record>> {
        let mut keep = |why| self.kept.push((Subject::Record(id.clone()), why));
        if now == was {
            return None;
        }
        if now == after {
            return Some(was.cloned());
        }
        match (after, now, was) {
            (Some(after), Some(now), Some(was)) => {
                let merge = merge_fields(after, now, was);
                self.keep_fields(Subject::Record(id.clone()), merge.conflicts);
                return (merge.record != *now).then_some(Some(merge.record));
            }
            (Some(_), Some(_), None) => keep(Why::Changed),
            (None, Some(_), Some(_)) => keep(Why::IsBack),
            (Some(_), None, Some(_)) => keep(Why::IsGone),
            // The step made it and took it away again.
            (None, Some(_), None) | (_, None, None) | (None, None, Some(_)) => {}
        }
        None
    }

    /// Gives up what the project would refuse, one reason after the other, until it accepts the rest.
    fn settle(&mut self, project: &Project, wanted: &mut Wanted) {
        loop {
            let mut result = project.clone();
            let faults = result.replay_edits(&edits(project, wanted));
            if faults.is_empty() {
                return;
            }
            // Each round gives something up or makes an orphan of it, so this ends.
            let settled = faults.iter().filter(|fault| self.settle_one(&result, wanted, fault)).count();
            if settled == 0 {
                let first = faults.into_iter().next();
                self.kept.extend(first.map(|error| (Subject::Record(error.id), Why::Faulty(error.fault.to_string()))));
                wanted.clear();
                return;
            }
        }
    }

    fn settle_one(&mut self, result: &Project, wanted: &mut Wanted, error: &ApplyError) -> bool {
        let id = &error.id;
        if error.fault.is_of_place()
            && let Some(Record::Annotation(annotation)) = result.record(id)
        {
            let orphan = Annotation { orphan: true, ..Annotation::clone(&annotation) };
            wanted.insert(id.clone(), Some(orphan.into()));
            self.kept.push((Subject::Record(id.clone()), Why::Unplaced));
            return true;
        }
        let (given_up, why) = match &error.fault {
            Fault::InUse(_) => (id, Why::Needed(who_refers(result, id))),
            // What is there now refers to something that the step had made: that stays, and so does the reference.
            Fault::Dangling(missing) if wanted.get(missing) == Some(&None) => (missing, Why::Needed(Some(id.clone()))),
            Fault::Dangling(missing) => (id, Why::Misses(missing.clone())),
            fault => (id, Why::Faulty(fault.to_string())),
        };
        if wanted.remove(given_up).is_none() {
            return false;
        }
        self.kept.push((Subject::Record(given_up.clone()), why));
        true
    }

    /// Says what of a step stays and why; `None` when all of it could be taken back.
    pub fn notice(&self, project: &Project, label: &str, back: &[Edit]) -> Option<Notice> {
        if self.kept.is_empty() {
            let already = || Notice::done(format!("'{label}': the project is that way already"));
            return self.edits.is_empty().then(already);
        }
        // Names of what is gone are read off as it was.
        let mut named = project.clone();
        let known = |edit: &&Edit| matches!(edit, Edit::Add(record) | Edit::Set(record) if !project.has(&record.id()));
        named.replay_edits(&back.iter().filter(known).cloned().collect::<Vec<_>>());
        let mut told: Vec<String> = self.kept.iter().take(TOLD).map(|(subject, why)| words(&named, project, subject, why)).collect();
        if self.kept.len() > TOLD {
            told.push(format!("and {} more of the kind", self.kept.len() - TOLD));
        }
        let how = if self.edits.is_empty() { "changed nothing" } else { "was done in part" };
        let what = format!("'{label}' {how}: {}", told.join("; "));
        Some(Notice::warning(what, "What was changed from outside stays; the steps before it can be undone all the same"))
    }
}

/// What each record is to be; `None`: gone.
type Wanted = BTreeMap<RecordId, Option<Record>>;

fn edits(project: &Project, wanted: &Wanted) -> Vec<Edit> {
    let edit = |(id, record): (&RecordId, &Option<Record>)| match (record, project.has(id)) {
        (Some(record), true) => Some(Edit::Set(record.clone())),
        (Some(record), false) => Some(Edit::Add(record.clone())),
        (None, true) => Some(Edit::Remove(id.clone())),
        (None, false) => None,
    };
    wanted.iter().filter_map(edit).collect()
}

/// Some record that refers to this one. Looks at all of them, which is dear, but only where an undo could not be had.
fn who_refers(project: &Project, id: &RecordId) -> Option<RecordId> {
    let refers = |record: &Record| {
        let mut found = false;
        record.for_each_reference(&mut |other| found |= other == *id);
        found
    };
    project.records().find(refers).map(|record| record.id())
}

fn words(named: &Project, now: &Project, subject: &Subject, why: &Why) -> String {
    let name = match subject {
        Subject::Record(id) => called(named, id),
        Subject::Project => "the project".to_owned(),
        Subject::Codebook => "the codebook".to_owned(),
    };
    let there = matches!(subject, Subject::Record(id) if now.has(id));
    let stays = if there { "stays as it is" } else { "does not come back" };
    match why {
        Why::Fields(fields) => {
            let fields: Vec<String> = fields.iter().map(|field| field_name(named, field)).collect();
            let were = if fields.len() == 1 { "was changed since and stays" } else { "were changed since and stay" };
            format!("{} of {name} {were} as it is now", fields.join(" and "))
        }
        Why::Changed => format!("{name} stays, because it was changed since"),
        Why::IsBack => format!("{name} is there again and stays as it is now"),
        Why::IsGone => format!("{name} was deleted since"),
        Why::Needed(Some(by)) => format!("{name} stays, because {} refers to it", called(named, by)),
        Why::Needed(None) => format!("{name} stays, because something refers to it"),
        Why::Misses(missing) => format!("{name} {stays}, because the {} that it refers to is gone", missing.kind()),
        Why::Unplaced => format!("{name} has lost its place, because the text was changed since"),
        Why::Faulty(fault) => format!("{name} {stays}: {fault}"),
    }
}

/// A record in a sentence: `the memo “Look here”`.
fn called(project: &Project, id: &RecordId) -> String {
    match name_of(project, id).map(|name| shortened(&name, NAME)) {
        Some(name) if name.contains('“') => format!("the {} {name}", id.kind()),
        Some(name) => format!("the {} “{name}”", id.kind()),
        None => format!("the {id}"),
    }
}
