//! Laws of merging two projects: whatever either side changed is in the result or in a conflict, and the result can be had and undone.
#![allow(clippy::unnecessary_wraps, clippy::needless_for_each, reason = "plain words count more than speed in a test")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;
use support::{id, project, transaction};
use variorum::model::{
    Annotation, Attribute, Claim, Code, CodebookInfo, Coder, Conflict, Document, Edit, Entity, Event, Layer, Link, LinkType, Mark, Memo,
    Progress, ProgressState, Project, ProjectInfo, Record, RecordId, Treatment, TreatmentKind, Value as Attributed, Versions,
};
use variorum::store::merge_projects;

/// Fields of which the later one is right, whichever side has it.
const LATEST: [&str; 3] = ["changed", "revised", "revision"];

/// One change in numbers: which record, which field, what with.
type Touch = (usize, u8, u8);

fn touches() -> impl Strategy<Value = Vec<Touch>> {
    vec((any::<usize>(), any::<u8>(), 0..3_u8), 0..8)
}

/// Changes one field of one record, removes a record, or adds one; what the project refuses is no change.
fn touch(project: &mut Project, side: &str, (pick, field, word): Touch) {
    let records: Vec<Record> = project.records().collect();
    let words = format!("{side}{word}");
    let edit = match field % 16 {
        0 => Edit::Remove(records[pick % records.len()].id()),
        1 => Edit::SetProject(Box::new(ProjectInfo { note: words, ..project.info().clone() })),
        2 => Edit::SetCodebook(Box::new(CodebookInfo { purpose: words, ..project.codebook().clone() })),
        3 => {
            let about = Some(records[pick % records.len()].id());
            let changed = None;
            let (id, coder, created) = (id(&format!("new-{word}")), id("a"), support::now());
            Edit::Add(
                Memo { id, coder, about, links: vec![], title: String::new(), text: words, created, changed, extra: [].into() }.into(),
            )
        }
        field => match changed(&records[pick % records.len()], field, word, words) {
            Some(record) => Edit::Set(record),
            None => return,
        },
    };
    let _ = project.apply(&transaction(vec![edit]));
}

fn changed(record: &Record, field: u8, word: u8, words: String) -> Option<Record> {
    let first = field.is_multiple_of(2);
    Some(match record {
        Record::Coder(r) if first => Coder { name: words, ..(**r).clone() }.into(),
        Record::Coder(r) => Coder { note: words, ..(**r).clone() }.into(),
        Record::Event(r) => Event { note: words, ..(**r).clone() }.into(),
        Record::Attribute(r) => Attribute { definition: words, ..(**r).clone() }.into(),
        Record::Layer(r) => Layer { purpose: words, ..(**r).clone() }.into(),
        Record::Code(r) if first => Code { name: words, ..(**r).clone() }.into(),
        Record::Code(r) => Code { aliases: [r.aliases.clone(), vec![words]].concat(), ..(**r).clone() }.into(),
        Record::LinkType(r) => LinkType { definition: words, ..(**r).clone() }.into(),
        Record::Entity(r) if first => Entity { name: words, ..(**r).clone() }.into(),
        Record::Entity(r) => Entity { aliases: vec![words], ..(**r).clone() }.into(),
        Record::Claim(r) if first => Claim { statement: words, ..(**r).clone() }.into(),
        Record::Claim(r) => Claim { importance: Some(word), ..(**r).clone() }.into(),
        Record::Document(r) if first => Document { title: Some(words), ..(**r).clone() }.into(),
        Record::Document(r) => Document { metadata: [(format!("k{word}"), words)].into(), ..(**r).clone() }.into(),
        Record::Annotation(r) => match field % 4 {
            0 => Annotation { memo: words, ..(**r).clone() }.into(),
            1 => Annotation { code: id(&format!("C.{word}")), ..(**r).clone() }.into(),
            2 => Annotation { attributes: [(id("text"), Attributed::Text(words))].into(), ..(**r).clone() }.into(),
            _ => Annotation { coder: id(if word == 0 { "a" } else { "b" }), ..(**r).clone() }.into(),
        },
        Record::Link(r) => Link { memo: words, ..(**r).clone() }.into(),
        Record::Treatment(r) => match field % 3 {
            0 => Treatment { memo: words, ..(**r).clone() }.into(),
            1 => Treatment { evidence: vec![], kind: TreatmentKind::Omits, ..(**r).clone() }.into(),
            _ => Treatment { kind: TreatmentKind::ALL[usize::from(word)], ..(**r).clone() }.into(),
        },
        Record::Memo(r) if first => Memo { title: words, ..(**r).clone() }.into(),
        Record::Memo(r) => Memo { text: words, ..(**r).clone() }.into(),
        Record::Mark(r) => Mark { memo: words, ..(**r).clone() }.into(),
        Record::Progress(r) => {
            let state = if word == 0 { ProgressState::Finished } else { ProgressState::InProgress };
            Progress { state, ..(**r).clone() }.into()
        }
    })
}

