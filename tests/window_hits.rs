//! The list of hits in the window, by the labels that a screen reader hears: order, filter, choice, tables.

mod desk;
mod story;

use desk::settled::{click, press, type_text};
use desk::{CTRL, Window, mouse, session, settle, window};
use egui::{Key, Modifiers, OutputCommand};
use egui_kittest::kittest::Queryable;
use variorum::model::{Document, Edit, StepOrigin};
use variorum::session::plan::Step;
use variorum::session::{Command, Session};
use variorum::text::{ReadingText, TextSelection};

const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..CTRL };
const ONE: &str = "Hit 1: good talks began. the talks ended.";
const TWO: &str = "Hit 2: good talks began. the talks ended.";
const THREE: &str = "Hit 3: no talks at all.";

fn with_documents(texts: &[(&str, &str)]) -> Session {
    let mut session = story::session();
    let document = |(id, text): &(&str, &str)| Edit::Add(Document::new(story::id(id), ReadingText::new(*text).unwrap()).into());
    let step = Step { label: "Documents".to_owned(), edits: texts.iter().map(document).collect(), select: None, merge_key: None };
    assert!(session.commit(step, StepOrigin::Window));
    session.run(Command::Open(story::id(texts[0].0)));
    session
}

/// The hits of some words in all documents.
fn hits(session: Session, words: &str) -> Window {
    let mut window = window(session);
    press(&mut window, CTRL_SHIFT, Key::F);
    type_text(&mut window, words);
    window
}

fn talks() -> Window {
    hits(with_documents(&[("a", "good talks began. the talks ended."), ("b", "no talks at all.")]), "talks")
}

fn in_order(window: &Window) -> Vec<&'static str> {
    let place = |label: &'static str| Some((window.query_by_label(label)?.rect().top(), label));
    let mut places: Vec<_> = [ONE, TWO, THREE].into_iter().filter_map(place).collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    places.into_iter().map(|(_, label)| label).collect()
}

#[test]
fn hits_are_sorted_as_in_a_concordance_and_the_other_way_round() {
    let mut window = talks();
    assert_eq!(in_order(&window), [ONE, TWO, THREE]);
    click(&mut window, "Sort hits by the words before");
    assert_eq!(in_order(&window), [ONE, THREE, TWO]);
    click(&mut window, "Sort hits by the words after");
    assert_eq!(in_order(&window), [THREE, ONE, TWO]);
    click(&mut window, "Sort hits by the words after");
    assert_eq!(in_order(&window), [TWO, ONE, THREE]);
    click(&mut window, "Sort hits by place");
    assert_eq!(in_order(&window), [ONE, TWO, THREE]);
}

#[test]
fn a_query_filters_the_hits_and_a_wrong_one_says_where() {
    let mut window = talks();
    window.get_by_label("Filter hits…").focus();
    window.run();
    type_text(&mut window, "document:b");
    assert_eq!(in_order(&window), [THREE]);
    assert!(window.query_by_label("1 listed").is_some());
    press(&mut window, CTRL, Key::A);
    type_text(&mut window, "lefd:x");
    assert!(window.query_by_label("Column 1: The list of hits has no field 'lefd'. Did you mean left?").is_some());
}

#[test]
fn chosen_hits_are_coded_through_the_form_with_their_ticks_alone() {
    let mut window = talks();
    for label in [ONE, THREE] {
        let at = window.get_by_label(label).rect().center();
        mouse(&mut window, at, CTRL);
        settle(&mut window);
    }
    assert!(window.query_by_label("2 chosen").is_some());
    click(&mut window, "Code chosen…");
    assert!(window.query_by_label("Code 2 places").is_some());
}

#[test]
fn keys_choose_hits_and_enter_leads_to_one() {
    let mut window = talks();
    window.get_by_label(ONE).focus();
    window.run();
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    assert!(window.query_by_label("3 chosen").is_some());
    press(&mut window, Modifiers::NONE, Key::Space);
    assert!(window.query_by_label("2 chosen").is_some());
    press(&mut window, Modifiers::NONE, Key::Enter);
    let selection = session(&window).selection();
    let words = selection.text.and_then(TextSelection::span).unwrap();
    assert_eq!((selection.document.clone(), words.start(), words.end()), (Some(story::id("b")), 3, 8));
}

#[test]
fn chosen_hits_are_copied_with_their_context() {
    let mut window = talks();
    click(&mut window, "Sort hits by the words after");
    window.get_by_label(THREE).focus();
    window.run();
    press(&mut window, CTRL, Key::A);
    window.get_by_label("Copy chosen").click();
    let mut copied = None;
    for _ in 0..1_000_000 {
        window.step();
        copied = window.output().platform_output.commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        if copied.is_some() {
            break;
        }
        std::thread::yield_now();
    }
    let copied = copied.expect("hits are copied");
    let documents: Vec<&str> = copied.lines().map(|line| line.split('\t').next().unwrap()).collect();
    assert_eq!(documents, ["b", "a", "a"]);
    assert!(copied.starts_with("b\t3\t8\tno \ttalks\t at all."), "{copied}");
}

#[test]
fn of_a_hundred_thousand_hits_those_in_sight_are_drawn_and_all_are_chosen_at_once() {
    let mut window = hits(with_documents(&[("a", &"ab ".repeat(100_000))]), "ab");
    let is_drawn = |number: &usize| window.query_all_by_label_contains(&format!("Hit {number}: ")).next().is_some();
    let drawn = (1..=200).filter(is_drawn).count();
    assert!((3..40).contains(&drawn), "{drawn} hits were drawn");
    let first = window.query_all_by_label_contains("Hit 1:").next().unwrap();
    first.focus();
    window.run();
    press(&mut window, CTRL, Key::A);
    assert!(window.query_by_label("100,000 chosen").is_some());
}
