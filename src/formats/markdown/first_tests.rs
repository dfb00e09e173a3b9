//! What the first reader made of Markdown: documents that it read keep their text, so this must not change.

use super::*;
use crate::text::{Span, Style};
use proptest::prelude::*;

fn text(source: &str) -> String {
    read_with_map(source, Version::First).0.text
}

fn runs(source: &str) -> Vec<(String, Style)> {
    let (reading, _) = read_with_map(source, Version::First);
    reading.runs.into_iter().map(|Run(span, style)| (reading.text[span.range()].to_owned(), style)).collect()
}

#[test]
fn marks_become_runs_and_leave_the_text() {
    let source = "# Head\n\nA **bold *both*** ~~gone~~ `co de` [link](http://x.y).\n";
    assert_eq!(text(source), "Head\n\nA bold both gone co de link.");
    let styles = [
        ("Head", Style::Heading(1)),
        ("bold both", Style::Bold),
        ("both", Style::Italic),
        ("gone", Style::Strikethrough),
        ("co de", Style::Code),
        ("link", Style::Link("http://x.y".into())),
    ];
    assert_eq!(runs(source), styles.map(|(words, style)| (words.to_owned(), style)));
}

#[test]
fn blocks_are_parted_by_exactly_one_blank_line() {
    assert_eq!(
        text("One\n\n\n\nTwo\n***\n> quoted\n>\n> twice\n\n- a\n- b\n\n      code"),
        "One\n\nTwo\n\nquoted\n\ntwice\n\na\n\nb\n\ncode"
    );
}

#[test]
fn list_markers_are_in_the_run_alone() {
    let source = "3. three\n4. four\n   - deep\n";
    let items = [("three", Style::ListItem(1, Some(3))), ("four\n\ndeep", Style::ListItem(1, Some(4))), ("deep", Style::ListItem(2, None))];
    assert_eq!(runs(source), items.map(|(words, style)| (words.to_owned(), style)));
}

#[test]
fn soft_breaks_are_spaces_and_hard_ones_line_ends() {
    assert_eq!(text("one\ntwo  \nthree\\\nfour<br>five"), "one two\nthree\nfour\nfive");
}

#[test]
fn plain_typography_stays_as_it_is() {
    let source = "\"It's\" -- a 'test'... (c) 100% 1941-2031, a_b_c * d";
    assert_eq!(text(source), source);
}

#[test]
fn entities_and_escapes_become_what_they_stand_for() {
    let source = "A &amp; B \\*no\\* &#8211;";
    let (reading, map) = read_with_map(source, Version::First);
    assert_eq!(reading.text, "A & B *no* –");
    let of = |words: &str| {
        let at = source.find(words).unwrap();
        map.to_reading(Span::new(at, at + words.len()).unwrap()).map(|s| &reading.text[s.range()])
    };
    assert_eq!(of("&amp;"), Some("&"));
    assert_eq!(of("\\*no\\*"), Some("*no*"));
    assert_eq!(of("&#8211;"), Some("–"));
}

#[test]
fn html_goes_and_its_words_stay() {
    let (reading, _) = read_with_map("A <i>b</i>\n\n<div>\nin *div*\n</div>\n\n<!-- no -->\n\nEnd", Version::First);
    assert_eq!(reading.text, "A b\n\nin *div*\n\nEnd");
}

#[test]
fn a_table_is_rows_of_cells() {
    assert_eq!(text("before\n\n| a | b |\n|---|---|\n| c | **d** |\n\nafter"), "before\n\na\tb\nc\td\n\nafter");
}

#[test]
fn code_blocks_keep_their_lines() {
    assert_eq!(text("```rust\nlet a;\n\n  b\n```\nafter"), "let a;\n\n  b\n\nafter");
}

#[test]
fn a_bold_name_is_found_from_its_place_in_the_source() {
    let source = "-- **Kim Jong Un**, general secretary";
    let (reading, map) = read_with_map(source, Version::First);
    let span = map.to_reading(Span::new(3, 18).unwrap()).unwrap();
    assert_eq!(&reading.text[span.range()], "Kim Jong Un");
    assert_eq!(map.to_original(span), Some(Span::new(5, 16).unwrap()));
}

/// Pieces of Markdown that, put together, make most of its structures.
fn markdown() -> impl Strategy<Value = String> {
    const PIECES: [&str; 34] = [
        "Kim",
        " ",
        "**",
        "*",
        "_",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "12. ",
        "    ",
        "`",
        "```\n",
        "~~",
        "[",
        "](u)",
        "![",
        "&amp;",
        "&#13;",
        "&#0;",
        "\\",
        "<b>",
        "</div>",
        "<div>\n",
        "<!--",
        "| a | b |\n|---|---|\n",
        "|",
        "# ",
        "é",
        "習近平",
        "😀",
        "---\n",
        "  \n",
        "\t",
    ];
    let piece = prop_oneof![4 => proptest::sample::select(&PIECES[..]).prop_map(str::to_owned), 1 => "[^\r]{0,3}"];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_markdown_gives_a_text_whose_map_and_runs_hold(source in markdown()) {
        let (reading, map) = read_with_map(&source, Version::First);
        let text = &reading.text;
        prop_assert!(ReadingText::new(text.as_str()).is_ok());
        for Run(span, _) in &reading.runs {
            prop_assert!(text.get(span.range()).is_some());
        }
        let mut last = (0, 0);
        for chunk in map.chunks() {
            prop_assert!(last.0 <= chunk.original.start() && last.1 <= chunk.reading.start());
            last = (chunk.original.end(), chunk.reading.end());
            prop_assert!(source.get(chunk.original.range()).is_some() && text.get(chunk.reading.range()).is_some());
            if chunk.verbatim {
                prop_assert_eq!(&source[chunk.original.range()], &text[chunk.reading.range()]);
            }
            prop_assert_eq!(map.to_reading(chunk.original), Some(chunk.reading));
            prop_assert_eq!(map.to_original(chunk.reading), Some(chunk.original));
        }
    }
}
