//! The columns of the list of claims.

use std::collections::BTreeSet;

use super::super::super::widgets::table::{Column, ListOf, Order, Width};
use crate::analysis::ledger::in_groups;
use crate::analysis::query::annotations_carrying;
use crate::model::{Claim, ClaimId, CoderId, DocumentId, Project, Treatment, TreatmentKey};

/// The claims under their headings.
pub(super) struct ClaimList;

/// Which columns the matrix has headings for.
pub(super) const NUMBER: usize = 0;
pub(super) const STATEMENT: usize = 1;
pub(super) const GROUP: usize = 2;
pub(super) const IMPORTANCE: usize = 3;

impl ListOf for ClaimList {
    type Id = ClaimId;
    type Row = Claim;
    const NAME: &'static str = "claims";
    const COLUMNS: &'static [Column<Claim>] = &[
        Column { title: "No.", width: Width::Points(34.0), text: |_, c| c.rank.to_string(), order: Order::Own },
        Column { title: "Claim", width: Width::Share(1.0), text: |_, c| c.statement.clone(), order: Order::Text },
        Column { title: "Group", width: Width::Points(100.0), text: |_, c| c.group.clone(), order: Order::Text },
        Column {
            title: "Importance",
            width: Width::Points(40.0),
            text: |_, c| c.importance.map(|n| n.to_string()).unwrap_or_default(),
            order: Order::Number(|_, c| c.importance.map(f64::from)),
        },
        Column {
            title: "Annotations",
            width: Width::Points(60.0),
            text: |project, c| annotations_carrying(project, c).to_string(),
            order: Order::Number(|project, c| Some(annotations_carrying(project, c) as f64)),
        },
        Column {
            title: "Documents",
            width: Width::Points(60.0),
            text: |project, c| documents(project, c).to_string(),
            order: Order::Number(|project, c| Some(documents(project, c) as f64)),
        },
        Column { title: "Note", width: Width::Share(1.0), text: |_, c| c.note.clone(), order: Order::Text },
    ];

    fn ids(project: &Project) -> Vec<ClaimId> {
        in_groups(project).into_iter().map(|c| c.id.clone()).collect()
    }

    fn row<'p>(project: &'p Project, id: &ClaimId) -> Option<&'p Claim> {
        project.claims().get(id).map(AsRef::as_ref)
    }

    fn label(_: &Project, claim: &Claim) -> String {
        format!("Edit claim {}", claim.statement)
    }

    /// What each document does with a claim as each coder sees it, and on whose word.
    fn more_titles(project: &Project) -> Vec<String> {
        readings(project)
            .into_iter()
            .flat_map(|(document, coder)| [format!("{document} ({coder})"), format!("{document} by ({coder})")])
            .collect()
    }

    fn more_cells(project: &Project, claim: &Claim) -> Vec<String> {
        let cells = |(document, coder): (&DocumentId, &CoderId)| {
            let key = TreatmentKey { coder: coder.clone(), document: document.clone(), claim: claim.id.clone() };
            let treatment = project.treatments().get(&key);
            [
                treatment.map_or_else(|| "not checked".to_owned(), |t| t.kind.word().to_owned()),
                treatment.map(|t| by(project, t)).unwrap_or_default(),
            ]
        };
        readings(project).into_iter().flat_map(cells).collect()
    }
}

/// Documents and coders that have treated anything there.
fn readings(project: &Project) -> Vec<(&DocumentId, &CoderId)> {
    let readings: BTreeSet<_> = project.treatments().keys().map(|key| (&key.document, &key.coder)).collect();
    readings.into_iter().collect()
}

/// On whose word, outermost voice first.
pub(super) fn by(project: &Project, treatment: &Treatment) -> String {
    let name = |id| project.entities().get(id).map_or("?", |e| e.name.as_str());
    treatment.by.iter().map(name).collect::<Vec<_>>().join(" › ")
}

fn documents(project: &Project, claim: &Claim) -> usize {
    let treating: BTreeSet<&DocumentId> =
        project.treatments().keys().filter(|key| key.claim == claim.id).map(|key| &key.document).collect();
    treating.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CodebookInfo, Coder, Document, ProjectInfo, TreatmentKind};
    use crate::text::ReadingText;

    #[test]
    fn a_file_has_what_each_document_does_with_a_claim_as_each_coder_sees_it() {
        let extra = std::collections::BTreeMap::new;
        let coder =
            |id: &str| Coder { id: CoderId::new(id).unwrap(), name: id.to_owned(), note: String::new(), created: None, extra: extra() };
        let claim = |id: &str, rank, group: &str| Claim {
            id: ClaimId::new(id).unwrap(),
            statement: format!("Statement {id}"),
            rank,
            group: group.to_owned(),
            importance: Some(2),
            note: String::new(),
            extra: extra(),
        };
        let omits = Treatment {
            coder: CoderId::new("b").unwrap(),
            document: DocumentId::new("000").unwrap(),
            claim: ClaimId::new("one").unwrap(),
            kind: TreatmentKind::Omits,
            by: Vec::new(),
            evidence: Vec::new(),
            importance: None,
            looked: None,
            memo: String::new(),
            changed: jiff::Timestamp::UNIX_EPOCH,
            extra: extra(),
        };
        let document = Document::new(DocumentId::new("000").unwrap(), ReadingText::new("Words.").unwrap());
        let claims = [claim("one", 1, "a"), claim("two", 2, ""), claim("three", 3, "a")];
        let records = claims.into_iter().map(Into::into).chain([coder("a").into(), coder("b").into(), document.into(), omits.into()]);
        let (project, errors) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
        assert_eq!(errors, []);
        assert_eq!(ClaimList::more_titles(&project), ["000 (b)", "000 by (b)"]);
        let listed: Vec<(String, Vec<String>)> = ClaimList::ids(&project)
            .iter()
            .map(|id| (id.to_string(), ClaimList::more_cells(&project, ClaimList::row(&project, id).unwrap())))
            .collect();
        let cells = |word: &str| vec![word.to_owned(), String::new()];
        let wanted = [("one", "omits"), ("three", "not checked"), ("two", "not checked")];
        assert_eq!(listed, wanted.map(|(id, word)| (id.to_owned(), cells(word))));
    }
}
