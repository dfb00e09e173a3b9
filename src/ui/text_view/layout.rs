//! One parley layout for each block, its glyphs as quads, and the geometry of places in it.
//!
//! Offsets here are bytes from the block's start; lengths are points from the left top of the block's text.

use std::ops::Range;

use egui::{Context, Pos2, Rect, Vec2, pos2, vec2};
use parley::{
    Affinity, Alignment, AlignmentOptions, Cursor, FontContext, FontStyle, FontWeight, GlyphRun, IndentOptions, Layout, LayoutContext,
    LineHeight, OverflowWrap, PositionedLayoutItem, RangedBuilder, Selection, StyleProperty,
};

use super::api::{Face, Paragraphs};
use super::atlas::RunFace;
use super::fonts::{FontStore, family, monospace};
use super::hidden::{HiddenMark, hidden_marks};
use super::model::{Block, BlockKind, Blocks};
use crate::text::Style;

/// Top of the box of a line above its base line, in ems: ascenders and accents of Source Serif.
const ASCENT: f32 = 0.93;
/// Bottom of the box of a line below its base line, in ems.
const DESCENT: f32 = 0.30;
/// Fixed-width faces look larger than the serif at the same size.
const CODE_SCALE: f32 = 0.88;

/// Tries to make all glyphs of a block from one texture: each finds a larger one, or one with nothing else in it.
const TRIES: usize = 4;

/// Indent of the first line of a paragraph in ems, as in books.
const FIRST_INDENT: f32 = 1.5;

/// What a glyph is painted with; the colour is chosen when painting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ink {
    /// Body text.
    #[default]
    Text,
    /// A link of the source.
    Link,
}

/// Everything that line breaks and heights depend on, besides the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Metrics {
    /// Pixels per point.
    pub scale: f32,
    /// Width of the column in points.
    pub column: f32,
    /// Size of body text in points.
    pub size: f32,
    /// Distance of base lines in points.
    pub line: f32,
    /// The face of the text.
    pub face: Face,
    /// How paragraphs are told apart.
    pub paragraphs: Paragraphs,
}

impl Metrics {
    /// Size of the text of a block in points.
    pub fn size_of(&self, kind: BlockKind) -> f32 {
        self.size
            * match kind {
                BlockKind::Heading(1) => 1.55,
                BlockKind::Heading(2) => 1.3,
                BlockKind::Heading(3) => 1.12,
                BlockKind::Body | BlockKind::Quote(_) | BlockKind::Item(..) | BlockKind::Heading(_) => 1.0,
            }
    }

    /// Distance of base lines of a block in points; room for annotations does not grow with the size.
    pub fn line_of(&self, kind: BlockKind) -> f32 {
        self.line + (self.size_of(kind) - self.size) * 1.2
    }

    /// How far the first line of a block is moved in beyond the others, in points: only where running text goes on in a new paragraph.
    pub fn first_indent_of(&self, block: &Block) -> f32 {
        let goes_on = block.opens && block.follows_body && block.kind == BlockKind::Body;
        if self.paragraphs == Paragraphs::Indented && goes_on { FIRST_INDENT * self.size } else { 0.0 }
    }

    /// How far a block is moved in, in points.
    pub fn indent_of(&self, kind: BlockKind) -> f32 {
        let depth = match kind {
            BlockKind::Quote(depth) | BlockKind::Item(depth, _) => depth.min(6),
            BlockKind::Body | BlockKind::Heading(_) => 0,
        };
        f32::from(depth) * self.size * 1.5
    }
}

/// A rectangle of the glyph texture, where it is painted.
#[derive(Debug, Clone, Copy)]
pub struct Quad {
    /// Where, in points.
    pub rect: Rect,
    /// Which part of the texture.
    pub uv: Rect,
    /// With which colour.
    pub ink: Ink,
    /// Whether it keeps its own colours.
    pub coloured: bool,
}

/// A character that no font has.
#[derive(Debug, Clone, Copy)]
pub struct Missing {
    /// Its place in points.
    pub rect: Rect,
    /// What it is.
    pub character: char,
}

/// A laid out block.
pub struct BlockLayout {
    layout: Layout<Ink>,
    scale: f32,
    size: f32,
    /// Height of the text in points.
    pub height: f32,
    /// Characters that would deceive if they stayed invisible.
    pub hidden: Vec<HiddenMark>,
    /// Frame in which it was last on the screen.
    pub used: u64,
    quads: Vec<Quad>,
    missing: Vec<Missing>,
    strikes: Vec<Rect>,
    quads_of: Option<u64>,
}

