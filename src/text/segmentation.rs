//! Borders inside a text: graphemes, words, sentences and paragraphs, by the rules of ICU.
//!
//! Every question looks only at a bounded window around the offset, so that a paragraph of five megabytes costs no more than one of five lines.
//! A window begins behind a line end where one is near, else behind white space, else at any character.

use std::sync::OnceLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{GraphemeClusterSegmenter, GraphemeClusterSegmenterBorrowed, WordSegmenter, WordSegmenterBorrowed};

use super::sentences::{self, Language};
use super::{ReadingText, Span};

/// Bytes looked at on either side for graphemes: longer than any emoji sequence or stack of combining marks that is meant to be read.
const GRAPHEME_REACH: usize = 256;
/// Bytes looked at on either side for words: some twenty lines, and a bound on the cost of the dictionary for Thai or Chinese.
const WORD_REACH: usize = 1024;
/// Bytes looked at on either side for sentences: the longest sentence of a communiqué has about 1,500.
const SENTENCE_REACH: usize = 4096;

fn graphemes() -> GraphemeClusterSegmenterBorrowed<'static> {
    GraphemeClusterSegmenter::new()
}

fn words() -> WordSegmenterBorrowed<'static> {
    static WORDS: OnceLock<WordSegmenterBorrowed<'static>> = OnceLock::new();
    *WORDS.get_or_init(|| WordSegmenter::new_auto(WordBreakInvariantOptions::default()))
}

/// A stretch of the text around an offset: where it starts (bytes) and its words.
struct Window<'t> {
    start: usize,
    text: &'t str,
}

impl<'t> Window<'t> {
    /// Cuts the text `reach` bytes before and behind `offset`, but not beyond the line that holds it.
    fn around(text: &'t str, offset: usize, reach: usize) -> Self {
        let offset = text.floor_char_boundary(offset);
        let from = text.floor_char_boundary(offset.saturating_sub(reach));
        let to = text.ceil_char_boundary(offset.saturating_add(reach));
        let before = text.get(from..offset).unwrap_or_default();
        let behind = text.get(offset..to).unwrap_or_default();
        let start = match before.rfind('\n') {
            Some(at) => from + at + 1,
            None if from == 0 => 0,
            None => from + before.find(char::is_whitespace).map_or(0, |at| at + 1),
        };
        let start = text.ceil_char_boundary(start).min(offset);
        let end = match behind.find('\n') {
            Some(at) => offset + at,
            None if to == text.len() => to,
            None => behind.rfind(char::is_whitespace).filter(|at| *at > 0).map_or(to, |at| offset + at),
        };
        Self { start, text: text.get(start..end).unwrap_or_default() }
    }

    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The grapheme border behind `offset` (bytes); a line end counts as one grapheme.
pub fn next_grapheme(text: &str, offset: usize) -> usize {
    let offset = text.floor_char_boundary(offset);
    let window = Window::around(text, offset, GRAPHEME_REACH);
    let borders = graphemes().segment_str(window.text);
    let next = borders.map(|at| window.start + at).find(|at| *at > offset);
    next.unwrap_or_else(|| text.ceil_char_boundary(offset + 1))
}

/// The grapheme border before `offset` (bytes); a line end counts as one grapheme.
pub fn previous_grapheme(text: &str, offset: usize) -> usize {
    let offset = text.floor_char_boundary(offset);
    let window = Window::around(text, offset, GRAPHEME_REACH);
    let borders = graphemes().segment_str(window.text);
    let previous = borders.map(|at| window.start + at).take_while(|at| *at < offset).last();
    previous.unwrap_or_else(|| text.floor_char_boundary(offset.saturating_sub(1)))
}

/// `offset` itself where it is a grapheme border, else the border before it (bytes).
pub fn snap_to_grapheme(text: &str, offset: usize) -> usize {
    let floor = text.floor_char_boundary(offset);
    if floor == 0 || floor == text.len() {
        return floor;
    }
    let before = previous_grapheme(text, floor);
    if next_grapheme(text, before) == floor { floor } else { before }
}

/// Whether `offset` (bytes) is a grapheme border.
pub fn is_grapheme_border(text: &str, offset: usize) -> bool {
    is_plain_border(text, offset) || text.is_char_boundary(offset) && snap_to_grapheme(text, offset) == offset
}

/// Whether the letters on both sides belong to scripts and blocks without marks that join (Latin, Greek, Cyrillic, kana, ideographs,
/// syllables of Hangul; UAX #29), so that no table has to be asked: it is asked of each of very many hits.
fn is_plain_border(text: &str, offset: usize) -> bool {
    let plain = |c: Option<char>| {
        c.is_none_or(|c| {
            matches!(c,
                '\0'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30ff}'
                | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ff9d}')
                && c != '\r'
        })
    };
    let before = text.get(..offset).map(|before| before.chars().next_back());
    let behind = text.get(offset..).map(|behind| behind.chars().next());
    matches!((before, behind), (Some(before), Some(behind)) if plain(before) && plain(behind))
}

