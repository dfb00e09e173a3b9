//! What is seen: page, fills, glyphs, margin, caret. Lines and brackets of annotations are in `paint_marks`.

use std::sync::Arc;

use egui::{Align2, Color32, CornerRadius, FontFamily, FontId, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};
use parley::Affinity;

use super::api::FrameStats;
use super::layout::Ink;
use super::model::{Block, BlockKind};
use super::paint_arcs::DrawnArc;
use super::sheet::{Placed, Sheet};
use super::{TextView, Turn};
use crate::model::AnnotationId;
use crate::text::Span;

/// Width of the caret in points: thin enough to stand between letters, thick enough to find.
const CARET_WIDTH: f32 = 2.0;
/// Tries to paint all glyphs of a page from one texture: each further one follows a texture that was begun anew in between.
const TRIES: usize = 4;

/// Buffers and places kept from frame to frame.
#[derive(Default)]
pub struct Brushes {
    glyphs: Arc<Mesh>,
    /// Brackets of the last frame, for clicks on them.
    pub brackets: Vec<(Rect, AnnotationId)>,
    /// Arcs of the last frame, for the pointer.
    pub arcs: Vec<DrawnArc>,
    /// Hits on the screen, and whether each is the current one.
    pub hits: Vec<(Rect, bool)>,
    /// The thumb of the scroll bar and its colour.
    pub bar: Option<(Rect, Color32)>,
}

impl TextView {
    /// Paints the page.
    pub(super) fn paint(&mut self, ui: &Ui, sheet: &mut Sheet, turn: &mut Turn<'_>) -> FrameStats {
        let painter = ui.painter().with_clip_rect(turn.geometry.rect.intersect(ui.clip_rect()));
        painter.rect_filled(turn.geometry.rect, CornerRadius::ZERO, turn.cx.theme.page);
        if sheet.blocks.len() == 0 {
            let font = FontId::new(turn.geometry.metrics.size * 0.8, FontFamily::Proportional);
            painter.text(turn.geometry.rect.center(), Align2::CENTER_CENTER, "This document has no text", font, turn.cx.theme.muted);
        }
        self.paint_fills(&painter, sheet, turn);
        let hits_painted = self.find_visible_hits(sheet, turn);
        self.paint_hit_grounds(&painter, turn);
        self.paint_selection(&painter, sheet, turn);
        self.paint_hit_outlines(&painter, turn);
        self.paint_text(ui, &painter, sheet, turn);
        let annotations_painted = self.paint_marks(&painter, sheet, turn);
        for placed in &self.placed {
            if let Some(block) = sheet.blocks.get(placed.block) {
                paint_margin(&painter, turn, placed, block, sheet);
                paint_oddities(&painter, turn, placed, block, sheet);
            }
        }
        self.paint_arcs(&painter, sheet, turn);
        self.paint_numbers(&painter, sheet, turn);
        self.paint_handles(&painter, sheet, turn);
        self.paint_caret(&painter, sheet, turn);
        self.paint_minimap(&painter, sheet, turn);
        self.paint_bar(&painter);
        if turn.has_focus {
            let stroke = Stroke::new(1.5, turn.cx.theme.focus.gamma_multiply(0.7));
            painter.rect_stroke(turn.geometry.rect, CornerRadius::ZERO, stroke, StrokeKind::Inside);
        }
        FrameStats {
            blocks_laid_out: sheet.laid_out(),
            blocks_visible: self.placed.len(),
            annotations_painted,
            hits_painted,
            minimap_rows: self.map.work.rows,
            minimap_looks: self.map.work.looks,
        }
    }

    /// Calls `each` with the place on the screen of every stretch of `span` that can be seen.
    pub(super) fn for_each_rect(&self, sheet: &Sheet, turn: &Turn<'_>, span: Span, mut each: impl FnMut(Rect)) {
        for placed in &self.placed {
            let Some(block) = sheet.blocks.get(placed.block) else { continue };
            let Some(part) = Span::new(block.start as usize, block.end as usize).ok().and_then(|b| b.intersection(span)) else { continue };
            let Some(layout) = sheet.made(placed.block) else { continue };
            let origin = turn.geometry.origin(placed, block).to_vec2();
            let local = part.start() - block.start as usize..part.end() - block.start as usize;
            layout.for_each_rect(&local, |rect, _| each(rect.translate(origin)));
        }
    }

