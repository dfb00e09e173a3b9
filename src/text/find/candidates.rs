//! Where words may stand in a text, so that the rest of it is not folded: nearly every text that is looked through has them nowhere.
//!
//! Two things are looked for, both at the speed of memory. **Plain forms**: the words with each letter in all its single characters, composed
//! or apart (`[kK\u{212a}]`), as a regular expression. **Odd characters**: those that may stand inside the words although no plain form has
//! them, such as a soft hyphen, a ligature, or marks in another order. What neither finds cannot be there; what they find is looked at by
//! [`super::walk`], which alone decides.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use regex::{Regex, RegexBuilder};

use super::Case;
use super::automaton::Automaton;
use super::folding::Fold;
use super::table::{Kind, hangul, syllable, table};
use super::units::{How, is_joiner};

/// Letters of each word that the plain forms are made of: more make the expression larger and hardly any candidate less.
const LETTERS: usize = 24;
/// Memory (bytes) that the expression may take; where it would take more, every place is a candidate.
const SIZE_LIMIT: usize = 8 << 20;
/// Bytes that are looked at together.
const CHUNK: usize = 64;
/// The lowest byte that begins a character outside of ASCII.
const FIRST_LEAD: u8 = 0xc0;

/// What may begin or be inside the words looked for.
#[derive(Debug)]
pub(super) struct Candidates {
    plain: Option<Regex>,
    odd: Odd,
    how: How,
    /// Units that stand beside each other in the words, sorted.
    pairs: Vec<(char, char)>,
    /// Units of the longest word.
    longest: usize,
}

impl Candidates {
    pub fn new(words: &[Automaton], how: How) -> Self {
        let letters: Vec<Vec<&[char]>> = words.iter().map(|word| letters(word.units(), how)).collect();
        let used: BTreeSet<char> = words.iter().flat_map(Automaton::units).copied().collect();
        let stacked = letters.iter().flatten().any(|letter| is_stacked(letter));
        let mut forms: BTreeMap<&[char], Vec<char>> = BTreeMap::new();
        for letter in letters.iter().flatten() {
            for part in [*letter, letter.get(..1).unwrap_or_default()] {
                forms.entry(part).or_insert_with(|| if part.len() == 1 { part.to_vec() } else { Vec::new() });
            }
        }
        let mut odd = Odd::default();
        let mut folded = Vec::new();
        for (c, entry) in table().entries() {
            folded.clear();
            how.fold_one(c, entry, &mut folded);
            if folded.is_empty() {
                odd.add(c);
                continue;
            }
            let all_used = || folded.iter().all(|c| used.contains(c));
            if how.folding.has(Fold::Letters) && stacked && (entry.is_mark() || folded.len() > 1) && all_used() {
                odd.add(c);
            }
            match forms.get_mut(&*folded) {
                Some(forms) => forms.push(c),
                None if all_used() && folded != [' '] => odd.add(c),
                None => {}
            }
        }
        if how.folding.has(Fold::Invisible) {
            odd.add_unseen_beyond();
        }
        let alternatives: Vec<String> = letters.iter().map(|letters| expression(letters, &forms, how)).collect();
        let plain = RegexBuilder::new(&alternatives.join("|")).size_limit(SIZE_LIMIT).dfa_size_limit(SIZE_LIMIT).build().ok();
        let pairs = words.iter().flat_map(|word| word.units().windows(2)).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
        let pairs: BTreeSet<_> = pairs.collect();
        let longest = words.iter().map(|word| word.units().len()).max().unwrap_or(0);
        Self { plain, odd, how, pairs: pairs.into_iter().collect(), longest }
    }

    /// The first place at or behind `from` where the words stand in a plain form (bytes).
    pub fn next_plain(&self, text: &str, from: usize) -> Option<usize> {
        match &self.plain {
            Some(plain) => plain.find_at(text, from).map(|found| before_joiners(text, from, found.start())),
            None => (from < text.len()).then_some(from),
        }
    }

