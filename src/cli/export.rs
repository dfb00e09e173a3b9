//! `variorum export`: a dataset out, read back and compared.

use std::collections::BTreeSet;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::file::{keep, temporary};
use super::{Ending, Failure, project, write_json};
use crate::formats::{self, Filter, Format, Input, OffsetUnit, Original, ReadOptions, Report, WriteOptions};
use crate::model::{CoderId, LayerId, Project};
use crate::store::Opened;
use crate::text::counted;

/// Writes a dataset, reads it back and compares
#[derive(Debug, clap::Args)]
pub(super) struct Export {
    /// Project folder, or its project.ron
    project: PathBuf,
    /// The dataset's format
    #[arg(long, value_name = "ID")]
    format: String,
    /// The file to write
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    /// Only what this coder did (name or id)
    #[arg(long, value_name = "NAME")]
    coder: Option<String>,
    /// Only annotations of this layer (name or id); may be given several times
    #[arg(long, value_name = "L")]
    layer: Vec<String>,
    /// What an offset counts: code-point, utf16 or byte
    #[arg(long, value_name = "UNIT", default_value_t = OffsetUnit::CodePoint)]
    offsets: OffsetUnit,
    /// Begins a table with a byte-order mark, for spreadsheets that take UTF-8 for something else; for csv alone
    #[arg(long)]
    byte_order_mark: bool,
    /// Writes a list of what the format cannot hold (JSON)
    #[arg(long, value_name = "FILE")]
    loss_report: Option<PathBuf>,
}

impl Export {
    pub fn run(self, out: &mut dyn Write) -> Result<Ending, Failure> {
        let format = formats::by_id(&self.format)
            .and_then(|format| if format.about().writes { Ok(format) } else { Err(formats::FormatError::ReadOnly(format.about().name)) })
            .map_err(|error| Failure::new(format!("could not export: {error}"), error.hint()))?;
        let opened = project::read(&self.project)?;
        for file in std::iter::once(&self.out).chain(&self.loss_report) {
            project::refuse_inside(opened.store.root(), file)?;
        }
        let project = self.filter(&opened.project)?.of(&opened.project);
        let originals = if format.about().reads { originals(&opened, &project) } else { Vec::new() };
        if self.byte_order_mark && format.about().id != "csv" {
            return Err(Failure::new(
                "could not export: a byte-order mark is for csv alone",
                "Leave --byte-order-mark out, or export --format csv",
            ));
        }
        let options = WriteOptions { offsets: self.offsets, originals, byte_order_mark: self.byte_order_mark };
        let mut file = temporary(&self.out)?;
        let report = format
            .write(&project, &options, &mut BufWriter::new(file.as_file_mut()))
            .map_err(|error| Failure::new(format!("could not export: {error}: {}", self.out.display()), error.hint()))?;
        let compared = format.about().reads;
        if compared {
            compare(format, &project, &options.originals, file.path())?;
        }
        keep(file, &self.out)?;
        if let Some(path) = &self.loss_report {
            let mut file = temporary(path)?;
            write_json(&mut file, &report.losses)?;
            keep(file, path)?;
        }
        self.tell(out, &project, &report, compared)?;
        let broken = opened.store.broken().iter().count();
        if broken > 0 {
            writeln!(
                out,
                "THE DATASET IS PARTIAL: {} of the project cannot be read, and what is in it is missing",
                counted(broken, "file")
            )?;
        }
        Ok(project::ending(&opened))
    }

    fn filter(&self, project: &Project) -> Result<Filter, Failure> {
        let coder = match &self.coder {
            None => None,
            Some(name) => {
                let coders: Vec<&str> = project.coders().keys().map(CoderId::as_str).collect();
                let hint = format!("The coders are: {}", coders.join(", "));
                let unknown = || Failure::new(format!("could not export: there is no coder '{name}'"), hint);
                Some(project::known_coder(project, name).ok_or_else(unknown)?)
            }
        };
        let mut layers: BTreeSet<LayerId> = BTreeSet::new();
        for name in &self.layer {
            let named = project.layers().values().find(|l| l.name == *name || l.id.as_str() == name);
            let all: Vec<&str> = project.layers_in_order().into_iter().map(|l| l.name.as_str()).collect();
            let hint = format!("The layers are: {}", all.join(", "));
            let layer = named.ok_or_else(|| Failure::new(format!("could not export: there is no layer '{name}'"), hint))?;
            layers.insert(layer.id.clone());
        }
        Ok(Filter { coder, layers })
    }

    fn tell(&self, out: &mut dyn Write, project: &Project, report: &Report, compared: bool) -> Result<(), Failure> {
        let documents = counted(project.documents().len(), "document");
        let annotations = counted(project.annotations().len(), "annotation");
        let again = if compared { "; read back and found the same" } else { "" };
        writeln!(out, "wrote {annotations} of {documents} into {}{again}", self.out.display())?;
        for loss in &report.losses {
            writeln!(out, "the format cannot hold: {}, such as {}", loss.in_words(), loss.example)?;
        }
        Ok(())
    }
}

/// The untouched bytes of all documents that have some; `check` tells of those that are missing.
fn originals(opened: &Opened, project: &Project) -> Vec<Original> {
    let names: BTreeSet<&str> = project.documents().values().map(|d| d.provenance.original.as_str()).filter(|n| !n.is_empty()).collect();
    let read = |name: &str| Some(Original { name: name.to_owned(), bytes: opened.store.read_original(name).ok()? });
    names.into_iter().filter_map(read).collect()
}

/// Reads the dataset back; it must hold what the project holds.
fn compare(format: &dyn Format, project: &Project, originals: &[Original], file: &Path) -> Result<(), Failure> {
    let hint = "Nothing was written; this is a fault of the program, please report it";
    let bytes = std::fs::read(file).map_err(|error| Failure::of_file("read back", file, &error))?;
    let options = ReadOptions { encoding: None, now: project::now() };
    let (part, _) = format
        .read(&Input { path: file, bytes: &bytes }, &options)
        .map_err(|error| Failure::new(format!("could not read the dataset back: {error}"), hint))?;
    let (info, codebook) = (part.info.unwrap_or_default(), part.codebook.unwrap_or_default());
    let (again, _) = Project::assemble(info, codebook, part.records);
    if again == *project && part.originals == originals {
        Ok(())
    } else {
        Err(Failure::new("the dataset, read back, is not the same as the project", hint))
    }
}
