//! Laws of finding: hits are those of a naive search that folds and compares every stretch; they begin and end with whole letters; exactly
//! as typed, they are those of `str::match_indices`.
//!
//! Sources of right values: UAX #15 and #29 and the properties of ICU for the naive search, `CPython`'s `casefold` for the folding of capitals.

#[path = "support/naive_find.rs"]
mod naive_find;

use naive_find::{letter_borders, naive};
use proptest::prelude::*;
use variorum::text::find::{Case, Extent, Finder, Fold, Folding, Query, QueryError, Syntax};

fn query(pattern: &str, case: Case, folding: Folding) -> Query {
    Query { pattern: pattern.to_owned(), syntax: Syntax::Literal, case, extent: Extent::Anywhere, folding }
}

fn places(query: &Query, text: &str) -> Vec<(usize, usize)> {
    Finder::new(query).map(|finder| finder.spans(text).map(|span| (span.start(), span.end())).collect()).unwrap_or_default()
}

/// Letters of several scripts with everything that makes them hard: marks apart, capitals that grow, what cannot be seen, spaces, marks.
const LETTERS: [&str; 64] = [
    "a",
    "A",
    "ä",
    "a\u{308}",
    "e",
    "é",
    "e\u{301}",
    "e\u{323}\u{302}",
    "ệ",
    "ê\u{323}",
    "E\u{301}",
    "s",
    "S",
    "ſ",
    "ß",
    "ẞ",
    "ss",
    "K",
    "k",
    "\u{212a}",
    "i",
    "I",
    "İ",
    "i\u{307}",
    "ı",
    "ﬁ",
    "fi",
    "σ",
    "ς",
    "Σ",
    "ᾳ",
    "αι",
    "\u{345}",
    "й",
    "и\u{306}",
    "Й",
    "김",
    "\u{1100}\u{1175}\u{11b7}",
    "기\u{11b7}",
    "은",
    "中",
    "国",
    "국",
    "ไ",
    "ท",
    "ย",
    "กำ",
    "कि",
    "क",
    "می\u{200c}",
    "م",
    "👩",
    "👩\u{200d}👦",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{fe0f}",
    "\u{feff}",
    "\u{34f}",
    "\u{301}",
    "🇰🇷",
    "🇺",
    "1",
    "x",
];
const BETWEEN: [&str; 16] = [" ", "  ", "\n", "\u{a0}", "\u{202f}", "\u{3000}", "'", "’", "\"", "“", "„", "-", "‑", "–", "\u{2028}", "."];

fn text(longest: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => prop::sample::select(LETTERS.to_vec()), 1 => prop::sample::select(BETWEEN.to_vec())];
    prop::collection::vec(piece, 0..longest).prop_map(|pieces| pieces.concat())
}

/// A text and words that may stand in it, long enough that it is not just walked through.
fn text_and_words() -> impl Strategy<Value = (String, String)> {
    let stretch = (text(24), any::<prop::sample::Index>(), 1..5_usize, prop::bool::ANY, text(4));
    stretch.prop_map(|(text, at, length, inside, other)| {
        let borders = letter_borders(&text);
        let from = at.index(borders.len().max(1)).min(borders.len().saturating_sub(1));
        let to = (from + length).min(borders.len().saturating_sub(1));
        let words = match (borders.get(from), borders.get(to)) {
            (Some(from), Some(to)) if inside && from < to => text[*from..*to].to_owned(),
            _ => other,
        };
        (text, words)
    })
}

fn manner() -> impl Strategy<Value = (Case, Folding)> {
    let folding = prop::collection::vec(prop::bool::weighted(0.7), 4).prop_map(|kinds| {
        Fold::ALL.into_iter().zip(kinds).filter(|(_, on)| *on).fold(Folding::NONE, |folding, (fold, _)| folding.toggled(fold))
    });
    (prop::sample::select(vec![Case::Exact, Case::Ignore]), folding)
}

/// A word that a line's end parts is found joined as well, which a naive search does not do.
fn has_parted_word(text: &str) -> bool {
    let ends = |before: &str| before.ends_with(['-', '\u{ad}', '‐']);
    text.match_indices(['\n', '\u{2028}', '\u{2029}']).any(|(at, _)| ends(&text[..at]))
}

/// Words on either side, so that candidates are looked for.
fn padded(text: &str) -> String {
    let pad = "Nothing of that kind stood in the long report, said everyone. ".repeat(9);
    format!("{pad}|{text}|")
}

/// Cases of a law: some in every run, many with `VARIORUM_SLOW`.
fn cases() -> ProptestConfig {
    let cases = if std::env::var_os("VARIORUM_SLOW").is_some() { 10_000 } else { 250 };
    ProptestConfig { cases, max_global_rejects: cases, failure_persistence: None, ..ProptestConfig::default() }
}

