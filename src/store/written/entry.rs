//! One line of the log: what a file was like when it was last written here.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::super::digest::quick_line;
use super::lines::Lines;

/// What is known of a file, or that it was taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Entry {
    /// Below the project's folder, with `/`.
    pub path: String,
    /// The last step that the file holds.
    pub step: u64,
    /// What the file was like; `None`: there was none any more.
    pub file: Option<KnownFile>,
}

/// What a file was like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct KnownFile {
    /// When it was last changed, by its file system.
    pub modified: Option<SystemTime>,
    pub length: u64,
    /// `None`: its bytes were never looked at.
    pub digest: Option<u64>,
    /// `None`: it has no records, or they were not looked at.
    pub lines: Option<Lines>,
}

/// A line of the log with its end.
///
/// ```text
/// <checksum> w <step> <nanoseconds> <length> <digest> <records by list> <digests of lines> <path>
/// <checksum> g <step> <path>
/// ```
pub(super) fn write(entry: &Entry) -> String {
    let said = match &entry.file {
        None => format!("g {} {}", entry.step, entry.path),
        Some(file) => {
            let modified = file.modified.and_then(nanoseconds).map_or_else(|| "-".to_owned(), |n| n.to_string());
            let digest = file.digest.map_or_else(|| "-".to_owned(), |digest| format!("{digest:016x}"));
            let (lists, lines) = match &file.lines {
                None => ("-".to_owned(), "-".to_owned()),
                Some(lines) => (lists_in_words(&lines.lists), lines.packed()),
            };
            format!("w {} {modified} {} {digest} {lists} {lines} {}", entry.step, file.length, entry.path)
        }
    };
    checked(&said)
}

/// A line with its checksum before it and its end behind it.
pub(super) fn checked(said: &str) -> String {
    format!("{:08x} {said}\n", quick_line(said.as_bytes()))
}

/// What a whole line says, if its checksum is right.
pub(super) fn said(line: &str) -> Option<&str> {
    let (checksum, said) = line.strip_suffix('\n')?.split_once(' ')?;
    (u32::from_str_radix(checksum, 16).ok()? == quick_line(said.as_bytes())).then_some(said)
}

/// The same of a line whose checksum was looked at before.
pub(super) fn said_unchecked(line: &str) -> Option<&str> {
    Some(line.strip_suffix('\n')?.split_once(' ')?.1)
}

/// Length and digest of a file, without looking at the rest; `None`: it was taken away.
pub(super) fn length_and_digest(said: &str) -> Option<(u64, Option<u64>)> {
    let mut parts = said.strip_prefix("w ")?.split(' ').skip(2);
    let length = parts.next()?.parse().ok()?;
    Some((length, u64::from_str_radix(parts.next()?, 16).ok()))
}

/// The path that a line is about, without looking at the rest.
pub(super) fn path_of(said: &str) -> Option<&str> {
    if !said.starts_with("w ") && !said.starts_with("g ") {
        return None;
    }
    // No other part has a blank in it.
    let parts = if said.starts_with('w') { 8 } else { 3 };
    said.splitn(parts, ' ').nth(parts - 1)
}

/// Reads what [`write()`] made.
pub(super) fn read(said: &str) -> Option<Entry> {
    let path = path_of(said)?.to_owned();
    let mut parts = said.split(' ');
    let is_there = parts.next()? == "w";
    let step = parts.next()?.parse().ok()?;
    if !is_there {
        return Some(Entry { path, step, file: None });
    }
    let modified = parts.next()?.parse().ok().map(|n| UNIX_EPOCH + Duration::from_nanos(n));
    let length = parts.next()?.parse().ok()?;
    let digest = u64::from_str_radix(parts.next()?, 16).ok();
    let (lists, digests) = (parts.next()?, parts.next()?);
    let lines = if digests == "-" { None } else { Some(Lines { digests: Lines::unpacked(digests)?, lists: lists_of(lists)? }) };
    Some(Entry { path, step, file: Some(KnownFile { modified, length, digest, lines }) })
}

/// Since 1970; a file from before that has no time here.
fn nanoseconds(time: SystemTime) -> Option<u64> {
    u64::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_nanos()).ok()
}

fn lists_in_words(lists: &BTreeMap<String, usize>) -> String {
    let mut words = String::from("=");
    for (name, count) in lists {
        let _ = write!(words, "{name}:{count};");
    }
    words
}

fn lists_of(words: &str) -> Option<BTreeMap<String, usize>> {
    let lists = words.strip_prefix('=')?.split_terminator(';');
    lists.map(|list| list.split_once(':').and_then(|(name, count)| Some((name.to_owned(), count.parse().ok()?)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_reads_back_and_a_changed_letter_is_noticed() {
        let lines = Lines { digests: vec![1, u32::MAX], lists: [("annotations".to_owned(), 2)].into() };
        let known =
            KnownFile { modified: Some(UNIX_EPOCH + Duration::new(1_700_000_000, 7)), length: 42, digest: Some(3), lines: Some(lines) };
        let bare = KnownFile { modified: None, length: 0, digest: None, lines: None };
        for file in [Some(known), Some(bare), None] {
            let entry = Entry { path: "documents/original/a b.txt".to_owned(), step: 9, file };
            let line = write(&entry);
            assert_eq!(path_of(said(&line).unwrap()), Some(entry.path.as_str()));
            assert_eq!(read(said(&line).unwrap()).unwrap(), entry);
            for at in 0..line.len() {
                let mut bytes = line.clone().into_bytes();
                bytes[at] ^= 1;
                let damaged = String::from_utf8(bytes).unwrap();
                assert!(said(&damaged).is_none(), "{damaged:?}");
            }
        }
    }
}
