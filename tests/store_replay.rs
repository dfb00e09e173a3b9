//! After a crash: the steps that the files do not hold yet meet what others changed in the files meanwhile, and nothing of either is lost.
#![allow(clippy::type_complexity, reason = "a table of cases is read row by row")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use std::fs;
use std::path::PathBuf;

use support::{id, now, put, small, transaction};
use variorum::model::{
    Annotation, AnnotationId, CodeId, Coder, CoderId, Conflict, Document, DocumentId, Edit, Project, ProjectInfo, Record, RecordId,
    Transaction, Versions,
};
use variorum::store::{Mode, Opened, Step, create, open};

const X: &str = "annotations/a/0a/d0.ron";

/// A project that was killed: some steps are in the journal and not in the files.
struct Killed {
    _temporary: tempfile::TempDir,
    root: PathBuf,
    /// As the program had it when it was killed.
    ours: Project,
    number: u64,
    steps: Vec<Step>,
}

impl Killed {
    fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().join("p");
        drop(create(&root, &small(), now()).unwrap());
        Self { _temporary: temporary, root, ours: small(), number: 0, steps: Vec::new() }
    }

    /// Some steps, each of these edits.
    fn after(steps: impl IntoIterator<Item = Vec<Edit>>) -> Self {
        let mut killed = Self::new();
        steps.into_iter().for_each(|edits| killed.step(edits));
        killed
    }

    fn append(&mut self, step: Step) {
        let mut opened = open(&self.root, Mode::ReadWrite, now()).unwrap();
        opened.store.journal().unwrap().append(&step).unwrap();
        self.steps.push(step);
    }

    fn step(&mut self, edits: Vec<Edit>) {
        self.number += 1;
        let transaction = transaction(edits);
        let inverse = self.ours.apply(&transaction).unwrap();
        self.append(Step::Do { number: self.number, transaction, inverse, selection: None });
    }

    fn undo(&mut self, step: u64) {
        let Some(Step::Do { inverse, .. }) = self.steps.iter().find(|s| s.number() == step).cloned() else { panic!("no step {step}") };
        self.ours.apply(&transaction(inverse)).unwrap();
        self.number += 1;
        self.append(Step::Undo { number: self.number, steps: vec![step], time: now(), instead: None });
    }

    fn redo(&mut self, step: u64) {
        let Some(Step::Do { transaction, .. }) = self.steps.iter().find(|s| s.number() == step).cloned() else { panic!("no step {step}") };
        self.ours.apply(&transaction).unwrap();
        self.number += 1;
        self.append(Step::Redo { number: self.number, steps: vec![step], time: now(), instead: None });
    }

    /// Changes a file as another person does.
    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.root.join(path)).unwrap();
        assert!(text.contains(from), "{from} is not in {text}");
        fs::write(self.root.join(path), text.replacen(from, to, 1)).unwrap();
    }

    /// Writes the files as an interrupted save leaves them: some are those of ours, the others are the old ones.
    fn half_saved(&self, files: &[&str]) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("p");
        drop(create(&root, &self.ours, now()).unwrap());
        for file in files {
            match fs::read(root.join(file)) {
                Ok(bytes) => {
                    fs::create_dir_all(self.root.join(file).parent().unwrap()).unwrap();
                    fs::write(self.root.join(file), bytes).unwrap();
                }
                Err(_) => fs::remove_file(self.root.join(file)).unwrap(),
            }
        }
    }

    fn opened(&self) -> Opened {
        open(&self.root, Mode::ReadWrite, now()).unwrap()
    }
}

fn annotation(project: &Project, name: &str) -> Annotation {
    (**project.annotations().get(&id::<AnnotationId>(name)).unwrap()).clone()
}

fn memo(name: &str, memo: &str) -> Edit {
    Edit::Set(Annotation { memo: memo.into(), ..annotation(&small(), name) }.into())
}

fn conflicts(project: &Project) -> Vec<Conflict> {
    project.conflicts().values().map(|c| (**c).clone()).collect()
}

/// What the others have of an annotation, in the one conflict there is.
fn theirs(project: &Project) -> (Vec<String>, Option<Annotation>) {
    let conflicts = conflicts(project);
    assert_eq!(conflicts.len(), 1, "{conflicts:#?}");
    match &conflicts[0].versions {
        Versions::Record { theirs: Some(Record::Annotation(a)), .. } => (conflicts[0].fields.clone(), Some((**a).clone())),
        Versions::Record { theirs: None, .. } => (conflicts[0].fields.clone(), None),
        other => panic!("{other:?}"),
    }
}

