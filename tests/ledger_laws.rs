//! Laws of the register and the ledger: merging and splitting have exact inverses, leave a sound project, and lose no mention.

mod story;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use story::{id, session};
use variorum::analysis::check::check;
use variorum::model::*;
use variorum::session::plan::claim_merge::{self, ClaimMerge, ClaimSplit};
use variorum::session::plan::entity_merge::{self, EntityMerge, EntitySplit};
use variorum::session::plan::ledger::{CarriedBy, ClaimChange, ClaimDraft, Shift};
use variorum::session::plan::treating::Treating;
use variorum::session::{Command, Session};
use variorum::text::TextSelection;

fn nth<K: Clone>(keys: &[K], number: u16) -> Option<K> {
    keys.get(usize::from(number) % keys.len().max(1)).cloned()
}

fn select(session: &mut Session, from: u16, letters: u16) {
    let document = session.selection().document.clone().unwrap();
    let text = session.project().documents()[&document].text.clone();
    let borders: Vec<usize> = (0..=text.len()).filter(|at| text.is_border(*at)).collect();
    let anchor = usize::from(from) % borders.len();
    let focus = (anchor + 1 + usize::from(letters) % 12).min(borders.len() - 1);
    session.run(Command::Select(TextSelection { anchor: borders[anchor], focus: borders[focus] }));
}

fn chosen(annotations: impl IntoIterator<Item = AnnotationId>, mask: u16) -> BTreeSet<AnnotationId> {
    annotations.into_iter().enumerate().filter(|(n, _)| mask >> (n % 16) & 1 == 1).map(|(_, id)| id).collect()
}

/// A project with mentions, voices, treatments and memos of entities and claims, by numbers.
fn furnish(session: &mut Session, kind: u8, pick: u16, other: u16) {
    let annotations: Vec<_> = session.project().annotations().keys().cloned().collect();
    let claims: Vec<_> = session.project().claims().keys().cloned().collect();
    let entities: Vec<_> = session.project().entities().keys().cloned().collect();
    let (annotation, claim, entity) = (nth(&annotations, pick), nth(&claims, other), nth(&entities, other));
    match kind % 10 {
        0 | 1 => {
            select(session, pick, other);
            let code = ["PER", "CLM", "SRC", "CON"][usize::from(other) % 4];
            session.run(Command::CodeSelection(id(code)));
        }
        2 => session.run(Command::CreateEntity { mention: annotation, name: format!("Name {}", pick % 4), kind: String::new() }),
        3 => session.run(Command::AddClaim(ClaimDraft { statement: format!("claim {pick}"), ..ClaimDraft::default() })),
        4 => annotation.zip(entity).into_iter().for_each(|(a, e)| {
            let both = entities.iter().take(2).cloned().chain([e]).collect::<BTreeSet<_>>();
            let value = Value::References(both.into_iter().map(Reference::Entity).collect());
            session.run(Command::SetAttribute(a, id("entity"), Some(value)));
        }),
        5 => claim.into_iter().for_each(|claim| {
            select(session, pick, other);
            let kind = TreatmentKind::ALL[usize::from(pick) % 6];
            session.run(Command::TreatInWords(Treating::new(claim, kind)));
        }),
        6 => claim.into_iter().for_each(|claim| session.run(Command::Omit(claim, vec![format!("word {pick}")]))),
        7 => session.run(Command::Open(id(if pick.is_multiple_of(2) { "000" } else { "002" }))),
        8 => {
            let treatments: Vec<_> = session.project().treatments().values().cloned().collect();
            if let (Some(treatment), Some(entity)) = (nth(&treatments, pick), entity) {
                session.run(Command::SetTreatment(Treatment { by: vec![entity], ..Treatment::clone(&treatment) }));
                let about = Some(RecordId::Treatment(treatment.key()));
                session.run(Command::AddMemo { about, title: String::new(), text: "x".to_owned() });
            }
        }
        _ => {
            let about = claim.map(RecordId::Claim).or(entity.map(RecordId::Entity));
            session.run(Command::AddMemo { about, title: String::new(), text: "x".to_owned() });
        }
    }
}

