//! Small painted signs: progress, dots, and the line of a code.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2};

use super::super::theme::{CodeStyle, LineStyle, Theme};
use crate::model::ProgressState;

/// Paints how far a coder is: an empty, a half filled or a full circle.
pub fn paint_progress(painter: &Painter, theme: &Theme, centre: Pos2, state: Option<ProgressState>) {
    let radius = 5.0;
    match state {
        None => {
            painter.circle_stroke(centre, radius, Stroke::new(1.2, theme.muted));
        }
        Some(ProgressState::InProgress) => {
            painter.circle_stroke(centre, radius, Stroke::new(1.2, theme.accent));
            painter.add(Shape::convex_polygon(half_disc(centre, radius - 0.4), theme.accent, Stroke::NONE));
        }
        Some(ProgressState::Finished) => {
            painter.circle_filled(centre, radius + 0.5, theme.good);
        }
    }
}

fn half_disc(centre: Pos2, radius: f32) -> Vec<Pos2> {
    // From the top, counter-clockwise over the left side.
    let angle = |step: u8| std::f32::consts::FRAC_PI_2 + std::f32::consts::PI * f32::from(step) / 12.0;
    (0..=12).map(|step| pos2(centre.x + radius * angle(step).cos(), centre.y - radius * angle(step).sin())).collect()
}

/// Paints a round dot.
pub fn paint_dot(painter: &Painter, centre: Pos2, colour: Color32) {
    painter.circle_filled(centre, 3.5, colour);
}

/// Paints a code's swatch: its ground with its line below, as it looks under words.
pub fn paint_swatch(painter: &Painter, rect: Rect, style: &CodeStyle) {
    let ground = Rect::from_min_max(rect.min, pos2(rect.max.x, rect.max.y - 4.0));
    painter.rect_filled(ground, 2.0, style.color.fill);
    let (left, right, y) = (rect.left(), rect.right(), rect.bottom() - 1.0);
    let stroke = Stroke::new(2.0, style.color.line);
    match style.line {
        LineStyle::Solid => drop(painter.line_segment([pos2(left, y), pos2(right, y)], stroke)),
        LineStyle::Dashed => drop(painter.add(Shape::dashed_line(&[pos2(left, y), pos2(right, y)], stroke, 5.0, 3.0))),
        LineStyle::Dotted => drop(painter.add(Shape::dotted_line(&[pos2(left + 1.0, y), pos2(right, y)], style.color.line, 4.0, 1.2))),
        LineStyle::Wavy => {
            let steps = (rect.width() / 2.0) as u16;
            let wave = |step: u16| pos2(left + 2.0 * f32::from(step), y - 0.5 + if step.is_multiple_of(2) { 1.3 } else { -1.3 });
            painter.add(Shape::line((0..=steps).map(wave).collect(), Stroke::new(1.4, style.color.line)));
        }
    }
}