const Y: &str = "(id: \"y\", code: \"C\", spans: [(0, 3, \"Kim\")]";

#[test]
fn steps_on_files_that_nobody_touched_are_carried_out_and_met_nobody() {
    let killed = Killed::after([vec![memo("y", "one")], vec![memo("x", "two")], vec![memo("y", "three")]]);
    let opened = killed.opened();
    assert_eq!(opened.project, killed.ours);
    assert_eq!((opened.report.recovered_steps, opened.report.met_outside, opened.report.new_conflicts), (3, 0, 0));
}

#[test]
fn another_field_that_others_changed_stays_theirs() {
    let killed = Killed::after([vec![memo("y", "ours")]]);
    killed.edit(X, Y, &format!("{Y}, origin: Rule(\"theirs\")"));
    let opened = killed.opened();
    let y = annotation(&opened.project, "y");
    assert_eq!((y.memo.as_str(), y.origin), ("ours", variorum::model::Origin::Rule("theirs".into())));
    assert_eq!(conflicts(&opened.project), []);
    assert_eq!((opened.report.recovered_steps, opened.report.met_outside, opened.report.new_conflicts), (1, 1, 0));
}

#[test]
fn the_same_field_changed_on_both_sides_keeps_ours_and_puts_theirs_among_the_conflicts() {
    let mut killed = Killed::after([vec![memo("y", "first")], vec![memo("y", "ours")]]);
    killed.edit(X, Y, &format!("{Y}, memo: \"theirs\""));
    let mut opened = killed.opened();
    assert_eq!(annotation(&opened.project, "y").memo, "ours");
    let (fields, kept) = theirs(&opened.project);
    assert_eq!((fields, kept.unwrap().memo.as_str()), (vec!["memo".to_owned()], "theirs"));
    assert_eq!((opened.report.recovered_steps, opened.report.met_outside, opened.report.new_conflicts), (2, 1, 1));
    // It is found once, however often the project is opened before and after it is saved.
    let first = opened.project.clone();
    drop(opened);
    opened = killed.opened();
    assert_eq!(opened.project, first);
    opened.store.save(&opened.project, 2).unwrap();
    drop(opened);
    opened = killed.opened();
    assert_eq!((&opened.project, opened.report.recovered_steps, opened.report.new_conflicts), (&first, 0, 0));
    assert_eq!(opened.report.findings, []);
    // And what is done on top of it before the next save meets nobody any more.
    drop(opened.store);
    killed.ours = first;
    killed.step(vec![memo("y", "later")]);
    opened = killed.opened();
    assert_eq!((annotation(&opened.project, "y").memo.as_str(), opened.report.met_outside), ("later", 0));
    assert_eq!(conflicts(&opened.project).len(), 1);
}

#[test]
fn a_step_made_after_the_recovery_and_before_its_save_is_no_conflict_with_what_was_known_by_then() {
    let mut killed = Killed::after([vec![memo("y", "ours")]]);
    killed.edit(X, Y, &format!("{Y}, memo: \"theirs\", origin: Rule(\"theirs\")"));
    killed.ours = killed.opened().project;
    let seen = annotation(&killed.ours, "y");
    assert_eq!(seen.memo, "ours");
    killed.step(vec![Edit::Set(Annotation { origin: variorum::model::Origin::ByHand, ..seen }.into())]);
    let opened = killed.opened();
    assert_eq!(opened.project, killed.ours, "the origin of theirs was seen and changed");
}

#[test]
fn a_record_that_others_removed_and_we_changed_stays_and_one_that_we_removed_and_they_changed_is_kept() {
    let killed = Killed::after([vec![memo("y", "ours")]]);
    killed.edit(X, &format!("{Y}, created: \"2026-01-02T03:04:05Z\"),\n"), "");
    killed.edit(
        X,
        "links: [\n(id: \"l\", kind: \"same\", from: \"x\", to: \"y\", created: \"2026-01-02T03:04:05Z\"),\n],\n",
        "links: [\n],\n",
    );
    let opened = killed.opened();
    assert_eq!(annotation(&opened.project, "y").memo, "ours");
    assert_eq!(theirs(&opened.project), (vec![], None));
    assert_eq!(opened.project.links().len(), 0, "what only they removed is gone");

    let killed = Killed::after([vec![Edit::Remove(RecordId::Link(id("l"))), Edit::Remove(RecordId::Annotation(id("y")))]]);
    killed.edit(X, Y, &format!("{Y}, memo: \"theirs\""));
    let opened = killed.opened();
    assert!(!opened.project.has(&RecordId::Annotation(id("y"))));
    let (fields, kept) = theirs(&opened.project);
    assert_eq!((fields, kept.unwrap().memo.as_str()), (vec![], "theirs"));
}

