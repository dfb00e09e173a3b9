//! What was looked for and found: a ground behind the words and a line around them, the current one stronger.

use std::ops::Range;

use egui::{CornerRadius, Painter, Stroke, StrokeKind, vec2};

use super::layout::BlockLayout;
use super::model::Block;
use super::sheet::{Placed, Sheet};
use super::{TextView, Turn};
use crate::text::Span;

/// Thickness of the lines around hits in points.
const LINE: f32 = 1.0;
const LINE_NOW: f32 = 2.0;

impl TextView {
    /// Works out where the hits in sight lie; says how many there are. Hits elsewhere cost nothing.
    pub(super) fn find_visible_hits(&mut self, sheet: &Sheet, turn: &Turn<'_>) -> usize {
        let mut rects = std::mem::take(&mut self.brushes.hits);
        rects.clear();
        let hits = turn.cx.hits;
        let current = hits.current.and_then(|at| hits.spans.get(at)).copied();
        let mut last = None;
        let mut count = 0;
        for placed in &self.placed {
            let (Some(block), Some(layout)) = (sheet.blocks.get(placed.block), sheet.made(placed.block)) else { continue };
            let base = block.start as usize;
            let seen = lines_in_sight(turn, placed, block, layout);
            let Ok(seen) = Span::new(base + seen.start, base + seen.end) else { continue };
            let origin = turn.geometry.origin(placed, block).to_vec2();
            let first = hits.spans.partition_point(|hit| hit.end() <= seen.start());
            for hit in hits.spans.iter().skip(first).take_while(|hit| hit.start() < seen.end()) {
                let Some(part) = hit.intersection(seen) else { continue };
                let local = part.start() - base..part.end() - base;
                layout.for_each_rect(&local, |rect, _| rects.push((rect.translate(origin), current == Some(*hit))));
                // A hit over two paragraphs is one hit.
                count += usize::from(last != Some(*hit));
                last = Some(*hit);
            }
        }
        self.brushes.hits = rects;
        count
    }

    pub(super) fn paint_hit_grounds(&self, painter: &Painter, turn: &Turn<'_>) {
        for (rect, _) in self.brushes.hits.iter().filter(|(_, current)| !current) {
            painter.rect_filled(rect.expand2(vec2(0.5, 0.0)), CornerRadius::same(2), turn.cx.theme.hit);
        }
    }

    /// The lines, and the current hit with its ground: it is selected as a rule, and must still be seen as the current one.
    pub(super) fn paint_hit_outlines(&self, painter: &Painter, turn: &Turn<'_>) {
        let theme = turn.cx.theme;
        for (rect, current) in &self.brushes.hits {
            let rect = rect.expand2(vec2(0.5, 0.0));
            if *current {
                painter.rect_filled(rect, CornerRadius::same(2), theme.hit_now);
            }
            let stroke = Stroke::new(if *current { LINE_NOW } else { LINE }, theme.hit_line);
            painter.rect_stroke(rect, CornerRadius::same(2), stroke, StrokeKind::Middle);
        }
    }
}

/// The bytes (from the block's start) of the lines of a block that are on the screen: of a long one often a few of many.
fn lines_in_sight(turn: &Turn<'_>, placed: &Placed, block: &Block, layout: &BlockLayout) -> Range<usize> {
    let top = turn.geometry.origin(placed, block).y;
    let window = turn.geometry.rect;
    let seen = |line: &usize| {
        let (above, below) = layout.line_box(*line);
        top + below >= window.top() && top + above <= window.bottom()
    };
    let (first, last) = ((0..layout.lines()).find(seen), (0..layout.lines()).rev().find(seen));
    let end = block.range().len();
    match (first, last) {
        (Some(first), Some(last)) => layout.line_range(first).start.min(end)..layout.line_range(last).end.min(end),
        _ => 0..0,
    }
}
