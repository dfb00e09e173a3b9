//! The page in sixteen languages, and in no language at all: random characters with random annotations.
//!
//! The texts lie beside the repository (or where `VARIORUM_SHARED` says); where they do not, that is said and nothing is tested.
//! The geometry of the same texts is tested in `src/ui/text_view/scripts.rs`.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its own fixture has failed")]

mod page;

use std::path::PathBuf;

use egui::{Key, Modifiers, pos2};
use page::{Shell, click, focused, mark};
use proptest::collection::vec;
use proptest::prelude::*;
use variorum::text::{Span, segmentation};
use variorum::ui::text_view::PageEvent;

/// Paragraphs taken from each text, and the most bytes of one: a few lines show what a whole book would.
const PARAGRAPHS: usize = 3;
const LONGEST: usize = 420;

/// Name and first paragraphs of each text.
fn texts() -> Vec<(String, String)> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("VARIORUM_SHARED").map_or(beside, PathBuf::from).join("corpora/multilingual");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: the multilingual texts are not beside the repository");
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = files.map(|f| f.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    paths.sort();
    assert!(paths.len() >= 16, "{paths:?}");
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let lines = text.lines().map(str::trim).filter(|line| line.chars().count() > 25);
        let cut = |line: &str| {
            let end = segmentation::snap_to_grapheme(line, line.len().min(LONGEST));
            line[..end].trim_end().to_owned()
        };
        let paragraphs: Vec<String> = lines.take(PARAGRAPHS).map(cut).collect();
        (path.file_stem().unwrap().to_string_lossy().into_owned(), paragraphs.join("\n"))
    };
    paths.into_iter().map(read).collect()
}

