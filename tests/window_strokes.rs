//! Keys as hands send them: with more modifiers than anything asks for, and many of them in one frame.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its own fixture has failed")]

mod desk;
mod desk_of_sample;
mod story;

use desk::*;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use proptest::prelude::*;
use variorum::model::Code;
use variorum::session::{Command, Session};
use variorum::text::{Span, TextSelection};
use variorum::ui::actions::{self, ACTIONS};

const FIRST: &str = "Kim Jong Un met Putin.";
const ALT: Modifiers = Modifiers::ALT;
const SHIFT: Modifiers = Modifiers::SHIFT;
const NONE: Modifiers = Modifiers::NONE;

/// What a system sends for one key: the key, its letter where it has one and nothing commands, and its release.
fn stroke(modifiers: Modifiers, key: Key, letter: &str) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    let mut events = vec![Event::ModifiersChanged(modifiers), event(true)];
    if !letter.is_empty() && !modifiers.ctrl && !modifiers.command {
        events.push(Event::Text(letter.to_owned()));
    }
    events.extend([event(false), Event::ModifiersChanged(NONE)]);
    events
}

/// The letter of a key on a keyboard, if it has one.
fn letter_of(key: Key, modifiers: Modifiers) -> String {
    let name = key.symbol_or_name();
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if modifiers.shift => letter.to_uppercase().to_string(),
        (Some(letter), None) => letter.to_lowercase().to_string(),
        _ => String::new(),
    }
}

/// Everything in one frame, and then as many frames as the program asks for.
fn at_once(window: &mut Window, events: impl IntoIterator<Item = Event>) {
    window.input_mut().events.extend(events);
    window.step();
    let commands = &window.output().viewport_output[&egui::ViewportId::ROOT].commands;
    assert!(!commands.contains(&egui::ViewportCommand::Close), "the window is left");
    settle(window);
}

#[test]
fn only_the_key_of_quitting_leaves_the_program_also_where_a_dialog_is_open() {
    let leaves = |window: &mut Window, modifiers: Modifiers| {
        window.input_mut().events.extend(stroke(modifiers, Key::Q, "q"));
        window.step();
        let leaves = window.output().viewport_output[&egui::ViewportId::ROOT].commands.contains(&egui::ViewportCommand::Close);
        window.run();
        leaves
    };
    let mut window = window(with_keys());
    for dialog in [false, true] {
        if dialog {
            press(&mut window, NONE, Key::F1);
        }
        for modifiers in stronger(NONE) {
            assert_eq!(leaves(&mut window, modifiers), modifiers == CTRL, "{modifiers:?}, dialog: {dialog}");
        }
    }
}

/// One key at a time, each with all the frames that the program asks for.
fn slowly(window: &mut Window, strokes: &[Vec<Event>]) {
    for stroke in strokes {
        at_once(window, stroke.iter().cloned());
    }
}

/// A story with the keys `p` for PER and `k` for CLM.
fn with_keys() -> Session {
    let mut session = story::session();
    for (id, key) in [("PER", 'p'), ("CLM", 'k')] {
        let code = session.project().codes()[&story::id::<variorum::model::CodeId>(id)].clone();
        session.run(Command::SetCode(Code { key: Some(key), ..Code::clone(&code) }));
    }
    session
}

/// All that can be seen or heard of a window, and what is behind it.
fn state(window: &Window) -> String {
    let session = session(window);
    let (undo, done) = session.history().entries();
    format!("{} {} {:?} {} {done} {window:?}", session.revision(), session.project().annotations().len(), session.selection(), undo.len())
}

/// Holding more than a key asks for is another key, which nothing has if it is not in the table itself.
fn stronger(held: Modifiers) -> Vec<Modifiers> {
    let ways = (0..8_u8).map(|bits| Modifiers {
        ctrl: held.ctrl || held.command || bits & 1 != 0,
        command: held.command || bits & 1 != 0,
        alt: held.alt || bits & 2 != 0,
        shift: held.shift || bits & 4 != 0,
        mac_cmd: false,
    });
    let own = Modifiers { ctrl: held.ctrl || held.command, ..held };
    let mut ways: Vec<_> = ways.filter(|way| *way != own).collect();
    ways.sort_by_key(|way| format!("{way:?}"));
    ways.dedup();
    ways
}

