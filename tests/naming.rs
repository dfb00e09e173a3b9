//! Naming: forms and counts as section 2 of the gold gives them, where its annotations hold them.

use std::collections::BTreeSet;
use std::sync::Arc;

use variorum::analysis::concordance::{Case, Extent, Folding};
use variorum::analysis::mentions::unlinked;
use variorum::analysis::naming::{Naming, naming, naming_of};
use variorum::model::{DocumentId, EntityId, Project};
use variorum::session::{BulkCoding, Command, Environment, Rule, Session, Subject, Where};
use variorum::text::Span;
use variorum::ui::sample;

fn opened() -> (tempfile::TempDir, Session) {
    let place = tempfile::tempdir().unwrap();
    let folder = sample::copy_into(place.path()).unwrap();
    let session = Session::open(&folder, Environment::real(), Arc::new(|| ())).unwrap();
    (place, session)
}

fn of(project: &Project, entity: &str, document: &str) -> Naming {
    let all = naming_of(project, &entity.parse::<EntityId>().unwrap());
    all.into_iter().find(|n| n.document.as_str() == document).unwrap()
}

/// How often, and how often in bold.
fn counts(naming: &Naming, text: &str) -> Option<(usize, usize)> {
    naming.forms.iter().find(|form| form.text == text).map(|form| (form.count, form.bold))
}

#[test]
fn forms_are_counted_as_the_gold_has_them_and_a_place_coded_twice_counts_once() {
    let (_place, session) = opened();
    let project = session.project();
    // Section 2 of the gold, the forms of which every use is annotated. "the Russian president", "KCNA" and "the news agency" are coded
    // twice each, as an entity and as a source.
    for (entity, document, form) in [
        ("ent:kim", "000", "North Korean leader Kim Jong Un"),
        ("ent:kim", "000", "the DPRK leader"),
        ("ent:kim", "000", "his vis-a-vis"),
        ("ent:kim", "002", "Respected General Secretary Kim Jong Un"),
        ("ent:putin", "000", "the Russian president"),
        ("ent:kcna", "000", "KCNA"),
        ("ent:kcna", "000", "the news agency"),
        ("ent:amur", "000", "Amur Region"),
    ] {
        assert_eq!(counts(&of(project, entity, document), form), Some((1, 0)), "{form}");
    }
}

#[test]
fn one_mans_name_is_bold_nine_times_and_the_other_mans_never() {
    let (_place, mut session) = opened();
    let document: DocumentId = "002".parse().unwrap();
    for (name, entity) in [("Kim Jong Un", "ent:kim"), ("Putin", "ent:putin")] {
        let text = session.project().documents()[&document].text.clone();
        let hits = text.as_str().match_indices(name);
        let hits = hits.map(|(at, name)| (document.clone(), Span::new(at, at + name.len()).unwrap())).collect();
        let rule = Rule {
            subject: Subject::Words(name.to_owned()),
            case: Case::Exact,
            folding: Folding::ALL,
            extent: Extent::Anywhere,
            code: "E.PER".parse().unwrap(),
            entity: Some(entity.parse().unwrap()),
            attributes: [].into(),
            place: Where::All,
        };
        session.run(Command::CodeAll(BulkCoding { hits, rule }));
    }
    let project = session.project();
    let kim = of(project, "ent:kim", "002");
    // What is about him does not name him.
    assert_eq!(counts(&kim, "was in a warm welcoming atmosphere"), None);
    // Section 2: nine in bold, two exceptions (the headline, and the first words of the last paragraph).
    assert_eq!(counts(&kim, "Kim Jong Un"), Some((11, 9)));
    let putin = of(project, "ent:putin", "002");
    // "Comrades Kim Jong Un and Putin" has a bold name in it, but not his.
    assert!(counts(&putin, "Comrades Kim Jong Un and Putin").is_some());
    assert!(putin.forms.iter().all(|form| form.bold == 0), "{putin:?}");
    let written = project.documents()[&document].text.as_str().matches("Putin").count();
    assert_eq!(counts(&putin, "Putin"), Some((written, 0)));
}

#[test]
fn the_first_use_is_where_the_gold_has_it() {
    let (_place, session) = opened();
    // Offsets of the gold are code points of the raw files; the first report's reading text is its raw text.
    let kim = of(session.project(), "ent:kim", "000");
    let first = |text: &str| kim.forms.iter().find(|form| form.text == text).map(|form| form.first);
    assert_eq!(first("North Korean leader Kim Jong Un"), Some(37));
    assert_eq!(first("Kim Jong Un"), Some(984));
}

#[test]
fn the_whole_table_has_every_mentioned_entity_and_the_promised_fields() {
    let (_place, session) = opened();
    let project = session.project();
    let all = naming(project);
    let mentions = project.annotations().values().filter(|a| a.code.as_str().starts_with("E.") || a.code.as_str() == "C.SRC");
    let named: BTreeSet<&EntityId> = mentions.flat_map(|a| a.entities()).collect();
    assert_eq!(all.iter().map(|n| &n.id).collect::<BTreeSet<_>>(), named);
    let json = serde_json::to_value(&all).unwrap();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(keys(&json[0]), ["document", "entity", "forms"].map(str::to_owned).into());
    assert_eq!(keys(&json[0]["forms"][0]), ["bold", "count", "first", "text"].map(str::to_owned).into());
}

#[test]
fn the_gold_leaves_no_mention_unlinked() {
    let (_place, session) = opened();
    assert!(unlinked(session.project()).is_empty());
}
