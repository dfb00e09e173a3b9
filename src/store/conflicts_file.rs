//! `.variorum/conflicts.ron`: what is to be settled, one conflict a line with its checksum. Machine-local, like the journal.

use std::fs;
use std::path::Path;

use super::checked_line::{Line, read_lines, write_line};
use super::digest::quick;
use super::layout::FileKey;
use super::{Finding, StoreError, backup};
use crate::model::{Conflict, Project};

/// What stands in the file.
#[derive(Debug, Default)]
pub(super) struct ReadConflicts {
    pub conflicts: Vec<Conflict>,
    /// Lines that cannot be read, from 1, and why.
    pub damaged: Vec<(usize, String)>,
}

/// Reads the file as far as it is sound.
pub(super) fn read(bytes: &[u8]) -> ReadConflicts {
    let mut found = ReadConflicts::default();
    let mut number = 1;
    for (bytes, line) in read_lines(bytes) {
        match line {
            Line::Value(conflict) => found.conflicts.push(conflict),
            Line::Blank => {}
            Line::Torn => found.damaged.push((number, "it ends in the middle".to_owned())),
            Line::Damaged(why) => found.damaged.push((number, why)),
        }
        number += usize::from(bytes.ends_with(b"\n"));
    }
    found
}

/// The file's text; `None` when there is nothing to settle.
pub(super) fn render(project: &Project) -> Result<Option<String>, String> {
    let lines: Vec<String> = project.conflicts().values().map(|conflict| write_line(&**conflict)).collect::<Result<_, _>>()?;
    Ok((!lines.is_empty()).then(|| lines.concat()))
}

/// Says which conflicts are damaged, and keeps the file as it is where the project may be written.
pub(super) fn keep_damaged(root: &Path, damaged: &[(usize, String)], may_write: bool) -> Result<Vec<Finding>, StoreError> {
    if damaged.is_empty() {
        return Ok(Vec::new());
    }
    let path = root.join(FileKey::Conflicts.path());
    let mut kept = "the file is left as it is".to_owned();
    if may_write {
        let bytes = fs::read(&path).map_err(StoreError::read(&path))?;
        backup::keep(root, "conflicts.ron", &bytes)?;
        kept = format!("the file as it was is kept as {}", backup::kept_as("conflicts.ron", quick(&bytes)));
    }
    let finding = |(line, why): &(usize, String)| {
        let what = format!("this conflict is damaged: {why}; it cannot be settled any more, {kept}");
        Finding::error(
            format!("{}:{line}", FileKey::Conflicts.shown()),
            what,
            "Read in it what the others had, and write it where it belongs",
        )
    };
    Ok(damaged.iter().map(finding).collect())
}
