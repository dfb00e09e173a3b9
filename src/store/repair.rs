//! Mending what a merge by plain text has left: marks in files, and records that refer to what the other side took away.
//!
//! Both sides are kept. What only one of them has, or changed, is taken; where both changed one thing, ours stays and theirs becomes a
//! conflict, to be settled like any other. What is missing and needed comes back from the history of this machine, else as a record of
//! which no more than the id is known. The files as they were are in the backups.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::changes::changed_files;
use super::folder::list;
use super::journal::Step;
use super::journal_parts::OlderSteps;
use super::journal_read::{self, Repair};
use super::layout::FileKey;
use super::load::{Loaded, Overlay, load};
use super::merge_marks::{Sides, sides};
use super::migrate::upgraded;
use super::old_form::{self, Old, OldFile};
use super::open::root_of;
use super::read_file::Leftover;
use super::render::{Grouped, render};
use super::unit::{content_of, has_digest};
use super::{Finding, OpenProgress, StoreError, atomic, backup, lock, merge_projects};
use crate::model::{
    Attribute, AttributeKind, Claim, Code, Coder, Edit, Entity, Event, Extra, Fault, Layer, LayerId, LinkType, Project, Record, RecordId,
};

/// What was mended.
#[derive(Debug, Default)]
pub struct Repaired {
    /// Files that lay in another folder than their own, by where they lie now.
    pub moved: Vec<String>,
    /// Files whose marks are gone, below the project's folder.
    pub files: Vec<String>,
    /// How many conflicts are to be settled now that were not there before.
    pub conflicts: usize,
    /// Records that were missing and are there again.
    pub restored: Vec<RecordId>,
    /// Files that could not be mended.
    pub left: Vec<Finding>,
}

impl Repaired {
    /// Whether there was nothing to mend.
    pub fn is_empty(&self) -> bool {
        self.moved.is_empty() && self.files.is_empty() && self.restored.is_empty() && self.left.is_empty()
    }
}

/// Mends a project's folder. Refuses while another process has the project open.
pub fn repair(path: &Path) -> Result<Repaired, StoreError> {
    let root = root_of(path)?;
    let _lock = lock::acquire(&root).map_err(|reason| StoreError::ReadOnly { path: root.clone(), reason })?;
    let mut repaired = Repaired::default();
    put_in_place(&root, &mut repaired)?;
    settle(&root, &mut repaired)?;
    restore_missing(&root, &mut repaired)?;
    Ok(repaired)
}

/// Moves files to their own folders, where nothing is there yet.
fn put_in_place(root: &Path, repaired: &mut Repaired) -> Result<(), StoreError> {
    for (path, key) in list(root)?.misplaced {
        let to = root.join(key.path());
        if to.symlink_metadata().is_ok() {
            let what = format!("this file could not be moved to its own folder: {} is there as well", key.shown());
            repaired.left.push(Finding::error(path, what, "Compare the two, and delete the one that is not wanted"));
            continue;
        }
        if let Some(folder) = to.parent() {
            atomic::make_folder(folder)?;
            fs::rename(root.join(&path), &to).map_err(StoreError::write(&to))?;
            atomic::sync_folder(folder)?;
        }
        repaired.moved.push(key.shown());
    }
    Ok(())
}

/// A file with marks, as it lies there.
struct Marked {
    bytes: Vec<u8>,
    sides: Sides,
}

/// What each side has in files that do not say one thing.
#[derive(Default)]
struct Overlays {
    ours: Overlay,
    theirs: Overlay,
    base: Overlay,
}

/// The files with the marks of a merge; those of which the sides cannot be told apart are told.
fn marked_files(root: &Path, repaired: &mut Repaired) -> Result<BTreeMap<FileKey, Marked>, StoreError> {
    let mut found = BTreeMap::new();
    for key in list(root)?.keys.into_iter().filter(|key| *key != FileKey::Conflicts) {
        let path = root.join(key.path());
        let Ok(bytes) = fs::read(&path) else { continue };
        if super::broken::mark_of_a_merge(&bytes).is_none() {
            continue;
        }
        let Some(sides) = std::str::from_utf8(&bytes).ok().and_then(sides) else {
            repaired.left.push(not_mended(&key, "the marks of the merge in it do not belong together"));
            continue;
        };
        found.insert(key, Marked { bytes, sides });
    }
    Ok(found)
}

