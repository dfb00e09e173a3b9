//! Finding and going to places in the window, by the labels that a screen reader hears; no display, no renderer.

mod desk;
mod story;

use desk::settle;
use desk::settled::{click, press, type_text};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use variorum::app::App;
use variorum::model::{CodebookInfo, Document, DocumentId, Project, ProjectInfo};
use variorum::session::{Command, Environment, Session, Settings, ThemeChoice};
use variorum::text::{ReadingText, TextSelection};
use variorum::ui::sample;
use variorum::ui::text_view::FontStore;
use variorum::ui::theme::install_fonts;

type Window = Harness<'static, Option<App>>;

const FIELD: &str = "Find words in the text…";
const FIRST: &str = "Kim Jong Un met Putin.";
const CTRL: Modifiers = Modifiers::COMMAND;

fn window_sized(session: Session, size: [f32; 2]) -> Window {
    let mut session = Some(session);
    let settings = Settings { theme: ThemeChoice::Light, ..Settings::default() };
    let harness = Harness::builder().with_size(size).with_max_steps(40).allow_missing_glyphs().with_context_setup(install_fonts);
    let mut harness = harness.build_ui_state(
        move |ui, app: &mut Option<App>| {
            let app = app.get_or_insert_with(|| App::with_fonts(ui.ctx(), settings.clone(), session.take(), FontStore::bundled_only()));
            app.tick();
            app.show(ui);
        },
        None,
    );
    harness.run();
    harness
}

fn window(session: Session) -> Window {
    window_sized(session, [1440.0, 900.0])
}

fn session(window: &Window) -> &Session {
    window.state().as_ref().unwrap().session().unwrap()
}

fn says(window: &Window, words: &str) -> bool {
    window.query_all_by_label(words).next().is_some()
}

fn look_for(window: &mut Window, words: &str) {
    press(window, CTRL, Key::F);
    type_text(window, words);
}

fn selected(window: &Window) -> String {
    let selection = session(window).selection();
    let document = &session(window).project().documents()[selection.document.as_ref().unwrap()];
    let span = selection.text.and_then(TextSelection::span);
    span.map_or_else(String::new, |span| document.text.slice(span).unwrap().to_owned())
}

fn starts_at(window: &Window) -> usize {
    session(window).selection().text.unwrap().anchor
}

/// A session on documents `d0`, `d1` … with these texts; the first one is open.
fn session_of(texts: &[String]) -> Session {
    let document =
        |(n, text): (usize, &String)| Document::new(story::id(&format!("d{n}")), ReadingText::new(text.as_str()).unwrap()).into();
    let mut records: Vec<_> = texts.iter().enumerate().map(document).collect();
    let coder = story::project().coders().values().next().unwrap().clone();
    records.push(variorum::model::Coder::clone(&coder).into());
    let (project, errors) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
    assert_eq!(errors, []);
    let mut session = Session::in_memory(project, story::id("a"), Environment::fixed("2026-01-01T00:00:00Z".parse().unwrap()));
    session.run(Command::Open(story::id("d0")));
    session
}

fn sample(place: &std::path::Path) -> (Session, [String; 2]) {
    let folder = sample::copy_into(place).unwrap();
    let text = |name: &str| std::fs::read_to_string(folder.join("documents").join(name)).unwrap();
    let texts = [text("2a/000.txt"), text("a1/002.txt")];
    let mut session = Session::open(&folder, Environment::real(), std::sync::Arc::new(|| ())).unwrap();
    session.run(Command::Open(story::id("000")));
    (session, texts)
}

#[test]
fn the_count_of_kim_in_the_sample_is_that_of_the_file() {
    let place = tempfile::tempdir().unwrap();
    let (session, [text, _]) = sample(place.path());
    let mut window = window(session);
    look_for(&mut window, "Kim");
    click(&mut window, "Match case");
    let count = text.matches("Kim").count();
    assert!(count > 3);
    assert!(says(&window, &format!("1 of {count}")));
    assert_eq!((selected(&window), starts_at(&window)), ("Kim".to_owned(), text.find("Kim").unwrap()));
}

