//! Laws of memos: links have exact inverses and never dangle, whatever is deleted or merged.

mod story;

use proptest::prelude::*;
use story::{id, session};
use variorum::analysis::check::check;
use variorum::analysis::notes;
use variorum::model::*;
use variorum::session::plan::claim_merge::ClaimMerge;
use variorum::session::plan::entity_merge::EntityMerge;
use variorum::session::{CodebookChange, Command, ForeignValues, MergeCodes, Part, Session, Touching};
use variorum::text::{Span, TextSelection};

fn nth<T>(all: Vec<T>, number: u16) -> Option<T> {
    let at = usize::from(number) % all.len().max(1);
    all.into_iter().nth(at)
}

/// Anything in the project, by number.
fn record(project: &Project, number: u16) -> RecordId {
    nth(project.records().map(|r| r.id()).collect(), number).unwrap()
}

fn memo(project: &Project, number: u16) -> Option<MemoId> {
    nth(project.memos().keys().cloned().collect(), number)
}

/// A project with memos about anything that point to anything, by numbers.
fn furnish(session: &mut Session, kind: u8, pick: u16, other: u16) {
    let project = session.project();
    match kind % 6 {
        0 => {
            let start = usize::from(pick) % 4;
            session.run(Command::Select(TextSelection::of(Span::new(start, start + 4).unwrap())));
            session.run(Command::CodeSelection(id(["PER", "CLM", "SRC", "CON"][usize::from(other) % 4])));
        }
        1 => session.run(Command::CreateEntity { mention: None, name: format!("Name {pick}"), kind: String::new() }),
        2 => session.run(Command::CreateClaim { annotation: None, statement: format!("claim {pick}") }),
        3 => {
            let about = (!pick.is_multiple_of(5)).then(|| record(project, pick));
            session.run(Command::AddMemo { about, title: String::new(), text: format!("thought {other}") });
        }
        _ => {
            let to = record(project, other);
            if let Some(memo) = memo(project, pick) {
                session.run(Command::LinkMemo { memo, to });
            }
        }
    }
}

/// Something that takes records away, by numbers.
fn taking_away(project: &Project, kind: u8, pick: u16, other: u16) -> Option<Command> {
    let codes = || project.codes().keys().cloned().collect::<Vec<_>>();
    let entities = || project.entities().keys().cloned().collect::<Vec<_>>();
    let claims = || project.claims().keys().cloned().collect::<Vec<_>>();
    Some(match kind % 9 {
        0 => Command::DeleteEntity(nth(entities(), pick)?),
        1 => Command::DeleteClaim(nth(claims(), pick)?),
        2 => Command::DeleteDocument(nth(project.documents().keys().cloned().collect(), pick)?),
        3 => Command::DeleteAnnotations(vec![nth(project.annotations().keys().cloned().collect(), pick)?]),
        4 => Command::DeleteCode(nth(codes(), pick)?),
        5 => Command::DeleteMemos(vec![memo(project, pick)?, memo(project, other)?]),
        6 => Command::MergeEntities(EntityMerge {
            into: nth(entities(), pick)?,
            from: vec![nth(entities(), other)?],
            wikidata: None,
            kind: None,
        }),
        7 => Command::MergeClaims(ClaimMerge {
            into: nth(claims(), pick)?,
            from: vec![nth(claims(), other)?],
            chosen: std::collections::BTreeMap::new(),
        }),
        _ if pick.is_multiple_of(2) => {
            let merge = MergeCodes {
                from: vec![nth(codes(), other)?],
                into: nth(codes(), pick)?,
                values: ForeignValues::Keep,
                touching: Touching::Join,
                preferred: std::collections::BTreeSet::new(),
            };
            Command::Codebook(CodebookChange::Merge(merge))
        }
        _ => Command::Codebook(CodebookChange::Delete(Part::Layer(nth(project.layers().keys().cloned().collect(), other)?))),
    })
}

fn problems(project: &Project) -> Vec<String> {
    let problems = check(project).problems.into_iter().map(|p| format!("{}: {}", p.place, p.what));
    problems.filter(|p| !p.contains("claims have no treatment")).collect()
}

fn dangling(project: &Project) -> Vec<RecordId> {
    let named = project.memos().values().flat_map(|m| m.about.iter().chain(&m.links));
    named.filter(|id| !project.has(id)).cloned().collect()
}

