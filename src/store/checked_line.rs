//! Lines of RON that carry a checksum: what stands in the files that only this machine has.
//!
//! A line is `value //crc:xxxxxxxx`, the CRC-32 (ISO-HDLC, as in zlib) of the bytes of the value in eight hexadecimal digits. To a
//! reader of RON the checksum is a comment. A line of the older form, without one, is read as well; it ends with its value.

use std::io::Write;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::ron_text::{Unwritten, parse, to_line, write_as_line};

/// Between a value and its checksum.
const MARK: &str = " //crc:";

/// Digits of a checksum.
const DIGITS: usize = 8;

/// A value as its line, with the end of the line.
pub(super) fn write_line<T: Serialize>(value: &T) -> Result<String, String> {
    let mut line = to_line(value)?;
    line.push_str(&end_of_line(crc32fast::hash(line.as_bytes())));
    Ok(line)
}

/// Writes the same line without holding it as a whole; returns its length in bytes.
pub(super) fn write_line_to<T: Serialize>(value: &T, out: &mut dyn Write) -> Result<u64, Unwritten> {
    let mut summed = Summed { out, sum: crc32fast::Hasher::new(), length: 0 };
    write_as_line(value, &mut summed)?;
    let end = end_of_line(summed.sum.finalize());
    summed.out.write_all(end.as_bytes()).map_err(Unwritten::Disk)?;
    Ok(summed.length + end.len() as u64)
}

fn end_of_line(sum: u32) -> String {
    format!("{MARK}{sum:0DIGITS$x}\n")
}

/// Counts and sums up what goes through it.
struct Summed<'a> {
    out: &'a mut dyn Write,
    sum: crc32fast::Hasher,
    length: u64,
}

impl Write for Summed<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.sum.update(bytes.get(..written).unwrap_or_default());
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// What stands in a line.
#[derive(Debug, PartialEq)]
pub(super) enum Line<T> {
    /// A value; where zeros stand before it, as a crash may leave them, those are no part of it.
    Value(T),
    /// Nothing.
    Blank,
    /// It ends in the middle: it was being written when the machine stopped.
    Torn,
    /// It is not what was written, in words that follow "this record is damaged: ".
    Damaged(String),
}

/// Cuts bytes into lines and reads each; with the bytes of each, its end included.
///
/// Two lines that are joined because the end of the first one is damaged are two.
pub(super) fn read_lines<T: DeserializeOwned>(bytes: &[u8]) -> Vec<(&[u8], Line<T>)> {
    let mut found = Vec::new();
    let mut from = 0;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        let is_last = from + line.len() == bytes.len();
        from += line.len();
        let mut rest = line;
        loop {
            let read = read_line(rest, is_last);
            let joined = if matches!(read, Line::Damaged(_) | Line::Torn) { joined_at(rest) } else { None };
            let Some((one, other)) = joined.and_then(|at| rest.split_at_checked(at)) else {
                found.push((rest, read));
                break;
            };
            found.push((one, read_line(one.get(..one.len() - 1).unwrap_or_default(), false)));
            if other.is_empty() {
                break;
            }
            rest = other;
        }
    }
    found
}

/// Where a second line begins, or nothing more, behind a whole one with its checksum and one byte that is no end of a line.
fn joined_at(line: &[u8]) -> Option<usize> {
    let first = line.iter().position(|b| !is_blank(*b))?;
    let marks = line.windows(MARK.len()).enumerate().filter(|(_, piece)| *piece == MARK.as_bytes());
    let ends = marks.map(|(at, _)| at + MARK.len() + DIGITS);
    let is_whole = |end: &usize| {
        let text = line.get(first..*end).and_then(|piece| std::str::from_utf8(piece).ok());
        text.and_then(checksum).is_some_and(|(value, sum)| crc32fast::hash(value.as_bytes()) == sum)
    };
    ends.filter(|end| *end < line.len()).find(is_whole).map(|end| end + 1)
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b' ' | b'\t' | b'\r' | b'\n')
}

/// Reads a line. Only the last line of a file can be a torn one.
fn read_line<T: DeserializeOwned>(line: &[u8], is_last: bool) -> Line<T> {
    let Some(first) = line.iter().position(|b| !is_blank(*b)) else {
        return if is_last && line.contains(&0) { Line::Torn } else { Line::Blank };
    };
    let body = line.get(first..).unwrap_or_default();
    match read_body(body.trim_ascii_end()) {
        Ok(value) => Line::Value(value),
        Err(_) if is_last && !line.ends_with(b"\n") => Line::Torn,
        Err(why) => Line::Damaged(why),
    }
}

