//! The words that a query asks for, to be marked in what it found.

use std::ops::Range;

use super::fields::{Takes, fields};
use super::value::{Words, in_text};
use super::{Expr, List, parse};

/// Places that are marked in one text at most: more is a pattern that fits everywhere.
const MOST: usize = 2_000;

/// Patterns of the words that a query asks for.
#[derive(Debug, Default)]
pub struct Marks(Vec<Words>);

impl Marks {
    /// The words that a query asks for in the rows of a list, bare or in a field; words asked not to be there are none of them, and a query
    /// that cannot be read has none.
    pub fn of(list: List, query: &str) -> Self {
        let mut patterns = Vec::new();
        if let Ok(expr) = parse(query) {
            collect(list, &expr, &mut patterns);
        }
        Self(patterns)
    }

    /// Whether nothing is to be marked anywhere.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The places in a text (bytes), in order, none touching another.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        let found = self.0.iter().flat_map(|pattern| pattern.spans(text).take(MOST));
        let mut places: Vec<Range<usize>> = found.map(crate::text::Span::range).collect();
        places.sort_by_key(|place| (place.start, place.end));
        let mut apart: Vec<Range<usize>> = Vec::with_capacity(places.len());
        for place in places {
            match apart.last_mut() {
                Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
                _ => apart.push(place),
            }
        }
        apart
    }
}

fn collect(list: List, expr: &Expr, patterns: &mut Vec<Words>) {
    match expr {
        Expr::All | Expr::Not(_) | Expr::Relation(_) => {}
        Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| collect(list, part, patterns)),
        Expr::Words(at, value) => patterns.extend(in_text(*at, value)),
        Expr::Field(term) => {
            let name = term.name.to_lowercase();
            let is_text = fields(list).iter().any(|field| field.name == name && field.takes == Takes::Text);
            if is_text {
                patterns.extend(in_text(term.value_at, &term.value));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(query: &str, text: &str) -> Vec<String> {
        let places = Marks::of(List::Memos, query).places(text);
        places.into_iter().map(|place| text[place].to_owned()).collect()
    }

    #[test]
    fn words_are_marked_wherever_they_are_asked_for() {
        assert_eq!(marked("irony", "Irony, and irony again"), ["Irony", "irony"]);
        assert_eq!(marked("text:\"no talk\" or kim author:a", "kim: no talk"), ["kim", "no talk"]);
        assert_eq!(marked("summ*", "The summit’s end"), ["summit’s"]);
    }

    #[test]
    fn what_is_not_to_be_there_or_cannot_be_read_is_not_marked() {
        assert!(marked("not irony author:irony about:entity", "irony").is_empty());
        assert!(marked("irony (", "irony").is_empty());
        assert!(marked("/x*/", "irony").is_empty());
    }

    #[test]
    fn overlapping_words_are_one_place() {
        assert_eq!(marked("ab or bc or cd", "abcd ab"), ["abcd", "ab"]);
    }
}
