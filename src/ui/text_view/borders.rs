//! Moving a border of the selected annotation from the keyboard, by characters or by words.

use super::api::PageEvent;
use super::sheet::Sheet;
use super::{TextView, Turn};
use crate::model::{Annotation, AnnotationId};
use crate::text::{Span, TextSelection, segmentation};

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
    pub(super) fn move_border(&mut self, on: bool, by_word: bool, sheet: &mut Sheet, turn: &mut Turn<'_>) {
        let Some(annotation) = turn.cx.selected.and_then(|id| turn.cx.project.annotations().get(id)) else { return };
        if annotation.document != turn.cx.document.id {
            return;
        }
        let caret = turn.selection.map_or_else(|| self.first_visible_offset_in(sheet), |s| s.focus);
        let Some(border) = nearest(annotation, &turn.events, caret) else { return };
        let text = sheet.blocks.text();
        let offset = if by_word { by_one_word(text, border, on) } else { by_one_grapheme(text, border.offset(), on) };
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

/// The end of a word for an end, the start of one for a start.
fn by_one_word(text: &str, border: Border, on: bool) -> usize {
    let at = border.offset();
    match (border.is_end, on) {
        (true, true) => segmentation::next_word(text, at),
        (false, false) => segmentation::previous_word(text, at),
        (false, true) => {
            let here = segmentation::next_word(text, at);
            segmentation::previous_word(text, segmentation::next_word(text, here))
        }
        (true, false) => {
            let here = segmentation::previous_word(text, at);
            segmentation::next_word(text, segmentation::previous_word(text, here))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::{Origin, Place, Target};

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

    #[test]
    fn starts_go_to_starts_of_words_and_ends_to_ends() {
        let text = "one two, three four";
        let at = |start, end, is_end| Border { place: 0, span: Span::new(start, end).unwrap(), is_end };
        assert_eq!(by_one_word(text, at(4, 7, true), true), 14);
        assert_eq!(by_one_word(text, at(4, 14, true), false), 7);
        assert_eq!(by_one_word(text, at(4, 14, false), true), 9);
        assert_eq!(by_one_word(text, at(4, 14, false), false), 0);
    }
}
