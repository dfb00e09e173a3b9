//! Working through the ledger: new claims from words, their order, and treatments with the words that prove them.

use super::coding::{coded, place, trimmed};
use super::{Desk, Plan, Refusal, claims, planned, refusal, shortened};
use crate::model::{
    Annotation, AnnotationId, AttributeKind, Claim, ClaimId, Code, CodeId, Document, Edit, Project, Reference, Scope, Target, Treatment,
    TreatmentKind, Value,
};
use crate::session::Selection;

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
    /// Whether the selected words are coded as carrying it.
    pub in_words: bool,
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

/// Makes a new claim with its details; the selected words are coded as carrying it where that is wished.
pub fn add_claim(desk: &Desk, draft: &ClaimDraft) -> Plan {
    planned(try_add_claim(desk, draft))
}

fn try_add_claim(desk: &Desk, draft: &ClaimDraft) -> Result<Plan, Refusal> {
    let Some(claim) = claims::new_claim(desk, &draft.statement)? else { return Ok(Plan::Nothing) };
    let (group, note) = (draft.group.trim().to_owned(), draft.note.trim().to_owned());
    let claim = Claim { group, note, importance: draft.importance, ..claim };
    let label = format!("New claim \"{}\"", shortened(&claim.statement, 40));
    let carried = if draft.in_words { Some(carried(desk, &claim.id)?) } else { None };
    let add = Edit::Add(claim.into());
    let Some((annotation, edit)) = carried else { return Ok(Plan::edit(label, vec![add])) };
    let selection = Selection { annotation: Some(annotation), ..desk.selection.clone() };
    Ok(Plan::edit(label, vec![add, edit]).selecting(selection))
}

/// The selected words as an annotation that carries a claim: the coder's own one there, or a new one.
fn carried(desk: &Desk, claim: &ClaimId) -> Result<(AnnotationId, Edit), Refusal> {
    let document = desk.open_document()?;
    let span = desk.selection.text.and_then(|s| trimmed(document, s.span()?));
    let Some(span) = span else {
        return Err(refusal(
            "No words are selected",
            "Select the words that show it first, with the mouse or with Shift and the arrow keys",
        ));
    };
    let Some(code) = claim_code(desk.project) else {
        return Err(refusal("No code takes a claim", "Give a code in the codebook an attribute of the type claim"));
    };
    let target = Target::Spans(vec![place(document, span)?]);
    let ours = |a: &&std::sync::Arc<Annotation>| a.code == code.id && a.coder == *desk.coder && a.target == target;
    let twin = desk.project.annotations_touching(&document.id, span).into_iter().find(ours);
    let mut annotation = match twin {
        Some(twin) => Annotation::clone(twin),
        None => blank(desk, document, &code.id, target.clone())?,
    };
    let takes = |kind: &AttributeKind| matches!(kind, AttributeKind::Claim | AttributeKind::EntityOrClaim);
    let attribute = desk.project.attributes_of(&code.id).into_iter().find(|a| takes(&a.kind));
    if let Some(attribute) = attribute {
        let reference = Reference::Claim(claim.clone());
        match annotation.attributes.entry(attribute.id.clone()).or_insert_with(|| Value::References(Vec::new())) {
            Value::References(named) if !named.contains(&reference) => named.push(reference),
            _ => {}
        }
    }
    let id = annotation.id.clone();
    let edit = if twin.is_some() { desk.changed(annotation) } else { Edit::Add(annotation.into()) };
    Ok((id, edit))
}

fn blank(desk: &Desk, document: &Document, code: &CodeId, target: Target) -> Result<Annotation, Refusal> {
    let id = AnnotationId::new(&desk.environment.new_id("a-"));
    let id = id.map_err(|_| refusal("No id could be made for the annotation", "Try again"))?;
    Ok(coded(desk, id, document, code, target))
}

/// Codes the selected words as carrying a claim, and says what the open document does with it there: one step.
pub fn treat_in_words(desk: &Desk, claim: &ClaimId, kind: TreatmentKind) -> Plan {
    planned(try_treat_in_words(desk, claim, kind))
}

fn try_treat_in_words(desk: &Desk, claim: &ClaimId, kind: TreatmentKind) -> Result<Plan, Refusal> {
    let document = desk.open_document()?;
    let (annotation, edit) = carried(desk, claim)?;
    // The annotation that happens to be looked at proves nothing here: the selected words do.
    let bare = Selection { annotation: None, ..desk.selection.clone() };
    let mut treatment = claims::treated(&Desk { selection: &bare, ..*desk }, document, claim, kind);
    treatment.evidence.retain(|id| *id != annotation);
    treatment.evidence.insert(0, annotation.clone());
    let known = desk.project.treatments().contains_key(&treatment.key());
    let label = format!("{} {} claim {claim}", document.id, kind.word());
    let record = treatment.into();
    let treat = if known { Edit::Set(record) } else { Edit::Add(record) };
    let selection = Selection { annotation: Some(annotation), ..desk.selection.clone() };
    Ok(Plan::edit(label, vec![edit, treat]).selecting(selection))
}

/// Says that the open document omits a claim; the words that were looked for are kept with the digest of the text.
pub fn omit(desk: &Desk, claim: &ClaimId, words: &[String]) -> Plan {
    planned(try_omit(desk, claim, words))
}

fn try_omit(desk: &Desk, claim: &ClaimId, words: &[String]) -> Result<Plan, Refusal> {
    let document = desk.open_document()?;
    let mut treatment = Treatment { looked: None, ..claims::treated(desk, document, claim, TreatmentKind::Omits) };
    claims::look(desk, document, &mut treatment, words);
    let known = desk.project.treatments().get(&treatment.key());
    if known.is_some_and(|old| old.kind == TreatmentKind::Omits && old.looked == treatment.looked) {
        return Ok(Plan::Nothing);
    }
    let label = format!("{} omits claim {claim}", document.id);
    let known = known.is_some();
    let record = treatment.into();
    Ok(Plan::edit(label, vec![if known { Edit::Set(record) } else { Edit::Add(record) }]))
}

/// Moves a claim one place in the ledger.
pub fn move_claim(desk: &Desk, id: &ClaimId, shift: Shift) -> Plan {
    let before = desk.project.claims_in_order();
    let Some(at) = before.iter().position(|c| c.id == *id) else { return Plan::Nothing };
    let to = match shift {
        Shift::Up => at.checked_sub(1),
        Shift::Down => Some(at + 1).filter(|to| *to < before.len()),
    };
    let Some(to) = to else { return Plan::Nothing };
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
