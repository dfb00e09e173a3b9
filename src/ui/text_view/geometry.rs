//! Where the page lies in the window: column, margins, lanes.

use egui::{Pos2, Rect, pos2};

use super::api::{Density, PageContext};
use super::layout::Metrics;
use super::marks::ROOMY_LANES;
use super::minimap::MAP_WIDTH;
use super::model::Block;
use super::sheet::{Placed, column_width};

/// Least room left of the column, in points: brackets, then the paragraph number.
const LEFT_MARGIN: f32 = 68.0;
/// Least room right of the column, in points: the last label of a line, then the scroll bar.
const RIGHT_MARGIN: f32 = 44.0;
/// A text of fewer bytes fits into any window, so that no room is kept for its map.
const MAPPED: usize = 1000;
/// A column is never narrower than this, in points.
const LEAST_COLUMN: f32 = 120.0;
/// Room for lanes that is added to the distance of base lines, in ems. It is there whether or not a line has annotations,
/// so that nothing moves when they come and go.
const ROOM_FULL: f32 = 0.38;
const ROOM_QUIET: f32 = 0.08;
/// First lane below the base line, in ems: under the descenders.
const FIRST_LANE: f32 = 0.34;
/// Distance of lanes in ems, with labels and without.
const LANE_FULL: f32 = 0.34;
const LANE_QUIET: f32 = 0.17;

/// The geometry of one frame.
#[derive(Debug, Clone, Copy)]
pub struct Geometry {
    /// The whole page on the screen.
    pub rect: Rect,
    /// Left edge of the column on the screen.
    pub left: f32,
    /// What line breaks depend on.
    pub metrics: Metrics,
    /// Width of the map; 0 when there is none.
    pub map: f32,
    lane: f32,
}

impl Geometry {
    /// Fits the column into the page.
    pub fn of(rect: Rect, cx: &PageContext<'_>, scale: f32) -> Self {
        let size = cx.reading.size.clamp(6.0, 96.0);
        // Whether the text is longer than the window depends on the column's width, so that cannot decide about it.
        let map = if cx.reading.minimap && cx.document.text.len() >= MAPPED { MAP_WIDTH } else { 0.0 };
        let room = (rect.width() - LEFT_MARGIN - RIGHT_MARGIN - map).max(LEAST_COLUMN);
        let snap = |x: f32| (x * scale).round() / scale;
        let column = snap((cx.reading.measure.clamp(20.0, 200.0) * column_width(cx.reading.face) * size).clamp(LEAST_COLUMN, room));
        let left = snap(rect.left() + ((rect.width() - column) / 2.0).max(LEFT_MARGIN));
        let (extra, lane_step) = match cx.visible.density {
            Density::Full => (ROOM_FULL, LANE_FULL),
            Density::Quiet => (ROOM_QUIET, LANE_QUIET),
            Density::None => (0.0, LANE_QUIET),
        };
        let base_distance = snap(size * (cx.reading.leading.clamp(1.0, 4.0) + extra));
        let metrics = Metrics { scale, column, size, line: base_distance, face: cx.reading.face, paragraphs: cx.reading.paragraphs };
        Self { rect, left, metrics, lane: lane_step * size, map }
    }

    /// Right edge of the column on the screen.
    pub fn right(&self) -> f32 {
        self.left + self.metrics.column
    }

    /// Left top of the text of a block on the screen, on a whole pixel.
    pub fn origin(&self, placed: &Placed, block: &Block) -> Pos2 {
        let snap = |x: f32| (x * self.metrics.scale).round() / self.metrics.scale;
        pos2(snap(self.left + self.metrics.indent_of(block.kind)), snap(self.rect.top() + placed.top))
    }

    /// The middle of a lane below a base line, in points; more than three lanes on a line are squeezed.
    pub fn lane_y(&self, lane: u8, lanes: u8) -> f32 {
        let squeeze = if lanes > ROOMY_LANES { f32::from(ROOMY_LANES - 1) / f32::from(lanes - 1) } else { 1.0 };
        FIRST_LANE * self.metrics.size + f32::from(lane) * self.lane * squeeze
    }

    /// The bottom of the room for lanes below a base line, in points.
    pub fn lanes_bottom(&self) -> f32 {
        // Not quite a whole lane below the last one: there the capitals of the next line begin.
        FIRST_LANE * self.metrics.size + (f32::from(ROOMY_LANES) - 0.6) * self.lane
    }
}
