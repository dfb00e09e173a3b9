//! Projects under version control, and clones of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs git as on a machine where nothing is set up: no driver is registered, and conflicts have git's usual style. Whether it succeeded.
pub fn git(folder: &Path, arguments: &[&str]) -> bool {
    // No configuration of the machine: no driver is registered, and the style of conflicts is git's usual one.
    let mut command = Command::new("git");
    command.current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    command.args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]).args(arguments);
    command.output().unwrap().status.success()
}

/// Commits everything.
pub fn commit(folder: &Path) {
    assert!(git(folder, &["add", "-A"]) && git(folder, &["commit", "-q", "-m", "work"]));
}

/// Clones a project.
pub fn clone(of: &Path, to: &Path) {
    assert!(git(of.parent().unwrap(), &["clone", "-q", &of.to_string_lossy(), &to.to_string_lossy()]));
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let path = entry.path();
        let target = to.join(entry.file_name());
        if path.is_dir() { copy(&path, &target) } else { fs::copy(&path, &target).map(drop).unwrap() }
    }
}

/// The sample under version control.
pub fn base() -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("base");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/vostochny-2023"), &root);
    assert!(git(&root, &["init", "-q"]));
    commit(&root);
    (place, root)
}
