//! The caret in lines of both directions goes as it is seen: each press passes the one letter beside it.
//!
//! ```text
//! stored   a b c _ A B C _ d        capitals read from right to left
//! seen     a b c _ C B A _ d
//! slots   0 1 2 3 4 5 6 7 8 9       a press goes to the next slot, so it passes each letter once
//! ```
//! A slot at a border of directions belongs to two places of the text. **The caret keeps to the letter it has passed:** coming from
//! the left, slot 4 is the place behind `_`; coming from the right, it is the place behind `C`. The side of a place that the caret
//! stands on is its affinity: upstream at the letter before the place, downstream at the letter behind it. The last slot of a wrapped
//! line is the first of the next one.

use std::ops::Range;

use parley::Affinity;

use super::keys::{Way, grapheme};
use super::layout::BlockLayout;
use super::sheet::Sheet;
use super::{TextView, Turn};
use crate::text::segmentation;

/// A place in a block and the side of it that the caret stands on.
pub type Stand = (usize, Affinity);

/// A letter as it is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its bytes in the block.
    pub bytes: Range<usize>,
    /// Whether it is read in the direction of its block.
    pub along: bool,
}

impl Seen {
    /// The caret before it in the direction of the block.
    fn near(&self) -> Stand {
        if self.along { (self.bytes.start, Affinity::Downstream) } else { (self.bytes.end, Affinity::Upstream) }
    }

    /// The caret behind it in the direction of the block.
    fn far(&self) -> Stand {
        if self.along { (self.bytes.end, Affinity::Upstream) } else { (self.bytes.start, Affinity::Downstream) }
    }
}

/// The slot of a caret in a line: how many letters are seen before it in the direction of the block.
fn slot_of(line: &[Seen], (offset, affinity): Stand) -> usize {
    let ends =
        || line.iter().position(|seen| seen.bytes.end == offset).map(|at| if line.get(at).is_some_and(|s| s.along) { at + 1 } else { at });
    let starts = || {
        line.iter().position(|seen| seen.bytes.start == offset).map(|at| if line.get(at).is_some_and(|s| s.along) { at } else { at + 1 })
    };
    let found = if affinity == Affinity::Upstream { ends().or_else(starts) } else { starts().or_else(ends) };
    found.unwrap_or(0)
}

impl BlockLayout {
    /// The letters of a line in the order in which they are seen, from the side where the block begins to read.
    pub fn seen(&self, words: &str, line: usize) -> Vec<Seen> {
        let block_rtl = self.is_rtl();
        let mut seen: Vec<Seen> = Vec::new();
        for (bytes, rtl) in self.stretches(line) {
            let at = seen.len();
            let mut start = bytes.start;
            // A letter that a change of face has cut belongs to the stretch where it begins.
            if segmentation::snap_to_grapheme(words, start) != start {
                start = segmentation::next_grapheme(words, start);
            }
            while start < bytes.end {
                let end = segmentation::next_grapheme(words, start).max(start + 1);
                seen.push(Seen { bytes: start..end, along: rtl == block_rtl });
                start = end;
            }
            if rtl && let Some(stretch) = seen.get_mut(at..) {
                stretch.reverse();
            }
        }
        if block_rtl {
            seen.reverse();
        }
        seen
    }

    /// One letter on or back from a caret; `None` at the edge of the block.
    pub fn pass(&self, words: &str, from: Stand, on: bool) -> Option<Stand> {
        let line = self.line_at(from.0, from.1);
        let seen = self.seen(words, line);
        let slot = slot_of(&seen, from);
        if on {
            match seen.get(slot) {
                Some(letter) if slot + 1 == seen.len() => Some(self.first_stand(words, line + 1).unwrap_or_else(|| letter.far())),
                Some(letter) => Some(letter.far()),
                // The far edge of a line is the near edge of the next: its first letter is passed.
                None => {
                    let next = self.seen(words, line + 1);
                    let letter = next.first()?;
                    if next.len() == 1 { self.first_stand(words, line + 2).or_else(|| Some(letter.far())) } else { Some(letter.far()) }
                }
            }
        } else {
            match slot.checked_sub(1).and_then(|at| seen.get(at)) {
                Some(letter) => Some(letter.near()),
                None => Some(self.seen(words, line.checked_sub(1)?).last()?.near()),
            }
        }
    }

