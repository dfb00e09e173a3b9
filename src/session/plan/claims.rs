//! The claim ledger, and what each document does with each claim.

use super::entities::naming_edit;
use super::removal::Removal;
use super::{Desk, Plan, Refusal, planned, refusal, shortened};
use crate::model::{
    Annotation, AnnotationId, Claim, ClaimId, Document, Edit, EntityId, Looked, RecordId, Reference, Treatment, TreatmentKey, TreatmentKind,
};
use crate::text::{sha256, slug_of_all};

/// Makes a new claim, and says that `annotation` carries it.
pub fn create(desk: &Desk, annotation: Option<&AnnotationId>, statement: &str) -> Plan {
    planned(try_create(desk, annotation, statement))
}

fn try_create(desk: &Desk, annotation: Option<&AnnotationId>, statement: &str) -> Result<Plan, Refusal> {
    let Some(claim) = new_claim(desk, statement)? else { return Ok(Plan::Nothing) };
    let label = format!("New claim \"{}\"", shortened(&claim.statement, 40));
    let id = claim.id.clone();
    let mut edits = vec![Edit::Add(claim.into())];
    if let Some(annotation) = annotation {
        edits.extend(naming_edit(desk, annotation, &Reference::Claim(id))?);
    }
    Ok(Plan::edit(label, edits))
}

/// A claim with these words at the end of the ledger; empty words are refused.
pub(super) fn new_claim(desk: &Desk, statement: &str) -> Result<Option<Claim>, Refusal> {
    let statement = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    if statement.is_empty() {
        return Err(refusal("A claim needs words", "State it positively, even where a document denies it"));
    }
    let ranks = desk.project.claims().values().map(|c| c.rank);
    let rank = ranks.max().map_or(1, |last| last.saturating_add(1));
    let extra = std::collections::BTreeMap::new();
    let id = free_id(desk, &statement);
    Ok(id.map(|id| Claim { id, statement, rank, group: String::new(), importance: None, note: String::new(), extra }))
}

/// A readable id from the statement where it makes one, else a random one: never a number, which two people would give to two claims at
/// the same time.
fn free_id(desk: &Desk, statement: &str) -> Option<ClaimId> {
    let slug = slug_of_all(statement, 30);
    let taken = |id: &ClaimId| desk.project.claims().contains_key(id);
    ClaimId::new(&format!("cl:{slug}"))
        .ok()
        .filter(|id| !slug.is_empty() && !taken(id))
        .or_else(|| ClaimId::new(&desk.environment.new_id("cl:")).ok())
}

/// Replaces a claim of the ledger.
pub fn set(desk: &Desk, claim: &Claim) -> Plan {
    match desk.project.claims().get(&claim.id) {
        Some(old) if **old == *claim => Plan::Nothing,
        Some(_) => Plan::edit("Edit a claim", vec![Edit::Set(claim.clone().into())]).joined(format!("claim {}", claim.id)),
        None => Plan::refuse("That claim no longer exists", "It was deleted meanwhile; undo brings it back"),
    }
}

/// Deletes a claim with its treatments.
pub fn delete(desk: &Desk, id: &ClaimId) -> Plan {
    let Some(claim) = desk.project.claims().get(id) else { return Plan::Nothing };
    let label = format!("Delete claim \"{}\"", shortened(&claim.statement, 40));
    Plan::edit(label, Removal::of(desk.project, [RecordId::Claim(id.clone())]).edits())
}

/// Says what the open document does with a claim; `None`: not checked.
pub fn treat(desk: &Desk, claim: &ClaimId, kind: Option<TreatmentKind>) -> Plan {
    planned(try_treat(desk, claim, kind))
}

fn try_treat(desk: &Desk, claim: &ClaimId, kind: Option<TreatmentKind>) -> Result<Plan, Refusal> {
    let document = desk.open_document()?;
    let key = TreatmentKey { coder: desk.coder.clone(), document: document.id.clone(), claim: claim.clone() };
    let old = desk.project.treatments().get(&key);
    let Some(kind) = kind else {
        let remove = Removal::of(desk.project, [RecordId::Treatment(key)]).edits();
        return Ok(old.map_or(Plan::Nothing, |_| Plan::edit("Set a claim to not checked", remove)));
    };
    if old.is_some_and(|t| t.kind == kind) {
        return Ok(Plan::Nothing);
    }
    let treatment = treated(desk, document, claim, kind);
    if kind != TreatmentKind::Omits && treatment.evidence.is_empty() {
        return Err(refusal(
            format!("'{}' needs an annotation that shows it", kind.word()),
            "Select the words that show it and code them as a claim of this ledger entry, or select an annotation first",
        ));
    }
    let record = treatment.into();
    let edit = if old.is_some() { Edit::Set(record) } else { Edit::Add(record) };
    Ok(Plan::edit(format!("{} {} claim {claim}", document.id, kind.word()), vec![edit]))
}

