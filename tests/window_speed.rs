//! Speed of hand: codes and their attributes by keys alone, help by `?`, documents finished one after the other, ten thousand codes.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod desk;
mod story;

use desk::*;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use story::id;
use variorum::model::*;
use variorum::session::{CodebookChange, Command, Session, Settings};
use variorum::text::TextSelection;

const FIRST: &str = "Kim Jong Un met Putin.";
const SECOND: &str = "Kim Jong Un again.";

/// The story with keys, a condition (`valence` only where `voice` is set) and one entity, the first words selected.
fn session_with_questions() -> Session {
    let mut session = story::session();
    let attribute = |name: &str, kind: AttributeKind, when: Option<Condition>| Attribute {
        id: id(name),
        name: name.to_owned(),
        kind,
        definition: String::new(),
        default: None,
        when,
        extra: Extra::new(),
    };
    let voiced = Condition { attribute: id("voice"), values: vec!["yes".to_owned()] };
    let layer = variorum::session::Carrier::Layer(id("Entities"));
    for attribute in [
        attribute("voice", AttributeKind::YesNo, None),
        attribute("valence", AttributeKind::Number { min: Some(-2.0), max: Some(2.0), step: Some(1.0) }, Some(voiced)),
        attribute("remark", AttributeKind::Text, None),
    ] {
        session.run(Command::Codebook(CodebookChange::Attach(layer.clone(), attribute)));
    }
    session.run(Command::CreateEntity { mention: None, name: "Kim Jong Un".to_owned(), kind: "person".to_owned() });
    session.run(Command::Codebook(CodebookChange::AssignKeys));
    session.run(Command::Select(TextSelection { anchor: 0, focus: 11 }));
    session
}

fn values(window: &Window) -> Vec<(String, Value)> {
    let annotations = session(window).project().annotations();
    annotations.values().flat_map(|a| a.attributes.iter().map(|(id, value)| (id.to_string(), value.clone()))).collect()
}

fn value(window: &Window, attribute: &str) -> Option<Value> {
    values(window).into_iter().find(|(id, _)| id == attribute).map(|(_, value)| value)
}

fn on_the_page(window: &mut Window) {
    window.get_by_label(&format!("Reading text of {FIRST}")).focus();
    window.run();
}

fn asks(window: &Window, question: &str) -> bool {
    window.query_by_label_contains(question).is_some()
}

#[test]
fn a_code_and_all_its_attributes_are_put_by_keys_alone() {
    let mut window = with_settings(Some(session_with_questions()), Settings { ask_attributes: true, ..Settings::default() });
    on_the_page(&mut window);
    type_text(&mut window, "p");
    assert_eq!(session(&window).project().annotations().len(), 1);
    assert!(asks(&window, "entity: type a name"));
    // The likeliest entity has the key 1.
    type_text(&mut window, "1");
    let kim = session(&window).project().entities().keys().next().unwrap().clone();
    assert_eq!(value(&window, "entity"), Some(Value::References(vec![Reference::Entity(kim)])));
    type_text(&mut window, "2");
    assert_eq!(value(&window, "form"), Some(Value::Choice("surname".to_owned())));
    // Back, and another answer.
    press(&mut window, Modifiers::NONE, Key::Backspace);
    type_text(&mut window, "1");
    assert_eq!(value(&window, "form"), Some(Value::Choice("full-name".to_owned())));
    type_text(&mut window, "y");
    assert_eq!(value(&window, "voice"), Some(Value::YesNo(true)));
    type_text(&mut window, "9");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(asks(&window, "A number from -2 to 2 is asked for"));
    press(&mut window, Modifiers::NONE, Key::Backspace);
    type_text(&mut window, "-1");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(value(&window, "valence"), Some(Value::Number(-1.0)));
    type_text(&mut window, "by the agency");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(value(&window, "remark"), Some(Value::Text("by the agency".to_owned())));
    assert!(!asks(&window, "Esc leaves"));
    // The page has the keyboard again: a further word, a further code.
    press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    type_text(&mut window, "s");
    assert_eq!(session(&window).project().annotations().len(), 2);
}

#[test]
fn what_does_not_apply_is_not_asked_enter_skips_and_esc_leaves() {
    let mut window = window(session_with_questions());
    on_the_page(&mut window);
    type_text(&mut window, "p");
    assert!(!asks(&window, "Esc leaves"), "asked only where that is wished");
    press(&mut window, Modifiers::NONE, Key::F2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::NONE, Key::Enter);
    type_text(&mut window, "n");
    assert!(asks(&window, "remark: type an answer"), "no voice, no valence");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!asks(&window, "Esc leaves"));
    assert_eq!(values(&window), [("voice".to_owned(), Value::YesNo(false))]);
    // One undo takes one answer back, the next the coding.
    press(&mut window, CTRL, Key::Z);
    assert_eq!((values(&window), session(&window).project().annotations().len()), (vec![], 1));
    press(&mut window, CTRL, Key::Z);
    assert_eq!(session(&window).project().annotations().len(), 0);
}

