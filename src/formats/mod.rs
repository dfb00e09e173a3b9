//! Formats: one file or folder each; the trait and the list are here. A reader returns data, never a project; offsets are converted here and nowhere else.
//!
//! Inside a [`ProjectPart`] offsets are UTF-8 bytes of the reading text, as everywhere in the program; every other unit ends here.
//! A format knows no dialog, no colour and no other format. What it cannot bring in or write goes into a [`Report`].
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

use std::io::Write;
use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;

use crate::model::{Document, Project};

mod again;
pub mod codebook_print;
mod csv;
mod decode;
mod encoding;
mod filter;
mod html;
mod jsonl;
pub mod markdown;
mod offset_map;
mod offsets;
mod part;
mod preview;
mod report;
pub mod text;

pub use again::{Encoding, ReadAgain, ReadAnew, format_of, read_again};
pub use csv::BYTE_ORDER_MARK;
pub use encoding::is_encoding;
pub use filter::Filter;
pub use offset_map::{Chunk, OffsetMap};
pub use offsets::{OffsetUnit, OffsetUnitError, UnitTable};
pub use part::{Ids, Metadata, Original, PartPlan, ProjectPart};
pub use preview::{Preview, preview};
pub use report::{Finding, FormatError, Loss, Report, Severity};

/// Says what a format is called and what it can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct About {
    /// Its id on the command line, such as `variorum-jsonl`.
    pub id: &'static str,
    /// Its name on the screen.
    pub name: &'static str,
    /// Ends of file names, without the dot, the usual one first.
    pub extensions: &'static [&'static str],
    /// Whether it can be read.
    pub reads: bool,
    /// Whether it can be written.
    pub writes: bool,
    /// What it can hold.
    pub holds: Holds,
}

/// Says what survives in a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "a table of independent yes and no, named as in the JSON of `variorum formats`")]
pub struct Holds {
    /// The documents' texts.
    pub text: bool,
    /// Bold, headings and other typography.
    pub runs: bool,
    /// Annotations at all.
    pub annotations: bool,
    /// Annotations that share bytes.
    pub overlap: bool,
    /// Annotations of several stretches.
    pub discontinuous: bool,
    /// Attribute values.
    pub attributes: bool,
    /// How far links reach.
    pub links: Links,
    /// Who annotated.
    pub coders: bool,
    /// Remarks and memos.
    pub memos: bool,
    /// Claims and their treatments.
    pub claims: bool,
    /// The codebook.
    pub codebook: bool,
}

/// How far the links of a format reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Links {
    /// It has none.
    None,
    /// Inside one document.
    Document,
    /// Across documents.
    Project,
}

/// How sure a format is that a file is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recognition {
    /// It is something else.
    No,
    /// Its name ends like one.
    ByName,
    /// Its content says so.
    ByContent,
}

/// A file to read: its name for messages and ids, and its bytes.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// Where it came from; only its name is used.
    pub path: &'a Path,
    /// All of it.
    pub bytes: &'a [u8],
}

impl Input<'_> {
    /// The file's name without folders, as it is.
    pub fn file_name(&self) -> String {
        self.path.file_name().map_or_else(|| "unnamed".to_owned(), |name| name.to_string_lossy().into_owned())
    }

    /// The file's name without folders and without its extension.
    pub fn stem(&self) -> String {
        self.path.file_stem().map_or_else(|| "unnamed".to_owned(), |name| name.to_string_lossy().into_owned())
    }
}

/// What the user says about a file that it does not say itself.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// Name of the encoding; `None`: found out from the bytes.
    pub encoding: Option<String>,
    /// The time of the import.
    pub now: Timestamp,
}

/// How to write.
#[derive(Debug, Clone, Default)]
pub struct WriteOptions {
    /// The unit of offsets, where the format leaves a choice.
    pub offsets: OffsetUnit,
    /// The documents' untouched bytes, for formats that carry them.
    pub originals: Vec<Original>,
    /// Whether a table begins with a byte-order mark, without which some spreadsheets take UTF-8 for something else.
    pub byte_order_mark: bool,
}

/// A format that is read, written or both.
pub trait Format: Sync {
    /// What it is called and what it can do.
    fn about(&self) -> &'static About;

    /// Whether it is text in an encoding that has to be found out.
    fn decodes(&self) -> bool {
        false
    }

    /// Judges by a file's first bytes (some kilobytes are enough) and its name.
    fn recognise(&self, head: &[u8], path: &Path) -> Recognition {
        let _ = head;
        let extension = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
        let known = extension.is_some_and(|e| self.about().reads && self.about().extensions.contains(&e.as_str()));
        if known { Recognition::ByName } else { Recognition::No }
    }

    /// Reads a file into records.
    fn read(&self, input: &Input<'_>, options: &ReadOptions) -> Result<(ProjectPart, Report), FormatError> {
        let _ = (input, options);
        Err(FormatError::WriteOnly(self.about().name))
    }

    /// Writes a project; what cannot be held is in the report.
    fn write(&self, project: &Project, options: &WriteOptions, out: &mut dyn Write) -> Result<Report, FormatError> {
        let _ = (project, options, out);
        Err(FormatError::ReadOnly(self.about().name))
    }
}

/// Every format, in the order of lists on the screen.
pub static FORMATS: [&dyn Format; 4] = [&text::Text, &markdown::Markdown, &jsonl::VariorumJsonl, &csv::Csv];

/// The format of this id.
pub fn by_id(id: &str) -> Result<&'static dyn Format, FormatError> {
    FORMATS.into_iter().find(|f| f.about().id == id).ok_or_else(|| FormatError::UnknownFormat(id.to_owned()))
}

/// The format that a file most likely is, if any; the earlier in the list on a tie.
pub fn recognise(head: &[u8], path: &Path) -> Option<&'static dyn Format> {
    let mut best: Option<(Recognition, &'static dyn Format)> = None;
    for format in FORMATS {
        let sure = format.recognise(head, path);
        if sure > best.map_or(Recognition::No, |(s, _)| s) {
            best = Some((sure, format));
        }
    }
    best.map(|(_, format)| format)
}

/// Computes again how a document's reading text (bytes) lies on its original (bytes).
///
/// Reads the original once more with the reader and encoding that the provenance names, and refuses when that gives another text.
pub fn offset_map(document: &Document, original: &[u8]) -> Result<OffsetMap, FormatError> {
    let provenance = &document.provenance;
    let encoding = (!provenance.encoding.is_empty()).then_some(provenance.encoding.as_str());
    let (decoded, map) = text::read_with_map(original, encoding)?;
    let (text, map) = match provenance.reader.as_str() {
        text::READER => (decoded, map),
        other => {
            let version = markdown::Version::named(other).ok_or_else(|| FormatError::UnknownReader(other.to_owned()))?;
            let (read, on_decoded) = markdown::read_with_map(&decoded, version);
            (read.text, map.then(&on_decoded))
        }
    };
    if text == document.text.as_str() { Ok(map) } else { Err(FormatError::OtherText(document.id.to_string())) }
}
