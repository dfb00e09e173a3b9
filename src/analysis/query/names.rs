//! From the names that people write to ids.

use std::collections::BTreeSet;

use super::QueryError;
use super::syntax::{Term, Value};
use super::value::{Words, of_name};
use crate::model::{ClaimId, CodeId, CoderId, Document, DocumentId, Entity, EntityId, LinkTypeId, Project, RecordId, RecordKind};

/// The pattern of a term that names something.
pub(super) fn pattern(term: &Term) -> Result<Words, QueryError> {
    of_name(term.value_at, &term.value)
}

/// The last part of a code's id: `PER` of `E.PER`.
fn label(code: &CodeId) -> &str {
    code.as_str().rsplit('.').next().unwrap_or_default()
}

/// Codes by id, name or label.
pub(super) fn codes(project: &Project, name: &Words) -> BTreeSet<CodeId> {
    let fits = |c: &&std::sync::Arc<crate::model::Code>| [c.id.as_str(), &c.name, label(&c.id)].iter().any(|n| name.is_in(n));
    project.codes().values().filter(fits).map(|c| c.id.clone()).collect()
}

/// Codes of layers by the layer's name or id.
pub(super) fn codes_of_layers(project: &Project, name: &Words) -> BTreeSet<CodeId> {
    let layer = |id| project.layers().get(id).is_some_and(|l| name.is_in(l.id.as_str()) || name.is_in(&l.name));
    project.codes().values().filter(|c| layer(&c.layer)).map(|c| c.id.clone()).collect()
}

/// Coders by name or id.
pub(super) fn coders(project: &Project, name: &Words) -> BTreeSet<CoderId> {
    let fits = |c: &&std::sync::Arc<crate::model::Coder>| name.is_in(c.id.as_str()) || name.is_in(&c.name);
    project.coders().values().filter(fits).map(|c| c.id.clone()).collect()
}

/// Documents of which something holds.
pub(super) fn documents(project: &Project, fits: impl Fn(&Document) -> bool) -> BTreeSet<DocumentId> {
    project.documents().values().filter(|d| fits(d)).map(|d| d.id.clone()).collect()
}

/// Whether a document has this id or title.
pub(super) fn document_is(document: &Document, name: &Words) -> bool {
    name.is_in(document.id.as_str()) || document.title.as_ref().is_some_and(|t| name.is_in(t))
}

/// Whether a language tag or one of the shorter ones it begins with has this name.
pub(super) fn language_is(tag: &str, name: &Words) -> bool {
    let ends = tag.match_indices('-').map(|(at, _)| at).chain([tag.len()]);
    ends.filter_map(|end| tag.get(..end)).any(|part| name.is_in(part))
}

/// Whether an entity goes by this name or has this id.
pub(super) fn entity_is(entity: &Entity, name: &Words) -> bool {
    name.is_in(entity.id.as_str()) || name.is_in(&entity.name) || entity.aliases.iter().any(|a| name.is_in(a))
}

/// Entities by name, other name or id.
pub(super) fn entities(project: &Project, name: &Words) -> BTreeSet<EntityId> {
    project.entities().values().filter(|e| entity_is(e, name)).map(|e| e.id.clone()).collect()
}

/// Claims by id or whole statement.
pub(super) fn claims(project: &Project, name: &Words) -> BTreeSet<ClaimId> {
    let fits = |c: &&std::sync::Arc<crate::model::Claim>| name.is_in(c.id.as_str()) || name.is_in(&c.statement);
    project.claims().values().filter(fits).map(|c| c.id.clone()).collect()
}

/// Types of links by id or name.
pub(super) fn link_types(project: &Project, name: &Words) -> BTreeSet<LinkTypeId> {
    let fits = |k: &&std::sync::Arc<crate::model::LinkType>| name.is_in(k.id.as_str()) || name.is_in(&k.name);
    project.link_types().values().filter(fits).map(|k| k.id.clone()).collect()
}

/// What memos of which something holds are about.
pub(super) fn with_memo(project: &Project, kind: RecordKind, fits: impl Fn(&crate::model::Memo) -> bool) -> BTreeSet<RecordId> {
    let of_kind = project.memos().values().filter(|m| m.about.as_ref().is_some_and(|id| id.kind() == kind));
    of_kind.filter(|m| fits(m)).filter_map(|m| m.about.clone()).collect()
}

/// Whether a value is one word without any sign, so that it may be a code or an entity where a place is asked for.
pub(super) fn may_name(value: &Value) -> bool {
    matches!(value, Value::Word(_) | Value::Wildcard(_))
}
