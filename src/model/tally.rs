//! How many records of which kind, in words: `66 annotations, 3 links and 1 memo`.

use std::collections::BTreeMap;
use std::fmt;

use super::RecordKind;

/// Counts records by kind; shown in words, and as `nothing` when there are none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<RecordKind, usize>);

impl Tally {
    /// Counts `number` more of a kind.
    pub fn add(&mut self, kind: RecordKind, number: usize) {
        if number > 0 {
            *self.0.entry(kind).or_default() += number;
        }
    }

    /// How many there are of a kind.
    pub fn of(&self, kind: RecordKind) -> usize {
        self.0.get(&kind).copied().unwrap_or(0)
    }

    /// How many there are of all kinds.
    pub fn total(&self) -> usize {
        self.0.values().sum()
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<RecordKind> for Tally {
    fn from_iter<I: IntoIterator<Item = RecordKind>>(kinds: I) -> Self {
        let mut tally = Self::default();
        kinds.into_iter().for_each(|kind| tally.add(kind, 1));
        tally
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("nothing");
        }
        for (at, (kind, number)) in self.0.iter().enumerate() {
            let before = match at {
                0 => "",
                _ if at + 1 == self.0.len() => " and ",
                _ => ", ",
            };
            write!(f, "{before}{number} {}", if *number == 1 { kind.word() } else { kind.plural() })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_counted_in_words_with_its_plural() {
        assert_eq!(Tally::default().to_string(), "nothing");
        let mut tally = Tally::default();
        tally.add(RecordKind::Annotation, 66);
        assert_eq!(tally.to_string(), "66 annotations");
        tally.add(RecordKind::Entity, 2);
        assert_eq!(tally.to_string(), "2 entities and 66 annotations");
        tally.add(RecordKind::Memo, 1);
        tally.add(RecordKind::Link, 0);
        assert_eq!(tally.to_string(), "2 entities, 66 annotations and 1 memo");
        assert_eq!(tally.total(), 69);
        assert_eq!([RecordKind::Mark, RecordKind::Mark].into_iter().collect::<Tally>().to_string(), "2 marks");
    }
}
