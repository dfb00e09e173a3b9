//! Bringing files in and reading them again, in the window.

mod desk;
mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use desk::{Window, click, press, session, settle, wait_until, with_settings};
use egui_kittest::kittest::Queryable as _;
use support::{id, now};
use variorum::model::{Document, DocumentId, Edit, Provenance, Record};
use variorum::session::{Command, Environment, Session, Settings};
use variorum::store;
use variorum::text::{ReadingText, sha256};

/// A file that was dropped on the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// A window on a project in a folder, with a document of one line that was read in the wrong encoding.
fn window_on(folder: &Path) -> Window {
    let bytes = "Le café est fermé.".as_bytes();
    let wrong = encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned();
    let mut document = Document::new(id("d0"), ReadingText::new(wrong.as_str()).unwrap());
    document.provenance = Provenance {
        file: "cafe.txt".into(),
        original: "d0.txt".into(),
        original_sha256: sha256(bytes),
        reader: "text/1".into(),
        encoding: "windows-1252".into(),
        imported: None,
    };
    let base = support::small();
    let gone = base.records().filter(|r| matches!(r, Record::Link(_) | Record::Annotation(_))).map(|r| Edit::Remove(r.id()));
    let mut edits: Vec<Edit> = gone.collect();
    edits.sort_by_key(|edit| !matches!(edit, Edit::Remove(variorum::model::RecordId::Link(_))));
    edits.push(Edit::Set(document.into()));
    edits.push(Edit::Add(support::put("n", 3, 10, "cafÃ©").into()));
    let (project, _) = base.after(&edits).unwrap();
    let mut store = store::create(folder, &project, now()).unwrap();
    store.keep_original("d0.txt", bytes).unwrap();
    drop(store);
    let mut session = Session::open(folder, Environment::fixed(now()), Arc::new(|| {})).unwrap();
    session.run(Command::Open(id::<DocumentId>("d0")));
    with_settings(Some(session), Settings::default())
}

/// Draws frames until the session has something new to show.
fn wait_for(window: &mut Window, done: impl Fn(&Session) -> bool) {
    wait_until(window, "the work under way ends", |window| done(session(window)));
    window.run();
}

#[test]
fn a_file_is_seen_as_it_would_read_before_it_comes_in() {
    let keep = tempfile::tempdir().unwrap();
    let mut window = window_on(&keep.path().join("p"));
    let file = keep.path().join("новости.txt");
    std::fs::write(&file, encoding_rs::WINDOWS_1251.encode("Президент встретился с лидером.\n\nВторая строка.").0).unwrap();
    window.input_mut().dropped_files.push(Arc::new(Dropped(file)));
    settle(&mut window);
    window.get_by_label("Plain text · windows-1251 · 2 paragraphs");
    window.get_by_label("Президент встретился с лидером.");
    window.get_by_label("новости.txt: read as windows-1251, which is a guess from its bytes");
    // Another encoding of the list shows the same bytes in another way.
    click(&mut window, "Encoding");
    click(&mut window, "KOI8-U");
    settle(&mut window);
    window.get_by_label("Plain text · KOI8-U · 2 paragraphs");
    assert!(window.query_by_label("Президент встретился с лидером.").is_none());
    click(&mut window, "Encoding");
    click(&mut window, "Detect");
    settle(&mut window);
    // Escape closes the list that is open, and not what was filled in below it.
    click(&mut window, "Encoding");
    press(&mut window, egui::Modifiers::NONE, egui::Key::Escape);
    assert!(window.query_by_label("KOI8-U").is_none());
    click(&mut window, "Import");
    wait_for(&mut window, |session| session.project().documents().len() == 2);
    let imported = session(&window).project().documents()[&id::<DocumentId>("novosti")].clone();
    assert_eq!(imported.text.as_str(), "Президент встретился с лидером.\n\nВторая строка.");
}

#[test]
fn a_date_that_is_none_is_said_before_anything_comes_in() {
    let keep = tempfile::tempdir().unwrap();
    let mut window = window_on(&keep.path().join("p"));
    let file = keep.path().join("a.txt");
    std::fs::write(&file, "Words.").unwrap();
    window.input_mut().dropped_files.push(Arc::new(Dropped(file)));
    settle(&mut window);
    // The document behind the form has a date as well.
    window.get_all_by_label("Date").last().unwrap().focus();
    window.run();
    desk::type_text(&mut window, "13.9.2023");
    window.get_by_label("'13.9.2023' is no date. Write it as 2023, 2023-09 or 2023-09-14");
    click(&mut window, "Import");
    window.get_by_label("Import 1 file");
    assert_eq!(session(&window).project().documents().len(), 1);
}

#[test]
fn a_document_read_in_the_wrong_encoding_is_read_again() {
    let keep = tempfile::tempdir().unwrap();
    let mut window = window_on(&keep.path().join("p"));
    window.run();
    let before = session(&window).project().clone();
    click(&mut window, "Read again…");
    settle(&mut window);
    window.get_by_label("From cafe.txt, read in windows-1252 by the reader text/1");
    assert_eq!(window.get_all_by_label("Le cafÃ© est fermÃ©.").count(), 3, "in the library, over the page, and as it reads");
    click(&mut window, "Encoding");
    click(&mut window, "Detect");
    settle(&mut window);
    window.get_by_label("Plain text · UTF-8 · 1 paragraph");
    click(&mut window, "Read again");
    wait_for(&mut window, |session| session.project() != &before);
    let project = session(&window).project();
    assert_eq!(project.documents()[&id::<DocumentId>("d0")].text.as_str(), "Le café est fermé.");
    assert_eq!(project.annotations().values().next().unwrap().quote(), "café");
    window.get_by_label("'Le cafÃ© est fermÃ©.' was read again as UTF-8: 1 annotation has other words at its place ('cafÃ©' is 'café')");
    desk::press(&mut window, egui::Modifiers::COMMAND, egui::Key::Z);
    assert_eq!(*session(&window).project(), before);
}
