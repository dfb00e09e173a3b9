//! What can go wrong between a project and its folder.

use std::io;
use std::path::{Path, PathBuf};

use super::ReadOnlyReason;

/// Says what could not be done and why; the path stands last.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A file or folder could not be read.
    #[error("could not read: {}: {}", reason(source), .path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file or folder could not be written.
    #[error("could not write: {}: {}", reason(source), .path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is not RON, or not what this version expects at that place.
    #[error("could not understand the file: {message}: {}:{line}:{column}", .path.display())]
    Syntax {
        /// Which file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What is wrong there.
        message: String,
    },
    /// Opening was cancelled.
    #[error("opening was cancelled")]
    Cancelled,
    /// A file is not UTF-8.
    #[error("could not read as UTF-8 text: byte {offset} is not part of a character: {}", .path.display())]
    NotUtf8 {
        /// Which file.
        path: PathBuf,
        /// First bad byte.
        offset: usize,
    },
    /// The folder or file is no project.
    #[error("could not open a project: there is no project.ron: {}", .path.display())]
    NotAProject {
        /// What was to be opened.
        path: PathBuf,
    },
    /// The folder for a new project holds something already.
    #[error("could not make a project: the folder is not empty: {}", .path.display())]
    NotEmpty {
        /// Which folder.
        path: PathBuf,
    },
    /// A newer version wrote it.
    #[error("could not open: format {found} was written by a newer version (this one reads up to {reads}): {}", .path.display())]
    NewerFormat {
        /// Which file.
        path: PathBuf,
        /// The version in the file.
        found: String,
        /// The newest that this program reads.
        reads: String,
    },
    /// The format's version cannot be made out, or is older than any that can be migrated.
    #[error("could not open: '{found}' is no format version that this program knows: {}", .path.display())]
    UnknownFormat {
        /// Which file.
        path: PathBuf,
        /// The version in the file.
        found: String,
    },
    /// The project is open for reading alone, or can be had for reading alone.
    #[error("could not write: {reason}: {}", .path.display())]
    ReadOnly {
        /// The project's folder.
        path: PathBuf,
        /// Why.
        reason: ReadOnlyReason,
    },
    /// The folder that was opened is not where it was.
    #[error("could not write: the project's folder is not there any more: {}", .path.display())]
    Gone {
        /// The project's folder.
        path: PathBuf,
    },
    /// The folder was replaced by that of another project.
    #[error("could not write: another project lies in the folder now: {}", .path.display())]
    OtherProject {
        /// The project's folder.
        path: PathBuf,
    },
    /// Files that were to be written have been changed by someone else.
    #[error("could not save: {} changed on disk since they were read: {}", crate::text::counted(.files.len(), "file"), list(.files))]
    ChangedOutside {
        /// Which files, relative to the project's folder.
        files: Vec<PathBuf>,
    },
    /// Files that would have to be written cannot be trusted and are kept as they are.
    #[error("could not save all: {} broken and kept as {}: {}", are(.files.len()), if .files.len() == 1 { "it is" } else { "they are" }, list(.files))]
    Broken {
        /// Which files, relative to the project's folder.
        files: Vec<PathBuf>,
    },
    /// A record could not be put into words.
    #[error("could not write as RON: {message}: {}", .path.display())]
    Unwritable {
        /// The file it was for.
        path: PathBuf,
        /// Why.
        message: String,
    },
    /// There is no codebook of this id to begin with.
    #[error("could not take a codebook: none is called '{id}'")]
    NoTemplate {
        /// The id.
        id: String,
    },
    /// A codebook of this name is kept already.
    #[error("could not keep the codebook: there is one called '{id}' already")]
    TemplateTaken {
        /// The name.
        id: String,
    },
    /// A name that would lead out of the project's folder or is no file's name everywhere.
    #[error("could not use the file name '{name}': it is not a plain name inside the project")]
    BadName {
        /// The name.
        name: String,
    },
    /// A packed project does not hold what it must.
    #[error("could not unpack: {message}: {}", .path.display())]
    BadPack {
        /// The packed file.
        path: PathBuf,
        /// What is missing or wrong.
        message: String,
    },
}

/// The system's reason in plain words.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder any more".to_owned(),
        io::ErrorKind::PermissionDenied => "it is not allowed".to_owned(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk can only be read".to_owned(),
        _ => error.to_string(),
    }
}

fn are(n: usize) -> String {
    if n == 1 { "1 file is".to_owned() } else { format!("{n} files are") }
}

fn list(files: &[PathBuf]) -> String {
    let shown: Vec<String> = files.iter().take(3).map(|f| f.display().to_string()).collect();
    let more = if files.len() > 3 { ", …" } else { "" };
    shown.join(", ") + more
}

impl StoreError {
    /// What the user can do about it, as one sentence without a full stop.
    pub fn hint(&self) -> &str {
        match self {
            Self::Read { source, .. } => read_hint(source.kind()),
            Self::Write { source, .. } => write_hint(source.kind()),
            Self::Syntax { .. } => "Correct the file at that place in a text editor, or take it back from a backup; nothing was changed",
            Self::NotUtf8 { .. } => "Convert the file to UTF-8, or take it back from a backup; nothing was changed",
            Self::NotAProject { .. } => "Choose a folder with a project.ron in it, or make a new project",
            Self::NotEmpty { .. } => "Choose an empty folder or a new name",
            Self::NewerFormat { .. } => "Install the newer version of Variorum; nothing was changed",
            Self::UnknownFormat { .. } => "Look at the line `format` at the head of the file; nothing was changed",
            Self::ReadOnly { reason, .. } => reason.hint(),
            Self::Gone { .. } | Self::OtherProject { .. } => {
                "Was it renamed, moved or unplugged? Bring it back: until then every change is kept in memory, and then it is written"
            }
            Self::ChangedOutside { .. } => "Take in the changes from outside first; nothing was overwritten",
            Self::Broken { .. } => {
                "Correct the file in a text editor or take it back from a backup; the journal holds the changes until then"
            }
            Self::Unwritable { .. } => "This is a fault of the program; the journal holds the change",
            Self::NoTemplate { .. } => "`variorum codebook` lists them; several are separated by commas",
            Self::TemplateTaken { .. } => "Choose another name, or delete the other file first",
            Self::BadName { .. } => "Use letters, digits, '-', '_' and '.'",
            Self::Cancelled => "Nothing was changed",
            Self::BadPack { .. } => "Ask the sender to pack the project again",
        }
    }

    pub(super) fn read(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Read { path, source }
    }

    pub(super) fn write(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Write { path, source }
    }
}

fn read_hint(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::NotFound => "Check that the path is right and the disk is connected",
        io::ErrorKind::PermissionDenied => "Ask for the right to read it, or copy the project to a folder of your own",
        _ => "Check the disk, then try again",
    }
}

fn write_hint(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "The disk is full: make room, then save again; nothing that was saved is lost"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "Copy the project to a folder that you may write to",
        _ => "Check the disk, then save again; nothing that was saved is lost",
    }
}
