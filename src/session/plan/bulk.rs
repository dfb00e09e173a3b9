//! Coding many places at once, and coding the next occurrence.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::coding::needs_scope;
use super::entities::attribute_for;
use super::{Desk, Plan, Refusal, Step, defaults, planned, refusal};
use crate::model::{
    Annotation, AnnotationId, AttributeId, CodeId, Document, DocumentId, Edit, Origin, Place, Reference, Scope, Target, Value,
};
use crate::session::{BulkCoding, Notice, Selection};
use crate::text::find::{Case, Extent, Finder, Query};
use crate::text::segmentation::{is_grapheme_border, next_grapheme, snap_to_grapheme};
use crate::text::{ReadingText, Span, TextSelection, find, thousands};

/// What became of the places of a bulk coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coded {
    /// Places coded now.
    pub new: usize,
    /// Places that had the same code of the same coder already.
    pub same: usize,
    /// Places in documents that are gone, or beyond a text's end.
    pub gone: usize,
    /// Places with nothing but white space.
    pub empty: usize,
}

/// The one step that puts a rule's code on its places; none when there is nothing to do.
pub fn code_all(desk: &Desk, coding: &BulkCoding) -> Result<(Option<Step>, Coded), Refusal> {
    let rule = &coding.rule;
    needs_scope(desk, &rule.code, Scope::Span)?;
    let pattern = Pattern {
        code: &rule.code,
        attributes: values(desk, coding)?,
        origin: Origin::Rule(rule.to_string()),
        now: desk.environment.now(),
    };
    let mut hits: Vec<&(DocumentId, Span)> = coding.hits.iter().collect();
    hits.sort_unstable();
    hits.dedup();
    let (mut coded, mut edits) = (Coded::default(), Vec::with_capacity(hits.len()));
    for of_document in hits.chunk_by(|a, b| a.0 == b.0) {
        let Some(document) = of_document.first().and_then(|(id, _)| desk.project.documents().get(id)) else {
            coded.gone += of_document.len();
            continue;
        };
        let mut there =
            Coding { desk, document, pattern: &pattern, seen: HashSet::new(), may_have_twins: has_code(desk, document, &rule.code) };
        for (_, span) in of_document {
            there.add(*span, &mut coded, &mut edits);
        }
    }
    let label = match coded.new {
        1 => format!("Code 1 place as {}", desk.code_name(&rule.code)),
        n => format!("Code {} places as {}", thousands(n), desk.code_name(&rule.code)),
    };
    let step = (!edits.is_empty()).then_some(Step { label, edits, select: None, merge_key: None });
    Ok((step, coded))
}

/// The values that all annotations get: the rule's, the entity, then the defaults of what is left open.
fn values(desk: &Desk, coding: &BulkCoding) -> Result<BTreeMap<AttributeId, Value>, Refusal> {
    let rule = &coding.rule;
    let allowed = desk.project.attributes_of(&rule.code);
    let mut values = rule.attributes.clone();
    values.retain(|id, _| allowed.iter().any(|a| a.id == *id));
    if let Some(entity) = &rule.entity {
        if !desk.project.entities().contains_key(entity) {
            return Err(refusal(format!("There is no entity {entity}"), "It was deleted meanwhile; choose another one"));
        }
        let reference = Reference::Entity(entity.clone());
        let Some(attribute) = attribute_for(desk, &rule.code, &reference) else {
            let code = desk.code_name(&rule.code);
            return Err(refusal(format!("{code} has no attribute that takes an entity"), "Leave the entity out, or choose another code"));
        };
        values.insert(attribute.id.clone(), Value::References(vec![reference]));
    }
    defaults::fill(desk.project, &rule.code, &mut values, |_| true);
    Ok(values)
}

/// What all annotations of a step have in common.
struct Pattern<'a> {
    code: &'a CodeId,
    attributes: BTreeMap<AttributeId, Value>,
    origin: Origin,
    now: Timestamp,
}

impl Pattern<'_> {
    fn put(&self, desk: &Desk, document: &Document, place: Place) -> Option<Annotation> {
        Some(Annotation {
            id: AnnotationId::new(&desk.environment.new_id("a-")).ok()?,
            coder: desk.coder.clone(),
            document: document.id.clone(),
            code: self.code.clone(),
            target: Target::Spans(vec![place]),
            attributes: self.attributes.clone(),
            memo: String::new(),
            origin: self.origin.clone(),
            created: self.now,
            changed: None,
            revision: desk.project.codebook().revision,
            orphan: false,
            extra: BTreeMap::new(),
        })
    }
}

/// The places of one document on their way to become annotations.
struct Coding<'a, 'd> {
    desk: &'a Desk<'d>,
    document: &'a Arc<Document>,
    pattern: &'a Pattern<'a>,
    seen: HashSet<Span>,
    may_have_twins: bool,
}

impl Coding<'_, '_> {
    fn add(&mut self, span: Span, coded: &mut Coded, edits: &mut Vec<Edit>) {
        if self.document.text.slice(span).is_none() {
            coded.gone += 1;
            return;
        }
        let Some(span) = place_to_code(&self.document.text, span) else {
            coded.empty += 1;
            return;
        };
        let twin = !self.seen.insert(span) || self.may_have_twins && has_twin(self.desk, self.document, self.pattern.code, span);
        if twin {
            coded.same += 1;
            return;
        }
        let place = self.document.text.slice(span).map(|quote| Place { span, quote: quote.into() });
        if let Some(annotation) = place.and_then(|place| self.pattern.put(self.desk, self.document, place)) {
            coded.new += 1;
            edits.push(Edit::Add(annotation.into()));
        }
    }
}