fn not_mended(key: &FileKey, why: &str) -> Finding {
    Finding::error(key.shown(), format!("this file could not be mended: {why}"), "Settle the merge in a text editor, or take one version")
}

/// Settles files with marks, and files of the older form that a clone with an older program has brought.
fn settle(root: &Path, repaired: &mut Repaired) -> Result<(), StoreError> {
    let mut marked = marked_files(root, repaired)?;
    let mut overlays = Overlays::default();
    marked.retain(|key, marked| match overlays.take(root, key, &marked.sides) {
        Ok(()) => true,
        Err(why) => {
            repaired.left.push(not_mended(key, &why));
            false
        }
    });
    let older = overlays.take_older(root, repaired)?;
    if marked.is_empty() && older.is_empty() {
        return Ok(());
    }
    overlays.settle_texts(root, &marked, repaired);
    let load = |overlay: &Overlay| load(root, overlay, &OpenProgress::default());
    let (mut ours, theirs, base) = (load(&overlays.ours)?, load(&overlays.theirs)?, load(&overlays.base)?);
    ours.keep_duplicates();
    let (mut edits, conflicts) = merge_projects(&base.project, &ours.project, &theirs.project);
    repaired.conflicts = conflicts.len();
    edits.extend(conflicts.into_iter().map(Edit::keep));
    let mut merged = ours.project.clone();
    merged.replay_edits(&edits);
    for (key, marked) in &marked {
        backup::keep(root, &key.shown(), &marked.bytes)?;
        repaired.files.push(key.shown());
    }
    for file in &older {
        let path = root.join(file.path());
        backup::keep(root, &file.shown(), &fs::read(&path).map_err(StoreError::read(&path))?)?;
        repaired.files.push(file.shown());
    }
    write(root, &ours, &merged, marked.into_keys().collect())?;
    older.iter().try_for_each(|file| atomic::remove(&root.join(file.path())))
}

impl Overlays {
    /// Takes in the two sides of a file; an error says why one of them is none that can be read. A text always is.
    fn take(&mut self, root: &Path, key: &FileKey, sides: &Sides) -> Result<(), String> {
        let (ours, theirs) = (side(root, key, "ours", &sides.ours)?, side(root, key, "theirs", &sides.theirs)?);
        self.ours.extend(ours);
        self.theirs.extend(theirs);
        self.base.insert(key.clone(), sides.base.clone());
        Ok(())
    }

    /// Files of the older form are what others have; what both have and is not the same is nobody's, so each state of it is kept.
    fn take_older(&mut self, root: &Path, repaired: &mut Repaired) -> Result<Vec<OldFile>, StoreError> {
        let mut files = old_form::list(root)?;
        files.retain(|file| file.is_gone() && !matches!(file, OldFile::Original(_)));
        let mut older = Old::default();
        files.retain(|file| {
            let path = root.join(file.path());
            let taken = match file.text_key() {
                Some(key) => fs::read_to_string(&path).map(|text| drop(self.theirs.insert(key, text))).map_err(|error| error.to_string()),
                None => {
                    fs::read_to_string(&path).map_err(|error| error.to_string()).and_then(|text| take_old(&mut older, file, &path, &text))
                }
            };
            taken
                .map_err(|why| {
                    let hint = "Take the file back from a backup or from version control";
                    repaired.left.push(Finding::error(
                        file.shown(),
                        format!("this file of the older form could not be taken in: {why}"),
                        hint,
                    ));
                })
                .is_ok()
        });
        let new = older.into_files().map_err(|message| StoreError::Unwritable { path: root.to_owned(), message })?;
        // There is always a head of the project; only records are asked for.
        for (key, text) in new.into_iter().filter(|(key, _)| *key != FileKey::Project) {
            self.base.insert(key.clone(), String::new());
            self.theirs.entry(key).or_insert(text);
        }
        Ok(files)
    }

