//! The two reports as documents, and where the bytes of their files went.

use std::path::Path;

use sha2::{Digest, Sha256};
use variorum::formats::{self, Input, OffsetMap, ReadOptions};
use variorum::model::{Document, DocumentId, EventId, Place};
use variorum::text::Span;

use crate::WHEN;
use crate::seeds::{FIRST, SECOND, Seeds};

/// The event both report.
pub const EVENT: &str = "vostochny-2023-09-13";

/// A document with the way from its file's offsets to its reading text's.
pub struct Report {
    pub document: Document,
    pub original: Vec<u8>,
    map: OffsetMap,
}

impl Report {
    /// The place that raw offsets mean: half-open, of a file that is ASCII, so bytes and code points are one.
    pub fn place(&self, start: usize, end: usize) -> Place {
        let raw = Span::new(start, end).expect("the gold has no empty span");
        let span = self.map.to_reading(raw).expect("the words are in the reading text");
        let quote = self.document.text.slice(span).expect("the span lies in the text");
        Place { span, quote: quote.into() }
    }

    /// SHA-256 of the reading text, hexadecimal.
    pub fn text_sha256(&self) -> String {
        hexadecimal(&Sha256::digest(self.document.text.as_str()))
    }
}

/// The reports with their metadata, in the order of their ids.
pub fn build(seeds: &Seeds) -> [Report; 2] {
    [first(&seeds.first), second(&seeds.second)]
}

fn first(bytes: &[u8]) -> Report {
    let mut report = read("000", FIRST, bytes, "text");
    "The file has neither title nor outlet nor date: nothing is filled in here that it does not say. It quotes the Russian \
     President, his spokesman and KCNA, and calls the day of the meeting Wednesday (13 September 2023)."
        .clone_into(&mut report.document.note);
    report
}

fn second(bytes: &[u8]) -> Report {
    let mut report = read("002", SECOND, bytes, "markdown");
    let document = &mut report.document;
    document.title = Some("New Milestone for Development of DPRK-Russia Relations".to_owned());
    document.outlet = Some("KCNA".to_owned());
    document.date = Some("2023-09-14".to_owned());
    "Outlet and date are those of the dateline. The first line runs the headline and a second headline together and has \
     'Putinat' for 'Putin at'; the title given here is its first part, the text is as it was. Bold type marks one name, nine times."
        .clone_into(&mut document.note);
    report
}

fn read(id: &str, file: &str, bytes: &[u8], format: &str) -> Report {
    let format = formats::by_id(format).expect("the format is known");
    let input = Input { path: Path::new(file), bytes };
    let (part, _) = format.read(&input, &ReadOptions { encoding: None, now: WHEN }).expect("the report can be read");
    let mut document = Document::clone(part.documents().next().expect("a file is a document"));
    document.id = DocumentId::new(id).expect("an id");
    file.clone_into(&mut document.provenance.original);
    document.language = Some("en".to_owned());
    document.genre = Some("report".to_owned());
    document.event = Some(EventId::new(EVENT).expect("an id"));
    let map = formats::offset_map(&document, bytes).expect("the reader gives the same text again");
    Report { document, original: bytes.to_vec(), map }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(n.into(), 16).expect("four bits are one digit");
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