/// Whether a paragraph reads from right to left: its first letter decides.
fn reads_leftwards(paragraph: &str) -> bool {
    let first = paragraph.chars().find(|c| c.is_alphabetic());
    first.is_some_and(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'))
}

/// Presses one key `times` times and says where the caret went.
fn walk(h: &mut egui_kittest::Harness<'_, Shell>, key: Key, times: usize) -> Vec<usize> {
    h.state_mut().events.clear();
    for _ in 0..times {
        h.key_press(key);
    }
    h.run();
    let focus = |event: &PageEvent| if let PageEvent::Select(selection) = event { Some(selection.focus) } else { None };
    h.state().events.iter().filter_map(focus).collect()
}

/// Whether a paragraph has letters or digits of both directions, so that it is not seen as it is stored.
fn is_mixed(paragraph: &str) -> bool {
    let of_one = |c: char| c.is_alphanumeric().then(|| reads_leftwards(c.encode_utf8(&mut [0; 4])));
    let found: Vec<bool> = paragraph.chars().filter_map(of_one).collect();
    found.contains(&true) && found.contains(&false)
}

#[test]
fn a_caret_walk_there_and_back_takes_one_press_for_each_grapheme_in_every_language() {
    for (name, text) in texts() {
        let mut borders = vec![0];
        while *borders.last().unwrap() < text.len() {
            borders.push(segmentation::next_grapheme(&text, *borders.last().unwrap()));
        }
        let mut h = focused(Shell::with(&text, &[]));
        h.key_press_modifiers(Modifiers::CTRL, Key::Home);
        h.run();
        // Where the first paragraph begins to be seen need not be where it is stored.
        walk(&mut h, if reads_leftwards(&text) { Key::ArrowRight } else { Key::ArrowLeft }, 20);
        let paragraphs: Vec<(usize, &str)> = text.split('\n').map(|p| (p.as_ptr() as usize - text.as_ptr() as usize, p)).collect();
        for (on, order) in [(true, paragraphs.clone()), (false, paragraphs.iter().rev().copied().collect())] {
            for (start, paragraph) in order {
                let (end, mixed) = (start + paragraph.len(), is_mixed(paragraph));
                let inside: Vec<usize> = borders.iter().copied().filter(|b| (start..=end).contains(b)).collect();
                let key = if reads_leftwards(paragraph) == on { Key::ArrowLeft } else { Key::ArrowRight };
                let visited = walk(&mut h, key, inside.len() - 1);
                // Every press but the last, which stops at the edge, stays in the paragraph; none more leaves it.
                assert!(visited.iter().all(|at| (start..=end).contains(at)), "{name}, {on}: {visited:?} in {start}..{end}");
                let expected: Vec<usize> = if on { inside[1..].to_vec() } else { inside.iter().rev().skip(1).copied().collect() };
                assert!(mixed || visited == expected, "{name}, {on}: {visited:?} for {expected:?}");
                let beyond = walk(&mut h, key, 1);
                assert!(beyond.iter().all(|at| !(start..=end).contains(at)), "{name}, {on}: {beyond:?} beyond {start}..{end}");
                assert_eq!(beyond.is_empty(), if on { end == text.len() } else { start == 0 }, "{name}, {on}");
            }
        }
    }
}

#[test]
fn a_click_on_any_place_of_any_language_puts_the_caret_on_a_grapheme_border() {
    for (name, text) in texts() {
        let mut h = focused(Shell::with(&text, &[]));
        for step in 0..12_u8 {
            click(&mut h, pos2(160.0 + 53.0 * f32::from(step), 60.0 + 23.0 * f32::from(step % 7)));
            let focus = h.state().selection.unwrap().focus;
            assert_eq!(segmentation::snap_to_grapheme(&text, focus), focus, "{name}");
        }
    }
}

/// The kinds of characters that trouble a page: of each some, in an order that nobody would write.
const ODD: [(&str, &[char]); 11] = [
    ("controls", &['\0', '\u{7}', '\u{1b}', '\u{7f}', '\u{9b}', '\t', '\n']),
    ("line separators", &['\u{85}', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}']),
    ("joiners", &['\u{200c}', '\u{200d}', '\u{200b}', '\u{2060}', '\u{feff}', '\u{34f}', '\u{ad}']),
    ("overrides", &['\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{200e}', '\u{200f}', '\u{61c}']),
    ("isolates", &['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}']),
    ("lone marks", &['\u{301}', '\u{323}', '\u{5b8}', '\u{64e}', '\u{93f}', '\u{e31}', '\u{20e3}', '\u{1ab0}']),
    ("variation selectors", &['\u{fe00}', '\u{fe0f}', '\u{e0100}', '\u{180b}']),
    ("tags", &['\u{e0001}', '\u{e0067}', '\u{e007f}', '\u{1f3f4}']),
    ("noncharacters", &['\u{fdd0}', '\u{fffe}', '\u{ffff}', '\u{10ffff}', '\u{e000}', '\u{378}']),
    ("beyond the first plane", &['\u{1f468}', '\u{1f1f0}', '\u{1f1f7}', '\u{10330}', '\u{20000}', '\u{1d173}', '\u{1f3fb}']),
    ("conjoining and complex", &['\u{1112}', '\u{1161}', '\u{11ab}', 'ก', 'ᠠ', 'ཀ', 'ក', '្', 'က', 'ள']),
];

/// A character: any at all, one of an odd kind, or a letter of a script that joins or runs leftwards.
fn any_character() -> impl Strategy<Value = char> {
    let odd = proptest::sample::select(&ODD[..]).prop_flat_map(|(_, characters)| proptest::sample::select(characters));
    let letters = "[ a-zא-תا-ي가-힣]".prop_map(|s| s.chars().next().unwrap_or(' '));
    prop_oneof![2 => any::<char>(), 3 => odd, 2 => letters]
}

#[test]
fn a_page_of_one_odd_kind_alone_is_painted_and_walked() {
    for (kind, characters) in ODD {
        // The kind by itself, and each of it behind a letter.
        let text: String = characters.iter().chain(characters).copied().chain(characters.iter().flat_map(|c| ['a', *c])).collect();
        let mut h = focused(Shell::marked(&text, vec![mark("n", 3, Span::new(0, text.len()).unwrap(), &text)]));
        h.key_press_modifiers(Modifiers::CTRL, Key::Home);
        for _ in 0..text.chars().count() {
            h.key_press(Key::ArrowRight);
            h.step();
            let focus = h.state().selection.unwrap_or_default().focus;
            assert_eq!(segmentation::snap_to_grapheme(&text, focus), focus, "{kind}");
        }
        let shapes = h.output().shapes.clone();
        assert!(!h.ctx.tessellate(shapes, 1.0).is_empty(), "{kind}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_characters_with_any_spans_are_laid_out_and_painted(
        characters in vec(any_character(), 0..160),
        spans in vec((any::<u16>(), any::<u8>(), 0..25_usize), 0..12),
        at in (0.0..900.0_f32, 0.0..700.0_f32),
    ) {
        let text: String = characters.into_iter().map(|c| if c == '\r' { '\n' } else { c }).collect();
        let annotations = spans.iter().enumerate().filter_map(|(number, (start, length, code))| {
            let start = text.floor_char_boundary(usize::from(*start) % text.len().max(1));
            let end = text.floor_char_boundary((start + 1 + usize::from(*length)).min(text.len()));
            Some(mark(&format!("n{number}"), *code, Span::new(start, end).ok()?, &text))
        });
        let mut shell = Shell::marked(&text, annotations.collect());
        shell.selected = shell.project.annotations().keys().next().cloned();
        let mut h = focused(shell);
        for key in [Key::ArrowRight, Key::ArrowDown, Key::ArrowLeft, Key::End, Key::ArrowUp, Key::Home] {
            h.key_press_modifiers(Modifiers::SHIFT, key);
        }
        h.run();
        click(&mut h, pos2(at.0, at.1));
        let shapes = h.output().shapes.clone();
        prop_assert!(!h.ctx.tessellate(shapes, 1.0).is_empty());
        let focus = h.state().selection.unwrap_or_default().focus;
        prop_assert_eq!(segmentation::snap_to_grapheme(&text, focus), focus);
    }
}
