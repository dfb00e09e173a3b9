//! Variorum: close reading and labelled datasets, several reports of one event side by side.
//!
//! | layer | what is in it | may use |
//! |---|---|---|
//! | `parallel` | one piece of work for many things on all processors | nothing |
//! | [`text`] | offsets, spans, segmentation, style runs | nothing |
//! | [`model`] | what a project is, and the only code that changes one | text |
//! | [`analysis`] | answers computed from a project | model |
//! | [`formats`] | reading and writing other programs' files | model |
//! | [`store`] | a project on disk | model |
//! | [`session`] | the program without its window | the three above |
//! | [`cli`] | subcommands | session |
//! | [`ui`] | the window | session |
// Nothing that a user or a file can bring makes the program panic.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod analysis;
pub mod app;
pub mod cli;
pub mod formats;
pub mod model;
mod parallel;
pub mod session;
pub mod store;
pub mod text;
pub mod ui;