/// Borders of the words in a stretch without spaces, both ends included (bytes): by the model that ICU takes for its script, and by the
/// dictionary. In Chinese and Japanese the two are the same.
pub fn run_words(run: &str) -> [Vec<usize>; 2] {
    let dictionary = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    [words().segment_str(run).collect(), dictionary.segment_str(run).collect()]
}

/// Word-like segments of a window, as spans of the whole text. The dictionaries of Thai and Khmer part a letter from a mark of another
/// script behind it; such a border is none.
fn words_of<'t>(window: &Window<'t>) -> impl Iterator<Item = Span> + use<'t> {
    let base = window.start;
    let (mut start, mut word_like) = (0, false);
    let mut borders = graphemes().segment_str(window.text).peekable();
    words().segment_str(window.text).iter_with_word_type().filter_map(move |(at, kind)| {
        word_like |= kind.is_word_like();
        while borders.next_if(|border| *border < at).is_some() {}
        if borders.peek() != Some(&at) {
            return None;
        }
        let from = std::mem::replace(&mut start, at);
        if std::mem::take(&mut word_like) { Span::new(base + from, base + at).ok() } else { None }
    })
}

/// The end of the word that holds `offset` or comes behind it; the end of the text where there is none (bytes).
pub fn next_word(text: &str, offset: usize) -> usize {
    let mut at = text.floor_char_boundary(offset);
    while at < text.len() {
        let window = Window::around(text, at, WORD_REACH);
        if let Some(word) = words_of(&window).find(|word| word.end() > at) {
            return word.end();
        }
        at = window.end().max(next_grapheme(text, at));
    }
    text.len()
}

/// The start of the word that holds the character before `offset` or comes before it; 0 where there is none (bytes).
pub fn previous_word(text: &str, offset: usize) -> usize {
    let mut at = text.floor_char_boundary(offset);
    while at > 0 {
        let window = Window::around(text, at, WORD_REACH);
        if let Some(word) = words_of(&window).take_while(|word| word.start() < at).last() {
            return word.start();
        }
        at = window.start.min(previous_grapheme(text, at));
    }
    0
}

/// The word at `offset` (bytes): the one that holds it, else the one that ends there; nothing between words.
pub fn word_at(text: &str, offset: usize) -> Option<Span> {
    let window = Window::around(text, offset, WORD_REACH);
    let mut touching = None;
    for word in words_of(&window).take_while(|word| word.start() <= offset) {
        if word.contains_offset(offset) {
            return Some(word);
        }
        if word.end() == offset {
            touching = Some(word);
        }
    }
    touching
}

/// The words of a short text.
pub fn words_in(text: &str) -> Vec<Span> {
    words_of(&Window { start: 0, text }).collect()
}

/// How many words a stretch of text has, counted no further than `most`.
pub fn words_up_to(text: &str, most: usize) -> usize {
    words().segment_str(text).iter_with_word_type().filter(|(_, kind)| kind.is_word_like()).take(most).count()
}

/// The sentence at `offset` (bytes), without the white space around it; never beyond its line.
pub fn sentence_at(text: &str, offset: usize, language: Language) -> Option<Span> {
    let window = Window::around(text, offset, SENTENCE_REACH);
    let mut start = 0;
    for at in sentences::borders(window.text, language) {
        let last = at == window.text.len();
        if at > 0 && (window.start + at > offset || last) {
            let sentence = window.text.get(start..at)?;
            let lead = sentence.len() - sentence.trim_start().len();
            return Span::new(window.start + start + lead, window.start + start + sentence.trim_end().len()).ok();
        }
        start = at;
    }
    None
}

/// Where each sentence of a paragraph begins (bytes), behind the white space before it. Looks at all of it: give it no more than is seen.
pub fn sentence_starts(paragraph: &str, language: Language) -> Vec<usize> {
    let borders = sentences::borders(paragraph, language);
    let start_of = |pair: &[usize]| {
        let (start, end) = (*pair.first()?, *pair.last()?);
        let words = paragraph.get(start..end)?;
        let lead = words.len() - words.trim_start().len();
        (lead < words.len()).then_some(start + lead)
    };
    borders.windows(2).filter_map(start_of).collect()
}

