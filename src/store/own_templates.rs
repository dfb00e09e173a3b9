//! Codebooks that a person keeps for further projects: a folder of files, listed together with those of the program.

use std::fs;
use std::path::{Path, PathBuf};

use super::atomic::write;
use super::codebook::{CodebookParts, read_codebook_of, write_codebook};
use super::{StoreError, TEMPLATES, template};
use crate::model::Record;

/// A codebook to begin with, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateEntry {
    /// Its id on the command line; of one's own: the file's name.
    pub id: String,
    /// Its name on the screen.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The papers it follows.
    pub source: String,
    /// What one codes with it.
    pub unit: String,
    /// How many layers it has.
    pub layers: usize,
    /// How many codes it has.
    pub codes: usize,
    /// How many attributes it has.
    pub attributes: usize,
    /// The file of one's own; `None`: it comes with the program.
    pub file: Option<PathBuf>,
    /// Why it cannot be used, one sentence; `None`: it can.
    pub fault: Option<String>,
}

/// All codebooks to begin with: those of the program, then those in the folder by name. Reads the files of the folder.
pub fn templates(folder: Option<&Path>) -> Vec<TemplateEntry> {
    let of_the_program = TEMPLATES.iter().map(|known| TemplateEntry {
        id: known.id.to_owned(),
        name: known.name.to_owned(),
        purpose: known.purpose.to_owned(),
        source: known.source.to_owned(),
        unit: known.unit.to_owned(),
        layers: known.layers,
        codes: known.codes,
        attributes: known.attributes,
        file: None,
        fault: None,
    });
    of_the_program.chain(folder.map(own).unwrap_or_default()).collect()
}

/// The codebook of this id: one of the program's or one of the folder's.
pub fn template_in(folder: Option<&Path>, id: &str) -> Result<CodebookParts, StoreError> {
    let file = folder.filter(|_| is_name(id)).map(|folder| folder.join(format!("{id}.ron")));
    match file.filter(|file| file.is_file() && !is_of_the_program(id)) {
        Some(file) => read(&file),
        None => template(id),
    }
}

/// Keeps a codebook under a name for further projects; gives the file.
///
/// The name is a file's name and the id; one that is in use, by the program or the folder, is refused.
pub fn save_template(folder: &Path, name: &str, parts: &CodebookParts) -> Result<PathBuf, StoreError> {
    let name = name.trim();
    if !is_name(name) {
        return Err(StoreError::BadName { name: name.to_owned() });
    }
    let file = folder.join(format!("{name}.ron"));
    if is_of_the_program(name) || file.exists() {
        return Err(StoreError::TemplateTaken { id: name.to_owned() });
    }
    let text = write_codebook(parts)?;
    // What could not be read again would be lost when it is needed.
    read_codebook_of(&file, &text)?;
    write(&file, text.as_bytes())?;
    Ok(file)
}

fn own(folder: &Path) -> Vec<TemplateEntry> {
    let Ok(listing) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = listing.flatten().map(|entry| entry.path()).filter(|path| is_template(path)).collect();
    files.sort();
    files.iter().map(|file| entry(file)).collect()
}

fn is_template(path: &Path) -> bool {
    let named = path.file_stem().and_then(|stem| stem.to_str()).is_some_and(|stem| is_name(stem) && !is_of_the_program(stem));
    named && path.extension().is_some_and(|extension| extension == "ron")
}

fn entry(file: &Path) -> TemplateEntry {
    let id = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let (parts, fault) = match read(file) {
        Ok(parts) => (parts, None),
        Err(error) => (CodebookParts::default(), Some(error.to_string())),
    };
    let count = |is: fn(&Record) -> bool| parts.records.iter().filter(|record| is(record)).count();
    let layers = count(|record| matches!(record, Record::Layer(_)));
    let codes = count(|record| matches!(record, Record::Code(_)));
    let attributes = count(|record| matches!(record, Record::Attribute(_)));
    let name = if parts.info.name.is_empty() { id.clone() } else { parts.info.name };
    TemplateEntry {
        id,
        name,
        purpose: parts.info.purpose,
        source: parts.info.source,
        unit: parts.info.unit,
        layers,
        codes,
        attributes,
        file: Some(file.to_owned()),
        fault,
    }
}

fn read(file: &Path) -> Result<CodebookParts, StoreError> {
    let bytes = fs::read(file).map_err(StoreError::read(file))?;
    let text = String::from_utf8(bytes)
        .map_err(|error| StoreError::NotUtf8 { path: file.to_owned(), offset: error.utf8_error().valid_up_to() })?;
    read_codebook_of(file, &text)
}

fn is_of_the_program(id: &str) -> bool {
    // Files that differ in capital letters alone are one file on some systems.
    id.eq_ignore_ascii_case("none") || TEMPLATES.iter().any(|known| known.id.eq_ignore_ascii_case(id))
}

/// Whether a name is a plain file's name everywhere and cannot be taken for a list of several.
fn is_name(name: &str) -> bool {
    crate::model::DocumentId::new(name).is_ok()
}
