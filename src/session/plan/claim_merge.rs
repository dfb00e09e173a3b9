//! Making one claim of several, and two of one. What a form shows before and what is done come from the same code.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::repointing::{Renames, Repointed, joined_texts, once};
use super::{Desk, Plan, Refusal, claims, planned, refusal, shortened};
use crate::model::{
    Annotation, AnnotationId, Claim, ClaimId, CoderId, DocumentId, Edit, Looked, Project, RecordId, Reference, Treatment, TreatmentKey,
    TreatmentKind,
};

/// One coder's reading of one document.
pub type Reading = (CoderId, DocumentId);

/// Which claims are to become one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimMerge {
    /// The one that stays, with its words.
    pub into: ClaimId,
    /// Those that become part of it.
    pub from: Vec<ClaimId>,
    /// Where a coder treats them differently in a document: the claim whose treatment stays.
    pub chosen: BTreeMap<Reading, ClaimId>,
}

/// What a merge of claims comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimsMerged {
    /// The one claim as it is afterwards.
    pub claim: Claim,
    /// The claims that are gone afterwards.
    pub gone: Vec<ClaimId>,
    /// How many annotations name each of them before, added up.
    pub mentions_before: usize,
    /// How many annotations name the one afterwards.
    pub mentions_after: usize,
    /// The treatments of all of them before.
    pub treatments_before: Vec<TreatmentKey>,
    /// The treatments of the one afterwards.
    pub treatments: Vec<Treatment>,
    /// What names something else afterwards.
    pub repointed: Repointed,
}

/// What of a claim is to become another claim's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimSplit {
    /// The claim.
    pub claim: ClaimId,
    /// The words of the new one.
    pub statement: String,
    /// The annotations that go to it, as carriers and as evidence.
    pub annotations: BTreeSet<AnnotationId>,
}

/// What a split of a claim comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimParted {
    /// The annotations that name the new claim afterwards.
    pub moved: Vec<Annotation>,
    /// How many annotations that name it stay.
    pub left: usize,
    /// The new claim's treatments.
    pub treatments: Vec<Treatment>,
    /// The old claim's treatments that keep a part of their evidence.
    pub kept: Vec<Treatment>,
    /// The old claim's treatments that nothing proves any more: not checked again.
    pub emptied: Vec<TreatmentKey>,
}

/// Where the claims of a merge are treated differently, with the treatments there: one of each must be chosen.
pub fn conflicts(project: &Project, merge: &ClaimMerge) -> BTreeMap<Reading, Vec<Treatment>> {
    let mut readings = by_reading(project, merge);
    readings.retain(|_, all| all.iter().any(|t| all.first().is_some_and(|first| t.kind != first.kind || t.by != first.by)));
    readings
}

fn by_reading(project: &Project, merge: &ClaimMerge) -> BTreeMap<Reading, Vec<Treatment>> {
    let claims = once(std::iter::once(&merge.into).chain(&merge.from));
    let mut readings: BTreeMap<Reading, Vec<Treatment>> = BTreeMap::new();
    for claim in claims {
        for treatment in project.treatments().values().filter(|t| t.claim == *claim) {
            let reading = (treatment.coder.clone(), treatment.document.clone());
            readings.entry(reading).or_default().push(Treatment::clone(treatment));
        }
    }
    readings
}

