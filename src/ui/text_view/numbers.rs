//! Numbers beside the text: paragraphs and lines in the margin, sentences above their first letter. Nothing moves for them.

use egui::{Align2, FontFamily, FontId, Painter, pos2};
use parley::Affinity;

use super::fonts::FontStore;
use super::model::Block;
use super::sheet::{Placed, Sheet};
use super::{TextView, Turn};
use crate::text::segmentation;
use crate::text::sentences::Language;

/// Distance of the numbers from the column in points: the brackets lie between.
const NUMBER_GAP: f32 = 32.0;
/// Lines are numbered in steps of this, as in editions.
const STEP: usize = 5;
/// Pieces of a long paragraph that are counted through (32 kB); what comes behind them has no numbers, for counting it would take
/// longer than a frame.
const PIECES: usize = 8;

impl Sheet {
    /// The first piece of the paragraph that a block belongs to, where it is near.
    fn opening_of(&self, at: usize) -> Option<usize> {
        let opens = |at: &usize| self.blocks.get(*at).is_some_and(|block| block.opens);
        (0..=PIECES).map_while(|back| at.checked_sub(back)).find(opens)
    }

    /// The number (from 0) of the first line of a block in its paragraph.
    fn first_line(&mut self, at: usize, fonts: &mut FontStore) -> Option<usize> {
        let opening = self.opening_of(at)?;
        Some((opening..at).map(|piece| self.layout(piece, fonts).map_or(0, |layout| layout.lines())).sum())
    }

    /// The sentences that begin in a block: number in the paragraph (from 1) and first byte in the text.
    fn sentences_of(&mut self, at: usize, language: Language) -> Vec<(usize, usize)> {
        let (Some(opening), Some(block)) = (self.opening_of(at), self.blocks.get(at).copied()) else { return Vec::new() };
        let starts = self.sentences.entry((opening, language)).or_insert_with(|| {
            let last = (opening..=opening + PIECES).rev().filter_map(|b| self.blocks.get(b)).find(|b| b.paragraph == block.paragraph);
            let start = self.blocks.get(opening).map_or(0, |b| b.start as usize);
            let words = self.blocks.text().get(start..last.map_or(start, |b| b.end as usize)).unwrap_or_default();
            segmentation::sentence_starts(words, language).into_iter().map(|at| start + at).collect()
        });
        let here = starts.iter().enumerate().filter(|(_, start)| block.range().contains(start));
        here.map(|(number, start)| (number + 1, *start)).collect()
    }
}

impl TextView {
    /// Paints the numbers that the reader wants to see.
    pub(super) fn paint_numbers(&self, painter: &Painter, sheet: &mut Sheet, turn: &mut Turn<'_>) {
        let wanted = turn.cx.reading.numbers;
        let language = if wanted.sentences { turn.cx.document.language_of_sentences() } else { Language::Other };
        for placed in &self.placed {
            let Some(block) = sheet.blocks.get(placed.block).copied() else { continue };
            if wanted.paragraphs && block.opens {
                paint_paragraph_number(painter, turn, placed, &block, sheet);
            }
            if wanted.lines
                && let Some(first) = sheet.first_line(placed.block, &mut turn.fonts)
            {
                paint_line_numbers(painter, turn, placed, &block, sheet, first);
            }
            if wanted.sentences {
                let sentences = sheet.sentences_of(placed.block, language);
                paint_sentence_numbers(painter, turn, placed, &block, sheet, &sentences);
            }
        }
    }
}

fn paint_paragraph_number(painter: &Painter, turn: &Turn<'_>, placed: &Placed, block: &Block, sheet: &Sheet) {
    let Some(layout) = sheet.made(placed.block) else { return };
    let size = sheet.metrics.size;
    let y = turn.geometry.origin(placed, block).y + layout.baseline(0) - 0.26 * size;
    // Where lines are numbered in the same margin, a sign tells the two apart.
    let sign = if turn.cx.reading.numbers.lines { "¶" } else { "" };
    let font = FontId::new((size * 0.64).max(9.0), FontFamily::Proportional);
    let at = pos2(turn.geometry.left - NUMBER_GAP, y);
    painter.text(at, Align2::RIGHT_CENTER, format!("{sign}{}", block.paragraph + 1), font, turn.cx.theme.muted);
}

fn paint_line_numbers(painter: &Painter, turn: &Turn<'_>, placed: &Placed, block: &Block, sheet: &Sheet, first: usize) {
    let Some(layout) = sheet.made(placed.block) else { return };
    let size = sheet.metrics.size;
    let top = turn.geometry.origin(placed, block).y;
    let font = FontId::new((size * 0.56).max(9.0), FontFamily::Proportional);
    for line in (0..layout.lines()).filter(|line| (first + line + 1).is_multiple_of(STEP)) {
        let at = pos2(turn.geometry.left - NUMBER_GAP, top + layout.baseline(line) - 0.26 * size);
        painter.text(at, Align2::RIGHT_CENTER, first + line + 1, font.clone(), turn.cx.theme.muted);
    }
}

fn paint_sentence_numbers(painter: &Painter, turn: &Turn<'_>, placed: &Placed, block: &Block, sheet: &Sheet, sentences: &[(usize, usize)]) {
    let Some(layout) = sheet.made(placed.block) else { return };
    let size = sheet.metrics.size;
    let origin = turn.geometry.origin(placed, block);
    let font = FontId::new((size * 0.5).max(8.0), FontFamily::Proportional);
    let side = if layout.is_rtl() { Align2::RIGHT_BOTTOM } else { Align2::LEFT_BOTTOM };
    for (number, start) in sentences {
        let local = start - block.start as usize;
        let caret = layout.caret(local, Affinity::Downstream);
        let line = layout.line_at(local, Affinity::Downstream);
        // Just above the capitals.
        let at = pos2(origin.x + caret.left(), origin.y + layout.baseline(line) - 0.66 * size);
        painter.text(at, side, number, font.clone(), turn.cx.theme.muted);
    }
}