impl BlockLayout {
    /// Shapes a block and breaks it into lines.
    pub fn of(blocks: &Blocks, block: &Block, metrics: &Metrics, store: &mut FontStore) -> Self {
        let mut layout = Layout::new();
        let height = shape(blocks, block, metrics, (&mut store.fonts, &mut store.layouts), &mut layout);
        Self {
            layout,
            scale: metrics.scale,
            size: metrics.size_of(block.kind),
            height,
            hidden: hidden_marks(blocks.words(block)),
            used: 0,
            quads: Vec::new(),
            missing: Vec::new(),
            strikes: Vec::new(),
            quads_of: None,
        }
    }

    /// Whether the block reads from right to left.
    pub fn is_rtl(&self) -> bool {
        self.layout.is_rtl()
    }

    /// Whether some of it reads against the direction of the whole.
    pub fn is_mixed(&self) -> bool {
        let rtl = self.layout.is_rtl();
        self.layout.lines().any(|line| line.runs().any(|run| run.is_rtl() != rtl))
    }

    /// The stretches of one direction and face in a line, from left to right, each with whether it reads from right to left.
    pub fn stretches(&self, line: usize) -> impl Iterator<Item = (Range<usize>, bool)> {
        self.layout.get(line).into_iter().flat_map(|line| line.runs().map(|run| (run.text_range(), run.is_rtl())))
    }

    /// How many lines it has.
    pub fn lines(&self) -> usize {
        self.layout.len()
    }

    /// Base line of a line, in points from the top.
    pub fn baseline(&self, line: usize) -> f32 {
        self.layout.get(line).map_or(0.0, |l| l.metrics().baseline / self.scale)
    }

