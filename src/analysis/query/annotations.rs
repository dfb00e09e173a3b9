//! What annotations answer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::fields::{HAS, IS, ORIGINS};
use super::places::Places;
use super::sealed::Asked;
use super::syntax::{Beside, Coders, Expr, Relation, Term};
use super::value::{self, Words, dates, in_text, numbers};
use super::{List, QueryError, Test, compile, names, unknown_field};
use crate::model::{
    Annotation, Attribute, AttributeId, AttributeKind, CodeId, CoderId, Document, DocumentId, Origin, Project, RecordId, RecordKind,
    Reference, Target, Value,
};
use crate::text::Span;

/// How far `near:` reaches where no number is given, in words.
const NEAR: u32 = 10;

impl Asked for Annotation {
    const LIST: List = List::Annotations;

    fn words(pattern: Words) -> Test<Self> {
        in_quote(pattern)
    }

    fn field(project: &Project, name: &str, term: &Term) -> Result<Test<Self>, QueryError> {
        let at = term.value_at;
        Ok(match name {
            "layer" => of_codes(names::codes_of_layers(project, &names::pattern(term)?)),
            "code" => of_codes(names::codes(project, &names::pattern(term)?)),
            "coder" => {
                let coders = names::coders(project, &names::pattern(term)?);
                Box::new(move |_, a| coders.contains(&a.coder))
            }
            "document" | "outlet" | "event" | "date" | "language" => in_documents(document_field(project, name, term)?),
            "quote" | "words" => in_quote(in_text(at, &term.value)?),
            "memo" => memo(project, in_text(at, &term.value)?),
            "origin" => {
                let word = value::one_of(at, name, &term.value, ORIGINS)?;
                Box::new(move |_, a| origin_word(&a.origin) == word)
            }
            "entity" => {
                let entities = names::entities(project, &names::pattern(term)?);
                Box::new(move |_, a| a.entities().any(|e| entities.contains(e)))
            }
            "claim" => {
                let claims = names::claims(project, &names::pattern(term)?);
                Box::new(move |_, a| a.claims().any(|c| claims.contains(c)))
            }
            "length" => {
                let asked = numbers(at, &term.value)?;
                Box::new(move |_, a| asked.fit_count(length(a)))
            }
            "paragraph" => {
                let asked = numbers(at, &term.value)?;
                Box::new(move |project, a| paragraph(project, a).is_some_and(|n| asked.fit_count(n)))
            }
            "is" => is(value::one_of(at, name, &term.value, IS)?),
            "has" => has(project, term)?,
            "link" => {
                let kinds = names::link_types(project, &names::pattern(term)?);
                Box::new(move |project, a| project.links_of(&a.id).any(|l| kinds.contains(&l.kind)))
            }
            "near" => beside_words(places_of(project, &in_text(at, &term.value)?), Relation::Within(NEAR)),
            "created" => {
                let asked = dates(at, &term.value)?;
                Box::new(move |_, a| asked.fit(&day(a.created)))
            }
            "changed" => {
                let asked = dates(at, &term.value)?;
                Box::new(move |_, a| a.changed.is_some_and(|time| asked.fit(&day(time))))
            }
            "id" => {
                let id = names::pattern(term)?;
                Box::new(move |_, a| id.is_in(a.id.as_str()))
            }
            other => match other.strip_prefix("near/") {
                Some(words) => {
                    let wrong = |_| {
                        QueryError::new(term.at.0, "A number of words is asked for behind 'near/'", "Write for example near/5:agreement")
                    };
                    let words = words.parse().map_err(wrong)?;
                    beside_words(places_of(project, &in_text(at, &term.value)?), Relation::Within(words))
                }
                None => attribute(project, term)?,
            },
        })
    }

    fn beside(project: &Project, beside: &Beside) -> Result<Test<Self>, QueryError> {
        let left = operand(project, &beside.left)?;
        let relation = beside.relation;
        let right = match side(project, &beside.right)? {
            Side::Words(pattern) => beside_words(places_of(project, &pattern), relation),
            Side::Annotations(right) => beside_annotations(project, right, relation, beside.coders),
        };
        Ok(Box::new(move |project, a| left(project, a) && right(project, a)))
    }
}

/// The day of a time in UTC, such as `2023-10-01`.
pub(super) fn day(time: jiff::Timestamp) -> String {
    time.strftime("%Y-%m-%d").to_string()
}

fn of_codes(codes: BTreeSet<CodeId>) -> Test<Annotation> {
    Box::new(move |_, a| codes.contains(&a.code))
}

fn in_documents(documents: BTreeSet<DocumentId>) -> Test<Annotation> {
    Box::new(move |_, a| documents.contains(&a.document))
}

fn in_quote(pattern: Words) -> Test<Annotation> {
    Box::new(move |_, a| match a.target.places() {
        [only] => pattern.is_in(&only.quote),
        _ => pattern.is_in(&a.quote()),
    })
}

