//! One process writes at a time: an OS lock on a file, and beside it who holds it.
//!
//! The OS lets go of the lock when its holder dies, so a stale one cannot keep anybody out. Where a file system has no locks, the
//! note beside it decides, and a note of a dead process of this machine counts as stale. The note is a file of its own because
//! Windows does not let others read a locked file.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::ReadOnlyReason;
use super::layout::LOCAL;
use super::place::leads_to;
use super::ron_text::{parse, to_line};

/// Who has a project open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Holder {
    pid: u32,
    host: String,
}

/// The lock of a project; let go when dropped.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    path: PathBuf,
    note: PathBuf,
}

impl Lock {
    /// Whether the folder still has the file that is locked: if not, another program may lock the one that is there now.
    pub fn is_in_place(&self) -> bool {
        leads_to(&self.path, &self.file)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The note goes before the lock does, so a next holder's note is never taken away; in another folder it is not ours.
        if self.is_in_place() {
            drop(fs::remove_file(&self.note));
        }
    }
}

/// Takes the lock, or says why the project can only be read. Makes the local folder.
pub(super) fn acquire(root: &Path) -> Result<Lock, ReadOnlyReason> {
    let folder = root.join(LOCAL);
    let path = folder.join("lock");
    let file = open(&folder, &path).map_err(|error| ReadOnlyReason::of(&error))?;
    let note = folder.join("holder.ron");
    match try_to_lock(&file, &note, || std::thread::sleep(PAUSE)) {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(locked_by(read_note(&note))),
        Err(TryLockError::Error(_)) => {
            if let Some(holder) = read_note(&note).filter(is_alive) {
                return Err(locked_by(Some(holder)));
            }
        }
    }
    let me = Holder { pid: std::process::id(), host: host() };
    let line = to_line(&me).unwrap_or_default();
    fs::write(&note, line).map_err(|error| ReadOnlyReason::of(&error))?;
    Ok(Lock { file, path, note })
}

/// How often a lock without a note is asked for, and how long between two times: a second in all.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(10);

/// A lock without a note is being let go: its holder takes the note away first, and what a child process inherited of it is closed
/// when the child's own program begins. That is waited for.
fn try_to_lock(file: &File, note: &Path, mut pause: impl FnMut()) -> Result<(), TryLockError> {
    for _ in 1..TRIES {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if read_note(note).is_none() => pause(),
            answer => return answer,
        }
    }
    file.try_lock()
}

fn open(folder: &Path, lock: &Path) -> std::io::Result<File> {
    fs::create_dir_all(folder.join("backups"))?;
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        fs::write(ignore, "*\n")?;
    }
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(lock)
}

fn read_note(note: &Path) -> Option<Holder> {
    parse(&fs::read_to_string(note).ok()?).ok()
}

fn locked_by(holder: Option<Holder>) -> ReadOnlyReason {
    let (pid, host) = holder.map_or((0, "this or another machine".to_owned()), |h| (h.pid, h.host));
    ReadOnlyReason::LockedBy { pid, host }
}

fn host() -> String {
    gethostname::gethostname().to_string_lossy().into_owned()
}

/// Whether the process may still be running; of another machine's processes nothing is known.
fn is_alive(holder: &Holder) -> bool {
    let processes = Path::new("/proc");
    holder.host != host() || !processes.join("self").exists() || processes.join(holder.pid.to_string()).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_one_is_told_who_has_it_and_a_left_over_note_keeps_nobody_out() {
        let root = tempfile::tempdir().unwrap();
        let first = acquire(root.path()).unwrap();
        let ReadOnlyReason::LockedBy { pid, .. } = acquire(root.path()).unwrap_err() else { panic!("locked") };
        assert_eq!(pid, std::process::id());
        drop(first);
        let note = root.path().join(LOCAL).join("holder.ron");
        fs::write(&note, "(pid: 999999999, host: \"elsewhere\")").unwrap();
        let again = acquire(root.path()).unwrap();
        assert_eq!(read_note(&note).unwrap().pid, std::process::id());
        drop(again);
        assert!(!note.exists());
    }

    #[test]
    fn a_lock_that_is_being_let_go_is_waited_for() {
        let root = tempfile::tempdir().unwrap();
        drop(acquire(root.path()).unwrap());
        let lock = root.path().join(LOCAL).join("lock");
        let mut held = Some(File::open(&lock).unwrap());
        held.as_ref().unwrap().lock().unwrap();
        let asking = File::open(&lock).unwrap();
        assert!(try_to_lock(&asking, &root.path().join("no note"), || drop(held.take())).is_ok());
        assert!(held.is_none(), "it was waited for");
    }

    #[test]
    fn a_lock_of_a_folder_that_was_replaced_holds_no_more_and_leaves_the_next_holders_note() {
        let parent = tempfile::tempdir().unwrap();
        let (root, away) = (parent.path().join("project"), parent.path().join("away"));
        let old = acquire(&root).unwrap();
        assert!(old.is_in_place());
        fs::rename(&root, &away).unwrap();
        let new = acquire(&root).unwrap();
        assert!(!old.is_in_place() && new.is_in_place());
        drop(old);
        assert!(root.join(LOCAL).join("holder.ron").exists(), "the note in the new folder is the new holder's");
    }
}