/// The end of the sentence that holds `offset` or comes behind it; the end of the text where there is none (bytes).
pub fn next_sentence(text: &str, offset: usize, language: Language) -> usize {
    let mut at = text.floor_char_boundary(offset);
    loop {
        let rest = text.get(at..).unwrap_or_default();
        at += rest.len() - rest.trim_start().len();
        if at >= text.len() {
            return text.len();
        }
        match sentence_at(text, at, language).filter(|sentence| sentence.end() > at) {
            Some(sentence) => return sentence.end(),
            None => at = next_grapheme(text, at),
        }
    }
}

/// The start of the sentence that holds the character before `offset` or comes before it; 0 where there is none (bytes).
pub fn previous_sentence(text: &str, offset: usize, language: Language) -> usize {
    let mut at = text.floor_char_boundary(offset);
    loop {
        at = text.get(..at).unwrap_or_default().trim_end().len();
        if at == 0 {
            return 0;
        }
        let before = previous_grapheme(text, at);
        match sentence_at(text, before, language).filter(|sentence| sentence.start() <= before) {
            Some(sentence) => return sentence.start(),
            None => at = before,
        }
    }
}

/// The start of the next paragraph, or the end of the text (bytes).
pub fn next_paragraph(text: &ReadingText, offset: usize) -> usize {
    let paragraphs = text.paragraphs();
    let next = paragraphs.partition_point(|p| p.start() <= offset);
    paragraphs.get(next).map_or(text.len(), |p| p.start())
}

/// The start of the paragraph that holds `offset`, or of the one before it when `offset` is that start (bytes).
pub fn previous_paragraph(text: &ReadingText, offset: usize) -> usize {
    let paragraphs = text.paragraphs();
    let previous = paragraphs.partition_point(|p| p.start() < offset).checked_sub(1);
    previous.and_then(|at| paragraphs.get(at)).map_or(0, |p| p.start())
}

