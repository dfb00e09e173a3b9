//! The syntax of `codebook.ron`, which templates share.

use std::path::Path;

use super::StoreError;
use super::layout::FileKey;
use super::read_file::{Leftover, read_file};
use super::render::codebook_file;
use crate::model::{CodebookInfo, Project, ProjectInfo, Record};

/// A codebook on its own.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CodebookParts {
    /// Title, purpose and rules.
    pub info: CodebookInfo,
    /// Layers, attributes, codes and link types, as the file has them.
    pub records: Vec<Record>,
}

impl CodebookParts {
    /// The codebook of a project.
    pub fn of(project: &Project) -> Self {
        let is_part = |r: &Record| matches!(r, Record::Layer(_) | Record::Attribute(_) | Record::Code(_) | Record::LinkType(_));
        Self { info: project.codebook().clone(), records: project.records().filter(is_part).collect() }
    }
}

/// Reads a codebook. Unlike in a project, a record that cannot be read is an error here: nothing would keep it.
pub fn read_codebook(text: &str) -> Result<CodebookParts, StoreError> {
    let path = Path::new("codebook.ron");
    let content = read_file(&FileKey::Codebook, path, text)?;
    if let Some(finding) = content.findings.first() {
        let (line, column) = line_and_column_of(&finding.place);
        return Err(StoreError::Syntax { path: path.to_owned(), line, column, message: finding.what.clone() });
    }
    let records = content.records.into_iter().map(|located| located.record).collect();
    Ok(CodebookParts { info: content.codebook.unwrap_or_default(), records })
}

fn line_and_column_of(place: &str) -> (usize, usize) {
    let mut numbers = place.rsplit(':').map(|n| n.parse().unwrap_or(1));
    let column = numbers.next().unwrap_or(1);
    (numbers.next().unwrap_or(1), column)
}

/// Writes a codebook as `codebook.ron` has it. Records of other kinds are left out.
pub fn write_codebook(parts: &CodebookParts) -> Result<String, StoreError> {
    let (project, _) = Project::assemble(ProjectInfo::default(), parts.info.clone(), parts.records.iter().cloned());
    codebook_file(&project, &Leftover::default()).map_err(|message| StoreError::Unwritable { path: FileKey::Codebook.path(), message })
}
