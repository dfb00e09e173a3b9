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

#[cfg(test)]
mod tests {
    use super::{capitalised, shortened};

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
