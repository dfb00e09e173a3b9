//! From a point to the place and the annotations under it.

use egui::{Pos2, Rect};
use parley::Affinity;

use super::marks::{LANES, Mark};
use super::sheet::{Placed, Sheet};
use super::{TextView, Turn};
use crate::model::AnnotationId;
use crate::text::segmentation;

/// How near a lane's line the pointer must be, in points.
const LANE_REACH: f32 = 2.6;

impl TextView {
    /// The place in the text nearest to a point, on a grapheme border (bytes).
    pub(super) fn offset_at(&self, sheet: &Sheet, turn: &Turn<'_>, point: Pos2) -> Option<(usize, Affinity)> {
        let y = point.y - turn.geometry.rect.top();
        // Lanes below the last line of a block belong to it, so the gap is split at half a line.
        let reach = turn.geometry.lanes_bottom() * 0.6;
        let placed = self.placed.iter().find(|p| y < p.bottom + reach).or(self.placed.last())?;
        let block = sheet.blocks.get(placed.block)?;
        let layout = sheet.made(placed.block)?;
        let local = point - turn.geometry.origin(placed, block).to_vec2();
        let (found, affinity) = layout.hit(local);
        let offset = segmentation::snap_to_grapheme(sheet.blocks.text(), block.start as usize + found);
        Some((offset.max(block.start as usize), affinity))
    }

    /// The annotations under a point, the best first: one whose line is met, else the smallest.
    pub(super) fn marks_at<'s>(&self, sheet: &'s Sheet, turn: &Turn<'_>, point: Pos2) -> Vec<&'s Mark> {
        let mut found: Vec<(bool, usize, &Mark)> = Vec::new();
        for placed in &self.placed {
            let (Some(block), Some(marks)) = (sheet.blocks.get(placed.block), sheet.marks.get(&placed.block)) else { continue };
            let Some(layout) = sheet.made(placed.block) else { continue };
            let local = point - turn.geometry.origin(placed, block).to_vec2();
            if local.y < -8.0 || local.y > layout.height + turn.geometry.lanes_bottom() {
                continue;
            }
            for mark in &marks.marks {
                let mut inside = false;
                let mut on_line = false;
                for segment in mark.segments.iter().filter(|s| !s.joint) {
                    if !segment.rect.x_range().contains(local.x) {
                        continue;
                    }
                    inside |= segment.rect.y_range().contains(local.y);
                    if mark.underlined && mark.lane < LANES {
                        let lanes = marks.lanes.get(segment.line as usize).copied().unwrap_or(0);
                        let y = layout.baseline(segment.line as usize) + turn.geometry.lane_y(mark.lane, lanes);
                        on_line |= (local.y - y).abs() <= LANE_REACH;
                    }
                }
                if inside || on_line {
                    found.push((!on_line, mark.length, mark));
                }
            }
        }
        found.sort_by_key(|(off_line, length, _)| (*off_line, *length));
        found.into_iter().map(|(_, _, mark)| mark).collect()
    }

    /// The bracket in the margin under a point.
    pub(super) fn bracket_at(&self, point: Pos2) -> Option<AnnotationId> {
        self.brushes.brackets.iter().find(|(rect, _)| rect.expand(2.5).contains(point)).map(|(_, id)| id.clone())
    }

    /// The place of a caret on the screen, where its block is on the screen.
    pub(super) fn caret_rect(&self, sheet: &Sheet, turn: &Turn<'_>, offset: usize, affinity: Affinity) -> Option<Rect> {
        let at = sheet.blocks.at(offset);
        let placed: &Placed = self.placed.iter().find(|p| p.block == at)?;
        let block = sheet.blocks.get(at)?;
        let local = offset.clamp(block.start as usize, block.end as usize) - block.start as usize;
        let origin = turn.geometry.origin(placed, block).to_vec2();
        Some(sheet.made(at)?.caret(local, affinity).translate(origin))
    }

    /// Where the selection ends on the screen (or begins, when its end is out of sight): the letters' box of its last line, for placing a palette under it.
    pub(super) fn selection_rect(&self, sheet: &Sheet, turn: &Turn<'_>) -> Option<Rect> {
        let span = turn.selected_span()?;
        let start = self.caret_rect(sheet, turn, span.start(), Affinity::Downstream);
        // A selection that ends below the window is answered where it begins.
        let Some(end) = self.caret_rect(sheet, turn, span.end(), Affinity::Upstream) else {
            return start.filter(|s| turn.geometry.rect.intersects(*s));
        };
        let left = start.filter(|s| (s.top() - end.top()).abs() < 1.0).map_or(end.left(), |s| s.left().min(end.left()));
        let rect = Rect::from_min_max(egui::pos2(left, end.top()), egui::pos2(end.right().max(left), end.bottom()));
        turn.geometry.rect.intersects(rect).then_some(rect)
    }
}
