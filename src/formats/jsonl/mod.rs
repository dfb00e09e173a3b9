//! Our own lossless dataset: a project as one JSON object a line.
//!
//! ```text
//! {"variorum":"1.0","offsets":"code-point","project":{…},"codebook":{…}}     the header
//! {"type":"document","id":"000","text":"…","runs":[[[0,5],"Bold"]],…}          then a line for each record
//! {"type":"annotation","id":"a1","target":{"Spans":[{"span":[0,5],"quote":"…"}]},…}
//! {"type":"original","name":"000.txt","sha256":"…","base64":"…"}                then the untouched bytes
//! ```
//! Offsets are half-open and count what the header says: `code-point`, `utf16` or `byte` of the document's text. Where an offset has no
//! place in that unit (an orphan inside a character), the line says `"offsets":"byte"` for itself. Lines may come in any order. They end with
//! LF, and characters that Unicode ends a line with (U+0085, U+2028, U+2029) are written as escapes; a byte-order mark is passed over.

mod foreign;
mod line;
mod quick;
mod strict;
mod words;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use self::foreign::{Foreign, read_known};
use self::line::{Line, OriginalLine};
use self::strict::Strict;
use self::words::words;
use super::{
    About, Finding, Format, FormatError, Holds, Ids, Input, Links, OffsetUnit, Original, ProjectPart, ReadOptions, Recognition, Report,
    UnitTable, WriteOptions,
};
use crate::model::{CodebookInfo, Document, DocumentId, Project, ProjectInfo, Record};
use crate::parallel::in_order;
use crate::text::sha256;

/// The version of the lines: another major number is another format.
const VERSION: &str = "1.0";

/// Lines that a thread reads at once.
const LINES_AT_A_TIME: usize = 256;

const MARK: &[u8] = "\u{feff}".as_bytes();

/// Our own lossless dataset.
#[derive(Debug)]
pub struct VariorumJsonl;

static ABOUT: About = About {
    id: "variorum-jsonl",
    name: "Variorum JSON lines",
    extensions: &["jsonl"],
    reads: true,
    writes: true,
    holds: Holds {
        text: true,
        runs: true,
        annotations: true,
        overlap: true,
        discontinuous: true,
        attributes: true,
        links: Links::Project,
        coders: true,
        memos: true,
        claims: true,
        codebook: true,
    },
};

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Header {
    variorum: String,
    offsets: OffsetUnit,
    project: ProjectInfo,
    codebook: CodebookInfo,
}

impl Format for VariorumJsonl {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, head: &[u8], _path: &Path) -> Recognition {
        let head = head.strip_prefix(MARK).unwrap_or(head);
        if head.trim_ascii_start().starts_with(b"{\"variorum\":") { Recognition::ByContent } else { Recognition::No }
    }

    fn read(&self, input: &Input<'_>, _options: &ReadOptions) -> Result<(ProjectPart, Report), FormatError> {
        // RFC 8259 forbids a byte-order mark to writers and lets readers pass over it.
        let bytes = input.bytes.strip_prefix(MARK).unwrap_or(input.bytes);
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = before.split(|b| *b == b'\n').count();
            FormatError::Line { line, why: "it is not UTF-8".to_owned() }
        })?;
        let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line)).filter(|(_, line)| !line.trim().is_empty());
        let (number, first) = lines.next().ok_or(FormatError::NoText)?;
        let Strict(header) = serde_json::from_str(first).map_err(|e| bad_line(number, &e))?;
        let (header, unknown) = read_known::<Header>(&header).map_err(|e| bad_line(number, &e))?;
        let mut foreign = Foreign::default();
        for name in &unknown {
            foreign.note("the header", name, false, number);
        }
        if header.variorum.split('.').next() != VERSION.split('.').next() {
            return Err(FormatError::Newer(header.variorum));
        }
        let mut report = Report { encoding: "UTF-8".to_owned(), ..Report::default() };
        let mut part = ProjectPart { ids: Ids::Fixed, ..ProjectPart::default() };
        let mut originals = BTreeMap::new();
        let mut read = Vec::new();
        let lines: Vec<(usize, &str)> = lines.collect();
        let parsed = in_order(&lines, LINES_AT_A_TIME, |(_, line)| Line::parse(line));
        for ((number, _), line) in lines.into_iter().zip(parsed) {
            match line.map_err(|why| FormatError::Line { line: number, why })? {
                Line::Record(record, unit, unknown) => {
                    let kind = format!("a line of the type '{}'", record.id().kind());
                    for (name, is_kept) in &unknown {
                        foreign.note(&kind, name, *is_kept, number);
                    }
                    read.push((number, record, unit.unwrap_or(header.offsets)));
                }
                Line::Original(original) => take_original(&mut originals, &mut report, number, original)?,
                Line::Unknown(kind) => {
                    let what = format!("a line of the unknown type '{kind}' was left out");
                    report.findings.push(Finding::warning(format!("line {number}"), what, "A newer Variorum may know it"));
                }
            }
        }
        foreign.tell(&mut report);
        part.originals = originals.into_iter().map(|(name, bytes)| Original { name, bytes }).collect();
        part.records = in_bytes(read, header.offsets)?;
        (part.info, part.codebook) = (Some(header.project), Some(header.codebook));
        Ok((part, report))
    }

    fn write(&self, project: &Project, options: &WriteOptions, out: &mut dyn Write) -> Result<Report, FormatError> {
        let unit = options.offsets;
        let header =
            Header { variorum: VERSION.to_owned(), offsets: unit, project: project.info().clone(), codebook: project.codebook().clone() };
        write_line(out, &serde_json::to_string(&header)?)?;
        let mut tables: BTreeMap<&DocumentId, UnitTable<'_>> = BTreeMap::new();
        for (id, document) in project.documents() {
            tables.insert(id, UnitTable::new(document.text.as_str(), unit));
        }
        for record in project.records() {
            let moved = line::moved(&record, &|document, span| tables.get(document)?.span_from_bytes(span));
            let text = match moved {
                Some(moved) => line::to_json(&moved, None)?,
                None => line::to_json(&record, Some(OffsetUnit::Byte))?,
            };
            write_line(out, &text)?;
        }
        for original in &options.originals {
            let line = OriginalLine::of(original);
            write_line(out, &serde_json::to_string(&line)?)?;
        }
        out.flush()?;
        Ok(Report::default())
    }
}

