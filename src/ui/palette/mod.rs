//! The palettes: codes at the selection, and everything else by name.

mod codes;
mod commands;
mod prompts;

pub use codes::{CodePalette, PaletteInput, PaletteState};
pub use commands::{Choice, CommandPalette};
pub use prompts::{PromptState, Prompts};