    /// The bytes of a line.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        self.layout.get(line).map_or(0..0, |l| l.text_range())
    }

    /// From the top of the letters to their bottom, in points.
    pub fn line_box(&self, line: usize) -> (f32, f32) {
        let baseline = self.baseline(line);
        (baseline - ASCENT * self.size, baseline + DESCENT * self.size)
    }

    /// The line that a caret at `offset` stands in.
    pub fn line_at(&self, offset: usize, affinity: Affinity) -> usize {
        let caret = self.cursor(offset, affinity).geometry(&self.layout, 0.0);
        let middle = f64::midpoint(caret.y0, caret.y1) as f32;
        let below = |line: &usize| self.layout.get(*line).is_some_and(|l| middle < l.metrics().block_max_coord);
        (0..self.layout.len()).find(below).unwrap_or_else(|| self.layout.len().saturating_sub(1))
    }

    /// The place of a caret: a thin, tall rectangle.
    pub fn caret(&self, offset: usize, affinity: Affinity) -> Rect {
        let x = self.cursor(offset, affinity).geometry(&self.layout, 0.0).x0 as f32 / self.scale;
        let (top, bottom) = self.line_box(self.line_at(offset, affinity));
        Rect::from_min_max(pos2(x, top), pos2(x, bottom))
    }

    /// The place nearest to a point, and the side from which it was met at the end of a line.
    pub fn hit(&self, point: Pos2) -> (usize, Affinity) {
        let y = point.y.clamp(0.0, (self.height - 0.5).max(0.0));
        let cursor = Cursor::from_point(&self.layout, point.x * self.scale, y * self.scale);
        (cursor.index().min(self.layout.text_len()), cursor.affinity())
    }

    /// Calls `each` with the place of every stretch that a range takes, and its line: several in mixed lines.
    pub fn for_each_rect(&self, range: &Range<usize>, mut each: impl FnMut(Rect, usize)) {
        let start = self.cursor(range.start, Affinity::Downstream);
        let end = self.cursor(range.end, Affinity::Upstream);
        Selection::new(start, end).geometry_with(&self.layout, |found, line| {
            let (top, bottom) = self.line_box(line);
            let (left, right) = self.without_hanging_space(line, found.x0 as f32, found.x1 as f32);
            if right > left {
                each(Rect::from_min_max(pos2(left / self.scale, top), pos2(right / self.scale, bottom)), line);
            }
        });
    }

    /// White space at a line's end belongs to the line, but nobody wants it underlined.
    fn without_hanging_space(&self, line: usize, left: f32, right: f32) -> (f32, f32) {
        let Some(line) = self.layout.get(line) else { return (left, right) };
        let m = line.metrics();
        let start = m.offset + m.inline_min_coord;
        if self.layout.is_rtl() {
            (left.max(start + m.hanging_advance), right)
        } else {
            (left, right.min(start + m.advance - m.hanging_advance))
        }
    }

    fn cursor(&self, offset: usize, affinity: Affinity) -> Cursor {
        Cursor::from_byte_index(&self.layout, offset.min(self.layout.text_len()), affinity)
    }

    /// The glyphs as quads; made again only when the texture was begun anew.
    pub fn quads(&mut self, ctx: &Context, words: &str, store: &mut FontStore) -> &[Quad] {
        if self.quads_of != Some(store.atlas.generation()) || store.atlas.texture().is_none() {
            // The texture may be begun anew between two glyphs; those before it are then asked for once more.
            for _ in 0..TRIES {
                let before = store.atlas.generation();
                self.make_quads(ctx, words, store);
                self.quads_of = Some(before);
                if store.atlas.generation() == before {
                    break;
                }
            }
        }
        &self.quads
    }

    /// Characters that no font has; known once the quads are made.
    pub fn missing(&self) -> &[Missing] {
        &self.missing
    }

    /// Struck out stretches; known once the quads are made.
    pub fn strikes(&self) -> &[Rect] {
        &self.strikes
    }

    fn make_quads(&mut self, ctx: &Context, words: &str, store: &mut FontStore) {
        self.quads.clear();
        self.missing.clear();
        self.strikes.clear();
        for line in self.layout.lines() {
            for item in line.items() {
                let PositionedLayoutItem::GlyphRun(run) = item else { continue };
                let lacks = push_glyphs(&mut self.quads, ctx, &run, self.scale, store);
                if lacks {
                    push_missing(&mut self.missing, words, &run, self.scale);
                }
                if let Some(strike) = &run.style().strikethrough {
                    let metrics = run.run().font_metrics();
                    let y = run.baseline() - strike.offset.unwrap_or(metrics.strikethrough_offset);
                    let height = strike.size.unwrap_or(metrics.strikethrough_size).max(1.0);
                    let rect = Rect::from_min_size(pos2(run.offset(), y), vec2(run.advance(), height));
                    self.strikes.push(rect / self.scale);
                }
            }
        }
        self.missing.iter().for_each(|missing| store.missing.meet(missing.character));
    }
}

/// Shapes a block into `layout` and breaks it into lines; gives the height of its text in points.
///
/// The one way in which heights come about, on the drawing thread and off it.
pub fn shape(
    blocks: &Blocks,
    block: &Block,
    metrics: &Metrics,
    (fonts, layouts): (&mut FontContext, &mut LayoutContext<Ink>),
    layout: &mut Layout<Ink>,
) -> f32 {
    let words = blocks.words(block);
    let size = metrics.size_of(block.kind);
    let mut builder = layouts.ranged_builder(fonts, words, metrics.scale, true);
    builder.push_default(StyleProperty::FontFamily(family(metrics.face)));
    builder.push_default(StyleProperty::FontSize(size));
    builder.push_default(StyleProperty::LineHeight(LineHeight::Absolute(metrics.line_of(block.kind))));
    builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
    if matches!(block.kind, BlockKind::Heading(_)) {
        builder.push_default(StyleProperty::FontWeight(FontWeight::BOLD));
    }
    push_runs(&mut builder, blocks, block, size);
    builder.build_into(layout, words);
    let width = (metrics.column - metrics.indent_of(block.kind)) * metrics.scale;
    layout.set_text_indent(metrics.first_indent_of(block) * metrics.scale, IndentOptions::default());
    layout.break_all_lines(Some(width.max(1.0)));
    layout.align(Alignment::Start, AlignmentOptions::default());
    layout.height() / metrics.scale
}

