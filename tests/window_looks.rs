//! Typography and what is shown, in the window, by the labels that a screen reader hears.

mod story;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use variorum::app::App;
use variorum::session::{Command, Settings, ThemeChoice};
use variorum::text::{Span, TextSelection};
use variorum::ui::text_view::{Arcs, Density, Face, FontStore, Paragraphs, ReadingSettings};
use variorum::ui::theme::install_fonts;

type Window = Harness<'static, Option<App>>;

fn window(size: [f32; 2]) -> Window {
    let mut session = story::session();
    session.run(Command::Select(TextSelection::of(Span::new(0, 11).unwrap())));
    session.run(Command::CodeSelection(story::id("PER")));
    session.run(Command::SelectAnnotation(None));
    let mut session = Some(session);
    let settings = Settings { theme: ThemeChoice::Light, ..Settings::default() };
    let harness = Harness::builder().with_size(size).with_max_steps(16).with_context_setup(install_fonts);
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

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

fn reading(window: &Window) -> ReadingSettings {
    window.state().as_ref().unwrap().settings().reading.clone()
}

const CODED: &str = "PER \"Kim Jong Un\", coder A";

#[test]
fn typography_is_chosen_in_the_header_and_reset() {
    let mut window = window([1440.0, 900.0]);
    click(&mut window, "Typography");
    click(&mut window, "Sans");
    click(&mut window, "Indented");
    click(&mut window, "Number lines");
    let chosen = reading(&window);
    assert_eq!((chosen.face, chosen.paragraphs, chosen.numbers.lines), (Face::Sans, Paragraphs::Indented, true));
    window.get_by_label("Number sentences");
    click(&mut window, "Reset");
    assert_eq!(reading(&window), ReadingSettings::default());
}

#[test]
fn a_layer_is_hidden_and_the_header_says_so_until_all_is_shown_again() {
    let mut window = window([1440.0, 900.0]);
    window.get_by_label(CODED);
    click(&mut window, "Show");
    click(&mut window, "Show Entities");
    assert!(window.query_by_label(CODED).is_none());
    window.key_press(Key::Escape);
    window.run();
    click(&mut window, "1 layer hidden");
    window.get_by_label(CODED);
    assert!(window.query_by_label("1 layer hidden").is_none());
}

#[test]
fn a_code_is_hidden_from_the_list_of_codes() {
    let mut window = window([1440.0, 900.0]);
    assert!(window.query_by_label("Hide PER on the page").is_none());
    click(&mut window, "Layer Entities");
    let row = window.get_by_label("PER").rect();
    window.event(egui::Event::PointerMoved(row.left_center() + egui::vec2(60.0, 0.0)));
    window.run();
    click(&mut window, "Hide PER on the page");
    assert!(window.query_by_label(CODED).is_none());
    window.get_by_label("1 code hidden");
    click(&mut window, "Show PER on the page");
    window.get_by_label(CODED);
}

#[test]
fn keys_go_round_what_is_shown() {
    let mut window = window([1440.0, 900.0]);
    let seen = |window: &Window| window.state().as_ref().unwrap().visible().clone();
    window.key_press_modifiers(Modifiers::COMMAND, Key::D);
    window.run();
    assert_eq!(seen(&window).density, Density::None);
    window.get_by_label("Annotations hidden");
    window.key_press_modifiers(Modifiers::COMMAND, Key::D);
    window.run();
    assert_eq!(seen(&window).density, Density::Quiet);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    window.run();
    assert_eq!(seen(&window).arcs, Arcs::All);
}

#[test]
fn at_three_times_the_size_every_part_is_reached() {
    // 1440 x 900 at 300%.
    let mut window = window([480.0, 300.0]);
    let page = window.get_by_label_contains("Reading text of").rect();
    assert!(page.width() > 400.0 && page.height() > 60.0, "{page:?}");
    click(&mut window, "Part Codes");
    click(&mut window, "Layer Entities");
    window.get_by_label("PER");
    click(&mut window, "Part Details");
    click(&mut window, "Part Library");
    // The list is scrolled or filtered like any other.
    click(&mut window, "Filter documents…");
    window.event(egui::Event::Text("again".to_owned()));
    window.run();
    click(&mut window, "Kim Jong Un again.");
    window.get_by_label("Reading text of Kim Jong Un again.");
}

#[test]
fn finding_turns_to_the_page_of_a_narrow_window() {
    let mut window = window([480.0, 300.0]);
    click(&mut window, "Part Codes");
    window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    window.run();
    window.get_by_label("Find words in the text…");
}
