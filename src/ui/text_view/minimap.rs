//! The minimap: the whole text in a narrow strip beside the scroll bar, with what is coded, found and in sight.

use std::sync::Arc;
use std::time::Duration;

use egui::{Color32, CornerRadius, Mesh, Painter, Rect, Response, RichText, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2};

use super::bar::{BAR_WIDTH, Track};
use super::map_rows::{MapRows, MapWork, ROW};
use super::sheet::Sheet;
use super::{TextView, Turn};
use crate::text::Span;
use crate::ui::theme::Theme;
use crate::ui::widgets::shortened;

/// Width of the map in points.
pub const MAP_WIDTH: f32 = 18.0;
/// Width of the tick of something found, at the left edge, in points.
const TICK: f32 = 3.0;
/// Where the first column begins, and how far the columns are apart, in points.
const FIRST_COLUMN: f32 = 4.5;
const COLUMN_STEP: f32 = 4.5;
const COLUMN: f32 = 3.5;
/// The frame around what is in sight is never lower than this, in points.
const LEAST_FRAME: f32 = 8.0;
/// While rows are stale, the next ones follow after this; the page does not need the frames in between.
const NEXT: Duration = Duration::from_millis(33);
/// When no height has been corrected for so long, the rows are worked out for the new ones.
const SETTLED: Duration = Duration::from_millis(400);
/// Width of the tooltip, in points, and length of its words, in characters.
const TOOLTIP_WIDTH: f32 = 260.0;
const TOOLTIP_WORDS: usize = 70;

/// The map of one page.
#[derive(Default)]
pub struct Minimap {
    rows: MapRows,
    /// The rows as they were painted last, and what that was made of.
    mesh: Arc<Mesh>,
    mesh_of: Option<(u64, Rect, Color32)>,
    /// Where it lies; `None` when it is not shown.
    shown: Option<(Track, Rect)>,
    lit: bool,
    /// What it did in this frame.
    pub work: MapWork,
}

impl TextView {
    /// Scrolls by clicking and dragging on the map, and works out some of its rows.
    pub(super) fn minimap(&mut self, ui: &Ui, sheet: &mut Sheet, turn: &mut Turn<'_>) {
        self.map.work = MapWork::default();
        self.map.shown = None;
        if turn.geometry.map <= 0.0 {
            return;
        }
        let Some(track) = Track::of(turn.geometry.rect, sheet.total()) else { return };
        let right = turn.geometry.rect.right() - BAR_WIDTH;
        let rect = Rect::from_min_max(pos2(right - turn.geometry.map, track.rect.top()), pos2(right, track.rect.bottom()));
        let response = ui.interact(rect, turn.id.with("map"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, "Map of the document"));
        if let Some(pointer) = response.interact_pointer_pos()
            && (response.dragged() || response.drag_started() || response.clicked())
        {
            self.go_to(track.sheet(pointer.y) - track.window / 2.0, sheet, turn);
        }
        tell(&response, sheet, &track);
        let in_sight = track.screen(self.top(sheet) + track.window / 2.0);
        let selected = selected_extent(turn).map_or(in_sight, |extent| track.screen(sheet.y_of(extent.start())));
        self.map.work = self.map.rows.update(&turn.cx, &self.styles, sheet, &track, [in_sight, selected]);
        if self.map.rows.is_stale() {
            ui.ctx().request_repaint_after(NEXT);
        } else if self.map.rows.waits() {
            ui.ctx().request_repaint_after(SETTLED);
        }
        self.map.lit = response.hovered() || response.dragged();
        self.map.shown = Some((track, rect));
    }

