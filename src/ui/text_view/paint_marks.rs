//! Annotations on the page: fills behind words, lines in lanes below them, labels, brackets in the margin.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Align2, Color32, CornerRadius, FontFamily, FontId, Galley, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use super::api::Density;
use super::lines::{self, Pen};
use super::marks::{BlockMarks, Hand, LABEL_GAP, LANES, Label, Mark, ROOMY_LANES, Segment, label_size};
use super::sheet::Sheet;
use super::{TextView, Turn};
use crate::analysis::quotation_chain::QuotationRoles;
use crate::model::{Annotation, AnnotationId, Project, Reference, Value};
use crate::ui::theme::LineStyle;

/// Thickness of lines in points.
const LINE: f32 = 2.0;
const LINE_QUIET: f32 = 1.5;
const LINE_SELECTED: f32 = 3.2;
const LINE_JOINT: f32 = 1.0;
/// Brackets: distance from the column, distance from each other, and how many lie beside each other, in points.
const BRACKET_GAP: f32 = 11.0;
const BRACKET_STEP: f32 = 5.0;
const BRACKET_LANES: usize = 4;
/// Links of the selected annotation that are followed for its relatives.
const MOST_RELATIVES: usize = 500;

/// A bracket being gathered over several blocks.
struct Bracket {
    id: AnnotationId,
    top: f32,
    bottom: f32,
    colour: Color32,
    pen: Pen,
    thick: bool,
}

impl TextView {
    /// Fills behind the words of the selected annotation, of its relatives, and of what is under the pointer.
    pub(super) fn paint_fills(&self, painter: &Painter, sheet: &Sheet, turn: &Turn<'_>) {
        let selected = turn.cx.selected.and_then(|id| turn.cx.project.annotations().get(id));
        if selected.is_none() && turn.hovered.is_none() {
            return;
        }
        let relatives = selected.map(|s| Relatives::of(turn.cx.project, s)).unwrap_or_default();
        let fill = |mark: &Mark, origin: Pos2| {
            let is_selected = selected.is_some_and(|s| s.id == mark.annotation.id);
            if is_selected && turn.preview.is_some() {
                return;
            }
            let colour = match () {
                () if is_selected => mark.style.color.fill,
                () if turn.hovered.as_ref() == Some(&mark.annotation.id) || relatives.have(&mark.annotation) => mark.style.color.faint,
                () => return,
            };
            for segment in mark.segments.iter().filter(|s| !s.joint) {
                let rect = segment.rect.translate(origin.to_vec2()).expand2(vec2(1.0, 1.0));
                painter.rect_filled(rect, CornerRadius::same(2), colour);
                if is_selected {
                    // A second sign beside the ground: no other annotation has a frame.
                    painter.rect_stroke(rect, CornerRadius::same(2), Stroke::new(1.0, mark.style.color.line), StrokeKind::Outside);
                }
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
        let mut strokes = Strokes { painter, mesh: Mesh::default(), asked: Vec::new() };
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
                    paint_segment(&mut strokes, turn, mark, marks, segment, pos2(origin.x, baseline));
                }
                gather(&mut brackets, turn, mark, origin);
            }
            for (line, x, more) in &marks.more {
                // Beside the lanes and in their middle: below them it would stand on the next line's letters.
                let lanes = turn.geometry.lane_y(0, LANES) + turn.geometry.lane_y(LANES - 1, LANES);
                let y = origin.y + layout.baseline(*line as usize) + lanes / 2.0;
                let (gap, side) = if marks.rtl { (-LABEL_GAP, Align2::RIGHT_CENTER) } else { (LABEL_GAP, Align2::LEFT_CENTER) };
                let font = FontId::new(label_size(turn.geometry.metrics.size), FontFamily::Proportional);
                painter.text(pos2(origin.x + x + gap, y), side, format!("+{more}"), font, turn.cx.theme.muted);
            }
        }
        let Strokes { mesh, asked, .. } = strokes;
        painter.add(Shape::mesh(mesh));
        for label in asked {
            label.paint(painter, turn.cx.theme.page);
        }
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

/// What makes an annotation a relative of the selected one: the same entity or claim, or a link between the two.
#[derive(Default)]
struct Relatives<'a> {
    references: Vec<&'a Reference>,
    linked: BTreeSet<&'a AnnotationId>,
}

