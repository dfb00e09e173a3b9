//! Walks through what the parser finds and puts the reading text together.

use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd};

use super::builder::{Builder, Gap};
use super::first;
use super::html::{Html, Stretch};
use super::inline_html::Hidden;
use super::told::{self, Kind};
use super::{Reading, Version};
use crate::formats::OffsetMap;
use crate::text::Style;

/// Walks through the events of the parser.
pub(super) struct Reader<'a> {
    pub(super) source: &'a str,
    /// What the parser was given: the same bytes but for marks that nest too deep.
    parsed: &'a str,
    version: Version,
    pub(super) out: Builder,
    /// The lists around: the number of the next item, where numbered.
    lists: Vec<Option<u64>>,
    /// The quotes around.
    quotes: u8,
    in_code_block: bool,
    /// The block of HTML around: its lines, and where it is.
    block: Option<(Stretch<'a>, Range<usize>)>,
    pub(super) html: Html,
    /// A script or style sheet in running text that was begun and may be hidden.
    pub(super) hidden: Option<Hidden>,
    /// Definitions still to come: where they stand, and whether a link uses them.
    definitions: VecDeque<(Range<usize>, bool)>,
    /// Links and pictures around: what they are, and what their tail is to be called.
    links: Vec<Kind>,
    /// Where the last cell of the row ends.
    cell_end: usize,
    /// What is not in the text, as far as it is known what it is.
    zones: Vec<(Kind, Range<usize>)>,
}

impl<'a> Reader<'a> {
    pub fn new(source: &'a str, parsed: &'a str, version: Version) -> Self {
        Self {
            source,
            parsed,
            version,
            out: Builder::default(),
            lists: Vec::new(),
            quotes: 0,
            in_code_block: false,
            block: None,
            html: Html::default(),
            hidden: None,
            definitions: VecDeque::new(),
            links: Vec::new(),
            cell_end: 0,
            zones: Vec::new(),
        }
    }

    fn is_first(&self) -> bool {
        self.version == Version::First
    }

    /// Adds the lines of front matter as they are.
    pub fn front_matter(&mut self, lines: Range<usize>) {
        self.lines(lines, Gap::Line);
        self.out.gap(Gap::Block);
    }

