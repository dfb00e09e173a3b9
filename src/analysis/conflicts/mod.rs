//! Conflicts in words: what each is about, and what either side says in the fields that differ.

mod values;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value as Json;

use self::values::in_words;
use super::record_names::{field_name, name_of};
use crate::model::{Conflict, ConflictId, Edit, Project, Record, RecordId, Versions};
use crate::text::{capitalised, shortened};

/// Characters of a value; longer ones end with an ellipsis.
const LONGEST: usize = 400;
/// Characters of a name inside what a conflict is about.
const NAME: usize = 80;
/// Fields that say nothing of a record that one side removed and the other changed.
const OF_THE_PROGRAM: [&str; 8] = ["id", "created", "changed", "revision", "revised", "origin", "rank", "provenance"];

/// One conflict as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Which.
    pub id: ConflictId,
    /// What it is about: `Annotation “Kim Jong Un” · Person`.
    pub about: String,
    /// What happened: `remark: changed here and by others`.
    pub what: String,
    /// What differs.
    pub fields: Vec<ToldField>,
}

/// One field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldField {
    /// Its name on the screen.
    pub name: String,
    /// What it says here.
    pub mine: String,
    /// What the others have.
    pub other: String,
}

/// All conflicts of a project in words, in an order that stays.
pub fn all(project: &Project) -> Vec<Told> {
    project.conflicts().values().map(|conflict| told(project, conflict)).collect()
}

/// A conflict in words.
pub fn told(project: &Project, conflict: &Conflict) -> Told {
    let (about, sides) = match &conflict.versions {
        Versions::Record { id, ours, theirs } => {
            // What one side removed is named as the other one has it.
            let mut named = project.clone();
            let version = ours.as_ref().or(theirs.as_ref()).filter(|_| !project.has(id));
            named.replay_edits(&version.map(|record| Edit::Add(record.clone())).into_iter().collect::<Vec<_>>());
            let fields = |record: &Option<Record>| record.as_ref().map(fields_of);
            (called(&named, id), [fields(ours), fields(theirs)])
        }
        Versions::Project { ours, theirs } => ("The project".to_owned(), [Some(flat(&**ours)), Some(flat(&**theirs))]),
        Versions::Codebook { ours, theirs } => ("The codebook".to_owned(), [Some(flat(&**ours)), Some(flat(&**theirs))]),
    };
    let [mine, other] = &sides;
    let named = |path: &String| capitalised(field_name(project, path).trim_start_matches("the "));
    let kind = conflict.about().map(RecordId::kind);
    let value = |side: &Option<Fields>, path: &String| match side {
        Some(fields) => shortened(&in_words(project, kind, path, fields.get(path)), LONGEST),
        None => "(deleted)".to_owned(),
    };
    let field = |path: &String| ToldField { name: named(path), mine: value(mine, path), other: value(other, path) };
    let paths = if conflict.fields.is_empty() { telling(mine.as_ref(), other.as_ref()) } else { conflict.fields.clone() };
    let what = match (mine, other) {
        (None, Some(_)) => "deleted here, changed or needed by others".to_owned(),
        (Some(_), None) => "changed or needed here, deleted by others".to_owned(),
        _ => {
            let names: Vec<String> = paths.iter().map(|path| field_name(project, path).trim_start_matches("the ").to_owned()).collect();
            format!("{}: changed here and by others, each in another way", names.join(", "))
        }
    };
    Told { id: conflict.id.clone(), about, what, fields: paths.iter().map(field).collect() }
}

/// `Annotation “Kim Jong Un” · Person`, in words alone.
fn called(project: &Project, id: &RecordId) -> String {
    let kind = capitalised(&id.kind().to_string());
    match name_of(project, id).map(|name| shortened(&name, NAME)) {
        Some(name) if name.contains('“') => format!("{kind} {name}"),
        Some(name) => format!("{kind} “{name}”"),
        None => kind,
    }
}

/// Fields by their paths; maps by their keys.
type Fields = BTreeMap<String, Json>;

fn fields_of(record: &Record) -> Fields {
    macro_rules! flattened {
        ($($kind:ident),*) => { match record { $(Record::$kind(r) => flat(&**r),)* } };
    }
    flattened!(Coder, Event, Attribute, Layer, Code, LinkType, Entity, Claim, Document, Annotation, Link, Treatment, Memo, Mark, Progress)
}

fn flat(thing: &impl Serialize) -> Fields {
    let Ok(Json::Object(object)) = serde_json::to_value(thing) else { return Fields::new() };
    let mut fields = Fields::new();
    for (name, value) in object {
        match value {
            Json::Object(map) if ["attributes", "metadata", "extra"].contains(&name.as_str()) => {
                fields.extend(map.into_iter().map(|(key, value)| (format!("{name}.{key}"), value)));
            }
            value => drop(fields.insert(name, value)),
        }
    }
    fields
}

/// The fields that tell two whole versions apart; of a single one, those that say something.
fn telling(mine: Option<&Fields>, other: Option<&Fields>) -> Vec<String> {
    let paths: BTreeSet<&String> = mine.into_iter().chain(other).flat_map(Fields::keys).collect();
    let differs = |path: &&&String| match (mine, other) {
        (Some(mine), Some(other)) => mine.get(**path) != other.get(**path),
        _ => !OF_THE_PROGRAM.contains(&path.as_str()),
    };
    paths.iter().filter(differs).map(|path| (*path).clone()).collect()
}

#[cfg(test)]
mod tests;
