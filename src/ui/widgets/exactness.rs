//! How exactly what is looked for must stand in the text: one switch for all of it, and a menu on it for each kind of difference.

use egui::Response;

use crate::analysis::concordance::{Case, Fold, Folding, Syntax};

/// The switch's name.
pub const EXACTLY: &str = "Exactly as typed";
/// What it means.
pub const EXACTLY_MEANS: &str = "Letters, spaces, invisible characters, quotation marks and hyphens must be just these; else they may be \
                                 written otherwise. Click with the right button to choose some of it";

/// Which differences do not matter, of words and of regular expressions, which are exact until somebody asks for something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exactness {
    words: Folding,
    expressions: Folding,
    /// Whether capitals mattered before everything did.
    relaxed: Case,
}

impl Default for Exactness {
    fn default() -> Self {
        Self { words: Folding::ALL, expressions: Folding::NONE, relaxed: Case::Ignore }
    }
}

impl Exactness {
    /// The one of something that is looked for.
    pub fn of(syntax: Syntax, folding: Folding, case: Case) -> Self {
        let mut exactness = Self { relaxed: case, ..Self::default() };
        *exactness.folding_mut(syntax) = folding;
        exactness
    }

    /// What does not matter.
    pub fn folding(self, syntax: Syntax) -> Folding {
        match syntax {
            Syntax::Literal | Syntax::Lines => self.words,
            Syntax::Regex => self.expressions,
        }
    }

    fn folding_mut(&mut self, syntax: Syntax) -> &mut Folding {
        match syntax {
            Syntax::Literal | Syntax::Lines => &mut self.words,
            Syntax::Regex => &mut self.expressions,
        }
    }

    /// Whether it is exactly what was typed that is looked for, but perhaps for capitals.
    pub fn is_exact(self, syntax: Syntax) -> bool {
        self.folding(syntax) == Folding::NONE
    }

    /// Turns the switch: what is exact is so in its capitals, too, and back again it is as it was.
    pub fn turn(&mut self, syntax: Syntax, case: &mut Case) {
        if self.is_exact(syntax) {
            *self.folding_mut(syntax) = Folding::ALL;
            *case = self.relaxed;
        } else {
            *self.folding_mut(syntax) = Folding::NONE;
            self.relaxed = std::mem::replace(case, Case::Exact);
        }
    }

    /// The menu on the switch; says whether something was chosen.
    pub fn menu(&mut self, switch: &Response, syntax: Syntax) -> bool {
        let mut changed = false;
        switch.context_menu(|ui| {
            for fold in Fold::ALL {
                let folding = self.folding_mut(syntax);
                let mut on = folding.has(fold);
                if ui.checkbox(&mut on, words(fold)).changed() {
                    *folding = folding.toggled(fold);
                    changed = true;
                }
            }
        });
        changed
    }
}

fn words(fold: Fold) -> &'static str {
    match fold {
        Fold::Letters => "Accents together with their letters or apart",
        Fold::Spaces => "Any white space, also line ends",
        Fold::Invisible => "With or without invisible characters",
        Fold::Punctuation => "Any quotation marks and hyphens",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_switch_takes_capitals_with_it_and_gives_them_back() {
        let (mut exactness, mut case) = (Exactness::default(), Case::Ignore);
        exactness.turn(Syntax::Literal, &mut case);
        assert_eq!((exactness.folding(Syntax::Literal), case), (Folding::NONE, Case::Exact));
        exactness.turn(Syntax::Literal, &mut case);
        assert_eq!((exactness.folding(Syntax::Literal), case), (Folding::ALL, Case::Ignore));
        assert!(exactness.is_exact(Syntax::Regex), "expressions are exact until asked");
    }
}
