//! What is fuzzed: one function for each target, from bytes to promises that must hold.
//!
//! The targets under `fuzz/targets` call them with what libFuzzer makes up; `tests/fuzz_seeds.rs` with the seeds, on the stable compiler.
#![allow(dead_code, unused_imports, reason = "each target uses its part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a broken promise is a crash, so that it is found")]

#[path = "../../benches/support/mod.rs"]
mod support;

mod files;
mod finding;
mod page;

pub use files::{csv, import_text, jsonl, markdown, project_ron};
pub use finding::finding;
pub use page::text_view;

/// Takes numbers off the front of a case; 0 when nothing is left.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn byte(&mut self) -> usize {
        let (first, rest) = self.0.split_first().map_or((0, self.0), |(first, rest)| (*first, rest));
        self.0 = rest;
        usize::from(first)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.byte() << 8 | self.byte()) % bound.max(1)
    }

    /// All that is left.
    fn rest(self) -> &'a [u8] {
        self.0
    }
}

/// The same stretch of a text with annotations on any of its stretches; the text comes last in the case.
fn annotated(data: &[u8]) -> (String, Vec<(usize, usize, usize)>, [f32; 2]) {
    let mut bytes = Bytes(data);
    let spans: Vec<[usize; 3]> = (0..bytes.byte() % 12).map(|_| [bytes.below(1 << 16), bytes.byte(), bytes.byte() % 25]).collect();
    let point = [bytes.below(900) as f32, bytes.below(700) as f32];
    let rest = bytes.rest();
    let text = String::from_utf8_lossy(rest.get(..4000).unwrap_or(rest)).replace('\r', "\n");
    let placed = spans.into_iter().filter_map(|[start, length, code]| {
        let start = text.floor_char_boundary(start % text.len().max(1));
        let end = text.floor_char_boundary((start + 1 + length).min(text.len()));
        (start < end).then_some((start, end, code))
    });
    let placed = placed.collect();
    (text, placed, point)
}

/// Whether a line separator of the case's text may be one cluster with a mark behind it: anything but ASCII is taken for one.
pub fn has_marked_separator(data: &[u8]) -> bool {
    let (text, ..) = annotated(data);
    let mut separators = text.match_indices(['\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']);
    separators.any(|(at, separator)| text[at + separator.len()..].starts_with(|next: char| !next.is_ascii()))
}
