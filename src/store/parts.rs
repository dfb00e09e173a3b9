//! The parts of a file before any record is read: its version, what stands there twice, what is unknown, what is missing.

use std::path::Path;

use super::StoreError;
use super::layout::FileKey;
use super::ron_text::{Wrong, parse};
use super::schema::{EVERYWHERE, Holds, parts, record_in};
use super::source::{Field, first_word, plain_name};
use super::unknown::meant;
use super::version::{ALL_LISTS, OLDEST_READ, OLDEST_TEMPLATE, check_format, parse_version};

/// How old a file is, as far as it matters for what must be in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// Of a version that wrote no empty lists.
    WithoutEmptyLists,
    /// Of a version whose files have all their lists.
    Known,
    /// Of a newer minor version, which may have more in its files, and less.
    Newer,
}

/// How old the file is, and its number when that is a newer one than this program's.
pub(super) fn version(key: &FileKey, path: &Path, text: &str, cut: &[Field<'_>]) -> Result<(Age, Option<String>), StoreError> {
    let Some(field) = cut.iter().find(|field| plain_name(field.name) == "format") else {
        return Err(unversioned(key, cut).in_file(path, text, 0));
    };
    let format: String = parse(field.value).map_err(|wrong| wrong.in_file(path, text, field.at))?;
    let newer = check_format(path, &format)?;
    let oldest = if *key == FileKey::Template { OLDEST_TEMPLATE } else { OLDEST_READ };
    let version = parse_version(&format).filter(|version| *version >= oldest);
    let version = version.ok_or_else(|| StoreError::UnknownFormat { path: path.to_owned(), found: format })?;
    let age = match &newer {
        Some(_) => Age::Newer,
        None if version < ALL_LISTS => Age::WithoutEmptyLists,
        None => Age::Known,
    };
    Ok((age, newer))
}

fn unversioned(key: &FileKey, cut: &[Field<'_>]) -> Wrong {
    let slip =
        cut.iter().find(|field| !is_known(key, field.name) && crate::text::nearest(plain_name(field.name), EVERYWHERE) == Some("format"));
    let more = slip.map_or_else(String::new, |field| format!("; is '{}' meant to be it?", field.name));
    let at = slip.map_or(0, |field| field.named_at);
    Wrong { at, message: format!("the field 'format' is missing, which says the version{more}"), is_meaning: true }
}

fn is_known(key: &FileKey, name: &str) -> bool {
    let name = plain_name(name);
    let is_field = record_in(key).is_some_and(|fields| fields.has(name));
    is_field || EVERYWHERE.contains(&name) || parts(key).iter().any(|part| part.name == name)
}

/// Something odd at the head of a file that leaves its records as they are.
pub(super) struct Odd {
    /// Where, in bytes.
    pub at: usize,
    pub what: String,
    pub hint: &'static str,
}

/// What to do about an unknown field.
pub(super) const CORRECT_THE_NAME: &str = "Correct the name in a text editor; until then the field is kept as it is and is not used";

/// What is unknown or missing at the head of a file without making its records doubtful.
///
/// An error means that the file cannot be trusted: records may be missing that should be there.
pub(super) fn look_over(key: &FileKey, age: Age, cut: &[Field<'_>]) -> Result<Vec<Odd>, Wrong> {
    let wrong = |at, message| Wrong { at, message, is_meaning: true };
    let mut told = Vec::new();
    for (number, field) in cut.iter().enumerate() {
        if cut.iter().take(number).any(|before| plain_name(before.name) == plain_name(field.name)) {
            return Err(wrong(field.named_at, format!("'{}' stands there twice", field.name)));
        }
        if is_known(key, field.name) || age == Age::Newer {
            continue;
        }
        let what = format!("{} has no part '{}'; {}", kind(key), field.name, meant(field.name, names(key)));
        let is_record = record_in(key).is_some();
        if is_list(field.value) || (!is_record && has_brackets(field.value)) {
            return Err(wrong(field.named_at, what));
        }
        // The fields of a record are told where it is read.
        if !is_record {
            told.push(Odd { at: field.named_at, what, hint: CORRECT_THE_NAME });
        }
    }
    if age == Age::Known {
        for part in parts(key).iter().filter(|part| !cut.iter().any(|field| plain_name(field.name) == part.name)) {
            match part.holds {
                // One with a slip in its name is told of already.
                Holds::Head if !told.is_empty() => {}
                Holds::Head => {
                    let what = format!("the field '{}' is missing; the path of the file counts", part.name);
                    told.push(Odd { at: 0, what, hint: "The next save of the file writes it" });
                }
                Holds::One => return Err(wrong(0, format!("the part '{}' is missing", part.name))),
                Holds::List => {
                    return Err(wrong(0, format!("the list '{}' is missing, which is always there, even when it is empty", part.name)));
                }
                Holds::Perhaps => {}
            }
        }
    }
    Ok(told)
}

fn is_list(value: &str) -> bool {
    value.starts_with('[')
}

/// Whether the value may hold records.
fn has_brackets(value: &str) -> bool {
    value.strip_prefix(first_word(value)).unwrap_or(value).trim_start().starts_with(['(', '{'])
}

fn names(key: &FileKey) -> impl Iterator<Item = &'static str> {
    let fields = record_in(key).map(super::schema::Fields::names);
    // The parts of a file that is one record are fields of it as well.
    let parts = parts(key).iter().map(|part| part.name).filter(|_| fields.is_none()).collect::<Vec<_>>();
    ["format"].into_iter().chain(parts).chain(fields.into_iter().flatten())
}

/// What kind of file it is, as the beginning of a sentence.
fn kind(key: &FileKey) -> &'static str {
    match key {
        FileKey::Project => "the project's file",
        FileKey::Template => "a codebook",
        FileKey::Codebook => "the codebook's head",
        FileKey::Record(..) => record_in(key).map_or("a record", |fields| fields.what),
        FileKey::Text(_) => "a text",
        FileKey::Document(_) => "a document's file",
        FileKey::Annotations(..) => "a file of annotations",
        FileKey::Treatments(_) => "a file of treatments",
        FileKey::Memos(_) => "a file of memos",
        FileKey::Conflicts => "the file of conflicts",
    }
}
