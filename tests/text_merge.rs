//! Clones of one project that each add and change things, merged by plain `git merge` with no driver, as a host's merge button does it.
//!
//! `VARIORUM_SLOW=1 cargo test --test text_merge -- --nocapture` does 50 rounds each with two and with three clones, and prints what came
//! of them; without it a sample.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

#[path = "support/clones.rs"]
mod clones;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clones::{base, clone, commit, git};
use support::{id, now, transaction};
use variorum::model::*;
use variorum::store::{Access, Mode, Opened, ReadOnlyReason, create, open, repair};
use variorum::text::{ReadingText, Span};

/// A multiplicative generator: the same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit as u64) as usize
    }

    fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }
}

/// What one clone did: records that it added, and fields that it changed, with their new values.
#[derive(Default)]
struct Done {
    added: Vec<RecordId>,
    changed: Vec<(RecordId, &'static str, String)>,
}

/// One record of every kind; all ids are this clone's.
#[expect(clippy::too_many_lines, reason = "there are that many kinds")]
fn one_of_each(who: &str) -> Vec<Record> {
    let name = |kind: &str| format!("{who}-{kind}");
    let text = ReadingText::new(format!("What {who} has read.")).unwrap();
    let coder: CoderId = id(who);
    let document: DocumentId = id(&name("doc"));
    let place = Place { span: Span::new(0, 4).unwrap(), quote: "What".into() };
    let annotation = |n: u8| Annotation { id: id(&name(&format!("a{n}"))), ..an_annotation(&coder, &document, place.clone()) };
    vec![
        Coder { id: coder.clone(), name: who.into(), note: String::new(), created: None, extra: Extra::new() }.into(),
        Event { id: id(&name("event")), name: who.into(), date: None, note: String::new(), extra: Extra::new() }.into(),
        Attribute {
            id: id(&name("attribute")),
            name: who.into(),
            kind: AttributeKind::Text,
            definition: String::new(),
            default: None,
            when: None,
            extra: Extra::new(),
        }
        .into(),
        Layer {
            id: id(&name("layer")),
            name: who.into(),
            rank: 9,
            purpose: String::new(),
            attributes: vec![id(&name("attribute"))],
            extra: Extra::new(),
        }
        .into(),
        Code::new(id(&name("code")), id(&name("layer")), who).into(),
        LinkType {
            id: id(&name("type")),
            name: who.into(),
            rank: 9,
            from: vec![],
            to: vec![],
            definition: String::new(),
            attributes: vec![],
            extra: Extra::new(),
        }
        .into(),
        Entity {
            id: id(&format!("ent:{who}")),
            name: who.into(),
            kind: String::new(),
            aliases: vec![],
            wikidata: None,
            note: String::new(),
            extra: Extra::new(),
        }
        .into(),
        Claim {
            id: id(&format!("cl:{who}")),
            statement: format!("{who} was there."),
            rank: 30,
            group: String::new(),
            importance: None,
            note: String::new(),
            extra: Extra::new(),
        }
        .into(),
        Document::new(document.clone(), text).into(),
        annotation(1).into(),
        annotation(2).into(),
        Link {
            id: id(&name("link")),
            coder: coder.clone(),
            kind: id(&name("type")),
            from: id(&name("a1")),
            to: id(&name("a2")),
            attributes: BTreeMap::new(),
            memo: String::new(),
            created: now(),
            extra: Extra::new(),
        }
        .into(),
        Treatment {
            coder: coder.clone(),
            document: document.clone(),
            claim: id(&format!("cl:{who}")),
            kind: TreatmentKind::Asserts,
            by: vec![id(&format!("ent:{who}"))],
            evidence: vec![id(&name("a1"))],
            importance: None,
            looked: None,
            memo: String::new(),
            changed: now(),
            extra: Extra::new(),
        }
        .into(),
        Memo {
            id: id(&name("memo")),
            coder: coder.clone(),
            about: None,
            title: String::new(),
            text: "Think.".into(),
            links: vec![],
            created: now(),
            changed: None,
            extra: Extra::new(),
        }
        .into(),
        Progress { coder, document, state: ProgressState::Finished, changed: now(), extra: Extra::new() }.into(),
    ]
}

fn an_annotation(coder: &CoderId, document: &DocumentId, place: Place) -> Annotation {
    Annotation {
        id: id("x"),
        coder: coder.clone(),
        document: document.clone(),
        code: id("E.PER"),
        target: Target::Spans(vec![place]),
        attributes: BTreeMap::new(),
        memo: String::new(),
        origin: Origin::default(),
        created: now(),
        changed: None,
        revision: 1,
        orphan: false,
        extra: Extra::new(),
    }
}

/// Changes one field of one record that all clones have.
fn change(project: &Project, numbers: &mut Numbers, word: &str) -> (Edit, RecordId, &'static str) {
    macro_rules! pick {
        ($kind:ident, $field:ident, $with:ident) => {{
            // Few enough that two clones often meet.
            let all: Vec<_> = project.$field().values().take(3).collect();
            let mut record = (***numbers.pick(&all)).clone();
            record.$with = word.into();
            let record = Record::from(record);
            let id = record.id();
            (Edit::Set(record), id, stringify!($with))
        }};
    }
    match numbers.below(13) {
        0 => pick!(Coder, coders, note),
        1 => pick!(Event, events, note),
        2 => pick!(Attribute, attributes, definition),
        3 => pick!(Layer, layers, purpose),
        4 => pick!(Code, codes, definition),
        5 => pick!(LinkType, link_types, definition),
        6 => pick!(Entity, entities, note),
        7 => pick!(Entity, entities, name),
        8 => pick!(Claim, claims, statement),
        9 => pick!(Claim, claims, note),
        10 => pick!(Document, documents, note),
        11 => pick!(Treatment, treatments, memo),
        _ => pick!(Annotation, annotations, memo),
    }
}

/// A clone adds one record of every kind and changes some that all have.
fn work(folder: &Path, who: &str, numbers: &mut Numbers) -> Done {
    let Opened { mut project, mut store, report, .. } = open(folder, Mode::ReadWrite, now()).unwrap();
    assert_eq!((report.access, report.findings), (Access::ReadWrite, vec![]));
    let mut done = Done::default();
    let records = one_of_each(who);
    done.added = records.iter().map(Record::id).collect();
    project.apply(&transaction(records.into_iter().map(Edit::Add).collect())).unwrap();
    for n in 0..numbers.below(8) {
        let word = format!("{who} wrote {n}");
        let (edit, id, field) = change(&project, numbers, &word);
        project.apply(&transaction(vec![edit])).unwrap();
        done.changed.retain(|(other, with, _)| (other, *with) != (&id, field));
        done.changed.push((id, field, word));
    }
    store.save(&project, 0).unwrap();
    drop(store);
    commit(folder);
    done
}

/// The value of a field, as text.
fn value(record: &Record, field: &str) -> String {
    let whole = serde_json::to_value(record).unwrap();
    whole.as_object().unwrap().values().next().unwrap()[field].as_str().unwrap_or_default().to_owned()
}

fn is_kept(project: &Project, id: &RecordId, field: &str, word: &str) -> bool {
    let is = |record: &Record| record.id() == *id && value(record, field) == word;
    let in_conflict = project.conflicts().values().any(|conflict| match &conflict.versions {
        Versions::Record { ours, theirs, .. } => ours.iter().chain(theirs).any(is),
        Versions::Project { .. } | Versions::Codebook { .. } => false,
    });
    project.record(id).is_some_and(|record| is(&record)) || in_conflict
}

/// What came of some rounds.
#[derive(Default, Debug)]
struct Tried {
    clean: usize,
    mended: usize,
    conflicts: usize,
}

/// Merges the clones one after the other into the first, mending where a merge stopped.
fn round(base: &Path, seed: u64, clones: usize, tried: &mut Tried) {
    let place = tempfile::tempdir().unwrap();
    let mut numbers = Numbers(seed);
    let folders: Vec<PathBuf> = (0..clones).map(|n| place.path().join(format!("clone{n}"))).collect();
    let mut all = Vec::new();
    for (n, folder) in folders.iter().enumerate() {
        clone(base, folder);
        all.push(work(folder, &format!("Coder{n}"), &mut numbers));
    }
    let first = &folders[0];
    for (n, other) in folders.iter().enumerate().skip(1) {
        assert!(git(first, &["fetch", "-q", &other.to_string_lossy(), "HEAD"]));
        if git(first, &["merge", "-q", "--no-edit", "FETCH_HEAD"]) {
            tried.clean += 1;
        } else {
            let stopped = open(first, Mode::ReadWrite, now()).unwrap();
            assert!(matches!(stopped.report.access, Access::ReadOnly(ReadOnlyReason::BrokenFiles(_))));
            drop(stopped);
            let repaired = repair(first).unwrap();
            assert!(!repaired.files.is_empty() && repaired.left.is_empty(), "{seed} {n}: {repaired:?}");
            tried.mended += repaired.files.len();
            tried.conflicts += repaired.conflicts;
            commit(first);
        }
    }
    let merged = open(first, Mode::ReadWrite, now()).unwrap();
    assert_eq!(merged.report.access, Access::ReadWrite, "{seed}");
    let errors: Vec<_> = merged.report.findings.iter().filter(|f| f.severity == variorum::store::Severity::Error).collect();
    assert!(errors.is_empty(), "{seed}: {errors:?}");
    let before = open(base, Mode::ReadOnly, now()).unwrap().project;
    let expected = before.records().count() + all.iter().map(|done| done.added.len()).sum::<usize>();
    assert_eq!(merged.project.records().count(), expected, "{seed}");
    for done in &all {
        for id in &done.added {
            assert!(merged.project.has(id), "{seed}: {id} is lost");
        }
        for (id, field, word) in &done.changed {
            assert!(is_kept(&merged.project, id, field, word), "{seed}: {id}: {field}: {word} is lost");
        }
    }
}

fn rounds() -> u64 {
    if std::env::var_os("VARIORUM_SLOW").is_some() { 50 } else { 4 }
}

#[test]
fn two_clones_merged_by_text_lose_nothing() {
    let (_keep, base) = base();
    let mut tried = Tried::default();
    for seed in 1..=rounds() {
        round(&base, seed, 2, &mut tried);
    }
    println!("two clones, {} rounds: {tried:?}", rounds());
}

#[test]
fn three_clones_merged_by_text_lose_nothing() {
    let (_keep, base) = base();
    let mut tried = Tried::default();
    for seed in 1001..=1000 + rounds() {
        round(&base, seed, 3, &mut tried);
    }
    println!("three clones, {} rounds: {tried:?}", rounds());
}

#[test]
fn clones_that_only_add_never_conflict() {
    let (_keep, base) = base();
    let place = tempfile::tempdir().unwrap();
    let [one, two] = ["one", "two"].map(|name| place.path().join(name));
    for (folder, who) in [(&one, "Anna"), (&two, "Boris")] {
        clone(&base, folder);
        // The first number of this seed says that nothing is changed.
        let mut numbers = (0..1_000).map(Numbers).find(|numbers| Numbers(numbers.0).below(8) == 0).unwrap();
        assert!(work(folder, who, &mut numbers).changed.is_empty());
    }
    assert!(git(&one, &["fetch", "-q", &two.to_string_lossy(), "HEAD"]));
    assert!(git(&one, &["merge", "-q", "--no-edit", "FETCH_HEAD"]), "no driver is needed");
    let merged = open(&one, Mode::ReadWrite, now()).unwrap();
    assert!(merged.project.coders().contains_key(&id::<CoderId>("Boris")) && merged.project.coders().contains_key(&id::<CoderId>("Anna")));
}

#[test]
fn a_code_taken_away_here_and_used_there_comes_back() {
    let (_keep, base) = base();
    let place = tempfile::tempdir().unwrap();
    let [one, two] = ["one", "two"].map(|name| place.path().join(name));
    let code: CodeId = id("E.EVT");
    clone(&base, &one);
    clone(&base, &two);
    let Opened { mut project, mut store, .. } = open(&one, Mode::ReadWrite, now()).unwrap();
    let used: Vec<_> = project.annotations().values().filter(|a| a.code == code).map(|a| RecordId::Annotation(a.id.clone())).collect();
    let (links, treatments): (Vec<_>, Vec<_>) = (
        project
            .links()
            .values()
            .filter(|l| used.iter().any(|u| *u == RecordId::Annotation(l.from.clone()) || *u == RecordId::Annotation(l.to.clone())))
            .map(|l| RecordId::Link(l.id.clone()))
            .collect(),
        project
            .treatments()
            .values()
            .filter(|t| t.evidence.iter().any(|e| used.contains(&RecordId::Annotation(e.clone()))))
            .map(|t| Record::from(t.clone()).id())
            .collect(),
    );
    let gone = links.into_iter().chain(treatments).chain(used).chain([RecordId::Code(code.clone())]).map(Edit::Remove).collect();
    project.apply(&transaction(gone)).unwrap();
    store.save(&project, 0).unwrap();
    drop(store);
    commit(&one);
    let Opened { mut project, mut store, .. } = open(&two, Mode::ReadWrite, now()).unwrap();
    let document = project.documents().keys().next().unwrap().clone();
    let quote: String = project.documents()[&document].text.as_str().chars().take(4).collect();
    let place_there = Place { span: Span::new(0, quote.len()).unwrap(), quote: quote.into() };
    let coder = Coder { id: id("b"), name: "B".into(), note: String::new(), created: None, extra: Extra::new() };
    let annotation = Annotation { id: id("new"), code: code.clone(), ..an_annotation(&id("b"), &document, place_there) };
    project.apply(&transaction(vec![Edit::Add(coder.into()), Edit::Add(annotation.into())])).unwrap();
    store.save(&project, 0).unwrap();
    drop(store);
    commit(&two);
    assert!(git(&one, &["fetch", "-q", &two.to_string_lossy(), "HEAD"]) && git(&one, &["merge", "-q", "--no-edit", "FETCH_HEAD"]));
    let told = open(&one, Mode::ReadOnly, now()).unwrap();
    assert!(told.report.findings.iter().any(|f| f.what.contains("it refers to code E.EVT, which does not exist")));
    let repaired = repair(&one).unwrap();
    assert_eq!(repaired.restored, [RecordId::Code(code.clone())]);
    let mended = open(&one, Mode::ReadWrite, now()).unwrap();
    assert_eq!(mended.project.annotations()[&id::<AnnotationId>("new")].code, code);
    assert!(mended.project.codes().contains_key(&code));
}

#[test]
fn titles_that_both_changed_are_both_kept() {
    let (_keep, base) = base();
    let place = tempfile::tempdir().unwrap();
    let [one, two] = ["one", "two"].map(|name| place.path().join(name));
    for (folder, title) in [(&one, "Ours"), (&two, "Theirs")] {
        clone(&base, folder);
        let Opened { mut project, mut store, .. } = open(folder, Mode::ReadWrite, now()).unwrap();
        let info = ProjectInfo { title: title.into(), ..project.info().clone() };
        let book = CodebookInfo { purpose: title.into(), ..project.codebook().clone() };
        project.apply(&transaction(vec![Edit::SetProject(Box::new(info)), Edit::SetCodebook(Box::new(book))])).unwrap();
        store.save(&project, 0).unwrap();
        drop(store);
        commit(folder);
    }
    assert!(git(&one, &["fetch", "-q", &two.to_string_lossy(), "HEAD"]));
    assert!(!git(&one, &["merge", "-q", "--no-edit", "FETCH_HEAD"]));
    let stopped = open(&one, Mode::ReadWrite, now()).unwrap();
    let told: Vec<String> = stopped.report.findings.iter().map(ToString::to_string).collect();
    assert!(matches!(stopped.report.access, Access::ReadOnly(ReadOnlyReason::BrokenFiles(_))), "{told:?}");
    assert!(
        told.iter().any(|what| what.starts_with("project.ron:4:1: the file is broken (it holds the conflict markers of a merge")),
        "{told:?}"
    );
    drop(stopped);
    assert_eq!(repair(&one).unwrap().files, ["codebook.ron", "project.ron"]);
    let mended = open(&one, Mode::ReadWrite, now()).unwrap();
    assert_eq!((mended.project.info().title.as_str(), mended.project.codebook().purpose.as_str()), ("Ours", "Ours"));
    let theirs: Vec<&str> = mended
        .project
        .conflicts()
        .values()
        .map(|conflict| match &conflict.versions {
            Versions::Project { theirs, .. } => theirs.title.as_str(),
            Versions::Codebook { theirs, .. } => theirs.purpose.as_str(),
            Versions::Record { .. } => "",
        })
        .collect();
    assert_eq!(theirs, ["Theirs", "Theirs"]);
    assert_eq!(repair(&one).unwrap_err().to_string().split(':').next(), Some("could not write"), "it is open");
    drop(mended);
    assert!(repair(&one).unwrap().is_empty(), "a second time there is nothing to mend");
}

#[test]
fn a_file_in_another_folder_than_its_own_is_moved_back_and_never_over_another() {
    let (_keep, base) = base();
    let before = open(&base, Mode::ReadOnly, now()).unwrap().project;
    let shards = fs::read_dir(base.join("entities")).unwrap().map(|entry| entry.unwrap().path());
    let kim = shards.map(|shard| shard.join("ent=kim.ron")).find(|path| path.is_file()).unwrap();
    let elsewhere = base.join("entities/zz/ent=kim.ron");
    fs::create_dir_all(elsewhere.parent().unwrap()).unwrap();
    fs::copy(&kim, &elsewhere).unwrap();
    let repaired = repair(&base).unwrap();
    assert_eq!((repaired.moved.len(), repaired.left.len()), (0, 1), "{repaired:?}");
    fs::remove_file(&kim).unwrap();
    let told = open(&base, Mode::ReadOnly, now()).unwrap().report.findings;
    assert!(told.iter().any(|f| f.hint.contains("`variorum check --repair` moves it there")), "{told:?}");
    let repaired = repair(&base).unwrap();
    assert_eq!((repaired.moved.len(), repaired.restored.len(), repaired.left.len()), (1, 0, 0), "{repaired:?}");
    assert_eq!(open(&base, Mode::ReadOnly, now()).unwrap().project, before);
}

#[test]
fn marks_that_do_not_belong_together_are_left_and_told() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("p");
    drop(create(&root, &support::small(), now()).unwrap());
    let file = root.join("codebook/codes/+c.ron");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("<<<<<<< HEAD\n{text}")).unwrap();
    let repaired = repair(&root).unwrap();
    assert_eq!((repaired.files.len(), repaired.left.len()), (0, 1));
    assert_eq!(fs::read_to_string(&file).unwrap(), format!("<<<<<<< HEAD\n{text}"), "it is left as it is");
}
