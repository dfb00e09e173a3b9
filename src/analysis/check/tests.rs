//! What a check says.

use std::collections::BTreeMap;

use super::*;
use crate::model::*;
use crate::text::{ReadingText, Span};

fn id<T: std::str::FromStr<Err = IdError>>(text: &str) -> T {
    text.parse().unwrap()
}

fn code(name: &str, scopes: Vec<Scope>) -> Code {
    Code {
        id: id(name),
        layer: id("l"),
        name: name.into(),
        rank: 0,
        parent: None,
        scopes,
        definition: String::new(),
        include: String::new(),
        exclude: String::new(),
        examples: vec![],
        aliases: vec![],
        hue: None,
        key: Some('p'),
        attributes: vec![id("form"), id("valence")],
        retired: false,
        revised: 0,
        extra: Extra::new(),
    }
}

fn annotation(name: &str, target: Target) -> Annotation {
    Annotation {
        id: id(name),
        coder: id("a"),
        document: id("d"),
        code: id("x"),
        target,
        attributes: BTreeMap::new(),
        memo: String::new(),
        origin: Origin::ByHand,
        created: jiff::Timestamp::UNIX_EPOCH,
        changed: None,
        revision: 0,
        orphan: false,
        extra: Extra::new(),
    }
}

fn project(extra: Vec<Record>) -> Project {
    let attribute = |name: &str, kind| Attribute {
        id: id(name),
        name: name.into(),
        kind,
        definition: String::new(),
        default: None,
        when: None,
        extra: Extra::new(),
    };
    let layer = Layer { id: id("l"), name: "L".into(), rank: 0, purpose: String::new(), attributes: vec![], extra: Extra::new() };
    let coder = Coder { id: id("a"), name: "A".into(), note: String::new(), created: None, extra: Extra::new() };
    let mut records: Vec<Record> = vec![
        coder.into(),
        layer.into(),
        attribute("form", AttributeKind::Choice(vec!["name".into()])).into(),
        attribute("valence", AttributeKind::Number { min: Some(-2.0), max: Some(2.0), step: Some(1.0) }).into(),
        code("x", vec![Scope::Span]).into(),
        Document::new(id("d"), ReadingText::new("Kim met Putin.").unwrap()).into(),
    ];
    records.extend(extra);
    Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records).0
}

fn problems(extra: Vec<Record>) -> String {
    let lines: Vec<String> = check(&project(extra)).problems.iter().map(|p| format!("{} {}: {}", p.severity, p.place, p.what)).collect();
    lines.join("\n")
}

fn kim(quote: &str) -> Target {
    Target::Spans(vec![Place { span: Span::new(0, 3).unwrap(), quote: quote.into() }])
}

#[test]
fn a_sound_project_has_no_problems() {
    assert_eq!(problems(vec![annotation("n1", kim("Kim")).into()]), "");
}

#[test]
fn values_scopes_and_copies_are_warned_of() {
    let mut odd = annotation("n1", Target::Document);
    odd.attributes = [(id("form"), Value::Choice("alias".into())), (id("valence"), Value::Number(2.5))].into();
    let mut between = annotation("n2", kim("Kim"));
    between.attributes = [(id("valence"), Value::Number(0.5))].into();
    let copies = [annotation("n3", kim("Kim")), annotation("n4", kim("Kim"))].map(Record::from);
    let records = [odd.into(), between.into()].into_iter().chain(copies).collect();
    insta::assert_snapshot!(problems(records), @"
    warning annotation n1: 'alias' is none of the words of form
    warning annotation n1: 2.5 is outside the range of valence
    warning annotation n1: the code x is not meant for whole documents
    warning annotation n2: 0.5 is between the steps of valence
    warning annotation n4: it says the same as n3 of the same coder
    ");
}

#[test]
fn orphans_clashing_keys_and_unchecked_claims_are_warned_of() {
    let claim = |name: &str| Claim {
        id: id(name),
        statement: "They met".into(),
        rank: 0,
        group: String::new(),
        importance: Some(4),
        note: String::new(),
        extra: Extra::new(),
    };
    let omits = Treatment {
        coder: id("a"),
        document: id("d"),
        claim: id("cl:1"),
        kind: TreatmentKind::Omits,
        by: vec![],
        evidence: vec![],
        importance: None,
        looked: None,
        memo: String::new(),
        changed: jiff::Timestamp::UNIX_EPOCH,
        extra: Extra::new(),
    };
    let records = vec![
        code("y", vec![Scope::Span]).into(),
        claim("cl:1").into(),
        Claim { importance: None, ..claim("cl:2") }.into(),
        omits.into(),
        annotation("n1", kim("Kin")).into(),
    ];
    insta::assert_snapshot!(problems(records), @r#"
    warning annotation n1: it is an orphan: its words "Kin" are not at its place
    warning claim cl:1: its importance 4 is not 1, 2 or 3
    warning code y: its key 'p' is that of the code x as well
    warning document d: 1 of 2 claims have no treatment by a
    warning treatment a:d:cl:1: it says 'omits', but not who looked for what
    "#);
}

#[test]
fn faults_are_errors() {
    let stranger = Annotation { code: id("z"), ..annotation("n1", kim("Kim")) };
    let checked = check(&project(vec![stranger.into()]));
    assert!(checked.has_errors());
    assert_eq!(checked.problems[0].what, "it refers to code z, which does not exist");
}

#[test]
fn a_value_without_its_condition_and_conditions_in_a_circle_are_warned_of() {
    let asked = |name: &str, other: &str| Attribute {
        id: id(name),
        name: name.into(),
        kind: AttributeKind::YesNo,
        definition: String::new(),
        default: None,
        when: Some(Condition { attribute: id(other), values: vec![] }),
        extra: Extra::new(),
    };
    let more = Code { attributes: vec![id("later"), id("one"), id("two")], key: None, ..code("y", vec![Scope::Span]) };
    let valued = |values: &[&str]| values.iter().map(|a| (id(a), Value::YesNo(true))).collect::<BTreeMap<_, _>>();
    let without = Annotation { code: id("y"), attributes: valued(&["later"]), ..annotation("n1", kim("Kim")) };
    let with = Annotation { code: id("y"), attributes: valued(&["one", "two"]), ..annotation("n2", kim("Kim")) };
    let records = vec![
        asked("later", "one").into(),
        asked("one", "two").into(),
        asked("two", "one").into(),
        more.into(),
        without.into(),
        with.into(),
    ];
    insta::assert_snapshot!(problems(records), @"
    warning annotation n1: it has later, which is asked for only where one is set
    warning attribute one: whether it is asked for depends on its own value
    warning attribute two: whether it is asked for depends on its own value
    ");
}
