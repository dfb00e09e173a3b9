//! A project's folder in the form that was written before 2.0: what the program makes now, put together as it was then.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Lists that stood in files of the older form, and the folders of their records now.
const FILES: [(&str, &[(&str, &str)]); 4] = [
    ("project.ron", &[("coders", "coders"), ("events", "events")]),
    (
        "codebook.ron",
        &[
            ("layers", "codebook/layers"),
            ("attributes", "codebook/attributes"),
            ("codes", "codebook/codes"),
            ("link_types", "codebook/link_types"),
        ],
    ),
    ("entities.ron", &[("entities", "entities")]),
    ("claims.ron", &[("claims", "claims")]),
];

/// Brings a folder back to the form of a version before 2.0.
pub fn into_older_form(root: &Path, format: &str) {
    for (file, lists) in FILES {
        let mut text = format!("(\nformat: \"{format}\",\n");
        if root.join(file).is_file() {
            let _ = writeln!(text, "info: {},", record(&root.join(file)));
        }
        for (list, folder) in lists {
            let records: Vec<String> = files_below(&root.join(folder)).iter().map(|path| record(path) + ",\n").collect();
            let _ = writeln!(text, "{list}: [\n{}],", records.concat());
        }
        fs::write(root.join(file), text + ")\n").unwrap();
    }
    for folder in ["coders", "events", "codebook", "entities", "claims"] {
        let _ = fs::remove_dir_all(root.join(folder));
    }
    let folders = fs::read_dir(root.join("annotations")).into_iter().flatten().flatten().map(|coder| coder.path());
    for folder in folders.chain([root.join("documents"), root.join("documents/original")]) {
        for shard in fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if shard.is_file() {
                with_format(&shard, format);
            } else if shard.file_name().is_some_and(|name| name.len() == 2) {
                for path in files_below(&shard) {
                    with_format(&path, format);
                    fs::rename(&path, folder.join(path.file_name().unwrap())).unwrap();
                }
                fs::remove_dir(shard).unwrap();
            }
        }
    }
}

fn with_format(path: &Path, format: &str) {
    if path.extension().is_some_and(|extension| extension == "ron") {
        let text = fs::read_to_string(path).unwrap();
        fs::write(path, text.replacen("format: \"2.0\"", &format!("format: \"{format}\""), 1)).unwrap();
    }
}

/// A file that is one record as a record of a list.
fn record(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let fields: Vec<&str> = text.lines().skip(2).take_while(|line| *line != ")").collect();
    format!("({})", fields.join(" ").trim_end_matches(','))
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}
