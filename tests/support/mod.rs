//! Generators of valid projects and of changes to them, shared by tests. Clock and ids are fixed.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, clippy::too_many_lines, reason = "a generator that fails is a failed test")]

use std::sync::Arc;

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use variorum::model::{
    Annotation, AnnotationId, Attribute, AttributeId, AttributeKind, Claim, Code, CodeId, CodebookInfo, Coder, CoderId, Condition,
    Document, DocumentId, Edit, Entity, Event, Extra, Layer, LayerId, Link, LinkId, LinkType, LinkTypeId, Looked, Mark, MarkSubject, Memo,
    Origin, Place, Progress, ProgressState, Project, ProjectInfo, Record, RecordId, Reference, Scope, StepOrigin, Target, Transaction,
    Treatment, TreatmentKind, Value,
};
use variorum::text::{ReadingText, Run, Span, Style};

/// The one moment of all tests.
pub fn now() -> Timestamp {
    "2026-01-02T03:04:05Z".parse().unwrap()
}

/// Any id from its text.
pub fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().unwrap()
}

/// A transaction of the coder `a`.
pub fn transaction(edits: Vec<Edit>) -> Transaction {
    Transaction { label: "Test".into(), coder: id("a"), time: now(), origin: StepOrigin::Window, merge_key: None, edits }
}

/// Strings that break naive writers: quotes, backslashes, line breaks, other planes, combining marks, RON syntax.
pub fn awkward() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\"".to_owned()),
        Just("'".to_owned()),
        Just("\\".to_owned()),
        Just("\n".to_owned()),
        Just("\t\u{0}\u{7f}".to_owned()),
        Just("👩\u{200d}🚀𝒳".to_owned()),
        Just("e\u{301}नमस्ते".to_owned()),
        Just("\u{202e}שלום\u{200f}\u{feff}".to_owned()),
        Just("), (id: \"x\"], // /* r#\"".to_owned()),
        Just("\"###".to_owned()),
        Just("\\u{41}\\'".to_owned()),
        "[a-z ]{0,8}",
        "\\PC{0,4}",
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// A string with something in it.
pub fn named() -> impl Strategy<Value = String> {
    awkward().prop_map(|text| format!("N{text}"))
}

/// One annotation in numbers: which document, coder, code; where; what with.
#[derive(Debug, Clone)]
pub struct Coded {
    pub document: usize,
    pub coder: usize,
    pub code: usize,
    pub places: Vec<(usize, usize)>,
    pub text: String,
    pub number: f64,
    pub kind: u8,
}

fn coded() -> impl Strategy<Value = Coded> {
    let number = prop_oneof![Just(0.1), Just(-1e300), Just(3.0), -1000.0..1000.0_f64];
    (0..3_usize, 0..2_usize, 0..3_usize, vec((0..60_usize, 1..12_usize), 1..3), awkward(), number, any::<u8>())
        .prop_map(|(document, coder, code, places, text, number, kind)| Coded { document, coder, code, places, text, number, kind })
}

/// A valid project: two coders, three documents, a codebook with every kind of attribute, and a bit of everything else.
pub fn project() -> impl Strategy<Value = Project> {
    let texts = vec(awkward(), 3).prop_map(|texts| texts.into_iter().map(|t| t.replace('\r', "")).collect());
    (texts, vec(named(), 6), vec(coded(), 0..12), any::<u16>()).prop_map(|(texts, words, coded, bits)| build(texts, &words, &coded, bits))
}

fn build(texts: Vec<String>, words: &[String], coded: &[Coded], bits: u16) -> Project {
    let mut edits = vec![
        Edit::SetProject(Box::new(ProjectInfo {
            id: "p".into(),
            title: words[0].clone(),
            note: words[1].clone(),
            created: Some(now()),
            extra: unknown(bits as u8),
        })),
        Edit::SetCodebook(Box::new(CodebookInfo { name: words[2].clone(), rules: words.to_vec(), revision: 3, ..Default::default() })),
    ];
    edits.extend(frame(words).into_iter().map(Edit::Add));
    let documents: Vec<Document> = texts.into_iter().enumerate().map(|(n, text)| document(n, &text, words, bits)).collect();
    edits.extend(documents.iter().map(|d| Edit::Add(d.clone().into())));
    let mut made: Vec<Annotation> = Vec::new();
    for (n, c) in coded.iter().enumerate() {
        made.push(annotation(n, c, &documents[c.document]));
    }
    edits.extend(made.iter().map(|a| Edit::Add(a.clone().into())));
    edits.extend(around(&made, words, &documents).into_iter().map(Edit::Add));
    let mut project = Project::default();
    project.apply(&transaction(edits)).unwrap();
    project
}

