//! Documents read again from their bytes: nothing is dropped, everything that moved is said, and one undo takes it back.

mod support;

use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use support::{id, now};
use variorum::formats::{self, Encoding, ReadAgain, markdown};
use variorum::model::{Annotation, CodebookInfo, Document, DocumentId, Edit, MarkSubject, Place, Project, Provenance, Record, Target};
use variorum::session::plan::rereading::{Rereading, reread};
use variorum::session::{Command, Environment, Session};
use variorum::store::{self, Mode};
use variorum::text::{ReadingText, Span, sha256};

/// A document as the first reader of Markdown made it.
fn of_first_reader(source: &str) -> Document {
    let (reading, _) = markdown::read_with_map(source, markdown::Version::First);
    let mut document = Document::new(id("d0"), ReadingText::new(reading.text.as_str()).unwrap());
    document.runs = reading.runs.into();
    document.provenance = Provenance {
        file: "d.md".into(),
        original: "d.md".into(),
        original_sha256: sha256(source.as_bytes()),
        reader: markdown::Version::First.name().into(),
        encoding: "UTF-8".into(),
        imported: None,
    };
    document
}

/// A project with this document, and an annotation on each of these words (where they stand first).
fn project(document: &Document, words: &[&str]) -> Project {
    let text = document.text.as_str();
    let places = words.iter().map(|words| {
        let start = text.find(words).unwrap();
        (start, start + words.len())
    });
    with_annotations(document, &places.collect::<Vec<_>>())
}

fn with_annotations(document: &Document, places: &[(usize, usize)]) -> Project {
    let base = support::small();
    let keeps = |record: &Record| !matches!(record, Record::Document(_) | Record::Annotation(_) | Record::Link(_));
    let mut records: Vec<Record> = base.records().filter(keeps).collect();
    records.push(document.clone().into());
    for (number, (start, end)) in places.iter().enumerate() {
        records.push(support::put(&format!("n{number}"), *start, *end, &document.text.as_str()[*start..*end]).into());
    }
    let (project, faults) = Project::assemble(base.info().clone(), CodebookInfo::default(), records);
    assert_eq!(faults, []);
    project
}

fn after(project: &Project, done: &Rereading) -> Project {
    project.after(&done.edits).unwrap().0
}

fn quotes(project: &Project) -> Vec<String> {
    project.annotations().values().map(|a| if a.orphan { format!("({})", a.quote()) } else { a.quote() }).collect()
}

#[test]
fn a_document_of_the_first_reader_gets_what_it_lacked_and_its_annotations_go_along() {
    let source = "- 5 degrees\n- 7 degrees\n\n<div>\nIf 3 < 5 then 7 degrees\n</div>\n\nKim met Kim.\n";
    let document = of_first_reader(source);
    assert_eq!(document.text.as_str(), "5 degrees\n\n7 degrees\n\nIf 3\n\nKim met Kim.");
    let kim = document.text.as_str().rfind("Kim").unwrap();
    let places = [(0, 9), (11, 12), (0, 20), (kim, kim + 3)];
    let project = with_annotations(&document, &places);
    let new = formats::read_again(&document, source.as_bytes(), &ReadAgain::default()).unwrap();
    assert_eq!(new.document.provenance.reader, markdown::READER);
    assert_eq!(new.document.text.as_str(), "- 5 degrees\n\n- 7 degrees\n\nIf 3 < 5 then 7 degrees\n\nKim met Kim.");
    let done = reread(&project, &document, &new);
    let after = after(&project, &done);
    assert_eq!(quotes(&after), ["5 degrees", "7", "5 degrees\n\n- 7 degrees", "Kim"]);
    let last = after.annotations().values().next_back().unwrap();
    assert_eq!(last.start(), new.document.text.as_str().rfind("Kim").unwrap());
    insta::assert_snapshot!(done.in_words(), @"3 annotations were moved with their words; 1 annotation has other words at its place ('5 degrees 7 degrees' is '5 degrees - 7 degrees')");
}