fn furnished(steps: &[(u8, u16, u16)]) -> Session {
    let mut session = session();
    session.run(Command::AddMemo { about: None, title: "first".to_owned(), text: String::new() });
    for (kind, pick, other) in steps {
        furnish(&mut session, *kind, *pick, *other);
    }
    session.take_notices();
    session
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_taken_away_leaves_no_link_dangling_and_undo_brings_all_back(
        steps in prop::collection::vec((any::<u8>(), any::<u16>(), any::<u16>()), 4..32),
        kind in any::<u8>(), pick in any::<u16>(), other in any::<u16>(),
    ) {
        let mut session = furnished(&steps);
        let before = session.project().clone();
        prop_assert_eq!(problems(&before), Vec::<String>::new());
        let Some(command) = taking_away(&before, kind, pick, other) else { return Ok(()) };
        session.run(command.clone());
        prop_assert_eq!(dangling(session.project()), Vec::new(), "{:?}", command);
        prop_assert_eq!(problems(session.project()), Vec::<String>::new(), "{:?}", command);
        if *session.project() != before {
            let after = session.project().clone();
            session.run(Command::Undo);
            prop_assert!(*session.project() == before, "undo of {command:?}");
            session.run(Command::Redo);
            prop_assert!(*session.project() == after, "redo of {command:?}");
        }
    }

    #[test]
    fn a_link_and_its_removal_are_exact_and_what_points_there_says_so(
        steps in prop::collection::vec((any::<u8>(), any::<u16>(), any::<u16>()), 0..24),
        pick in any::<u16>(), other in any::<u16>(),
    ) {
        let mut session = furnished(&steps);
        let before = session.project().clone();
        let (from, to) = (memo(&before, pick).unwrap(), record(&before, other));
        let old = before.memos()[&from].clone();
        session.run(Command::LinkMemo { memo: from.clone(), to: to.clone() });
        let refused = to == RecordId::Memo(from.clone()) || old.about.as_ref() == Some(&to);
        prop_assert_eq!(session.take_notices().len(), usize::from(refused));
        let links = session.project().memos()[&from].links.clone();
        prop_assert_eq!(links.iter().filter(|link| **link == to).count(), usize::from(!refused));
        let pointing = notes::pointing_to(session.project(), &to);
        prop_assert_eq!(pointing.iter().any(|m| m.id == from), !refused);
        if *session.project() == before {
            return Ok(());
        }
        session.run(Command::Undo);
        prop_assert!(*session.project() == before);
        session.run(Command::Redo);
        session.run(Command::UnlinkMemo { memo: from.clone(), to });
        prop_assert_eq!(&session.project().memos()[&from].links, &old.links);
        prop_assert_eq!(problems(session.project()), Vec::<String>::new());
    }
}

#[test]
fn beginning_a_memo_and_typing_in_it_is_one_step() {
    let mut session = session();
    session.run(Command::AddMemo { about: Some(RecordId::Document(id("000"))), title: String::new(), text: String::new() });
    let memo = session.project().memos().keys().next().unwrap().clone();
    session.run(Command::SetMemoText(memo.clone(), "Why pas".to_owned()));
    session.run(Command::SetMemoTitle(memo.clone(), "Voice".to_owned()));
    session.run(Command::SetMemoText(memo.clone(), "Why passive?".to_owned()));
    assert_eq!(session.project().memos()[&memo].text, "Why passive?");
    assert_eq!(session.history().entries().1, 1);
    session.run(Command::Undo);
    assert!(session.project().memos().is_empty());
}

#[test]
fn a_memo_in_which_nothing_was_written_goes_and_one_with_words_stays() {
    let mut session = session();
    let add = || Command::AddMemo { about: None, title: String::new(), text: String::new() };
    session.run(add());
    let empty = session.project().memos().keys().next().unwrap().clone();
    session.run(Command::DropEmptyMemo(empty.clone()));
    assert!(session.project().memos().is_empty());
    assert_eq!(session.history().entries().1, 1);
    session.run(add());
    let written = session.project().memos().keys().next().unwrap().clone();
    session.run(Command::SetMemoText(written.clone(), "x".to_owned()));
    session.run(Command::DropEmptyMemo(written));
    assert_eq!(session.project().memos().len(), 1);
}

#[test]
fn remarks_and_notes_are_found_beside_memos() {
    use variorum::analysis::notes::Note;
    use variorum::analysis::query::Filter;
    let mut session = session();
    session.run(Command::Select(TextSelection::of(Span::new(0, 11).unwrap())));
    session.run(Command::CodeSelection(id("PER")));
    let annotation = session.selection().annotation.clone().unwrap();
    session.run(Command::SetMemo(annotation.clone(), "Ironic title".to_owned()));
    session.run(Command::CreateEntity { mention: None, name: "Kim".to_owned(), kind: String::new() });
    let entity = session.project().entities().values().next().unwrap().clone();
    session.run(Command::SetEntity(Entity { note: "no irony here".to_owned(), ..Entity::clone(&entity) }));
    let about = Some(RecordId::Entity(entity.id.clone()));
    session.run(Command::AddMemo { about, title: "Irony".to_owned(), text: "Is it ironic?".to_owned() });
    let memo = session.project().memos().keys().next().unwrap().clone();
    session.run(Command::LinkMemo { memo, to: RecordId::Annotation(annotation) });
    let project = session.project();
    let found = |query: &str| {
        let filter = Filter::<Note>::new(project, query).unwrap();
        let all = notes::all(project);
        all.iter().filter(|n| filter.admits(project, n)).map(|n| n.kind().word()).collect::<Vec<_>>()
    };
    assert_eq!(found(""), ["memo", "remark", "note"]);
    assert_eq!(found("iron"), ["memo", "remark", "note"]);
    assert_eq!(found("ironic"), ["memo", "remark"]);
    assert_eq!(found("irony kind:note"), ["note"]);
    assert_eq!(found("title:irony"), ["memo"]);
    assert_eq!(found("about:entity"), ["memo", "note"]);
    assert_eq!(found("subject:kim"), ["memo", "remark", "note"]);
    assert_eq!(found("to:*PER"), ["memo"]);
    assert_eq!(found("has:links author:a"), ["memo"]);
    assert_eq!(found("created:2026-01-01"), ["memo", "remark"]);
    assert_eq!(found("words:>2"), ["memo", "note"]);
    assert_eq!(found("not kind:memo text:title"), ["remark"]);
}
