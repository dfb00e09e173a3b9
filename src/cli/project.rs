//! Opening projects for the command line; what changes one goes through the session.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::failure::Failure;
use crate::model::{Coder, CoderId, Edit, Project};
use crate::session::plan::documents;
use crate::session::{Environment, SavedState, Session};
use crate::store::{self, Mode, Opened};

/// The time now, by the program's one clock.
pub(super) fn now() -> Timestamp {
    Environment::real().now()
}

/// Opens a project for reading alone: it may be open in a window at the same time.
pub(super) fn read(path: &Path) -> Result<Opened, Failure> {
    Ok(store::open(path, Mode::ReadOnly, now())?)
}

/// Opens a project for writing, or says who has it.
pub(super) fn write(path: &Path) -> Result<Session, Failure> {
    let session = Session::open(path, Environment::real(), Arc::new(|| {}))?;
    match session.saved_state() {
        SavedState::ReadOnly(why) => {
            let what = format!("could not write: {why}: {}", path.display());
            Err(Failure::new(what, "Close the project in the other window, or copy it to a folder of your own"))
        }
        SavedState::Saved | SavedState::Saving | SavedState::Failed(_) | SavedState::Nowhere => Ok(session),
    }
}

/// What the project would be after some edits.
pub(super) fn tried(project: &Project, edits: &[Edit]) -> Result<Project, Failure> {
    let refused =
        |error| Failure::new(format!("could not take it in: {error}"), "Nothing of it was taken; 'variorum check' verifies the project");
    project.after(edits).map(|(after, _)| after).map_err(refused)
}

/// The coder of this id or name.
pub(super) fn known_coder(project: &Project, name: &str) -> Option<CoderId> {
    let called = |coder: &&Arc<Coder>| coder.id.as_str() == name || coder.name == name;
    project.coders().values().find(called).map(|coder| coder.id.clone())
}

/// A new coder of this name.
pub(super) fn new_coder(project: &Project, name: &str) -> Result<Coder, Failure> {
    Ok(documents::new_coder(project, name, now())?)
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
