//! Dialogs: the system's for files, and a few small forms of our own.

mod codebooks;
mod conflicts;
mod files;
mod forms;
mod import;
mod keeping;
mod keys;
mod leaving;
mod opening;
mod outside;
mod preview;
mod reread;
mod templates;

pub use files::{Chosen, FileDialogs};
pub use forms::{Dialog, show};
pub use import::ImportForm;
pub use keys::KeysForm;
pub use leaving::{Leaving, Outcome, ask};
pub use opening::{OpeningWords, opening};
pub use reread::RereadForm;
pub use templates::TemplateBrowser;
