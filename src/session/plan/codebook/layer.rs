//! Layers, and the codebook as a whole.

use std::collections::BTreeSet;

use super::revision::revise;
use super::{Bench, Outcome};
use crate::model::{AttributeId, CodebookInfo, Edit, Layer};

/// Sets title, purpose and rules.
pub(super) fn set_info(bench: Bench, info: &CodebookInfo) -> Outcome {
    let old = bench.project.codebook();
    let info = CodebookInfo { revision: old.revision, ..info.clone() };
    if info == *old {
        return Outcome::nothing();
    }
    Outcome::new("Edit the codebook", vec![Edit::SetCodebook(Box::new(info))]).joined("codebook".to_owned())
}

/// Adds or replaces a layer. Other attributes are another meaning for all its codes.
pub(super) fn set(bench: Bench, layer: &Layer) -> Outcome {
    let project = bench.project;
    match project.layers().get(&layer.id) {
        None => Outcome::new(format!("New layer {}", layer.name), vec![Edit::Add(layer.clone().into())]),
        Some(old) if **old == *layer => Outcome::nothing(),
        Some(old) => {
            let mut edits = vec![Edit::Set(layer.clone().into())];
            if attributes(old) != attributes(layer) {
                edits.extend(revise(project, project.codes().values().filter(|c| c.layer == layer.id)));
            }
            Outcome::new(format!("Edit layer {}", layer.name), edits).joined(format!("layer {}", layer.id))
        }
    }
}

fn attributes(layer: &Layer) -> BTreeSet<&AttributeId> {
    layer.attributes.iter().collect()
}