    /// Reading texts are never changed by coding, so of two the one counts that its document's file names.
    fn settle_texts(&mut self, root: &Path, marked: &BTreeMap<FileKey, Marked>, repaired: &mut Repaired) {
        for (key, Marked { sides, .. }) in marked {
            let FileKey::Text(id) = key else { continue };
            let document = FileKey::Document(id.clone());
            let path = root.join(document.path());
            let said = self.ours.get(&document).map(|text| text.clone().into_bytes()).or_else(|| fs::read(&path).ok());
            let content = content_of(&document, &path, said.unwrap_or_default());
            let digest = content.ok().and_then(|content| Some(content.document?.sha256)).unwrap_or_default();
            let settled = [&sides.ours, &sides.theirs].into_iter().find(|text| has_digest(text, &digest));
            if settled.is_none() {
                repaired.left.push(not_mended(key, "neither side is the text that its document's file names; ours is taken"));
            }
            let text = settled.unwrap_or(&sides.ours);
            for overlay in [&mut self.ours, &mut self.theirs, &mut self.base] {
                overlay.insert(key.clone(), text.clone());
            }
        }
    }
}

/// One side of a file, as files of the present form: the head of a project in the older form has coders and events in it.
fn side(root: &Path, key: &FileKey, whose: &str, text: &str) -> Result<Overlay, String> {
    let alone = || Overlay::from([(key.clone(), text.to_owned())]);
    let path = root.join(key.path());
    if matches!(key, FileKey::Text(_)) {
        return Ok(alone());
    }
    let older = match key {
        FileKey::Project => Some(OldFile::Project),
        FileKey::Codebook => Some(OldFile::Codebook),
        _ => None,
    };
    if let Some(file) = older {
        let mut older = Old::default();
        if take_old(&mut older, &file, &path, text).is_ok() {
            let mut files = older.into_files()?;
            files.retain(|there, _| there == key || matches!(there, FileKey::Record(..)));
            return Ok(files);
        }
    }
    match content_of(key, &path, text.as_bytes().to_vec()) {
        Ok(_) => Ok(alone()),
        Err(broken) => Err(format!("{whose} alone cannot be read ({})", broken.why)),
    }
}

fn take_old(older: &mut Old, file: &OldFile, path: &Path, text: &str) -> Result<(), String> {
    let fields = upgraded(file, path, text).map_err(|error| error.to_string())?;
    older.take(file, fields).map_err(|broken| broken.why.to_owned())
}

/// Writes what has become of a folder, what is to be settled first and the project's own file last.
fn write(root: &Path, before: &Loaded, after: &Project, mut keys: BTreeSet<FileKey>) -> Result<(), StoreError> {
    keys.extend(changed_files(&before.project, after, &before.homes));
    let grouped = Grouped::new(after, &keys, &before.homes);
    let nothing = Leftover::default();
    for key in &keys {
        let path = root.join(key.path());
        match render(after, &grouped, key, before.leftovers.get(key).unwrap_or(&nothing))? {
            Some(text) => atomic::write(&path, text.as_bytes())?,
            None => atomic::remove(&path)?,
        }
    }
    Ok(())
}

/// Brings back what records refer to and is not there.
fn restore_missing(root: &Path, repaired: &mut Repaired) -> Result<(), StoreError> {
    let mut loaded = load(root, &Overlay::new(), &OpenProgress::default())?;
    loaded.keep_duplicates();
    if !loaded.broken.is_empty() {
        // What is missing may stand in one of them.
        return Ok(());
    }
    let history = history(root)?;
    let mut project = loaded.project.clone();
    // What comes back may need something that is missing as well.
    for _ in 0..10 {
        let missing: BTreeSet<RecordId> = project.records().flat_map(|record| project.faults_of(&record)).filter_map(missing_id).collect();
        let back: Vec<Record> = missing.iter().filter_map(|id| known(&history, id).or_else(|| blank(&project, id))).collect();
        let new: Vec<Record> = back.into_iter().filter(|record| !project.has(&record.id())).collect();
        if new.is_empty() {
            break;
        }
        repaired.restored.extend(new.iter().map(Record::id));
        project.replay_edits(&new.into_iter().map(Edit::Add).collect::<Vec<_>>());
    }
    if repaired.restored.is_empty() { Ok(()) } else { write(root, &loaded, &project, BTreeSet::new()) }
}