fn document_field(project: &Project, name: &str, term: &Term) -> Result<BTreeSet<DocumentId>, QueryError> {
    if name == "date" {
        let asked = dates(term.value_at, &term.value)?;
        return Ok(names::documents(project, |d| d.date.as_ref().is_some_and(|date| asked.fit(date))));
    }
    let pattern = names::pattern(term)?;
    let event_is = |d: &Document| {
        let event = d.event.as_ref().and_then(|id| project.events().get(id));
        event.is_some_and(|e| pattern.is_in(e.id.as_str()) || pattern.is_in(&e.name))
    };
    Ok(names::documents(project, |d| match name {
        "document" => names::document_is(d, &pattern),
        "outlet" => d.outlet.as_ref().is_some_and(|outlet| pattern.is_in(outlet)),
        "language" => d.language.as_ref().is_some_and(|tag| names::language_is(tag, &pattern)),
        _ => event_is(d),
    }))
}

fn memo(project: &Project, pattern: Words) -> Test<Annotation> {
    let about = names::with_memo(project, RecordKind::Annotation, |m| pattern.is_in(&m.title) || pattern.is_in(&m.text));
    Box::new(move |_, a| pattern.is_in(&a.memo) && !a.memo.is_empty() || about.contains(&RecordId::Annotation(a.id.clone())))
}

/// How an annotation came to be, as queries and lists call it.
pub fn origin_word(origin: &Origin) -> &'static str {
    match origin {
        Origin::ByHand => "hand",
        Origin::Rule(_) => "rule",
        Origin::Imported(_) => "imported",
        Origin::Suggested(_) => "suggested",
    }
}

/// Code points of its words, without the gaps between fragments.
pub fn length(a: &Annotation) -> usize {
    a.target.places().iter().map(|place| place.quote.chars().count()).sum()
}

/// Number of the paragraph it begins in, from 1; `None` for the whole document and for an orphan.
pub fn paragraph(project: &Project, a: &Annotation) -> Option<usize> {
    let extent = place(a)?;
    project.documents().get(&a.document)?.text.paragraph_at(extent.start()).map(|n| n + 1)
}

/// Where it lies; an orphan and the whole document have no place.
fn place(a: &Annotation) -> Option<Span> {
    if a.orphan { None } else { a.target.extent() }
}

/// Whether the meaning of its code changed after it was put.
fn is_to_review(project: &Project, a: &Annotation) -> bool {
    project.codes().get(&a.code).is_some_and(|code| a.revision < code.revised)
}

fn is(word: &'static str) -> Test<Annotation> {
    match word {
        "orphan" => Box::new(|_, a| a.orphan),
        "discontinuous" => Box::new(|_, a| matches!(&a.target, Target::Spans(places) if places.len() > 1)),
        "linked" => has_links(),
        _ => Box::new(is_to_review),
    }
}

fn has_links() -> Test<Annotation> {
    Box::new(|project, a| project.links_of(&a.id).next().is_some())
}

fn has(project: &Project, term: &Term) -> Result<Test<Annotation>, QueryError> {
    let error = match value::one_of(term.value_at, "has", &term.value, HAS) {
        Ok("entity") => return Ok(Box::new(|_, a| a.entities().next().is_some())),
        Ok("claim") => return Ok(Box::new(|_, a| a.claims().next().is_some())),
        Ok("links") => return Ok(has_links()),
        Ok(_) => {
            let about = names::with_memo(project, RecordKind::Annotation, |_| true);
            return Ok(Box::new(move |_, a| !a.memo.is_empty() || about.contains(&RecordId::Annotation(a.id.clone()))));
        }
        Err(error) => error,
    };
    let named = attributes_named(project, &names::pattern(term)?);
    if named.is_empty() {
        return Err(error);
    }
    Ok(Box::new(move |_, a| named.iter().any(|attribute| a.attributes.contains_key(&attribute.id))))
}

fn attributes_named(project: &Project, name: &Words) -> Vec<Arc<Attribute>> {
    let fits = |a: &&Arc<Attribute>| name.is_in(a.id.as_str()) || name.is_in(&a.name);
    project.attributes().values().filter(fits).cloned().collect()
}

/// A term whose field is the name or id of one or several attributes; an annotation fits if one of them has the value.
fn attribute(project: &Project, term: &Term) -> Result<Test<Annotation>, QueryError> {
    let name = value::of_name(term.at, &super::Value::Quoted(term.name.clone()))?;
    let named = attributes_named(project, &name);
    let mut tests: Vec<(AttributeId, ValueTest)> = Vec::new();
    let mut error = None;
    for attribute in &named {
        match value_test(project, attribute, term) {
            Ok(test) => tests.push((attribute.id.clone(), test)),
            Err(other) => error = Some(other),
        }
    }
    match error {
        Some(error) if tests.is_empty() => Err(error),
        None if tests.is_empty() => {
            Err(unknown_field(List::Annotations, term, project.attributes().values().flat_map(|a| [a.name.as_str(), a.id.as_str()])))
        }
        _ => Ok(Box::new(move |_, a| tests.iter().any(|(id, test)| a.attributes.get(id).is_some_and(test)))),
    }
}

