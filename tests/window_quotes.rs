//! Quotations and links in the window, with the keyboard alone and by the labels that a screen reader hears.

mod desk;
mod desk_of_sample;

use desk::{CTRL, Window, click, press, session, type_text};
use desk_of_sample::{SAID, bare, id, sample, span_of};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use variorum::model::*;
use variorum::session::Gesture;
use variorum::text::Span;

const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..CTRL };

fn says(window: &Window, words: &str) -> bool {
    window.query_all_by_label_contains(words).next().is_some()
}

/// Goes to a place and selects word by word until all of it is selected.
fn select(window: &mut Window, span: Span) {
    press(window, CTRL, Key::G);
    type_text(window, &format!("b{}", span.start()));
    press(window, Modifiers::NONE, Key::Enter);
    while session(window).selection().text.unwrap().focus < span.end() {
        let before = session(window).selection().text;
        press(window, CTRL_SHIFT, Key::ArrowRight);
        assert_ne!(session(window).selection().text, before, "the selection grows");
    }
    assert_eq!(session(window).selection().text.unwrap().span(), Some(span));
}

fn quote(window: &mut Window, parts: [Span; 3]) {
    for (place, part) in parts.into_iter().enumerate() {
        select(window, part);
        press(window, Modifiers::NONE, if place == 0 { Key::F7 } else { Key::Enter });
    }
}

fn spans(window: &Window) -> [[Span; 3]; 2] {
    let session = session(window);
    let end = span_of(session, "000", SAID).end();
    let from = |words: &str| span_of(session, "000", words).start();
    let whole = |words: &str| span_of(session, "000", words);
    let kim = from("Kim Jong Un has said");
    let outer = [Span::new(kim, end).unwrap(), whole("reported"), whole("KCNA")];
    let inner =
        [Span::new(from("he is ready to work"), end).unwrap(), whole("has said"), Span::new(kim, kim + "Kim Jong Un".len()).unwrap()];
    [outer, inner]
}

#[test]
fn the_chain_of_the_sample_is_coded_from_nothing_by_keyboard_alone() {
    let mut window = desk::window(bare(desk_of_sample::without_quotations));
    let [outer, inner] = spans(&window);
    select(&mut window, outer[0]);
    press(&mut window, Modifiers::NONE, Key::F7);
    assert!(says(&window, "Content marked. Select the cue"));
    // Nothing is selected now, so Enter asks again and takes nothing.
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(says(&window, "No cue is selected"));
    select(&mut window, outer[1]);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(says(&window, "Cue marked. Now select the source"));
    let steps = session(&window).history().entries().1;
    select(&mut window, outer[2]);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(session(&window).history().entries().1, steps + 1);
    assert_eq!(session(&window).gesture(), None);
    quote(&mut window, inner);
    desk_of_sample::assert_chain_is_that_of_the_gold(session(&window).project(), &sample());
    // Shown as a unit: the chain, the parts, the kind.
    for label in ["Content of KCNA", "Content of Kim Jong Un", "Go to the source “Kim Jong Un”", "Go to the cue “has said”", "Quoted mixed"]
    {
        assert!(window.query_by_label(label).is_some(), "{label}");
    }
}

#[test]
fn cue_and_source_are_skipped_and_a_gesture_is_left() {
    let mut window = desk::window(bare(desk_of_sample::without_quotations));
    let [outer, _] = spans(&window);
    select(&mut window, outer[0]);
    press(&mut window, Modifiers::NONE, Key::F7);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(session(&window).gesture(), None);
    assert!(session(&window).history().to_undo().is_none(), "nothing was changed");
    select(&mut window, outer[0]);
    press(&mut window, Modifiers::NONE, Key::F7);
    press(&mut window, Modifiers::NONE, Key::Tab);
    press(&mut window, Modifiers::NONE, Key::Tab);
    assert_eq!(session(&window).gesture(), None);
    let content = session(&window).selection().annotation.clone().unwrap();
    assert_eq!(session(&window).project().links_of(&content).count(), 0);
    assert!(says(&window, "Content of someone"));
}

#[test]
fn the_chain_is_edited_beside_the_page() {
    let mut window = desk::window(sample());
    select_annotation(&mut window, "t-q10b");
    click(&mut window, "Take it out of the other quotation");
    assert!(window.query_by_label("Content of KCNA").is_none());
    click(&mut window, "Nest in another quotation…");
    assert!(says(&window, "choose the content around it"));
    type_text(&mut window, "Kim Jong Un has said");
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(session(&window).project().links().values().any(|l| l.from == id("t-q10b") && l.to == id("t-q10")), "nested again");
    select_annotation(&mut window, "t-q10b");
    assert!(window.query_by_label("Content of KCNA").is_some());
    click(&mut window, "Change the cue…");
    let cue = span_of(session(&window), "000", "said that he is ready to");
    let cue = Span::new(cue.start(), cue.start() + 4).unwrap();
    select(&mut window, cue);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.query_by_label("Go to the cue “said”").is_some());
    click(&mut window, "Quoted indirect");
    let kind =
        session(&window).project().annotations()[&id::<AnnotationId>("t-q10b")].attributes[&id::<AttributeId>("C.CON.quotation")].clone();
    assert_eq!(kind, Value::Choice("indirect".to_owned()));
}