    fn paint_selection(&self, painter: &Painter, sheet: &Sheet, turn: &Turn<'_>) {
        let Some(span) = turn.selected_span() else { return };
        let colour = if turn.has_focus { turn.cx.theme.selection } else { turn.cx.theme.selection_idle };
        self.for_each_rect(sheet, turn, span, |rect| {
            painter.rect_filled(rect.expand2(vec2(0.5, 1.0)), CornerRadius::same(2), colour);
        });
    }

    fn paint_text(&mut self, ui: &Ui, painter: &Painter, sheet: &mut Sheet, turn: &mut Turn<'_>) {
        let ctx = ui.ctx().clone();
        for _ in 0..TRIES {
            let before = turn.fonts.atlas.generation();
            // The last frame's shapes are gone by now, so the buffer is ours again.
            let mesh = Arc::make_mut(&mut self.brushes.glyphs);
            mesh.clear();
            for placed in &self.placed {
                let Some(block) = sheet.blocks.get(placed.block).copied() else { continue };
                let origin = turn.geometry.origin(placed, &block).to_vec2();
                let Some((layout, words)) = sheet.made_mut(placed.block) else { continue };
                for quad in layout.quads(&ctx, words, &mut turn.fonts) {
                    let colour = if quad.coloured { Color32::WHITE } else { ink(turn, quad.ink) };
                    mesh.add_rect_with_uv(quad.rect.translate(origin), quad.uv, colour);
                }
            }
            if turn.fonts.atlas.generation() == before {
                break;
            }
        }
        if let Some(texture) = turn.fonts.atlas.texture() {
            Arc::make_mut(&mut self.brushes.glyphs).texture_id = texture;
            painter.add(Shape::mesh(Arc::clone(&self.brushes.glyphs)));
        }
    }

    fn paint_caret(&self, painter: &Painter, sheet: &Sheet, turn: &Turn<'_>) {
        let Some(selection) = turn.selection.filter(|_| turn.has_focus) else { return };
        let Some(rect) = self.caret_rect(sheet, turn, selection.focus, self.caret.affinity) else { return };
        let rect = Rect::from_min_size(pos2((rect.left() - CARET_WIDTH / 2.0).round(), rect.top()), vec2(CARET_WIDTH, rect.height()));
        painter.rect_filled(rect, CornerRadius::ZERO, turn.cx.theme.caret);
    }

    /// The knobs at the borders of the selected annotation, by which it is resized.
    fn paint_handles(&self, painter: &Painter, sheet: &Sheet, turn: &Turn<'_>) {
        let Some(annotation) = turn.cx.selected.and_then(|id| turn.cx.project.annotations().get(id)) else { return };
        let Some(style) = self.styles.get_or_neutral(&annotation.code) else { return };
        if annotation.document != turn.cx.document.id {
            return;
        }
        let knob = |offset: usize, affinity: Affinity| {
            let Some(rect) = self.caret_rect(sheet, turn, offset, affinity) else { return };
            let stroke = Stroke::new(1.5, style.color.text);
            painter.line_segment([rect.center_top(), rect.center_bottom()], stroke);
            painter.circle(rect.center_bottom(), 3.5, turn.cx.theme.page, stroke);
        };
        if let Some(preview) = turn.preview {
            knob(preview.start(), Affinity::Downstream);
            knob(preview.end(), Affinity::Upstream);
            return;
        }
        for place in annotation.target.places() {
            knob(place.span.start(), Affinity::Downstream);
            knob(place.span.end(), Affinity::Upstream);
        }
    }
}

fn ink(turn: &Turn<'_>, ink: Ink) -> Color32 {
    match ink {
        Ink::Text => turn.cx.theme.text,
        Ink::Link => turn.cx.theme.accent,
    }
}

