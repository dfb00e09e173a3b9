//! Markdown (`CommonMark` 0.31, with strikethrough, tables and footnotes as GitHub has them): words and typography without the marks.
//!
//! The reading text has no mark-up. Blocks are parted by exactly one blank line, rows of a table by a line end and its cells by a tab; a
//! soft line break becomes a space, a hard one a line end; entities and escapes become what they stand for. The mark of a list item is part of
//! the text as it is written (`1986.`, `-`), for nobody but the reader can tell a list from a year or a minus. So are footnotes with their
//! labels, front matter, definitions that no link uses, and cells beyond a table's header. HTML is read as a browser would lay it out.
//! Everything else comes through byte by byte: no typographic quotation marks, no dashes.
//!
//! **Whatever word of the source is not in the reading text is in the report**, with its line (`told.rs`). Deliberately absent: task lists and
//! mathematics, which stay as they are written.

mod builder;
mod first;
mod html;
mod inline_html;
mod reader;
mod source;
mod told;

use std::borrow::Cow;

use pulldown_cmark::{Options, Parser};

use self::reader::Reader;
pub use self::told::{Kind, Left};
use super::decode::decode;
use super::text::{DOCUMENTS_ONLY, report_on};
use super::{About, Finding, Format, FormatError, Holds, Input, OffsetMap, ProjectPart, ReadOptions, Report};
use crate::text::{ReadingText, Run};

/// The name of this reader in a document's provenance; a reader that gives another text gets another number.
pub const READER: &str = Version::Second.name();

/// A way to read Markdown. Documents keep the text that they were given, so each stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Without the marks of list items, with words of its own idea of HTML.
    First,
    /// As described above.
    Second,
}

impl Version {
    /// Its name in a document's provenance.
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "markdown/1",
            Self::Second => "markdown/2",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::First, Self::Second].into_iter().find(|version| version.name() == name)
    }

    fn options(self) -> Options {
        let both = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
        match self {
            Self::First => both,
            Self::Second => both | Options::ENABLE_FOOTNOTES,
        }
    }
}

/// Markdown.
#[derive(Debug)]
pub struct Markdown;

static ABOUT: About = About {
    id: "markdown",
    name: "Markdown",
    extensions: &["md", "markdown"],
    reads: true,
    writes: false,
    holds: Holds { runs: true, ..DOCUMENTS_ONLY },
};

/// What Markdown says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The reading text, with LF line ends.
    pub text: String,
    /// Typography, sorted, in bytes of the reading text.
    pub runs: Vec<Run>,
    /// What of the source is not in it, in the order of the source. The first version did not know.
    pub left_out: Vec<Left>,
    /// Lines in which a comment, script or tag begins that never ends; they are in the text as they are written.
    pub broken: Vec<usize>,
}

impl Format for Markdown {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn decodes(&self) -> bool {
        true
    }

    fn read(&self, input: &Input<'_>, options: &ReadOptions) -> Result<(ProjectPart, Report), FormatError> {
        let decoded = decode(input.bytes, options.encoding.as_deref())?;
        let mut report = report_on(&decoded, input);
        let (reading, _) = read_with_map(&decoded.text, Version::Second);
        let file = input.file_name();
        for line in &reading.broken {
            let what = "a comment, script or tag begins here that never ends; what follows is in the text as it is written";
            report.findings.push(Finding::warning(format!("{file}, line {line}"), what, "Add what ends it, and import the file again"));
        }
        report.findings.extend(told::findings(&reading.left_out, &file));
        if reading.text.trim().is_empty() {
            return Err(FormatError::NoText);
        }
        let text = ReadingText::new(reading.text.as_str())?;
        let mut part = ProjectPart::of_document(input, options, text, READER, decoded.encoding)?;
        part.set_runs(&reading.runs);
        Ok((part, report))
    }
}

/// Reads Markdown whose line ends are LF; the map leads from its bytes to those of the reading text.
pub fn read_with_map(source: &str, version: Version) -> (Reading, OffsetMap) {
    let (front, start) = match version {
        Version::First => (None, 0),
        Version::Second => source::front_matter(source).map_or((None, 0), |(lines, end)| (Some(lines), end)),
    };
    let parsed = match version {
        Version::First => Cow::Borrowed(source),
        Version::Second => source::flattened(source),
    };
    let body = parsed.get(start..).unwrap_or_default();
    let parser = Parser::new_ext(body, version.options());
    let mut reader = Reader::new(source, &parsed, version);
    if let Some(lines) = front {
        reader.front_matter(lines);
    }
    if version == Version::Second {
        reader.take_definitions(&parser, Parser::new_ext(body, version.options()), start);
    }
    for (event, range) in parser.into_offset_iter() {
        reader.event(event, range.start + start..range.end + start);
    }
    reader.finish()
}

#[cfg(test)]
mod first_tests;
#[cfg(test)]
mod tests;
