//! What Markdown reads as, that no word goes in silence, and that the map holds.
//!
//! Expected values: `CommonMark` 0.31 and GitHub Flavored Markdown (tables, section 4.10) for what is markup; the words themselves as they are
//! written, since nothing of them may be lost.

use std::collections::BTreeSet;

use super::*;
use crate::text::{Span, Style};
use proptest::prelude::*;

fn read(source: &str) -> Reading {
    read_with_map(source, Version::Second).0
}

fn text(source: &str) -> String {
    read(source).text
}

fn runs(source: &str) -> Vec<(String, Style)> {
    let reading = read(source);
    reading.runs.into_iter().map(|Run(span, style)| (reading.text[span.range()].to_owned(), style)).collect()
}

/// What is told of a file `a.md`.
fn told(source: &str) -> Vec<String> {
    told::findings(&read(source).left_out, "a.md").into_iter().map(|f| format!("{}: {}", f.place, f.what)).collect()
}

#[test]
fn numbers_and_signs_of_list_items_are_words() {
    let source = "14. August 2017 fand das Treffen statt.\n\n1986. A great year for talks.\n\nThey met in\n2016. It was cold.\n\n- 5 degrees were measured.\n\n+ 3 per cent was the growth.\n";
    let want = "14. August 2017 fand das Treffen statt.\n\n1986. A great year for talks.\n\nThey met in 2016. It was cold.\n\n- 5 degrees were measured.\n\n+ 3 per cent was the growth.";
    assert_eq!(text(source), want);
    let items: Vec<_> = runs(source).into_iter().map(|(_, style)| style).collect();
    assert_eq!(items, [Style::ListItem(1, Some(14)), Style::ListItem(1, Some(1986)), Style::ListItem(1, None), Style::ListItem(1, None)]);
}

#[test]
fn items_of_every_kind_keep_their_marks() {
    assert_eq!(
        text("1) a\n2) b\n   - c\n     more\n\n     para\n\n* [ ] task\n*\n* # Head\n"),
        "1) a\n\n2) b\n\n- c more\n\npara\n\n* [ ] task\n\n*\n\n* Head"
    );
    assert_eq!(text("> - quoted\n\n- - twice\n\n-\ttab\n"), "- quoted\n\n- - twice\n\n- tab");
    assert_eq!(text("-   | a | b |\n    |---|---|\n    | c | d |\n"), "- a\tb\nc\td");
}

#[test]
fn footnotes_and_definitions_that_nobody_uses_stay_in_the_text() {
    let source = "The minister resigned.[^1] The deputy stayed.[^2]\n\nA third stayed too.[^3]\n\n[^1]: Interview with the author, 2019.\n[^2]: Ibid.\n\n[^3]: Anonymous\n\n[sic]: Original\n";
    let want = "The minister resigned.[^1] The deputy stayed.[^2]\n\nA third stayed too.[^3]\n\n[^1]: Interview with the author, 2019.\n\n[^2]: Ibid.\n\n[^3]: Anonymous\n\n[sic]: Original";
    assert_eq!(text(source), want);
    assert_eq!(told(source), Vec::<String>::new());
    assert_eq!(text("> [sic]: Original\n> 'and more'\n\n- [a]: b\n- c[^9]\n"), "[sic]: Original\n'and more'\n\n- [a]: b\n\n- c[^9]");
}

