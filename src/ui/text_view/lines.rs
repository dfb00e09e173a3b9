//! Lines under words: the way of the layer, and whose the annotation is.

use std::ops::RangeInclusive;

use egui::{Color32, Mesh, Painter, Rect, Stroke, pos2};

use crate::ui::theme::LineStyle;

/// Thickness of each line of a pair, and half their distance, in points.
const PAIR: (f32, f32) = (0.9, 1.5);
/// Half a wave of a wavy line, and how far it swings, in points.
const WAVE: (f32, f32) = (2.5, 1.1);

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pen {
    /// Once.
    Line(LineStyle),
    /// Twice, thin: another coder's.
    Double(LineStyle),
    /// Long dash and dot, whatever the layer: a suggestion.
    DashDot,
}

/// Paints a level line.
pub fn paint(painter: &Painter, mesh: &mut Mesh, x: RangeInclusive<f32>, y: f32, thickness: f32, colour: Color32, pen: Pen) {
    match pen {
        Pen::Line(style) => single(painter, mesh, x, y, thickness, colour, style),
        Pen::Double(style) => {
            // What is lit or selected is thick in this pair, too.
            let (thin, half) = (PAIR.0 * (thickness / 2.0).max(1.0), PAIR.1);
            single(painter, mesh, x.clone(), y - half, thin, colour, style);
            single(painter, mesh, x, y + half, thin, colour, style);
        }
        Pen::DashDot => pieces(mesh, &x, y, thickness, colour, &[(7.0, 2.5), (thickness, 2.5)]),
    }
}

fn single(painter: &Painter, mesh: &mut Mesh, x: RangeInclusive<f32>, y: f32, thickness: f32, colour: Color32, style: LineStyle) {
    let (left, right) = (*x.start(), *x.end());
    match style {
        LineStyle::Solid => pieces(mesh, &x, y, thickness, colour, &[((right - left).max(1.0), 1.0)]),
        LineStyle::Dashed => pieces(mesh, &x, y, thickness, colour, &[(6.0, 2.5)]),
        LineStyle::Dotted => pieces(mesh, &x, y, thickness, colour, &[(thickness, thickness * 1.2)]),
        LineStyle::Wavy => {
            let (step, swing) = WAVE;
            let count = ((right - left) / step).ceil().max(1.0) as usize;
            let point = |i: usize| {
                let swing = if i.is_multiple_of(2) { swing } else { -swing };
                pos2((left + i as f32 * step).min(right), y + swing)
            };
            painter.line((0..=count).map(point).collect(), Stroke::new(thickness * 0.8, colour));
        }
    }
}

/// A row of dashes, each with the gap behind it, over and over.
fn pieces(mesh: &mut Mesh, x: &RangeInclusive<f32>, y: f32, thickness: f32, colour: Color32, pattern: &[(f32, f32)]) {
    let (top, bottom) = (y - thickness / 2.0, y + thickness / 2.0);
    let mut at = *x.start();
    for (on, off) in pattern.iter().cycle() {
        if at >= *x.end() {
            return;
        }
        mesh.add_colored_rect(Rect::from_min_max(pos2(at, top), pos2((at + on).min(*x.end()), bottom)), colour);
        at += on + off;
    }
}
