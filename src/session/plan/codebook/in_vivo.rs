//! In-vivo codes: the text's own words become a code's name (Glaser and Strauss 1967; Strauss 1987).

use std::sync::Arc;

use super::super::coding::{code_selection, coded, selected_place};
use super::super::{Desk, Plan, Refusal, defaults, planned, refusal, shortened};
use super::ids::free_code;
use super::keys::{TakenKeys, with_key};
use super::revision::{next, next_revision};
use crate::model::{AnnotationId, Code, CodeId, Edit, Layer, LayerId, Scope, Target};
use crate::session::Selection;
use crate::text::find::key;

/// Longest name that words are made into, in characters.
const LONGEST: usize = 80;

/// Makes the selected words the name of a new code and codes them with it, in one step.
///
/// A code of that name in the layer is used again. `layer`: `None` is the one of the code used last, or the only one.
pub fn code_in_vivo(desk: &Desk, layer: Option<&LayerId>) -> Plan {
    planned(try_code(desk, layer))
}

fn try_code(desk: &Desk, layer: Option<&LayerId>) -> Result<Plan, Refusal> {
    let (document, place) = selected_place(desk)?;
    let layer = layer_for(desk, layer)?;
    let name = shortened(&place.quote, LONGEST);
    let same_name = |c: &&Arc<Code>| key(&c.name) == key(&name) && !c.retired && c.scopes.contains(&Scope::Span);
    if let Some(known) = desk.project.codes_of(&layer.id).into_iter().find(same_name) {
        return Ok(code_selection(desk, &known.id));
    }
    let before = layer_prefix(desk, &layer.id);
    let (Some(code), Ok(id)) = (free_code(desk.project, &before, &name, &[]), AnnotationId::new(&desk.environment.new_id("a-"))) else {
        return Ok(Plan::Nothing);
    };
    let mut annotation = coded(desk, id.clone(), document, &code, Target::Spans(vec![place]));
    annotation.revision = next(desk.project);
    let edits = vec![Edit::Add(new_code(desk, layer, code.clone(), &name).into()), next_revision(desk.project)];
    // The defaults are those of the codebook with the new code in it.
    if let Ok((with_code, _)) = desk.project.after(&edits) {
        defaults::fill(&with_code, &code, &mut annotation.attributes, |_| true);
    }
    let edits = edits.into_iter().chain([Edit::Add(annotation.into())]).collect();
    let label = format!("In-vivo code \"{}\"", shortened(&name, 30));
    Ok(Plan::edit(label, edits).selecting(Selection { annotation: Some(id), ..desk.selection.clone() }))
}

fn layer_for<'a>(desk: &Desk<'a>, layer: Option<&LayerId>) -> Result<&'a Arc<Layer>, Refusal> {
    let layers = desk.project.layers();
    let of_last = desk.last_code.and_then(|code| desk.project.layer_of(code));
    let only = || layers.values().next().filter(|_| layers.len() == 1);
    let found = match layer {
        Some(id) => layers.get(id),
        None => of_last.or_else(only),
    };
    found.ok_or_else(|| refusal("It is not clear to which layer the new code belongs", "Choose a layer, or code something there first"))
}

/// What the ids of a layer's codes begin with, where they agree: `E` of `E.PER`.
fn layer_prefix(desk: &Desk, layer: &LayerId) -> String {
    let codes = desk.project.codes_of(layer);
    let prefix = |code: &Arc<Code>| code.id.as_str().split_once('.').map(|(prefix, _)| prefix.to_owned());
    codes.first().and_then(|code| prefix(code)).unwrap_or_default()
}

fn new_code(desk: &Desk, layer: &Layer, id: CodeId, name: &str) -> Code {
    let rank = desk.project.codes_of(&layer.id).iter().map(|c| c.rank.saturating_add(1)).max().unwrap_or(0);
    with_key(Code { rank, ..Code::new(id, layer.id.clone(), name) }, &mut TakenKeys::of(desk.project))
}
