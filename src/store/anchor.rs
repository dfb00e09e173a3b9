//! Finding the place of a quote again when the text at its offsets is another one.

use crate::model::{Annotation, Document, Mark, MarkSubject, Place, Target};
use crate::text::Span;

/// The annotation at the one good place its quotes have in the document; `None` when it is in place or there is no such place.
///
/// A good place is the only occurrence of the exact words; every fragment needs one, in the old order and apart.
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
    let start = only_occurrence(document.text.as_str(), &place.quote)?;
    let span = Span::new(start, start + place.quote.len()).ok()?;
    Some(Place { span, quote: place.quote.clone() })
}

fn only_occurrence(text: &str, words: &str) -> Option<usize> {
    let first = text.find(words).filter(|_| !words.is_empty())?;
    let behind = first + words.chars().next().map_or(1, char::len_utf8);
    let again = text.get(behind..).is_some_and(|rest| rest.contains(words));
    (!again).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_single_occurrence_is_a_good_place() {
        assert_eq!(only_occurrence("a b c", "b"), Some(2));
        assert_eq!(only_occurrence("abab", "ab"), None);
        assert_eq!(only_occurrence("aaa", "aa"), None, "overlapping occurrences are two");
        assert_eq!(only_occurrence("abc", "x"), None);
        assert_eq!(only_occurrence("abc", ""), None);
    }
}
