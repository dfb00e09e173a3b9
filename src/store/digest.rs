//! A quick digest for noticing changes; what is promised in files is [`crate::text::sha256`].

use std::hash::Hasher as _;

/// Tells one state of a file from another within one run of the program; never stored.
pub(super) fn quick(bytes: &[u8]) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}
