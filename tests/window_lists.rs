//! The list of annotations in the window, by the labels that a screen reader hears; no display, no renderer.

mod story;

use egui::{Key, Modifiers, OutputCommand};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use variorum::app::App;
use variorum::model::{AnnotationId, Value};
use variorum::session::{Command, SavedQuery, Session, Settings, ThemeChoice};
use variorum::text::{Span, TextSelection};
use variorum::ui::text_view::FontStore;
use variorum::ui::theme::install_fonts;

type Window = Harness<'static, Option<App>>;

/// A session with three persons and a claim coded in two documents.
fn coded() -> Session {
    let mut session = story::session();
    let mut code = |document: &str, start: usize, end: usize, code: &str| {
        session.run(Command::Open(story::id(document)));
        session.run(Command::Select(TextSelection::of(Span::new(start, end).unwrap())));
        session.run(Command::CodeSelection(story::id(code)));
    };
    code("000", 0, 11, "PER");
    code("000", 16, 21, "PER");
    code("000", 0, 21, "CLM");
    code("002", 0, 11, "PER");
    session
}

fn window(settings: Settings) -> Window {
    let mut session = Some(coded());
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
    press(&mut harness, Modifiers::COMMAND, Key::Num5);
    harness
}

fn light() -> Settings {
    Settings { theme: ThemeChoice::Light, ..Settings::default() }
}

fn session(window: &Window) -> &Session {
    window.state().as_ref().unwrap().session().unwrap()
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

/// The keyboard is in the filter when the list is opened.
fn filter(window: &mut Window, query: &str) {
    window.event(egui::Event::Text(query.to_owned()));
    window.run();
    window.run();
}

const KIM: &str = "PER “Kim Jong Un” in 000 by a";
const PUTIN: &str = "PER “Putin” in 000 by a";
const CLAIM: &str = "CLM “Kim Jong Un met Putin” in 000 by a";
const AGAIN: &str = "PER “Kim Jong Un” in 002 by a";

fn listed(window: &Window) -> Vec<&'static str> {
    [KIM, PUTIN, CLAIM, AGAIN].into_iter().filter(|label| window.query_by_label(label).is_some()).collect()
}

fn forms(window: &Window) -> Vec<Option<Value>> {
    let form = story::id("form");
    let mut all: Vec<_> = session(window).project().annotations().values().collect();
    all.sort_by_key(|a| (&a.document, a.target.extent().map(|e| (e.start(), e.end()))));
    all.into_iter().map(|a| a.attributes.get(&form).cloned()).collect()
}

#[test]
fn a_query_leaves_the_rows_that_fit() {
    let mut window = window(light());
    assert_eq!(listed(&window), [KIM, PUTIN, CLAIM, AGAIN]);
    filter(&mut window, "PER inside CLM");
    assert_eq!(listed(&window), [KIM, PUTIN]);
}

#[test]
fn a_wrong_query_says_what_and_where_and_leaves_the_list() {
    let mut window = window(light());
    filter(&mut window, "kim codder:a");
    let words = "Column 5: The list of annotations has no field 'codder'. Did you mean coder?";
    assert!(window.query_by_label(words).is_some());
    assert_eq!(listed(&window), [KIM, PUTIN, CLAIM, AGAIN]);
}

#[test]
fn an_attribute_of_several_is_set_in_one_step_and_taken_back_in_one() {
    let mut window = window(light());
    filter(&mut window, "code:PER");
    click(&mut window, KIM);
    press(&mut window, Modifiers::COMMAND, Key::A);
    let steps = session(&window).history().entries().1;
    click(&mut window, "form for all");
    click(&mut window, "surname");
    let surname = || Some(Value::Choice("surname".to_owned()));
    assert_eq!(forms(&window), [surname(), None, surname(), surname()]);
    assert_eq!(session(&window).history().entries().1, steps + 1);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(forms(&window), [None, None, None, None]);
}

#[test]
fn shift_and_arrows_choose_what_lies_between_and_copy_takes_it() {
    let mut window = window(light());
    click(&mut window, KIM);
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    window.event(egui::Event::Copy);
    window.step();
    let copied = window.output().platform_output.commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.expect("rows are copied");
    assert_eq!(copied.lines().count(), 2);
    assert!(copied.lines().all(|line| line.split('\t').count() == 8), "{copied}");
}

#[test]
fn deleting_several_says_what_goes_along_and_is_one_step() {
    let mut window = window(light());
    filter(&mut window, "document:000");
    click(&mut window, KIM);
    press(&mut window, Modifiers::COMMAND, Key::A);
    click(&mut window, "Delete 3 annotations…");
    assert!(window.query_by_label_contains("Nothing else goes along").is_some());
    click(&mut window, "Delete 3 annotations");
    assert_eq!(session(&window).project().annotations().len(), 1);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(session(&window).project().annotations().len(), 4);
}

#[test]
fn enter_shows_the_row_in_its_text() {
    let mut window = window(light());
    // Not the one that was coded last, which is looked at already.
    click(&mut window, KIM);
    press(&mut window, Modifiers::NONE, Key::Enter);
    let looked_at: Option<&AnnotationId> = session(&window).selection().annotation.as_ref();
    let annotation = &session(&window).project().annotations()[looked_at.expect("it is looked at")];
    assert_eq!((annotation.document.as_str(), &*annotation.quote()), ("000", "Kim Jong Un"));
}

#[test]
fn a_heading_sorts_and_sorts_the_other_way() {
    let mut window = window(light());
    let top = |window: &Window, label: &str| window.get_by_label(label).rect().top();
    click(&mut window, "Sort by code");
    assert!(top(&window, CLAIM) < top(&window, KIM));
    click(&mut window, "Sort by code");
    assert!(top(&window, CLAIM) > top(&window, KIM));
}

#[test]
fn a_saved_query_comes_back() {
    let mut settings = light();
    let query = SavedQuery { list: "annotations".to_owned(), name: "Claims".to_owned(), text: "code:CLM".to_owned() };
    settings.places.entry(story::project().info().id.clone()).or_default().queries.push(query);
    let mut window = window(settings);
    click(&mut window, "Saved");
    click(&mut window, "Claims, a saved query");
    window.run();
    assert_eq!(listed(&window), [CLAIM]);
}
