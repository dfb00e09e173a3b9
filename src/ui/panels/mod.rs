//! The parts of the window. They never import each other; what two of them share is in `widgets`.

pub mod annotations;
pub mod bulk;
pub mod claims;
pub mod codebook;
pub mod codes;
pub mod entities;
pub mod find;
pub mod go_to;
pub mod header;
pub mod history;
pub mod inspector;
pub mod library;
pub mod log;
pub mod memos;
pub mod menu_bar;
pub mod new_claim;
pub mod project;
pub mod reader;
pub mod status;
pub mod toasts;
pub mod welcome;
