//! The analyst's main job in the window, by the labels that a screen reader hears; no display, no renderer.

mod story;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use variorum::app::App;
use variorum::model::{Annotation, Document, DocumentId, Edit, Project, StepOrigin, TreatmentKind, Value};
use variorum::session::plan::Step;
use variorum::session::{Command, Environment, Session, Settings, ThemeChoice};
use variorum::text::{Span, TextSelection};
use variorum::ui::sample;
use variorum::ui::text_view::FontStore;
use variorum::ui::theme::install_fonts;

type Window = Harness<'static, Option<App>>;

fn window(session: Option<Session>) -> Window {
    let mut session = session;
    let settings = Settings { theme: ThemeChoice::Light, ..Settings::default() };
    let harness = Harness::builder().with_size([1440.0, 900.0]).with_max_steps(12).with_context_setup(install_fonts);
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

fn session(window: &Window) -> &Session {
    window.state().as_ref().unwrap().session().unwrap()
}

fn project(window: &Window) -> Project {
    session(window).project().clone()
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

fn type_text(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    window.run();
}

/// Selects the first `letters` letters of the open document from the keyboard.
fn select_start(window: &mut Window, title: &str, letters: usize) {
    window.get_by_label(&format!("Reading text of {title}")).focus();
    window.run();
    press(window, Modifiers::COMMAND, Key::Home);
    for _ in 0..letters {
        press(window, Modifiers::SHIFT, Key::ArrowRight);
    }
}

const FIRST: &str = "Kim Jong Un met Putin.";
const SECOND: &str = "Kim Jong Un again.";

fn code_as(window: &mut Window, typed: &str) {
    press(window, Modifiers::NONE, Key::Enter);
    type_text(window, typed);
    press(window, Modifiers::NONE, Key::Enter);
}

#[test]
fn a_document_is_opened_from_the_library() {
    let mut window = window(Some(story::session()));
    click(&mut window, SECOND);
    assert_eq!(session(&window).selection().document, Some(story::id("002")));
    window.get_by_label(&format!("Reading text of {SECOND}"));
}

#[test]
fn words_are_selected_and_coded_from_the_keyboard() {
    let mut window = window(Some(story::session()));
    select_start(&mut window, FIRST, 11);
    code_as(&mut window, "per");
    let project = project(&window);
    let coded: Vec<_> = project.annotations().values().map(|a| (a.code.to_string(), a.quote())).collect();
    assert_eq!(coded, [("PER".to_owned(), "Kim Jong Un".to_owned())]);
}

#[test]
fn enter_twice_repeats_the_last_code() {
    let mut window = window(Some(story::session()));
    select_start(&mut window, FIRST, 3);
    code_as(&mut window, "clm");
    select_start(&mut window, FIRST, 8);
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::NONE, Key::Enter);
    let project = project(&window);
    assert!(project.annotations().values().all(|a| a.code.as_str() == "CLM"));
    assert_eq!(project.annotations().len(), 2);
}

#[test]
fn escape_closes_the_palette_and_leaves_the_words_selected() {
    let mut window = window(Some(story::session()));
    select_start(&mut window, FIRST, 3);
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label("Code as PER");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("Code as PER").is_none());
    assert!(session(&window).selection().text.unwrap().span().is_some());
}

