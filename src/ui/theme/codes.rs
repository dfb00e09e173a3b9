//! Colours and line styles of codes: a family of hues for each layer, and a second channel beside the colour.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::Color32;

use super::{Theme, ThemeKind, contrast, oklch, safe};
use crate::model::{CodeId, LayerId, Project};
use crate::session::CodeColours;

/// Contrast of lines with the page that WCAG 2.2 asks of graphics, with a little to spare.
const LINE_CONTRAST: f32 = 3.2;
/// Contrast of text with what lies behind it, with a little to spare.
const TEXT_CONTRAST: f32 = 4.6;
/// Degrees between neighbouring codes of a layer that has more codes than its family has room for.
const GOLDEN_ANGLE: f32 = 137.508;

/// The colours of one code in one theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeColor {
    /// Lines under the text and brackets; at least 3:1 with the page.
    pub line: Color32,
    /// Labels on the page and in panels; at least 4.5:1 with both.
    pub text: Color32,
    /// A light ground behind words or a chip; opaque.
    pub fill: Color32,
    /// A fainter ground, for relatives of what is selected; opaque.
    pub faint: Color32,
    /// Text on `fill`; at least 4.5:1.
    pub text_on_fill: Color32,
}

/// How the line of an annotation is drawn, so that colour never stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineStyle {
    /// Entities.
    Solid,
    /// Claims.
    Dashed,
    /// Framing.
    Wavy,
    /// Every other layer.
    Dotted,
}

impl LineStyle {
    /// The line style of the layer at this place (from 0) in the order of the screen.
    pub fn of_layer(rank: usize) -> Self {
        match rank {
            0 => Self::Solid,
            1 => Self::Dashed,
            2 => Self::Wavy,
            _ => Self::Dotted,
        }
    }
}

/// The hue in degrees and the chroma of a code without a hue of its own.
///
/// Entities are cool (cyan to violet), Claims warm (red to yellow), Framing magenta and green; the rest is nearly neutral.
fn family(layer_rank: usize, code_rank: usize) -> (f32, f32) {
    let spread = |start: f32, width: f32, room: usize| {
        // Neighbours in the list lie far apart in the family: steps of three places.
        let place = (code_rank * 3) % room;
        start + width * place as f32 / room as f32 + (code_rank / room) as f32 * 7.0
    };
    match layer_rank {
        0 => (spread(195.0, 105.0, 8), 0.125),
        1 => (spread(22.0, 75.0, 5), 0.135),
        2 if code_rank.is_multiple_of(2) => (spread(318.0, 36.0, 5), 0.15),
        2 => (spread(128.0, 40.0, 4), 0.12),
        3 => (80.0, 0.025),
        other => ((other as f32 * 61.0 + code_rank as f32 * GOLDEN_ANGLE) % 360.0, 0.09),
    }
}

/// The colours of the code at `code_rank` of the layer at `layer_rank` (both from 0, in the order of the screen).
///
/// `hue` in degrees replaces the family's; lightness and chroma always follow from the theme. Safe colours know no hue of a code's own.
pub fn code_color(theme: &Theme, layer_rank: usize, code_rank: usize, hue: Option<u16>) -> CodeColor {
    let (hue, chroma, own_line) = match theme.code_colours {
        CodeColours::Safe => {
            let (hue, chroma, lightness) = safe::shade(theme.kind, layer_rank, code_rank);
            (hue, chroma, Some(lightness))
        }
        CodeColours::Families => {
            let (own, chroma) = family(layer_rank, code_rank);
            let (hue, chroma) = hue.map_or((own, chroma), |h| (f32::from(h), chroma.max(0.11)));
            (hue, chroma, None)
        }
    };
    let (line, fill, faint) = match theme.kind {
        ThemeKind::Light => (0.60, oklch(0.935, 0.042, hue), oklch(0.965, 0.022, hue)),
        ThemeKind::Dark => (0.72, oklch(0.335, 0.055, hue), oklch(0.265, 0.030, hue)),
        ThemeKind::Sepia => (0.57, oklch(0.900, 0.055, hue), oklch(0.928, 0.036, hue)),
    };
    let line = own_line.unwrap_or(line);
    let step = if theme.is_dark() { 0.01 } else { -0.01 };
    let until = |wanted: f32, grounds: &[Color32], start: f32| {
        let mut lightness = start;
        while grounds.iter().any(|g| contrast(oklch(lightness, chroma, hue), *g) < wanted) && (0.0..=1.0).contains(&lightness) {
            lightness += step;
        }
        oklch(lightness, chroma, hue)
    };
    CodeColor {
        line: until(LINE_CONTRAST, &[theme.page, theme.panel], line),
        text: until(TEXT_CONTRAST, &[theme.page, theme.panel, theme.raised], line),
        fill,
        faint,
        text_on_fill: until(TEXT_CONTRAST, &[fill], line),
    }
}

