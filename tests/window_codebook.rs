//! The codebook in the window, by the labels that a screen reader hears; no display, no renderer.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod desk;
mod story;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use story::id;
use variorum::analysis::review::waiting;
use variorum::app::App;
use variorum::model::*;
use variorum::session::{Command, Environment, Session, Settings, ThemeChoice};
use variorum::text::TextSelection;
use variorum::ui::text_view::FontStore;
use variorum::ui::theme::install_fonts;

type Window = Harness<'static, Option<App>>;

fn window(session: Session) -> Window {
    let mut session = Some(session);
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

fn project(window: &Window) -> Project {
    window.state().as_ref().unwrap().session().unwrap().project().clone()
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn click(window: &mut Window, label: &str) {
    // The editor is longer than the window.
    window.get_by_label(label).scroll_to_me();
    window.run();
    window.get_by_label(label).click();
    window.run();
}

fn fill(window: &mut Window, label: &str, text: &str) {
    window.get_by_label(label).focus();
    window.run();
    press(window, Modifiers::COMMAND, Key::A);
    window.event(egui::Event::Text(text.to_owned()));
    window.run();
    // Leaving the field makes it so.
    press(window, Modifiers::NONE, Key::Tab);
}

fn shift() -> Modifiers {
    Modifiers::COMMAND | Modifiers::SHIFT
}

/// Two annotations as PER: "Kim" and "Kim Jong Un" overlap.
fn coded() -> Session {
    let mut session = story::session();
    for (from, to, code) in [(0, 3, "PER"), (16, 21, "PER"), (0, 11, "SRC")] {
        session.run(Command::Select(TextSelection { anchor: from, focus: to }));
        session.run(Command::CodeSelection(id(code)));
    }
    session
}

fn codebook(session: Session) -> Window {
    let mut window = window(session);
    press(&mut window, Modifiers::COMMAND, Key::Num4);
    window
}

#[test]
fn a_new_code_is_made_named_and_given_a_key() {
    let mut window = codebook(story::session());
    click(&mut window, "Layer Claims");
    click(&mut window, "New code");
    fill(&mut window, "Name", "Threat");
    fill(&mut window, "Key", "t");
    click(&mut window, "Colour 120°");
    let code = project(&window).codes().values().find(|c| c.name == "Threat").unwrap().clone();
    assert_eq!((code.layer.as_str(), code.key, code.hue), ("Claims", Some('t'), Some(120)));
    window.get_by_label("Code Threat, 0 uses");

    // A clash names the other code, and changes nothing.
    click(&mut window, "Code PER, 0 uses");
    window.get_by_label("Key").focus();
    window.run();
    window.event(egui::Event::Text("t".to_owned()));
    window.run();
    window.get_by_label("This key belongs to Threat already");
    press(&mut window, Modifiers::NONE, Key::Tab);
    assert_eq!(project(&window).codes()[&id::<CodeId>("PER")].key, None);
}

/// A list so long that it is looked through in the background.
fn coded_very_often() -> Session {
    let mut project = story::project();
    let mut session = coded();
    let one = session.project().annotations().values().next().unwrap().clone();
    let copy = |n: usize| Annotation { id: id(&format!("t-{n:05}")), code: id("PER"), ..Annotation::clone(&one) };
    let edits: Vec<Edit> = (0..20_100).map(|n| Edit::Add(copy(n).into())).collect();
    project.replay_edits(&edits);
    let coder = session.project().coders().keys().next().unwrap().clone();
    session = Session::in_memory(project, coder, Environment::real());
    session
}

fn wait_for(window: &mut Window, label: &str) {
    desk::wait_until(window, label, |window| window.query_by_label(label).is_some());
}

#[test]
fn keys_that_come_faster_than_a_long_review_list_is_made_anew_each_review_one_more() {
    let mut window = codebook(coded_very_often());
    wait_for(&mut window, "Code PER, 20100 uses");
    click(&mut window, "Code PER, 20100 uses");
    fill(&mut window, "Definition", "A person with a name");
    wait_for(&mut window, "20100 to review");
    click(&mut window, "20100 to review");
    for n in 1..=5 {
        window.key_press_modifiers(Modifiers::NONE, Key::K);
        window.step();
        window.step();
        assert_eq!(waiting(&project(&window)).len(), 20_100 - n);
    }
    wait_for(&mut window, "20095 to review");
    window.get_by_label("1 of 20095: made before the code came to mean what it means now");
}

#[test]
fn another_definition_makes_a_review_list_that_is_worked_off() {
    let mut window = codebook(coded());
    click(&mut window, "Code PER, 2 uses");
    fill(&mut window, "Definition", "A person with a name");
    click(&mut window, "2 to review");
    window.get_by_label("1 of 2: made before the code came to mean what it means now");
    press(&mut window, Modifiers::NONE, Key::K);
    assert_eq!(waiting(&project(&window)).len(), 1);
    window.get_by_label("1 to review");
    click(&mut window, "Keep all as they are");
    assert_eq!(waiting(&project(&window)).len(), 0);
    assert!(window.query_by_label("1 to review").is_none());
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(waiting(&project(&window)).len(), 1);
    // From anywhere, by its keys.
    press(&mut window, Modifiers::COMMAND, Key::Num1);
    press(&mut window, shift(), Key::R);
    window.get_by_label("Keep as it is (K)");
}

#[test]
fn a_merge_is_seen_beforehand_done_and_undone() {
    let mut window = codebook(coded());
    let before = project(&window);
    click(&mut window, "Code PER, 2 uses");
    click(&mut window, "Merge…");
    click(&mut window, "Merge another code");
    window.event(egui::Event::Text("src".to_owned()));
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label("Taken away: 1 code, 1 annotation");
    assert_eq!(project(&window), before);
    click(&mut window, "Merge");
    let after = project(&window);
    let mut quotes: Vec<String> = after.annotations().values().map(|a| a.quote()).collect();
    quotes.sort();
    assert_eq!(quotes, ["Kim Jong Un", "Putin"]);
    assert!(!after.codes().contains_key(&id::<CodeId>("SRC")));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(project(&window), before);
}

#[test]
fn deleting_a_code_lists_what_goes_with_it_first() {
    let mut window = codebook(coded());
    let before = project(&window);
    click(&mut window, "Code PER, 2 uses");
    click(&mut window, "Delete…");
    window.get_by_label("Taken away: 1 code, 2 annotations");
    window.get_by_label("annotation 000, a: “Putin” · PER");
    click(&mut window, "Cancel");
    assert_eq!(project(&window), before);
    click(&mut window, "Delete…");
    click(&mut window, "Delete");
    assert_eq!(project(&window).annotations().len(), 1);
}

#[test]
fn a_code_is_split_by_the_values_of_an_attribute() {
    let mut session = coded();
    let first = session.project().annotations().keys().next().unwrap().clone();
    session.run(Command::SetAttribute(first.clone(), id("form"), Some(Value::Choice("surname".into()))));
    let mut window = codebook(session);
    click(&mut window, "Code PER, 2 uses");
    click(&mut window, "Split…");
    click(&mut window, "surname (1)");
    window.get_by_label("1 annotation gets another code");
    click(&mut window, "Split");
    let after = project(&window);
    let code = &after.codes()[&after.annotations()[&first].code];
    assert_eq!((code.name.as_str(), code.parent.clone()), ("PER: surname", Some(id("PER"))));
    window.get_by_label("Code PER: surname, 1 use");
}

#[test]
fn selected_words_become_a_code_and_an_example() {
    let mut session = story::session();
    session.run(Command::Select(TextSelection { anchor: 16, focus: 21 }));
    let mut window = window(session);
    press(&mut window, shift(), Key::V);
    // Nothing was coded yet, so the layer is asked for.
    click(&mut window, "New code in Claims");
    let project = project(&window);
    let annotation = project.annotations().values().next().unwrap();
    let code = &project.codes()[&annotation.code];
    assert_eq!((annotation.quote().as_str(), code.name.as_str(), code.layer.as_str()), ("Putin", "Putin", "Claims"));
    press(&mut window, shift(), Key::X);
    let examples = self::project(&window).codes()[&code.id].examples.clone();
    assert_eq!(examples, ["[Putin] (000)"]);
}

#[test]
fn an_attribute_is_added_given_words_and_a_default_which_coding_then_fills_in() {
    let mut window = codebook(story::session());
    click(&mut window, "Code TONE, 0 uses");
    click(&mut window, "New attribute");
    click(&mut window, "Attribute new attribute");
    click(&mut window, "Type of the attribute");
    click(&mut window, "One word of a list");
    fill(&mut window, "Name of the attribute", "stance");
    window.get_by_label("Words to choose from").focus();
    window.run();
    window.event(egui::Event::Text("for\nagainst".to_owned()));
    window.run();
    window.get_by_label("Name of the attribute").focus();
    window.run();
    click(&mut window, "Default");
    click(&mut window, "against");
    let all = project(&window);
    let attribute = all.attributes().values().find(|a| a.name == "stance").unwrap();
    assert_eq!(attribute.kind, AttributeKind::Choice(vec!["for".into(), "against".into()]));
    let mut session = Session::in_memory(all.clone(), id("a"), Environment::fixed("2026-01-01T00:00:00Z".parse().unwrap()));
    session.run(Command::Open(id("000")));
    session.run(Command::CodeDocument(id("TONE")));
    let coded = session.project().annotations().values().next().unwrap().clone();
    assert_eq!(coded.attributes.get(&attribute.id), Some(&Value::Choice("against".into())));
}

#[test]
fn codes_are_moved_with_the_keyboard_and_under_others() {
    let mut window = codebook(story::session());
    let order = |window: &Window| project(window).codes_of(&id("Claims")).iter().map(|c| c.id.to_string()).collect::<Vec<_>>();
    assert_eq!(order(&window), ["CLM", "CON", "SRC", "TONE"]);
    click(&mut window, "Code CON, 0 uses");
    press(&mut window, Modifiers::ALT, Key::ArrowUp);
    assert_eq!(order(&window), ["CON", "CLM", "SRC", "TONE"]);
    press(&mut window, Modifiers::ALT, Key::ArrowDown);
    assert_eq!(order(&window), ["CLM", "CON", "SRC", "TONE"]);
    click(&mut window, "Stands under");
    click(&mut window, "Stands under: TONE");
    assert_eq!(order(&window), ["CLM", "SRC", "TONE", "CON"]);
    click(&mut window, "Take out");
    assert_eq!(project(&window).codes()[&id::<CodeId>("CON")].parent, None);
}

/// A codebook of ten thousand codes in ten layers, each code under one of a hundred.
fn large() -> Session {
    let base = story::project();
    let pattern = Code::clone(&base.codes()[&id::<CodeId>("PER")]);
    let mut records: Vec<Record> = base.records().collect();
    for layer in 0..10 {
        let name = format!("L{layer}");
        let attributes = Vec::new();
        records.push(Layer { id: id(&name), name, rank: 9, purpose: String::new(), attributes, extra: Extra::new() }.into());
        for n in 0..1000 {
            let parent = (n % 100 != 0).then(|| id(&format!("X{layer}.{}", n / 100 * 100)));
            let name = format!("Thing {layer} {n} about {}", n * 7919 % 1000);
            records.push(
                Code { id: id(&format!("X{layer}.{n}")), layer: id(&format!("L{layer}")), name, rank: n, parent, ..pattern.clone() }.into(),
            );
        }
    }
    let (project, errors) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
    assert_eq!(errors, []);
    let mut session = Session::in_memory(project, id("a"), Environment::fixed("2026-01-01T00:00:00Z".parse().unwrap()));
    session.run(Command::Open(id("000")));
    session
}

#[test]
fn of_ten_thousand_codes_only_those_on_the_screen_are_built() {
    let mut window = codebook(large());
    let built =
        window.query_all(egui_kittest::kittest::By::new().predicate(|node| node.label().is_some_and(|l| l.starts_with("Code ")))).count();
    assert!((5..60).contains(&built), "{built} lines");
    fill(&mut window, "Filter codes…", "Thing 7 345 ");
    window.get_by_label("Code Thing 7 300 about 700, 0 uses");
    click(&mut window, "Code Thing 7 345 about 55, 0 uses");
    window.get_by_label("Name");
}
