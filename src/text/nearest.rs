//! The known word that is meant by one with a slip in it.

/// The known word nearest to `word`, if it is near enough to be meant: one slip in four letters, at least one; the first of several.
///
/// A slip is a letter too many, too few or another one, or two that changed places (optimal string alignment; F. J. Damerau,
/// "A technique for computer detection and correction of spelling errors", Communications of the ACM 7, 1964). Case counts.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().collect();
    let slips = |other: &str| {
        let other: Vec<char> = other.chars().collect();
        let allowed = (word.len().max(other.len()) / 4).max(1);
        (word.len().abs_diff(other.len()) <= allowed).then(|| distance(&word, &other)).filter(|slips| *slips <= allowed)
    };
    known.into_iter().filter_map(|other| Some((slips(other)?, other))).min_by_key(|(slips, _)| *slips).map(|(_, other)| other)
}

/// Slips between two words.
fn distance(one: &[char], two: &[char]) -> usize {
    // The rows of the table for the letters up to two before, one before, and here.
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=two.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut here = vec![row + 1];
        for (column, other) in two.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
            let mut least = at(&last, column) + usize::from(letter != other);
            least = least.min(at(&last, column + 1) + 1).min(at(&here, column) + 1);
            let changed_places = row > 0 && column > 0 && one.get(row - 1) == Some(other) && two.get(column - 1) == Some(letter);
            if changed_places {
                least = least.min(at(&before_last, column - 1) + 1);
            }
            here.push(least);
        }
        before_last = std::mem::replace(&mut last, here);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_of_the_hand_is_found_whatever_it_is() {
        let known = ["id", "memo", "attributes", "treatments", "sha256"];
        let meant = |word| nearest(word, known);
        for (word, right) in [
            ("memmo", "memo"),
            ("meo", "memo"),
            ("mexo", "memo"),
            ("meom", "memo"),
            ("ie", "id"),
            ("di", "id"),
            ("treatmentz", "treatments"),
            ("attribtues", "attributes"),
            ("sha265", "sha256"),
            ("atributs", "attributes"),
        ] {
            assert_eq!(meant(word), Some(right), "{word}");
        }
    }

    #[test]
    fn a_word_that_is_far_from_all_is_none_of_them() {
        assert_eq!(nearest("weight", ["id", "memo", "attributes"]), None);
        assert_eq!(nearest("", ["id"]), None);
        assert_eq!(nearest("x", []), None);
    }
}
