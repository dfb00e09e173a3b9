//! What links answer.

use super::annotations::day;
use super::fields::{LINK_HAS, LINK_IS};
use super::sealed::Asked;
use super::syntax::Term;
use super::value::{Words, dates, in_text, one_of};
use super::{List, QueryError, Test, names, unknown_field};
use crate::model::{Annotation, AnnotationId, CodeId, Link, Project, Value};

impl Asked for Link {
    const LIST: List = List::Links;

    fn words(pattern: Words) -> Test<Self> {
        Box::new(move |project, link| {
            let said = |id: &AnnotationId| project.annotations().get(id).is_some_and(|a| pattern.is_in(&a.quote()));
            said(&link.from) || said(&link.to) || pattern.is_in(&link.memo) || values(link).any(|value| pattern.is_in(value))
        })
    }

    fn field(project: &Project, name: &str, term: &Term) -> Result<Test<Self>, QueryError> {
        let at = term.value_at;
        Ok(match name {
            "type" => {
                let kinds = names::link_types(project, &names::pattern(term)?);
                Box::new(move |_, link| kinds.contains(&link.kind))
            }
            "from" | "to" | "code" => {
                let codes = names::codes(project, &names::pattern(term)?);
                let has = move |project: &Project, id: &AnnotationId| code_of(project, id).is_some_and(|code| codes.contains(code));
                match name {
                    "from" => Box::new(move |project, link| has(project, &link.from)),
                    "to" => Box::new(move |project, link| has(project, &link.to)),
                    _ => Box::new(move |project, link| has(project, &link.from) || has(project, &link.to)),
                }
            }
            "coder" => {
                let coders = names::coders(project, &names::pattern(term)?);
                Box::new(move |_, link| coders.contains(&link.coder))
            }
            "document" => {
                let pattern = names::pattern(term)?;
                let documents = names::documents(project, |d| names::document_is(d, &pattern));
                Box::new(move |project, link| ends(project, link).any(|a| documents.contains(&a.document)))
            }
            "words" => Self::words(in_text(at, &term.value)?),
            "memo" => {
                let pattern = in_text(at, &term.value)?;
                Box::new(move |_, link| !link.memo.is_empty() && pattern.is_in(&link.memo))
            }
            "value" => {
                let pattern = in_text(at, &term.value)?;
                Box::new(move |_, link| values(link).any(|value| pattern.is_in(value)))
            }
            "is" => match one_of(at, name, &term.value, LINK_IS)? {
                "across" => Box::new(is_across),
                _ => Box::new(|project, link| !is_across(project, link)),
            },
            "has" => match one_of(at, name, &term.value, LINK_HAS)? {
                "values" => Box::new(|_, link| !link.attributes.is_empty()),
                _ => Box::new(|_, link| !link.memo.is_empty()),
            },
            "created" => {
                let asked = dates(at, &term.value)?;
                Box::new(move |_, link| asked.fit(&day(link.created)))
            }
            "id" => {
                let pattern = names::pattern(term)?;
                Box::new(move |_, link| pattern.is_in(link.id.as_str()))
            }
            _ => return Err(unknown_field(List::Links, term, std::iter::empty())),
        })
    }
}

fn code_of<'p>(project: &'p Project, id: &AnnotationId) -> Option<&'p CodeId> {
    project.annotations().get(id).map(|a| &a.code)
}

fn ends<'p>(project: &'p Project, link: &Link) -> impl Iterator<Item = &'p Annotation> {
    [project.annotations().get(&link.from), project.annotations().get(&link.to)].into_iter().flatten().map(AsRef::as_ref)
}

/// What its values say, where that is words.
fn values(link: &Link) -> impl Iterator<Item = &str> {
    link.attributes.values().filter_map(|value| match value {
        Value::Text(text) | Value::Choice(text) => Some(text.as_str()),
        Value::Choices(_) | Value::Number(_) | Value::YesNo(_) | Value::References(_) => None,
    })
}

/// Whether a link joins two documents.
pub fn is_across(project: &Project, link: &Link) -> bool {
    let mut documents = ends(project, link).map(|a| &a.document);
    let first = documents.next();
    documents.any(|document| Some(document) != first)
}

/// The values of a link in words, in the order of its type: `5 hours | 6 hours | +1 hours`.
pub fn values_in_words(project: &Project, link: &Link) -> String {
    let order = project.link_types().get(&link.kind).map_or(&[][..], |kind| kind.attributes.as_slice());
    let words = order.iter().filter_map(|id| link.attributes.get(id)).map(|value| match value {
        Value::Text(text) | Value::Choice(text) => text.clone(),
        Value::Choices(words) => words.join(", "),
        Value::Number(number) => number.to_string(),
        Value::YesNo(yes) => (if *yes { "yes" } else { "no" }).to_owned(),
        Value::References(_) => String::new(),
    });
    words.collect::<Vec<_>>().join(" | ")
}
