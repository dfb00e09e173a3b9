//! Types of values: their names, what they take, and a fresh one of each.

use crate::model::AttributeKind;

/// The types in the order of the list, with their names.
pub(super) const NAMES: [&str; 8] =
    ["One word of a list", "Several words of a list", "Free text", "Number", "Yes or no", "Entities", "Claims", "Entities or claims"];

/// The place of a type in the list.
pub(super) fn place(kind: &AttributeKind) -> usize {
    match kind {
        AttributeKind::Choice(_) => 0,
        AttributeKind::Choices(_) => 1,
        AttributeKind::Text => 2,
        AttributeKind::Number { .. } => 3,
        AttributeKind::YesNo => 4,
        AttributeKind::Entity => 5,
        AttributeKind::Claim => 6,
        AttributeKind::EntityOrClaim => 7,
    }
}

/// The type at a place of the list; words are taken over from the one before.
pub(super) fn at(place: usize, before: &AttributeKind) -> Option<AttributeKind> {
    let words = words(before).map(<[String]>::to_vec).unwrap_or_default();
    Some(match place {
        0 => AttributeKind::Choice(words),
        1 => AttributeKind::Choices(words),
        2 => AttributeKind::Text,
        3 => AttributeKind::Number { min: None, max: None, step: None },
        4 => AttributeKind::YesNo,
        5 => AttributeKind::Entity,
        6 => AttributeKind::Claim,
        7 => AttributeKind::EntityOrClaim,
        _ => return None,
    })
}

/// The words to choose from, where a type has some.
pub(super) fn words(kind: &AttributeKind) -> Option<&[String]> {
    match kind {
        AttributeKind::Choice(words) | AttributeKind::Choices(words) => Some(words),
        AttributeKind::Text
        | AttributeKind::Number { .. }
        | AttributeKind::YesNo
        | AttributeKind::Entity
        | AttributeKind::Claim
        | AttributeKind::EntityOrClaim => None,
    }
}

/// What values a type takes.
pub(super) fn in_words(kind: &AttributeKind) -> String {
    match kind {
        AttributeKind::Choice(words) => format!("one of {}", words.join(", ")),
        AttributeKind::Choices(words) => format!("any of {}", words.join(", ")),
        AttributeKind::Text => "free text".to_owned(),
        AttributeKind::Number { min: None, max: None, .. } => "a number".to_owned(),
        AttributeKind::Number { min, max, .. } => {
            let end = |n: &Option<f64>| n.map_or_else(|| "…".to_owned(), |n| n.to_string());
            format!("a number from {} to {}", end(min), end(max))
        }
        AttributeKind::YesNo => "yes or no".to_owned(),
        AttributeKind::Entity => "entities of the register".to_owned(),
        AttributeKind::Claim => "claims of the ledger".to_owned(),
        AttributeKind::EntityOrClaim => "entities or claims".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_of_the_list_is_found_at_its_place() {
        for at_place in 0..NAMES.len() {
            assert_eq!(place(&at(at_place, &AttributeKind::Text).unwrap()), at_place);
        }
        assert_eq!(at(NAMES.len(), &AttributeKind::Text), None);
    }
}