/// Looks at an annotation, as a click on a list would.
fn select_annotation(window: &mut Window, annotation: &str) {
    let session = session(window);
    let annotation = &session.project().annotations()[&id::<AnnotationId>(annotation)];
    let (start, target) = (annotation.start(), annotation.id.clone());
    press(window, CTRL, Key::G);
    type_text(window, &format!("b{start}"));
    press(window, Modifiers::NONE, Key::Enter);
    for _ in 0..12 {
        if self::session(window).selection().annotation.as_ref() == Some(&target) {
            return;
        }
        press(window, Modifiers::NONE, Key::F8);
    }
    panic!("{target} was not reached");
}

fn link_across(window: &mut Window) {
    select_annotation(window, "t-c02");
    press(window, CTRL_SHIFT, Key::K);
    assert!(says(window, "Linking from Claim"));
    press(window, CTRL, Key::PageDown);
    type_text(window, "showed his private car");
    window.run();
}

#[test]
fn two_documents_are_linked_and_the_difference_is_worked_out() {
    let mut window = desk::window(sample());
    link_across(&mut window);
    // The list offers what was typed for; Enter takes the first.
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(matches!(session(&window).gesture(), Some(Gesture::Linking(l)) if l.to.is_some()), "the type is asked for");
    let number = window.get_by_label_contains("Claim number differs");
    number.click();
    window.run();
    let link = session(&window).project().links().values().find(|l| l.kind == id("number-differs")).unwrap().clone();
    let project = session(&window).project();
    let document = |id: &AnnotationId| project.annotations()[id].document.to_string();
    assert_eq!((document(&link.from), document(&link.to)), ("000".to_owned(), "002".to_owned()));
    press(&mut window, CTRL, Key::PageUp);
    select_annotation(&mut window, "t-c02");
    for (label, words) in [("value A", "5 hours"), ("value B", "6 hours")] {
        window.get_by_label(label).focus();
        window.run();
        type_text(&mut window, words);
        press(&mut window, Modifiers::NONE, Key::Enter);
    }
    // Below the edge of the panel: a keyboard scrolls there, a mouse at its place would not meet it.
    window.get_by_label("Take +1 hours as the difference").click_accesskit();
    window.run();
    let link = &session(&window).project().links()[&link.id];
    let words = |id: &str| link.attributes[&self::id::<AttributeId>(id)].clone();
    assert_eq!(words("difference.by"), Value::Text("+1 hours".into()));
    assert_eq!((words("difference.a"), words("difference.b")), (Value::Text("5 hours".into()), Value::Text("6 hours".into())));
}

#[test]
fn a_type_is_chosen_and_turned_round_by_keys_alone() {
    let mut window = desk::window(sample());
    select_annotation(&mut window, "t-c03");
    press(&mut window, CTRL_SHIFT, Key::K);
    press(&mut window, Modifiers::NONE, Key::F8);
    while session(&window).selection().annotation.as_ref().is_none_or(|a| !a.as_str().starts_with("t-c")) {
        press(&mut window, Modifiers::NONE, Key::F8);
    }
    let other = session(&window).selection().annotation.clone().unwrap();
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::NONE, Key::Tab);
    type_text(&mut window, "2");
    let project = session(&window).project();
    assert!(project.links().values().any(|l| l.kind == id("attacks") && l.from == other && l.to == id("t-c03")));
}

#[test]
fn an_end_that_was_deleted_meanwhile_is_told_and_another_one_can_be_chosen() {
    let mut window = desk::window(sample());
    select_annotation(&mut window, "t-c02");
    press(&mut window, CTRL_SHIFT, Key::K);
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert!(says(&window, "The annotation that the link was to start from was deleted meanwhile"));
    assert!(!says(&window, "Linking from"));
}

#[test]
fn links_are_listed_filtered_changed_and_deleted() {
    let mut window = desk::window(sample());
    press(&mut window, CTRL_SHIFT, Key::Num5);
    let all = session(&window).project().links().len();
    type_text(&mut window, "type:supports");
    window.run();
    window.run();
    let row = window.get_all_by_label_contains("supports: ").count();
    assert_eq!(row, 3);
    window.get_by_label("Table of links").focus();
    window.run();
    press(&mut window, CTRL, Key::A);
    click(&mut window, "Make them 'attacks'");
    let of = |window: &Window, kind: &str| session(window).project().links().values().filter(|l| l.kind == id(kind)).count();
    assert_eq!((of(&window, "supports"), of(&window, "attacks")), (0, 3));
    press(&mut window, CTRL, Key::Z);
    assert_eq!(of(&window, "supports"), 3);
    window.run();
    window.get_by_label("Table of links").focus();
    window.run();
    press(&mut window, CTRL, Key::A);
    press(&mut window, Modifiers::NONE, Key::Delete);
    window.run();
    assert_eq!(session(&window).project().links().len(), all - 3);
}
