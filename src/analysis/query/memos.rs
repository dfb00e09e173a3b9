//! What memos answer.

use regex::Regex;

use super::annotations::day;
use super::fields::{ABOUT, MEMO_HAS};
use super::sealed::Asked;
use super::syntax::Term;
use super::value::{dates, in_text, one_of};
use super::{List, QueryError, Test, names, unknown_field};
use crate::model::{Memo, Project, RecordKind};

impl Asked for Memo {
    const LIST: List = List::Memos;

    fn words(pattern: Regex) -> Test<Self> {
        Box::new(move |_, m| pattern.is_match(&m.title) || pattern.is_match(&m.text))
    }

    fn field(project: &Project, name: &str, term: &Term) -> Result<Test<Self>, QueryError> {
        let at = term.value_at;
        Ok(match name {
            "author" => {
                let coders = names::coders(project, &names::pattern(term)?);
                Box::new(move |_, m| coders.contains(&m.coder))
            }
            "about" => {
                let word = one_of(at, name, &term.value, ABOUT)?;
                Box::new(move |_, m| about_word(m) == word)
            }
            "date" => {
                let asked = dates(at, &term.value)?;
                Box::new(move |_, m| asked.fit(&day(m.changed.unwrap_or(m.created))))
            }
            "title" => {
                let pattern = in_text(at, &term.value)?;
                Box::new(move |_, m| pattern.is_match(&m.title))
            }
            "text" => {
                let pattern = in_text(at, &term.value)?;
                Box::new(move |_, m| pattern.is_match(&m.text))
            }
            "has" => match one_of(at, name, &term.value, MEMO_HAS)? {
                "title" => Box::new(|_, m| !m.title.is_empty()),
                _ => Box::new(|_, m| !m.links.is_empty()),
            },
            "id" => {
                let pattern = names::pattern(term)?;
                Box::new(move |_, m| pattern.is_match(m.id.as_str()))
            }
            _ => return Err(unknown_field(List::Memos, term, std::iter::empty())),
        })
    }
}

/// What kind of thing a memo is about, as queries and lists call it.
pub fn about_word(memo: &Memo) -> &'static str {
    match memo.about.as_ref().map(crate::model::RecordId::kind) {
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
