//! Where letters and words end.
//!
//! **A word goes on** beyond an end of a hit
//!
//! - in scripts that set words apart: where letters, digits or marks adjoin. Two letters of different scripts do not belong to one word
//!   (UAX #29, 4: *Chicago에*), and a Korean particle is none of the noun it stands behind;
//! - between ideographs never: UAX #29 has a border between any two. What dictionaries join is a guess that hides words
//!   (ICU 2.4 reads 在中|国大|使馆 in 在中国大使馆), and a word that is missed may be recorded as omitted;
//! - in other scripts without spaces (Thai, Lao, Khmer, Burmese, kana) where ICU's words, both by its model and by its dictionary, have one
//!   longer word there that holds all of the hit: กา is no word of กาแฟ.

use icu_properties::props::Script;

use super::scripts::{Setting, Side, ZERO_WIDTH_SPACE, is_mark, is_of_run, is_of_word, is_unseen, setting, side};
use crate::text::segmentation::{is_grapheme_border, next_grapheme, run_words};

/// Bytes of a run without spaces that are cut into words together: a bound on the cost of the dictionary where somebody wrote no full stop.
const RUN: usize = 4096;
/// Korean particles (조사) that stand behind a noun without a space: those of case, topic and company, and what is often put on them.
const PARTICLES: [&str; 47] = [
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "에서",
    "에게",
    "에게서",
    "께",
    "께서",
    "께서는",
    "께서도",
    "한테",
    "와",
    "과",
    "랑",
    "이랑",
    "하고",
    "도",
    "만",
    "만이",
    "만을",
    "로",
    "으로",
    "로서",
    "으로서",
    "로써",
    "으로써",
    "로부터",
    "으로부터",
    "부터",
    "까지",
    "까지도",
    "마저",
    "조차",
    "처럼",
    "보다",
    "에는",
    "에도",
    "에서는",
    "에서도",
    "와의",
    "과의",
    "에게는",
];

/// Answers about borders of one text; keeps what has been cut into words, so that many hits in one stretch cost one look.
#[derive(Debug)]
pub(super) struct Borders<'t> {
    text: &'t str,
    run: Option<Run>,
}

/// A stretch without spaces and its words.
#[derive(Debug)]
struct Run {
    start: usize,
    end: usize,
    /// Borders by ICU's model and by its dictionary (bytes of the text), for the piece that was asked about last.
    piece: (usize, [Vec<usize>; 2]),
}

