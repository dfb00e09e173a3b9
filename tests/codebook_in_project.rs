//! A project's `codebook.ron` that somebody edited by hand: it opens, each fault is told, nothing is lost, and work goes on.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod story;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use variorum::model::{Code, CodeId};
use variorum::session::{CodebookChange, Command, Environment, Notice, Session};
use variorum::text::TextSelection;

struct Folder {
    _temporary: tempfile::TempDir,
    root: PathBuf,
}

impl Folder {
    /// The story on disk, with one piece of its codebook replaced.
    fn with(from: &str, to: &str) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().join("p");
        drop(variorum::store::create(&root, &story::project(), "2026-01-01T00:00:00Z".parse().unwrap()).unwrap());
        let file = root.join("codebook.ron");
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{from} is not in {text}");
        fs::write(&file, text.replacen(from, to, 1)).unwrap();
        Self { _temporary: temporary, root }
    }

    fn codebook(&self) -> String {
        fs::read_to_string(self.root.join("codebook.ron")).unwrap()
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
    let folder = Folder::with("id: \"SRC\", ", "id: \"SRC\", parent: \"SRC\", ");
    goes_on(&folder, "stands above itself in the tree of codes");
    assert!(folder.codebook().contains("parent: \"SRC\""));
}

#[test]
fn a_ring_of_two_codes_is_told_and_kept() {
    let folder = Folder::with("id: \"SRC\", ", "id: \"SRC\", parent: \"CON\", ");
    let text = folder.codebook().replacen("id: \"CON\", ", "id: \"CON\", parent: \"SRC\", ", 1);
    fs::write(folder.root.join("codebook.ron"), text).unwrap();
    goes_on(&folder, "stands above itself in the tree of codes");
}

#[test]
fn an_id_that_stands_twice_is_told_and_both_are_kept() {
    let folder = Folder::with("id: \"SRC\", ", "id: \"CON\", ");
    let text = folder.codebook().replace("from: [\"SRC\"]", "from: []");
    fs::write(folder.root.join("codebook.ron"), text).unwrap();
    goes_on(&folder, "it is kept aside in its file");
    assert!(folder.codebook().contains("name: \"SRC\"") && folder.codebook().contains("name: \"CON\""));
}

#[test]
fn an_attribute_of_an_unknown_type_is_told_and_kept_word_for_word() {
    let folder = Folder::with("kind: Choice([\"full-name\", \"surname\"])", "kind: Colour(8)");
    goes_on(&folder, "this record cannot be read");
    assert!(folder.codebook().contains("Colour(8)"));
}

#[test]
fn two_codes_with_one_key_are_told_and_both_keep_it() {
    let folder = Folder::with("id: \"SRC\", ", "id: \"SRC\", key: 'x', ");
    let text = folder.codebook().replacen("id: \"CON\", ", "id: \"CON\", key: 'x', ", 1);
    fs::write(folder.root.join("codebook.ron"), text).unwrap();
    goes_on(&folder, "The key 'x' belongs to CON and to SRC");
    assert_eq!(folder.codebook().matches("key: 'x'").count(), 2);
}
