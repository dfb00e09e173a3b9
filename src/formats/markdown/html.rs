//! HTML inside Markdown: its words and typography, as a browser would lay them out.

use std::ops::Range;

use super::builder::{Builder, Gap};
use super::told::Kind;
use crate::formats::html::{Tag, Token, Words, tokens};
use crate::text::Style;

/// Elements that begin on a new line.
const BLOCKS: [&str; 44] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "title",
    "ul",
    "xmp",
    "plaintext",
];
/// Elements that begin on a new line close under the one before.
const LINES: [&str; 7] = ["tr", "caption", "option", "optgroup", "tbody", "thead", "tfoot"];

/// Elements inside each other whose style is known: each end looks among them for its beginning.
const DEEPEST: usize = 250;

/// A stretch of HTML: its lines without what stands before them (the marks of quotes around), and where each line stood.
#[derive(Debug)]
pub(super) struct Stretch<'a> {
    source: &'a str,
    text: String,
    /// Byte of the text and byte of the source where each part begins.
    parts: Vec<(usize, usize)>,
}

impl<'a> Stretch<'a> {
    /// None yet, of this source.
    pub fn new(source: &'a str) -> Self {
        Self { source, text: String::new(), parts: Vec::new() }
    }

    /// Adds a line or a part of one.
    pub fn push(&mut self, text: &str, at: usize) {
        self.parts.push((self.text.len(), at));
        self.text.push_str(text);
    }

    /// Where a byte of the text stood; of two places at a border the one before (`end`) or behind.
    fn at(&self, byte: usize, end: bool) -> usize {
        let behind = self.parts.partition_point(|(start, _)| if end { *start < byte } else { *start <= byte });
        behind.checked_sub(1).and_then(|part| self.parts.get(part)).map_or(byte, |(start, at)| at + (byte - start))
    }

    fn place(&self, range: &Range<usize>) -> Range<usize> {
        self.at(range.start, false)..self.at(range.end, true)
    }

    /// Puts a part of it into a reading text.
    fn copy(&self, part: Range<usize>, out: &mut Builder) {
        let Some(words) = self.text.get(part.clone()) else { return };
        let place = self.place(&part);
        if self.source.get(place.clone()) == Some(words) {
            out.copy(words, place.start);
        } else {
            out.put_in(&words.replace('\r', " "), place);
        }
    }
}

/// What is open of HTML while words go by.
#[derive(Debug, Clone, Default)]
pub(super) struct Html {
    /// Elements with a style, and the byte of the reading text where each began.
    open: Vec<(String, Option<Style>, usize)>,
    /// The lists around, with the number of the next item where numbered.
    lists: Vec<Option<u64>>,
    quotes: u8,
    /// How many elements around keep their white space.
    pre: usize,
    /// Whether one of them has just begun: a line end that comes first is none.
    fresh: bool,
    /// Inside a cell of a table, and whether it has words yet.
    cell: Option<bool>,
    /// A script or style sheet that was begun.
    raw: Option<Kind>,
    /// What is not shown.
    pub zones: Vec<(Kind, Range<usize>)>,
    /// Where words that never ended a comment or tag begin.
    pub broken: Vec<usize>,
}

impl Html {
    /// Adds the words of a stretch of HTML.
    pub fn add(&mut self, stretch: &Stretch<'_>, out: &mut Builder) {
        for token in tokens(&stretch.text) {
            match token {
                Token::Words(words) => self.words(stretch, &words, out),
                Token::Start(tag) => self.start(stretch, &tag, out),
                Token::End(name, place) => {
                    self.end(&name, out);
                    self.zones.push((Kind::Tag, stretch.place(&place)));
                }
                Token::Comment(place) => {
                    let said = stretch.text.get(place.clone()).unwrap_or_default();
                    let kind = if said.starts_with("<!--") || said.starts_with("<![CDATA[") { Kind::Comment } else { Kind::Instruction };
                    self.zones.push((kind, stretch.place(&place)));
                }
            }
        }
    }

    /// Ends everything that is still open.
    pub fn finish(&mut self, out: &mut Builder) {
        while let Some((_, style, start)) = self.open.pop() {
            if let Some(style) = style {
                out.run(start, style);
            }
        }
        (self.quotes, self.pre, self.cell, self.raw) = (0, 0, None, None);
        self.lists.clear();
    }

