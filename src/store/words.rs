//! What the RON reader says, in words that name what stands in the file and no type of this program.

use ron::Error as RonError;

use super::unknown::meant;

/// What is wrong, as part of a sentence.
pub(super) fn words(error: &RonError) -> String {
    match error {
        // The reader of times says in many words what no person has to know.
        RonError::Message(message) if message.starts_with("failed to ") => "expected a time such as \"2026-01-02T03:04:05Z\"".to_owned(),
        RonError::Message(message) => message.clone(),
        RonError::MissingStructField { field, .. } => format!("the field '{field}' is missing"),
        RonError::DuplicateStructField { field, .. } => format!("the field '{field}' stands there twice"),
        RonError::NoSuchStructField { expected, found, .. } => {
            format!("'{found}' is no field that is known there; {}", meant(found, expected.iter().copied()))
        }
        RonError::NoSuchEnumVariant { expected, found, .. } => {
            format!("'{found}' is no word that is known there; {}", meant(found, expected.iter().copied()))
        }
        RonError::InvalidValueForType { expected, found } => format!("expected {}, but found {}", plain(expected), plain_found(found)),
        RonError::ExpectedDifferentLength { expected, found } => {
            let values = if *found == 1 { "1 value".to_owned() } else { format!("{found} values") };
            format!("expected {}, but found {values}", plain(expected))
        }
        RonError::ExpectedDifferentStructName { found, .. } => format!("'{found}' stands before a bracket that has no name"),
        RonError::IntegerOutOfBounds => "the number is too large or too small".to_owned(),
        RonError::InvalidIntegerDigit { digit, .. } => format!("'{digit}' is no digit of a number"),
        RonError::UnexpectedChar(character) => format!("{character:?} is not expected here"),
        RonError::InvalidEscape(_) => "a backslash in a text is followed by something that has no meaning there".to_owned(),
        RonError::InvalidIdentifier(found) | RonError::SuggestRawIdentifier(found) => format!("'{found}' is no name"),
        other => syntax(other).to_owned(),
    }
}

/// Errors that say no more than what is expected.
fn syntax(error: &RonError) -> &'static str {
    match error {
        RonError::Eof => "it ends too early",
        RonError::ExpectedArray => "expected '['",
        RonError::ExpectedArrayEnd => "expected ']'",
        RonError::ExpectedMap => "expected '{'",
        RonError::ExpectedMapEnd => "expected '}'",
        RonError::ExpectedMapColon => "expected ':'",
        RonError::ExpectedComma => "expected ','",
        RonError::ExpectedStructLike | RonError::ExpectedNamedStructLike(_) | RonError::ExpectedOption => "expected '('",
        RonError::ExpectedStructLikeEnd | RonError::ExpectedOptionEnd => "expected ')'",
        RonError::ExpectedBoolean => "expected true or false",
        RonError::ExpectedChar => "expected a character such as 'a'",
        RonError::ExpectedFloat | RonError::FloatUnderscore | RonError::UnderscoreAtBeginning => "expected a number",
        RonError::ExpectedInteger => "expected a whole number",
        RonError::ExpectedUnit => "expected ()",
        RonError::ExpectedString | RonError::ExpectedByteString => "expected a text in quotation marks",
        RonError::ExpectedStringEnd => "a text has no quotation mark at its end",
        RonError::ExpectedIdentifier | RonError::ExpectedStructName(_) => "expected a name",
        RonError::UnclosedBlockComment | RonError::UnclosedLineComment => "a comment has no end",
        RonError::TrailingCharacters => "expected nothing more here",
        RonError::ExceededRecursionLimit => "too many brackets stand in one another",
        _ => "it is not written as a file of a project is",
    }
}

/// What was expected: the reader says it in words of the program's language.
fn plain(expected: &str) -> String {
    let count = expected.rsplit_once(" with ").map(|(_, count)| count).or_else(|| expected.strip_prefix("a tuple of size "));
    let count: Option<u32> = count.and_then(|count| count.split(' ').next()?.parse().ok());
    if let Some(count) = count {
        return if count == 1 { "1 value in brackets".to_owned() } else { format!("{count} values in brackets") };
    }
    let kind = expected.split(' ').next().unwrap_or_default();
    match (kind, expected) {
        ("u8", _) => "a whole number from 0 to 255",
        ("u16", _) => "a whole number from 0 to 65535",
        ("u32" | "u64" | "u128" | "usize", _) => "a whole number from 0 on",
        ("i8" | "i16" | "i32" | "i64" | "i128" | "isize", _) => "a whole number",
        ("f32" | "f64", _) => "a number",
        ("struct" | "tuple", _) => "values in brackets",
        ("enum" | "variant" | "field", _) => "a word that is known there",
        ("option", _) => "a value or None",
        ("unit", _) => "()",
        (_, "a map") => "pairs in curly brackets",
        (_, "a sequence") => "a list in square brackets",
        (_, "a string" | "a borrowed string" | "a str" | "string") => "a text in quotation marks",
        (_, "a boolean") => "true or false",
        _ if expected.chars().any(char::is_uppercase) => "something else",
        _ => expected,
    }
    .to_owned()
}

