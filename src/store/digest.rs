//! A quick digest for noticing changes; what is promised in files is [`crate::text::sha256`].

use std::hash::{BuildHasher as _, Hasher as _};

use foldhash::quality::FixedState;

/// Tells one state of a file from another within one run of the program; never stored.
pub(super) fn quick(bytes: &[u8]) -> u64 {
    let mut hasher = FixedState::with_seed(0).build_hasher();
    hasher.write(bytes);
    hasher.finish()
}
