//! The lossless dataset: what is written comes back.

use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;

use jiff::Timestamp;
use proptest::prelude::*;
use variorum::formats::{Filter, FormatError, Input, OffsetUnit, Original, ProjectPart, ReadOptions, WriteOptions, by_id};
use variorum::model::*;
use variorum::text::{ReadingText, Run, Span, Style};

fn id<T: FromStr<Err = IdError>>(text: impl AsRef<str>) -> T {
    text.as_ref().parse().unwrap()
}

fn write(format: &str, project: &Project, options: &WriteOptions) -> String {
    let mut out = Vec::new();
    by_id(format).unwrap().write(project, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn read(text: &str) -> Result<ProjectPart, FormatError> {
    let options = ReadOptions { encoding: None, now: Timestamp::UNIX_EPOCH };
    let input = Input { path: Path::new("p.jsonl"), bytes: text.as_bytes() };
    by_id("variorum-jsonl").unwrap().read(&input, &options).map(|(part, _)| part)
}

fn import(project: &mut Project, part: ProjectPart) -> Result<usize, FormatError> {
    let edits = part.into_edits(project)?.edits;
    let count = edits.len();
    let (label, coder, time) = ("Import".to_owned(), id("a"), Timestamp::UNIX_EPOCH);
    project.apply(&Transaction { label, coder, time, origin: StepOrigin::Import, merge_key: None, edits }).unwrap();
    Ok(count)
}

/// A place from two fractions of a text, on character borders; `None` where it would be empty.
fn place(text: &str, from: f64, to: f64) -> Option<Place> {
    let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let border = |part: f64| borders[((borders.len() - 1) as f64 * part).round() as usize];
    let span = Span::new(border(from), border(to)).ok()?;
    Some(Place { span, quote: text.get(span.range())?.into() })
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        "\\PC{0,6}".prop_map(Value::Choice),
        proptest::collection::vec("\\PC{0,4}", 0..3).prop_map(Value::Choices),
        "[\\PC\n\"]{0,8}".prop_map(Value::Text),
        (-1000_i32..1000).prop_map(|n| Value::Number(f64::from(n) / 8.0)),
        any::<bool>().prop_map(Value::YesNo),
        Just(Value::References(vec![Reference::Entity(id("ent:金")), Reference::Claim(id("cl:1"))])),
    ]
}

fn annotation(n: usize, document: &Document, from: f64, to: f64, value: Value, orphan: bool) -> Option<Annotation> {
    let text = document.text.as_str();
    let target = match n % 4 {
        0 => Target::Document,
        1 => Target::Paragraph(place(text, from, to)?),
        2 if orphan => Target::Spans(vec![Place { span: Span::new(1, text.len() + 9).unwrap(), quote: "gone".into() }]),
        _ => Target::Spans(vec![place(text, from, to)?]),
    };
    Some(Annotation {
        id: id(format!("n{n}")),
        coder: id("a"),
        document: document.id.clone(),
        code: id("x"),
        target,
        attributes: [(id("attr"), value)].into(),
        memo: if n.is_multiple_of(2) { String::new() } else { "a \"memo\"\n".into() },
        origin: Origin::Rule("all \"Kim\"".into()),
        created: Timestamp::from_second(n as i64 * 1000).unwrap(),
        changed: (n.is_multiple_of(3)).then(|| Timestamp::from_nanosecond(5_000_000_123).unwrap()),
        revision: 3,
        orphan,
        extra: [("colour".to_owned(), "\"red\"".to_owned())].into(),
    })
}

/// The records that hang on documents: runs, annotations, marks, progress, memos, treatments.
fn project() -> impl Strategy<Value = Project> {
    let text = "[\\PC\n]{0,80}";
    let annotations = proptest::collection::vec((0.0..0.5_f64, 0.5..1.0_f64, value(), any::<bool>()), 0..6);
    proptest::collection::vec((text, annotations), 1..3).prop_map(|documents| {
        let none = Extra::new;
        let mut records: Vec<Record> = vec![
            Coder { id: id("a"), name: "Á".into(), note: String::new(), created: None, extra: none() }.into(),
            Event { id: id("ev"), name: "Summit".into(), date: Some("2023-09".into()), note: String::new(), extra: none() }.into(),
            Layer { id: id("l"), name: "L".into(), rank: 1, purpose: String::new(), attributes: vec![id("attr")], extra: none() }.into(),
            attribute().into(),
            code().into(),
            Entity {
                id: id("ent:金"),
                name: "Kim".into(),
                kind: "person".into(),
                aliases: vec!["金".into()],
                wikidata: Some("Q56226".into()),
                note: String::new(),
                extra: none(),
            }
            .into(),
            claim().into(),
        ];
        for (n, (text, annotations)) in documents.into_iter().enumerate() {
            let mut document = Document::new(id(format!("d{n}")), ReadingText::new(text.as_str()).unwrap());
            document.event = Some(id("ev"));
            document.metadata = [("section".to_owned(), "World".to_owned())].into();
            document.runs = place(&text, 0.2, 0.9).map(|p| Run(p.span, Style::Link("http://x".into()))).into_iter().collect();
            for (k, (from, to, value, orphan)) in annotations.into_iter().enumerate() {
                records.extend(annotation(n * 10 + k, &document, from, to, value, orphan).map(Record::from));
            }
            records.extend(around(&document));
            records.push(document.into());
        }
        let info = ProjectInfo { id: "p".into(), title: "T \"t\"".into(), created: Some(Timestamp::UNIX_EPOCH), ..ProjectInfo::default() };
        let codebook = CodebookInfo { name: "C".into(), rules: vec!["one".into()], revision: 3, ..CodebookInfo::default() };
        Project::assemble(info, codebook, records).0
    })
}

fn attribute() -> Attribute {
    let kind = AttributeKind::Number { min: Some(-0.125), max: None, step: None };
    Attribute { id: id("attr"), name: "attr".into(), kind, definition: "d".into(), default: None, when: None, extra: Extra::new() }
}

fn code() -> Code {
    Code {
        id: id("x"),
        layer: id("l"),
        name: "X".into(),
        rank: 0,
        parent: None,
        scopes: vec![Scope::Span, Scope::Document],
        definition: "d".into(),
        include: String::new(),
        exclude: "e".into(),
        examples: vec!["ex".into()],
        aliases: vec!["экс".into()],
        hue: Some(20),
        key: Some('é'),
        attributes: vec![],
        retired: true,
        revised: 0,
        extra: Extra::new(),
    }
}

fn claim() -> Claim {
    Claim {
        id: id("cl:1"),
        statement: "They met".into(),
        rank: 0,
        group: "g".into(),
        importance: Some(2),
        note: String::new(),
        extra: Extra::new(),
    }
}

/// One of each kind of record about a document.
fn around(document: &Document) -> Vec<Record> {
    let (coder, time): (CoderId, _) = (id("a"), Timestamp::UNIX_EPOCH);
    let text = document.text.as_str();
    let subject = place(text, 0.1, 0.7).map_or(MarkSubject::Claim(id("cl:1")), MarkSubject::Paragraph);
    let looked = Looked { when: time, words: vec!["Kim".into()], text_sha256: "0".into() };
    vec![
        Treatment {
            coder: coder.clone(),
            document: document.id.clone(),
            claim: id("cl:1"),
            kind: TreatmentKind::Omits,
            by: vec![id("ent:金")],
            evidence: vec![],
            importance: Some(3),
            looked: Some(looked),
            memo: "m".into(),
            changed: time,
            extra: Extra::new(),
        }
        .into(),
        Mark {
            id: id(format!("m-{}", document.id)),
            coder: coder.clone(),
            document: document.id.clone(),
            subject,
            layer: Some(id("l")),
            memo: String::new(),
            created: time,
            extra: Extra::new(),
        }
        .into(),
        Progress {
            coder: coder.clone(),
            document: document.id.clone(),
            state: ProgressState::Finished,
            changed: time,
            extra: Extra::new(),
        }
        .into(),
        Memo {
            id: id(format!("t-{}", document.id)),
            coder,
            about: Some(RecordId::Document(document.id.clone())),
            links: Vec::new(),
            title: String::new(),
            text: "é\n".into(),
            created: time,
            changed: None,
            extra: Extra::new(),
        }
        .into(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_written_comes_back(project in project(), unit in proptest::sample::select(&OffsetUnit::ALL)) {
        let originals = vec![Original { name: "d0.txt".into(), bytes: vec![0, 255, 13] }];
        let written = write("variorum-jsonl", &project, &WriteOptions { offsets: unit, originals: originals.clone() });
        let part = read(&written).unwrap();
        prop_assert_eq!(&part.originals, &originals);
        let again = Project::assemble(part.info.clone().unwrap(), part.codebook.clone().unwrap(), part.records.clone()).0;
        prop_assert!(again == project);
        // The same offsets written again give the same bytes.
        prop_assert_eq!(write("variorum-jsonl", &again, &WriteOptions { offsets: unit, originals }), written);
    }
}

/// A document with an emoji, and an annotation behind it.
fn small() -> Project {
    let document = Document::new(id("d"), ReadingText::new("😀 Kim met Putin.").unwrap());
    let place = Place { span: Span::new(5, 8).unwrap(), quote: "Kim".into() };
    let mut a = annotation(3, &document, 0.0, 1.0, Value::YesNo(true), false).unwrap();
    a.target = Target::Spans(vec![place, Place { span: Span::new(13, 18).unwrap(), quote: "Putin".into() }]);
    let coder = Coder { id: id("a"), name: "A".into(), note: String::new(), created: None, extra: Extra::new() };
    let other = Coder { id: id("b"), name: "B".into(), note: String::new(), created: None, extra: Extra::new() };
    let layer = Layer { id: id("l"), name: "L".into(), rank: 0, purpose: String::new(), attributes: vec![], extra: Extra::new() };
    let b = Annotation { id: id("n4"), coder: id("b"), target: Target::Document, ..a.clone() };
    let kind = LinkType {
        id: id("t"),
        name: "t".into(),
        rank: 0,
        from: vec![],
        to: vec![],
        definition: String::new(),
        attributes: vec![],
        extra: Extra::new(),
    };
    let link = Link {
        id: id("k"),
        coder: id("a"),
        kind: id("t"),
        from: id("n3"),
        to: id("n4"),
        attributes: BTreeMap::new(),
        memo: String::new(),
        created: Timestamp::UNIX_EPOCH,
        extra: Extra::new(),
    };
    let yes_no = Attribute { kind: AttributeKind::YesNo, ..attribute() };
    let records: [Record; 10] = [
        coder.into(),
        other.into(),
        layer.into(),
        yes_no.into(),
        code().into(),
        document.into(),
        a.into(),
        b.into(),
        kind.into(),
        link.into(),
    ];
    Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records).0
}

#[test]
fn offsets_count_what_the_header_says() {
    let spans = |offsets| {
        let written = write("variorum-jsonl", &small(), &WriteOptions { offsets, originals: vec![] });
        let line = written.lines().find(|l| l.contains("\"id\":\"n3\"")).unwrap().to_owned();
        line[line.find("{\"Spans").unwrap()..line.find(",\"attributes").unwrap()].to_owned()
    };
    insta::assert_snapshot!(spans(OffsetUnit::CodePoint), @r#"{"Spans":[{"span":[2,5],"quote":"Kim"},{"span":[10,15],"quote":"Putin"}]}"#);
    insta::assert_snapshot!(spans(OffsetUnit::Utf16), @r#"{"Spans":[{"span":[3,6],"quote":"Kim"},{"span":[11,16],"quote":"Putin"}]}"#);
}

#[test]
fn an_empty_project_becomes_the_exported_one_and_a_second_import_adds_nothing() {
    let written = write("variorum-jsonl", &small(), &WriteOptions::default());
    let mut project = Project::default();
    import(&mut project, read(&written).unwrap()).unwrap();
    assert!(project == small());
    assert_eq!(import(&mut project, read(&written).unwrap()).unwrap(), 0);
}

#[test]
fn an_id_that_means_something_else_is_refused() {
    let mut project = small();
    let part = read(&write("variorum-jsonl", &small(), &WriteOptions::default()).replace("\"name\":\"B\"", "\"name\":\"C\"")).unwrap();
    let error = import(&mut project, part).unwrap_err();
    insta::assert_snapshot!(error, @"1 of its records have an id that the project uses for something else, first coder b");
}

#[test]
fn damaged_lines_are_named() {
    let good = write("variorum-jsonl", &small(), &WriteOptions::default());
    let error = |text: &str| read(text).unwrap_err().to_string();
    insta::assert_snapshot!(error("{}"), @"line 1 cannot be read: the field 'variorum' is missing");
    insta::assert_snapshot!(error(&good.replace("\"type\":\"coder\",\"id\":\"a\"", "\"id\":\"a\"")), @r#"line 2 cannot be read: it has no "type""#);
    insta::assert_snapshot!(error(&good.replacen("1.0", "2.0", 1)), @"it is written in version 2.0 of the format, and this program knows version 1");
    let cut = good.lines().take(2).collect::<Vec<_>>().join("\n") + "\n{\"type\":\"cod";
    insta::assert_snapshot!(error(&cut), @"line 3 cannot be read: it ends too early, at byte 12 of the line");
    let wrong = |from: &str, to: &str| {
        assert!(good.contains(from), "{from} is not in {good}");
        error(&good.replacen(from, to, 1))
    };
    insta::assert_snapshot!(wrong("\"id\":\"a\"", "\"id\":5"), @"line 2 cannot be read: the coder is incomplete or wrong: expected a string, but found integer '5'");
    insta::assert_snapshot!(wrong("\"id\":\"a\"", "\"id\":\"a\",\"id\":\"b\""), @"line 2 cannot be read: the field 'id' stands there twice, at byte 29 of the line");
    insta::assert_snapshot!(wrong("\"target\":{\"Spans\"", "\"target\":{\"Spons\""), @"line 9 cannot be read: the annotation is incomplete or wrong: 'Spons' is no word that is known there; known are Spans, Paragraph, Document");
    insta::assert_snapshot!(wrong("\"span\":[", "\"span\":[\"x\","), @r#"line 9 cannot be read: the annotation is incomplete or wrong: expected a whole number from 0 on that is not too large, but found string "x""#);
    insta::assert_snapshot!(wrong("\"created\":\"", "\"created\":\"x"), @r#"line 9 cannot be read: the annotation is incomplete or wrong: expected a time such as "2026-01-02T03:04:05Z""#);
    insta::assert_snapshot!(wrong("\"project\":{", "\"project\":7,\"p\":{"), @"line 1 cannot be read: expected fields in curly brackets, but found integer '7'");
    insta::assert_snapshot!(error(&good.replacen("{\"type\"", "[{\"type\"", 1)), @"line 2 cannot be read: it ends too early, at byte 37 of the line");
}

#[test]
fn fields_that_nobody_knows_are_told_and_kept_where_they_can_be() {
    let good = write("variorum-jsonl", &small(), &WriteOptions::default());
    let text = good
        .replace("{\"type\":\"annotation\",", "{\"type\":\"annotation\",\"weight\":{\"a\":[1,\"x\"]},\"two words\":1,")
        .replace("{\"type\":\"coder\",\"id\":\"a\",", "{\"type\":\"coder\",\"id\":\"a\",\"nickname\":null,")
        .replacen("\"project\":{", "\"licence\":\"CC0\",\"project\":{\"theme\":\"night\",", 1);
    let options = ReadOptions { encoding: None, now: Timestamp::UNIX_EPOCH };
    let input = Input { path: Path::new("p.jsonl"), bytes: text.as_bytes() };
    let (part, report) = by_id("variorum-jsonl").unwrap().read(&input, &options).unwrap();
    let told: Vec<String> = report.findings.iter().map(|f| format!("{}: {} ({})", f.place, f.what, f.hint)).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    line 9: the field 'two words' of a line of the type 'annotation' is unknown and came 2 times; it was left out (Look whether its name is right; a newer Variorum may know it)
    line 9: the field 'weight' of a line of the type 'annotation' is unknown and came 2 times; it is kept with its records, but not used (Look whether its name is right; a newer Variorum may know it)
    line 2: the field 'nickname' of a line of the type 'coder' is unknown and came once; it is kept with its record, but not used (Look whether its name is right; a newer Variorum may know it)
    line 1: the field 'licence' of the header is unknown and came once; it was left out (Look whether its name is right; a newer Variorum may know it)
    line 1: the field 'project.theme' of the header is unknown and came once; it was left out (Look whether its name is right; a newer Variorum may know it)
    "#);
    let annotations: Vec<&Annotation> = part.records.iter().filter_map(|r| <&Annotation>::try_from(r).ok()).collect();
    assert!(!annotations.is_empty());
    for annotation in annotations {
        assert_eq!(annotation.extra.get("weight").map(String::as_str), Some("{\"a\": [1, \"x\"]}"));
        assert_eq!(annotation.extra.len(), 2, "the small project's own one is there, too");
    }
}

#[test]
fn a_filter_takes_what_hangs_on_what_it_took_away() {
    let filtered = Filter { coder: Some(id("a")), layers: [].into() }.of(&small());
    let left = (filtered.coders().len(), filtered.annotations().len(), filtered.links().len(), filtered.documents().len());
    assert_eq!(left, (1, 1, 0, 1));
    let filtered = Filter { coder: None, layers: [id("other")].into() }.of(&small());
    assert_eq!((filtered.annotations().len(), filtered.codes().len()), (0, 1));
}

#[test]
fn the_table_has_a_row_for_each_span() {
    insta::assert_snapshot!(write("csv", &small(), &WriteOptions::default()), @r#"
    document,title,outlet,date,language,coder,layer,code,code name,annotation,scope,start,end,quote,attribute:attr,entities,claims,memo,origin,created
    d,,,,,b,L,x,X,n4,document,,,,yes,,,"a ""memo""
    ","rule: all ""Kim""",1970-01-01T00:50:00Z
    d,,,,,a,L,x,X,n3,span,2,5,Kim,yes,,,"a ""memo""
    ","rule: all ""Kim""",1970-01-01T00:50:00Z
    d,,,,,a,L,x,X,n3,span,10,15,Putin,yes,,,"a ""memo""
    ","rule: all ""Kim""",1970-01-01T00:50:00Z
    "#);
}
