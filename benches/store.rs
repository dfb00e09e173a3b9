//! A large project on disk: `cargo bench --bench store [DOCUMENTS]`, 10,000 documents of 5 kB with 50 annotations each by default.
//!
//! Prints milliseconds for opening and for the save after one change, and the memory held (Linux), with the reading of the same
//! bytes without looking at them as the reference of the same run.

mod support;

use std::path::Path;
use std::time::Instant;

use support::{ANNOTATIONS, BYTES};
use variorum::model::{Annotation, Edit, Project, StepOrigin, Transaction};
use variorum::session::Environment;
use variorum::store::{self, Mode};

/// One word of the first annotation's memo, as a transaction.
fn one_change(project: &Project) -> Transaction {
    let first = project.annotations().values().next().expect("an annotation");
    let changed = Annotation { memo: "changed".to_owned(), ..Annotation::clone(first) };
    let time = Environment::real().now();
    let coder = first.coder.clone();
    let edits = vec![Edit::Set(changed.into())];
    Transaction { label: String::new(), coder, time, origin: StepOrigin::Window, merge_key: None, edits }
}

fn milliseconds(work: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    work();
    begin.elapsed().as_secs_f64() * 1000.0
}

/// Reads every file below a folder and adds up their bytes.
fn read_all(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok);
    let sizes = entries.map(|entry| {
        let path = entry.path();
        if path.is_dir() { read_all(&path) } else { std::fs::read(path).map_or(0, |bytes| bytes.len() as u64) }
    });
    sizes.sum()
}

/// Resident memory in MiB; 0 where the system does not say it this way.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|words| words.split_whitespace().next()?.parse::<f64>().ok()).map_or(0.0, |kib| kib / 1024.0)
}

fn main() {
    // A child opens the project, so that its memory is that of an opened project alone.
    if let Some(folder) = std::env::var_os("VARIORUM_BENCH_OPEN") {
        let before = resident();
        let mut opened = None;
        let time =
            milliseconds(|| opened = Some(store::open(Path::new(&folder), Mode::ReadWrite, Environment::real().now()).expect("it opens")));
        let mut opened = opened.expect("it is open");
        println!("  open    {time:8.1} ms   {:6.0} MiB resident above the bare program", resident() - before);
        let mut project = opened.project.clone();
        project.apply(&one_change(&project)).expect("a change");
        let save = milliseconds(|| assert_eq!(opened.store.save(&project, 1).expect("it saves").files_written, 1));
        println!("  save one change {save:8.1} ms, 1 file");
        return;
    }
    let documents = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(10_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("project");
    let project = support::many(documents);
    println!("{documents} documents of {BYTES} bytes with {ANNOTATIONS} annotations each");
    let create = milliseconds(|| drop(store::create(&root, &project, Environment::real().now()).expect("it is made")));
    println!("  create  {create:8.1} ms");
    let mut bytes = 0;
    let read = milliseconds(|| bytes = read_all(&root));
    println!("  read    {read:8.1} ms   the same files without looking at them, {:.0} MB", bytes as f64 / 1e6);
    let program = std::env::current_exe().expect("this program");
    let status = std::process::Command::new(program).env("VARIORUM_BENCH_OPEN", &root).status().expect("the child runs");
    assert!(status.success());
}
