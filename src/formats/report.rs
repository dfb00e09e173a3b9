//! What reading or writing has to say: findings, losses and errors.

use serde::Serialize;

use crate::text::counted;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Something was changed or left out.
    Warning,
    /// Something could not be done.
    Error,
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// One thing that was noticed, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// File, line, byte or record.
    pub place: String,
    /// What it is.
    pub what: String,
    /// What can be done about it; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hint: String,
}

impl Finding {
    /// A finding that is only good to know.
    pub fn info(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { severity: Severity::Info, place: place.into(), what: what.into(), hint: String::new() }
    }

    /// A finding about something that was changed or left out.
    pub fn warning(place: impl Into<String>, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, place: place.into(), what: what.into(), hint: hint.into() }
    }
}

/// What a format could not hold, counted by kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// What kind of thing, such as `link` or `style run`.
    pub kind: String,
    /// How many.
    pub count: usize,
    /// The id or words of the first one.
    pub example: String,
}

/// Everything that reading or writing has to say beside its result.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Report {
    /// The encoding the bytes were read in, by its WHATWG name; empty where there is nothing to say.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub encoding: String,
    /// What was noticed, in the order of the file.
    pub findings: Vec<Finding>,
    /// What the format could not hold.
    pub losses: Vec<Loss>,
}

impl Loss {
    /// How many of what: `1 memo`, `2 memos`.
    pub fn in_words(&self) -> String {
        if self.kind == "progress" { format!("{} {}", self.count, self.kind) } else { counted(self.count, &self.kind) }
    }
}

impl Report {
    /// Counts one lost thing.
    pub fn lose(&mut self, kind: &str, example: impl FnOnce() -> String) {
        match self.losses.iter_mut().find(|loss| loss.kind == kind) {
            Some(loss) => loss.count += 1,
            None => self.losses.push(Loss { kind: kind.to_owned(), count: 1, example: example() }),
        }
    }
}

/// Says why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// No format has this id.
    #[error("there is no format '{0}'")]
    UnknownFormat(String),
    /// The format can be written only.
    #[error("{0} can be written, but not read")]
    WriteOnly(&'static str),
    /// The format can be read only.
    #[error("{0} can be read, but not written")]
    ReadOnly(&'static str),
    /// An encoding's name that nobody knows.
    #[error("there is no encoding '{0}'")]
    UnknownEncoding(String),
    /// Not text at all.
    #[error("it is not a text: {0}")]
    Binary(String),
    /// Nothing to code in.
    #[error("it has no text, so nothing could be coded in it")]
    NoText,
    /// A text that is too long.
    #[error("its text cannot be taken over: {0}")]
    Text(#[from] crate::text::TextError),
    /// A name that gives no id.
    #[error("no id can be made from its name: {0}")]
    Id(crate::model::IdError),
    /// A line that cannot be understood.
    #[error("line {line} cannot be read: {why}")]
    Line {
        /// From 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// A newer version of our own format.
    #[error("it is written in version {0} of the format, and this program knows version 1")]
    Newer(String),
    /// Records that are in the project already, but otherwise.
    #[error("{count} of its records have an id that the project uses for something else, first {first}")]
    Clash {
        /// How many.
        count: usize,
        /// The first of them.
        first: String,
    },
    /// A reader of another version, or none.
    #[error("no reader '{0}' is known, so the original cannot be read again")]
    UnknownReader(String),
    /// The original does not give the reading text.
    #[error("the original of {0} does not give its reading text")]
    OtherText(String),
    /// Writing failed.
    #[error("it could not be written: {0}")]
    Write(#[from] std::io::Error),
    /// A value could not be written.
    #[error("a record could not be written: {0}")]
    Encode(#[from] serde_json::Error),
    /// A table's row could not be written.
    #[error("a row could not be written: {0}")]
    Row(#[from] ::csv::Error),
}

impl FormatError {
    /// What can be done about it; empty where nothing helps.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::UnknownFormat(_) | Self::WriteOnly(_) | Self::ReadOnly(_) => "'variorum formats' lists what can be read and written",
            Self::UnknownEncoding(_) => "Give a name such as utf-8, windows-1251, gb18030, shift_jis or utf-16le",
            Self::Binary(_) => "Save it as plain text first, or name its encoding",
            Self::NoText => "Check that it is the file you mean",
            Self::Id(_) => "Give the file another name",
            Self::Text(_) => "Divide it into several files",
            Self::Line { .. } => "Take the file from a fresh export",
            Self::Newer(_) => "Open it with a newer Variorum",
            Self::Clash { .. } => "Import into a new project, or merge the two projects",
            Self::UnknownReader(_) | Self::OtherText(_) => "Import the document again as a new one",
            Self::Write(_) => "Check the folder, its rights and the free space",
            Self::Encode(_) | Self::Row(_) => "Run 'variorum check' on the project",
        }
    }
}
