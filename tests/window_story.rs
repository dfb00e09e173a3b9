//! The analyst's main job in the window, by the labels that a screen reader hears; no display, no renderer.

mod story;

use std::path::{Path, PathBuf};

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use variorum::app::App;
use variorum::model::{Annotation, Document, DocumentId, Edit, Project, RecordId, StepOrigin, Treatment, TreatmentKind, Value};
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

/// Of a document that is known, the details are folded away, and what stands below them is on the screen.
fn known(session: &mut Session, document: &str) {
    let document = session.project().documents()[&story::id::<DocumentId>(document)].clone();
    let document = Document { language: Some("en".to_owned()), ..Document::clone(&document) };
    session.run(Command::SetDocument(Box::new(document)));
}

#[test]
fn a_claim_is_treated_in_the_inspector() {
    let mut session = story::session();
    known(&mut session, "000");
    session.run(Command::CreateClaim { annotation: None, statement: "They met".to_owned() });
    let mut window = window(Some(session));
    click(&mut window, "Treatment of They met");
    click(&mut window, "omits");
    // What was looked for is asked, with words to begin with; the card comes into sight by itself.
    while window.query_by_label("Found 1 time: look before you say omits").is_none() {
        std::thread::yield_now();
        window.step();
    }
    window.run();
    click(&mut window, "It omits the claim");
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
fn the_main_job_on_the_sample_is_undone_redone_saved_and_there_again() {
    let place = tempfile::tempdir().unwrap();
    let folder = sample::copy_into(place.path()).unwrap();
    let open = || Session::open(&folder, Environment::real(), std::sync::Arc::new(|| ())).unwrap();
    let mut first = open();
    let before = first.project().clone();
    first.run(Command::Open(story::id("002")));
    let mut window = window(Some(first));
    let title = before.documents()[&story::id::<DocumentId>("002")].display_title().to_owned();
    select_start(&mut window, &title, 13);
    code_as(&mut window, "person");
    click(&mut window, "form");
    click(&mut window, "descriptor");
    window.get_by_label("Find an entity…").focus();
    window.run();
    type_text(&mut window, "kim jong");
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::COMMAND, Key::Num2);
    click(&mut window, "002: treatment of The meeting lasted more than five hours");
    click(&mut window, "hedges");
    press(&mut window, Modifiers::COMMAND, Key::Num1);

    let done = project(&window);
    let coded = done.annotations().values().find(|a| a.quote() == "New Milestone").unwrap();
    assert_eq!(coded.attributes[&story::id("entities.form")], Value::Choice("descriptor".to_owned()));
    assert_eq!(coded.entities().collect::<Vec<_>>(), [&story::id("ent:kim")]);
    let treated = done.treatments().values().find(|t| t.kind == TreatmentKind::Hedges).unwrap();
    assert_eq!((treated.claim.as_str(), &treated.evidence), ("cl:02", &vec![coded.id.clone()]));

    window.get_by_label(&format!("Reading text of {title}")).focus();
    window.run();
    while session(&window).history().to_undo().is_some() {
        press(&mut window, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(project(&window), before);
    while session(&window).history().to_redo().is_some() {
        press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    }
    assert_eq!(project(&window), done);
    drop(window);

    let mut again = self::window(Some(open()));
    assert_eq!(project(&again), done);
    // The steps can still be undone after the program was closed.
    while session(&again).history().to_undo().is_some() {
        press(&mut again, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(project(&again), before);
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
    for (key, label) in [(Key::Num2, "New claim"), (Key::Num3, "New entity"), (Key::Num4, "New layer")] {
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

/// A session in which `000` asserts the claim "They met" on the words "Kim Jong Un met Putin", with two entities in the register.
fn asserting() -> Session {
    let mut session = story::session();
    let words = |session: &mut Session, end: usize, code: &str| {
        session.run(Command::Select(TextSelection { anchor: 0, focus: end }));
        session.run(Command::CodeSelection(story::id(code)));
        session.selection().annotation.clone().unwrap()
    };
    let first = words(&mut session, 21, "CLM");
    session.run(Command::CreateClaim { annotation: Some(first), statement: "They met".to_owned() });
    let claim = session.project().claims().keys().next().unwrap().clone();
    session.run(Command::Treat(claim, Some(TreatmentKind::Asserts)));
    for name in ["Kim Jong Un", "KCNA"] {
        session.run(Command::CreateEntity { mention: None, name: name.to_owned(), kind: String::new() });
    }
    words(&mut session, 3, "PER");
    session
}

fn treatment(window: &Window) -> Treatment {
    Treatment::clone(project(window).treatments().values().next().unwrap())
}

#[test]
fn on_whose_word_and_by_what_evidence_is_set_in_the_claim_editor() {
    let mut window = window(Some(asserting()));
    press(&mut window, Modifiers::COMMAND, Key::Num2);
    click(&mut window, "Edit claim They met");

    for name in ["kcna", "kim"] {
        click(&mut window, "Add a voice…");
        window.get_by_label("Find who says so…").focus();
        window.run();
        type_text(&mut window, name);
        press(&mut window, Modifiers::NONE, Key::Enter);
    }
    let names =
        |window: &Window| -> Vec<String> { treatment(window).by.iter().map(|id| project(window).entities()[id].name.clone()).collect() };
    assert_eq!(names(&window), ["KCNA", "Kim Jong Un"]);
    click(&mut window, "Move Kim Jong Un outwards");
    assert_eq!(names(&window), ["Kim Jong Un", "KCNA"]);
    click(&mut window, "Take away the voice KCNA");
    assert_eq!(names(&window), ["Kim Jong Un"]);

    click(&mut window, "Add the selected annotation as evidence");
    assert_eq!(treatment(&window).evidence.len(), 2);
    click(&mut window, "Take away the evidence Kim");
    assert_eq!(treatment(&window).evidence.len(), 1);
    click(&mut window, "Take away the evidence Kim Jong Un met Putin");
    assert_eq!(treatment(&window).evidence.len(), 1);
    window.get_by_label("'asserts' needs an annotation that shows it");

    click(&mut window, "Evidence CLM: “Kim Jong Un met Putin”");
    assert_eq!(session(&window).selection().annotation, treatment(&window).evidence.first().cloned());
}

#[test]
fn an_omission_has_importance_words_and_a_memo_in_the_inspector() {
    let mut session = asserting();
    session.run(Command::Open(story::id("002")));
    let claim = session.project().claims().keys().next().unwrap().clone();
    session.run(Command::Treat(claim, Some(TreatmentKind::Omits)));
    known(&mut session, "002");
    let mut window = window(Some(session));
    click(&mut window, "Details of They met");
    click(&mut window, "Importance of the omission: 3");
    for (field, words) in [("Words looked for", "met, summit ,"), ("Memo of the treatment", "nowhere")] {
        window.get_by_label(field).focus();
        window.run();
        type_text(&mut window, words);
    }
    click(&mut window, "Less of They met");
    let omits = project(&window).treatments().values().find(|t| t.kind == TreatmentKind::Omits).unwrap().clone();
    assert_eq!((omits.importance, omits.memo.as_str()), (Some(3), "nowhere"));
    assert_eq!(omits.looked.as_ref().unwrap().words, ["met", "summit"]);
}

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

fn fill(window: &mut Window, field: &str, words: &str) {
    window.get_by_label(field).focus();
    window.run();
    type_text(window, words);
}

#[test]
fn dropped_files_are_imported_as_the_form_says() {
    let keep = tempfile::tempdir().unwrap();
    let path = keep.path().join("project");
    drop(variorum::store::create(&path, &story::project(), "2026-01-01T00:00:00Z".parse().unwrap()).unwrap());
    let (woken, waker) = std::sync::mpsc::channel();
    let session = Session::open(&path, Environment::real(), std::sync::Arc::new(move || woken.send(()).unwrap_or_default())).unwrap();
    // "Привет" in windows-1251, in a file whose name says nothing.
    let file = keep.path().join("report.dat");
    std::fs::write(&file, [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]).unwrap();

    let mut window = window(Some(session));
    window.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(file)));
    window.run();
    window.get_by_label("Import 1 file");
    click(&mut window, "Format");
    click(&mut window, "Plain text");
    click(&mut window, "Encoding");
    click(&mut window, "windows-1251");
    for (field, words) in [("Outlet", "RIA"), ("Date", "2023-09-13"), ("Language", "ru")] {
        fill(&mut window, field, words);
    }
    click(&mut window, "Event");
    click(&mut window, "New event…");
    fill(&mut window, "Name of the new event", "The summit");
    let steps = self::session(&window).history().entries().1;
    click(&mut window, "Import");
    while project(&window).documents().len() == 2 {
        waker.recv_timeout(std::time::Duration::from_secs(20)).expect("the import comes back");
        window.run();
    }
    let project = project(&window);
    let document = project.documents().values().find(|d| d.provenance.file == "report.dat").unwrap();
    assert_eq!((document.text.as_str(), document.provenance.encoding.as_str()), ("Привет", "windows-1251"));
    let known = [&document.outlet, &document.date, &document.language].map(|field| field.clone().unwrap());
    assert_eq!(known, ["RIA", "2023-09-13", "ru"]);
    assert_eq!(project.events()[document.event.as_ref().unwrap()].name, "The summit");
    // The event came with the document in one step.
    assert_eq!(self::session(&window).history().entries().1, steps + 1);
}

#[test]
fn a_step_in_the_history_is_gone_to_by_a_click() {
    let mut window = window(Some(asserting()));
    let (all, after) = (session(&window).history().entries().1, project(&window));
    press(&mut window, Modifiers::COMMAND, Key::H);
    click(&mut window, "Step 2: New claim \"They met\"");
    assert_eq!(session(&window).history().entries().1, 2);
    assert_eq!((project(&window).claims().len(), project(&window).treatments().len()), (1, 0));
    click(&mut window, "The beginning");
    assert_eq!(project(&window), story::project());
    let last = session(&window).history().entries().0.last().unwrap().label.clone();
    click(&mut window, &format!("Step {all}: {last}"));
    assert_eq!(project(&window), after);
}

#[test]
fn memos_are_written_about_a_claim_a_document_and_the_project() {
    let mut window = window(Some(asserting()));
    press(&mut window, Modifiers::COMMAND, Key::Num2);
    click(&mut window, "Edit claim They met");
    click(&mut window, "Memos about the claim");
    click(&mut window, "New memo…");
    // The new memo has the keyboard.
    type_text(&mut window, "who says so?");
    fill(&mut window, "Title of memo 1", "Voices");
    click(&mut window, "Edit claim They met");
    let memo = project(&window).memos().values().next().unwrap().clone();
    assert_eq!((memo.title.as_str(), memo.text.as_str()), ("Voices", "who says so?"));
    assert!(matches!(memo.about, Some(RecordId::Claim(_))));

    click(&mut window, "Delete memo 1");
    assert!(project(&window).memos().is_empty());
    click(&mut window, "Memos about the claim");

    click(&mut window, "File");
    click(&mut window, "Title and memos of the project…");
    click(&mut window, "Memos about the project");
    click(&mut window, "New memo…");
    assert_eq!(project(&window).memos().values().next().unwrap().about, None);
}

#[test]
fn looked_and_found_nothing_is_said_of_a_layer_and_of_a_paragraph() {
    let mut session = story::session();
    known(&mut session, "000");
    let mut window = window(Some(session));
    select_start(&mut window, FIRST, 1);
    click(&mut window, "Looked, nothing here");
    click(&mut window, "Nothing in Claims");
    click(&mut window, "Nothing in ¶1");
    let marks: Vec<_> = project(&window).marks().values().map(|m| m.layer.as_ref().map(ToString::to_string)).collect();
    assert_eq!(marks.len(), 2);
    assert!(marks.contains(&Some("Claims".to_owned())));
    assert!(window.query_by_label("Nothing in Claims").is_none());
    click(&mut window, "Take back: nothing in Claims");
    click(&mut window, "Take back: nothing in ¶1");
    assert!(project(&window).marks().is_empty());
}

#[test]
fn a_click_beside_an_open_list_closes_it_and_codes_nothing() {
    let mut window = window(Some(story::session()));
    select_start(&mut window, FIRST, 11);
    code_as(&mut window, "per");
    click(&mut window, "Layer Claims");
    click(&mut window, "form");
    click(&mut window, "CLM");
    assert_eq!(project(&window).annotations().len(), 1);
    // With nothing open, the same click codes.
    click(&mut window, "CLM");
    assert_eq!(project(&window).annotations().len(), 2);
}

#[test]
fn the_minimap_is_switched_off_and_on_by_its_key_and_its_menu() {
    let mut window = window(Some(story::session()));
    let shown = |window: &Window| window.state().as_ref().unwrap().settings().reading.minimap;
    assert!(shown(&window));
    press(&mut window, Modifiers::COMMAND, Key::M);
    assert!(!shown(&window));
    click(&mut window, "View");
    // Its name on the menu goes on with its key.
    window.get_by_label_contains("Minimap").click();
    window.run();
    assert!(shown(&window));
}
