//! The entity register in the window, by the labels that a screen reader hears.

mod desk;
mod story;

use desk::{CTRL, Window, click, press, session, type_text, window};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use story::id;
use variorum::model::*;
use variorum::session::{Command, Session};
use variorum::text::TextSelection;

const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..CTRL };

fn code(session: &mut Session, document: &str, from: usize, to: usize) -> AnnotationId {
    session.run(Command::Open(id(document)));
    session.run(Command::Select(TextSelection { anchor: from, focus: to }));
    session.run(Command::CodeSelection(id("PER")));
    session.selection().annotation.clone().unwrap()
}

fn create(session: &mut Session, name: &str, mention: Option<AnnotationId>) -> EntityId {
    let before: Vec<EntityId> = session.project().entities().keys().cloned().collect();
    session.run(Command::CreateEntity { mention, name: name.to_owned(), kind: String::new() });
    session.project().entities().keys().find(|id| !before.contains(id)).unwrap().clone()
}

fn set(session: &mut Session, id: &EntityId, change: impl FnOnce(&mut Entity)) {
    let mut entity = Entity::clone(&session.project().entities()[id]);
    change(&mut entity);
    session.run(Command::SetEntity(entity));
}

fn names(window: &Window) -> Vec<String> {
    session(window).project().entities().values().map(|e| e.name.clone()).collect()
}

fn mentions(window: &Window, entity: &str) -> Vec<String> {
    let naming = Reference::Entity(id(entity));
    session(window).project().annotations_naming(&naming).map(|a| a.quote()).collect()
}

fn says(window: &Window, words: &str) -> bool {
    window.query_all_by_label(words).next().is_some()
}

/// Kim named twice in full and once shortly, Putin once.
fn furnished() -> Session {
    let mut session = story::session();
    let full = code(&mut session, "000", 0, 11);
    let kim = create(&mut session, "Kim Jong Un", Some(full));
    let again = code(&mut session, "002", 0, 11);
    let short = code(&mut session, "000", 0, 3);
    for mention in [again, short] {
        session.run(Command::LinkEntity(mention, kim.clone()));
    }
    let putin = code(&mut session, "000", 16, 21);
    create(&mut session, "Putin", Some(putin));
    session
}

fn register(session: Session) -> Window {
    let mut window = window(session);
    press(&mut window, CTRL, Key::Num3);
    window
}

fn click_with(window: &mut Window, label: &str, modifiers: Modifiers) {
    let at = window.get_by_label(label).rect().center();
    desk::mouse(window, at, modifiers);
    window.run();
}

fn fill(window: &mut Window, label: &str, text: &str) {
    window.get_by_label(label).focus();
    window.run();
    press(window, Modifiers::COMMAND, Key::A);
    type_text(window, text);
}

#[test]
fn a_query_leaves_the_entities_that_fit() {
    let mut session = furnished();
    create(&mut session, "KCNA", None);
    let mut window = register(session);
    fill(&mut window, "Filter entities", "mentions:>=2");
    assert!(says(&window, "Entity Kim Jong Un"));
    assert!(!says(&window, "Entity Putin") && !says(&window, "Entity KCNA"));
    fill(&mut window, "Filter entities", "not has:mentions");
    assert!(says(&window, "Entity KCNA") && !says(&window, "Entity Kim Jong Un"));
}

#[test]
fn a_heading_sorts_by_mentions() {
    let mut window = register(furnished());
    let top = |window: &Window, label: &str| window.get_by_label(label).rect().top();
    click(&mut window, "Sort by mentions");
    assert!(top(&window, "Entity Putin") < top(&window, "Entity Kim Jong Un"));
    click(&mut window, "Sort by mentions");
    assert!(top(&window, "Entity Putin") > top(&window, "Entity Kim Jong Un"));
}

#[test]
fn several_get_a_type_in_one_step() {
    let mut window = register(furnished());
    click(&mut window, "Entity Kim Jong Un");
    press(&mut window, CTRL, Key::A);
    assert!(says(&window, "2 entities"));
    fill(&mut window, "Type for all", "Politician");
    press(&mut window, Modifiers::NONE, Key::Tab);
    click(&mut window, "Set the type for all");
    let kinds = |window: &Window| session(window).project().entities().values().map(|e| e.kind.clone()).collect::<Vec<_>>();
    assert_eq!(kinds(&window), ["Politician", "Politician"]);
    press(&mut window, CTRL, Key::Z);
    assert_eq!(kinds(&window), ["PER", "PER"]);
}

