//! Variorum, the program: arguments to the command line or the window.

use std::process::ExitCode;

use variorum::app;
use variorum::cli::{self, Start};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Start::Done(status) => status,
        Start::Window(project) => app::run(project),
    }
}
