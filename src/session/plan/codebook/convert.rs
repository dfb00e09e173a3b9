//! Values of one type as values of another, where nothing is lost by it.

use crate::model::{AttributeKind, Value};

/// The same value as another type has it; `None` where it has no such value.
pub(super) fn converted(value: &Value, kind: &AttributeKind) -> Option<Value> {
    if kind.takes(value) {
        return Some(value.clone());
    }
    let new = match kind {
        AttributeKind::Text => Value::Text(in_words(value)?),
        AttributeKind::Choice(words) => Value::Choice(in_words(value).filter(|word| words.contains(word))?),
        AttributeKind::Choices(words) => Value::Choices(vec![in_words(value).filter(|word| words.contains(word))?]),
        AttributeKind::Number { .. } => Value::Number(in_words(value)?.trim().parse().ok()?),
        AttributeKind::YesNo => match in_words(value)?.to_lowercase().as_str() {
            "yes" => Value::YesNo(true),
            "no" => Value::YesNo(false),
            _ => return None,
        },
        AttributeKind::Entity | AttributeKind::Claim | AttributeKind::EntityOrClaim => return None,
    };
    kind.takes(&new).then_some(new)
}

/// A value that is one word or text, as that; `None` for references, and for several words.
pub(super) fn in_words(value: &Value) -> Option<String> {
    match value {
        Value::Choice(word) | Value::Text(word) => Some(word.clone()),
        Value::Choices(words) => match words.as_slice() {
            [word] => Some(word.clone()),
            _ => None,
        },
        Value::Number(number) => Some(number.to_string()),
        Value::YesNo(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        Value::References(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_converted_only_where_the_other_type_has_it() {
        let words = AttributeKind::Choice(vec!["2".into(), "yes".into()]);
        assert_eq!(converted(&Value::Number(2.0), &words), Some(Value::Choice("2".into())));
        assert_eq!(converted(&Value::Number(3.0), &words), None);
        assert_eq!(converted(&Value::Choice("yes".into()), &AttributeKind::YesNo), Some(Value::YesNo(true)));
        assert_eq!(converted(&Value::Choices(vec!["a".into(), "b".into()]), &AttributeKind::Text), None);
        let number = AttributeKind::Number { min: None, max: None, step: None };
        assert_eq!(converted(&Value::Text("inf".into()), &number), None);
    }
}