    /// Paints the map.
    pub(super) fn paint_minimap(&mut self, painter: &Painter, sheet: &Sheet, turn: &Turn<'_>) {
        let Some((track, rect)) = self.map.shown else { return };
        let theme = turn.cx.theme;
        painter.vline(rect.left(), rect.y_range(), Stroke::new(1.0, theme.rule));
        let made_of = (self.map.rows.version, rect, theme.hit_line);
        if self.map.mesh_of != Some(made_of) {
            draw_rows(Arc::make_mut(&mut self.map.mesh), &self.map.rows, rect, theme);
            self.map.mesh_of = Some(made_of);
        }
        painter.add(Shape::mesh(Arc::clone(&self.map.mesh)));
        let top = self.top(sheet);
        let frame = strip(rect, track.screen(top), track.screen(top + track.window));
        let stroke = Stroke::new(1.0, if self.map.lit { theme.text } else { theme.muted });
        painter.rect(frame, CornerRadius::same(2), theme.text.gamma_multiply(0.07), stroke, StrokeKind::Inside);
        if let Some(hit) = turn.cx.hits.current.and_then(|at| turn.cx.hits.spans.get(at)) {
            let y = track.screen(sheet.y_of(hit.start()));
            painter.hline(rect.x_range(), y, Stroke::new(2.0, theme.text));
        }
        if let Some(extent) = selected_extent(turn) {
            let place = strip(rect, track.screen(sheet.y_of(extent.start())), track.screen(sheet.y_of(extent.end())));
            painter.rect_stroke(place, CornerRadius::same(1), Stroke::new(1.5, theme.focus), StrokeKind::Inside);
        }
    }
}

/// A strip over the whole width of the map, high enough to be seen.
fn strip(map: Rect, top: f32, bottom: f32) -> Rect {
    let more = ((LEAST_FRAME - (bottom - top)) / 2.0).max(0.0);
    Rect::from_x_y_ranges(map.x_range(), top - more..=bottom + more).intersect(map.expand(1.0))
}

fn selected_extent(turn: &Turn<'_>) -> Option<Span> {
    let annotation = turn.cx.selected.and_then(|id| turn.cx.project.annotations().get(id))?;
    let here = annotation.document == turn.cx.document.id && !annotation.orphan;
    annotation.target.extent().filter(|_| here)
}

/// The tooltip: which paragraph lies under the pointer, and its words.
fn tell(response: &Response, sheet: &Sheet, track: &Track) {
    let Some(pos) = response.hover_pos() else { return };
    let offset = sheet.offset_at(track.sheet(pos.y).clamp(0.0, sheet.total()));
    let Some(block) = sheet.blocks.get(sheet.blocks.at(offset)) else { return };
    response.clone().on_hover_ui_at_pointer(|ui| {
        ui.set_max_width(TOOLTIP_WIDTH);
        ui.label(RichText::new(format!("Paragraph {}", block.paragraph + 1)).strong());
        ui.label(shortened(sheet.blocks.words(block), TOOLTIP_WORDS));
    });
}

/// Makes the rectangles of all rows; neighbours of one colour become one.
fn draw_rows(mesh: &mut Mesh, rows: &MapRows, map: Rect, theme: &Theme) {
    mesh.clear();
    let rows = rows.rows();
    let top = |row: usize| (map.top() + row as f32 * ROW).min(map.bottom());
    let mut runs = |left: f32, width: f32, colour: &dyn Fn(usize) -> Color32| {
        let mut first = 0;
        while first < rows.len() {
            let shade = colour(first);
            let end = (first..rows.len()).find(|row| colour(*row) != shade).unwrap_or(rows.len());
            if shade != Color32::TRANSPARENT {
                let x = map.left() + left;
                mesh.add_colored_rect(Rect::from_min_max(pos2(x, top(first)), pos2(x + width, top(end))), shade);
            }
            first = end;
        }
    };
    for column in 0..super::map_rows::COLUMNS {
        let shade = |row: usize| rows.get(row).and_then(|r| r.columns.get(column)).copied().unwrap_or_default();
        runs(FIRST_COLUMN + column as f32 * COLUMN_STEP, COLUMN, &shade);
    }
    let tick = |row: usize| if rows.get(row).is_some_and(|r| r.hit) { theme.hit_line } else { Color32::TRANSPARENT };
    runs(0.5, TICK, &tick);
}