/// Presses a key that is to do nothing at all.
fn does_nothing(window: &mut Window, modifiers: Modifiers, key: Key, what: &str) {
    let before = state(window);
    at_once(window, stroke(modifiers, key, &letter_of(key, modifiers)));
    assert!(before == state(window), "{what}: {modifiers:?} {key:?} does something\n{before}\n{}", state(window));
}

/// Whether the table has this very key. A plus is typed with Shift on most keyboards and without it on some.
fn is_bound(held: Modifiers, key: Key) -> bool {
    let mut keys = ACTIONS.iter().flat_map(|line| line.keys).filter(|own| own.logical_key == key);
    keys.any(|own| {
        let shift = own.modifiers.shift == held.shift || key == Key::Plus;
        own.modifiers.command == held.ctrl && own.modifiers.alt == held.alt && shift
    })
}

/// Presses every key of the table with more modifiers than it has.
fn no_key_falls_through(window: &mut Window) {
    for line in ACTIONS {
        for key in line.keys {
            for modifiers in stronger(key.modifiers) {
                if !is_bound(modifiers, key.logical_key) {
                    does_nothing(window, modifiers, key.logical_key, line.label);
                }
            }
        }
    }
}

#[test]
fn no_key_of_the_table_falls_through_to_one_with_fewer_modifiers_where_its_action_is_possible() {
    let mut session = with_keys();
    session.run(Command::Select(TextSelection::of(Span::new(0, 11).unwrap())));
    session.run(Command::CodeSelection(story::id("PER")));
    let mut window = window(session);
    read_from_start(&mut window, FIRST);
    press(&mut window, CTRL | SHIFT, Key::ArrowRight);
    no_key_falls_through(&mut window);
}

#[test]
fn no_key_of_the_table_falls_through_to_one_with_fewer_modifiers_where_its_action_is_impossible() {
    let mut window = window(with_keys());
    read_from_start(&mut window, FIRST);
    no_key_falls_through(&mut window);
}

#[test]
fn the_key_of_an_action_that_is_impossible_does_nothing_else() {
    for session in [Some(story::session()), None] {
        let mut window = with_settings(session, variorum::session::Settings::default());
        if window.state().as_ref().unwrap().session().is_some() {
            read_from_start(&mut window, FIRST);
        }
        for line in ACTIONS {
            for key in line.keys {
                let session = window.state().as_ref().unwrap().session();
                if actions::is_possible(line.action, session) {
                    continue;
                }
                let before = format!("{window:?}");
                let modifiers = Modifiers { ctrl: key.modifiers.command, ..key.modifiers };
                at_once(&mut window, stroke(modifiers, key.logical_key, &letter_of(key.logical_key, modifiers)));
                assert!(before == format!("{window:?}"), "{}: {key:?} does something\n{before}\n{window:?}", line.label);
            }
        }
    }
}

#[test]
fn ctrl_shift_z_undoes_nothing_where_there_is_nothing_to_redo() {
    let mut session = with_keys();
    session.run(Command::Select(TextSelection::of(Span::new(0, 11).unwrap())));
    session.run(Command::CodeSelection(story::id("PER")));
    let mut window = window(session);
    read_from_start(&mut window, FIRST);
    does_nothing(&mut window, CTRL | SHIFT, Key::Z, "Redo");
    press(&mut window, CTRL, Key::Z);
    assert!(desk::session(&window).project().annotations().is_empty());
    press(&mut window, CTRL | SHIFT, Key::Z);
    assert_eq!(desk::session(&window).project().annotations().len(), 1);
}

#[test]
fn a_codes_key_codes_alone_and_with_no_modifier() {
    let mut window = window(with_keys());
    read_from_start(&mut window, FIRST);
    press(&mut window, CTRL | SHIFT, Key::ArrowRight);
    for modifiers in stronger(NONE).into_iter().filter(|m| *m != SHIFT) {
        if !is_bound(modifiers, Key::K) {
            does_nothing(&mut window, modifiers, Key::K, "the key of a code");
        }
    }
    at_once(&mut window, stroke(SHIFT, Key::K, "K"));
    assert!(session(&window).project().annotations().is_empty(), "a capital is another letter");
    press(&mut window, NONE, Key::Escape);
    at_once(&mut window, stroke(NONE, Key::K, "k"));
    assert_eq!(session(&window).project().annotations().len(), 1);
}

