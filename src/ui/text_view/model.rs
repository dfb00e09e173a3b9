//! A document as blocks: paragraphs, with long ones cut in pieces for layout.

use std::ops::Range;
use std::sync::Arc;

use crate::model::{Document, DocumentId};
use crate::text::{ReadingText, Run, Span, Style, begins_with_item_mark, segmentation};

/// A paragraph of at most this length (bytes) is never cut: few of a book are longer.
const LONGEST_WHOLE: usize = 5000;
/// A longer one is laid out in pieces of about this length (bytes): a jump lays out the two or three that the window shows.
const PIECE: usize = 1200;
/// What is left of it is not cut when it is at most this long (bytes), so that no crumbs remain.
const LONGEST_REST: usize = 1800;

/// What a paragraph is in the source's typography.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BlockKind {
    /// Running text.
    #[default]
    Body,
    /// A heading, level 1 to 6.
    Heading(u8),
    /// Part of a block quote, with its depth from 1.
    Quote(u8),
    /// An item of a list, with its depth from 1 and its number in a numbered list.
    Item(u8, Option<u64>),
}

/// A paragraph, or a piece of a long one.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of the source, and they vary independently")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Block {
    /// First byte.
    pub start: u32,
    /// Byte behind the last one, without the line end.
    pub end: u32,
    /// Number of the paragraph, from 0.
    pub paragraph: u32,
    /// Whether the paragraph begins here.
    pub opens: bool,
    /// Whether the paragraph before it is running text.
    pub follows_body: bool,
    /// Whether a blank line stands before it.
    pub after_blank: bool,
    /// What it is.
    pub kind: BlockKind,
    /// Whether a list item begins here without its mark, so that one stands in the margin.
    pub opens_item: bool,
    /// Columns its characters take, counting wide ones twice; for estimating its height.
    pub columns: u32,
}

impl Block {
    /// Its bytes.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// All blocks of one reading text.
#[derive(Debug)]
pub struct Blocks {
    document: DocumentId,
    text: Arc<str>,
    runs: Arc<[Run]>,
    list: Vec<Block>,
    /// Length of the longest run inside paragraphs (bytes), a bound on the search back for runs.
    longest_run: usize,
}

impl Blocks {
    /// Cuts a document into blocks, in one pass over its text.
    pub fn of(document: &Document) -> Self {
        let text = document.text.shared();
        let mut blocks = Vec::with_capacity(document.text.paragraphs().len() + text.len() / PIECE);
        let mut kinds = Kinds::of(&document.runs);
        let mut last_end = 0;
        let mut last_kind = None;
        for (number, paragraph) in document.text.paragraphs().iter().enumerate() {
            let (kind, opens_item) = kinds.at(paragraph.start());
            let opens_item = opens_item && !document.text.slice(*paragraph).is_some_and(begins_with_item_mark);
            let between = text.get(last_end..paragraph.start()).unwrap_or_default();
            let after_blank = between.bytes().filter(|b| *b == b'\n').count() > 1;
            let mut start = paragraph.start();
            while start < paragraph.end() {
                let end = piece_end(&document.text, *paragraph, start);
                blocks.push(Block {
                    start: start as u32,
                    end: end as u32,
                    paragraph: number as u32,
                    opens: start == paragraph.start(),
                    follows_body: last_kind == Some(BlockKind::Body),
                    after_blank,
                    kind,
                    opens_item: opens_item && start == paragraph.start(),
                    columns: columns(text.as_bytes().get(start..end).unwrap_or_default()),
                });
                start = end;
            }
            last_end = paragraph.end();
            last_kind = Some(kind);
        }
        let longest_run = document.runs.iter().filter(|r| !is_block_level(r)).map(|r| r.0.len()).max().unwrap_or(0);
        Self { document: document.id.clone(), text, runs: Arc::clone(&document.runs), list: blocks, longest_run }
    }

    /// Whether these are still the blocks of `document`; compares pointers, not text.
    pub fn are_of(&self, document: &Document) -> bool {
        self.document == document.id
            && std::ptr::eq(self.text.as_ref(), document.text.as_str())
            && std::ptr::eq(self.runs.as_ref(), document.runs.as_ref())
    }

