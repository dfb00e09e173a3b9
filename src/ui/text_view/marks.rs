//! Annotations of one block: which line segments they take, in which lanes, and which get a label.

use std::ops::Range;
use std::sync::Arc;

use egui::Rect;

use super::api::{Density, PageContext};
use super::layout::BlockLayout;
use super::model::Block;
use crate::model::{Annotation, Origin};
use crate::text::Span;
use crate::ui::theme::{CodeStyle, CodeStyles};

/// Lanes that are drawn; deeper ones are counted in a "+n".
pub const LANES: u8 = 6;
/// Lanes that have their full distance; a line with more of them squeezes them.
pub const ROOMY_LANES: u8 = 3;
/// Claims of at least this length (bytes) also get a bracket: cues and sources of a few words do not.
const BRACKET_CLAIM: usize = 60;
/// Annotations of any layer of at least this length (bytes) also get a bracket: some three lines.
const BRACKET_ANY: usize = 240;
/// Annotations longer than this (bytes) have only the bracket: a line under half a book says nothing.
const ONLY_BRACKET: usize = 2000;
/// Width of a letter of a label in points, for finding out whether there is room.
const LABEL_LETTER: f32 = 5.4;
/// Distance of a label from its line's end in points.
pub const LABEL_GAP: f32 = 3.0;
/// How far a label may reach into the right margin, in points.
const LABEL_OVERHANG: f32 = 26.0;

/// A stretch of one line that an annotation takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// The letters' box, in points from the left top of the block's text.
    pub rect: Rect,
    /// The line.
    pub line: u16,
    /// Whether it only joins two parts of a discontinuous annotation.
    pub joint: bool,
    /// Whether the label stands at its end.
    pub label: bool,
}

/// An annotation in one block.
#[derive(Debug, Clone)]
pub struct Mark {
    /// The annotation.
    pub annotation: Arc<Annotation>,
    /// How its code looks.
    pub style: Arc<CodeStyle>,
    /// The parts of it that lie in the block, in bytes of the text.
    pub places: Vec<Range<usize>>,
    /// The bytes of the block that it keeps others from sharing its lane: gaps between its parts included.
    pub reach: Range<usize>,
    /// Where it lies on the lines.
    pub segments: Vec<Segment>,
    /// Its lane under the line, from 0; `LANES` and beyond are not drawn.
    pub lane: u8,
    /// Whether lines are drawn under its words.
    pub underlined: bool,
    /// Whether it has a bracket in the margin.
    pub bracket: bool,
    /// Whether it is another coder's, or only suggested.
    pub light: bool,
    /// Length of the whole annotation (bytes), gaps included.
    pub length: usize,
}

/// All annotations of one block.
#[derive(Debug, Default)]
pub struct BlockMarks {
    /// In page order.
    pub marks: Vec<Mark>,
    /// Lanes in use on each line.
    pub lanes: Vec<u8>,
    /// Annotations on each line that have no lane, and where to say so.
    pub more: Vec<(u16, f32, u16)>,
}

impl BlockMarks {
    /// Works out the annotations of a block.
    pub fn of(cx: &PageContext<'_>, styles: &CodeStyles, block: &Block, layout: &BlockLayout) -> Self {
        let Ok(window) = Span::new(block.start as usize, block.end as usize) else { return Self::default() };
        if cx.visible.density == Density::None {
            return Self::default();
        }
        let found = cx.project.annotations_touching(&cx.document.id, window);
        let mut marks: Vec<Mark> = found.into_iter().filter_map(|a| mark(cx, styles, window, a, layout)).collect();
        give_lanes(&mut marks);
        let mut all = Self { lanes: vec![0; layout.lines()], marks, more: Vec::new() };
        all.count_lanes();
        if cx.visible.density == Density::Full {
            all.give_labels(layout.is_rtl());
        }
        all
    }

    fn count_lanes(&mut self) {
        for mark in self.marks.iter().filter(|m| m.underlined) {
            for segment in &mark.segments {
                let line = segment.line as usize;
                if mark.lane < LANES {
                    if let Some(lanes) = self.lanes.get_mut(line) {
                        *lanes = (*lanes).max(mark.lane + 1);
                    }
                } else if let Some(more) = self.more.iter_mut().find(|m| m.0 == segment.line) {
                    *more = (more.0, more.1.max(segment.rect.right()), more.2 + 1);
                } else {
                    self.more.push((segment.line, segment.rect.right(), 1));
                }
            }
        }
    }

