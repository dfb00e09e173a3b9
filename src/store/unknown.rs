//! Fields that a record does not know, at any depth: found in its source, and put back into its line.

use super::schema::{Fields, Inner};
use super::source::{Broken, elements, fields, first_word, plain_name, wrapped};
use crate::text::nearest;

/// A field that this version does not know.
#[derive(Debug, Clone)]
pub(super) struct Unknown {
    /// Where its name begins in the source (bytes).
    pub at: usize,
    /// The way to it: the names of the fields with dots between them, places in lists as numbers.
    pub path: String,
    /// Its value as it stands in the source.
    pub value: String,
    /// What it is no field of.
    of: &'static Fields,
}

impl Unknown {
    /// What is wrong with it, and what is perhaps meant.
    pub fn words(&self) -> String {
        let name = self.path.rsplit('.').next().unwrap_or_default();
        format!("'{name}' is no field of {}; {}", self.of.what, meant(name, self.of.names()))
    }
}

/// The known name that is meant, or all of them when none is near.
pub(super) fn meant(name: &str, known: impl Iterator<Item = &'static str>) -> String {
    let known: Vec<&str> = known.collect();
    match nearest(plain_name(name), known.iter().copied()) {
        Some(meant) => format!("is '{meant}' meant?"),
        None => format!("known are {}", known.join(", ")),
    }
}

/// All unknown fields of a record, from its source.
pub(super) fn unknown_fields(source: &str, of: &'static Fields) -> Result<Vec<Unknown>, Broken> {
    let mut walk = Walk { path: String::new(), found: Vec::new() };
    walk.fields(source, 0, of)?;
    Ok(walk.found)
}

struct Walk {
    /// The way to the value that is looked at; ends with a dot.
    path: String,
    found: Vec<Unknown>,
}

impl Walk {
    fn fields(&mut self, source: &str, at: usize, of: &'static Fields) -> Result<(), Broken> {
        for field in fields(source)? {
            let name = plain_name(field.name);
            if !of.has(name) {
                let path = format!("{}{}", self.path, field.name);
                self.found.push(Unknown { at: at + field.named_at, path, value: field.value.to_owned(), of });
            } else if let Some(inner) = of.inner(name) {
                self.step(name, |walk| walk.inner(field.value, at + field.at, inner))?;
            }
        }
        Ok(())
    }

    fn step(&mut self, name: &str, walk: impl FnOnce(&mut Self) -> Result<(), Broken>) -> Result<(), Broken> {
        let length = self.path.len();
        self.path.push_str(name);
        self.path.push('.');
        let walked = walk(self);
        self.path.truncate(length);
        walked
    }

    fn inner(&mut self, source: &str, at: usize, inner: &'static Inner) -> Result<(), Broken> {
        let word = first_word(source);
        if word == "Some"
            && let Some((_, value, within)) = wrapped(source)
        {
            return self.inner(value, at + within, inner);
        }
        match inner {
            _ if word == "None" => Ok(()),
            Inner::Of(of) => self.fields(source, at, of),
            Inner::ListOf(inner) => {
                for (number, (element, within)) in elements(source)?.into_iter().enumerate() {
                    self.step(&number.to_string(), |walk| walk.inner(element, at + within, inner))?;
                }
                Ok(())
            }
            Inner::OneOf(words) => match words.iter().find(|(known, _)| *known == word) {
                Some((_, of)) => match in_double_brackets(source) {
                    Some((value, within)) => self.fields(value, at + within, of),
                    None => self.fields(source, at, of),
                },
                None => Ok(()),
            },
        }
    }
}

/// The inner brackets of `Word((…))` and where they begin.
fn in_double_brackets(source: &str) -> Option<(&str, usize)> {
    wrapped(source).filter(|(word, value, _)| !word.is_empty() && value.starts_with('(')).map(|(_, value, at)| (value, at))
}

