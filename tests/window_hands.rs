//! The window under the hands: the ways back, mouse and keys to a stored annotation, quotations, the person's own keys, panels by F6.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its own fixture has failed")]

mod desk;
mod story;

use desk::*;
use egui::{Key, Modifiers, PointerButton, Rect, pos2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use variorum::model::{Code, Document, DocumentId};
use variorum::session::{Command, Environment, Session, Settings};
use variorum::text::{Span, TextSelection};

const FIRST: &str = "Kim Jong Un met Putin.";
const SECOND: &str = "Kim Jong Un again.";

/// The story with the keys `p` for PER and `k` for CLM, and these words of the first document coded PER.
fn coded(words: &[&str]) -> Session {
    let mut session = story::session();
    for (id, key) in [("PER", 'p'), ("CLM", 'k')] {
        let code = session.project().codes()[&story::id::<variorum::model::CodeId>(id)].clone();
        session.run(Command::SetCode(Code { key: Some(key), ..Code::clone(&code) }));
    }
    for words in words {
        let start = story::TEXT.find(words).unwrap();
        session.run(Command::Select(TextSelection::of(Span::new(start, start + words.len()).unwrap())));
        session.run(Command::CodeSelection(story::id("PER")));
    }
    session.run(Command::SelectAnnotation(None));
    session.run(Command::Select(TextSelection::caret(0)));
    session
}

fn open_document(window: &Window) -> String {
    session(window).selection().document.clone().unwrap().to_string()
}

fn quotes(window: &Window, code: &str) -> Vec<String> {
    session(window).project().annotations().values().filter(|a| a.code.as_str() == code).map(|a| a.quote()).collect()
}

fn selected(window: &Window) -> String {
    let selection = session(window).selection();
    let words = selection.text.and_then(TextSelection::span);
    words.map_or_else(String::new, |span| story::TEXT[span.range()].to_owned())
}

/// Where the words of an annotation are on the screen.
fn place(window: &Window, words: &str) -> Rect {
    window.get_by_label_contains(&format!("\"{words}\", coder")).rect()
}

/// Long enough for the next click to be no part of a double click.
fn wait(window: &mut Window) {
    window.run_steps(40);
}

#[test]
fn back_and_forward_lead_through_documents_by_key_button_and_mouse() {
    let mut window = window(story::session());
    click(&mut window, SECOND);
    assert_eq!(open_document(&window), "002");
    press(&mut window, CTRL, Key::OpenBracket);
    assert_eq!(open_document(&window), "000");
    press(&mut window, CTRL, Key::CloseBracket);
    assert_eq!(open_document(&window), "002");
    click(&mut window, "Back");
    assert_eq!(open_document(&window), "000");
    let middle = pos2(700.0, 500.0);
    button(&mut window, middle, PointerButton::Extra2, true, Modifiers::NONE);
    button(&mut window, middle, PointerButton::Extra2, false, Modifiers::NONE);
    assert_eq!(open_document(&window), "002");
    button(&mut window, middle, PointerButton::Extra1, true, Modifiers::NONE);
    button(&mut window, middle, PointerButton::Extra1, false, Modifiers::NONE);
    assert_eq!(open_document(&window), "000");
}

#[test]
fn steps_of_the_caret_are_no_places_to_go_back_to() {
    let mut window = window(story::session());
    read_from_start(&mut window, FIRST);
    for _ in 0..5 {
        press(&mut window, Modifiers::NONE, Key::ArrowRight);
    }
    let session = session(&window);
    assert!(!session.trail().leads_back(session.project()));
}

#[test]
fn from_evidence_one_comes_back_to_the_words_one_was_at() {
    let mut session = coded(&[]);
    session.run(Command::Select(TextSelection::of(Span::new(0, 21).unwrap())));
    session.run(Command::CodeSelection(story::id("CLM")));
    let claim = session.selection().annotation.clone().unwrap();
    session.run(Command::CreateClaim { annotation: Some(claim.clone()), statement: "They met".to_owned() });
    let treated = session.project().claims().keys().next().unwrap().clone();
    session.run(Command::Treat(treated, Some(variorum::model::TreatmentKind::Asserts)));
    session.run(Command::Open(story::id("002")));
    session.run(Command::Select(TextSelection::caret(4)));
    let mut window = window(session);
    press(&mut window, CTRL, Key::Num2);
    click(&mut window, "000: evidence of They met");
    assert_eq!((open_document(&window).as_str(), desk::session(&window).selection().annotation.as_ref()), ("000", Some(&claim)));
    press(&mut window, CTRL, Key::OpenBracket);
    assert_eq!((open_document(&window).as_str(), desk::session(&window).selection().text), ("002", Some(TextSelection::caret(4))));
    press(&mut window, CTRL, Key::CloseBracket);
    assert_eq!(desk::session(&window).selection().annotation.as_ref(), Some(&claim));
}

#[test]
fn each_document_is_opened_where_it_was_left_also_after_a_restart() {
    let keep = tempfile::tempdir().unwrap();
    let path = keep.path().join("project");
    drop(variorum::store::create(&path, &story::project(), "2026-01-01T00:00:00Z".parse().unwrap()).unwrap());
    let open = || Session::open(&path, Environment::real(), std::sync::Arc::new(|| ())).unwrap();
    let mut first = window(open());
    click(&mut first, FIRST);
    read_from_start(&mut first, FIRST);
    press(&mut first, CTRL, Key::ArrowRight);
    click(&mut first, SECOND);
    read_from_start(&mut first, SECOND);
    press(&mut first, Modifiers::SHIFT, Key::ArrowRight);
    click(&mut first, FIRST);
    click(&mut first, SECOND);
    let settings: Settings = app(&mut first).settings().clone();
    drop(first);

    let mut again = with_settings(None, settings);
    desk::open(&mut again, &path);
    assert_eq!(open_document(&again), "002");
    assert_eq!(session(&again).selection().text, Some(TextSelection { anchor: 0, focus: 1 }));
    click(&mut again, FIRST);
    assert_eq!(session(&again).selection().text, Some(TextSelection::caret(3)));
}

#[test]
fn a_double_click_offers_the_palette_and_a_click_in_it_codes_the_word() {
    let mut window = window(coded(&["Putin"]));
    let at = place(&window, "Putin").center();
    mouse(&mut window, at, Modifiers::NONE);
    mouse(&mut window, at, Modifiers::NONE);
    window.run();
    assert_eq!(selected(&window), "Putin");
    click(&mut window, "Code as CLM");
    assert_eq!(quotes(&window, "CLM"), ["Putin"]);
}

#[test]
fn a_double_click_that_comes_in_one_frame_offers_the_palette_too() {
    let mut window = window(coded(&["Putin"]));
    let at = place(&window, "Putin").center();
    mouse(&mut window, at, Modifiers::NONE);
    for pressed in [true, false] {
        let modifiers = Modifiers::NONE;
        window.event(egui::Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers });
    }
    window.run();
    assert_eq!(selected(&window), "Putin");
    window.get_by_label("Code as CLM");
}

