//! Laws of the query language: what is found is what looking at every row would find; what is printed reads as the same; nothing crashes.

#![expect(clippy::float_cmp, clippy::match_same_arms, reason = "the numbers are whole, and each arm is one sign")]

#[path = "support/naive_find.rs"]
mod naive_find;
mod support;

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;
use naive_find::{fold, naive};
use proptest::prelude::*;
use variorum::analysis::notes::Note;
use variorum::analysis::query::{At, Beside, Coders, Comparison, Expr, Filter, Relation, Term, Value, parse};
use variorum::model::{Annotation, Claim, Entity, Origin, Project, Target, Value as Set};
use variorum::text::Span;
use variorum::text::find::{Case, Folding, Query};

fn at() -> At {
    At::default()
}

fn field(name: &str, value: Value) -> Expr {
    Expr::Field(Term { at: at(), name: name.to_owned(), value_at: at(), value })
}

fn word(text: &str) -> Value {
    Value::Word(text.to_owned())
}

fn words() -> impl Strategy<Value = Value> {
    let plain = prop::sample::select(vec!["the", "START", "n", "e", "zz"]).prop_map(word);
    let quoted = prop::sample::select(vec!["the end", "The", ".", "t. ", "\"", "\\", "of 1"]).prop_map(|t| Value::Quoted(t.to_owned()));
    prop_oneof![plain, quoted]
}

fn number() -> impl Strategy<Value = Value> {
    let sign = prop::sample::select(vec![
        Comparison::Less,
        Comparison::LessOrEqual,
        Comparison::Greater,
        Comparison::GreaterOrEqual,
        Comparison::Equal,
    ]);
    prop_oneof![
        (0..20_i32).prop_map(|n| word(&n.to_string())),
        (sign, -5..20_i32).prop_map(|(sign, n)| Value::Compare(sign, n.to_string())),
        (0..9_i32, 0..20_i32).prop_map(|(a, b)| Value::Range(a.to_string(), b.to_string())),
        (0..9_i32).prop_map(|a| Value::Range(a.to_string(), String::new())),
    ]
}

fn condition() -> impl Strategy<Value = Expr> {
    let named = |field_name: &'static str, names: Vec<&'static str>| {
        prop::sample::select(names).prop_map(move |name| field(field_name, word(name))).boxed()
    };
    prop_oneof![
        words().prop_map(|value| Expr::Words(at(), value)),
        words().prop_map(|value| field("quote", value)),
        words().prop_map(|value| field("memo", value)),
        words().prop_map(|value| field("near/2", value)),
        number().prop_map(|value| field("length", value)),
        number().prop_map(|value| field("paragraph", value)),
        number().prop_map(|value| field("number", value)),
        named("code", vec!["C.0", "c.1", "2", "0", "none"]),
        named("layer", vec!["L", "l", "M"]),
        named("coder", vec!["a", "B", "c"]),
        named("document", vec!["d0", "D1", "d2"]),
        named("origin", vec!["hand", "rule", "imported", "suggested"]),
        named("is", vec!["orphan", "discontinuous", "linked"]),
        named("has", vec!["memo", "entity", "claim", "links", "yes"]),
        named("yes", vec!["yes", "no"]),
        named("choices", vec!["y", "Y", "z"]),
    ]
}

/// One side of a relation, in which a bare word is a code.
fn side() -> impl Strategy<Value = Expr> {
    let code = prop::sample::select(vec!["0", "C.1", "l"]).prop_map(|code| Expr::Words(at(), word(code)));
    let quoted = prop::sample::select(vec!["the", "start", "end of"]).prop_map(|t| Expr::Words(at(), Value::Quoted(t.to_owned())));
    prop_oneof![3 => code, 1 => quoted, 1 => condition().prop_filter("a side of its own", |e| matches!(e, Expr::Field(_)))]
}

fn relation() -> impl Strategy<Value = Expr> {
    let kind =
        prop_oneof![Just(Relation::Inside), Just(Relation::Contains), Just(Relation::Overlaps), (0..4_u32).prop_map(Relation::Within)];
    let coders = prop::sample::select(vec![Coders::Same, Coders::Any]);
    (side(), kind, side(), coders)
        .prop_map(|(left, relation, right, coders)| Expr::Relation(Box::new(Beside { at: at(), left, relation, right, coders })))
}

fn query() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![3 => condition(), 1 => relation()];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::Or),
            inner.prop_map(|e| Expr::Not(Box::new(e))),
        ]
    })
}

fn text_of(value: &Value) -> &str {
    match value {
        Value::Word(text) | Value::Quoted(text) => text,
        other => panic!("no words: {other}"),
    }
}

