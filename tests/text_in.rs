//! The text that comes in is the text one reads: inputs after public bug reports of other programs.
//!
//! Right values: for Markdown `CommonMark` 0.31 and GitHub's tables and footnotes, for HTML the standard (and Python's `html.parser`), for
//! encodings the text that was encoded. The inputs are repeated here; where `../shared/cases` is present its files are read as well.
#![allow(clippy::format_collect, reason = "plain words count more than speed in a test")]

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use variorum::formats::{FormatError, Input, ProjectPart, ReadOptions, Report, by_id, recognise};
use variorum::text::Style;

fn read(format: &str, name: &str, bytes: &[u8]) -> Result<(ProjectPart, Report), FormatError> {
    let options = ReadOptions { encoding: None, now: Timestamp::UNIX_EPOCH };
    by_id(format).unwrap().read(&Input { path: Path::new(name), bytes }, &options)
}

/// The reading text, and everything that is told, in one line each.
fn text_and_report(format: &str, name: &str, bytes: &[u8]) -> (String, String) {
    let (part, report) = read(format, name, bytes).unwrap();
    let text = part.documents().next().unwrap().text.as_str().to_owned();
    (text, report.findings.iter().map(|f| format!("{}: {}\n", f.place, f.what)).collect())
}

fn markdown(source: &str) -> (String, String) {
    text_and_report("markdown", "a.md", source.as_bytes())
}