#[test]
fn next_and_previous_go_round() {
    let place = tempfile::tempdir().unwrap();
    let (session, [text, _]) = sample(place.path());
    let places: Vec<usize> = text.match_indices("Putin").map(|(at, _)| at).collect();
    let count = places.len();
    let mut window = window(session);
    look_for(&mut window, "Putin");
    for (number, at) in places.iter().enumerate() {
        assert_eq!(starts_at(&window), *at);
        assert!(says(&window, &format!("{} of {count}", number + 1)));
        assert!(!says(&window, "From the top again"));
        press(&mut window, Modifiers::NONE, Key::Enter);
    }
    assert_eq!(starts_at(&window), places[0]);
    assert!(says(&window, "From the top again"));
    press(&mut window, Modifiers::SHIFT, Key::Enter);
    assert_eq!(starts_at(&window), places[count - 1]);
    assert!(says(&window, "From the end again"));
    press(&mut window, Modifiers::SHIFT, Key::F3);
    assert_eq!(starts_at(&window), places[count - 2]);
    click(&mut window, "Next hit");
    assert_eq!(starts_at(&window), places[count - 1]);
}

#[test]
fn whole_words_leave_parts_of_words_out() {
    let mut window = window(session_of(&["Kim met Kimberly, not KIM.".to_owned()]));
    look_for(&mut window, "kim");
    assert!(says(&window, "1 of 3"));
    press(&mut window, Modifiers::ALT, Key::W);
    assert!(says(&window, "1 of 2"));
    press(&mut window, Modifiers::ALT, Key::C);
    assert!(says(&window, "No hits"));
    press(&mut window, Modifiers::ALT, Key::C);
    press(&mut window, Modifiers::ALT, Key::W);
    assert!(says(&window, "1 of 3"));
}

/// Composed and apart, with a space that does not break, a printer's apostrophe and a soft hyphen.
const PRINTED: &str = "don't Don\u{2019}t don\u{2019}t caf\u{e9} cafe\u{301} Kim\u{a0}Jong Kim Jong nego\u{ad}tiation";

#[test]
fn exactly_as_typed_finds_the_very_characters_with_their_capitals_and_gives_back_what_was() {
    let mut window = window(session_of(&[PRINTED.to_owned()]));
    look_for(&mut window, "don't");
    assert!(says(&window, "1 of 3"));
    click(&mut window, "Exactly as typed");
    assert!(says(&window, "1 of 1"));
    assert_eq!(selected(&window), "don't");
    window.get_by_label(FIELD).focus();
    settle(&mut window);
    press(&mut window, Modifiers::ALT, Key::E);
    assert!(says(&window, "1 of 3"), "the key turns it, too, and capitals count no more");
}

#[test]
fn the_menu_on_the_switch_takes_back_one_kind_of_difference() {
    let mut window = window(session_of(&[PRINTED.to_owned()]));
    for (words, kind, forgiving, strict) in [
        ("don't", "Any quotation marks and hyphens", "1 of 3", "1 of 1"),
        ("caf\u{e9}", "Accents together with their letters or apart", "1 of 2", "1 of 1"),
        ("Kim Jong", "Any white space, also line ends", "1 of 2", "1 of 1"),
        ("negotiation", "With or without invisible characters", "1 of 1", "No hits"),
    ] {
        press(&mut window, CTRL, Key::F);
        press(&mut window, CTRL, Key::A);
        type_text(&mut window, words);
        assert!(says(&window, forgiving), "{words}");
        for answer in [strict, forgiving] {
            window.get_by_label("Exactly as typed").click_secondary();
            settle(&mut window);
            click(&mut window, kind);
            assert!(says(&window, answer), "{words}: {answer}");
            press(&mut window, Modifiers::NONE, Key::Escape);
        }
    }
}

#[test]
fn a_regular_expression_is_found_or_says_what_is_wrong() {
    let mut window = window(story::session());
    press(&mut window, CTRL, Key::F);
    press(&mut window, Modifiers::ALT, Key::R);
    for (pattern, answer) in [
        ("(a", "The pattern is no regular expression: unclosed group"),
        ("(.{1000}){1000}", "The pattern is too large to look for"),
        ("x*", "No hits"),
        ("(a+)+$", "No hits"),
        ("Putin\\.\\s+\\w+", "1 of 1"),
        ("Kim|Putin", "1 of 2"),
    ] {
        press(&mut window, CTRL, Key::A);
        type_text(&mut window, pattern);
        assert!(says(&window, answer), "{pattern}: {answer}");
    }
}

