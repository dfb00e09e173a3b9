//! Proposals of entities: how they rank in the sample, and that the index follows a project as if it were made anew.

mod story;

use std::sync::Arc;

use proptest::prelude::*;
use story::id;
use variorum::analysis::proposals::{Index, Mention, Reason, propose};
use variorum::model::*;
use variorum::session::{Command, Environment, Session};
use variorum::text::TextSelection;
use variorum::ui::sample;

fn sample_project() -> Project {
    let place = tempfile::tempdir().unwrap();
    let folder = sample::copy_into(place.path()).unwrap();
    let session = Session::open(&folder, Environment::real(), Arc::new(|| ())).unwrap();
    session.project().clone()
}

/// The register of the sample alone: nothing has been chosen yet.
fn register() -> Project {
    let entities = sample_project().entities().values().cloned().map(Record::Entity).collect::<Vec<_>>();
    Project::assemble(ProjectInfo::default(), CodebookInfo::default(), entities).0
}

fn ranked(project: &Project, words: &str, document: &str) -> Vec<(String, Vec<Reason>)> {
    let document = id(document);
    let mention = Mention { words, document: &document, kind: "" };
    let proposals = propose(&Index::of(project), project, mention, 5);
    proposals.into_iter().map(|p| (p.entity.to_string(), p.reasons)).collect()
}

fn first(project: &Project, words: &str, document: &str) -> (String, Vec<Reason>) {
    ranked(project, words, document).into_iter().next().unwrap_or_else(|| panic!("nothing is proposed for {words}"))
}

fn entity(id: &str, name: &str, aliases: &[&str]) -> Record {
    let aliases = aliases.iter().map(|a| (*a).to_owned()).collect();
    let (kind, note, extra) = (String::new(), String::new(), [].into());
    Entity { id: story::id(id), name: name.to_owned(), kind, aliases, wikidata: None, note, extra }.into()
}

fn of_entities(entities: Vec<Record>) -> Project {
    Project::assemble(ProjectInfo::default(), CodebookInfo::default(), entities).0
}

#[test]
fn names_other_names_and_parts_of_names_are_known() {
    let register = register();
    for (words, entity, reason) in [
        ("Kim Jong Un", "ent:kim", Reason::Name),
        ("KCNA", "ent:kcna", Reason::Name),
        ("Putin", "ent:putin", Reason::Alias),
        ("the DPRK leader", "ent:kim", Reason::Alias),
        ("kim jong un", "ent:kim", Reason::Plain),
        ("Marshal Kim", "ent:kim", Reason::Plain),
        ("the Kcna", "ent:kcna", Reason::Plain),
        ("Borisov", "ent:borisov", Reason::LastPart),
        ("Comrade Borisov’s", "ent:borisov", Reason::LastPart),
        ("Ri", "ent:ri", Reason::Part),
        ("Yuri Borisov, general manager of Roscosmos", "ent:borisov", Reason::Within),
    ] {
        assert_eq!(first(&register, words, "000"), (entity.to_owned(), vec![reason]), "{words}");
    }
}

#[test]
fn words_that_are_like_nothing_get_no_proposal() {
    let register = register();
    for words in ["the moon", "of the", "the president", "his vis-a-vis", "", "…", "him"] {
        assert!(ranked(&register, words, "000").is_empty(), "{words}");
    }
}

#[test]
fn without_the_alias_the_leader_is_like_the_country_alone_and_no_name_is_exact() {
    let country = entity("ent:dprk", "North Korea", &["DPRK"]);
    let project = of_entities(vec![country, entity("ent:kim", "Kim Jong Un", &["Kim"])]);
    assert_eq!(ranked(&project, "the DPRK leader", "000"), [("ent:dprk".to_owned(), vec![Reason::Within])]);
}

#[test]
fn an_acronym_leads_to_the_name_and_the_name_to_the_acronym() {
    let long = entity("ent:long", "Democratic People's Republic of Korea", &[]);
    let short = entity("ent:short", "KCNA", &[]);
    let word = entity("ent:word", "Dprk", &[]);
    let project = of_entities(vec![long, short]);
    assert_eq!(first(&project, "the DPRK", "000"), ("ent:long".to_owned(), vec![Reason::Acronym]));
    assert_eq!(first(&project, "D.P.R.K.", "000"), ("ent:long".to_owned(), vec![Reason::Acronym]));
    assert_eq!(first(&project, "the Korean Central News Agency", "000"), ("ent:short".to_owned(), vec![Reason::Acronym]));
    // A name that is no acronym is not taken for one.
    assert!(ranked(&of_entities(vec![word]), "Democratic People’s Republic of Korea", "000").is_empty());
}

