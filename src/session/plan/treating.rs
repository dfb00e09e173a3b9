//! Working through the ledger: treatments with the words that prove them, and omissions with the words that were looked for.

use super::ledger::{carried, gone, no_words};
use super::{Desk, Plan, Refusal, claims, planned};
use crate::model::{AnnotationId, ClaimId, Document, Edit, EntityId, Treatment, TreatmentKind};
use crate::session::Selection;

/// What the open document does with a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treating {
    /// The claim.
    pub claim: ClaimId,
    /// What the document does with it.
    pub kind: TreatmentKind,
    /// On whose word, outermost voice first; empty: as links of the evidence say, else the document's own voice.
    pub by: Vec<EntityId>,
}

impl Treating {
    /// Without a voice.
    pub fn new(claim: ClaimId, kind: TreatmentKind) -> Self {
        Self { claim, kind, by: Vec::new() }
    }
}

/// Codes the selected words as carrying a claim, and says what the open document does with it there: one step.
///
/// Without words, what the project knows to carry it there proves it, or the annotation that is looked at.
pub fn treat_in_words(desk: &Desk, treating: &Treating) -> Plan {
    planned(try_treat_in_words(desk, treating))
}

fn try_treat_in_words(desk: &Desk, treating: &Treating) -> Result<Plan, Refusal> {
    let document = desk.open_document()?;
    if !desk.project.claims().contains_key(&treating.claim) {
        return Err(Box::new(gone()));
    }
    let label = format!("{} {} claim {}", document.id, treating.kind.word(), treating.claim);
    if desk.selection.text.is_none_or(|s| s.span().is_none()) {
        let treatment = spoken(claims::treated(desk, document, &treating.claim, treating.kind), treating);
        let proves = treating.kind == TreatmentKind::Omits || !treatment.evidence.is_empty();
        return if proves { Ok(Plan::edit(label, vec![put(desk, treatment)])) } else { Err(Box::new(no_words())) };
    }
    let (edit, annotation, _) = carried(desk, &treating.claim)?;
    let treat = proved(desk, document, treating, &annotation);
    let selection = Selection { annotation: Some(annotation), ..desk.selection.clone() };
    Ok(Plan::edit(label, vec![edit, treat]).selecting(selection))
}

fn spoken(treatment: Treatment, treating: &Treating) -> Treatment {
    if treating.by.is_empty() { treatment } else { Treatment { by: treating.by.clone(), ..treatment } }
}

/// A treatment that an annotation proves; whatever proved it before goes on doing so.
pub(super) fn proved(desk: &Desk, document: &Document, treating: &Treating, annotation: &AnnotationId) -> Edit {
    // The annotation that happens to be looked at proves nothing here.
    let bare = Selection { annotation: None, ..desk.selection.clone() };
    let mut treatment = claims::treated(&Desk { selection: &bare, ..*desk }, document, &treating.claim, treating.kind);
    treatment.evidence.retain(|id| id != annotation);
    treatment.evidence.insert(0, annotation.clone());
    put(desk, spoken(treatment, treating))
}

fn put(desk: &Desk, treatment: Treatment) -> Edit {
    let known = desk.project.treatments().contains_key(&treatment.key());
    let record = treatment.into();
    if known { Edit::Set(record) } else { Edit::Add(record) }
}

/// Says that the open document omits a claim; the words that were looked for are kept with the digest of the text.
pub fn omit(desk: &Desk, claim: &ClaimId, words: &[String]) -> Plan {
    planned(try_omit(desk, claim, words))
}

fn try_omit(desk: &Desk, claim: &ClaimId, words: &[String]) -> Result<Plan, Refusal> {
    let document = desk.open_document()?;
    if !desk.project.claims().contains_key(claim) {
        return Err(Box::new(gone()));
    }
    let mut treatment = Treatment { looked: None, ..claims::treated(desk, document, claim, TreatmentKind::Omits) };
    claims::look(desk, document, &mut treatment, words);
    let known = desk.project.treatments().get(&treatment.key());
    if known.is_some_and(|old| old.kind == TreatmentKind::Omits && old.looked == treatment.looked) {
        return Ok(Plan::Nothing);
    }
    Ok(Plan::edit(format!("{} omits claim {claim}", document.id), vec![put(desk, treatment)]))
}
