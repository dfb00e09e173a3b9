//! Variorum, the program: arguments to the command line or the window.

use std::io::Write;
use std::process::ExitCode;

use variorum::cli::{self, Start};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Start::Done(status) => status,
        Start::Window(_) => {
            let sentence = "error: the window cannot be opened: this build has none\nhint: 'variorum --help' lists the subcommands";
            // Where nobody listens there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "{sentence}");
            ExitCode::FAILURE
        }
    }
}
