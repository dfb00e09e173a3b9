//! Which scripts no font of this system has, each told once for as long as the program runs.

use std::collections::BTreeSet;

use icu_properties::props::Script;
use icu_properties::{CodePointMapData, PropertyNamesLong};

/// A script that no font of this system has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MissingScript(Script);

impl MissingScript {
    /// The script of a character; `None` for what belongs to no script that could be installed: unassigned and private characters,
    /// and marks that take the script of their letter.
    fn of(character: char) -> Option<Self> {
        let script = CodePointMapData::<Script>::new().get(character);
        (![Script::Unknown, Script::Inherited].contains(&script)).then_some(Self(script))
    }

    /// Its English name, as in the Unicode charts; characters that all scripts share are symbols.
    pub fn name(self) -> String {
        match self.0 {
            Script::Common => "some symbols".to_owned(),
            script => PropertyNamesLong::<Script>::new().get(script).unwrap_or("a rare script").replace('_', " "),
        }
    }

    /// A free font that has it.
    pub fn example_font(self) -> String {
        match self.0 {
            Script::Common => "Noto Sans Symbols 2".to_owned(),
            Script::Han | Script::Hangul | Script::Hiragana | Script::Katakana | Script::Bopomofo => "Noto Serif CJK".to_owned(),
            _ => format!("Noto Sans {}", self.name()),
        }
    }
}

/// What was met without a font.
#[derive(Debug, Default)]
pub struct MissingScripts {
    met: BTreeSet<MissingScript>,
    untold: Vec<MissingScript>,
}

impl MissingScripts {
    /// Notes a character that no font has.
    pub fn meet(&mut self, character: char) {
        if let Some(script) = MissingScript::of(character)
            && self.met.insert(script)
        {
            self.untold.push(script);
        }
    }

    /// The scripts that were met since the last call and never before.
    pub fn take_untold(&mut self) -> Vec<MissingScript> {
        std::mem::take(&mut self.untold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(scripts: &mut MissingScripts) -> Vec<String> {
        scripts.take_untold().into_iter().map(MissingScript::name).collect()
    }

    #[test]
    fn each_script_is_told_once() {
        let mut scripts = MissingScripts::default();
        "กข한".chars().for_each(|c| scripts.meet(c));
        assert_eq!(told(&mut scripts), ["Thai", "Hangul"]);
        "คក".chars().for_each(|c| scripts.meet(c));
        assert_eq!(told(&mut scripts), ["Khmer"]);
        assert!(told(&mut scripts).is_empty());
    }

    #[test]
    fn what_no_font_could_have_is_not_told() {
        let mut scripts = MissingScripts::default();
        "\u{10ffff}\u{e000}\u{378}\u{301}".chars().for_each(|c| scripts.meet(c));
        assert!(told(&mut scripts).is_empty());
    }

    #[test]
    fn an_example_font_is_named() {
        let font = |c| MissingScript::of(c).map(MissingScript::example_font);
        assert_eq!(font('ก').as_deref(), Some("Noto Sans Thai"));
        assert_eq!(font('漢').as_deref(), Some("Noto Serif CJK"));
        assert_eq!(font('𐌰').as_deref(), Some("Noto Sans Gothic"));
        assert_eq!(font('𐎠').as_deref(), Some("Noto Sans Old Persian"));
        assert_eq!(font('🎃').as_deref(), Some("Noto Sans Symbols 2"));
    }
}
