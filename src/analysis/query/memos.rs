//! What memos answer, and the remarks and notes that are listed with them.

use std::collections::BTreeSet;

use super::annotations::day;
use super::fields::{ABOUT, MEMO_HAS, MEMO_KINDS};
use super::sealed::Asked;
use super::syntax::Term;
use super::value::{Words, dates, in_text, numbers, one_of};
use super::{List, QueryError, Test, names, unknown_field};
use crate::analysis::notes::Note;
use crate::analysis::record_names::name_of;
use crate::model::{Project, RecordId, RecordKind};

impl Asked for Note {
    const LIST: List = List::Memos;

    fn words(pattern: Words) -> Test<Self> {
        Box::new(move |project, n| pattern.is_in(n.title(project)) || pattern.is_in(n.text(project)))
    }

    fn field(project: &Project, name: &str, term: &Term) -> Result<Test<Self>, QueryError> {
        let at = term.value_at;
        let words = || in_text(at, &term.value);
        Ok(match name {
            "author" => {
                let coders = names::coders(project, &names::pattern(term)?);
                Box::new(move |project, n| n.author(project).is_some_and(|coder| coders.contains(coder)))
            }
            "about" => {
                let word = one_of(at, name, &term.value, ABOUT)?;
                Box::new(move |project, n| about_word(project, n) == word)
            }
            "subject" => {
                let pattern = words()?;
                Box::new(move |project, n| n.about(project).and_then(|id| name_of(project, id)).is_some_and(|name| pattern.is_in(&name)))
            }
            "to" => {
                let named = pointed_to(project, &names::pattern(term)?);
                Box::new(move |project, n| n.links(project).iter().any(|link| named.contains(link)))
            }
            "kind" => {
                let word = one_of(at, name, &term.value, MEMO_KINDS)?;
                Box::new(move |_, n| n.kind().word() == word)
            }
            "date" => {
                let asked = dates(at, &term.value)?;
                Box::new(move |project, n| n.changed(project).or(n.created(project)).is_some_and(|time| asked.fit(&day(time))))
            }
            "created" => {
                let asked = dates(at, &term.value)?;
                Box::new(move |project, n| n.created(project).is_some_and(|time| asked.fit(&day(time))))
            }
            "changed" => {
                let asked = dates(at, &term.value)?;
                Box::new(move |project, n| n.changed(project).is_some_and(|time| asked.fit(&day(time))))
            }
            "title" => {
                let pattern = words()?;
                Box::new(move |project, n| pattern.is_in(n.title(project)))
            }
            "text" => {
                let pattern = words()?;
                Box::new(move |project, n| pattern.is_in(n.text(project)))
            }
            "words" => {
                let asked = numbers(at, &term.value)?;
                Box::new(move |project, n| asked.fit_count(n.text(project).split_whitespace().count()))
            }
            "has" => match one_of(at, name, &term.value, MEMO_HAS)? {
                "title" => Box::new(|project, n| !n.title(project).is_empty()),
                _ => Box::new(|project, n| !n.links(project).is_empty()),
            },
            "id" => {
                let pattern = names::pattern(term)?;
                Box::new(move |_, n| pattern.is_in(&id_word(n)))
            }
            _ => return Err(unknown_field(List::Memos, term, std::iter::empty())),
        })
    }
}

/// The id of the memo, or of the record that carries the remark or note.
pub fn id_word(note: &Note) -> String {
    let id = note.record().to_string();
    // A record's id is written behind its kind.
    id.strip_prefix(&note.record().kind().to_string()).unwrap_or(&id).trim_start().to_owned()
}

/// What memos point to and is called so, or has this id.
fn pointed_to(project: &Project, name: &Words) -> BTreeSet<RecordId> {
    let links: BTreeSet<&RecordId> = project.memos().values().flat_map(|m| &m.links).collect();
    let id = |id: &RecordId| Note::of(id.clone()).map(|n| id_word(&n));
    let fits = |link: &&RecordId| name_of(project, link).is_some_and(|n| name.is_in(&n)) || id(link).is_some_and(|id| name.is_in(&id));
    links.into_iter().filter(fits).cloned().collect()
}

/// What kind of thing a memo is about, as queries and lists call it.
pub fn about_word(project: &Project, note: &Note) -> &'static str {
    match note.about(project).map(RecordId::kind) {
        None => "project",
        Some(RecordKind::Document) => "document",
        Some(RecordKind::Annotation) => "annotation",
        Some(RecordKind::Code) => "code",
        Some(RecordKind::Layer) => "layer",
        Some(RecordKind::Entity) => "entity",
        Some(RecordKind::Claim) => "claim",
        Some(RecordKind::Coder) => "coder",
        Some(RecordKind::Event) => "event",
        Some(
            RecordKind::Attribute
            | RecordKind::LinkType
            | RecordKind::Link
            | RecordKind::Treatment
            | RecordKind::Mark
            | RecordKind::Memo
            | RecordKind::Progress,
        ) => "other",
    }
}
