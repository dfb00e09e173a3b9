//! Geometry in sixteen languages: points lead to places, and selections cover their letters and no others.
//!
//! The texts lie beside the repository (or where `VARIORUM_SHARED` says); where they do not, that is said and only the lines here
//! are tested. The faces are the bundled ones with the system's behind them: what is tested holds with any.

use std::ops::Range;
use std::path::PathBuf;

use egui::{Rect, pos2};

use super::api::{Face, Paragraphs};
use super::fonts::FontStore;
use super::layout::{BlockLayout, Metrics};
use super::model::Blocks;
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
