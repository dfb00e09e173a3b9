//! The first paragraphs of both reports coded anew from nothing, with keys alone, and compared with what stands in the sample.
//!
//! The sample's annotations come from the hand-made gold, so what is expected was written down before the program was. Ids, times,
//! coders and memos are left out of the comparison; entities and claims are compared by their names and statements.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its own fixture has failed")]

mod desk;
mod story;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use desk::*;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use story::id;
use variorum::model::*;
use variorum::session::{Command, Environment, Session};
use variorum::ui::sample;

/// The codes of a quotation's parts, which are coded by one gesture.
const QUOTED: [&str; 3] = ["C.SRC", "C.CUE", "C.CON"];

fn gold() -> Project {
    let place = tempfile::tempdir().unwrap();
    let folder = sample::copy_into(place.path()).unwrap();
    Session::open(&folder, Environment::real(), Arc::new(|| ())).unwrap().project().clone()
}

/// The two texts and the codebook, and nothing that anyone has done with them.
fn from_nothing(gold: &Project) -> Session {
    let coder = Coder { id: id("a"), name: "A".to_owned(), note: String::new(), created: None, extra: Extra::new() };
    let kept = gold.records().filter(|record| {
        matches!(
            record,
            Record::Event(_) | Record::Attribute(_) | Record::Layer(_) | Record::Code(_) | Record::LinkType(_) | Record::Document(_)
        )
    });
    let records: Vec<Record> = std::iter::once(coder.into()).chain(kept).collect();
    let (project, errors) = Project::assemble(ProjectInfo::default(), gold.codebook().clone(), records);
    assert_eq!(errors, []);
    let mut session = Session::in_memory(project, id("a"), Environment::fixed("2026-01-01T00:00:00Z".parse().unwrap()));
    session.run(Command::Open(id("000")));
    session
}

/// The annotations of the first paragraph of a document, as they follow one another.
fn first_paragraph<'p>(project: &'p Project, document: &str) -> Vec<&'p Annotation> {
    let document = &project.documents()[&id::<DocumentId>(document)];
    let end = document.text.paragraphs()[0].end();
    let here = |a: &&Annotation| a.document == document.id && a.target.extent().is_some_and(|extent| extent.end() <= end);
    let mut found: Vec<&Annotation> = project.annotations().values().map(AsRef::as_ref).filter(here).collect();
    found.sort_by_key(|a| (a.start(), a.code.clone(), a.quote()));
    found
}

/// A reference by what it means.
fn meant(project: &Project, reference: &Reference) -> String {
    match reference {
        Reference::Entity(id) => project.entities()[id].name.clone(),
        Reference::Claim(id) => project.claims()[id].statement.clone(),
    }
}

fn value_in_words(project: &Project, value: &Value) -> String {
    match value {
        Value::References(references) => references.iter().map(|r| meant(project, r)).collect::<Vec<_>>().join(" and "),
        other => format!("{other:?}"),
    }
}

/// What an annotation says, without what differs from coder to coder.
fn said(project: &Project, a: &Annotation) -> String {
    let values: Vec<String> = a.attributes.iter().map(|(id, value)| format!("{id} {}", value_in_words(project, value))).collect();
    format!("{} {} {:?} {}", a.document, a.code, a.target, values.join("; "))
}

/// The links between annotations, by what their ends say.
fn linked(project: &Project, among: &[&Annotation]) -> BTreeSet<String> {
    let ids: BTreeMap<&AnnotationId, String> = among.iter().map(|a| (&a.id, format!("{} {:?}", a.code, a.target.extent()))).collect();
    let both = |l: &&Arc<Link>| ids.contains_key(&l.from) && ids.contains_key(&l.to);
    project.links().values().filter(both).map(|l| format!("{} {} {}", ids[&l.from], l.kind, ids[&l.to])).collect()
}

fn asks(window: &Window, question: &str) -> bool {
    window.query_all_by_label_contains(question).next().is_some()
}

/// Goes to where the words begin and selects them letter by letter.
fn select(window: &mut Window, document: &Document, place: &Place) {
    let before = document.text.as_str()[..place.span.start()].chars().count();
    press(window, CTRL, Key::G);
    type_text(window, &format!("@{before}"));
    press(window, Modifiers::NONE, Key::Enter);
    for _ in place.quote.chars() {
        press(window, Modifiers::SHIFT, Key::ArrowRight);
    }
    let selected = session(window).selection().text.and_then(variorum::text::TextSelection::span);
    assert_eq!(selected, Some(place.span), "{}", place.quote);
}

/// Codes the selected words with a code's key and answers what it asks.
fn code(window: &mut Window, gold: &Project, a: &Annotation) {
    let key = gold.codes()[&a.code].key.unwrap();
    type_text(window, &key.to_string());
    let coded = session(window).selection().annotation.clone().unwrap();
    assert_eq!(session(window).project().annotations()[&coded].code, a.code);
    press(window, Modifiers::NONE, Key::F2);
    answer_all(window, gold, a);
}

