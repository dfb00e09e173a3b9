//! Links as arcs between the words they join; an end that cannot be seen is a stub at the page's edge.

use std::collections::BTreeSet;

use egui::{Align2, Color32, FontFamily, FontId, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::api::{Arcs, Density};
use super::bar::BAR_WIDTH;
use super::marks::label_size;
use super::routes::{self, Course};
use super::sheet::Sheet;
use super::{TextView, Turn};
use crate::model::{Annotation, AnnotationId, Link, LinkId};

/// Arcs drawn at once; of more nobody can follow one.
const MOST: usize = 200;
/// Links looked at for them, so that a hub of a hundred thousand links costs no more than a page of them.
const MOST_LOOKED_AT: usize = 2000;
/// Distance of the first rail from the column and of rails from each other, in points; and how many there are.
const RAIL: (f32, f32) = (9.0, 4.0);
const RAILS: usize = 4;
/// Thickness in points, at rest and lit.
const STROKES: (f32, f32) = (1.2, 2.2);
/// Length of an arrow head in points.
const HEAD: f32 = 6.5;
/// How near the pointer must be, in points.
const REACH: f32 = 2.6;
/// Distance of stubs from the page's edge in points.
const EDGE: f32 = 5.0;

/// An arc of the last frame, for the pointer and screen readers.
#[derive(Debug, Clone)]
pub struct DrawnArc {
    /// The link.
    pub link: LinkId,
    points: Vec<Pos2>,
    /// Where it starts and where it leads, and where that can be seen.
    ends: [(AnnotationId, Option<Pos2>); 2],
}

impl DrawnArc {
    /// The end that is out of sight, or else farther from a point: where a click leads.
    pub fn far_end(&self, from: Pos2) -> &AnnotationId {
        let [(first, at_first), (second, at_second)] = &self.ends;
        match (at_first, at_second) {
            (None, _) => first,
            (_, None) => second,
            (Some(a), Some(b)) => {
                if a.distance(from) > b.distance(from) {
                    first
                } else {
                    second
                }
            }
        }
    }

    /// A box around all of it.
    pub fn bounds(&self) -> Rect {
        Rect::from_points(&self.points)
    }
}

/// Where an end of a link is, seen from the page.
#[derive(Debug, Clone, Copy)]
enum End {
    Seen(Rect),
    Above,
    Below,
    /// In another document, or on this one as a whole.
    Elsewhere,
}

impl TextView {
    /// The arc under a point.
    pub(super) fn arc_at(&self, point: Pos2) -> Option<&DrawnArc> {
        let near = self.brushes.arcs.iter().map(|arc| (routes::distance(&arc.points, point), arc));
        near.filter(|(distance, _)| *distance <= REACH).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, arc)| arc)
    }

    /// Paints the arcs that are wanted, as far as one of their ends can be seen.
    pub(super) fn paint_arcs(&mut self, painter: &Painter, sheet: &Sheet, turn: &Turn<'_>) {
        self.brushes.arcs.clear();
        let (links, more) = self.wanted_links(sheet, turn);
        let mut drawn = Vec::new();
        let mut names = Vec::new();
        for link in links {
            let Some(arc) = self.route(sheet, turn, link, drawn.len()) else { continue };
            if drawn.len() == MOST {
                break;
            }
            self.paint_arc(painter, turn, link, &arc, &mut names);
            drawn.push(arc);
        }
        self.brushes.arcs = drawn;
        if more > 0 {
            let at = turn.geometry.rect.right_top() + vec2(-turn.geometry.map - BAR_WIDTH - EDGE, EDGE);
            let font = FontId::new(label_size(turn.geometry.metrics.size), FontFamily::Proportional);
            painter.text(at, Align2::RIGHT_TOP, format!("+{}", crate::text::counted(more, "link")), font, turn.cx.theme.muted);
        }
    }

    /// The links to draw, each once, and how many there are beyond the most that are drawn.
    fn wanted_links<'a>(&self, sheet: &Sheet, turn: &Turn<'a>) -> (Vec<&'a Link>, usize) {
        let project = turn.cx.project;
        let mut of: Vec<&AnnotationId> = Vec::new();
        match turn.cx.visible.arcs {
            _ if turn.cx.visible.density == Density::None => {}
            Arcs::None => {}
            Arcs::Selected => of.extend(turn.cx.selected),
            Arcs::All => {
                let shown = self.placed.iter().filter_map(|p| sheet.marks.get(&p.block)).flat_map(|m| &m.marks);
                of.extend(shown.map(|mark| &mark.annotation.id));
            }
        }
        let mut seen = BTreeSet::new();
        let hidden = &turn.cx.visible.hidden_links;
        let links = of.into_iter().flat_map(|id| project.links_of(id)).take(MOST_LOOKED_AT);
        let links: Vec<&Link> = links.map(AsRef::as_ref).filter(|link| !hidden.contains(&link.kind) && seen.insert(&link.id)).collect();
        let more = links.len().saturating_sub(MOST);
        (links, more)
    }

    fn route(&self, sheet: &Sheet, turn: &Turn<'_>, link: &Link, number: usize) -> Option<DrawnArc> {
        let all = turn.cx.project.annotations();
        let (from, to) = (all.get(&link.from)?, all.get(&link.to)?);
        let (start, end) = (self.end_of(sheet, turn, from)?, self.end_of(sheet, turn, to)?);
        let page = turn.geometry.rect;
        let most = page.right() - turn.geometry.map - BAR_WIDTH - 4.0;
        let rail = turn.geometry.right() + RAIL.0 + (number % RAILS) as f32 * RAIL.1;
        let course = Course { rail: rail.min(most), em: turn.geometry.metrics.size };
        let mut points = match (start, end) {
            (End::Seen(a), End::Seen(b)) => course.between(a, b),
            (End::Seen(seen), End::Above) | (End::Above, End::Seen(seen)) => course.to_edge(seen, page.top() + EDGE),
            (End::Seen(seen), End::Below) | (End::Below, End::Seen(seen)) => course.to_edge(seen, page.bottom() - EDGE),
            (End::Seen(seen), End::Elsewhere) | (End::Elsewhere, End::Seen(seen)) => course.out(seen),
            _ => return None,
        };
        if !matches!(start, End::Seen(_)) {
            // Ways are made from what is seen; the arrow follows the link.
            points.reverse();
        }
        let at = |end: End| if let End::Seen(rect) = end { Some(rect.center()) } else { None };
        Some(DrawnArc { link: link.id.clone(), points, ends: [(link.from.clone(), at(start)), (link.to.clone(), at(end))] })
    }

    /// Where an annotation is; `None` where it is left out of what is shown.
    fn end_of(&self, sheet: &Sheet, turn: &Turn<'_>, annotation: &Annotation) -> Option<End> {
        let layer = self.styles.get(&annotation.code).map(|style| &style.layer);
        if annotation.orphan || !turn.cx.visible.shows(annotation, layer) {
            return None;
        }
        if annotation.document != turn.cx.document.id || !annotation.is_on_text() {
            return Some(End::Elsewhere);
        }
        let mut seen = None;
        for place in annotation.target.places() {
            self.for_each_rect(sheet, turn, place.span, |rect| {
                if seen.is_none() && turn.geometry.rect.y_range().contains(rect.center().y) {
                    seen = Some(rect);
                }
            });
        }
        let top = self.placed.first().and_then(|p| sheet.blocks.get(p.block)).map_or(0, |b| b.end as usize);
        Some(match seen {
            Some(rect) => End::Seen(rect),
            None if annotation.start() < top => End::Above,
            None => End::Below,
        })
    }

    fn paint_arc(&self, painter: &Painter, turn: &Turn<'_>, link: &Link, arc: &DrawnArc, names: &mut Vec<f32>) {
        let code = turn.cx.project.annotations().get(&link.from).and_then(|from| self.styles.get_or_neutral(&from.code));
        let colour = code.map_or(turn.cx.theme.muted, |style| style.color.text);
        let lit = turn.hovered_link.as_ref() == Some(&link.id);
        let of_selected = turn.cx.selected.is_some_and(|id| *id == link.from || *id == link.to);
        let stroke = Stroke::new(if lit { STROKES.1 } else { STROKES.0 }, colour);
        painter.add(Shape::line(arc.points.clone(), stroke));
        if let Some(head) = routes::arrow_head(&arc.points, HEAD) {
            painter.add(Shape::convex_polygon(head.to_vec(), colour, Stroke::NONE));
        }
        if let Some(start) = arc.points.first() {
            painter.circle_filled(*start, STROKES.1, colour);
        }
        if lit || of_selected {
            paint_name(painter, turn, link, arc, colour, names);
        }
    }
}

