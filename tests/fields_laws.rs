//! Laws of the merge by field, for every kind of record that a project can hold. What was expected is read off the records as JSON.

mod support;

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Map, Value};
use variorum::model::{Project, Record, merge_fields};

/// Lists whose elements stand for themselves.
const SETS: [&str; 8] = ["links", "evidence", "aliases", "examples", "scopes", "from", "to", "attributes"];
/// Fields that are never a conflict: the later one is right.
const LATEST: [&str; 2] = ["changed", "revised"];
/// Fields that make sense with each other alone.
const WITH_TEXT: [&str; 3] = ["text", "runs", "provenance"];

fn object(record: &Record) -> Map<String, Value> {
    let Value::Object(tagged) = serde_json::to_value(record).unwrap() else { panic!("a record is an object") };
    let Some(Value::Object(fields)) = tagged.into_iter().next().map(|(_, fields)| fields) else { panic!("with fields") };
    fields
}

fn keys<'a>(objects: &[&'a Map<String, Value>]) -> BTreeSet<&'a String> {
    objects.iter().flat_map(|object| object.keys()).collect()
}

/// Takes each field, and each key of a map, from one of the donors.
fn mixed(donors: &[&Map<String, Value>], pick: &mut impl FnMut() -> usize) -> Map<String, Value> {
    let mut fields = Map::new();
    for key in keys(donors) {
        let maps: Vec<_> = donors.iter().filter_map(|d| d.get(key)?.as_object()).collect();
        let is_map = ["extra", "metadata", "attributes"].contains(&key.as_str());
        let value = if is_map && !maps.is_empty() {
            Some(Value::Object(mixed(&maps, pick)))
        } else {
            donors[pick() % donors.len()].get(key).cloned()
        };
        value.map(|value| fields.insert(key.clone(), value));
    }
    fields
}

fn record(kind: &str, fields: Map<String, Value>) -> Record {
    serde_json::from_value(Value::Object(Map::from_iter([(kind.to_owned(), Value::Object(fields))]))).unwrap()
}

fn kind(record: &Record) -> String {
    serde_json::to_value(record).unwrap().as_object().unwrap().keys().next().unwrap().clone()
}

/// Base, ours and theirs of everything that all three projects have.
fn triples(projects: &[Project], picks: &[u8]) -> Vec<[Record; 3]> {
    let mut n = 0;
    let mut pick = || {
        n += 1;
        usize::from(picks[n % picks.len()])
    };
    let mut triples = Vec::new();
    for first in projects[0].records() {
        let all: Option<Vec<_>> = projects.iter().map(|p| p.record(&first.id())).collect();
        let Some(all) = all else { continue };
        let donors: Vec<_> = all.iter().map(object).collect();
        let donors: Vec<_> = donors.iter().collect();
        triples.push([0; 3].map(|_| record(&kind(&first), mixed(&donors, &mut pick))));
    }
    triples
}

/// Checks one value against what either side did to it.
fn judge(path: &str, set: bool, base: &Value, ours: &Value, theirs: &Value, merged: &Value, told: bool) -> Result<(), TestCaseError> {
    let latest = LATEST.contains(&path);
    if ours == base {
        prop_assert_eq!((merged, told), (theirs, false), "{}", path);
    } else if theirs == base || ours == theirs {
        prop_assert_eq!((merged, told), (ours, false), "{}", path);
    } else if set {
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let (base, ours, theirs, merged) = (list(base), list(ours), list(theirs), list(merged));
        for it in base.iter().chain(&ours).chain(&theirs) {
            let (was, one, other) = (base.contains(it), ours.contains(it), theirs.contains(it));
            prop_assert_eq!(merged.contains(it), if one == other { one } else { !was }, "{} {}", path, it);
        }
    } else if latest {
        prop_assert!(!told && (merged == ours || merged == theirs), "{}", path);
    } else {
        prop_assert_eq!((merged, told), (ours, true), "{}", path);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_either_side_is_lost_and_what_both_changed_is_named(
        projects in [support::project(), support::project(), support::project()],
        picks in prop::collection::vec(any::<u8>(), 40..90),
    ) {
        for [base, ours, theirs] in triples(&projects, &picks) {
            let merge = merge_fields(&base, &ours, &theirs);
            let turned = merge_fields(&base, &theirs, &ours);
            prop_assert_eq!(&merge.conflicts, &turned.conflicts);
            let [base, ours, theirs, merged] = [&base, &ours, &theirs, &merge.record].map(object);
            let mut known = BTreeSet::new();
            for field in keys(&[&base, &ours, &theirs, &merged]) {
                let at = |fields: &Map<String, Value>, key: &String| fields.get(key).cloned().unwrap_or_default();
                let [b, o, t, m] = [&base, &ours, &theirs, &merged].map(|fields| at(fields, field));
                if WITH_TEXT.contains(&field.as_str()) && base.contains_key("provenance") {
                    known.insert("text".to_owned());
                } else if [&b, &o, &t, &m].iter().any(|value| value.is_object()) && ["extra", "metadata", "attributes"].contains(&field.as_str()) {
                    let [b, o, t, m] = [b, o, t, m].map(|value| value.as_object().cloned().unwrap_or_default());
                    for key in keys(&[&b, &o, &t, &m]) {
                        let path = format!("{field}.{key}");
                        let told = merge.conflicts.contains(&path);
                        judge(&path, false, &at(&b, key), &at(&o, key), &at(&t, key), &at(&m, key), told)?;
                        known.insert(path);
                    }
                } else {
                    let choices = field == "kind" && b.is_object();
                    if !choices {
                        judge(field, SETS.contains(&field.as_str()), &b, &o, &t, &m, merge.conflicts.contains(field))?;
                    }
                    known.insert(field.clone());
                }
            }
            if base.contains_key("provenance") {
                let with = |fields: &Map<String, Value>| WITH_TEXT.map(|key| fields.get(key).cloned().unwrap_or_default());
                let text = [&base, &ours, &theirs, &merged].map(|fields| Value::from(with(fields).to_vec()));
                judge("text", false, &text[0], &text[1], &text[2], &text[3], merge.conflicts.iter().any(|path| path == "text"))?;
            }
            prop_assert!(merge.conflicts.iter().all(|path| known.contains(path)), "{:?}", merge.conflicts);
        }
    }

    #[test]
    fn what_one_side_alone_changed_is_what_comes_out(
        projects in [support::project(), support::project(), support::project()],
        picks in prop::collection::vec(any::<u8>(), 40..90),
    ) {
        for [base, ours, theirs] in triples(&projects, &picks) {
            for (o, t, expected) in [(&ours, &base, &ours), (&base, &theirs, &theirs), (&theirs, &theirs, &theirs)] {
                let merge = merge_fields(&base, o, t);
                prop_assert_eq!((&merge.record, merge.conflicts.len()), (expected, 0));
            }
        }
    }
}
