//! A journal that is torn, damaged or in disorder: what can be carried out is, what is cut is kept, and the words about it are true.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use std::fs;
use std::path::PathBuf;

use support::{id, now, put, small, transaction};
use variorum::model::{Edit, Project, RecordId};
use variorum::store::{Finding, Mode, Opened, Severity, Step, create, open};

const JOURNAL: &str = ".variorum/journal.ron";
const CUT: &str = ".variorum/backups/journal-cut-20260102T030405Z.ron";
const WHOLE: &str = ".variorum/backups/journal-20260102T030405Z.ron";

/// A project with a journal of its own making.
struct Folder {
    _temporary: tempfile::TempDir,
    root: PathBuf,
}

/// Step `number`: an annotation of this number.
fn step(number: u64) -> Step {
    let name = format!("n{number}");
    let transaction = transaction(vec![Edit::Add(put(&name, 4, 7, "met").into())]);
    Step::Do { number, transaction, inverse: vec![Edit::Remove(RecordId::Annotation(id(&name)))], selection: None }
}

/// The project after these steps.
fn after(numbers: impl IntoIterator<Item = u64>) -> Project {
    let mut project = small();
    let edits = numbers.into_iter().map(|n| Edit::Add(put(&format!("n{n}"), 4, 7, "met").into())).collect();
    project.apply(&transaction(edits)).unwrap();
    project
}

impl Folder {
    fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().join("p");
        drop(create(&root, &small(), now()).unwrap());
        Self { _temporary: temporary, root }
    }

    /// With these steps in the journal and not in the files.
    fn with(steps: &[Step]) -> Self {
        let folder = Self::new();
        let mut opened = folder.opened();
        let mut journal = opened.store.journal().unwrap();
        for step in steps {
            journal.append(step).unwrap();
        }
        folder
    }

    fn opened(&self) -> Opened {
        open(&self.root, Mode::ReadWrite, now()).unwrap()
    }

    fn looked_at(&self) -> Opened {
        open(&self.root, Mode::ReadOnly, now()).unwrap()
    }

    fn journal(&self) -> Vec<u8> {
        self.bytes(JOURNAL)
    }

    fn bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.root.join(path)).unwrap()
    }

    fn set_journal(&self, bytes: impl AsRef<[u8]>) {
        fs::write(self.root.join(JOURNAL), bytes).unwrap();
    }

    fn lines(&self) -> Vec<String> {
        String::from_utf8(self.journal()).unwrap().split_inclusive('\n').map(str::to_owned).collect()
    }

    /// Puts a digit in the place of another one in a line of the journal, from 1.
    fn damage(&self, line: usize) {
        let mut lines = self.lines();
        let at = lines[line - 1].find("number: ").unwrap() + "number: ".len();
        lines[line - 1].replace_range(at..=at, "9");
        self.set_journal(lines.concat());
    }
}

fn told(findings: &[Finding]) -> Vec<String> {
    let severity = |finding: &Finding| if finding.severity == Severity::Error { "error" } else { "warning" };
    findings.iter().map(|f| format!("{} {f} ({})", severity(f), f.hint)).collect()
}

#[test]
fn each_record_carries_a_checksum_and_a_line_of_the_older_form_reads_without() {
    let folder = Folder::with(&[step(1), step(2)]);
    let lines = folder.lines();
    assert_eq!(lines[0], "Saved(number: 0) //crc:234c8690\n", "zlib.crc32 of 'Saved(number: 0)'");
    assert!(lines[1].starts_with("Do(number: 1, ") && lines[1].contains(") //crc:"));
    let bare: Vec<String> = lines.iter().map(|line| format!("{}\n", line.split(" //crc:").next().unwrap())).collect();
    for text in [bare.concat(), [&bare[..2], &lines[2..]].concat().concat(), [&lines[..2], &bare[2..]].concat().concat()] {
        folder.set_journal(&text);
        let opened = folder.opened();
        assert_eq!((opened.project, opened.report.recovered_steps, opened.report.findings), (after(1..=2), 2, vec![]));
        assert_eq!(folder.journal(), text.as_bytes(), "what is sound is not written anew");
    }
}

#[test]
fn a_last_record_that_ends_in_the_middle_is_cut_off_and_kept() {
    let folder = Folder::with(&[step(1), step(2)]);
    let whole = folder.journal();
    let last = whole[..whole.len() - 1].iter().rposition(|b| *b == b'\n').unwrap() + 1;
    let value = whole.len() - " //crc:00000000\n".len();
    for length in (last + 1..whole.len() - 1).filter(|length| !(value..=value + 1).contains(length)) {
        folder.set_journal(&whole[..length]);
        let opened = folder.opened();
        assert_eq!(
            told(&opened.report.findings),
            [format!(
                "warning {JOURNAL}:3: the last record ends in the middle, as a crash leaves it that comes while it is written; \
                 it is cut off and kept as {CUT} (Look whether the last change is there)"
            )]
        );
        assert_eq!((opened.project, opened.report.recovered_steps), (after([1]), 1));
        assert_eq!(folder.bytes(CUT), whole[last..length]);
        assert_eq!(folder.journal(), whole[..last]);
        fs::remove_file(folder.root.join(CUT)).unwrap();
    }
}

