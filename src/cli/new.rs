//! `variorum new`: makes a project.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Ending, Failure};
use crate::session::{Environment, Session};
use crate::text::counted;

/// Makes a project with a codebook in a new or empty folder
#[derive(Debug, clap::Args)]
pub(super) struct New {
    /// The folder to make
    dir: PathBuf,
    /// The project's title
    #[arg(long, value_name = "T")]
    title: String,
    /// The codebook to begin with, or several with commas between them; 'none' for an empty one; 'variorum codebook' lists them
    #[arg(long, value_name = "ID", default_value = "ecf", value_delimiter = ',')]
    codebook: Vec<String>,
    /// Name or initials of the first coder
    #[arg(long, value_name = "NAME", default_value = "A")]
    coder: String,
}

impl New {
    pub fn run(self, out: &mut dyn Write) -> Result<Ending, Failure> {
        let codebooks: Vec<&str> = self.codebook.iter().map(String::as_str).collect();
        let session = Session::create(&self.dir, &self.title, &self.coder, &codebooks, Environment::real(), Arc::new(|| {}))?;
        let (title, project) = (self.title.trim(), session.project());
        let count = counted(project.codes().len(), "code");
        writeln!(out, "made '{title}' with {count} in {}", self.dir.display())?;
        Ok(Ending::Well)
    }
}
