//! Order among siblings.

use std::sync::Arc;

use crate::model::{Code, CodeId, LayerId, Project};

/// The codes right under `parent` (`None`: the roots) of a layer, in the order of the screen.
///
/// A code whose parent is in another layer stands among the roots, as on the screen.
pub(super) fn siblings<'a>(project: &'a Project, layer: &LayerId, parent: Option<&CodeId>) -> Vec<&'a Arc<Code>> {
    let same_layer = |id: &&CodeId| project.codes().get(*id).is_some_and(|p| p.layer == *layer);
    let above = |code: &&Arc<Code>| code.layer == *layer && code.parent.as_ref().filter(same_layer) == parent;
    let mut codes: Vec<_> = project.codes().values().filter(above).collect();
    codes.sort_by(|a, b| (a.rank, &a.id).cmp(&(b.rank, &b.id)));
    codes
}

/// A code with everything under it in the tree, itself first.
pub(super) fn with_descendants<'a>(project: &'a Project, code: &'a Arc<Code>) -> Vec<&'a Arc<Code>> {
    let under = |c: &&Arc<Code>| c.id != code.id && project.codes_above(c).any(|above| above.id == code.id);
    std::iter::once(code).chain(project.codes().values().filter(under)).collect()
}
