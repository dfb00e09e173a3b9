//! Coding all occurrences: one step, nothing twice, rules that can be read back and run again.

mod story;

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use story::id;
use variorum::analysis::concordance::{Case, Concordance, Extent, Folding, Query, Syntax};
use variorum::model::*;
use variorum::session::{
    BulkCoding, Command, Environment, Judge, NoticeKind, Removed, Rule, Session, Standing, Subject, Where, listed_rules, removed_since,
};
use variorum::store;
use variorum::text::{ReadingText, Span, TextSelection};

fn rule(words: &str) -> Rule {
    words.parse().unwrap()
}

/// What a rule finds, looked for at once.
fn hits(session: &Session, rule: &Rule) -> Vec<(DocumentId, Span)> {
    let project = session.project();
    let query = rule.subject.query(project, rule.case, rule.extent, rule.folding);
    let concordance = Concordance::new(&query, 0).unwrap();
    let documents = rule.place.documents(project);
    let spans = |d: &Arc<Document>| concordance.spans(d.text.as_str()).map(|span| (d.id.clone(), span)).collect::<Vec<_>>();
    documents.values().flat_map(spans).collect()
}

fn code_all(session: &mut Session, words: &str) -> String {
    let rule = rule(words);
    let hits = hits(session, &rule);
    session.run(Command::CodeAll(BulkCoding { hits, rule }));
    said(session)
}

fn said(session: &mut Session) -> String {
    let notices: Vec<_> = session.take_notices().into_iter().map(|n| n.what).collect();
    notices.join("; ")
}

fn document(number: usize, text: &str) -> Record {
    Document::new(id(&format!("d{number:02}")), ReadingText::new(text).unwrap()).into()
}

/// The codebook and coder of the story with these documents and entities.
fn project_of(texts: &[String], entities: &[(&str, &str, &[&str])]) -> Project {
    let story = story::project();
    let kept = story.records().filter(|r| !matches!(r, Record::Document(_)));
    let documents = texts.iter().enumerate().map(|(n, text)| document(n, text));
    let entity = |(name, called, aliases): &(&str, &str, &[&str])| {
        Record::from(Entity {
            id: id(name),
            name: (*called).to_owned(),
            kind: String::new(),
            aliases: aliases.iter().map(|a| (*a).to_owned()).collect(),
            wikidata: None,
            note: String::new(),
            extra: BTreeMap::new(),
        })
    };
    let records: Vec<_> = kept.chain(documents).chain(entities.iter().map(entity)).collect();
    let (project, errors) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
    assert_eq!(errors, []);
    project
}

fn session_of(texts: &[&str]) -> Session {
    let texts: Vec<String> = texts.iter().map(|t| (*t).to_owned()).collect();
    let project = project_of(&texts, &[("ent:kim", "Kim Jong Un", &["Kim", "the leader"])]);
    let mut session = Session::in_memory(project, id("a"), Environment::fixed("2026-01-01T00:00:00Z".parse().unwrap()));
    session.run(Command::Open(id("d00")));
    session
}

fn quotes(session: &Session) -> Vec<String> {
    let quote = |a: &Arc<Annotation>| format!("{} {} {}", a.document, a.start(), a.quote());
    let mut quotes: Vec<_> = session.project().annotations().values().map(quote).collect();
    quotes.sort();
    quotes
}

