//! A codebook in one file, as templates are.

use std::path::Path;

use super::StoreError;
use super::codebook_faults::first_fault;
use super::layout::FileKey;
use super::read_file::{KEPT_ASIDE, Leftover, read_file};
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

/// Reads a codebook. Unlike in a project, whatever is wrong with it is an error here: nothing would keep or mend it.
pub fn read_codebook(text: &str) -> Result<CodebookParts, StoreError> {
    read_codebook_of(Path::new("codebook.ron"), text)
}

/// The same of a file, which messages name.
pub(super) fn read_codebook_of(path: &Path, text: &str) -> Result<CodebookParts, StoreError> {
    let wrong = |line, column, message| StoreError::Syntax { path: path.to_owned(), line, column, message };
    let content = read_file(&FileKey::Template, path, text)?;
    if let Some(finding) = content.findings.first() {
        let (line, column) = line_and_column_of(&finding.place);
        let what = finding.what.strip_suffix(KEPT_ASIDE).unwrap_or(&finding.what);
        return Err(wrong(line, column, what.to_owned()));
    }
    if let Some((line, message)) = first_fault(&content.records) {
        return Err(wrong(line as usize, 1, message));
    }
    let records = content.records.into_iter().map(|located| located.record).collect();
    Ok(CodebookParts { info: content.codebook.unwrap_or_default(), records })
}

fn line_and_column_of(place: &str) -> (usize, usize) {
    let mut numbers = place.rsplit(':').map(|n| n.parse().unwrap_or(1));
    let column = numbers.next().unwrap_or(1);
    (numbers.next().unwrap_or(1), column)
}

/// Writes a codebook as templates are written. Records of other kinds are left out.
pub fn write_codebook(parts: &CodebookParts) -> Result<String, StoreError> {
    let (project, _) = Project::assemble(ProjectInfo::default(), parts.info.clone(), parts.records.iter().cloned());
    codebook_file(&project, &Leftover::default()).map_err(|message| StoreError::Unwritable { path: FileKey::Template.path(), message })
}