#[test]
fn the_whole_story_can_be_undone_and_done_again() {
    let mut window = window(Some(story::session()));
    let before = project(&window);
    select_start(&mut window, FIRST, 11);
    code_as(&mut window, "per");

    window.get_by_label("form").click();
    window.run();
    click(&mut window, "full-name");
    click(&mut window, "Create “Kim Jong Un”");
    let annotation = session(&window).selection().annotation.clone().unwrap();
    let coded = project(&window).annotations()[&annotation].clone();
    assert_eq!(coded.attributes[&story::id("form")], Value::Choice("full-name".to_owned()));
    let named = coded.entities().next().unwrap();
    assert_eq!(project(&window).entities()[named].name, "Kim Jong Un");

    select_start(&mut window, FIRST, 21);
    code_as(&mut window, "clm");
    click(&mut window, "New claim…");
    click(&mut window, "Add the claim");
    let claim = project(&window).claims().values().next().unwrap().clone();
    assert_eq!(claim.statement, "Kim Jong Un met Putin");

    treat(&mut window, &claim.statement, "asserts");
    let treatments: Vec<_> = project(&window).treatments().values().map(|t| (t.kind, t.evidence.len())).collect();
    assert_eq!(treatments, [(TreatmentKind::Asserts, 1)]);

    let after = project(&window);
    window.get_by_label(&format!("Reading text of {FIRST}")).focus();
    window.run();
    while session(&window).history().to_undo().is_some() {
        press(&mut window, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(project(&window), before);
    while session(&window).history().to_redo().is_some() {
        press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    }
    assert_eq!(project(&window), after);
}

/// Chooses what the open document does with a claim, in the ledger's table.
fn treat(window: &mut Window, statement: &str, word: &str) {
    press(window, Modifiers::COMMAND, Key::Num2);
    click(window, &format!("000: treatment of {statement}"));
    click(window, word);
    press(window, Modifiers::COMMAND, Key::Num1);
}

#[test]
fn a_claim_is_treated_in_the_inspector() {
    let mut session = story::session();
    // Of a document that is known, the details are folded away.
    let known =
        Document { language: Some("en".to_owned()), ..Document::clone(&session.project().documents()[&story::id::<DocumentId>("000")]) };
    session.run(Command::SetDocument(Box::new(known)));
    session.run(Command::CreateClaim { annotation: None, statement: "They met".to_owned() });
    let mut window = window(Some(session));
    click(&mut window, "Treatment of They met");
    click(&mut window, "omits");
    let treatments: Vec<_> = project(&window).treatments().values().map(|t| t.kind).collect();
    assert_eq!(treatments, [TreatmentKind::Omits]);
}

#[test]
fn a_refusal_is_told_once_in_a_card_and_in_the_log() {
    let mut window = window(Some(story::session()));
    click(&mut window, "Layer Entities");
    click(&mut window, "PER");
    assert_eq!(window.query_all_by_label("No words are selected").count(), 1);
    press(&mut window, Modifiers::COMMAND, Key::L);
    assert_eq!(window.query_all_by_label("No words are selected").count(), 2);
}

#[test]
fn what_was_coded_in_the_sample_is_there_after_opening_it_again() {
    let place = tempfile::tempdir().unwrap();
    let folder = sample::copy_into(place.path()).unwrap();
    let open = || Session::open(&folder, Environment::real(), std::sync::Arc::new(|| ())).unwrap();
    let mut first = open();
    let document = story::id("002");
    first.run(Command::Open(document));
    let mut window = window(Some(first));
    let title = project(&window).documents()[&story::id::<DocumentId>("002")].display_title().to_owned();
    select_start(&mut window, &title, 13);
    code_as(&mut window, "event");
    let saved = project(&window);
    assert_eq!(saved.annotations().len(), 120);
    drop(window);
    let mut again = self::window(Some(open()));
    assert_eq!(project(&again), saved);
    // The step can still be undone after the program was closed.
    press(&mut again, Modifiers::COMMAND, Key::Z);
    assert_eq!(project(&again).annotations().len(), 119);
}

#[test]
fn a_memo_is_one_step_however_it_was_typed() {
    let mut window = window(Some(story::session()));
    select_start(&mut window, FIRST, 3);
    code_as(&mut window, "per");
    window.get_by_label("Memo").focus();
    window.run();
    for letters in ["who", " is", " this"] {
        type_text(&mut window, letters);
    }
    let steps = session(&window).history().entries().1;
    click(&mut window, SECOND);
    let memos: Vec<_> = project(&window).annotations().values().map(|a| a.memo.clone()).collect();
    assert_eq!(memos, ["who is this"]);
    assert_eq!(session(&window).history().entries().1, steps + 1);
}

#[test]
fn everything_is_found_by_name_in_the_command_palette() {
    let mut window = window(Some(story::session()));
    press(&mut window, Modifiers::COMMAND, Key::K);
    type_text(&mut window, "again");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(session(&window).selection().document, Some(story::id("002")));
}

#[test]
fn without_a_project_there_is_a_welcome() {
    let mut window = window(None);
    window.get_by_label("Open the sample");
    click(&mut window, "New project…");
    window.get_by_label("Title");
    window.get_by_label("Coder");
}

#[test]
fn every_workspace_can_be_shown() {
    let mut window = window(Some(story::session()));
    for (key, label) in [(Key::Num2, "New claim"), (Key::Num3, "New entity"), (Key::Num4, "New code in Claims")] {
        press(&mut window, Modifiers::COMMAND, key);
        window.get_by_label(label);
    }
}

#[test]
fn an_orphan_waits_in_the_inspector_until_it_is_put_at_the_right_words() {
    let mut session = story::session();
    session.run(Command::Select(TextSelection::of(Span::new(0, 3).unwrap())));
    session.run(Command::CodeSelection(story::id("PER")));
    let lost = session.project().annotations().values().next().unwrap();
    let lost = Annotation { orphan: true, ..Annotation::clone(lost) };
    let label = "Re-anchoring needs an orphan".to_owned();
    let step = Step { label, edits: vec![Edit::Set(lost.clone().into())], select: None, merge_key: None };
    assert!(session.commit(step, StepOrigin::Outside));
    session.run(Command::SelectAnnotation(None));
    let mut window = window(Some(session));
    click(&mut window, "PER “Kim”");
    select_start(&mut window, FIRST, 11);
    click(&mut window, "Put it at the selected words");
    let found = project(&window).annotations()[&lost.id].clone();
    assert_eq!((found.orphan, found.quote()), (false, "Kim Jong Un".to_owned()));
}
