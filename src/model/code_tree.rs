//! The tree that codes of one layer make.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Code, CodeId};

/// The same codes with each right before those under it, siblings in the order given.
///
/// A code whose parent is not among them is a root; codes that stand above themselves come last.
pub(super) fn in_tree_order(codes: Vec<&Arc<Code>>) -> Vec<&Arc<Code>> {
    if codes.iter().all(|c| c.parent.is_none()) {
        return codes;
    }
    let here: BTreeSet<&CodeId> = codes.iter().map(|c| &c.id).collect();
    let mut under: BTreeMap<Option<&CodeId>, Vec<&Arc<Code>>> = BTreeMap::new();
    for code in &codes {
        under.entry(code.parent.as_ref().filter(|id| here.contains(id))).or_default().push(code);
    }
    let mut ordered = Vec::with_capacity(codes.len());
    let mut stack: Vec<&Arc<Code>> = under.remove(&None).unwrap_or_default();
    stack.reverse();
    while let Some(code) = stack.pop() {
        ordered.push(code);
        stack.extend(under.remove(&Some(&code.id)).unwrap_or_default().into_iter().rev());
    }
    ordered.extend(under.into_values().flatten());
    ordered
}