#[test]
fn a_record_that_both_added_under_one_id_is_there_in_both_versions() {
    let killed = Killed::after([vec![Edit::Add(put("new", 4, 7, "met").into())]]);
    killed.edit(X, Y, "(id: \"new\", code: \"C\", spans: [(8, 13, \"Putin\")], created: \"2026-01-02T03:04:05Z\"),\n(id: \"y\", code: \"C\", spans: [(0, 3, \"Kim\")]");
    let opened = killed.opened();
    assert_eq!(annotation(&opened.project, "new").quote(), "met");
    assert_eq!(theirs(&opened.project).1.unwrap().quote(), "Putin");
}

#[test]
fn what_we_removed_and_they_have_come_to_need_stays_and_what_they_removed_and_we_need_comes_back() {
    // We remove the link and y; they draw a link of their own from y.
    let killed = Killed::after([vec![Edit::Remove(RecordId::Link(id("l"))), Edit::Remove(RecordId::Annotation(id("y")))]]);
    killed.edit(X, "links: [\n", "links: [\n(id: \"m\", kind: \"same\", from: \"y\", to: \"x\", created: \"2026-01-02T03:04:05Z\"),\n");
    let opened = killed.opened();
    assert!(opened.project.has(&RecordId::Annotation(id("y"))) && opened.project.has(&RecordId::Link(id("m"))));
    assert!(!opened.project.has(&RecordId::Link(id("l"))));
    assert_eq!(theirs(&opened.project).1.unwrap().quote(), "Kim");

    // We code with a code that was made by an earlier step and that they have taken away meanwhile.
    let mut killed = Killed::new();
    let code = (**small().codes().get(&id::<CodeId>("C")).unwrap()).clone();
    killed.step(vec![Edit::Add(variorum::model::Code { id: id("D"), ..code }.into())]);
    let mut opened = killed.opened();
    opened.store.save(&opened.project, 1).unwrap();
    drop(opened);
    killed.step(vec![Edit::Set(Annotation { code: id("D"), ..annotation(&small(), "y") }.into())]);
    fs::remove_file(killed.root.join("codebook/codes/+d.ron")).unwrap();
    let opened = killed.opened();
    assert_eq!(opened.project.annotations(), killed.ours.annotations());
    assert_eq!(opened.project.codes(), killed.ours.codes());
    let conflict = &conflicts(&opened.project)[0];
    assert_eq!(conflict.about(), Some(&RecordId::Code(id("D"))));
    assert!(matches!(&conflict.versions, Versions::Record { ours: Some(_), theirs: None, .. }), "{conflict:?}");
    let told: Vec<String> = opened.report.findings.iter().map(|f| f.what.replace(|c: char| c.is_ascii_digit(), "_")).collect();
    assert_eq!(told, ["this file was taken away outside Variorum since ____-__-__ __:__; it held _ code"]);
}

#[test]
fn heads_of_project_and_codebook_are_merged_too() {
    let info = |title: &str, note: &str| ProjectInfo { title: title.into(), note: note.into(), ..small().info().clone() };
    let killed = Killed::after([vec![Edit::SetProject(Box::new(info("Ours", "")))]]);
    killed.edit("project.ron", "title: \"Small\"", "title: \"Small\",\nnote: \"theirs\"");
    let opened = killed.opened();
    assert_eq!((opened.project.info(), conflicts(&opened.project)), (&info("Ours", "theirs"), vec![]));

    let killed = Killed::after([vec![Edit::SetProject(Box::new(info("Ours", "")))]]);
    killed.edit("project.ron", "title: \"Small\"", "title: \"Theirs\"");
    let opened = killed.opened();
    assert_eq!(opened.project.info(), &info("Ours", ""));
    let conflict = &conflicts(&opened.project)[0];
    assert_eq!(conflict.fields, ["title"]);
    assert!(matches!(&conflict.versions, Versions::Project { theirs, .. } if **theirs == info("Theirs", "")), "{conflict:?}");

    let book = |purpose: &str| variorum::model::CodebookInfo { purpose: purpose.into(), ..small().codebook().clone() };
    let killed = Killed::after([vec![Edit::SetCodebook(Box::new(book("ours")))]]);
    killed.edit("codebook.ron", "purpose: \"\"", "purpose: \"theirs\"");
    let opened = killed.opened();
    assert_eq!(opened.project.codebook(), &book("ours"));
    let conflict = &conflicts(&opened.project)[0];
    assert!(matches!(&conflict.versions, Versions::Codebook { theirs, .. } if **theirs == book("theirs")), "{conflict:?}");
}

