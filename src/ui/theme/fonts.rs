//! The faces of the interface: Source Sans 3, with egui's own fonts behind it for symbols and other scripts.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

/// Name of the family for headings and emphasis, for `FontFamily::Name(SEMIBOLD.into())`.
pub const SEMIBOLD: &str = "semibold";

static REGULAR_TTF: &[u8] = include_bytes!("../../../assets/fonts/source-sans-3/SourceSans3-Regular.ttf");
static SEMIBOLD_TTF: &[u8] = include_bytes!("../../../assets/fonts/source-sans-3/SourceSans3-Semibold.ttf");

/// Sets the interface in Source Sans 3; call once, before the first frame.
pub fn install_fonts(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for (name, data) in [("Source Sans 3", REGULAR_TTF), ("Source Sans 3 Semibold", SEMIBOLD_TTF)] {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(data)));
    }
    let with_fallback = |name: &str| std::iter::once(name.to_owned()).chain(fallback.iter().cloned()).collect();
    fonts.families.insert(FontFamily::Proportional, with_fallback("Source Sans 3"));
    fonts.families.insert(FontFamily::Name(SEMIBOLD.into()), with_fallback("Source Sans 3 Semibold"));
    ctx.set_fonts(fonts);
}
