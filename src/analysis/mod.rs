//! Answers computed from a `&Project`, never stored: counts, concordance, checks.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

pub mod check;
pub mod concordance;
pub mod conflicts;
pub mod difference;
pub mod ledger;
pub mod linkable;
pub mod looking;
pub mod mentions;
pub mod naming;
pub mod negation;
pub mod notes;
pub mod proposals;
pub mod query;
pub mod quotation;
pub mod quotation_chain;
pub mod record_names;
pub mod review;
pub mod similarity;
pub mod stats;
pub mod unfinished;