/// Coders, codebook, register and ledger.
fn frame(words: &[String]) -> Vec<Record> {
    let attribute = |name: &str, kind| {
        Record::from(Attribute {
            id: id(name),
            name: name.into(),
            kind,
            definition: words[3].clone(),
            default: None,
            when: None,
            extra: Extra::new(),
        })
    };
    let mut records = vec![
        attribute("choice", AttributeKind::Choice(vec!["x".into(), words[4].clone()])),
        attribute("choices", AttributeKind::Choices(words.to_vec())),
        attribute("text", AttributeKind::Text),
        attribute("number", AttributeKind::Number { min: Some(0.5), max: None, step: Some(1.0) }),
        attribute("yes", AttributeKind::YesNo),
        attribute("who", AttributeKind::Entity),
        attribute("what", AttributeKind::EntityOrClaim),
    ];
    let when = Some(Condition { attribute: id("choice"), values: vec!["x".into(), words[4].clone()] });
    let default = Some(Value::YesNo(true));
    let definition = words[2].clone();
    records.push(
        Attribute { id: id("later"), name: words[1].clone(), kind: AttributeKind::YesNo, definition, default, when, extra: Extra::new() }
            .into(),
    );
    for (rank, name) in ["a", "b"].iter().enumerate() {
        records.push(Coder { id: id(name), name: words[rank].clone(), note: words[2].clone(), created: None, extra: Extra::new() }.into());
    }
    records.push(
        Event { id: id("ev"), name: words[0].clone(), date: Some("2023-09".into()), note: String::new(), extra: Extra::new() }.into(),
    );
    let attributes: Vec<AttributeId> = vec![id("text"), id("number")];
    records.push(Layer { id: id("L"), name: words[1].clone(), rank: 2, purpose: words[5].clone(), attributes, extra: Extra::new() }.into());
    for (n, key) in [None, Some('\''), Some('é')].into_iter().enumerate() {
        records.push(
            Code {
                id: id(&format!("C.{n}")),
                layer: id("L"),
                name: words[n].clone(),
                rank: 9 - n as u32,
                parent: (n == 2).then(|| id("C.0")),
                scopes: vec![Scope::Span, Scope::Document],
                definition: words[n + 1].clone(),
                include: String::new(),
                exclude: words[4].clone(),
                examples: words.to_vec(),
                aliases: words[..n].to_vec(),
                hue: key.map(|_| 120),
                key,
                attributes: vec![id("choice")],
                retired: n == 1,
                revised: n as u32,
                extra: Extra::new(),
            }
            .into(),
        );
    }
    records.push(
        LinkType {
            id: id("same"),
            name: "Same".into(),
            rank: 0,
            from: vec![],
            to: vec![id("C.1")],
            definition: words[0].clone(),
            attributes: vec![id("number")],
            extra: Extra::new(),
        }
        .into(),
    );
    records.push(
        Entity {
            id: id("ent:金"),
            name: words[0].clone(),
            kind: "Person".into(),
            aliases: words.to_vec(),
            wikidata: Some("Q1".into()),
            note: words[3].clone(),
            extra: Extra::new(),
        }
        .into(),
    );
    records.push(
        Claim {
            id: id("k1"),
            statement: words[1].clone(),
            rank: 1,
            group: words[2].clone(),
            importance: Some(3),
            note: String::new(),
            extra: Extra::new(),
        }
        .into(),
    );
    records
}