#[test]
fn undone_and_redone_steps_are_part_of_the_way_a_record_went() {
    let mut killed = Killed::after([vec![memo("y", "one")], vec![memo("x", "two")]]);
    killed.undo(1);
    assert_eq!(killed.opened().project, killed.ours);
    killed.edit(X, Y, &format!("{Y}, memo: \"theirs\""));
    let opened = killed.opened();
    assert_eq!(annotation(&opened.project, "y").memo, "theirs", "nothing is left of ours in it");
    assert_eq!(conflicts(&opened.project), []);
    drop(opened);
    killed.redo(1);
    let opened = killed.opened();
    assert_eq!(annotation(&opened.project, "y").memo, "one");
    assert_eq!(theirs(&opened.project).1.unwrap().memo, "theirs");
}

#[test]
fn a_save_that_was_interrupted_between_two_files_is_no_change_of_others() {
    let text = |name: &str| Document::new(id::<DocumentId>(name), variorum::text::ReadingText::new("Kim met Putin. Kim left.").unwrap());
    let coder = |name: &str| Coder { id: id::<CoderId>(name), name: name.into(), note: String::new(), created: None, extra: [].into() };
    let by = |coder: &str| Edit::Set(Annotation { coder: id(coder), ..annotation(&small(), "y") }.into());
    let ways: [(Vec<Vec<Edit>>, &[&[&str]]); 4] = [
        // A record goes from one file to another, with its new file written first, or the old one.
        (
            vec![vec![Edit::Add(coder("b").into()), by("b")]],
            &[&["coders/b.ron"], &["coders/b.ron", "annotations/b/0a/d0.ron"], &[X], &["annotations/b/0a/d0.ron"]],
        ),
        // A document goes with all that lies on it.
        (
            vec![vec![
                Edit::Remove(RecordId::Link(id("l"))),
                Edit::Remove(RecordId::Annotation(id("x"))),
                Edit::Remove(RecordId::Annotation(id("y"))),
                Edit::Remove(RecordId::Document(id("d0"))),
            ]],
            &[&["documents/0a/d0.txt"], &["documents/0a/d0.txt", "documents/0a/d0.ron"], &["documents/0a/d0.ron"], &[X]],
        ),
        // A document comes, and its title in a second step.
        (
            vec![
                vec![Edit::Add(text("d1").into())],
                vec![Edit::Set(Document { title: Some("T".into()), ..text("d1") }.into())],
                vec![Edit::Add(Annotation { document: id("d1"), ..put("new", 0, 3, "Kim") }.into())],
            ],
            &[
                &["documents/8b/d1.txt"],
                &["documents/8b/d1.ron"],
                &["documents/8b/d1.txt", "documents/8b/d1.ron"],
                &["annotations/a/8b/d1.ron"],
            ],
        ),
        // Three changes of one record and one of another.
        (vec![vec![memo("y", "one")], vec![memo("y", "two")], vec![memo("x", "three")], vec![memo("y", "four")]], &[&[X]]),
    ];
    for (steps, halves) in ways {
        for files in halves {
            let killed = Killed::after(steps.clone());
            fs::create_dir_all(killed.root.join("annotations/b/0a")).unwrap();
            killed.half_saved(files);
            let mut opened = killed.opened();
            assert_eq!(opened.project, killed.ours, "{files:?}");
            assert_eq!((opened.report.met_outside, opened.report.new_conflicts), (0, 0), "{files:?}: {:#?}", opened.report);
            assert_eq!(opened.report.findings, [], "{files:?}");
            opened.store.save(&opened.project, killed.number).unwrap();
            drop(opened);
            let again = open(&killed.root, Mode::ReadOnly, now()).unwrap();
            assert_eq!((again.project, again.report.findings), (killed.ours, vec![]), "{files:?}");
        }
    }
}

