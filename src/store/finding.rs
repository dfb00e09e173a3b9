//! What loading found: things to tell the user that are not reasons to refuse.

use std::fmt;
use std::io;

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
    /// How many things these steps changed that others had changed in the files meanwhile; both changes are there or in a conflict.
    pub met_outside: usize,
    /// How many conflicts came of that which were not known before.
    pub new_conflicts: usize,
    /// Steps were recorded that cannot be read any more.
    pub journal_has_holes: bool,
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
    /// One has no right to write in the folder.
    NotAllowed,
    /// The disk can only be read.
    ReadOnlyDisk,
    /// There is no room for the lock.
    DiskFull,
    /// The folder cannot be written for another reason.
    ReadOnlyFolder {
        /// The system's words.
        why: String,
    },
    /// These files cannot be trusted, so that nothing that would be written could be judged.
    BrokenFiles(Vec<String>),
}

impl ReadOnlyReason {
    /// What kept the lock from being taken.
    pub(super) fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied => Self::NotAllowed,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnlyDisk,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::ReadOnlyFolder { why: error.to_string() },
        }
    }

    /// What a person may do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Asked => "Open it again for writing",
            Self::LockedBy { .. } => "Close it there, then open it here again",
            Self::NotAllowed => "Ask for the right to write in the folder, or copy the project to a folder of your own",
            Self::ReadOnlyDisk => "Copy the project to a disk that can be written",
            Self::DiskFull => "Make room, then open it again",
            Self::BrokenFiles(_) => "Correct what is broken in a text editor, or take it back from a backup, then open the project again",
            Self::ReadOnlyFolder { .. } => "See what stands in the way of the folder .variorum in it, then open it again",
        }
    }
}

/// As the end of a sentence: `The project is open for reading alone: …`.
impl fmt::Display for ReadOnlyReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked => f.write_str("it was opened so"),
            Self::LockedBy { pid: 0, .. } => f.write_str("another program has it open"),
            Self::LockedBy { pid, host } => write!(f, "another program has it open, process {pid} on {host}"),
            Self::NotAllowed => f.write_str("writing in its folder is not allowed"),
            Self::ReadOnlyDisk => f.write_str("its disk can only be read"),
            Self::DiskFull => f.write_str("its disk is full"),
            Self::BrokenFiles(files) => match files.as_slice() {
                [file] => write!(f, "{file} is broken and kept as it is"),
                files => write!(f, "{} files are broken and kept as they are: {}", files.len(), files.join(", ")),
            },
            Self::ReadOnlyFolder { why } => write!(f, "its folder cannot be written, {why}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_for_reading_alone_has_its_own_words_and_its_own_way_out() {
        let of = |kind: io::ErrorKind| ReadOnlyReason::of(&io::Error::from(kind));
        let locked = |pid| ReadOnlyReason::LockedBy { pid, host: "desk".to_owned() };
        for (reason, words, hint) in [
            (ReadOnlyReason::Asked, "it was opened so", "Open it again for writing"),
            (locked(12), "another program has it open, process 12 on desk", "Close it there, then open it here again"),
            (locked(0), "another program has it open", "Close it there, then open it here again"),
            (
                of(io::ErrorKind::PermissionDenied),
                "writing in its folder is not allowed",
                "Ask for the right to write in the folder, or copy the project to a folder of your own",
            ),
            (of(io::ErrorKind::ReadOnlyFilesystem), "its disk can only be read", "Copy the project to a disk that can be written"),
            (of(io::ErrorKind::StorageFull), "its disk is full", "Make room, then open it again"),
            (
                of(io::ErrorKind::NotADirectory),
                "its folder cannot be written, not a directory",
                "See what stands in the way of the folder .variorum in it, then open it again",
            ),
        ] {
            assert_eq!((reason.to_string().as_str(), reason.hint()), (words, hint));
        }
    }
}
