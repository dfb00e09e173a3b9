//! Where some words stand in the units of a text, however they repeat themselves: one step a unit (D. E. Knuth, J. H. Morris, V. R. Pratt,
//! "Fast pattern matching in strings", SIAM Journal on Computing 6, 1977).

/// The words looked for, as an automaton.
#[derive(Debug, Clone)]
pub(super) struct Automaton {
    units: Vec<char>,
    /// For each number of units matched, how many of them are matched still when the next one does not fit.
    falls: Vec<u32>,
}

impl Automaton {
    /// `units` are not empty.
    pub fn new(units: Vec<char>) -> Self {
        let mut automaton = Self { falls: vec![0; units.len() + 1], units };
        let mut state = 0;
        for length in 2..=automaton.units.len() {
            let Some(next) = automaton.units.get(length - 1) else { break };
            state = automaton.step(state, *next);
            if let Some(fall) = automaton.falls.get_mut(length) {
                *fall = state as u32;
            }
        }
        automaton
    }

    /// The units.
    pub fn units(&self) -> &[char] {
        &self.units
    }

    /// How many units are matched after one more; all of them: the words end here.
    pub fn step(&self, mut state: usize, c: char) -> usize {
        loop {
            if self.units.get(state) == Some(&c) {
                return state + 1;
            }
            if state == 0 {
                return 0;
            }
            state = self.fall(state);
        }
    }

    /// How many units are still matched where so many did not go on.
    pub fn fall(&self, state: usize) -> usize {
        self.falls.get(state).map_or(0, |fall| *fall as usize)
    }

    /// Whether all units are matched.
    pub fn is_full(&self, state: usize) -> bool {
        state == self.units.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_repeat_themselves_are_found_everywhere() {
        let ends = |pattern: &str, text: &str| {
            let automaton = Automaton::new(pattern.chars().collect());
            let mut state = 0;
            let mut ends = Vec::new();
            for (at, c) in text.chars().enumerate() {
                state = automaton.step(state, c);
                if automaton.is_full(state) {
                    ends.push(at + 1);
                }
            }
            ends
        };
        assert_eq!(ends("aa", "aaaa"), [2, 3, 4]);
        assert_eq!(ends("abab", "abababab"), [4, 6, 8]);
        assert_eq!(ends("aabaa", "aabaabaaab"), [5, 8]);
        assert_eq!(ends("abc", "ababc"), [5]);
    }
}
