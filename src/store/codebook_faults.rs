//! What can be wrong with a codebook whose syntax is right: ids, references, trees, keys.

use std::collections::BTreeMap;

use super::read_file::Located;
use crate::model::{CodebookInfo, Fault, Project, ProjectInfo, RecordId};

/// The first fault with its line, and how many more there are.
pub(super) fn first_fault(records: &[Located]) -> Option<(u32, String)> {
    let mut lines: BTreeMap<RecordId, u32> = BTreeMap::new();
    let mut faults: Vec<(u32, String)> = Vec::new();
    for located in records {
        let id = located.record.id();
        match lines.get(&id) {
            Some(first) => faults.push((located.line, format!("{id}: the id is taken by line {first} already"))),
            None => drop(lines.insert(id, located.line)),
        }
    }
    let all = records.iter().map(|located| located.record.clone());
    let (project, errors) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), all);
    let line = |id: &RecordId| lines.get(id).copied().unwrap_or(1);
    faults.extend(errors.iter().filter(|error| error.fault != Fault::Taken).map(|error| (line(&error.id), error.to_string())));
    faults.extend(clashing_keys(&project).into_iter().map(|(id, words)| (line(&id), words)));
    faults.sort();
    let more = faults.len().saturating_sub(1);
    let (line, words) = faults.into_iter().next()?;
    Some((line, if more == 0 { words } else { format!("{words} (and {more} more)") }))
}

fn clashing_keys(project: &Project) -> Vec<(RecordId, String)> {
    let mut keys = BTreeMap::new();
    let mut clashes = Vec::new();
    for code in project.codes().values().filter(|code| !code.retired) {
        let id = RecordId::Code(code.id.clone());
        if let Some(key) = code.key
            && let Some(other) = keys.insert(key, code.id.clone())
        {
            clashes.push((id.clone(), format!("{id}: its key '{key}' is that of the code {other} as well")));
        }
    }
    clashes
}
