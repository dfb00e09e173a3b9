//! Memos in the window, by the labels that a screen reader hears: writing, linking, finding, the journal.

mod desk;
mod story;

use desk::{CTRL, Window, click, press, session, type_text, window};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use variorum::model::{Edit, Memo, MemoId, RecordId, StepOrigin};
use variorum::session::plan::Step;
use variorum::session::{Command, Session};
use variorum::text::{Span, TextSelection};

/// An entity, and Putin coded as a person.
fn furnished() -> Session {
    let mut session = story::session();
    session.run(Command::Select(TextSelection::of(Span::new(16, 21).unwrap())));
    session.run(Command::CodeSelection(story::id("PER")));
    session.run(Command::CreateEntity { mention: None, name: "Kim Jong Un".to_owned(), kind: "person".to_owned() });
    session
}

fn memo(number: usize, day: &str, coder: &str, text: &str) -> Memo {
    Memo {
        id: story::id(&format!("m-{number:05}")),
        coder: story::id(coder),
        about: None,
        links: Vec::new(),
        title: String::new(),
        text: text.to_owned(),
        created: format!("{day}T10:{:02}:00Z", number % 60).parse().unwrap(),
        changed: None,
        extra: std::collections::BTreeMap::new(),
    }
}

fn add(session: &mut Session, memos: impl Iterator<Item = Memo>) {
    let edits: Vec<Edit> = memos.map(|m| Edit::Add(m.into())).collect();
    let step = Step { label: "Memos".to_owned(), edits, select: None, merge_key: None };
    assert!(session.commit(step, StepOrigin::Window));
}

fn only_memo(window: &Window) -> Memo {
    let memos = session(window).project().memos();
    assert_eq!(memos.len(), 1);
    Memo::clone(memos.values().next().unwrap())
}

const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..CTRL };

#[test]
fn a_memo_about_an_entity_is_written_linked_found_and_followed_by_keys_alone() {
    let mut window = window(furnished());
    press(&mut window, CTRL, Key::K);
    type_text(&mut window, "Kim Jong Un");
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, CTRL_SHIFT, Key::M);
    type_text(&mut window, "Why is he never called chairman?");
    // From the thought over what it is about to the field that links.
    window.get_by_label("Link to anything…").focus();
    window.run();
    type_text(&mut window, "putin");
    // The document whose title has the word comes first.
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    click(&mut window, "Done");
    let written = only_memo(&window);
    assert_eq!(written.text, "Why is he never called chairman?");
    let entity = session(&window).project().entities().keys().next().unwrap().clone();
    let annotation = session(&window).project().annotations().keys().next().unwrap().clone();
    assert_eq!((written.about, written.links), (Some(RecordId::Entity(entity)), vec![RecordId::Annotation(annotation.clone())]));

    press(&mut window, CTRL, Key::Num6);
    type_text(&mut window, "chairman");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    window.run();
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert!(window.query_by_label("Go to entity Kim Jong Un").is_some(), "what it is about is shown");
    window.get_by_label("Go to annotation “Putin” · PER").focus();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(session(&window).selection().annotation, Some(annotation));
    assert!(window.query_by_label("Reading text of Kim Jong Un met Putin.").is_some(), "the text is shown");
}

#[test]
fn a_memo_in_which_nothing_was_written_leaves_none() {
    let mut window = window(furnished());
    press(&mut window, CTRL_SHIFT, Key::M);
    assert_eq!(session(&window).project().memos().len(), 1);
    click(&mut window, "Done");
    assert!(session(&window).project().memos().is_empty());
}

#[test]
fn what_is_typed_is_kept_when_another_memo_is_chosen() {
    let mut session_of = furnished();
    add(&mut session_of, [memo(1, "2026-01-01", "a", "first"), memo(2, "2026-01-01", "a", "second")].into_iter());
    let mut window = window(session_of);
    press(&mut window, CTRL, Key::Num6);
    click(&mut window, "Memo “first” about the project");
    window.get_by_label("Text of the memo").focus();
    window.run();
    press(&mut window, CTRL, Key::End);
    type_text(&mut window, " thought");
    click(&mut window, "Memo “second” about the project");
    let text = |window: &Window, id: &str| session(window).project().memos()[&story::id::<MemoId>(id)].text.clone();
    assert_eq!(text(&window, "m-00001"), "first thought");
    press(&mut window, CTRL, Key::Z);
    assert_eq!((text(&window, "m-00001"), text(&window, "m-00002")), ("first".to_owned(), "second".to_owned()));
}