#[test]
fn enter_with_more_than_enter_presses_no_button() {
    let mut session = with_keys();
    session.run(Command::Select(TextSelection::of(Span::new(0, 11).unwrap())));
    session.run(Command::CodeSelection(story::id("PER")));
    let mut window = window(session);
    for modifiers in stronger(NONE) {
        for key in [Key::Enter, Key::Space] {
            window.get_by_label("Delete").focus();
            window.run();
            // Ctrl+Enter adds a fragment, which needs words; none are selected behind this coding.
            at_once(&mut window, stroke(modifiers, key, ""));
            assert_eq!(desk::session(&window).project().annotations().len(), 1, "{modifiers:?} {key:?}");
        }
    }
    window.get_by_label("Delete").focus();
    window.run();
    at_once(&mut window, stroke(NONE, Key::Enter, ""));
    assert!(desk::session(&window).project().annotations().is_empty());
}

/// Twenty codings by keys: `n` letters selected, coded, and on.
fn twenty() -> Vec<Vec<Event>> {
    let mut strokes = Vec::new();
    for n in 0..20 {
        strokes.extend((0..2 + n % 3).map(|_| stroke(SHIFT, Key::ArrowRight, "")));
        strokes.push(if n % 2 == 0 { stroke(NONE, Key::Num1, "1") } else { stroke(NONE, Key::Num3, "3") });
        strokes.extend([stroke(NONE, Key::ArrowRight, ""), stroke(NONE, Key::ArrowRight, "")]);
    }
    strokes
}

fn codings(window: &Window) -> Vec<String> {
    let session = session(window);
    let all = session.project().annotations_of(&story::id("000"));
    all.into_iter().map(|a| format!("{} {} {}", a.start(), a.code, a.quote())).collect()
}

fn empty_sample() -> Window {
    let session = desk_of_sample::bare(|record| {
        !matches!(record, variorum::model::Record::Annotation(_) | variorum::model::Record::Link(_) | variorum::model::Record::Treatment(_))
    });
    let title = session.project().documents()[&story::id::<variorum::model::DocumentId>("000")].display_title().to_owned();
    let mut window = window(session);
    read_from_start(&mut window, &title);
    window
}

#[test]
fn twenty_codings_whose_keys_all_come_in_one_frame_are_the_same_as_slow_ones() {
    let mut slow = empty_sample();
    slowly(&mut slow, &twenty());
    let expected = codings(&slow);
    assert_eq!(expected.len(), 20);
    assert_eq!(expected[0], "0 E.PER Ru");
    let mut fast = empty_sample();
    at_once(&mut fast, twenty().concat());
    assert_eq!(codings(&fast), expected);
    assert_eq!(session(&fast).selection(), session(&slow).selection());
    // And in a few frames, cut anywhere.
    let mut few = empty_sample();
    let events = twenty().concat();
    for part in events.chunks(37) {
        few.input_mut().events.extend(part.iter().cloned());
        few.step();
    }
    settle(&mut few);
    assert_eq!(codings(&few), expected);
}

#[test]
fn after_a_coding_the_keyboard_is_on_the_page_in_every_frame_and_no_arrow_takes_it_away() {
    let mut window = window(with_keys());
    read_from_start(&mut window, FIRST);
    let page = window.ctx.memory(egui::Memory::focused);
    assert!(page.is_some());
    for _ in 0..3 {
        let right = stroke(SHIFT, Key::ArrowRight, "");
        for stroke in [right.clone(), right, stroke(NONE, Key::P, "p")] {
            window.input_mut().events.extend(stroke);
            window.step();
        }
        // Each in the very next frame, as on a slow machine: no frame in between to settle in.
        for key in [Key::ArrowDown, Key::ArrowRight, Key::ArrowUp, Key::ArrowLeft] {
            window.input_mut().events.extend(stroke(NONE, key, ""));
            window.step();
            assert_eq!(window.ctx.memory(egui::Memory::focused), page, "{key:?}");
        }
        window.input_mut().events.extend(stroke(NONE, Key::ArrowRight, ""));
        window.step();
    }
    assert_eq!(session(&window).project().annotations().len(), 3);
    at_once(&mut window, stroke(NONE, Key::Enter, ""));
    assert_eq!(session(&window).project().annotations().len(), 3, "Enter deletes nothing");
}