#[test]
fn another_encoding_gives_the_same_bytes_their_right_words() {
    let bytes = "Le café est fermé. Le café ouvre.".as_bytes();
    let wrong = encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned();
    let mut document = Document::new(id("d0"), ReadingText::new(wrong.as_str()).unwrap());
    document.provenance = Provenance {
        file: "d.txt".into(),
        original: "d.txt".into(),
        original_sha256: sha256(bytes),
        reader: "text/1".into(),
        encoding: "windows-1252".into(),
        imported: None,
    };
    let project = project(&document, &["cafÃ©", "est"]);
    let how = ReadAgain { encoding: Encoding::Found, ..ReadAgain::default() };
    let new = formats::read_again(&document, bytes, &how).unwrap();
    assert_eq!((new.document.provenance.encoding.as_str(), new.document.text.as_str()), ("UTF-8", "Le café est fermé. Le café ouvre."));
    let done = reread(&project, &document, &new);
    assert_eq!(quotes(&after(&project, &done)), ["café", "est"]);
    assert_eq!((done.moved, done.reworded.len(), done.orphaned.len()), (1, 1, 0));
}

#[test]
fn what_has_no_place_any_more_is_an_orphan_and_comes_back_when_it_has_one() {
    let source = "Kim &amp; Putin\n\n<!-- a note -->\n";
    let mut document = of_first_reader(source);
    // A text that no reader makes of the bytes: only the words can tell where an annotation belongs.
    document.text = ReadingText::new("Kim and Putin and Xi").unwrap();
    let project = project(&document, &["Kim", "and Xi"]);
    let new = formats::read_again(&document, source.as_bytes(), &ReadAgain::default()).unwrap();
    assert!(!new.is_mapped());
    let done = reread(&project, &document, &new);
    assert_eq!(quotes(&after(&project, &done)), ["Kim", "(and Xi)"]);
    insta::assert_snapshot!(done.in_words(), @"1 annotation has no place any more and is kept ('and Xi')");
    let again = after(&project, &done);
    let now = again.documents().values().next().unwrap();
    let back = formats::read_again(now, b"Kim and Xi\n", &ReadAgain::default()).unwrap();
    let done = reread(&again, now, &back);
    assert_eq!(quotes(&after(&again, &done)), ["Kim", "and Xi"]);
    assert_eq!(done.found, 1);
}

#[test]
fn a_whole_paragraph_stays_a_whole_paragraph() {
    let source = "- 5 degrees\n\nText\n";
    let document = of_first_reader(source);
    let mut project = project(&document, &[]);
    let place = Place { span: Span::new(0, 9).unwrap(), quote: Arc::from("5 degrees") };
    let annotation = Annotation { target: Target::Paragraph(place.clone()), ..support::put("p", 0, 9, "5 degrees") };
    let mark = variorum::model::Mark {
        id: id("m"),
        coder: id("a"),
        document: document.id.clone(),
        subject: MarkSubject::Paragraph(place),
        layer: None,
        memo: String::new(),
        created: now(),
        extra: std::collections::BTreeMap::new(),
    };
    project.apply(&support::transaction(vec![Edit::Add(annotation.into()), Edit::Add(Record::Mark(Arc::new(mark)))])).unwrap();
    let new = formats::read_again(&document, source.as_bytes(), &ReadAgain::default()).unwrap();
    let after = after(&project, &reread(&project, &document, &new));
    assert_eq!(quotes(&after), ["- 5 degrees"]);
    let MarkSubject::Paragraph(place) = &after.marks().values().next().unwrap().subject else { panic!("a paragraph") };
    assert_eq!(&*place.quote, "- 5 degrees");
}

/// A project in a folder whose document the first reader made.
fn on_disk(folder: &Path, source: &str, words: &[&str]) -> DocumentId {
    let document = of_first_reader(source);
    let mut store = store::create(folder, &project(&document, words), now()).unwrap();
    store.keep_original("d.md", source.as_bytes()).unwrap();
    document.id
}