fn bad_line(line: usize, error: &serde_json::Error) -> FormatError {
    FormatError::Line { line, why: words(error) }
}

fn write_line(out: &mut dyn Write, line: &str) -> Result<(), FormatError> {
    out.write_all(on_one_line(line).as_bytes())?;
    out.write_all(b"\n")?;
    Ok(())
}

/// JSON without the characters that some programs end a line at (Unicode's line and paragraph separators and next line; in JSON they stand in
/// strings alone).
fn on_one_line(json: &str) -> Cow<'_, str> {
    const ENDS: [(char, &str); 3] = [('\u{85}', "\\u0085"), ('\u{2028}', "\\u2028"), ('\u{2029}', "\\u2029")];
    if !json.contains(ENDS.map(|(c, _)| c)) {
        return Cow::Borrowed(json);
    }
    Cow::Owned(ENDS.iter().fold(json.to_owned(), |line, (c, escape)| line.replace(*c, escape)))
}

/// Keeps the bytes of an original; their digest must be right.
fn take_original(
    originals: &mut BTreeMap<String, Vec<u8>>,
    report: &mut Report,
    number: usize,
    line: OriginalLine,
) -> Result<(), FormatError> {
    let why = format!("the bytes of the original '{}' are no base 64", line.name);
    let bytes = BASE64_STANDARD.decode(&line.base64).map_err(|_| FormatError::Line { line: number, why })?;
    let mut leave_out = |what: String, hint| report.findings.push(Finding::warning(format!("line {number}"), what, hint));
    if sha256(&bytes) != line.sha256 {
        let what = format!("the bytes of the original '{}' are not those of its digest and were left out", line.name);
        leave_out(what, "Take the file from a fresh export");
        return Ok(());
    }
    match originals.get(&line.name) {
        Some(there) if *there != bytes => {
            // A document names its original by the name alone.
            let what = format!("a second original has the name '{}' and was left out", line.name);
            leave_out(what, "Give each original a name of its own");
        }
        Some(_) => {}
        None => drop(originals.insert(line.name, bytes)),
    }
    Ok(())
}

/// Turns the offsets of all records into bytes, once the texts of all documents are known. Each record is let go when its successor is
/// made: a large file is not held twice.
fn in_bytes(read: Vec<(usize, Record, OffsetUnit)>, unit: OffsetUnit) -> Result<Vec<Record>, FormatError> {
    let documents =
        read.iter().filter_map(|(_, record, _)| if let Record::Document(document) = record { Some(Arc::clone(document)) } else { None });
    let documents: Vec<Arc<Document>> = documents.collect();
    let tables: HashMap<&DocumentId, UnitTable<'_>> =
        documents.iter().map(|document| (&document.id, UnitTable::new(document.text.as_str(), unit))).collect();
    let in_bytes = |(number, record, its_unit): (usize, Record, OffsetUnit)| {
        if its_unit == OffsetUnit::Byte {
            return Ok(record);
        }
        if its_unit != unit {
            let why = format!("its offsets count {its_unit}, but those of the file {unit}; a single line may only count byte");
            return Err(FormatError::Line { line: number, why });
        }
        let moved = line::moved(&record, &|document, span| tables.get(document)?.span_to_bytes(span));
        let why = || format!("an offset of {} lies inside a character, or its document is missing", record.id());
        moved.ok_or_else(|| FormatError::Line { line: number, why: why() })
    };
    read.into_iter().map(in_bytes).collect()
}
