//! What the history costs: `cargo bench --bench history [STEPS]`, 50,000 small steps by default.
//!
//! Opens a project of 10 MB with 100,000 annotations in a child of its own, five times each: without a history, right after one step has
//! brought all of it in, and after many small steps with a save now and then. Prints the median in milliseconds, the memory above the bare
//! program, and the bytes of the journal.

mod support;

use std::path::Path;
use std::time::Instant;

use support::Shape;
use variorum::model::{Annotation, CodebookInfo, Edit, Project, ProjectInfo, Record, StepOrigin, Transaction};
use variorum::session::{Environment, Session};
use variorum::store::{self, ProjectStore, Step};

const BYTES: usize = 10_000_000;
const ROUNDS: usize = 5;
/// Steps between two saves.
const SAVED_EVERY: u64 = 2_500;

fn transaction(project: &Project, label: &str, edits: Vec<Edit>) -> Transaction {
    let coder = project.coders().keys().next().expect("a coder").clone();
    let (label, time) = (label.to_owned(), Environment::real().now());
    Transaction { label, coder, time, origin: StepOrigin::Window, merge_key: None, edits }
}

/// Carries out a step and journals it.
fn step(project: &mut Project, store: &mut ProjectStore, number: u64, label: &str, edits: Vec<Edit>) {
    let transaction = transaction(project, label, edits);
    let inverse = project.apply(&transaction).expect("a step");
    let step = Step::Do { number, transaction, inverse, selection: None };
    store.journal().expect("a journal").append(&step).expect("it is journalled");
}

/// All of it in one step, as an import brings it in.
fn imported(root: &Path, whole: &Project) {
    let order = |record: &Record| matches!(record, Record::Annotation(_));
    let mut records: Vec<Record> = whole.records().filter(|record| !matches!(record, Record::Coder(_))).collect();
    records.sort_by_key(order);
    let coders = whole.records().filter(|record| matches!(record, Record::Coder(_)));
    let (mut project, _) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), coders);
    let mut store = store::create(root, &project, Environment::real().now()).expect("an empty folder");
    step(&mut project, &mut store, 1, "Import 1 document", records.into_iter().map(Edit::Add).collect());
    store.save(&project, 1).expect("it saves");
}

fn with_small_steps(root: &Path, whole: &Project, steps: u64) {
    let mut store = store::create(root, whole, Environment::real().now()).expect("an empty folder");
    let mut project = whole.clone();
    let annotations: Vec<Annotation> = whole.annotations().values().take(1_000).map(|a| Annotation::clone(a)).collect();
    for number in 1..=steps {
        let annotation = &annotations[number as usize % annotations.len()];
        let changed = Annotation { memo: format!("step {number}"), ..annotation.clone() };
        step(&mut project, &mut store, number, "Edit a memo", vec![Edit::Set(changed.into())]);
        if number % SAVED_EVERY == 0 || number == steps {
            store.save(&project, number).expect("it saves");
        }
    }
}

fn resident_mib() -> f64 {
    memory_stats::memory_stats().map_or(0.0, |memory| memory.physical_mem as f64 / f64::from(1 << 20))
}

fn journal_bytes(root: &Path) -> (u64, u64) {
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
    let parts = std::fs::read_dir(root.join(".variorum/journal")).into_iter().flatten().flatten();
    (size(&root.join(".variorum/journal.ron")), parts.map(|part| size(&part.path())).sum())
}

/// The median of opening it, and of the memory that it takes.
fn measure(name: &str, root: &Path) {
    let program = std::env::current_exe().expect("this program");
    let mut found: Vec<(f64, f64)> = (0..ROUNDS)
        .map(|_| {
            let output = std::process::Command::new(&program).env("VARIORUM_BENCH_OPEN", root).output().expect("the child runs");
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let mut words = text.split_whitespace().map(|word| word.parse().unwrap_or(f64::NAN));
            (words.next().unwrap_or(f64::NAN), words.next().unwrap_or(f64::NAN))
        })
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (milliseconds, mib) = found[ROUNDS / 2];
    let (last, older) = journal_bytes(root);
    println!(
        "{name:<24} {milliseconds:8.1} ms {mib:8.1} MiB   journal {:8.2} MB, older parts {:8.2} MB",
        last as f64 / 1e6,
        older as f64 / 1e6
    );
}

fn main() {
    if let Some(root) = std::env::var_os("VARIORUM_BENCH_OPEN") {
        let before = resident_mib();
        let begin = Instant::now();
        let session = Session::open(Path::new(&root), Environment::real(), std::sync::Arc::new(|| {})).expect("it opens");
        let time = begin.elapsed().as_secs_f64() * 1000.0;
        println!("{time} {}", resident_mib() - before);
        drop(session);
        return;
    }
    let steps = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(50_000);
    let (whole, _) = support::project(&support::prose(BYTES, Shape::News, 7), 7);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [none, import, small] = ["none", "import", "small"].map(|name| folder.path().join(name));
    drop(store::create(&none, &whole, Environment::real().now()).expect("an empty folder"));
    measure("no history", &none);
    imported(&import, &whole);
    measure("after the import of all", &import);
    let begin = Instant::now();
    with_small_steps(&small, &whole, steps);
    println!("({steps} small steps made in {:.1} s)", begin.elapsed().as_secs_f64());
    measure("after small steps", &small);
}
