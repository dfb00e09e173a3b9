//! Saving elsewhere: what becomes of changes that the project's own folder would not take.

use std::path::{Path, PathBuf};

use super::{Notice, SavedState, Session};
use crate::text::counted;

/// How many names of files are told one by one.
const NAMED: usize = 3;

/// Where a whole project is written to instead of its folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Elsewhere {
    /// A folder that is empty or does not exist yet.
    Folder(PathBuf),
    /// One packed file.
    Pack(PathBuf),
}

impl Elsewhere {
    /// The path.
    pub fn path(&self) -> &Path {
        match self {
            Self::Folder(path) | Self::Pack(path) => path,
        }
    }
}

impl Session {
    /// How many changes are not on disk: closing would lose them.
    pub fn unsaved_changes(&self) -> u64 {
        self.writer().map_or(0, super::writer::Writer::unsaved)
    }

    /// Why they are not, as one sentence.
    pub fn why_unsaved(&self) -> String {
        match self.saved_state() {
            SavedState::Failed(why) => why,
            _ => "the disk has not taken them yet".to_owned(),
        }
    }

    /// Writes the whole project, with what is not saved, to another place; says where it is then, or why it is not.
    pub fn save_elsewhere(&self, to: &Elsewhere) -> Result<Notice, Notice> {
        let Some(writer) = self.writer() else {
            return Err(Notice::refused("The project is not open for writing", "Copy its folder with the system's file manager"));
        };
        if self.root().is_some_and(|root| to.path().starts_with(root)) {
            return Err(Notice::refused(
                "That place lies in the project's own folder, which cannot be written",
                "Choose another folder or disk",
            ));
        }
        let changes = match usize::try_from(self.unsaved_changes()).unwrap_or(usize::MAX) {
            0 => "with everything that was done".to_owned(),
            n => format!("with the {}", counted(n, "change")),
        };
        let missing = writer.copy(to.clone(), self.project().clone())?;
        let path = to.path().display();
        let what = match to {
            Elsewhere::Folder(_) => format!("The whole project, {changes}, is in the folder {path}"),
            Elsewhere::Pack(_) => format!("The whole project, {changes}, is in the file {path}"),
        };
        if missing.is_empty() {
            return Ok(Notice::done(what));
        }
        let mut names: Vec<&str> = missing.iter().take(NAMED).map(String::as_str).collect();
        if missing.len() > NAMED {
            names.push("…");
        }
        let are = if missing.len() == 1 { "is" } else { "are" };
        let files = counted(missing.len(), "imported file");
        let hint = format!("{files} could not be read and {are} not in it: {}; the texts are", names.join(", "));
        Ok(Notice::warning(what, hint))
    }
}
