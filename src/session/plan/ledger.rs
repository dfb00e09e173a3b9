//! Claims of the ledger: new ones with what carries them, what carries them later, several at once, their order.

use super::coding::{coded, place, trimmed};
use super::entities::attribute_for;
use super::{Desk, Plan, Refusal, claims, planned, refusal, shortened, treating};
use crate::analysis::ledger::in_groups;
use crate::model::{
    Annotation, AnnotationId, AttributeKind, Claim, ClaimId, Code, CodeId, Document, Edit, Project, Reference, Scope, Target,
    TreatmentKind, Value,
};
use crate::session::{Notice, Selection};

/// What carries a claim that is being made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum CarriedBy {
    /// Nothing yet.
    #[default]
    Nothing,
    /// The selected words, which are coded so.
    Words,
    /// An annotation whose code takes a claim.
    Annotation(AnnotationId),
}

/// A claim as a form gives it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClaimDraft {
    /// The proposition, stated positively.
    pub statement: String,
    /// Heading it stands under.
    pub group: String,
    /// 1 (minor) to 3 (central).
    pub importance: Option<u8>,
    /// Remarks.
    pub note: String,
    /// What carries it.
    pub carried_by: CarriedBy,
    /// What the document does with it there; nothing without something that carries it.
    pub treatment: Option<TreatmentKind>,
}

/// What is the same in several claims afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimChange {
    /// The heading they stand under.
    Group(String),
    /// 1 (minor) to 3 (central).
    Importance(Option<u8>),
}

/// Which way a claim is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// Towards the first.
    Up,
    /// Towards the last.
    Down,
}

/// The code whose annotations carry claims: the first on the screen that is put on words and takes a claim and nothing else there.
pub fn claim_code(project: &Project) -> Option<&Code> {
    let takes = |code: &Code, kind: &AttributeKind| project.attributes_of(&code.id).iter().any(|a| a.kind == *kind);
    let codes = || project.layers_in_order().into_iter().flat_map(|layer| project.codes_of(&layer.id));
    let open = |code: &&std::sync::Arc<Code>| !code.retired && code.scopes.contains(&Scope::Span);
    let of = |kind: AttributeKind| codes().filter(open).find(|code| takes(code, &kind));
    of(AttributeKind::Claim).or_else(|| of(AttributeKind::EntityOrClaim)).map(AsRef::as_ref)
}

/// Whether annotations of a code can say which claim they carry.
pub fn takes_claim(project: &Project, code: &CodeId) -> bool {
    let takes = |kind: &AttributeKind| matches!(kind, AttributeKind::Claim | AttributeKind::EntityOrClaim);
    project.attributes_of(code).iter().any(|a| takes(&a.kind))
}

/// Makes a new claim with its details and with what carries it: one step.
pub fn add_claim(desk: &Desk, draft: &ClaimDraft) -> Plan {
    planned(try_add_claim(desk, draft))
}

fn try_add_claim(desk: &Desk, draft: &ClaimDraft) -> Result<Plan, Refusal> {
    let Some(claim) = claims::new_claim(desk, &draft.statement)? else { return Ok(Plan::Nothing) };
    let (group, note) = (draft.group.trim().to_owned(), draft.note.trim().to_owned());
    let claim = Claim { group, note, importance: draft.importance, ..claim };
    let label = format!("New claim \"{}\"", shortened(&claim.statement, 40));
    let id = claim.id.clone();
    let carrier = match &draft.carried_by {
        CarriedBy::Nothing => None,
        CarriedBy::Words => Some(carried(desk, &id)?),
        CarriedBy::Annotation(annotation) => {
            let annotation = desk.annotation(annotation)?;
            Some((desk.changed(with_claim(desk, annotation, &id)?), annotation.id.clone(), annotation.document.clone()))
        }
    };
    let mut edits = vec![Edit::Add(claim.into())];
    let Some((edit, annotation, document)) = carrier else { return Ok(Plan::edit(label, edits)) };
    edits.push(edit);
    if let (Some(kind), Some(document)) = (draft.treatment, desk.project.documents().get(&document)) {
        edits.push(treating::proved(desk, document, &treating::Treating::new(id, kind), &annotation));
    }
    let selection = Selection { annotation: Some(annotation), ..desk.selection.clone() };
    Ok(Plan::edit(label, edits).selecting(selection))
}