#[test]
fn others_who_change_a_half_saved_file_lose_nothing() {
    let coder = |name: &str| Coder { id: id::<CoderId>(name), name: name.into(), note: String::new(), created: None, extra: [].into() };
    let moved = Annotation { coder: id("b"), memo: "ours".into(), ..annotation(&small(), "y") };
    let killed = Killed::after([vec![Edit::Add(coder("b").into()), Edit::Set(moved.into())]]);
    fs::create_dir_all(killed.root.join("annotations/b/0a")).unwrap();
    killed.half_saved(&["annotations/b/0a/d0.ron"]);
    // y stands in both files now; the one that was not written yet is changed.
    killed.edit(X, Y, &format!("{Y}, memo: \"theirs\""));
    let opened = killed.opened();
    let y = annotation(&opened.project, "y");
    assert_eq!((y.coder.as_str(), y.memo.as_str()), ("b", "ours"));
    assert_eq!(theirs(&opened.project).1.unwrap().memo, "theirs");
}

#[test]
fn a_text_that_others_changed_takes_our_unsaved_annotations_along_or_makes_orphans_of_them() {
    let killed = Killed::after([vec![memo("x", "ours"), memo("y", "ours")]]);
    fs::write(killed.root.join("documents/0a/d0.txt"), "Yesterday Kim met Putin. Kim left.").unwrap();
    let opened = killed.opened();
    let (x, y) = (annotation(&opened.project, "x"), annotation(&opened.project, "y"));
    assert_eq!((x.start(), x.orphan, x.memo.as_str()), (18, false, "ours"));
    assert_eq!((y.orphan, y.memo.as_str()), (true, "ours"));
    assert_eq!(conflicts(&opened.project), []);
}

#[test]
fn damaged_conflicts_are_told_and_kept_and_the_others_stay() {
    let killed = Killed::after([vec![memo("x", "ours"), memo("y", "ours")]]);
    killed.edit(X, Y, &format!("{Y}, memo: \"theirs\""));
    killed.edit(X, "[(8, 13, \"Putin\")]", "[(8, 13, \"Putin\")], memo: \"theirs\"");
    let mut opened = killed.opened();
    assert_eq!(opened.report.new_conflicts, 2);
    opened.store.save(&opened.project, 1).unwrap();
    let kept = opened.project.clone();
    drop(opened);
    let path = killed.root.join(".variorum/conflicts.ron");
    let whole = fs::read_to_string(&path).unwrap();
    assert_eq!(whole.lines().count(), 2);
    fs::write(&path, whole.replacen("theirs", "thairs", 1)).unwrap();
    let damaged = fs::read(&path).unwrap();
    let mut opened = killed.opened();
    let told: Vec<String> = opened.report.findings.iter().map(|f| format!("{f} ({})", f.hint)).collect();
    assert_eq!(
        told,
        [".variorum/conflicts.ron:1: this conflict is damaged: its checksum does not fit; it cannot be settled any more, \
          the file as it was is kept as .variorum/backups/outside/conflicts.9af2ee2f8a9c09de.ron \
          (Read in it what the others had, and write it where it belongs)"]
    );
    assert_eq!(fs::read(killed.root.join(".variorum/backups/outside/conflicts.9af2ee2f8a9c09de.ron")).unwrap(), damaged);
    assert_eq!(opened.project.conflicts().len(), 1);
    assert_eq!(opened.project.annotations(), kept.annotations());
    opened.store.save(&opened.project, 1).unwrap();
    drop(opened);
    assert_eq!(killed.opened().report.findings, []);
}

#[test]
fn only_what_the_files_do_not_hold_is_recovered() {
    let mut killed = Killed::after([vec![memo("y", "one")]]);
    let mut opened = killed.opened();
    opened.store.save(&opened.project, 1).unwrap();
    drop(opened);
    killed.edit(X, "memo: \"one\"", "memo: \"theirs\"");
    killed.step(vec![memo("x", "two")]);
    let opened = killed.opened();
    assert_eq!(annotation(&opened.project, "y").memo, "theirs", "step 1 is in the files and is not done again");
    assert_eq!((opened.report.recovered_steps, opened.report.met_outside), (1, 0));
    let _: &Transaction = match &opened.steps[1] {
        Step::Do { transaction, .. } => transaction,
        other => panic!("{other:?}"),
    };
}
