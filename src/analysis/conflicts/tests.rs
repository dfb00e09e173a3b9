use super::*;
use crate::model::{Annotation, Memo, ProjectInfo, Treatment, TreatmentKind};

fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().unwrap()
}

/// A project read from the lines that it would be exported as.
fn project() -> Project {
    let record = |json: Json| serde_json::from_value::<Record>(json).unwrap();
    let records = [
        serde_json::json!({"Coder": {"id": "a", "name": "Ann"}}),
        serde_json::json!({"Layer": {"id": "L", "name": "Entities"}}),
        serde_json::json!({"Attribute": {"id": "who", "name": "entity", "kind": "Entity", "definition": ""}}),
        serde_json::json!({"Code": {"id": "PER", "layer": "L", "name": "Person", "scopes": ["Span"]}}),
        serde_json::json!({"Code": {"id": "GRP", "layer": "L", "name": "Group", "scopes": ["Span"]}}),
        serde_json::json!({"Entity": {"id": "e1", "name": "Vladimir Putin"}}),
        serde_json::json!({"Claim": {"id": "k1", "statement": "They met"}}),
        serde_json::json!({"Document": {"id": "d0", "title": "Summit", "text": "Kim met Putin."}}),
    ];
    Project::assemble(ProjectInfo::default(), crate::model::CodebookInfo::default(), records.map(record)).0
}

fn annotation(more: &Json) -> Annotation {
    let mut json = serde_json::json!({
        "id": "x", "coder": "a", "document": "d0", "code": "PER", "created": "2026-01-01T00:00:00Z",
        "target": {"Spans": [{"span": [8, 13], "quote": "Putin"}]},
    });
    json.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(json).unwrap()
}

fn with(project: &Project, record: Record) -> Project {
    let mut project = project.clone();
    project.replay_edits(&[Edit::Add(record)]);
    project
}

fn field(name: &str, mine: &str, other: &str) -> ToldField {
    ToldField { name: name.into(), mine: mine.into(), other: other.into() }
}

#[test]
fn a_conflict_is_told_in_names_and_words_and_never_in_ids() {
    let ours = annotation(&serde_json::json!({"memo": "", "attributes": {"who": {"References": [{"Entity": "e1"}]}}}));
    let theirs = annotation(&serde_json::json!({
        "memo": "theirs", "code": "GRP", "target": {"Spans": [{"span": [0, 3], "quote": "Kim"}]},
    }));
    let project = with(&project(), ours.clone().into());
    let fields = ["memo", "code", "target", "attributes.who"].map(str::to_owned).to_vec();
    let conflict = Conflict::of_record(RecordId::Annotation(id("x")), fields, Some(ours.into()), Some(theirs.into()));
    let told = told(&project, &conflict);
    assert_eq!(told.about, "Annotation “Putin” · Person");
    assert_eq!(told.what, "remark, code, place, “entity”: changed here and by others, each in another way");
    assert_eq!(
        told.fields,
        [
            field("Remark", "(nothing)", "theirs"),
            field("Code", "Person", "Group"),
            field("Place", "“Putin” at 8-13", "“Kim” at 0-3"),
            field("“entity”", "Vladimir Putin", "(nothing)"),
        ]
    );
}

#[test]
fn what_one_side_deleted_is_named_as_the_other_has_it() {
    let memo = Memo {
        id: id("m"),
        coder: id("a"),
        about: Some(RecordId::Entity(id("e1"))),
        links: vec![],
        title: "Why".into(),
        text: "Because".into(),
        created: jiff::Timestamp::UNIX_EPOCH,
        changed: None,
        extra: [].into(),
    };
    let conflict = Conflict::of_record(RecordId::Memo(id("m")), vec![], None, Some(memo.clone().into()));
    let gone = told(&project(), &conflict);
    assert_eq!((gone.about.as_str(), gone.what.as_str()), ("Memo “Why”", "deleted here, changed or needed by others"));
    assert_eq!(
        gone.fields,
        [
            field("Subject", "(deleted)", "Vladimir Putin"),
            field("Coder", "(deleted)", "Ann"),
            field("Text", "(deleted)", "Because"),
            field("Title", "(deleted)", "Why"),
        ]
    );
    let conflict = Conflict::of_record(RecordId::Memo(id("m")), vec![], Some(memo.clone().into()), None);
    let kept = told(&with(&project(), memo.into()), &conflict);
    assert_eq!((kept.about.as_str(), kept.what.as_str()), ("Memo “Why”", "changed or needed here, deleted by others"));
}

#[test]
fn whole_versions_and_heads_show_what_tells_them_apart() {
    let treatment = |kind| Treatment {
        coder: id("a"),
        document: id("d0"),
        claim: id("k1"),
        kind,
        by: vec![],
        evidence: vec![id("x")],
        importance: None,
        looked: None,
        memo: String::new(),
        changed: jiff::Timestamp::UNIX_EPOCH,
        extra: [].into(),
    };
    let (ours, theirs) = (treatment(TreatmentKind::Asserts), treatment(TreatmentKind::Denies));
    let key = RecordId::Treatment(ours.key());
    let project = with(&project(), ours.clone().into());
    let one = told(&project, &Conflict::of_record(key, vec![], Some(ours.into()), Some(theirs.into())));
    assert_eq!((one.about.as_str(), one.fields), ("Treatment d0 asserts “They met”", vec![field("Kind", "asserts", "denies")]));
    let info = |title: &str| Box::new(ProjectInfo { title: title.into(), ..ProjectInfo::default() });
    let head = told(&project, &Conflict::new(vec!["title".into()], Versions::Project { ours: info("A"), theirs: info("B") }));
    assert_eq!((head.about.as_str(), head.fields), ("The project", vec![field("Title", "A", "B")]));
}
