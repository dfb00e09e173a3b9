//! Finding by a few letters: the letters of the query must come in the text in order.

use crate::text::find::base_letter;

/// How well a start of a word counts.
const WORD_START: i32 = 8;
/// How well a letter right behind the one before counts; more than a new word, so that "lo" means "Loaded" and not "Label of".
const IN_A_ROW: i32 = 10;
/// How well the very beginning counts.
const BEGINNING: i32 = 6;
/// Longest text that all ways of fitting are compared of, in letters; in longer ones the first letters that fit are taken.
const COMPARED: usize = 200;

/// How a query fits a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    /// Higher is better.
    pub score: i32,
    /// The letters that fit, as places in the text (characters, not bytes).
    pub places: Vec<usize>,
}

/// How well `query` fits `text`, higher is better; `None` when it does not. Case, accents and spaces in the query do not matter.
///
/// ```text
/// per   Person 599       Group (or person) 500       kp -> None
/// ```
pub fn score(query: &str, text: &str) -> Option<i32> {
    fit(query, text).map(|fit| fit.score)
}

/// The same with the letters that fit, in the best way of all.
pub fn fit(query: &str, text: &str) -> Option<Fit> {
    let wanted: Vec<char> = query.chars().filter(|c| !c.is_whitespace()).filter_map(base_letter).collect();
    // A mark of its own stands for nothing that is typed, but keeps its place.
    let letters: Vec<char> = text.chars().map(|letter| base_letter(letter).unwrap_or('\0')).collect();
    let first = first_way(&wanted, &letters)?;
    let places =
        if letters.len() > COMPARED || wanted.len() < 2 && first.first() == Some(&0) { first } else { best_way(&wanted, &letters) };
    // Of two texts that fit alike, the shorter one is meant.
    let score = worth(&places, &letters) * 16 - (text.len() / 4) as i32;
    Some(Fit { score, places })
}

/// The best of the scores against several names of one thing.
pub fn best<'a>(query: &str, names: impl IntoIterator<Item = &'a str>) -> Option<i32> {
    names.into_iter().filter_map(|name| score(query, name)).max()
}

fn first_way(wanted: &[char], letters: &[char]) -> Option<Vec<usize>> {
    let mut from = 0;
    let mut places = Vec::with_capacity(wanted.len());
    for letter in wanted {
        let at = from + letters.get(from..)?.iter().position(|other| other == letter)?;
        places.push(at);
        from = at + 1;
    }
    Some(places)
}

/// What a letter counts at a place, apart from what stands before it in the query.
fn worth_at(place: usize, letters: &[char]) -> i32 {
    let before = place.checked_sub(1).and_then(|before| letters.get(before));
    let begins_word = before.is_none_or(|before| !before.is_alphanumeric());
    1 + if place == 0 { BEGINNING } else { 0 } + if begins_word { WORD_START } else { 0 }
}

fn worth(places: &[usize], letters: &[char]) -> i32 {
    let alone: i32 = places.iter().map(|place| worth_at(*place, letters)).sum();
    let in_a_row = places.windows(2).filter(|pair| matches!(pair, [one, other] if one + 1 == *other)).count();
    alone + in_a_row as i32 * IN_A_ROW
}

/// The way that counts most. `table[i][j]`: the most that the first `i + 1` letters of the query come to, the last of them at `j`, and
/// where the one before it stands then.
fn best_way(wanted: &[char], letters: &[char]) -> Vec<usize> {
    let mut table: Vec<Vec<Option<(i32, usize)>>> = Vec::with_capacity(wanted.len());
    for (row, letter) in wanted.iter().enumerate() {
        let above = row.checked_sub(1).and_then(|above| table.get(above));
        // The best of the row above that stands before this place.
        let mut best: Option<(i32, usize)> = None;
        let mut line = Vec::with_capacity(letters.len());
        for (place, other) in letters.iter().enumerate() {
            let neighbour = place.checked_sub(1).and_then(|before| Some((before, above?.get(before).copied().flatten()?.0)));
            if let Some((before, sum)) = neighbour
                && best.is_none_or(|(most, _)| sum > most)
            {
                best = Some((sum, before));
            }
            let joined = neighbour.map(|(before, sum)| (sum + IN_A_ROW, before));
            let before = if above.is_none() { Some((0, place)) } else { joined.into_iter().chain(best).max_by_key(|(sum, _)| *sum) };
            line.push(before.filter(|_| letter == other).map(|(sum, from)| (sum + worth_at(place, letters), from)));
        }
        table.push(line);
    }
    let last =
        table.last().into_iter().flatten().enumerate().filter_map(|(place, cell)| Some((cell.as_ref()?.0, std::cmp::Reverse(place))));
    let mut place = last.max().map(|(_, std::cmp::Reverse(place))| place);
    let mut places = Vec::with_capacity(wanted.len());
    for line in table.iter().rev() {
        let Some(at) = place else { break };
        places.push(at);
        place = line.get(at).copied().flatten().map(|(_, from)| from);
    }
    places.reverse();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_must_come_in_order() {
        assert!(score("psn", "Person").is_some());
        assert!(score("nsp", "Person").is_none());
        assert!(score("", "Person").is_some());
    }

    #[test]
    fn a_beginning_beats_a_middle() {
        assert!(score("per", "Person") > score("per", "Group (or person)"));
        assert!(score("lw", "Loaded word") > score("lw", "Alewife"));
        assert!(score("lo", "Loaded wording") > score("lo", "Labelling of an actor"));
    }

    #[test]
    fn the_letters_told_are_those_one_means() {
        assert_eq!(fit("so", "Person as source").unwrap().places, [10, 11]);
        assert_eq!(fit("угр", "Прямая угроза").unwrap().places, [7, 8, 9]);
        assert_eq!(fit("lw", "Loaded wording").unwrap().places, [0, 7]);
        assert_eq!(fit(" ", "Person").unwrap().places, Vec::<usize>::new());
    }

    #[test]
    fn a_text_of_any_length_is_looked_through() {
        let long = format!("{}xy", "a".repeat(100_000));
        assert_eq!(fit("xy", &long).unwrap().places, [100_000, 100_001]);
    }
}
