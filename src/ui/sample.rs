//! The sample project inside the program, and copies of it to play with.

use std::io;
use std::path::{Path, PathBuf};

/// Every file of the sample by its path (made by `build.rs`); `project.ron`, which makes a folder a project, comes last.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/sample.rs"));

/// The name copies begin with.
const NAME: &str = "vostochny-2023";

/// Where copies go: the person's documents, else the home folder.
pub fn usual_place() -> Option<PathBuf> {
    let dirs = directories::UserDirs::new()?;
    Some(dirs.document_dir().unwrap_or_else(|| dirs.home_dir()).join("Variorum"))
}

/// Writes a copy into a new folder below `place` and says which.
pub fn copy_into(place: &Path) -> io::Result<PathBuf> {
    let names = (1..10_000).map(|n| if n == 1 { NAME.to_owned() } else { format!("{NAME}-{n}") });
    let free = names.map(|name| place.join(name)).find(|folder| !folder.exists());
    let folder = free.ok_or_else(|| io::Error::other("there are too many copies already"))?;
    for (path, bytes) in FILES {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(file, bytes)?;
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files_below(folder: &Path, root: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !path.ends_with(".variorum") {
                    files_below(&path, root, found);
                }
            } else {
                found.push(path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }

    #[test]
    fn the_program_holds_every_file_of_the_sample() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects").join(NAME);
        let mut found = Vec::new();
        files_below(&root, &root, &mut found);
        found.sort();
        assert_eq!(found, FILES.iter().map(|(path, _)| (*path).to_owned()).collect::<Vec<_>>());
    }

    #[test]
    fn a_second_copy_gets_a_folder_of_its_own() {
        let place = tempfile::tempdir().unwrap();
        let first = copy_into(place.path()).unwrap();
        let second = copy_into(place.path()).unwrap();
        assert_ne!(first, second);
        assert!(second.join("project.ron").is_file());
    }
}