fn has_words(text: &str, value: &Value) -> bool {
    !naive(&Query::forgiving(text_of(value)), text).is_empty()
}

fn is_named(name: &str, value: &Value) -> bool {
    let folded = |text: &str| fold(text.trim(), Case::Ignore, Folding::ALL);
    folded(name) == folded(text_of(value))
}

fn fits(n: f64, value: &Value) -> bool {
    let read = |text: &str| text.parse::<f64>().unwrap();
    match value {
        Value::Word(text) => n == read(text),
        Value::Compare(Comparison::Less, text) => n < read(text),
        Value::Compare(Comparison::LessOrEqual, text) => n <= read(text),
        Value::Compare(Comparison::Greater, text) => n > read(text),
        Value::Compare(Comparison::GreaterOrEqual, text) => n >= read(text),
        Value::Compare(Comparison::Equal, text) => n == read(text),
        Value::Range(from, to) => n >= read(from) && (to.is_empty() || n <= read(to)),
        other => panic!("no number: {other}"),
    }
}

fn admits(project: &Project, a: &Annotation, expr: &Expr) -> bool {
    match expr {
        Expr::All => true,
        Expr::And(parts) => parts.iter().all(|part| admits(project, a, part)),
        Expr::Or(parts) => parts.iter().any(|part| admits(project, a, part)),
        Expr::Not(inner) => !admits(project, a, inner),
        Expr::Words(_, value) => has_words(&a.quote(), value),
        Expr::Field(term) => naive_field(project, a, &term.name, &term.value),
        Expr::Relation(beside) => naive_relation(project, a, beside),
    }
}

fn naive_field(project: &Project, a: &Annotation, name: &str, value: &Value) -> bool {
    let set = |name: &str| a.attributes.iter().find(|(id, _)| id.as_str() == name).map(|(_, value)| value);
    let memos = || project.memos().values().filter(|m| m.about.as_ref().is_some_and(|id| id.to_string() == format!("annotation {}", a.id)));
    let linked = || project.links().values().any(|l| l.from == a.id || l.to == a.id);
    let code = &project.codes()[&a.code];
    match name {
        "quote" => has_words(&a.quote(), value),
        "memo" => {
            !a.memo.is_empty() && has_words(&a.memo, value) || memos().any(|m| has_words(&m.title, value) || has_words(&m.text, value))
        }
        "near/2" => place_of(a).is_some_and(|span| {
            let text = project.documents()[&a.document].text.as_str();
            near(text, span, &occurrences(text, value), 2)
        }),
        "length" => fits(a.target.places().iter().map(|p| p.quote.chars().count()).sum::<usize>() as f64, value),
        "paragraph" => place_of(a).is_some_and(|span| {
            let paragraphs = project.documents()[&a.document].text.paragraphs();
            // What begins with a line break belongs to the paragraph that the break ends.
            let found = paragraphs.iter().rposition(|p| p.start() <= span.start());
            found.is_some_and(|n| fits(n as f64 + 1.0, value))
        }),
        "number" => matches!(set("number"), Some(Set::Number(n)) if fits(*n, value)),
        "code" => [a.code.as_str(), code.name.as_str(), &a.code.as_str()[2..]].iter().any(|n| is_named(n, value)),
        "layer" => is_named(code.layer.as_str(), value) || is_named(&project.layers()[&code.layer].name, value),
        "coder" => is_named(a.coder.as_str(), value) || is_named(&project.coders()[&a.coder].name, value),
        "document" => is_named(a.document.as_str(), value),
        "origin" => match a.origin {
            Origin::ByHand => text_of(value) == "hand",
            Origin::Rule(_) => text_of(value) == "rule",
            Origin::Imported(_) => text_of(value) == "imported",
            Origin::Suggested(_) => text_of(value) == "suggested",
        },
        "is" => match text_of(value) {
            "orphan" => a.orphan,
            "linked" => linked(),
            _ => matches!(&a.target, Target::Spans(places) if places.len() > 1),
        },
        "has" => match text_of(value) {
            "memo" => !a.memo.is_empty() || memos().next().is_some(),
            "entity" => a.entities().count() > 0,
            "claim" => a.claims().count() > 0,
            "links" => linked(),
            other => set(other).is_some(),
        },
        "yes" => set("yes") == Some(&Set::YesNo(text_of(value) == "yes")),
        "choices" => matches!(set("choices"), Some(Set::Choices(words)) if words.iter().any(|w| is_named(w, value))),
        other => panic!("unknown field {other}"),
    }
}

fn place_of(a: &Annotation) -> Option<Span> {
    a.target.extent().filter(|_| !a.orphan)
}

