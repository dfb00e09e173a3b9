//! Records as lines of RON, and back, with fields of newer versions kept.

use std::io::Write;
use std::path::Path;

use ron::extensions::Extensions;
use ron::ser::PrettyConfig;
use ron::{Error as RonError, Options};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::schema::{EVERYWHERE, Fields};
use super::source::{Broken, fields, line_and_column};
use super::unknown::{Unknown, appended, unknown_fields, with_field};
use super::words::words;
use super::{StoreError, quick_ron};
use crate::model::Extra;

/// A record in the shape it has on disk.
pub(super) trait Shape: Serialize + DeserializeOwned {
    /// Where it keeps fields of newer versions; those of values inside it by the way to them (`provenance.scanner`).
    fn extra(&mut self) -> &mut Extra;

    /// Its fields.
    fn fields() -> &'static Fields;
}

fn options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// Any value on one line.
pub(super) fn to_line<T: Serialize>(value: &T) -> Result<String, String> {
    let pretty = PrettyConfig::new().depth_limit(0);
    let text = options().to_string_pretty(value, pretty).map_err(|e| e.to_string())?;
    Ok(readable(text))
}

/// A record on one line, fields of newer versions at the end of what they are fields of.
///
/// Such a field goes with the value it was in; one that would make the line unreadable (a dataset may hold anything) is left out.
pub(super) fn record_line<T: Shape>(mut shape: T) -> Result<String, String> {
    let extra = std::mem::take(shape.extra());
    let mut line = to_line(&shape)?;
    for (path, value) in extra.into_iter().filter(|(path, value)| is_sound(path, value)) {
        if let Some(more) = with_field(&line, &path, &value).or_else(|| begun::<T>(&line, &path, &value)) {
            line = more;
        }
    }
    Ok(line)
}

/// The field in a value that says nothing else, and so is not in the line.
fn begun<T: Shape>(line: &str, path: &str, value: &str) -> Option<String> {
    let (outer, name) = path.split_once('.')?;
    let line = appended(line, outer, &appended("()", name, value)?)?;
    parse::<T>(&line).is_ok().then_some(line)
}

/// Whether a field that was kept can be written without harm to the line.
pub(super) fn is_sound(path: &str, value: &str) -> bool {
    let name = path.rsplit('.').next().unwrap_or_default();
    let source = format!("({name}: {value})");
    let is_one_field = fields(&source).is_ok_and(|found| matches!(found.as_slice(), [field] if field.name == name && field.value == value));
    is_one_field && parse::<IgnoredAny>(value).is_ok()
}

/// Why a piece of source is not what was expected there.
#[derive(Debug)]
pub(super) struct Wrong {
    /// Where, in bytes of the piece.
    pub at: usize,
    pub message: String,
    /// It is good RON that says something this version cannot hold: an unknown word, a missing field, a bad id.
    pub is_meaning: bool,
}

impl Wrong {
    /// As an error of a file; `at` is where the piece begins in `text`.
    pub fn in_file(self, path: &Path, text: &str, at: usize) -> StoreError {
        let (line, column) = line_and_column(text, at + self.at);
        StoreError::Syntax { path: path.to_owned(), line, column, message: self.message }
    }
}

impl From<Broken> for Wrong {
    fn from(broken: Broken) -> Self {
        Self { at: broken.at, message: broken.why.to_owned(), is_meaning: false }
    }
}

/// Any value from source.
pub(super) fn parse<T: DeserializeOwned>(source: &str) -> Result<T, Wrong> {
    options().from_str(source).map_err(|error| Wrong {
        at: offset_of(source, error.span.end),
        message: words(&error.code),
        is_meaning: is_meaning(&error.code),
    })
}

/// A record from source, and its fields that this version does not know, which go to its extra ones.
pub(super) fn parse_record<T: Shape>(source: &str) -> Result<(T, Vec<Unknown>), Wrong> {
    parse_beside(source, &[])
}

/// The same of a whole file that is one record, and has what every file has.
pub(super) fn parse_file<T: Shape>(source: &str) -> Result<(T, Vec<Unknown>), Wrong> {
    parse_beside(source, &EVERYWHERE)
}

