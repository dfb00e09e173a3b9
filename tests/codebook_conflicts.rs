//! Merging codes whose annotations contradict each other: what stays apart, and what a choice makes of it; as a plan and in the window.

mod desk;
mod story;

use std::collections::BTreeSet;

use desk::{CTRL, press, session, type_text, window};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use story::id;
use variorum::analysis::check::check;
use variorum::model::*;
use variorum::session::plan::codebook::conflicts;
use variorum::session::{CodebookChange, Command, ForeignValues, MergeCodes, Session, Touching};
use variorum::text::{Span, TextSelection};

fn code(session: &mut Session, start: usize, end: usize, code: &str, form: &str) -> AnnotationId {
    session.run(Command::Select(TextSelection::of(Span::new(start, end).unwrap())));
    session.run(Command::CodeSelection(id(code)));
    let annotation = session.selection().annotation.clone().unwrap();
    session.run(Command::SetAttribute(annotation.clone(), id("form"), Some(Value::Choice(form.to_owned()))));
    annotation
}

/// "Kim Jong Un" as PER (a surname) and GRP (a full name), and "Putin" as both, alike.
fn contrary() -> (Session, AnnotationId, AnnotationId) {
    let mut session = story::session();
    let group = Code { id: id("GRP"), name: "GRP".to_owned(), ..Code::clone(&session.project().codes()[&id::<CodeId>("PER")]) };
    session.run(Command::SetCode(group));
    let person = code(&mut session, 0, 11, "PER", "surname");
    let of_group = code(&mut session, 4, 11, "GRP", "full-name");
    code(&mut session, 16, 21, "PER", "surname");
    code(&mut session, 16, 21, "GRP", "surname");
    session.take_notices();
    (session, person, of_group)
}

fn merge(preferred: impl IntoIterator<Item = AnnotationId>) -> MergeCodes {
    let preferred: BTreeSet<AnnotationId> = preferred.into_iter().collect();
    MergeCodes { from: vec![id("GRP")], into: id("PER"), values: ForeignValues::Keep, touching: Touching::Join, preferred }
}

fn forms(session: &Session) -> Vec<(String, String)> {
    let form = |a: &Annotation| match a.attributes.get(&id::<AttributeId>("form")) {
        Some(Value::Choice(word)) => word.clone(),
        other => format!("{other:?}"),
    };
    let mut all: Vec<_> = session.project().annotations().values().map(|a| (a.start(), a.quote(), form(a))).collect();
    all.sort();
    all.into_iter().map(|(_, quote, form)| (quote, form)).collect()
}

#[test]
fn contradictions_are_listed_and_stay_apart_until_one_is_preferred() {
    let (mut session, person, group) = contrary();
    let found = conflicts(session.project(), &merge([]));
    assert_eq!(found.len(), 1);
    let surname = Value::Choice("surname".to_owned());
    let full = Value::Choice("full-name".to_owned());
    assert_eq!((&found[0].one, &found[0].other), (&person, &group));
    assert_eq!(found[0].values, [(id("form"), surname, full)]);
    let words = |quote: &str, form: &str| (quote.to_owned(), form.to_owned());
    let before = session.project().clone();
    for (preferred, expected) in [
        (vec![], vec![words("Kim Jong Un", "surname"), words("Jong Un", "full-name"), words("Putin", "surname")]),
        (vec![person.clone()], vec![words("Kim Jong Un", "surname"), words("Putin", "surname")]),
        (vec![group.clone()], vec![words("Kim Jong Un", "full-name"), words("Putin", "surname")]),
        (vec![person, group], vec![words("Kim Jong Un", "surname"), words("Jong Un", "full-name"), words("Putin", "surname")]),
    ] {
        session.run(Command::Codebook(CodebookChange::Merge(merge(preferred))));
        assert_eq!(forms(&session), expected);
        let problems: Vec<String> = check(session.project()).problems.into_iter().map(|p| p.what).collect();
        assert_eq!(problems, Vec::<String>::new());
        session.run(Command::Undo);
        assert_eq!(*session.project(), before);
    }
    let kept = MergeCodes { touching: Touching::Keep, ..merge([]) };
    assert_eq!(conflicts(session.project(), &kept), []);
}

#[test]
fn a_contradiction_is_settled_in_the_window() {
    let (contrary, _, _) = contrary();
    let mut window = window(contrary);
    press(&mut window, CTRL, Key::Num4);
    for label in ["Code PER, 2 uses", "Merge…", "Merge another code"] {
        window.get_by_label(label).scroll_to_me();
        window.run();
        window.get_by_label(label).click();
        window.run();
    }
    type_text(&mut window, "GRP");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.query_by_label_contains("contradiction").is_some());
    for label in ["Contradiction 1: form full-name", "Merge"] {
        window.get_by_label(label).scroll_to_me();
        window.run();
        window.get_by_label(label).click();
        window.run();
    }
    let form = |quote: &str, form: &str| (quote.to_owned(), form.to_owned());
    assert_eq!(forms(session(&window)), [form("Kim Jong Un", "full-name"), form("Putin", "surname")]);
}
