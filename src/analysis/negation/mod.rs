//! Negated statements of claims, and what they would say positively. English alone, and by words: nothing is parsed.
//!
//! What is known: *not* and *n't* behind an auxiliary (`did not sign`, `isn't`, `cannot`), *not* elsewhere (`decided not to`, `not all`),
//! *never*, *no longer*, *no* before a noun, *nobody*, *nothing*, *none*, *nowhere*, *neither … nor* at the beginning, *without*, *fail to*,
//! *lack*, *deny* and *refute*. What is let be: a contrast behind a comma (`a tradition, no longer a sensation`), *not only*, *whether or not*,
//! *no more than* and the like, a relative clause with *who* or *which*, and whatever stands between double quotation marks.
//!
//! What is not known: prefixes (`unable`, `illegal`), *hardly*, *refuse*, irony, other languages, and how far a negation reaches. So a
//! statement may be marked that is meant positively, and the other way round: the mark is a remark, and the draft is one to be edited.

mod scan;
#[cfg(test)]
mod tests;
mod verbs;

use std::ops::Range;

use scan::{Rewriting, Word, words};

/// A negation in a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Negation {
    /// The words that negate, as they are written.
    pub cue: String,
    /// The statement without them, to be edited; `None` where no rule makes one.
    pub positive: Option<String>,
}

/// The first negation of a statement, or `None` if no rule knows one.
pub fn negation(statement: &str) -> Option<Negation> {
    let words = words(statement);
    (0..words.len()).find_map(|at| negation_at(statement, &words, at))
}

/// What a rule makes of the word at a place.
enum Ruling {
    /// It negates these words; with the statement that would be positive.
    Negates(Range<usize>, Option<Rewriting>),
    /// It negates nothing.
    LetBe,
}

use Ruling::{LetBe, Negates};

