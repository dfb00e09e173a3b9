//! Reading the journal: what can be carried out of it, what is cut off, and true words about both.
//!
//! A torn end is what a crash leaves. A damaged record is told apart from it: where the numbers around it show that no step is missing,
//! or that the files hold what is missing, the rest is carried out all the same; else nothing behind it is. Whatever is cut is kept.

use std::collections::{HashMap, HashSet};
use std::fs::{self, OpenOptions};
use std::path::Path;

use jiff::Timestamp;

use super::checked_line::{Line, read_lines, write_line};
use super::journal::{Step, last_step, path};
use super::journal_faults::{Fault, Judged, judge};
use super::journal_parts::OlderSteps;
use super::layout::LOCAL;
use super::{Finding, StoreError, atomic, backup};

/// What a journal holds.
#[derive(Debug, Default)]
pub(super) struct Recorded {
    pub steps: Vec<Step>,
    pub findings: Vec<Finding>,
    /// Steps were recorded that cannot be read any more.
    pub has_holes: bool,
}

/// Whether a damaged journal is put right on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repair {
    Yes,
    No,
}

/// One record of the journal, or what is left of it.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    /// Its line, from 1.
    pub line: usize,
    pub bytes: &'a [u8],
    pub what: What,
}

/// What an entry holds.
#[derive(Debug)]
pub(super) enum What {
    Step(Step),
    Blank,
    Torn,
    /// It is damaged; why.
    Bad(String),
    /// Another step has its number: it is of another journal. Which line has that.
    Foreign(usize),
    /// The same step as an earlier one.
    Twice,
}

/// Reads the part that is written to as far as it can be trusted, with as much of the older ones as it cannot be understood without, and
/// puts it right where it may be written. What was not read of the older parts stays in `older`.
pub(super) fn read(root: &Path, older: &mut OlderSteps, repair: Repair, now: Timestamp) -> Result<Recorded, StoreError> {
    let path = path(root);
    let bytes = bytes_of(&path)?.unwrap_or_default();
    let entries = entries(&bytes);
    let judged = judge(&entries, older.last().unwrap_or(0));
    let kept_as = match repair {
        Repair::Yes => put_right(root, &bytes, &entries, &judged, now)?,
        Repair::No => None,
    };
    let mut recorded = recorded(entries, judged, &format!("{LOCAL}/journal.ron"), kept_as.as_deref());
    if let Some(last) = older.last().filter(|last| !is_begun_after(&recorded.steps, *last)) {
        // An earlier state of this part may have been put back: what the older one has is not taken twice.
        recorded.steps.retain(|step| step.number() > last);
        let (steps, findings) = older.read_latest()?;
        if repair == Repair::Yes && !has_steps_up_to(&bytes, last) {
            begin(&path, &steps, last)?;
        }
        recorded.put_before(steps, findings);
    }
    while older.last().is_some_and(|last| undoes_one_before(&recorded.steps, last)) {
        let (steps, findings) = older.read_latest()?;
        recorded.put_before(steps, findings);
    }
    Ok(recorded)
}

/// Reads an older part as it is; `before` is the last step of the one before it.
pub(super) fn read_part(root: &Path, path: &Path, before: u64) -> Result<Recorded, StoreError> {
    let bytes = bytes_of(path)?.unwrap_or_default();
    let entries = entries(&bytes);
    let judged = judge(&entries, before);
    let shown = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    Ok(recorded(entries, judged, &shown, None))
}

fn bytes_of(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(StoreError::read(path)(error)),
    }
}

fn recorded(entries: Vec<Entry<'_>>, judged: Judged, shown: &str, kept_as: Option<&str>) -> Recorded {
    let findings = judged.faults.iter().map(|fault| fault.finding(shown, kept_as)).collect();
    let has_holes = judged.faults.iter().any(Fault::is_hole);
    let order = judged.order;
    let mut steps: Vec<Option<Step>> = entries.into_iter().map(|entry| entry.what.step()).collect();
    Recorded { steps: order.into_iter().filter_map(|at| steps.get_mut(at)?.take()).collect(), findings, has_holes }
}

/// Whether a part holds steps that an older one ends with.
fn has_steps_up_to(bytes: &[u8], last: u64) -> bool {
    entries(bytes).iter().any(|entry| matches!(&entry.what, What::Step(step) if step.number() <= last))
}

/// Whether these steps are known to come right after those of the older parts.
fn is_begun_after(steps: &[Step], last: u64) -> bool {
    matches!(steps.first(), Some(Step::Saved { older: Some(_), number }) if *number >= last)
}

