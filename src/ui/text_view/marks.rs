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
/// Width of a letter of a label in ems, for finding out whether there is room.
const LABEL_LETTER: f32 = 0.66;
/// Distance of a label from its line's end in points.
pub const LABEL_GAP: f32 = 3.0;
/// How far a label may reach into the right margin, in points.
const LABEL_OVERHANG: f32 = 26.0;
/// How far a label may reach into the left margin, in points: then come the brackets.
const BRACKET_SIDE: f32 = 6.0;

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
    pub label: Label,
}

/// Whether a segment bears the label of its annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// No: another one does, or the annotation ends elsewhere.
    None,
    /// Only while the annotation is selected or under the pointer: there is no room for it, or it would be too much.
    OnDemand,
    /// Always.
    Shown,
}

/// Whose an annotation is, as far as it is seen in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// That of the coder at work.
    Own,
    /// Another coder's: two thin lines.
    Other,
    /// A program's, accepted by nobody: dashes and dots.
    Suggested,
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
    /// Whose it is.
    pub hand: Hand,
    /// What stands at its end: the code, and whose it is when it is not one's own.
    pub label: String,
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
    /// Whether the block reads from right to left: labels stand at the left then.
    pub rtl: bool,
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
        let mut all = Self { lanes: vec![0; layout.lines()], marks, more: Vec::new(), rtl: layout.is_rtl() };
        all.count_lanes();
        all.give_labels(cx.visible.density, label_size(cx.reading.size));
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
                    more.2 += 1;
                } else {
                    self.more.push((segment.line, 0.0, 1));
                }
            }
        }
        for (line, x, _) in &mut self.more {
            let on_line = self.marks.iter().filter(|m| m.underlined).flat_map(|m| &m.segments).filter(|s| s.line == *line);
            *x = if self.rtl {
                on_line.map(|s| s.rect.left()).fold(f32::INFINITY, f32::min)
            } else {
                on_line.map(|s| s.rect.right()).fold(0.0, f32::max)
            };
        }
    }

    /// Which segment a label belongs to, and whether there is room for it at any time or only when it is asked for.
    fn give_labels(&mut self, density: Density, size: f32) {
        let right_edge = self.segments().map(|s| s.rect.right()).fold(0.0_f32, f32::max) + LABEL_OVERHANG;
        let mut chosen = Vec::new();
        for (at, mark) in self.marks.iter().enumerate() {
            let ends_here = mark.annotation.target.extent().is_some_and(|e| mark.places.last().is_some_and(|p| p.end == e.end()));
            let Some((last, segment)) = self.last_segment(mark) else { continue };
            if !mark.underlined || !ends_here || segment.joint {
                continue;
            }
            let roomy = self.lanes.get(segment.line as usize).is_some_and(|l| *l <= ROOMY_LANES);
            let width = 2.0 * LABEL_GAP + label_width(&mark.label, size);
            let (from, to) = if self.rtl {
                (segment.rect.left() - width, segment.rect.left())
            } else {
                (segment.rect.right(), segment.rect.right() + width)
            };
            let in_the_way = |(other, m): (usize, &Mark)| {
                let hits = |s: &Segment| s.line == segment.line && s.rect.left() < to - 0.5 && s.rect.right() > from + 0.5;
                m.lane == mark.lane && m.underlined && other != at && m.segments.iter().any(hits)
            };
            let fits = if self.rtl { from >= -BRACKET_SIDE } else { to <= right_edge };
            let free = density == Density::Full && roomy && fits && !self.marks.iter().enumerate().any(in_the_way);
            chosen.push((at, last, if free { Label::Shown } else { Label::OnDemand }));
        }
        for (mark, segment, label) in chosen {
            if let Some(segment) = self.marks.get_mut(mark).and_then(|m| m.segments.get_mut(segment)) {
                segment.label = label;
            }
        }
    }

    fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.marks.iter().flat_map(|m| &m.segments)
    }

    /// The segment that an annotation ends with: on its last line, the outermost in reading direction.
    fn last_segment<'m>(&self, mark: &'m Mark) -> Option<(usize, &'m Segment)> {
        let mut all = mark.segments.iter().enumerate();
        if !self.rtl {
            return all.next_back();
        }
        let line = mark.segments.iter().map(|s| s.line).max()?;
        all.filter(|(_, s)| s.line == line).min_by(|(_, a), (_, b)| a.rect.left().total_cmp(&b.rect.left()))
    }
}

/// Size of labels on the page in points, for a text of this size: capitals of it fit between two lanes.
pub fn label_size(text: f32) -> f32 {
    (text * 0.5).clamp(8.0, 16.0)
}

/// Width of a label of this size in points, about.
fn label_width(label: &str, size: f32) -> f32 {
    label.chars().count() as f32 * LABEL_LETTER * size
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
        hand: hand_of(cx, a),
        label: label_of(cx, a, &style.label),
        length: extent.len(),
        style,
    })
}

fn hand_of(cx: &PageContext<'_>, a: &Annotation) -> Hand {
    match a.origin {
        Origin::Suggested(_) => Hand::Suggested,
        _ if a.coder != *cx.coder => Hand::Other,
        _ => Hand::Own,
    }
}

/// `PER`, another coder's `PER·AB`, a suggested `PER?`.
fn label_of(cx: &PageContext<'_>, a: &Annotation, code: &str) -> String {
    let mut label = code.to_owned();
    if a.coder != *cx.coder {
        let name = cx.project.coders().get(&a.coder).map_or(a.coder.as_str(), |c| &c.name);
        label.push('·');
        label.push_str(&initials(name));
    }
    if matches!(a.origin, Origin::Suggested(_)) {
        label.push('?');
    }
    label
}

/// The first letters of the first two words of a name, or the first two letters of its only word.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let letters: String = match words.as_slice() {
        [only] => only.chars().take(2).collect(),
        several => several.iter().take(2).filter_map(|w| w.chars().next()).collect(),
    };
    letters.to_uppercase()
}

fn push_segments(segments: &mut Vec<Segment>, layout: &BlockLayout, range: &Range<usize>, window: Span, joint: bool) {
    let local = range.start - window.start()..range.end - window.start();
    layout.for_each_rect(&local, |rect, line| {
        segments.push(Segment { rect, line: u16::try_from(line).unwrap_or(u16::MAX), joint, label: Label::None });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_first_two_words() {
        assert_eq!(initials("Anna Berg"), "AB");
        assert_eq!(initials("gold"), "GO");
        assert_eq!(initials("Мария Иванова-Петрова"), "МИ");
        assert_eq!(initials("—"), "");
    }
}
