//! The command line: one file per subcommand.
//!
//! Results go to standard output, everything else to standard error. Exit status: 0 done; 1 the work found problems or could not be
//! done; 2 wrong usage. Nothing here needs a display.

mod check;
mod codebook;
mod export;
mod failure;
mod file;
mod formats;
mod import;
mod list;
mod new;
mod pack;
mod project;
mod search;
mod stats;
mod unpack;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::failure::Failure;

/// Close reading and labelled datasets: entities, claims and framing in several reports of one event.
#[derive(Debug, Parser)]
#[command(name = "variorum", version, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
#[command(after_help = "Without a subcommand the window opens. PROJECT is a project folder or its project.ron.")]
struct Arguments {
    /// The project to open in the window
    project: Option<PathBuf>,
    /// Measure the window with a copy of PROJECT and print two lines of JSON; the project stays as it is
    #[arg(long, requires = "project")]
    timing: bool,
    /// The document to measure with; without it the first
    #[arg(long, value_name = "ID", requires = "timing")]
    document: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Makes a project with a codebook
    New(new::New),
    /// Adds documents or annotations, and says what came in and what was lost
    Import(import::Import),
    /// Verifies digests, offsets, quotes, ids, links and the codebook
    Check(check::Check),
    /// Counts documents, words and annotations by layer, code, coder and document
    Stats(stats::Stats),
    /// Lists every place of a pattern with its context (concordance, KWIC)
    Search(search::Search),
    /// Lists annotations, entities, claims or memos that a query asks for
    List(list::List),
    /// Lists what can be read and written, and what each format can hold
    Formats(formats::Formats),
    /// Writes a dataset, reads it back and compares
    Export(export::Export),
    /// Writes a codebook to read, print or take over, and lists those to begin with
    Codebook(codebook::Codebook),
    /// Packs a project into one file for mail
    Pack(pack::Pack),
    /// Unpacks such a file into a folder
    Unpack(unpack::Unpack),
}

/// How the program goes on after its arguments were read.
#[derive(Debug)]
pub enum Start {
    /// The work is done, or it could not be; the program ends with this status.
    Done(ExitCode),
    /// The window is to be opened, with this project or with none.
    Window(Option<PathBuf>),
    /// The window is to be opened to measure itself.
    Timing {
        /// With a copy of this project.
        project: PathBuf,
        /// With the document of this id, or the first.
        document: Option<String>,
    },
}

/// What a subcommand that did its work has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// All is well: status 0.
    Well,
    /// It found problems, which it has told: status 1.
    Problems,
}

/// Reads the arguments (the first is the program's name) and does what they ask, or says that a window is asked for.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Start {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version come this way too, with status 0. Where nobody listens there is nobody to tell.
            let _ = error.print();
            return Start::Done(ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)));
        }
    };
    let project = arguments.project.clone();
    let Some(command) = arguments.command else {
        return match arguments.project.filter(|path| !path.exists()) {
            None => match project {
                Some(project) if arguments.timing => Start::Timing { project, document: arguments.document },
                project => Start::Window(project),
            },
            Some(missing) => {
                let what = format!("could not open: there is no project, and no subcommand of this name: {}", missing.display());
                Start::Done(Failure::new(what, "Check the path; 'variorum --help' lists the subcommands").tell())
            }
        };
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let result = command.run(&mut out).and_then(|ending| out.flush().map(|()| ending).map_err(Failure::from));
    Start::Done(match result {
        Ok(Ending::Well) => ExitCode::SUCCESS,
        Ok(Ending::Problems) => ExitCode::FAILURE,
        Err(failure) => failure.tell(),
    })
}

impl Command {
    fn run(self, out: &mut dyn Write) -> Result<Ending, Failure> {
        match self {
            Self::New(command) => command.run(out),
            Self::Import(command) => command.run(out),
            Self::Check(command) => command.run(out),
            Self::Stats(command) => command.run(out),
            Self::Search(command) => command.run(out),
            Self::List(command) => command.run(out),
            Self::Formats(command) => command.run(out),
            Self::Export(command) => command.run(out),
            Self::Codebook(command) => command.run(out),
            Self::Pack(command) => command.run(out),
            Self::Unpack(command) => command.run(out),
        }
    }
}

/// Writes a value as the one JSON document of `--json`.
fn write_json(out: &mut dyn Write, value: &impl serde::Serialize) -> Result<(), Failure> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(|error| Failure::from(std::io::Error::from(error)))?;
    writeln!(out)?;
    Ok(())
}
