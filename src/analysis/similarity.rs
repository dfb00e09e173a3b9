//! Codes that look like one another: a hint for who makes or renames a code, never a bar.
//!
//! Names are compared by edit distance (V. I. Levenshtein, "Binary codes capable of correcting deletions, insertions, and reversals",
//! Soviet Physics Doklady 10, 1966) and by their beginnings, definitions by the share of words that they have in common
//! (P. Jaccard, "The distribution of the flora in the alpine zone", New Phytologist 11, 1912).

use std::collections::BTreeSet;

use crate::model::{Code, CodeId, Project};
use crate::text::find::{is_of_word, key};

/// Largest edit distance, as a share of the longer name, at which names are alike: one letter in five is a slip of the hand.
const NAME_DISTANCE: f64 = 0.2;
/// Letters that a word must begin with in common before it can be a form of the other: shorter ones are chance (`group`, `ground`).
const SHORTEST_STEM: usize = 5;
/// Letters that may follow the common beginning: endings of inflection (`-s`, `-ing`, `-ung`), hardly those of another word.
const LONGEST_ENDING: usize = 3;
/// Share of common words from which definitions say much the same: more of the words are shared than are not.
const DEFINITION_SHARE: f64 = 0.5;
/// Words that a definition needs before shares mean anything.
const FEWEST_WORDS: usize = 4;

/// Why two codes look alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same name but for the case of letters.
    SameName,
    /// Names a letter or an ending apart.
    Name,
    /// Definitions in much the same words.
    Definition,
}

/// The codes that look like this one, in the order of ids; retired ones are looked at too, for they may be brought back.
pub fn similar<'a>(project: &'a Project, code: &Code) -> Vec<(&'a CodeId, Likeness)> {
    let name = folded(&code.name);
    let words = words(&code.definition);
    let others = project.codes().values().filter(|other| other.id != code.id);
    others.filter_map(|other| Some((&other.id, likeness(&name, &words, other)?))).collect()
}

fn likeness(name: &[char], words: &BTreeSet<String>, other: &Code) -> Option<Likeness> {
    let other_name = folded(&other.name);
    if name.is_empty() || other_name.is_empty() {
        return None;
    }
    if name == other_name {
        return Some(Likeness::SameName);
    }
    if names_are_alike(name, &other_name) {
        return Some(Likeness::Name);
    }
    if words.len() < FEWEST_WORDS || other.definition.is_empty() {
        return None;
    }
    (share(words, &self::words(&other.definition)) >= DEFINITION_SHARE).then_some(Likeness::Definition)
}

/// Letters and digits as they are compared, single spaces between words.
fn folded(name: &str) -> Vec<char> {
    let folded = key(name);
    let words: Vec<&str> = folded.split(|c: char| !is_of_word(c)).filter(|w| !w.is_empty()).collect();
    words.join(" ").chars().collect()
}

fn words(text: &str) -> BTreeSet<String> {
    key(text).split(|c: char| !is_of_word(c)).filter(|w| !w.is_empty()).map(ToOwned::to_owned).collect()
}

fn same_stem(one: &[char], other: &[char]) -> bool {
    let common = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    common >= SHORTEST_STEM && one.len() - common <= LONGEST_ENDING && other.len() - common <= LONGEST_ENDING
}

/// Numbers make another name ("Phase 1", "Phase 2").
fn names_are_alike(one: &[char], other: &[char]) -> bool {
    (same_stem(one, other) || names_are_close(one, other)) && !differ_in_digits_alone(one, other)
}

fn names_are_close(one: &[char], other: &[char]) -> bool {
    let longest = one.len().max(other.len());
    let allowed = (longest as f64 * NAME_DISTANCE) as usize;
    // Lengths apart are a distance already.
    one.len().abs_diff(other.len()) <= allowed && distance(one, other) <= allowed
}

fn differ_in_digits_alone(one: &[char], other: &[char]) -> bool {
    let letters = |name: &[char]| name.iter().filter(|c| !c.is_numeric()).copied().collect::<Vec<char>>();
    letters(one) == letters(other)
}

/// Levenshtein's distance: the fewest letters to put in, take out or replace.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (b, cell) in other.iter().zip(row.iter_mut().skip(1)) {
            let replaced = diagonal + usize::from(a != b);
            diagonal = *cell;
            left = replaced.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// Jaccard's index: words in both over words in either.
fn share(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let both = one.intersection(other).count();
    let either = one.len() + other.len() - both;
    if either == 0 { 0.0 } else { both as f64 / either as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn the_distance_is_levenshteins() {
        // Textbook values.
        for (one, other, wanted) in
            [("kitten", "sitting", 3), ("flaw", "lawn", 2), ("", "abc", 3), ("Saturday", "Sunday", 3), ("a", "a", 0)]
        {
            assert_eq!(distance(&chars(one), &chars(other)), wanted, "{one} {other}");
        }
    }

    #[test]
    fn a_form_of_the_same_word_is_alike_and_a_numbered_name_is_not() {
        let alike = |one: &str, other: &str| names_are_alike(&folded(one), &folded(other));
        assert!(alike("Evaluation", "evaluations"));
        assert!(alike("Judgement", "Judgment"));
        assert!(alike("Оценка", "оценки"));
        assert!(!alike("Person", "Place"));
        assert!(!alike("Phase 1", "Phase 2"));
        assert!(!alike("Group", "Ground"));
    }

    #[test]
    fn shares_of_words_are_jaccards() {
        let share = |one: &str, other: &str| share(&words(one), &words(other));
        assert!((share("a b c", "b c d") - 0.5).abs() < 1e-9);
        assert!((share("a", "A.") - 1.0).abs() < 1e-9);
        assert!(share("", "").abs() < 1e-9);
    }
}
