//! Finding: what is found is what was looked for, in whole letters, and never twice.

use variorum::text::find::{Case, Extent, Finder, Fold, Folding, Query, Syntax, key};
use variorum::text::segmentation::is_grapheme_border;

use super::Bytes;

/// Any words in any text, in any manner: the first byte says in which, the second how many letters of the rest are the words.
pub fn finding(data: &[u8]) {
    let mut bytes = Bytes(data);
    let (manner, length) = (bytes.byte(), bytes.byte());
    let rest = bytes.rest();
    let rest = String::from_utf8_lossy(rest.get(..4000).unwrap_or(rest)).into_owned();
    let cut = rest.char_indices().nth(length).map_or(rest.len(), |(at, _)| at);
    let (words, text) = rest.split_at(cut);
    // A short text is walked through, in a long one candidates are looked for: both find the same.
    let long = format!("{text}\n{}", "Nothing stood there. ".repeat(30));
    let folding = Fold::ALL.into_iter().enumerate().filter(|(bit, _)| manner >> bit & 1 == 1);
    let folding = folding.fold(Folding::NONE, |folding, (_, fold)| folding.toggled(fold));
    let case = if manner & 16 == 0 { Case::Exact } else { Case::Ignore };
    let (extent, syntax) = match manner >> 5 {
        0 | 1 => (Extent::Anywhere, Syntax::Literal),
        2 => (Extent::WholeWords, Syntax::Literal),
        3 => (Extent::Unbroken, Syntax::Literal),
        4 => (Extent::WordStarts, Syntax::Lines),
        5 => (Extent::Anywhere, Syntax::Lines),
        6 => (Extent::Anywhere, Syntax::Regex),
        _ => (Extent::WholeWords, Syntax::Regex),
    };
    let query = Query { pattern: words.to_owned(), syntax, case, extent, folding };
    let finder = match Finder::new(&query) {
        Ok(finder) => finder,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let found = check(&finder, text, folding, syntax);
    let in_long: Vec<_> = check(&finder, &long, folding, syntax).into_iter().filter(|hit| hit.1 <= text.len()).collect();
    if syntax == Syntax::Literal && extent == Extent::Anywhere && !text.ends_with(char::is_whitespace) {
        assert_eq!(found, in_long, "{words:?} in {text:?}");
        let is_parted = text.contains(['\n', '\u{2028}', '\u{2029}']);
        for (start, end) in found.into_iter().filter(|_| folding == Folding::ALL && case == Case::Ignore && !is_parted) {
            assert_eq!(key(&text[start..end]), key(words), "{words:?} in {text:?}");
        }
    }
}

fn check(finder: &Finder, text: &str, folding: Folding, syntax: Syntax) -> Vec<(usize, usize)> {
    let found: Vec<(usize, usize)> = finder.spans(text).map(|span| (span.start(), span.end())).collect();
    assert_eq!(finder.is_in(text), !found.is_empty());
    let mut before = 0;
    for (start, end) in &found {
        assert!(before <= *start && start < end && text.get(*start..*end).is_some());
        if folding.has(Fold::Letters) && syntax != Syntax::Regex {
            assert!(is_grapheme_border(text, *start) && is_grapheme_border(text, *end), "{start}-{end} in {text:?}");
        }
        before = *end;
    }
    found
}
