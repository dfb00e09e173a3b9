//! Variorum: close reading and labelled datasets, several reports of one event side by side.
//!
//! | layer | what is in it | may use |
//! |---|---|---|
//! | [`text`] | offsets, spans, segmentation, style runs | nothing |
//! | [`model`] | what a project is, and the only code that changes one | text |
pub mod model;
pub mod text;
