//! Names as words that can be compared: without case, articles and titles, and as acronyms.

use crate::text::find::{is_of_word, key};

/// Words that stand before a name without being part of it. Titles of other languages are those that news in them use most.
const ARTICLES: &[&str] = &["the", "a", "an", "der", "die", "das", "le", "la", "les", "el", "los", "las", "il"];
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "president",
    "presidential",
    "vice",
    "prime",
    "premier",
    "minister",
    "chancellor",
    "secretary",
    "general",
    "governor",
    "mayor",
    "senator",
    "ambassador",
    "chairman",
    "chairwoman",
    "chair",
    "chief",
    "director",
    "leader",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "comrade",
    "comrades",
    "marshal",
    "marshals",
    "colonel",
    "captain",
    "major",
    "respected",
    "honourable",
    "honorable",
    "excellency",
    "former",
    "acting",
    "herr",
    "frau",
    "präsident",
    "monsieur",
    "madame",
    "m",
    "mme",
    "señor",
    "señora",
    "президент",
    "товарищ",
    "господин",
];
/// Words whose first letters an acronym leaves out.
const SMALL: &[&str] = &[
    "of", "the", "and", "for", "in", "on", "to", "de", "du", "des", "la", "le", "les", "et", "y", "der", "die", "das", "und", "für", "von",
];
/// Letters of an acronym.
const ACRONYM: std::ops::RangeInclusive<usize> = 2..=8;

/// The words of a text as they are compared; the `'s` of a genitive and other apostrophes are left out.
pub fn folded(text: &str) -> Vec<String> {
    words(&key(text)).collect()
}

/// The words without an article before them.
pub fn without_article(words: &[String]) -> &[String] {
    match words.split_first() {
        Some((first, rest)) if !rest.is_empty() && ARTICLES.contains(&first.as_str()) => rest,
        _ => words,
    }
}

/// The words without articles and titles before them; what consists of nothing else keeps them.
pub fn without_titles(words: &[String]) -> &[String] {
    let words = without_article(words);
    let titles = words.iter().take_while(|word| is_filling(word)).count();
    words.get(titles..).filter(|rest| !rest.is_empty()).unwrap_or(words)
}

/// Whether a word tells nothing about whom a name means.
pub fn is_filling(word: &str) -> bool {
    [ARTICLES, TITLES, SMALL].iter().any(|list| list.contains(&word))
}

/// The acronyms that a name of several words has, in lower case: with and without the first letters of small words.
pub fn acronyms_of(words: &[String]) -> Vec<String> {
    let words = without_article(words);
    let initials = |words: &mut dyn Iterator<Item = &String>| words.filter_map(|word| word.chars().next()).collect::<String>();
    let mut large = words.iter().filter(|word| !SMALL.contains(&word.as_str()) && word.chars().all(char::is_alphabetic));
    let mut all = vec![initials(&mut large), initials(&mut words.iter().filter(|word| word.chars().all(char::is_alphabetic)))];
    all.dedup();
    all.retain(|acronym| ACRONYM.contains(&acronym.chars().count()));
    all
}

/// The words as one acronym in lower case, if they are one: `DPRK`, `the DPRK`, `U.S.`
pub fn as_acronym(text: &str) -> Option<String> {
    let first = text.split_whitespace().next()?;
    let is_article = ARTICLES.contains(&first.to_lowercase().as_str());
    let bare = if is_article { text.trim_start().get(first.len()..)?.trim() } else { text.trim() };
    let letters: String = bare.chars().filter(|c| *c != '.').collect();
    let fits = ACRONYM.contains(&letters.chars().count()) && letters.chars().all(char::is_uppercase);
    fits.then(|| letters.to_lowercase())
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let parts = text.split(|c: char| (!is_of_word(c) || c == '_') && !is_apostrophe(c));
    let bare = |part: &str| {
        let part = part.trim_matches(is_apostrophe);
        let stem = part.strip_suffix('s').filter(|stem| stem.ends_with(is_apostrophe)).unwrap_or(part);
        stem.chars().filter(|c| !is_apostrophe(*c)).collect::<String>()
    };
    parts.map(bare).filter(|word| !word.is_empty())
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        without_titles(&folded(text)).join(" ")
    }

    #[test]
    fn titles_and_articles_before_a_name_go_and_what_is_nothing_else_stays() {
        assert_eq!(plain("Respected General Secretary Kim Jong Un"), "kim jong un");
        assert_eq!(plain("the DPRK"), "dprk");
        assert_eq!(plain("the president"), "president");
        assert_eq!(plain("President Putin’s"), "putin");
        assert_eq!(plain("The"), "the");
    }

    #[test]
    fn an_acronym_leaves_small_words_out_or_keeps_them() {
        assert_eq!(acronyms_of(&folded("Democratic People's Republic of Korea")), ["dprk", "dprok"]);
        assert_eq!(acronyms_of(&folded("Korean Central News Agency")), ["kcna"]);
        assert!(acronyms_of(&folded("Russia")).is_empty());
    }

    #[test]
    fn an_acronym_has_capitals_alone() {
        assert_eq!(as_acronym("the DPRK").as_deref(), Some("dprk"));
        assert_eq!(as_acronym("U.S.").as_deref(), Some("us"));
        assert_eq!(as_acronym("Kim"), None);
        assert_eq!(as_acronym("A"), None);
        assert_eq!(as_acronym("DPRK-Russia"), None);
    }
}