#[test]
fn five_thousand_places_are_one_step_and_one_undo() {
    let texts: Vec<String> = (0..50).map(|_| "Kim met Putin. ".repeat(100)).collect();
    let project = project_of(&texts, &[("ent:kim", "Kim Jong Un", &[])]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project");
    drop(store::create(&path, &project, "2026-01-01T00:00:00Z".parse().unwrap()).unwrap());
    let mut session = Session::open(&path, Environment::real(), Arc::new(|| ())).unwrap();
    session.flush();
    let before = session.project().clone();
    let files = files_of(&path);
    let lines = journal_lines(&path);
    assert_eq!(code_all(&mut session, r#"find "Kim" whole-words as PER entity ent:kim in documents d00,d01,d02,d03"#), "400 coded");
    assert_eq!(code_all(&mut session, r#"find "Kim" whole-words as PER entity ent:kim in all"#), "4,600 coded, 400 were coded already");
    assert_eq!(session.project().annotations().len(), 5_000);
    let (entries, done) = session.history().entries();
    assert_eq!((entries.len(), done), (2, 2));
    assert_eq!(entries[1].label, "Code 4,600 places as PER");
    session.flush();
    assert_eq!(journal_lines(&path) - lines, 2);
    let written = files_of(&path).into_iter().filter(|file| !files.contains(file)).filter(|file| file.starts_with("annotations"));
    assert_eq!(written.count(), 50);
    session.run(Command::Undo);
    session.run(Command::Undo);
    assert!(*session.project() == before);
    session.run(Command::Redo);
    assert_eq!(session.project().annotations().len(), 400);
}

#[test]
fn only_the_files_of_the_documents_that_are_coded_are_written() {
    let texts: Vec<String> = (0..5).map(|_| "Kim met Putin. ".to_owned()).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project");
    drop(store::create(&path, &project_of(&texts, &[]), "2026-01-01T00:00:00Z".parse().unwrap()).unwrap());
    let mut session = Session::open(&path, Environment::real(), Arc::new(|| ())).unwrap();
    code_all(&mut session, r#"find "Kim" as PER in documents d01,d03"#);
    session.flush();
    let written: Vec<_> = files_of(&path).into_iter().filter(|file| file.starts_with("annotations")).collect();
    assert_eq!(written, ["annotations/a/14/d01.ron", "annotations/a/c7/d03.ron"]);
}

/// Files below a folder, by their paths in it.
fn files_of(folder: &std::path::Path) -> Vec<String> {
    fn walk(folder: &std::path::Path, root: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, found);
            } else {
                found.push(path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    found
}

/// Lines of the journal that do something; others say what has been saved.
fn journal_lines(folder: &std::path::Path) -> usize {
    let journal = files_of(folder).into_iter().filter(|file| file.contains("journal"));
    let does = |file: String| std::fs::read_to_string(folder.join(file)).unwrap().lines().filter(|line| line.starts_with("Do(")).count();
    journal.map(does).sum()
}

#[test]
fn each_annotation_has_the_entity_the_values_and_the_rule() {
    let mut session = session_of(&["Kim and Kim Jong Un met the leader.", "No such name: Kimberly."]);
    let words = r#"names ent:kim whole-words as PER entity ent:kim with form choice "full-name" in all"#;
    assert_eq!(code_all(&mut session, words), "3 coded");
    assert_eq!(quotes(&session), ["d00 0 Kim", "d00 24 the leader", "d00 8 Kim Jong Un"]);
    for annotation in session.project().annotations().values() {
        assert_eq!(annotation.origin, Origin::Rule(words.to_owned()));
        assert_eq!(annotation.entities().map(EntityId::as_str).collect::<Vec<_>>(), ["ent:kim"]);
        assert_eq!(annotation.attributes.get(&id("form")), Some(&Value::Choice("full-name".to_owned())));
    }
}

#[test]
fn words_and_characters_are_taken_whole() {
    let mut session = session_of(&["a  Kim  b cafe\u{301}"]);
    assert_eq!(code_all(&mut session, r#"match "\\s+Kim\\s+" as PER in all"#), "1 coded");
    assert_eq!(code_all(&mut session, r#"find "cafe" as PER in all"#), "1 coded");
    assert_eq!(quotes(&session), ["d00 10 cafe\u{301}", "d00 3 Kim"]);
    assert_eq!(code_all(&mut session, r#"match " +" as PER in all"#), "0 coded, 3 held no words");
}

#[test]
fn documents_that_are_gone_are_left_out_and_told() {
    let mut session = session_of(&["Kim.", "Kim."]);
    let rule = rule(r#"find "Kim" as PER in all"#);
    let mut hits = hits(&session, &rule);
    hits.push((id("d00"), Span::new(90, 93).unwrap()));
    hits.push(hits[0].clone());
    session.run(Command::DeleteDocument(id("d01")));
    session.take_notices();
    session.run(Command::CodeAll(BulkCoding { hits, rule }));
    assert_eq!(said(&mut session), "1 coded, 2 were in documents that are gone");
    assert_eq!(quotes(&session), ["d00 0 Kim"]);
}

#[test]
fn a_code_that_cannot_lie_on_words_and_an_entity_that_is_gone_are_refused() {
    let mut session = session_of(&["Kim."]);
    assert_eq!(code_all(&mut session, r#"find "Kim" as TONE in all"#), "TONE cannot be put on words");
    assert_eq!(code_all(&mut session, r#"find "Kim" as PER entity ent:gone in all"#), "There is no entity ent:gone");
    assert_eq!(code_all(&mut session, r#"find "Kim" as CLM entity ent:kim in all"#), "CLM has no attribute that takes an entity");
    assert_eq!(code_all(&mut session, r#"find "Kim" as GONE in all"#), "There is no code GONE");
    assert!(session.project().annotations().is_empty() && session.history().to_undo().is_none());
}

#[test]
fn a_rule_run_again_leaves_alone_what_the_coder_has_changed_or_deleted() {
    let mut session = session_of(&["Kim one. Kim two. Kim three. Kim four."]);
    let words = r#"find "Kim" as PER in all"#;
    code_all(&mut session, words);
    let ids: Vec<AnnotationId> = session.project().annotations_of(&id("d00")).iter().map(|a| a.id.clone()).collect();
    session.run(Command::DeleteAnnotations(vec![ids[0].clone()]));
    session.run(Command::Recode(ids[1].clone(), id("SRC")));
    session.run(Command::Resize { annotation: ids[2].clone(), place: 0, span: Span::new(18, 27).unwrap() });
    let removed = removed_since(session.project(), session.history(), words);
    let rule = rule(words);
    let standings = |session: &Session, removed: &Removed, words: Option<&str>| -> Vec<Standing> {
        let judge = Judge { project: session.project(), coder: session.coder(), code: Some(&rule.code), rule: words, removed };
        let documents = session.project().documents();
        hits(session, &rule).iter().map(|(document, span)| judge.standing(&documents[document], *span)).collect()
    };
    let again = standings(&session, &removed, Some(words));
    assert_eq!(again, [Standing::Removed, Standing::Changed, Standing::Changed, Standing::Same]);
    assert!(again.iter().all(|standing| !standing.is_offered()));
    let anew = standings(&session, &Removed::new(), None);
    assert_eq!(anew, [Standing::New, Standing::Otherwise, Standing::Overlaps, Standing::Same]);
    let listed = listed_rules(session.project());
    assert_eq!((listed.len(), &*listed[0].words, listed[0].annotations), (1, words, 3));
    assert_eq!(listed[0].rule.as_ref(), Some(&rule));
}

#[test]
fn what_a_rule_did_and_was_undone_is_new_again() {
    let mut session = session_of(&["Kim one."]);
    let words = r#"find "Kim" as PER in all"#;
    code_all(&mut session, words);
    session.run(Command::Undo);
    assert!(removed_since(session.project(), session.history(), words).is_empty());
}

#[test]
fn the_next_occurrence_is_coded_alike_until_there_is_none() {
    let mut session = session_of(&["Kim met Kimberly. Kim left. Kim Jong Un."]);
    session.run(Command::Select(TextSelection::of(Span::new(0, 3).unwrap())));
    session.run(Command::CodeSelection(id("PER")));
    let first = session.selection().annotation.clone().unwrap();
    session.run(Command::LinkEntity(first.clone(), id("ent:kim")));
    session.run(Command::SetAttribute(first, id("form"), Some(Value::Choice("surname".to_owned()))));
    session.run(Command::CodeNextOccurrence);
    let next = session.project().annotations()[session.selection().annotation.as_ref().unwrap()].clone();
    assert_eq!((next.start(), next.quote().as_str(), next.attributes.len(), &next.origin), (18, "Kim", 2, &Origin::ByHand));
    session.run(Command::CodeNextOccurrence);
    assert_eq!(quotes(&session), ["d00 0 Kim", "d00 18 Kim", "d00 28 Kim"]);
    assert_eq!(session.take_notices(), []);
    let steps = session.history().entries().1;
    session.run(Command::CodeNextOccurrence);
    let notices = session.take_notices();
    assert_eq!((notices[0].kind, &*notices[0].what), (NoticeKind::Done, "No further \"Kim\" in this document"));
    assert_eq!(session.history().entries().1, steps);
}

fn any_id() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z.:-]{1,12}",
        Just("in".to_owned()),
        Just("as".to_owned()),
        Just("with".to_owned()),
        Just("ent:kim-jong-un".to_owned())
    ]
}

fn any_words() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,12}", Just("\"in all\" \\ \n\t\u{2028}".to_owned()), Just("Kim Jong Un".to_owned())]
}

fn any_value() -> impl Strategy<Value = Value> {
    let reference = (any::<bool>(), any_id())
        .prop_map(|(entity, name)| if entity { Reference::Entity(id(&name)) } else { Reference::Claim(id(&name)) });
    prop_oneof![
        any_words().prop_map(Value::Choice),
        vec(any_words(), 0..3).prop_map(Value::Choices),
        any_words().prop_map(Value::Text),
        any::<f64>().prop_filter("finite", |n| n.is_finite()).prop_map(Value::Number),
        any::<bool>().prop_map(Value::YesNo),
        vec(reference, 1..3).prop_map(Value::References),
    ]
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let subject = prop_oneof![
        any_words().prop_map(Subject::Words),
        any_words().prop_map(Subject::Pattern),
        any_id().prop_map(|e| Subject::Names(id(&e)))
    ];
    let place = prop_oneof![
        Just(Where::All),
        any_id().prop_map(|event| Where::Event(id(&event))),
        btree_set("[a-z0-9][a-z0-9-]{0,6}", 0..4).prop_map(|ids| Where::Documents(ids.iter().map(|d| id(&format!("d{d}"))).collect())),
    ];
    let attributes =
        btree_map(any_id(), any_value(), 0..3).prop_map(|all| all.into_iter().map(|(name, value)| (id(&name), value)).collect());
    let entity = proptest::option::of(any_id().prop_map(|e| id(&e)));
    let extent = prop::sample::select(vec![Extent::Anywhere, Extent::WholeWords, Extent::Unbroken]);
    let folding = prop::sample::select(vec!["none", "all", "letters", "spaces,punctuation", "invisible"]);
    let manner = (any::<bool>(), extent, folding);
    (subject, manner, any_id(), entity, attributes, place).prop_map(
        |(subject, (exact, extent, folding), code, entity, attributes, place)| {
            let case = if exact { Case::Exact } else { Case::Ignore };
            let folding = Folding::read(folding).unwrap();
            Rule { subject, case, extent, folding, code: id(&code), entity, attributes, place }
        },
    )
}

proptest! {
    #[test]
    fn a_rule_is_read_back_as_it_was_written(rule in any_rule()) {
        let words = rule.to_string();
        prop_assert_eq!(words.parse::<Rule>(), Ok(rule), "{}", words);
    }

    #[test]
    fn reading_anything_as_a_rule_ends_with_a_rule_or_a_place(words in "(find|match|names|as|in|all|with|\"|\\\\| |[a-z]){0,20}") {
        match words.parse::<Rule>() {
            Ok(rule) => prop_assert_eq!(rule.to_string().parse::<Rule>(), Ok(rule)),
            Err(error) => prop_assert!(error.at <= words.chars().count() + 1),
        }
    }
}

#[test]
fn a_rule_of_before_finds_what_it_found() {
    let session = session_of(&["Kim.Kim Kim\u{301} ＫＩＭ kim Kimberly 金Kim Straße STRASSE foreign\nministry"]);
    let found = |words: &str| hits(&session, &rule(words)).len();
    // As the engine for regular expressions had it: what adjoins counts, whatever its script, and capitals by simple folding.
    assert_eq!(found(r#"find "Kim" whole-words as PER in all"#), 2);
    assert_eq!(found(r#"find "Kim" as PER in all"#), 5);
    assert_eq!(found(r#"find "kim" whole-words ignore-case as PER in all"#), 3);
    assert_eq!(found(r#"find "strasse" ignore-case as PER in all"#), 1);
    assert_eq!(found(r#"find "foreign ministry" as PER in all"#), 0);
    assert_eq!(found("names ent:kim whole-words as PER in all"), 2);
    let asked = {
        let rule = rule("names ent:kim whole-words as PER in all");
        rule.subject.query(session.project(), rule.case, rule.extent, rule.folding)
    };
    let (pattern, syntax) = ("Kim Jong Un|the leader|Kim".to_owned(), Syntax::Regex);
    assert_eq!(asked, Query { pattern, syntax, case: Case::Exact, extent: Extent::Unbroken, folding: Folding::NONE });
    // And the new words.
    assert_eq!(found(r#"find "Kim" icu-words forgiving as PER in all"#), 3);
    assert_eq!(found(r#"find "strasse" ignore-case forgiving as PER in all"#), 2);
    assert_eq!(found(r#"find "foreign ministry" forgiving=spaces as PER in all"#), 1);
    assert_eq!(found("names ent:kim icu-words forgiving as PER in all"), 3);
}

#[test]
fn a_rule_that_is_none_says_where() {
    let error = |words: &str| words.parse::<Rule>().unwrap_err().to_string();
    assert_eq!(error("look for Kim"), "no rule: 'find', 'match' or 'names' is missing at character 1");
    assert_eq!(error(r#"find "Ким as PER"#), "no rule: a string that ends is missing at character 6");
    assert_eq!(error(r#"find "Ким" as "#), "no rule: a code is missing at character 15");
    let kinds = "letters, spaces, invisible or punctuation";
    assert_eq!(error(r#"find "Kim" forgiving=quotes as PER in all"#), format!("no rule: {kinds} is missing at character 12"));
    assert_eq!(error(r#"find "Kim" as PER in all of it"#), "no rule: the end is missing at character 26");
}
