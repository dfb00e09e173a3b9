//! Coding all occurrences in the window, by the labels that a screen reader hears.

mod desk;
mod story;

use std::sync::Arc;

use desk::settled::{click, press, type_text};
use desk::{CTRL, Window, session, window};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use story::id;
use variorum::model::*;
use variorum::session::{BulkCoding, Command, Environment, ImportOptions, Rule, Session};
use variorum::text::{ReadingText, Span, TextSelection};
use variorum::ui::sample;

const NAME: &str = "Kim Jong Un";
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..CTRL };

fn says(window: &Window, words: &str) -> bool {
    window.query_all_by_label(words).next().is_some()
}

fn says_part(window: &Window, words: &str) -> bool {
    window.query_all_by_label_contains(words).next().is_some()
}

fn select(session: &mut Session, document: &str, words: &str) {
    session.run(Command::Open(id(document)));
    let start = session.project().documents()[&id::<DocumentId>(document)].text.as_str().find(words).unwrap();
    session.run(Command::Select(TextSelection::of(Span::new(start, start + words.len()).unwrap())));
}

fn ticked(of: usize, all: usize) -> String {
    format!("{of} of {all} ticked")
}

/// Places of the name in a text, by the bytes alone: letters, digits and underscores go on with a word.
fn places(text: &str) -> Vec<usize> {
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let whole = |at: &usize| !goes_on(text[..*at].chars().next_back()) && !goes_on(text[at + NAME.len()..].chars().next());
    text.match_indices(NAME).map(|(at, _)| at).filter(whole).collect()
}

/// The spans of the gold's persons that begin and end just where a place of the name does.
fn coded_already(project: &Project, document: &str, places: &[usize]) -> usize {
    let exact = |a: &&Arc<Annotation>| {
        a.code.as_str() == "E.PER" && a.document.as_str() == document && a.quote() == NAME && places.contains(&a.start())
    };
    project.annotations().values().filter(exact).count()
}

#[test]
fn a_name_is_coded_everywhere_but_where_it_was_and_one_undo_takes_it_back() {
    let place = tempfile::tempdir().unwrap();
    let folder = sample::copy_into(place.path()).unwrap();
    let texts = ["2a/000", "a1/002"].map(|name| std::fs::read_to_string(folder.join(format!("documents/{name}.txt"))).unwrap());
    let found: Vec<Vec<usize>> = texts.iter().map(|text| places(text)).collect();
    let all: usize = found.iter().map(Vec::len).sum();
    assert!(all > 5);
    let mut opened = Session::open(&folder, Environment::real(), Arc::new(|| ())).unwrap();
    let before = opened.project().clone();
    let done = coded_already(&before, "000", &found[0]) + coded_already(&before, "002", &found[1]);
    assert!(done > 0 && done < all);
    select(&mut opened, "000", NAME);
    let mut window = window(opened);
    press(&mut window, CTRL_SHIFT, Key::O);
    assert!(says(&window, "Code all occurrences"));
    type_text(&mut window, "Person");
    press(&mut window, Modifiers::NONE, Key::Enter);
    let field = window.get_by_label("Entity for all…");
    field.click();
    window.run();
    type_text(&mut window, NAME);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(says(&window, "Leave the entity out"));
    click(&mut window, "Tick all");
    assert!(says(&window, &ticked(all - done, all)), "{done} of {all}");
    click(&mut window, &format!("Code {} places", all - done));
    assert!(!says(&window, "Code all occurrences"));
    let new: Vec<_> =
        session(&window).project().annotations().values().filter(|a| !before.annotations().contains_key(&a.id)).cloned().collect();
    assert_eq!(new.len(), all - done);
    assert!(new.iter().all(|a| a.quote() == NAME && a.code.as_str() == "E.PER"));
    assert!(new.iter().all(|a| a.entities().map(EntityId::as_str).eq(["ent:kim"])));
    let words = "find \"Kim Jong Un\" icu-words forgiving as E.PER entity ent:kim in all";
    assert!(new.iter().all(|a| a.origin == Origin::Rule(words.to_owned())));
    assert!(words.parse::<Rule>().is_ok());
    press(&mut window, CTRL, Key::Z);
    assert!(*session(&window).project() == before);
}

fn story_with(texts: &[&str]) -> Session {
    let story = story::project();
    let kept = story.records().filter(|r| !matches!(r, Record::Document(_)));
    let document = |(n, text): (usize, &&str)| Document::new(id(&format!("d{n}")), ReadingText::new(*text).unwrap()).into();
    let records: Vec<Record> = kept.chain(texts.iter().enumerate().map(document)).collect();
    let (project, errors) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
    assert_eq!(errors, []);
    let mut session = Session::in_memory(project, id("a"), Environment::fixed("2026-01-01T00:00:00Z".parse().unwrap()));
    session.run(Command::Open(id("d0")));
    session
}

