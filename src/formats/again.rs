//! A document read again from its untouched bytes: with the present reader, as another format, or in another encoding.

use std::path::Path;

use super::{FormatError, Input, OffsetMap, ReadOptions, Report, by_id, markdown, offset_map, text};
use crate::model::{Document, Provenance};
use crate::text::Span;

/// How a document is to be read again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadAgain {
    /// A format's id; `None`: the one it was read in.
    pub format: Option<String>,
    /// The encoding.
    pub encoding: Encoding,
}

/// The encoding a document is read again in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Encoding {
    /// The one it was read in before.
    #[default]
    AsBefore,
    /// What its bytes suggest.
    Found,
    /// The one of this name.
    Named(String),
}

/// A document as it reads now.
#[derive(Debug, Clone)]
pub struct ReadAnew {
    /// The same document with its new text, typography and provenance.
    pub document: Document,
    /// What there is to say of the reading.
    pub report: Report,
    /// How both texts lie on the bytes, where the old one is still known.
    maps: Option<(OffsetMap, OffsetMap)>,
}

impl ReadAnew {
    /// Where a stretch of the old text stands in the new one: where the same bytes are. `None` where nothing of it is left, or the old text is not
    /// what its reader makes of the bytes.
    pub fn moved(&self, old: Span) -> Option<Span> {
        let (before, after) = self.maps.as_ref()?;
        after.to_reading(before.to_original(old)?)
    }

    /// Whether [`ReadAnew::moved`] knows anything.
    pub fn is_mapped(&self) -> bool {
        self.maps.is_some()
    }
}

/// The id of the format that a reader in a document's provenance belongs to.
pub fn format_of(reader: &str) -> Option<&'static str> {
    if reader == text::READER {
        return Some("text");
    }
    markdown::Version::named(reader).map(|_| "markdown")
}

/// Reads a document again from its original.
pub fn read_again(document: &Document, original: &[u8], how: &ReadAgain) -> Result<ReadAnew, FormatError> {
    let provenance = &document.provenance;
    let unknown = || FormatError::UnknownReader(provenance.reader.clone());
    let format = match &how.format {
        Some(id) => by_id(id)?,
        None => by_id(format_of(&provenance.reader).ok_or_else(unknown)?)?,
    };
    let before = Some(provenance.encoding.clone()).filter(|name| !name.is_empty());
    let encoding = match &how.encoding {
        Encoding::AsBefore => before,
        Encoding::Found => None,
        Encoding::Named(name) => Some(name.clone()),
    };
    let options = ReadOptions { encoding, now: provenance.imported.unwrap_or(jiff::Timestamp::UNIX_EPOCH) };
    let (part, report) = format.read(&Input { path: Path::new(&provenance.file), bytes: original }, &options)?;
    let read = part.documents().next().ok_or(FormatError::NoText)?;
    let (reader, encoding) = (read.provenance.reader.clone(), read.provenance.encoding.clone());
    let document_now = Document {
        text: read.text.clone(),
        runs: read.runs.clone(),
        provenance: Provenance { reader, encoding, ..provenance.clone() },
        ..document.clone()
    };
    let maps = offset_map(document, original).ok().zip(offset_map(&document_now, original).ok());
    Ok(ReadAnew { document: document_now, report, maps })
}