/// The same with fields that are none of the record's.
fn parse_beside<T: Shape>(source: &str, beside: &[&str]) -> Result<(T, Vec<Unknown>), Wrong> {
    // A file that writes the place where unknown fields are kept, as if it were a field, is for the general reader to tell.
    if let Some(mut record) = quick_ron::read::<T>(source)
        && record.extra().is_empty()
    {
        return Ok((record, Vec::new()));
    }
    let mut record: T = parse(source).map_err(|wrong| with_unknown::<T>(wrong, source, beside))?;
    let unknown = unknown_fields(source, T::fields())?;
    if !unknown.is_empty() {
        // A field that is called as the place where they are kept is one of them.
        record.extra().clear();
        let kept = unknown.iter().map(|unknown| (unknown.path.clone(), unknown.value.clone()));
        record.extra().extend(kept);
    }
    Ok((record, unknown))
}

/// A field that is missing may be there under a name with a slip in it.
#[expect(clippy::needless_pass_by_value, reason = "it becomes the one that is returned")]
fn with_unknown<T: Shape>(wrong: Wrong, source: &str, beside: &[&str]) -> Wrong {
    let mut unknown = if wrong.is_meaning { unknown_fields(source, T::fields()).unwrap_or_default() } else { Vec::new() };
    unknown.retain(|field| !beside.contains(&field.path.as_str()));
    let more: Vec<String> = unknown.iter().map(|unknown| format!("; {}", unknown.words())).collect();
    let at = unknown.first().map_or(wrong.at, |unknown| unknown.at);
    Wrong { at, message: format!("{}{}", wrong.message, more.concat()), ..wrong }
}

fn is_meaning(error: &RonError) -> bool {
    matches!(
        error,
        RonError::Message(_)
            | RonError::InvalidValueForType { .. }
            | RonError::ExpectedDifferentLength { .. }
            | RonError::NoSuchEnumVariant { .. }
            | RonError::NoSuchStructField { .. }
            | RonError::MissingStructField { .. }
            | RonError::DuplicateStructField { .. }
            | RonError::IntegerOutOfBounds
    )
}

/// Byte offset of a line and column (characters), both from 1.
fn offset_of(source: &str, position: ron::error::Position) -> usize {
    let lines = source.split_inclusive('\n');
    let before: usize = lines.clone().take(position.line.saturating_sub(1)).map(str::len).sum();
    let line = source.get(before..).unwrap_or_default();
    let within = line.char_indices().nth(position.col.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    before + within
}

/// Any value on one line, passed on piece by piece: the line of a large import is not held as a whole.
pub(super) fn write_as_line<T: Serialize>(value: &T, out: &mut dyn Write) -> Result<(), Unwritten> {
    let mut pieces = Pieces { out, pending: String::new(), text: String::new(), in_string: false, failure: None };
    let written = options().to_writer_pretty(&mut pieces, value, PrettyConfig::new().depth_limit(0));
    let written = written.and_then(|()| pieces.pass_on(0).map_err(RonError::from));
    match (pieces.failure, written) {
        (Some(error), _) => Err(Unwritten::Disk(error)),
        (None, Err(error)) => Err(Unwritten::Value(error.to_string())),
        (None, Ok(())) => Ok(()),
    }
}

/// Why a line was not written.
#[derive(Debug)]
pub(super) enum Unwritten {
    /// The file did not take it.
    Disk(std::io::Error),
    /// RON has no words for it.
    Value(String),
}

/// Bytes that are passed on at once.
const PIECE: usize = 1 << 16;

/// No escape is longer, in bytes; the end of a piece may lie inside one.
const LONGEST_ESCAPE: usize = 16;

/// A line on its way from the writer of RON, made readable as it goes by.
struct Pieces<'a> {
    out: &'a mut dyn Write,
    pending: String,
    text: String,
    in_string: bool,
    failure: Option<std::io::Error>,
}