/// A good place to cut `text` at or before `target` and behind `least` (bytes): behind a sentence's end, else a word's, else a grapheme's.
///
/// Only the last `SENTENCE_REACH / 4` bytes before `target` are looked at. Used to lay long paragraphs out in pieces.
pub fn cut_before(text: &str, least: usize, target: usize) -> usize {
    let target = text.floor_char_boundary(target);
    let from = text.ceil_char_boundary(target.saturating_sub(SENTENCE_REACH / 4).max(least + 1));
    let Some(tail) = text.get(from..target) else { return target };
    let spaces = || tail.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| (at, at + c.len_utf8()));
    let ends_sentence = |at: usize| tail.get(..at).is_some_and(|t| t.ends_with(['.', '!', '?', '"', '”', '。', '؟']));
    if let Some((_, behind)) = spaces().rfind(|(at, _)| ends_sentence(*at)) {
        return from + behind;
    }
    if let Some((_, behind)) = spaces().next_back() {
        return from + behind;
    }
    if let Some(at) = tail.rfind(['。', '、', '，', '！', '？']) {
        return text.ceil_char_boundary(from + at + 1);
    }
    word_at(text, target).map_or_else(|| snap_to_grapheme(text, target), Span::start).max(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: Language = Language::English;

    fn walk(text: &str) -> Vec<&str> {
        let mut at = 0;
        let mut out = Vec::new();
        while at < text.len() {
            let next = next_grapheme(text, at);
            assert_eq!(previous_grapheme(text, next), at);
            out.push(&text[at..next]);
            at = next;
        }
        out
    }

    fn words_forward(text: &str) -> Vec<&str> {
        let mut at = 0;
        let mut out = Vec::new();
        loop {
            let end = next_word(text, at);
            let Some(word) = word_at(text, previous_grapheme(text, end)) else { return out };
            if end == at {
                return out;
            }
            out.push(&text[word.range()]);
            at = end;
        }
    }

    #[test]
    fn a_family_emoji_and_a_stack_of_marks_are_one_grapheme_each() {
        assert_eq!(walk("a👨‍👩‍👧‍👦é\u{301}\u{323}x"), ["a", "👨‍👩‍👧‍👦", "é\u{301}\u{323}", "x"]);
        assert_eq!(walk("한국🇰🇷"), ["한", "국", "🇰🇷"]);
        assert_eq!(walk("a\nb"), ["a", "\n", "b"]);
    }

    #[test]
    fn an_offset_inside_a_grapheme_snaps_to_its_start() {
        let text = "a👨‍👩‍👧b";
        assert_eq!(snap_to_grapheme(text, 5), 1);
        assert_eq!(snap_to_grapheme(text, 1), 1);
        assert_eq!(snap_to_grapheme(text, text.len()), text.len());
    }

    #[test]
    fn word_moves_go_to_ends_forwards_and_to_starts_backwards() {
        let text = "Kim Jong Un, leader";
        assert_eq!(next_word(text, 0), 3);
        assert_eq!(next_word(text, 3), 8);
        assert_eq!(next_word(text, 8), 11);
        assert_eq!(previous_word(text, text.len()), 13);
        assert_eq!(previous_word(text, 13), 9);
        assert_eq!(next_word("one\n\ntwo", 3), 8);
        assert_eq!(previous_word("one\n\ntwo", 5), 0);
    }

    #[test]
    fn words_are_found_in_hebrew_thai_and_korean() {
        assert_eq!(words_forward("נפגש עם פוטין"), ["נפגש", "עם", "פוטין"]);
        assert_eq!(words_forward("ภาษาไทย"), ["ภาษา", "ไทย"]);
        assert_eq!(words_forward("김정은 동지께서"), ["김정은", "동지께서"]);
    }

    #[test]
    fn a_word_never_ends_inside_a_grapheme() {
        // A Khmer syllable with a Thai vowel sign on it: the Khmer dictionary sees only the syllable.
        let text = "ok \u{179f}\u{17b6}\u{e31} ok";
        assert_eq!(next_grapheme(text, 3), 12);
        assert_eq!(word_at(text, 3), Span::new(3, 12).ok());
        assert_eq!((next_word(text, 3), previous_word(text, 12)), (12, 3));
    }

    #[test]
    fn a_word_is_found_inside_and_at_its_end_but_not_between() {
        let text = "to - go";
        assert_eq!(word_at(text, 1).map(Span::range), Some(0..2));
        assert_eq!(word_at(text, 2).map(Span::range), Some(0..2));
        assert_eq!(word_at(text, 3), None);
    }

    #[test]
    fn a_sentence_is_found_without_the_space_around_it() {
        let text = "He came. He saw the site! He left.";
        assert_eq!(&text[sentence_at(text, 12, EN).unwrap().range()], "He saw the site!");
        assert_eq!(&text[sentence_at(text, text.len(), EN).unwrap().range()], "He left.");
        assert_eq!(sentence_at("", 0, EN), None);
    }

    #[test]
    fn sentence_moves_go_to_ends_forwards_and_to_starts_backwards() {
        let text = "He came. He saw!\n\n  «Он ушёл». 彼は来た。見た。";
        let ends: Vec<usize> = ["came.", "saw!", "ушёл».", "来た。", "見た。"].iter().map(|w| text.find(w).unwrap() + w.len()).collect();
        let starts: Vec<usize> = ["He came", "He saw", "«Он", "彼", "見"].iter().map(|w| text.find(w).unwrap()).collect();
        let mut there = vec![next_sentence(text, 0, EN)];
        while *there.last().unwrap() < text.len() {
            there.push(next_sentence(text, *there.last().unwrap(), EN));
        }
        assert_eq!(there, ends);
        let mut back = vec![previous_sentence(text, text.len(), EN)];
        while *back.last().unwrap() > 0 {
            back.push(previous_sentence(text, *back.last().unwrap(), EN));
        }
        back.reverse();
        assert_eq!(back, starts);
        assert_eq!((next_sentence("", 0, EN), previous_sentence("", 0, EN)), (0, 0));
        assert_eq!((next_sentence("a.  \n ", 2, EN), previous_sentence("\n a", 1, EN)), (6, 0));
    }

    #[test]
    fn paragraph_moves_stop_at_starts() {
        let text = ReadingText::new("One.\n\nTwo.\nThree.").unwrap();
        assert_eq!(next_paragraph(&text, 0), 6);
        assert_eq!(next_paragraph(&text, 11), text.len());
        assert_eq!(previous_paragraph(&text, 8), 6);
        assert_eq!(previous_paragraph(&text, 6), 0);
    }

    #[test]
    fn a_huge_paragraph_is_never_looked_at_whole() {
        let text = "word ".repeat(1_000_000);
        assert_eq!(next_word(&text, 2_500_000), 2_500_004);
        assert_eq!(previous_word(&text, 2_500_000), 2_499_995);
        assert!(sentence_at(&text, 2_500_000, EN).unwrap().len() < 3 * SENTENCE_REACH);
    }

    #[test]
    fn a_long_text_is_cut_behind_a_sentence() {
        let text = "One sentence here. Another one there. And a third that is longer";
        assert_eq!(cut_before(text, 0, 50), 38);
        let thai = "ภาษาไทย".repeat(40);
        let cut = cut_before(&thai, 0, 400);
        assert!(cut > 0 && cut <= 400 && thai.is_char_boundary(cut));
    }

    #[test]
    fn sentences_begin_at_their_first_letter() {
        assert_eq!(sentence_starts("  One. Two?  Three… four", EN), [2, 7, 13]);
        assert_eq!(sentence_starts("Он прибыл в 13:00. Встреча", EN), [0, "Он прибыл в 13:00. ".len()]);
        assert!(sentence_starts("   ", EN).is_empty());
        assert!(sentence_starts("", EN).is_empty());
    }
}
