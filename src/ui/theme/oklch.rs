//! OKLCH colours and the contrast of WCAG.

use egui::Color32;

/// Turns OKLCH into sRGB: lightness 0 to 1, chroma 0 to about 0.37, hue in degrees.
///
/// A colour outside sRGB loses chroma, not lightness or hue. Source: Björn Ottosson, "A perceptual color space for image processing" (2020).
pub fn oklch(lightness: f32, chroma: f32, hue: f32) -> Color32 {
    /// Finer than eight bits can show.
    const STEPS: u8 = 40;
    let mut tried = chroma;
    for _ in 0..STEPS {
        let rgb = linear_srgb(lightness, tried, hue);
        if rgb.iter().all(|c| (-0.000_5..=1.000_5).contains(c)) {
            return to_bytes(rgb);
        }
        tried -= chroma / f32::from(STEPS);
    }
    to_bytes(linear_srgb(lightness, 0.0, hue))
}

fn linear_srgb(lightness: f32, chroma: f32, hue: f32) -> [f32; 3] {
    let (sin, cos) = hue.to_radians().sin_cos();
    let (a, b) = (chroma * cos, chroma * sin);
    let long = (lightness + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
    let medium = (lightness - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
    let short = (lightness - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
    [
        4.076_741_7 * long - 3.307_711_6 * medium + 0.230_969_94 * short,
        -1.268_438 * long + 2.609_757_4 * medium - 0.341_319_38 * short,
        -0.004_196_086_3 * long - 0.703_418_6 * medium + 1.707_614_7 * short,
    ]
}

fn to_bytes(linear: [f32; 3]) -> Color32 {
    let [r, g, b] = linear.map(|c| {
        let c = c.clamp(0.0, 1.0);
        let encoded = if c <= 0.003_130_8 { 12.92 * c } else { 1.055 * c.powf(1.0 / 2.4) - 0.055 };
        (encoded * 255.0).round() as u8
    });
    Color32::from_rgb(r, g, b)
}

/// The contrast of two opaque colours, 1 to 21, as WCAG 2.2 defines it.
pub fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: Color32) -> f32 {
    let channel = |c: u8| {
        let c = f32::from(c) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_colours_come_out_right() {
        assert_eq!(oklch(1.0, 0.0, 0.0), Color32::from_rgb(255, 255, 255));
        assert_eq!(oklch(0.0, 0.0, 0.0), Color32::from_rgb(0, 0, 0));
        let red = oklch(0.627_96, 0.257_68, 29.23);
        assert!(red.r() > 250 && red.g() < 8 && red.b() < 8, "{red:?}");
    }

    #[test]
    fn contrast_runs_from_one_to_twenty_one() {
        assert!((contrast(Color32::WHITE, Color32::BLACK) - 21.0).abs() < 0.01);
        assert!((contrast(Color32::WHITE, Color32::WHITE) - 1.0).abs() < 0.01);
    }

    #[test]
    fn a_colour_too_strong_for_srgb_keeps_its_lightness() {
        let strong = contrast(oklch(0.6, 0.4, 150.0), Color32::BLACK);
        let grey = contrast(oklch(0.6, 0.0, 150.0), Color32::BLACK);
        assert!((strong - grey).abs() < 2.0);
    }
}