/// Whether the open coder has put the code anywhere in the document; where not, no place has to be asked.
fn has_code(desk: &Desk, document: &Document, code: &CodeId) -> bool {
    desk.project.codes_in(&document.id, desk.coder).any(|(put, _)| put == code)
}

/// Whether the open coder has put the code on just these words.
fn has_twin(desk: &Desk, document: &Document, code: &CodeId, span: Span) -> bool {
    let same = |a: &&Arc<Annotation>| {
        let exact = matches!(&a.target, Target::Spans(places) if matches!(places.as_slice(), [place] if place.span == span));
        exact && a.code == *code && a.coder == *desk.coder && !a.orphan
    };
    desk.project.annotations_touching(&document.id, span).iter().any(same)
}

/// Whether the open coder has put the code on any of these words.
fn lies_on(desk: &Desk, document: &Document, code: &CodeId, span: Span) -> bool {
    let near = desk.project.annotations_touching(&document.id, span);
    near.iter().any(|a| a.code == *code && a.coder == *desk.coder && !a.orphan && matches!(a.target, Target::Spans(_)))
}

/// The place without white space at its ends and with whole characters as readers see them; `None` when nothing is left.
pub fn place_to_code(text: &ReadingText, span: Span) -> Option<Span> {
    let all = text.as_str();
    let start = if is_grapheme_border(all, span.start()) { span.start() } else { snap_to_grapheme(all, span.start()) };
    let end = if is_grapheme_border(all, span.end()) { span.end() } else { next_grapheme(all, span.end()) };
    let words = all.get(start..end)?;
    let lead = words.len() - words.trim_start().len();
    let trail = words.len() - words.trim_end().len();
    Span::new(start + lead, end.checked_sub(trail)?).ok()
}

/// Codes the next occurrence of the selected annotation's words just as that annotation is coded, and moves there.
pub fn code_next(desk: &Desk) -> Plan {
    planned(try_code_next(desk))
}

fn try_code_next(desk: &Desk) -> Result<Plan, Refusal> {
    let Some(id) = &desk.selection.annotation else {
        return Err(refusal("No annotation is selected", "Click one on the page first"));
    };
    let annotation = desk.annotation(id)?;
    let Target::Spans(places) = &annotation.target else {
        return Err(refusal("Only words can be looked for again", "Select an annotation of words"));
    };
    let [place] = places.as_slice() else {
        return Err(refusal("The annotation has several parts", "Select one that is in one piece"));
    };
    let Some(document) = desk.project.documents().get(&annotation.document).filter(|_| !annotation.orphan) else {
        return Err(refusal("The annotation is not at its place", "Put it on its words first"));
    };
    needs_scope(desk, &annotation.code, Scope::Span)?;
    let text = document.text.as_str();
    let extent = if find::is_whole(text, place.span) { Extent::WholeWords } else { Extent::Anywhere };
    let finder = Finder::new(&Query { case: Case::Exact, extent, ..Query::forgiving(&*place.quote) });
    let mut open = finder.iter().flat_map(|finder| finder.spans_from(text, place.span.end()));
    let words = super::shortened(&place.quote, 30);
    let Some(span) = open.find(|span| !lies_on(desk, document, &annotation.code, *span)) else {
        return Ok(Plan::Refuse(Notice::done(format!("No further \"{words}\" in this document"))));
    };
    let attributes = annotation.attributes.clone();
    let pattern = Pattern { code: &annotation.code, attributes, origin: Origin::ByHand, now: desk.environment.now() };
    let quote = document.text.slice(span).unwrap_or_default().into();
    let Some(next) = pattern.put(desk, document, Place { span, quote }) else { return Ok(Plan::Nothing) };
    let text = Some(TextSelection::caret(span.start()));
    let selection = Selection { document: Some(document.id.clone()), annotation: Some(next.id.clone()), text };
    let label = format!("Code \"{words}\" as {}", desk.code_name(&annotation.code));
    Ok(Plan::edit(label, vec![Edit::Add(next.into())]).selecting(selection))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coded(text: &str, start: usize, end: usize) -> Option<String> {
        let text = ReadingText::new(text).unwrap();
        let span = place_to_code(&text, Span::new(start, end).unwrap())?;
        text.slice(span).map(str::to_owned)
    }

    #[test]
    fn a_place_is_trimmed_and_holds_whole_characters() {
        assert_eq!(coded("a  Kim \n b", 1, 8).as_deref(), Some("Kim"));
        assert_eq!(coded("a   b", 1, 4), None);
        // "e" with an acute: the pattern found the letter without its mark.
        assert_eq!(coded("e\u{301}x", 0, 1).as_deref(), Some("e\u{301}"));
        assert_eq!(coded("xe\u{301}", 2, 4).as_deref(), Some("e\u{301}"));
        // A family of three, found by its first member.
        let family = "👩\u{200d}👩\u{200d}👦";
        assert_eq!(coded(&format!("{family}!"), 0, 4).as_deref(), Some(family));
        assert_eq!(coded("Ким и", 0, 6).as_deref(), Some("Ким"));
    }
}