fn negation_at(statement: &str, words: &[Word<'_>], at: usize) -> Option<Negation> {
    let word = words.get(at)?;
    if word.quoted || is_aside(words, at) {
        return None;
    }
    let ruling = match word.lower.as_str() {
        "not" => not(words, at),
        "never" => never(words, at),
        "no" => no(words, at),
        "nobody" | "nothing" | "nowhere" | "none" | "noone" => someone(words, at),
        "neither" if at == 0 => neither(words),
        "neither" => Negates(at..at + 1, None),
        "without" => without(words, at),
        "cannot" => Negates(at..at + 1, Some(Rewriting::of(at, "can").and(loosened(words, at + 1)))),
        "fail" | "fails" | "failed" => failing(words, at),
        "lack" => Negates(at..at + 1, Some(Rewriting::of(at, "have"))),
        "lacks" => Negates(at..at + 1, Some(Rewriting::of(at, "has"))),
        "lacked" => Negates(at..at + 1, Some(Rewriting::of(at, "had"))),
        "deny" | "denies" | "denied" | "denying" | "refutes" | "refuted" => denying(words, at),
        short => contracted(words, at, short),
    };
    let Negates(cue, rewriting) = ruling else { return None };
    let cue = statement.get(words.get(cue.start)?.range.start..words.get(cue.end.checked_sub(1)?)?.range.end)?;
    Some(Negation { cue: cue.to_owned(), positive: rewriting.and_then(|r| r.applied(statement, words)) })
}

/// A contrast behind a comma, or what a relative clause says of somebody.
fn is_aside(words: &[Word<'_>], at: usize) -> bool {
    let before = |steps: usize| at.checked_sub(steps).and_then(|at| words.get(at));
    let Some(word) = words.get(at) else { return false };
    let contrast = word.after_comma && matches!(word.lower.as_str(), "not" | "no" | "never");
    let relative = |w: &Word<'_>| matches!(w.lower.as_str(), "who" | "which" | "whose");
    contrast || before(1).is_some_and(relative) || before(2).is_some_and(relative)
}

fn lower<'w>(words: &'w [Word<'_>], at: usize) -> &'w str {
    words.get(at).map_or("", |w| w.lower.as_str())
}

fn not(words: &[Word<'_>], at: usize) -> Ruling {
    let next = lower(words, at + 1);
    let before = at.checked_sub(1).map_or("", |before| lower(words, before));
    if matches!(next, "only" | "just" | "least" | "merely" | "until") || matches!(before, "or" | "if" | "whether" | "why") {
        return if next == "until" { Negates(at..at + 1, None) } else { LetBe };
    }
    let goes_on = || words.iter().skip(at + 1).any(|w| matches!(w.lower.as_str(), "but" | "until"));
    if before == "but" || goes_on() {
        return Negates(at..at + 1, None);
    }
    let Some(auxiliary) = at.checked_sub(1).filter(|_| is_auxiliary(before)) else {
        return Negates(at..at + 1, Some(Rewriting::without(at).and(loosened(words, at + 1))));
    };
    let rewriting = match before {
        "did" | "does" | "do" => inflected(words, before, auxiliary..at + 1),
        _ => Some(Rewriting::without(at).and(loosened(words, at + 1))),
    };
    Negates(auxiliary..at + 1, rewriting)
}

const AUXILIARIES: [&str; 20] = [
    "did", "does", "do", "is", "are", "was", "were", "am", "has", "have", "had", "will", "would", "can", "could", "may", "might", "must",
    "shall", "should",
];

fn is_auxiliary(word: &str) -> bool {
    AUXILIARIES.contains(&word)
}

/// `didn't`, `won't`, with either apostrophe.
fn contracted(words: &[Word<'_>], at: usize, short: &str) -> Ruling {
    let Some(stem) = short.strip_suffix("n't") else { return LetBe };
    let auxiliary = match stem {
        "wo" => "will",
        "ca" => "can",
        "sha" => "shall",
        stem => stem,
    };
    let but = words.iter().skip(at + 1).any(|w| matches!(w.lower.as_str(), "but" | "until"));
    let rewriting = match auxiliary {
        _ if but => None,
        "did" | "does" | "do" => inflected(words, auxiliary, at..at + 1),
        other if is_auxiliary(other) => Some(Rewriting::of(at, other).and(loosened(words, at + 1))),
        _ => None,
    };
    Negates(at..at + 1, rewriting)
}

/// `did not sign or ratify` becomes `signed or ratified`.
fn inflected(words: &[Word<'_>], auxiliary: &str, cue: Range<usize>) -> Option<Rewriting> {
    let verb = (cue.end..words.len()).find(|at| !is_adverb(lower(words, *at)))?;
    let form = |at: usize| {
        let base = lower(words, at);
        match auxiliary {
            "did" => verbs::past(base),
            "does" => verbs::third_person(base),
            _ => base.to_owned(),
        }
    };
    let mut rewriting = Rewriting::without_all(cue).and(Rewriting::of(verb, &form(verb)));
    if matches!(lower(words, verb + 1), "or" | "nor") && verb + 2 < words.len() {
        rewriting = rewriting.and(Rewriting::of(verb + 1, "and")).and(Rewriting::of(verb + 2, &form(verb + 2)));
    }
    Some(rewriting.and(loosened(words, verb - 1)))
}

fn is_adverb(word: &str) -> bool {
    matches!(word, "yet" | "ever" | "even" | "also" | "actually" | "really" | "still" | "at" | "all")
        || word.len() > 4 && word.ends_with("ly") && !matches!(word, "reply" | "apply" | "supply" | "imply" | "comply" | "rely")
}

/// Words that only a negation needs: `any agreements yet` becomes `agreements`.
fn loosened(words: &[Word<'_>], from: usize) -> Rewriting {
    let mut rewriting = Rewriting::default();
    for at in from..words.len() {
        rewriting = match (lower(words, at), lower(words, at + 1)) {
            ("at", "all") | ("any", "longer" | "more") => rewriting.and(Rewriting::without_all(at..at + 2)),
            ("any" | "yet" | "ever" | "anymore" | "even", _) => rewriting.and(Rewriting::without(at)),
            ("anything", _) => rewriting.and(Rewriting::of(at, "something")),
            ("anyone", _) => rewriting.and(Rewriting::of(at, "someone")),
            ("anybody", _) => rewriting.and(Rewriting::of(at, "somebody")),
            ("anywhere", _) => rewriting.and(Rewriting::of(at, "somewhere")),
            _ => rewriting,
        };
    }
    rewriting
}

fn never(words: &[Word<'_>], at: usize) -> Ruling {
    Negates(at..at + 1, Some(Rewriting::without(at).and(loosened(words, at + 1))))
}

fn no(words: &[Word<'_>], at: usize) -> Ruling {
    let than = lower(words, at + 2) == "than";
    match lower(words, at + 1) {
        "" | "doubt" | "matter" | "sooner" => LetBe,
        "more" | "less" | "fewer" | "later" | "earlier" | "better" | "worse" if than => LetBe,
        next if next.starts_with(|c: char| c.is_ascii_digit()) => LetBe,
        "longer" => Negates(at..at + 2, Some(Rewriting::of(at, "still").and(Rewriting::without(at + 1)))),
        "one" => Negates(at..at + 2, Some(Rewriting::of(at, "someone").and(Rewriting::without(at + 1)))),
        next => {
            let article = match () {
                () if !scan::is_single(words, at + 1) => None,
                () if next.starts_with(['a', 'e', 'i', 'o', 'u']) => Some("an"),
                () => Some("a"),
            };
            let first = article.map_or_else(|| Rewriting::without(at), |article| Rewriting::of(at, article));
            Negates(at..at + 1, Some(first.and(loosened(words, at + 1))))
        }
    }
}

fn someone(words: &[Word<'_>], at: usize) -> Ruling {
    let positive = match lower(words, at) {
        "nobody" => "somebody",
        "nothing" => "something",
        "nowhere" => "somewhere",
        "none" => "some",
        _ => "someone",
    };
    Negates(at..at + 1, Some(Rewriting::of(at, positive).and(loosened(words, at + 1))))
}

/// `Neither Kim nor Putin signed` becomes `Kim and Putin signed`.
fn neither(words: &[Word<'_>]) -> Ruling {
    let nor = words.iter().position(|w| w.lower == "nor");
    Negates(0..1, nor.map(|nor| Rewriting::without(0).and(Rewriting::of(nor, "and"))))
}

fn without(words: &[Word<'_>], at: usize) -> Ruling {
    let next = lower(words, at + 1);
    if next == "doubt" {
        return LetBe;
    }
    let does = next.len() > 4 && next.ends_with("ing") || next.is_empty();
    Negates(at..at + 1, (!does).then(|| Rewriting::of(at, "with").and(loosened(words, at + 1))))
}

/// `failed to sign` becomes `signed`.
fn failing(words: &[Word<'_>], at: usize) -> Ruling {
    if lower(words, at + 1) != "to" {
        return LetBe;
    }
    let auxiliary = match lower(words, at) {
        "failed" => "did",
        "fails" => "does",
        _ => "do",
    };
    Negates(at..at + 2, inflected(words, auxiliary, at..at + 2))
}

/// `Peskov denied that agreements were signed` becomes `Agreements were signed`.
fn denying(words: &[Word<'_>], at: usize) -> Ruling {
    let content = (lower(words, at + 1) == "that" && at + 2 < words.len()).then(|| Rewriting::without_all(0..at + 2));
    Negates(at..at + 1, content)
}
