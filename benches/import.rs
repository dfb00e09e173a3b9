//! A dataset on its way in, beside the tools it is compared with: `cargo bench --bench import [DOCUMENTS]`, 10,000 by default.
//!
//! Makes our JSON lines of DOCUMENTS documents of 5 kB with 50 annotations each, and of 1,000; then, in a child each time: `variorum import`
//! into a new project, `variorum check` of it in the state right after, and where they are installed Python's `json.loads` of the same lines and
//! `git add`, `git commit`, and `git status` after one changed annotation in that folder. Prints milliseconds (median of the rounds) and the
//! largest resident memory of a child in MiB (Linux).

mod support;

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use support::{ANNOTATIONS, BYTES};
use variorum::cli::{self, Start};
use variorum::formats::{self, WriteOptions};

/// Set for a child: a command line of this program, its words a line each.
const CHILD: &str = "VARIORUM_BENCH_COMMAND";

/// The largest resident memory so far in MiB; 0 where the system does not say it this way.
fn peak_mib() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|words| words.split_whitespace().next()?.parse::<f64>().ok()).map_or(0.0, |kib| kib / 1024.0)
}

/// Carries out a command of ours in a child; its milliseconds and its largest memory.
fn ours(words: &[&str]) -> (f64, f64) {
    let program = std::env::current_exe().expect("this program");
    let begin = Instant::now();
    let output = Command::new(program).env(CHILD, words.join("\n")).stderr(Stdio::inherit()).output().expect("the child runs");
    let time = begin.elapsed().as_secs_f64() * 1000.0;
    assert!(output.status.success(), "{words:?}");
    let said = String::from_utf8_lossy(&output.stdout);
    let peak = said.lines().last().and_then(|line| line.strip_prefix("peak ")?.parse().ok()).unwrap_or(0.0);
    (time, peak)
}

fn child(words: &str) -> ExitCode {
    let arguments = std::iter::once("variorum").chain(words.lines()).map(OsString::from);
    let Start::Done(status) = cli::run(arguments) else { panic!("a command without a window") };
    println!("\npeak {}", peak_mib());
    status
}

/// Another program's milliseconds; `None` where it is not installed or fails.
fn theirs(program: &str, folder: &Path, arguments: &[&str]) -> Option<f64> {
    let begin = Instant::now();
    let mut command = Command::new(program);
    let status = command.current_dir(folder).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    status.success().then(|| begin.elapsed().as_secs_f64() * 1000.0)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn said(name: &str, time: Option<f64>, peak: f64) {
    match (time, peak > 0.0) {
        (Some(time), true) => println!("  {name:<40} {time:9.1} ms {peak:7.0} MiB at most"),
        (Some(time), false) => println!("  {name:<40} {time:9.1} ms"),
        (None, _) => println!("  {name:<40} not measured: the program is missing here"),
    }
}

const LOADS: &str = "import json,sys\nfor line in open(sys.argv[1], encoding='utf-8'): json.loads(line)";

fn measure(documents: usize, rounds: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let lines = place("lines.jsonl");
    let format = formats::by_id("variorum-jsonl").expect("our format");
    let mut file = std::io::BufWriter::new(fs::File::create(&lines).expect("a new file"));
    format.write(&support::many(documents), &WriteOptions::default(), &mut file).expect("it is written");
    drop(file);
    let size = fs::metadata(&lines).expect("a file").len();
    println!("{documents} documents of {BYTES} bytes with {ANNOTATIONS} annotations each, {} MB of JSON lines", size / 1_000_000);
    let (mut imports, mut opens, mut loads, mut peaks) = (Vec::new(), Vec::new(), Vec::new(), (0.0_f64, 0.0_f64));
    for round in 0..rounds {
        let project = place(&format!("p{round}"));
        ours(&["new", &project, "--title", "Bench"]);
        let (time, peak) = ours(&["import", &project, &lines]);
        imports.push(time);
        peaks.0 = peaks.0.max(peak);
        let (time, peak) = ours(&["check", &project]);
        opens.push(time);
        peaks.1 = peaks.1.max(peak);
        loads.extend(theirs("python3", folder.path(), &["-c", LOADS, &lines]));
        if round > 0 {
            fs::remove_dir_all(&project).expect("it goes");
        }
    }
    said("import", Some(median(imports)), peaks.0);
    said("check, right after", Some(median(opens)), peaks.1);
    said("python json.loads of the lines", (!loads.is_empty()).then(|| median(loads)), 0.0);
    with_git(&folder.path().join("p0"));
}

/// What the version control that the folder is made for takes.
fn with_git(project: &Path) {
    let git = |arguments: &[&str]| theirs("git", project, arguments);
    git(&["init", "--quiet"]);
    said("git add", git(&["add", "."]), 0.0);
    let who = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
    said("git commit", git(&[&who[..], &["commit", "--quiet", "-m", "all"]].concat()), 0.0);
    said("git status", git(&["status", "--short"]), 0.0);
}

fn main() -> ExitCode {
    if let Ok(words) = std::env::var(CHILD) {
        return child(&words);
    }
    let documents = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(10_000);
    measure(1_000, 5);
    measure(documents, 3);
    ExitCode::SUCCESS
}