#[test]
fn escape_gives_the_keyboard_back_to_the_page_at_the_hit() {
    let mut window = window(story::session());
    look_for(&mut window, "Putin");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!says(&window, FIELD));
    assert_eq!(selected(&window), "Putin");
    assert!(window.get_by_label(&format!("Reading text of {FIRST}")).is_focused());
}

#[test]
fn a_hit_is_coded_with_one_key() {
    let place = tempfile::tempdir().unwrap();
    let (session_of_sample, _) = sample(place.path());
    let before = session_of_sample.project().annotations().len();
    let mut window = window(session_of_sample);
    look_for(&mut window, "historic");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(selected(&window), "historic");
    type_text(&mut window, "w");
    let project = session(&window).project();
    assert_eq!(project.annotations().len(), before + 1);
    let annotation = &project.annotations()[session(&window).selection().annotation.as_ref().unwrap()];
    let code = project.codes().values().find(|code| code.key == Some('w')).unwrap();
    assert_eq!((annotation.quote(), &annotation.code), ("historic".to_owned(), &code.id));
}

#[test]
fn selected_words_are_filled_in() {
    let mut session = story::session();
    session.run(Command::Select(TextSelection { anchor: 4, focus: 8 }));
    let mut window = window(session);
    press(&mut window, CTRL, Key::F);
    assert_eq!(window.get_by_label(FIELD).value().as_deref(), Some("Jong"));
    assert!(says(&window, "1 of 1"));
}

#[test]
fn the_page_shows_the_hits_of_the_document_that_is_open() {
    let mut window = window(story::session());
    look_for(&mut window, "again");
    assert!(says(&window, "No hits"));
    click(&mut window, "Kim Jong Un again.");
    assert!(says(&window, "1 hit"));
    press(&mut window, Modifiers::NONE, Key::F3);
    assert!(says(&window, "1 of 1"));
    assert_eq!(selected(&window), "again");
}

#[test]
fn all_documents_are_looked_through_and_counted() {
    let place = tempfile::tempdir().unwrap();
    let (session_of_sample, texts) = sample(place.path());
    let counts = texts.each_ref().map(|text| text.to_lowercase().matches("kim").count());
    let total: usize = counts.iter().sum();
    let mut window = window(session_of_sample);
    press(&mut window, CTRL | Modifiers::SHIFT, Key::F);
    type_text(&mut window, "kim");
    assert!(says(&window, &format!("{total} in 2 documents")));
    assert!(says(&window, &format!("1 of {total} in 2 documents")));
    let group = window.query_all_by_label_contains(&format!(" · {}", counts[0])).count();
    assert!(group >= 1);
    // One more than the first document has leads into the second one.
    for _ in 0..counts[0] {
        press(&mut window, Modifiers::NONE, Key::Enter);
    }
    assert_eq!(session(&window).selection().document, Some(story::id("002")));
    assert!(says(&window, &format!("{} of {total} in 2 documents", counts[0] + 1)));
}

#[test]
fn a_click_and_the_arrows_in_the_list_go_to_hits() {
    let texts: Vec<String> = (0..3).map(|n| format!("Text {n}.\nHere is a word.\nThere is another word.")).collect();
    let mut window = window(session_of(&texts));
    press(&mut window, CTRL | Modifiers::SHIFT, Key::F);
    type_text(&mut window, "word");
    assert!(says(&window, "6 in 3 documents"));
    window.get_by_label_contains("Hit 3: ").click();
    settle(&mut window);
    assert_eq!(session(&window).selection().document, Some(story::id("d1")));
    assert_eq!(selected(&window), "word");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(session(&window).selection().document, Some(story::id("d2")));
    assert!(says(&window, "5 of 6 in 3 documents"));
}

#[test]
fn of_very_many_hits_only_the_rows_in_sight_are_made() {
    let texts: Vec<String> = (0..50).map(|_| "e ".repeat(1_000)).collect();
    let mut window = window(session_of(&texts));
    press(&mut window, CTRL | Modifiers::SHIFT, Key::F);
    type_text(&mut window, "e");
    assert!(says(&window, "50,000 in 50 documents"));
    let rows = window.query_all_by_label_contains("Hit ").count();
    assert!((3..40).contains(&rows), "{rows}");
    assert!(!says(&window, "Cancel"));
}

