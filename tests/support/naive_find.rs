//! Finding without any cunning, for laws: every stretch of a text is folded in one go and compared.
#![allow(dead_code, reason = "each test uses its part")]

use icu_casemap::CaseMapper;
use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointSetData};
use icu_segmenter::GraphemeClusterSegmenter;
use variorum::text::find::{Case, Fold, Folding, Query};

/// The mark of a typewriter.
fn typed(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʼ' | '′' | '׳' | '＇' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '״' | '＂' | '〝' | '〞' | '〟' => '"',
        '‐' | '‑' | '‒' | '–' | '−' | '﹣' | '－' | '־' => '-',
        c => c,
    }
}

fn is_unseen(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c) && !matches!(c, '\u{e0020}'..='\u{e007f}')
}

fn is_mark(c: char) -> bool {
    GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

/// What cannot be seen and parts letters, such as a soft hyphen; joiners and selectors belong to the letter before them.
fn parts_letters(c: char) -> bool {
    is_unseen(c) && !is_mark(c) && !matches!(c, '\u{200c}' | '\u{200d}')
}

/// A stretch of text as it is compared, worked out in one go.
pub fn fold(text: &str, case: Case, folding: Folding) -> String {
    let seen = |text: &str| text.chars().filter(|c| !folding.has(Fold::Invisible) || !is_unseen(*c)).collect::<String>();
    let cases = CaseMapper::new();
    let nfd = |text: &str| DecomposingNormalizerBorrowed::new_nfd().normalize(text).into_owned();
    let letters = |text: &str| match (folding.has(Fold::Letters), case) {
        (true, Case::Ignore) => nfd(&cases.fold_string(&nfd(text))),
        (true, Case::Exact) => nfd(text),
        (false, Case::Ignore) => text.chars().map(|c| cases.simple_fold(c)).collect(),
        (false, Case::Exact) => text.to_owned(),
    };
    let text: String = text.split_inclusive(parts_letters).map(|part| letters(&seen(part))).collect();
    let text: String = if folding.has(Fold::Punctuation) { text.chars().map(typed).collect() } else { text };
    if !folding.has(Fold::Spaces) {
        return text;
    }
    let mut spaced = String::new();
    let mut last_is_space = false;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        // A space that carries a mark is a letter.
        let carries = folding.has(Fold::Letters) && letters.peek().is_some_and(|next| is_mark(*next) && !is_unseen(*next));
        let is_space = c.is_whitespace() && !carries;
        if !(is_space && last_is_space) {
            spaced.push(if c.is_whitespace() { ' ' } else { c });
        }
        last_is_space = is_space;
    }
    spaced
}

/// Where letters begin and end (UAX #29).
pub fn letter_borders(text: &str) -> Vec<usize> {
    GraphemeClusterSegmenter::new().segment_str(text).collect()
}

/// Every stretch between two borders of letters is folded and compared; the first counts, with all of the white space at its end.
pub fn naive(query: &Query, text: &str) -> Vec<(usize, usize)> {
    let folded = |text: &str| fold(text, query.case, query.folding);
    let wanted = folded(&query.pattern);
    let borders = if query.folding.has(Fold::Letters) {
        letter_borders(text)
    } else {
        text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
    };
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (number, start) in borders.iter().enumerate() {
        if found.last().is_some_and(|last| *start < last.1) || wanted.is_empty() {
            continue;
        }
        let is_seen = |from: usize, to: usize| !folded(&text[from..to]).is_empty();
        if borders.get(number + 1).is_none_or(|next| !is_seen(*start, *next)) {
            continue;
        }
        let mut hit = None;
        for pair in borders[number..].windows(2) {
            let stretch = folded(&text[*start..pair[1]]);
            if stretch.chars().count() > wanted.chars().count() {
                break;
            }
            if stretch == wanted && is_seen(pair[0], pair[1]) {
                hit = Some((*start, pair[1]));
            }
        }
        found.extend(hit);
    }
    found
}