    fn words(&mut self, stretch: &Stretch<'_>, words: &Words, out: &mut Builder) {
        let ended = words.place.end < stretch.text.len();
        let raw = self.raw.take();
        if let (Some(kind), true) = (raw, ended) {
            self.zones.push((kind, stretch.place(&words.place)));
            return;
        }
        let starts_markup = || stretch.text.get(words.place.clone()).is_some_and(|said| said.starts_with('<'));
        if words.raw && !ended && (raw.is_some() || starts_markup()) {
            self.broken.push(stretch.at(words.place.start, false));
        }
        for piece in words.pieces(&stretch.text) {
            if !piece.verbatim {
                self.put(&piece.text.replace('\r', " "), stretch.place(&piece.place), out);
            } else if self.pre > 0 || words.raw {
                self.kept(stretch, piece.place, out);
            } else {
                self.collapsed(stretch, piece.place, out);
            }
        }
        if words.raw {
            self.cut_line_end(out);
        }
    }

    /// Takes one line end off the end, unless something parts it from what comes. Elements that began behind it begin where it was.
    fn cut_line_end(&mut self, out: &mut Builder) {
        if out.is_joined() {
            out.cut_line_end();
            for (_, _, start) in &mut self.open {
                *start = (*start).min(out.len());
            }
        }
    }

    /// Words with their white space, line by line, as the stretch may lie in a quote.
    fn kept(&mut self, stretch: &Stretch<'_>, part: Range<usize>, out: &mut Builder) {
        let mut at = part.start;
        if std::mem::take(&mut self.fresh) && stretch.text.get(at..).is_some_and(|rest| rest.starts_with('\n')) {
            at += 1;
        }
        for line in stretch.text.get(at..part.end).unwrap_or_default().split_inclusive('\n') {
            self.note_words(line);
            stretch.copy(at..at + line.len(), out);
            at += line.len();
        }
    }

    /// Words between which every white space is one space, and none at the beginning of a line.
    fn collapsed(&mut self, stretch: &Stretch<'_>, part: Range<usize>, out: &mut Builder) {
        let mut at = part.start;
        while let Some(rest) = stretch.text.get(at..part.end).filter(|rest| !rest.is_empty()) {
            let white = rest.len() - rest.trim_start_matches(is_white).len();
            if white > 0 {
                if !out.at_line_start() {
                    out.gap(Gap::Space);
                }
                at += white;
                continue;
            }
            let words = plain_words(rest);
            self.note_words(rest);
            stretch.copy(at..at + words, out);
            at += words;
        }
    }

    fn put(&mut self, text: &str, place: Range<usize>, out: &mut Builder) {
        self.note_words(text);
        out.put_in(text, place);
    }

    fn note_words(&mut self, text: &str) {
        if let Some(has_words) = &mut self.cell {
            *has_words |= !text.trim().is_empty();
        }
    }

    /// What comes is another cell, whatever paragraphs the one before had.
    fn end_of_cell(&mut self, out: &mut Builder) {
        if self.cell.take() == Some(true) {
            out.set_gap(Gap::Cell);
        } else {
            out.gap(Gap::Cell);
        }
    }

    fn part(&mut self, gap: Gap, out: &mut Builder) {
        match self.cell {
            // Paragraphs in a cell do not break its row apart.
            Some(false) => {}
            Some(true) => out.gap(gap.min(Gap::Line)),
            None => out.gap(gap),
        }
    }

    fn start(&mut self, stretch: &Stretch<'_>, tag: &Tag, out: &mut Builder) {
        let name = tag.name.as_str();
        let place = stretch.place(&tag.place);
        let shows_words = matches!(name, "img" | "area");
        let title = tag.attribute("title").is_some_and(|(_, said, _)| said.contains(char::is_alphanumeric));
        self.zones.push((if title { Kind::Title } else { Kind::Tag }, place.clone()));
        match name {
            "td" | "th" => {
                self.end_of_cell(out);
                self.cell = Some(false);
            }
            "tr" => {
                self.cell = None;
                out.gap(Gap::Line);
            }
            "br" => {
                out.drop_space();
                self.put("\n", place, out);
            }
            _ if BLOCKS.contains(&name) => self.part(Gap::Block, out),
            _ if LINES.contains(&name) => self.part(Gap::Line, out),
            _ => {}
        }
        match name {
            "script" => self.raw = Some(Kind::Script),
            "style" => self.raw = Some(Kind::Style),
            "pre" | "textarea" | "xmp" | "plaintext" => {
                self.pre += 1;
                self.fresh = matches!(name, "pre" | "textarea");
            }
            "ol" => self.lists.push(Some(number_of(tag, "start").unwrap_or(1))),
            "ul" | "menu" | "dir" => self.lists.push(None),
            "blockquote" => self.quotes = self.quotes.saturating_add(1),
            _ => {}
        }
        if shows_words && let Some((_, said, there)) = tag.attribute("alt").filter(|(_, said, _)| !said.trim().is_empty()) {
            self.put(&said.replace(['\r', '\n'], " "), stretch.place(there), out);
        }
        if name == "li" {
            self.end_item(out);
        }
        if let Some(style) = self.style(tag).filter(|_| self.open.len() < DEEPEST) {
            self.open.push((name.to_owned(), style, out.len()));
        }
    }

