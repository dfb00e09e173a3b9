//! A small eye: whether something is shown on the page.

use egui::{Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, vec2};

use super::super::theme::{SIZES, Theme};

/// Width and height of the eye in points.
const SIZE: egui::Vec2 = vec2(15.0, 8.0);

/// What the eye looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eye {
    /// Something is shown.
    Open,
    /// Something is left out: a stroke goes through the eye.
    Shut,
}

/// Paints an eye.
pub fn paint_eye(painter: &Painter, centre: Pos2, eye: Eye, stroke: Stroke) {
    /// Points on a lid.
    const STEPS: u8 = 10;
    let lid = |way: f32| {
        let point = move |step: u8| {
            let t = f32::from(step) / f32::from(STEPS);
            centre + vec2((t - 0.5) * SIZE.x, way * SIZE.y / 2.0 * (std::f32::consts::PI * t).sin())
        };
        (0..=STEPS).map(point).collect::<Vec<_>>()
    };
    painter.add(Shape::line(lid(-1.0), stroke));
    painter.add(Shape::line(lid(1.0), stroke));
    painter.circle_filled(centre, 2.2, stroke.color);
    if eye == Eye::Shut {
        painter.line_segment([centre + vec2(-6.0, 5.5), centre + vec2(6.0, -5.5)], stroke);
    }
}

/// An eye to click on, at a given place.
pub fn eye_at(ui: &Ui, theme: &Theme, id: egui::Id, rect: Rect, eye: Eye, label: &str) -> Response {
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, eye == Eye::Open, label));
    let lit = response.hovered() || response.has_focus();
    if response.has_focus() {
        ui.painter().rect_stroke(rect, SIZES.radius, (1.5, theme.focus), egui::StrokeKind::Inside);
    }
    paint_eye(ui.painter(), rect.center(), eye, Stroke::new(1.3, if lit { theme.text } else { theme.muted }));
    response.on_hover_text(label)
}