#[test]
fn questions_are_answered_with_the_mouse_too_and_go_when_something_else_is_clicked() {
    let mut window = window(session_with_questions());
    on_the_page(&mut window);
    type_text(&mut window, "p");
    press(&mut window, Modifiers::NONE, Key::F2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    click(&mut window, "form: surname, key 2");
    assert_eq!(value(&window, "form"), Some(Value::Choice("surname".to_owned())));
    click(&mut window, SECOND);
    assert!(!asks(&window, "Esc leaves"));
}

#[test]
fn a_new_entity_is_made_by_typing_its_name() {
    let mut window = window(session_with_questions());
    on_the_page(&mut window);
    type_text(&mut window, "p");
    press(&mut window, Modifiers::NONE, Key::F2);
    type_text(&mut window, "Zelenskyy");
    press(&mut window, Modifiers::NONE, Key::Enter);
    let names: Vec<_> = session(&window).project().entities().values().map(|e| e.name.clone()).collect();
    assert!(names.contains(&"Zelenskyy".to_owned()), "{names:?}");
    assert!(asks(&window, "form: answer with a key"));
}

#[test]
fn documents_are_finished_and_the_next_one_opened_by_keys() {
    let mut window = window(story::session());
    press(&mut window, CTRL, Key::F9);
    press(&mut window, Modifiers::NONE, Key::F9);
    assert_eq!(session(&window).selection().document, Some(id("002")));
    press(&mut window, CTRL, Key::F9);
    press(&mut window, Modifiers::NONE, Key::F9);
    window.get_by_label_contains("No other document is unfinished");
    press(&mut window, Modifiers::SHIFT, Key::F9);
    let states: Vec<_> = session(&window).project().progress().values().map(|p| (p.document.to_string(), p.state)).collect();
    assert_eq!(states, [("000".to_owned(), ProgressState::Finished), ("002".to_owned(), ProgressState::InProgress)]);
}

#[test]
fn a_question_mark_shows_all_keys_with_those_of_codes_and_finds_among_them() {
    let mut window = window(session_with_questions());
    on_the_page(&mut window);
    type_text(&mut window, "?");
    window.get_by_label("Codes of this project");
    window.get_by_label("PER");
    type_text(&mut window, "unfinished");
    window.get_by_label("Next unfinished document");
    assert!(window.query_by_label("Codes of this project").is_none());
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("Next unfinished document").is_none());
}

#[test]
fn a_question_mark_in_a_field_is_a_letter() {
    let mut window = window(session_with_questions());
    press(&mut window, CTRL, Key::J);
    type_text(&mut window, "?");
    assert!(window.query_by_label("Codes of this project").is_none());
}

#[test]
fn a_key_of_a_code_for_documents_needs_no_words() {
    let mut session = session_with_questions();
    session.run(Command::Select(TextSelection::caret(0)));
    let mut window = window(session);
    on_the_page(&mut window);
    type_text(&mut window, "t");
    let codes: Vec<_> = desk::session(&window).project().annotations().values().map(|a| a.code.to_string()).collect();
    assert_eq!(codes, ["TONE"]);
}

#[test]
fn the_pace_is_told_only_where_it_is_wished() {
    let mut quiet = window(story::session());
    assert!(quiet.query_by_label_contains("words/h").is_none());
    press(&mut quiet, CTRL, Key::K);
    type_text(&mut quiet, "annotations per hour");
    press(&mut quiet, Modifiers::NONE, Key::Enter);
    quiet.get_by_label("– words/h · – annotations/h");
    // The clock of tests goes on a second a look: seventy steps are more than a minute.
    let mut session = story::session();
    for at in 0..70 {
        session.run(Command::Select(TextSelection { anchor: at % 3, focus: 4 + at % 7 }));
        session.run(Command::CodeSelection(id(if at % 2 == 0 { "PER" } else { "SRC" })));
        session.run(Command::SetProject(ProjectInfo { title: format!("T{at}"), ..session.project().info().clone() }));
    }
    let shown = with_settings(Some(session), Settings { pace: true, ..Settings::default() });
    assert!(shown.query_by_label_contains("words/h").is_some());
    assert!(desk::session(&shown).pace().annotations_per_hour().unwrap() > 100);
}

