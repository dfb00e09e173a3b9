//! The open folder: saving what changed, noticing what others changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::broken::BrokenFiles;
use super::changes::changed_files;
use super::digest::quick;
use super::folder::{FileState, list};
use super::journal::{Journal, Step};
use super::layout::{FileKey, Homes};
use super::load::{Before, Loaded, Overlay, load};
use super::lock::Lock;
use super::read_file::Leftover;
use super::render::{Grouped, render};
use super::{Access, Finding, ReadOnlyReason, StoreError, atomic, backup};
use crate::model::Project;

/// A project's folder while it is open. Holds the lock when it may write.
#[derive(Debug)]
pub struct ProjectStore {
    root: PathBuf,
    access: Access,
    journal: Option<Journal>,
    /// The project as the files hold it.
    saved: Project,
    files: BTreeMap<FileKey, FileState>,
    leftovers: BTreeMap<FileKey, Leftover>,
    /// Never written.
    broken: BrokenFiles,
    homes: Homes,
    /// To be written anew at the next save whatever changed.
    stale: BTreeSet<FileKey>,
    /// Let go last.
    _lock: Option<Lock>,
}

/// What a save wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Saved {
    /// Files written or taken away.
    pub files_written: usize,
    /// Their bytes.
    pub bytes_written: u64,
}

impl ProjectStore {
    /// An empty folder that this process has locked.
    pub(super) fn empty(root: PathBuf, lock: Lock) -> Self {
        Self {
            root,
            access: Access::ReadWrite,
            journal: None,
            saved: Project::default(),
            files: BTreeMap::new(),
            leftovers: BTreeMap::new(),
            broken: BrokenFiles::default(),
            homes: Homes::new(),
            stale: [FileKey::Project, FileKey::Codebook, FileKey::Entities, FileKey::Claims].into(),
            _lock: Some(lock),
        }
    }

