//! A file as it would read, before it is brought in.

use super::decode::{decode, other_encodings};
use super::{About, Format, FormatError, Input, ReadOptions, Report};

/// Lines that are shown of a text.
const LINES: usize = 12;
/// Characters that are shown of a line.
const WIDTH: usize = 240;

/// What a file would be.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Its format.
    pub format: &'static About,
    /// The encoding it was read in.
    pub encoding: String,
    /// Encodings it could be read in as well, likeliest first; none where the format fixes it.
    pub alternatives: Vec<&'static str>,
    /// The first lines of its text that are not blank.
    pub lines: Vec<String>,
    /// How many paragraphs it has in all.
    pub paragraphs: usize,
    /// How many documents and other records it has.
    pub documents: usize,
    /// How many records it has that are no documents.
    pub records: usize,
    /// What there is to say.
    pub report: Report,
}

/// Reads a file as it would be brought in.
pub fn preview(format: &'static dyn Format, input: &Input<'_>, options: &ReadOptions) -> Result<Preview, FormatError> {
    let (part, report) = format.read(input, options)?;
    let documents = part.documents().count();
    let first = part.documents().next();
    let shown = |line: &str| line.chars().take(WIDTH).collect::<String>();
    let mut lines = Vec::new();
    let mut paragraphs = 0;
    if let Some(document) = first {
        paragraphs = document.text.paragraphs().len();
        lines = document.text.paragraphs().iter().take(LINES).filter_map(|span| document.text.slice(*span)).map(shown).collect();
    }
    let alternatives = if format.decodes() {
        let decoded = decode(input.bytes, options.encoding.as_deref())?;
        other_encodings(input.bytes, &decoded)
    } else {
        Vec::new()
    };
    let encoding = report.encoding.clone();
    let records = part.records.len() - documents;
    Ok(Preview { format: format.about(), encoding, alternatives, lines, paragraphs, documents, records, report })
}
