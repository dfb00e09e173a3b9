//! Coding all occurrences: `cargo bench --bench bulk`, 5,000 places in 50 documents of 100 kB that have 1,000 annotations each.
//!
//! Prints milliseconds (median and the 99th of a hundred) for the whole command – plan, transaction, index, history – and for undoing it.
//! The session lies in memory: the journal is written by another thread.

mod support;

use std::time::Instant;

use support::Shape;
use variorum::model::{CodebookInfo, CoderId, Document, DocumentId, Project, ProjectInfo};
use variorum::session::{BulkCoding, Command, Environment, Rule, Session};
use variorum::text::{ReadingText, Span};

const DOCUMENTS: usize = 50;
const PLACES: usize = 100;
const BYTES: usize = 100_000;
const RUNS: usize = 100;

fn main() {
    let coder = CoderId::new("a").expect("a good id");
    let mut records = support::codebook();
    records.push(support::coder_record(&coder));
    let mut hits = Vec::new();
    for n in 0..DOCUMENTS {
        let id = DocumentId::new(&format!("d{n:02}")).expect("a good id");
        let text = support::prose(BYTES, Shape::News, n as u64);
        for a in 0..BYTES / 100 {
            let span = Span::new(a * 100 + 50, a * 100 + 60).expect("a span");
            records.push(support::annotation(&format!("a-{n}-{a}"), &id, &coder, a % 25, span, &text).into());
        }
        let step = text.len() / (PLACES + 1);
        let word = |p: usize| text.get(p * step..).and_then(|rest| Some(p * step + rest.find(char::is_alphabetic)?));
        let span = |p: usize| word(p).and_then(|at| Span::new(at, at + 1).ok());
        hits.extend((0..PLACES).filter_map(span).map(|span| (id.clone(), span)));
        records.push(Document::new(id, ReadingText::new(text).expect("no carriage return")).into());
    }
    let (project, faults) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
    assert!(faults.is_empty(), "{:?}", faults.first());
    let rule: Rule = r#"find "Kim" whole-words as E.C0 in all"#.parse().expect("a rule");
    let before = project.annotations().len();
    let mut session = Session::in_memory(project, coder, Environment::real());
    let (mut done, mut undone) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let coding = BulkCoding { hits: hits.clone(), rule: rule.clone() };
        done.push(milliseconds(|| session.run(Command::CodeAll(coding))));
        assert_eq!(session.project().annotations().len(), before + DOCUMENTS * PLACES);
        undone.push(milliseconds(|| session.run(Command::Undo)));
        assert_eq!(session.project().annotations().len(), before);
    }
    for (what, mut times) in [("code 5,000 places", done), ("undo", undone)] {
        times.sort_by(f64::total_cmp);
        println!("  {what:20} {:8.1} ms median {:8.1} ms p99   (budget 100 ms)", times[RUNS / 2], times[RUNS - 2]);
    }
}

fn milliseconds(work: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    work();
    begin.elapsed().as_secs_f64() * 1000.0
}
