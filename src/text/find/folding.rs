//! What does not matter when texts are compared.

use std::fmt::{self, Display, Formatter};

/// A kind of difference that may not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// Whether a letter and its marks are one character or several (canonical equivalence, UAX #15); a hit then ends with whole letters.
    Letters,
    /// Which white space stands between words, and how much of it; a hyphen at a line's end may part a word.
    Spaces,
    /// Characters that cannot be seen: soft hyphens, joiners, marks of direction.
    Invisible,
    /// Which quotation marks, apostrophes and hyphens are used.
    Punctuation,
}

/// Which differences do not matter. Capitals are asked for apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Folding(u8);

impl Fold {
    /// Every kind, in the order in which they are written.
    pub const ALL: [Self; 4] = [Self::Letters, Self::Spaces, Self::Invisible, Self::Punctuation];

    /// Its word in rules and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Letters => "letters",
            Self::Spaces => "spaces",
            Self::Invisible => "invisible",
            Self::Punctuation => "punctuation",
        }
    }

    fn bit(self) -> u8 {
        match self {
            Self::Letters => 1,
            Self::Spaces => 2,
            Self::Invisible => 4,
            Self::Punctuation => 8,
        }
    }
}

impl Folding {
    /// All of it matters: exactly as typed.
    pub const NONE: Self = Self(0);
    /// None of it matters.
    pub const ALL: Self = Self(15);

    /// Whether a difference does not matter.
    pub fn has(self, fold: Fold) -> bool {
        self.0 & fold.bit() != 0
    }

    /// The same with a difference the other way round.
    #[must_use]
    pub fn toggled(self, fold: Fold) -> Self {
        Self(self.0 ^ fold.bit())
    }

    /// The same where a difference matters after all.
    #[must_use]
    pub fn without(self, fold: Fold) -> Self {
        Self(self.0 & !fold.bit())
    }

    /// Reads words with commas between them, `all` or `none`.
    pub fn read(words: &str) -> Option<Self> {
        match words {
            "all" => return Some(Self::ALL),
            "none" => return Some(Self::NONE),
            _ => {}
        }
        words.split(',').try_fold(Self::NONE, |folding, word| {
            let fold = Fold::ALL.into_iter().find(|fold| fold.word() == word)?;
            Some(Self(folding.0 | fold.bit()))
        })
    }
}

impl Display for Folding {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match *self {
            Self::ALL => f.write_str("all"),
            Self::NONE => f.write_str("none"),
            some => {
                let words = Fold::ALL.into_iter().filter(|fold| some.has(*fold)).map(Fold::word);
                f.write_str(&words.collect::<Vec<_>>().join(","))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folding_reads_back_from_its_words() {
        for bits in 0..16 {
            assert_eq!(Folding::read(&Folding(bits).to_string()), Some(Folding(bits)));
        }
        assert_eq!(Folding::read("letters,punctuation"), Some(Folding(9)));
        assert_eq!((Folding::read(""), Folding::read("spaces,quotes")), (None, None));
    }
}
