//! A quick digest for noticing changes; what is promised in a project's files is [`crate::text::sha256`].
//!
//! XXH3 of 64 bits: it is specified, so what one version of the program has kept (`.variorum/written.log`) the next one can compare.

use xxhash_rust::xxh3::xxh3_64;

/// Tells one state of a file from another.
pub(super) fn quick(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

/// The same in 32 bits, for one line: a line that was changed keeps its digest once in four thousand million times.
pub(super) fn quick_line(bytes: &[u8]) -> u32 {
    (xxh3_64(bytes) & u64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_the_specified_one() {
        // From the test vectors of the reference implementation: XXH3_64bits of nothing, seed 0.
        assert_eq!(quick(b""), 0x2d06_8005_38d3_94c2);
        assert_eq!(quick_line(b""), 0x38d3_94c2);
    }
}
