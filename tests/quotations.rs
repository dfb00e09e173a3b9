//! Quotations and links without a window: what is guessed, what a gesture codes, how chains and values change, and that all of it is undone.

mod desk_of_sample;

use std::collections::BTreeMap;

use desk_of_sample::{SAID, bare, id, sample, span_of};
use proptest::prelude::*;
use variorum::analysis::check::check;
use variorum::analysis::query::Filter;
use variorum::analysis::quotation_chain::QuotationRoles;
use variorum::model::*;
use variorum::session::plan::quotations::{MarkedQuotation, PartName, QuotationPart};
use variorum::session::{Command, Gesture, GestureStep, Purpose, Session};
use variorum::text::{Span, TextSelection, quoted};

fn roles(session: &Session) -> QuotationRoles {
    QuotationRoles::of(session.project()).unwrap()
}

fn chain_words(session: &Session, content: &str) -> Vec<String> {
    let (project, roles) = (session.project(), roles(session));
    let content = &project.annotations()[&id::<AnnotationId>(content)];
    roles.chain(project, content).into_iter().map(|a| roles.speaker(project, &a.id).unwrap_or_default()).collect()
}

fn level(session: &Session, content: &str) -> Option<Value> {
    session.project().annotations()[&id::<AnnotationId>(content)].attributes.get(&id::<AttributeId>("C.CON.level")).cloned()
}

/// What `check` finds, but for claims that nobody has treated: taking evidence away makes those.
fn oddities(project: &Project) -> Vec<String> {
    let problems = check(project).problems.into_iter().map(|p| format!("{}: {}", p.place, p.what));
    problems.filter(|words| !words.contains("have no treatment by")).collect()
}

/// Runs a command and requires that it was exactly one step, which undo takes back to the byte.
fn one_step(session: &mut Session, command: Command) {
    let before = session.project().clone();
    let steps = session.history().entries().1;
    session.run(command);
    assert_eq!(session.take_notices(), []);
    assert_eq!(session.history().entries().1, steps + 1, "one step");
    let after = session.project().clone();
    assert_ne!(before, after);
    session.run(Command::Undo);
    assert_eq!(*session.project(), before, "undo restores everything");
    session.run(Command::Redo);
    assert_eq!(*session.project(), after);
}

#[test]
fn the_guess_agrees_with_the_gold_on_every_quotation_of_the_sample() {
    let session = sample();
    let (project, roles) = (session.project(), roles(&session));
    let mut seen = 0;
    for a in project.annotations().values().filter(|a| a.code == roles.content) {
        let spans: Vec<Span> = a.target.places().iter().map(|p| p.span).collect();
        let guess = roles.kind_word(project, quoted(project.documents()[&a.document].text.as_str(), &spans)).unwrap();
        assert_eq!(a.attributes.get(roles.kind.as_ref().unwrap()), Some(&Value::Choice(guess)), "{}: {}", a.id, a.quote());
        seen += 1;
    }
    assert_eq!(seen, 12, "contents in the gold");
}

#[test]
fn the_roles_are_found_by_the_shape_of_the_codebook_and_not_by_its_ids() {
    let mut session = sample();
    let link_type = |from: &str, to: &str, rank| LinkType {
        id: id(&format!("x-{rank}")),
        name: format!("x {rank}"),
        rank,
        from: vec![id(from)],
        to: vec![id(to)],
        definition: String::new(),
        attributes: Vec::new(),
        extra: BTreeMap::new(),
    };
    let own: Vec<LinkTypeId> = session.project().links().values().map(|l| l.kind.clone()).collect();
    assert!(own.contains(&id("source-of")));
    // F.WRD stands for what is said, E.PER (which names an entity) for the speaker, F.EMP for the cue.
    let records: Vec<Record> = session.project().records().filter(|r| !matches!(r, Record::Link(_) | Record::LinkType(_))).collect();
    let types = [link_type("F.EMP", "F.WRD", 1), link_type("E.PER", "F.WRD", 2), link_type("F.WRD", "F.WRD", 3)];
    let records = records.into_iter().chain(types.map(Record::from));
    let (project, errors) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
    assert_eq!(errors, []);
    let found = QuotationRoles::of(&project).unwrap();
    assert_eq!((found.content, found.source.code, found.cue.code), (id("F.WRD"), id("E.PER"), id("F.EMP")));
    // Without such links there are no quotations, and the gesture says so.
    session = bare(|record| !matches!(record, Record::LinkType(_)));
    session.run(Command::Gesture(GestureStep::Quotation));
    assert!(session.take_notices()[0].what.contains("codebook has no quotations"));
    assert_eq!(session.gesture(), None);
}