#[test]
fn a_triple_click_and_a_code_s_key_code_the_sentence() {
    let mut window = window(coded(&["Putin"]));
    let at = place(&window, "Putin").center();
    for _ in 0..3 {
        mouse(&mut window, at, Modifiers::NONE);
    }
    window.run();
    assert_eq!(selected(&window), FIRST);
    window.get_by_label("Code as CLM");
    type_text(&mut window, "k");
    assert_eq!(quotes(&window, "CLM"), [FIRST]);
}

#[test]
fn shift_and_a_click_extend_and_dragging_selects_what_is_coded() {
    let mut window = window(coded(&["Kim", "met", "Putin"]));
    let (from, to) = (place(&window, "Kim"), place(&window, "met"));
    // Beside a border, not on the knobs of a selected annotation.
    drag(&mut window, from.left_center() + vec2(1.0, 0.0), to.right_center() - vec2(1.0, 0.0), Modifiers::NONE);
    assert_eq!(selected(&window), "Kim Jong Un met");
    window.get_by_label("Code as CLM");
    wait(&mut window);
    let further = place(&window, "Putin").right_center() - vec2(1.0, 0.0);
    mouse(&mut window, further, Modifiers::SHIFT);
    window.run();
    assert_eq!(selected(&window), "Kim Jong Un met Putin");
    click(&mut window, "Code as CLM");
    assert_eq!(quotes(&window, "CLM"), ["Kim Jong Un met Putin"]);
}

