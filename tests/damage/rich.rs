//! Records in which every field says something, so that damage to any of them has an effect.

use variorum::model::*;
use variorum::text::{ReadingText, Run, Span, Style, sha256};

use crate::support::{id, now};

const TEXT: &str = "One says that two met.\nThe other says that they did not.\nA third is silent.";

/// One record of every kind, and of every form that a kind can have.
pub fn records() -> Vec<Record> {
    let mut records = codebook();
    records.extend(register());
    records.push(document());
    records.extend(annotations());
    records.extend(beside());
    records
}

fn attribute(name: &str, kind: AttributeKind) -> Attribute {
    Attribute { id: id(name), name: name.into(), kind, definition: "What for.".into(), default: None, when: None, extra: Extra::new() }
}

fn codebook() -> Vec<Record> {
    let number = AttributeKind::Number { min: Some(0.5), max: Some(9.0), step: Some(0.5) };
    let when = Some(Condition { attribute: id("R.choice"), values: vec!["one".into()] });
    let code = Code::new(id("R.A"), id("R"), "First");
    let second = Code {
        rank: 2,
        parent: Some(id("R.A")),
        definition: "Second.".into(),
        include: "This.".into(),
        exclude: "That.".into(),
        examples: vec!["as here".into()],
        aliases: vec!["R.X".into()],
        hue: Some(120),
        key: Some('z'),
        attributes: vec![id("R.number")],
        retired: true,
        revised: 2,
        ..Code::new(id("R.B"), id("R"), "Second")
    };
    vec![
        attribute("R.choice", AttributeKind::Choice(vec!["one".into(), "two".into()])).into(),
        attribute("R.choices", AttributeKind::Choices(vec!["one".into(), "two".into()])).into(),
        attribute("R.text", AttributeKind::Text).into(),
        attribute("R.who", AttributeKind::EntityOrClaim).into(),
        Attribute { default: Some(Value::Number(2.0)), when, ..attribute("R.number", number) }.into(),
        attribute("R.yes", AttributeKind::YesNo).into(),
        Layer { id: id("R"), name: "Rich".into(), rank: 9, purpose: "All.".into(), attributes: all_attributes(), extra: Extra::new() }
            .into(),
        code.into(),
        second.into(),
        LinkType {
            id: id("R.same"),
            name: "Same".into(),
            rank: 7,
            from: vec![id("R.A")],
            to: vec![id("R.A"), id("R.B")],
            definition: "The same.".into(),
            attributes: vec![id("R.text")],
            extra: Extra::new(),
        }
        .into(),
    ]
}

fn all_attributes() -> Vec<AttributeId> {
    ["R.choice", "R.choices", "R.text", "R.who", "R.number", "R.yes"].map(id).into()
}

fn register() -> Vec<Record> {
    vec![
        Coder { id: id("b"), name: "Second".into(), note: "Codes too.".into(), created: Some(now()), extra: Extra::new() }.into(),
        Event { id: id("R.ev"), name: "Meeting".into(), date: Some("2023-09".into()), note: "One day.".into(), extra: Extra::new() }.into(),
        Entity {
            id: id("R.ent"),
            name: "Third".into(),
            kind: "Person".into(),
            aliases: vec!["the third".into()],
            wikidata: Some("Q1".into()),
            note: "Silent.".into(),
            extra: Extra::new(),
        }
        .into(),
        Claim {
            id: id("R.k"),
            statement: "Two met.".into(),
            rank: 40,
            group: "Meetings".into(),
            importance: Some(3),
            note: "Disputed.".into(),
            extra: Extra::new(),
        }
        .into(),
    ]
}

fn document() -> Record {
    let run = |start, end, style| Run(Span::new(start, end).unwrap(), style);
    let provenance = Provenance {
        file: "rich.md".into(),
        original: "002_0f40269e7dfd4f3c.txt".into(),
        original_sha256: "d730ef303da7cddcfd9b17d8f45040e989bdc25a7efe832590df14c05d5dc8f9".into(),
        reader: "markdown/1".into(),
        encoding: "UTF-8".into(),
        imported: Some(now()),
    };
    Document {
        title: Some("Rich".into()),
        outlet: Some("Paper".into()),
        author: Some("Someone".into()),
        date: Some("2023-09-14".into()),
        language: Some("en".into()),
        genre: Some("report".into()),
        url: Some("https://example.org/r".into()),
        event: Some(id("R.ev")),
        metadata: [("edition".into(), "2".into()), ("page".into(), "7".into())].into(),
        note: "Made up.".into(),
        runs: [
            run(0, 3, Style::Bold),
            run(0, 22, Style::Heading(1)),
            run(4, 8, Style::Link("https://example.org".into())),
            run(23, 32, Style::ListItem(1, Some(3))),
        ]
        .into(),
        provenance,
        ..Document::new(id("rich"), ReadingText::new(TEXT).unwrap())
    }
    .into()
}

