//! A line of a concordance: the words found with what stands on either side.

use egui::{FontId, Galley, Pos2, Rect, Ui, pos2, vec2};

use super::super::theme::{SIZES, Theme};
use super::semibold;
use crate::analysis::concordance::{context, on_one_line};
use crate::model::Document;
use crate::text::Span;

/// Characters of text on either side of a hit: more than a wide window shows.
const CONTEXT: usize = 90;
/// Characters of a hit that are shown.
const LONGEST_SHOWN: usize = 120;

/// The words of a place with what stands on either side, each on one line.
pub fn words_around(document: &Document, span: Span) -> Option<(String, String, String)> {
    let (left, right) = context(document.text.as_str(), span, CONTEXT)?;
    let matched = document.text.slice(span)?;
    let end = matched.char_indices().nth(LONGEST_SHOWN).map(|(at, _)| at);
    let shown = match end {
        Some(end) => format!("{}…", matched.get(..end)?),
        None => matched.to_owned(),
    };
    Some((left, on_one_line(&shown), right))
}

/// Paints a line of a concordance; the words found begin `indent` points behind its left edge.
pub fn paint_occurrence(ui: &Ui, theme: &Theme, rect: Rect, indent: f32, [left, matched, right]: [&str; 3]) {
    let painter = ui.painter().with_clip_rect(rect.shrink2(vec2(6.0, 0.0)).intersect(ui.clip_rect()));
    let body = FontId::proportional(SIZES.body - 0.5);
    let lay = |words: &str, font: FontId, colour| painter.layout_no_wrap(words.to_owned(), font, colour);
    let left = lay(left, body.clone(), theme.muted);
    let matched = lay(matched, semibold(SIZES.body - 0.5), theme.text);
    let right = lay(right, body, theme.muted);
    let x = rect.left() + indent;
    let at = |x: f32, galley: &Galley| pos2(x, rect.center().y - galley.size().y / 2.0);
    let place: Pos2 = at(x, &matched);
    let ground = Rect::from_min_size(place, matched.size()).expand2(vec2(1.5, 0.0));
    painter.rect(ground, 2.0, theme.hit, (1.0, theme.hit_line), egui::StrokeKind::Inside);
    painter.galley(at(x - left.size().x - 1.0, &left), left, theme.muted);
    let end = x + matched.size().x + 1.0;
    painter.galley(place, matched, theme.text);
    painter.galley(at(end, &right), right, theme.muted);
}
