//! Ids and file names from names that people give.

use std::borrow::Cow;

use deunicode::deunicode_with_tofu;
use icu_normalizer::ComposingNormalizerBorrowed;

use super::sha256;

/// Hexadecimal digits of the digest at the end of a slug that was cut.
const DIGEST: usize = 6;

/// Turns a name in any script into small ASCII letters, digits, `-`, `_` and `.`, as ids and file names have them on every system.
///
/// Letters of other scripts are written with Latin ones (`会议` is `hui-yi`, `Über` is `uber`); both normal forms of a letter give the same. A run
/// of other characters is one `-`. At most `longest` characters; may be empty. It begins and ends with a letter or digit.
pub fn slug(name: &str, longest: usize) -> String {
    let ascii = deunicode_with_tofu(&composed(name), "-");
    let mut slug = String::new();
    for c in ascii.chars().map(|c| c.to_ascii_lowercase()) {
        if c.is_ascii_alphanumeric() || c == '_' || c == '.' {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let plain = |c: char| c.is_ascii_alphanumeric();
    let cut: String = slug.trim_start_matches(|c| !plain(c)).chars().take(longest).collect();
    cut.trim_end_matches(|c| !plain(c)).to_owned()
}

/// A slug that two names share only where they are written alike: of one that is too long a digest of the whole stands at the end.
pub fn slug_of_all(name: &str, longest: usize) -> String {
    let whole = slug(name, usize::MAX);
    if whole.len() <= longest {
        return whole;
    }
    let digest = sha256(composed(name).as_bytes());
    let kept = longest.saturating_sub(DIGEST + 1);
    format!("{}-{}", slug(name, kept), digest.get(..DIGEST).unwrap_or(&digest))
}

/// A slug that is free, with a number behind it where it is taken; `otherwise` where the name has no letter or digit.
pub fn free_slug(name: &str, longest: usize, otherwise: &str, free: impl Fn(&str) -> bool) -> Option<String> {
    let slug = slug(name, longest);
    let stem = if slug.is_empty() { otherwise } else { slug.as_str() };
    let numbered = (2_u32..100_000).map(|n| format!("{stem}-{n}"));
    std::iter::once(stem.to_owned()).chain(numbered).find(|slug| free(slug))
}

/// Whether two names are the same to a reader: in either normal form, in small letters or capitals, with more white space or less.
pub fn is_same_name(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

fn folded(name: &str) -> String {
    composed(name).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn composed(name: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use icu_normalizer::DecomposingNormalizerBorrowed;

    #[test]
    fn names_of_every_script_become_plain_ids() {
        for (name, want) in [
            ("会议", "hui-yi"),
            ("Über", "uber"),
            ("Новости дня", "novosti-dnia"),
            ("김정은", "gimjeongeun"),
            ("A report, 2023", "a-report-2023"),
            ("000_659c.v2", "000_659c.v2"),
            ("  ..x!", "x"),
            ("…", ""),
        ] {
            assert_eq!(slug(name, 48), want, "{name}");
        }
        assert_eq!(slug("abc-def", 4), "abc");
    }

    #[test]
    fn both_normal_forms_give_one_id() {
        // UAX #15: NFC and NFD of one text are canonically equivalent.
        for name in ["Über den Café", "김정은", "が", "Ångström", "Ξένος ά", "ế"] {
            let apart = DecomposingNormalizerBorrowed::new_nfd().normalize(name);
            assert_ne!(apart, name);
            assert_eq!(slug(&apart, 48), slug(name, 48), "{name}");
            assert!(is_same_name(&apart, &name.to_uppercase()) || name == "が", "{name}");
        }
    }

    #[test]
    fn a_slug_that_is_taken_gets_a_number() {
        assert_eq!(free_slug("Über", 9, "x", |slug| slug != "uber" && slug != "uber-2").as_deref(), Some("uber-3"));
        assert_eq!(free_slug("!", 9, "document", |_| true).as_deref(), Some("document"));
    }
}
