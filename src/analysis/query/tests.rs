//! What queries say, where they are wrong, and what they find in a small project.

use super::*;

/// The column and the sentences of a query that is wrong for annotations.
fn error(text: &str) -> (usize, String) {
    let error = Filter::<crate::model::Annotation>::new(&Project::default(), text).expect_err(text);
    (error.column, format!("{}. {}", error.what, error.hint))
}

#[test]
fn a_query_reads_as_it_is_written() {
    let same = |text: &str, printed: &str| {
        let expr = parse(text).unwrap();
        assert_eq!(expr.to_string(), printed, "{text}");
        assert_eq!(parse(printed), Ok(expr), "{printed}");
    };
    same("  layer:framing   coder:gold ", "layer:framing coder:gold");
    same("a b or c and d", "(a b) or (c d)");
    same("not a -b", "(not a) (not b)");
    same("valence:<0 near/5:\"an agreement\"", "valence:<\"0\" near/5:\"an agreement\"");
    same("PER INSIDE CLM any coder", "PER inside CLM any coder");
    same("WRD within 5 words of kim", "WRD within 5 words of kim");
    same("date:2022..2023 /k[ia]m/ x*", "date:2022..2023 /k[ia]m/ x*");
    same(r#""a \"b\" \\""#, r#""a \"b\" \\""#);
    same(r"/a\/b\\/", r"/a\/b\\/");
    same("", "");
}

#[test]
fn an_error_points_at_the_column() {
    assert_eq!(error("coder:gold quote:\"unfinished").0, 18);
    assert_eq!(error("é coder:\"x\" (a or b").0, 13);
    assert_eq!(error("a )").0, 3);
    assert_eq!(error("a or").0, 4);
    assert_eq!(error("coder:").0, 6);
    assert_eq!(error("a or coder: gold").0, 11);
    assert_eq!(error("length:long").0, 8);
    assert_eq!(error("quote:/(/").0, 7);
    assert_eq!(error("date:23").0, 6);
    assert_eq!(error("a inside b inside c").0, 12);
    assert_eq!(error("a within words of b").0, 3);
    assert_eq!(error("or a").0, 1);
}

#[test]
fn an_unknown_field_names_the_nearest() {
    assert_eq!(error("a documnet:000"), (3, "The list of annotations has no field 'documnet'. Did you mean document?".to_owned()));
    assert_eq!(error("is:orphaned").1, "'is' does not know 'orphaned'. Did you mean orphan?");
    let entities = Filter::<crate::model::Entity>::new(&Project::default(), "kimd:person").unwrap_err();
    assert_eq!((entities.column, entities.hint.as_str()), (1, "Did you mean kind?"));
}

#[test]
fn only_annotations_have_a_place() {
    let error = Filter::<crate::model::Claim>::new(&Project::default(), "a inside b").unwrap_err();
    assert_eq!(error.column, 3);
}

#[test]
fn a_pattern_that_would_explode_or_is_none_is_told_at_its_column() {
    assert_eq!(error("a quote:/(.{1000}){1000}/"), (9, "The pattern is too large to look for. Shorten it".to_owned()));
    let (column, said) = error("a quote:/(a/");
    assert!(column == 9 && said.starts_with("This is no regular expression: unclosed group"), "{said}");
    // Nested repetitions take the time of the text, and no more.
    assert!(Filter::<crate::model::Annotation>::new(&Project::default(), "quote:/(a+)+$/").is_ok());
}

#[test]
fn deep_nesting_is_refused_and_not_a_crash() {
    assert!(parse(&"(".repeat(100_000)).is_err());
    assert!(parse(&"-".repeat(100_000)).is_err());
    assert!(parse(&"not ".repeat(100_000)).is_err());
}

#[test]
fn every_example_of_the_table_is_a_query() {
    let project = Project::default();
    for field in fields(List::Annotations) {
        Filter::<crate::model::Annotation>::new(&project, field.example).unwrap();
    }
    for field in fields(List::Entities) {
        Filter::<crate::model::Entity>::new(&project, field.example).unwrap();
    }
    for field in fields(List::Claims) {
        Filter::<crate::model::Claim>::new(&project, field.example).unwrap();
    }
    for field in fields(List::Links) {
        Filter::<crate::model::Link>::new(&project, field.example).unwrap();
    }
    for field in fields(List::Hits) {
        Filter::<crate::analysis::concordance::Hit>::new(&project, field.example).unwrap();
    }
    for field in fields(List::Memos) {
        Filter::<crate::analysis::notes::Note>::new(&project, field.example).unwrap();
    }
}

#[test]
fn the_manual_describes_every_field() {
    let manual = include_str!("../../../docs/manual/queries.md");
    for list in [List::Annotations, List::Entities, List::Claims, List::Memos, List::Links, List::Hits] {
        for field in fields(list) {
            let row = format!("| `{}` | {} | {} | `{}` |", field.name, field.takes.in_words(), field.means, field.example);
            assert!(manual.contains(&row), "the manual lacks: {row}");
        }
    }
}