#[test]
fn two_names_in_a_mention_are_both_proposed() {
    let register = register();
    let both: Vec<String> = ranked(&register, "Putin and Kim", "000").into_iter().map(|(entity, _)| entity).take(2).collect();
    assert!(both.contains(&"ent:putin".to_owned()) && both.contains(&"ent:kim".to_owned()), "{both:?}");
}

#[test]
fn what_was_chosen_for_the_same_words_is_proposed_here_before_elsewhere() {
    let project = sample_project();
    // The gold has these words once, in 000, and says that they mean Kim.
    assert_eq!(ranked(&project, "his vis-a-vis", "000"), [("ent:kim".to_owned(), vec![Reason::Here(1)])]);
    assert_eq!(ranked(&project, "His vis-a-vis", "002"), [("ent:kim".to_owned(), vec![Reason::Elsewhere(1)])]);
}

#[test]
fn a_choice_in_this_document_comes_before_a_mere_name_of_another_entity() {
    let mut session = story::session();
    for name in ["Kim Jong Un", "Kim"] {
        session.run(Command::CreateEntity { mention: None, name: name.to_owned(), kind: String::new() });
    }
    let leader: EntityId = id("ent:kim-jong-un");
    let changed = Entity { aliases: vec!["Kim".to_owned()], ..Entity::clone(&session.project().entities()[&leader]) };
    session.run(Command::SetEntity(changed));
    assert_eq!(first(session.project(), "Kim", "000").0, "ent:kim");
    session.run(Command::Select(TextSelection { anchor: 0, focus: 3 }));
    session.run(Command::CodeSelection(id("PER")));
    let mention = session.selection().annotation.clone().unwrap();
    session.run(Command::LinkEntity(mention, leader.clone()));
    assert_eq!(first(session.project(), "Kim", "000"), (leader.to_string(), vec![Reason::Alias, Reason::Here(1)]));
}

#[test]
fn equally_likely_ones_stand_in_one_order_whatever_the_order_of_the_register() {
    let entities = || vec![entity("ent:1", "Ivan Petrov", &[]), entity("ent:2", "Anna Petrov", &[]), entity("ent:3", "Olga Petrov", &[])];
    let names = |project: &Project| ranked(project, "Petrov", "000").into_iter().map(|(entity, _)| entity).collect::<Vec<_>>();
    let mut turned = entities();
    turned.reverse();
    assert_eq!(names(&of_entities(entities())), ["ent:2", "ent:1", "ent:3"]);
    assert_eq!(names(&of_entities(turned)), ["ent:2", "ent:1", "ent:3"]);
}

fn step(session: &mut Session, kind: u8, pick: u8) {
    let nth = |n: usize| usize::from(pick) % n.max(1);
    let annotations: Vec<AnnotationId> = session.project().annotations().keys().cloned().collect();
    let entities: Vec<EntityId> = session.project().entities().keys().cloned().collect();
    let (annotation, entity) = (annotations.get(nth(annotations.len())).cloned(), entities.get(nth(entities.len())).cloned());
    match (kind % 7, annotation, entity) {
        (0, ..) => {
            let start = usize::from(pick % 2) * 16;
            session.run(Command::Select(TextSelection { anchor: start, focus: start + 3 + usize::from(pick % 3) }));
            session.run(Command::CodeSelection(id("PER")));
        }
        (1, mention, _) => {
            let name = ["Kim Jong Un", "the DPRK", "President Putin", "Korean Central News Agency"][nth(4)];
            session.run(Command::CreateEntity { mention, name: name.to_owned(), kind: String::new() });
        }
        (2, Some(annotation), Some(entity)) => session.run(Command::LinkEntity(annotation, entity)),
        (3, _, Some(entity)) => {
            let aliases = ["Kim", "DPRK", "the Kim"].iter().take(nth(4)).map(|a| (*a).to_owned()).collect();
            let changed = Entity { aliases, ..Entity::clone(&session.project().entities()[&entity]) };
            session.run(Command::SetEntity(changed));
        }
        (4, _, Some(entity)) => session.run(Command::DeleteEntity(entity)),
        (5, Some(annotation), _) => session.run(Command::DeleteAnnotations(vec![annotation])),
        _ => session.run(Command::Undo),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn an_index_that_follows_is_the_one_made_anew(steps in prop::collection::vec((any::<u8>(), any::<u8>()), 1..40), every in 1_usize..4) {
        let mut session = story::session();
        let mut index = Index::of(session.project());
        for (number, (kind, pick)) in steps.into_iter().enumerate() {
            step(&mut session, kind, pick);
            if number % every == 0 {
                index.update(session.project());
                prop_assert!(index == Index::of(session.project()));
            }
        }
    }
}
