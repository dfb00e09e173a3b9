//! Opening projects for the command line; what changes one goes through the session.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::Ending;
use super::failure::Failure;
use crate::formats::slug;
use crate::model::{Coder, CoderId, Edit, Project};
use crate::session::{Environment, Notice, NoticeKind, Session};
use crate::store::{self, Mode, Opened};

/// The time now, by the program's one clock.
pub(super) fn now() -> Timestamp {
    Environment::real().now()
}

/// Opens a project for reading alone: it may be open in a window at the same time. Files that cannot be read are told on standard
/// error; the work is done with the others, and ends as [`ending`] says.
pub(super) fn read(path: &Path) -> Result<Opened, Failure> {
    let opened = read_quietly(path)?;
    for file in opened.store.broken().iter() {
        let finding = file.finding();
        Failure::new(finding.to_string(), finding.hint).print();
    }
    Ok(opened)
}

/// The same for who tells of all that was found.
pub(super) fn read_quietly(path: &Path) -> Result<Opened, Failure> {
    Ok(store::open(path, Mode::ReadOnly, now())?)
}

/// How work ends that was done with what could be read: with problems, when that was not all.
pub(super) fn ending(opened: &Opened) -> Ending {
    if opened.store.broken().is_empty() { Ending::Well } else { Ending::Problems }
}

/// Opens a project for writing, or says why it cannot be written. What was found is said: nobody else will be told.
pub(super) fn write(path: &Path) -> Result<Session, Failure> {
    let mut session = Session::open(path, Environment::real(), Arc::new(|| {}))?;
    if let Some(reason) = session.read_only() {
        return Err(Failure::new(format!("could not write: {reason}: {}", path.display()), reason.hint()));
    }
    tell(&session.take_notices());
    Ok(session)
}

/// What went wrong or is odd, on standard error.
pub(super) fn tell(notices: &[Notice]) {
    let mut err = std::io::stderr().lock();
    for notice in notices {
        let kind = match notice.kind {
            NoticeKind::Done => continue,
            NoticeKind::Refused | NoticeKind::Warning => "warning",
            NoticeKind::Error => "error",
        };
        // Where nobody listens there is nobody to tell.
        let _ = writeln!(err, "{kind}: {}", notice.what);
        if !notice.hint.is_empty() {
            let _ = writeln!(err, "hint: {}", notice.hint);
        }
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
