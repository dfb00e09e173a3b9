//! Variorum, the program: arguments to the command line or the window.

fn main() -> std::process::ExitCode {
    variorum::app::run(std::env::args_os().nth(1).map(Into::into))
}