/// How annotations of one code look.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeStyle {
    /// Its colours.
    pub color: CodeColor,
    /// Its line.
    pub line: LineStyle,
    /// A label of at most four letters, such as `PER`.
    pub label: String,
    /// The code's name on the screen.
    pub name: String,
    /// Its layer.
    pub layer: LayerId,
    /// The place of its layer, from 0.
    pub layer_rank: usize,
}

/// The looks of all codes of a codebook in one theme.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CodeStyles {
    codes: BTreeMap<CodeId, Arc<CodeStyle>>,
    neutral: Option<Arc<CodeStyle>>,
}

impl CodeStyles {
    /// Works out the look of every code; worth keeping until the codebook or the theme changes.
    pub fn of(project: &Project, theme: &Theme) -> Self {
        let mut codes = BTreeMap::new();
        for (layer_rank, layer) in project.layers_in_order().into_iter().enumerate() {
            for (code_rank, code) in project.codes_of(&layer.id).into_iter().enumerate() {
                let style = CodeStyle {
                    color: code_color(theme, layer_rank, code_rank, code.hue),
                    line: LineStyle::of_layer(layer_rank),
                    label: short_label(code.id.as_str()),
                    name: code.name.clone(),
                    layer: layer.id.clone(),
                    layer_rank,
                };
                codes.insert(code.id.clone(), Arc::new(style));
            }
        }
        Self { codes, neutral: neutral(theme).map(Arc::new) }
    }

    /// The look of a code; `None` for one that the codebook does not have.
    pub fn get(&self, code: &CodeId) -> Option<&Arc<CodeStyle>> {
        self.codes.get(code)
    }

    /// The look of a code, or a neutral one where the codebook does not have it.
    pub fn get_or_neutral(&self, code: &CodeId) -> Option<Arc<CodeStyle>> {
        self.codes.get(code).or(self.neutral.as_ref()).cloned()
    }
}

/// The look of a code that is not in the codebook: grey, dotted, a question mark.
fn neutral(theme: &Theme) -> Option<CodeStyle> {
    Some(CodeStyle {
        color: code_color(theme, 3, 0, None),
        line: LineStyle::Dotted,
        label: "?".to_owned(),
        name: "Unknown code".to_owned(),
        layer: LayerId::new("unknown").ok()?,
        layer_rank: usize::MAX,
    })
}

/// The last segment of a code's id, in capitals, at most four letters: `E.PER` gives `PER`.
fn short_label(id: &str) -> String {
    let last = id.rsplit(['.', ':', '_', '-']).next().filter(|s| !s.is_empty()).unwrap_or(id);
    last.chars().take(4).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_labels_of_codes_stand_out_in_all_themes() {
        let looks = ThemeKind::ALL.into_iter().flat_map(|kind| [CodeColours::Families, CodeColours::Safe].map(|codes| (kind, codes)));
        for (kind, colours) in looks {
            let theme = Theme::of(kind).with_code_colours(colours);
            for layer in 0..6 {
                for code in 0..12 {
                    let c = code_color(&theme, layer, code, None);
                    assert!(contrast(c.line, theme.page) >= 3.0, "{kind:?} {layer}/{code} line");
                    assert!(contrast(c.text, theme.page) >= 4.5, "{kind:?} {layer}/{code} label");
                    assert!(contrast(c.text, theme.panel) >= 4.5, "{kind:?} {layer}/{code} label in a panel");
                    assert!(contrast(c.text_on_fill, c.fill) >= 4.5, "{kind:?} {layer}/{code} on its fill");
                    assert!(contrast(theme.text, c.fill) >= 4.5, "{kind:?} {layer}/{code} body text on the fill");
                }
            }
        }
    }

    #[test]
    fn a_hue_of_its_own_wins() {
        let theme = Theme::light();
        assert_ne!(code_color(&theme, 0, 0, Some(30)), code_color(&theme, 0, 0, None));
        assert_eq!(code_color(&theme, 0, 0, Some(30)).fill, code_color(&theme, 0, 5, Some(30)).fill);
    }

    #[test]
    fn a_label_is_the_last_part_of_the_id() {
        assert_eq!(short_label("E.PER"), "PER");
        assert_eq!(short_label("D.ORIGIN"), "ORIG");
        assert_eq!(short_label("person"), "PERS");
    }
}
