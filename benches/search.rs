//! Finding in all documents: `cargo bench --bench search [MEGABYTES]`, about 100 MB in 10,000 documents by default.
//!
//! Prints milliseconds for words and for regular expressions through the same [`Search`] that the window uses, and, where `rg` is
//! installed, the time of ripgrep for the same texts as files (in the system's cache) with the ratio. Both must count the same hits in
//! texts of ASCII and where everything matters; else, with soft hyphens and spaces that do not break, ours finds more.
//!
//! The texts: made-up English as it is typed, the same as a printer would set it, and news of other scripts, put together from the sentences
//! in `corpora/multilingual` beside the repository (or where `VARIORUM_SHARED` says).

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use support::Shape;
use variorum::analysis::concordance::{Case, Extent, Folding, Query, Syntax};
use variorum::model::{Document, DocumentId};
use variorum::session::{Documents, Search};
use variorum::text::ReadingText;

const DOCUMENTS: usize = 10_000;
/// Each is measured this often; the median counts.
const RUNS: usize = 5;

/// Makes a text of so many bytes from a seed.
type Make = Box<dyn Fn(usize, u64) -> String>;
/// What is looked for: its name, the pattern and how it is meant.
type Wanted = (&'static str, &'static str, Syntax, Case, Folding);

/// What is looked for in English: none has more hits than a search keeps.
const ENGLISH: [Wanted; 11] = [
    ("exact, rare", "Vostochny spaceport", Syntax::Literal, Case::Exact, Folding::NONE),
    ("exact, capitals ignored", "vladimir putin", Syntax::Literal, Case::Ignore, Folding::NONE),
    ("exact, no hit", "Medvedev", Syntax::Literal, Case::Exact, Folding::NONE),
    ("folded, rare", "Vostochny spaceport", Syntax::Literal, Case::Ignore, Folding::ALL),
    ("folded", "vladimir putin", Syntax::Literal, Case::Ignore, Folding::ALL),
    ("folded, capitals matter", "Vladimir Putin", Syntax::Literal, Case::Exact, Folding::ALL),
    ("folded, one word", "agreement", Syntax::Literal, Case::Ignore, Folding::ALL),
    ("folded, no hit", "medvedev", Syntax::Literal, Case::Ignore, Folding::ALL),
    ("regex, alternatives", "Kim Jong Un (met|and|said)", Syntax::Regex, Case::Exact, Folding::NONE),
    ("regex, classes", r"[A-Z]\w+ spokesman \w+ing", Syntax::Regex, Case::Exact, Folding::NONE),
    ("regex, no hit", r"\d{4}-\d{2}", Syntax::Regex, Case::Exact, Folding::NONE),
];

/// News in other scripts: their file, words that stand in it and words that do not.
const OTHERS: [(&str, &str, &str, &str); 5] = [
    ("Russian", "ud_ru_pud_news300.txt", "президент", "медведев"),
    ("Arabic", "ud_ar_pud_news300.txt", "الحكومة", "بيونغ يانغ"),
    ("Chinese", "ud_zh_pud_news300.txt", "政府", "金正恩"),
    ("Japanese", "udhr_jpn.txt", "すべて", "東京都"),
    ("Korean", "ud_ko_pud_news300.txt", "대통령", "평양"),
];

/// A text as a printer would set it: other apostrophes and spaces, a soft hyphen in long words, an accent here and there.
fn printed(text: &str) -> String {
    let mut made = String::with_capacity(text.len() * 11 / 10);
    for (number, word) in text.split(' ').enumerate() {
        if number > 0 {
            made.push_str(if number % 40 == 0 { "\u{a0}" } else { " " });
        }
        match (number % 25, word.len()) {
            (0, 6..) if word.is_ascii() => {
                let (start, end) = word.split_at(3);
                made.extend([start, "\u{ad}", end]);
            }
            (7, _) => made.extend(["“", word, "”"]),
            (14, _) => made.push_str(&word.replace('e', "é")),
            _ => made.push_str(word),
        }
    }
    made
}

