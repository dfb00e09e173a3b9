//! `variorum check`: is the project what it says it is?

use std::io::Write;
use std::path::PathBuf;

use super::{Ending, Failure, project, write_json};
use crate::analysis::check::{Problem, Severity, check};
use crate::store::{self, Opened, Repaired};
use crate::text::{counted, counted_as, sha256, with_other_line_ends};

/// What is said of an original that git has changed.
const LINE_ENDS: &str = "only the line ends differ from the bytes that were imported, as git changes them where core.autocrlf is set and no \
    .gitattributes says otherwise; commit the project's .gitattributes, then check this file out again";

/// Verifies digests, offsets, quotes, ids, links and the codebook
#[derive(Debug, clap::Args)]
#[command(after_help = "Ends with status 1 when one of the problems is an error.")]
pub(super) struct Check {
    /// Project folder, or its project.ron
    project: PathBuf,
    /// Gives one JSON document
    #[arg(long)]
    json: bool,
    /// Before that, mends what a merge by text has left: both sides are kept, and where they differ it is to be settled
    #[arg(long)]
    repair: bool,
}

impl Check {
    pub fn run(self, out: &mut dyn Write) -> Result<Ending, Failure> {
        if self.repair {
            tell_repairs(&store::repair(&self.project)?);
        }
        let opened = project::read_quietly(&self.project)?;
        let mut checked = check(&opened.project);
        let of_the_files = problems_of_the_files(&opened);
        // The store tells a fault with its file and line; the same without a place says nothing more.
        checked.problems.retain(|known| !of_the_files.iter().any(|found| found.what == format!("{}: {}", known.place, known.what)));
        checked.problems.extend(of_the_files);
        checked.problems.sort();
        checked.problems.dedup();
        let ending = if checked.has_errors() { Ending::Problems } else { Ending::Well };
        if self.json {
            write_json(out, &checked)?;
            return Ok(ending);
        }
        for problem in &checked.problems {
            writeln!(out, "{}: {}: {}", problem.severity, problem.place, problem.what)?;
        }
        let errors = checked.problems.iter().filter(|p| p.severity == Severity::Error).count();
        let (documents, annotations) = (counted(checked.documents, "document"), counted(checked.annotations, "annotation"));
        let warnings = counted(checked.problems.len() - errors, "warning");
        let (orphans, errors) = (counted(checked.orphans, "orphan"), counted(errors, "error"));
        writeln!(out, "{documents}, {annotations}, {orphans}: {errors}, {warnings}")?;
        Ok(ending)
    }
}

/// What was mended, on standard error: the result of the command is what is wrong now.
fn tell_repairs(repaired: &Repaired) {
    let mut err = std::io::stderr().lock();
    let mut say = |line: String| drop(writeln!(err, "{line}"));
    if repaired.is_empty() {
        return say("nothing was to be mended".to_owned());
    }
    for file in &repaired.moved {
        say(format!("mended: {file} lay in another folder than its own"));
    }
    for file in &repaired.files {
        say(format!("mended: {file}: both sides of the merge are in it; as it was it is kept in .variorum/backups/outside"));
    }
    for id in &repaired.restored {
        say(format!("mended: {id} was referred to and missing; it is there again"));
    }
    if repaired.conflicts > 0 {
        let conflicts = counted_as(repaired.conflicts, "difference is", "differences are");
        say(format!("{conflicts} to be settled: ours stands in the project, theirs is kept beside it; open the project to choose"));
    }
    for finding in &repaired.left {
        say(format!("{finding} ({})", finding.hint));
    }
}

/// What loading found, and originals that are missing or not what they were.
fn problems_of_the_files(opened: &Opened) -> Vec<Problem> {
    let found = opened.report.findings.iter().map(|finding| Problem {
        severity: match finding.severity {
            store::Severity::Error => Severity::Error,
            store::Severity::Warning => Severity::Warning,
        },
        place: finding.place.clone(),
        what: finding.what.clone(),
    });
    let mut problems: Vec<Problem> = found.collect();
    problems.extend(in_the_journal(opened.report.recovered_steps));
    for document in opened.project.documents().values() {
        let provenance = &document.provenance;
        if provenance.original.is_empty() {
            continue;
        }
        let (severity, what) = match opened.store.read_original(&provenance.original) {
            Ok(bytes) if sha256(&bytes) == provenance.original_sha256 => continue,
            Ok(bytes) if with_other_line_ends(&bytes, &provenance.original_sha256).is_some() => (Severity::Error, LINE_ENDS.to_owned()),
            Ok(_) => (Severity::Error, "the bytes are not those that were imported (their SHA-256 differs)".to_owned()),
            Err(error) => (Severity::Warning, error.to_string()),
        };
        let place = store::original_place(&provenance.original);
        // The store tells that the bytes are others, and knows no cause.
        problems.retain(|known| known.place != place);
        problems.push(Problem { severity, place, what });
    }
    problems
}

/// What the files do not say yet is no fault, but who looks into them should know.
fn in_the_journal(steps: usize) -> Option<Problem> {
    let what = format!("{} in the journal and not yet in the files", counted_as(steps, "change is", "changes are"));
    (steps > 0).then(|| Problem { severity: Severity::Warning, place: ".variorum/journal.ron".to_owned(), what })
}