type ValueTest = Box<dyn Fn(&Value) -> bool + Send + Sync>;

fn value_test(project: &Project, attribute: &Attribute, term: &Term) -> Result<ValueTest, QueryError> {
    let at = term.value_at;
    Ok(match &attribute.kind {
        AttributeKind::Choice(_) | AttributeKind::Choices(_) => {
            let name = names::pattern(term)?;
            Box::new(move |value| match value {
                Value::Choice(word) | Value::Text(word) => name.is_in(word),
                Value::Choices(words) => words.iter().any(|w| name.is_in(w)),
                Value::Number(_) | Value::YesNo(_) | Value::References(_) => false,
            })
        }
        AttributeKind::Text => {
            let pattern = in_text(at, &term.value)?;
            Box::new(move |value| matches!(value, Value::Text(text) if pattern.is_in(text)))
        }
        AttributeKind::Number { .. } => {
            let asked = numbers(at, &term.value)?;
            Box::new(move |value| matches!(value, Value::Number(n) if asked.fit(*n)))
        }
        AttributeKind::YesNo => {
            let yes = value::one_of(at, &term.name, &term.value, &["yes", "no"])? == "yes";
            Box::new(move |value| *value == Value::YesNo(yes))
        }
        AttributeKind::Entity | AttributeKind::Claim | AttributeKind::EntityOrClaim => {
            let name = names::pattern(term)?;
            let (entities, claims) = (names::entities(project, &name), names::claims(project, &name));
            Box::new(move |value| match value {
                Value::References(references) => references.iter().any(|reference| match reference {
                    Reference::Entity(id) => entities.contains(id),
                    Reference::Claim(id) => claims.contains(id),
                }),
                _ => false,
            })
        }
    })
}

/// What stands on one side of a relation.
enum Side {
    /// Annotations of which something holds.
    Annotations(Test<Annotation>),
    /// Words of the text, coded or not.
    Words(Words),
}

/// A bare word is a code or layer, else an entity, else words; words in quotation marks are always words.
fn side(project: &Project, expr: &Expr) -> Result<Side, QueryError> {
    let Expr::Words(at, value) = expr else { return compile(project, expr).map(Side::Annotations) };
    if names::may_name(value) {
        let name = value::of_name(*at, value)?;
        let mut codes = names::codes(project, &name);
        codes.extend(names::codes_of_layers(project, &name));
        if !codes.is_empty() {
            return Ok(Side::Annotations(of_codes(codes)));
        }
        let entities = names::entities(project, &name);
        if !entities.is_empty() {
            return Ok(Side::Annotations(Box::new(move |_, a| a.entities().any(|e| entities.contains(e)))));
        }
    }
    Ok(Side::Words(in_text(*at, value)?))
}

/// The left side asks of the row itself, so words are words of its quote.
fn operand(project: &Project, expr: &Expr) -> Result<Test<Annotation>, QueryError> {
    Ok(match side(project, expr)? {
        Side::Annotations(test) => test,
        Side::Words(pattern) => in_quote(pattern),
    })
}

/// Every place of a pattern in the reading texts.
fn places_of(project: &Project, pattern: &Words) -> BTreeMap<DocumentId, Places> {
    let spans = |d: &Document| pattern.spans(d.text.as_str()).collect();
    project.documents().values().map(|d| (d.id.clone(), Places::new(spans(d)))).collect()
}

fn beside_words(places: BTreeMap<DocumentId, Places>, relation: Relation) -> Test<Annotation> {
    Box::new(move |project, a| {
        let (Some(span), Some(document), Some(places)) = (place(a), project.documents().get(&a.document), places.get(&a.document)) else {
            return false;
        };
        places.any(document.text.as_str(), span, relation, false)
    })
}

fn beside_annotations(project: &Project, right: Test<Annotation>, relation: Relation, coders: Coders) -> Test<Annotation> {
    let group = move |a: &Annotation| -> (DocumentId, Option<CoderId>) {
        let coder = match coders {
            Coders::Same => Some(a.coder.clone()),
            Coders::Any => None,
        };
        (a.document.clone(), coder)
    };
    let mut spans: BTreeMap<_, Vec<Span>> = BTreeMap::new();
    for a in project.annotations().values().filter(|a| right(project, a)) {
        if let Some(span) = place(a) {
            spans.entry(group(a)).or_default().push(span);
        }
    }
    let places: BTreeMap<_, Places> = spans.into_iter().map(|(key, spans)| (key, Places::new(spans))).collect();
    Box::new(move |project, a| {
        let (Some(span), Some(document), Some(places)) = (place(a), project.documents().get(&a.document), places.get(&group(a))) else {
            return false;
        };
        places.any(document.text.as_str(), span, relation, right(project, a))
    })
}
