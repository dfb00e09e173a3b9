//! The program's icon, drawn by rule.

/// Two lines of text with an annotation under the first: the program in 32 by 32 points.
pub fn icon() -> egui::IconData {
    const SIDE: u32 = 32;
    let colour = |x: u32, y: u32| -> [u8; 4] {
        match (x, y) {
            (5..=26, 8..=9) | (5..=22, 19..=20) => [60, 56, 50, 255],
            (5..=18, 13..=15) => [44, 98, 176, 255],
            (5..=13, 24..=26) => [186, 84, 36, 255],
            _ => [252, 251, 247, 255],
        }
    };
    let rgba = (0..SIDE).flat_map(|y| (0..SIDE).flat_map(move |x| colour(x, y))).collect();
    egui::IconData { rgba, width: SIDE, height: SIDE }
}
