//! The gold annotations and the links between them.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use variorum::model::{
    Annotation, AnnotationId, Attribute, AttributeId, AttributeKind, ClaimId, CodeId, Link, LinkId, LinkTypeId, Origin, Project, Reference,
    Target, Value,
};

use crate::codebook::OMISSION;
use crate::documents::Report;
use crate::register;
use crate::seeds::Gold;
use crate::{WHEN, gold_coder};

/// Makes all annotations; `codebook` is a project that holds the codebook alone.
pub fn build(gold: &[Gold], reports: &[Report], codebook: &Project) -> Vec<Annotation> {
    let rows = gold.iter().filter(|row| row.code != OMISSION);
    rows.map(|row| annotation(row, report_of(reports, &row.doc), codebook)).collect()
}

/// The report that came from this file.
pub fn report_of<'a>(reports: &'a [Report], file: &str) -> &'a Report {
    reports.iter().find(|r| r.document.provenance.file == file).expect("the file is one of the two reports")
}

fn annotation(row: &Gold, report: &Report, codebook: &Project) -> Annotation {
    let code = CodeId::new(&row.code).expect("an id");
    let layer = codebook.layer_of(&code).expect("the code is in the codebook");
    assert_eq!(layer.id.as_str(), row.layer, "{}", row.id);
    Annotation {
        id: AnnotationId::new(&row.id).expect("an id"),
        coder: gold_coder(),
        document: report.document.id.clone(),
        target: target(row, report),
        attributes: attributes(row, &codebook.attributes_of(&code)),
        code,
        memo: row.note.clone(),
        origin: Origin::ByHand,
        created: WHEN,
        changed: None,
        revision: codebook.codebook().revision,
        orphan: false,
        extra: [].into(),
    }
}

fn target(row: &Gold, report: &Report) -> Target {
    if row.scope.as_deref() == Some("document") { Target::Document } else { Target::Spans(vec![report.place(row.start, row.end)]) }
}

fn attributes(row: &Gold, known: &[&std::sync::Arc<Attribute>]) -> BTreeMap<AttributeId, Value> {
    let named = |name: &str| known.iter().find(|a| a.name == name).unwrap_or_else(|| panic!("{} has no attribute {name}", row.code));
    let mut values = BTreeMap::new();
    for (name, json) in &row.attributes.0 {
        let attribute = named(name);
        values.insert(attribute.id.clone(), value(json, &attribute.kind));
    }
    if let Some(entity) = &row.entity {
        values.insert(named("entity").id.clone(), Value::References(register::entities_of(entity)));
    }
    if let Some(claim) = &row.claim {
        values.insert(named("claim").id.clone(), Value::References(vec![claim_reference(claim)]));
    }
    values
}

fn value(json: &Json, kind: &AttributeKind) -> Value {
    let word = |json: &Json| json.as_str().expect("a word").to_owned();
    match kind {
        AttributeKind::Choice(choices) => Value::Choice(one_of(word(json), choices)),
        AttributeKind::Choices(choices) => {
            let words: Vec<_> = json.as_array().expect("a list").iter().map(|w| one_of(word(w), choices)).collect();
            Value::Choices(choices.iter().filter(|c| words.contains(c)).cloned().collect())
        }
        AttributeKind::Text => Value::Text(word(json)),
        AttributeKind::Number { .. } => Value::Number(json.as_f64().expect("a number")),
        AttributeKind::YesNo => Value::YesNo(json == "yes"),
        AttributeKind::Entity | AttributeKind::Claim | AttributeKind::EntityOrClaim => Value::References(references(&word(json))),
    }
}

fn one_of(word: String, choices: &[String]) -> String {
    assert!(choices.contains(&word), "'{word}' is not among {choices:?}");
    word
}

fn references(words: &str) -> Vec<Reference> {
    if words.starts_with("cl:") { vec![claim_reference(words)] } else { register::entities_of(words) }
}

fn claim_reference(id: &str) -> Reference {
    Reference::Claim(ClaimId::new(id).expect("an id"))
}

/// Makes the links; their ids come from where they start and of what type they are.
pub fn links(gold: &[Gold]) -> Vec<Link> {
    let pairs = gold.iter().flat_map(|row| row.links.iter().map(move |link| (row, link)));
    let make = |(row, link): (&Gold, &crate::seeds::GoldLink)| Link {
        id: LinkId::new(&format!("l-{}-{}", row.id, link.rel)).expect("an id"),
        coder: gold_coder(),
        kind: LinkTypeId::new(&link.rel).expect("an id"),
        from: AnnotationId::new(&row.id).expect("an id"),
        to: AnnotationId::new(&link.to).expect("an id"),
        attributes: BTreeMap::new(),
        memo: String::new(),
        created: WHEN,
        extra: [].into(),
    };
    pairs.map(make).collect()
}
