//! The words of a statement, and changes of some of them.

use std::ops::Range;

use crate::text::find::key;

/// A word with its place.
#[derive(Debug, Clone)]
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    /// As it is compared: in small letters, with a straight apostrophe.
    pub(super) lower: String,
    /// Its bytes in the statement.
    pub(super) range: Range<usize>,
    /// Whether a comma or a dash stands before it.
    pub(super) after_comma: bool,
    /// Whether it stands between double quotation marks.
    pub(super) quoted: bool,
}

/// The words of a statement in order.
pub(super) fn words(statement: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let (mut from, mut comma, mut quoted) = (None, false, false);
    for (at, c) in statement.char_indices().chain([(statement.len(), ' ')]) {
        let inside = c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
        match (from, inside) {
            (None, true) => from = Some(at),
            (Some(start), false) => {
                if let Some(text) = statement.get(start..at) {
                    let lower = key(text);
                    words.push(Word { text, lower, range: start..at, after_comma: comma, quoted });
                }
                (from, comma) = (None, false);
            }
            (None, false) | (Some(_), true) => {}
        }
        comma |= matches!(c, ',' | ';' | '–' | '—' | ':');
        quoted = match c {
            '"' => !quoted,
            '“' | '«' | '„' => true,
            '”' | '»' => false,
            _ => quoted,
        };
    }
    words
}

/// Words that come in no number, so that *no* before them leaves nothing behind.
const UNCOUNTED: [&str; 24] = [
    "evidence",
    "information",
    "progress",
    "proof",
    "need",
    "knowledge",
    "money",
    "time",
    "news",
    "peace",
    "help",
    "aid",
    "interest",
    "pressure",
    "trust",
    "truth",
    "support",
    "contact",
    "trade",
    "cooperation",
    "room",
    "danger",
    "food",
    "trace",
];
/// Words that a group of nouns ends before.
const BORDERS: [&str; 34] = [
    "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may", "might", "must", "should", "did", "does",
    "do", "of", "in", "on", "between", "with", "to", "for", "at", "from", "by", "and", "or", "that", "about", "among", "during",
];

/// Whether the nouns that begin at a place name one thing that can be counted.
pub(super) fn is_single(words: &[Word<'_>], from: usize) -> bool {
    let nouns = words.iter().enumerate().skip(from);
    let mut group = nouns.take_while(|(at, w)| *at == from || !w.after_comma && !BORDERS.contains(&w.lower.as_str())).map(|(_, w)| w);
    // Behind a verb the group may go on with words that are no nouns; its first words are the likely ones.
    let noun = group.by_ref().take(2).last();
    noun.is_some_and(|w| {
        let word = w.lower.as_str();
        let plural = word.ends_with('s') && !word.ends_with("ss") || matches!(word, "people" | "men" | "women" | "children" | "media");
        !plural && !UNCOUNTED.contains(&word)
    })
}

/// What becomes of some words: other words, or nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Rewriting(Vec<(usize, String)>);

impl Rewriting {
    /// Another word at a place.
    pub(super) fn of(at: usize, word: &str) -> Self {
        Self(vec![(at, word.to_owned())])
    }

    /// Nothing at a place.
    pub(super) fn without(at: usize) -> Self {
        Self::without_all(at..at + 1)
    }

    /// Nothing at some places.
    pub(super) fn without_all(places: Range<usize>) -> Self {
        Self(places.map(|at| (at, String::new())).collect())
    }

    /// Both; where both say something of one word, the first counts.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The statement with these words; `None` when nothing would be left.
    pub(super) fn applied(self, statement: &str, words: &[Word<'_>]) -> Option<String> {
        let mut made = String::new();
        let mut end = 0;
        for (at, word) in words.iter().enumerate() {
            let change = self.0.iter().find(|(of, _)| *of == at).map(|(_, new)| new.as_str());
            made.push_str(statement.get(end..word.range.start)?);
            made.push_str(change.unwrap_or(word.text));
            end = word.range.end;
        }
        made.push_str(statement.get(end..)?);
        let made = made.split_whitespace().collect::<Vec<_>>().join(" ");
        let made = made.replace(" ,", ",").replace(" .", ".");
        let made = made.trim_start_matches([',', ';', ' ']);
        let began_large = statement.trim_start().chars().next().is_some_and(char::is_uppercase);
        let made = if began_large { crate::text::capitalised(made) } else { made.to_owned() };
        made.chars().any(char::is_alphanumeric).then_some(made)
    }
}