#[test]
fn two_nested_quotations_are_coded_in_either_order_as_the_gold_has_them() {
    for outer_first in [true, false] {
        let mut session = bare(desk_of_sample::without_quotations);
        let outer = ("Kim Jong Un has said that he is ready", SAID, "reported", "KCNA");
        let inner = ("he is ready to work", SAID, "has said", "Kim Jong Un has");
        let order = if outer_first { [outer, inner] } else { [inner, outer] };
        for (start, end, cue, source) in order {
            let from = span_of(&session, "000", start).start();
            let to = span_of(&session, "000", end).end();
            let source = span_of(&session, "000", source);
            let source = if source.len() > 11 { Span::new(source.start(), source.start() + 11).unwrap() } else { source };
            let cue = span_of(&session, "000", cue);
            let words = |span| QuotationPart::Words(span);
            let marked = MarkedQuotation {
                document: id("000"),
                content: words(Span::new(from, to).unwrap()),
                cue: Some(words(cue)),
                source: Some(words(source)),
            };
            one_step(&mut session, Command::CodeQuotation(marked));
        }
        desk_of_sample::assert_chain_is_that_of_the_gold(session.project(), &sample());
        assert_eq!(oddities(session.project()), [] as [String; 0]);
    }
}

#[test]
fn one_source_with_two_cues_is_used_twice() {
    let mut session = bare(desk_of_sample::without_quotations);
    let source = span_of(&session, "000", "the Russian president");
    for (content, cue) in
        [("he was very pleased to receive the DPRK leader", "said"), ("several dates that are memorable for both countries", "recalled")]
    {
        let cue = if cue == "said" { Span::new(source.end() + 1, source.end() + 5).unwrap() } else { span_of(&session, "000", cue) };
        let marked = MarkedQuotation {
            document: id("000"),
            content: QuotationPart::Words(span_of(&session, "000", content)),
            cue: Some(QuotationPart::Words(cue)),
            source: Some(QuotationPart::Words(source)),
        };
        session.run(Command::CodeQuotation(marked));
    }
    let of = |code: &str| session.project().annotations().values().filter(|a| a.code == id::<CodeId>(code)).count();
    assert_eq!((of("C.SRC"), of("C.CUE"), of("C.CON")), (1, 2, 2));
}

#[test]
fn the_chain_of_the_sample_is_taken_apart_and_put_back() {
    let mut session = sample();
    assert_eq!(chain_words(&session, "t-q10b"), ["KCNA", "Kim Jong Un"]);
    let gold = session.project().clone();
    one_step(&mut session, Command::Nest(id("t-q10b"), None));
    assert_eq!(chain_words(&session, "t-q10b"), ["Kim Jong Un"]);
    assert_eq!(level(&session, "t-q10b"), Some(Value::Number(1.0)));
    one_step(&mut session, Command::Nest(id("t-q10b"), Some(id("t-q10"))));
    assert_eq!(chain_words(&session, "t-q10b"), ["KCNA", "Kim Jong Un"]);
    assert_eq!(level(&session, "t-q10b"), Some(Value::Number(2.0)));
    // Another source: the news agency instead of KCNA; the old one goes, for nothing hangs on it any more… but its remark keeps it.
    let part = QuotationPart::There(id("t-s11"));
    let change =
        Command::SetQuotationPart { content: id("t-q10"), name: PartName::Source, part, instead_of: Some(id("l-t-s10a-source-of")) };
    one_step(&mut session, change);
    assert!(session.project().annotations().contains_key(&id::<AnnotationId>("t-s10a")), "it has a remark");
    let sources =
        roles(&session).parts(session.project(), &id("t-q10"), &id("source-of")).into_iter().map(|(_, a)| a.id.clone()).collect::<Vec<_>>();
    assert_eq!(sources, [id("t-s11")]);
    // Another cue: the old one has no remark and goes.
    let part = QuotationPart::Words(span_of(&session, "000", "KCNA reported"));
    let change = Command::SetQuotationPart { content: id("t-q10"), name: PartName::Cue, part, instead_of: Some(id("l-t-k10a-cue-of")) };
    one_step(&mut session, change);
    assert!(!session.project().annotations().contains_key(&id::<AnnotationId>("t-k10a")));
    for _ in 0..4 {
        session.run(Command::Undo);
    }
    assert_eq!(*session.project(), gold);
}

