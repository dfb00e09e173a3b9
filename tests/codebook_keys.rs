//! Keys of codes: however codes come to be, no two share a key, and undo takes all of it back.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod story;

use std::collections::BTreeSet;

use proptest::prelude::*;
use story::id;
use variorum::model::*;
use variorum::session::plan::codebook::free_code;
use variorum::session::{CodebookChange, Command, NoticeKind, Session, SplitBy, SplitCode};
use variorum::store::TEMPLATES;
use variorum::text::TextSelection;

fn keys(project: &Project) -> Vec<char> {
    project.codes().values().filter(|c| !c.retired).filter_map(|c| c.key).collect()
}

fn add(session: &mut Session, name: &str, key: Option<char>) {
    let id = free_code(session.project(), "K", name, &[]).unwrap();
    session.run(Command::SetCode(Code { key, ..Code::new(id, story::id("Entities"), name) }));
}

fn code<'a>(session: &'a Session, name: &str) -> &'a Code {
    session.project().codes().values().find(|c| c.name == name).unwrap()
}

#[derive(Debug, Clone)]
enum Deed {
    New(String, Option<char>),
    InVivo(usize),
    Split(usize),
    Rename(usize, String),
    Retire(usize),
    BringBack(usize),
    Template(usize),
    AssignAll,
    Undo,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (".{0,12}", prop::option::of(any::<char>())).prop_map(|(name, key)| Deed::New(name, key)),
        2 => (0..20_usize).prop_map(Deed::InVivo),
        1 => (0..9_usize).prop_map(Deed::Split),
        2 => (0..9_usize, "[A-Za-zа-я ]{1,9}").prop_map(|(at, name)| Deed::Rename(at, name)),
        1 => (0..9_usize).prop_map(Deed::Retire),
        1 => (0..9_usize).prop_map(Deed::BringBack),
        1 => (0..TEMPLATES.len()).prop_map(Deed::Template),
        1 => Just(Deed::AssignAll),
        1 => Just(Deed::Undo),
    ]
}

fn carry_out(session: &mut Session, deed: &Deed) {
    let nth = |session: &Session, at: usize| session.project().codes().values().nth(at).cloned();
    match deed {
        Deed::New(name, key) => add(session, name, *key),
        Deed::InVivo(at) => {
            session.run(Command::Select(TextSelection { anchor: *at, focus: *at + 2 }));
            session.run(Command::CodeInVivo(Some(id("Entities"))));
        }
        Deed::Split(at) => {
            let Some(code) = nth(session, *at) else { return };
            let of_it: Vec<_> = session.project().annotations().values().filter(|a| a.code == code.id).map(|a| a.id.clone()).collect();
            let by = SplitBy::Chosen(format!("part of {}", code.name), of_it);
            session.run(Command::Codebook(CodebookChange::Split(SplitCode { code: code.id.clone(), by })));
        }
        Deed::Rename(at, name) => {
            let Some(code) = nth(session, *at) else { return };
            session.run(Command::SetCode(Code { name: name.clone(), ..Code::clone(&code) }));
        }
        Deed::Retire(at) | Deed::BringBack(at) => {
            let Some(code) = nth(session, *at) else { return };
            let retire = matches!(deed, Deed::Retire(_));
            let change = if retire { CodebookChange::Retire(code.id.clone()) } else { CodebookChange::BringBack(code.id.clone()) };
            session.run(Command::Codebook(change));
        }
        Deed::Template(at) => session.run(Command::AddTemplates(vec![TEMPLATES[*at].id.to_owned()])),
        Deed::AssignAll => session.run(Command::Codebook(CodebookChange::AssignKeys)),
        Deed::Undo => session.run(Command::Undo),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn no_two_codes_ever_share_a_key_and_none_has_one_of_the_page(deeds in prop::collection::vec(deed(), 1..14)) {
        let mut session = story::session();
        let before = session.project().clone();
        for deed in &deeds {
            carry_out(&mut session, deed);
            let all = keys(session.project());
            let different: BTreeSet<_> = all.iter().collect();
            prop_assert_eq!(different.len(), all.len(), "{:?}", deed);
            prop_assert!(all.iter().all(|key| *key != '?' && !key.is_whitespace() && !key.is_control()));
            session.take_notices();
        }
        session.run(Command::GoToStep(0));
        prop_assert!(*session.project() == before);
    }
}

#[test]
fn a_new_code_gets_a_letter_of_its_name_that_follows_the_name_until_something_is_coded() {
    let mut session = story::session();
    add(&mut session, "New code", None);
    assert_eq!(code(&session, "New code").key, Some('n'));
    let renamed = Code { name: "Threat".to_owned(), ..code(&session, "New code").clone() };
    session.run(Command::SetCode(renamed));
    assert_eq!(code(&session, "Threat").key, Some('t'));
    session.run(Command::Select(TextSelection { anchor: 0, focus: 3 }));
    session.run(Command::CodeSelection(code(&session, "Threat").id.clone()));
    let renamed = Code { name: "Warning".to_owned(), ..code(&session, "Threat").clone() };
    session.run(Command::SetCode(renamed));
    assert_eq!(code(&session, "Warning").key, Some('t'), "the hand knows it by now");
}

#[test]
fn a_key_of_ones_own_is_never_changed_and_one_of_the_page_is_refused() {
    let mut session = story::session();
    add(&mut session, "Threat", Some('x'));
    let renamed = Code { name: "Warning".to_owned(), ..code(&session, "Threat").clone() };
    session.run(Command::SetCode(renamed));
    assert_eq!(code(&session, "Warning").key, Some('x'));
    session.take_notices();
    let with_page_key = Code { key: Some('?'), ..code(&session, "Warning").clone() };
    session.run(Command::SetCode(with_page_key));
    let said = session.take_notices();
    assert_eq!((said[0].kind, said[0].what.as_str()), (NoticeKind::Refused, "The key '?' belongs to the page"));
    assert_eq!(code(&session, "Warning").key, Some('x'));
}

#[test]
fn codes_without_a_key_get_one_in_a_single_step_those_for_words_first() {
    let mut session = story::session();
    session.run(Command::Codebook(CodebookChange::AssignKeys));
    let keys: Vec<(&str, Option<char>)> = session.project().codes().values().map(|c| (c.name.as_str(), c.key)).collect();
    let wanted = [("CLM", Some('c')), ("CON", Some('o')), ("PER", Some('p')), ("SRC", Some('s')), ("TONE", Some('t'))];
    assert_eq!(keys, wanted);
    assert_eq!(session.history().to_undo().unwrap().label, "Assign keys to 5 codes");
    session.run(Command::Codebook(CodebookChange::AssignKeys));
    assert_eq!(session.take_notices()[0].what, "Every code has a key already");
    session.run(Command::Undo);
    assert!(session.project().codes().values().all(|c| c.key.is_none()));
}

#[test]
fn an_in_vivo_code_has_a_key_at_once() {
    let mut session = story::session();
    session.run(Command::Select(TextSelection { anchor: 16, focus: 21 }));
    session.run(Command::CodeInVivo(Some(id("Entities"))));
    assert_eq!(code(&session, "Putin").key, Some('p'));
}
