//! Opening projects for the command line, and the one place where it changes one.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;

use super::failure::Failure;
use crate::formats::{Original, slug};
use crate::model::{Coder, CoderId, Edit, Project, Record, StepOrigin, Transaction};
use crate::session::Environment;
use crate::store::{self, Access, Mode, Opened, Step};

/// The time now, by the program's one clock.
pub(super) fn now() -> Timestamp {
    Environment::real().now()
}

/// Opens a project for reading alone: it may be open in a window at the same time.
pub(super) fn read(path: &Path) -> Result<Opened, Failure> {
    Ok(store::open(path, Mode::ReadOnly, now())?)
}

/// Opens a project for writing, or says who has it.
pub(super) fn write(path: &Path) -> Result<Opened, Failure> {
    let opened = store::open(path, Mode::ReadWrite, now())?;
    match &opened.report.access {
        Access::ReadWrite => Ok(opened),
        // Asking for the journal says in the store's own words why it may not be written.
        Access::ReadOnly(_) => {
            let mut opened = opened;
            opened.store.journal()?;
            Ok(opened)
        }
    }
}

/// Brings edits and the files they name into a project: journalled, then saved.
pub(super) fn commit(
    opened: &mut Opened,
    label: String,
    coder: CoderId,
    mut edits: Vec<Edit>,
    originals: &[Original],
) -> Result<(), Failure> {
    for original in originals {
        let kept = opened.store.keep_original(&original.name, &original.bytes)?;
        rename_original(&mut edits, &original.name, &kept);
    }
    let transaction = Transaction { label, coder, time: now(), origin: StepOrigin::CommandLine, merge_key: None, edits };
    let inverse = opened.project.apply(&transaction).map_err(refused)?;
    let number = opened.steps.iter().map(Step::number).max().unwrap_or(0) + 1;
    let step = Step::Do { number, transaction, inverse, selection: None };
    opened.store.journal()?.append(&step)?;
    opened.steps.push(step);
    opened.store.save(&opened.project, number)?;
    Ok(())
}

/// Tries edits on a copy.
pub(super) fn tried(project: &Project, edits: &[Edit], coder: &CoderId) -> Result<Project, Failure> {
    let (label, time, origin) = (String::new(), now(), StepOrigin::CommandLine);
    let transaction = Transaction { label, coder: coder.clone(), time, origin, merge_key: None, edits: edits.to_vec() };
    let mut project = project.clone();
    project.apply(&transaction).map_err(refused)?;
    Ok(project)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn refused(error: crate::model::ApplyError) -> Failure {
    Failure::new(format!("could not take it in: {error}"), "Nothing of it was taken; 'variorum check' verifies the project")
}

fn rename_original(edits: &mut [Edit], old: &str, new: &str) {
    for edit in edits {
        if let Edit::Add(Record::Document(document)) = edit
            && document.provenance.original == old
            && old != new
        {
            new.clone_into(&mut std::sync::Arc::make_mut(document).provenance.original);
        }
    }
}

/// The coder of this id or name.
pub(super) fn known_coder(project: &Project, name: &str) -> Option<CoderId> {
    let called = |coder: &&std::sync::Arc<Coder>| coder.id.as_str() == name || coder.name == name;
    project.coders().values().find(called).map(|coder| coder.id.clone())
}

/// A new coder of this name.
pub(super) fn new_coder(project: &Project, name: &str) -> Result<Coder, Failure> {
    let slug = slug(&name.to_lowercase());
    let stem = if slug.is_empty() { "coder" } else { slug.as_str() };
    let ids = std::iter::once(stem.to_owned()).chain((2_u32..1000).map(|n| format!("{stem}-{n}")));
    let free = ids.filter_map(|id| CoderId::new(&id).ok()).find(|id| !project.coders().contains_key(id));
    let id = free.ok_or_else(|| Failure::new(format!("could not make a coder of '{name}'"), "Use letters and digits"))?;
    Ok(Coder { id, name: name.to_owned(), note: String::new(), created: Some(now()), extra: BTreeMap::new() })
}

/// Refuses to write a file among the project's own.
pub(super) fn refuse_inside(root: &Path, out: &Path) -> Result<(), Failure> {
    let folder = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let inside = match (root.canonicalize(), folder.canonicalize()) {
        (Ok(root), Ok(folder)) => folder.starts_with(root),
        (_, Err(error)) => return Err(Failure::of_file("write", folder, &error)),
        (Err(_), _) => false,
    };
    if inside {
        let what = format!("could not write: it would lie among the project's own files: {}", out.display());
        return Err(Failure::new(what, "Choose a place outside the project's folder"));
    }
    Ok(())
}
