//! The window as tests sit before it: keys, clicks and words, by the labels that a screen reader hears.
#![allow(dead_code, reason = "each test file uses its part")]

use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use variorum::app::App;
use variorum::session::{Session, Settings, ThemeChoice};
use variorum::ui::text_view::FontStore;
use variorum::ui::theme::install_fonts;

/// Ctrl as the system sends it: held, and the key of commands (on macOS that would be Cmd).
pub const CTRL: Modifiers = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };

pub type Window = Harness<'static, Option<App>>;

/// A window on a session.
pub fn window(session: Session) -> Window {
    with_settings(Some(session), Settings::default())
}

/// A window that remembers these settings from the last time.
pub fn with_settings(session: Option<Session>, settings: Settings) -> Window {
    let mut session = session;
    let settings = Settings { theme: ThemeChoice::Light, ..settings };
    let harness = Harness::builder().with_size([1440.0, 900.0]).with_max_steps(60).with_step_dt(1.0 / 60.0).allow_missing_glyphs();
    let harness = harness.with_context_setup(install_fonts);
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

pub fn app(window: &mut Window) -> &mut App {
    window.state_mut().as_mut().unwrap()
}

pub fn session(window: &Window) -> &Session {
    window.state().as_ref().unwrap().session().unwrap()
}

/// Opens a project and waits until it is there, or until it is told why not.
pub fn open(window: &mut Window, path: &std::path::Path) {
    app(window).open(path);
    wait_for_opening(window);
}

/// Draws frames until nothing is being opened any more.
pub fn wait_for_opening(window: &mut Window) {
    for _ in 0..1_000_000 {
        window.step();
        if !app(window).is_opening() {
            window.run();
            return;
        }
        std::thread::yield_now();
    }
    panic!("the project is not open");
}

/// Draws frames until something is so; the machine is given the time in between.
pub fn wait_until(window: &mut Window, what: &str, is_so: impl Fn(&Window) -> bool) {
    for _ in 0..100_000 {
        if is_so(window) {
            return;
        }
        std::thread::yield_now();
        window.step();
    }
    panic!("waited in vain: {what}");
}

/// What the window says while work off the drawing thread is under way.
const BUSY: [&str; 5] = ["Searching…", "searching…", " so far…", "Filtering…", "Reading the file…"];

/// Draws frames until nothing is under way any more; the machine is given the time in between.
///
/// A job that ends between the press and the release of a button may move the button away, so hands wait for it first.
pub fn settle(window: &mut Window) {
    window.run();
    for _ in 0..1_000_000 {
        if !BUSY.iter().any(|words| window.query_all_by_label_contains(words).next().is_some()) {
            window.run();
            return;
        }
        std::thread::yield_now();
        window.step();
    }
    panic!("the work under way does not end");
}

pub fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

pub fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

pub fn type_text(window: &mut Window, text: &str) {
    window.event(Event::Text(text.to_owned()));
    window.run();
}

/// Gives the page the keyboard and puts the caret at its start.
pub fn read_from_start(window: &mut Window, title: &str) {
    window.get_by_label(&format!("Reading text of {title}")).focus();
    window.run();
    press(window, CTRL, Key::Home);
}

/// One press or release of a mouse button, with one frame behind it.
pub fn button(window: &mut Window, pos: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) {
    window.event(Event::ModifiersChanged(modifiers));
    window.event(Event::PointerMoved(pos));
    window.event(Event::PointerButton { pos, button, pressed, modifiers });
    window.step();
}

pub fn mouse(window: &mut Window, pos: Pos2, modifiers: Modifiers) {
    button(window, pos, PointerButton::Primary, true, modifiers);
    button(window, pos, PointerButton::Primary, false, modifiers);
    window.event(Event::ModifiersChanged(Modifiers::NONE));
}

pub fn drag(window: &mut Window, from: Pos2, to: Pos2, modifiers: Modifiers) {
    button(window, from, PointerButton::Primary, true, modifiers);
    for step in 1_u8..=8 {
        window.event(Event::PointerMoved(from + (to - from) * f32::from(step) / 8.0));
        window.step();
    }
    button(window, to, PointerButton::Primary, false, modifiers);
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    window.run();
}

/// The text that a key puts on the clipboard.
pub fn copied(window: &mut Window, modifiers: Modifiers, key: Key) -> Option<String> {
    window.run();
    window.event(Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers });
    window.step();
    let commands = &window.output().platform_output.commands;
    let found = commands.iter().find_map(|c| if let egui::OutputCommand::CopyText(text) = c { Some(text.clone()) } else { None });
    window.event(Event::Key { key, physical_key: None, pressed: false, repeat: false, modifiers });
    window.run();
    found
}

/// The same hands, each waiting for the work that it set going.
pub mod settled {
    use super::{Event, Key, Modifiers, Queryable, Window, settle};

    pub fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
        window.key_press_modifiers(modifiers, key);
        settle(window);
    }

    pub fn click(window: &mut Window, label: &str) {
        window.get_by_label(label).click();
        settle(window);
    }

    pub fn type_text(window: &mut Window, text: &str) {
        window.event(Event::Text(text.to_owned()));
        settle(window);
    }
}
