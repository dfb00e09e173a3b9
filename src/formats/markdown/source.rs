//! The source before it is parsed: front matter apart, and containers that nest deeper than anybody means.

use std::borrow::Cow;
use std::ops::Range;

/// Containers inside each other that are read as such. The parser takes time for each of them in every line, so a line of a hundred thousand
/// `>` would cost minutes; a run cannot tell more than 255 apart anyway.
const DEEPEST: usize = 250;

/// Front matter at the very beginning: lines of `name: value` between `---` and `---` or `...`, or between two `+++` (`name = value`).
///
/// Gives the place of its lines and the byte behind it. Without this the parser makes a rule and a heading of it.
pub(super) fn front_matter(source: &str) -> Option<(Range<usize>, usize)> {
    let mut lines = source.split_inclusive('\n');
    let first = lines.next()?;
    let (ends, sign): (&[&str], char) = match first.trim_end() {
        "---" => (&["---", "..."], ':'),
        "+++" => (&["+++"], '='),
        _ => return None,
    };
    let mut at = first.len();
    let mut seen_field = false;
    for line in lines {
        let bare = line.trim_end();
        if ends.contains(&bare) {
            return seen_field.then_some((first.len()..at, at + line.len()));
        }
        if !seen_field && !bare.is_empty() && !bare.starts_with('#') {
            let (name, _) = bare.split_once(sign)?;
            let plain = |c: char| c.is_alphanumeric() || "_- .\"".contains(c);
            if name.trim().is_empty() || !name.chars().all(plain) {
                return None;
            }
            seen_field = true;
        }
        at += line.len();
    }
    None
}

/// The source with a full stop in the place of each container's mark that nests too deep; every byte stays where it is.
pub(super) fn flattened(source: &str) -> Cow<'_, str> {
    let mut deep: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        deep.extend(marks(line).skip(DEEPEST).map(|mark| at + mark));
        at += line.len();
    }
    if deep.is_empty() {
        return Cow::Borrowed(source);
    }
    let mut bytes = source.as_bytes().to_vec();
    for mark in deep {
        if let Some(byte) = bytes.get_mut(mark) {
            *byte = b'.';
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(source), Cow::Owned)
}

/// Where the marks of containers stand at the beginning of a line: of quotes, list items and footnotes, all of them ASCII.
fn marks(line: &str) -> impl Iterator<Item = usize> {
    let bytes = line.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        at += bytes.get(at..)?.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let rest = bytes.get(at..)?;
        let spaced = |n: usize| rest.get(n).is_none_or(u8::is_ascii_whitespace);
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let length = match rest.first()? {
            b'>' => 1,
            b'-' | b'+' | b'*' if spaced(1) => 1,
            b'0'..=b'9' if matches!(rest.get(digits), Some(b'.' | b')')) && spaced(digits + 1) => digits + 1,
            b'[' if rest.get(1) == Some(&b'^') => {
                let end = rest.iter().take(1000).position(|b| *b == b']')?;
                if rest.get(end + 1) == Some(&b':') { end + 2 } else { return None }
            }
            _ => return None,
        };
        let mark = at;
        at += length;
        Some(mark)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_fields_between_two_rules_at_the_beginning() {
        let source = "---\ntitle: Ü\ndate: 2023\n---\nBody";
        let (lines, end) = front_matter(source).unwrap();
        assert_eq!((&source[lines], &source[end..]), ("title: Ü\ndate: 2023\n", "Body"));
        assert!(front_matter("+++\ntitle = \"x\"\n+++\n").is_some());
        for other in
            ["---\nA heading\n---\n", "---\n\n---\n", "---\ntitle: never ends\n", "x\n---\na: b\n---\n", "---\nHe said: no, never.\nx"]
        {
            assert!(front_matter(other).is_none(), "{other:?}");
        }
    }

    #[test]
    fn only_marks_beyond_the_deepest_are_flattened() {
        let source = format!("{} word\n> a\n", "> ".repeat(300));
        let flat = flattened(&source);
        assert_eq!(flat.len(), source.len());
        assert_eq!(flat.matches('>').count(), DEEPEST + 1);
        assert_eq!(flat.matches('.').count(), 50);
        assert!(matches!(flattened("- a\n  > b\n"), Cow::Borrowed(_)));
    }
}