#[test]
fn a_quotation_is_not_nested_in_what_is_nested_in_it() {
    let mut session = sample();
    session.run(Command::Nest(id("t-q10"), Some(id("t-q10b"))));
    assert!(session.take_notices()[0].what.contains("cannot be nested in itself"));
    session.run(Command::Nest(id("t-q10"), Some(id("t-s10a"))));
    assert!(session.take_notices()[0].what.contains("Source is not Attributed content"));
}

#[test]
fn opening_another_document_keeps_what_was_marked_and_says_so() {
    let mut session = bare(desk_of_sample::without_quotations);
    session.run(Command::Open(id("000")));
    session.run(Command::Select(TextSelection::of(span_of(&session, "000", "he was very pleased to receive the DPRK leader"))));
    session.run(Command::Gesture(GestureStep::Quotation));
    assert!(matches!(session.gesture(), Some(Gesture::Quotation(q)) if q.asks == PartName::Cue));
    session.run(Command::Open(id("002")));
    assert_eq!(session.gesture(), None);
    assert!(session.take_notices()[0].what.contains("without a cue and a source"));
    assert_eq!(session.selection().document, Some(id("002")));
    assert_eq!(session.project().annotations().values().filter(|a| a.code == id::<CodeId>("C.CON")).count(), 1);
}

#[test]
fn an_end_that_was_deleted_meanwhile_is_told() {
    let mut session = sample();
    session.run(Command::Gesture(GestureStep::Link(id("t-c02"), Purpose::Link)));
    session.run(Command::DeleteAnnotations(vec![id("t-c02")]));
    assert_eq!(session.gesture(), None);
    assert_eq!(session.take_notices()[0].what, "The annotation that the link was to start from was deleted meanwhile");
    session.run(Command::Undo);
    session.run(Command::Gesture(GestureStep::Link(id("t-c02"), Purpose::Link)));
    session.run(Command::Gesture(GestureStep::Choose(id("k-c12"))));
    session.run(Command::DeleteAnnotations(vec![id("k-c12")]));
    assert_eq!(session.take_notices()[0].what, "The other end of the link was deleted meanwhile");
    assert!(matches!(session.gesture(), Some(Gesture::Linking(l)) if l.to.is_none()), "another end can be chosen");
    session.run(Command::Gesture(GestureStep::Choose(id("k-c12"))));
    assert_eq!(session.take_notices()[0].what, "The other end of the link was deleted meanwhile");
    // A script that still has the id is told as well.
    session.run(Command::Link { kind: id("number-differs"), from: id("t-c02"), to: id("k-c12") });
    assert_eq!(session.take_notices()[0].what, "That annotation no longer exists");
}

fn link_of(session: &Session, kind: &str) -> Link {
    session.project().links().values().find(|l| l.kind == id(kind)).map(|l| Link::clone(l)).unwrap()
}

#[test]
fn a_discrepancy_has_values_and_a_remark_and_turns_round_with_them() {
    let mut session = sample();
    session.run(Command::Link { kind: id("number-differs"), from: id("t-c02"), to: id("k-c12") });
    let mut link = link_of(&session, "number-differs");
    let text = |words: &str| Value::Text(words.to_owned());
    link.attributes = [(id("difference.a"), text("5 hours")), (id("difference.b"), text("6 hours"))].into();
    link.memo = "unsure".to_owned();
    one_step(&mut session, Command::SetLink(link.clone()));
    one_step(&mut session, Command::TurnLink(link.id.clone()));
    let turned = link_of(&session, "number-differs");
    assert_eq!((turned.from.as_str(), turned.to.as_str()), ("k-c12", "t-c02"));
    assert_eq!(turned.attributes[&id::<AttributeId>("difference.a")], text("6 hours"));
    assert_eq!(turned.attributes[&id::<AttributeId>("difference.b")], text("5 hours"));
    // Another type: what it does not have goes.
    one_step(&mut session, Command::SetLinkTypes(vec![link.id.clone()], id("contradicts")));
    assert!(link_of(&session, "contradicts").attributes.is_empty());
    assert_eq!(oddities(session.project()), [] as [String; 0]);
    session.run(Command::SetLinkTypes(vec![link.id.clone()], id("source-of")));
    assert!(session.take_notices()[0].what.contains("'source of' cannot lead from"));
    one_step(&mut session, Command::DeleteLinks(vec![link.id]));
}