fn read_body<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    let text = std::str::from_utf8(body).map_err(|error| format!("byte {} of it is no text", error.valid_up_to() + 1))?;
    let (value, is_checked) = match checksum(text) {
        Some((value, sum)) if crc32fast::hash(value.as_bytes()) == sum => (value, true),
        Some(_) => return Err("its checksum does not fit".to_owned()),
        // What stands behind the value would be skipped as a comment, with whatever else is in it.
        None if text.ends_with(')') => (text, false),
        None => return Err("its end is not there".to_owned()),
    };
    parse(value).map_err(|wrong| {
        if is_checked {
            format!("this version cannot read it ({})", wrong.message)
        } else {
            format!("it cannot be read ({})", wrong.message)
        }
    })
}

/// The value and the checksum behind it.
fn checksum(text: &str) -> Option<(&str, u32)> {
    let (value, digits) = text.rsplit_once(MARK)?;
    let is_sum = digits.len() == DIGITS && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    is_sum.then(|| u32::from_str_radix(digits, 16).ok().map(|sum| (value, sum))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &[u8], is_last: bool) -> Line<(String, u8)> {
        read_line(line, is_last)
    }

    #[test]
    fn a_line_carries_the_checksum_that_zlib_gives_its_value() {
        // python3 -c 'import zlib; print("%08x" % zlib.crc32(b"(\"a\", 1)"))'
        assert_eq!(write_line(&("a", 1)).unwrap(), "(\"a\", 1) //crc:397ce71c\n");
        let mut written = Vec::new();
        assert_eq!(write_line_to(&("a", 1), &mut written).unwrap(), 24);
        assert_eq!(written, b"(\"a\", 1) //crc:397ce71c\n");
    }

    #[test]
    fn a_line_reads_back_whatever_stands_before_or_behind_it_and_an_old_one_needs_no_checksum() {
        let value = || Line::Value(("a".to_owned(), 1));
        let line = write_line(&("a", 1)).unwrap();
        for text in [line.clone(), line.replace('\n', "\r\n"), line.trim_end().to_owned(), format!("\0\0\0{line}"), "(\"a\", 1)\n".into()] {
            assert_eq!(read(text.as_bytes(), false), value(), "{text:?}");
            assert_eq!(read(text.as_bytes(), true), value(), "{text:?}");
        }
        assert_eq!(read(b"\n", true), Line::Blank);
        assert_eq!(read(b"\0\0\n", false), Line::Blank);
        assert_eq!(read(b"\0\0", true), Line::Torn);
    }

    #[test]
    fn no_flipped_bit_of_a_line_goes_unnoticed() {
        let line = write_line(&("an old man // and the sea", 7)).unwrap().into_bytes();
        for at in 0..line.len() - 1 {
            for bit in 0..8 {
                let mut flipped = line.clone();
                flipped[at] ^= 1 << bit;
                if flipped[at] == b'\n' {
                    continue; // Two lines now: neither has its checksum.
                }
                assert!(matches!(read(&flipped, false), Line::Damaged(_)), "byte {at}, bit {bit}: {}", String::from_utf8_lossy(&flipped));
            }
        }
    }

    #[test]
    fn two_lines_are_two_when_the_end_of_the_first_is_damaged_and_the_last_one_needs_none() {
        let (one, two) = (write_line(&("a", 1)).unwrap(), write_line(&("b", 2)).unwrap());
        let both = || vec![Line::Value(("a".to_owned(), 1)), Line::Value(("b".to_owned(), 2))];
        for between in [b' ', 0x0b, b'*', 0x8a, 0] {
            for end in [b'\n', 0x0b, 0x8a] {
                let mut bytes = [one.trim_end().as_bytes(), &[between], two.trim_end().as_bytes(), &[end]].concat();
                let lines = read_lines::<(String, u8)>(&bytes);
                assert_eq!(lines.iter().map(|(bytes, _)| bytes.len()).sum::<usize>(), bytes.len());
                assert_eq!(lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>(), both(), "{between:x} {end:x}");
                let at = one.find('a').unwrap();
                bytes[at] = b'c';
                let damaged = read_lines::<(String, u8)>(&bytes).into_iter().any(|(_, line)| line == Line::Value(("c".into(), 1)));
                assert!(!damaged);
            }
        }
    }

    #[test]
    fn a_last_line_that_was_cut_anywhere_is_torn_until_it_is_whole() {
        let line = write_line(&("a", 1)).unwrap();
        for length in 1..line.len() - 1 {
            let value = "(\"a\", 1)".len();
            let wanted = if (value..=value + 1).contains(&length) { Line::Value(("a".into(), 1)) } else { Line::Torn };
            assert_eq!(read(&line.as_bytes()[..length], true), wanted, "{length}");
        }
    }
}
