//! Laws of the session: whatever is done, undo leads back to the start, redo to the end, and the project stays sound.

mod story;

use std::collections::BTreeMap;

use proptest::prelude::*;
use story::{id, session};
use variorum::model::*;
use variorum::session::plan::Step;
use variorum::session::{Command, Session};
use variorum::text::{Span, TextSelection};

/// A command by number, filled in from what the project has by then.
fn command(session: &Session, kind: u8, pick: u16, other: u16) -> Command {
    let project = session.project();
    let annotation = project.annotations().keys().nth(usize::from(pick) % project.annotations().len().max(1)).cloned();
    let second = project.annotations().keys().nth(usize::from(other) % project.annotations().len().max(1)).cloned();
    let claim = project.claims().keys().nth(usize::from(pick) % project.claims().len().max(1)).cloned();
    let entity = project.entities().keys().nth(usize::from(other) % project.entities().len().max(1)).cloned();
    let codes: Vec<_> = project.codes().keys().cloned().collect();
    let code = codes.get(usize::from(other) % codes.len().max(1)).cloned();
    let document = session.selection().document.as_ref().and_then(|id| project.documents().get(id));
    let length = document.map_or(0, |d| d.text.len());
    let (a, b) = (usize::from(pick) % (length + 1), usize::from(other) % (length + 1));
    let border = |at: usize| (0..=at).rev().find(|at| document.is_some_and(|d| d.text.is_border(*at))).unwrap_or(0);
    let selection = Command::Select(TextSelection { anchor: border(a), focus: border(b) });
    let or_select = |command: Option<Command>| command.unwrap_or(selection.clone());
    match kind % 20 {
        0..=2 => selection,
        3..=6 => or_select(code.map(Command::CodeSelection)),
        7 => or_select(annotation.map(|a| Command::SetMemo(a, format!("memo {other}")))),
        8 => or_select(annotation.zip(Span::new(border(a.min(b)), border(a.max(b))).ok()).map(|(annotation, span)| Command::Resize {
            annotation,
            place: 0,
            span,
        })),
        9 => or_select(annotation.map(Command::AddFragment)),
        10 => or_select(annotation.map(|a| Command::DeleteAnnotations(vec![a]))),
        11 => Command::CreateClaim { annotation, statement: format!("claim {pick}") },
        12 => or_select(claim.map(|c| Command::Treat(c, TreatmentKind::ALL.get(usize::from(other) % 8).copied()))),
        13 => Command::CreateEntity { mention: annotation, name: format!("name {}", pick % 5), kind: String::new() },
        14 => or_select(annotation.zip(entity).map(|(a, e)| Command::LinkEntity(a, e))),
        15 => or_select(annotation.zip(second).map(|(from, to)| Command::Link { kind: id("source-of"), from, to })),
        16 => or_select(annotation.zip(code).map(|(a, c)| Command::Recode(a, c))),
        17 => or_select(project.documents().keys().nth(usize::from(pick) % 2).cloned().map(Command::Open)),
        18 => or_select(claim.map(Command::DeleteClaim)),
        _ => match pick % 6 {
            0 => or_select(code.map(Command::DeleteCode)),
            1 => or_select(entity.map(Command::DeleteEntity)),
            2 => Command::DeleteDocument(id("002")),
            3 => Command::Undo,
            4 => Command::Redo,
            _ => Command::AddMemo { about: annotation.map(RecordId::Annotation), title: String::new(), text: "x".to_owned() },
        },
    }
}

/// Something that a colleague's program does to the files; `written` are the texts of the memos as it left them.
fn from_outside(session: &mut Session, pick: u16, other: u16, written: &mut BTreeMap<MemoId, String>) {
    let project = session.project();
    let annotation = project.annotations().values().nth(usize::from(other) % project.annotations().len().max(1)).cloned();
    let memo = project.memos().values().nth(usize::from(other) % project.memos().len().max(1)).cloned();
    let time = "2026-02-02T00:00:00Z".parse().unwrap();
    let edit = match (pick % 5, annotation, memo) {
        (0, Some(a), _) => Edit::Set(Annotation { memo: format!("outside {pick}"), ..Annotation::clone(&a) }.into()),
        (1, Some(a), _) => {
            let form = Value::Choice("surname".to_owned());
            let attributes = a.attributes.clone().into_iter().chain([(id("form"), form)]).collect();
            Edit::Set(Annotation { attributes, ..Annotation::clone(&a) }.into())
        }
        (2, Some(a), _) => Edit::Remove(RecordId::Annotation(a.id.clone())),
        (3, _, Some(memo)) => Edit::Set(Memo { text: format!("outside {pick}"), ..Memo::clone(&memo) }.into()),
        (_, annotation, _) => {
            let about = annotation.map(|a| RecordId::Annotation(a.id.clone()));
            let id: MemoId = id(&format!("outside-{pick}-{other}"));
            let (coder, links, title) = (story::id("a"), Vec::new(), String::new());
            let extra = BTreeMap::new();
            let memo = Memo { id, coder, about, links, title, text: format!("{pick}"), created: time, changed: None, extra };
            if project.memos().contains_key(&memo.id) { Edit::Set(memo.into()) } else { Edit::Add(memo.into()) }
        }
    };
    let memo = match &edit {
        Edit::Add(Record::Memo(memo)) | Edit::Set(Record::Memo(memo)) => Some((memo.id.clone(), memo.text.clone())),
        _ => None,
    };
    let step = Step { label: "Outside".to_owned(), edits: vec![edit], select: None, merge_key: None };
    // What the project refuses never comes in.
    if session.commit(step, StepOrigin::Outside) {
        written.extend(memo);
    }
}

