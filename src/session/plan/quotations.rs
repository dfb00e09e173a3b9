//! Quotations coded as one gesture, and their parts changed: each of it is one step.

mod work;

use std::collections::BTreeSet;

use self::work::Work;
use super::{Desk, Plan, Refusal, planned, refusal, shortened};
use crate::analysis::quotation_chain::QuotationRoles;
use crate::model::{AnnotationId, DocumentId, Edit, LinkId, RecordId};
use crate::session::Selection;
use crate::text::Span;

/// A part of a quotation as it is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuotationPart {
    /// Words of the document (bytes).
    Words(Span),
    /// An annotation that is there already.
    There(AnnotationId),
}

/// A quotation as it is marked, before anything of it is coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedQuotation {
    /// Where.
    pub document: DocumentId,
    /// What is said.
    pub content: QuotationPart,
    /// The words that make it speech, if any.
    pub cue: Option<QuotationPart>,
    /// Who says it, if anyone.
    pub source: Option<QuotationPart>,
}

/// What a part does for the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartName {
    /// What is said.
    Content,
    /// The words that make it speech.
    Cue,
    /// Who says it.
    Source,
}

impl PartName {
    /// What it is called on the screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Cue => "cue",
            Self::Source => "source",
        }
    }
}

/// The parts of quotations in this codebook, or why there are none.
pub fn roles(desk: &Desk) -> Result<QuotationRoles, Refusal> {
    let hint = "It takes a code for the content, with links from a source, from a cue, and from content to content; the built-in codebook has them";
    QuotationRoles::of(desk.project).ok_or_else(|| refusal("This project's codebook has no quotations", hint))
}

/// Codes a whole quotation with its links. What is coded there already is used and not coded twice.
pub fn code(desk: &Desk, marked: &MarkedQuotation) -> Plan {
    planned(try_code(desk, marked))
}

fn try_code(desk: &Desk, marked: &MarkedQuotation) -> Result<Plan, Refusal> {
    let roles = roles(desk)?;
    let mut work = Work::new(desk, &roles, &marked.document)?;
    let content = work.part(PartName::Content, &marked.content)?;
    for (name, part) in [(PartName::Cue, &marked.cue), (PartName::Source, &marked.source)] {
        if let Some(part) = part {
            let id = work.part(name, part)?;
            work.link(work.link_of(name), &id, &content)?;
        }
    }
    work.nest_by_place(&content)?;
    work.set_levels(&content)?;
    let words = work.project.annotations().get(&content).map(|a| shortened(&a.quote(), 30)).unwrap_or_default();
    let edits = work.edits;
    let selection = Selection { annotation: Some(content), ..desk.selection.clone() };
    if edits.is_empty() {
        return Ok(Plan::Show(selection));
    }
    Ok(Plan::edit(format!("Code the quotation \"{words}\""), edits).selecting(selection))
}

/// Gives a content another source or cue, or one more; an old one that nothing else hangs on goes.
pub fn set_part(desk: &Desk, content: &AnnotationId, name: PartName, part: &QuotationPart, instead_of: Option<&LinkId>) -> Plan {
    planned(try_set_part(desk, content, name, part, instead_of))
}

fn try_set_part(
    desk: &Desk,
    content: &AnnotationId,
    name: PartName,
    part: &QuotationPart,
    instead_of: Option<&LinkId>,
) -> Result<Plan, Refusal> {
    let roles = roles(desk)?;
    let document = &desk.annotation(content)?.document;
    let mut work = Work::new(desk, &roles, document)?;
    let id = work.part(name, part)?;
    work.link(work.link_of(name), &id, content)?;
    let old = instead_of.and_then(|link| desk.project.links().get(link)).filter(|link| link.from != id);
    if let Some(old) = old {
        work.push(Edit::Remove(RecordId::Link(old.id.clone())))?;
        work.remove_if_idle(&old.from)?;
    }
    let verb = if old.is_some() { "Change" } else { "Add" };
    Ok(Plan::edit(format!("{verb} the {} of a quotation", name.word()), work.edits)
        .selecting(Selection { annotation: Some(content.clone()), ..desk.selection.clone() }))
}

/// Nests a content in another one, or in none.
pub fn nest(desk: &Desk, inner: &AnnotationId, outer: Option<&AnnotationId>) -> Plan {
    planned(try_nest(desk, inner, outer))
}

fn try_nest(desk: &Desk, inner: &AnnotationId, outer: Option<&AnnotationId>) -> Result<Plan, Refusal> {
    let roles = roles(desk)?;
    let annotation = desk.annotation(inner)?;
    for id in std::iter::once(inner).chain(outer) {
        let code = &desk.annotation(id)?.code;
        if *code != roles.content {
            let what = format!("{} is not {}", desk.code_name(code), desk.code_name(&roles.content));
            return Err(refusal(what, "Only the content of a quotation can be nested in the content of another one"));
        }
    }
    if let Some(outer) = outer
        && ancestors(desk, &roles, outer).contains(inner)
    {
        return Err(refusal("A quotation cannot be nested in itself or in what is nested in it", "Choose another one"));
    }
    if outer.is_some() && roles.around_of(desk.project, inner).map(|(_, a)| &a.id) == outer {
        return Ok(Plan::Nothing);
    }
    let mut work = Work::new(desk, &roles, &annotation.document)?;
    for link in roles.nestings(desk.project, inner) {
        work.push(Edit::Remove(RecordId::Link(link.clone())))?;
    }
    if let Some(outer) = outer {
        work.link(&roles.nested, inner, outer)?;
    }
    work.set_levels(inner)?;
    let label = if outer.is_some() { "Nest a quotation in another one" } else { "Take a quotation out of another one" };
    Ok(Plan::edit(label, work.edits))
}

/// A content and all that it is nested in.
fn ancestors(desk: &Desk, roles: &QuotationRoles, content: &AnnotationId) -> BTreeSet<AnnotationId> {
    let Some(annotation) = desk.project.annotations().get(content) else { return BTreeSet::new() };
    roles.chain(desk.project, annotation).into_iter().map(|a| a.id.clone()).collect()
}
