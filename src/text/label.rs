//! Texts as labels show them.

/// The first words of a text, for labels: at most `most` characters, white space folded, an ellipsis where something is cut off.
pub fn shortened(text: &str, most: usize) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= most {
        return words;
    }
    let head: String = words.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", head.trim_end())
}

/// The same text with a capital at its beginning: an error's words as a sentence of their own.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A number with its noun: `1 change`, `2 changes`.
pub fn counted(number: usize, noun: &str) -> String {
    counted_as(number, noun, &format!("{noun}s"))
}

/// A number with the one or the other noun: `1 entity`, `2 entities`.
pub fn counted_as(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// How often: `once`, `2 times`.
pub fn times(number: usize) -> String {
    if number == 1 { "once".to_owned() } else { format!("{number} times") }
}

/// A number with commas between thousands.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{capitalised, counted, counted_as, shortened, thousands, times};

    #[test]
    fn thousands_are_set_apart() {
        let written = [0, 27, 999, 1_000, 27_000, 123_456, 1_000_000].map(thousands);
        assert_eq!(written, ["0", "27", "999", "1,000", "27,000", "123,456", "1,000,000"]);
    }

    #[test]
    fn one_thing_is_counted_without_a_plural() {
        assert_eq!([0, 1, 2].map(|n| counted(n, "change")), ["0 changes", "1 change", "2 changes"]);
        assert_eq!([0, 1, 2].map(|n| counted_as(n, "entity", "entities")), ["0 entities", "1 entity", "2 entities"]);
        assert_eq!([0, 1, 2].map(times), ["0 times", "once", "2 times"]);
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!(capitalised("élan vital"), "Élan vital");
        assert_eq!(capitalised(""), "");
    }

    #[test]
    fn a_label_has_at_most_so_many_characters_with_the_ellipsis() {
        assert_eq!(shortened("Kim  Jong\nUn", 20), "Kim Jong Un");
        assert_eq!(shortened("Kim Jong Un", 10), "Kim Jong…");
        assert_eq!(shortened("соглашений", 5), "согл…");
    }
}