/// A merge, split or move by numbers.
fn rework(session: &Session, kind: u8, pick: u16, other: u16) -> Option<Command> {
    let project = session.project();
    let claims: Vec<_> = project.claims().keys().cloned().collect();
    let entities: Vec<_> = project.entities().keys().cloned().collect();
    match kind % 5 {
        0 => {
            let (into, from) = (nth(&entities, pick)?, vec![nth(&entities, other)?]);
            let merge = EntityMerge { into, from, wikidata: None, kind: None };
            let (wikidata, kind) = (entity_merge::wikidata_ids(project, &merge).pop(), entity_merge::kinds(project, &merge).pop());
            Some(Command::MergeEntities(EntityMerge { wikidata, kind, ..merge }))
        }
        1 => {
            let entity = nth(&entities, pick)?;
            let naming = project.annotations_naming(&Reference::Entity(entity.clone())).map(|a| a.id.clone());
            Some(Command::SplitEntity(EntitySplit { mentions: chosen(naming, other), entity, name: format!("Part {other}") }))
        }
        2 => {
            let mut merge = ClaimMerge { into: nth(&claims, pick)?, from: vec![nth(&claims, other)?], chosen: BTreeMap::new() };
            let conflicts = claim_merge::conflicts(project, &merge);
            merge.chosen =
                conflicts.into_iter().map(|(reading, all)| (reading, all[usize::from(other) % all.len()].claim.clone())).collect();
            Some(Command::MergeClaims(merge))
        }
        3 => {
            let claim = nth(&claims, pick)?;
            let annotations = chosen(claim_merge::grounds(project, &claim), other);
            Some(Command::SplitClaim(ClaimSplit { claim, statement: format!("part {other}"), annotations }))
        }
        _ => Some(Command::MoveClaim(nth(&claims, pick)?, if other.is_multiple_of(2) { Shift::Up } else { Shift::Down })),
    }
}

/// What a check finds apart from claims that nobody has treated yet.
fn problems(project: &Project) -> Vec<String> {
    let problems = check(project).problems.into_iter().map(|p| format!("{}: {}", p.place, p.what));
    problems.filter(|p| !p.contains("claims have no treatment")).collect()
}

fn mentions(project: &Project) -> usize {
    let naming = |id: &EntityId| project.annotations_naming(&Reference::Entity(id.clone())).count();
    project.entities().keys().map(naming).sum()
}

fn carriers(project: &Project) -> usize {
    let naming = |id: &ClaimId| project.annotations_naming(&Reference::Claim(id.clone())).count();
    project.claims().keys().map(naming).sum()
}

/// How many mentions fewer there may be after a command: what its preview states.
fn stated(project: &Project, command: &Command) -> (usize, usize) {
    match command {
        Command::MergeEntities(merge) => match entity_merge::merged(project, merge) {
            Ok(merged) => (merged.mentions_before - merged.mentions_after, 0),
            Err(_) => (0, 0),
        },
        Command::MergeClaims(merge) => match claim_merge::merged(project, merge) {
            Ok(merged) => (0, merged.mentions_before - merged.mentions_after),
            Err(_) => (0, 0),
        },
        _ => (0, 0),
    }
}

