//! The open folder: saving what changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::broken::BrokenFiles;
use super::changes::changed_files;
use super::digest::quick;
use super::folder::FileState;
use super::journal::{Journal, LastStep, Step};
use super::layout::{FileKey, Homes, original};
use super::load::Loaded;
use super::lock::Lock;
use super::outside::Question;
use super::read_file::Leftover;
use super::render::{Grouped, render};
use super::written::{Entry, Written, entry_gone, entry_of, entry_of_original, is_watched};
use super::{Access, ReadOnlyReason, StoreError, atomic, git_attributes};
use crate::model::Project;
use crate::parallel::in_order_waiting;

/// A project's folder while it is open. Holds the lock when it may write.
#[derive(Debug)]
pub struct ProjectStore {
    pub(super) root: PathBuf,
    access: Access,
    pub(super) journal: Option<Journal>,
    /// The project as the files hold it; of files in question, as they were.
    pub(super) saved: Project,
    /// The last step that all files are known to hold.
    pub(super) saved_step: u64,
    /// The last step of the journal when it was read.
    pub(super) last_step: Option<LastStep>,
    pub(super) files: BTreeMap<FileKey, FileState>,
    /// Files that the last save wrote: their time may be that of a later change as well.
    pub(super) fresh: BTreeSet<FileKey>,
    pub(super) leftovers: BTreeMap<FileKey, Leftover>,
    /// Never written.
    pub(super) broken: BrokenFiles,
    pub(super) homes: Homes,
    /// To be written anew at the next save whatever changed.
    pub(super) stale: BTreeSet<FileKey>,
    /// What was last written, for the next start.
    pub(super) written: Written,
    /// What somebody must decide about, and the files it is about: nothing is written to them until then.
    pub(super) questions: Vec<Question>,
    pub(super) withheld: BTreeSet<FileKey>,
    /// Files in question that are to be taken in as they are.
    pub(super) accepted: BTreeSet<FileKey>,
    /// Let go last.
    pub(super) lock: Option<Lock>,
}

/// Files whose text is held at once while they are written.
const AT_ONCE: usize = 4_096;

/// What a save wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Saved {
    /// Files written or taken away.
    pub files_written: usize,
    /// Their bytes.
    pub bytes_written: u64,
    /// Files that would have to be written and are in question: their changes are in the journal alone.
    pub files_waiting: usize,
}

/// What a save has done so far.
struct Progress {
    step: u64,
    /// Folders whose names are not on disk yet.
    folders: BTreeSet<PathBuf>,
    /// For the log of what was written.
    noted: Vec<Entry>,
    saved: Saved,
}

impl ProjectStore {
    /// An empty folder that this process has locked.
    pub(super) fn empty(root: PathBuf, lock: Lock) -> Self {
        let written = Written::none(&root);
        let mut store = Self::of(root, Ok(lock), Loaded::default(), written, 0);
        store.stale = [FileKey::Project, FileKey::Codebook].into();
        store
    }

    pub(super) fn of(root: PathBuf, lock: Result<Lock, ReadOnlyReason>, loaded: Loaded, written: Written, saved_step: u64) -> Self {
        let (access, lock) = match lock {
            Ok(lock) => (Access::ReadWrite, Some(lock)),
            Err(reason) => (Access::ReadOnly(reason), None),
        };
        let Loaded { project: saved, files, leftovers, broken, homes, stale, .. } = loaded;
        let (fresh, withheld, accepted) = Default::default();
        let (journal, questions) = (None, Vec::new());
        Self {
            root,
            access,
            journal,
            saved,
            saved_step,
            last_step: None,
            files,
            fresh,
            leftovers,
            broken,
            homes,
            stale,
            written,
            questions,
            withheld,
            accepted,
            lock,
        }
    }

    /// The project's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether it may be written, and if not, why.
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// The project as the files hold it: what was loaded, or last saved. The base of a merge with changes from outside.
    pub fn saved(&self) -> &Project {
        &self.saved
    }

    /// The files that cannot be trusted: what they hold is not in the project, and a save never writes them.
    pub fn broken(&self) -> &BrokenFiles {
        &self.broken
    }

    pub(super) fn homes(&self) -> &Homes {
        &self.homes
    }

    pub(super) fn leftovers(&self) -> &BTreeMap<FileKey, Leftover> {
        &self.leftovers
    }

