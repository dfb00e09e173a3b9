//! Finding in all documents: `cargo bench --bench search [MEGABYTES]`, about 100 MB in 10,000 documents by default.
//!
//! Prints milliseconds for a literal and for regular expressions through the same [`Search`] that the window uses, and, where `rg` is
//! installed, the time of ripgrep for the same texts as files (in the system's cache) with the ratio. Both must count the same hits.

mod support;

use std::path::Path;
use std::process::Command;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use support::Shape;
use variorum::analysis::concordance::{Case, Extent, Query, Syntax};
use variorum::model::{Document, DocumentId};
use variorum::session::{Documents, Search};
use variorum::text::ReadingText;

const DOCUMENTS: usize = 10_000;
/// Each is measured this often; the median counts.
const RUNS: usize = 5;

/// What is looked for: none has more hits than a search keeps.
const QUERIES: [(&str, &str, Syntax, Case); 5] = [
    ("literal, rare", "Vostochny spaceport", Syntax::Literal, Case::Exact),
    ("literal, capitals ignored", "vladimir putin", Syntax::Literal, Case::Ignore),
    ("regex, alternatives", "Kim Jong Un (met|and|said)", Syntax::Regex, Case::Exact),
    ("regex, classes", r"[A-Z]\w+ spokesman \w+ing", Syntax::Regex, Case::Exact),
    ("regex, no hit", r"\d{4}-\d{2}", Syntax::Regex, Case::Exact),
];

fn texts(bytes: usize) -> Documents {
    let document = |n: usize| {
        let id = DocumentId::new(&format!("d{n:05}")).expect("a good id");
        let text = ReadingText::new(support::prose(bytes, Shape::News, n as u64)).expect("no carriage return");
        (id.clone(), Arc::new(Document::new(id, text)))
    };
    (0..DOCUMENTS).map(document).collect()
}

/// Milliseconds until the last hit has been taken in, and how many there are.
fn ours(query: &Query, documents: &Documents) -> (f64, usize) {
    let (sender, woken) = channel();
    let sender = Mutex::new(sender);
    let mut search = Search::new(Arc::new(move || drop(sender.lock().map(|sender| sender.send(())))));
    let begin = Instant::now();
    search.start(query.clone(), documents.clone(), 0);
    while search.is_running() {
        woken.recv().expect("the search goes on");
        search.poll();
    }
    assert!(!search.is_cut(), "{} has too many hits to compare", query.pattern);
    (begin.elapsed().as_secs_f64() * 1000.0, search.total())
}

/// The same by ripgrep; `None` where it is not installed.
fn ripgrep(query: &Query, folder: &Path) -> Option<(f64, usize)> {
    let mut command = Command::new("rg");
    command.args(["--no-config", "--count-matches", "--no-filename", "--no-heading", "--color=never"]);
    command.args(if query.case == Case::Ignore { &["-i"][..] } else { &[] });
    command.args(if query.syntax == Syntax::Literal { &["-F"][..] } else { &[] });
    let begin = Instant::now();
    let output = command.arg("-e").arg(&query.pattern).arg(folder).output().ok()?;
    let time = begin.elapsed().as_secs_f64() * 1000.0;
    let counts = String::from_utf8_lossy(&output.stdout);
    Some((time, counts.lines().filter_map(|line| line.parse::<usize>().ok()).sum()))
}

fn median(mut of: impl FnMut() -> (f64, usize)) -> (f64, usize) {
    let mut runs: Vec<_> = (0..RUNS).map(|_| of()).collect();
    runs.sort_by(|a, b| a.0.total_cmp(&b.0));
    runs[RUNS / 2]
}

fn main() {
    let megabytes: usize = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(100);
    let documents = texts(megabytes * 1_000_000 / DOCUMENTS);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut bytes = 0;
    for document in documents.values() {
        bytes += document.text.len();
        std::fs::write(folder.path().join(format!("{}.txt", document.id)), document.text.as_str()).expect("a file is written");
    }
    println!("{DOCUMENTS} documents, {:.0} MB", bytes as f64 / 1e6);
    for (name, pattern, syntax, case) in QUERIES {
        let query = Query { pattern: pattern.to_owned(), syntax, case, extent: Extent::Anywhere };
        let (time, hits) = median(|| ours(&query, &documents));
        let theirs = ripgrep(&query, folder.path()).map(|_| median(|| ripgrep(&query, folder.path()).expect("it ran before")));
        let compared = theirs.map_or_else(
            || "rg is not installed".to_owned(),
            |(theirs, counted)| {
                assert_eq!(counted, hits, "{name}: hits by ripgrep");
                format!("rg {theirs:7.1} ms, ratio {:.2}", time / theirs)
            },
        );
        println!("  {name:26} {time:7.1} ms   {hits:7} hits   {compared}");
    }
}