/// Sentences of a file in any order, as long as it takes; none where the file is not there.
fn news(file: &str) -> Option<Make> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("VARIORUM_SHARED").map_or_else(beside, PathBuf::from);
    let text = std::fs::read_to_string(folder.join("corpora/multilingual").join(file)).ok()?;
    let lines: Vec<String> = text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
    Some(Box::new(move |bytes, seed| {
        let (mut made, mut at) = (String::with_capacity(bytes + 1_000), seed as usize);
        while made.len() < bytes {
            // A step that shares no factor with their number comes to each of them.
            at += 7_919;
            made.extend(lines.get(at % lines.len()).map(String::as_str));
            made.push('\n');
        }
        made.truncate(made.trim_end().len());
        made
    }))
}

fn texts(bytes: usize, make: &Make) -> Documents {
    let document = |n: usize| {
        let id = DocumentId::new(&format!("d{n:05}")).expect("a good id");
        let text = ReadingText::new(make(bytes, n as u64)).expect("no carriage return");
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
    if Command::new("rg").arg("--version").output().is_err() {
        println!("rg is not installed, so there is nothing to compare with");
    }
    let prose = |bytes: usize, seed: u64| support::prose(bytes, Shape::News, seed);
    let in_all = |name: &str, make: &Make, wanted: &[Wanted]| measure_all(name, &texts(megabytes * 1_000_000 / DOCUMENTS, make), wanted);
    in_all("English, typed", &(Box::new(prose) as Make), &ENGLISH);
    in_all("English, printed", &(Box::new(move |bytes, seed| printed(&prose(bytes, seed))) as Make), &ENGLISH);
    for (name, file, there, missing) in OTHERS {
        let Some(make) = news(file) else {
            println!("skipped: {name}, for {file} is not beside the repository");
            continue;
        };
        let wanted = [
            ("exact", there, Syntax::Literal, Case::Exact, Folding::NONE),
            ("exact, no hit", missing, Syntax::Literal, Case::Exact, Folding::NONE),
            ("folded", there, Syntax::Literal, Case::Ignore, Folding::ALL),
            ("folded, no hit", missing, Syntax::Literal, Case::Ignore, Folding::ALL),
        ];
        in_all(name, &make, &wanted);
    }
}

fn measure_all(name: &str, documents: &Documents, wanted: &[Wanted]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut bytes = 0;
    for document in documents.values() {
        bytes += document.text.len();
        std::fs::write(folder.path().join(format!("{}.txt", document.id)), document.text.as_str()).expect("a file is written");
    }
    let is_ascii = documents.values().all(|document| document.text.as_str().is_ascii());
    println!("{DOCUMENTS} documents, {:.0} MB, {name}", bytes as f64 / 1e6);
    for (name, pattern, syntax, case, folding) in wanted {
        let (extent, pattern) = (Extent::Anywhere, (*pattern).to_owned());
        let query = Query { pattern, syntax: *syntax, case: *case, extent, folding: *folding };
        measure(name, &query, documents, folder.path(), is_ascii || *folding == Folding::NONE);
    }
}

/// `same`: whether both must find the same.
fn measure(name: &str, query: &Query, documents: &Documents, folder: &Path, same: bool) {
    let (time, hits) = median(|| ours(query, documents));
    let theirs = ripgrep(query, folder).map(|_| median(|| ripgrep(query, folder).expect("it ran before")));
    let compared = theirs.map_or_else(String::new, |(theirs, counted)| {
        assert!(counted == hits || !same && counted < hits, "{name}: {counted} hits by ripgrep, {hits} by us");
        format!("rg {theirs:7.1} ms, ratio {:.2}", time / theirs)
    });
    println!("  {name:26} {time:7.1} ms   {hits:7} hits   {compared}");
}