/// The selected words as an annotation that carries a claim: the coder's own one there, or a new one; with its document.
pub(super) fn carried(desk: &Desk, claim: &ClaimId) -> Result<(Edit, AnnotationId, crate::model::DocumentId), Refusal> {
    let document = desk.open_document()?;
    let span = desk.selection.text.and_then(|s| trimmed(document, s.span()?));
    let Some(span) = span else { return Err(Box::new(no_words())) };
    let Some(code) = claim_code(desk.project) else {
        return Err(refusal("No code takes a claim", "Give a code in the codebook an attribute of the type claim"));
    };
    let target = Target::Spans(vec![place(document, span)?]);
    let ours = |a: &&std::sync::Arc<Annotation>| a.coder == *desk.coder && a.target == target && takes_claim(desk.project, &a.code);
    let twins = || desk.project.annotations_touching(&document.id, span).into_iter().filter(ours);
    // Attributed contents carry claims as well as the code made for it does.
    let twin = twins().find(|a| a.code == code.id).or_else(|| twins().next());
    let (edit, id) = if let Some(twin) = twin {
        (desk.changed(with_claim(desk, twin, claim)?), twin.id.clone())
    } else {
        let new = with_claim(desk, &blank(desk, document, &code.id, target)?, claim)?;
        let id = new.id.clone();
        (Edit::Add(new.into()), id)
    };
    Ok((edit, id, document.id.clone()))
}

pub(super) fn no_words() -> Notice {
    Notice::refused("No words are selected", "Select the words that show it first, with the mouse or with Shift and the arrow keys")
}

fn blank(desk: &Desk, document: &Document, code: &CodeId, target: Target) -> Result<Annotation, Refusal> {
    let id = AnnotationId::new(&desk.environment.new_id("a-"));
    let id = id.map_err(|_| refusal("No id could be made for the annotation", "Try again"))?;
    Ok(coded(desk, id, document, code, target))
}

/// An annotation that carries a claim beside those it carries already.
fn with_claim(desk: &Desk, annotation: &Annotation, claim: &ClaimId) -> Result<Annotation, Refusal> {
    let reference = Reference::Claim(claim.clone());
    let Some(attribute) = attribute_for(desk, &annotation.code, &reference) else {
        let code = desk.code_name(&annotation.code);
        return Err(refusal(format!("{code} has no attribute that takes a claim"), "Recode it, or add such an attribute to the codebook"));
    };
    let mut annotation = annotation.clone();
    match annotation.attributes.entry(attribute.id.clone()).or_insert_with(|| Value::References(Vec::new())) {
        Value::References(named) if !named.contains(&reference) => named.push(reference),
        _ => {}
    }
    Ok(annotation)
}

fn known<'a>(desk: &Desk<'a>, claim: &ClaimId) -> Result<&'a Claim, Refusal> {
    let found = desk.project.claims().get(claim).map(AsRef::as_ref);
    found.ok_or_else(|| Box::new(gone()))
}

pub(super) fn gone() -> Notice {
    Notice::refused("That claim no longer exists", "It was deleted meanwhile; undo brings it back")
}

/// Codes the selected words as carrying a claim.
pub fn carry(desk: &Desk, claim: &ClaimId) -> Plan {
    planned(try_carry(desk, claim))
}

fn try_carry(desk: &Desk, claim: &ClaimId) -> Result<Plan, Refusal> {
    let label = format!("Code words as carrying \"{}\"", shortened(&known(desk, claim)?.statement, 40));
    let (edit, annotation, _) = carried(desk, claim)?;
    let selection = Selection { annotation: Some(annotation), ..desk.selection.clone() };
    Ok(Plan::edit(label, vec![edit]).selecting(selection))
}

