//! Older parts of the journal, `.variorum/journal/<last step>.ron`: what somebody did long ago and may still undo.
//!
//! A part is ended when it has become long and the files hold all its steps (`journal.rs`); nothing is written to it any more. Opening a
//! project reads the part that is written to, and older ones only where that cannot be understood without them: a step undoes one of
//! theirs, or its first line, which says that they are saved, is missing. The others are read when undo comes to them.

use std::fs;
use std::path::{Path, PathBuf};

use super::journal::Step;
use super::journal_read::{Recorded, read_part, undoes_one_before};
use super::layout::LOCAL;
use super::{Finding, StoreError};

/// Digits of a step's number in a name, so that names sort as numbers do.
const DIGITS: usize = 12;

/// Where the part goes that ends with this step; `journal` is the one that is written to.
pub(super) fn path(journal: &Path, last: u64) -> PathBuf {
    journal.with_extension("").join(format!("{last:0DIGITS$}.ron"))
}

/// Parts of the journal that have not been read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OlderSteps {
    root: PathBuf,
    /// The last step of each, ascending.
    left: Vec<u64>,
}

impl OlderSteps {
    /// All older parts of a project.
    pub(super) fn of(root: &Path) -> Self {
        let entries = fs::read_dir(root.join(LOCAL).join("journal")).into_iter().flatten().flatten();
        let number = |name: &str| name.strip_suffix(".ron").filter(|digits| digits.len() == DIGITS)?.parse().ok();
        let mut left: Vec<u64> = entries.filter_map(|entry| number(entry.file_name().to_str()?)).collect();
        left.sort_unstable();
        Self { root: root.to_owned(), left }
    }

    /// Whether all were read.
    pub fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    /// The last step that is in one of them.
    pub(super) fn last(&self) -> Option<u64> {
        self.left.last().copied()
    }

    /// Reads the latest of them, and those before it whose steps it undoes: the steps, oldest first, and what is wrong with them. Steps that
    /// cannot be read end what can be undone, so that the parts before them are not read any more.
    pub fn read_latest(&mut self) -> Result<(Vec<Step>, Vec<Finding>), StoreError> {
        let (mut steps, mut findings) = self.read_one()?;
        while self.last().is_some_and(|last| undoes_one_before(&steps, last)) {
            let (mut before, found) = self.read_one()?;
            before.append(&mut steps);
            steps = before;
            findings.extend(found);
        }
        Ok((steps, findings))
    }

    fn read_one(&mut self) -> Result<(Vec<Step>, Vec<Finding>), StoreError> {
        let Some(last) = self.left.pop() else { return Ok((Vec::new(), Vec::new())) };
        let journal = super::journal::path(&self.root);
        let Recorded { mut steps, findings, has_holes } = read_part(&self.root, &path(&journal, last), self.last().unwrap_or(0))?;
        if has_holes || steps.is_empty() {
            self.left.clear();
        }
        steps.retain(|step| step.number() <= last);
        Ok((steps, findings))
    }

    /// Reads all of them.
    pub fn read_all(&mut self) -> Result<(Vec<Step>, Vec<Finding>), StoreError> {
        let (mut steps, mut findings) = (Vec::new(), Vec::new());
        while !self.is_empty() {
            let (mut before, found) = self.read_latest()?;
            before.append(&mut steps);
            steps = before;
            findings.extend(found);
        }
        Ok((steps, findings))
    }
}
