//! Keys of codes: one key that puts a code on the selected words, found from the code's name.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Refusal, refusal};
use super::{Bench, Outcome};
use crate::model::{Code, Edit, Project, Scope};

/// Signs that the page answers to itself: `?` shows the keys, a space is no key that one sees.
const OF_THE_PAGE: [char; 2] = ['?', ' '];

/// Letters and signs that no code may take any more.
#[derive(Debug, Clone, Default)]
pub struct TakenKeys(BTreeSet<char>);

impl TakenKeys {
    /// The keys of the codes that are offered.
    pub fn of(project: &Project) -> Self {
        Self(project.codes().values().filter(|code| !code.retired).filter_map(|code| code.key).collect())
    }

    /// Takes a key; says whether it was free.
    pub fn take(&mut self, key: char) -> bool {
        self.0.insert(key)
    }

    /// Gives a key back.
    pub fn give_back(&mut self, key: char) {
        self.0.remove(&key);
    }

    /// Takes the free key that says most about a name: the first letter of its first free word, then its other letters, then any
    /// other letter from `a` to `z`, then a digit. `None`: all of them are taken.
    ///
    /// Letters of other alphabets count where one key types them; a syllable or a sign that an input method composes does not.
    pub fn find(&mut self, name: &str) -> Option<char> {
        let words = || name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let initials = words().filter_map(|word| word.chars().next());
        let letters = words().flat_map(str::chars);
        let of_name = initials.chain(letters).filter_map(as_typed).filter(|c| !c.is_ascii_digit());
        let key = of_name.chain('a'..='z').chain('1'..='9').chain(['0']).find(|key| !self.0.contains(key))?;
        self.0.insert(key);
        Some(key)
    }
}

/// The small letter of a letter, where one key of a keyboard types it alone.
fn as_typed(letter: char) -> Option<char> {
    let mut small = letter.to_lowercase();
    let (letter, None) = (small.next()?, small.next()) else { return None };
    let of_one_key = letter.is_ascii_alphanumeric()
        || matches!(letter, 'α'..='ω' | 'а'..='я' | 'ё' | 'є' | 'і' | 'ї' | 'ґ' | 'ա'..='ֆ' | 'א'..='ת' | 'ء'..='ي' | 'ა'..='ჰ');
    (of_one_key && letter.is_alphanumeric()).then_some(letter)
}

/// Gives a code that is made now a key, unless it has one or is not offered.
pub fn with_key(code: Code, taken: &mut TakenKeys) -> Code {
    if code.key.is_some() || code.retired {
        return code;
    }
    Code { key: taken.find(&code.name), ..code }
}

/// The key of a code whose name has changed: a key that came from the name follows it, as long as nothing was coded.
pub(super) fn renamed(project: &Project, old: &Code, code: Code) -> Code {
    let Some(key) = old.key.filter(|_| code.name != old.name && code.key == old.key && !code.retired) else { return code };
    if project.annotations().values().any(|annotation| annotation.code == old.id) {
        return code;
    }
    let mut taken = TakenKeys::of(project);
    taken.give_back(key);
    if taken.clone().find(&old.name) != Some(key) {
        return code;
    }
    Code { key: taken.find(&code.name), ..code }
}

/// Codes that have the key of another one, which a codebook edited by hand may: the one that the key puts, and the other.
pub fn clashing(project: &Project) -> Vec<(char, &Code, &Code)> {
    let mut owners: BTreeMap<char, &Code> = BTreeMap::new();
    let offered = project.codes().values().filter(|code| !code.retired);
    offered
        .filter_map(|code| Some((code.key?, owners.get(&code.key?).copied().or_else(|| owners.insert(code.key?, code))?, &**code)))
        .collect()
}

/// Refuses a key that the page needs.
pub(super) fn allowed(code: &Code) -> Result<(), Refusal> {
    match code.key {
        Some(key) if OF_THE_PAGE.contains(&key) || key.is_whitespace() || key.is_control() => {
            Err(refusal(format!("The key '{key}' belongs to the page"), "Choose a letter or a digit"))
        }
        _ => Ok(()),
    }
}

/// Gives every code without a key one, in the order of the screen; codes for words come first, for there the key is quickest.
pub(super) fn assign(bench: Bench) -> Result<Outcome, Refusal> {
    let project = bench.project;
    let layers = project.layers_in_order();
    let in_order = layers.iter().flat_map(|layer| project.codes_of(&layer.id));
    // A code that stands above itself cannot be changed before that is mended.
    let is_sound = |code: &Code| !project.codes_above(code).any(|above| above.id == code.id);
    let mut without: Vec<_> = in_order.filter(|code| !code.retired && code.key.is_none() && is_sound(code)).collect();
    if without.is_empty() {
        return Err(refusal("Every code has a key already", "Keys are changed in the codebook"));
    }
    without.sort_by_key(|code| !code.scopes.contains(&Scope::Span));
    let mut taken = TakenKeys::of(project);
    let with = |code: &std::sync::Arc<Code>| Some(Code { key: Some(taken.find(&code.name)?), ..Code::clone(code) });
    let (all, edits) = (without.len(), without.into_iter().map_while(with).map(|code| Edit::Set(code.into())).collect::<Vec<_>>());
    match edits.len() {
        0 => Err(refusal("No letter and no digit is free for a key", "Take the keys of codes that are seldom used away first")),
        1 => Ok(Outcome::new("Assign a key to 1 code", edits)),
        n if n == all => Ok(Outcome::new(format!("Assign keys to {n} codes"), edits)),
        n => Ok(Outcome::new(format!("Assign keys to {n} of {all} codes: no more are free"), edits)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(names: &[&str]) -> String {
        let mut taken = TakenKeys::default();
        names.iter().map(|name| taken.find(name).unwrap_or('-')).collect()
    }

    #[test]
    fn a_key_is_a_letter_of_the_name_its_words_first() {
        assert_eq!(keys(&["Person", "Policy frame", "Place", "Party"]), "pfla");
    }

    #[test]
    fn letters_of_any_keyboard_count_and_composed_ones_do_not() {
        assert_eq!(keys(&["Угроза", "Άμυνα", "تهديد", "איום"]), "уμتא");
        assert_eq!(keys(&["위협", "脅威", "Émeute", "…"]), "abmc");
    }

    #[test]
    fn when_letters_are_used_up_digits_come_and_then_none() {
        let all: Vec<&str> = ["x"; 37].to_vec();
        assert_eq!(keys(&all), "xabcdefghijklmnopqrstuvwyz1234567890-");
    }
}
