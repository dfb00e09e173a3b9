//! All records on their way into one project: what stands twice, what has moved, what refers to nothing.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::anchor::{is_in_place, re_anchored, re_anchored_mark};
use super::layout::FileKey;
use super::load::{Duplicate, Loaded};
use super::read_file::{Leftover, Located};
use super::ron_text::to_line;
use super::unit::Unit;
use super::{Finding, render};
use crate::model::{
    ApplyError, CodebookInfo, Conflict, Document, DocumentId, Fault, MarkSubject, Place, Project, ProjectInfo, Record, RecordId,
};
use crate::parallel::in_order;
use crate::text::shortened;

/// Records whose places a thread checks at once.
const RECORDS_AT_A_TIME: usize = 2_048;
/// Characters of a quote that a finding repeats.
const QUOTED: usize = 60;

/// All records on their way into one project.
#[derive(Default)]
pub(super) struct Gathered {
    info: ProjectInfo,
    codebook: CodebookInfo,
    conflicts: Vec<Conflict>,
    records: Vec<Record>,
    files: Vec<FileKey>,
    places: Places,
}

/// Where each record stands: its number, the number of its file, its line.
type Places = HashMap<RecordId, (u32, u32, u32), foldhash::fast::FixedState>;

impl Gathered {
    /// With room for so many.
    pub fn for_records(count: usize) -> Self {
        let mut gathered = Self::default();
        gathered.places.reserve(count);
        gathered.records.reserve(count);
        gathered
    }

    /// Takes in the records of one file.
    pub fn take_in(&mut self, loaded: &mut Loaded, key: &FileKey, unit: Unit) {
        loaded.files.extend(unit.files);
        for (key, broken) in unit.broken {
            loaded.findings.push((None, broken.finding()));
            loaded.broken.insert(key, broken);
        }
        let content = unit.content;
        self.info = content.info.unwrap_or_else(|| std::mem::take(&mut self.info));
        self.codebook = content.codebook.unwrap_or_else(|| std::mem::take(&mut self.codebook));
        if !content.conflicts.damaged.is_empty() {
            loaded.stale.insert(key.clone());
        }
        loaded.damaged_conflicts.extend(content.conflicts.damaged);
        self.conflicts.extend(content.conflicts.conflicts);
        // A document's own files are what such a finding is about.
        let about = match key {
            FileKey::Document(id) | FileKey::Text(id) => Some(RecordId::Document(id.clone())),
            FileKey::Record(..) => content.records.first().map(|located| located.record.id()),
            _ => None,
        };
        loaded.findings.extend(content.findings.into_iter().map(|f| (about.clone(), f)));
        if content.is_doubtful {
            loaded.doubtful.insert(key.clone());
        }
        if content.leftover != Leftover::default() {
            loaded.leftovers.insert(key.clone(), content.leftover);
        }
        self.files.push(key.clone());
        for located in content.records {
            self.record(loaded, key, located);
        }
    }

    fn record(&mut self, loaded: &mut Loaded, key: &FileKey, located: Located) {
        let id = located.record.id();
        let first = match self.places.entry(id.clone()) {
            Entry::Vacant(entry) => {
                entry.insert((self.records.len() as u32, self.files.len() as u32 - 1, located.line));
                self.records.push(located.record);
                return;
            }
            Entry::Occupied(entry) => entry.get().0 as usize,
        };
        let place = format!("{}:{}", key.shown(), located.line);
        let there = place_of(&self.files, &self.places, &id);
        if self.records.get(first) == Some(&located.record) {
            loaded.stale.insert(key.clone());
            let what = format!("{id} stands here once more, the same as in {there}; one is kept");
            loaded.findings.push((Some(id), Finding::warning(place, what, "")));
            return;
        }
        let what = format!("{id} is another one than in {there}; it is kept aside in its file");
        let hint = "Give one of them a new id and move it back to its list";
        loaded.findings.push((Some(id.clone()), Finding::error(place, what, hint)));
        if let Ok(line) = render::one_line(&located.record)
            && let Ok(section) = to_line(&located.section)
        {
            loaded.stale.insert(key.clone());
            loaded.duplicates.push(Duplicate { record: located.record, key: key.clone(), source: format!("({section}, {line})") });
        }
    }

    /// Puts annotations back in place where that can be done, and the project together.
    pub fn finish(mut self, loaded: &mut Loaded) {
        // The codebook's own file says its revision only where no code does.
        let revised = self.records.iter().filter_map(|record| if let Record::Code(code) = record { Some(code.revised) } else { None });
        self.codebook.revision = self.codebook.revision.max(revised.max().unwrap_or(0));
        let is_document = |record: &Record| match record {
            Record::Document(d) => Some((d.id.clone(), std::sync::Arc::clone(d))),
            _ => None,
        };
        let documents: HashMap<DocumentId, _> = self.records.iter().filter_map(is_document).collect();
        let moves = in_order(&self.records, RECORDS_AT_A_TIME, |record| moved(record, |id| documents.get(id).map(AsRef::as_ref)));
        for (record, moved) in self.records.iter_mut().zip(moves) {
            if let Some((moved, what)) = moved {
                let place = place_of(&self.files, &self.places, &record.id());
                let what = format!("{}: {what}", record.id());
                loaded.findings.push((Some(record.id()), Finding::warning(place, what, "Look whether it is the right place")));
                loaded.as_written.insert(record.id(), std::mem::replace(record, moved));
            }
        }
        let (mut project, put, mut errors) = Project::gather(self.info, self.codebook, self.records);
        let faults = in_order(&put, RECORDS_AT_A_TIME, |record| project.faults_of(record));
        for (record, faults) in put.iter().zip(faults).filter(|(_, faults)| !faults.is_empty()) {
            errors.extend(project.admit(record, faults));
        }
        for error in &errors {
            loaded.note_orphan(&project, error);
        }
        tell(loaded, errors, |id| place_of(&self.files, &self.places, id));
        let found = |id: &RecordId| self.places.get(id).and_then(|(_, file, _)| self.files.get(*file as usize));
        find_homes(loaded, &project, found);
        loaded.project = project.with_conflicts(self.conflicts);
    }
}

