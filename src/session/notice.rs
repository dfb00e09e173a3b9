//! Notices: what the program has to tell, each once, readable, with a hint.

use std::path::PathBuf;

/// How grave a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticeKind {
    /// Something was done.
    Done,
    /// Something cannot be done this way; nothing was changed.
    Refused,
    /// Something is odd and was worked around.
    Warning,
    /// Something failed.
    Error,
}

/// One sentence for the analyst: what happened, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How grave.
    pub kind: NoticeKind,
    /// What happened, one sentence.
    pub what: String,
    /// What to do about it; may be empty.
    pub hint: String,
    /// The file it is about.
    pub path: Option<PathBuf>,
}

impl Notice {
    fn new(kind: NoticeKind, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { kind, what: what.into(), hint: hint.into(), path: None }
    }

    /// Something was done.
    pub fn done(what: impl Into<String>) -> Self {
        Self::new(NoticeKind::Done, what, "")
    }

    /// Something cannot be done this way.
    pub fn refused(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(NoticeKind::Refused, what, hint)
    }

    /// Something is odd.
    pub fn warning(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(NoticeKind::Warning, what, hint)
    }

    /// Something failed.
    pub fn error(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(NoticeKind::Error, what, hint)
    }

    /// The same about a file.
    #[must_use]
    pub fn at(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = Some(path.into());
        self
    }
}
