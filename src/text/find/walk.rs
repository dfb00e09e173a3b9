//! Finding words in the units of a text: the only place that decides what a hit is. How fast it is asked is the matter of
//! [`super::candidates`].

use std::collections::VecDeque;

use super::Extent;
use super::automaton::Automaton;
use super::borders::Borders;
use super::folding::Fold;
use super::units::{How, Memory, Units};

/// The words looked for. Where several fit, the one that begins first counts, and of those the longest.
#[derive(Debug)]
pub(super) struct Words {
    pub automata: Vec<Automaton>,
    pub how: How,
    pub extent: Extent,
}

/// What walking from a place has come to (bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Walked {
    /// A hit, from start to end.
    Hit(usize, usize),
    /// Nothing that begins before this place is one.
    Nothing(usize),
}

/// What walks need, kept so that each of very many begins without asking for memory.
#[derive(Debug, Default)]
pub(super) struct Steps {
    /// How much of each of the words is matched.
    states: Vec<usize>,
    /// Starts of the last units, and whether they open a block.
    recent: VecDeque<(usize, bool)>,
    units: Memory,
}

impl Words {
    /// Walks from a place until there is a hit, or until nothing is matched any more and `past` is behind.
    pub fn walk(&self, steps: &mut Steps, borders: &mut Borders<'_>, how: How, from: usize, past: usize) -> Walked {
        let longest = self.automata.iter().map(|automaton| automaton.units().len()).max().unwrap_or(0);
        steps.states.clear();
        steps.states.resize(self.automata.len(), 0);
        steps.recent.clear();
        let mut units = Units::with(std::mem::take(&mut steps.units), borders.text(), from, how);
        let walked = self.walk_through(&mut units, steps, borders, past, longest);
        steps.units = units.into_memory();
        walked
    }

    fn walk_through(&self, units: &mut Units<'_>, steps: &mut Steps, borders: &mut Borders<'_>, past: usize, longest: usize) -> Walked {
        let mut best: Option<(usize, usize)> = None;
        for unit in units {
            if steps.recent.len() == longest {
                steps.recent.pop_front();
            }
            steps.recent.push_back((unit.start, unit.opens));
            let mut goes_on = false;
            for (automaton, state) in self.automata.iter().zip(&mut steps.states) {
                *state = automaton.step(*state, unit.c);
                if automaton.is_full(*state) {
                    let begun = begun(&steps.recent, *state).filter(|(_, opens)| *opens && unit.closes);
                    if let Some((start, end)) = begun.and_then(|(start, _)| self.accepted(borders, start, unit.end)) {
                        let better = best.is_none_or(|best| start < best.0 || start == best.0 && end > best.1);
                        best = if better { Some((start, end)) } else { best };
                    }
                    *state = automaton.fall(*state);
                }
                let may_win = || begun(&steps.recent, *state).is_some_and(|(start, _)| best.is_none_or(|best| start <= best.0));
                goes_on |= *state > 0 && may_win();
            }
            match best {
                Some((start, end)) if !goes_on => return Walked::Hit(start, end),
                None if !goes_on && unit.end > past => return Walked::Nothing(unit.end),
                _ => {}
            }
        }
        best.map_or(Walked::Nothing(borders.text().len()), |(start, end)| Walked::Hit(start, end))
    }

    /// The end of the letter that a hit ends with. Of white space at its end that is followed by what makes a letter with it, the last is
    /// left out.
    fn letter_end(&self, borders: &Borders<'_>, start: usize, end: usize) -> Option<usize> {
        let found = borders.letter_end(end, self.how.folding.has(Fold::Invisible));
        if found.is_some() || !self.how.folding.has(Fold::Spaces) {
            return found;
        }
        let mut last = borders.text().get(start..end)?.chars().rev();
        let (space, before) = (last.next()?, last.next()?);
        let shorter = end - space.len_utf8();
        (space.is_whitespace() && before.is_whitespace() && borders.is_letter_border(shorter)).then_some(shorter)
    }

    /// The hit between two places as its extent asks; none where a letter or a word goes on.
    fn accepted(&self, borders: &mut Borders<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
        let whole_letters = self.how.folding.has(Fold::Letters);
        if whole_letters && !borders.is_letter_border(start) {
            return None;
        }
        if self.extent == Extent::WordStarts {
            // The end grows to that of the word, so a vowel sign may follow the last letter that was asked for.
            return borders.is_word_start(start).then(|| (start, borders.word_end(end)));
        }
        let end = if whole_letters { self.letter_end(borders, start, end)? } else { end };
        let fits = match self.extent {
            Extent::Anywhere | Extent::WordStarts => true,
            Extent::WholeWords => borders.is_whole(start, end),
            Extent::Unbroken => borders.is_unbroken(start, end),
        };
        fits.then_some((start, end))
    }
}

/// Where so many units began that have been read last.
fn begun(recent: &VecDeque<(usize, bool)>, units: usize) -> Option<(usize, bool)> {
    recent.get(recent.len().checked_sub(units)?).copied()
}