/// Every field of a thing by its path, read off it as JSON; maps by their keys.
fn fields(thing: &impl serde::Serialize) -> BTreeMap<String, Value> {
    let value = serde_json::to_value(thing).unwrap();
    let object = value.as_object().unwrap();
    let mut found = BTreeMap::new();
    for (name, value) in object {
        match value {
            Value::Object(map) if ["attributes", "metadata", "extra"].contains(&name.as_str()) => {
                found.extend(map.iter().map(|(key, value)| (format!("{name}.{key}"), value.clone())));
            }
            value => drop(found.insert(name.clone(), value.clone())),
        }
    }
    found
}

/// The fields of a record without the name of its kind.
fn of_record(record: &Record) -> BTreeMap<String, Value> {
    let value = serde_json::to_value(record).unwrap();
    fields(value.as_object().unwrap().values().next().unwrap())
}

type Fields = Option<BTreeMap<String, Value>>;

/// Things by name: records, and the heads of project and codebook.
fn things(project: &Project) -> BTreeMap<String, Fields> {
    let mut found: BTreeMap<String, Fields> = project.records().map(|r| (r.id().to_string(), Some(of_record(&r)))).collect();
    found.insert("project".into(), Some(fields(project.info())));
    found.insert("codebook".into(), Some(fields(project.codebook())));
    found
}

/// Both versions of each conflict, by what it is about.
fn versions(conflicts: &[Conflict]) -> BTreeMap<String, Vec<[Fields; 2]>> {
    let mut found: BTreeMap<String, Vec<[Fields; 2]>> = BTreeMap::new();
    for conflict in conflicts {
        let (name, pair) = match &conflict.versions {
            Versions::Record { id, ours, theirs } => (id.to_string(), [ours.as_ref().map(of_record), theirs.as_ref().map(of_record)]),
            Versions::Project { ours, theirs } => ("project".into(), [Some(fields(ours)), Some(fields(theirs))]),
            Versions::Codebook { ours, theirs } => ("codebook".into(), [Some(fields(ours)), Some(fields(theirs))]),
        };
        found.entry(name).or_default().push(pair);
    }
    found
}

/// Whether what one side made of a field is in a state: as it is, or with all that this side added to a list.
fn holds(state: &Fields, path: &str, base: Option<&Value>, wanted: Option<&Value>) -> bool {
    let Some(state) = state else { return false };
    let there = state.get(path);
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned();
    if there == wanted || LATEST.contains(&path) {
        return true;
    }
    let (Some(there), Some(wanted)) = (list(there), list(wanted.or(Some(&Value::Array(vec![]))))) else { return false };
    let base = list(base).unwrap_or_default();
    let added = wanted.iter().filter(|it| !base.contains(it)).all(|it| there.contains(it));
    let removed = base.iter().filter(|it| !wanted.contains(it)).all(|it| !there.contains(it));
    added && removed
}

