//! Fields of a dataset that this version does not know: told by name, and kept with the records where they can be.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::formats::{Finding, Report};

/// A value from JSON, and the ways to the fields in it that it does not know.
pub(super) fn read_known<T: DeserializeOwned>(value: &Value) -> Result<(T, Vec<String>), serde_json::Error> {
    let mut unknown = Vec::new();
    let known = serde_ignored::deserialize(value, |path| unknown.push(path.to_string()))?;
    Ok((known, unknown))
}

/// The source of a value as a project's file would have it, if a field can be called so there.
pub(super) fn kept_as(name: &str, value: &Value) -> Option<String> {
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_ascii_digit());
    (is_name && !name.is_empty()).then(|| {
        let mut source = String::new();
        write_source(value, &mut source);
        source
    })
}

fn write_source(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("None"),
        Value::Bool(_) | Value::Number(_) => {
            let _ = write!(out, "{value}");
        }
        Value::String(text) => write_text(text, out),
        Value::Array(values) => {
            out.push('[');
            for (number, value) in values.iter().enumerate() {
                out.push_str(if number > 0 { ", " } else { "" });
                write_source(value, out);
            }
            out.push(']');
        }
        Value::Object(fields) => {
            out.push('{');
            for (number, (name, value)) in fields.iter().enumerate() {
                out.push_str(if number > 0 { ", " } else { "" });
                write_text(name, out);
                out.push_str(": ");
                write_source(value, out);
            }
            out.push('}');
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// How often each unknown field came, and where first.
#[derive(Default)]
pub(super) struct Foreign {
    seen: BTreeMap<(String, String, bool), (usize, usize)>,
}

impl Foreign {
    /// Notes a field of a kind of line; whether it is kept with the record.
    pub fn note(&mut self, kind: &str, name: &str, is_kept: bool, line: usize) {
        let seen = self.seen.entry((kind.to_owned(), name.to_owned(), is_kept)).or_insert((0, line));
        seen.0 += 1;
    }

    /// Tells each of them once.
    pub fn tell(self, report: &mut Report) {
        for ((kind, name, is_kept), (count, line)) in self.seen {
            let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
            let fate = match (is_kept, count) {
                (true, 1) => "it is kept with its record, but not used",
                (true, _) => "it is kept with its records, but not used",
                (false, _) => "it was left out",
            };
            let what = format!("the field '{name}' of {kind} is unknown and came {times}; {fate}");
            let hint = "Look whether its name is right; a newer Variorum may know it";
            report.findings.push(Finding::warning(format!("line {line}"), what, hint));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_kept_in_the_words_of_a_projects_file() {
        let value = serde_json::json!({"a": [1, -2.5, true, null], "b\"": "x\n\\é"});
        assert_eq!(kept_as("weight", &value).unwrap(), r#"{"a": [1, -2.5, true, None], "b\"": "x\u{a}\\é"}"#);
        assert_eq!(kept_as("a b", &value), None);
        assert_eq!(kept_as("1a", &value), None);
    }
}