fn place(words: &str) -> Place {
    let start = TEXT.find(words).unwrap();
    Place { span: Span::new(start, start + words.len()).unwrap(), quote: words.into() }
}

fn annotation(name: &str, coder: &str, target: Target) -> Annotation {
    let values = [
        ("R.choice", Value::Choice("one".into())),
        ("R.choices", Value::Choices(vec!["one".into(), "two".into()])),
        ("R.text", Value::Text("words".into())),
        ("R.who", Value::References(vec![Reference::Entity(id("R.ent")), Reference::Claim(id("R.k"))])),
        ("R.number", Value::Number(1.5)),
        ("R.yes", Value::YesNo(true)),
    ];
    Annotation {
        id: id(name),
        coder: id(coder),
        document: id("rich"),
        code: id("R.A"),
        target,
        attributes: values.into_iter().map(|(name, value)| (id(name), value)).collect(),
        memo: "Look again.".into(),
        origin: Origin::Rule("says".into()),
        created: now(),
        changed: Some(now()),
        revision: 2,
        orphan: false,
        extra: Extra::new(),
    }
}

fn annotations() -> Vec<Record> {
    let gone = Place { quote: "not there".into(), ..place("silent") };
    vec![
        annotation("r-1", "b", Target::Spans(vec![place("One"), place("two met")])).into(),
        annotation("r-2", "b", Target::Paragraph(place("The other says that they did not."))).into(),
        annotation("r-3", "b", Target::Document).into(),
        Annotation { orphan: true, ..annotation("r-4", "b", Target::Spans(vec![gone])) }.into(),
        Link {
            id: id("r-l"),
            coder: id("b"),
            kind: id("R.same"),
            from: id("r-1"),
            to: id("r-2"),
            attributes: [(id("R.text"), Value::Text("so".into()))].into(),
            memo: "Perhaps.".into(),
            created: now(),
            extra: Extra::new(),
        }
        .into(),
    ]
}

fn beside() -> Vec<Record> {
    let treatment = |kind, evidence, looked| Treatment {
        coder: id("b"),
        document: id("rich"),
        claim: id("R.k"),
        kind,
        by: vec![id("R.ent")],
        evidence,
        importance: Some(2),
        looked,
        memo: "Weak.".into(),
        changed: now(),
        extra: Extra::new(),
    };
    let looked = Looked { when: now(), words: vec!["met".into()], text_sha256: sha256(TEXT.as_bytes()) };
    let key = TreatmentKey { coder: id("b"), document: id("rich"), claim: id("R.k") };
    let progress = ProgressKey { coder: id("b"), document: id("rich") };
    let mark = |name: &str, subject| Mark {
        id: id(name),
        coder: id("b"),
        document: id("rich"),
        subject,
        layer: Some(id("R")),
        memo: "Nothing.".into(),
        created: now(),
        extra: Extra::new(),
    };
    vec![
        treatment(TreatmentKind::Omits, vec![id("r-1")], Some(looked)).into(),
        mark("r-m1", MarkSubject::Document).into(),
        mark("r-m2", MarkSubject::Paragraph(place("A third is silent."))).into(),
        mark("r-m3", MarkSubject::Claim(id("R.k"))).into(),
        Progress { coder: id("b"), document: id("rich"), state: ProgressState::Finished, changed: now(), extra: Extra::new() }.into(),
        Memo {
            id: id("r-memo"),
            coder: id("b"),
            about: Some(RecordId::Treatment(key.clone())),
            links: vec![RecordId::Treatment(key), RecordId::Progress(progress), RecordId::Annotation(id("r-1"))],
            title: "On the meeting".into(),
            text: "One says so, the other does not.".into(),
            created: now(),
            changed: Some(now()),
            extra: Extra::new(),
        }
        .into(),
    ]
}
