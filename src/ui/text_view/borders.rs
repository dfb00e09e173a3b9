//! Moving a border of the selected annotation from the keyboard, by characters, words or sentences.

use super::api::PageEvent;
use super::sheet::Sheet;
use super::{TextView, Turn};
use crate::model::{Annotation, AnnotationId};
use crate::text::{Span, TextSelection, segmentation};

/// How far a key moves a border.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// One character as it is read.
    Grapheme,
    /// To the border of a word.
    Word,
    /// To the border of a sentence.
    Sentence,
}

/// One end of one place of an annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Border {
    place: usize,
    span: Span,
    is_end: bool,
}

impl Border {
    fn offset(self) -> usize {
        if self.is_end { self.span.end() } else { self.span.start() }
    }

    /// The span with this border elsewhere; `None` where nothing of it would remain.
    fn moved_to(self, offset: usize) -> Option<Span> {
        if self.is_end { Span::new(self.span.start(), offset).ok() } else { Span::new(offset, self.span.end()).ok() }
    }
}

impl TextView {
    /// Moves the border of the selected annotation that is nearest to the caret, and takes the caret there:
    /// so the next key moves the same border, even where the other one is near.
    pub(super) fn move_border(&mut self, on: bool, pace: Pace, sheet: &mut Sheet, turn: &mut Turn<'_>) {
        let Some(annotation) = turn.cx.selected.and_then(|id| turn.cx.project.annotations().get(id)) else { return };
        if annotation.document != turn.cx.document.id {
            return;
        }
        let caret = turn.selection.map_or_else(|| self.first_visible_offset_in(sheet), |s| s.focus);
        let Some(border) = nearest(annotation, &turn.events, caret) else { return };
        let text = sheet.blocks.text();
        let offset = match pace {
            Pace::Grapheme => by_one_grapheme(text, border.offset(), on),
            Pace::Word => by_one(&segmentation::next_word, &segmentation::previous_word, text, border, on),
            Pace::Sentence => {
                let language = turn.cx.document.language_of_sentences();
                let next = |text: &str, at| segmentation::next_sentence(text, at, language);
                let previous = |text: &str, at| segmentation::previous_sentence(text, at, language);
                by_one(&next, &previous, text, border, on)
            }
        };
        let Some(span) = border.moved_to(offset).filter(|span| *span != border.span) else { return };
        turn.events.push(PageEvent::Resize { annotation: annotation.id.clone(), place: border.place, span });
        self.caret.x = None;
        turn.select(TextSelection::caret(offset));
        self.reveal(sheet, turn, offset);
    }
}

/// The border nearest to a place; what was asked for in this very frame counts as done.
fn nearest(annotation: &Annotation, events: &[PageEvent], caret: usize) -> Option<Border> {
    let borders = annotation.target.places().iter().enumerate().flat_map(|(place, at)| {
        let span = asked_for(events, &annotation.id, place).unwrap_or(at.span);
        [false, true].map(|is_end| Border { place, span, is_end })
    });
    borders.min_by_key(|border| border.offset().abs_diff(caret))
}

fn asked_for(events: &[PageEvent], id: &AnnotationId, at: usize) -> Option<Span> {
    events.iter().rev().find_map(|event| match event {
        PageEvent::Resize { annotation, place, span } if annotation == id && *place == at => Some(*span),
        _ => None,
    })
}

fn by_one_grapheme(text: &str, offset: usize, on: bool) -> usize {
    if on { segmentation::next_grapheme(text, offset) } else { segmentation::previous_grapheme(text, offset) }
}

/// Goes to the end of a word or sentence behind an offset, or to the start of one before it.
type Step<'a> = &'a dyn Fn(&str, usize) -> usize;

/// The end of a word or sentence for an end, the start of one for a start; where it is when there is none on that side.
fn by_one(next: Step<'_>, previous: Step<'_>, text: &str, border: Border, on: bool) -> usize {
    let at = border.offset();
    let to = match (border.is_end, on) {
        (true, true) => next(text, at),
        (false, false) => previous(text, at),
        (false, true) => previous(text, next(text, next(text, at))),
        (true, false) => next(text, previous(text, previous(text, at))),
    };
    if (to > at) == on { to } else { at }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::{Origin, Place, Target};
    use crate::text::sentences::Language;

    #[test]
    fn the_nearest_border_is_that_of_the_last_wish() {
        let place = Place { span: Span::new(4, 7).unwrap(), quote: "two".into() };
        let target = Target::Spans(vec![place]);
        let a = Annotation {
            id: "n".parse().unwrap(),
            coder: "a".parse().unwrap(),
            document: "d".parse().unwrap(),
            code: "c".parse().unwrap(),
            target,
            attributes: BTreeMap::new(),
            memo: String::new(),
            origin: Origin::ByHand,
            created: jiff::Timestamp::UNIX_EPOCH,
            changed: None,
            revision: 0,
            orphan: false,
            extra: BTreeMap::new(),
        };
        let wish = PageEvent::Resize { annotation: a.id.clone(), place: 0, span: Span::new(4, 13).unwrap() };
        assert_eq!(nearest(&a, &[], 9).map(Border::offset), Some(7));
        assert_eq!(nearest(&a, &[wish], 9).map(Border::offset), Some(13));
    }

    fn by_words(text: &str, border: Border, on: bool) -> usize {
        by_one(&segmentation::next_word, &segmentation::previous_word, text, border, on)
    }

    fn by_sentences(text: &str, border: Border, on: bool) -> usize {
        let next = |text: &str, at| segmentation::next_sentence(text, at, Language::English);
        by_one(&next, &|text: &str, at| segmentation::previous_sentence(text, at, Language::English), text, border, on)
    }

    #[test]
    fn borders_go_to_borders_of_sentences_and_never_the_wrong_way() {
        let text = "He came. He saw the site. He left.";
        let at = |start, end, is_end| Border { place: 0, span: Span::new(start, end).unwrap(), is_end };
        assert_eq!(by_sentences(text, at(9, 15, true), true), 25);
        assert_eq!(by_sentences(text, at(9, 25, true), false), 8);
        assert_eq!(by_sentences(text, at(12, 30, false), false), 9);
        assert_eq!(by_sentences(text, at(0, 30, false), true), 9);
        assert_eq!(by_sentences(text, at(0, 4, true), false), 4);
    }

    #[test]
    fn starts_go_to_starts_of_words_and_ends_to_ends() {
        let text = "one two, three four";
        let at = |start, end, is_end| Border { place: 0, span: Span::new(start, end).unwrap(), is_end };
        assert_eq!(by_words(text, at(4, 7, true), true), 14);
        assert_eq!(by_words(text, at(4, 14, true), false), 7);
        assert_eq!(by_words(text, at(4, 14, false), true), 9);
        assert_eq!(by_words(text, at(4, 14, false), false), 0);
    }
}