fn push_runs(builder: &mut RangedBuilder<'_, Ink>, blocks: &Blocks, block: &Block, size: f32) {
    let base = block.start as usize;
    let end = block.end as usize;
    for run in blocks.runs_of(block) {
        let range = run.0.start().max(base) - base..run.0.end().min(end) - base;
        match &run.1 {
            Style::Bold => builder.push(StyleProperty::FontWeight(FontWeight::BOLD), range),
            Style::Italic => builder.push(StyleProperty::FontStyle(FontStyle::Italic), range),
            Style::Strikethrough => builder.push(StyleProperty::Strikethrough(true), range),
            Style::Code => {
                builder.push(StyleProperty::FontFamily(monospace()), range.clone());
                builder.push(StyleProperty::FontSize(size * CODE_SCALE), range);
            }
            Style::Link(_) => builder.push(StyleProperty::Brush(Ink::Link), range),
            // These shape the block as a whole.
            Style::Heading(_) | Style::Quote(_) | Style::ListItem(..) => {}
        }
    }
}

/// Adds the quads of a run; says whether a glyph was missing.
fn push_glyphs(quads: &mut Vec<Quad>, ctx: &Context, glyphs: &GlyphRun<'_, Ink>, scale: f32, store: &mut FontStore) -> bool {
    let run = glyphs.run();
    // Empty for all but variable fonts, so this allocates nothing.
    let coords: Vec<i16> = run.normalized_coords().iter().map(|c| c.to_bits()).collect();
    let face = RunFace {
        font: run.font(),
        size: run.font_size(),
        coords: &coords,
        slant: run.synthesis().skew().unwrap_or(0.0),
        embolden: run.synthesis().embolden(),
    };
    let ink = glyphs.style().brush;
    let mut lacks = false;
    for glyph in glyphs.positioned_glyphs() {
        if glyph.id == 0 {
            lacks = true;
            continue;
        }
        let Some(sprite) = store.atlas.sprite(ctx, &face, glyph.id, glyph.x) else { continue };
        let left_top = pos2(glyph.x.floor(), glyph.y.round()) + sprite.offset;
        let rect = Rect::from_min_size(left_top, sprite.size) / scale;
        quads.push(Quad { rect, uv: sprite.uv, ink, coloured: sprite.coloured });
    }
    lacks
}

fn push_missing(missing: &mut Vec<Missing>, words: &str, glyphs: &GlyphRun<'_, Ink>, scale: f32) {
    let run = glyphs.run();
    let (top, height) = (glyphs.baseline() - run.font_size() * 0.75, run.font_size() * 0.95);
    for cluster in run.visual_clusters() {
        if !cluster.glyphs().any(|g| g.id == 0) {
            continue;
        }
        let character = words.get(cluster.text_range()).and_then(|w| w.chars().next());
        let (Some(character), Some(x)) = (character, cluster.visual_offset()) else { continue };
        if character.is_whitespace() || character.is_control() {
            continue;
        }
        let rect = Rect::from_min_size(pos2(x, top), Vec2::new(cluster.advance(), height));
        missing.push(Missing { rect: rect / scale, character });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Document, DocumentId};
    use crate::text::ReadingText;

    #[test]
    fn quads_are_of_one_texture_even_where_it_was_begun_anew_between_them() {
        let (ctx, mut fonts) = (Context::default(), FontStore::bundled_only());
        let words = "Sphinx of black quartz, judge my vow: 1234567890 (Ж щ Ω ψ) & THE QUICK BROWN FOX JUMPED. ".repeat(4);
        let document = Document::new(DocumentId::new("d").unwrap(), ReadingText::new(words.as_str()).unwrap());
        let blocks = Blocks::of(&document);
        let uvs = |quads: &[Quad]| quads.iter().map(|quad| quad.uv).collect::<Vec<_>>();
        let mut anew = 0;
        for step in 0..60_u8 {
            let scale = 1.0 + f32::from(step) * 0.1;
            let metrics = Metrics { scale, column: 420.0, size: 18.0, line: 30.0, face: Face::Serif, paragraphs: Paragraphs::Spaced };
            let mut layout = BlockLayout::of(&blocks, blocks.get(0).unwrap(), &metrics, &mut fonts);
            let before = fonts.atlas.generation();
            let shown = uvs(layout.quads(&ctx, &words, &mut fonts));
            let after = fonts.atlas.generation();
            anew += u8::from(before > 0 && before != after);
            layout.quads_of = None;
            assert_eq!(shown, uvs(layout.quads(&ctx, &words, &mut fonts)), "at {scale}");
            assert_eq!(fonts.atlas.generation(), after, "all of one block fits into one texture");
        }
        assert!(anew > 0, "the texture was never begun anew");
    }
}
