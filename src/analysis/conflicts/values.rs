//! The value of a field as a person reads it: names for ids, words for places.

use serde_json::Value as Json;

use super::super::record_names::name_of;
use crate::model::{Project, RecordId, RecordKind, Target, Value};
use crate::text::shortened;

/// Characters of a name inside a value.
const NAME: usize = 60;

/// The value of a field, which is read off a record of this `kind` (`None`: a head) as JSON.
pub(super) fn in_words(project: &Project, kind: Option<RecordKind>, path: &str, value: Option<&Json>) -> String {
    let Some(value) = value.filter(|value| !value.is_null()) else { return "(nothing)".to_owned() };
    if path.starts_with("attributes.")
        && let Ok(value) = serde_json::from_value::<Value>(value.clone())
    {
        return of_attribute(project, &value);
    }
    if path == "target"
        && let Ok(target) = serde_json::from_value::<Target>(value.clone())
    {
        return of_target(&target);
    }
    if path == "text" && kind == Some(RecordKind::Document) {
        return value
            .as_str()
            .map_or_else(String::new, |text| format!("“{}” ({} characters)", shortened(text, NAME), text.chars().count()));
    }
    plain(project, kind, path, value)
}

fn plain(project: &Project, kind: Option<RecordKind>, path: &str, value: &Json) -> String {
    match value {
        Json::Null => "(nothing)".to_owned(),
        Json::String(text) if text.is_empty() => "(empty)".to_owned(),
        Json::String(text) => named(project, kind, path, text).unwrap_or_else(|| text.clone()),
        Json::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Json::Number(number) => number.to_string(),
        Json::Array(list) if list.is_empty() => "(nothing)".to_owned(),
        Json::Array(list) => list.iter().map(|it| plain(project, kind, path, it)).collect::<Vec<_>>().join(", "),
        Json::Object(_) => match serde_json::from_value::<RecordId>(value.clone()) {
            Ok(id) => name_of(project, &id).unwrap_or_else(|| id.to_string()),
            Err(_) => serde_json::to_string(value).unwrap_or_default(),
        },
    }
}

/// The name of what an id stands for, where the field is one of ids.
fn named(project: &Project, kind: Option<RecordKind>, path: &str, text: &str) -> Option<String> {
    use RecordKind as Kind;
    let id = match (path, kind) {
        ("code" | "parent", _) | ("from" | "to", Some(Kind::LinkType)) => RecordId::Code(text.parse().ok()?),
        ("coder", _) => RecordId::Coder(text.parse().ok()?),
        ("document", _) => RecordId::Document(text.parse().ok()?),
        ("layer", _) => RecordId::Layer(text.parse().ok()?),
        ("event", _) => RecordId::Event(text.parse().ok()?),
        ("claim", _) => RecordId::Claim(text.parse().ok()?),
        ("by", _) => RecordId::Entity(text.parse().ok()?),
        ("attributes", _) => RecordId::Attribute(text.parse().ok()?),
        ("kind", Some(Kind::Link)) => RecordId::LinkType(text.parse().ok()?),
        ("evidence", _) | ("from" | "to", Some(Kind::Link)) => RecordId::Annotation(text.parse().ok()?),
        ("kind", Some(Kind::Treatment)) => return Some(text.to_lowercase()),
        ("state", _) => return Some(if text == "Finished" { "finished" } else { "in progress" }.to_owned()),
        _ => return None,
    };
    name_of(project, &id).map(|name| shortened(&name, NAME))
}

fn of_attribute(project: &Project, value: &Value) -> String {
    match value {
        Value::Choice(word) | Value::Text(word) if word.is_empty() => "(empty)".to_owned(),
        Value::Choice(word) | Value::Text(word) => word.clone(),
        Value::Choices(words) => words.join(", "),
        Value::Number(number) => number.to_string(),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::References(references) => {
            let id = |reference: &crate::model::Reference| match reference {
                crate::model::Reference::Entity(id) => RecordId::Entity(id.clone()),
                crate::model::Reference::Claim(id) => RecordId::Claim(id.clone()),
            };
            let names = references.iter().map(id).map(|id| name_of(project, &id).unwrap_or_else(|| id.to_string()));
            names.map(|name| shortened(&name, NAME)).collect::<Vec<_>>().join(", ")
        }
    }
}

fn of_target(target: &Target) -> String {
    let places: Vec<String> = target.places().iter().map(|p| format!("“{}” at {}", shortened(&p.quote, NAME), p.span)).collect();
    match target {
        Target::Spans(_) => places.join(", "),
        Target::Paragraph(_) => format!("the paragraph {}", places.concat()),
        Target::Document => "the whole document".to_owned(),
    }
}
