//! Finding the place of a quote again when the text at its offsets is another one.

use std::sync::Arc;

use crate::model::{Annotation, Document, Mark, MarkSubject, Place, Target};
use crate::text::Span;
use crate::text::find::{Case, Finder, Query};

/// The annotation at the one good place its quotes have in the document; `None` when it is in place or there is no such place.
///
/// A good place is the only occurrence of the exact words. Where there is none, it is the only one of the words written otherwise: other
/// white space, quotation marks and hyphens, accents apart from their letters, what cannot be seen. The quote is then as the text has it.
/// Every fragment needs a good place, in the old order and apart.
/// An orphan whose quotes are back at their offsets is in place again.
pub(super) fn re_anchored(annotation: &Annotation, document: &Document) -> Option<Annotation> {
    let target = match &annotation.target {
        Target::Document => return annotation.orphan.then(|| Annotation { orphan: false, ..annotation.clone() }),
        Target::Paragraph(place) => Target::Paragraph(found(place, document)?),
        Target::Spans(places) => Target::Spans(all_found(places, document)?),
    };
    if !annotation.orphan && target == annotation.target {
        return None;
    }
    Some(Annotation { target, orphan: false, ..annotation.clone() })
}

/// The mark at the one good place of its paragraph, if it has to move there.
pub(super) fn re_anchored_mark(mark: &Mark, document: &Document) -> Option<Mark> {
    let MarkSubject::Paragraph(place) = &mark.subject else { return None };
    let there = found(place, document)?;
    (there != *place).then(|| Mark { subject: MarkSubject::Paragraph(there), ..mark.clone() })
}

/// Whether the quote is at its offsets.
pub(super) fn is_in_place(place: &Place, document: &Document) -> bool {
    document.text.slice(place.span) == Some(&*place.quote)
}

fn all_found(places: &[Place], document: &Document) -> Option<Vec<Place>> {
    let moved: Vec<Place> = places.iter().map(|place| found(place, document)).collect::<Option<_>>()?;
    let apart = moved.windows(2).all(|pair| match pair {
        [one, two] => one.span.end() < two.span.start(),
        _ => true,
    });
    (apart && !moved.is_empty()).then_some(moved)
}

fn found(place: &Place, document: &Document) -> Option<Place> {
    if is_in_place(place, document) {
        return Some(place.clone());
    }
    let text = document.text.as_str();
    let span = match exactly(text, &place.quote) {
        Occurrence::None => only_one_written_otherwise(text, &place.quote)?,
        Occurrence::One(start) => Span::new(start, start + place.quote.len()).ok()?,
        Occurrence::Several => return None,
    };
    Some(Place { span, quote: Arc::from(document.text.slice(span)?) })
}

/// How often the very words stand in a text, and where, if that is once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Occurrence {
    None,
    One(usize),
    Several,
}

fn exactly(text: &str, words: &str) -> Occurrence {
    let Some(first) = text.find(words).filter(|_| !words.is_empty()) else { return Occurrence::None };
    let again = text.get(behind_first_letter(text, first)..).is_some_and(|rest| rest.contains(words));
    if again { Occurrence::Several } else { Occurrence::One(first) }
}

fn only_one_written_otherwise(text: &str, words: &str) -> Option<Span> {
    // Of marks alone nobody can say that they are the same ones.
    if !words.chars().any(char::is_alphanumeric) {
        return None;
    }
    let finder = Finder::new(&Query { case: Case::Exact, ..Query::forgiving(words) }).ok()?;
    let first = finder.spans(text).next()?;
    let again = finder.spans_from(text, behind_first_letter(text, first.start())).next();
    again.is_none().then_some(first)
}

/// Occurrences that lie on each other are two.
fn behind_first_letter(text: &str, start: usize) -> usize {
    start + text.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_single_occurrence_is_a_good_place() {
        assert_eq!(exactly("a b c", "b"), Occurrence::One(2));
        assert_eq!(exactly("abab", "ab"), Occurrence::Several);
        assert_eq!(exactly("aaa", "aa"), Occurrence::Several, "overlapping occurrences are two");
        assert_eq!(exactly("abc", "x"), Occurrence::None);
        assert_eq!(exactly("abc", ""), Occurrence::None);
    }

    #[test]
    fn words_written_otherwise_have_a_good_place_where_they_stand_once() {
        let found = |text: &str, words: &str| only_one_written_otherwise(text, words).map(|span| text[span.start()..span.end()].to_owned());
        for (text, words, there) in [
            ("He said: don\u{2019}t go.", "don't go", Some("don\u{2019}t go")),
            ("a caf\u{e9} in Paris", "cafe\u{301} in", Some("caf\u{e9} in")),
            ("Kim\nJong\u{a0}Un met", "Kim Jong Un", Some("Kim\nJong\u{a0}Un")),
            ("a nego\u{ad}tiation", "negotiation", Some("nego\u{ad}tiation")),
            ("don\u{2019}t, don\u{2018}t", "don't", None),
            ("kim met", "Kim", None),
            ("an \u{201c}x\u{201d}", "\"", None),
            ("nothing", "\u{ad}", None),
        ] {
            assert_eq!(found(text, words).as_deref(), there, "{words} in {text}");
        }
    }
}
