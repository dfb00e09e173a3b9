//! Checks a project against itself: what is wrong, and what is odd.

mod annotations;
mod codebook;
mod ledger;

pub use annotations::is_date;

use std::fmt;

use serde::Serialize;

use crate::model::Project;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The project contradicts itself.
    Error,
    /// Somebody should look.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// Something that is wrong or odd.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// How bad.
    pub severity: Severity,
    /// The record, or the file.
    #[serde(rename = "where")]
    pub place: String,
    /// What.
    pub what: String,
}

/// What a check found. Field names are those of `variorum check --json`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Checked {
    /// Documents.
    pub documents: usize,
    /// Annotations of all coders.
    pub annotations: usize,
    /// Entities of the register.
    pub entities: usize,
    /// Claims of the ledger.
    pub claims: usize,
    /// Treatments of claims by documents.
    pub treatments: usize,
    /// Annotations whose words are not at their place.
    pub orphans: usize,
    /// What was changed here and by others, and is to be settled.
    pub conflicts: usize,
    /// Errors first, then by place.
    pub problems: Vec<Problem>,
}

impl Checked {
    /// Whether one of the problems is an error.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|p| p.severity == Severity::Error)
    }
}

/// Collects problems.
struct Findings<'a> {
    project: &'a Project,
    problems: Vec<Problem>,
}

impl Findings<'_> {
    /// What others have in another way stands in no list of records, so it is told here.
    fn conflicts(&mut self) {
        for conflict in self.project.conflicts().values() {
            let told = super::conflicts::told(self.project, conflict);
            let place = conflict.about().map_or_else(|| told.about.clone(), ToString::to_string);
            let differs = told.fields.iter().map(|f| format!("{}: here '{}', the other '{}'", f.name, f.mine, f.other));
            let what = format!("a conflict is to be settled: {} ({})", told.what, differs.collect::<Vec<_>>().join("; "));
            self.warn(place, what);
        }
    }

    fn warn(&mut self, place: impl fmt::Display, what: impl Into<String>) {
        self.problems.push(Problem { severity: Severity::Warning, place: place.to_string(), what: what.into() });
    }
}

/// Judges every record again, and looks for what the model allows but nobody means.
pub fn check(project: &Project) -> Checked {
    let mut findings = Findings { project, problems: Vec::new() };
    for record in project.records() {
        for fault in project.faults_of(&record) {
            findings.problems.push(Problem { severity: Severity::Error, place: record.id().to_string(), what: fault.to_string() });
        }
    }
    findings.codebook();
    findings.documents();
    findings.annotations();
    findings.ledger();
    findings.conflicts();
    let mut problems = findings.problems;
    problems.sort();
    problems.dedup();
    Checked {
        documents: project.documents().len(),
        annotations: project.annotations().len(),
        entities: project.entities().len(),
        claims: project.claims().len(),
        treatments: project.treatments().len(),
        orphans: project.annotations().values().filter(|a| a.orphan).count(),
        conflicts: project.conflicts().len(),
        problems,
    }
}

#[cfg(test)]
mod tests;
