//! Colours, sizes and faces as named tokens, for light, dark and sepia.
//!
//! Everything that is drawn takes its colour and its size from a [`Theme`]; no panel has one of its own.
//! Text has a contrast of at least 4.5:1 with what lies behind it, lines that carry meaning at least 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).

mod codes;
mod fonts;
mod oklch;
mod other_scripts;
mod safe;
mod style;

use egui::Color32;
use serde::{Deserialize, Serialize};

use crate::session::CodeColours;

pub use codes::{CodeColor, CodeStyle, CodeStyles, LineStyle, code_color};
pub use fonts::{SEMIBOLD, install_fonts};
pub use oklch::{contrast, oklch};
pub use other_scripts::show_other_scripts;

/// Which of the three looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum ThemeKind {
    /// Dark text on warm white.
    #[default]
    Light,
    /// Light text on near black.
    Dark,
    /// Brown text on paper.
    Sepia,
}

impl ThemeKind {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Sepia];

    /// Its word on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "Light",
            Self::Dark => "Dark",
            Self::Sepia => "Sepia",
        }
    }
}

/// Named colours of one look.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Which look this is.
    pub kind: ThemeKind,
    /// Which colours the codes have in it.
    pub code_colours: CodeColours,
    /// Behind the reading text.
    pub page: Color32,
    /// Behind panels, bars and dialogs.
    pub panel: Color32,
    /// Behind cards, fields and menus that stand out from a panel.
    pub raised: Color32,
    /// Behind something the pointer is over.
    pub hover: Color32,
    /// Body text.
    pub text: Color32,
    /// Secondary text: numbers, hints, counts.
    pub muted: Color32,
    /// Hairlines between things.
    pub rule: Color32,
    /// Borders of fields and buttons.
    pub border: Color32,
    /// What can be acted on: links, the chosen tab, the default button.
    pub accent: Color32,
    /// Text on top of `accent`.
    pub on_accent: Color32,
    /// Ring around what has the keyboard.
    pub focus: Color32,
    /// Behind selected text, while the page has the keyboard.
    pub selection: Color32,
    /// Behind selected text, while something else has it.
    pub selection_idle: Color32,
    /// Behind words that were looked for and found.
    pub hit: Color32,
    /// The same behind the one the reader stands at.
    pub hit_now: Color32,
    /// Around words that were found, so that they are not told by their ground alone.
    pub hit_line: Color32,
    /// Caret in the reading text.
    pub caret: Color32,
    /// Something went well.
    pub good: Color32,
    /// Something wants attention.
    pub warning: Color32,
    /// Something failed.
    pub error: Color32,
}

/// Sizes in points, the same in all looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sizes {
    /// Small text: labels, counts.
    pub small: f32,
    /// Text of the interface.
    pub body: f32,
    /// Headings of panels.
    pub heading: f32,
    /// Smallest gap.
    pub gap: f32,
    /// Gap between groups.
    pub group_gap: f32,
    /// Margin inside panels.
    pub margin: f32,
    /// Radius of the corners of buttons and fields.
    pub radius: u8,
    /// Radius of the corners of windows and menus.
    pub window_radius: u8,
}

/// The sizes in use.
pub const SIZES: Sizes =
    Sizes { small: 12.0, body: 14.0, heading: 17.0, gap: 6.0, group_gap: 14.0, margin: 12.0, radius: 5, window_radius: 8 };

impl Theme {
    /// The colours of a look.
    pub fn of(kind: ThemeKind) -> Self {
        match kind {
            ThemeKind::Light => Self::light(),
            ThemeKind::Dark => Self::dark(),
            ThemeKind::Sepia => Self::sepia(),
        }
    }

    /// The same look with other colours of the codes.
    #[must_use]
    pub fn with_code_colours(self, code_colours: CodeColours) -> Self {
        Self { code_colours, ..self }
    }

    /// Dark text on warm white.
    pub fn light() -> Self {
        Self {
            kind: ThemeKind::Light,
            code_colours: CodeColours::Families,
            page: oklch(0.992, 0.004, 90.0),
            panel: oklch(0.966, 0.005, 90.0),
            raised: oklch(0.998, 0.002, 90.0),
            hover: oklch(0.932, 0.008, 90.0),
            text: oklch(0.24, 0.012, 70.0),
            muted: oklch(0.50, 0.014, 70.0),
            rule: oklch(0.905, 0.008, 90.0),
            border: oklch(0.84, 0.010, 90.0),
            accent: oklch(0.47, 0.12, 250.0),
            on_accent: oklch(0.99, 0.005, 250.0),
            focus: oklch(0.58, 0.15, 250.0),
            selection: oklch(0.865, 0.062, 245.0),
            selection_idle: oklch(0.91, 0.018, 245.0),
            hit: oklch(0.955, 0.075, 103.0),
            hit_now: oklch(0.875, 0.145, 92.0),
            hit_line: oklch(0.56, 0.115, 85.0),
            caret: oklch(0.40, 0.16, 255.0),
            good: oklch(0.47, 0.11, 150.0),
            warning: oklch(0.52, 0.11, 65.0),
            error: oklch(0.50, 0.17, 27.0),
        }
    }