#[test]
fn merging_asks_for_what_differs_and_is_taken_back_in_one_step() {
    let mut session = furnished();
    let other = create(&mut session, "Supreme Leader", None);
    set(&mut session, &other, |e| (e.kind, e.wikidata) = ("Title".to_owned(), Some("Q1".to_owned())));
    set(&mut session, &id("ent:kim-jong-un"), |e| e.wikidata = Some("Q56226".to_owned()));
    let before = session.project().clone();
    let mut window = register(session);
    click(&mut window, "Entity Kim Jong Un");
    click_with(&mut window, "Entity Supreme Leader", CTRL);
    click(&mut window, "Merge…");
    assert!(says(&window, "Their types differ: PER, Title"));
    click(&mut window, "Type that stays: PER");
    assert!(says(&window, "Their Wikidata ids differ: Q56226, Q1"));
    click(&mut window, "Wikidata id that stays: Q1");
    assert!(says(&window, "New among its other names: Supreme Leader"));
    assert!(says(&window, "3 mentions afterwards"));
    click(&mut window, "Merge");
    assert_eq!(names(&window), ["Kim Jong Un", "Putin"]);
    let kim = session_entity(&window, "ent:kim-jong-un");
    assert_eq!((kim.wikidata.as_deref(), kim.kind.as_str(), kim.aliases), (Some("Q1"), "PER", vec!["Supreme Leader".to_owned()]));
    press(&mut window, CTRL, Key::Z);
    assert_eq!(desk::session(&window).project(), &before);
}

fn session_entity(window: &Window, entity: &str) -> Entity {
    Entity::clone(&session(window).project().entities()[&id::<EntityId>(entity)])
}

#[test]
fn a_merge_with_one_that_was_deleted_meanwhile_is_not_offered() {
    let mut window = register(furnished());
    click(&mut window, "Entity Kim Jong Un");
    click_with(&mut window, "Entity Putin", CTRL);
    click(&mut window, "Merge…");
    // It was made last, so undo takes it away.
    press(&mut window, CTRL, Key::Z);
    assert!(says(&window, "That entity no longer exists"));
    click(&mut window, "Merge");
    assert_eq!(names(&window), ["Kim Jong Un"]);
}

#[test]
fn mentions_of_a_form_are_split_off() {
    let mut window = register(furnished());
    click(&mut window, "Entity Kim Jong Un");
    click(&mut window, "Split…");
    assert!(says(&window, "No mentions are chosen"));
    click(&mut window, "Kim (1)");
    assert!(says(&window, "1 mention of 3 to the new entity “Kim”; 2 stay as they are"));
    fill(&mut window, "Name of the new entity", "Kim Yo Jong");
    click(&mut window, "Split");
    assert_eq!(mentions(&window, "ent:kim-yo-jong"), ["Kim"]);
    assert_eq!(mentions(&window, "ent:kim-jong-un").len(), 2);
}

#[test]
fn a_form_lists_its_uses_by_document() {
    let mut window = register(furnished());
    click(&mut window, "Entity Kim Jong Un");
    assert!(says(&window, "3 mentions"));
    click(&mut window, "Form “Kim Jong Un” in 002: 1×");
    assert!(says(&window, "“Kim Jong Un” in 002: 1 mention"));
    click(&mut window, "002: “Kim Jong Un” · PER");
    let looked_at = session(&window).selection().annotation.clone().unwrap();
    assert_eq!(session(&window).project().annotations()[&looked_at].document.as_str(), "002");
}

#[test]
fn a_wikidata_id_is_checked_while_it_is_typed_and_an_address_will_do() {
    let mut window = register(furnished());
    click(&mut window, "Entity Putin");
    fill(&mut window, "Wikidata", "7747");
    assert!(says(&window, "This is not a Wikidata id: it is a Q followed by digits, such as Q56226"));
    fill(&mut window, "Wikidata", "https://www.wikidata.org/wiki/Q7747");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(session_entity(&window, "ent:putin").wikidata.as_deref(), Some("Q7747"));
    assert!(says(&window, "Open Q7747 in the browser"));
}

