//! Which types of links can join two annotations, and in which direction.

use crate::model::{Annotation, LinkType, Project};

/// Whether a type may lead from one annotation to another.
pub fn fits(kind: &LinkType, from: &Annotation, to: &Annotation) -> bool {
    let takes = |ends: &[crate::model::CodeId], a: &Annotation| ends.is_empty() || ends.contains(&a.code);
    from.id != to.id && takes(&kind.from, from) && takes(&kind.to, to)
}

/// The types that may lead from one annotation to another, in the order of the codebook.
pub fn types_between<'p>(project: &'p Project, from: &Annotation, to: &Annotation) -> Vec<&'p LinkType> {
    let all = project.link_types().values().map(AsRef::as_ref);
    let mut types: Vec<&LinkType> = all.filter(|kind| fits(kind, from, to)).collect();
    types.sort_by_key(|t| (t.rank, t.id.as_str()));
    types
}

/// Whether some type may join them, either way round.
pub fn can_be_linked(project: &Project, a: &Annotation, b: &Annotation) -> bool {
    project.link_types().values().any(|kind| fits(kind, a, b) || fits(kind, b, a))
}

/// The attributes of a type that hold what its two ends say, and how they differ: by their names `value A`, `value B`, `difference`.
pub fn value_pair<'p>(project: &'p Project, kind: &LinkType) -> [Option<&'p crate::model::AttributeId>; 3] {
    let named = |name: &str| {
        let all = kind.attributes.iter().filter_map(|id| project.attributes().get(id));
        all.map(AsRef::as_ref).find(|a: &&crate::model::Attribute| a.name.eq_ignore_ascii_case(name)).map(|a| &a.id)
    };
    [named("value A"), named("value B"), named("difference")]
}
