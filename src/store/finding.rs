//! What loading found: things to tell the user that are not reasons to refuse.

use std::fmt;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something is not as it must be; it was kept as it is.
    Error,
    /// Something was put right, or is merely odd.
    Warning,
}

/// One thing that loading found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// A file relative to the project's folder, with line and column where known, or a record's id.
    pub place: String,
    /// What was found.
    pub what: String,
    /// What to do about it; may be empty.
    pub hint: String,
}

impl Finding {
    pub(super) fn error(place: impl Into<String>, what: impl Into<String>, hint: &str) -> Self {
        Self { severity: Severity::Error, place: place.into(), what: what.into(), hint: hint.to_owned() }
    }

    pub(super) fn warning(place: impl Into<String>, what: impl Into<String>, hint: &str) -> Self {
        Self { severity: Severity::Warning, place: place.into(), what: what.into(), hint: hint.to_owned() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// What is to be told about a project that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadReport {
    /// What was found, worst first.
    pub findings: Vec<Finding>,
    /// Steps that were in the journal but not yet in the files.
    pub recovered_steps: usize,
    /// Whether it may be written.
    pub access: Access,
    /// The older format it was in, if it was.
    pub migrated_from: Option<String>,
}

/// How a project is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// For reading and writing; this process holds the lock.
    ReadWrite,
    /// For reading only.
    ReadOnly(ReadOnlyReason),
}

/// Why a project is open for reading only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadOnlyReason {
    /// It was asked for.
    Asked,
    /// Another process has it open for writing.
    LockedBy {
        /// Its process id; 0 when it cannot be read.
        pid: u32,
        /// Its machine.
        host: String,
    },
    /// The folder cannot be written.
    ReadOnlyFolder,
    /// These files cannot be trusted, so that nothing that would be written could be judged.
    BrokenFiles(Vec<String>),
}