#[test]
fn links_answer_queries() {
    let mut session = sample();
    session.run(Command::Link { kind: id("number-differs"), from: id("t-c02"), to: id("k-c12") });
    let project = session.project();
    let count = |query: &str| {
        let filter = Filter::<Link>::new(project, query).unwrap();
        project.links().values().filter(|l| filter.admits(project, l)).count()
    };
    assert_eq!(count(""), project.links().len());
    assert_eq!(count("is:across"), 1);
    assert_eq!(count("is:within"), project.links().len() - 1);
    assert_eq!(count("type:\"nested in\""), 1);
    assert_eq!(count("from:SRC to:CON type:source-of document:000"), 5);
    assert_eq!(count("words:KCNA from:SRC"), 1);
    assert!(Filter::<Link>::new(project, "typ:x").unwrap_err().hint.contains("type"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_quotations_and_links_are_single_steps_with_exact_inverses(
        acts in proptest::collection::vec((0_u8..6, any::<u16>(), any::<u16>(), any::<u16>()), 1..14)
    ) {
        let mut session = sample();
        let start = session.project().clone();
        let length = session.project().documents()[&id::<DocumentId>("000")].text.len();
        let span = |at: u16, long: u16| {
            let from = usize::from(at) % (length - 300);
            Span::new(from, from + 1 + usize::from(long) % 250).unwrap()
        };
        for (kind, a, b, c) in acts {
            let all: Vec<AnnotationId> = session.project().annotations().keys().cloned().collect();
            let links: Vec<LinkId> = session.project().links().keys().cloned().collect();
            let contents: Vec<AnnotationId> =
                session.project().annotations().values().filter(|a| a.code == id::<CodeId>("C.CON")).map(|a| a.id.clone()).collect();
            let pick = |n: u16| contents[usize::from(n) % contents.len()].clone();
            let command = match kind {
                0 | 1 => Command::CodeQuotation(MarkedQuotation {
                    document: id("000"),
                    content: QuotationPart::Words(span(a, b)),
                    cue: (c % 3 > 0).then(|| QuotationPart::Words(span(b, c % 9))),
                    source: (c % 2 > 0).then(|| QuotationPart::Words(span(c, a % 20))),
                }),
                2 => Command::Nest(pick(a), (c % 3 > 0).then(|| pick(b))),
                3 => Command::SetQuotationPart {
                    content: pick(a),
                    name: if c % 2 == 0 { PartName::Cue } else { PartName::Source },
                    part: QuotationPart::Words(span(b, c % 12)),
                    instead_of: (c % 3 > 0 && !links.is_empty()).then(|| links[usize::from(c) % links.len()].clone()),
                },
                4 => Command::TurnLink(links[usize::from(a) % links.len().max(1)].clone()),
                _ => Command::DeleteAnnotations(vec![all[usize::from(a) % all.len()].clone()]),
            };
            let before = session.project().clone();
            let steps = session.history().entries().1;
            session.run(command);
            let after = session.project().clone();
            prop_assert!(session.history().entries().1 <= steps + 1);
            if before != after {
                session.run(Command::Undo);
                prop_assert_eq!(session.project(), &before);
                session.run(Command::Redo);
                prop_assert_eq!(session.project(), &after);
            }
        }
        let known: Vec<_> = oddities(&start);
        prop_assert!(oddities(session.project()).iter().all(|problem| known.contains(problem)));
        session.run(Command::GoToStep(0));
        prop_assert_eq!(session.project(), &start);
    }
}
