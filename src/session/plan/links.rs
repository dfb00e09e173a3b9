//! Changes of links: their values, remark, type and direction, one or several at once.

use super::removal::Removal;
use super::{Desk, Plan, Refusal, planned, refusal};
use crate::analysis::linkable::{fits, value_pair};
use crate::model::{Edit, Link, LinkId, LinkType, LinkTypeId, RecordId};

/// Replaces a link: its values, remark, type, ends. Values that its type does not have go.
pub fn set(desk: &Desk, link: &Link) -> Plan {
    planned(try_set(desk, link))
}

fn try_set(desk: &Desk, link: &Link) -> Result<Plan, Refusal> {
    let old = present(desk, &link.id)?;
    let kind = link_type(desk, &link.kind)?;
    let changed = sound(desk, kind, link.clone())?;
    if changed == *old {
        return Ok(Plan::Nothing);
    }
    let same_ends = (&changed.kind, &changed.from, &changed.to) == (&old.kind, &old.from, &old.to);
    let label = if same_ends { format!("Describe a link: {}", kind.name) } else { format!("Change a link: {}", kind.name) };
    let plan = Plan::edit(label, vec![Edit::Set(changed.into())]);
    Ok(if same_ends { plan.joined(format!("link {}", link.id)) } else { plan })
}

/// Turns a link round; what its ends say goes with them.
pub fn turn(desk: &Desk, id: &LinkId) -> Plan {
    planned(present(desk, id).and_then(|link| {
        let kind = link_type(desk, &link.kind)?;
        let mut turned = Link { from: link.to.clone(), to: link.from.clone(), ..link.clone() };
        if let [Some(a), Some(b), difference] = value_pair(desk.project, kind) {
            let (of_a, of_b) = (turned.attributes.remove(a), turned.attributes.remove(b));
            turned.attributes.extend(of_b.map(|value| (a.clone(), value)));
            turned.attributes.extend(of_a.map(|value| (b.clone(), value)));
            // How much they differ has a sign, so what was worked out the old way round is not true any more.
            if let Some(id) = difference {
                turned.attributes.remove(id);
            }
        }
        let turned = sound(desk, kind, turned)?;
        Ok(Plan::edit(format!("Turn a link round: {}", kind.name), vec![Edit::Set(turned.into())]))
    }))
}

/// Gives several links another type in one step, or refuses if one of them cannot have it.
pub fn set_types(desk: &Desk, ids: &[LinkId], kind: &LinkTypeId) -> Plan {
    planned(try_set_types(desk, ids, kind))
}

fn try_set_types(desk: &Desk, ids: &[LinkId], kind: &LinkTypeId) -> Result<Plan, Refusal> {
    let kind = link_type(desk, kind)?;
    let mut edits = Vec::new();
    for id in ids {
        let link = present(desk, id)?;
        if link.kind != kind.id {
            edits.push(Edit::Set(sound(desk, kind, Link { kind: kind.id.clone(), ..link.clone() })?.into()));
        }
    }
    let label = match edits.len() {
        1 => format!("Change a link to '{}'", kind.name),
        n => format!("Change {n} links to '{}'", kind.name),
    };
    Ok(Plan::edit(label, edits))
}

/// Takes several links away in one step; those that are gone already are no matter.
pub fn delete_several(desk: &Desk, ids: &[LinkId]) -> Plan {
    let present: Vec<_> = ids.iter().filter(|id| desk.project.links().contains_key(*id)).cloned().collect();
    let label = match present.len() {
        0 => return Plan::Nothing,
        1 => "Delete a link".to_owned(),
        n => format!("Delete {n} links"),
    };
    Plan::edit(label, Removal::of(desk.project, present.into_iter().map(RecordId::Link)).edits())
}

fn present<'a>(desk: &Desk<'a>, id: &LinkId) -> Result<&'a Link, Refusal> {
    let link = desk.project.links().get(id);
    link.map(AsRef::as_ref).ok_or_else(|| refusal("That link no longer exists", "It was deleted meanwhile; undo brings it back"))
}

pub(super) fn link_type<'a>(desk: &Desk<'a>, id: &LinkTypeId) -> Result<&'a LinkType, Refusal> {
    let found = desk.project.link_types().get(id);
    let gone = || refusal(format!("There is no link type {id}"), "It was deleted from the codebook meanwhile");
    found.map(AsRef::as_ref).ok_or_else(gone)
}

/// The link without values that its type does not have, if the type may join its ends.
fn sound(desk: &Desk, kind: &LinkType, mut link: Link) -> Result<Link, Refusal> {
    let (from, to) = (desk.annotation(&link.from)?, desk.annotation(&link.to)?);
    if !fits(kind, from, to) {
        let what = format!("'{}' cannot lead from {} to {}", kind.name, desk.code_name(&from.code), desk.code_name(&to.code));
        return Err(refusal(what, "Choose another type, or turn the link round"));
    }
    link.attributes.retain(|id, _| kind.attributes.contains(id));
    Ok(link)
}
