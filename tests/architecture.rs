//! Guards the rules of ARCHITECTURE.md that the compiler does not: who may import whom, and what has only one place.
//!
//! It reads the source as text. That finds every path written out (`crate::model::…`, `use crate::{model, text}`), which is how
//! this crate names its parts; it is no parser, and comments and strings are cut away first only as far as the rules need it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each part of the crate with the parts it may name besides itself.
///
/// ```text
/// text <- model <- analysis | formats | store <- session <- cli | ui <- app
/// ```
const MAY_USE: [(&str, &[&str]); 11] = [
    ("parallel", &[]),
    ("text", &[]),
    ("model", &["text"]),
    ("analysis", &["model", "text"]),
    ("formats", &["model", "text", "parallel"]),
    ("store", &["model", "text", "parallel"]),
    ("session", &["analysis", "formats", "store", "model", "text", "parallel"]),
    ("cli", &["session", "analysis", "formats", "store", "model", "text"]),
    ("ui", &["session", "analysis", "formats", "store", "model", "text"]),
    ("app", &["ui", "session", "analysis", "formats", "store", "model", "text"]),
    ("main", &["app", "cli", "ui", "session", "analysis", "formats", "store", "model", "text"]),
];

/// What is named in one place only: the words, and the files or folders that may hold them.
const ONE_PLACE: [(&str, &[&str], &[&str]); 5] = [
    ("the window's packages", &["eframe", "egui", "egui_extras", "epaint"], &["ui/", "app.rs", "app/"]),
    ("native dialogs", &["rfd"], &["ui/dialogs"]),
    ("RON", &["ron"], &["store/"]),
    (
        "the clock",
        &["Timestamp::now", "Zoned::now", "SystemTime::now", "Instant::now"],
        &["session/environment.rs", "ui/", "app.rs", "app/"],
    ),
    ("chance", &["Uuid::now_v7", "Uuid::new_v4", "RandomState", "getrandom"], &["session/environment.rs"]),
];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 6] = ["utils", "util", "common", "helpers", "manager", "core"];

/// A source file: its path below `src` with forward slashes, and its code.
struct Source {
    path: String,
    code: String,
}

impl Source {
    /// The part of the crate it belongs to: `model` for `model/apply.rs`, `app` for `app.rs`.
    fn part(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Its code without the tests at its end, which may take shortcuts.
    fn program(&self) -> &str {
        self.code.split("#[cfg(test)]\nmod ").next().unwrap_or_default()
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let read = |file: &PathBuf| {
        let below = file.strip_prefix(&root).expect("the file lies below src");
        let path = below.to_string_lossy().replace('\\', "/");
        Source { path, code: without_comments(&fs::read_to_string(file).expect("a source file can be read")) }
    };
    files.iter().map(read).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a source folder can be read") {
        let path = entry.expect("a source folder can be read").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// Drops line comments; `//` in an address inside a string goes too, which hides nothing that is looked for here.
fn without_comments(code: &str) -> String {
    code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Whether the word stands in the code with no letter, digit or underscore at either end.
fn names(code: &str, word: &str) -> bool {
    let part_of_a_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        !before.is_some_and(part_of_a_word) && !after.is_some_and(part_of_a_word)
    })
}

/// Whether the code names a package: `egui::…` or `use egui;`, not a module of ours that ends so.
fn names_package(code: &str, package: &str) -> bool {
    let own = |at: usize| code[..at].ends_with("::");
    let starts = |word: &str| {
        code.match_indices(word).any(|(at, _)| {
            let before = code[..at].chars().next_back();
            !own(at) && !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
        })
    };
    starts(&format!("{package}::")) || starts(&format!("use {package};")) || starts(&format!("use {package} as"))
}

/// The parts that a file names after `crate::` (in the program itself: `variorum::`), also inside braces.
fn parts_named(code: &str) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    for start in ["crate::", "variorum::"] {
        for (at, _) in code.match_indices(start) {
            let rest = &code[at + start.len()..];
            match rest.strip_prefix('{') {
                Some(list) => parts.extend(heads(list)),
                None => parts.extend(identifier(rest)),
            }
        }
    }
    parts
}

/// The first name of each item of a `{a::b, c::{d, e}, f}` list whose brace is already open.
fn heads(list: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut item = String::new();
    let mut found = Vec::new();
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => found.extend(identifier(&std::mem::take(&mut item))),
            c if depth == 0 => item.push(c),
            _ => {}
        }
    }
    found.extend(identifier(&item));
    found
}

