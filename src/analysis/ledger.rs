//! The ledger as it is read: claims under their headings, and what a document has no treatment for.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Claim, ClaimId, CoderId, DocumentId, Project, TreatmentKey};

/// The claims under their headings: headings in the order in which they first come, below each its claims in the order of the ledger.
pub fn in_groups(project: &Project) -> Vec<&Arc<Claim>> {
    let mut claims = project.claims_in_order();
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    for claim in &claims {
        let next = groups.len();
        groups.entry(&claim.group).or_insert(next);
    }
    claims.sort_by_key(|claim| groups.get(claim.group.as_str()).copied());
    claims
}

/// The headings in use, in the order in which they first come.
pub fn groups(project: &Project) -> Vec<&str> {
    let mut groups: Vec<&str> = in_groups(project).into_iter().map(|c| c.group.as_str()).filter(|group| !group.is_empty()).collect();
    groups.dedup();
    groups
}

/// The claims that a coder has not said anything about in a document, in the order of the ledger.
pub fn unchecked(project: &Project, coder: &CoderId, document: &DocumentId) -> Vec<ClaimId> {
    let is_open = |claim: &&Arc<Claim>| {
        let key = TreatmentKey { coder: coder.clone(), document: document.clone(), claim: claim.id.clone() };
        !project.treatments().contains_key(&key)
    };
    in_groups(project).into_iter().filter(is_open).map(|claim| claim.id.clone()).collect()
}

/// How many claims a coder has not said anything about, for each document.
pub fn unchecked_by_document(project: &Project, coder: &CoderId) -> Vec<(DocumentId, usize)> {
    let mut treated: BTreeMap<&DocumentId, usize> = BTreeMap::new();
    for key in project.treatments().keys().filter(|key| key.coder == *coder) {
        *treated.entry(&key.document).or_default() += 1;
    }
    let claims = project.claims().len();
    let open = |id: &DocumentId| claims.saturating_sub(treated.get(id).copied().unwrap_or_default());
    project.documents().keys().map(|id| (id.clone(), open(id))).collect()
}
