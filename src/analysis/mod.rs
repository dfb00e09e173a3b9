//! Answers computed from a `&Project`, never stored: counts, concordance, checks.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

pub mod check;
pub mod concordance;
pub mod quotation;
pub mod stats;
