//! Answers computed from a `&Project`, never stored: counts, concordance, checks.
