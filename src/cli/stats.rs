//! `variorum stats`: counts.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use super::{Ending, Failure, project, write_json};
use crate::analysis::stats::stats;
use crate::text::{counted, counted_as};

/// Counts documents, words and annotations by layer, code, coder and document
#[derive(Debug, clap::Args)]
pub(super) struct Stats {
    /// Project folder, or its project.ron
    project: PathBuf,
    /// Gives one JSON document
    #[arg(long)]
    json: bool,
}

impl Stats {
    pub fn run(self, out: &mut dyn Write) -> Result<Ending, Failure> {
        let opened = project::read(&self.project)?;
        let stats = stats(&opened.project);
        if self.json {
            write_json(out, &stats)?;
            return Ok(project::ending(&opened));
        }
        writeln!(out, "{}, {}", counted(stats.documents, "document"), counted(stats.words, "word"))?;
        let (entities, claims) = (counted_as(stats.entities, "entity", "entities"), counted(stats.claims, "claim"));
        writeln!(out, "{entities}, {claims}, {}, {}", counted(stats.treatments, "treatment"), counted(stats.links, "link"))?;
        writeln!(out, "{}", counted(stats.annotations.total, "annotation"))?;
        table(out, "by layer", &stats.annotations.by_layer)?;
        table(out, "by code", &stats.annotations.by_code)?;
        table(out, "by coder", &stats.annotations.by_coder)?;
        table(out, "by document", &stats.annotations.by_document)?;
        for (coder, progress) in &stats.progress {
            let (finished, begun, untouched) = (progress.finished, progress.in_progress, progress.untouched);
            writeln!(out, "{coder}: {finished} finished, {begun} in progress, {untouched} untouched")?;
        }
        Ok(project::ending(&opened))
    }
}

fn table(out: &mut dyn Write, title: &str, counts: &BTreeMap<String, usize>) -> Result<(), Failure> {
    if !counts.is_empty() {
        writeln!(out, "  {title}")?;
    }
    for (name, count) in counts {
        writeln!(out, "  {count:>7}  {name}")?;
    }
    Ok(())
}