#[test]
fn a_last_record_that_is_whole_needs_no_line_end_and_the_next_one_stands_on_a_line_of_its_own() {
    let folder = Folder::with(&[step(1), step(2)]);
    let whole = folder.journal();
    for length in [whole.len() - 1, whole.len() - " //crc:00000000\n".len()] {
        folder.set_journal(&whole[..length]);
        let mut opened = folder.opened();
        assert_eq!((opened.report.findings, opened.report.recovered_steps), (vec![], 2));
        opened.store.journal().unwrap().append(&step(3)).unwrap();
        drop(opened.store);
        assert_eq!(folder.lines().len(), 4);
        assert_eq!(folder.looked_at().project, after(1..=3));
    }
}

#[test]
fn a_damaged_last_record_is_told_apart_from_a_torn_one_and_kept() {
    let folder = Folder::with(&[step(1), step(2)]);
    folder.damage(3);
    let last = folder.lines()[2].clone();
    let looked_at = folder.looked_at();
    assert_eq!(
        told(&looked_at.report.findings),
        [format!(
            "error {JOURNAL}:3: the last record is damaged: its checksum does not fit; it is not carried out; \
             the journal is left as it is (The last change may be missing; the damaged record may still show what it was)"
        )]
    );
    assert!(looked_at.report.journal_has_holes);
    let opened = folder.opened();
    assert_eq!(
        told(&opened.report.findings),
        [format!(
            "error {JOURNAL}:3: the last record is damaged: its checksum does not fit; it is not carried out; \
             it is cut off and kept as {CUT} (The last change may be missing; the damaged record may still show what it was)"
        )]
    );
    assert_eq!(opened.project, after([1]));
    assert_eq!(folder.bytes(CUT), last.as_bytes());
    drop(opened);
    assert_eq!(folder.opened().report.findings, []);
}

#[test]
fn nothing_behind_a_damaged_record_is_carried_out_unless_the_files_hold_it() {
    let folder = Folder::with(&[step(1), step(2), step(3), step(4)]);
    folder.damage(3);
    let damaged = folder.journal();
    let opened = folder.opened();
    assert_eq!(
        told(&opened.report.findings),
        [format!(
            "error {JOURNAL}:3: this record is damaged: its checksum does not fit; it and 2 records behind it are not carried out; \
             the whole journal is kept as {WHOLE} (Look whether the latest changes are there; the journal holds all that was recorded)"
        )]
    );
    assert_eq!((opened.project, opened.report.recovered_steps, opened.report.journal_has_holes), (after([1]), 1, true));
    assert_eq!(folder.bytes(WHOLE), damaged);
    assert_eq!(folder.lines().len(), 2);
}

#[test]
fn a_damaged_record_that_the_files_hold_costs_nothing_but_the_undoing() {
    let folder = Folder::new();
    let mut opened = folder.opened();
    let mut journal = opened.store.journal().unwrap();
    (1..=3).for_each(|n| journal.append(&step(n)).unwrap());
    opened.store.save(&after(1..=3), 3).unwrap();
    (4..=5).for_each(|n| journal.append(&step(n)).unwrap());
    drop((journal, opened));
    folder.damage(3);
    let opened = folder.opened();
    assert_eq!(
        told(&opened.report.findings),
        [format!(
            "warning {JOURNAL}:3: this record is damaged: its checksum does not fit; the files hold what it recorded, \
             but the steps up to it cannot be undone any more; the whole journal is kept as {WHOLE} ()"
        )]
    );
    assert_eq!((opened.project, opened.report.recovered_steps), (after(1..=5), 2));
    assert_eq!(opened.steps.iter().map(Step::number).collect::<Vec<_>>(), [3, 3, 4, 5]);
}

#[test]
fn a_damaged_record_that_was_no_step_is_cut_out() {
    let folder = Folder::new();
    let mut opened = folder.opened();
    let mut journal = opened.store.journal().unwrap();
    journal.append(&step(1)).unwrap();
    opened.store.save(&after([1]), 1).unwrap();
    journal.append(&step(2)).unwrap();
    drop((journal, opened));
    folder.damage(3);
    let opened = folder.opened();
    assert_eq!(
        told(&opened.report.findings),
        [format!(
            "warning {JOURNAL}:3: this record is damaged: its checksum does not fit; no step is missing; \
             it is cut out and kept as {CUT} ()"
        )]
    );
    // The files hold step 1, which is carried out once more and changes nothing.
    assert_eq!((opened.project, opened.report.met_outside, opened.report.new_conflicts), (after(1..=2), 0, 0));
}

