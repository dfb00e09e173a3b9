//! A project's codebook that somebody edited by hand: it opens, each fault is told, nothing is lost, and work goes on.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod story;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use variorum::model::{Code, CodeId};
use variorum::session::{CodebookChange, Command, Environment, Notice, Session};
use variorum::text::TextSelection;

const SRC: &str = "codebook/codes/+src.ron";
/// A file that is called `con` cannot be on Windows.
const CON: &str = "codebook/codes/~43+on.ron";
const FORM: &str = "codebook/attributes/form.ron";

struct Folder {
    _temporary: tempfile::TempDir,
    root: PathBuf,
}

impl Folder {
    /// The story on disk, with one piece of a file of its codebook replaced.
    fn with(file: &str, from: &str, to: &str) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().join("p");
        drop(variorum::store::create(&root, &story::project(), "2026-01-01T00:00:00Z".parse().unwrap()).unwrap());
        let folder = Self { _temporary: temporary, root };
        folder.replace(file, from, to);
        folder
    }

    fn replace(&self, file: &str, from: &str, to: &str) {
        let text = self.text(file);
        assert!(text.contains(from), "{from} is not in {text}");
        fs::write(self.root.join(file), text.replacen(from, to, 1)).unwrap();
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.root.join(file)).unwrap()
    }
}

fn opened(root: &Path) -> (Session, Vec<Notice>) {
    let mut session = Session::open(root, Environment::real(), Arc::new(|| ())).unwrap();
    let notices = session.take_notices();
    (session, notices)
}

/// Opens it, sees that `words` are told, codes something, makes a code, saves, and opens it again with all of that there.
fn goes_on(folder: &Folder, words: &str) {
    let (mut session, notices) = opened(&folder.root);
    let told: Vec<&str> = notices.iter().map(|notice| notice.what.as_str()).collect();
    assert!(told.iter().any(|what| what.contains(words)), "{words}: {told:?}");
    session.run(Command::Open(story::id("000")));
    session.run(Command::Select(TextSelection { anchor: 0, focus: 3 }));
    session.run(Command::CodeSelection(story::id("PER")));
    let new = Code::new(story::id("NEW"), story::id("Entities"), "New one");
    session.run(Command::SetCode(new));
    session.run(Command::Codebook(CodebookChange::AssignKeys));
    let said: Vec<String> = session.take_notices().into_iter().map(|notice| notice.what).collect();
    assert_eq!(said, Vec::<String>::new());
    session.flush();
    drop(session);
    let (again, _) = opened(&folder.root);
    assert_eq!(again.project().annotations().len(), 1);
    assert!(again.project().codes().contains_key(&story::id::<CodeId>("NEW")));
}

#[test]
fn a_ring_of_codes_is_told_and_kept() {
    let folder = Folder::with(SRC, "id: \"SRC\",", "id: \"SRC\", parent: \"SRC\",");
    goes_on(&folder, "stands above itself in the tree of codes");
    assert!(folder.text(SRC).contains("parent: \"SRC\""));
}

#[test]
fn a_ring_of_two_codes_is_told_and_kept() {
    let folder = Folder::with(SRC, "id: \"SRC\",", "id: \"SRC\", parent: \"CON\",");
    folder.replace(CON, "id: \"CON\",", "id: \"CON\", parent: \"SRC\",");
    goes_on(&folder, "stands above itself in the tree of codes");
}

#[test]
fn an_id_that_stands_twice_is_told_and_both_are_kept() {
    let folder = Folder::with(SRC, "id: \"SRC\",", "id: \"CON\",");
    goes_on(&folder, "it says that it is code CON, but the name of the file stands for 'SRC'");
    assert!(folder.text(SRC).contains("name: \"SRC\"") && folder.text(CON).contains("name: \"CON\""));
}

#[test]
fn an_attribute_of_an_unknown_type_is_told_and_kept_word_for_word() {
    let folder = Folder::with(FORM, "kind: Choice([\"full-name\", \"surname\"])", "kind: Colour(8)");
    goes_on(&folder, "'Colour' is no word that is known there");
    assert!(folder.text(FORM).contains("Colour(8)"));
}

#[test]
fn two_codes_with_one_key_are_told_and_both_keep_it() {
    let folder = Folder::with(SRC, "id: \"SRC\",", "id: \"SRC\", key: 'x',");
    folder.replace(CON, "id: \"CON\",", "id: \"CON\", key: 'x',");
    goes_on(&folder, "The key 'x' belongs to CON and to SRC");
    assert!(folder.text(SRC).contains("key: 'x'") && folder.text(CON).contains("key: 'x'"));
}
