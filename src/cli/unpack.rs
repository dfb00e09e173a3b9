//! `variorum unpack`: a packed project as a folder again.

use std::io::Write;
use std::path::PathBuf;

use super::pack::left_out;
use super::{Ending, Failure, project};
use crate::store;

/// Unpacks a packed project into a new or empty folder
#[derive(Debug, clap::Args)]
pub(super) struct Unpack {
    /// The packed file
    #[arg(value_name = "FILE.ron")]
    file: PathBuf,
    /// The folder to make
    dir: PathBuf,
}

impl Unpack {
    pub fn run(self, out: &mut dyn Write) -> Result<Ending, Failure> {
        let unknown = store::unpack(&self.file, &self.dir)?;
        let opened = project::read(&self.dir)?;
        writeln!(out, "unpacked '{}' into {}", opened.project.info().title, self.dir.display())?;
        left_out(&unknown);
        Ok(project::ending(&opened))
    }
}
