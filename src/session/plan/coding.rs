//! Putting codes on words, paragraphs and documents.

use std::collections::BTreeMap;

use super::{Desk, Plan, Refusal, defaults, planned, refusal};
use crate::model::{Annotation, AnnotationId, AttributeId, CodeId, Document, Edit, Origin, Place, Scope, Target};
use crate::session::Selection;
use crate::text::Span;

/// Puts `code` on the selected words.
pub fn code_selection(desk: &Desk, code: &CodeId) -> Plan {
    planned(try_code_selection(desk, code))
}

fn try_code_selection(desk: &Desk, code: &CodeId) -> Result<Plan, Refusal> {
    let (document, place) = selected_place(desk)?;
    needs_scope(desk, code, Scope::Span)?;
    Ok(add(desk, document, code, Target::Spans(vec![place])))
}

/// Puts the code used last on the selected words.
pub fn repeat(desk: &Desk) -> Plan {
    match desk.last_code {
        Some(code) => code_selection(desk, code),
        None => Plan::refuse("No code has been used yet", "Choose one from the palette or the panel first"),
    }
}

/// Puts `code` on the paragraph at the caret.
pub fn code_paragraph(desk: &Desk, code: &CodeId) -> Plan {
    planned(try_code_paragraph(desk, code))
}

fn try_code_paragraph(desk: &Desk, code: &CodeId) -> Result<Plan, Refusal> {
    let document = desk.open_document()?;
    needs_scope(desk, code, Scope::Paragraph)?;
    let caret = desk.selection.text.map_or(0, |s| s.focus);
    let number = document.text.paragraph_at(caret);
    let Some(span) = number.and_then(|n| document.text.paragraphs().get(n)) else {
        return Err(refusal("There is no paragraph at the caret", "Click into a paragraph first"));
    };
    let place = place(document, *span)?;
    Ok(add(desk, document, code, Target::Paragraph(place)))
}

/// Puts `code` on the open document.
pub fn code_document(desk: &Desk, code: &CodeId) -> Plan {
    planned(try_code_document(desk, code))
}

fn try_code_document(desk: &Desk, code: &CodeId) -> Result<Plan, Refusal> {
    let document = desk.open_document()?;
    needs_scope(desk, code, Scope::Document)?;
    Ok(add(desk, document, code, Target::Document))
}

/// Gives an annotation another code; values of attributes that the new code does not have go.
pub fn recode(desk: &Desk, id: &AnnotationId, code: &CodeId) -> Plan {
    planned(try_recode(desk, id, code))
}

fn try_recode(desk: &Desk, id: &AnnotationId, code: &CodeId) -> Result<Plan, Refusal> {
    let annotation = desk.annotation(id)?;
    if annotation.code == *code {
        return Ok(Plan::Nothing);
    }
    let scope = match annotation.target {
        Target::Spans(_) => Scope::Span,
        Target::Paragraph(_) => Scope::Paragraph,
        Target::Document => Scope::Document,
    };
    needs_scope(desk, code, scope)?;
    let mut recoded = Annotation::clone(annotation);
    let allowed = desk.project.attributes_of(code);
    recoded.attributes.retain(|id, _| allowed.iter().any(|a| a.id == *id));
    // What the old code had too was answered, also where it was left open.
    let asked = desk.project.attributes_of(&annotation.code);
    let new = |id: &AttributeId| !asked.iter().any(|a| a.id == *id);
    recoded.code = code.clone();
    defaults::fill(desk.project, code, &mut recoded.attributes, new);
    recoded.revision = desk.project.codebook().revision;
    let label = format!("Recode as {}", desk.code_name(code));
    Ok(Plan::edit(label, vec![desk.changed(recoded)]))
}

/// Moves one fragment of an annotation to `span` (bytes); fragments that come to touch are joined.
pub fn resize(desk: &Desk, id: &AnnotationId, fragment: usize, span: Span) -> Plan {
    planned(try_resize(desk, id, fragment, span))
}

fn try_resize(desk: &Desk, id: &AnnotationId, fragment: usize, span: Span) -> Result<Plan, Refusal> {
    let annotation = desk.annotation(id)?;
    let document = document_of(desk, annotation)?;
    let mut spans: Vec<Span> = annotation.target.places().iter().map(|p| p.span).collect();
    let Some(old) = spans.get_mut(fragment) else {
        return Err(refusal("That part of the annotation no longer exists", "Select the annotation again"));
    };
    if *old == span && !annotation.orphan {
        return Ok(Plan::Nothing);
    }
    *old = span;
    let label = format!("Move the boundary of {}", desk.code_name(&annotation.code));
    let key = format!("resize {id} {fragment}");
    Ok(Plan::edit(label, vec![respanned(desk, annotation, document, spans)?]).joined(key))
}

/// Adds the selected words to an annotation as a further fragment.
pub fn add_fragment(desk: &Desk, id: &AnnotationId) -> Plan {
    planned(with_selected_words(desk, id, "Add a fragment to", Vec::push))
}

/// Puts an orphan at the selected words.
pub fn reanchor(desk: &Desk, id: &AnnotationId) -> Plan {
    planned(with_selected_words(desk, id, "Re-anchor", |spans, span| *spans = vec![span]))
}