    pub(super) fn of(root: PathBuf, lock: Result<Lock, ReadOnlyReason>, loaded: Loaded) -> Self {
        let (access, lock) = match lock {
            Ok(lock) => (Access::ReadWrite, Some(lock)),
            Err(reason) => (Access::ReadOnly(reason), None),
        };
        let Loaded { project: saved, files, leftovers, broken, homes, stale, .. } = loaded;
        Self { root, access, journal: None, saved, files, leftovers, broken, homes, stale, _lock: lock }
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

    pub(super) fn may_write(&self) -> Result<(), StoreError> {
        let path = self.root.clone();
        match &self.access {
            Access::ReadWrite => Ok(()),
            Access::ReadOnly(ReadOnlyReason::LockedBy { pid, host }) => Err(StoreError::Locked { pid: *pid, host: host.clone(), path }),
            Access::ReadOnly(ReadOnlyReason::Asked | ReadOnlyReason::ReadOnlyFolder | ReadOnlyReason::BrokenFiles(_)) => {
                Err(StoreError::ReadOnly { path })
            }
        }
    }

    /// The handle that appends steps; every call gives one to the same journal.
    pub fn journal(&mut self) -> Result<Journal, StoreError> {
        self.may_write()?;
        if let Some(journal) = &self.journal {
            return Ok(journal.clone());
        }
        let journal = Journal::open(&self.root)?;
        self.journal = Some(journal.clone());
        Ok(journal)
    }

    /// Writes the files whose content changed, and then says in the journal that they hold every step up to `up_to_step`.
    ///
    /// Refuses with [`StoreError::ChangedOutside`], before anything is written, when a file it would write is not as it was left.
    /// After another error some files may be written; the journal still holds every step, and the next save writes the rest. That
    /// is so as well with [`StoreError::Broken`], when a file that would have to be written cannot be trusted: all others are.
    pub fn save(&mut self, project: &Project, up_to_step: u64) -> Result<Saved, StoreError> {
        self.may_write()?;
        let mut keys = changed_files(&self.saved, project, &self.homes);
        keys.extend(self.stale.iter().cloned());
        let kept_back: Vec<PathBuf> = keys.iter().filter(|key| self.broken.contains(key)).map(FileKey::path).collect();
        keys.retain(|key| !self.broken.contains(key));
        let to_write = self.rendered(project, &keys)?;
        self.refuse_changed_outside(&to_write)?;
        let saved = self.write(to_write)?;
        if !kept_back.is_empty() {
            return Err(StoreError::Broken { files: kept_back });
        }
        self.journal()?.append(&Step::Saved { number: up_to_step })?;
        self.saved = project.clone();
        self.stale.clear();
        Ok(saved)
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

    fn refuse_changed_outside(&self, to_write: &BTreeMap<FileKey, Option<String>>) -> Result<(), StoreError> {
        let changed = |key: &&FileKey| {
            let path = self.root.join(key.path());
            match self.files.get(key) {
                Some(state) => state.differs_on_disk(&path),
                None => path.exists(),
            }
        };
        let files: Vec<PathBuf> = to_write.keys().filter(changed).map(FileKey::path).collect();
        if files.is_empty() { Ok(()) } else { Err(StoreError::ChangedOutside { files }) }
    }

    fn write(&mut self, to_write: BTreeMap<FileKey, Option<String>>) -> Result<Saved, StoreError> {
        let mut saved = Saved::default();
        let mut folders = BTreeSet::new();
        for (key, text) in to_write {
            let path = self.root.join(key.path());
            if key == FileKey::Project {
                // Everything else is on disk before the file that makes the folder a project.
                sync_folders(&mut folders)?;
            }
            if let Some(text) = text {
                atomic::write_without_folder_sync(&path, text.as_bytes())?;
                saved.bytes_written += text.len() as u64;
                self.files.insert(key, FileState::of(&path, text.as_bytes()));
            } else {
                atomic::remove(&path)?;
                self.files.remove(&key);
                self.leftovers.remove(&key);
            }
            saved.files_written += 1;
            folders.extend(path.parent().map(Path::to_owned));
        }
        sync_folders(&mut folders)?;
        Ok(saved)
    }

    /// Files that are not as they were last read or written, relative to the folder; new and missing ones too.
    pub fn outside_changes(&self) -> Vec<PathBuf> {
        let changed = self.files.iter().filter(|(key, state)| state.differs_on_disk(&self.root.join(key.path())));
        let mut found: BTreeSet<PathBuf> = changed.map(|(key, _)| key.path()).collect();
        if let Ok(listing) = list(&self.root) {
            // A file that could not even be opened is no change before it can be.
            let is_new = |key: &&FileKey| {
                let is_openable = || fs::File::open(self.root.join(key.path())).and_then(|file| file.metadata()).is_ok_and(|m| m.is_file());
                !self.files.contains_key(key) && (!self.broken.contains(key) || is_openable())
            };
            found.extend(listing.keys.iter().filter(is_new).map(FileKey::path));
        }
        found.into_iter().collect()
    }

    /// Reads the files afresh, to be merged: they count as known from here on, so a save may write them.
    ///
    /// Copies of what others changed go to the backups first, because in a conflict the save writes over them. A folder that has
    /// lost one of its main files was moved away or unplugged, not edited: that is an error and never taken for a deletion.
    /// Take [`ProjectStore::saved`] before, as the base of the merge.
    pub fn read_outside(&mut self, now: Timestamp) -> Result<(Project, Vec<Finding>), StoreError> {
        let main = [FileKey::Project, FileKey::Codebook, FileKey::Entities, FileKey::Claims];
        for key in main.into_iter().filter(|key| self.files.contains_key(key)) {
            let path = self.root.join(key.path());
            fs::metadata(&path).map_err(StoreError::read(&path))?;
        }
        let changed = self.files.iter().filter(|(key, state)| {
            let path = self.root.join(key.path());
            path.exists() && state.differs_on_disk(&path)
        });
        let changed: Vec<FileKey> = changed.map(|(key, _)| key.clone()).collect();
        if !changed.is_empty() {
            backup::copy_files(&self.root, "outside", &changed, now)?;
        }
        let before = Before { project: &self.saved, files: &self.files, homes: &self.homes, broken: &self.broken };
        let mut loaded = load(&self.root, &Overlay::new(), Some(before))?;
        loaded.keep_duplicates();
        let findings = loaded.findings.drain(..).map(|(_, finding)| finding).collect();
        self.files = loaded.files;
        self.leftovers = loaded.leftovers;
        self.broken = loaded.broken;
        self.homes = loaded.homes;
        self.stale = loaded.stale;
        self.saved = loaded.project.clone();
        Ok((loaded.project, findings))
    }

    /// Keeps the bytes of an imported file and returns the name they have under `documents/original/`.
    ///
    /// The name is safe on every system; the same bytes under the same name are kept once.
    pub fn keep_original(&self, file_name: &str, bytes: &[u8]) -> Result<String, StoreError> {
        self.may_write()?;
        let folder = self.originals();
        for name in super::originals::candidates(file_name) {
            let path = folder.join(&name);
            match fs::read(&path) {
                Ok(there) if there == bytes => return Ok(name),
                Ok(_) => {}
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    atomic::write(&path, bytes)?;
                    return Ok(name);
                }
                Err(error) => return Err(StoreError::read(&path)(error)),
            }
        }
        Err(StoreError::BadName { name: file_name.to_owned() })
    }

    /// The bytes kept under a name.
    pub fn read_original(&self, name: &str) -> Result<Vec<u8>, StoreError> {
        if !super::originals::is_plain(name) {
            return Err(StoreError::BadName { name: name.to_owned() });
        }
        let path = self.originals().join(name);
        fs::read(&path).map_err(StoreError::read(&path))
    }

    pub(super) fn originals(&self) -> PathBuf {
        self.root.join("documents").join("original")
    }
}

fn sync_folders(folders: &mut BTreeSet<PathBuf>) -> Result<(), StoreError> {
    std::mem::take(folders).iter().filter(|folder| folder.is_dir()).try_for_each(|folder| atomic::sync_folder(folder))
}