#[test]
fn a_palette_that_opens_or_closes_in_a_frame_gets_just_the_keys_that_are_for_it() {
    let typed = |text: &str| text.chars().map(|c| stroke(NONE, Key::A, &c.to_string())).collect::<Vec<_>>();
    let select = vec![stroke(CTRL | SHIFT, Key::ArrowRight, "")];
    let enter = vec![stroke(NONE, Key::Enter, "")];
    let strokes = [
        // The palette of codes, opened by Enter, filtered, chosen from; then a code's key on the page.
        select.clone(),
        enter.clone(),
        typed("cl"),
        enter.clone(),
        select.clone(),
        vec![stroke(NONE, Key::P, "p")],
        // The palette of everything, left again; letters behind it are the page's.
        vec![stroke(CTRL, Key::K, "")],
        typed("pk"),
        vec![stroke(NONE, Key::Escape, "")],
        select,
        vec![stroke(NONE, Key::K, "k")],
    ]
    .concat();
    let (mut slow, mut fast) = (window(with_keys()), window(with_keys()));
    for window in [&mut slow, &mut fast] {
        read_from_start(window, FIRST);
    }
    slowly(&mut slow, &strokes);
    at_once(&mut fast, strokes.concat());
    assert_eq!(codings(&slow), ["0 CLM Kim Jong Un", "0 PER Kim Jong", "0 CLM Kim"]);
    assert_eq!(codings(&fast), codings(&slow));
}

/// Keys that lead everywhere but to native dialogs, out of the program, and to finding, which goes on beside the typing.
fn any_stroke() -> impl Strategy<Value = Vec<Event>> {
    let letters = prop::sample::select(vec![(Key::P, "p"), (Key::K, "k"), (Key::A, "a"), (Key::Num1, "1"), (Key::D, "d")]);
    let moves = prop::sample::select(vec![Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown, Key::End, Key::Home]);
    let held = prop::sample::select(vec![NONE, NONE, SHIFT, CTRL, CTRL | SHIFT, ALT]);
    let others = prop::sample::select(vec![
        (NONE, Key::Enter),
        (NONE, Key::Escape),
        (NONE, Key::Tab),
        (SHIFT, Key::Tab),
        (NONE, Key::Delete),
        (NONE, Key::Backspace),
        (NONE, Key::Space),
        (NONE, Key::F2),
        (NONE, Key::F4),
        (NONE, Key::F6),
        (NONE, Key::F7),
        (NONE, Key::F8),
        (CTRL, Key::Z),
        (CTRL | SHIFT, Key::Z),
        (CTRL, Key::K),
        (CTRL, Key::G),
        (CTRL, Key::J),
        (CTRL, Key::R),
        (CTRL, Key::A),
        (CTRL, Key::Num1),
        (CTRL, Key::Num5),
        (CTRL | SHIFT, Key::N),
        (CTRL, Key::PageDown),
        (CTRL, Key::Enter),
    ]);
    prop_oneof![
        4 => letters.prop_map(|(key, letter)| stroke(NONE, key, letter)),
        6 => (moves, held).prop_map(|(key, held)| stroke(held, key, "")),
        5 => others.prop_map(|(held, key)| stroke(held, key, "")),
    ]
}

fn all_of(window: &Window) -> String {
    let session = session(window);
    let focused = window.ctx.memory(egui::Memory::focused);
    format!("{:?} {:?} {:?}", session.project(), session.selection(), focused)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_in_one_frame_does_what_it_does_key_by_key(strokes in prop::collection::vec(any_stroke(), 1..24)) {
        let (mut slow, mut fast) = (window(with_keys()), window(with_keys()));
        for window in [&mut slow, &mut fast] {
            read_from_start(window, FIRST);
        }
        slowly(&mut slow, &strokes);
        at_once(&mut fast, strokes.concat());
        prop_assert_eq!(all_of(&fast), all_of(&slow));
    }
}