fn document(n: usize, text: &str, words: &[String], bits: u16) -> Document {
    let text = ReadingText::new(format!("The start. {text}\nThe end of {n}.")).unwrap();
    let runs = vec![
        Run(Span::new(0, 3).unwrap(), Style::Bold),
        Run(Span::new(0, 9).unwrap(), Style::ListItem(1, (bits & 1 == 1).then_some(7))),
        Run(Span::new(4, 9).unwrap(), Style::Link(words[0].clone())),
    ];
    Document {
        title: (bits >> 1 & 1 == 1).then(|| words[0].clone()),
        outlet: (bits >> 2 & 1 == 1).then(|| words[1].clone()),
        language: Some("en".into()),
        event: (bits >> 3 & 1 == 1).then(|| id("ev")),
        metadata: [(words[2].clone(), words[3].clone())].into(),
        note: words[4].clone(),
        extra: unknown(bits as u8),
        runs: if n == 0 { Arc::from([]) } else { runs.into() },
        ..Document::new(id(&format!("d{n}")), text)
    }
}

/// Snaps numbers to character borders, sorted and apart.
fn places(coded: &Coded, document: &Document) -> Vec<Place> {
    let text = document.text.as_str();
    let border = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let mut spans: Vec<Span> = coded.places.iter().filter_map(|(s, l)| Span::new(border(*s), border(s + l)).ok()).collect();
    spans.sort();
    let mut apart: Vec<Span> = Vec::new();
    for span in spans {
        if apart.last().is_none_or(|last| last.end() < span.start()) {
            apart.push(span);
        }
    }
    apart.into_iter().map(|span| Place { span, quote: document.text.slice(span).unwrap().into() }).collect()
}

/// Fields that a newer version may have written.
fn unknown(bits: u8) -> Extra {
    let fields = [("weight", "{\"a)\": (1, r#\"\")\"#)}"), ("mood", "Odd(x: ['\\'', ',']) "), ("r#type", "-1.5e3")];
    let chosen = fields.into_iter().enumerate().filter(|(n, _)| bits >> n & 5 == 5);
    chosen.map(|(_, (name, source))| (name.to_owned(), source.trim().to_owned())).collect()
}

fn annotation(n: usize, coded: &Coded, document: &Document) -> Annotation {
    let mut places = places(coded, document);
    let orphan = coded.kind & 0x70 == 0x70 && !places.is_empty();
    if orphan {
        // Words that no generated text has, so that they cannot be found again.
        places.truncate(1);
        places[0].quote = "§ gone §".into();
    }
    let target = match coded.kind % 4 {
        0 if places.len() == 1 => Target::Paragraph(places.remove(0)),
        1 if !orphan => Target::Document,
        _ if places.is_empty() => Target::Document,
        _ => Target::Spans(places),
    };
    let values = [
        ("choice", Value::Choice(coded.text.clone())),
        ("choices", Value::Choices(vec![coded.text.clone(), "y".into()])),
        ("text", Value::Text(coded.text.clone())),
        ("number", Value::Number(coded.number)),
        ("yes", Value::YesNo(coded.kind & 1 == 1)),
        ("who", Value::References(vec![Reference::Entity(id("ent:金"))])),
        ("what", Value::References(vec![Reference::Entity(id("ent:金")), Reference::Claim(id("k1"))])),
    ];
    let attributes = values.into_iter().enumerate().filter(|(n, _)| coded.kind >> n & 1 == 1).map(|(_, (name, v))| (id(name), v)).collect();
    Annotation {
        id: id(&format!("t-{n:03}")),
        coder: id(["a", "b"][coded.coder]),
        document: document.id.clone(),
        code: id(&format!("C.{}", coded.code)),
        target,
        attributes,
        memo: coded.text.clone(),
        origin: [Origin::ByHand, Origin::Rule(coded.text.clone()), Origin::Imported("x.ann".into()), Origin::Suggested("m".into())]
            [coded.code]
            .clone(),
        created: now(),
        changed: (coded.kind & 2 == 2).then(now),
        revision: 3,
        orphan,
        extra: unknown(coded.kind),
    }
}

