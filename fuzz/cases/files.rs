//! Files: what is read must keep its promises, what cannot be read must be refused with words.

use std::path::Path;

use variorum::formats::{self, Format, FormatError, Input, OffsetUnit, ProjectPart, ReadOptions, Report, WriteOptions};
use variorum::model::{Annotation, CodebookInfo, CoderId, Document, DocumentId, Project, ProjectInfo, Record};
use variorum::store::{self, Mode};
use variorum::text::{ReadingText, Span};

use super::{annotated, support};

fn read(format: &str, name: &str, bytes: &[u8]) -> Option<ProjectPart> {
    let format = formats::by_id(format).expect("a format");
    let now = jiff::Timestamp::UNIX_EPOCH;
    match format.read(&Input { path: Path::new(name), bytes }, &ReadOptions { encoding: None, now }) {
        Ok((part, _)) => Some(part),
        Err(error) => {
            assert!(!error.to_string().is_empty());
            None
        }
    }
}

/// A text's paragraphs cover it in order; how it lies on its original can be worked out again.
fn check_documents(part: &ProjectPart, bytes: &[u8]) {
    for record in &part.records {
        let Record::Document(document) = record else { continue };
        let text = document.text.as_str();
        assert!(!text.contains('\r'));
        let mut before = 0;
        for paragraph in document.text.paragraphs() {
            assert!(before <= paragraph.start() && text.get(paragraph.range()).is_some());
            before = paragraph.end();
        }
        for run in document.runs.iter() {
            assert!(text.get(run.0.range()).is_some());
        }
        formats::offset_map(document, bytes).expect("the original gives the same text again");
    }
}

/// Every word of the source is in the reading text or told. Character references and line breaks are no words.
fn check_words(part: &ProjectPart, report: &Report, data: &[u8]) {
    let Ok(source) = std::str::from_utf8(data) else { return };
    if report.encoding != "UTF-8" || source.contains(['&', '\0']) || source.to_ascii_lowercase().contains("<br") {
        return;
    }
    let Some(Record::Document(document)) = part.records.first() else { return };
    let told: String = report.findings.iter().map(|finding| format!("{} ", finding.what)).collect();
    let all = format!("{} {told}", document.text.as_str());
    for word in source.split(|c: char| !c.is_alphanumeric()) {
        assert!(all.contains(word), "'{word}' is neither in the text nor told");
    }
}

/// Any bytes as a text file.
pub fn import_text(data: &[u8]) {
    let (format, options) = (formats::by_id("text").expect("a format"), ReadOptions { encoding: None, now: jiff::Timestamp::UNIX_EPOCH });
    if let Ok(preview) = formats::preview(format, &Input { path: Path::new("case.txt"), bytes: data }, &options) {
        for name in preview.alternatives {
            assert!(formats::is_encoding(name) && name != preview.encoding);
        }
    }
    if let Some(part) = read("text", "case.txt", data) {
        check_documents(&part, data);
    }
    let text = ReadingText::normalised(&String::from_utf8_lossy(data));
    assert!(text.is_ok_and(|text| !text.as_str().contains('\r')));
}

/// Any bytes as a Markdown file.
pub fn markdown(data: &[u8]) {
    let (format, options) =
        (formats::by_id("markdown").expect("a format"), ReadOptions { encoding: None, now: jiff::Timestamp::UNIX_EPOCH });
    if let Ok((part, report)) = format.read(&Input { path: Path::new("case.md"), bytes: data }, &options) {
        check_documents(&part, data);
        check_words(&part, &report, data);
    }
}

/// Any bytes as a dataset; what is read comes into a project whole or is told.
pub fn jsonl(data: &[u8]) {
    let Some(part) = read("variorum-jsonl", "case.jsonl", data) else { return };
    let (project, _) = Project::assemble(part.info.unwrap_or_default(), part.codebook.unwrap_or_default(), part.records);
    write("variorum-jsonl", &project, OffsetUnit::Utf16);
}

fn write(format: &str, project: &Project, offsets: OffsetUnit) -> Vec<u8> {
    let mut out = Vec::new();
    let options = WriteOptions { offsets, ..WriteOptions::default() };
    let written = formats::by_id(format).and_then(|format: &dyn Format| format.write(project, &options, &mut out));
    let _: Result<_, FormatError> = written.inspect_err(|error| assert!(!error.to_string().is_empty()));
    out
}

/// Any codings as a table: one row for each span, and the quote as it is.
pub fn csv(data: &[u8]) {
    let (text, placed, _) = annotated(data);
    let (id, coder) = (DocumentId::new("d").expect("an id"), CoderId::new("a").expect("an id"));
    let mut records = support::codebook();
    records.push(support::coder_record(&coder));
    for (number, (start, end, code)) in placed.iter().enumerate() {
        let span = Span::new(*start, *end).expect("a span");
        let plain = support::annotation(&format!("n{number}"), &id, &coder, *code, span, &text);
        records.push(Annotation { memo: text.clone(), ..plain }.into());
    }
    records.push(Document::new(id, ReadingText::new(text.as_str()).expect("no carriage return")).into());
    let (project, _) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
    let table = write("csv", &project, OffsetUnit::CodePoint);
    let mut reader = csv::Reader::from_reader(&table[..]);
    let column = reader.headers().expect("a head").iter().position(|name| name == "quote").expect("a column of quotes");
    let mut quotes: Vec<String> = reader.records().map(|row| row.expect("a row")[column].to_owned()).collect();
    let mut expected: Vec<&str> = placed.iter().map(|(start, end, _)| &text[*start..*end]).collect();
    quotes.sort();
    expected.sort_unstable();
    assert_eq!(quotes, expected);
}

/// Files of a project that may be damaged; the first byte of a case chooses.
const FILES: [&str; 8] = [
    "project.ron",
    "codebook.ron",
    "codebook/layers/+e.ron",
    "claims/82/k.ron",
    "documents/18/d.ron",
    "documents/18/d.txt",
    "annotations/a/18/d.ron",
    ".variorum/journal.ron",
];

/// Any bytes as one of the files of a project: it opens or says why not, and the folder stays as it is.
pub fn project_ron(data: &[u8]) {
    let Some((choice, content)) = data.split_first() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("p");
    let (project, _) =
        support::project("Kim Jong Un met Putin. Nothing was signed, said Peskov, and all went home by train on the next day.", 7);
    let now = jiff::Timestamp::UNIX_EPOCH;
    drop(store::create(&root, &project, now).expect("a project"));
    let file = root.join(FILES[usize::from(*choice) % FILES.len()]);
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    std::fs::write(&file, content).expect("a file");
    match store::open(&root, Mode::ReadOnly, now) {
        Ok(_) => assert_eq!(std::fs::read(&file).expect("the file is there"), content, "reading alone changes nothing"),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    // What a merge has left in it is mended or told, and nothing else is touched.
    match store::repair(&root) {
        Ok(repaired) if repaired.is_empty() => assert_eq!(std::fs::read(&file).expect("the file is there"), content),
        Ok(_) => {}
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    // For writing: it may be put right, and then it must open again.
    if let Ok(mut opened) = store::open(&root, Mode::ReadWrite, now) {
        let saved = opened.store.save(&opened.project, 0);
        drop(opened);
        if saved.is_ok() {
            store::open(&root, Mode::ReadOnly, now).map(drop).expect("what was saved opens");
        }
    }
    if let Ok(text) = std::str::from_utf8(content) {
        let _ = store::read_codebook(text).map(|parts| store::write_codebook(&parts).expect("what was read can be written"));
    }
}
