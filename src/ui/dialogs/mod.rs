//! Dialogs: the system's for files, and a few small forms of our own.

mod codebooks;
mod conflicts;
mod files;
mod forms;
mod import;
mod keeping;
mod keys;
mod leaving;
mod outside;
mod templates;

pub use files::{Chosen, FileDialogs};
pub use forms::{Dialog, show};
pub use import::ImportForm;
pub use keys::KeysForm;
pub use leaving::{Leaving, Outcome, ask};
pub use templates::TemplateBrowser;
