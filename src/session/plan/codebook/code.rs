//! Codes: new ones, their fields, retiring.

use std::sync::Arc;

use super::super::{Refusal, refusal};
use super::keys::{TakenKeys, allowed, renamed, with_key};
use super::revision::{meaning, next, next_revision};
use super::{Bench, Outcome, code_of};
use crate::model::{Code, CodeId, Edit, Project};

/// Adds or replaces a code. A change of what it means makes a new revision of the codebook; a new one gets a free key.
pub(super) fn set(bench: Bench, code: &Code) -> Result<Outcome, Refusal> {
    let project = bench.project;
    if let Some((key, other)) = clash(project, code) {
        return Err(refusal(format!("The key '{key}' belongs to {} already", other.name), "Choose another key"));
    }
    let Some(old) = project.codes().get(&code.id) else {
        allowed(code)?;
        let code = with_key(code.clone(), &mut TakenKeys::of(project));
        let label = format!("New code {}", code.name);
        return Ok(Outcome::new(label, vec![Edit::Add(code.into()), next_revision(project)]));
    };
    if code.key != old.key {
        allowed(code)?;
    }
    let mut code = renamed(project, old, Code { revised: old.revised, ..code.clone() });
    if **old == code {
        return Ok(Outcome::nothing());
    }
    let mut edits = Vec::new();
    if meaning(old) != meaning(&code) {
        code.revised = next(project);
        edits.push(next_revision(project));
    }
    let (label, key) = (format!("Edit code {}", code.name), format!("code {}", code.id));
    edits.insert(0, Edit::Set(code.into()));
    Ok(Outcome::new(label, edits).joined(key))
}

/// The key of a code that another one has, and that other one.
fn clash<'a>(project: &'a Project, code: &Code) -> Option<(char, &'a Arc<Code>)> {
    let key = code.key.filter(|_| !code.retired)?;
    let clash = |c: &&Arc<Code>| c.key == Some(key) && c.id != code.id && !c.retired;
    Some((key, project.codes().values().find(clash)?))
}

/// Offers a code no longer; what has it stays.
pub(super) fn retire(bench: Bench, id: &CodeId) -> Result<Outcome, Refusal> {
    let code = code_of(bench.project, id)?;
    if code.retired {
        return Ok(Outcome::nothing());
    }
    let retired = Code { retired: true, ..Code::clone(code) };
    Ok(Outcome::new(format!("Retire code {}", code.name), vec![Edit::Set(retired.into())]))
}

/// Offers it again, with a free key where another code has its own by now.
pub(super) fn bring_back(bench: Bench, id: &CodeId) -> Result<Outcome, Refusal> {
    let code = code_of(bench.project, id)?;
    if !code.retired {
        return Ok(Outcome::nothing());
    }
    let mut back = Code { retired: false, ..Code::clone(code) };
    if clash(bench.project, &back).is_some() {
        back = with_key(Code { key: None, ..back }, &mut TakenKeys::of(bench.project));
    }
    Ok(Outcome::new(format!("Bring back code {}", code.name), vec![Edit::Set(back.into())]))
}
