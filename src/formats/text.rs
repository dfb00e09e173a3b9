//! Plain text in any encoding.

use super::decode::{Decoded, How, decode};
use super::{About, Finding, Format, FormatError, Holds, Input, Links, OffsetMap, ProjectPart, ReadOptions, Report};
use crate::text::ReadingText;

/// The name of this reader in a document's provenance; a reader that gives another text gets another number.
pub const READER: &str = "text/1";

/// Plain text.
#[derive(Debug)]
pub struct Text;

/// What a document without annotations holds.
pub(super) const DOCUMENTS_ONLY: Holds = Holds {
    text: true,
    runs: false,
    annotations: false,
    overlap: false,
    discontinuous: false,
    attributes: false,
    links: Links::None,
    coders: false,
    memos: false,
    claims: false,
    codebook: false,
};

static ABOUT: About =
    About { id: "text", name: "Plain text", extensions: &["txt", "text"], reads: true, writes: false, holds: DOCUMENTS_ONLY };

impl Format for Text {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn read(&self, input: &Input<'_>, options: &ReadOptions) -> Result<(ProjectPart, Report), FormatError> {
        let decoded = decode(input.bytes, options.encoding.as_deref())?;
        let report = report_on(&decoded, input);
        let text = ReadingText::new(decoded.text.as_str())?;
        let part = ProjectPart::of_document(input, options, text, READER, decoded.encoding)?;
        Ok((part, report))
    }
}

/// The reading text of a plain text's bytes, and where its words stood in them.
pub fn read_with_map(bytes: &[u8], encoding: Option<&str>) -> Result<(String, OffsetMap), FormatError> {
    decode(bytes, encoding).map(|decoded| (decoded.text, decoded.map))
}

/// Says which encoding was read and what could not be.
pub(super) fn report_on(decoded: &Decoded, input: &Input<'_>) -> Report {
    let mut report = Report { encoding: decoded.encoding.to_owned(), ..Report::default() };
    let place = input.file_name();
    match decoded.how {
        How::Given | How::Mark | How::Valid => {}
        How::Guessed => report.findings.push(Finding {
            hint: "If letters look wrong, delete the document and import it again with its encoding named".to_owned(),
            ..Finding::info(&place, format!("read as {}, which is a guess from its bytes", decoded.encoding))
        }),
    }
    if decoded.undecodable > 0 {
        let count = decoded.undecodable;
        let places = if count == 1 { "1 place means".to_owned() } else { format!("{count} places mean") };
        let what = format!("{places} nothing in {} and became U+FFFD", decoded.encoding);
        report.findings.push(Finding::warning(
            format!("{place}, byte {}", decoded.first_undecodable),
            what,
            "Import it again with another encoding, or repair the file",
        ));
    }
    report
}
