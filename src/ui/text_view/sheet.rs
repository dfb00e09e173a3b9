//! The sheet: the blocks of a document with their layouts and heights, and where the window stands on it.
//!
//! The window's place is kept as a block and a distance into it (the **anchor**), never as a distance from the top of the document:
//! so whatever is learnt about heights above or below, what is being read stays where it is.

use std::collections::HashMap;
use std::sync::Arc;

use super::api::Face;
use super::fonts::FontStore;
use super::heights::Heights;
use super::layout::{BlockLayout, Metrics};
use super::marks::BlockMarks;
use super::model::{Block, BlockKind, Blocks};
use crate::text::sentences::Language;

/// Layouts kept beside those on the screen, so that scrolling back and forth costs nothing.
const KEPT_LAYOUTS: usize = 240;
/// White space above the first line, in points.
const TOP_MARGIN: f32 = 44.0;
/// A scroll longer than this (in heights of the window) goes by estimate instead of block by block.
const LEAP: f32 = 3.0;

/// Where the window stands: its upper edge lies `y` points below the top of `block`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Anchor {
    /// Which block.
    pub block: usize,
    /// Points below its top.
    pub y: f32,
}

/// A block on the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Which block.
    pub block: usize,
    /// Top of its text in points below the window's upper edge.
    pub top: f32,
    /// Bottom of its text, likewise.
    pub bottom: f32,
}

/// The blocks of a document as far as they are laid out.
pub struct Sheet {
    /// The blocks.
    pub blocks: Arc<Blocks>,
    /// Their heights: measured or estimated.
    pub heights: Heights,
    /// What the layouts were made with.
    pub metrics: Metrics,
    /// Annotations of blocks, as far as worked out.
    pub marks: HashMap<usize, BlockMarks>,
    /// First bytes of the sentences of paragraphs on the screen, by the block that opens the paragraph.
    pub(super) sentences: HashMap<(usize, Language), Vec<usize>>,
    layouts: HashMap<usize, BlockLayout>,
    frame: u64,
    laid_out: usize,
}

impl Sheet {
    /// Estimates everything, lays out nothing.
    pub fn new(blocks: Blocks, metrics: Metrics) -> Self {
        let heights = estimate(&blocks, &metrics);
        Self {
            blocks: Arc::new(blocks),
            heights,
            metrics,
            marks: HashMap::new(),
            sentences: HashMap::new(),
            layouts: HashMap::new(),
            frame: 0,
            laid_out: 0,
        }
    }

    /// Begins a frame; forgets layouts that were made for another width or size.
    pub fn begin_frame(&mut self, metrics: Metrics) {
        self.frame += 1;
        self.laid_out = 0;
        if metrics != self.metrics {
            self.metrics = metrics;
            self.layouts.clear();
            self.marks.clear();
            self.heights = estimate(&self.blocks, &metrics);
        }
        if self.layouts.len() > 2 * KEPT_LAYOUTS {
            let oldest = self.frame.saturating_sub(KEPT_LAYOUTS as u64 / 8);
            self.sentences.clear();
            self.layouts.retain(|_, layout| layout.used >= oldest);
            let layouts = &self.layouts;
            self.marks.retain(|block, _| layouts.contains_key(block));
        }
    }

    /// How many blocks were laid out in this frame.
    pub fn laid_out(&self) -> usize {
        self.laid_out
    }

    /// The layout of a block, made when it is not there yet; its height is corrected.
    pub fn layout(&mut self, at: usize, fonts: &mut FontStore) -> Option<&mut BlockLayout> {
        let block = *self.blocks.get(at)?;
        if !self.layouts.contains_key(&at) {
            let layout = BlockLayout::of(&self.blocks, &block, &self.metrics, fonts);
            self.heights.set(at, self.gap_above(at, &block) + layout.height);
            self.layouts.insert(at, layout);
            self.laid_out += 1;
        }
        let layout = self.layouts.get_mut(&at)?;
        layout.used = self.frame;
        Some(layout)
    }

    /// The layout of a block that is on the screen, without making it.
    pub fn made(&self, at: usize) -> Option<&BlockLayout> {
        self.layouts.get(&at)
    }

    /// The layout and the words of a block that is on the screen.
    pub fn made_mut(&mut self, at: usize) -> Option<(&mut BlockLayout, &str)> {
        let block = self.blocks.get(at)?;
        Some((self.layouts.get_mut(&at)?, self.blocks.words(block)))
    }

    /// White space above the text of a block, in points.
    pub fn gap_above(&self, at: usize, block: &Block) -> f32 {
        gap_above(&self.metrics, at, block)
    }

    fn exact_height(&mut self, at: usize, fonts: &mut FontStore) -> f32 {
        self.layout(at, fonts);
        self.heights.get(at)
    }

    /// Moves the window by `delta` points (down is positive), then sees that it stays on the sheet.
    pub fn scroll(&mut self, anchor: Anchor, delta: f32, window: f32, fonts: &mut FontStore) -> Anchor {
        let mut anchor = anchor;
        if delta.abs() > LEAP * window {
            let y = self.heights.above(anchor.block) + f64::from(anchor.y) + f64::from(delta);
            let (block, rest) = self.heights.find(y);
            anchor = Anchor { block, y: rest as f32 };
        } else {
            anchor.y += delta;
        }
        let anchor = self.settle(anchor, fonts);
        self.stay_above_end(anchor, window, fonts)
    }

