//! How far opening a project is, for whoever waits for it on another thread, and whether it is not wanted any more.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::StoreError;

/// Shared between the thread that opens and the one that waits.
#[derive(Debug, Default)]
pub struct OpenProgress {
    read: AtomicUsize,
    files: AtomicUsize,
    cancelled: AtomicBool,
}

impl OpenProgress {
    /// How many files were read, and how many there are; both 0 until that is known.
    pub fn counts(&self) -> (usize, usize) {
        (self.read.load(Ordering::Relaxed), self.files.load(Ordering::Relaxed))
    }

    /// Ends the opening as soon as it can be ended: nothing was changed, and nobody is kept out of the folder.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    pub(super) fn begin(&self, files: usize) {
        self.read.store(0, Ordering::Relaxed);
        self.files.store(files, Ordering::Relaxed);
    }

    pub(super) fn has_read_one(&self) {
        self.read.fetch_add(1, Ordering::Relaxed);
    }

    /// An error where it was cancelled.
    pub(super) fn go_on(&self) -> Result<(), StoreError> {
        if self.is_cancelled() { Err(StoreError::Cancelled) } else { Ok(()) }
    }
}
