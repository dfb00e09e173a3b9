//! Geometry in sixteen languages: points lead to places, and selections cover their letters and no others.
//!
//! The texts lie beside the repository (or where `VARIORUM_SHARED` says); where they do not, that is said and only the lines here
//! are tested. The faces are the bundled ones with the system's behind them: what is tested holds with any.

use std::ops::Range;
use std::path::PathBuf;

use egui::{Rect, pos2};
use parley::Affinity;

use super::api::{Face, Paragraphs};
use super::fonts::FontStore;
use super::layout::{BlockLayout, Metrics};
use super::model::Blocks;
use super::visual::Stand;
use crate::model::{Document, DocumentId};
use crate::text::{ReadingText, segmentation};

/// Slack for rounding, in points.
const SLACK: f32 = 0.6;
/// Most bytes of a line, and lines of a text.
const LONGEST: usize = 400;
const LINES: usize = 2;

const MIXED: [&str; 6] = [
    "mixed العربية and latin 123",
    "שלום עולם 2023 abc (עולם) 12:30",
    "السلام عليكم 2023 Kim Jong Un يا عالم",
    "👨‍👩‍👧 🇰🇷 e\u{301}\u{323} a\u{200d}b 김정은",
    "pay \u{202e}evil\u{202c} now",
    "क्षत्रिय हिन्दी ขอต้อนรับ ភាសាខ្មែរ",
];

fn lines() -> Vec<String> {
    let mut lines: Vec<String> = MIXED.iter().map(|line| (*line).to_owned()).collect();
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("VARIORUM_SHARED").map_or(beside, PathBuf::from).join("corpora/multilingual");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: the multilingual texts are not beside the repository");
        return lines;
    };
    let mut paths: Vec<PathBuf> = files.map(|f| f.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    paths.sort();
    assert!(paths.len() >= 16, "{paths:?}");
    for path in paths {
        let text = std::fs::read_to_string(path).unwrap();
        let long = text.lines().map(str::trim).filter(|line| line.chars().count() > 30).take(LINES);
        lines.extend(long.map(|line| line[..segmentation::snap_to_grapheme(line, line.len().min(LONGEST))].to_owned()));
    }
    lines
}

fn layout_of(text: &str, fonts: &mut FontStore) -> BlockLayout {
    let document = Document::new(DocumentId::new("d").unwrap(), ReadingText::new(text).unwrap());
    let blocks = Blocks::of(&document);
    let metrics = Metrics { scale: 1.0, column: 420.0, size: 18.0, line: 30.0, face: Face::Serif, paragraphs: Paragraphs::Spaced };
    BlockLayout::of(&blocks, blocks.get(0).unwrap(), &metrics, fonts)
}

fn graphemes(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let next = segmentation::next_grapheme(text, at);
        found.push(at..next);
        at = next;
    }
    found
}

fn rects(layout: &BlockLayout, range: &Range<usize>) -> Vec<(Rect, usize)> {
    let mut found = Vec::new();
    layout.for_each_rect(range, |rect, line| found.push((rect, line)));
    found
}

#[test]
fn a_point_on_a_grapheme_leads_to_one_of_its_borders_and_the_border_back_to_the_point() {
    let mut fonts = FontStore::new();
    for text in lines() {
        let layout = layout_of(&text, &mut fonts);
        for grapheme in graphemes(&text) {
            for (rect, line) in rects(&layout, &grapheme) {
                if rect.width() < 2.0 {
                    continue;
                }
                for part in [0.2, 0.8] {
                    let point = pos2(rect.left() + rect.width() * part, rect.center().y);
                    let (found, affinity) = layout.hit(point);
                    let border = segmentation::snap_to_grapheme(&text, found);
                    assert!(border == grapheme.start || border == grapheme.end, "{border} for {grapheme:?} in {text}");
                    let caret = layout.caret(found, affinity);
                    assert!((caret.left() - point.x).abs() <= rect.width() + SLACK, "{grapheme:?} in {text}");
                    assert_eq!(layout.line_at(found, affinity), line, "{grapheme:?} in {text}");
                }
            }
        }
    }
}