    /// Takes over what another folder has beside the records; broken files are copied by the caller and never written.
    pub(super) fn take_beside(&mut self, other: &Self) {
        self.leftovers.clone_from(&other.leftovers);
        self.stale.extend(other.leftovers.keys().cloned());
        self.homes.clone_from(&other.homes);
        self.broken.clone_from(&other.broken);
    }

    pub(super) fn may_write(&self) -> Result<(), StoreError> {
        match &self.access {
            Access::ReadWrite => Ok(()),
            Access::ReadOnly(reason) => Err(StoreError::ReadOnly { path: self.root.clone(), reason: reason.clone() }),
        }
    }

    /// The handle that appends steps; every call gives one to the same journal.
    pub fn journal(&mut self) -> Result<Journal, StoreError> {
        self.may_write()?;
        if let Some(journal) = &self.journal {
            return Ok(journal.clone());
        }
        let journal = Journal::open(&self.root, self.last_step.take())?;
        self.journal = Some(journal.clone());
        Ok(journal)
    }

    /// Writes the files whose content changed, and then says in the journal that they hold every step up to `up_to_step`.
    ///
    /// Refuses with [`StoreError::ChangedOutside`], before anything is written, when a file it would write is not as it was left, and
    /// with [`StoreError::Gone`] when the folder is not the one that was opened. Files in question are left as they are; if one of them
    /// would have to be written, the journal is not told that the files hold everything.
    /// After another error some files may be written; the journal still holds every step, and the next save writes the rest. That
    /// is so as well with [`StoreError::Broken`], when a file that would have to be written cannot be trusted: all others are.
    pub fn save(&mut self, project: &Project, up_to_step: u64) -> Result<Saved, StoreError> {
        self.may_write()?;
        self.refuse_elsewhere()?;
        let mut keys = changed_files(&self.saved, project, &self.homes);
        keys.extend(self.stale.iter().cloned());
        let files_waiting = keys.intersection(&self.withheld).count();
        // One that has gone meanwhile has nothing left that could be written over.
        let is_broken = |key: &FileKey| self.broken.contains(key) && self.root.join(key.path()).symlink_metadata().is_ok();
        let kept_back: Vec<PathBuf> = keys.iter().filter(|key| is_broken(key)).map(FileKey::path).collect();
        keys.retain(|key| !self.withheld.contains(key) && !is_broken(key));
        let saved = Saved { files_waiting, ..self.write_changed(project, keys, up_to_step)? };
        git_attributes::provide(&self.root)?;
        if !kept_back.is_empty() {
            return Err(StoreError::Broken { files: kept_back });
        }
        self.stale.clear();
        if files_waiting > 0 {
            self.saved = self.saved_but_for_withheld(project);
            return Ok(saved);
        }
        self.journal()?.append(&Step::Saved { number: up_to_step, older: None })?;
        self.saved_step = up_to_step;
        self.saved = project.clone();
        self.begin_part();
        Ok(saved)
    }

    /// Begins a new part of the journal where it is time. Where that fails the part goes on, and the next save tries again.
    pub(super) fn begin_part(&mut self) {
        if !super::journal::is_long(&self.root) {
            return;
        }
        self.written.sync();
        if let Ok(journal) = self.journal() {
            drop(journal.begin_part(self.saved_step));
        }
    }

    /// Files among `keys` whose content is another one than on disk; `None`: to be taken away.
    fn rendered(&self, project: &Project, keys: &BTreeSet<FileKey>) -> Result<BTreeMap<FileKey, Option<String>>, StoreError> {
        let grouped = Grouped::new(project, keys, &self.homes);
        let nothing = Leftover::default();
        let mut found = BTreeMap::new();
        for key in keys {
            let text = render(project, &grouped, key, self.leftovers.get(key).unwrap_or(&nothing))?;
            let known = self.files.get(key).map(|state| (state.length, state.digest));
            let now = text.as_ref().map(|text| (text.len() as u64, quick(text.as_bytes())));
            if known != now {
                found.insert(key.clone(), text);
            }
        }
        Ok(found)
    }

