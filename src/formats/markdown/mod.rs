//! Markdown (`CommonMark`, with strikethrough and plain tables): words and typography without the marks.
//!
//! The reading text has no mark-up. Blocks are parted by exactly one blank line, rows of a table by a line end and its cells by a tab; a
//! soft line break becomes a space, a hard one a line end; entities and escapes become what they stand for. The list marker of an item is
//! in its run alone. Everything else comes through byte by byte: no typographic quotation marks, no dashes.
//! Deliberately absent: footnotes, front matter, task lists, mathematics. They stay as they are written.

mod builder;
mod html;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use self::builder::{Builder, Gap};
use super::decode::decode;
use super::text::{DOCUMENTS_ONLY, report_on};
use super::{About, Finding, Format, FormatError, Holds, Input, OffsetMap, ProjectPart, ReadOptions, Report};
use crate::text::{ReadingText, Run, Style};

/// The name of this reader in a document's provenance; a reader that gives another text gets another number.
pub const READER: &str = "markdown/1";

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
    /// What was left out, by kind: how often, and the byte of the source where it first stood.
    pub left_out: Vec<(&'static str, usize, usize)>,
}

impl Format for Markdown {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn read(&self, input: &Input<'_>, options: &ReadOptions) -> Result<(ProjectPart, Report), FormatError> {
        let decoded = decode(input.bytes, options.encoding.as_deref())?;
        let mut report = report_on(&decoded, input);
        let (reading, _) = read_with_map(&decoded.text);
        for (kind, count, at) in &reading.left_out {
            let line = decoded.text.get(..*at).map_or(0, |before| before.matches('\n').count()) + 1;
            let what = format!("{kind} left out: {count}");
            report.findings.push(Finding::warning(format!("{}, line {line}", input.file_name()), what, ""));
        }
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
pub fn read_with_map(source: &str) -> (Reading, OffsetMap) {
    let mut reader = Reader { source, out: Builder::default(), lists: Vec::new(), quotes: 0, in_code_block: false, html: None };
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        reader.event(event, range);
    }
    reader.out.finish()
}

/// Walks through the events of the parser.
struct Reader<'a> {
    source: &'a str,
    out: Builder,
    /// The lists around: the number of the next item, where numbered.
    lists: Vec<Option<u64>>,
    /// The quotes around.
    quotes: u8,
    in_code_block: bool,
    /// Where the block of HTML around is, once it has begun.
    html: Option<Range<usize>>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            // Mathematics and footnotes are not switched on; their words are kept, should a parser give them all the same.
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text, range);
            }
            Event::Code(text) => {
                self.out.open(Style::Code);
                let inner = inside_backticks(self.source, &range, &text);
                self.text(&text, inner);
                self.out.close();
            }
            Event::Html(_) => {
                let start = self.html.as_ref().map_or(range.start, |html| html.start);
                self.html = Some(start..range.end);
            }
            Event::InlineHtml(tag) => {
                self.out.leave_out("HTML tags", range.start);
                if html::is_line_break(&tag) {
                    self.out.put_in("\n", range);
                }
            }
            Event::SoftBreak => self.out.put_in(" ", range),
            Event::HardBreak => self.out.put_in("\n", range),
            Event::Rule => {
                self.out.gap(Gap::Block);
                self.out.leave_out("horizontal rules", range.start);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::Table(_) => self.out.gap(Gap::Block),
            Tag::Heading { level, .. } => {
                self.out.gap(Gap::Block);
                self.out.open(Style::Heading(depth(level)));
            }
            Tag::BlockQuote(_) => {
                self.out.gap(Gap::Block);
                self.quotes = self.quotes.saturating_add(1);
                self.out.open(Style::Quote(self.quotes));
            }
            Tag::CodeBlock(kind) => {
                self.out.gap(Gap::Block);
                self.in_code_block = true;
                self.out.open(Style::Code);
                if let CodeBlockKind::Fenced(language) = kind
                    && !language.is_empty()
                {
                    self.out.leave_out("languages of code blocks", self.out.source_end());
                }
            }
            Tag::HtmlBlock => {
                self.out.gap(Gap::Block);
                self.html = None;
            }
            Tag::List(number) => self.lists.push(number),
            Tag::Item => {
                self.out.gap(Gap::Block);
                let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
                let number = self.lists.last().copied().flatten();
                self.out.open(Style::ListItem(depth, number));
                if let Some(Some(next)) = self.lists.last_mut() {
                    *next = next.saturating_add(1);
                }
            }
            Tag::TableHead | Tag::TableRow => self.out.gap(Gap::Line),
            Tag::TableCell => self.out.gap(Gap::Cell),
            Tag::Emphasis => self.out.open(Style::Italic),
            Tag::Strong => self.out.open(Style::Bold),
            Tag::Strikethrough => self.out.open(Style::Strikethrough),
            Tag::Link { dest_url, .. } => self.out.open(Style::Link(dest_url.to_string())),
            Tag::Image { .. } => self.out.leave_out("pictures (their descriptions are kept)", self.out.source_end()),
            Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_)
            | Tag::Superscript
            | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Table => self.out.gap(Gap::Block),
            TagEnd::CodeBlock => {
                self.out.cut_line_end();
                self.in_code_block = false;
                self.out.close();
                self.out.gap(Gap::Block);
            }
            TagEnd::HtmlBlock => {
                if let Some(block) = self.html.take() {
                    self.html_block(block);
                }
                self.out.gap(Gap::Block);
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.out.gap(Gap::Block);
            }
            TagEnd::BlockQuote(_) => {
                self.quotes = self.quotes.saturating_sub(1);
                self.out.close();
                self.out.gap(Gap::Block);
            }
            TagEnd::Heading(_) | TagEnd::Item => {
                self.out.close();
                self.out.gap(Gap::Block);
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => self.out.close(),
            TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::Image
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_)
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if self.source.get(range.clone()) == Some(text) {
            self.out.copy(text, range.start);
        } else {
            // An entity such as `&#13;` can be a carriage return, which no reading text has.
            self.out.put_in(&text.replace('\r', " "), range);
        }
    }

    /// The words between the tags of a block of HTML.
    fn html_block(&mut self, block: Range<usize>) {
        let Some(source) = self.source.get(block.clone()) else { return };
        self.out.leave_out("HTML tags", block.start);
        for words in html::words(source) {
            self.out.gap(Gap::Line);
            if let Some(text) = source.get(words.clone()) {
                self.out.copy(text, block.start + words.start);
            }
        }
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Where the words of a code span stand between its backticks (and the one space on either side).
fn inside_backticks(source: &str, range: &Range<usize>, text: &str) -> Range<usize> {
    let whole = source.get(range.clone()).unwrap_or_default();
    let ticks = whole.bytes().take_while(|b| *b == b'`').count();
    for padding in [ticks, ticks + 1] {
        let inner = range.start + padding..range.end.saturating_sub(padding);
        if source.get(inner.clone()) == Some(text) {
            return inner;
        }
    }
    range.clone()
}

#[cfg(test)]
mod tests;
