//! Words of Arabic and Korean are found with the arrows, selected by letters and by words, coded by a key, saved, and read back.
//!
//! The words that are expected are those between the spaces of the text, counted here, not by the program.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its own fixture has failed")]

mod desk;
mod story;

use std::path::{Path, PathBuf};

use desk::*;
use egui::{Key, Modifiers};
use variorum::model::{Code, Coder, Document, Project, Record};
use variorum::session::{Environment, Session};
use variorum::text::ReadingText;

/// Two texts of our own: language, text, whether it reads from right to left.
const OURS: [(&str, &str, bool); 2] =
    [("ar", "التقى كيم جونغ أون الرئيس بوتين في المطار.\nثم غادر.", true), ("ko", "김정은 위원장이 푸틴을 만났다.\n그리고 떠났다.", false)];

/// The lines of the shared texts that are in one script alone, counted from 1.
const SHARED: [(&str, &str, usize, bool); 2] = [("ar", "ud_ar_pud_news300.txt", 1, true), ("ko", "ud_ko_pud_news300.txt", 2, false)];

fn texts() -> Vec<(String, String, bool)> {
    let mut texts: Vec<_> = OURS.iter().map(|(language, text, rtl)| ((*language).to_owned(), (*text).to_owned(), *rtl)).collect();
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("VARIORUM_SHARED").map_or(beside, PathBuf::from).join("corpora/multilingual");
    for (language, file, line, rtl) in SHARED {
        match std::fs::read_to_string(folder.join(file)) {
            Ok(text) => {
                let lines: Vec<&str> = text.lines().skip(line - 1).take(3).collect();
                texts.push((language.to_owned(), lines.join("\n"), rtl));
            }
            Err(_) => eprintln!("skipped: the multilingual texts are not beside the repository"),
        }
    }
    texts
}

/// A project in a folder with one document, and a code PER on the key `p`.
fn make_project(folder: &Path, language: &str, text: &str) -> PathBuf {
    let project = story::project();
    let mut records: Vec<Record> = vec![Coder::clone(project.coders().values().next().unwrap()).into()];
    records.extend(project.attributes().values().map(|a| Record::from(variorum::model::Attribute::clone(a))));
    records.extend(project.layers().values().map(|l| Record::from(variorum::model::Layer::clone(l))));
    records.push(Code { key: Some('p'), ..Code::clone(&project.codes()[&story::id::<variorum::model::CodeId>("PER")]) }.into());
    let (title, language) = (Some("The text".to_owned()), Some(language.to_owned()));
    let document = Document::new(story::id("text"), ReadingText::new(text).unwrap());
    records.push(Document { title, language, ..document }.into());
    let (project, errors) = Project::assemble(project.info().clone(), project.codebook().clone(), records);
    assert_eq!(errors, []);
    let path = folder.join("project");
    drop(variorum::store::create(&path, &project, "2026-01-01T00:00:00Z".parse().unwrap()).unwrap());
    path
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_under(&path) } else { vec![path] }).collect()
}

/// Codes the words between two spaces; the caret stands at the start of the text before, and there again behind it.
fn code_word(window: &mut Window, number: usize, letters: Option<usize>, on: Key) {
    press(window, Modifiers::NONE, Key::Escape);
    press(window, CTRL, Key::Home);
    for _ in 0..number {
        press(window, CTRL, on);
    }
    press(window, Modifiers::NONE, on);
    match letters {
        Some(letters) => (0..letters).for_each(|_| press(window, Modifiers::SHIFT, on)),
        None => press(window, CTRL | Modifiers::SHIFT, on),
    }
    type_text(window, "p");
}

#[test]
fn words_of_arabic_and_korean_are_coded_by_keyboard_alone_and_stored_as_they_are() {
    for (language, text, rtl) in texts() {
        let keep = tempfile::tempdir().unwrap();
        let path = make_project(keep.path(), &language, &text);
        let open = || Session::open(&path, Environment::real(), std::sync::Arc::new(|| ())).unwrap();
        let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation())).collect();
        let on = if rtl { Key::ArrowLeft } else { Key::ArrowRight };

        let mut session = open();
        session.run(variorum::session::Command::Open(story::id("text")));
        let mut window = window(session);
        read_from_start(&mut window, "The text");
        code_word(&mut window, 1, None, on);
        // No letter of these words has a mark of its own: each is one character.
        code_word(&mut window, 2, Some(words[2].chars().count()), on);
        press(&mut window, CTRL, Key::S);
        drop(window);

        let stored: String = files_under(&path.join("annotations")).iter().map(|f| std::fs::read_to_string(f).unwrap()).collect();
        for word in &words[1..=2] {
            assert!(stored.contains(&format!("\"{word}\"")), "{word} in {stored}");
        }
        let again = open();
        let mut places: Vec<_> = again.project().annotations().values().map(|a| (a.start(), a.quote())).collect();
        places.sort();
        let at = |word: &str| (word.as_ptr() as usize - text.as_ptr() as usize, word.to_owned());
        assert_eq!(places, [at(words[1]), at(words[2])], "{language}");
    }
}
