//! What records are called on the screen and in tables: one short line each.

use crate::model::{Memo, Project, RecordId};
use crate::text::shortened;

/// Characters of a name; longer ones end with an ellipsis.
const LONGEST: usize = 120;
/// Characters of an annotation's words inside another name.
const PART: usize = 40;

/// The name of a record, never empty; `None`: there is no such record.
pub fn name_of(project: &Project, id: &RecordId) -> Option<String> {
    let annotation = |id| project.annotations().get(id).map(|a| if a.is_on_text() { a.quote() } else { "the whole document".to_owned() });
    let document = |id| project.documents().get(id).map(|d| d.display_title().to_owned());
    let name = match id {
        RecordId::Coder(id) => project.coders().get(id)?.name.clone(),
        RecordId::Event(id) => project.events().get(id)?.display_name().to_owned(),
        RecordId::Attribute(id) => project.attributes().get(id)?.name.clone(),
        RecordId::Layer(id) => project.layers().get(id)?.name.clone(),
        RecordId::Code(id) => project.codes().get(id)?.name.clone(),
        RecordId::LinkType(id) => project.link_types().get(id)?.name.clone(),
        RecordId::Entity(id) => project.entities().get(id)?.name.clone(),
        RecordId::Claim(id) => project.claims().get(id)?.statement.clone(),
        RecordId::Document(id) => document(id)?,
        RecordId::Annotation(id) => {
            let code = project.codes().get(&project.annotations().get(id)?.code);
            format!("“{}” · {}", shortened(&annotation(id)?, LONGEST - 2 * PART), code.map_or("unknown code", |c| &c.name))
        }
        RecordId::Link(id) => {
            let link = project.links().get(id)?;
            let kind = project.link_types().get(&link.kind).map_or(link.kind.as_str(), |k| &k.name);
            let end = |id| annotation(id).map(|words| shortened(&words, PART)).unwrap_or_default();
            format!("“{}” {kind} “{}”", end(&link.from), end(&link.to))
        }
        RecordId::Treatment(key) => {
            let treatment = project.treatments().get(key)?;
            let claim = project.claims().get(&key.claim).map_or(key.claim.as_str(), |c| &c.statement);
            format!("{} {} “{}”", key.document, treatment.kind.word(), shortened(claim, LONGEST - PART))
        }
        RecordId::Memo(id) => memo_name(project.memos().get(id)?),
        RecordId::Mark(id) => document(&project.marks().get(id)?.document)?,
        RecordId::Progress(key) => {
            project.progress().get(key)?;
            document(&key.document)?
        }
    };
    let name = shortened(&name, LONGEST);
    Some(if name.is_empty() { id.to_string() } else { name })
}

/// What a field of a record is called in a sentence; `path` is as in [`crate::model::FieldMerge::conflicts`].
pub fn field_name(project: &Project, path: &str) -> String {
    let (field, key) = path.split_once('.').unwrap_or((path, ""));
    let word = match (field, key) {
        ("attributes", key) if !key.is_empty() => {
            let name = key
                .parse::<crate::model::AttributeId>()
                .ok()
                .and_then(|id| project.attributes().get(&id))
                .map_or(key, |attribute| &attribute.name);
            return format!("“{name}”");
        }
        ("metadata", key) if !key.is_empty() => return format!("“{key}”"),
        ("extra", key) if !key.is_empty() => return format!("the field “{key}” of a newer version"),
        ("memo", _) => "remark",
        ("target", _) => "place",
        ("by", _) => "attribution",
        ("about", _) => "subject",
        ("links", _) => "list of links",
        ("looked", _) => "record of who looked",
        ("rank", _) => "order",
        ("hue", _) => "colour",
        ("scopes", _) => "list of what it can be put on",
        ("when", _) => "condition",
        ("aliases", _) => "list of other names",
        ("orphan", _) => "note that the place is lost",
        ("url", _) => "address",
        ("id", _) => "identity",
        (field, _) => field,
    };
    format!("the {word}")
}

/// A memo's heading, or else the words it begins with.
pub fn memo_name(memo: &Memo) -> String {
    let words = if memo.title.trim().is_empty() { &memo.text } else { &memo.title };
    let words = shortened(words, LONGEST);
    if words.is_empty() { "Empty memo".to_owned() } else { words }
}
