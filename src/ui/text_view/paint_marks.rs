//! Annotations on the page: fills behind words, lines in lanes below them, labels, brackets in the margin.

use egui::{Align2, Color32, CornerRadius, FontFamily, FontId, Mesh, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::api::Density;
use super::marks::{BlockMarks, LABEL_GAP, LANES, Mark, ROOMY_LANES, Segment};
use super::sheet::Sheet;
use super::{TextView, Turn};
use crate::model::{Annotation, AnnotationId, Value};
use crate::ui::theme::LineStyle;

/// Thickness of lines in points.
const LINE: f32 = 2.0;
const LINE_QUIET: f32 = 1.5;
const LINE_SELECTED: f32 = 3.2;
const LINE_JOINT: f32 = 1.0;
/// Size of labels in points: capitals of this size fit between two lanes.
const LABEL_SIZE: f32 = 8.0;
/// Brackets: distance from the column, distance from each other, and how many lie beside each other, in points.
const BRACKET_GAP: f32 = 11.0;
const BRACKET_STEP: f32 = 5.0;
const BRACKET_LANES: usize = 4;
/// Alpha of what other coders or programs put there.
const LIGHT: f32 = 0.55;

/// A bracket being gathered over several blocks.
struct Bracket {
    id: AnnotationId,
    top: f32,
    bottom: f32,
    colour: Color32,
    style: LineStyle,
    thick: bool,
}

impl TextView {
    /// Fills behind the words of the selected annotation, of its relatives, and of what is under the pointer.
    pub(super) fn paint_fills(&self, painter: &Painter, sheet: &Sheet, turn: &Turn<'_>) {
        let selected = turn.cx.selected.and_then(|id| turn.cx.project.annotations().get(id));
        if selected.is_none() && turn.hovered.is_none() {
            return;
        }
        let fill = |mark: &Mark, origin: Pos2| {
            let is_selected = selected.is_some_and(|s| s.id == mark.annotation.id);
            if is_selected && turn.preview.is_some() {
                return;
            }
            let related = || selected.is_some_and(|s| are_related(s, &mark.annotation));
            let colour = match () {
                () if is_selected => mark.style.color.fill,
                () if turn.hovered.as_ref() == Some(&mark.annotation.id) || related() => mark.style.color.faint,
                () => return,
            };
            for segment in mark.segments.iter().filter(|s| !s.joint) {
                let rect = segment.rect.translate(origin.to_vec2()).expand2(vec2(1.0, 1.0));
                painter.rect_filled(rect, CornerRadius::same(2), colour);
            }
        };
        // The selected one last, so that a faint relative never covers it.
        for pass in [false, true] {
            self.for_each_mark(sheet, turn, |mark, _, origin| {
                if selected.is_some_and(|s| s.id == mark.annotation.id) == pass {
                    fill(mark, origin);
                }
            });
        }
        if let (Some(preview), Some(style)) = (turn.preview, selected.and_then(|s| self.styles.get_or_neutral(&s.code))) {
            self.for_each_rect(sheet, turn, preview, |rect| {
                painter.rect_filled(rect.expand(1.0), CornerRadius::same(2), style.color.fill);
            });
        }
    }

    fn for_each_mark(&self, sheet: &Sheet, turn: &Turn<'_>, mut each: impl FnMut(&Mark, &BlockMarks, Pos2)) {
        for placed in &self.placed {
            let (Some(block), Some(marks)) = (sheet.blocks.get(placed.block), sheet.marks.get(&placed.block)) else { continue };
            let origin = turn.geometry.origin(placed, block);
            for mark in &marks.marks {
                each(mark, marks, origin);
            }
        }
    }

    /// Lines, labels and brackets; says how many annotations there were.
    pub(super) fn paint_marks(&mut self, painter: &Painter, sheet: &Sheet, turn: &Turn<'_>) -> usize {
        let mut mesh = Mesh::default();
        let mut brackets: Vec<Bracket> = Vec::new();
        let mut count = 0;
        for placed in &self.placed {
            let (Some(block), Some(marks)) = (sheet.blocks.get(placed.block), sheet.marks.get(&placed.block)) else { continue };
            let Some(layout) = sheet.made(placed.block) else { continue };
            let origin = turn.geometry.origin(placed, block);
            count += marks.marks.len();
            for mark in &marks.marks {
                for segment in &mark.segments {
                    let baseline = origin.y + layout.baseline(segment.line as usize);
                    paint_segment(painter, &mut mesh, turn, mark, marks, segment, pos2(origin.x, baseline));
                }
                gather(&mut brackets, turn, mark, origin);
            }
            for (line, x, more) in &marks.more {
                let y = origin.y + layout.baseline(*line as usize) + turn.geometry.lanes_bottom();
                let font = FontId::new(LABEL_SIZE, FontFamily::Proportional);
                painter.text(pos2(origin.x + x, y), Align2::RIGHT_CENTER, format!("+{more}"), font, turn.cx.theme.muted);
            }
        }
        painter.add(Shape::mesh(mesh));
        self.paint_brackets(painter, turn, brackets);
        count
    }

    fn paint_brackets(&mut self, painter: &Painter, turn: &Turn<'_>, mut brackets: Vec<Bracket>) {
        self.brushes.brackets.clear();
        // The longest lies outermost, so that brackets nest.
        brackets.sort_by(|a, b| (a.bottom - a.top).total_cmp(&(b.bottom - b.top)));
        let mut lanes: Vec<Vec<(f32, f32)>> = Vec::new();
        for bracket in brackets {
            let free = |taken: &Vec<(f32, f32)>| taken.iter().all(|(top, bottom)| bracket.bottom <= *top || *bottom <= bracket.top);
            let lane = lanes.iter().position(free).unwrap_or(lanes.len());
            if lane >= BRACKET_LANES {
                continue;
            }
            if lane == lanes.len() {
                lanes.push(Vec::new());
            }
            lanes[lane].push((bracket.top, bracket.bottom));
            let x = turn.geometry.left - BRACKET_GAP - lane as f32 * BRACKET_STEP;
            let rect = Rect::from_min_max(pos2(x, bracket.top), pos2(x + 3.0, bracket.bottom));
            paint_bracket(painter, rect, &bracket);
            self.brushes.brackets.push((rect, bracket.id));
        }
    }
}

/// Whether two annotations name the same entity or claim.
fn are_related(a: &Annotation, b: &Annotation) -> bool {
    let references = |of: &Annotation| {
        let all = of.attributes.values().filter_map(|v| if let Value::References(r) = v { Some(r.clone()) } else { None });
        all.flatten().collect::<Vec<_>>()
    };
    let theirs = references(b);
    !theirs.is_empty() && references(a).iter().any(|r| theirs.contains(r))
}

fn paint_segment(painter: &Painter, mesh: &mut Mesh, turn: &Turn<'_>, mark: &Mark, marks: &BlockMarks, segment: &Segment, base: Pos2) {
    if !mark.underlined || mark.lane >= LANES {
        return;
    }
    let lanes = marks.lanes.get(segment.line as usize).copied().unwrap_or(0);
    let y = base.y + turn.geometry.lane_y(mark.lane, lanes);
    let (left, right) = (base.x + segment.rect.left(), base.x + segment.rect.right());
    let selected = turn.cx.selected == Some(&mark.annotation.id);
    let lit = turn.hovered.as_ref() == Some(&mark.annotation.id);
    let quiet = turn.cx.visible.density == Density::Quiet || lanes > ROOMY_LANES;
    let thickness = match () {
        () if segment.joint => LINE_JOINT,
        () if selected => LINE_SELECTED,
        () if quiet => LINE_QUIET,
        () if lit => LINE + 0.6,
        () => LINE,
    };
    let fade = if mark.light && !selected && !lit { LIGHT } else { 1.0 };
    let colour = mark.style.color.line.gamma_multiply(fade);
    let style = if segment.joint { LineStyle::Dotted } else { mark.style.line };
    paint_line(painter, mesh, left..=right, y, thickness, colour, style);
    if segment.label {
        let font = FontId::new(LABEL_SIZE, FontFamily::Proportional);
        // The knob of the selected annotation stands in between.
        let gap = if selected { 2.5 * LABEL_GAP } else { LABEL_GAP };
        let at = pos2(right + gap, y - 0.3);
        painter.text(at, Align2::LEFT_CENTER, &mark.style.label, font, mark.style.color.text);
    }
}

fn paint_line(
    painter: &Painter,
    mesh: &mut Mesh,
    x: std::ops::RangeInclusive<f32>,
    y: f32,
    thickness: f32,
    colour: Color32,
    style: LineStyle,
) {
    let (left, right) = (*x.start(), *x.end());
    let (top, bottom) = (y - thickness / 2.0, y + thickness / 2.0);
    let mut pieces = |on: f32, off: f32| {
        let mut at = left;
        while at < right {
            mesh.add_colored_rect(Rect::from_min_max(pos2(at, top), pos2((at + on).min(right), bottom)), colour);
            at += on + off;
        }
    };
    match style {
        LineStyle::Solid => pieces((right - left).max(1.0), 1.0),
        LineStyle::Dashed => pieces(6.0, 2.5),
        LineStyle::Dotted => pieces(thickness, thickness * 1.2),
        LineStyle::Wavy => {
            /// Half a wave, and how far it swings, in points.
            const STEP: f32 = 2.5;
            const SWING: f32 = 1.1;
            let count = ((right - left) / STEP).ceil().max(1.0) as usize;
            let point = |i: usize| {
                let swing = if i.is_multiple_of(2) { SWING } else { -SWING };
                pos2((left + i as f32 * STEP).min(right), y + swing)
            };
            painter.line((0..=count).map(point).collect(), Stroke::new(thickness * 0.8, colour));
        }
    }
}

fn gather(brackets: &mut Vec<Bracket>, turn: &Turn<'_>, mark: &Mark, origin: Pos2) {
    if !mark.bracket {
        return;
    }
    let top = mark.segments.iter().map(|s| s.rect.top()).fold(f32::INFINITY, f32::min) + origin.y;
    let bottom = mark.segments.iter().map(|s| s.rect.bottom()).fold(f32::NEG_INFINITY, f32::max) + origin.y;
    if top > bottom {
        return;
    }
    if let Some(open) = brackets.iter_mut().find(|b| b.id == mark.annotation.id) {
        open.top = open.top.min(top);
        open.bottom = open.bottom.max(bottom);
        return;
    }
    let thick = turn.cx.selected == Some(&mark.annotation.id) || turn.hovered.as_ref() == Some(&mark.annotation.id);
    let fade = if mark.light && !thick { LIGHT } else { 1.0 };
    brackets.push(Bracket {
        id: mark.annotation.id.clone(),
        top,
        bottom,
        colour: mark.style.color.line.gamma_multiply(fade),
        style: mark.style.line,
        thick,
    });
}

/// A square bracket, open to the text, in the line style of its layer.
fn paint_bracket(painter: &Painter, rect: Rect, bracket: &Bracket) {
    let width = if bracket.thick { 2.6 } else { 1.5 };
    let stroke = Stroke::new(width, bracket.colour);
    let corners = [rect.right_top(), rect.left_top(), rect.left_bottom(), rect.right_bottom()];
    match bracket.style {
        LineStyle::Solid | LineStyle::Wavy => {
            painter.line(corners.to_vec(), stroke);
        }
        LineStyle::Dashed => painter.extend(Shape::dashed_line(&corners, stroke, 6.0, 3.0)),
        LineStyle::Dotted => painter.extend(Shape::dashed_line(&corners, stroke, 2.0, 2.0)),
    }
}