    /// Whether these are blocks of the document with this id, perhaps of an older text of it.
    pub fn is_document(&self, id: &DocumentId) -> bool {
        self.document == *id
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// One block.
    pub fn get(&self, at: usize) -> Option<&Block> {
        self.list.get(at)
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Block> {
        self.list.iter()
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole text, to be kept beside what is laid out.
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// The words of a block.
    pub fn words(&self, block: &Block) -> &str {
        self.text.get(block.range()).unwrap_or_default()
    }

    /// The block that holds the place at `offset` (bytes); between blocks, the one before.
    pub fn at(&self, offset: usize) -> usize {
        self.list.partition_point(|b| b.start as usize <= offset).saturating_sub(1)
    }

    /// The style runs inside paragraphs that touch a block, and perhaps some that shape whole paragraphs.
    pub fn runs_of(&self, block: &Block) -> impl Iterator<Item = &Run> {
        let (start, end) = (block.start as usize, block.end as usize);
        let from = self.runs.partition_point(|r| r.0.start() + self.longest_run < start);
        self.runs[from..].iter().take_while(move |r| r.0.start() < end).filter(move |r| r.0.end() > start)
    }
}

/// Where the piece of a paragraph ends that begins at `start`.
fn piece_end(text: &ReadingText, paragraph: Span, start: usize) -> usize {
    let end = paragraph.end();
    if paragraph.len() <= LONGEST_WHOLE || end - start <= LONGEST_REST {
        return end;
    }
    let cut = segmentation::cut_before(text.as_str(), start, start + PIECE);
    if cut <= start { end } else { cut }
}

/// Whether a run shapes whole paragraphs instead of words.
fn is_block_level(run: &Run) -> bool {
    matches!(run.1, Style::Heading(_) | Style::Quote(_) | Style::ListItem(..))
}

/// Columns of a stretch of UTF-8: characters of three or four bytes are mostly wide ones.
fn columns(bytes: &[u8]) -> u32 {
    let mut columns = 0_u32;
    for byte in bytes {
        columns += match byte {
            0x80..0xc0 => 0,
            0xe3..0xf8 => 2,
            _ => 1,
        };
    }
    columns
}

/// Walks the block-level runs in step with the paragraphs.
struct Kinds<'a> {
    runs: std::iter::Peekable<Box<dyn Iterator<Item = &'a Run> + 'a>>,
    open: Vec<&'a Run>,
}

impl<'a> Kinds<'a> {
    fn of(runs: &'a [Run]) -> Self {
        let runs: Box<dyn Iterator<Item = &'a Run> + 'a> = Box::new(runs.iter().filter(|r| is_block_level(r)));
        Self { runs: runs.peekable(), open: Vec::new() }
    }

    /// The innermost block-level style at the start of a paragraph, and whether a list item begins there; ask in ascending order.
    fn at(&mut self, offset: usize) -> (BlockKind, bool) {
        while let Some(run) = self.runs.next_if(|r| r.0.start() <= offset) {
            self.open.push(run);
        }
        self.open.retain(|r| r.0.end() > offset);
        self.open.last().map_or((BlockKind::Body, false), |run| match run.1 {
            Style::Heading(level) => (BlockKind::Heading(level), false),
            Style::Quote(depth) => (BlockKind::Quote(depth), false),
            // A later paragraph of the same item has no marker of its own.
            Style::ListItem(depth, number) => (BlockKind::Item(depth, number), run.0.start() == offset),
            _ => (BlockKind::Body, false),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str, runs: Vec<Run>) -> Document {
        let mut document = Document::new(DocumentId::new("d").unwrap(), ReadingText::new(text).unwrap());
        document.runs = runs.into();
        document
    }

    #[test]
    fn paragraphs_become_blocks_and_know_their_kind() {
        let runs = vec![
            Run(Span::new(0, 5).unwrap(), Style::Heading(2)),
            Run(Span::new(7, 11).unwrap(), Style::ListItem(1, Some(3))),
            Run(Span::new(8, 9).unwrap(), Style::Bold),
        ];
        let blocks = Blocks::of(&document("Title\n\nItem\nBody\n", runs));
        let kinds: Vec<_> = blocks.iter().map(|b| b.kind).collect();
        assert_eq!(kinds, [BlockKind::Heading(2), BlockKind::Item(1, Some(3)), BlockKind::Body]);
        let blank: Vec<_> = blocks.iter().map(|b| b.after_blank).collect();
        assert_eq!(blank, [false, true, false]);
        assert_eq!(blocks.runs_of(blocks.get(1).unwrap()).count(), 2);
        assert_eq!((blocks.at(0), blocks.at(5), blocks.at(7), blocks.at(999)), (0, 0, 1, 2));
    }

    #[test]
    fn a_mark_that_is_in_the_text_is_not_painted_once_more() {
        let item = |text: &str| {
            let end = text.len();
            let blocks = Blocks::of(&document(text, vec![Run(Span::new(0, end).unwrap(), Style::ListItem(1, Some(1986)))]));
            blocks.get(0).unwrap().opens_item
        };
        assert!(item("A great year"));
        assert!(!item("1986. A great year") && !item("- 5 degrees"));
    }

    #[test]
    fn a_long_paragraph_is_cut_without_losing_a_byte() {
        let text = "A sentence of some length. ".repeat(2000);
        let blocks = Blocks::of(&document(&text, vec![]));
        assert!(blocks.len() > 10);
        let mut at = 0;
        for block in blocks.iter() {
            assert_eq!(block.start as usize, at);
            assert!(block.range().len() <= LONGEST_REST && block.range().len() > PIECE / 2);
            at = block.end as usize;
        }
        assert_eq!(at, text.len());
        assert_eq!(blocks.iter().filter(|b| b.opens).count(), 1);
    }

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(columns("abc".as_bytes()), 3);
        assert_eq!(columns("조선".as_bytes()), 4);
        assert_eq!(columns("é".as_bytes()), 1);
    }
}
