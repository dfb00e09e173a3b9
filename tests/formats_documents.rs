//! Documents in: plain text and Markdown, with the map back to their bytes.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use variorum::formats::{FormatError, Input, ProjectPart, ReadOptions, Report, by_id, markdown, offset_map, recognise};
use variorum::text::{Span, Style};

fn read(format: &str, name: &str, bytes: &[u8]) -> Result<(ProjectPart, Report), FormatError> {
    let options = ReadOptions { encoding: None, now: Timestamp::UNIX_EPOCH };
    by_id(format).unwrap().read(&Input { path: Path::new(name), bytes }, &options)
}

/// Two paragraphs as the second report has them: bold names, a word run together, three blank lines.
const REPORT: &str = "New Milestone President Vladimir Vladimirovich Putinat Vostochny Spaceport\n\n\n\n\
    Pyongyang, September 14 (KCNA) -- **Kim Jong Un**, general secretary of the Workers' Party of Korea.\n\n\
    \"The glory of Russia will be immortal. **Kim Jong Un** 2023. 9. 13\"\n";

#[test]
fn bold_names_of_a_text_file_that_is_markdown_become_runs() {
    let (part, report) = read("markdown", "002.txt", REPORT.as_bytes()).unwrap();
    let document = part.documents().next().unwrap();
    insta::assert_snapshot!(document.text.as_str(), @r#"
    New Milestone President Vladimir Vladimirovich Putinat Vostochny Spaceport

    Pyongyang, September 14 (KCNA) -- Kim Jong Un, general secretary of the Workers' Party of Korea.

    "The glory of Russia will be immortal. Kim Jong Un 2023. 9. 13"
    "#);
    let bold: Vec<&str> = document.runs.iter().filter(|r| r.1 == Style::Bold).map(|r| document.text.slice(r.0).unwrap()).collect();
    assert_eq!(bold, ["Kim Jong Un", "Kim Jong Un"]);
    assert_eq!((report.encoding.as_str(), document.provenance.reader.as_str()), ("UTF-8", markdown::READER));
    assert!(report.findings.is_empty());
}

#[test]
fn a_place_in_the_original_is_found_in_the_reading_text() {
    let crlf = REPORT.replace('\n', "\r\n");
    let (part, _) = read("markdown", "002.txt", crlf.as_bytes()).unwrap();
    let document = part.documents().next().unwrap();
    let map = offset_map(document, &part.originals[0].bytes).unwrap();
    let at = crlf.find("**Kim").unwrap();
    let span = map.to_reading(Span::new(at, at + "**Kim Jong Un**".len()).unwrap()).unwrap();
    assert_eq!(document.text.slice(span), Some("Kim Jong Un"));
    assert!(matches!(offset_map(document, b"something else"), Err(FormatError::OtherText(_))));
}

#[test]
fn a_legacy_encoding_is_found_told_and_mapped() {
    let russian = "Президент встретился с **Ким Чен Ыном** на космодроме Восточный.";
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(russian);
    let (part, report) = read("markdown", "a.md", &bytes).unwrap();
    let document = part.documents().next().unwrap();
    assert_eq!(report.encoding, "windows-1251");
    insta::assert_snapshot!(report.findings[0].what, @"read as windows-1251, which is a guess from its bytes");
    let map = offset_map(document, &bytes).unwrap();
    let span = map.to_reading(Span::new(23, 39).unwrap()).unwrap();
    assert_eq!(document.text.slice(span), Some("Ким Чен Ыном"));
    assert_eq!(map.to_original(span), Some(Span::new(25, 37).unwrap()));
}

#[test]
fn what_is_no_text_is_refused_in_one_sentence() {
    let sentence = |name: &str, bytes: &[u8]| read("text", name, bytes).unwrap_err().to_string();
    insta::assert_snapshot!(sentence("a.txt", b"%PDF-1.7"), @"it is not a text: it is a PDF document");
    insta::assert_snapshot!(sentence("a.txt", b"a\0\0\0b\x01"), @"it is not a text: it holds zero bytes");
    insta::assert_snapshot!(sentence("a.txt", b""), @"it has no text, so nothing could be coded in it");
}

#[test]
fn undecodable_bytes_are_counted_and_placed() {
    let mut bytes = "Встреча на космодроме Восточный".as_bytes().to_vec();
    bytes.insert(14, 0xff);
    let (_, report) = read("text", "a.txt", &bytes).unwrap();
    let finding = report.findings.last().unwrap();
    insta::assert_snapshot!(format!("{}: {}", finding.place, finding.what), @"a.txt, byte 14, line 1: 1 place means nothing in UTF-8 and became U+FFFD");
}

#[test]
fn files_are_recognised_by_name_and_content() {
    let id = |head: &[u8], name: &str| recognise(head, Path::new(name)).map(|f| f.about().id);
    assert_eq!(id(b"", "a.TXT"), Some("text"));
    assert_eq!(id(b"", "a.md"), Some("markdown"));
    assert_eq!(id(b"{\"variorum\":\"1.0\"", "a.txt"), Some("variorum-jsonl"));
    assert_eq!(id(b"{}", "a.jsonl"), None);
    assert_eq!(id(b"", "a.csv"), None);
}

#[test]
fn the_gold_places_of_the_two_reports_hold_their_words() {
    let shared = std::env::var_os("VARIORUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let seed = shared.join("seeds/002_0f40269e7dfd4f3c.txt");
    let Ok(bytes) = std::fs::read(&seed) else { return };
    let (part, _) = read("markdown", "002.txt", &bytes).unwrap();
    let document = part.documents().next().unwrap();
    let map = offset_map(document, &bytes).unwrap();
    // Places (the report is ASCII, so code points are bytes) from the gold annotation.
    for (start, end, words) in [
        (
            219,
            364,
            "Kim Jong Un, general secretary of the Workers' Party of Korea and president of the State Affairs of the Democratic People's Republic of Korea",
        ),
        (121, 159, "President Vladimir Vladimirovich Putin"),
        (219, 234, "Kim Jong Un"),
        (887, 921, "Comrades Kim Jong Un and Putin"),
        (4602, 4613, "Kim Jong Un"),
    ] {
        let span = map.to_reading(Span::new(start, end).unwrap()).unwrap();
        assert_eq!(document.text.slice(span), Some(words));
    }
    assert!(!document.text.as_str().contains("**") && !document.text.as_str().contains("\n\n\n"));
}