    /// Brings `y` into the anchor's block, measuring the blocks passed on the way.
    fn settle(&mut self, mut anchor: Anchor, fonts: &mut FontStore) -> Anchor {
        anchor.block = anchor.block.min(self.blocks.len().saturating_sub(1));
        while anchor.y < 0.0 && anchor.block > 0 {
            anchor.block -= 1;
            anchor.y += self.exact_height(anchor.block, fonts);
        }
        anchor.y = anchor.y.max(0.0);
        while anchor.block + 1 < self.blocks.len() {
            let height = self.exact_height(anchor.block, fonts);
            if anchor.y < height {
                break;
            }
            anchor.y -= height;
            anchor.block += 1;
        }
        anchor
    }

    /// The last line may be scrolled up to the middle of the window, not beyond.
    fn stay_above_end(&mut self, anchor: Anchor, window: f32, fonts: &mut FontStore) -> Anchor {
        let wanted = window / 2.0;
        let mut below = -anchor.y;
        for at in anchor.block..self.blocks.len() {
            below += self.exact_height(at, fonts);
            if below >= wanted {
                return anchor;
            }
        }
        let all_fits = self.heights.total() <= f64::from(wanted);
        if all_fits { Anchor::default() } else { self.settle(Anchor { y: anchor.y + below - wanted, ..anchor }, fonts) }
    }

    /// Lays out what the window shows, from the anchor down.
    pub fn place(&mut self, anchor: Anchor, window: f32, fonts: &mut FontStore, placed: &mut Vec<Placed>) {
        placed.clear();
        let mut top = -anchor.y;
        for at in anchor.block..self.blocks.len() {
            if top >= window {
                break;
            }
            let height = self.exact_height(at, fonts);
            let Some(block) = self.blocks.get(at) else { break };
            placed.push(Placed { block: at, top: top + self.gap_above(at, block), bottom: top + height });
            top += height;
        }
    }

    /// Points from the window's upper edge to the top of the text of `block`, measuring what lies between when that is near.
    pub fn distance(&mut self, anchor: Anchor, block: usize) -> f64 {
        let gap = self.blocks.get(block).map_or(0.0, |b| self.gap_above(block, b));
        self.heights.above(block) - self.heights.above(anchor.block) - f64::from(anchor.y) + f64::from(gap)
    }

    /// About which byte lies `y` points below the sheet's top; lines are taken to be equally full.
    pub fn offset_at(&self, y: f64) -> usize {
        let (at, into) = self.heights.find(y);
        let Some(block) = self.blocks.get(at) else { return 0 };
        let gap = f64::from(self.gap_above(at, block));
        let part = (into - gap) / (f64::from(self.heights.get(at)) - gap).max(1.0);
        block.start as usize + (part.clamp(0.0, 1.0) * block.range().len() as f64) as usize
    }

    /// About how many points below the sheet's top a byte lies: the other way round.
    pub fn y_of(&self, offset: usize) -> f64 {
        let at = self.blocks.at(offset);
        let Some(block) = self.blocks.get(at) else { return 0.0 };
        let gap = f64::from(self.gap_above(at, block));
        let part =
            (offset.clamp(block.start as usize, block.end as usize) - block.start as usize) as f64 / block.range().len().max(1) as f64;
        self.heights.above(at) + gap + part * (f64::from(self.heights.get(at)) - gap)
    }

    /// Height of the whole sheet in points, as far as known.
    pub fn total(&self) -> f64 {
        self.heights.total()
    }
}

/// White space above the text of a block, in points.
pub fn gap_above(metrics: &Metrics, at: usize, block: &Block) -> f32 {
    // The line spacing already holds room for annotations: little more is needed between paragraphs.
    let gap = match block.kind {
        _ if !block.opens => 0.0,
        _ if at == 0 => return TOP_MARGIN,
        BlockKind::Heading(1 | 2) => 1.1,
        BlockKind::Heading(_) => 0.8,
        BlockKind::Item(..) => 0.12,
        BlockKind::Body if metrics.first_indent_of(block) > 0.0 => 0.0,
        BlockKind::Body | BlockKind::Quote(_) if block.after_blank => 0.62,
        BlockKind::Body | BlockKind::Quote(_) => 0.3,
    };
    gap * metrics.size
}

/// Average width of a character in ems, for Latin.
pub fn column_width(face: Face) -> f32 {
    match face {
        Face::Serif => 0.462,
        Face::Sans => 0.434,
    }
}

fn estimate(blocks: &Blocks, metrics: &Metrics) -> Heights {
    let height = |(at, block): (usize, &Block)| {
        let width = metrics.column - metrics.indent_of(block.kind);
        let columns = (width / (metrics.size_of(block.kind) * column_width(metrics.face))).max(1.0);
        // Lines end at words: on average some three columns stay empty.
        let lines = (block.columns as f32 / (columns - 3.0).max(1.0)).ceil().max(1.0);
        gap_above(metrics, at, block) + lines * metrics.line_of(block.kind)
    };
    Heights::of(blocks.iter().enumerate().map(height).collect())
}
