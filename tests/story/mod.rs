//! A small project for stories: two documents, a few codes, one coder.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeMap;

use variorum::model::*;
use variorum::session::{Command, Environment, Session};
use variorum::text::ReadingText;

/// Parses an id that is known to be one.
pub fn id<T: std::str::FromStr<Err = IdError>>(text: &str) -> T {
    text.parse().unwrap()
}

fn code(name: &str, layer: &str, scopes: Vec<Scope>, attributes: &[&str]) -> Record {
    Record::from(Code {
        id: id(name),
        layer: id(layer),
        name: name.to_owned(),
        rank: 0,
        parent: None,
        scopes,
        definition: String::new(),
        include: String::new(),
        exclude: String::new(),
        examples: Vec::new(),
        aliases: Vec::new(),
        hue: None,
        key: None,
        attributes: attributes.iter().map(|a| id(a)).collect(),
        retired: false,
        revised: 0,
        extra: BTreeMap::new(),
    })
}

fn attribute(name: &str, kind: AttributeKind) -> Record {
    Attribute { id: id(name), name: name.to_owned(), kind, definition: String::new(), default: None, when: None, extra: BTreeMap::new() }
        .into()
}

fn layer(name: &str, attributes: &[&str]) -> Record {
    let attributes = attributes.iter().map(|a| id(a)).collect();
    Layer { id: id(name), name: name.to_owned(), rank: 0, purpose: String::new(), attributes, extra: BTreeMap::new() }.into()
}

/// The reading text of document `000`.
pub const TEXT: &str = "Kim Jong Un met Putin.\n\nНикаких соглашений не подписано, said Peskov.";

/// Two short documents, two layers, one coder.
pub fn project() -> Project {
    let coder = Coder { id: id("a"), name: "A".to_owned(), note: String::new(), created: None, extra: BTreeMap::new() };
    let kind = LinkType {
        id: id("source-of"),
        name: "source of".to_owned(),
        rank: 0,
        from: vec![id("SRC")],
        to: vec![id("CON")],
        definition: String::new(),
        attributes: Vec::new(),
        extra: BTreeMap::new(),
    };
    let records = vec![
        coder.into(),
        attribute("entity", AttributeKind::Entity),
        attribute("claim", AttributeKind::Claim),
        attribute("form", AttributeKind::Choice(vec!["full-name".to_owned(), "surname".to_owned()])),
        layer("Entities", &["entity", "form"]),
        layer("Claims", &[]),
        code("PER", "Entities", vec![Scope::Span], &[]),
        code("CLM", "Claims", vec![Scope::Span], &["claim"]),
        code("SRC", "Claims", vec![Scope::Span], &["entity"]),
        code("CON", "Claims", vec![Scope::Span], &["claim"]),
        code("TONE", "Claims", vec![Scope::Document], &[]),
        kind.into(),
        Document::new(id("000"), ReadingText::new(TEXT).unwrap()).into(),
        Document::new(id("002"), ReadingText::new("Kim Jong Un again.").unwrap()).into(),
    ];
    let (project, errors) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
    assert_eq!(errors, []);
    project
}

/// A session on it with document `000` open.
pub fn session() -> Session {
    let start = "2026-01-01T00:00:00Z".parse().unwrap();
    let mut session = Session::in_memory(project(), id("a"), Environment::fixed(start));
    session.run(Command::Open(id("000")));
    session
}