#[test]
fn deleting_a_document_while_it_is_looked_through_leaves_the_others() {
    let texts = vec![format!("Long\n{}", "e ".repeat(200_000)), "one e".to_owned()];
    let mut window = window(session_of(&texts));
    press(&mut window, CTRL | Modifiers::SHIFT, Key::F);
    window.query_all_by_label("Long").next().unwrap().click_secondary();
    window.run();
    // Deleted in the very frame after the one in which the search began.
    window.get_by_label(FIELD).focus();
    window.event(egui::Event::Text("e".to_owned()));
    window.get_by_label("Delete the document").click();
    settle(&mut window);
    let documents: Vec<DocumentId> = session(&window).project().documents().keys().cloned().collect();
    assert_eq!(documents, [story::id("d1")]);
    assert!(says(&window, "2 in 1 document"));
}

#[test]
fn one_goes_to_a_paragraph_an_offset_and_a_share() {
    let place = tempfile::tempdir().unwrap();
    let (session_of_sample, [text, _]) = sample(place.path());
    let fifth = text.split('\n').filter(|line| !line.trim().is_empty()).nth(4).unwrap().to_owned();
    let mut window = window(session_of_sample);
    let go = |window: &mut Window, address: &str| {
        press(window, CTRL, Key::G);
        type_text(window, address);
        press(window, Modifiers::NONE, Key::Enter);
        starts_at(window)
    };
    assert_eq!(go(&mut window, "5"), text.find(&fifth).unwrap());
    assert_eq!(go(&mut window, "@100"), text.char_indices().nth(100).unwrap().0);
    assert_eq!(go(&mut window, "b200"), 200);
    assert_eq!(go(&mut window, "50%"), text.len() / 2);
    assert!(!says(&window, "Paragraph or place to go to"));
    assert!(window.get_by_label_contains("Reading text of").is_focused());
}

#[test]
fn a_place_that_cannot_be_read_is_told_what_can() {
    let mut window = window(story::session());
    press(&mut window, CTRL, Key::G);
    type_text(&mut window, "somewhere");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(says(&window, "That is no place; type a paragraph (12), a character (@3456), a byte (b3456) or a share (50%)"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!says(&window, "Paragraph or place to go to"));
}

#[test]
fn finding_in_arabic_text_marks_the_arabic_words() {
    let mut window = window(session_of(&["قال كيم إن كيمياء شيء آخر".to_owned()]));
    look_for(&mut window, "كيم");
    assert!(says(&window, "1 of 2"));
    press(&mut window, Modifiers::ALT, Key::W);
    assert!(says(&window, "1 of 1"));
    assert_eq!(selected(&window), "كيم");
}

#[test]
fn a_narrow_window_shows_the_whole_bar() {
    let mut window = window_sized(story::session(), [900.0, 600.0]);
    look_for(&mut window, "Kim");
    for label in [
        FIELD,
        "Match case",
        "Whole words",
        "Exactly as typed",
        "Regular expression",
        "Look in: all documents",
        "Next hit",
        "Close the find bar",
    ] {
        let rect = window.get_by_label(label).rect();
        assert!(rect.min.x >= 0.0 && rect.max.x <= 900.0, "{label}: {rect:?}");
    }
}

#[test]
fn the_page_is_left_alone_when_nothing_is_looked_for() {
    let mut window = window(story::session());
    press(&mut window, CTRL, Key::F);
    type_text(&mut window, "Kim");
    press(&mut window, Modifiers::NONE, Key::Escape);
    // Idle: no frame is asked for, or this would run into the limit of steps.
    window.run();
    press(&mut window, CTRL, Key::F);
    press(&mut window, CTRL, Key::A);
    press(&mut window, Modifiers::NONE, Key::Backspace);
    assert!(!says(&window, "No hits"));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(says(&window, FIELD));
}

#[test]
fn a_field_that_waits_for_words_asks_for_no_frames() {
    let mut window = window(story::session());
    press(&mut window, CTRL, Key::F);
    window.run_steps(90);
    let delay = window.output().viewport_output.values().next().unwrap().repaint_delay;
    assert!(delay > std::time::Duration::from_secs(1), "{delay:?}");
}