impl<'t> Borders<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, run: None }
    }

    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Whether no letter is cut here: a border of grapheme clusters (UAX #29).
    pub fn is_letter_border(&self, at: usize) -> bool {
        is_grapheme_border(self.text, at)
    }

    /// The end of a hit where no letter is cut; what cannot be seen and belongs to the last letter comes with it, if that may be. None where
    /// the letter goes on.
    pub fn letter_end(&self, mut end: usize, with_unseen: bool) -> Option<usize> {
        while !self.is_letter_border(end) {
            let next = self.text.get(end..)?.chars().next()?;
            if !with_unseen || !is_unseen(next) {
                return None;
            }
            end += next.len_utf8();
        }
        Some(end)
    }

    /// Whether no letter or digit adjoins at either end, as the engine for regular expressions has it.
    pub fn is_unbroken(&self, start: usize, end: usize) -> bool {
        let before = self.text.get(..start).and_then(|text| text.chars().next_back());
        let behind = self.text.get(end..).and_then(|text| text.chars().next());
        !before.is_some_and(is_of_word) && !behind.is_some_and(is_of_word)
    }

    /// Whether no word goes on at either end of a hit.
    pub fn is_whole(&mut self, start: usize, end: usize) -> bool {
        let (opening, closing) = (self.side_before(start), self.side_behind(end));
        let goes_on = |borders: &mut Self, side: Side, at: usize| match side {
            Side::Border => false,
            Side::GoesOn => true,
            Side::Ask => borders.is_inside_word(start, end, at),
        };
        let closes = closing == Side::GoesOn && self.is_before_particle(start, end) || !goes_on(self, closing, end);
        closes && !goes_on(self, opening, start)
    }

    /// Whether a word may begin here; in scripts without spaces any letter may.
    pub fn is_word_start(&self, start: usize) -> bool {
        self.side_before(start) != Side::GoesOn
    }

    /// Where the word ends that goes on here, in scripts that set words apart; elsewhere this place itself.
    pub fn word_end(&self, mut end: usize) -> usize {
        while self.side_behind(end) == Side::GoesOn || !self.is_letter_border(end) {
            let next = next_grapheme(self.text, end);
            if next <= end {
                break;
            }
            end = next;
        }
        end
    }

    fn side_before(&self, at: usize) -> Side {
        let (Some(before), Some(first)) = (self.seen_before(at), self.seen_behind(at)) else { return Side::Border };
        if !is_of_word(before) {
            return Side::Border;
        }
        let known = is_of_word(first).then(|| setting(first));
        side(setting(before), known)
    }

    fn side_behind(&self, at: usize) -> Side {
        let (Some(last), Some(behind)) = (self.seen_before(at), self.seen_behind(at)) else { return Side::Border };
        if !is_of_word(behind) {
            return Side::Border;
        }
        let known = is_of_word(last).then(|| setting(last));
        side(setting(behind), known)
    }

    /// The letter before a place, without its marks and what cannot be seen; a zero-width space parts words, so there is none.
    fn seen_before(&self, at: usize) -> Option<char> {
        let mut seen = self.text.get(..at)?.chars().rev().take_while(|c| *c != ZERO_WIDTH_SPACE).filter(|c| !is_unseen(*c)).peekable();
        let mark = *seen.peek()?;
        Some(seen.find(|c| !is_mark(*c)).unwrap_or(mark))
    }

    fn seen_behind(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().take_while(|c| *c != ZERO_WIDTH_SPACE).find(|c| !is_unseen(*c))
    }

    /// Whether only Korean particles stand between a noun's end and that of the word.
    fn is_before_particle(&self, start: usize, end: usize) -> bool {
        let is_hangul = |c: &char| setting(*c) == Setting::Spaced(Script::Hangul);
        let noun = self.text.get(start..end).unwrap_or_default();
        // A single syllable stands before a particle's syllable in half of all words.
        if noun.chars().rev().take_while(is_hangul).count() < 2 {
            return false;
        }
        let rest = self.text.get(end..).unwrap_or_default();
        let length = rest.chars().take_while(is_hangul).map(char::len_utf8).sum();
        rest.get(..length).is_some_and(|rest| {
            let decomposed = rest.chars().any(|c| matches!(c, '\u{1100}'..='\u{11ff}'));
            if decomposed { PARTICLES.contains(&&*super::key(rest)) } else { PARTICLES.contains(&rest) }
        })
    }

    /// Whether ICU's words have one there that holds all of a hit and more, with `at` inside of it.
    fn is_inside_word(&mut self, start: usize, end: usize, at: usize) -> bool {
        let Some(all) = self.words_around(at) else { return false };
        all.iter().all(|borders| {
            let next = borders.partition_point(|border| *border < at);
            let (Some(word_end), Some(word_start)) = (borders.get(next), next.checked_sub(1).and_then(|n| borders.get(n))) else {
                return false;
            };
            *word_end > at && *word_start <= start && end <= *word_end
        })
    }

    /// Borders of the words in the stretch without spaces that holds a place.
    fn words_around(&mut self, at: usize) -> Option<&[Vec<usize>; 2]> {
        if self.run.as_ref().is_none_or(|run| at < run.start || run.end < at) {
            let runs_on = |c: &char| is_of_run(*c);
            let before: usize = self.text.get(..at)?.chars().rev().take_while(runs_on).map(char::len_utf8).sum();
            let behind: usize = self.text.get(at..)?.chars().take_while(runs_on).map(char::len_utf8).sum();
            self.run = Some(Run { start: at - before, end: at + behind, piece: (usize::MAX, [Vec::new(), Vec::new()]) });
        }
        let run = self.run.as_mut()?;
        let number = (at - run.start) / RUN;
        if run.piece.0 != number {
            let from = self.text.ceil_char_boundary(run.start + number * RUN);
            let to = self.text.ceil_char_boundary((run.start + (number + 1) * RUN).min(run.end));
            let words = run_words(self.text.get(from..to)?);
            run.piece = (number, words.map(|borders| borders.into_iter().map(|border| from + border).collect()));
        }
        Some(&run.piece.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the words between `[` and `]` are whole words.
    fn is_whole(marked: &str) -> bool {
        let start = marked.find('[').unwrap();
        let end = marked.find(']').unwrap() - 1;
        Borders::new(&marked.replace(['[', ']'], "")).is_whole(start, end)
    }

    #[test]
    fn a_word_is_whole_where_no_letter_goes_on() {
        for whole in ["[Kim].", "«[Kim]»", "[Kim]'s", "l'[homme]", "the [U.S.] said", "[co]-operation", "[km]²", "([Kim])"] {
            assert!(is_whole(whole), "{whole}");
        }
        for part in ["[Kim]berly", "s[ign]", "[foo]_bar", "5[km]", "[co]\u{ad}operation", "[می]\u{200c}خواهم", "[caf]e\u{301}"] {
            assert!(!is_whole(part), "{part}");
        }
    }

    #[test]
    fn a_word_of_another_script_begins_where_the_script_does() {
        for whole in ["我用[Emacs]写作", "ぼくは[Emacs]を使う", "ผมใช้[Emacs]เขียน", "[Emacs]는", "[G7]峰会", "[2023]年"]
        {
            assert!(is_whole(whole), "{whole}");
        }
    }

    #[test]
    fn words_are_whole_in_scripts_without_spaces() {
        for whole in [
            "我昨天在[中国]大使馆见到了王先生。",
            "[中国]，是一个国家。",
            "[東京]都の天気",
            "彼は[東京]に住んでいる。",
            "俄罗斯总统[普京]在符拉迪沃斯托克会见了金正恩",
            "会见了[金正恩]",
            "ฉันอยู่ที่[กรุงเทพ]มหานคร",
            "เขาไป[กรุงเทพ]เมื่อวานนี้",
            "ดื่ม[กาแฟ]ที่กรุงเทพ",
            "[ភ្នំពេញ]ជារាជធានី",
        ] {
            assert!(is_whole(whole), "{whole}");
        }
        for part in ["ดื่ม[กา]แฟที่กรุงเทพ", "[アメ]リカの大統領"] {
            assert!(!is_whole(part), "{part}");
        }
    }

    #[test]
    fn a_korean_noun_is_whole_before_its_particle() {
        assert!(is_whole("[김정은]은 말했다") && is_whole("[김정은]께서는 말했다"));
        assert!(!is_whole("[한국]어를 배운다") && !is_whole("[김]이 말했다"));
    }

    #[test]
    fn a_run_without_a_space_costs_its_length_once() {
        let text = "กรุงเทพ".repeat(20_000);
        let mut borders = Borders::new(&text);
        let hits = text.match_indices("กรุงเทพ").filter(|(at, word)| borders.is_whole(*at, at + word.len())).count();
        assert!(hits > 19_000, "{hits}");
    }
}
