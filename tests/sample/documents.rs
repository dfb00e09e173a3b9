//! The two reports as documents, and where the bytes of the files went.

use sha2::{Digest, Sha256};
use variorum::model::{Document, DocumentId, EventId, Place, Provenance};
use variorum::text::{ReadingText, Run, Span};

use crate::WHEN;
use crate::seeds::{FIRST, SECOND, Seeds};

/// The event both report.
pub const EVENT: &str = "vostochny-2023-09-13";

/// A document with the way from its file's offsets to its reading text's.
pub struct Report {
    pub document: Document,
    pub original: Vec<u8>,
    map: Vec<usize>,
}

impl Report {
    /// The place that raw offsets mean: half-open, of a file that is ASCII, so bytes and code points are one.
    pub fn place(&self, start: usize, end: usize) -> Place {
        let span = Span::new(self.map[start], self.map[end]).expect("the words are in the reading text");
        let quote = self.document.text.slice(span).expect("the span lies in the text");
        Place { span, quote: quote.into() }
    }

    /// SHA-256 of the reading text, hexadecimal.
    pub fn text_sha256(&self) -> String {
        sha256(self.document.text.as_str().as_bytes())
    }
}

/// The reports with their metadata, in the order of their ids.
pub fn build(seeds: &Seeds) -> [Report; 2] {
    [first(&seeds.first), second(&seeds.second)]
}

fn first(bytes: &[u8]) -> Report {
    let text = std::str::from_utf8(bytes).expect("the first report is ASCII");
    let mut document = document("000", FIRST, bytes, "text/1", text);
    "The file has neither title nor outlet nor date: nothing is filled in here that it does not say. It quotes the Russian \
     President, his spokesman and KCNA, and calls the day of the meeting Wednesday (13 September 2023)."
        .clone_into(&mut document.note);
    Report { document, original: bytes.to_vec(), map: (0..=bytes.len()).collect() }
}

fn second(bytes: &[u8]) -> Report {
    let raw = std::str::from_utf8(bytes).expect("the second report is ASCII");
    let (text, runs, map) = read_markdown(raw);
    let mut document = document("002", SECOND, bytes, "markdown/1", &text);
    document.runs = runs.into();
    document.title = Some("New Milestone for Development of DPRK-Russia Relations".to_owned());
    document.outlet = Some("KCNA".to_owned());
    document.date = Some("2023-09-14".to_owned());
    "Outlet and date are those of the dateline. The first line runs the headline and a second headline together and has \
     'Putinat' for 'Putin at'; the title given here is its first part, the text is as it was. Bold type marks one name, nine times."
        .clone_into(&mut document.note);
    Report { document, original: bytes.to_vec(), map }
}

fn document(id: &str, file: &str, bytes: &[u8], reader: &str, text: &str) -> Document {
    let text = ReadingText::new(text).expect("the reading text has LF alone");
    let mut document = Document::new(DocumentId::new(id).expect("an id"), text);
    document.language = Some("en".to_owned());
    document.genre = Some("report".to_owned());
    document.event = Some(EventId::new(EVENT).expect("an id"));
    document.provenance = Provenance {
        file: file.to_owned(),
        original: file.to_owned(),
        original_sha256: sha256(bytes),
        reader: reader.to_owned(),
        encoding: "UTF-8".to_owned(),
        imported: Some(WHEN),
    };
    document
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Stands in for the Markdown reader until it is merged: the file's only markup is `**`.
fn read_markdown(raw: &str) -> (String, Vec<Run>, Vec<usize>) {
    let (mut text, mut runs, mut map, mut open) = (String::new(), Vec::new(), Vec::new(), None);
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("**") {
            map.extend([text.len(), text.len()]);
            match open.take() {
                None => open = Some(text.len()),
                Some(start) => runs.push(Run(Span::new(start, text.len()).expect("words"), variorum::text::Style::Bold)),
            }
            rest = after;
        } else {
            map.push(text.len());
            text.push(c);
            rest = &rest[1..];
        }
    }
    map.push(text.len());
    (text, runs, map)
}