#[test]
fn zeros_blank_lines_and_line_ends_of_other_systems_cost_no_record() {
    let folder = Folder::with(&[step(1), step(2)]);
    let lines = folder.lines();
    for text in [
        lines.join("\n"),
        lines.concat().replace('\n', "\r\n"),
        format!("{}{}\0\0\0\0{}", lines[0], lines[1], lines[2]),
        format!("{}{}\0\0\0\0\n{}", lines[0], lines[1], lines[2]),
    ] {
        folder.set_journal(&text);
        let opened = folder.opened();
        assert_eq!((opened.project, opened.report.findings), (after(1..=2), vec![]), "{text:?}");
    }
    folder.set_journal([lines.concat().as_bytes(), &[0; 512]].concat());
    let opened = folder.opened();
    assert_eq!(
        told(&opened.report.findings),
        [format!(
            "warning {JOURNAL}:4: the last record ends in the middle, as a crash leaves it that comes while it is written; \
             it is cut off and kept as {CUT} (Look whether the last change is there)"
        )]
    );
    assert_eq!((opened.project, folder.bytes(CUT)), (after(1..=2), vec![0; 512]));
    assert_eq!(folder.lines(), lines);
}

#[test]
fn records_that_stand_twice_count_once_and_disorder_is_put_in_order() {
    let folder = Folder::with(&[step(1), step(2), step(3)]);
    let lines = folder.lines();
    folder.set_journal([&lines[..], &lines[1..3]].concat().concat());
    let opened = folder.opened();
    assert_eq!(
        told(&opened.report.findings),
        [format!("warning {JOURNAL}: 2 records stand there twice; one of each is carried out; the other is kept as {CUT} ()")]
    );
    assert_eq!((opened.project, opened.report.recovered_steps), (after(1..=3), 3));
    assert_eq!(folder.lines(), lines);
    drop(opened.store);

    folder.set_journal([&lines[..], &lines[1..2]].concat().concat());
    assert_eq!(
        told(&folder.looked_at().report.findings),
        [format!("warning {JOURNAL}: 1 record stands there twice; one of each is carried out; the journal is left as it is ()")]
    );

    folder.set_journal([&lines[3], &lines[0], &lines[2], &lines[1]].map(String::as_str).concat());
    let opened = folder.opened();
    assert_eq!(
        told(&opened.report.findings),
        [format!(
            "warning {JOURNAL}: the records do not stand in the order of their numbers; they are carried out by number; \
             the whole journal as it was is kept as {WHOLE} ()"
        )]
    );
    assert_eq!((opened.project, folder.lines()), (after(1..=3), lines));
}

#[test]
fn what_another_journal_says_under_the_same_number_is_not_carried_out() {
    let folder = Folder::with(&[step(1), step(2)]);
    let lines = folder.lines();
    let Step::Do { number, inverse, selection, .. } = step(2) else { panic!("a step that does something") };
    let other = Step::Do { number, transaction: transaction(vec![Edit::Remove(RecordId::Link(id("l")))]), inverse, selection };
    let others = Folder::with(&[step(1), other, step(3)]).lines();
    folder.set_journal([lines, others].concat().concat());
    let opened = folder.opened();
    assert_eq!(
        told(&opened.report.findings),
        [
            format!(
                "error {JOURNAL}:6: this record has the number of line 3 and says something else; it and 1 record behind it \
                 are not carried out; the whole journal is kept as {WHOLE} (Look whether the latest changes are there; \
                 the journal holds all that was recorded)"
            ),
            format!("warning {JOURNAL}: 1 record stands there twice; one of each is carried out; the other is kept as {WHOLE} ()"),
        ]
    );
    assert_eq!(opened.project, after(1..=2));
}

#[test]
fn no_flipped_bit_of_the_journal_goes_unnoticed() {
    let folder = Folder::new();
    let mut opened = folder.opened();
    let mut journal = opened.store.journal().unwrap();
    journal.append(&step(1)).unwrap();
    opened.store.save(&after([1]), 1).unwrap();
    (2..=3).for_each(|n| journal.append(&step(n)).unwrap());
    drop((journal, opened));
    let whole = folder.journal();
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        folder.set_journal(&flipped);
        let looked_at = folder.looked_at();
        let is_whole = looked_at.project == after(1..=3);
        let is_said = looked_at.report.journal_has_holes && looked_at.report.findings.iter().any(|f| f.severity == Severity::Error);
        assert!(is_whole || is_said, "byte {at}: {:#?}", looked_at.report);
    }
}