/// Places of words in a text, from the left, none over another.
fn occurrences(text: &str, value: &Value) -> Vec<Span> {
    let found = naive(&Query::forgiving(text_of(value)), text);
    found.into_iter().map(|(start, end)| Span::new(start, end).unwrap()).collect()
}

fn words_in(text: &str) -> u32 {
    let segmenter = WordSegmenter::new_auto(WordBreakInvariantOptions::default());
    segmenter.segment_str(text).iter_with_word_type().filter(|(_, kind)| kind.is_word_like()).count() as u32
}

/// The nearest one on either side is looked at, whatever lies between.
fn near(text: &str, span: Span, others: &[Span], words: u32) -> bool {
    let behind = others.iter().filter(|o| o.start() >= span.end()).map(|o| o.start()).min();
    let before = others.iter().filter(|o| o.end() <= span.start()).map(|o| o.end()).max();
    others.iter().any(|o| o.overlaps(span))
        || behind.is_some_and(|start| words_in(&text[span.end()..start]) < words)
        || before.is_some_and(|end| words_in(&text[end..span.start()]) < words)
}

/// Which annotations a side means, or the places of its words.
fn code_named(project: &Project, a: &Annotation, name: &str) -> bool {
    naive_field(project, a, "code", &word(name)) || naive_field(project, a, "layer", &word(name))
}

fn naive_relation(project: &Project, a: &Annotation, beside: &Beside) -> bool {
    let is_of = |a: &Annotation, side: &Expr| match side {
        Expr::Words(_, Value::Word(name)) => code_named(project, a, name),
        other => admits(project, a, other),
    };
    let Some(span) = place_of(a).filter(|_| is_of(a, &beside.left)) else { return false };
    let text = project.documents()[&a.document].text.as_str();
    let others: Vec<Span> = if let Expr::Words(_, quoted @ Value::Quoted(_)) = &beside.right {
        occurrences(text, quoted)
    } else {
        let same = |o: &&std::sync::Arc<Annotation>| o.id != a.id && o.document == a.document;
        let coder = |o: &&std::sync::Arc<Annotation>| beside.coders == Coders::Any || o.coder == a.coder;
        let others = project.annotations().values().filter(same).filter(coder).filter(|o| is_of(o, &beside.right));
        others.filter_map(|o| place_of(o)).collect()
    };
    match beside.relation {
        Relation::Inside => others.iter().any(|o| o.contains(span)),
        Relation::Contains => others.iter().any(|o| span.contains(*o)),
        Relation::Overlaps => others.iter().any(|o| span.overlaps(*o)),
        Relation::Within(words) => near(text, span, &others, words),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_is_found_is_what_looking_at_every_row_finds(project in support::project(), queries in prop::collection::vec(query(), 8)) {
        for query in queries {
            let filter = Filter::<Annotation>::of(&project, &query).unwrap();
            for a in project.annotations().values() {
                prop_assert_eq!(filter.admits(&project, a), admits(&project, a, &query), "{} of {}", &query, &a.id);
            }
        }
    }

    #[test]
    fn a_printed_query_reads_as_the_same(query in query()) {
        prop_assert_eq!(parse(&query.to_string()), Ok(query));
    }

    #[test]
    fn any_text_is_read_or_refused_at_one_of_its_columns(text in text()) {
        let columns = text.chars().count();
        let within = |column: usize| (1..=columns).contains(&column);
        match parse(&text) {
            Ok(query) => prop_assert_eq!(parse(&query.to_string()), Ok(query)),
            Err(error) => prop_assert!(within(error.column), "{error}"),
        }
        let project = Project::default();
        let errors = [
            Filter::<Annotation>::new(&project, &text).err(),
            Filter::<Entity>::new(&project, &text).err(),
            Filter::<Claim>::new(&project, &text).err(),
            Filter::<Note>::new(&project, &text).err(),
        ];
        for error in errors.into_iter().flatten() {
            prop_assert!(within(error.column), "{error}");
        }
    }
}

/// Anything, and things that are almost a query.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "coder:",
        "length:",
        "quote:",
        "near/",
        "a",
        "\"",
        "(",
        ")",
        " ",
        "or",
        "and",
        "not ",
        "-",
        "/",
        "\\",
        "inside ",
        "within ",
        "5 ",
        "words of ",
        "any coder",
        "<",
        ">=",
        "..",
        "*",
        ":",
        "é",
        "🚀",
        "mentions:1",
        "date:2023",
        "has:",
    ]);
    let almost = prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat());
    prop_oneof!["\\PC{0,30}", almost]
}