#[test]
fn several_memos_are_deleted_in_one_step() {
    let mut session_of = furnished();
    add(&mut session_of, (1..=3).map(|n| memo(n, "2026-01-01", "a", &format!("thought {n}"))));
    let mut window = window(session_of);
    press(&mut window, CTRL, Key::Num6);
    type_text(&mut window, "kind:memo");
    click(&mut window, "Memo “thought 1” about the project");
    press(&mut window, CTRL, Key::A);
    click(&mut window, "Delete 3 memos…");
    click(&mut window, "Delete 3 memos");
    assert!(session(&window).project().memos().is_empty());
    press(&mut window, CTRL, Key::Z);
    assert_eq!(session(&window).project().memos().len(), 3);
}

#[test]
fn the_journal_shows_the_days_in_order_newest_first() {
    let mut session_of = furnished();
    let days = ["2026-01-03", "2026-01-01", "2026-01-02", "2026-01-03"];
    add(&mut session_of, days.iter().enumerate().map(|(n, day)| memo(n, day, "a", &format!("thought {n}"))));
    let mut window = window(session_of);
    press(&mut window, CTRL, Key::Num6);
    click(&mut window, "Memos as a journal");
    let top = |window: &Window, label: &str| window.get_by_label(label).rect().top();
    let lines = [
        "2026-01-03, 2 memos",
        "thought 3, about the project",
        "thought 0, about the project",
        "2026-01-02, 1 memo",
        "thought 2, about the project",
        "2026-01-01, 1 memo",
        "thought 1, about the project",
    ];
    let tops: Vec<f32> = lines.iter().map(|label| top(&window, label)).collect();
    assert!(tops.is_sorted() && tops.windows(2).all(|two| two[0] < two[1]), "{tops:?}");
    click(&mut window, "2026-01-02, 1 memo");
    window.run();
    assert!(window.query_by_label("thought 2, about the project").is_some());
    assert!(window.query_by_label("thought 1, about the project").is_none());
}

#[test]
fn of_ten_thousand_memos_the_journal_draws_those_in_sight() {
    let mut session_of = furnished();
    add(&mut session_of, (0..10_000).map(|n| memo(n, &format!("2025-{:02}-{:02}", n % 12 + 1, n % 28 + 1), "a", &format!("thought {n}"))));
    let mut window = window(session_of);
    press(&mut window, CTRL, Key::Num6);
    click(&mut window, "Memos as a journal");
    let drawn = |window: &Window| window.query_all_by_label_contains(", about the project").count();
    for _ in 0..1_000_000 {
        if drawn(&window) > 0 {
            break;
        }
        std::thread::yield_now();
        window.step();
    }
    window.run();
    let drawn = drawn(&window);
    assert!((5..30).contains(&drawn), "{drawn} memos were drawn");
}

#[test]
fn a_linked_thing_that_is_deleted_takes_its_chip_along_and_undo_brings_it_back() {
    let mut session_of = furnished();
    let entity = session_of.project().entities().keys().next().unwrap().clone();
    add(&mut session_of, std::iter::once(memo(1, "2026-01-01", "a", "thought")));
    session_of.run(Command::LinkMemo { memo: story::id("m-00001"), to: RecordId::Entity(entity.clone()) });
    session_of.run(Command::DeleteEntity(entity));
    let mut window = window(session_of);
    press(&mut window, CTRL, Key::Num6);
    click(&mut window, "Memo “thought” about the project");
    assert!(window.query_by_label("Go to entity Kim Jong Un").is_none());
    press(&mut window, CTRL, Key::Z);
    assert!(window.query_by_label("Go to entity Kim Jong Un").is_some());
    click(&mut window, "Remove the link to entity Kim Jong Un");
    assert!(only_memo(&window).links.is_empty());
}
