//! Words to look for before a document is said to omit a claim, and how often they are there.

use std::collections::BTreeSet;

use super::concordance::{Case, Extent, Finder, Folding, Query, Syntax};
use crate::model::{Entity, Project};
use crate::text::find::{is_of_word, is_written_together, key};
use crate::text::{Span, segmentation};

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
    let mut named: Vec<(&Entity, &str)> = project.entities().values().filter_map(|e| Some((e.as_ref(), name_in(e, statement)?))).collect();
    // Longer names first: "Kim Jong Un" before "Kim".
    named.sort_by_key(|(e, name)| (std::cmp::Reverse(name.len()), e.id.clone()));
    let mut taken: Vec<Span> = Vec::new();
    for (entity, name) in named {
        let mut places = places_of(name, statement);
        places.retain(|place| !taken.iter().any(|taken| taken.overlaps(*place)));
        taken.extend(places);
        add(&mut words, without_article(name));
        let others = std::iter::once(&entity.name).chain(&entity.aliases).map(|other| without_article(other));
        for other in others.filter(|other| other.chars().count() <= 30).take(NAMES) {
            add(&mut words, other);
        }
    }
    for place in words_of(statement).into_iter().filter(|place| !taken.iter().any(|taken| taken.overlaps(*place))) {
        let word = statement.get(place.range()).unwrap_or_default();
        if !EMPTY.contains(&format!(" {} ", key(word))) {
            add(&mut words, word);
        }
    }
    words
}

/// The words of a statement that are long enough to mean something; where no spaces part them, those of the dictionary.
fn words_of(statement: &str) -> Vec<Span> {
    let mut words = Vec::new();
    let mut from = None;
    for (at, c) in statement.char_indices().chain([(statement.len(), ' ')]) {
        match (from, is_of_name(c)) {
            (None, true) => from = Some(at),
            (Some(start), false) => {
                words.extend(words_in_part(statement, start, at));
                from = None;
            }
            (None, false) | (Some(_), true) => {}
        }
    }
    words
}

fn words_in_part(statement: &str, start: usize, end: usize) -> Vec<Span> {
    let part = statement.get(start..end).unwrap_or_default();
    let is_edge = |c: char| matches!(c, '-' | '\'' | '’');
    let word = part.trim_matches(is_edge);
    let is_long = |span: &Span, least: usize| statement.get(span.range()).is_some_and(|word| word.chars().count() >= least);
    let place = |from: usize, to: usize| Span::new(start + from, start + to).ok();
    if word.contains(is_written_together) {
        let inside = segmentation::words_in(part).into_iter().filter_map(|word| place(word.start(), word.end()));
        return inside.filter(|span| is_long(span, 2)).collect();
    }
    let lead = part.len() - part.trim_start_matches(is_edge).len();
    place(lead, lead + word.len()).filter(|span| is_long(span, 3)).into_iter().collect()
}

/// Adds a word unless one that is there already finds it, too.
fn add(words: &mut Vec<String>, word: &str) {
    let found = format!(" {}", plain(word));
    let known = |w: &String| found.contains(&format!(" {}", plain(w)));
    if !word.trim().is_empty() && !words.iter().any(known) {
        words.push(word.trim().to_owned());
    }
}

/// The longest of an entity's names that stands in a text.
fn name_in<'e>(entity: &'e Entity, text: &str) -> Option<&'e str> {
    let names = std::iter::once(&entity.name).chain(&entity.aliases);
    names.map(String::as_str).filter(|name| !places_of(name, text).is_empty()).max_by_key(|name| name.len())
}

/// Where a name stands in a text as a whole.
fn places_of(name: &str, text: &str) -> Vec<Span> {
    let query = Query { extent: Extent::WholeWords, ..Query::forgiving(name.trim()) };
    Finder::new(&query).map(|finder| finder.spans(text).collect()).unwrap_or_default()
}

fn without_article(name: &str) -> &str {
    name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name)
}

fn is_of_name(c: char) -> bool {
    is_of_word(c) || matches!(c, '-' | '\'' | '’')
}

/// As it is compared, with single spaces for whatever is no part of a word.
fn plain(text: &str) -> String {
    let folded = key(text);
    folded.split(|c: char| !is_of_name(c)).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Splits what was written with commas, of any script, between the words.
pub fn written_words(text: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let words = text.split([',', '，', '、', '،']).map(|w| w.split_whitespace().collect::<Vec<_>>().join(" "));
    words.filter(|w| !w.is_empty() && seen.insert(key(w))).collect()
}

/// A query that finds every one of the words, and words that begin with them, however they are written; `None` without words.
///
/// It finds rather too much: in scripts without spaces the words count wherever they stand, because a word that is missed may be recorded
/// as omitted.
pub fn query(words: &[String]) -> Option<Query> {
    let (syntax, extent) = (Syntax::Lines, Extent::WordStarts);
    (!words.is_empty()).then(|| Query { pattern: words.join("\n"), syntax, case: Case::Ignore, extent, folding: Folding::ALL })
}

/// For each word how many of the places found begin with it.
pub fn counts<'a>(words: &[String], found: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let finders: Vec<Option<Finder>> =
        words.iter().map(|word| query(std::slice::from_ref(word)).and_then(|query| Finder::new(&query).ok())).collect();
    let mut counts = vec![0; words.len()];
    for place in found {
        let begins = |finder: &Option<Finder>| {
            let first = finder.as_ref().and_then(|finder| finder.spans(place).next());
            first.is_some_and(|span| span.start() == 0)
        };
        for (count, finder) in counts.iter_mut().zip(&finders) {
            *count += usize::from(begins(finder));
        }
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