    fn depth(&self) -> u8 {
        u8::try_from(self.lists.len().max(1)).unwrap_or(u8::MAX)
    }

    /// Ends the item before in the same list, whose end may be left out.
    fn end_item(&mut self, out: &mut Builder) {
        let depth = self.depth();
        let is_it = |style: &Option<Style>| matches!(style, Some(Style::ListItem(of, _)) if *of == depth);
        if let Some(at) = self.open.iter().rposition(|(_, style, _)| is_it(style)) {
            self.end_at(at, out);
        }
    }

    fn end_at(&mut self, at: usize, out: &mut Builder) {
        if let (_, Some(style), start) = self.open.remove(at) {
            out.run(start, style);
        }
    }

    /// The style of an element that has an end; `Some(None)`: none, but its end matters.
    #[expect(clippy::option_option, reason = "an element without a style of its own still has an end")]
    fn style(&mut self, tag: &Tag) -> Option<Option<Style>> {
        let level = |digit: &str| digit.parse().unwrap_or(1);
        Some(Some(match tag.name.as_str() {
            "b" | "strong" => Style::Bold,
            "i" | "em" | "cite" | "dfn" | "var" => Style::Italic,
            "s" | "del" | "strike" => Style::Strikethrough,
            "code" | "kbd" | "samp" | "tt" | "pre" => Style::Code,
            "a" => match tag.attribute("href") {
                Some((_, address, _)) if !address.is_empty() => Style::Link(address.clone()),
                _ => return None,
            },
            "blockquote" => Style::Quote(self.quotes),
            "li" => {
                let depth = self.depth();
                let number = match self.lists.last_mut() {
                    Some(Some(next)) => {
                        let number = number_of(tag, "value").unwrap_or(*next);
                        *next = number.saturating_add(1);
                        Some(number)
                    }
                    _ => None,
                };
                Style::ListItem(depth, number)
            }
            name => match name.strip_prefix('h').filter(|rest| rest.len() == 1 && ("1"..="6").contains(rest)) {
                Some(digit) => Style::Heading(level(digit)),
                None => return None,
            },
        }))
    }

    fn end(&mut self, name: &str, out: &mut Builder) {
        match name {
            "td" | "th" => self.end_of_cell(out),
            "tr" => {
                self.cell = None;
                out.gap(Gap::Line);
            }
            "script" | "style" => self.raw = None,
            "pre" | "textarea" | "xmp" => {
                self.pre = self.pre.saturating_sub(1);
                self.cut_line_end(out);
            }
            _ => {}
        }
        if let Some(at) = self.open.iter().rposition(|(open, ..)| open == name) {
            self.end_at(at, out);
        }
        match name {
            "ol" | "ul" | "menu" | "dir" => {
                self.end_item(out);
                self.lists.pop();
            }
            "blockquote" => self.quotes = self.quotes.saturating_sub(1),
            _ => {}
        }
        if BLOCKS.contains(&name) {
            self.part(Gap::Block, out);
        } else if LINES.contains(&name) {
            self.part(Gap::Line, out);
        }
    }
}

fn is_white(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{c}')
}

/// How many bytes at the beginning are words with one space between them.
fn plain_words(text: &str) -> usize {
    let mut end = 0;
    for word in text.split(' ') {
        let length = word.find(is_white).unwrap_or(word.len());
        if length > 0 {
            end += length + usize::from(end > 0);
        }
        if length < word.len() || length == 0 {
            break;
        }
    }
    end
}

fn number_of(tag: &Tag, attribute: &str) -> Option<u64> {
    tag.attribute(attribute)?.1.trim().parse().ok()
}