#[test]
fn a_selection_covers_exactly_its_graphemes() {
    let mut fonts = FontStore::new();
    for text in lines() {
        let layout = layout_of(&text, &mut fonts);
        let all = graphemes(&text);
        let single: Vec<Vec<(Rect, usize)>> = all.iter().map(|g| rects(&layout, g)).collect();
        for (from, length) in (0..all.len()).step_by(3).zip([1, 2, 5, 11, 40].into_iter().cycle()) {
            let to = (from + length).min(all.len());
            let covered = rects(&layout, &(all[from].start..all[to - 1].end));
            for (number, own) in single.iter().enumerate() {
                let chosen = (from..to).contains(&number);
                for (rect, line) in own.iter().filter(|(rect, _)| rect.width() > 2.0 * SLACK) {
                    let inside = |(c, l): &(Rect, usize)| l == line && c.left() - SLACK <= rect.left() && rect.right() <= c.right() + SLACK;
                    let touches = |(c, l): &(Rect, usize)| l == line && c.x_range().contains(rect.center().x);
                    let word = &text[all[number].clone()];
                    assert!(
                        if chosen { covered.iter().any(inside) } else { !covered.iter().any(touches) },
                        "{from}..{to}, {word:?} in {text}"
                    );
                }
            }
        }
    }
}

/// Everywhere a caret comes to from one edge of a block to the other.
fn walk(layout: &BlockLayout, text: &str, on: bool) -> Vec<Stand> {
    let mut stands = vec![layout.edge(text, on)];
    while let Some(next) = layout.pass(text, stands[stands.len() - 1], on) {
        stands.push(next);
        assert!(stands.len() <= 2 * text.len() + 2, "no end in {text}");
    }
    stands
}

#[test]
fn a_walk_as_seen_passes_every_grapheme_once_and_comes_back_by_as_many_steps() {
    let mut fonts = FontStore::new();
    for text in lines() {
        let layout = layout_of(&text, &mut fonts);
        let mut seen: Vec<_> = (0..layout.lines()).flat_map(|line| layout.seen(&text, line)).map(|s| s.bytes).collect();
        seen.sort_by_key(|bytes| bytes.start);
        assert_eq!(seen, graphemes(&text), "{text}");
        assert_eq!(walk(&layout, &text, true).len(), seen.len() + 1, "{text}");
        assert_eq!(walk(&layout, &text, false).len(), seen.len() + 1, "{text}, back");
    }
}

#[test]
fn a_walk_goes_one_way_along_each_line_and_from_line_to_line() {
    let mut fonts = FontStore::new();
    for text in lines() {
        let layout = layout_of(&text, &mut fonts);
        let side = if layout.is_rtl() { -1.0 } else { 1.0 };
        for on in [true, false] {
            let way = if on { side } else { -side };
            let stands = walk(&layout, &text, on);
            for step in stands.windows(2) {
                let at = |(offset, affinity): Stand| (layout.line_at(offset, affinity), layout.caret(offset, affinity).left());
                let ((line, x), (next_line, next_x)) = (at(step[0]), at(step[1]));
                let forth = if next_line == line { (next_x - x) * way >= -SLACK } else { (next_line > line) == on };
                assert!(forth, "{:?} at {x} in {line} to {:?} at {next_x} in {next_line}, {text}", step[0], step[1]);
            }
        }
    }
}

#[test]
fn a_text_of_one_direction_is_walked_as_it_is_stored() {
    let mut fonts = FontStore::new();
    for text in ["Kim met Putin.", "שלום לכולם", "한국 사람"] {
        let layout = layout_of(text, &mut fonts);
        let offsets: Vec<usize> = walk(&layout, text, true).into_iter().map(|(offset, _)| offset).collect();
        let expected: Vec<usize> = std::iter::once(0).chain(graphemes(text).into_iter().map(|g| g.end)).collect();
        assert_eq!(offsets, expected, "{text}");
    }
}

#[test]
fn in_a_mixed_line_the_caret_keeps_to_the_letter_it_has_passed() {
    let mut fonts = FontStore::new();
    // Seen: a b _ ב א _ c; each Hebrew letter has two bytes: a 0, b 1, _ 2, א 3, ב 5, _ 7, c 8.
    let text = "ab אב c";
    let layout = layout_of(text, &mut fonts);
    let (up, down) = (Affinity::Upstream, Affinity::Downstream);
    let there = [(0, down), (1, up), (2, up), (3, up), (5, down), (3, down), (8, up), (9, up)];
    assert_eq!(walk(&layout, text, true), there);
    let back = [(9, up), (8, down), (7, down), (5, up), (7, up), (2, down), (1, down), (0, down)];
    assert_eq!(walk(&layout, text, false), back);
}
