//! Plain text in any encoding.

use super::decode::{Decoded, decode};
use super::encoding::How;
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

    fn decodes(&self) -> bool {
        true
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
            hint: "If letters look wrong, read the document again with its encoding named".to_owned(),
            ..Finding::info(&place, format!("read as {}, which is a guess from its bytes", decoded.encoding))
        }),
    }
    let mut places = decoded.places.iter();
    if let Some((byte, line)) = places.next() {
        let count = decoded.undecodable;
        let what = match count {
            1 if decoded.is_cut => "the file ends in the middle of a character; U+FFFD stands for it".to_owned(),
            1 => format!("1 place means nothing in {} and became U+FFFD", decoded.encoding),
            _ => format!("{count} places mean nothing in {} and became U+FFFD{}", decoded.encoding, further(places, count)),
        };
        let hint = "Read the document again with another encoding, or repair the file";
        report.findings.push(Finding::warning(format!("{place}, byte {byte}, line {line}"), what, hint));
    }
    report
}

/// The other places by their bytes and lines, as far as they are named.
fn further<'a>(places: impl Iterator<Item = &'a (usize, usize)>, count: usize) -> String {
    let named: Vec<String> = places.map(|(byte, line)| format!("byte {byte} in line {line}")).collect();
    let more = count.saturating_sub(named.len() + 1);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("; the others: {}{more}", named.join(", "))
}
