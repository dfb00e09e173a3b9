//! The sample and the codebook as files: what the store writes, and what is committed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use variorum::formats::Original;
use variorum::model::Project;
use variorum::store::{self, CodebookParts, Mode};

use crate::{Sample, WHEN};

/// A folder's files by their path below it, with forward slashes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Where the sample is committed.
pub fn committed_sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/vostochny-2023")
}

/// Where the built-in codebook is committed.
pub fn committed_codebook() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/codebooks/ecf.ron")
}

/// Whether what is committed is to be written anew.
pub fn is_to_be_written() -> bool {
    std::env::var_os("VARIORUM_WRITE_SAMPLE").is_some()
}

/// The files that the store makes of the sample.
pub fn rendered(sample: &Sample) -> Files {
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = place.path().join("sample");
    let mut store = store::create(&folder, &sample.project, WHEN).expect("the sample can be written");
    for report in &sample.reports {
        let name = &report.document.provenance.original;
        let kept = store.keep_original(name, &report.original).expect("the original can be kept");
        assert_eq!(kept, *name, "the original keeps its name");
    }
    files_of(&folder)
}

/// The codebook alone, as `codebook.ron` has it.
pub fn rendered_codebook(sample: &Sample) -> String {
    store::write_codebook(&CodebookParts::of(&sample.project)).expect("the codebook can be written")
}

/// Puts the files in the place of what is in the folder.
pub fn replace(folder: &Path, files: &Files) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("the old sample can be taken away");
    }
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
    }
}

/// The project that is committed, which must have nothing to tell. Nothing is written into its folder.
pub fn open_committed() -> Project {
    let opened = store::open(&committed_sample(), Mode::ReadOnly, WHEN).expect("the committed sample can be opened");
    assert_eq!(opened.report.findings, [], "the committed sample is clean");
    assert_eq!(opened.report.recovered_steps, 0);
    opened.project
}

fn original(name: &str) -> Vec<u8> {
    let path = store::original_path(&committed_sample(), name).expect("a plain name");
    fs::read(path).expect("an original can be read")
}

/// The untouched bytes that the committed sample keeps.
pub fn originals(project: &Project) -> Vec<Original> {
    let names = project.documents().values().map(|d| d.provenance.original.clone());
    names.map(|name| Original { bytes: original(&name), name }).collect()
}

/// All files of a folder but those that are this machine's own.
pub fn files_of(folder: &Path) -> Files {
    let mut files = Files::new();
    collect(folder, folder, &mut files);
    files
}

fn collect(root: &Path, folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).expect("a folder can be read") {
        let path = entry.expect("a folder can be read").path();
        let below = path.strip_prefix(root).expect("the file lies below the root").to_string_lossy().replace('\\', "/");
        match below.as_str() {
            ".variorum" => {}
            _ if path.is_dir() => collect(root, &path, files),
            _ => drop(files.insert(below, fs::read(&path).expect("a file can be read"))),
        }
    }
}
