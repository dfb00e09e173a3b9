//! The analyst's story without a window: select, code, describe, treat, undo, redo.

mod story;

use story::{TEXT, id, session};
use variorum::model::*;
use variorum::session::{Command, NoticeKind, Session};
use variorum::text::{Span, TextSelection};

fn select(session: &mut Session, words: &str) {
    let start = TEXT.find(words).unwrap();
    session.run(Command::Select(TextSelection::of(Span::new(start, start + words.len()).unwrap())));
}

fn put(session: &mut Session, words: &str, code: &str) -> AnnotationId {
    select(session, words);
    session.run(Command::CodeSelection(id(code)));
    session.selection().annotation.clone().unwrap()
}

fn refused(session: &mut Session) -> String {
    let notices = session.take_notices();
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert_eq!(notices[0].kind, NoticeKind::Refused);
    format!("{} ({})", notices[0].what, notices[0].hint)
}

#[test]
fn coding_trims_white_space_and_keeps_the_exact_quote() {
    let mut session = session();
    let annotation = put(&mut session, "Jong Un met ", "PER");
    let annotation = &session.project().annotations()[&annotation];
    assert_eq!(annotation.quote(), "Jong Un met");
    assert_eq!(session.history().to_undo().unwrap().label, "Code \"Jong Un met\" as PER");
}

#[test]
fn coding_without_words_is_refused_with_a_hint() {
    let mut session = session();
    session.run(Command::CodeSelection(id("PER")));
    insta::assert_snapshot!(refused(&mut session), @"No words are selected (Select the words first, with the mouse or with Shift and the arrow keys)");
    select(&mut session, "Putin");
    session.run(Command::CodeSelection(id("TONE")));
    insta::assert_snapshot!(refused(&mut session), @"TONE cannot be put on words (Use it from the panel, on the document or the paragraph)");
    assert!(session.project().annotations().is_empty());
}

#[test]
fn the_same_code_on_the_same_words_twice_shows_the_first() {
    let mut session = session();
    let first = put(&mut session, "Putin", "PER");
    let again = put(&mut session, "Putin", "PER");
    assert_eq!(first, again);
    assert_eq!(session.project().annotations().len(), 1);
}

#[test]
fn a_mention_becomes_an_entity_and_a_later_one_is_linked_to_it() {
    let mut session = session();
    let mention = put(&mut session, "Kim Jong Un", "PER");
    session.run(Command::CreateEntity { mention: Some(mention), name: "Kim Jong Un".to_owned(), kind: String::new() });
    let entity: EntityId = id("ent:kim-jong-un");
    assert_eq!(session.project().entities()[&entity].kind, "PER");
    let other = put(&mut session, "Peskov", "SRC");
    session.run(Command::LinkEntity(other.clone(), entity.clone()));
    let named: Vec<_> = session.project().annotations_naming(&Reference::Entity(entity)).map(|a| a.quote()).collect();
    assert_eq!(named.len(), 2);
    session.run(Command::LinkClaim(other, id("cl:01")));
    insta::assert_snapshot!(refused(&mut session), @"SRC has no attribute that takes a claim (Recode it, or add such an attribute to the codebook)");
}

#[test]
fn a_treatment_finds_its_evidence_and_the_voice_behind_it() {
    let mut session = session();
    let content = put(&mut session, "Никаких соглашений не подписано", "CON");
    session.run(Command::CreateClaim { annotation: Some(content.clone()), statement: "Agreements were signed".to_owned() });
    let source = put(&mut session, "Peskov", "SRC");
    session.run(Command::CreateEntity { mention: Some(source.clone()), name: "Dmitry Peskov".to_owned(), kind: "Person".to_owned() });
    session.run(Command::Link { kind: id("source-of"), from: source, to: content.clone() });
    session.run(Command::Treat(id("cl:agreements-were-signed"), Some(TreatmentKind::Denies)));
    let key = TreatmentKey { coder: id("a"), document: id("000"), claim: id("cl:agreements-were-signed") };
    let treatment = session.project().treatments()[&key].clone();
    assert_eq!(treatment.evidence, [content]);
    assert_eq!(treatment.by, [id("ent:dmitry-peskov")]);
}

#[test]
fn only_an_omission_needs_no_evidence_and_it_says_who_looked_at_what() {
    let mut session = session();
    session.run(Command::CreateClaim { annotation: None, statement: "They met for five hours".to_owned() });
    session.run(Command::Treat(id("cl:they-met-for-five-hours"), Some(TreatmentKind::Asserts)));
    assert!(refused(&mut session).starts_with("'asserts' needs an annotation that shows it"));
    session.run(Command::Treat(id("cl:they-met-for-five-hours"), Some(TreatmentKind::Omits)));
    let treatment = session.project().treatments().values().next().unwrap();
    let looked = treatment.looked.clone().unwrap();
    assert_eq!(looked.text_sha256, variorum::text::sha256(TEXT.as_bytes()));
}

