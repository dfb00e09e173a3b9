//! Names for imported bytes: safe as a file's name on every system.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::StoreError;
use super::layout::{ORIGINALS, original};

/// Longest name kept of a file, in bytes; leaves room for a number.
const LONGEST: usize = 100;

/// Names Windows keeps for devices.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4",
    "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The same below the folder.
fn below(name: &str) -> PathBuf {
    original(name).split('/').collect()
}

/// The names of all imported files that lie in a project's folder, sorted. What has another name there, or lies in another folder than
/// its name says, is none of ours.
pub(super) fn names_in(root: &Path) -> Vec<String> {
    let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries(&root.join(ORIGINALS))
        .flat_map(|shard| entries(&shard.path()))
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| entry.file_name().into_string().ok().filter(|name| is_plain(name) && entry.path().ends_with(below(name))))
        .collect();
    names.sort();
    names
}

/// Where the bytes kept under a name lie in a project's folder.
pub fn original_path(root: &Path, name: &str) -> Result<PathBuf, StoreError> {
    if !is_plain(name) {
        return Err(StoreError::BadName { name: name.to_owned() });
    }
    let path = root.join(below(name));
    // A folder of the older form may be open for reading only.
    let older = root.join(ORIGINALS).join(name);
    Ok(if !path.is_file() && older.is_file() { older } else { path })
}

/// Names to try for a file, best first: `report.txt`, `report-2.txt`, …
pub(super) fn candidates(file_name: &str) -> impl Iterator<Item = String> {
    let name = safe(file_name);
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) => (stem.to_owned(), format!(".{extension}")),
        None => (name.clone(), String::new()),
    };
    std::iter::once(name).chain((2..10_000).map(move |n| format!("{stem}-{n}{extension}")))
}

/// Bytes by the names they are to have.
type Fresh<'a> = BTreeMap<String, &'a [u8]>;

/// The names that files are to have, in their order, and those of them that are not in the folder yet, with their bytes.
///
/// The same bytes under the same name need no second file, be it in the folder or among these.
pub(super) fn name_all<'a>(root: &Path, files: &[(&str, &'a [u8])]) -> Result<(Vec<String>, Fresh<'a>), StoreError> {
    let mut fresh = Fresh::new();
    let mut names = Vec::with_capacity(files.len());
    for (file_name, bytes) in files {
        let mut name = None;
        for candidate in candidates(file_name) {
            let is_it = match fresh.get(&candidate) {
                Some(taken) => taken == bytes,
                None => there_or_free(root, &candidate, bytes, &mut fresh)?,
            };
            if is_it {
                name = Some(candidate);
                break;
            }
        }
        names.push(name.ok_or_else(|| StoreError::BadName { name: (*file_name).to_owned() })?);
    }
    Ok((names, fresh))
}

/// Whether a name has these bytes in the folder, or none and is taken for them.
fn there_or_free<'a>(root: &Path, name: &str, bytes: &'a [u8], fresh: &mut Fresh<'a>) -> Result<bool, StoreError> {
    let path = original_path(root, name)?;
    match fs::read(&path) {
        Ok(there) => Ok(there == bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            fresh.insert(name.to_owned(), bytes);
            Ok(true)
        }
        Err(error) => Err(StoreError::read(&path)(error)),
    }
}

/// Whether a name stays inside its folder and is a file's name everywhere.
pub(super) fn is_plain(name: &str) -> bool {
    !name.is_empty() && safe(name) == name
}

fn safe(file_name: &str) -> String {
    let last = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    // Lower case: two names that differ in case alone are one file on some systems.
    let mut name: String = last.chars().map(plain).collect::<String>().to_ascii_lowercase();
    while name.len() > LONGEST {
        // Cut before the extension, which says what the file is.
        let cut = name.rfind('.').filter(|dot| name.len() - dot < 12).unwrap_or(name.len());
        name.remove(cut.saturating_sub(1));
    }
    let name = name.trim_matches('.').to_owned();
    let stem = name.split('.').next().unwrap_or_default();
    match stem {
        "" => "original".to_owned(),
        device if DEVICES.contains(&device) => format!("_{name}"),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_safe_and_keeps_its_extension() {
        for (given, made) in [
            ("Report 1.TXT", "report_1.txt"),
            ("../../etc/passwd", "passwd"),
            ("C:\\x\\CON.txt", "_con.txt"),
            ("北京.docx", "__.docx"),
            ("", "original"),
            ("..", "original"),
        ] {
            assert_eq!(safe(given), made);
            assert!(is_plain(&safe(given)));
        }
        let long = safe(&("x".repeat(300) + ".md5"));
        assert!(long.len() <= LONGEST && long.split('.').next_back() == Some("md5"));
        assert!(!is_plain("../x") && !is_plain(".."));
        assert_eq!(candidates("a.txt").nth(1).unwrap(), "a-2.txt");
    }
}
