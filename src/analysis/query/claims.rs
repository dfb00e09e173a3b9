//! What claims answer.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{CLAIM_HAS, TREATMENTS};
use super::sealed::Asked;
use super::syntax::Term;
use super::value::{Words, in_text, numbers, one_of};
use super::{List, QueryError, Test, names, unknown_field};
use crate::model::{Claim, ClaimId, DocumentId, Project, RecordId, RecordKind, Reference, Treatment};

impl Asked for Claim {
    const LIST: List = List::Claims;

    fn words(pattern: Words) -> Test<Self> {
        Box::new(move |_, c| pattern.is_in(&c.statement))
    }

    fn field(project: &Project, name: &str, term: &Term) -> Result<Test<Self>, QueryError> {
        let at = term.value_at;
        let words = || in_text(at, &term.value);
        Ok(match name {
            "statement" => Self::words(words()?),
            "group" => {
                let pattern = words()?;
                Box::new(move |_, c| pattern.is_in(&c.group))
            }
            "note" => {
                let pattern = words()?;
                Box::new(move |_, c| !c.note.is_empty() && pattern.is_in(&c.note))
            }
            "importance" => {
                let asked = numbers(at, &term.value)?;
                Box::new(move |_, c| c.importance.is_some_and(|n| asked.fit(f64::from(n))))
            }
            "id" => {
                let pattern = names::pattern(term)?;
                Box::new(move |_, c| pattern.is_in(c.id.as_str()))
            }
            "annotations" => {
                let asked = numbers(at, &term.value)?;
                Box::new(move |project, c| asked.fit_count(annotations(project, c)))
            }
            "has" => has(project, one_of(at, name, &term.value, CLAIM_HAS)?),
            _ => by_treatments(project, name, term)?,
        })
    }
}

/// How many annotations carry a claim.
pub fn annotations(project: &Project, claim: &Claim) -> usize {
    project.annotations_naming(&Reference::Claim(claim.id.clone())).count()
}

/// What depends on the treatments is worked out once for all claims.
fn by_treatments(project: &Project, name: &str, term: &Term) -> Result<Test<Claim>, QueryError> {
    let at = term.value_at;
    Ok(match name {
        "treatment" => {
            let word = one_of(at, name, &term.value, TREATMENTS)?;
            among(treated(project, |t| t.kind.word() == word))
        }
        "by" => {
            let entities = names::entities(project, &names::pattern(term)?);
            among(treated(project, |t| t.by.iter().any(|e| entities.contains(e))))
        }
        "coder" => {
            let coders = names::coders(project, &names::pattern(term)?);
            among(treated(project, |t| coders.contains(&t.coder)))
        }
        "document" => {
            let documents = documents_of(project, term)?;
            among(treated(project, |t| documents.contains(&t.document)))
        }
        "unchecked" => {
            let asked = documents_of(project, term)?;
            let treating = documents_treating(project);
            Box::new(move |_, c| asked.iter().any(|d| treating.get(&c.id).is_none_or(|documents| !documents.contains(d))))
        }
        "documents" => {
            let asked = numbers(at, &term.value)?;
            let treating = documents_treating(project);
            Box::new(move |_, c| asked.fit_count(treating.get(&c.id).map_or(0, BTreeSet::len)))
        }
        _ => return Err(unknown_field(List::Claims, term, std::iter::empty())),
    })
}

fn documents_of(project: &Project, term: &Term) -> Result<BTreeSet<DocumentId>, QueryError> {
    let pattern = names::pattern(term)?;
    Ok(names::documents(project, |d| names::document_is(d, &pattern)))
}

fn treated(project: &Project, fits: impl Fn(&Treatment) -> bool) -> BTreeSet<ClaimId> {
    project.treatments().values().filter(|t| fits(t)).map(|t| t.claim.clone()).collect()
}

fn documents_treating(project: &Project) -> BTreeMap<ClaimId, BTreeSet<DocumentId>> {
    let mut treating: BTreeMap<ClaimId, BTreeSet<DocumentId>> = BTreeMap::new();
    for treatment in project.treatments().values() {
        treating.entry(treatment.claim.clone()).or_default().insert(treatment.document.clone());
    }
    treating
}

fn among(claims: BTreeSet<ClaimId>) -> Test<Claim> {
    Box::new(move |_, c| claims.contains(&c.id))
}

fn has(project: &Project, word: &str) -> Test<Claim> {
    match word {
        "note" => Box::new(|_, c| !c.note.is_empty()),
        "importance" => Box::new(|_, c| c.importance.is_some()),
        "annotations" => Box::new(|project, c| project.annotations_naming(&Reference::Claim(c.id.clone())).next().is_some()),
        "treatments" => among(treated(project, |_| true)),
        _ => {
            let about = names::with_memo(project, RecordKind::Claim, |_| true);
            Box::new(move |_, c| about.contains(&RecordId::Claim(c.id.clone())))
        }
    }
}