/// What one side did and is neither in the result nor in a conflict.
fn lost(base: &Project, side: &Project, result: &Project, conflicts: &[Conflict]) -> Vec<String> {
    let (base, side, result, kept) = (things(base), things(side), things(result), versions(conflicts));
    let names: BTreeSet<&String> = base.keys().chain(side.keys()).collect();
    let mut lost = Vec::new();
    for name in names {
        let get = |things: &BTreeMap<String, Fields>| things.get(name).cloned().flatten();
        let (was, is, now) = (get(&base), get(&side), get(&result));
        let versions: Vec<&Fields> = kept.get(name).into_iter().flatten().flatten().collect();
        match (&was, &is) {
            (was, is) if was == is => {}
            (_, None) if now.is_none() || !versions.is_empty() => {}
            (_, None) => lost.push(format!("{name} was removed")),
            (was, Some(is)) => {
                let empty = BTreeMap::new();
                let was = was.as_ref().unwrap_or(&empty);
                let paths: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
                for path in paths.into_iter().filter(|path| was.get(*path) != is.get(*path)) {
                    let held = |state: &Fields| holds(state, path, was.get(path), is.get(path));
                    if !held(&now) && !versions.iter().any(|version| held(version)) {
                        lost.push(format!("{name}: {path}: {:?}", is.get(path)));
                    }
                }
            }
        }
    }
    lost
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_either_side_changed_is_in_the_result_or_in_a_conflict(base in project(), ours in touches(), theirs in touches()) {
        let (mut left, mut right) = (base.clone(), base.clone());
        ours.into_iter().for_each(|it| touch(&mut left, "o", it));
        theirs.into_iter().for_each(|it| touch(&mut right, "t", it));
        let (edits, conflicts) = merge_projects(&base, &left, &right);
        let mut result = left.clone();
        let all: Vec<Edit> = edits.into_iter().chain(conflicts.iter().cloned().map(Edit::keep)).collect();
        let step = transaction(all);
        let inverse = result.apply(&step).unwrap();
        prop_assert_eq!(lost(&base, &left, &result, &conflicts), Vec::<String>::new());
        prop_assert_eq!(lost(&base, &right, &result, &conflicts), Vec::<String>::new());
        prop_assert_eq!(result.conflicts().len(), conflicts.len());
        // Merged once more nothing new comes, and undone it is as it was.
        let (again, others) = merge_projects(&right, &result, &right);
        prop_assert_eq!((again, others), (vec![], vec![]));
        result.apply(&transaction(inverse)).unwrap();
        prop_assert_eq!(result, left);
    }

    #[test]
    fn two_sides_that_changed_different_fields_meet_without_a_conflict(base in project(), pick in any::<usize>()) {
        prop_assume!(!base.annotations().is_empty());
        let a = base.annotations().values().nth(pick % base.annotations().len()).unwrap();
        let with = |change: &dyn Fn(&mut Annotation)| {
            let mut project = base.clone();
            let mut annotation = (**a).clone();
            change(&mut annotation);
            project.apply(&transaction(vec![Edit::Set(annotation.into())])).unwrap();
            project
        };
        let ours = with(&|a| a.memo = "ours".into());
        let theirs = with(&|a| drop(a.attributes.insert(id("text"), Attributed::Text("theirs".into()))));
        let (edits, conflicts) = merge_projects(&base, &ours, &theirs);
        prop_assert_eq!(conflicts, vec![]);
        let mut merged = ours;
        merged.apply(&transaction(edits)).unwrap();
        let wanted = with(&|a| {
            a.memo = "ours".into();
            a.attributes.insert(id("text"), Attributed::Text("theirs".into()));
        });
        prop_assert_eq!(merged, wanted);
    }
}

#[test]
fn what_both_sides_made_faulty_only_together_stays_apart() {
    let base = support::small();
    let claim = Claim {
        id: id("k"),
        statement: "s".into(),
        rank: 0,
        group: String::new(),
        importance: None,
        note: String::new(),
        extra: [].into(),
    };
    let treatment = |kind, evidence: &[&str]| Treatment {
        coder: id("a"),
        document: id("d0"),
        claim: id("k"),
        kind,
        by: vec![],
        evidence: evidence.iter().map(|name| id(name)).collect(),
        importance: None,
        looked: None,
        memo: String::new(),
        changed: support::now(),
        extra: [].into(),
    };
    let with = |from: &Project, edits: Vec<Edit>| {
        let mut project = from.clone();
        project.apply(&transaction(edits)).unwrap();
        project
    };
    let base = with(&base, vec![Edit::Add(claim.into()), Edit::Add(treatment(TreatmentKind::Omits, &["x"]).into())]);
    // We take the evidence away, which an omission may do without; they say that it is asserted.
    let ours = with(&base, vec![Edit::Set(treatment(TreatmentKind::Omits, &[]).into())]);
    let theirs = with(&base, vec![Edit::Set(treatment(TreatmentKind::Asserts, &["x"]).into())]);
    let (edits, conflicts) = merge_projects(&base, &ours, &theirs);
    assert_eq!(edits, []);
    let id = RecordId::Treatment(treatment(TreatmentKind::Omits, &[]).key());
    let (mine, other) = (treatment(TreatmentKind::Omits, &[]).into(), treatment(TreatmentKind::Asserts, &["x"]).into());
    assert_eq!(conflicts, [Conflict::of_record(id, vec![], Some(mine), Some(other))]);
}