/// Ten thousand codes in twenty layers, every tenth under another one.
fn many_codes() -> Session {
    let mut records: Vec<Record> = story::project().records().collect();
    for at in 0..20 {
        let layer = Layer {
            id: id(&format!("M{at}")),
            name: format!("Many {at}"),
            rank: 9,
            purpose: String::new(),
            attributes: vec![],
            extra: Extra::new(),
        };
        records.push(layer.into());
    }
    for at in 0..10_000_u32 {
        let code = Code::new(id(&format!("M.{at}")), id(&format!("M{}", at / 500)), &format!("Matter number {at}"));
        let parent = (at % 10 != 0).then(|| id(&format!("M.{}", at - at % 10)));
        records.push(Code { rank: at, parent, ..code }.into());
    }
    let (project, errors) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
    assert_eq!(errors, []);
    let start = "2026-01-01T00:00:00Z".parse().unwrap();
    let mut session = Session::in_memory(project, id("a"), variorum::session::Environment::fixed(start));
    session.run(Command::Open(id("000")));
    session
}

#[test]
fn ten_thousand_codes_are_found_and_no_frame_shows_more_of_them_than_fit() {
    let mut window = window(many_codes());
    let shown = |window: &Window| window.query_all_by_label_contains("Matter number").count();
    click(&mut window, "Layer Many 3");
    assert!((1..40).contains(&shown(&window)), "{}", shown(&window));
    press(&mut window, CTRL, Key::J);
    type_text(&mut window, "matter 9999");
    assert_eq!(shown(&window), 1);
    // The palette at the selection.
    window.get_by_label(&format!("Reading text of {FIRST}")).focus();
    window.run();
    press(&mut window, CTRL, Key::Home);
    press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    press(&mut window, Modifiers::NONE, Key::Enter);
    let rows = window.query_all_by_label_contains("Code as ").count();
    assert!((2..30).contains(&rows), "{rows}");
    type_text(&mut window, "number 4242");
    press(&mut window, Modifiers::NONE, Key::Enter);
    let coded: Vec<_> = session(&window).project().annotations().values().map(|a| a.code.to_string()).collect();
    assert_eq!(coded, ["M.4242"]);
    // The codebook.
    press(&mut window, CTRL, Key::Num4);
    assert!((1..80).contains(&shown(&window)), "{}", shown(&window));
}

#[test]
fn a_code_is_found_by_another_name_in_another_script() {
    let mut session = session_with_questions();
    let person = session.project().codes()[&id::<CodeId>("PER")].clone();
    session.run(Command::SetCode(Code { aliases: vec!["личность".to_owned(), "인물".to_owned()], ..Code::clone(&person) }));
    let mut window = window(session);
    for words in ["личн", "인물"] {
        press(&mut window, CTRL, Key::J);
        press(&mut window, CTRL, Key::A);
        type_text(&mut window, words);
        let rows: Vec<_> = ["PER", "CLM", "SRC"].into_iter().filter(|code| window.query_all_by_label(code).next().is_some()).collect();
        assert_eq!(rows, ["PER"], "{words}");
    }
}

#[test]
fn the_cursor_of_the_palette_stays_in_sight_on_its_way_down() {
    let mut window = window(many_codes());
    on_the_page(&mut window);
    press(&mut window, CTRL, Key::Home);
    press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    press(&mut window, Modifiers::NONE, Key::Enter);
    for _ in 0..30 {
        press(&mut window, Modifiers::NONE, Key::ArrowDown);
    }
    press(&mut window, Modifiers::NONE, Key::Enter);
    // Four codes of the story's layers go before those of the first of the many.
    let coded: Vec<_> = session(&window).project().annotations().values().map(|a| a.code.to_string()).collect();
    assert_eq!(coded.len(), 1);
    assert!(coded[0].starts_with("M."), "{coded:?}");
}

#[test]
fn everything_is_found_in_the_palette_of_everything() {
    let mut session = session_with_questions();
    session.run(Command::CreateClaim { annotation: None, statement: "The two met at the cosmodrome".to_owned() });
    session.run(Command::AddMemo {
        about: Some(RecordId::Entity(session.project().entities().keys().next().unwrap().clone())),
        title: "On titles".to_owned(),
        text: "Which office first?".to_owned(),
    });
    let mut window = window(session);
    for (words, label) in [
        ("cosmodrome", "The two met at the cosmodrome"),
        ("on titles", "On titles"),
        ("layer cl", "Layer Claims"),
        ("kim jong", "Kim Jong Un"),
        ("again", SECOND),
        ("assign keys", "Assign keys to all codes without one"),
        ("code as src", "Code as SRC"),
    ] {
        press(&mut window, CTRL, Key::K);
        type_text(&mut window, words);
        assert!(window.query_all_by_label(label).next().is_some(), "{words}");
        press(&mut window, Modifiers::NONE, Key::Escape);
    }
    press(&mut window, CTRL, Key::K);
    type_text(&mut window, "layer cl");
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label("Name of the layer");
}
