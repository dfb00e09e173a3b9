//! Finding by a few letters: the letters of the query must come in the text in order.

/// How well a start of a word counts.
const WORD_START: i32 = 8;
/// How well a letter right behind the one before counts; more than a new word, so that "lo" means "Loaded" and not "Label of".
const IN_A_ROW: i32 = 10;
/// How well the very beginning counts.
const BEGINNING: i32 = 6;

/// How well `query` fits `text`, higher is better; `None` when it does not. Case and spaces in the query do not matter.
///
/// ```text
/// per   Person 29       Group (or person) 21       kp -> None
/// ```
pub fn score(query: &str, text: &str) -> Option<i32> {
    let mut wanted = query.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).peekable();
    let mut total = 0;
    let mut before = ' ';
    let mut matched_before = false;
    for (place, letter) in text.chars().enumerate() {
        let Some(next) = wanted.peek() else { break };
        let hit = letter.to_lowercase().next() == Some(*next);
        if hit {
            wanted.next();
            total += 1;
            if place == 0 {
                total += BEGINNING;
            }
            if !before.is_alphanumeric() {
                total += WORD_START;
            }
            if matched_before {
                total += IN_A_ROW;
            }
        }
        matched_before = hit;
        before = letter;
    }
    // Of two texts that fit alike, the shorter one is meant.
    wanted.peek().is_none().then(|| total * 16 - (text.len() / 4) as i32)
}

/// The best of the scores against several names of one thing.
pub fn best<'a>(query: &str, names: impl IntoIterator<Item = &'a str>) -> Option<i32> {
    names.into_iter().filter_map(|name| score(query, name)).max()
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
}