fn answer_all(window: &mut Window, gold: &Project, a: &Annotation) {
    let attributes: Vec<_> = gold.attributes_of(&a.code).into_iter().cloned().collect();
    let asked = |window: &Window, name: &str| {
        ["answer with a key", "type an answer", "type a name"].iter().any(|how| asks(window, &format!("{name}: {how}")))
    };
    for _ in 0..attributes.len() {
        match attributes.iter().find(|attribute| asked(window, &attribute.name)) {
            Some(attribute) => answer(window, gold, attribute, a.attributes.get(&attribute.id)),
            None => break,
        }
    }
    assert!(!asks(window, "Esc leaves"), "{}: everything was asked", a.id);
}

fn answer(window: &mut Window, gold: &Project, attribute: &Attribute, value: Option<&Value>) {
    let now = session(window).selection().annotation.clone().unwrap();
    let ours = session(window).project();
    let named = ours.annotations()[&now].attributes.get(&attribute.id).map(|value| value_in_words(ours, value));
    let set = named.is_some();
    let keys: Vec<char> = ('1'..='9').chain('a'..='z').collect();
    match (&attribute.kind, value) {
        (AttributeKind::Choice(words), Some(Value::Choice(word))) => {
            let place = words.iter().position(|w| w == word).unwrap();
            type_text(window, &keys[place].to_string());
        }
        (AttributeKind::Choice(_) | AttributeKind::YesNo, None) if set => type_text(window, "-"),
        (AttributeKind::Text, Some(Value::Text(words))) => typed(window, words),
        (AttributeKind::Number { .. }, Some(Value::Number(number))) => typed(window, &number.to_string()),
        (AttributeKind::Text | AttributeKind::Number { .. }, None) if set => typed(window, ""),
        // The gesture has named it already, from the mention that lies on the same words.
        (_, Some(value @ Value::References(_))) if named == Some(value_in_words(gold, value)) => {
            press(window, Modifiers::NONE, Key::Enter);
        }
        (_, Some(Value::References(references))) => {
            for (place, reference) in references.iter().enumerate() {
                if place > 0 {
                    press(window, Modifiers::NONE, Key::Backspace);
                }
                name(window, &meant(gold, reference));
            }
        }
        (_, None) => press(window, Modifiers::NONE, Key::Enter),
        (kind, Some(value)) => panic!("no hands for {value:?} of {kind:?}"),
    }
}

/// Types over whatever stands in the field.
fn typed(window: &mut Window, words: &str) {
    press(window, CTRL, Key::A);
    if words.is_empty() {
        press(window, Modifiers::NONE, Key::Delete);
    } else {
        type_text(window, words);
    }
    press(window, Modifiers::NONE, Key::Enter);
}

/// Names an entity or a claim: the one of this name, or else a new one.
fn name(window: &mut Window, words: &str) {
    let project = session(window).project();
    let known = project.entities().values().any(|e| e.name == words) || project.claims().values().any(|c| c.statement == words);
    type_text(window, words);
    if !known {
        (0..8).for_each(|_| press(window, Modifiers::NONE, Key::ArrowDown));
    }
    press(window, Modifiers::NONE, Key::Enter);
}

/// The quotations of a first paragraph: content, cue, source.
fn quotations<'p>(gold: &'p Project, document: &str) -> Vec<(&'p Annotation, Option<&'p Annotation>, Option<&'p Annotation>)> {
    let part = |content: &Annotation, kind: &str| {
        let link = gold.links_of(&content.id).find(|l| l.kind.as_str() == kind && l.to == content.id)?;
        gold.annotations().get(&link.from).map(AsRef::as_ref)
    };
    let contents = first_paragraph(gold, document).into_iter().filter(|a| a.code.as_str() == "C.CON");
    contents.map(|content| (content, part(content, "cue-of"), part(content, "source-of"))).collect()
}

/// Marks content, cue and source one after the other; what is missing is passed with Tab.
fn quote(window: &mut Window, text: &Document, parts: [Option<&Annotation>; 3]) {
    for (number, part) in parts.into_iter().enumerate() {
        match part {
            Some(part) => {
                select(window, text, &part.target.places()[0]);
                press(window, Modifiers::NONE, if number == 0 { Key::F7 } else { Key::Enter });
            }
            None => press(window, Modifiers::NONE, Key::Tab),
        }
    }
    assert_eq!(session(window).gesture(), None, "one gesture, and it has ended");
}

