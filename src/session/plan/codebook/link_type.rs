//! Types of links.

use super::{Bench, Outcome};
use crate::model::{Edit, LinkType};

/// Adds or replaces a type of links. Links are not reviewed, so this makes no revision.
pub(super) fn set(bench: Bench, kind: &LinkType) -> Outcome {
    match bench.project.link_types().get(&kind.id) {
        None => Outcome::new(format!("New link type {}", kind.name), vec![Edit::Add(kind.clone().into())]),
        Some(old) if **old == *kind => Outcome::nothing(),
        Some(_) => Outcome::new(format!("Edit link type {}", kind.name), vec![Edit::Set(kind.clone().into())])
            .joined(format!("link type {}", kind.id)),
    }
}
