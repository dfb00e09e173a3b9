//! The lines of a file as digests, so that one can say which of them are new.

use std::collections::{BTreeMap, HashMap};

use base64::prelude::{BASE64_STANDARD_NO_PAD, Engine as _};

use super::super::digest::quick_line;
use super::super::layout::FileKey;
use super::words::LISTS;

/// What a file consists of: a digest of each line, and how many records stand in each of its lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Lines {
    pub digests: Vec<u32>,
    /// By the list's name in the file.
    pub lists: BTreeMap<String, usize>,
}

/// A line's digest. Version control may have changed the line's end, which is no change of the line.
pub(in super::super) fn line_digest(line: &[u8]) -> u32 {
    quick_line(line.strip_suffix(b"\r").unwrap_or(line))
}

impl Lines {
    /// Takes a file of records apart; of texts and originals, which have no records, nothing is kept.
    pub fn of(key: &FileKey, bytes: &[u8]) -> Option<Self> {
        if matches!(key, FileKey::Text(_)) {
            return None;
        }
        let mut lines = Self::default();
        if let FileKey::Record(of, _) = key {
            let names = LISTS.into_iter().filter(|(_, kind)| kind == of);
            lines.lists.extend(names.map(|(name, _)| (name.to_owned(), 1)));
        }
        let mut list: Option<&str> = None;
        for line in bytes.split(|b| *b == b'\n') {
            lines.digests.push(line_digest(line));
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            match list {
                Some(name) if line.first() == Some(&b'(') => *lines.lists.entry(name.to_owned()).or_default() += 1,
                Some(_) if line.first() == Some(&b']') => list = None,
                Some(_) => {}
                None => list = line.strip_suffix(b": [").and_then(|name| std::str::from_utf8(name).ok()),
            }
        }
        Some(lines)
    }

    /// Packed as text, four bytes a line.
    pub fn packed(&self) -> String {
        let bytes: Vec<u8> = self.digests.iter().flat_map(|digest| digest.to_le_bytes()).collect();
        BASE64_STANDARD_NO_PAD.encode(bytes)
    }

    /// Reads what [`Lines::packed`] made.
    pub fn unpacked(text: &str) -> Option<Vec<u32>> {
        let bytes = BASE64_STANDARD_NO_PAD.decode(text).ok()?;
        let (chunks, rest) = bytes.as_chunks::<4>();
        rest.is_empty().then(|| chunks.iter().map(|chunk| u32::from_le_bytes(*chunk)).collect())
    }
}

/// How two states of a file differ: the numbers (from 1) of lines that are new in the later one, and the digests of those that are gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Difference {
    pub new: Vec<usize>,
    pub gone: Vec<u32>,
}

/// Compares lines as bags: a line that has only moved is no difference.
pub(in super::super) fn difference(before: &[u32], after: &[u32]) -> Difference {
    let mut left: HashMap<u32, usize> = HashMap::new();
    for digest in before {
        *left.entry(*digest).or_default() += 1;
    }
    let mut new = Vec::new();
    for (at, digest) in after.iter().enumerate() {
        match left.get_mut(digest) {
            Some(count) if *count > 0 => *count -= 1,
            _ => new.push(at + 1),
        }
    }
    let mut gone: Vec<u32> = left.into_iter().flat_map(|(digest, count)| std::iter::repeat_n(digest, count)).collect();
    gone.sort_unstable();
    Difference { new, gone }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "(\nformat: \"1.0\",\nannotations: [\n(a),\n(b),\n],\nlinks: [\n(l),\n],\n)\n";

    #[test]
    fn records_are_counted_by_list_and_lines_survive_packing_and_other_line_ends() {
        let lines = Lines::of(&FileKey::Template, FILE.as_bytes()).unwrap();
        let expected: BTreeMap<String, usize> = [("annotations".to_owned(), 2), ("links".to_owned(), 1)].into();
        assert_eq!(lines.lists, expected);
        assert_eq!(Lines::unpacked(&lines.packed()).unwrap(), lines.digests);
        assert_eq!(Lines::of(&FileKey::Template, FILE.replace('\n', "\r\n").as_bytes()).unwrap(), lines);
        assert_eq!(Lines::unpacked("AAAA"), None);
    }

    #[test]
    fn a_changed_line_is_new_and_gone_and_a_moved_one_is_neither() {
        let digests = |text: &str| text.bytes().map(|b| line_digest(&[b])).collect::<Vec<_>>();
        assert_eq!(difference(&digests("abc"), &digests("cab")), Difference::default());
        let changed = difference(&digests("abb"), &digests("xb"));
        assert_eq!(changed.new, [1]);
        let mut gone = digests("ab");
        gone.sort_unstable();
        assert_eq!(changed.gone, gone);
    }
}