/// Works out a merge, or says why it cannot be.
pub fn merged(project: &Project, merge: &ClaimMerge) -> Result<ClaimsMerged, Refusal> {
    let gone = || refusal("That claim no longer exists", "It was deleted meanwhile; undo brings it back");
    let into = project.claims().get(&merge.into).ok_or_else(gone)?;
    if merge.from.contains(&merge.into) {
        return Err(refusal("A claim cannot be merged into itself", "Choose another claim"));
    }
    let ids = once(merge.from.iter().cloned());
    let from = ids.iter().map(|id| project.claims().get(id).ok_or_else(gone)).collect::<Result<Vec<_>, _>>()?;
    if from.is_empty() {
        return Err(refusal("There is nothing to merge yet", "Choose the claims that say the same"));
    }
    let open = conflicts(project, merge);
    let mut treatments = Vec::new();
    let mut treatments_before = Vec::new();
    let mut renames = Renames::default();
    for (reading, all) in by_reading(project, merge) {
        let chosen = merge.chosen.get(&reading).and_then(|id| all.iter().find(|t| t.claim == *id));
        let Some(stays) = chosen.or_else(|| all.first().filter(|_| !open.contains_key(&reading))) else {
            let what = format!("{} treats them differently in {}", reading.0, reading.1);
            return Err(refusal(what, "Choose the treatment that stays"));
        };
        let joined = joined(stays, &all, &into.id);
        for old in &all {
            renames.add(RecordId::Treatment(old.key()), RecordId::Treatment(joined.key()));
            treatments_before.push(old.key());
        }
        treatments.push(joined);
    }
    for id in &ids {
        renames.add(RecordId::Claim(id.clone()), RecordId::Claim(into.id.clone()));
    }
    let naming = |id: &ClaimId| project.annotations_naming(&Reference::Claim(id.clone())).map(|a| &a.id);
    let every = || std::iter::once(&into.id).chain(&ids);
    Ok(ClaimsMerged {
        claim: one_claim(into, &from),
        mentions_before: every().map(|id| naming(id).count()).sum(),
        mentions_after: every().flat_map(naming).collect::<BTreeSet<_>>().len(),
        treatments_before,
        treatments,
        repointed: renames.in_project(project),
        gone: ids,
    })
}

/// The claim that stays; the words of the others are kept in its note.
fn one_claim(into: &Claim, from: &[&std::sync::Arc<Claim>]) -> Claim {
    let also: Vec<String> = from.iter().map(|c| format!("Also stated as: {}", c.statement)).collect();
    let notes = std::iter::once(into.note.as_str()).chain(from.iter().map(|c| c.note.as_str())).chain(also.iter().map(String::as_str));
    let mut extra = into.extra.clone();
    for (field, value) in from.iter().flat_map(|c| &c.extra) {
        extra.entry(field.clone()).or_insert_with(|| value.clone());
    }
    Claim {
        note: joined_texts(notes),
        group: if into.group.is_empty() {
            from.iter().map(|c| c.group.clone()).find(|g| !g.is_empty()).unwrap_or_default()
        } else {
            into.group.clone()
        },
        importance: into.importance.or_else(|| from.iter().find_map(|c| c.importance)),
        extra,
        ..into.clone()
    }
}

/// One treatment of several: what it says is the chosen one's, what it rests on is everybody's.
fn joined(stays: &Treatment, all: &[Treatment], claim: &ClaimId) -> Treatment {
    let in_order = || std::iter::once(stays).chain(all.iter().filter(|t| t.claim != stays.claim));
    let mut extra = stays.extra.clone();
    for (field, value) in all.iter().flat_map(|t| &t.extra) {
        extra.entry(field.clone()).or_insert_with(|| value.clone());
    }
    Treatment {
        claim: claim.clone(),
        evidence: once(in_order().flat_map(|t| t.evidence.iter().cloned())),
        importance: stays.importance.or_else(|| in_order().filter(|t| t.kind == stays.kind).find_map(|t| t.importance)),
        looked: stays.looked.clone().map(|looked| all_looked(looked, all)),
        memo: joined_texts(in_order().map(|t| t.memo.as_str())),
        extra,
        ..stays.clone()
    }
}

/// The words of every search in the same text.
fn all_looked(looked: Looked, all: &[Treatment]) -> Looked {
    let same_text = all.iter().filter_map(|t| t.looked.as_ref()).filter(|l| l.text_sha256 == looked.text_sha256);
    let words = once(looked.words.iter().chain(same_text.flat_map(|l| &l.words)).cloned());
    Looked { words, ..looked }
}

impl ClaimsMerged {
    /// The edits that make it so.
    pub fn edits(self, now: Timestamp) -> Vec<Edit> {
        let into = self.claim.id.clone();
        let had: BTreeSet<&TreatmentKey> = self.treatments_before.iter().collect();
        let mut edits = vec![Edit::Set(self.claim.into())];
        for treatment in self.treatments {
            let known = had.contains(&treatment.key());
            let record = Treatment { changed: now, ..treatment }.into();
            edits.push(if known { Edit::Set(record) } else { Edit::Add(record) });
        }
        edits.extend(self.repointed.edits(now));
        edits.extend(self.treatments_before.into_iter().filter(|key| key.claim != into).map(|key| Edit::Remove(RecordId::Treatment(key))));
        edits.extend(self.gone.into_iter().map(|id| Edit::Remove(RecordId::Claim(id))));
        edits
    }
}