/// Links, treatments, memos, marks and progress around the annotations.
fn around(made: &[Annotation], words: &[String], documents: &[Document]) -> Vec<Record> {
    let mut records = Vec::new();
    for (n, pair) in made.windows(2).enumerate() {
        records.push(
            Link {
                id: id(&format!("l-{n:03}")),
                coder: id(if n % 3 == 0 { "b" } else { "a" }),
                kind: id("same"),
                from: pair[0].id.clone(),
                to: pair[1].id.clone(),
                attributes: [(id("number"), Value::Number(n as f64))].into(),
                memo: words[n % 6].clone(),
                created: now(),
                extra: Extra::new(),
            }
            .into(),
        );
    }
    for (n, document) in documents.iter().enumerate() {
        let of_this: Vec<&Annotation> = made.iter().filter(|a| a.document == document.id).collect();
        records.push(
            Treatment {
                coder: id("a"),
                document: document.id.clone(),
                claim: id("k1"),
                kind: if of_this.is_empty() { TreatmentKind::Omits } else { TreatmentKind::Attributes },
                by: vec![id("ent:金")],
                evidence: of_this.iter().map(|a| a.id.clone()).collect(),
                importance: Some(2),
                looked: of_this.is_empty().then(|| Looked { when: now(), words: words.to_vec(), text_sha256: "0".into() }),
                memo: words[3].clone(),
                changed: now(),
                extra: Extra::new(),
            }
            .into(),
        );
        let paragraph = document.text.paragraphs()[0];
        let place = Place { span: paragraph, quote: document.text.slice(paragraph).unwrap().into() };
        let subject = [MarkSubject::Document, MarkSubject::Paragraph(place), MarkSubject::Claim(id("k1"))][n].clone();
        records.push(
            Mark {
                id: id(&format!("m-{n}")),
                coder: id("b"),
                document: document.id.clone(),
                subject,
                layer: (n == 0).then(|| id("L")),
                memo: words[n].clone(),
                created: now(),
                extra: Extra::new(),
            }
            .into(),
        );
        let state = if n == 0 { ProgressState::Finished } else { ProgressState::InProgress };
        records.push(Progress { coder: id("a"), document: document.id.clone(), state, changed: now(), extra: Extra::new() }.into());
    }
    let about = [None, Some(RecordId::Coder(id("b"))), made.first().map(|a| RecordId::Annotation(a.id.clone()))];
    for (n, about) in about.into_iter().enumerate() {
        records.push(
            Memo {
                id: id(&format!("memo-{n}")),
                coder: id("b"),
                about,
                links: made.iter().take(n).map(|a| RecordId::Annotation(a.id.clone())).collect(),
                title: words[0].clone(),
                text: words.join("\n"),
                created: now(),
                changed: None,
                extra: Extra::new(),
            }
            .into(),
        );
    }
    records
}

/// A change in numbers, given a meaning by [`change`] in the project it meets.
#[derive(Debug, Clone)]
pub struct Change {
    pub kind: u8,
    pub pick: usize,
    pub coded: Coded,
}

