//! Damage on purpose: whatever happens to files, folder, process and keys, nothing is lost or bent without a word.
//!
//! Each module is one kind of damage, seeded, and prints its figures as one line (`damage: flips tried 2700 silent 0 …`). A sample is
//! tried always, all of it with `VARIORUM_SLOW=1`:
//! `VARIORUM_SLOW=1 cargo test --test damage -- --nocapture --test-threads=1 | grep damage:`
#![allow(
    clippy::cmp_owned,
    clippy::match_same_arms,
    clippy::needless_pass_by_value,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::manual_is_multiple_of,
    clippy::collapsible_if,
    clippy::needless_for_each,
    clippy::should_implement_trait,
    reason = "plain words count more than speed in a test"
)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]
#![allow(dead_code, reason = "what is shared is used by the modules in part")]

mod both_sides;
mod colleague;
#[path = "../desk/mod.rs"]
mod desk;
mod fields;
mod flips;
mod folder;
mod keys;
mod kills;
mod outside;
mod rich;
#[path = "../support/mod.rs"]
mod support;
mod truncations;
mod verdict;

/// A small generator of numbers, seeded: the same damage every time.
pub struct Numbers(u64);

impl Numbers {
    /// Begins with this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number, 31 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// One of the things.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }
}

/// How much is tried: a sample, or all of it with `VARIORUM_SLOW`.
pub fn some_or_all(sample: usize, all: usize) -> usize {
    if is_slow() { all } else { sample }
}

/// Whether all of it is asked for.
pub fn is_slow() -> bool {
    std::env::var_os("VARIORUM_SLOW").is_some()
}

/// Prints the figures of one kind of damage on one line: `damage: flips tried 2700 silent 0`.
pub fn figures(kind: &str, figures: &[(&str, usize)]) {
    let words: Vec<String> = figures.iter().map(|(name, number)| format!("{name} {number}")).collect();
    println!("damage: {kind} {}", words.join(" "));
}

#[test]
fn the_same_seed_gives_the_same_damage() {
    let (mut one, mut two) = (Numbers::new(7), Numbers::new(7));
    let drawn: Vec<usize> = (0..5).map(|_| one.below(1_000)).collect();
    assert_eq!(drawn, (0..5).map(|_| two.below(1_000)).collect::<Vec<_>>());
    assert!(drawn.windows(2).any(|pair| pair[0] != pair[1]));
}