fn missing_id(fault: Fault) -> Option<RecordId> {
    if let Fault::Dangling(id) = fault { Some(id) } else { None }
}

/// All steps of this machine, latest first.
fn history(root: &Path) -> Result<Vec<Step>, StoreError> {
    let mut older = OlderSteps::of(root);
    let recorded = journal_read::read(root, &mut older, Repair::No, jiff::Timestamp::UNIX_EPOCH)?;
    let mut steps = older.read_all()?.0;
    steps.extend(recorded.steps);
    steps.reverse();
    Ok(steps)
}

/// A record as the history knew it last.
fn known(history: &[Step], id: &RecordId) -> Option<Record> {
    history.iter().find_map(|step| {
        let (edits, inverse): (&[Edit], &[Edit]) = match step {
            Step::Do { transaction, inverse, .. } => (&transaction.edits, inverse),
            Step::Undo { instead: Some(instead), .. } | Step::Redo { instead: Some(instead), .. } => (&instead.edits, &instead.inverse),
            Step::Undo { .. } | Step::Redo { .. } | Step::Saved { .. } => return None,
        };
        edits.iter().chain(inverse).find_map(|edit| match edit {
            Edit::Add(record) | Edit::Set(record) if record.id() == *id => Some(record.clone()),
            _ => None,
        })
    })
}

/// A record of which only the id is known; none where that would be a lie: a document without its text, an annotation without its place.
fn blank(project: &Project, id: &RecordId) -> Option<Record> {
    let extra = Extra::new;
    let name = |id: &str| format!("{id} (was missing)");
    match id {
        RecordId::Coder(id) => {
            Some(Coder { id: id.clone(), name: name(id.as_str()), note: String::new(), created: None, extra: extra() }.into())
        }
        RecordId::Event(id) => {
            Some(Event { id: id.clone(), name: name(id.as_str()), date: None, note: String::new(), extra: extra() }.into())
        }
        RecordId::Layer(id) => Some(blank_layer(id.clone())),
        RecordId::Code(id) => {
            // Without a layer there is nowhere to put it; the next round finds that one missing.
            let layer = project.layers().keys().next().cloned().or_else(|| LayerId::new("restored").ok())?;
            Some(Code::new(id.clone(), layer, &name(id.as_str())).into())
        }
        RecordId::Attribute(id) => {
            let (definition, default, when) = Default::default();
            Some(
                Attribute { id: id.clone(), name: name(id.as_str()), kind: AttributeKind::Text, definition, default, when, extra: extra() }
                    .into(),
            )
        }
        RecordId::LinkType(id) => {
            let (rank, from, to, definition, attributes) = Default::default();
            Some(LinkType { id: id.clone(), name: name(id.as_str()), rank, from, to, definition, attributes, extra: extra() }.into())
        }
        RecordId::Entity(id) => {
            let (kind, aliases, wikidata, note) = Default::default();
            Some(Entity { id: id.clone(), name: name(id.as_str()), kind, aliases, wikidata, note, extra: extra() }.into())
        }
        RecordId::Claim(id) => {
            let (rank, group, importance, note) = Default::default();
            Some(Claim { id: id.clone(), statement: name(id.as_str()), rank, group, importance, note, extra: extra() }.into())
        }
        RecordId::Document(_)
        | RecordId::Annotation(_)
        | RecordId::Link(_)
        | RecordId::Treatment(_)
        | RecordId::Memo(_)
        | RecordId::Mark(_)
        | RecordId::Progress(_) => None,
    }
}

fn blank_layer(id: LayerId) -> Record {
    let (rank, purpose, attributes) = Default::default();
    Layer { name: id.to_string(), id, rank, purpose, attributes, extra: Extra::new() }.into()
}
