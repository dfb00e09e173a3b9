//! Examples of a code, taken from the text.

use super::super::coding::selected_place;
use super::super::{Desk, Plan, Refusal, planned, refusal};
use super::code_of;
use crate::model::{Code, CodeId, Edit};

/// Adds the selected words, with the document they are from, to the examples of a code.
///
/// `None`: of the selected annotation's code, else of the one used last.
pub fn add_example(desk: &Desk, code: Option<&CodeId>) -> Plan {
    planned(try_add(desk, code))
}

fn try_add(desk: &Desk, code: Option<&CodeId>) -> Result<Plan, Refusal> {
    let (document, place) = selected_place(desk)?;
    let of_annotation = || desk.selection.annotation.as_ref().and_then(|id| desk.project.annotations().get(id)).map(|a| &a.code);
    let Some(code) = code.or_else(of_annotation).or(desk.last_code) else {
        return Err(refusal(
            "It is not clear for which code this is an example",
            "Select an annotation of that code, or code something with it first",
        ));
    };
    let code = code_of(desk.project, code)?;
    let words = place.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let example = format!("[{words}] ({})", document.id);
    if code.examples.contains(&example) {
        return Err(refusal(format!("These words are an example of {} already", code.name), "Select others"));
    }
    let mut changed = Code::clone(code);
    changed.examples.push(example);
    Ok(Plan::edit(format!("Add an example to {}", code.name), vec![Edit::Set(changed.into())]))
}