    /// The first place at or behind `from` of an odd character that may be inside the words (bytes).
    pub fn next_odd(&self, text: &str, from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            let (found, c) = self.odd.find(text, at)?;
            at = found + c.len_utf8();
            let unseen = table().get(c).is_some_and(|entry| entry.kind == Kind::Invisible) && self.how.folding.has(Fold::Invisible);
            if !unseen || self.may_part(text, found, at) {
                return Some(found);
            }
        }
    }

    /// Where the words begin at the latest-but-one if a character at `place` is inside them: so many letters before it, not before `least`.
    pub fn start_before(&self, text: &str, place: usize, least: usize) -> usize {
        let before = text.get(least..place).unwrap_or_default();
        let mut left = self.longest;
        for (at, c) in before.char_indices().rev() {
            let entry = table().get(c);
            let (is_mark, counts) = match entry {
                None => (false, true),
                Some(entry) => (entry.is_mark(), entry.kind == Kind::Letter && entry.typed.is_none()),
            };
            // Hyphens and white space may fold to nothing; counting too few letters only begins earlier.
            left = left.saturating_sub(usize::from(counts && c != '-'));
            if left == 0 && !is_mark {
                return least + at;
            }
        }
        least
    }

    /// Whether the letters on both sides of something that cannot be seen stand beside each other in the words.
    fn may_part(&self, text: &str, start: usize, end: usize) -> bool {
        let seen = |c: &char| table().get(*c).is_none_or(|entry| entry.kind != Kind::Invisible);
        let before = text.get(..start).and_then(|before| before.chars().rev().find(seen));
        let after = text.get(end..).and_then(|after| after.chars().find(seen));
        let (Some(before), Some(after)) = (before, after) else { return false };
        let is_mark = |c: char| table().get(c).is_some_and(super::table::Entry::is_mark);
        if is_mark(before) || is_mark(after) {
            return true;
        }
        match (self.ends(before), self.ends(after)) {
            (Some((_, ' ')), Some((' ', _))) => true,
            (Some((_, before)), Some((after, _))) => self.pairs.binary_search(&(before, after)).is_ok(),
            _ => false,
        }
    }

    /// The first and the last character of what one folds to.
    fn ends(&self, c: char) -> Option<(char, char)> {
        if c.is_ascii_alphanumeric() {
            let c = if self.how.case == Case::Ignore { c.to_ascii_lowercase() } else { c };
            return Some((c, c));
        }
        let mut folded = Vec::new();
        match (table().get(c), hangul(c)) {
            (Some(entry), _) => self.how.fold_one(c, entry, &mut folded),
            (None, Some(parts)) if self.how.folding.has(Fold::Letters) => folded.extend(parts.into_iter().flatten()),
            (None, _) => folded.push(c),
        }
        Some((*folded.first()?, *folded.last()?))
    }
}

/// A mark makes one letter with the joiners before it: where that begins, but not before `from`.
fn before_joiners(text: &str, from: usize, at: usize) -> usize {
    if !text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_mark) {
        return at;
    }
    let before = text.get(from..at).unwrap_or_default();
    from + before.trim_end_matches(is_joiner).len()
}

fn is_mark(c: char) -> bool {
    table().get(c).is_some_and(super::table::Entry::is_mark)
}

/// A letter with two marks or more, which can be written in several ways.
fn is_stacked(letter: &[char]) -> bool {
    letter.len() > 2 && letter.iter().skip(1).all(|c| is_mark(*c))
}

/// Cuts units into letters: each with its marks, and the parts of a Hangul syllable together.
fn letters(units: &[char], how: How) -> Vec<&[char]> {
    if !how.folding.has(Fold::Letters) {
        return units.chunks(1).collect();
    }
    let is_lead = |c: char| matches!(c, '\u{1100}'..='\u{1112}');
    let is_vowel = |c: char| matches!(c, '\u{1161}'..='\u{1175}');
    let is_last = |c: char| matches!(c, '\u{11a8}'..='\u{11c2}');
    let goes_on = |a: &char, b: &char| is_mark(*b) || is_lead(*a) && is_vowel(*b) || is_vowel(*a) && is_last(*b);
    units.chunk_by(goes_on).collect()
}