    /// Writes those of the files whose content is another one than on disk: a bounded number at a time, for the text of a whole large project
    /// takes as much memory as the project.
    fn write_changed(&mut self, project: &Project, keys: BTreeSet<FileKey>, step: u64) -> Result<Saved, StoreError> {
        if keys.len() > AT_ONCE {
            self.refuse_changed_outside(keys.iter())?;
        }
        let mut saved = Saved::default();
        for (number, part) in in_parts(keys).into_iter().enumerate() {
            let to_write = self.rendered(project, &part)?;
            // What the save before wrote is fresh until here: its times may hide a change of another program.
            self.refuse_changed_outside(to_write.keys())?;
            if number == 0 {
                self.fresh.clear();
            }
            self.fresh.extend(to_write.iter().filter(|(_, text)| text.is_some()).map(|(key, _)| key.clone()));
            let Saved { files_written, bytes_written, .. } = self.write(to_write, step)?;
            saved.files_written += files_written;
            saved.bytes_written += bytes_written;
        }
        Ok(saved)
    }

    fn refuse_changed_outside<'a>(&self, to_write: impl Iterator<Item = &'a FileKey>) -> Result<(), StoreError> {
        let changed = |key: &&FileKey| match self.files.get(key) {
            Some(state) => self.is_changed(key, state),
            None => self.root.join(key.path()).exists(),
        };
        let files: Vec<PathBuf> = to_write.filter(changed).map(FileKey::path).collect();
        if files.is_empty() { Ok(()) } else { Err(StoreError::ChangedOutside { files }) }
    }

    fn write(&mut self, to_write: BTreeMap<FileKey, Option<String>>, step: u64) -> Result<Saved, StoreError> {
        let mut progress = Progress { step, folders: BTreeSet::new(), noted: Vec::with_capacity(to_write.len()), saved: Saved::default() };
        let all = self.write_each(to_write, &mut progress).and_then(|()| sync_folders(&mut progress.folders));
        // What was written before an error was written all the same.
        self.written.note(&progress.noted);
        all.map(|()| progress.saved)
    }

    /// What is to be settled comes first, so that nothing is written over before it is kept there; then all others, many at a time, for each
    /// waits for the disk; and the file that makes the folder a project when everything else is on disk.
    fn write_each(&mut self, mut to_write: BTreeMap<FileKey, Option<String>>, progress: &mut Progress) -> Result<(), StoreError> {
        let conflicts = to_write.remove_entry(&FileKey::Conflicts);
        let project = to_write.remove_entry(&FileKey::Project);
        self.write_together(conflicts.into_iter().collect(), progress)?;
        self.write_together(to_write.into_iter().collect(), progress)?;
        if project.is_some() {
            sync_folders(&mut progress.folders)?;
        }
        self.write_together(project.into_iter().collect(), progress)
    }

    /// Writes files in any order; after an error the others are written all the same.
    fn write_together(&mut self, files: Vec<(FileKey, Option<String>)>, progress: &mut Progress) -> Result<(), StoreError> {
        let root = &self.root;
        let states = in_order_waiting(&files, |(key, text)| put_file(&root.join(key.path()), text.as_deref()));
        let mut all = Ok(());
        for ((key, text), state) in files.into_iter().zip(states) {
            match state {
                Ok(state) => self.has_written(key, text, state, progress),
                Err(error) => all = all.and(Err(error)),
            }
        }
        all
    }

    /// Takes note of a file that was written (with its state) or taken away.
    fn has_written(&mut self, key: FileKey, text: Option<String>, state: Option<FileState>, progress: &mut Progress) {
        progress.saved.files_written += 1;
        progress.folders.extend(self.root.join(key.path()).parent().map(Path::to_owned));
        let noted = if let (Some(text), Some(state)) = (text, state) {
            progress.saved.bytes_written += text.len() as u64;
            let noted = is_watched(&key).then(|| entry_of(&key, &state, text.as_bytes(), progress.step));
            self.files.insert(key, state);
            noted
        } else {
            self.files.remove(&key);
            self.leftovers.remove(&key);
            is_watched(&key).then(|| entry_gone(&key, progress.step))
        };
        progress.noted.extend(noted);
    }

    /// Keeps the bytes of an imported file and returns the name they have under `documents/original/`.
    ///
    /// The name is safe on every system; the same bytes under the same name are kept once.
    pub fn keep_original(&mut self, file_name: &str, bytes: &[u8]) -> Result<String, StoreError> {
        let mut names = self.keep_originals(&[(file_name, bytes)])?;
        names.pop().ok_or_else(|| StoreError::BadName { name: file_name.to_owned() })
    }

    /// Keeps the bytes of many imported files (each with its name), durably and all of them or none; returns the names they have, in
    /// the same order. They wait for the disk together.
    pub fn keep_originals(&mut self, files: &[(&str, &[u8])]) -> Result<Vec<String>, StoreError> {
        self.may_write()?;
        self.refuse_elsewhere()?;
        let (names, fresh) = super::originals::name_all(&self.root, files)?;
        super::litter::note_originals(&self.root, fresh.keys())?;
        let fresh: Vec<(&String, &&[u8])> = fresh.iter().collect();
        let written = in_order_waiting(&fresh, |(name, bytes)| self.keep_under(name, bytes));
        let entries = written.into_iter().collect::<Result<Vec<Entry>, StoreError>>();
        let folders = fresh.iter().filter_map(|(name, _)| Some(self.root.join(original(name)).parent()?.to_owned()));
        let entries = entries.and_then(|entries| sync_folders(&mut folders.collect()).map(|()| entries));
        match entries {
            Ok(entries) => self.written.note(&entries),
            Err(error) => {
                // What cannot be taken away now is in the note of what was kept, and goes at the next opening.
                for (name, _) in &fresh {
                    drop(atomic::remove(&self.root.join(original(name))));
                }
                return Err(error);
            }
        }
        Ok(names)
    }

    fn keep_under(&self, name: &str, bytes: &[u8]) -> Result<Entry, StoreError> {
        let path = super::original_path(&self.root, name)?;
        atomic::write_without_folder_sync(&path, bytes)?;
        Ok(entry_of_original(&self.root, name, bytes, self.saved_step))
    }

    /// The bytes kept under a name.
    pub fn read_original(&self, name: &str) -> Result<Vec<u8>, StoreError> {
        let path = super::original_path(&self.root, name)?;
        fs::read(&path).map_err(StoreError::read(&path))
    }
}

