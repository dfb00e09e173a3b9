//! Words to look for before a document is said to omit a claim, and how often they are there.

use std::collections::BTreeSet;

use super::concordance::{Case, Extent, Query, Syntax, escaped};
use crate::model::{Entity, Project};

/// English words that say nothing about what a claim is about.
const EMPTY: &str = " a about after all also an and any are as at be been before being between both but by can could did do does for from had \
                     has have he her his how in including into is it its more most much no not of on one or other our out own she should so some \
                     still such than that the their them there these they this those to under up was we were what when where which while who will \
                     with would you ";
/// Further names of one entity that are suggested at most.
const NAMES: usize = 3;

/// Suggests words to look for: the names of the entities a statement names, with some of their other names, and its further words of weight.
pub fn words_to_look_for(project: &Project, statement: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut left = format!(" {} ", plain(statement));
    let mut named: Vec<(&Entity, &str)> = project.entities().values().filter_map(|e| Some((e.as_ref(), name_in(e, &left)?))).collect();
    // Longer names first: "Kim Jong Un" before "Kim".
    named.sort_by_key(|(e, name)| (std::cmp::Reverse(name.len()), e.id.clone()));
    for (entity, name) in named {
        left = left.replace(&format!(" {} ", plain(name)), " ");
        add(&mut words, without_article(name));
        let others = std::iter::once(&entity.name).chain(&entity.aliases).map(|other| without_article(other));
        for other in others.filter(|other| other.chars().count() <= 30).take(NAMES) {
            add(&mut words, other);
        }
    }
    let written = statement.split(|c: char| !is_of_word(c)).map(|w| w.trim_matches(['-', '\'', '’']));
    for word in written.filter(|w| left.contains(&format!(" {} ", plain(w)))) {
        let lower = word.to_lowercase();
        if word.chars().count() > 2 && !EMPTY.contains(&format!(" {lower} ")) {
            add(&mut words, word);
        }
    }
    words
}

/// Adds a word unless one that is there already finds it, too.
fn add(words: &mut Vec<String>, word: &str) {
    let found = format!(" {} ", plain(word));
    let known = |w: &String| found.contains(&format!(" {}", plain(w)));
    if !word.trim().is_empty() && !words.iter().any(known) {
        words.push(word.trim().to_owned());
    }
}

/// The longest of an entity's names that stands in a text.
fn name_in<'e>(entity: &'e Entity, text: &str) -> Option<&'e str> {
    let names = std::iter::once(&entity.name).chain(&entity.aliases);
    names.map(String::as_str).filter(|name| text.contains(&format!(" {} ", plain(name)))).max_by_key(|name| name.len())
}

fn without_article(name: &str) -> &str {
    name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name)
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '\'' | '’')
}

/// In lower case, with single spaces for whatever is no part of a word.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| !is_of_word(c)).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Splits what was written with commas between the words.
pub fn written_words(text: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let words = text.split(',').map(|w| w.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|w| !w.is_empty());
    words.filter(|w| seen.insert(w.to_lowercase())).collect()
}

/// A query that finds every one of the words, and words that begin with them, whatever their case; `None` without words.
pub fn query(words: &[String]) -> Option<Query> {
    let alternatives: Vec<String> = words.iter().map(|w| w.split_whitespace().map(escaped).collect::<Vec<_>>().join(r"\s+")).collect();
    let pattern = format!(r"\b{{start-half}}(?:{})\w*", alternatives.join("|"));
    (!words.is_empty()).then_some(Query { pattern, syntax: Syntax::Regex, case: Case::Ignore, extent: Extent::Anywhere })
}

/// For each word how many of the places found begin with it.
pub fn counts<'a>(words: &[String], found: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let plain_words: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
    let mut counts = vec![0; words.len()];
    for place in found {
        let place = place.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let fits = plain_words.iter().zip(&mut counts).filter(|(word, _)| place.starts_with(word.as_str()));
        fits.for_each(|(_, count)| *count += 1);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::concordance::Concordance;
    use crate::model::{CodebookInfo, EntityId, ProjectInfo};

    fn project() -> Project {
        let entity = |id: &str, name: &str, aliases: &[&str]| {
            let aliases = aliases.iter().map(ToString::to_string).collect();
            let (kind, note) = (String::new(), String::new());
            Entity { id: EntityId::new(id).unwrap(), name: name.to_owned(), kind, aliases, wikidata: None, note, extra: [].into() }.into()
        };
        let entities = [entity("kim", "Kim Jong Un", &["Kim", "the DPRK leader"]), entity("nk", "North Korea", &["DPRK", "the DPRK"])];
        Project::assemble(ProjectInfo::default(), CodebookInfo::default(), entities).0
    }

    #[test]
    fn names_come_first_with_other_names_and_then_the_words_of_weight() {
        let words = words_to_look_for(&project(), "Kim was briefed on the Soyuz-2 rockets of North Korea");
        assert_eq!(words, ["North Korea", "DPRK", "Kim", "briefed", "Soyuz-2", "rockets"]);
    }

    #[test]
    fn a_word_finds_what_begins_with_it_over_line_ends_and_in_any_case() {
        let words = written_words("sign, north korea,, Sign ,agreement");
        assert_eq!(words, ["sign", "north korea", "agreement"]);
        let text = "No plans to sign; nothing was Signed by North\nKorea. The assignment.";
        let concordance = Concordance::new(&query(&words).unwrap(), 0).unwrap();
        let found: Vec<&str> = concordance.spans(text).map(|span| &text[span.range()]).collect();
        assert_eq!(found, ["sign", "Signed", "North\nKorea"]);
        assert_eq!(counts(&words, found.into_iter()), [2, 1, 0]);
        assert_eq!(query(&[]), None);
    }
}
