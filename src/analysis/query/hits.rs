//! What the hits of a search answer.

use super::fields::HIT_HAS;
use super::sealed::Asked;
use super::syntax::Term;
use super::value::{Words, dates, in_text, numbers, one_of};
use super::{List, QueryError, Test, names, unknown_field};
use crate::analysis::concordance::Hit;
use crate::model::{Document, Event, Project};

impl Asked for Hit {
    const LIST: List = List::Hits;

    fn words(pattern: Words) -> Test<Self> {
        Box::new(move |_, h| pattern.is_in(&format!("{}{}{}", h.left, h.matched, h.right)))
    }

    fn field(project: &Project, name: &str, term: &Term) -> Result<Test<Self>, QueryError> {
        let at = term.value_at;
        let words = || in_text(at, &term.value);
        let of_documents = |fits: &dyn Fn(&Document) -> bool| -> Test<Self> {
            let documents = names::documents(project, fits);
            Box::new(move |_, h| documents.contains(&h.document))
        };
        Ok(match name {
            "left" => {
                let pattern = words()?;
                Box::new(move |_, h| pattern.is_in(&h.left))
            }
            "match" => {
                let pattern = words()?;
                Box::new(move |_, h| pattern.is_in(&h.matched))
            }
            "right" => {
                let pattern = words()?;
                Box::new(move |_, h| pattern.is_in(&h.right))
            }
            "document" => {
                let name = names::pattern(term)?;
                of_documents(&|d| names::document_is(d, &name))
            }
            "outlet" => {
                let name = names::pattern(term)?;
                of_documents(&|d| d.outlet.as_ref().is_some_and(|o| name.is_in(o)))
            }
            "language" => {
                let name = names::pattern(term)?;
                of_documents(&|d| d.language.as_ref().is_some_and(|l| names::language_is(l, &name)))
            }
            "event" => {
                let name = names::pattern(term)?;
                let fits = |event: &Event| name.is_in(event.id.as_str()) || name.is_in(&event.name);
                of_documents(&|d| d.event.as_ref().and_then(|id| project.events().get(id)).is_some_and(|event| fits(event)))
            }
            "date" => {
                let asked = dates(at, &term.value)?;
                of_documents(&|d| d.date.as_ref().is_some_and(|date| asked.fit(date)))
            }
            "paragraph" => {
                let asked = numbers(at, &term.value)?;
                Box::new(move |project, h| {
                    let document = project.documents().get(&h.document);
                    document.and_then(|d| d.text.paragraph_at(h.span.start())).is_some_and(|n| asked.fit_count(n + 1))
                })
            }
            "code" => {
                let codes = names::codes(project, &names::pattern(term)?);
                Box::new(move |project, h| project.annotations_touching(&h.document, h.span).iter().any(|a| codes.contains(&a.code)))
            }
            "has" => {
                one_of(at, name, &term.value, HIT_HAS)?;
                Box::new(|project, h| !project.annotations_touching(&h.document, h.span).is_empty())
            }
            _ => return Err(unknown_field(List::Hits, term, std::iter::empty())),
        })
    }
}