/// Makes one claim of several.
pub fn merge(desk: &Desk, merge: &ClaimMerge) -> Plan {
    planned(merged(desk.project, merge).map(|merged| {
        let label = format!("Merge {} into claim \"{}\"", merged.gone.len(), shortened(&merged.claim.statement, 40));
        Plan::edit(label, merged.edits(desk.environment.now()))
    }))
}

/// What a claim rests on: annotations that name it, and evidence of its treatments, by id.
pub fn grounds(project: &Project, claim: &ClaimId) -> BTreeSet<AnnotationId> {
    let carrying = project.annotations_naming(&Reference::Claim(claim.clone())).map(|a| a.id.clone());
    let treatments = project.treatments().values().filter(|t| t.claim == *claim);
    carrying.chain(treatments.flat_map(|t| t.evidence.iter().cloned())).collect()
}

/// Works out a split, or says why it cannot be; `new` is the id of the new claim.
pub fn parted(project: &Project, split: &ClaimSplit, new: &ClaimId) -> Result<ClaimParted, Refusal> {
    if !project.claims().contains_key(&split.claim) {
        return Err(refusal("That claim no longer exists", "It was deleted meanwhile; undo brings it back"));
    }
    let mut renames = Renames::default();
    renames.add(RecordId::Claim(split.claim.clone()), RecordId::Claim(new.clone()));
    let naming: Vec<_> = project.annotations_naming(&Reference::Claim(split.claim.clone())).collect();
    let moved: Vec<_> = naming.iter().filter(|a| split.annotations.contains(&a.id)).map(|a| renames.annotation(a)).collect();
    let mut parted = ClaimParted { left: naming.len() - moved.len(), moved, treatments: Vec::new(), kept: Vec::new(), emptied: Vec::new() };
    for old in project.treatments().values().filter(|t| t.claim == split.claim) {
        let (goes, stays): (Vec<_>, Vec<_>) = old.evidence.iter().cloned().partition(|id| split.annotations.contains(id));
        if goes.is_empty() {
            continue;
        }
        if stays.is_empty() && old.kind != TreatmentKind::Omits {
            parted.emptied.push(old.key());
        } else {
            parted.kept.push(Treatment { evidence: stays, ..Treatment::clone(old) });
        }
        parted.treatments.push(Treatment { claim: new.clone(), evidence: goes, ..Treatment::clone(old) });
    }
    if parted.moved.is_empty() && parted.treatments.is_empty() {
        return Err(refusal("No annotations are chosen", "Choose those that carry another claim"));
    }
    Ok(parted)
}

/// Gives chosen annotations and evidence of a claim to a new one.
pub fn split(desk: &Desk, split: &ClaimSplit) -> Plan {
    planned(try_split(desk, split))
}

fn try_split(desk: &Desk, split: &ClaimSplit) -> Result<Plan, Refusal> {
    let claim = claims::new_claim(desk, &split.statement)?;
    let Some(claim) = claim else { return Ok(Plan::Nothing) };
    let old = desk.project.claims().get(&split.claim);
    let claim = Claim { group: old.map(|c| c.group.clone()).unwrap_or_default(), ..claim };
    let parted = parted(desk.project, split, &claim.id)?;
    let now = desk.environment.now();
    let label = format!("Split off the claim \"{}\"", shortened(&claim.statement, 40));
    let new = claim.id.clone();
    let mut edits = vec![Edit::Add(claim.into())];
    edits.extend(parted.moved.into_iter().map(|a| desk.changed(a)));
    edits.extend(parted.treatments.into_iter().map(|t| Edit::Add(Treatment { changed: now, ..t }.into())));
    edits.extend(parted.kept.into_iter().map(|t| Edit::Set(Treatment { changed: now, ..t }.into())));
    // A memo about a treatment that goes speaks of the new one from now on.
    let mut renames = Renames::default();
    let renamed = |key: &TreatmentKey| TreatmentKey { claim: new.clone(), ..key.clone() };
    parted.emptied.iter().for_each(|key| renames.add(RecordId::Treatment(key.clone()), RecordId::Treatment(renamed(key))));
    edits.extend(renames.in_project(desk.project).edits(now));
    edits.extend(parted.emptied.into_iter().map(|key| Edit::Remove(RecordId::Treatment(key))));
    Ok(Plan::edit(label, edits))
}