/// A window on these texts where the first "Kim" is to be coded everywhere as PER.
fn open_for_kim(mut session: Session) -> Window {
    select(&mut session, "d0", "Kim");
    let mut window = window(session);
    press(&mut window, CTRL_SHIFT, Key::O);
    type_text(&mut window, "PER");
    press(&mut window, Modifiers::NONE, Key::Enter);
    window
}

#[test]
fn the_keyboard_walks_ticks_codes_and_closes() {
    let mut window = open_for_kim(story_with(&["Kim one. Kim two.", "Kim three."]));
    assert!(says(&window, &ticked(3, 3)));
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Space);
    assert!(says(&window, &ticked(2, 3)));
    press(&mut window, CTRL, Key::A);
    assert!(says(&window, &ticked(3, 3)));
    press(&mut window, CTRL, Key::A);
    assert!(says(&window, &ticked(0, 3)));
    press(&mut window, Modifiers::NONE, Key::Space);
    press(&mut window, Modifiers::NONE, Key::Enter);
    let annotations = session(&window).project().annotations();
    let starts: Vec<_> = annotations.values().map(|a| (a.document.to_string(), a.start())).collect();
    assert_eq!(starts, [("d0".to_owned(), 9)]);
    press(&mut window, CTRL_SHIFT, Key::O);
    assert!(says(&window, "Code all occurrences"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!says(&window, "Code all occurrences"));
}

#[test]
fn a_rule_run_again_lists_what_has_come_in_since() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("project");
    let created = Environment::fixed("2026-01-01T00:00:00Z".parse().unwrap()).now();
    drop(variorum::store::create(&folder, story_with(&["Kim one. Kim two.", "Kim three."]).project(), created).unwrap());
    let mut session = Session::open(&folder, Environment::real(), Arc::new(|| ())).unwrap();
    let rule: Rule = "find \"Kim\" whole-words as PER in all".parse().unwrap();
    let at = |document: &str, start: usize| (id(document), Span::new(start, start + 3).unwrap());
    session.run(Command::CodeAll(BulkCoding { hits: vec![at("d0", 0), at("d0", 9), at("d1", 0)], rule }));
    assert_eq!(session.project().annotations().len(), 3);
    let file = place.path().join("third.txt");
    std::fs::write(&file, "Kim four. Kimberly. And Kim five.").unwrap();
    session.import(vec![file], ImportOptions::default());
    session.wait();
    assert_eq!(session.project().documents().len(), 3);
    let mut window = window(session);
    press(&mut window, CTRL_SHIFT, Key::O);
    click(&mut window, "Rules used");
    assert!(says_part(&window, "find \"Kim\" whole-words as PER in all"));
    click(&mut window, "Run again");
    assert!(says(&window, &ticked(2, 5)));
    assert_eq!(window.query_all_by_label_contains("Occurrence ").count(), 2);
    assert!(says_part(&window, ": Kim four."));
}

#[test]
fn fifty_thousand_places_make_no_more_rows_than_are_seen() {
    let text = "Kim met Putin. ".repeat(50_000);
    let window = open_for_kim(story_with(&[&text]));
    assert!(says(&window, "50,000 of 50,000 ticked"));
    let rows = window.query_all_by_label_contains("Occurrence ").count();
    assert!((5..60).contains(&rows), "{rows}");
}

#[test]
fn the_find_bar_hands_over_its_pattern_and_a_bad_one_is_told() {
    let mut window = window(story_with(&["Kim one. Kim two."]));
    press(&mut window, CTRL, Key::F);
    type_text(&mut window, "K(im");
    press(&mut window, Modifiers::ALT, Key::R);
    click(&mut window, "Code all…");
    assert!(says(&window, "Code all occurrences"));
    assert!(window.query_all_by_label("The pattern is no regular expression: unclosed group").count() > 1);
}

#[test]
fn f4_codes_the_next_occurrence_and_stops_quietly() {
    let mut story = story_with(&["Kim one. Kim two. Kim three."]);
    select(&mut story, "d0", "Kim");
    story.run(Command::CodeSelection(id("PER")));
    let mut window = window(story);
    press(&mut window, Modifiers::NONE, Key::F4);
    press(&mut window, Modifiers::NONE, Key::F4);
    assert_eq!(session(&window).project().annotations().len(), 3);
    press(&mut window, Modifiers::NONE, Key::F4);
    assert_eq!(session(&window).project().annotations().len(), 3);
    assert!(says_part(&window, "No further \"Kim\" in this document"));
}