#[test]
fn definitions_that_links_use_are_told() {
    let source = "See [the treaty][t] and [t].\n\n[t]: https://example.org \"Full text\"\n[T]: twice\n";
    assert_eq!(text(source), "See the treaty and t.");
    insta::assert_snapshot!(told(source).join("\n"), @r#"
    a.md, line 4: Markdown does not show these words: '[T]: twice'
    a.md, line 1: the label of a link is not shown: t (line 1)
    a.md, line 3: the definition of a link is not shown: [t]: https://example.org "Full text" (line 3)
    "#);
}

#[test]
fn cells_beyond_the_header_are_in_the_text() {
    let source = "| Speaker | Words |\n|---|---|\n| Ann | We signed it. | laughs |\n| Bob | A | B | C \\| D |\n| Eve |\n\nAfter the table.";
    assert_eq!(text(source), "Speaker\tWords\nAnn\tWe signed it.\tlaughs\nBob\tA\tB\tC | D\nEve\n\nAfter the table.");
    assert_eq!(told(source), Vec::<String>::new());
}

#[test]
fn a_sign_in_html_is_a_word_and_entities_and_attributes_are_understood() {
    let source = "<div>\nIf 3 < 5 and 7 > 2 then we agree.\n</div>\n\nAfter.";
    assert_eq!(text(source), "If 3 < 5 and 7 > 2 then we agree.\n\nAfter.");
    let source = "<p title=\"a > b\">B&amp;W <b>Kim</b>\n  Jong&nbsp;Un</p>";
    assert_eq!(text(source), "B&W Kim Jong\u{a0}Un");
    assert_eq!(runs(source), [("Kim".to_owned(), Style::Bold)]);
    insta::assert_snapshot!(told(source).join("\n"), @r#"
    a.md, line 1: a title that only shows under the pointer is not in the text: '<p title="a > b">'
    a.md, line 1: 3 HTML tags are not shown: <b> (line 1); </b> (line 1); </p> (line 2)
    "#);
}

#[test]
fn comments_scripts_and_styles_are_told_and_not_shown() {
    let source = "A <!-- do not\nprint --> B <script>alert('x')</script> C\n\n<style>\np { color: red }\n</style>\n\n<!-- draft -->\n";
    assert_eq!(text(source), "A  B  C");
    insta::assert_snapshot!(told(source).join("\n"), @r"
    a.md, line 1: a comment is not shown: '<!-- do not print -->'
    a.md, line 2: a script is not shown: 'alert('x')'
    a.md, line 5: a style sheet is not shown: 'p { color: red }'
    a.md, line 8: a comment is not shown: '<!-- draft -->'
    a.md, line 2: 4 HTML tags are not shown: <script> (line 2); </script> (line 2); <style> (line 4); </style> (line 6)
    ");
}

#[test]
fn html_that_never_ends_is_shown_and_told() {
    let source = "Before\n\n<!-- never\n\nended <b>x</b>\n";
    let reading = read(source);
    assert_eq!(reading.text, "Before\n\n<!-- never\n\nended <b>x</b>");
    assert_eq!(reading.broken, [3]);
    assert_eq!(text("<script>\nlet a;\n"), "\nlet a;");
    assert_eq!(text("a <script>b\n\nc"), "a b\n\nc");
    assert_eq!(text("<div>\na <b title=\"x\n"), "a <b title=\"x");
}

#[test]
fn titles_pictures_and_addresses_are_told() {
    let source =
        "[a](https://x.y/z \"Long title\") ![A soldier](s.png) <img src='t.png' alt='A &amp; B'> [b](u)\n\n```rust ignore\nx\n```\n\n---\n";
    assert_eq!(text(source), "a A soldier A & B b\n\nx");
    insta::assert_snapshot!(told(source).join("\n"), @r#"
    a.md, line 1: a title that only shows under the pointer is not in the text: 'https://x.y/z "Long title"'
    a.md, line 1: an HTML tag is not shown: <img src='t.png' alt='A &amp; B'> (line 1)
    a.md, line 1: the address of a link is kept with its words: u (line 1)
    a.md, line 1: a picture is not shown: s.png (line 1)
    a.md, line 3: the language of a code block is not shown: rust ignore (line 3)
    a.md, line 7: a horizontal rule is not shown: --- (line 7)
    "#);
}

#[test]
fn html_is_laid_out_as_a_browser_does() {
    assert_eq!(text("<table><tr><th>A<th>B\n<tr><td><p>c</p><p>d</p></td>\n <td></td><td>e</td></tr></table>"), "A\tB\nc\nd\te");
    assert_eq!(text("<ol start=3><li>x\n<li value=9>y</ol>"), "x\n\ny");
    let numbers: Vec<Style> = runs("<ol start=3><li>x\n<li value=9>y</ol>").into_iter().map(|(_, style)| style).collect();
    assert_eq!(numbers, [Style::ListItem(1, Some(3)), Style::ListItem(1, Some(9))]);
    assert_eq!(text("<pre>\na\n  b</pre>\n<p>c <br> d</p>"), "a\n  b\n\nc\nd");
    assert_eq!(text("> <div>\n> a &lt; b\n> c\n> </div>\n"), "a < b c");
    assert_eq!(
        runs("<h2>Head</h2>\n<p><a href='x&amp;y'>l</a></p>"),
        [("Head".to_owned(), Style::Heading(2)), ("l".to_owned(), Style::Link("x&y".into()))]
    );
}

#[test]
fn front_matter_stays_as_it_is_written() {
    assert_eq!(text("---\ntitle: A report\ndate: 2023-09-14\n---\n\nBody\n"), "title: A report\ndate: 2023-09-14\n\nBody");
    assert_eq!(text("---\nTitle\n---\n"), "Title");
}

#[test]
fn typography_and_breaks_are_as_before() {
    assert_eq!(text("# Head\n\nA **bold *both*** ~~gone~~ `co de` [link](http://x.y).\n"), "Head\n\nA bold both gone co de link.");
    assert_eq!(text("one\ntwo  \nthree\\\nfour<br>\nfive"), "one two\nthree\nfour\nfive");
    assert_eq!(text("A &amp; B \\*no\\* &#8211; <https://q.r> <a@b.c>"), "A & B *no* – https://q.r a@b.c");
    assert_eq!(text("```rust\nlet a;\n\n  b\n```\nafter"), "let a;\n\n  b\n\nafter");
    assert_eq!(text("1 < 2\n< x\n<3 you\n"), "1 < 2 < x <3 you");
}

#[test]
fn quotes_nested_a_hundred_thousand_deep_are_read() {
    let deep = format!("{} word\n{}", ">".repeat(100_000), "lazy\n".repeat(20_000));
    let text = text(&deep);
    assert!(text.contains(" word lazy lazy") && text.ends_with("lazy"));
    assert!(runs(&deep).len() <= 255);
}

#[test]
fn every_row_of_a_long_table_is_there() {
    let table = format!("|a|b|\n|-|-|\n{}", "|x|y|z|\n".repeat(64_000));
    assert_eq!(text(&table).lines().count(), 64_001);
    assert!(text(&table).ends_with("x\ty\tz"));
}

/// Every run of letters and digits.
fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect()
}

/// Words of the source that are neither in the text nor told. Character references and line breaks are no words.
fn lost(source: &str) -> Vec<String> {
    let references = regex::Regex::new("&(#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z0-9]+);?|<br ?/?>").unwrap();
    let bare = references.replace_all(source, " ");
    let all = format!("{} {}", text(source), told(source).join(" "));
    let there = words(&all);
    words(&bare).into_iter().filter(|word| !there.contains(word) && !all.contains(word)).map(str::to_owned).collect()
}

#[test]
fn no_word_of_the_kinds_of_commonmark_is_lost() {
    // One or more for each section of the specification.
    for source in [
        "\tfoo\tbaz\t\tbim\n",
        "  - foo\n\n\tbar\n",
        "\\!\\\"\\# \\a \\→",
        "&nbsp; &amp; &copy; &AElig; &#35; &#X22; &nosuch; &#87654321;",
        "- `one\n- two`\n",
        "***\n- - -\nfoo\n",
        "# foo #\n### bar ###\n#hashtag\n",
        "Foo *bar\nbaz*\n====\nnext\n---\n",
        "    code\n\n\tmore\n",
        "``` info string\nx\n~~~\ny\n```\n",
        "<table><tr><td>\n<pre>\n**Hello**,\n\n_world_.\n</pre>\n</td></tr></table>\n",
        " <div>\n  *hello*\n         <foo><a>\n",
        "</div>\n*foo*\n",
        "<DIV CLASS=\"foo\">\n\n*Markdown*\n\n</DIV>\n",
        "<div id=\"foo\"\n  class=\"bar\">\n</div>\n",
        "<del>\n*foo*\n</del>\n",
        "<pre language=\"haskell\"><code>\nimport Text\n</code></pre>\nokay\n",
        "<textarea>\n\n*foo*\n\n_bar_\n</textarea>\n",
        "<style\n  type=\"text/css\">\nh1 {color:red;}\n</style>\nokay\n",
        "<!-- Foo\n\nbar\n   baz -->\nokay\n",
        "<?php\n\n  echo '>';\n\n?>\nokay\n",
        "<!DOCTYPE html>\n<![CDATA[\nfunction matchwo(a,b)\n{}\n]]>\nokay\n",
        "[foo]: /url \"title\"\n\n[foo]\n",
        "[foo]: <bar>(baz)\n\n[foo]\n",
        "[foo]: /url 'title \"quotes\" \\\\ more'\n[bar]\n",
        "[foo]: /url\nbar\n===\n[foo]\n",
        "[\nfoo\n]: /url\nbar\n",
        "# [Foo]\n[foo]: /url\n> bar\n",
        "aaa\n\n\nbbb   \nccc\\\nddd\n",
        "> # Foo\n> bar\n> baz\nlazy\n",
        "> - a\n> b\n",
        "1.  A paragraph\n    with two lines.\n\n        indented code\n\n    > A block quote.\n",
        "10) a\n20) b\n",
        "- foo\n  - bar\n    - baz\n\n\n      bim\n",
        "`` foo ` bar ``\n",
        "*foo bar* **foo** _a_b_c_ ***x***\n",
        "[link](/uri \"title\") [link](<b)c>) [a](<b>\n)\n",
        "[link [bar](/uri)](/uri) ![moon](moon.jpg)\n",
        "[foo][ref[] [a][BaR] [bar]\n\n[bar]: /url \"title\"\n",
        "![foo *bar*][] ![x](/u 'tt')\n\n[foo *bar*]: train.jpg \"train & tracks\"\n",
        "<http://foo.bar.baz/test?q=hello&id=22&boolean>\n",
        "<made-up-scheme://foo,bar> <foo+@bar.example.com>\n",
        "<a foo=\"bar\" bam = 'baz <em>\"</em>'\n_boolean zoop:33=zoop:33 />\n",
        "Foo <responsive-image src=\"foo.jpg\" />\n",
        "foo <!-- this is a --\ncomment - with hyphens --> bar <?php echo $a; ?> <!ELEMENT br EMPTY>\n",
        "foo<br>bar<br/>\nbaz\n",
        "hello $.;'there\n",
        "| f\\|oo |\n| --- |\n| b `\\|` az |\n",
        "| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |\n> quote\n",
        "~~Hi~~ Hello, ~there~ world!\n",
        "www.commonmark.org/help http://x.y/z.\n",
        "[^1] and [^note]\n\n[^1]: one\n[^note]: two\n    three\n\n    four\n[^lonely]: five\n",
    ] {
        assert_eq!(lost(source), Vec::<String>::new(), "{source:?} reads {:?} and {:?}", text(source), told(source));
    }
}

/// Pieces of Markdown that, put together, make most of its structures. `w` is a word that stands nowhere else.
const PIECES: [&str; 64] = [
    "w",
    "w",
    "w",
    " ",
    " ",
    "**",
    "*",
    "_",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "+ ",
    "12. ",
    "1986) ",
    "    ",
    "`",
    "```w\n",
    "~~",
    "[",
    "]",
    "](w)",
    "](w \"w w\")",
    "](<w>)",
    "![",
    "![w](w 'w')",
    "[w][",
    "[w]: w\n",
    "[w]: w 'w'\n",
    "[^w]",
    "[^w]: ",
    "&amp;",
    "&#13;",
    "&#0;",
    "&w",
    "\\",
    "<b>",
    "</b>",
    "<p title=\"w > w\">",
    "</div>",
    "<div>\n",
    "<!-- w ",
    "-->",
    "<script>w",
    "</script>",
    "<style>\n",
    "</style>",
    "<img alt='w w' src=w>",
    "< w",
    "<w",
    "| w | w |\n|---|---|\n",
    "| w | w | w \\| w |\n",
    "|",
    "# ",
    "é",
    "習近平",
    "😀",
    "---\n",
    "---\nw: w\n---\n",
    "  \n",
    "\t",
    "<?w ?>",
    "<![CDATA[ w ]]>",
    "<https://w.w>",
];

fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![6 => proptest::sample::select(&PIECES[..]).prop_map(str::to_owned), 1 => "[^\r]{0,3}"];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| {
        let mut number = 0;
        let mut numbered = |piece: String| {
            piece.chars().fold(String::new(), |mut out, c| {
                out.push(c);
                if c == 'w' {
                    number += 1;
                    out.extend([number.to_string().as_str(), "x"]);
                }
                out
            })
        };
        pieces.into_iter().map(&mut numbered).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn no_word_of_any_markdown_is_lost(source in markdown()) {
        prop_assert_eq!(lost(&source), Vec::<String>::new(), "reads {:?} and {:?}", text(&source), told(&source));
    }

    #[test]
    fn any_markdown_gives_a_text_whose_map_and_runs_hold(source in markdown()) {
        let (reading, map) = read_with_map(&source, Version::Second);
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

#[test]
fn tags_in_a_style_sheet_or_script_are_none() {
    let of = |source: &str| (text(source), runs(source));
    assert_eq!(of("`<style>\n<b></style>&#0;"), ("`\u{fffd}".to_owned(), vec![]));
    assert_eq!(of("a <b>bc<script>\n</b><i></script>é</b> d"), ("a bcé d".to_owned(), vec![("bcé".to_owned(), Style::Bold)]));
    assert_eq!(of("a<style> <blockquote> </style><li>é"), ("a\n\né".to_owned(), vec![("é".to_owned(), Style::ListItem(1, None))]));
}

#[test]
fn a_place_in_the_source_is_found_in_the_text_through_marks_and_html() {
    let source = "- 5 *degrees*\n\n<p>B&amp;W <b>Kim</b></p>";
    let (reading, map) = read_with_map(source, Version::Second);
    let of = |words: &str| {
        let at = source.find(words).unwrap();
        map.to_reading(Span::new(at, at + words.len()).unwrap()).map(|s| reading.text[s.range()].to_owned())
    };
    assert_eq!(of("- 5 *degrees*").as_deref(), Some("- 5 degrees"));
    assert_eq!(of("B&amp;W").as_deref(), Some("B&W"));
    assert_eq!(of("<b>Kim</b>").as_deref(), Some("Kim"));
}