    /// Labels stand behind the last segment, where nothing of the same lane follows too closely and lanes are not squeezed.
    fn give_labels(&mut self, rtl: bool) {
        if rtl {
            // Behind means to the left there; the label would need mirrored room.
            return;
        }
        let right_edge = self.marks.iter().flat_map(|m| &m.segments).map(|s| s.rect.right()).fold(0.0_f32, f32::max) + LABEL_OVERHANG;
        let mut chosen = Vec::new();
        for (at, mark) in self.marks.iter().enumerate() {
            let ends_here = mark.annotation.target.extent().is_some_and(|e| mark.places.last().is_some_and(|p| p.end == e.end()));
            let Some((last, segment)) = mark.segments.iter().enumerate().next_back() else { continue };
            let roomy = self.lanes.get(segment.line as usize).is_some_and(|l| *l <= ROOMY_LANES);
            if !mark.underlined || !ends_here || !roomy || segment.joint {
                continue;
            }
            let from = segment.rect.right();
            let to = from + LABEL_GAP + label_width(&mark.style.label) + LABEL_GAP;
            let in_the_way = |(other, m): (usize, &Mark)| {
                let hits = |s: &Segment| s.line == segment.line && s.rect.left() < to && s.rect.right() > from + 0.5;
                m.lane == mark.lane && m.underlined && other != at && m.segments.iter().any(hits)
            };
            if to <= right_edge && !self.marks.iter().enumerate().any(in_the_way) {
                chosen.push((at, last));
            }
        }
        for (mark, segment) in chosen {
            if let Some(segment) = self.marks.get_mut(mark).and_then(|m| m.segments.get_mut(segment)) {
                segment.label = true;
            }
        }
    }
}

/// Width of a label in points, about.
pub fn label_width(label: &str) -> f32 {
    label.chars().count() as f32 * LABEL_LETTER
}

fn mark(cx: &PageContext<'_>, styles: &CodeStyles, window: Span, a: &Arc<Annotation>, layout: &BlockLayout) -> Option<Mark> {
    let style = styles.get_or_neutral(&a.code)?;
    if a.orphan || !cx.visible.shows(a, Some(&style.layer)) {
        return None;
    }
    let extent = a.target.extent()?;
    let places: Vec<_> = a.target.places().iter().filter_map(|p| p.span.intersection(window)).map(Span::range).collect();
    let reach = extent.intersection(window).filter(|_| !places.is_empty())?.range();
    let mut segments = Vec::new();
    // Where the annotation goes on in another block, the joint reaches to this one's edge.
    if let Some(first) = places.first().filter(|p| extent.start() < window.start() && window.start() < p.start) {
        push_segments(&mut segments, layout, &(window.start()..first.start), window, true);
    }
    for (at, place) in places.iter().enumerate() {
        if let Some(before) = at.checked_sub(1).and_then(|b| places.get(b)) {
            push_segments(&mut segments, layout, &(before.end..place.start), window, true);
        }
        push_segments(&mut segments, layout, place, window, false);
    }
    if let Some(end) = places.last().map(|p| p.end).filter(|end| *end < window.end() && window.end() < extent.end()) {
        push_segments(&mut segments, layout, &(end..window.end()), window, true);
    }
    let underlined = extent.len() <= ONLY_BRACKET;
    let long = extent.len() >= BRACKET_ANY || (style.layer_rank == 1 && extent.len() >= BRACKET_CLAIM);
    Some(Mark {
        annotation: Arc::clone(a),
        places,
        reach,
        segments,
        lane: 0,
        underlined,
        bracket: long && cx.visible.density == Density::Full || !underlined,
        light: a.coder != *cx.coder || matches!(a.origin, Origin::Suggested(_)),
        length: extent.len(),
        style,
    })
}

fn push_segments(segments: &mut Vec<Segment>, layout: &BlockLayout, range: &Range<usize>, window: Span, joint: bool) {
    let local = range.start - window.start()..range.end - window.start();
    layout.for_each_rect(&local, |rect, line| {
        segments.push(Segment { rect, line: u16::try_from(line).unwrap_or(u16::MAX), joint, label: false });
    });
}

/// Gives each annotation the lowest free lane, shortest first: what is nested lies close to its words, what encloses it below.
fn give_lanes(marks: &mut [Mark]) {
    let mut order: Vec<usize> = (0..marks.len()).filter(|i| marks[*i].underlined).collect();
    order.sort_by_key(|i| (marks[*i].length, marks[*i].annotation.start()));
    for (done, &at) in order.iter().enumerate() {
        let own = marks[at].reach.clone();
        let mut taken = 0_u64;
        for &other in &order[..done] {
            let theirs = &marks[other].reach;
            if theirs.start < own.end && own.start < theirs.end {
                taken |= 1 << marks[other].lane.min(63);
            }
        }
        marks[at].lane = taken.trailing_ones().min(63) as u8;
    }
}