fn faults(project: &Project) -> Vec<String> {
    let told = |record: Record| project.faults_of(&record).into_iter().map(move |fault| format!("{}: {fault}", record.id()));
    project.records().flat_map(told).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_story_is_undone_to_the_start_and_redone_to_the_end(
        story in prop::collection::vec((any::<u8>(), any::<u16>(), any::<u16>()), 1..60),
    ) {
        let mut session = session();
        let start = session.project().clone();
        for (kind, pick, other) in story {
            let command = command(&session, kind, pick, other);
            session.run(command);
            prop_assert_eq!(faults(session.project()), Vec::<String>::new());
        }
        while session.history().to_redo().is_some() {
            session.run(Command::Redo);
        }
        let end = session.project().clone();
        while session.history().to_undo().is_some() {
            session.run(Command::Undo);
        }
        prop_assert_eq!(session.project(), &start);
        while session.history().to_redo().is_some() {
            session.run(Command::Redo);
        }
        prop_assert_eq!(session.project(), &end);
    }

    #[test]
    fn a_story_with_changes_from_outside_is_undone_to_the_start_and_redone_to_the_end_and_loses_none_of_them(
        story in prop::collection::vec((any::<u8>(), any::<u16>(), any::<u16>()), 1..60),
    ) {
        let mut session = session();
        let mut written = BTreeMap::new();
        for (kind, pick, other) in story {
            if kind % 4 == 0 {
                from_outside(&mut session, pick, other, &mut written);
            } else {
                let command = command(&session, kind / 4, pick, other);
                session.run(command);
            }
            prop_assert_eq!(faults(session.project()), Vec::<String>::new());
        }
        while session.history().to_redo().is_some() {
            session.run(Command::Redo);
        }
        let end = session.project().clone();
        let steps = session.history().entries().0.len();
        for undone in 0..steps {
            prop_assert!(session.history().to_undo().is_some(), "step {} blocks", undone);
            let before = session.project().clone();
            session.run(Command::Undo);
            prop_assert_eq!(faults(session.project()), Vec::<String>::new());
            let after = session.project().clone();
            session.run(Command::Redo);
            prop_assert_eq!(session.project(), &before);
            session.run(Command::Undo);
            prop_assert_eq!(session.project(), &after);
        }
        prop_assert!(session.history().to_undo().is_none());
        let start = session.project().clone();
        // What only a colleague has touched, nobody's undo takes away.
        for (id, text) in &written {
            let still = end.memos().get(id).is_some_and(|memo| memo.text == *text);
            prop_assert!(!still || start.memos().get(id).is_some_and(|memo| memo.text == *text), "{}", id);
        }
        while session.history().to_redo().is_some() {
            session.run(Command::Redo);
        }
        prop_assert_eq!(session.project(), &end);
    }

    #[test]
    fn the_index_answers_as_a_walk_over_everything_would(
        story in prop::collection::vec((any::<u8>(), any::<u16>(), any::<u16>()), 1..60),
        window in (0_usize..80, 1_usize..40),
    ) {
        let mut session = session();
        for (kind, pick, other) in story {
            let command = command(&session, kind, pick, other);
            session.run(command);
        }
        let project = session.project();
        let window = Span::new(window.0, window.0 + window.1).unwrap();
        for document in project.documents().keys() {
            let found: Vec<_> = project.annotations_touching(document, window).into_iter().map(|a| a.id.clone()).collect();
            let all = project.annotations_of(document).into_iter();
            let naive: Vec<_> = all.filter(|a| a.target.extent().is_some_and(|e| e.overlaps(window))).map(|a| a.id.clone()).collect();
            let sample = project.annotations_sampled(document, window, usize::MAX);
            let mut sampled: Vec<_> = sample.found.into_iter().map(|a| a.id.clone()).collect();
            prop_assert!(sample.complete);
            let few = project.annotations_sampled(document, window, 2);
            prop_assert!(few.examined <= 2 && few.found.len() <= few.examined);
            prop_assert_eq!(few.complete, sample.examined <= 2);
            prop_assert!(few.found.iter().all(|a| found.contains(&a.id)));
            sampled.sort();
            let mut sorted = found.clone();
            sorted.sort();
            prop_assert_eq!(sampled, sorted);
            prop_assert_eq!(found, naive);
            prop_assert_eq!(project.annotation_count(document), project.annotations_of(document).len());
        }
    }
}