fn with_selected_words(desk: &Desk, id: &AnnotationId, verb: &str, change: impl Fn(&mut Vec<Span>, Span)) -> Result<Plan, Refusal> {
    let annotation = desk.annotation(id)?;
    let document = document_of(desk, annotation)?;
    let span = desk.selection.text.and_then(|s| trimmed(document, s.span()?));
    let (Some(span), true) = (span, desk.selection.document.as_ref() == Some(&document.id)) else {
        return Err(refusal("No words are selected", "Select the words in the annotation's document first"));
    };
    let mut spans: Vec<Span> = annotation.target.places().iter().map(|p| p.span).collect();
    change(&mut spans, span);
    let edit = respanned(desk, annotation, document, spans)?;
    Ok(Plan::edit(format!("{verb} {}", desk.code_name(&annotation.code)), vec![edit]))
}

fn document_of<'a>(desk: &Desk<'a>, annotation: &Annotation) -> Result<&'a Document, Refusal> {
    let document = desk.project.documents().get(&annotation.document);
    document.map(AsRef::as_ref).ok_or_else(|| refusal("The annotation's document is missing", "Import it again"))
}

fn respanned(desk: &Desk, annotation: &Annotation, document: &Document, spans: Vec<Span>) -> Result<Edit, Refusal> {
    let places = joined(spans).into_iter().map(|span| place(document, span)).collect::<Result<Vec<_>, _>>()?;
    let mut moved = annotation.clone();
    moved.target = Target::Spans(places);
    moved.orphan = false;
    Ok(desk.changed(moved))
}

/// Sorted, with spans that touch or overlap made one.
pub(super) fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start() <= last.end() => {
                *last = Span::new(last.start(), last.end().max(span.end())).unwrap_or(*last);
            }
            _ => out.push(span),
        }
    }
    out
}

fn add(desk: &Desk, document: &Document, code: &CodeId, target: Target) -> Plan {
    let Ok(id) = AnnotationId::new(&desk.environment.new_id("a-")) else { return Plan::Nothing };
    let words = target.places().first().map(|p| super::shortened(&p.quote, 30));
    let same = |a: &Annotation| a.code == *code && a.target == target && a.coder == *desk.coder && a.is_on_text();
    let near = target.extent().map(|extent| desk.project.annotations_touching(&document.id, extent)).unwrap_or_default();
    if let Some(twin) = near.into_iter().find(|a| same(a)) {
        // Coding the same words twice with one code is a slip of the hand; show what is there instead.
        return Plan::Show(Selection { annotation: Some(twin.id.clone()), ..desk.selection.clone() });
    }
    let mut annotation = coded(desk, id.clone(), document, code, target);
    defaults::fill(desk.project, code, &mut annotation.attributes, |_| true);
    let name = desk.code_name(code);
    let label = words.map_or_else(|| format!("Code the document as {name}"), |words| format!("Code \"{words}\" as {name}"));
    Plan::edit(label, vec![Edit::Add(annotation.into())]).selecting(Selection { annotation: Some(id), ..desk.selection.clone() })
}

/// A new annotation by hand, without values.
pub(super) fn coded(desk: &Desk, id: AnnotationId, document: &Document, code: &CodeId, target: Target) -> Annotation {
    Annotation {
        id,
        coder: desk.coder.clone(),
        document: document.id.clone(),
        code: code.clone(),
        target,
        attributes: BTreeMap::new(),
        memo: String::new(),
        origin: Origin::ByHand,
        created: desk.environment.now(),
        changed: None,
        revision: desk.project.codebook().revision,
        orphan: false,
        extra: BTreeMap::new(),
    }
}

/// The selected words without white space at their ends, as a place in the open document.
pub(super) fn selected_place<'a>(desk: &Desk<'a>) -> Result<(&'a Document, Place), Refusal> {
    let document = desk.open_document()?;
    let span = desk.selection.text.and_then(|s| trimmed(document, s.span()?));
    let Some(span) = span else {
        return Err(refusal("No words are selected", "Select the words first, with the mouse or with Shift and the arrow keys"));
    };
    Ok((document, place(document, span)?))
}

pub(super) fn needs_scope(desk: &Desk, code: &CodeId, scope: Scope) -> Result<(), Refusal> {
    let Some(code) = desk.project.codes().get(code) else {
        return Err(refusal(format!("There is no code {code}"), "It was deleted meanwhile; undo brings it back"));
    };
    if code.scopes.contains(&scope) {
        return Ok(());
    }
    let (what, hint) = match scope {
        Scope::Span => ("words", "Use it from the panel, on the document or the paragraph"),
        Scope::Paragraph => ("a paragraph", "Use it on selected words or on the document"),
        Scope::Document => ("a whole document", "Select words first"),
    };
    Err(refusal(format!("{} cannot be put on {what}", code.name), hint))
}

pub(super) fn place(document: &Document, span: Span) -> Result<Place, Refusal> {
    match document.text.slice(span) {
        Some(words) => Ok(Place { span, quote: words.into() }),
        None => Err(refusal(format!("The place {span} is not in the text"), "Select the words again")),
    }
}

/// The span without white space at its ends, which a drag easily takes along; `None` when nothing else is left.
pub(super) fn trimmed(document: &Document, span: Span) -> Option<Span> {
    let words = document.text.slice(span)?;
    let lead = words.len() - words.trim_start().len();
    let trail = words.len() - words.trim_end().len();
    Span::new(span.start() + lead, span.end() - trail).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_that_touch_become_one() {
        let span = |a, b| Span::new(a, b).unwrap();
        assert_eq!(joined(vec![span(5, 8), span(0, 2), span(2, 4)]), [span(0, 4), span(5, 8)]);
    }
}