/// Whether one of them undoes, or does again, a step of an older part.
pub(super) fn undoes_one_before(steps: &[Step], last: u64) -> bool {
    steps.iter().any(|step| match step {
        Step::Undo { steps, .. } | Step::Redo { steps, .. } => steps.iter().any(|number| *number <= last),
        Step::Do { .. } | Step::Saved { .. } => false,
    })
}

/// Puts the line that belongs there at the beginning of the part that is written to.
fn begin(path: &Path, older: &[Step], last: u64) -> Result<(), StoreError> {
    let name = last_step(older).and_then(|(_, name)| name).unwrap_or_default();
    let first = write_line(&Step::Saved { number: last, older: Some(name) });
    let mut right = first.map_err(|message| StoreError::Unwritable { path: path.to_owned(), message })?.into_bytes();
    right.extend(bytes_of(path)?.unwrap_or_default());
    atomic::write(path, &right)
}

impl Recorded {
    fn put_before(&mut self, mut steps: Vec<Step>, findings: Vec<Finding>) {
        steps.append(&mut self.steps);
        self.steps = steps;
        self.findings.extend(findings);
    }
}

impl What {
    fn step(self) -> Option<Step> {
        match self {
            Self::Step(step) => Some(step),
            Self::Blank | Self::Torn | Self::Bad(_) | Self::Foreign(_) | Self::Twice => None,
        }
    }
}

fn entries(bytes: &[u8]) -> Vec<Entry<'_>> {
    let mut line = 1;
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut by_number: HashMap<u64, usize, foldhash::fast::FixedState> = HashMap::default();
    for (bytes, read) in read_lines::<Step>(bytes) {
        let mut what = match read {
            Line::Value(step) => What::Step(step),
            Line::Blank => What::Blank,
            Line::Torn => What::Torn,
            Line::Damaged(why) => What::Bad(why),
        };
        if let What::Step(step) = &what
            && !matches!(step, Step::Saved { .. })
            && let Some(first) = entries.get(*by_number.entry(step.number()).or_insert(entries.len()))
        {
            let is_same = matches!(&first.what, What::Step(other) if other == step);
            what = if is_same { What::Twice } else { What::Foreign(first.line) };
        }
        entries.push(Entry { line, bytes, what });
        line += usize::from(bytes.ends_with(b"\n"));
    }
    entries
}

/// Writes the journal as it was judged; the name of the file that keeps what was cut, if anything was.
fn put_right(root: &Path, bytes: &[u8], entries: &[Entry<'_>], judged: &Judged, now: Timestamp) -> Result<Option<String>, StoreError> {
    let kept: HashSet<usize> = judged.order.iter().copied().collect();
    let unended = judged.order.iter().any(|at| entries.get(*at).is_some_and(|entry| !entry.bytes.ends_with(b"\n")));
    if judged.faults.is_empty() && !unended {
        return Ok(None);
    }
    let mut right = Vec::with_capacity(bytes.len());
    for entry in judged.order.iter().filter_map(|at| entries.get(*at)) {
        match &entry.what {
            What::Step(step) if !entry.bytes.ends_with(b"\n") => {
                let line = write_line(step).map_err(|message| StoreError::Unwritable { path: path(root), message })?;
                right.extend_from_slice(line.as_bytes());
            }
            _ => right.extend_from_slice(entry.bytes),
        }
    }
    let mut kept_as = None;
    if !judged.faults.is_empty() {
        let is_cut = |(at, entry): &(usize, &Entry<'_>)| !kept.contains(at) && !matches!(entry.what, What::Blank);
        let cut: Vec<u8> = entries.iter().enumerate().filter(is_cut).flat_map(|(_, entry)| entry.bytes).copied().collect();
        let whole = judged.faults.iter().any(Fault::keeps_the_whole);
        let (name, kept) = if whole { ("journal", bytes) } else { ("journal-cut", cut.as_slice()) };
        let backup = backup::new_path(root, name, now).with_extension("ron");
        atomic::write(&backup, kept)?;
        kept_as = Some(format!("{LOCAL}/backups/{}", backup.file_name().unwrap_or_default().to_string_lossy()));
    }
    let path = path(root);
    if bytes.starts_with(&right) {
        let file = OpenOptions::new().write(true).open(&path).map_err(StoreError::write(&path))?;
        file.set_len(right.len() as u64).and_then(|()| file.sync_all()).map_err(StoreError::write(&path))?;
    } else {
        atomic::write(&path, &right)?;
    }
    Ok(kept_as)
}