#[test]
fn the_session_reads_again_in_one_step_that_undo_takes_back() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("p");
    let source = "1986. A great year\n\nKim & Putin\n";
    let document = on_disk(&root, source, &["A great year", "Kim"]);
    let mut session = Session::open(&root, Environment::fixed(now()), Arc::new(|| {})).unwrap();
    let before = session.project().clone();
    assert_eq!(before.documents()[&document].text.as_str(), "A great year\n\nKim & Putin");
    session.read_again(&document, ReadAgain::default());
    session.wait();
    let text = session.project().documents()[&document].text.as_str().to_owned();
    assert_eq!(text, "1986. A great year\n\nKim & Putin");
    assert_eq!(quotes(session.project()), ["A great year", "Kim"]);
    let told: Vec<String> = session.take_notices().into_iter().map(|n| n.what).collect();
    insta::assert_snapshot!(told.join("\n"), @"'A great year' was read again as UTF-8: 2 annotations were moved with their words");
    session.run(Command::Undo);
    assert_eq!(*session.project(), before);
    session.run(Command::Redo);
    session.flush();
    drop(session);
    let opened = store::open(&root, Mode::ReadOnly, now()).unwrap();
    assert_eq!(opened.report.findings, []);
    assert_eq!(opened.project.documents()[&document].text.as_str(), text);
    // Once more there is nothing to do.
    let mut session = Session::open(&root, Environment::fixed(now()), Arc::new(|| {})).unwrap();
    session.read_again(&document, ReadAgain::default());
    session.wait();
    let told: Vec<String> = session.take_notices().into_iter().map(|n| n.what).collect();
    insta::assert_snapshot!(told.join("\n"), @"'1986. A great year' reads as before; nothing was changed");
}

#[test]
fn an_original_whose_line_ends_git_has_changed_is_read_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("p");
    let document = on_disk(&root, "- one\n- two\n", &[]);
    let original = root.join("documents/original/70/d.md");
    std::fs::write(&original, "- one\r\n- two\r\n").unwrap();
    let mut session = Session::open(&root, Environment::fixed(now()), Arc::new(|| {})).unwrap();
    session.read_again(&document, ReadAgain::default());
    session.wait();
    assert_eq!(session.project().documents()[&document].text.as_str(), "- one\n\n- two");
    std::fs::write(&original, "something else").unwrap();
    session.take_notices();
    session.read_again(&document, ReadAgain::default());
    session.wait();
    let told: Vec<String> = session.take_notices().into_iter().map(|n| n.what).collect();
    insta::assert_snapshot!(told.join("\n"), @"The file that '- one' came from is not the one that was imported, so it was not read again");
}

/// Pieces whose reading changed between the readers, between words.
fn source() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(
        &[
            "Kim ",
            "met ",
            "Putin ",
            "é ",
            "習 ",
            "\n\n",
            "\n- ",
            "\n1986. ",
            "\n> ",
            "<div>\n",
            "</div>\n",
            "<b>",
            "&amp; ",
            "**",
            "| a | b |\n|-|-|\n| c | d | e |\n",
            "[^1]: x\n",
            "[a]: b\n",
            "<!-- c -->",
        ][..],
    );
    proptest::collection::vec(piece, 1..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_annotation_is_dropped_and_every_one_that_is_no_orphan_has_its_words(source in source(), places in proptest::collection::vec((0_usize..200, 1_usize..20), 0..8)) {
        let document = of_first_reader(&source);
        let text = document.text.as_str();
        prop_assume!(!text.trim().is_empty());
        let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let places: Vec<(usize, usize)> = places.into_iter().filter_map(|(start, length)| {
            let start = start % borders.len();
            let end = (start + length).min(borders.len() - 1);
            (start < end).then(|| (borders[start], borders[end]))
        }).collect();
        let project = with_annotations(&document, &places);
        let Ok(new) = formats::read_again(&document, source.as_bytes(), &ReadAgain::default()) else { return Ok(()) };
        prop_assert!(new.is_mapped());
        let done = reread(&project, &document, &new);
        let (after, inverse) = project.after(&done.edits).unwrap();
        prop_assert_eq!(after.annotations().len(), project.annotations().len());
        for annotation in after.annotations().values().filter(|a| !a.orphan) {
            for place in annotation.target.places() {
                prop_assert_eq!(new.document.text.slice(place.span), Some(&*place.quote));
            }
        }
        let changed = done.moved + done.reworded.len() + done.orphaned.len() + done.found;
        prop_assert!(changed <= project.annotations().len());
        prop_assert_eq!(after.after(&inverse).unwrap().0, project);
    }
}
