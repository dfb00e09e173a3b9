//! `variorum pack`: a project as one file.

use std::io::Write;
use std::path::PathBuf;

use super::{Ending, Failure, project};

/// Packs a project with its imported files into one file for mail
#[derive(Debug, clap::Args)]
pub(super) struct Pack {
    /// Project folder, or its project.ron
    project: PathBuf,
    /// The file to write
    #[arg(value_name = "FILE.ron")]
    file: PathBuf,
}

impl Pack {
    pub fn run(self, out: &mut dyn Write) -> Result<Ending, Failure> {
        let opened = project::read(&self.project)?;
        project::refuse_inside(opened.store.root(), &self.file)?;
        opened.store.pack(&opened.project, &self.file)?;
        writeln!(out, "packed '{}' into {}", opened.project.info().title, self.file.display())?;
        for file in opened.store.broken().iter() {
            writeln!(out, "{} is in it as it is, broken", file.file)?;
        }
        Ok(project::ending(&opened))
    }
}