/// The treatment as it is with another kind, with what the project knows already filled in.
pub(super) fn treated(desk: &Desk, document: &Document, claim: &ClaimId, kind: TreatmentKind) -> Treatment {
    let key = TreatmentKey { coder: desk.coder.clone(), document: document.id.clone(), claim: claim.clone() };
    let old = desk.project.treatments().get(&key);
    let mut treatment = old.map_or_else(|| blank(desk, document, claim, kind), |t| Treatment::clone(t));
    treatment.kind = kind;
    treatment.changed = desk.environment.now();
    fill(desk, document, &mut treatment);
    treatment
}

fn blank(desk: &Desk, document: &Document, claim: &ClaimId, kind: TreatmentKind) -> Treatment {
    Treatment {
        coder: desk.coder.clone(),
        document: document.id.clone(),
        claim: claim.clone(),
        kind,
        by: Vec::new(),
        evidence: Vec::new(),
        importance: None,
        looked: None,
        memo: String::new(),
        changed: desk.environment.now(),
        extra: std::collections::BTreeMap::new(),
    }
}

/// Fills in what the project knows already: evidence from the annotations that carry the claim, or from the one that is selected;
/// the voice from sources linked to that evidence; for *omits* that this coder looked now, in this text.
fn fill(desk: &Desk, document: &Document, treatment: &mut Treatment) {
    if treatment.kind == TreatmentKind::Omits {
        treatment.by.clear();
        if treatment.looked.is_none() {
            look(desk, document, treatment, &[]);
        }
        return;
    }
    treatment.looked = None;
    treatment.importance = None;
    if treatment.evidence.is_empty() {
        treatment.evidence = evidence(desk, document, &treatment.claim);
    }
    if treatment.by.is_empty() && treatment.kind != TreatmentKind::Asserts {
        treatment.by = voices(desk, &treatment.evidence);
    }
}

/// Records that this coder looked now, for these words, in this text.
pub(super) fn look(desk: &Desk, document: &Document, treatment: &mut Treatment, words: &[String]) {
    let words = words.iter().map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect();
    treatment.looked = Some(Looked { when: desk.environment.now(), words, text_sha256: sha256(document.text.as_str().as_bytes()) });
}

fn evidence(desk: &Desk, document: &Document, claim: &ClaimId) -> Vec<AnnotationId> {
    let ours = |a: &&std::sync::Arc<Annotation>| a.document == document.id && a.coder == *desk.coder;
    let carrying = desk.project.annotations_naming(&Reference::Claim(claim.clone())).filter(ours);
    let carrying: Vec<_> = carrying.map(|a| a.id.clone()).collect();
    if !carrying.is_empty() {
        return carrying;
    }
    let selected = desk.selection.annotation.as_ref().and_then(|id| desk.project.annotations().get(id));
    selected.filter(|a| a.document == document.id && a.is_on_text()).map(|a| a.id.clone()).into_iter().collect()
}

/// Entities that sources linked to the evidence name, in the order in which they stand around it.
fn voices(desk: &Desk, evidence: &[AnnotationId]) -> Vec<EntityId> {
    let mut voices = Vec::new();
    for link in evidence.iter().flat_map(|id| desk.project.links_of(id).filter(move |l| l.to == *id)) {
        let source = desk.project.annotations().get(&link.from);
        let is_source = link.kind.as_str() == "source-of";
        for entity in source.into_iter().filter(|_| is_source).flat_map(|a| a.entities()) {
            if !voices.contains(entity) {
                voices.push(entity.clone());
            }
        }
    }
    voices
}

/// Replaces a treatment with all its details.
pub fn set_treatment(desk: &Desk, treatment: &Treatment) -> Plan {
    if treatment.kind != TreatmentKind::Omits && treatment.evidence.is_empty() {
        return Plan::refuse(
            format!("'{}' needs an annotation that shows it", treatment.kind.word()),
            "Add another annotation as evidence first, or set the claim to not checked",
        );
    }
    let record = Treatment { changed: desk.environment.now(), ..treatment.clone() };
    let label = format!("Edit the treatment of claim {}", treatment.claim);
    match desk.project.treatments().get(&treatment.key()) {
        Some(old) if **old == *treatment => Plan::Nothing,
        Some(old) => {
            let plan = Plan::edit(label, vec![Edit::Set(record.into())]);
            // Typing in the memo is one step; every click beside it is one of its own.
            let only_memo = Treatment { memo: treatment.memo.clone(), ..Treatment::clone(old) } == *treatment;
            if only_memo { plan.joined(format!("treatment memo {}", treatment.key())) } else { plan }
        }
        None => Plan::edit(label, vec![Edit::Add(record.into())]),
    }
}