/// Files that are written one part after the other: what is to be settled in the first, and the file that makes the folder a project in
/// the last.
fn in_parts(mut keys: BTreeSet<FileKey>) -> Vec<BTreeSet<FileKey>> {
    if keys.len() <= AT_ONCE {
        return vec![keys];
    }
    let (conflicts, project) = (keys.take(&FileKey::Conflicts), keys.take(&FileKey::Project));
    let keys: Vec<FileKey> = keys.into_iter().collect();
    let mut parts: Vec<BTreeSet<FileKey>> = keys.chunks(AT_ONCE).map(|part| part.iter().cloned().collect()).collect();
    parts.splice(0..0, conflicts.map(|key| [key].into()));
    parts.extend(project.map(|key| [key].into()));
    parts
}

fn sync_folders(folders: &mut BTreeSet<PathBuf>) -> Result<(), StoreError> {
    std::mem::take(folders).iter().filter(|folder| folder.is_dir()).try_for_each(|folder| atomic::sync_folder(folder))
}

/// Writes a file, or takes it away where there is no text; its state where it was written.
fn put_file(path: &Path, text: Option<&str>) -> Result<Option<FileState>, StoreError> {
    let Some(text) = text else { return atomic::remove(path).map(|()| None) };
    atomic::write_without_folder_sync(path, text.as_bytes())?;
    Ok(Some(FileState::of(path, text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DocumentId;

    #[test]
    fn many_files_are_written_in_parts_with_the_project_last() {
        let text = |n: usize| FileKey::Text(DocumentId::new(&format!("d{n}")).unwrap());
        let mut keys: BTreeSet<FileKey> = (0..=2 * AT_ONCE).map(text).collect();
        keys.extend([FileKey::Project, FileKey::Conflicts]);
        let parts = in_parts(keys.clone());
        assert_eq!(parts.iter().map(BTreeSet::len).collect::<Vec<_>>(), [1, AT_ONCE, AT_ONCE, 1, 1]);
        assert_eq!((parts[0].first(), parts[4].first()), (Some(&FileKey::Conflicts), Some(&FileKey::Project)));
        assert_eq!(parts.into_iter().flatten().collect::<BTreeSet<_>>(), keys);
        assert_eq!(in_parts([FileKey::Project, text(1)].into()).len(), 1);
    }
}