/// Says that an annotation carries a claim, beside those it carries already.
pub fn link(desk: &Desk, annotation: &AnnotationId, claim: &ClaimId) -> Plan {
    planned(try_link(desk, annotation, claim))
}

fn try_link(desk: &Desk, annotation: &AnnotationId, claim: &ClaimId) -> Result<Plan, Refusal> {
    let old = desk.annotation(annotation)?;
    let new = with_claim(desk, old, claim)?;
    let label = format!("Link to claim \"{}\"", shortened(&known(desk, claim)?.statement, 40));
    Ok(if new == **old { Plan::Nothing } else { Plan::edit(label, vec![desk.changed(new)]) })
}

/// Says that an annotation does not carry a claim any more; it stays evidence where it was.
pub fn unlink(desk: &Desk, annotation: &AnnotationId, claim: &ClaimId) -> Plan {
    let Some(old) = desk.project.annotations().get(annotation) else { return Plan::Nothing };
    let mut new = Annotation::clone(old);
    let reference = Reference::Claim(claim.clone());
    new.attributes.retain(|_, value| {
        let Value::References(named) = value else { return true };
        named.retain(|r| *r != reference);
        !named.is_empty()
    });
    if new == **old { Plan::Nothing } else { Plan::edit(format!("Unlink from claim {claim}"), vec![desk.changed(new)]) }
}

/// Makes something the same in several claims.
pub fn set_all(desk: &Desk, ids: &[ClaimId], change: &ClaimChange) -> Plan {
    let changed = |claim: &Claim| match change {
        ClaimChange::Group(group) => Claim { group: group.trim().to_owned(), ..claim.clone() },
        ClaimChange::Importance(importance) => Claim { importance: *importance, ..claim.clone() },
    };
    let claims = ids.iter().filter_map(|id| desk.project.claims().get(id));
    let new: Vec<Edit> =
        claims.map(|old| (old, changed(old))).filter(|(old, new)| ***old != *new).map(|(_, c)| Edit::Set(c.into())).collect();
    let what = match change {
        ClaimChange::Group(_) => "group",
        ClaimChange::Importance(_) => "importance",
    };
    let count = new.len();
    let of = if count == 1 { "a claim".to_owned() } else { format!("{count} claims") };
    Plan::edit(format!("Set the {what} of {of}"), new)
}

/// Moves a claim one place among those under its heading.
pub fn move_claim(desk: &Desk, id: &ClaimId, shift: Shift) -> Plan {
    let before = desk.project.claims_in_order();
    let Some(at) = before.iter().position(|c| c.id == *id) else { return Plan::Nothing };
    let listed = in_groups(desk.project);
    let Some(place) = listed.iter().position(|c| c.id == *id) else { return Plan::Nothing };
    let beside = match shift {
        Shift::Up => place.checked_sub(1),
        Shift::Down => Some(place + 1),
    };
    let claim = before.get(at);
    let beside = beside.and_then(|place| listed.get(place)).filter(|c| claim.is_some_and(|claim| claim.group == c.group));
    let Some(to) = beside.and_then(|beside| before.iter().position(|c| c.id == beside.id)) else { return Plan::Nothing };
    let mut after = before.clone();
    after.swap(at, to);
    // Ranks that were equal are told apart on the way; the others stay as they were.
    let mut last = None;
    let mut edits = Vec::new();
    for (claim, old) in after.into_iter().zip(before) {
        let rank = last.map_or(old.rank, |last: u32| old.rank.max(last.saturating_add(1)));
        last = Some(rank);
        if claim.rank != rank {
            edits.push(Edit::Set(Claim { rank, ..Claim::clone(claim) }.into()));
        }
    }
    Plan::edit("Move a claim in the ledger", edits).joined(format!("order {id}"))
}