/// A record's line with one more field at the end of the way to it; `None` when the line has no such place any more.
pub(super) fn with_field(line: &str, path: &str, value: &str) -> Option<String> {
    if let Some((inner, at)) = in_double_brackets(line) {
        return Some(spliced(line, at, inner.len(), &with_field(inner, path, value)?));
    }
    let Some((first, rest)) = path.split_once('.') else { return appended(line, path, value) };
    let (inner, at) = match first.parse::<usize>() {
        Ok(number) => elements(line).ok()?.into_iter().nth(number)?,
        Err(_) => fields(line).ok()?.into_iter().find(|field| plain_name(field.name) == first).map(|field| (field.value, field.at))?,
    };
    Some(spliced(line, at, inner.len(), &with_field(inner, rest, value)?))
}

/// A record's line with one more field at its end.
pub(super) fn appended(line: &str, name: &str, value: &str) -> Option<String> {
    let open = line.strip_suffix(')')?;
    let comma = if open.ends_with('(') { "" } else { ", " };
    Some(format!("{open}{comma}{name}: {value})"))
}

fn spliced(line: &str, at: usize, length: usize, piece: &str) -> String {
    let (before, after) = (line.get(..at).unwrap_or_default(), line.get(at + length..).unwrap_or_default());
    format!("{before}{piece}{after}")
}

#[cfg(test)]
mod tests {
    use super::super::schema::{ANNOTATION, ATTRIBUTE, DOCUMENT, MEMO, TREATMENT};
    use super::*;

    fn paths(source: &str, of: &'static Fields) -> Vec<(String, String)> {
        let found = unknown_fields(source, of).unwrap();
        for unknown in &found {
            let name = unknown.path.rsplit('.').next().unwrap();
            assert!(source[unknown.at..].starts_with(name), "{source} at {}", unknown.at);
        }
        found.into_iter().map(|unknown| (unknown.path, unknown.value)).collect()
    }

    #[test]
    fn a_field_is_found_at_any_depth_and_goes_back_to_its_place() {
        for (source, of, path) in [
            (r#"(id: "x", code: "C", weight: 3)"#, &ANNOTATION, "weight"),
            (r#"(id: "d", provenance: (file: "f", scanner: 3))"#, &DOCUMENT, "provenance.scanner"),
            (r#"(id: "a", kind: Number(min: None, scale: 3))"#, &ATTRIBUTE, "kind.scale"),
            (r#"(id: "a", when: Some((attribute: "b", unless: 3)))"#, &ATTRIBUTE, "when.unless"),
            (r#"(looked: (when: "t", text_sha256: "", by: 3))"#, &TREATMENT, "looked.by"),
            (r#"(id: "m", about: Treatment((coder: "a", claim: "k", part: 3)))"#, &MEMO, "about.part"),
            (r#"(id: "m", links: [Code("c"), Progress((coder: "a", part: 3)), Code("d")])"#, &MEMO, "links.1.part"),
        ] {
            assert_eq!(paths(source, of), [(path.to_owned(), "3".to_owned())], "{source}");
            let name = path.rsplit('.').next().unwrap();
            let without = source.replace(&format!(", {name}: 3"), "");
            assert_eq!(with_field(&without, path, "3").unwrap(), source);
        }
        assert_eq!(paths(r#"(id: "a", r#kind: Text, when: None)"#, &ATTRIBUTE), []);
    }

    #[test]
    fn a_field_whose_place_is_gone_has_none() {
        assert_eq!(with_field(r#"(id: "m", links: [Code("c")])"#, "links.1.part", "3"), None);
        assert_eq!(with_field(r#"(id: "d")"#, "provenance.scanner", "3"), None);
        assert_eq!(with_field("()", "weight", "3").unwrap(), "(weight: 3)");
    }

    #[test]
    fn the_nearest_name_is_named_or_all_of_them() {
        let words = |source, of| unknown_fields(source, of).unwrap()[0].words();
        assert_eq!(words("(memmo: \"\")", &ANNOTATION), "'memmo' is no field of an annotation; is 'memo' meant?");
        assert_eq!(words("(looked: (whn: 1))", &TREATMENT), "'whn' is no field of what was looked for; is 'when' meant?");
        assert_eq!(
            words("(provenance: (scanner: 1))", &DOCUMENT),
            "'scanner' is no field of a document's provenance; known are file, original, original_sha256, reader, encoding, imported"
        );
    }
}