#[test]
fn deleting_takes_along_what_hangs_on_it_and_undo_brings_all_of_it_back() {
    let mut session = session();
    let content = put(&mut session, "соглашений", "CON");
    session.run(Command::CreateClaim { annotation: Some(content.clone()), statement: "Agreements were signed".to_owned() });
    let source = put(&mut session, "Peskov", "SRC");
    session.run(Command::Link { kind: id("source-of"), from: source, to: content.clone() });
    session.run(Command::Treat(id("cl:agreements-were-signed"), Some(TreatmentKind::Denies)));
    let about = Some(RecordId::Annotation(content.clone()));
    session.run(Command::AddMemo { about, title: String::new(), text: "Why passive?".to_owned() });
    let before = session.project().clone();
    session.run(Command::DeleteAnnotations(vec![content]));
    let after = session.project();
    assert_eq!((after.annotations().len(), after.links().len(), after.treatments().len(), after.memos().len()), (1, 0, 0, 0));
    let label = &session.history().to_undo().unwrap().label;
    insta::assert_snapshot!(label, @r#"Delete CON "соглашений" (1 annotation, 1 link, 1 treatment, 1 memo)"#);
    session.run(Command::Undo);
    assert_eq!(*session.project(), before);
}

#[test]
fn a_code_in_use_goes_with_its_annotations_in_one_step() {
    let mut session = session();
    put(&mut session, "Kim Jong Un", "PER");
    put(&mut session, "Putin", "PER");
    let before = session.project().clone();
    session.run(Command::DeleteCode(id("PER")));
    assert!(session.project().annotations().is_empty());
    assert_eq!(session.project().codebook().revision, before.codebook().revision + 1);
    session.run(Command::Undo);
    assert_eq!(*session.project(), before);
}

#[test]
fn undo_to_the_start_and_redo_to_the_end_are_exact() {
    let mut session = session();
    let start = session.project().clone();
    let mention = put(&mut session, "Kim Jong Un", "PER");
    let form = Some(Value::Choice("full-name".to_owned()));
    session.run(Command::SetAttribute(mention.clone(), id("form"), form));
    session.run(Command::SetMemo(mention.clone(), "fi".to_owned()));
    session.run(Command::SetMemo(mention.clone(), "first".to_owned()));
    session.run(Command::Resize { annotation: mention.clone(), place: 0, span: Span::new(0, 3).unwrap() });
    session.run(Command::SetProgress(id("000"), Some(ProgressState::Finished)));
    session.run(Command::DeleteDocument(id("000")));
    let end = session.project().clone();
    assert_eq!(session.history().entries().0.len(), 6, "typing one memo is one step");
    while session.history().to_undo().is_some() {
        session.run(Command::Undo);
    }
    assert_eq!(*session.project(), start);
    while session.history().to_redo().is_some() {
        session.run(Command::Redo);
    }
    assert_eq!(*session.project(), end);
    assert_eq!(session.take_notices(), []);
}

#[test]
fn undo_restores_the_selection() {
    let mut session = session();
    select(&mut session, "Putin");
    let before = session.selection().clone();
    session.run(Command::CodeSelection(id("PER")));
    assert_ne!(*session.selection(), before);
    session.run(Command::Undo);
    assert_eq!(*session.selection(), before);
}

#[test]
fn next_and_previous_walk_the_annotations_in_page_order_even_when_they_coincide() {
    let mut session = session();
    let whole = put(&mut session, "Kim Jong Un met Putin", "CON");
    let first = put(&mut session, "Kim Jong Un", "PER");
    let twin = put(&mut session, "Kim Jong Un", "SRC");
    let last = put(&mut session, "Peskov", "SRC");
    session.run(Command::Select(TextSelection::caret(0)));
    session.run(Command::SelectAnnotation(None));
    let mut walked = Vec::new();
    for _ in 0..4 {
        session.run(Command::NextAnnotation);
        walked.push(session.selection().annotation.clone().unwrap());
    }
    assert_eq!(walked, [whole.clone(), first.clone(), twin.clone(), last]);
    session.run(Command::PreviousAnnotation);
    session.run(Command::PreviousAnnotation);
    assert_eq!(session.selection().annotation, Some(first));
}

#[test]
fn each_document_remembers_its_caret() {
    let mut session = session();
    select(&mut session, "Putin");
    let there = session.selection().text;
    session.run(Command::Open(id("002")));
    assert_eq!(session.selection().text, None);
    session.run(Command::Open(id("000")));
    assert_eq!(session.selection().text, there);
}

#[test]
fn a_link_between_codes_it_is_not_made_for_is_refused_with_those_it_is() {
    let mut session = session();
    let (from, to) = (put(&mut session, "Putin", "PER"), put(&mut session, "Peskov", "SRC"));
    session.run(Command::Link { kind: id("source-of"), from, to });
    insta::assert_snapshot!(refused(&mut session), @"'source of' cannot start from PER (It can start from SRC)");
}

#[test]
fn two_documents_whose_ids_differ_in_capital_letters_alone_are_refused() {
    let text = variorum::text::ReadingText::new("x").unwrap();
    let edits: Vec<_> = ["Report", "report"].map(|name| Edit::Add(Document::new(id(name), text.clone()).into())).into();
    let error = story::project().after(&edits).unwrap_err();
    insta::assert_snapshot!(error, @"document Report: another one has the same id but for capital letters, and some systems would take their files for one");
}

#[test]
fn typing_a_treatments_memo_is_one_step_and_each_click_beside_it_another() {
    let mut session = session();
    session.run(Command::CreateClaim { annotation: None, statement: "They met for five hours".to_owned() });
    session.run(Command::Treat(id("cl:they-met-for-five-hours"), Some(TreatmentKind::Omits)));
    let change = |session: &mut Session, edit: &dyn Fn(&mut Treatment)| {
        let mut treatment = Treatment::clone(session.project().treatments().values().next().unwrap());
        edit(&mut treatment);
        session.run(Command::SetTreatment(treatment));
    };
    let steps = session.history().entries().1;
    change(&mut session, &|t| t.importance = Some(1));
    change(&mut session, &|t| t.importance = Some(3));
    change(&mut session, &|t| t.memo = "not".to_owned());
    change(&mut session, &|t| t.memo = "not a word".to_owned());
    assert_eq!(session.history().entries().1, steps + 3);
}