#[test]
fn a_mark_that_no_letter_stands_before_is_one_with_the_joiners_before_it_and_not_with_a_line_end() {
    // UAX #29: GB4 and GB5 part a control from what follows; GB9 keeps ZWJ and a mark together.
    let found = |text: &str, words: &str| places(&query(words, Case::Exact, Folding::ALL), text);
    for pad in ["", "Nothing of that kind stood in the long report, said everyone.\n".repeat(9).as_str()] {
        let at = pad.len();
        assert_eq!(found(&format!("{pad}\u{200d}\u{301}"), "\u{301}"), [(at, at + 5)]);
        assert_eq!(found(&format!("{pad}a \n\u{345}"), "a "), [(at, at + 3)]);
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn hits_are_those_of_a_naive_search((text, words) in text_and_words(), (case, folding) in manner()) {
        prop_assume!(!has_parted_word(&text) && !words.is_empty());
        let query = query(&words, case, folding);
        prop_assert_eq!(places(&query, &text), naive(&query, &text), "{:?} in {:?}", &words, &text);
        let long = padded(&text);
        prop_assert_eq!(places(&query, &long), naive(&query, &long), "{:?} in {:?}, long", &words, &text);
    }

    #[test]
    fn hits_begin_and_end_with_whole_letters_and_none_lies_on_another((text, words) in text_and_words(), word in prop::bool::ANY) {
        prop_assume!(!words.is_empty());
        let extent = if word { Extent::WholeWords } else { Extent::Anywhere };
        let query = Query { extent, ..Query::forgiving(words) };
        let borders = letter_borders(&text);
        let mut before = 0;
        for (start, end) in places(&query, &text) {
            prop_assert!(before <= start && start < end);
            prop_assert!(borders.contains(&start) && borders.contains(&end), "{}-{} in {:?}", start, end, &text);
            before = end;
        }
    }

    #[test]
    fn exactly_as_typed_is_what_the_bytes_say((text, words) in text_and_words()) {
        prop_assume!(!words.is_empty());
        let expected: Vec<_> = text.match_indices(&words).map(|(at, found)| (at, at + found.len())).collect();
        prop_assert_eq!(places(&query(&words, Case::Exact, Folding::NONE), &text), expected);
    }

    #[test]
    fn of_several_words_the_first_counts_and_of_these_the_longest((text, one) in text_and_words(), other in text(4)) {
        prop_assume!(!has_parted_word(&text));
        let line = |words: &str| words.replace(['\n', '\u{2028}', '\u{2029}'], " ").trim().to_owned();
        let (one, other) = (line(&one), line(&other));
        let several = Query { syntax: Syntax::Lines, ..Query::forgiving(format!("{one}\n{other}")) };
        for text in [text.clone(), padded(&text)] {
            let mut expected = Vec::new();
            let mut at = 0;
            // The naive search looks on behind each hit.
            loop {
                let first = |words: &str| naive(&Query::forgiving(words), &text[at..]).first().map(|hit| (hit.0 + at, hit.1 + at));
                let hits = [first(&one), first(&other)];
                let Some(hit) = hits.into_iter().flatten().min_by_key(|hit| (hit.0, std::cmp::Reverse(hit.1))) else { break };
                expected.push(hit);
                at = hit.1;
            }
            prop_assert_eq!(places(&several, &text), expected, "{:?} and {:?} in {:?}", &one, &other, &text);
        }
    }
}

fn fixture(name: &str) -> Vec<Vec<String>> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/find").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn letters_alone() -> Folding {
    Folding::NONE.toggled(Fold::Letters)
}

#[test]
fn capitals_fold_as_python_folds_them() {
    let from_hex = |hex: &str| hex.split(' ').map(|h| char::from_u32(u32::from_str_radix(h, 16).unwrap()).unwrap()).collect::<String>();
    let rows = fixture("casefold.tsv");
    assert!(rows.len() > 1_500);
    for row in rows {
        let (letter, folded) = (from_hex(&row[0]), from_hex(&row[1]));
        let found = places(&query(&folded, Case::Ignore, letters_alone()), &letter);
        assert_eq!(found, [(0, letter.len())], "U+{} does not fold to {}", row[0], row[1]);
    }
}

#[test]
fn words_match_where_pythons_caseless_match_says_so() {
    let rows = fixture("caseless.tsv");
    assert!(rows.len() > 100);
    for row in rows {
        let found = places(&query(&row[0], Case::Ignore, letters_alone()), &row[1]);
        assert_eq!(found == [(0, row[1].len())], row[2] == "yes", "{} and {}", row[0], row[1]);
    }
}

#[test]
fn a_pattern_that_cannot_be_seen_is_refused_and_found_exactly() {
    let unseen = Query::forgiving("\u{ad}\u{200b}\u{feff}");
    assert_eq!(Finder::new(&unseen).err(), Some(QueryError::Unseen));
    assert_eq!(
        QueryError::Unseen.to_string(),
        "nothing in the pattern can be seen, so it would fit everywhere; look for it exactly as typed"
    );
    assert_eq!(places(&query("\u{ad}", Case::Exact, Folding::NONE), "co\u{ad}op"), [(2, 4)]);
}

#[test]
fn words_that_repeat_themselves_take_linear_time() {
    // Every place is a candidate, and none is a whole word.
    let text = "a".repeat(400_000);
    let query = Query { extent: Extent::WholeWords, ..Query::forgiving("a".repeat(5_000)) };
    assert!(places(&query, &text).is_empty());
    let unseen = "a\u{ad}".repeat(200_000);
    assert!(places(&query, &unseen).is_empty());
    let query = Query::forgiving("a".repeat(5_000));
    assert_eq!((places(&query, &text).len(), places(&query, &unseen).len()), (80, 40));
}
