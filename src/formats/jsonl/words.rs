//! What the JSON reader says, in words that name what stands in the line and no type of this program.

/// What is wrong with a line, as part of a sentence.
pub(super) fn words(error: &serde_json::Error) -> String {
    let said = error.to_string();
    // Each record is one line, so the reader's own number of it says nothing.
    let (what, column) = match said.rsplit_once(" at line 1 column ") {
        Some((what, column)) if column != "0" => (what, format!(", at byte {column} of the line")),
        Some((what, _)) => (what, String::new()),
        None => (said.as_str(), String::new()),
    };
    let named = |prefix: &str| what.strip_prefix(prefix).and_then(|rest| rest.split('`').nth(1));
    let plain = if let Some(name) = named("missing field") {
        format!("the field '{name}' is missing")
    } else if let Some(name) = named("duplicate field") {
        format!("the field '{name}' stands there twice")
    } else if let Some(name) = named("unknown variant") {
        let known = what.split_once("expected ").map_or("", |(_, known)| known).trim_start_matches("one of ").replace('`', "");
        format!("'{name}' is no word that is known there; known are {known}")
    } else if let Some((found, expected)) = mismatch(what) {
        format!("expected {}, but found {}", expected_in_plain_words(expected), found.replace('`', "'"))
    } else if what.starts_with("EOF") {
        "it ends too early".to_owned()
    } else if what.starts_with("failed to ") {
        "expected a time such as \"2026-01-02T03:04:05Z\"".to_owned()
    } else {
        what.replace('`', "'")
    };
    format!("{plain}{column}")
}

fn mismatch(what: &str) -> Option<(&str, &str)> {
    let rest = ["invalid type: ", "invalid value: ", "invalid length "].into_iter().find_map(|prefix| what.strip_prefix(prefix))?;
    rest.rsplit_once(", expected ")
}

fn expected_in_plain_words(expected: &str) -> String {
    let count = expected.rsplit_once(" with ").and_then(|(_, count)| count.split(' ').next());
    let kind = expected.split(' ').next().unwrap_or_default();
    match (kind, count) {
        ("tuple", Some(count)) => format!("{count} values in square brackets"),
        ("tuple", None) => "values in square brackets".to_owned(),
        ("struct", _) => "fields in curly brackets".to_owned(),
        ("enum" | "variant", _) => "a word that is known there".to_owned(),
        ("u8" | "u16" | "u32" | "u64" | "usize", _) => "a whole number from 0 on that is not too large".to_owned(),
        ("f64", _) => "a number".to_owned(),
        _ => expected.to_owned(),
    }
}