/// A regular expression for the plain forms of some letters.
fn expression(letters: &[&[char]], forms: &BTreeMap<&[char], Vec<char>>, how: How) -> String {
    let class = |letter: &[char]| {
        let all = forms.get(letter).map_or(&[][..], Vec::as_slice);
        let all: String = all.iter().map(|c| escaped(*c)).collect();
        if all.is_empty() { String::new() } else { format!("[{all}]") }
    };
    let letter = |letter: &&[char]| {
        if **letter == [' '] && how.folding.has(Fold::Spaces) {
            return r"\s+".to_owned();
        }
        let mut alternatives = vec![class(letter)];
        if let Some((first, rest)) = letter.split_first().filter(|(_, rest)| !rest.is_empty()) {
            alternatives.push(format!("{}{}", class(&[*first]), all_escaped(rest)));
        }
        if let [lead, vowel, rest @ ..] = *letter {
            let open = syllable(*lead, *vowel, None);
            alternatives.extend(open.map(|open| format!("{}{}", escaped(open), all_escaped(rest))));
            let closed = rest.split_first().and_then(|(last, marks)| Some((syllable(*lead, *vowel, Some(*last))?, marks)));
            alternatives.extend(closed.map(|(closed, marks)| format!("{}{}", escaped(closed), all_escaped(marks))));
        }
        alternatives.retain(|form| !form.is_empty());
        if alternatives.len() == 1 { alternatives.concat() } else { format!("(?:{})", alternatives.join("|")) }
    };
    letters.iter().take(LETTERS).map(letter).collect()
}

fn all_escaped(letters: &[char]) -> String {
    letters.iter().map(|c| escaped(*c)).collect()
}

fn escaped(c: char) -> String {
    format!(r"\x{{{:x}}}", c as u32)
}

/// The places of the bytes that begin a character outside of ASCII (their two highest bits are set), eight bytes looked at together.
fn places_of_leads(bytes: &[u8]) -> impl Iterator<Item = usize> {
    bytes.chunks(8).enumerate().flat_map(|(number, chunk)| {
        let mut word = [0; 8];
        chunk.iter().zip(&mut word).for_each(|(byte, copy)| *copy = *byte);
        let word = u64::from_le_bytes(word);
        let mut leads = word & (word << 1) & 0x8080_8080_8080_8080;
        std::iter::from_fn(move || {
            let place = (leads != 0).then(|| number * 8 + leads.trailing_zeros() as usize / 8);
            leads &= leads.wrapping_sub(1);
            place
        })
    })
}

/// A set of characters outside of ASCII, found quickly.
#[derive(Debug, Default)]
struct Odd {
    /// A bit for each character.
    bits: Vec<u64>,
    /// First bytes of the characters.
    leads: Vec<u8>,
    /// For each first byte from `FIRST_LEAD` on, a bit for each second byte that follows it in one of the characters.
    seconds: Vec<u64>,
    /// Whether what cannot be seen in the last planes belongs to it.
    beyond: bool,
}

impl Odd {
    fn add(&mut self, c: char) {
        let (word, bit) = (c as usize / 64, c as usize % 64);
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        if let Some(bits) = self.bits.get_mut(word) {
            *bits |= 1 << bit;
        }
        self.add_lead(c);
    }

    fn add_unseen_beyond(&mut self) {
        self.beyond = true;
        // One for each second byte that they have: each has 0x1000 characters behind it.
        ('\u{e0000}'..='\u{e0fff}').step_by(0x1000).for_each(|c| self.add_lead(c));
    }

    fn add_lead(&mut self, c: char) {
        let mut bytes = [0; 4];
        c.encode_utf8(&mut bytes);
        let [lead, second, ..] = bytes;
        if !self.leads.contains(&lead) {
            self.leads.push(lead);
        }
        let Some(row) = lead.checked_sub(FIRST_LEAD) else { return };
        self.seconds.resize(self.seconds.len().max(usize::from(row) + 1), 0);
        if let Some(bits) = self.seconds.get_mut(usize::from(row)) {
            *bits |= 1 << (second & 0x3f);
        }
    }

    /// Whether one of the characters may begin with these two bytes.
    fn may_begin(&self, lead: u8, second: u8) -> bool {
        let row = lead.checked_sub(FIRST_LEAD).and_then(|row| self.seconds.get(usize::from(row)));
        row.is_some_and(|bits| bits >> (second & 0x3f) & 1 == 1)
    }

    fn has(&self, c: char) -> bool {
        if c >= '\u{e0000}' {
            return self.beyond && table().get(c).is_some();
        }
        self.bits.get(c as usize / 64).is_some_and(|bits| bits >> (c as usize % 64) & 1 == 1)
    }

