//! A copy of the sample project in a temporary folder, as this program writes it.

use std::fs;
use std::path::{Path, PathBuf};

use variorum::model::{Edit, Memo, Project, Record};
use variorum::store::{Mode, Step, create, open};

use crate::rich;
use crate::support::{id, now, transaction};

/// The sample in a temporary folder of its own, which goes when this is dropped.
pub struct Folder {
    _temporary: tempfile::TempDir,
    pub root: PathBuf,
}

impl Folder {
    /// The sample as it was written by this program on this machine: every file, the imported originals and `.variorum`.
    pub fn sample() -> Self {
        Self::of(sample())
    }

    /// The sample with a record of every kind and form beside it, some steps that are saved and some that only the journal holds.
    pub fn rich() -> Self {
        let mut project = sample();
        project.apply(&transaction(rich::records().into_iter().map(Edit::Add).collect())).unwrap();
        let folder = Self::of(project.clone());
        let mut store = open(&folder.root, Mode::ReadWrite, now()).unwrap().store;
        let mut journal = store.journal().unwrap();
        for number in 1..7 {
            let transaction = transaction(vec![Edit::Add(memo(number))]);
            let inverse = project.apply(&transaction).unwrap();
            journal.append(&Step::Do { number, transaction, inverse, selection: None }).unwrap();
            if number == 3 {
                store.save(&project, number).unwrap();
            }
        }
        folder
    }

    fn of(project: Project) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().join("p");
        drop(create(&root, &project, now()).unwrap());
        copy(&seed().join("documents/original"), &root.join("documents/original"));
        Self { _temporary: temporary, root }
    }

    /// A second folder with the same files.
    pub fn copied(&self) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().join("p");
        copy(&self.root, &root);
        Self { _temporary: temporary, root }
    }

    /// Every file, relative to the folder and sorted; those of `.variorum` too, but no lock and no backups.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        gather(&self.root, &self.root, &mut found);
        let is_kept = |path: &PathBuf| !path.starts_with(".variorum/backups") && !path.ends_with("lock") && !path.ends_with(".gitignore");
        found.retain(is_kept);
        found.sort();
        found
    }

    pub fn bytes(&self, file: &Path) -> Vec<u8> {
        fs::read(self.root.join(file)).unwrap()
    }

    pub fn write(&self, file: &Path, bytes: &[u8]) {
        fs::create_dir_all(self.root.join(file).parent().unwrap()).unwrap();
        fs::write(self.root.join(file), bytes).unwrap();
    }
}

fn seed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/vostochny-2023")
}

fn sample() -> Project {
    open(&seed(), Mode::ReadOnly, now()).unwrap().project
}

fn memo(number: u64) -> Record {
    Memo {
        id: id(&format!("step-{number}")),
        coder: id("b"),
        about: None,
        links: Vec::new(),
        title: format!("Step {number}"),
        text: "Written while coding.".into(),
        created: now(),
        changed: None,
        extra: variorum::model::Extra::new(),
    }
    .into()
}

fn gather(root: &Path, folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(root, &path, found);
        } else {
            found.push(path.strip_prefix(root).unwrap().to_owned());
        }
    }
}

/// Copies a folder with everything in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