/// Tells the faults one by one; where files are broken, what is missing with them is one finding and not thousands.
fn tell(loaded: &mut Loaded, errors: Vec<ApplyError>, place_of: impl Fn(&RecordId) -> String) {
    let is_missing_with_it = |error: &ApplyError| !loaded.broken.is_empty() && matches!(error.fault, Fault::Dangling(_));
    let (missing, others): (Vec<ApplyError>, Vec<ApplyError>) = errors.into_iter().partition(is_missing_with_it);
    for error in others {
        loaded.findings.push((Some(error.id.clone()), fault_finding(place_of(&error.id), &error)));
    }
    if let Some(first) = missing.first() {
        let what = format!("{first}{}; it may stand in a file that is broken", and_more(missing.len() - 1));
        loaded.findings.push((None, Finding::error(place_of(&first.id), what, "Mend the broken files first, then look again")));
    }
}

/// Links that stand elsewhere than they should: they stay where that cannot be helped, else both files are written anew.
fn find_homes<'a>(loaded: &mut Loaded, project: &Project, found: impl Fn(&RecordId) -> Option<&'a FileKey>) {
    for (id, link) in project.links() {
        let Some(found) = found(&RecordId::Link(id.clone())) else { continue };
        let proper = FileKey::of_link(link, project, &loaded.homes);
        if proper == *found {
            continue;
        }
        if !project.annotations().contains_key(&link.from) || loaded.broken.contains(&proper) || loaded.broken.contains(found) {
            loaded.homes.insert(id.clone(), found.clone());
        } else {
            loaded.stale.extend([proper, found.clone()]);
        }
    }
}

fn and_more(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => " (and 1 more record refers to something missing)".to_owned(),
        n => format!(" (and {n} more records refer to something missing)"),
    }
}

fn place_of(files: &[FileKey], places: &Places, id: &RecordId) -> String {
    let place = places.get(id).and_then(|(_, file, line)| Some((files.get(*file as usize)?, line)));
    place.map_or_else(|| id.to_string(), |(key, line)| format!("{}:{line}", key.shown()))
}

/// A record that had to move, and how.
fn moved<'a>(record: &Record, document: impl Fn(&DocumentId) -> Option<&'a Document>) -> Option<(Record, String)> {
    match record {
        Record::Annotation(a) => {
            let document = document(&a.document)?;
            let in_place = || a.target.places().iter().all(|p| is_in_place(p, document));
            if !a.orphan && in_place() {
                return None;
            }
            let there = re_anchored(a, document)?;
            let extent = |target: &crate::model::Target| target.extent().map_or("the document".to_owned(), |e| e.to_string());
            let what = if there.target == a.target {
                "its quote is at its place again".to_owned()
            } else {
                let to = the_only_place(a.target.places(), there.target.places());
                format!("moved from {} to {}, {to}", extent(&a.target), extent(&there.target))
            };
            Some((there.into(), what))
        }
        Record::Mark(m) => {
            let there = re_anchored_mark(m, document(&m.document)?)?;
            let (MarkSubject::Paragraph(from), MarkSubject::Paragraph(to)) = (&m.subject, &there.subject) else { return None };
            let only = the_only_place(std::slice::from_ref(from), std::slice::from_ref(to));
            let what = format!("moved from {} to {}, {only}", from.span, to.span);
            Some((there.into(), what))
        }
        _ => None,
    }
}

/// In words what kind of place was found, with the first quote that reads otherwise there.
fn the_only_place(before: &[Place], there: &[Place]) -> String {
    let other = before.iter().zip(there).find(|(before, there)| before.quote != there.quote);
    match other {
        None => "the only place of its quote".to_owned(),
        Some((before, there)) => {
            let (before, there) = (shortened(&before.quote, QUOTED), shortened(&there.quote, QUOTED));
            // What differs may be white space, which is not shown, or stand behind what is.
            let how = if before == there { String::new() } else { format!(": '{before}' is '{there}'") };
            format!("the only place of its words, which are written otherwise there{how}")
        }
    }
}

/// A fault of a stored record in words for the user.
pub(super) fn fault_finding(place: String, error: &ApplyError) -> Finding {
    let hint = match &error.fault {
        Fault::OutsideText { .. } | Fault::InsideCharacter(..) | Fault::QuoteDiffers { .. } | Fault::BadSpans => {
            "It is kept as an orphan; give it a new place or remove it"
        }
        Fault::Dangling(_) => "It is kept as it is; bring back what it refers to, or remove it",
        Fault::Taken
        | Fault::Absent
        | Fault::InUse(_)
        | Fault::WrongType(_)
        | Fault::Cycle
        | Fault::Empty(_)
        | Fault::NoEvidence
        | Fault::ForeignEvidence(_)
        | Fault::SameFileName
        | Fault::SelfLink => "It is kept as it is; correct it",
    };
    Finding::error(place, error.to_string(), hint)
}