/// Walks along the annotations until the one that is meant is looked at: back to before its place, and on from there.
fn look_at(window: &mut Window, wanted: &Annotation) {
    let looked_at = |window: &Window| {
        let id = session(window).selection().annotation.clone().unwrap();
        Annotation::clone(&session(window).project().annotations()[&id])
    };
    let mut last = None;
    while looked_at(window).start() >= wanted.start() && last != Some(looked_at(window).id) {
        last = Some(looked_at(window).id);
        press(window, Modifiers::SHIFT, Key::F8);
    }
    for _ in 0..60 {
        let at = looked_at(window);
        if at.code == wanted.code && at.target == wanted.target {
            return;
        }
        press(window, Modifiers::NONE, Key::F8);
    }
    panic!("{} of the gold is not among the annotations", wanted.id);
}

/// Skips along the queue of unchecked claims until this one is asked about.
fn skip_to(window: &mut Window, claim: &str) {
    press(window, CTRL, Key::U);
    for _ in 0..40 {
        if window.query_by_label(&format!("Not checked: {claim}")).is_some() {
            return;
        }
        press(window, Modifiers::NONE, Key::S);
    }
    panic!("{claim} does not come");
}

fn treatment<'p>(project: &'p Project, document: &str, claim: &str) -> &'p Treatment {
    let fits = |t: &&Arc<Treatment>| t.document.as_str() == document && project.claims()[&t.claim].statement == claim;
    project.treatments().values().find(fits).unwrap()
}

/// What a treatment says, without who says so and when; which words were looked for is not in the gold.
fn treated(project: &Project, document: &str, claim: &str) -> String {
    let t = treatment(project, document, claim);
    let by: Vec<&str> = t.by.iter().map(|id| project.entities()[id].name.as_str()).collect();
    let evidence: Vec<String> = t.evidence.iter().map(|id| said(project, &project.annotations()[id])).collect();
    format!("{document} {} {by:?} {evidence:?} {:?}", t.kind.word(), t.looked.as_ref().map(|looked| &looked.text_sha256))
}

/// The claim that is treated in both documents, and the words of the first that show it.
const CLAIM: &str = "The meeting lasted more than five hours";

fn treat_in_both(window: &mut Window, gold: &Project) {
    let evidence = &gold.annotations()[&treatment(gold, "000", CLAIM).evidence[0]];
    press(window, CTRL, Key::PageUp);
    skip_to(window, CLAIM);
    press(window, Modifiers::NONE, Key::A);
    select(window, &gold.documents()[&evidence.document], &evidence.target.places()[0]);
    press(window, Modifiers::NONE, Key::Enter);
    press(window, CTRL, Key::PageDown);
    skip_to(window, CLAIM);
    press(window, Modifiers::NONE, Key::O);
    press(window, CTRL, Key::A);
    type_text(window, "five hours, hour-long");
    settle(window);
    press(window, Modifiers::NONE, Key::Enter);
}

#[test]
fn the_first_paragraphs_of_both_reports_are_coded_by_keys_alone_as_the_gold_has_them() {
    let gold = gold();
    let mut window = window(from_nothing(&gold));
    for document in ["000", "002"] {
        let text = Document::clone(&gold.documents()[&id::<DocumentId>(document)]);
        for a in first_paragraph(&gold, document).into_iter().filter(|a| !QUOTED.contains(&a.code.as_str())) {
            select(&mut window, &text, &a.target.places()[0]);
            code(&mut window, &gold, a);
        }
        for (content, cue, source) in quotations(&gold, document) {
            quote(&mut window, &text, [Some(content), cue, source]);
            for part in [Some(content), cue, source].into_iter().flatten() {
                look_at(&mut window, part);
                press(&mut window, Modifiers::NONE, Key::F2);
                answer_all(&mut window, &gold, part);
            }
        }
        press(&mut window, CTRL, Key::PageDown);
    }
    treat_in_both(&mut window, &gold);
    let ours = session(&window).project();
    for document in ["000", "002"] {
        let (expected, found) = (first_paragraph(&gold, document), first_paragraph(ours, document));
        let lines = |project: &Project, all: &[&Annotation]| all.iter().map(|a| said(project, a)).collect::<Vec<_>>();
        let (expected_lines, found_lines) = (lines(&gold, &expected), lines(ours, &found));
        expected_lines.iter().zip(&found_lines).for_each(|(expected, found)| assert_eq!(found, expected));
        assert_eq!(found_lines.len(), expected_lines.len());
        assert_eq!(linked(ours, &found), linked(&gold, &expected));
        assert_eq!(treated(ours, document, CLAIM), treated(&gold, document, CLAIM));
    }
    assert_eq!(quotations(&gold, "000").len(), 2);
    assert!(ours.annotations().values().all(|a| a.code.as_str() != "C.SRC" || a.entities().next().is_some()));
    assert!(!variorum::analysis::check::check(ours).has_errors());
}