#[test]
fn dragging_with_ctrl_and_ctrl_enter_add_fragments_to_the_stored_annotation() {
    let mut window = window(coded(&["Kim Jong Un", "Putin"]));
    let kim = place(&window, "Kim Jong Un");
    mouse(&mut window, kim.center(), Modifiers::NONE);
    window.run();
    let chosen = session(&window).selection().annotation.clone().unwrap();
    wait(&mut window);
    let words = place(&window, "Putin");
    drag(&mut window, words.left_center() + vec2(1.0, 0.0), words.right_center() - vec2(1.0, 0.0), CTRL);
    assert_eq!(session(&window).project().annotations()[&chosen].quote(), "Kim Jong Un … Putin");

    window.get_by_label(&format!("Reading text of {FIRST}")).focus();
    window.run();
    press(&mut window, CTRL, Key::End);
    press(&mut window, CTRL | Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(selected(&window), "Peskov.");
    press(&mut window, CTRL, Key::Enter);
    assert_eq!(session(&window).project().annotations()[&chosen].quote(), "Kim Jong Un … Putin … Peskov.");
}

#[test]
fn a_quotation_is_copied_with_its_source() {
    let mut session = coded(&["Kim", "Putin"]);
    let document = session.project().documents()[&story::id::<DocumentId>("000")].clone();
    let (title, outlet) = (Some("Ein Treffen".to_owned()), Some("dpa".to_owned()));
    let (date, language) = (Some("2023-09-13".to_owned()), Some("de".to_owned()));
    session.run(Command::SetDocument(Box::new(Document { title, outlet, date, language, ..Document::clone(&document) })));
    let (first, second) = {
        let ids: Vec<_> = session.project().annotations().values().map(|a| (a.start(), a.id.clone())).collect();
        (ids.iter().min().unwrap().1.clone(), ids.iter().max().unwrap().1.clone())
    };
    let putin = session.project().annotations()[&second].target.places()[0].span;
    session.run(Command::Select(TextSelection::of(putin)));
    session.run(Command::AddFragment(first.clone()));
    let mut window = window(session);
    read_from_start(&mut window, "Ein Treffen");
    for _ in 0..2 {
        press(&mut window, CTRL | Modifiers::SHIFT, Key::ArrowRight);
    }
    let keys = CTRL | Modifiers::SHIFT;
    let words = "„Kim Jong“ (dpa, „Ein Treffen“, 2023-09-13, ¶1, characters 0–8)";
    assert_eq!(copied(&mut window, keys, Key::C).as_deref(), Some(words));
    // Without words, those of the annotation that is looked at.
    press(&mut window, Modifiers::NONE, Key::ArrowLeft);
    let kim = place(&window, "Kim … Putin").left_center() + vec2(15.0, 0.0);
    mouse(&mut window, kim, Modifiers::NONE);
    window.run();
    assert_eq!(desk::session(&window).selection().annotation.as_ref(), Some(&first));
    let words = "„Kim […] Putin“ (dpa, „Ein Treffen“, 2023-09-13, ¶1, characters 0–3, 16–21)";
    assert_eq!(copied(&mut window, keys, Key::C).as_deref(), Some(words));
}

#[test]
fn the_person_s_own_keys_count_from_the_file_beside_the_settings() {
    let keep = tempfile::tempdir().unwrap();
    let keys = keep.path().join("keymap.json");
    std::fs::write(&keys, "{\n  \"log\": [\"F11\"],\n  \"save\": [\"Ctrl+O\"]\n}").unwrap();
    let mut window = window(story::session());
    app(&mut window).remember_in(keep.path().join("settings.json"));
    window.run();
    let told = "Line 3: Ctrl+O is a key of 'open-project' already, so 'save' has its built-in keys";
    window.get_by_label(told);
    press(&mut window, CTRL, Key::L);
    assert_eq!(window.query_all_by_label(told).count(), 1);
    press(&mut window, Modifiers::NONE, Key::F11);
    // The card and the line of the log.
    assert_eq!(window.query_all_by_label(told).count(), 2);

    // Changed while one was elsewhere, read when one comes back.
    std::fs::write(&keys, "{ \"log\": [\"F10\"] }").unwrap();
    for focused in [false, true] {
        window.input_mut().focused = focused;
        window.event(egui::Event::WindowFocused(focused));
        window.run();
    }
    press(&mut window, Modifiers::NONE, Key::F10);
    assert_eq!(window.query_all_by_label(told).count(), 1);
    press(&mut window, Modifiers::NONE, Key::F1);
    window.get_by_label("F10");
}

#[test]
fn a_file_of_all_keys_is_written_on_demand_and_no_file_is_written_over() {
    let keep = tempfile::tempdir().unwrap();
    let keys = keep.path().join("keymap.json");
    let mut window = window(story::session());
    app(&mut window).remember_in(keep.path().join("settings.json"));
    let ask = |window: &mut Window| {
        click(window, "Help");
        click(window, "Edit keys…");
        std::fs::read_to_string(&keys).unwrap()
    };
    let written = ask(&mut window);
    assert!(written.contains("\"next-document\": [\"") && written.contains("\"edit-keys\": []"), "{written}");
    window.get_by_label_contains(&keys.display().to_string());
    std::fs::write(&keys, "{}").unwrap();
    assert_eq!(ask(&mut window), "{}");
}

#[test]
fn the_list_of_keys_is_searched() {
    let mut window = window(story::session());
    press(&mut window, Modifiers::NONE, Key::F1);
    window.get_by_label("Move the caret by words");
    window.get_by_label("Save");
    window.get_by_label("Find a key or what it does…").focus();
    window.run();
    type_text(&mut window, "border");
    window.get_by_label("Move the nearest border of the selected annotation by characters");
    assert!(window.query_by_label("Move the caret by words").is_none());
}

#[test]
fn f6_goes_round_the_panels_and_comes_back_to_the_same_place() {
    let mut window = window(coded(&["Putin"]));
    read_from_start(&mut window, FIRST);
    let page = format!("Reading text of {FIRST}");
    let has = |window: &Window, label: &str| window.get_by_label(label).accesskit_node().is_focused();
    assert!(has(&window, &page));
    press(&mut window, Modifiers::NONE, Key::F6);
    assert!(has(&window, "Layer Claims"));
    press(&mut window, Modifiers::NONE, Key::Tab);
    assert!(has(&window, "Layer Entities"));
    press(&mut window, Modifiers::SHIFT, Key::F6);
    assert!(has(&window, &page));
    press(&mut window, Modifiers::NONE, Key::F6);
    assert!(has(&window, "Layer Entities"));
    // Over the inspector and the library back to the page.
    press(&mut window, Modifiers::NONE, Key::F6);
    assert!(!has(&window, &page) && !has(&window, "Layer Entities"));
    press(&mut window, Modifiers::NONE, Key::F6);
    press(&mut window, Modifiers::NONE, Key::F6);
    assert!(has(&window, &page));
}

#[test]
fn the_whole_loop_is_done_from_the_keyboard() {
    let mut window = window(coded(&[]));
    press(&mut window, Modifiers::NONE, Key::F6);
    // Tab goes through the library to the second document.
    let at = |window: &Window, label: &str| window.get_by_label(label).accesskit_node().is_focused();
    let mut presses = 0;
    while !at(&window, SECOND) {
        press(&mut window, Modifiers::NONE, Key::Tab);
        presses += 1;
        assert!(presses < 60, "Tab does not reach the library's documents");
    }
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(open_document(&window), "002");
    press(&mut window, Modifiers::NONE, Key::F6);
    assert!(at(&window, &format!("Reading text of {SECOND}")));
    press(&mut window, CTRL, Key::Home);
    press(&mut window, CTRL | Modifiers::SHIFT, Key::ArrowRight);
    type_text(&mut window, "p");
    assert_eq!(quotes(&window, "PER"), ["Kim"]);
    // On to the inspector, where the memo is written.
    press(&mut window, Modifiers::NONE, Key::F6);
    press(&mut window, Modifiers::NONE, Key::F6);
    let mut presses = 0;
    while !at(&window, "Memo") {
        press(&mut window, Modifiers::NONE, Key::Tab);
        presses += 1;
        assert!(presses < 20, "Tab does not reach the memo");
    }
    type_text(&mut window, "who?");
    press(&mut window, Modifiers::SHIFT, Key::F6);
    let memos: Vec<_> = session(&window).project().annotations().values().map(|a| a.memo.clone()).collect();
    assert_eq!(memos, ["who?"]);
}

#[test]
fn a_code_s_key_without_words_says_once_what_is_missing() {
    let mut window = window(coded(&[]));
    read_from_start(&mut window, FIRST);
    type_text(&mut window, "z");
    let told = "Select words first, then press a code’s key";
    assert!(window.query_by_label(told).is_none());
    type_text(&mut window, "p");
    window.get_by_label(told);
    click(&mut window, "Close the notice");
    type_text(&mut window, "p");
    assert!(window.query_by_label(told).is_none());
    assert!(session(&window).project().annotations().is_empty());
}

#[test]
fn the_caret_and_a_border_go_by_sentences() {
    let mut window = window(coded(&["Putin"]));
    read_from_start(&mut window, FIRST);
    press(&mut window, Modifiers::ALT | Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(selected(&window), FIRST);
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(session(&window).selection().text, Some(TextSelection::caret(0)));
    let putin = session(&window).project().annotations().keys().next().unwrap().clone();
    let at = place(&window, "Putin").center();
    mouse(&mut window, at, Modifiers::NONE);
    window.run();
    press(&mut window, CTRL | Modifiers::ALT, Key::ArrowRight);
    press(&mut window, CTRL | Modifiers::ALT, Key::ArrowLeft);
    let quote = session(&window).project().annotations()[&putin].quote();
    assert!(quote.ends_with("Putin.") || quote.starts_with("Kim"), "{quote}");
    assert_ne!(quote, "Putin");
}

#[test]
fn a_field_that_is_clicked_beside_the_palette_gets_what_is_typed() {
    let mut window = window(coded(&["Putin"]));
    let at = place(&window, "Putin").center();
    (0..3).for_each(|_| mouse(&mut window, at, Modifiers::NONE));
    window.run();
    window.get_by_label("Code as CLM");
    click(&mut window, "Filter documents…");
    assert!(window.query_by_label("Code as CLM").is_none());
    type_text(&mut window, "k");
    assert_eq!(window.get_by_label("Filter documents…").value().as_deref(), Some("k"));
    assert_eq!(quotes(&window, "CLM"), Vec::<String>::new());
}