#[test]
fn a_proposal_is_accepted_by_its_key() {
    let mut session = furnished();
    let mention = code(&mut session, "002", 0, 3);
    let mut window = window(session);
    assert!(says(&window, "Accept proposal 1: Kim Jong Un, part of the name; earlier choice elsewhere, once"));
    press(&mut window, Modifiers::ALT, Key::Num1);
    let named: Vec<EntityId> = desk::session(&window).project().annotations()[&mention].entities().cloned().collect();
    assert_eq!(named, [id("ent:kim-jong-un")]);
}

#[test]
fn unlinked_mentions_are_worked_off_by_keys() {
    let mut session = furnished();
    code(&mut session, "000", 16, 19);
    code(&mut session, "002", 0, 3);
    code(&mut session, "002", 12, 17);
    session.run(Command::SelectAnnotation(None));
    let mut window = window(session);
    press(&mut window, CTRL_SHIFT, Key::E);
    assert!(says(&window, "Unlinked mentions · 3"));
    // "Put" is like nothing: gone over. "Kim" may be Kim Jong Un, "again" is somebody new.
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::ALT, Key::Num1);
    assert!(says(&window, "Unlinked mentions · 2"));
    assert_eq!(mentions(&window, "ent:kim-jong-un").len(), 4);
    press(&mut window, Modifiers::ALT, Key::Num0);
    assert_eq!(mentions(&window, "ent:again"), ["again"]);
    assert!(says(&window, "Unlinked mentions · 1"));
    // The one that was gone over is left, and is looked at now; coming back gives the list the keyboard again.
    press(&mut window, CTRL, Key::Num1);
    press(&mut window, CTRL_SHIFT, Key::E);
    press(&mut window, Modifiers::NONE, Key::ArrowUp);
    press(&mut window, Modifiers::ALT, Key::Num0);
    assert!(says(&window, "Unlinked mentions · 0"));
    assert_eq!(mentions(&window, "ent:put"), ["Put"]);
}

#[test]
fn several_unlinked_mentions_are_linked_in_one_step() {
    let mut session = furnished();
    code(&mut session, "000", 0, 8);
    code(&mut session, "002", 0, 3);
    let before = session.history().entries().1;
    let mut window = window(session);
    press(&mut window, CTRL_SHIFT, Key::E);
    press(&mut window, CTRL, Key::A);
    assert!(says(&window, "2 mentions are chosen: an entity that is accepted is meant by all of them"));
    press(&mut window, Modifiers::ALT, Key::Num1);
    assert_eq!(mentions(&window, "ent:kim-jong-un").len(), 5);
    assert_eq!(desk::session(&window).history().entries().1, before + 1);
    assert!(says(&window, "Unlinked mentions · 0"));
}

#[test]
fn a_query_leaves_the_unlinked_mentions_that_fit() {
    let mut session = furnished();
    code(&mut session, "000", 0, 8);
    code(&mut session, "002", 12, 17);
    let mut window = window(session);
    press(&mut window, CTRL_SHIFT, Key::E);
    fill(&mut window, "Filter unlinked mentions", "document:002");
    assert!(says(&window, "Unlinked “again” in 002 by a") && !says(&window, "Unlinked “Kim Jong” in 000 by a"));
    fill(&mut window, "Filter unlinked mentions", "quote:kim");
    assert!(says(&window, "Unlinked “Kim Jong” in 000 by a") && !says(&window, "Unlinked “again” in 002 by a"));
}

#[test]
fn more_mentions_are_looked_for_with_all_names_and_the_usual_code() {
    let mut window = register(furnished());
    click(&mut window, "Entity Putin");
    click(&mut window, "Find more mentions…");
    assert!(says(&window, "Code all occurrences"));
    assert!(says(&window, "Look for another entity") && says(&window, "Leave the entity out"));
}

#[test]
fn enter_shows_the_first_mention_in_its_text() {
    let mut window = register(furnished());
    click(&mut window, "Entity Kim Jong Un");
    press(&mut window, Modifiers::NONE, Key::Enter);
    let looked_at = session(&window).selection().annotation.clone().unwrap();
    let annotation = &session(&window).project().annotations()[&looked_at];
    assert_eq!((annotation.document.as_str(), annotation.start()), ("000", 0));
}
