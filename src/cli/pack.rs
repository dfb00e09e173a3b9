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
        left_out(&opened.store.left_out_of_a_pack(&opened.project));
        Ok(project::ending(&opened))
    }
}

/// Says on standard error what was left out.
pub(super) fn left_out(what: &[String]) {
    if !what.is_empty() {
        // Where nobody listens there is nobody to tell.
        let _ = writeln!(std::io::stderr().lock(), "note: left out: {}", what.join("; "));
    }
}