    /// The caret before everything in a block, or behind everything, as it is seen.
    pub fn edge(&self, words: &str, first: bool) -> Stand {
        if first {
            return self.first_stand(words, 0).unwrap_or((0, Affinity::Downstream));
        }
        let last = self.seen(words, self.lines().saturating_sub(1));
        last.last().map_or((words.len(), Affinity::Upstream), Seen::far)
    }

    fn first_stand(&self, words: &str, line: usize) -> Option<Stand> {
        self.seen(words, line).first().map(Seen::near)
    }
}

impl TextView {
    /// The place one letter on or back: as it is seen in a block of both directions, else as it is stored, which is the same.
    pub(super) fn beside(&self, way: Way, from: usize, sheet: &mut Sheet, turn: &mut Turn<'_>) -> Stand {
        let on = way == Way::On;
        let at = sheet.blocks.at(from);
        let Some(block) = sheet.blocks.get(at).copied().filter(|b| b.range().contains(&from) || b.end as usize == from) else {
            return (grapheme(sheet, from, way), Affinity::Downstream);
        };
        let stand = (from - block.start as usize, self.caret.affinity);
        let (mixed, passed) = in_block(sheet, turn, at, |layout, words| layout.pass(words, stand, on));
        if let Some(passed) = passed {
            return at_joint(passed, at, sheet, turn);
        }
        // The edge that is seen need not be the one that is stored.
        let edge = match (mixed, on) {
            (false, _) => from,
            (true, true) => block.end as usize,
            (true, false) => block.start as usize,
        };
        let stored = grapheme(sheet, edge, way);
        if stored == edge { (from, self.caret.affinity) } else { entering(stored, at, on, sheet, turn) }
    }
}

/// Where a long paragraph was cut, the last slot of a piece is the first of the next.
fn at_joint(stand: Stand, at: usize, sheet: &mut Sheet, turn: &mut Turn<'_>) -> Stand {
    if sheet.blocks.at(stand.0) == at { stand } else { entering(stand.0, at, true, sheet, turn) }
}

/// Asks a block that has both directions, as offsets of the whole text; says whether it has.
fn in_block(
    sheet: &mut Sheet,
    turn: &mut Turn<'_>,
    at: usize,
    ask: impl FnOnce(&BlockLayout, &str) -> Option<Stand>,
) -> (bool, Option<Stand>) {
    let Some(block) = sheet.blocks.get(at).copied() else { return (false, None) };
    let text = sheet.blocks.shared();
    let words = text.get(block.range()).unwrap_or_default();
    let Some(layout) = sheet.layout(at, &mut turn.fonts).filter(|layout| layout.is_mixed()) else { return (false, None) };
    (true, ask(layout, words).map(|(offset, affinity)| (block.start as usize + offset, affinity)))
}

/// The caret at a place as stored, where it comes from block `left` into another one: there it begins at the edge that is seen.
fn entering(stored: usize, left: usize, on: bool, sheet: &mut Sheet, turn: &mut Turn<'_>) -> Stand {
    let at = sheet.blocks.at(stored);
    let plain = (stored, Affinity::Downstream);
    let Some(block) = sheet.blocks.get(at).filter(|_| at != left) else { return plain };
    let at_edge = stored == if on { block.start as usize } else { block.end as usize };
    let (_, stand) = in_block(sheet, turn, at, |layout, words| {
        let edge = layout.edge(words, on);
        if at_edge { Some(edge) } else { layout.pass(words, edge, on) }
    });
    stand.unwrap_or(plain)
}
