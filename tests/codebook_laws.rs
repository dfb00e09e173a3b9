//! Laws of the codebook: whatever is done to it is undone exactly, loses no annotation unsaid, and shows its preview true.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use support::{id, project};
use variorum::analysis::check::{Severity, check};
use variorum::analysis::review::waiting;
use variorum::model::*;
use variorum::session::plan::codebook::{Parts, Preview, free_code, parts_of, preview};
use variorum::session::{
    Carrier, CodebookChange, Command, Environment, ForeignValues, MergeCodes, MoveCode, Part, Session, SplitBy, SplitCode, Touching,
};
use variorum::store::{Mode, create, open};
use variorum::text::TextSelection;

fn session(project: &Project) -> Session {
    let mut session = Session::in_memory(project.clone(), id("a"), Environment::fixed(support::now()));
    session.run(Command::Open(id("d1")));
    session
}

/// A codebook with more in it than the generator's: a second layer with attributes of its own.
fn wider(project: &Project) -> Project {
    let mut session = session(project);
    let layer =
        Layer { id: id("M"), name: "Second".into(), rank: 3, purpose: String::new(), attributes: vec![id("yes")], extra: Extra::new() };
    session.run(Command::SetLayer(layer));
    let code = Code { id: id("M.0"), layer: id("M"), parent: None, key: None, ..Code::clone(&project.codes()[&id::<CodeId>("C.0")]) };
    session.run(Command::SetCode(code));
    session.project().clone()
}

#[derive(Debug, Clone)]
struct Wish {
    kind: u8,
    one: usize,
    other: usize,
    word: String,
}