fn identifier(text: &str) -> Option<String> {
    let name: String = text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// What of this file's imports the table forbids.
fn forbidden_imports(source: &Source) -> Vec<String> {
    let part = source.part();
    if part == "lib" {
        return Vec::new();
    }
    let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == part) else {
        return vec![format!("{} belongs to no layer of the table", source.path)];
    };
    let is_part = |name: &str| MAY_USE.iter().any(|(part, _)| *part == name);
    let named = parts_named(&source.code).into_iter().filter(|name| is_part(name));
    named.filter(|name| name != part && !allowed.contains(&name.as_str())).map(|name| format!("{} uses {name}", source.path)).collect()
}

/// A panel knows no other panel: `ui/panels/a.rs` or `ui/panels/a/` must not name `panels::b`.
fn panels_named(source: &Source) -> Vec<String> {
    let Some(own) = source.path.strip_prefix("ui/panels/") else { return Vec::new() };
    let own = own.split('/').next().unwrap_or_default().trim_end_matches(".rs");
    if own == "mod" {
        return Vec::new();
    }
    let others = source.code.match_indices("panels::").filter_map(|(at, found)| identifier(&source.code[at + found.len()..]));
    others.filter(|name| name != own).map(|name| format!("{} uses the panel {name}", source.path)).collect()
}

#[test]
fn no_layer_uses_one_above_it_or_beside_it() {
    let wrong: Vec<_> = sources().iter().flat_map(forbidden_imports).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn no_panel_uses_another_panel() {
    let wrong: Vec<_> = sources().iter().flat_map(panels_named).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn window_dialogs_ron_clock_and_chance_have_one_place_each() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (what, words, places) in ONE_PLACE {
            let at_home = places.iter().any(|place| source.path.starts_with(place));
            let used = |word: &&&str| {
                if word.contains(char::is_uppercase) { names(source.program(), word) } else { names_package(source.program(), word) }
            };
            if let Some(word) = words.iter().find(used).filter(|_| !at_home) {
                wrong.push(format!("{} names {word}, but {what} belong only in {}", source.path, places.join(", ")));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_file_and_folder_says_what_is_in_it() {
    let empty = |source: &Source| source.path.split('/').any(|step| EMPTY_NAMES.contains(&step.trim_end_matches(".rs")));
    let wrong: Vec<_> = sources().into_iter().filter(empty).map(|s| s.path).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn only_the_session_calls_apply() {
    let outside = |s: &Source| !s.path.starts_with("session/") && !s.path.starts_with("model/");
    let calls = |s: &Source| ["project.apply(", "project_mut().apply("].iter().any(|call| s.program().contains(call));
    let wrong: Vec<_> = sources().into_iter().filter(|s| outside(s) && calls(s)).map(|s| s.path).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

mod the_guard_itself {
    use super::*;

    fn file(path: &str, code: &str) -> Source {
        Source { path: path.to_owned(), code: without_comments(code) }
    }

    #[test]
    fn it_sees_a_path_upwards_however_it_is_written() {
        for code in ["use crate::model::Project;", "use crate::{text::Span, model};", "fn f(p: &crate::model::Project) {}"] {
            assert_eq!(forbidden_imports(&file("text/span.rs", code)), ["text/span.rs uses model"], "{code}");
        }
        assert_eq!(forbidden_imports(&file("store/mod.rs", "use crate::formats::read;")), ["store/mod.rs uses formats"]);
    }

    #[test]
    fn it_lets_pass_what_is_below_or_only_spoken_of() {
        assert!(forbidden_imports(&file("session/mod.rs", "use crate::{model::Project, store};")).is_empty());
        assert!(forbidden_imports(&file("text/mod.rs", "//! Unlike crate::model.")).is_empty());
    }

    #[test]
    fn it_tells_a_package_from_a_module_and_a_word() {
        assert!(names_package("use egui::Ui;", "egui"));
        assert!(!names_package("use crate::egui::Ui;", "egui"));
        assert!(!names_package("my_ron::to_string()", "ron"));
        assert!(names("let t = Timestamp::now();", "Timestamp::now"));
        assert!(!names("MyTimestamp::nowhere()", "Timestamp::now"));
    }

    #[test]
    fn it_sees_a_panel_that_names_its_neighbour() {
        let neighbour = file("ui/panels/library.rs", "use crate::ui::panels::inspector::Inspector;");
        assert_eq!(panels_named(&neighbour), ["ui/panels/library.rs uses the panel inspector"]);
    }
}

/// Looking for words takes as long as the documents are: the window asks `session::Search`, which does it on a thread.
#[test]
fn no_frame_runs_a_search() {
    for source in sources().iter().filter(|source| ["ui", "app"].contains(&source.part())) {
        assert!(!names(source.program(), "Concordance"), "{} would search while it draws", source.path);
    }
    assert!(sources().iter().any(|source| source.path == "session/search.rs" && names(source.program(), "Concordance")));
}
