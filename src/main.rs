//! Variorum, the program: arguments to the command line or the window.

use std::process::ExitCode;

use variorum::app;
use variorum::cli::{self, Start};

fn main() -> ExitCode {
    let start = app::timing::Start::now();
    match cli::run(std::env::args_os()) {
        Start::Done(status) => status,
        Start::Window(project) => app::run(project),
        Start::Timing { project, document } => app::timing::run(project, document, start),
    }
}
