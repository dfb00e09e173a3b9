//! The palettes: codes at the selection, and everything else by name.

mod codes;
mod commands;

pub use codes::{CodePalette, PaletteInput, PaletteState};
pub use commands::{Choice, CommandPalette};