    /// Light text on near black.
    pub fn dark() -> Self {
        Self {
            kind: ThemeKind::Dark,
            code_colours: CodeColours::Families,
            page: oklch(0.205, 0.008, 260.0),
            panel: oklch(0.240, 0.009, 260.0),
            raised: oklch(0.280, 0.010, 260.0),
            hover: oklch(0.320, 0.012, 260.0),
            text: oklch(0.885, 0.010, 85.0),
            muted: oklch(0.70, 0.012, 260.0),
            rule: oklch(0.315, 0.010, 260.0),
            border: oklch(0.385, 0.012, 260.0),
            accent: oklch(0.76, 0.10, 245.0),
            on_accent: oklch(0.18, 0.02, 250.0),
            focus: oklch(0.72, 0.13, 245.0),
            selection: oklch(0.385, 0.085, 250.0),
            selection_idle: oklch(0.32, 0.025, 250.0),
            hit: oklch(0.335, 0.055, 95.0),
            hit_now: oklch(0.44, 0.088, 88.0),
            hit_line: oklch(0.76, 0.125, 92.0),
            caret: oklch(0.84, 0.12, 240.0),
            good: oklch(0.78, 0.12, 150.0),
            warning: oklch(0.82, 0.11, 80.0),
            error: oklch(0.74, 0.13, 25.0),
        }
    }

    /// Brown text on paper.
    pub fn sepia() -> Self {
        Self {
            kind: ThemeKind::Sepia,
            code_colours: CodeColours::Families,
            page: oklch(0.953, 0.026, 85.0),
            panel: oklch(0.925, 0.028, 83.0),
            raised: oklch(0.968, 0.020, 85.0),
            hover: oklch(0.893, 0.034, 82.0),
            text: oklch(0.30, 0.035, 60.0),
            muted: oklch(0.475, 0.035, 62.0),
            rule: oklch(0.868, 0.033, 82.0),
            border: oklch(0.80, 0.036, 80.0),
            accent: oklch(0.46, 0.095, 40.0),
            on_accent: oklch(0.98, 0.015, 85.0),
            focus: oklch(0.56, 0.12, 45.0),
            selection: oklch(0.855, 0.072, 75.0),
            selection_idle: oklch(0.89, 0.034, 80.0),
            hit: oklch(0.925, 0.095, 100.0),
            hit_now: oklch(0.845, 0.14, 92.0),
            hit_line: oklch(0.50, 0.11, 75.0),
            caret: oklch(0.42, 0.13, 35.0),
            good: oklch(0.44, 0.09, 145.0),
            warning: oklch(0.47, 0.10, 60.0),
            error: oklch(0.46, 0.15, 28.0),
        }
    }

    /// Whether text is lighter than what lies behind it.
    pub fn is_dark(&self) -> bool {
        self.kind == ThemeKind::Dark
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self::light()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stands_out_from_everything_it_is_set_on_in_all_themes() {
        for kind in ThemeKind::ALL {
            let t = Theme::of(kind);
            for ground in [t.page, t.panel, t.raised, t.hover, t.selection, t.selection_idle] {
                assert!(contrast(t.text, ground) >= 4.5, "{kind:?} text on {ground:?}: {}", contrast(t.text, ground));
            }
            for ground in [t.page, t.panel, t.raised] {
                for colour in [t.muted, t.accent, t.good, t.warning, t.error] {
                    assert!(contrast(colour, ground) >= 4.5, "{kind:?} {colour:?} on {ground:?}: {}", contrast(colour, ground));
                }
                assert!(contrast(t.focus, ground) >= 3.0, "{kind:?} focus ring");
                assert!(contrast(t.caret, ground) >= 3.0, "{kind:?} caret");
            }
            for ground in [t.hit, t.hit_now] {
                assert!(contrast(t.text, ground) >= 4.5, "{kind:?} text on a hit: {}", contrast(t.text, ground));
                assert!(contrast(t.accent, ground) >= 3.0, "{kind:?} a link of the source on a hit: {}", contrast(t.accent, ground));
            }
            for ground in [t.page, t.hit, t.selection, t.selection_idle] {
                assert!(contrast(t.hit_line, ground) >= 3.0, "{kind:?} outline of a hit: {}", contrast(t.hit_line, ground));
            }
            assert!(contrast(t.on_accent, t.accent) >= 4.5, "{kind:?} on accent");
        }
    }
}