impl<'a> Relatives<'a> {
    fn of(project: &'a Project, selected: &'a Annotation) -> Self {
        // A hub of a thousand links lights what is near its first ones; a frame must stay a frame.
        let links = project.links_of(&selected.id).take(MOST_RELATIVES);
        let mut linked: BTreeSet<_> = links.flat_map(|link| [&link.from, &link.to]).filter(|id| **id != selected.id).collect();
        // A quotation is a unit: its source lights the cue as well, though no link joins the two.
        if let Some(roles) = QuotationRoles::of(project) {
            linked.extend(roles.relatives(project, selected));
        }
        Self { references: references(selected).collect(), linked }
    }

    fn have(&self, other: &Annotation) -> bool {
        self.linked.contains(&other.id) || references(other).any(|r| self.references.contains(&r))
    }
}

fn references(of: &Annotation) -> impl Iterator<Item = &Reference> {
    of.attributes.values().flat_map(|value| match value {
        Value::References(all) => all.as_slice(),
        _ => &[],
    })
}

/// Where the pieces of the marks of a page go.
struct Strokes<'a> {
    painter: &'a Painter,
    mesh: Mesh,
    asked: Vec<Asked>,
}

fn paint_segment(strokes: &mut Strokes<'_>, turn: &Turn<'_>, mark: &Mark, marks: &BlockMarks, segment: &Segment, base: Pos2) {
    let Strokes { painter, mesh, asked } = strokes;
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
    let pen = if segment.joint { Pen::Line(LineStyle::Dotted) } else { pen_of(mark) };
    lines::paint(painter, mesh, left..=right, y, thickness, mark.style.color.line, pen);
    let font = || FontId::new(label_size(turn.geometry.metrics.size), FontFamily::Proportional);
    // The knob of the selected annotation stands in between.
    let gap = if selected { 2.5 * LABEL_GAP } else { LABEL_GAP };
    let (at, side) =
        if marks.rtl { (pos2(left - gap, y - 0.3), Align2::RIGHT_CENTER) } else { (pos2(right + gap, y - 0.3), Align2::LEFT_CENTER) };
    match segment.label {
        Label::Shown => drop(painter.text(at, side, &mark.label, font(), mark.style.color.text)),
        Label::OnDemand if selected || lit => {
            asked.push(Asked { at, side, galley: painter.layout_no_wrap(mark.label.clone(), font(), mark.style.color.text) });
        }
        Label::OnDemand | Label::None => {}
    }
}

/// A label that is shown for as long as its annotation is selected or under the pointer; painted last, on a ground of its own.
struct Asked {
    at: Pos2,
    side: Align2,
    galley: Arc<Galley>,
}

impl Asked {
    fn paint(self, painter: &Painter, ground: Color32) {
        let rect = self.side.anchor_size(self.at, self.galley.size());
        painter.rect_filled(rect.expand2(vec2(2.0, -1.0)), CornerRadius::same(2), ground);
        painter.galley(rect.min, self.galley, ground);
    }
}

/// How the line of an annotation is drawn: its layer's way, twice for another coder's, and in a way of its own for a suggestion.
fn pen_of(mark: &Mark) -> Pen {
    match mark.hand {
        Hand::Own => Pen::Line(mark.style.line),
        Hand::Other => Pen::Double(mark.style.line),
        Hand::Suggested => Pen::DashDot,
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
    brackets.push(Bracket { id: mark.annotation.id.clone(), top, bottom, colour: mark.style.color.line, pen: pen_of(mark), thick });
}

/// A square bracket, open to the text, in the line style of its layer.
fn paint_bracket(painter: &Painter, rect: Rect, bracket: &Bracket) {
    let width = if bracket.thick { 2.6 } else { 1.5 };
    let stroke = Stroke::new(width, bracket.colour);
    let corners = [rect.right_top(), rect.left_top(), rect.left_bottom(), rect.right_bottom()];
    match bracket.pen {
        Pen::Line(LineStyle::Solid | LineStyle::Wavy) => drop(painter.line(corners.to_vec(), stroke)),
        Pen::Line(LineStyle::Dashed) => painter.extend(Shape::dashed_line(&corners, stroke, 6.0, 3.0)),
        Pen::Line(LineStyle::Dotted) => painter.extend(Shape::dashed_line(&corners, stroke, 2.0, 2.0)),
        Pen::Double(_) => {
            let thin = Stroke::new(0.8, bracket.colour);
            painter.line(corners.to_vec(), thin);
            painter.vline(rect.left() + 2.0, rect.top()..=rect.bottom(), thin);
        }
        Pen::DashDot => painter.extend(Shape::dashed_line_with_offset(&corners, stroke, &[6.0, 1.5], &[2.5, 2.5], 0.0)),
    }
}
