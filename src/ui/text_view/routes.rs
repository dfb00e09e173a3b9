//! The way of an arc over the page: above lines and along the margin, so that it covers no words.

use std::ops::RangeInclusive;

use egui::{Pos2, Rect, Vec2, pos2, vec2};

/// Radius of corners in points: large enough to read as a curve, small enough for neighbouring lines.
const RADIUS: f32 = 9.0;
/// Points on a corner, and on an arc above one line.
const CORNER_STEPS: u8 = 5;
const BOW_STEPS: u8 = 18;
/// Height of an arc above one line as a part of its width, and between which heights in ems.
const BOW: f32 = 0.12;
const BOW_HEIGHTS: RangeInclusive<f32> = 0.25..=0.75;
/// A way touches words at their middle, but no farther from their left end than this, in ems.
const FROM_START: f32 = 2.2;
/// Two boxes whose tops differ by less stand on one line, in points.
const SAME_LINE: f32 = 1.0;

/// What a way leads along.
#[derive(Debug, Clone, Copy)]
pub struct Course {
    /// The x in the margin at which lines are changed.
    pub rail: f32,
    /// Size of the text in points.
    pub em: f32,
}

impl Course {
    /// Just above the capitals of words in this box: where ways begin and end.
    fn touch(self, words: Rect) -> Pos2 {
        // Near the beginning: the middle of a whole line says nothing.
        pos2(words.left() + (words.width() / 2.0).min(FROM_START * self.em), words.top() + 0.2 * self.em)
    }

    /// Between the lines, above words in this box.
    fn above(self, words: Rect) -> f32 {
        words.top() - 0.04 * self.em
    }

    /// From words to words: a bow above one line, else along the margin.
    pub fn between(self, from: Rect, to: Rect) -> Vec<Pos2> {
        let (start, end) = (self.touch(from), self.touch(to));
        if (from.top() - to.top()).abs() < SAME_LINE {
            return bow(start, end, self.em);
        }
        let (leave, arrive) = (self.above(from), self.above(to));
        let corners = [start, pos2(start.x, leave), pos2(self.rail, leave), pos2(self.rail, arrive), pos2(end.x, arrive), end];
        rounded(&corners)
    }

    /// From words along the margin to a height: the upper or lower edge of the page.
    pub fn to_edge(self, from: Rect, y: f32) -> Vec<Pos2> {
        let (start, leave) = (self.touch(from), self.above(from));
        rounded(&[start, pos2(start.x, leave), pos2(self.rail, leave), pos2(self.rail, y)])
    }

    /// From words into the margin and out of the document.
    pub fn out(self, from: Rect) -> Vec<Pos2> {
        let (start, leave) = (self.touch(from), self.above(from));
        rounded(&[start, pos2(start.x, leave), pos2(self.rail + self.em, leave)])
    }
}

fn bow(start: Pos2, end: Pos2, em: f32) -> Vec<Pos2> {
    let height = ((end.x - start.x).abs() * BOW).clamp(BOW_HEIGHTS.start() * em, BOW_HEIGHTS.end() * em);
    let (first, second) = (start.lerp(end, 0.15) - vec2(0.0, height * 1.33), start.lerp(end, 0.85) - vec2(0.0, height * 1.33));
    let point = |step: u8| {
        let t = f32::from(step) / f32::from(BOW_STEPS);
        let (a, b, c) = (start.lerp(first, t), first.lerp(second, t), second.lerp(end, t));
        a.lerp(b, t).lerp(b.lerp(c, t), t)
    };
    (0..=BOW_STEPS).map(point).collect()
}

/// Cuts the corners of a way round.
fn rounded(corners: &[Pos2]) -> Vec<Pos2> {
    let mut points: Vec<Pos2> = corners.first().copied().into_iter().collect();
    for three in corners.windows(3) {
        let &[before, corner, after] = three else { continue };
        let radius = RADIUS.min(before.distance(corner) / 2.0).min(corner.distance(after) / 2.0);
        let (enter, leave) = (toward(corner, before, radius), toward(corner, after, radius));
        for step in 0..=CORNER_STEPS {
            let t = f32::from(step) / f32::from(CORNER_STEPS);
            points.push(enter.lerp(corner, t).lerp(corner.lerp(leave, t), t));
        }
    }
    points.extend(corners.last());
    points
}

fn toward(from: Pos2, to: Pos2, distance: f32) -> Pos2 {
    from + (to - from).normalized() * distance
}

/// The three corners of an arrow head whose point is the last of a way.
pub fn arrow_head(points: &[Pos2], length: f32) -> Option<[Pos2; 3]> {
    let tip = *points.last()?;
    let back = points.iter().rev().find(|p| p.distance(tip) > 0.5)?;
    let along: Vec2 = (tip - *back).normalized() * length;
    let across = along.rot90() * 0.45;
    Some([tip, tip - along + across, tip - along - across])
}

/// How far a point lies from a way.
pub fn distance(points: &[Pos2], from: Pos2) -> f32 {
    let to_piece = |pair: &[Pos2]| {
        let &[a, b] = pair else { return f32::INFINITY };
        let (along, to) = (b - a, from - a);
        let t = if along.length_sq() > 0.0 { (to.dot(along) / along.length_sq()).clamp(0.0, 1.0) } else { 0.0 };
        (a + along * t).distance(from)
    };
    points.windows(2).map(to_piece).fold(f32::INFINITY, f32::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COURSE: Course = Course { rail: 600.0, em: 18.0 };

    fn words(left: f32, top: f32) -> Rect {
        Rect::from_min_size(pos2(left, top), vec2(80.0, 22.0))
    }

    #[test]
    fn a_way_between_lines_goes_by_the_margin_and_crosses_no_line_of_letters() {
        let (from, to) = (words(100.0, 50.0), words(300.0, 218.0));
        let way = COURSE.between(from, to);
        assert!(way.iter().any(|p| (p.x - 600.0).abs() < 0.1));
        let between = way.iter().filter(|p| p.y > 60.0 && p.y < 200.0);
        assert!(between.into_iter().all(|p| p.x > 590.0));
        assert!(from.x_range().contains(way[0].x) && to.x_range().contains(way[way.len() - 1].x));
    }

    #[test]
    fn a_way_on_one_line_stays_above_its_letters() {
        let way = COURSE.between(words(100.0, 50.0), words(400.0, 50.0));
        assert!(way.iter().all(|p| p.y <= 50.0 + 0.2 * 18.0 + 0.01));
        assert!(way.iter().all(|p| (100.0..=480.0).contains(&p.x)));
    }

    #[test]
    fn an_arrow_points_where_the_way_leads() {
        let head = arrow_head(&COURSE.to_edge(words(100.0, 50.0), 400.0), 6.0).unwrap();
        assert!((head[0].y - 400.0).abs() < 0.1 && head[1].y < 400.0 && head[2].y < 400.0);
        assert_eq!(arrow_head(&[], 6.0), None);
    }

    #[test]
    fn the_distance_of_a_point_is_that_to_the_nearest_piece() {
        let way = [pos2(0.0, 0.0), pos2(10.0, 0.0), pos2(10.0, 10.0)];
        assert!((distance(&way, pos2(5.0, 3.0)) - 3.0).abs() < 1e-4);
        assert!((distance(&way, pos2(14.0, 13.0)) - 5.0).abs() < 1e-4);
    }
}
