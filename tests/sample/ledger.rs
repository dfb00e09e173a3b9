//! The claim ledger and what each report does with each claim.

use variorum::model::{AnnotationId, Claim, ClaimId, EntityId, Looked, Treatment, TreatmentKind};

use crate::annotations::report_of;
use crate::codebook::OMISSION;
use crate::documents::Report;
use crate::register;
use crate::seeds::{Cell, Gold, MatrixRow};
use crate::{WHEN, gold_coder};

/// The claims in the order of the matrix.
pub fn claims(matrix: &[MatrixRow]) -> Vec<Claim> {
    let make = |(rank, row): (u32, &MatrixRow)| Claim {
        id: claim_id(&row.id),
        statement: row.canonical.clone(),
        rank,
        group: String::new(),
        importance: None,
        note: String::new(),
        extra: [].into(),
    };
    (1..).zip(matrix).map(make).collect()
}

/// One treatment for every cell of the matrix; the rows of `D.OMIT` add importance and remark to the omissions they name.
pub fn treatments(matrix: &[MatrixRow], gold: &[Gold], reports: &[Report]) -> Vec<Treatment> {
    let cells = matrix.iter().flat_map(|row| row.sources.0.iter().map(move |(file, cell)| (row, file, cell)));
    cells.map(|(row, file, cell)| treatment(row, cell, report_of(reports, file), omission(gold, &row.id, file))).collect()
}

fn omission<'a>(gold: &'a [Gold], claim: &str, file: &str) -> Option<&'a Gold> {
    gold.iter().find(|g| g.code == OMISSION && g.claim.as_deref() == Some(claim) && g.doc == file)
}

fn treatment(row: &MatrixRow, cell: &Cell, report: &Report, omission: Option<&Gold>) -> Treatment {
    let (kind, words) = status(&cell.status);
    assert!(omission.is_none() || kind == TreatmentKind::Omits, "{} is said to be omitted where it is not", row.id);
    let remarks = [words, omission.map_or("", |o| &o.note)];
    let remarks: Vec<_> = remarks.into_iter().filter(|r| !r.is_empty()).collect();
    Treatment {
        coder: gold_coder(),
        document: report.document.id.clone(),
        claim: claim_id(&row.id),
        kind,
        by: voices(&cell.attributed_to),
        evidence: cell.annotation.iter().map(|id| AnnotationId::new(id).expect("an id")).collect(),
        importance: omission.map(importance),
        looked: (kind == TreatmentKind::Omits).then(|| Looked { when: WHEN, words: Vec::new(), text_sha256: report.text_sha256() }),
        memo: remarks.join("; "),
        changed: WHEN,
        extra: [].into(),
    }
}

fn importance(row: &Gold) -> u8 {
    let number = row.attributes.0.iter().find(|(name, _)| name == "importance").and_then(|(_, n)| n.as_u64());
    number.and_then(|n| u8::try_from(n).ok()).expect("an omission has an importance")
}

/// Reads "attributed (quoted, distanced)": the kind, and the words beyond it.
fn status(words: &str) -> (TreatmentKind, &str) {
    let kinds = [
        ("asserted", TreatmentKind::Asserts),
        ("presupposed", TreatmentKind::Presupposes),
        ("attributed", TreatmentKind::Attributes),
        ("DENIED", TreatmentKind::Denies),
        ("omitted", TreatmentKind::Omits),
    ];
    let found = kinds.into_iter().find_map(|(word, kind)| Some((kind, words.strip_prefix(word)?)));
    let (kind, rest) = found.unwrap_or_else(|| panic!("the matrix has a status that is not known here: {words}"));
    let rest = rest.trim_start_matches([',', ' ']);
    let bare = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')).unwrap_or(rest);
    (kind, bare)
}

/// Reads "Kim, via KCNA": the outermost voice first. The document's own voice is no one else's.
fn voices(words: &str) -> Vec<EntityId> {
    if words.is_empty() || words == "document" {
        return Vec::new();
    }
    words.rsplit(", via ").map(register::voice).collect()
}

fn claim_id(text: &str) -> ClaimId {
    ClaimId::new(text).expect("an id")
}
