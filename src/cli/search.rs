//! `variorum search`: concordance (KWIC).

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use super::{Ending, Failure, project, write_json};
use crate::analysis::concordance::{Case, Concordance, Extent, Hit, Query, Syntax};
use crate::formats::{OffsetUnit, UnitTable};
use crate::model::{DocumentId, Project};
use crate::text::counted;

/// Lists every place of a pattern with its context (concordance, KWIC)
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "the flags of a command line")]
pub(super) struct Search {
    /// Project folder, or its project.ron
    project: PathBuf,
    /// The words to look for
    #[arg(allow_hyphen_values = true)]
    pattern: String,
    /// Takes the pattern as a regular expression
    #[arg(long)]
    regex: bool,
    /// Takes capital and small letters as the same
    #[arg(long)]
    ignore_case: bool,
    /// Finds whole words alone
    #[arg(long)]
    word: bool,
    /// Characters of text on either side
    #[arg(long, value_name = "N", default_value_t = 40)]
    context: usize,
    /// Gives one JSON document; offsets are in code points
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Hits {
    hits: Vec<Row>,
    total: usize,
}

#[derive(Serialize)]
struct Row {
    document: DocumentId,
    start: usize,
    end: usize,
    left: String,
    #[serde(rename = "match")]
    matched: String,
    right: String,
}

impl Search {
    pub fn run(self, out: &mut dyn Write) -> Result<Ending, Failure> {
        let opened = project::read(&self.project)?;
        let project = &opened.project;
        let query = Query {
            pattern: self.pattern,
            syntax: if self.regex { Syntax::Regex } else { Syntax::Literal },
            case: if self.ignore_case { Case::Ignore } else { Case::Exact },
            extent: if self.word { Extent::WholeWords } else { Extent::Anywhere },
        };
        let concordance = Concordance::new(&query, self.context).map_err(|error| {
            Failure::new(format!("could not search: {error}"), "'variorum search --help' says how patterns are written")
        })?;
        let tables = tables(project);
        let rows = concordance.hits(project).filter_map(|hit| row(hit, &tables));
        if self.json {
            let hits: Vec<Row> = rows.collect();
            let total = hits.len();
            write_json(out, &Hits { hits, total })?;
            return Ok(project::ending(&opened));
        }
        let mut total = 0_usize;
        for row in rows {
            writeln!(out, "{}:{}\t{:>width$}[{}]{}", row.document, row.start, row.left, row.matched, row.right, width = self.context)?;
            total += 1;
        }
        writeln!(out, "{}", counted(total, "hit"))?;
        Ok(project::ending(&opened))
    }
}

fn tables(project: &Project) -> BTreeMap<&DocumentId, UnitTable<'_>> {
    let table = |text| UnitTable::new(text, OffsetUnit::CodePoint);
    project.documents().iter().map(|(id, document)| (id, table(document.text.as_str()))).collect()
}

/// A hit with its offsets in code points.
fn row(hit: Hit, tables: &BTreeMap<&DocumentId, UnitTable<'_>>) -> Option<Row> {
    let span = tables.get(&hit.document)?.span_from_bytes(hit.span)?;
    let Hit { document, left, matched, right, .. } = hit;
    Some(Row { document, start: span.start(), end: span.end(), left, matched, right })
}