fn wishes(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Wish>> {
    let wish =
        (any::<u8>(), any::<usize>(), any::<usize>(), "[a-zé]{1,6}").prop_map(|(kind, one, other, word)| Wish { kind, one, other, word });
    prop::collection::vec(wish, count)
}

fn pick<T>(all: impl IntoIterator<Item = T>, n: usize) -> Option<T> {
    let all: Vec<T> = all.into_iter().collect();
    let len = all.len();
    (len > 0).then(|| all.into_iter().nth(n % len)).flatten()
}

fn merge_of(project: &Project, wish: &Wish) -> Option<CodebookChange> {
    let into = pick(project.codes().keys().cloned(), wish.one)?;
    let all = project.codes().keys().cloned();
    let from: Vec<CodeId> = all.enumerate().filter(|(n, id)| *id != into && (wish.other >> n & 1 == 1)).map(|(_, id)| id).collect();
    let values = if wish.kind & 0x40 == 0 { ForeignValues::Keep } else { ForeignValues::Drop };
    let touching = if wish.kind & 0x80 == 0 { Touching::Join } else { Touching::Keep };
    Some(CodebookChange::Merge(MergeCodes { from, into, values, touching, preferred: std::collections::BTreeSet::new() }))
}

fn split_of(project: &Project, wish: &Wish) -> Option<CodebookChange> {
    let code = pick(project.codes().keys().cloned(), wish.one)?;
    let Parts { values, coders } = parts_of(project, &code);
    let by = match wish.other % 3 {
        0 => {
            let (attribute, words) = pick(values, wish.other / 3)?;
            SplitBy::Value(attribute.id.clone(), words.into_keys().collect())
        }
        1 => SplitBy::Coder(coders.into_keys().collect()),
        _ => {
            let of_code = project.annotations().values().filter(|a| a.code == code);
            let chosen = of_code.enumerate().filter(|(n, _)| wish.other >> n & 1 == 1).map(|(_, a)| a.id.clone());
            SplitBy::Chosen(wish.word.clone(), chosen.collect())
        }
    };
    Some(CodebookChange::Split(SplitCode { code, by }))
}

fn carrier_of(project: &Project, wish: &Wish) -> Option<Carrier> {
    match wish.one % 3 {
        0 => pick(project.layers().keys().cloned(), wish.other).map(Carrier::Layer),
        1 => pick(project.codes().keys().cloned(), wish.other).map(Carrier::Code),
        _ => pick(project.link_types().keys().cloned(), wish.other).map(Carrier::LinkType),
    }
}

fn attribute_change(project: &Project, wish: &Wish) -> Option<CodebookChange> {
    let old = pick(project.attributes().values(), wish.one)?;
    let kinds = [
        AttributeKind::Text,
        AttributeKind::Choice(vec![wish.word.clone(), "x".into()]),
        AttributeKind::Choices(vec!["x".into(), "y".into()]),
        AttributeKind::YesNo,
        AttributeKind::Number { min: None, max: Some(3.0), step: None },
        AttributeKind::EntityOrClaim,
        AttributeKind::Entity,
    ];
    let kind = kinds[wish.other % kinds.len()].clone();
    Some(CodebookChange::SetAttribute(Attribute { kind, name: wish.word.clone(), ..Attribute::clone(old) }))
}

/// A wish in this project.
fn change(project: &Project, wish: &Wish) -> Option<CodebookChange> {
    let code = pick(project.codes().values(), wish.one);
    Some(match wish.kind % 18 {
        0..=2 => merge_of(project, wish)?,
        3 | 4 => split_of(project, wish)?,
        5 => CodebookChange::SetCode(Code { definition: wish.word.clone(), ..Code::clone(code?) }),
        6 => CodebookChange::SetCode(Code { name: wish.word.clone(), hue: Some(7), ..Code::clone(code?) }),
        7 | 8 => {
            let layer = pick(project.layers().keys().cloned(), wish.other)?;
            let parent = pick(project.codes().keys().cloned(), wish.other / 2).filter(|_| wish.other % 2 == 1);
            let before = pick(project.codes().keys().cloned(), wish.other / 3);
            CodebookChange::Move(MoveCode { code: code?.id.clone(), layer, parent, before })
        }
        9 => CodebookChange::Retire(code?.id.clone()),
        10 => CodebookChange::BringBack(code?.id.clone()),
        11 => CodebookChange::Delete(match wish.other % 4 {
            0 => Part::Code(code?.id.clone()),
            1 => Part::Attribute(pick(project.attributes().keys().cloned(), wish.one)?),
            2 => Part::LinkType(pick(project.link_types().keys().cloned(), wish.one)?),
            _ => Part::Layer(pick(project.layers().keys().cloned(), wish.one)?),
        }),
        12 => attribute_change(project, wish)?,
        13 => CodebookChange::Attach(carrier_of(project, wish)?, Attribute::clone(pick(project.attributes().values(), wish.other / 2)?)),
        14 => CodebookChange::Detach(carrier_of(project, wish)?, pick(project.attributes().keys().cloned(), wish.other / 2)?),
        15 => CodebookChange::KeepAll(Some(code?.id.clone())),
        16 => {
            CodebookChange::MoveLayer(pick(project.layers().keys().cloned(), wish.one)?, pick(project.layers().keys().cloned(), wish.other))
        }
        _ => CodebookChange::KeepAsIs(pick(waiting(project), wish.one).into_iter().collect()),
    })
}

fn errors(project: &Project) -> Vec<String> {
    let problems = check(project).problems.into_iter().filter(|p| p.severity == Severity::Error);
    problems.map(|p| format!("{}: {}", p.place, p.what)).collect()
}

/// Saved into a folder and loaded again.
fn reloaded(project: &Project) -> Project {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("p");
    drop(create(&root, project, support::now()).unwrap());
    open(&root, Mode::ReadOnly, support::now()).unwrap().project
}

fn count<T: Ord>(all: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    all.for_each(|one| *counts.entry(one).or_default() += 1);
    counts
}

/// What the preview should have said, found by comparing the projects before and after, record by record.
fn difference(before: &Project, after: &Project) -> Preview {
    let was: BTreeSet<RecordId> = before.records().map(|r| r.id()).collect();
    let is: BTreeSet<RecordId> = after.records().map(|r| r.id()).collect();
    let both = was.intersection(&is).filter(|id| !same_but_for_time(before.record(id), after.record(id)));
    let mut recoded = Vec::new();
    let mut values_lost: BTreeMap<AttributeId, usize> = BTreeMap::new();
    for (old, new) in before.annotations().values().filter_map(|a| Some((a, after.annotations().get(&a.id)?))) {
        if old.code != new.code {
            recoded.push(old.id.clone());
        }
        for lost in old.attributes.keys().filter(|id| !new.attributes.contains_key(*id)) {
            *values_lost.entry(lost.clone()).or_default() += 1;
        }
    }
    Preview {
        added: count(is.difference(&was).map(RecordId::kind)),
        changed: count(both.map(RecordId::kind)),
        gone: was.difference(&is).cloned().collect(),
        recoded,
        values_lost,
        to_review: waiting(after).len().saturating_sub(waiting(before).len()),
    }
}

fn same_but_for_time(one: Option<Record>, other: Option<Record>) -> bool {
    let timeless = |record: Option<Record>| match record {
        Some(Record::Annotation(a)) => Some(Annotation { changed: None, ..Annotation::clone(&a) }.into()),
        other => other,
    };
    timeless(one) == timeless(other)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn any_change_of_the_codebook_is_undone_exactly_and_leaves_a_sound_project(start in project(), wishes in wishes(1..12)) {
        let start = wider(&start);
        prop_assert_eq!(errors(&start), Vec::<String>::new());
        let mut session = session(&start);
        for wish in wishes {
            let Some(change) = change(session.project(), &wish) else { continue };
            let before = session.project().clone();
            let steps = session.history().entries().1;
            session.run(Command::Codebook(change.clone()));
            prop_assert_eq!(errors(session.project()), Vec::<String>::new(), "{:?}", change);
            for notice in session.take_notices() {
                prop_assert!(!notice.what.contains("was not done"), "{:?} made {}", change, notice.what);
            }
            if session.history().entries().1 > steps {
                let after = session.project().clone();
                session.run(Command::Undo);
                prop_assert_eq!(session.project(), &before, "{:?}", change);
                session.run(Command::Redo);
                prop_assert_eq!(session.project(), &after, "{:?}", change);
            }
        }
        while session.history().to_undo().is_some() {
            session.run(Command::Undo);
        }
        prop_assert_eq!(session.project(), &start);
    }

    #[test]
    fn a_preview_says_what_then_happens(start in project(), wishes in wishes(1..8)) {
        let mut session = session(&wider(&start));
        for wish in wishes {
            let Some(change) = change(session.project(), &wish) else { continue };
            let told = preview(session.project(), &change);
            let before = session.project().clone();
            session.run(Command::Codebook(change.clone()));
            match told {
                Ok(mut told) => {
                    told.recoded.sort();
                    prop_assert_eq!(told, difference(&before, session.project()), "{:?}", change);
                }
                Err(notice) => {
                    prop_assert_eq!(&before, session.project());
                    prop_assert_eq!(session.take_notices(), [notice]);
                }
            }
        }
    }

    #[test]
    fn a_merge_keeps_every_annotation_or_says_into_which_it_went(start in project(), wish in wishes(1..2)) {
        let start = wider(&start);
        let Some(CodebookChange::Merge(merge)) = merge_of(&start, &wish[0]) else { return Ok(()) };
        prop_assume!(!merge.from.is_empty());
        let told = preview(&start, &CodebookChange::Merge(merge.clone())).unwrap();
        let mut session = session(&start);
        session.run(Command::Codebook(CodebookChange::Merge(merge.clone())));
        let after = session.project();
        let of = |p: &Project, codes: &[&CodeId]| p.annotations().values().filter(|a| codes.contains(&&a.code)).count();
        let mut merged: Vec<&CodeId> = merge.from.iter().collect();
        merged.push(&merge.into);
        let joined = told.gone_of(RecordKind::Annotation);
        prop_assert_eq!(of(&start, &merged), of(after, &[&merge.into]) + joined);
        prop_assert_eq!(start.annotations().len(), after.annotations().len() + joined);
        if merge.touching == Touching::Keep {
            prop_assert_eq!(joined, 0);
        }
        if merge.values == ForeignValues::Keep {
            prop_assert_eq!(&told.values_lost, &BTreeMap::new());
        }
        prop_assert!(merge.from.iter().all(|code| !after.codes().contains_key(code)));
        // Every place that was coded is coded still, by the same coder, and every memo is still there.
        for old in start.annotations().values().filter(|a| merged.contains(&&a.code)) {
            let covers = |a: &&std::sync::Arc<Annotation>| {
                a.coder == old.coder && a.document == old.document && a.code == merge.into
                    && old.target.places().iter().all(|p| a.target.places().iter().any(|q| q.span.start() <= p.span.start() && p.span.end() <= q.span.end()))
            };
            prop_assert!(after.annotations().values().any(|a| covers(&a)), "{}", old.id);
        }
        prop_assert_eq!(start.memos().len(), after.memos().len());
    }

    #[test]
    fn a_split_changes_the_codes_of_the_chosen_and_nothing_else_of_them(start in project(), wish in wishes(1..2)) {
        let start = wider(&start);
        let Some(CodebookChange::Split(split)) = split_of(&start, &wish[0]) else { return Ok(()) };
        let mut session = session(&start);
        session.run(Command::Codebook(CodebookChange::Split(split.clone())));
        let after = session.project();
        prop_assert_eq!(start.annotations().len(), after.annotations().len());
        for (old, new) in start.annotations().values().zip(after.annotations().values()) {
            let back = Annotation { code: old.code.clone(), revision: old.revision, changed: old.changed, ..Annotation::clone(new) };
            prop_assert_eq!(&back, &**old);
            if new.code != old.code {
                prop_assert_eq!(&old.code, &split.code);
                prop_assert_eq!(after.codes()[&new.code].parent.as_ref(), Some(&split.code));
            }
        }
        if let SplitBy::Coder(_) = split.by {
            // Every coder's went to a code of its own.
            prop_assert_eq!(after.annotations().values().filter(|a| a.code == split.code).count(), 0);
        }
    }

    #[test]
    fn the_review_list_is_what_a_walk_over_everything_finds(start in project(), wishes in wishes(1..8)) {
        let mut session = session(&wider(&start));
        for wish in wishes {
            if let Some(change) = change(session.project(), &wish) {
                session.run(Command::Codebook(change));
            }
        }
        let project = session.project();
        let naive: BTreeSet<_> = project.annotations().values().filter(|a| a.revision < project.codes()[&a.code].revised).map(|a| a.id.clone()).collect();
        let listed = waiting(project);
        prop_assert_eq!(listed.iter().cloned().collect::<BTreeSet<_>>(), naive);
        // By code in the order of the screen, within it by document and page order.
        let codes: Vec<CodeId> = project.layers_in_order().iter().flat_map(|l| project.codes_of(&l.id)).map(|c| c.id.clone()).collect();
        let place = |a: &AnnotationId| {
            let a = &project.annotations()[a];
            let page = project.annotations_of(&a.document).iter().position(|b| b.id == a.id);
            (codes.iter().position(|c| *c == a.code), a.document.clone(), page)
        };
        let places: Vec<_> = listed.iter().map(place).collect();
        prop_assert!(places.is_sorted());
    }

    #[test]
    fn another_definition_puts_exactly_the_older_annotations_on_the_review_list(start in project(), which in 0_usize..3) {
        let mut session = session(&start);
        let code: CodeId = id(&format!("C.{which}"));
        let old: Vec<AnnotationId> = start.annotations().values().filter(|a| a.code == code).map(|a| a.id.clone()).collect();
        let kept: BTreeSet<AnnotationId> = waiting(&start).into_iter().collect();
        let mut changed = Code::clone(&start.codes()[&code]);
        changed.definition.push_str(" and more");
        session.run(Command::SetCode(changed.clone()));
        let wanted: BTreeSet<_> = kept.iter().chain(&old).cloned().collect();
        prop_assert_eq!(waiting(session.project()).into_iter().collect::<BTreeSet<_>>(), wanted.clone());
        // What is coded from now on knows the new meaning.
        session.run(Command::Select(TextSelection { anchor: 0, focus: 3 }));
        session.run(Command::CodeSelection(code.clone()));
        prop_assert_eq!(waiting(session.project()).into_iter().collect::<BTreeSet<_>>(), wanted.clone());
        // Another name, colour, key or rank means nothing.
        session.run(Command::SetCode(Code { name: "Other".into(), hue: Some(1), key: None, rank: 77, ..Code::clone(&session.project().codes()[&code]) }));
        prop_assert_eq!(waiting(session.project()).into_iter().collect::<BTreeSet<_>>(), wanted.clone());
        let before = session.project().clone();
        session.run(Command::Codebook(CodebookChange::KeepAll(None)));
        prop_assert_eq!(waiting(session.project()), Vec::<AnnotationId>::new());
        if !wanted.is_empty() {
            session.run(Command::Undo);
        }
        prop_assert_eq!(session.project(), &before);
    }

    #[test]
    fn a_changed_codebook_comes_back_from_disk_as_it_was(start in project(), wishes in wishes(1..8)) {
        let mut session = session(&wider(&start));
        for wish in wishes {
            if let Some(change) = change(session.project(), &wish) {
                session.run(Command::Codebook(change));
            }
        }
        prop_assert_eq!(&reloaded(session.project()), session.project());
    }
}

fn small() -> Session {
    Session::in_memory(support::small(), id("a"), Environment::fixed(support::now()))
}

#[test]
fn a_free_id_is_free() {
    let project = support::small();
    assert_eq!(free_code(&project, "", "C", &[]).unwrap().as_str(), "c");
    let taken = [id("L.c")];
    assert_eq!(free_code(&project, "L", "C", &taken).unwrap().as_str(), "L.c-2");
}

#[test]
fn joined_annotations_keep_their_links_memos_and_evidence() {
    let mut session = small();
    let other = Code { id: id("D"), name: "D".into(), ..Code::clone(&session.project().codes()[&id::<CodeId>("C")]) };
    session.run(Command::SetCode(other));
    session.run(Command::Open(id("d0")));
    // "Putin." overlaps "Putin" (x), and lies apart from "Kim" (y).
    session.run(Command::Select(TextSelection { anchor: 8, focus: 14 }));
    session.run(Command::CodeSelection(id("D")));
    let new = session.selection().annotation.clone().unwrap();
    session.run(Command::Link { kind: id("same"), from: new.clone(), to: id("y") });
    session.run(Command::Link { kind: id("same"), from: new.clone(), to: id("x") });
    session.run(Command::AddMemo { about: Some(RecordId::Annotation(new.clone())), title: String::new(), text: "why".into() });
    session.run(Command::AddMemo { about: Some(RecordId::Code(id("D"))), title: String::new(), text: "old".into() });
    let (values, touching, preferred) = (ForeignValues::Keep, Touching::Join, std::collections::BTreeSet::new());
    let merge = MergeCodes { from: vec![id("D")], into: id("C"), values, touching, preferred };
    session.run(Command::Codebook(CodebookChange::Merge(merge)));
    let project = session.project();
    let quotes: Vec<String> = project.annotations().values().map(|a| a.quote()).collect();
    assert_eq!(quotes.len(), 2);
    let whole = project.annotations().values().find(|a| a.quote() == "Putin.").unwrap();
    // The link to `y` says what `l` says already, and the one to `x` would lead to itself.
    assert_eq!(project.links().values().map(|l| (l.from.clone(), l.to.clone())).collect::<Vec<_>>(), [(whole.id.clone(), id("y"))]);
    let about: BTreeSet<_> = project.memos().values().filter_map(|m| m.about.clone()).collect();
    assert_eq!(about, [RecordId::Annotation(whole.id.clone()), RecordId::Code(id("C"))].into());
}
