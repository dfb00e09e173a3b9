//! `variorum codebook`: a codebook to read, print or keep, and the list of those to begin with.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use super::file::{keep, temporary};
use super::{Ending, Failure, project};
use crate::formats::codebook_print::{html, markdown};
use crate::model::{Project, ProjectInfo};
use crate::session::{Environment, Session};
use crate::store::{self, CodebookParts, TemplateEntry};
use crate::text::counted;

/// Writes a codebook for people or for further projects; without a project, lists those to begin with
#[derive(Debug, clap::Args)]
pub(super) struct Codebook {
    /// Project folder, or its project.ron
    project: Option<PathBuf>,
    /// A codebook of the list instead of a project's
    #[arg(long, value_name = "ID", conflicts_with = "project")]
    template: Option<String>,
    /// md and html to read and print, ron to take over
    #[arg(long, value_enum, default_value_t = Form::Md)]
    format: Form,
    /// The file to write; without it, to standard output
    #[arg(long, visible_alias = "output", value_name = "FILE")]
    out: Option<PathBuf>,
    /// Keeps the project's codebook for further projects, under this name
    #[arg(long, value_name = "NAME", requires = "project", conflicts_with = "out")]
    save_as: Option<String>,
}

/// How a codebook is written.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Form {
    Md,
    Html,
    Ron,
}

impl Codebook {
    pub fn run(self, out: &mut dyn Write) -> Result<Ending, Failure> {
        let environment = Environment::real();
        let mut ending = Ending::Well;
        let codebook = match (&self.project, &self.template) {
            (Some(path), _) => {
                let opened = project::read(path)?;
                ending = project::ending(&opened);
                opened.project
            }
            (None, Some(id)) => assembled(store::template_in(environment.templates(), id)?),
            (None, None) => return list(out, &store::templates(environment.templates())),
        };
        if let (Some(name), Some(path)) = (&self.save_as, &self.project) {
            let mut session = Session::open_read_only(path, environment, Arc::new(|| {}))?;
            writeln!(out, "{}", session.save_codebook_as_template(name)?.what)?;
            return Ok(ending);
        }
        let text = match self.format {
            Form::Md => markdown(&codebook),
            Form::Html => html(&codebook),
            Form::Ron => store::write_codebook(&CodebookParts::of(&codebook))?,
        };
        let Some(file) = &self.out else {
            out.write_all(text.as_bytes())?;
            return Ok(ending);
        };
        if let Some(path) = &self.project {
            project::refuse_inside(project::read_quietly(path)?.store.root(), file)?;
        }
        let mut written = temporary(file)?;
        written.write_all(text.as_bytes()).map_err(|error| Failure::of_file("write", file, &error))?;
        keep(written, file)?;
        writeln!(out, "wrote {} into {}", counted(codebook.codes().len(), "code"), file.display())?;
        Ok(ending)
    }
}

fn assembled(parts: CodebookParts) -> Project {
    Project::assemble(ProjectInfo::default(), parts.info, parts.records).0
}

fn list(out: &mut dyn Write, templates: &[TemplateEntry]) -> Result<Ending, Failure> {
    for entry in templates {
        writeln!(out, "{:<8} {} ({})", entry.id, entry.name, counted(entry.codes, "code"))?;
        let source = (!entry.source.is_empty()).then(|| format!("after {}", entry.source));
        let own = entry.file.as_ref().map(|file| format!("your own: {}", file.display()));
        let fault = entry.fault.as_ref().map(|fault| format!("cannot be used: {fault}"));
        let purpose = (!entry.purpose.is_empty()).then(|| entry.purpose.clone());
        for line in [purpose, source, own, fault].into_iter().flatten() {
            writeln!(out, "{:<8} {line}", "")?;
        }
    }
    Ok(Ending::Well)
}
