//! The sample in memory, whole or without its quotations, and the gold to compare with.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeSet;

use variorum::model::*;
use variorum::session::{Command, Environment, Session};
use variorum::text::Span;

/// The end of the sentence that Kim Jong Un is quoted with.
pub const SAID: &str = "of building stable relations between the two countries";

/// Parses an id that is known to be one.
pub fn id<T: std::str::FromStr<Err = IdError>>(text: &str) -> T {
    text.parse().unwrap()
}

fn of_project(project: Project) -> Session {
    let mut session = Session::in_memory(project, id("gold"), Environment::fixed("2026-01-01T00:00:00Z".parse().unwrap()));
    session.run(Command::Open(id("000")));
    session
}

fn read() -> Project {
    let place = tempfile::tempdir().unwrap();
    let folder = variorum::ui::sample::copy_into(place.path()).unwrap();
    let session = Session::open(&folder, Environment::real(), std::sync::Arc::new(|| ())).unwrap();
    session.project().clone()
}

/// The sample with document 000 open.
pub fn sample() -> Session {
    of_project(read())
}

/// The sample with only those records, and what hangs on the others gone.
pub fn bare(keep: impl Fn(&Record) -> bool) -> Session {
    let project = read();
    let kept: Vec<Record> = project.records().filter(|record| keep(record)).collect();
    let annotations: BTreeSet<AnnotationId> =
        kept.iter().filter_map(|r| if let Record::Annotation(a) = r { Some(a.id.clone()) } else { None }).collect();
    let types: BTreeSet<LinkTypeId> =
        kept.iter().filter_map(|r| if let Record::LinkType(t) = r { Some(t.id.clone()) } else { None }).collect();
    let stands = |record: &Record| match record {
        Record::Link(link) => annotations.contains(&link.from) && annotations.contains(&link.to) && types.contains(&link.kind),
        Record::Treatment(treatment) => treatment.evidence.iter().all(|id| annotations.contains(id)),
        _ => true,
    };
    let (project, errors) = Project::assemble(project.info().clone(), project.codebook().clone(), kept.into_iter().filter(stands));
    assert_eq!(errors, []);
    of_project(project)
}

/// Everything but sources, cues and contents.
pub fn without_quotations(record: &Record) -> bool {
    !matches!(record, Record::Annotation(a) if ["C.SRC", "C.CUE", "C.CON"].contains(&a.code.as_str()))
}

/// The first place of some words.
pub fn span_of(session: &Session, document: &str, words: &str) -> Span {
    let text = &session.project().documents()[&id::<DocumentId>(document)].text;
    let start = text.as_str().find(words).unwrap();
    Span::new(start, start + words.len()).unwrap()
}

/// Code, place, and what the gesture itself says of a part: how it is quoted, how deep, who it is.
type PartAsCoded = (String, Span, Vec<(String, Value)>);

fn as_coded(a: &Annotation) -> PartAsCoded {
    let said = ["C.CON.quotation", "C.CON.level", "C.SRC.entity"];
    let values = a.attributes.iter().filter(|(id, _)| said.contains(&id.as_str())).map(|(id, value)| (id.to_string(), value.clone()));
    (a.code.to_string(), a.target.extent().unwrap(), values.collect())
}

fn chain_of(project: &Project) -> (Vec<String>, Vec<String>) {
    let inside = Span::new(984, 1158).unwrap();
    let is_part = |a: &&std::sync::Arc<Annotation>| {
        a.document.as_str() == "000"
            && ["C.SRC", "C.CUE", "C.CON"].contains(&a.code.as_str())
            && a.target.extent().is_some_and(|e| inside.contains(e))
    };
    let parts: Vec<_> = project.annotations().values().filter(is_part).collect();
    let mut words: Vec<String> = parts.iter().map(|a| format!("{:?}", as_coded(a))).collect();
    let named = |id: &AnnotationId| parts.iter().find(|a| a.id == *id).map(|a| format!("{} {}", a.code, a.target.extent().unwrap()));
    let links = project.links().values().filter_map(|l| Some(format!("{} {} {}", named(&l.from)?, l.kind, named(&l.to)?)));
    let mut links: Vec<String> = links.collect();
    words.sort();
    links.sort();
    (words, links)
}

/// The chain document > KCNA > Kim is coded as the gold has it, ids aside.
pub fn assert_chain_is_that_of_the_gold(project: &Project, gold: &Session) {
    let (parts, links) = chain_of(gold.project());
    assert_eq!((parts.len(), links.len()), (6, 5), "the gold's own chain");
    assert_eq!(chain_of(project), (parts, links));
}
