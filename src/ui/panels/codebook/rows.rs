//! The lines of the tree: worked out from the project, kept until it changes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Chosen;
use crate::model::{Code, CodeId, LayerId, Project};
use crate::session::{CodebookChange, MoveCode};
use crate::text::find::key;

/// One line of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// What it stands for; `None`: a heading.
    pub chosen: Option<Chosen>,
    pub name: String,
    /// How deep a code stands under others.
    pub depth: usize,
}

/// To which side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Before the one above.
    Up,
    /// Behind the one below.
    Down,
}

/// All lines; with a filter those of codes that fit, with the codes above them and their layers.
pub(super) fn lines(project: &Project, filter: &str, closed: &BTreeSet<LayerId>) -> Vec<Line> {
    let words = key(filter.trim());
    let mut lines = vec![Line { chosen: Some(Chosen::About), name: "About the codebook".to_owned(), depth: 0 }];
    for layer in project.layers_in_order() {
        let codes = project.codes_of(&layer.id);
        let shown = if words.is_empty() { None } else { Some(fitting(project, &codes, &words)) };
        if shown.as_ref().is_some_and(BTreeSet::is_empty) && !key(&layer.name).contains(&words) {
            continue;
        }
        lines.push(Line { chosen: Some(Chosen::Layer(layer.id.clone())), name: layer.name.clone(), depth: 0 });
        if words.is_empty() && closed.contains(&layer.id) {
            continue;
        }
        let mut depths: BTreeMap<&CodeId, usize> = BTreeMap::new();
        for code in codes {
            let depth = code.parent.as_ref().and_then(|p| depths.get(p)).map_or(0, |depth| depth + 1);
            depths.insert(&code.id, depth);
            if shown.as_ref().is_none_or(|shown| shown.contains(&code.id)) {
                lines.push(Line { chosen: Some(Chosen::Code(code.id.clone())), name: code.name.clone(), depth });
            }
        }
    }
    let mut kinds: Vec<_> = project.link_types().values().filter(|k| key(&k.name).contains(&words)).collect();
    kinds.sort_by(|a, b| (a.rank, &a.id).cmp(&(b.rank, &b.id)));
    if !kinds.is_empty() {
        lines.push(Line { chosen: None, name: "Links".to_owned(), depth: 0 });
    }
    let line = |k: &Arc<crate::model::LinkType>| Line { chosen: Some(Chosen::LinkType(k.id.clone())), name: k.name.clone(), depth: 0 };
    lines.extend(kinds.into_iter().map(line));
    lines
}

fn fitting<'a>(project: &'a Project, codes: &[&'a Arc<Code>], words: &str) -> BTreeSet<&'a CodeId> {
    let mut shown = BTreeSet::new();
    for code in codes {
        if key(&code.name).contains(words) || key(code.id.as_str()).contains(words) {
            shown.insert(&code.id);
            shown.extend(project.codes_above(code).map(|above| &above.id));
        }
    }
    shown
}

/// How many annotations have each code, of all coders and documents.
pub(super) fn uses(project: &Project) -> BTreeMap<CodeId, usize> {
    let mut uses = BTreeMap::new();
    for document in project.documents().keys() {
        for coder in project.coders().keys() {
            for (code, count) in project.codes_in(document, coder) {
                *uses.entry(code.clone()).or_default() += count as usize;
            }
        }
    }
    uses
}

/// The change that moves what is chosen by one place; `None` where it cannot go further.
pub(super) fn moved(project: &Project, chosen: &Chosen, direction: Direction) -> Option<CodebookChange> {
    match chosen {
        Chosen::Code(id) => {
            let code = project.codes().get(id)?;
            let all = project.codes_of(&code.layer);
            let siblings: Vec<&CodeId> = all.into_iter().filter(|c| c.parent == code.parent).map(|c| &c.id).collect();
            let before = before_what(&siblings, id, direction)?;
            Some(CodebookChange::Move(MoveCode { code: id.clone(), layer: code.layer.clone(), parent: code.parent.clone(), before }))
        }
        Chosen::Layer(id) => {
            let layers: Vec<&LayerId> = project.layers_in_order().into_iter().map(|l| &l.id).collect();
            Some(CodebookChange::MoveLayer(id.clone(), before_what(&layers, id, direction)?))
        }
        Chosen::About | Chosen::LinkType(_) | Chosen::Review => None,
    }
}

/// What to come before to move by one place; behind the last one that is nothing. `None`: it stands at that end already.
#[expect(clippy::option_option, reason = "the inner one is the place of a command: nothing to come before is the end")]
fn before_what<T: PartialEq + Clone>(all: &[&T], one: &T, direction: Direction) -> Option<Option<T>> {
    let at = all.iter().position(|other| *other == one)?;
    let place = match direction {
        Direction::Up => at.checked_sub(1)?,
        Direction::Down if at + 1 < all.len() => at + 2,
        Direction::Down => return None,
    };
    Some(all.get(place).map(|other| (*other).clone()))
}