    /// Finds out which definitions links use; the others stay in the text where they stand, for somebody wrote them to be read.
    pub fn take_definitions(&mut self, parser: &Parser<'_>, again: Parser<'_>, start: usize) {
        let known = parser.reference_definitions();
        let mut places: Vec<Range<usize>> = known.iter().map(|(_, definition)| definition.span.clone()).collect();
        if places.is_empty() {
            return;
        }
        places.sort_by_key(|place| place.start);
        let mut used = BTreeSet::new();
        for event in again {
            if let Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) = event
                && matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut)
                && let Some(definition) = known.get(&id)
            {
                used.insert(definition.span.start);
            }
        }
        let placed = |place: Range<usize>| (place.start + start..place.end + start, used.contains(&place.start));
        self.definitions = places.into_iter().map(placed).collect();
    }

    /// The text with what is not in it, and the map.
    pub fn finish(mut self) -> (Reading, OffsetMap) {
        self.definitions_before(self.source.len());
        let broken = self.html.broken.iter().map(|at| line_of(self.source, *at)).collect();
        let (text, runs, map) = self.out.finish();
        let left_out = if self.version == Version::First { Vec::new() } else { told::left_out(self.source, &map, &self.zones) };
        (Reading { text, runs, left_out, broken }, map)
    }

    pub fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match &event {
            Event::End(_) => self.definitions_before(range.end),
            Event::Start(_) | Event::Rule => self.definitions_before(range.start),
            _ => {}
        }
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => self.end(tag, &range),
            // Mathematics is not switched on; its words are kept, should a parser give them all the same.
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, range),
            Event::FootnoteReference(label) => {
                let whole = self.source.get(range.clone()).unwrap_or(&label);
                self.text(whole, range);
            }
            Event::Code(text) => {
                self.out.open(Style::Code);
                let inner = inside_backticks(self.parsed, &range, &text);
                self.text(&text, inner);
                self.out.close();
            }
            Event::Html(text) => self.html_line(&text, &range),
            Event::InlineHtml(_) if self.is_first() => {
                if self.source.get(range.clone()).is_some_and(first::is_line_break) {
                    self.out.put_in("\n", range);
                }
            }
            Event::InlineHtml(_) => self.inline_html(range),
            // Behind a line break of HTML there is a new line already.
            Event::SoftBreak if !self.is_first() && self.out.at_line_start() => {}
            Event::SoftBreak => self.out.put_in(" ", range),
            Event::HardBreak => self.out.put_in("\n", range),
            Event::Rule => {
                self.out.gap(Gap::Block);
                self.zone(Kind::Rule, range);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
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
                if matches!(kind, CodeBlockKind::Fenced(_)) {
                    let line = self.source.get(range.start..).and_then(|rest| rest.split('\n').next()).map_or(0, str::len);
                    self.zone(Kind::Language, range.start..range.start + line);
                }
            }
            Tag::HtmlBlock => {
                self.out.gap(Gap::Block);
                self.block = None;
            }
            Tag::List(number) => self.lists.push(number),
            Tag::Item => self.item(range),
            Tag::TableHead | Tag::TableRow => {
                self.cell_end = range.start;
                self.out.gap(Gap::Line);
            }
            Tag::TableCell => self.out.gap(Gap::Cell),
            Tag::Emphasis => self.out.open(Style::Italic),
            Tag::Strong => self.out.open(Style::Bold),
            Tag::Strikethrough => self.out.open(Style::Strikethrough),
            Tag::Link { dest_url, title, link_type, .. } => {
                self.out.open(Style::Link(dest_url.to_string()));
                self.links.push(tail_kind(Kind::Link, link_type, &title));
            }
            Tag::Image { title, link_type, .. } => self.links.push(tail_kind(Kind::Picture, link_type, &title)),
            Tag::FootnoteDefinition(_) => self.footnote(range),
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_)
            | Tag::Superscript
            | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Table => {
                self.end_of_inlines();
                self.out.gap(Gap::Block);
            }
            TagEnd::CodeBlock => {
                self.out.cut_line_end();
                self.in_code_block = false;
                self.out.close();
                self.out.gap(Gap::Block);
            }
            TagEnd::HtmlBlock => {
                self.html_block();
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
                self.end_of_inlines();
                self.out.unglue();
                self.out.close();
                self.out.gap(Gap::Block);
            }
            TagEnd::FootnoteDefinition => {
                self.out.unglue();
                self.out.gap(Gap::Block);
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.out.close(),
            TagEnd::Link => {
                self.out.close();
                self.tail(range);
            }
            TagEnd::Image => self.tail(range),
            TagEnd::TableCell => {
                self.end_of_inlines();
                self.cell_end = range.end;
            }
            TagEnd::TableHead | TagEnd::TableRow => self.further_cells(range),
            TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_)
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
        }
    }

    /// A list item, with its mark as it is written.
    fn item(&mut self, range: &Range<usize>) {
        self.out.gap(Gap::Block);
        let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
        let next = self.lists.last().copied().flatten();
        if let Some(Some(next)) = self.lists.last_mut() {
            *next = next.saturating_add(1);
        }
        if self.is_first() {
            self.out.open(Style::ListItem(depth, next));
            return;
        }
        let rest = self.source.get(range.clone()).unwrap_or_default();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let mark = rest.get(..=digits).unwrap_or_default();
        let number = rest.get(..digits).and_then(|digits| digits.parse().ok());
        self.out.open(Style::ListItem(depth, next.and(number)));
        self.out.copy(mark, range.start);
        self.out.glue();
    }

    fn footnote(&mut self, range: &Range<usize>) {
        self.out.gap(Gap::Block);
        let rest = self.source.get(range.clone()).unwrap_or_default();
        if let Some(end) = rest.find("]:") {
            self.out.copy(rest.get(..end + 2).unwrap_or_default(), range.start);
            self.out.glue();
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        match self.source.get(range.clone()) {
            Some(there) if there == text || self.parsed.get(range.clone()) == Some(text) => self.out.copy(there, range.start),
            // An entity such as `&#13;` can be a carriage return, which no reading text has.
            _ => self.out.put_in(&text.replace('\r', " "), range),
        }
    }

    fn html_line(&mut self, text: &str, range: &Range<usize>) {
        let source = self.source;
        let (stretch, place) = self.block.get_or_insert_with(|| (Stretch::new(source), range.clone()));
        stretch.push(text, range.start);
        place.end = range.end;
    }

    /// The words of a block of HTML.
    fn html_block(&mut self) {
        let Some((stretch, place)) = self.block.take() else { return };
        if self.is_first() {
            let Some(source) = self.source.get(place.clone()) else { return };
            for words in first::words(source) {
                self.out.gap(Gap::Line);
                self.out.copy(source.get(words.clone()).unwrap_or_default(), place.start + words.start);
            }
            return;
        }
        self.html.add(&stretch, &mut self.out);
        self.html.finish(&mut self.out);
        self.take_zones();
    }

    pub(super) fn take_zones(&mut self) {
        for (kind, place) in std::mem::take(&mut self.html.zones) {
            self.zone(kind, place);
        }
    }

    /// Says what a place is that is not in the text; places come in order.
    pub(super) fn zone(&mut self, kind: Kind, place: Range<usize>) {
        let start = place.start.max(self.zones.last().map_or(0, |(_, last)| last.end));
        if start < place.end {
            self.zones.push((kind, start..place.end));
        }
    }

    pub(super) fn zones_mut(&mut self) -> &mut Vec<(Kind, Range<usize>)> {
        &mut self.zones
    }

    /// What a link or picture has behind its words.
    fn tail(&mut self, range: &Range<usize>) {
        let kind = self.links.pop().unwrap_or(Kind::Link);
        self.zone(kind, self.out.source_end().max(range.start)..range.end);
    }

    /// Cells that a row has beyond the header: the parser leaves them out, and they are words all the same.
    fn further_cells(&mut self, row: &Range<usize>) {
        if self.is_first() {
            return;
        }
        let Some(rest) = self.source.get(self.cell_end..row.end) else { return };
        let mut at = self.cell_end;
        for cell in cells(rest) {
            let words = cell.trim();
            if !words.is_empty() {
                self.out.gap(Gap::Cell);
                let start = at + (cell.len() - cell.trim_start().len());
                self.cell(words, start);
            }
            at += cell.len() + 1;
        }
        self.cell_end = row.end;
    }

    /// Words of a cell, where `\|` is a stroke.
    fn cell(&mut self, words: &str, start: usize) {
        let mut at = start;
        for part in words.split_inclusive("\\|") {
            let plain = part.strip_suffix("\\|").unwrap_or(part);
            self.out.copy(plain, at);
            if plain.len() < part.len() {
                self.out.copy("|", at + plain.len() + 1);
            }
            at += part.len();
        }
    }

    /// Definitions that stand before a byte of the source.
    fn definitions_before(&mut self, byte: usize) {
        while let Some((place, used)) = self.definitions.pop_front_if(|(place, _)| place.start < byte) {
            if used {
                self.zone(Kind::Definition, place);
            } else {
                self.out.gap(Gap::Block);
                self.lines(place, Gap::Line);
                self.out.gap(Gap::Block);
            }
        }
    }

    /// Lines as they are written, without the white space and the marks of quotes before them.
    fn lines(&mut self, place: Range<usize>, gap: Gap) {
        let mut at = place.start;
        for line in self.source.get(place).unwrap_or_default().split_inclusive('\n') {
            let words = line.trim_start_matches([' ', '\t', '>']).trim_end();
            let start = at + line.find(words).unwrap_or_default();
            if !words.is_empty() {
                self.out.copy(words, start);
                self.out.gap(gap);
            }
            at += line.len();
        }
    }
}

/// What stands behind the words of a link or picture.
fn tail_kind(kind: Kind, link: LinkType, title: &str) -> Kind {
    match link {
        LinkType::Inline if title.contains(char::is_alphanumeric) => Kind::Title,
        LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => Kind::Label,
        _ => kind,
    }
}

/// The parts of a row between strokes that are no part of words.
fn cells(row: &str) -> impl Iterator<Item = &str> {
    let mut escaped = false;
    row.split(move |c| {
        let parts = c == '|' && !escaped;
        escaped = c == '\\' && !escaped;
        parts
    })
}

fn line_of(source: &str, at: usize) -> usize {
    source.get(..at).map_or(0, |before| before.bytes().filter(|b| *b == b'\n').count()) + 1
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