/// The link type's name beside its way in the margin, where there is room for it and no other name.
fn paint_name(painter: &Painter, turn: &Turn<'_>, link: &Link, arc: &DrawnArc, colour: Color32, names: &mut Vec<f32>) {
    let Some(rail) = arc.points.iter().map(|p| p.x).reduce(f32::max).filter(|x| *x > turn.geometry.right()) else { return };
    let beside = arc.points.iter().filter(|p| (p.x - rail).abs() < 1.0).map(|p| p.y);
    let (top, bottom) = beside.fold((f32::INFINITY, f32::NEG_INFINITY), |(top, bottom), y| (top.min(y), bottom.max(y)));
    let font = FontId::new(label_size(turn.geometry.metrics.size) + 1.0, FontFamily::Proportional);
    let galley = painter.layout_no_wrap(link_name(turn, link).to_owned(), font, colour);
    let at = pos2(rail + 5.0, f32::midpoint(top, bottom) - galley.size().y / 2.0);
    let fits = at.x + galley.size().x < turn.geometry.rect.right() - turn.geometry.map - BAR_WIDTH;
    if fits && names.iter().all(|y| (y - at.y).abs() > galley.size().y) {
        names.push(at.y);
        painter.galley(at, galley, colour);
    }
}

fn link_name<'a>(turn: &Turn<'a>, link: &'a Link) -> &'a str {
    turn.cx.project.link_types().get(&link.kind).map_or(link.kind.as_str(), |kind| kind.name.as_str())
}

/// What to say of a link: its type, and the words of both ends; with the document where that is another one.
pub(super) fn words_of(turn: &Turn<'_>, link: &LinkId) -> Option<[String; 3]> {
    let project = turn.cx.project;
    let link = project.links().get(link)?;
    let end = |id: &AnnotationId| {
        let annotation = project.annotations().get(id)?;
        let quote = crate::text::shortened(&annotation.quote(), 90);
        let words = if annotation.is_on_text() { format!("“{quote}”") } else { "the whole document".to_owned() };
        let document = project.documents().get(&annotation.document).filter(|d| d.id != turn.cx.document.id);
        Some(document.map_or_else(|| words.clone(), |d| format!("{words} in {}", d.display_title())))
    };
    Some([link_name(turn, link).to_owned(), end(&link.from)?, end(&link.to)?])
}
