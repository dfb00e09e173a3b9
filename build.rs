//! Puts every file of the sample project into the program: the list of them is made here, for there are very many.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const SAMPLE: &str = "projects/vostochny-2023";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={SAMPLE}");
    let variable = |name: &str| env::var_os(name).map(PathBuf::from).ok_or_else(|| io::Error::other(format!("cargo sets no {name}")));
    let root = variable("CARGO_MANIFEST_DIR")?.join(SAMPLE);
    let mut files = Vec::new();
    files_below(&root, "", &mut files)?;
    // The file that makes a folder a project is written last.
    files.sort_by_key(|file| (file == "project.ron", file.clone()));
    let mut list = String::from("&[\n");
    for file in files {
        let path = root.join(&file);
        let path = path.to_str().ok_or_else(|| io::Error::other(format!("{} is no text", path.display())))?;
        let _ = writeln!(list, "({file:?}, include_bytes!({path:?})),");
    }
    list.push_str("]\n");
    fs::write(variable("OUT_DIR")?.join("sample.rs"), list)
}

/// The files in a folder and in those below it, with `/`; what is machine-local is left out.
fn files_below(root: &Path, folder: &str, found: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|name| io::Error::other(format!("{} is no text", name.display())))?;
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        match entry.file_type()?.is_dir() {
            true if name == ".variorum" => {}
            true => files_below(root, &path, found)?,
            false => found.push(path),
        }
    }
    Ok(())
}
