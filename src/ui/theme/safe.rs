//! Colours of codes for every kind of colour vision: the hues of a known palette, with steps of lightness where hues fail.
//!
//! The hues are those of Masataka Okabe and Kei Ito, "Color Universal Design (CUD): How to make figures and presentations that are
//! friendly to colorblind people" (2002, revised 2008), in OKLCH. Their black is left out, for that is the text.

use super::ThemeKind;

/// A hue of the palette: degrees and chroma in OKLCH.
type Hue = (f32, f32);

const ORANGE: Hue = (76.8, 0.158);
const GREEN: Hue = (165.5, 0.130);
const YELLOW: Hue = (105.0, 0.172);
const BLUE: Hue = (244.0, 0.131);
const PURPLE: Hue = (346.3, 0.118);

/// Hues with their step of lightness, 0 nearest to the page; in an order in which neighbours, and the first five among each other
/// wherever a layer begins, lie far apart for all kinds of colour vision. Which order that is was found by trying; the tests below measure it.
const SEQUENCE: [(Hue, usize); 12] = [
    (YELLOW, 0),
    (ORANGE, 2),
    (BLUE, 0),
    (GREEN, 1),
    (BLUE, 2),
    (ORANGE, 1),
    (PURPLE, 0),
    (PURPLE, 1),
    (PURPLE, 2),
    (GREEN, 0),
    (GREEN, 2),
    (BLUE, 1),
];

/// Where the first three layers begin in the sequence, so that their first codes differ, too.
const STARTS: [usize; 3] = [0, 2, 1];

/// Hue in degrees, chroma and lightness of the line of the code at a place (from 0) of a layer (from 0).
pub fn shade(theme: ThemeKind, layer_rank: usize, code_rank: usize) -> (f32, f32, f32) {
    let steps = match theme {
        ThemeKind::Light => [0.605, 0.49, 0.37],
        ThemeKind::Dark => [0.60, 0.74, 0.88],
        ThemeKind::Sepia => [0.57, 0.455, 0.34],
    };
    let ((hue, chroma), step) = SEQUENCE[(STARTS[layer_rank % STARTS.len()] + code_rank) % SEQUENCE.len()];
    (hue, chroma, steps[step])
}

#[cfg(test)]
mod tests {
    use egui::Color32;

    use super::super::{Theme, code_color};
    use super::*;
    use crate::session::CodeColours;

    /// How far the lines of neighbouring codes of a layer lie apart at least, in `OKLab`; some 0.02 is what can just be told.
    const NEIGHBOURS: f32 = 0.10;
    /// The same for any two of the first five codes.
    const FIRST_FIVE: f32 = 0.07;

    /// Full protanopia, deuteranopia and tritanopia in linear sRGB, after the usual vision. Source: G. M. Machado, M. M. Oliveira and
    /// L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009), table for
    /// severity 1.0.
    const VISIONS: [[[f32; 3]; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    ];

    fn times(matrix: &[[f32; 3]; 3], v: [f32; 3]) -> [f32; 3] {
        matrix.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
    }

    /// As somebody with this vision sees it, in `OKLab` (Ottosson 2020).
    fn seen(colour: Color32, vision: &[[f32; 3]; 3]) -> [f32; 3] {
        const TO_LMS: [[f32; 3]; 3] = [
            [0.412_221_46, 0.536_332_55, 0.051_445_995],
            [0.211_903_5, 0.680_699_5, 0.107_396_96],
            [0.088_302_46, 0.281_718_85, 0.629_978_7],
        ];
        const TO_LAB: [[f32; 3]; 3] = [
            [0.210_454_26, 0.793_617_8, -0.004_072_047],
            [1.977_998_5, -2.428_592_2, 0.450_593_7],
            [0.025_904_037, 0.782_771_77, -0.808_675_77],
        ];
        let linear = [colour.r(), colour.g(), colour.b()].map(|c| {
            let c = f32::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        });
        let through = times(vision, linear).map(|c| c.clamp(0.0, 1.0));
        times(&TO_LAB, times(&TO_LMS, through).map(f32::cbrt))
    }

    fn distance(a: Color32, b: Color32, vision: &[[f32; 3]; 3]) -> f32 {
        let (a, b) = (seen(a, vision), seen(b, vision));
        (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f32>().sqrt()
    }

    #[test]
    fn white_and_black_are_as_far_apart_as_can_be_for_everybody() {
        for vision in &VISIONS {
            assert!((distance(Color32::WHITE, Color32::BLACK, vision) - 1.0).abs() < 0.01);
        }
        // The confusion the palette is made against: a red and a green that deuteranopes see as one.
        let (red, green) = (Color32::from_rgb(163, 77, 29), Color32::from_rgb(100, 110, 32));
        assert!(distance(red, green, &VISIONS[2]) < 0.5 * distance(red, green, &VISIONS[0]));
    }

    #[test]
    fn codes_of_a_layer_are_told_apart_with_any_colour_vision() {
        for kind in ThemeKind::ALL {
            let theme = Theme::of(kind).with_code_colours(CodeColours::Safe);
            let looked_at = (0..4).flat_map(|layer| VISIONS.iter().enumerate().map(move |vision| (layer, vision)));
            for (layer, (number, vision)) in looked_at {
                let lines: Vec<Color32> = (0..26).map(|rank| code_color(&theme, layer, rank, None).line).collect();
                for pair in lines.windows(2) {
                    let apart = distance(pair[0], pair[1], vision);
                    assert!(apart >= NEIGHBOURS, "{kind:?}, layer {layer}, vision {number}: {pair:?} lie {apart} apart");
                }
                for (at, a) in lines[..5].iter().enumerate() {
                    for b in &lines[..at] {
                        let apart = distance(*a, *b, vision);
                        assert!(apart >= FIRST_FIVE, "{kind:?}, layer {layer}, vision {number}: {a:?} and {b:?} lie {apart} apart");
                    }
                }
            }
        }
    }

    #[test]
    fn a_hue_of_a_codes_own_gives_way_to_safety() {
        let theme = Theme::light().with_code_colours(CodeColours::Safe);
        assert_eq!(code_color(&theme, 0, 3, Some(30)), code_color(&theme, 0, 3, None));
    }
}