impl Pieces<'_> {
    /// Passes on what is pending, but for what may belong to the last `held` bytes.
    fn pass_on(&mut self, held: usize) -> std::fmt::Result {
        let done = unescape(&self.pending, held, &mut self.in_string, &mut self.text);
        self.pending.drain(..done);
        let written = self.out.write_all(self.text.as_bytes());
        self.text.clear();
        written.map_err(|error| {
            self.failure = Some(error);
            std::fmt::Error
        })
    }
}

impl std::fmt::Write for Pieces<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.pending.push_str(text);
        if self.pending.len() < PIECE { Ok(()) } else { self.pass_on(LONGEST_ESCAPE) }
    }
}

/// Takes back escapes that only make a text hard to read: `\'`, and combining marks of every script.
///
/// Characters that cannot be seen stay escaped, save the joiners that Persian, Hindi and emoji need.
fn readable(text: String) -> String {
    if !text.contains("\\u{") && !text.contains("\\'") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    unescape(&text, 0, &mut false, &mut out);
    out
}

/// The same of a piece of a line, up to the first quotation mark or escape in its last `held` bytes; returns how many bytes were taken.
fn unescape(text: &str, held: usize, in_string: &mut bool, out: &mut String) -> usize {
    let limit = text.len() - held.min(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\\', '\'']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if text.len() - from.len() >= limit {
            return text.len() - from.len();
        }
        let length = if *in_string {
            *in_string = !from.starts_with('"');
            push_escape(from, out)
        } else if from.starts_with('\'') {
            push_character(from, out)
        } else {
            *in_string = from.starts_with('"');
            push_first(from, out)
        };
        rest = from.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    text.len()
}

fn push_first(from: &str, out: &mut String) -> usize {
    from.chars().next().map_or(0, |c| {
        out.push(c);
        c.len_utf8()
    })
}

/// A character literal, copied as it is.
fn push_character(from: &str, out: &mut String) -> usize {
    let escaped = from.starts_with("'\\");
    let length: usize = from.chars().take(if escaped { 4 } else { 3 }).map(char::len_utf8).sum();
    out.push_str(from.get(..length).unwrap_or_default());
    length
}

fn push_escape(from: &str, out: &mut String) -> usize {
    if from.starts_with("\\'") {
        out.push('\'');
        return 2;
    }
    if let Some(code) = from.strip_prefix("\\u{")
        && let Some((digits, _)) = code.split_once('}')
        && let Some(c) = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
        && is_visible(c)
    {
        out.push(c);
        return digits.len() + 4;
    }
    let length: usize = if from.starts_with('\\') { from.chars().take(2).map(char::len_utf8).sum() } else { 1 };
    out.push_str(from.get(..length).unwrap_or_default());
    length
}

fn is_visible(c: char) -> bool {
    let hidden = c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{10ffff}');
    !hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_readable_in_every_script_and_reads_back() {
        for text in ["it's \"so\"\\", "नमस्ते", "a\u{301}\u{202e}b", "line\nbreak\t", "👩\u{200d}👩", "\\u{301}", "'", "می\u{200c}خواهم"]
        {
            let line = to_line(&(text, 'x', "y'")).unwrap();
            assert!(!line.contains('\n'), "{line}");
            let (back, c, y): (String, char, String) = parse(&line).unwrap();
            assert_eq!((back.as_str(), c, y.as_str()), (text, 'x', "y'"), "{line}");
        }
        for pad in [0, PIECE - 6, 2 * PIECE - 9] {
            let value: Vec<String> = (0..40).map(|n| format!("{}{}it's \"so\"\\ नमस्ते\u{202e}", "x".repeat(pad), "\"".repeat(n))).collect();
            let mut written = Vec::new();
            write_as_line(&value, &mut written).unwrap();
            assert!(String::from_utf8(written).unwrap() == to_line(&value).unwrap(), "in pieces after {pad} bytes");
        }
        assert_eq!(to_line(&"it's नमस्ते").unwrap(), "\"it's नमस्ते\"");
        assert_eq!(to_line(&("a\u{202e}", '\'', "'")).unwrap(), r#"("a\u{202e}", '\'', "'")"#);
    }
}