fn plain_found(found: &str) -> String {
    let kinds = [
        ("the unsigned integer", "the number"),
        ("the signed integer", "the number"),
        ("the floating point number", "the number"),
        ("the UTF-8 character", "the character"),
        ("the boolean ", ""),
        ("the string", "the text"),
        ("a unit value", "()"),
        ("an optional value", "a value or None"),
        ("a sequence", "a list"),
        ("a map", "pairs in curly brackets"),
        ("a newtype struct", "a value in brackets"),
        ("an enum", "a word"),
    ];
    let known = kinds.iter().find_map(|(from, to)| found.strip_prefix(from).map(|rest| format!("{to}{rest}")));
    known.unwrap_or_else(|| found.to_owned()).replace('`', "'")
}

#[cfg(test)]
mod tests {
    use super::super::disk::{DiskAnnotation, DiskDocument, DiskTreatment};
    use super::super::ron_text::{Shape, parse_record};
    use crate::model::{Attribute, Code};

    fn said<T: Shape>(source: &str) -> String {
        parse_record::<T>(source).err().unwrap().message
    }

    #[test]
    fn what_is_wrong_is_said_without_a_name_of_a_type() {
        let annotation = |rest: &str| said::<DiskAnnotation>(&format!("(id: \"x\", code: \"C\", created: \"2026-01-02T03:04:05Z\"{rest})"));
        insta::assert_snapshot!(said::<DiskAnnotation>("(ie: \"x\")"), @"the field 'id' is missing; 'ie' is no field of an annotation; is 'id' meant?");
        insta::assert_snapshot!(annotation(", memo: 3"), @"expected a text in quotation marks");
        insta::assert_snapshot!(annotation(", spans: [(0, 3)]"), @"expected 3 values in brackets, but found 2 values");
        insta::assert_snapshot!(annotation(", spans: [(0, -3, \"x\")]"), @"the number is too large or too small");
        insta::assert_snapshot!(annotation(", spans: 3"), @"expected '['");
        insta::assert_snapshot!(annotation(", revision: 5000000000"), @"the number is too large or too small");
        insta::assert_snapshot!(annotation(", orphan: True"), @"expected true or false");
        insta::assert_snapshot!(annotation(", origin: ByHnad"), @"'ByHnad' is no word that is known there; is 'ByHand' meant?");
        insta::assert_snapshot!(annotation(", origin: Rule"), @"expected '('");
        insta::assert_snapshot!(annotation(", memo: \"a\", memo: \"b\""), @"the field 'memo' stands there twice");
        insta::assert_snapshot!(annotation(", attributes: {\"a\": Chioce(\"x\")}"), @"'Chioce' is no word that is known there; is 'Choice' meant?");
        insta::assert_snapshot!(annotation(", attributes: {\"a\": Number(\"x\")}"), @"expected a number");
        insta::assert_snapshot!(annotation(", attributes: {\"a\": YesNo(true), \"a\": YesNo(false)}"), @"'a' stands there twice");
        insta::assert_snapshot!(annotation(", attributes: [1]"), @"expected '{'");
        insta::assert_snapshot!(annotation(", memo: \"\\q\""), @"a backslash in a text is followed by something that has no meaning there");
        insta::assert_snapshot!(said::<DiskAnnotation>("Odd(id: \"x\")"), @"'Odd' stands before a bracket that has no name");
        insta::assert_snapshot!(said::<DiskAnnotation>("(id: \"a b\")"), @"the id 'a b' holds ' '; ids have no white space, quotation marks, brackets, commas, slashes or control characters");
        insta::assert_snapshot!(said::<DiskAnnotation>("(id: \"x\", code: \"C\", created: \"2026-13-02T03:04:05Z\")"), @r#"expected a time such as "2026-01-02T03:04:05Z""#);
        insta::assert_snapshot!(said::<DiskTreatment>("(document: \"d\", claim: \"k\", kind: Asserts, looked: (whn: 1))"), @"the field 'when' is missing; 'whn' is no field of what was looked for; is 'when' meant?");
        insta::assert_snapshot!(said::<DiskTreatment>("(document: \"d\", claim: \"k\", kind: Asserts, importance: 300)"), @"the number is too large or too small");
        insta::assert_snapshot!(said::<Attribute>("(id: \"a\", name: \"a\", kind: Number(1))"), @"'1' is no name");
        insta::assert_snapshot!(said::<Attribute>("(id: \"a\", name: \"a\", kind: Colour)"), @"'Colour' is no word that is known there; known are Choice, Choices, Text, Number, YesNo, Entity, Claim, EntityOrClaim");
        insta::assert_snapshot!(said::<Code>("(id: \"a\", layer: \"l\", name: \"a\", scopes: [Spann])"), @"'Spann' is no word that is known there; is 'Span' meant?");
        insta::assert_snapshot!(said::<Code>("(id: \"a\", layer: \"l\", name: \"a\", scopes: [], key: 'ab')"), @"expected a character such as 'a'");
        insta::assert_snapshot!(said::<DiskDocument>("(id: \"a\", runs: [(0, 3, Bald)])"), @"'Bald' is no word that is known there; is 'Bold' meant?");
    }
}
