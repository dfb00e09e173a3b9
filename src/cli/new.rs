//! `variorum new`: makes a project.

use std::io::Write;
use std::path::PathBuf;

use super::{Ending, Failure, counted, project};
use crate::model::{CodebookInfo, Project, ProjectInfo, Record};
use crate::session::Environment;
use crate::store;

/// Makes a project with a codebook in a new or empty folder
#[derive(Debug, clap::Args)]
pub(super) struct New {
    /// The folder to make
    dir: PathBuf,
    /// The project's title
    #[arg(long, value_name = "T")]
    title: String,
    /// The codebook to begin with; 'none' for an empty one
    #[arg(long, value_name = "ID", default_value = "ecf")]
    codebook: String,
    /// Name or initials of the first coder
    #[arg(long, value_name = "NAME", default_value = "A")]
    coder: String,
}

impl New {
    pub fn run(self, out: &mut dyn Write) -> Result<Ending, Failure> {
        let title = self.title.trim();
        if title.is_empty() {
            return Err(Failure::new("could not make a project: its title is empty", "Give one with --title"));
        }
        let environment = Environment::real();
        let now = environment.now();
        let (codebook, mut records) = template(&self.codebook)?;
        let coder = project::new_coder(&Project::default(), &self.coder)?;
        records.push(coder.into());
        let info = ProjectInfo { id: environment.new_id("p-"), title: title.to_owned(), created: Some(now), ..ProjectInfo::default() };
        let (project, faults) = Project::assemble(info, codebook, records);
        if let Some(fault) = faults.first() {
            return Err(Failure::new(format!("could not use the codebook '{}': {fault}", self.codebook), "Choose another codebook"));
        }
        store::create(&self.dir, &project, now)?;
        let count = counted(project.codes().len(), "code");
        writeln!(out, "made '{title}' with {count} in {}", self.dir.display())?;
        Ok(Ending::Well)
    }
}

/// The records of a codebook that comes with the program.
fn template(id: &str) -> Result<(CodebookInfo, Vec<Record>), Failure> {
    if id == "none" {
        return Ok((CodebookInfo::default(), Vec::new()));
    }
    let parts = store::template(id)?;
    Ok((parts.info, parts.records))
}