/// A file of the cases that are beside the repository; `None` where they are not.
fn case(name: &str) -> Option<Vec<u8>> {
    let shared = std::env::var_os("VARIORUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    std::fs::read(shared.join("cases").join(name)).ok()
}

/// The case as it is repeated here, and the same as a file, where it is there.
fn with_case(name: &str, repeated: &[u8], check: impl Fn(&[u8])) {
    check(repeated);
    if let Some(bytes) = case(name) {
        assert_eq!(String::from_utf8_lossy(&bytes), String::from_utf8_lossy(repeated), "{name} is repeated as it is");
        check(&bytes);
    }
}

#[test]
fn dates_years_and_signs_at_the_beginning_of_a_line_are_words() {
    let source = b"14. August 2017 fand das Treffen statt.\n\n1986. A great year for talks.\n\nThey met in\n2016. It was cold.\n\n- 5 degrees were measured.\n\n+ 3 per cent was the growth.\n";
    with_case("p07-dates.md", source, |bytes| {
        let (text, _) = text_and_report("markdown", "p07-dates.md", bytes);
        for words in ["14. August 2017 fand", "1986. A great year", "They met in 2016. It was cold.", "- 5 degrees", "+ 3 per cent"] {
            assert!(text.contains(words), "{words} in {text}");
        }
    });
}

#[test]
fn footnotes_of_one_word_and_notes_in_brackets_are_words() {
    let source = b"The minister resigned.[^1] The deputy stayed.[^2]\n\nA third stayed too.[^3]\n\n[^1]: Interview with the author, 2019.\n[^2]: Ibid.\n\n[^3]: Anonymous\n\n[sic]: Original\n";
    with_case("p08-footnotes.md", source, |bytes| {
        let (text, told) = text_and_report("markdown", "p08-footnotes.md", bytes);
        for words in ["resigned.[^1]", "[^1]: Interview with the author, 2019.", "[^2]: Ibid.", "[^3]: Anonymous", "[sic]: Original"] {
            assert!(text.contains(words), "{words} in {text}");
        }
        assert_eq!(told, "");
    });
}

#[test]
fn cells_beyond_the_header_are_words() {
    let source = b"| Speaker | Words |\n|---|---|\n| Ann | We signed it. | laughs |\n| Bob | A | B | C |\n| Eve |\n\nAfter the table.\n";
    with_case("p09-table.md", source, |bytes| {
        let (text, _) = text_and_report("markdown", "p09-table.md", bytes);
        assert_eq!(text, "Speaker\tWords\nAnn\tWe signed it.\tlaughs\nBob\tA\tB\tC\nEve\n\nAfter the table.");
    });
}

#[test]
fn what_stands_behind_a_less_than_sign_in_html_is_words() {
    let source = b"<div>\nIf 3 < 5 and 7 > 2 then we agree.\n</div>\n\nAfter.\n";
    with_case("p10-less-than.md", source, |bytes| {
        let (text, _) = text_and_report("markdown", "p10-less-than.md", bytes);
        assert_eq!(text, "If 3 < 5 and 7 > 2 then we agree.\n\nAfter.");
    });
    let (text, told) = markdown(
        "<p title=\"a > b\">R&amp;D &lt;secret&gt; &eacute;t&eacute;</p>\n\n<!-- not\nfor print -->\n\n<script>track()</script>\n",
    );
    assert_eq!(text, "R&D <secret> été");
    for words in ["a > b", "not for print", "track()", "line 1", "line 3", "line 6"] {
        assert!(told.contains(words), "{words} in {told}");
    }
}

#[test]
fn a_link_keeps_its_words_and_its_address_and_a_title_is_told() {
    let source = b"See [the treaty text](https://example.org/treaty) for more.\n\nSecond paragraph here.\n";
    with_case("p17-link.md", source, |bytes| {
        let (part, report) = read("markdown", "p17-link.md", bytes).unwrap();
        let document = part.documents().next().unwrap();
        assert_eq!(document.text.as_str(), "See the treaty text for more.\n\nSecond paragraph here.");
        let run = document.runs.first().unwrap();
        assert_eq!((document.text.slice(run.0), &run.1), (Some("the treaty text"), &Style::Link("https://example.org/treaty".into())));
        assert!(report.findings.iter().any(|f| f.what.contains("https://example.org/treaty") && f.place.ends_with("line 1")));
    });
    let (_, told) = markdown("A [treaty](t.html \"Signed in secret\") and ![Kim](kim.png 'At the station').\n");
    assert!(told.contains("Signed in secret") && told.contains("At the station"), "{told}");
}

#[test]
fn one_bad_byte_does_not_change_the_encoding() {
    with_case("p12-one-bad-byte.txt", b"The caf\xc3\xa9 was open\xff and then closed.\n", |bytes| {
        let (text, told) = text_and_report("text", "p12.txt", bytes);
        assert_eq!(text, "The café was open\u{fffd} and then closed.\n");
        assert!(told.contains("byte 18, line 1"), "{told}");
    });
    // The last letter of a file that was cut: é is two bytes, of which one is left.
    let whole = "Zeile eins\nWir sahen das Café";
    let (text, told) = text_and_report("text", "cut.txt", &whole.as_bytes()[..whole.len() - 1]);
    assert_eq!(text, "Zeile eins\nWir sahen das Caf\u{fffd}");
    assert!(told.contains("line 2: the file ends in the middle of a character"), "{told}");
}

#[test]
fn chinese_in_utf_16_without_a_mark_is_chinese() {
    let source = "我昨天在中国大使馆见到了王先生。\n中国，是一个国家。\n";
    with_case("p05-chinese.txt", source.as_bytes(), |bytes| {
        let text = std::str::from_utf8(bytes).unwrap();
        for order in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
            let encoded: Vec<u8> = text.encode_utf16().flat_map(order).collect();
            assert_eq!(text_and_report("text", "p05.txt", &encoded).0, text);
        }
    });
}

#[test]
fn a_dataset_with_a_byte_order_mark_is_read() {
    let header = r#"{"variorum":"1.0","offsets":"code-point","project":{"id":"p","title":"T"},"codebook":{}}"#;
    let bytes = format!("\u{feff}{header}\n").into_bytes();
    assert_eq!(recognise(&bytes, Path::new("a.jsonl")).map(|f| f.about().id), Some("variorum-jsonl"));
    read("variorum-jsonl", "a.jsonl", &bytes).unwrap();
    if let Some(bytes) = case("p20-bom.jsonl") {
        let (part, _) = read("variorum-jsonl", "p20-bom.jsonl", &bytes).unwrap();
        assert!(!part.records.is_empty());
    }
}

#[test]
fn ids_come_from_names_of_every_script_in_either_normal_form() {
    let id = |name: &str| read("text", name, b"Words.").unwrap().0.documents().next().unwrap().id.to_string();
    assert_eq!((id("会议.txt").as_str(), id("Über.txt").as_str()), ("hui-yi", "uber"));
    assert_eq!(id("Cafe\u{301}.txt"), id("Caf\u{e9}.txt"));
    assert_eq!(id("\u{1100}\u{1175}\u{11b7}.txt"), id("김.txt"));
}