/// Every pair of an annotation and the coder's reading it proves: evidence that must not get lost.
fn evidence(project: &Project) -> BTreeSet<(CoderId, DocumentId, AnnotationId)> {
    let of = |t: &Treatment| {
        let key = (t.coder.clone(), t.document.clone());
        t.evidence.clone().into_iter().map(move |a| (key.0.clone(), key.1.clone(), a))
    };
    project.treatments().values().flat_map(|t| of(t)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn merging_and_splitting_have_exact_inverses_leave_a_sound_project_and_lose_nothing_unsaid(
        furniture in prop::collection::vec((any::<u8>(), any::<u16>(), any::<u16>()), 10..60),
        works in prop::collection::vec((any::<u8>(), any::<u16>(), any::<u16>()), 1..16),
    ) {
        let mut session = session();
        for (kind, pick, other) in furniture {
            furnish(&mut session, kind, pick, other);
        }
        let sound = problems(session.project());
        for (kind, pick, other) in works {
            let Some(command) = rework(&session, kind, pick, other) else { continue };
            let before = session.project().clone();
            let fewer = stated(&before, &command);
            let steps = session.history().entries().1;
            session.run(command);
            let after = session.project().clone();
            prop_assert_eq!(problems(&after).len(), sound.len(), "{:?}", problems(&after));
            prop_assert_eq!(mentions(&before), mentions(&after) + fewer.0);
            prop_assert_eq!(carriers(&before), carriers(&after) + fewer.1);
            prop_assert_eq!(evidence(&before), evidence(&after));
            prop_assert_eq!(before.annotations().len(), after.annotations().len());
            prop_assert_eq!(before.memos().len(), after.memos().len());
            if session.history().entries().1 > steps {
                session.run(Command::Undo);
                prop_assert_eq!(session.project(), &before);
                session.run(Command::Redo);
                prop_assert_eq!(session.project(), &after);
            }
        }
    }
}

fn entity(session: &mut Session, name: &str, wikidata: Option<&str>) -> EntityId {
    session.run(Command::CreateEntity { mention: None, name: name.to_owned(), kind: String::new() });
    let found = session.project().entities().values().find(|e| e.name == name).unwrap().clone();
    let changed = Entity { wikidata: wikidata.map(ToOwned::to_owned), note: format!("About {name}"), ..Entity::clone(&found) };
    session.run(Command::SetEntity(changed));
    found.id.clone()
}

fn told(session: &mut Session) -> Vec<String> {
    session.take_notices().into_iter().map(|n| n.what).collect()
}

#[test]
fn an_entity_is_not_merged_into_itself() {
    let mut session = session();
    let kim = entity(&mut session, "Kim", None);
    session.run(Command::MergeEntities(EntityMerge { into: kim.clone(), from: vec![kim], wikidata: None, kind: None }));
    assert_eq!(told(&mut session), ["Kim cannot be merged into itself"]);
}

#[test]
fn names_become_aliases_and_notes_are_joined_and_the_only_wikidata_id_stays() {
    let mut session = session();
    let kim = entity(&mut session, "Kim Jong Un", None);
    let leader = entity(&mut session, "the leader", Some("Q56226"));
    session.run(Command::MergeEntities(EntityMerge { into: kim.clone(), from: vec![leader.clone()], wikidata: None, kind: None }));
    let merged = &session.project().entities()[&kim];
    assert_eq!(merged.aliases, ["the leader"]);
    assert_eq!(merged.wikidata.as_deref(), Some("Q56226"));
    assert_eq!(merged.note, "About Kim Jong Un\nAbout the leader");
    assert!(!session.project().entities().contains_key(&leader));
}

#[test]
fn different_wikidata_ids_must_be_chosen_between() {
    let mut session = session();
    let (a, b) = (entity(&mut session, "A", Some("Q1")), entity(&mut session, "B", Some("Q2")));
    let merge = EntityMerge { into: a.clone(), from: vec![b], wikidata: None, kind: None };
    session.run(Command::MergeEntities(merge.clone()));
    assert_eq!(told(&mut session), ["Their Wikidata ids differ: Q1, Q2"]);
    session.run(Command::MergeEntities(EntityMerge { wikidata: Some("Q2".to_owned()), ..merge }));
    assert_eq!(session.project().entities()[&a].wikidata.as_deref(), Some("Q2"));
}

#[test]
fn different_types_must_be_chosen_between() {
    let mut session = session();
    for (name, kind) in [("A", "Person"), ("B", "Group")] {
        session.run(Command::CreateEntity { mention: None, name: name.to_owned(), kind: kind.to_owned() });
    }
    let (a, b): (EntityId, EntityId) = (id("ent:a"), id("ent:b"));
    let merge = EntityMerge { into: a.clone(), from: vec![b], wikidata: None, kind: None };
    session.run(Command::MergeEntities(merge.clone()));
    assert_eq!(told(&mut session), ["Their types differ: Person, Group"]);
    session.run(Command::MergeEntities(EntityMerge { kind: Some("Group".to_owned()), ..merge }));
    assert_eq!(session.project().entities()[&a].kind, "Group");
}

#[test]
fn claims_treated_differently_are_merged_only_when_one_treatment_is_chosen() {
    let mut session = session();
    for statement in ["They met", "A meeting took place"] {
        session.run(Command::AddClaim(ClaimDraft { statement: statement.to_owned(), ..ClaimDraft::default() }));
    }
    let (one, two): (ClaimId, ClaimId) = (id("cl:they-met"), id("cl:a-meeting-took-place"));
    select(&mut session, 0, 5);
    session.run(Command::TreatInWords(Treating::new(one.clone(), TreatmentKind::Asserts)));
    select(&mut session, 8, 5);
    session.run(Command::TreatInWords(Treating::new(two.clone(), TreatmentKind::Hedges)));
    let mut merge = ClaimMerge { into: one.clone(), from: vec![two.clone()], chosen: BTreeMap::new() };
    session.run(Command::MergeClaims(merge.clone()));
    assert_eq!(told(&mut session), ["a treats them differently in 000"]);
    merge.chosen.insert((id("a"), id("000")), two);
    session.run(Command::MergeClaims(merge));
    let treatments: Vec<_> = session.project().treatments().values().map(|t| (t.claim.clone(), t.kind, t.evidence.len())).collect();
    assert_eq!(treatments, [(one.clone(), TreatmentKind::Hedges, 2)]);
    assert!(session.project().annotations().values().all(|a| a.claims().eq([&one])));
    session.run(Command::MergeClaims(ClaimMerge { into: one.clone(), from: vec![one], chosen: BTreeMap::new() }));
    assert_eq!(told(&mut session), ["A claim cannot be merged into itself"]);
}

#[test]
fn an_omission_keeps_the_words_and_the_digest_of_the_text() {
    let mut session = session();
    session.run(Command::AddClaim(ClaimDraft { statement: "They signed".to_owned(), ..ClaimDraft::default() }));
    session.run(Command::Omit(id("cl:they-signed"), vec!["signed".to_owned(), " agreement ".to_owned()]));
    let treatment = session.project().treatments().values().next().unwrap().clone();
    let looked = treatment.looked.clone().unwrap();
    assert_eq!(looked.words, ["signed", "agreement"]);
    assert_eq!(looked.text_sha256, variorum::text::sha256(story::TEXT.as_bytes()));
    assert_eq!(problems(session.project()), Vec::<String>::new());
}

#[test]
fn a_claim_made_in_words_is_coded_there_in_one_step() {
    let mut session = session();
    select(&mut session, 0, 10);
    let draft =
        ClaimDraft { statement: "Kim met Putin".to_owned(), importance: Some(3), carried_by: CarriedBy::Words, ..ClaimDraft::default() };
    session.run(Command::AddClaim(draft));
    let carrier = session.project().annotations().values().next().unwrap().clone();
    assert_eq!((carrier.code.as_str(), carrier.quote().as_str()), ("CLM", "Kim Jong Un"));
    assert!(carrier.claims().eq([&id("cl:kim-met-putin")]));
    session.run(Command::Undo);
    assert!(session.project().annotations().is_empty() && session.project().claims().is_empty());
}

fn claims(session: &mut Session, statements: &[(&str, &str)]) {
    for (statement, group) in statements {
        let (statement, group) = ((*statement).to_owned(), (*group).to_owned());
        session.run(Command::AddClaim(ClaimDraft { statement, group, ..ClaimDraft::default() }));
    }
}

#[test]
fn a_claim_that_a_document_denies_is_made_coded_and_treated_in_one_step() {
    let mut session = session();
    select(&mut session, 0, 10);
    let draft = ClaimDraft {
        statement: "Kim met Putin".to_owned(),
        carried_by: CarriedBy::Words,
        treatment: Some(TreatmentKind::Denies),
        ..ClaimDraft::default()
    };
    let before = session.project().clone();
    session.run(Command::AddClaim(draft));
    let carrier = session.project().annotations().keys().next().unwrap().clone();
    let treatment = session.project().treatments().values().next().unwrap().clone();
    assert_eq!(
        (treatment.claim.as_str(), treatment.kind, &treatment.evidence),
        ("cl:kim-met-putin", TreatmentKind::Denies, &vec![carrier])
    );
    assert_eq!(problems(session.project()), Vec::<String>::new());
    session.run(Command::Undo);
    assert_eq!(session.project(), &before);
}

#[test]
fn an_annotation_carries_several_claims_and_is_taken_from_one() {
    let mut session = session();
    claims(&mut session, &[("One", ""), ("Two", "")]);
    let (one, two): (ClaimId, ClaimId) = (id("cl:one"), id("cl:two"));
    select(&mut session, 0, 10);
    session.run(Command::CarryClaim(one.clone()));
    let annotation = session.selection().annotation.clone().unwrap();
    session.run(Command::LinkClaim(annotation.clone(), two.clone()));
    let carried = |session: &Session| session.project().annotations()[&annotation].claims().cloned().collect::<Vec<_>>();
    assert_eq!(carried(&session), [one.clone(), two.clone()]);
    session.run(Command::UnlinkClaim(annotation.clone(), one));
    assert_eq!(carried(&session), [two]);
    session.run(Command::CarryClaim(id("cl:09")));
    assert_eq!(told(&mut session), ["That claim no longer exists"]);
}

#[test]
fn several_claims_get_a_group_and_an_importance_each_in_one_step() {
    let mut session = session();
    claims(&mut session, &[("One", ""), ("Two", "talks"), ("Three", "")]);
    let ids: Vec<ClaimId> = vec![id("cl:one"), id("cl:two")];
    session.run(Command::SetClaims(ids.clone(), ClaimChange::Group(" talks ".to_owned())));
    session.run(Command::SetClaims(ids, ClaimChange::Importance(Some(3))));
    let now =
        |session: &Session| session.project().claims_in_order().into_iter().map(|c| (c.group.clone(), c.importance)).collect::<Vec<_>>();
    let talks = || ("talks".to_owned(), Some(3));
    assert_eq!(now(&session), [talks(), talks(), (String::new(), None)]);
    assert_eq!(session.history().to_undo().unwrap().label, "Set the importance of 2 claims");
    session.run(Command::Undo);
    session.run(Command::Undo);
    assert_eq!(now(&session)[0], (String::new(), None));
}

#[test]
fn a_claim_moves_among_those_under_its_heading() {
    let mut session = session();
    claims(&mut session, &[("One", "a"), ("Two", "b"), ("Three", "a"), ("Four", "b")]);
    let order = |session: &Session| {
        let listed = variorum::analysis::ledger::in_groups(session.project());
        listed.into_iter().map(|c| c.statement.clone()).collect::<Vec<_>>()
    };
    assert_eq!(order(&session), ["One", "Three", "Two", "Four"]);
    session.run(Command::MoveClaim(id("cl:three"), Shift::Up));
    assert_eq!(order(&session), ["Three", "One", "Two", "Four"]);
    session.run(Command::MoveClaim(id("cl:one"), Shift::Down));
    assert_eq!(order(&session), ["Three", "One", "Two", "Four"]);
}

#[test]
fn what_carries_a_claim_already_proves_a_treatment_without_words() {
    let mut session = session();
    claims(&mut session, &[("One", "")]);
    let treating = Treating { by: Vec::new(), ..Treating::new(id("cl:one"), TreatmentKind::Attributes) };
    session.run(Command::TreatInWords(treating.clone()));
    assert_eq!(told(&mut session), ["No words are selected"]);
    let kim = entity(&mut session, "Kim", None);
    select(&mut session, 0, 10);
    session.run(Command::CarryClaim(id("cl:one")));
    let carrier = session.selection().annotation.clone().unwrap();
    session.run(Command::Select(TextSelection::caret(0)));
    session.run(Command::TreatInWords(Treating { by: vec![kim.clone()], ..treating }));
    let treatment = session.project().treatments().values().next().unwrap();
    assert_eq!((&treatment.evidence, &treatment.by), (&vec![carrier], &vec![kim]));
}

#[test]
fn every_statement_of_the_sample_is_positive() {
    let folder = std::path::Path::new("projects/vostochny-2023");
    let opened = variorum::store::open(folder, variorum::store::Mode::ReadOnly, "2026-01-01T00:00:00Z".parse().unwrap()).unwrap();
    let project = opened.project;
    assert_eq!(project.claims().len(), 29);
    for claim in project.claims().values() {
        assert_eq!(variorum::analysis::negation::negation(&claim.statement), None, "{}", claim.statement);
    }
}
