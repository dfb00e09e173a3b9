//! English verbs: the past and the third person of a base form.

/// Base forms with a past of their own; the commonest ones of news texts, each with it.
const IRREGULAR: &str = "arise arose|be was|bear bore|beat beat|become became|begin began|bet bet|bid bid|bind bound|bite bit|blow blew|\
    break broke|bring brought|broadcast broadcast|build built|burst burst|buy bought|cast cast|catch caught|choose chose|\
    come came|cost cost|cut cut|deal dealt|dig dug|do did|draw drew|drink drank|drive drove|eat ate|fall fell|feed fed|\
    feel felt|fight fought|find found|flee fled|fly flew|forbid forbade|foresee foresaw|forget forgot|forgive forgave|\
    freeze froze|get got|give gave|go went|grow grew|hang hung|have had|hear heard|hide hid|hit hit|hold held|hurt hurt|\
    keep kept|know knew|lay laid|lead led|leave left|lend lent|let let|lie lay|lose lost|make made|mean meant|meet met|\
    mistake mistook|overcome overcame|overthrow overthrew|pay paid|put put|quit quit|read read|ride rode|ring rang|\
    rise rose|run ran|say said|see saw|seek sought|sell sold|send sent|set set|shake shook|shoot shot|show showed|shut shut|\
    sing sang|sink sank|sit sat|sleep slept|speak spoke|spend spent|split split|spread spread|stand stood|steal stole|\
    stick stuck|strike struck|swear swore|swim swam|take took|teach taught|tear tore|tell told|think thought|throw threw|\
    undergo underwent|understand understood|undertake undertook|uphold upheld|wake woke|wear wore|win won|withdraw withdrew|\
    withhold withheld|withstand withstood|write wrote|bend bent";

/// Verbs of several syllables that are stressed on the last and double its letter.
const DOUBLING: [&str; 18] = [
    "admit", "commit", "compel", "concur", "control", "defer", "deter", "emit", "equip", "expel", "incur", "occur", "omit", "permit",
    "prefer", "refer", "regret", "submit",
];

/// The past of a base form: `sign` becomes `signed`, `meet` becomes `met`.
pub(super) fn past(base: &str) -> String {
    let mut irregular = IRREGULAR.split('|').filter_map(|pair| pair.split_once(' '));
    if let Some((_, past)) = irregular.find(|(of, _)| *of == base) {
        return past.to_owned();
    }
    if base.ends_with('e') {
        return format!("{base}d");
    }
    if let Some(stem) = base.strip_suffix('y').filter(|stem| !stem.ends_with(is_vowel)) {
        return format!("{stem}ied");
    }
    match base.chars().last() {
        Some(last) if doubles(base) => format!("{base}{last}ed"),
        _ => format!("{base}ed"),
    }
}

/// The third person of a base form: `sign` becomes `signs`, `have` becomes `has`.
pub(super) fn third_person(base: &str) -> String {
    match base {
        "have" => return "has".to_owned(),
        "be" => return "is".to_owned(),
        _ => {}
    }
    if let Some(stem) = base.strip_suffix('y').filter(|stem| !stem.ends_with(is_vowel)) {
        return format!("{stem}ies");
    }
    let hisses = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| base.ends_with(end));
    if hisses { format!("{base}es") } else { format!("{base}s") }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// Whether the last letter is doubled: one vowel between two consonants, in a word of one syllable or one of the list.
fn doubles(base: &str) -> bool {
    let mut from_end = base.chars().rev();
    let (last, vowel, before) = (from_end.next(), from_end.next(), from_end.next());
    let ends_so = last.is_some_and(|c| c.is_ascii_lowercase() && !is_vowel(c) && !matches!(c, 'w' | 'x' | 'y'))
        && vowel.is_some_and(is_vowel)
        && before.is_some_and(|c| !is_vowel(c) || c == 'u' && base.starts_with('q'));
    let syllables = base.split(|c: char| !is_vowel(c)).filter(|group| !group.is_empty()).count();
    ends_so && (syllables == 1 || DOUBLING.contains(&base))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_get_the_past_that_a_grammar_gives() {
        let table = "sign signed|plan planned|stop stopped|visit visited|carry carried|play played|agree agreed|die died|occur occurred|\
                     develop developed|meet met|go went|have had|take took|fix fixed|open opened|deny denied|ship shipped|rain rained|admit admitted";
        for pair in table.split('|') {
            let (base, wanted) = pair.split_once(' ').unwrap();
            assert_eq!(past(base), wanted);
        }
    }

    #[test]
    fn verbs_get_the_third_person_that_a_grammar_gives() {
        for (base, wanted) in
            [("sign", "signs"), ("have", "has"), ("go", "goes"), ("carry", "carries"), ("play", "plays"), ("reach", "reaches")]
        {
            assert_eq!(third_person(base), wanted);
        }
    }
}