    fn find(&self, text: &str, from: usize) -> Option<(usize, char)> {
        let bytes = text.as_bytes();
        let mut at = from;
        while at < bytes.len() {
            let end = (at + CHUNK).min(bytes.len());
            let chunk = bytes.get(at..end)?;
            let seconds = bytes.get(at + 1..(end + 1).min(bytes.len()))?;
            if !chunk.is_ascii() && self.may_be_in(chunk, seconds) {
                let found = places_of_leads(chunk).map(|place| at + place).find_map(|place| {
                    let second = bytes.get(place + 1).copied().unwrap_or_default();
                    let c = self.may_begin(*bytes.get(place)?, second).then(|| text.get(place..)?.chars().next()).flatten()?;
                    self.has(c).then_some((place, c))
                });
                if found.is_some() {
                    return found;
                }
            }
            at = end;
        }
        None
    }

    /// Whether one of the characters may begin in these bytes; `seconds` are the bytes that follow each of them. First bytes are asked for
    /// first, since most are in none; but in Arabic or Japanese one is in every second character, so the bytes behind it count as well.
    fn may_be_in(&self, chunk: &[u8], seconds: &[u8]) -> bool {
        self.leads.iter().any(|lead| has_byte(chunk, *lead) && self.runs_of(*lead).any(|run| has_pair(chunk, seconds, *lead, run)))
    }

    /// The second bytes of the characters with this first one, in runs without a gap.
    fn runs_of(&self, lead: u8) -> impl Iterator<Item = RangeInclusive<u8>> {
        let row = lead.checked_sub(FIRST_LEAD).and_then(|row| self.seconds.get(usize::from(row)));
        let mut left = row.copied().unwrap_or(0);
        std::iter::from_fn(move || {
            let first = u8::try_from(left.trailing_zeros()).ok().filter(|_| left != 0)?;
            let beyond = first + u8::try_from((left >> first).trailing_ones()).ok()?;
            left &= u64::MAX.checked_shl(u32::from(beyond)).unwrap_or(0);
            Some(0x80 | first..=0x80 | (beyond - 1))
        })
    }
}

/// Whether a byte is among these; written so that the compiler compares many bytes at once, as the next one is.
#[expect(clippy::needless_bitwise_bool, reason = "`any` stops at the first one, which the compiler cannot do for many bytes at once")]
fn has_byte(chunk: &[u8], wanted: u8) -> bool {
    chunk.iter().fold(false, |found, byte| found | (*byte == wanted))
}

fn has_pair(chunk: &[u8], seconds: &[u8], first: u8, run: RangeInclusive<u8>) -> bool {
    let (low, width) = (*run.start(), run.end() - run.start());
    let is_pair = |byte: u8, second: u8| (byte == first) & (second.wrapping_sub(low) <= width);
    chunk.iter().zip(seconds).fold(false, |found, (byte, second)| found | is_pair(*byte, *second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn second_bytes_are_asked_for_in_runs() {
        let mut odd = Odd::default();
        "\u{2000}\u{2040}\u{2fc0}\u{61c}\u{ad}".chars().for_each(|c| odd.add(c));
        assert_eq!(odd.runs_of(0xe2).collect::<Vec<_>>(), [0x80..=0x81, 0xbf..=0xbf]);
        assert_eq!(odd.runs_of(0xd8).collect::<Vec<_>>(), [0x9c..=0x9c]);
        assert_eq!(odd.runs_of(0xc3).collect::<Vec<_>>(), []);
        odd.seconds.fill(u64::MAX);
        assert_eq!(odd.runs_of(0xc2).collect::<Vec<_>>(), [0x80..=0xbf]);
    }

    #[test]
    fn an_odd_character_is_found_wherever_a_chunk_ends() {
        let mut odd = Odd::default();
        let all = ['\u{61c}', '\u{200b}', '\u{1d173}'];
        for c in all {
            odd.add(c);
        }
        for c in all {
            for before in 0..2 * CHUNK + 2 {
                let text = format!("{}{}{c}", "a".repeat(before % 2), "ب".repeat(before / 2));
                assert_eq!(odd.find(&text, 0), Some((text.len() - c.len_utf8(), c)));
            }
        }
        assert_eq!(odd.find(&"ب’".repeat(CHUNK), 0), None);
    }
}