/// List marker and the rule beside a quote.
fn paint_margin(painter: &Painter, turn: &Turn<'_>, placed: &Placed, block: &Block, sheet: &Sheet) {
    let Some(layout) = sheet.made(placed.block) else { return };
    let origin = turn.geometry.origin(placed, block);
    let size = sheet.metrics.size;
    // Half the height of small letters above the base line is the middle of a line to the eye.
    let middle = origin.y + layout.baseline(0) - 0.26 * size;
    match block.kind {
        BlockKind::Item(_, number) if block.opens_item => {
            let at = pos2(origin.x - 0.5 * size, middle);
            let font = FontId::new(size * 0.9, FontFamily::Proportional);
            let marker = number.map_or_else(|| "•".to_owned(), |n| format!("{n}."));
            painter.text(at, Align2::RIGHT_CENTER, marker, font, turn.cx.theme.text);
        }
        BlockKind::Quote(_) => {
            let x = origin.x - 0.75 * size;
            let (top, bottom) = (origin.y + layout.line_box(0).0, origin.y + layout.line_box(layout.lines().saturating_sub(1)).1);
            painter.vline(x, top..=bottom, Stroke::new(3.0, turn.cx.theme.border));
        }
        BlockKind::Item(..) | BlockKind::Body | BlockKind::Heading(_) => {}
    }
}

/// What a reader must not miss: struck out words, characters without a glyph, invisible ones.
fn paint_oddities(painter: &Painter, turn: &Turn<'_>, placed: &Placed, block: &Block, sheet: &Sheet) {
    let Some(layout) = sheet.made(placed.block) else { return };
    let origin = turn.geometry.origin(placed, block).to_vec2();
    for strike in layout.strikes() {
        painter.rect_filled(strike.translate(origin), CornerRadius::ZERO, turn.cx.theme.text);
    }
    for missing in layout.missing() {
        paint_missing(painter, missing.rect.translate(origin), missing.character, turn.cx.theme.muted);
    }
    let mut last = Rect::NOTHING;
    for hidden in &layout.hidden {
        let caret = layout.caret(hidden.offset, Affinity::Downstream).translate(origin);
        last = paint_hidden(painter, caret, hidden.name, last, [turn.cx.theme.error, turn.cx.theme.page]);
    }
}

/// A box with the code point in it, in two rows.
fn paint_missing(painter: &Painter, rect: Rect, character: char, colour: Color32) {
    let rect = rect.shrink2(Vec2::splat(1.0));
    painter.rect_stroke(rect, CornerRadius::same(1), Stroke::new(1.0, colour), StrokeKind::Inside);
    let code = format!("{:04X}", u32::from(character));
    let (upper, lower) = code.split_at(code.len() / 2);
    let font = FontId::new((rect.height() * 0.36).min(rect.width() * 0.62).max(3.0), FontFamily::Proportional);
    let row = |y: f32, text: &str| {
        painter.text(pos2(rect.center().x, y), Align2::CENTER_CENTER, text, font.clone(), colour);
    };
    row(rect.top() + rect.height() * 0.28, upper);
    row(rect.top() + rect.height() * 0.72, lower);
}

/// A small flag on a thin pole where an invisible character stands, beside the flag before it; says where the flag is.
fn paint_hidden(painter: &Painter, caret: Rect, name: &str, last: Rect, [colour, page]: [Color32; 2]) -> Rect {
    painter.line_segment([caret.center_top(), caret.center_bottom()], Stroke::new(1.0, colour));
    let font = FontId::new((caret.height() * 0.30).max(6.0), FontFamily::Proportional);
    let galley = painter.layout_no_wrap(name.to_owned(), font, page);
    let mut left_top: Pos2 = caret.center_top() - vec2(0.0, galley.size().y * 0.6);
    let mut flag = Rect::from_min_size(left_top, galley.size() + vec2(4.0, 0.0));
    if flag.intersects(last) {
        left_top.x = last.right() + 1.0;
        flag = Rect::from_min_size(left_top, flag.size());
    }
    painter.rect_filled(flag, CornerRadius::same(2), colour);
    painter.galley(left_top + vec2(2.0, 0.0), galley, page);
    flag
}