/// Any change; some are refused by any project.
pub fn changes(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Change>> {
    vec((any::<u8>(), any::<usize>(), coded()).prop_map(|(kind, pick, coded)| Change { kind, pick, coded }), count)
}

/// The transaction that a change means here. May be refused by `apply`, and then must leave no trace.
pub fn change(project: &Project, number: usize, change: &Change) -> Transaction {
    let some = |n: usize| (n > 0).then(|| change.pick % n.max(1));
    let annotation_at = |n: usize| project.annotations().values().nth(n).map(|a| (**a).clone());
    let picked = some(project.annotations().len()).and_then(annotation_at);
    let document = project.documents().get(&id::<DocumentId>(&format!("d{}", change.coded.document))).map(|d| (**d).clone());
    let edits = match (change.kind % 8, picked, document) {
        (0 | 1, _, Some(document)) => {
            let new = Annotation { id: id(&format!("n-{number:04}")), ..annotation(0, &change.coded, &document) };
            vec![Edit::Add(new.into())]
        }
        (2, Some(a), _) => vec![Edit::Set(Annotation { memo: change.coded.text.clone(), ..a }.into())],
        (3, Some(a), _) => vec![Edit::Remove(RecordId::Annotation(a.id))],
        (4, _, Some(document)) => vec![Edit::Set(Document { title: Some(change.coded.text.clone()), ..document }.into())],
        (5, Some(a), Some(document)) => {
            // Two steps in one: the annotation goes with its links, and a new one comes.
            let links = project.links_of(&a.id).map(|l| Edit::Remove(RecordId::Link(l.id.clone())));
            let mut edits: Vec<Edit> = links.collect();
            edits.push(Edit::Remove(RecordId::Annotation(a.id.clone())));
            edits.push(Edit::Add(Annotation { id: id(&format!("s-{number:04}")), ..annotation(0, &change.coded, &document) }.into()));
            edits
        }
        (6, _, _) => vec![Edit::Add(
            Memo {
                id: id(&format!("nm-{number:04}")),
                coder: id("a"),
                about: None,
                links: Vec::new(),
                title: String::new(),
                text: change.coded.text.clone(),
                created: now(),
                changed: None,
                extra: Extra::new(),
            }
            .into(),
        )],
        (7, Some(a), _) => vec![Edit::Add(Annotation { code: id("nowhere"), id: id("bad"), ..a }.into())],
        _ => vec![Edit::SetProject(Box::new(ProjectInfo { title: change.coded.text.clone(), ..project.info().clone() }))],
    };
    transaction(edits)
}

/// A small fixed project for tests of single cases: one document `d0` ("Kim met Putin. Kim left."), coder `a`, code `C`, annotation `x` on "Putin".
pub fn small() -> Project {
    let text = ReadingText::new("Kim met Putin. Kim left.").unwrap();
    let layer =
        Layer { id: id::<LayerId>("L"), name: "L".into(), rank: 0, purpose: String::new(), attributes: vec![], extra: Extra::new() };
    let code = Code {
        id: id::<CodeId>("C"),
        layer: id("L"),
        name: "C".into(),
        rank: 0,
        parent: None,
        scopes: vec![Scope::Span],
        definition: String::new(),
        include: String::new(),
        exclude: String::new(),
        examples: vec![],
        aliases: vec![],
        hue: None,
        key: None,
        attributes: vec![],
        retired: false,
        revised: 0,
        extra: Extra::new(),
    };
    let coder = Coder { id: id::<CoderId>("a"), name: "A".into(), note: String::new(), created: None, extra: Extra::new() };
    let kind = LinkType {
        id: id::<LinkTypeId>("same"),
        name: "Same".into(),
        rank: 0,
        from: vec![],
        to: vec![],
        definition: String::new(),
        attributes: vec![],
        extra: Extra::new(),
    };
    let edits = vec![
        Edit::SetProject(Box::new(ProjectInfo { id: "small".into(), title: "Small".into(), ..Default::default() })),
        Edit::Add(layer.into()),
        Edit::Add(code.into()),
        Edit::Add(coder.into()),
        Edit::Add(kind.into()),
        Edit::Add(Document::new(id("d0"), text).into()),
        Edit::Add(put("x", 8, 13, "Putin").into()),
        Edit::Add(put("y", 0, 3, "Kim").into()),
        Edit::Add(
            Link {
                id: id::<LinkId>("l"),
                coder: id("a"),
                kind: id("same"),
                from: id("x"),
                to: id("y"),
                attributes: [].into(),
                memo: String::new(),
                created: now(),
                extra: Extra::new(),
            }
            .into(),
        ),
    ];
    let mut project = Project::default();
    project.apply(&transaction(edits)).unwrap();
    project
}

/// An annotation of coder `a` with code `C` in document `d0`.
pub fn put(name: &str, start: usize, end: usize, quote: &str) -> Annotation {
    Annotation {
        id: id::<AnnotationId>(name),
        coder: id("a"),
        document: id("d0"),
        code: id("C"),
        target: Target::Spans(vec![Place { span: Span::new(start, end).unwrap(), quote: quote.into() }]),
        attributes: [].into(),
        memo: String::new(),
        origin: Origin::ByHand,
        created: now(),
        changed: None,
        revision: 0,
        orphan: false,
        extra: Extra::new(),
    }
}
