//! What the command line says when it cannot do its work.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::formats::FormatError;
use crate::session::Notice;
use crate::store::StoreError;

/// One sentence, with a hint.
#[derive(Debug)]
pub(super) struct Failure {
    what: String,
    hint: String,
    /// The reader of our output has gone (`variorum … | head`), which is no failure.
    unheard: bool,
}

impl Failure {
    /// What could not be done and why, and what to do about it; the hint may be empty.
    pub fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { what: what.into(), hint: hint.into(), unheard: false }
    }

    /// A file that could not be read or written.
    pub fn of_file(verb: &str, path: &Path, error: &std::io::Error) -> Self {
        let reason = match error.kind() {
            ErrorKind::NotFound => "there is no such file or folder".to_owned(),
            ErrorKind::PermissionDenied => "it is not allowed".to_owned(),
            _ => error.to_string(),
        };
        Self::new(format!("could not {verb}: {reason}: {}", path.display()), "Check the path and its rights")
    }

    /// A file that a format refuses.
    pub fn of_format(path: &Path, error: &FormatError) -> Self {
        Self::new(format!("could not import: {error}: {}", path.display()), error.hint())
    }

    /// The sentence and the hint, on standard error.
    pub fn print(&self) {
        // Where nobody listens there is nobody to tell.
        let mut err = std::io::stderr().lock();
        let _ = writeln!(err, "error: {}", self.what);
        if !self.hint.is_empty() {
            let _ = writeln!(err, "hint: {}", self.hint);
        }
    }

    /// Says it on standard error and gives the exit status.
    pub fn tell(&self) -> ExitCode {
        if self.unheard {
            return ExitCode::SUCCESS;
        }
        self.print();
        ExitCode::FAILURE
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        let unheard = error.kind() == ErrorKind::BrokenPipe;
        Self { unheard, ..Self::new(format!("could not write the result: {error}"), "Check where the output goes") }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::new(error.to_string(), error.hint())
    }
}

impl From<Notice> for Failure {
    fn from(notice: Notice) -> Self {
        let place = notice.path.map(|path| format!(": {}", path.display())).unwrap_or_default();
        Self::new(format!("{}{place}", notice.what), notice.hint)
    }
}

impl From<Box<Notice>> for Failure {
    fn from(notice: Box<Notice>) -> Self {
        Self::from(*notice)
    }
}
