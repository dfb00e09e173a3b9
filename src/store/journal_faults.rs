//! What is wrong with a journal, what of it can be carried out all the same, and how that is said.

use super::Finding;
use super::journal::Step;
use super::journal_read::{Entry, What};
use crate::text::counted;

/// What is to be carried out, and what is wrong.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// Entries in the order of their numbers.
    pub order: Vec<usize>,
    pub faults: Vec<Fault>,
}

/// One thing that is wrong with a journal.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The last record ends in the middle.
    Torn { line: usize },
    /// The last record is damaged.
    Last { line: usize, why: String },
    /// A record that is damaged or of another journal, and how many stand behind it that may need it.
    Stop { line: usize, why: String, behind: usize },
    /// A damaged record of steps that the files hold.
    Past { line: usize, why: String },
    /// A damaged record that was no step.
    Needless { line: usize, why: String },
    /// Records that stand there more than once.
    Twice { count: usize },
    /// Records that do not stand in the order of their numbers.
    Disorder,
}

/// Judges what was read of a part of the journal; steps up to `older` are in older parts, and the files hold them.
pub(super) fn judge(entries: &[Entry<'_>], older: u64) -> Judged {
    let step = |entry: &Entry<'_>| match &entry.what {
        What::Step(step) => Some((step.number(), matches!(step, Step::Saved { .. }))),
        What::Blank | What::Torn | What::Bad(_) | What::Foreign(_) | What::Twice => None,
    };
    // What stands behind a record of another journal is of that one, and what its files held says nothing of these.
    let foreign = entries.iter().position(|entry| matches!(entry.what, What::Foreign(_))).unwrap_or(entries.len());
    let (entries, strange) = entries.split_at_checked(foreign).unwrap_or((entries, &[]));
    let saved = entries.iter().filter_map(step).filter(|(_, is_saved)| *is_saved).map(|(number, _)| number).max().unwrap_or(0).max(older);
    let mut judged = Judged::default();
    let (mut from, mut until) = (0, entries.len());
    let mut before = older;
    let mut is_in_group = false;
    for (at, entry) in entries.iter().enumerate() {
        match &entry.what {
            What::Step(step) => {
                before = before.max(step.number());
                is_in_group = false;
            }
            What::Bad(_) if is_in_group => {}
            What::Bad(why) => {
                is_in_group = true;
                let (line, why) = (entry.line, format!("is damaged: {why}"));
                let rest = entries.get(at + 1..).unwrap_or_default();
                // The last number that can be missing here.
                let missing = rest.iter().find_map(step).map(|(number, is_saved)| if is_saved { number } else { number.saturating_sub(1) });
                match missing {
                    Some(missing) if missing <= before => judged.faults.push(Fault::Needless { line, why }),
                    Some(missing) if missing <= saved => {
                        judged.faults.push(Fault::Past { line, why });
                        from = at + 1;
                    }
                    Some(_) => {
                        let behind = rest.iter().filter_map(step).filter(|(_, is_saved)| !is_saved).count();
                        judged.faults.push(Fault::Stop { line, why, behind });
                        until = at;
                        break;
                    }
                    // The first line of a part says what the older ones hold.
                    None if older > 0 && at == 0 => judged.faults.push(Fault::Needless { line, why }),
                    None => {
                        judged.faults.push(Fault::Last { line, why });
                        until = at;
                    }
                }
            }
            What::Torn => judged.faults.push(Fault::Torn { line: entry.line }),
            What::Blank | What::Foreign(_) | What::Twice => {}
        }
    }
    if let Some(Entry { line, what: What::Foreign(there), .. }) = strange.first() {
        let behind = strange.iter().skip(1).filter(|entry| !matches!(entry.what, What::Blank)).count();
        judged.faults.push(Fault::Stop { line: *line, why: format!("has the number of line {there} and says something else"), behind });
    }
    let twice = entries.iter().filter(|entry| matches!(entry.what, What::Twice)).count();
    judged.faults.extend((twice > 0).then_some(Fault::Twice { count: twice }));
    judged.sort(entries, from..until.max(from), step);
    judged
}

impl Judged {
    fn sort(&mut self, entries: &[Entry<'_>], range: std::ops::Range<usize>, step: impl Fn(&Entry<'_>) -> Option<(u64, bool)>) {
        let mut keyed: Vec<((u64, bool), usize)> = range.filter_map(|at| entries.get(at).and_then(&step).map(|key| (key, at))).collect();
        // What the files were said to hold may stand anywhere.
        if !keyed.iter().filter(|((_, is_saved), _)| !is_saved).is_sorted_by_key(|((number, _), _)| *number) {
            // Stable: records of one number stay as they stand.
            keyed.sort_by_key(|(key, _)| *key);
            self.faults.push(Fault::Disorder);
        }
        self.order = keyed.into_iter().map(|(_, at)| at).collect();
    }
}

impl Fault {
    /// Whether steps are missing in what can be carried out.
    pub fn is_hole(&self) -> bool {
        matches!(self, Self::Last { .. } | Self::Stop { .. } | Self::Past { .. })
    }

    /// Whether the whole journal is kept, and not what is cut off alone.
    pub fn keeps_the_whole(&self) -> bool {
        matches!(self, Self::Stop { .. } | Self::Past { .. } | Self::Disorder)
    }

    /// In words; `kept_as` names the file that keeps what was cut. Without one nothing was: the project is only read.
    pub fn finding(&self, journal: &str, kept_as: Option<&str>) -> Finding {
        let at = |line: &usize| format!("{journal}:{line}");
        let kept = |what: &str| match kept_as {
            Some(name) => format!("; {what} kept as {name}"),
            None => "; the journal is left as it is".to_owned(),
        };
        match self {
            Self::Torn { line } => {
                let what = "the last record ends in the middle, as a crash leaves it that comes while it is written";
                Finding::warning(at(line), format!("{what}{}", kept("it is cut off and")), "Look whether the last change is there")
            }
            Self::Last { line, why } => {
                let what = format!("the last record {why}; it is not carried out{}", kept("it is cut off and"));
                Finding::error(at(line), what, "The last change may be missing; the damaged record may still show what it was")
            }
            Self::Stop { line, why, behind } => {
                let steps = if *behind == 0 { "is".to_owned() } else { format!("and {} behind it are", counted(*behind, "record")) };
                let what = format!("this record {why}; it {steps} not carried out{}", kept("the whole journal is"));
                Finding::error(at(line), what, "Look whether the latest changes are there; the journal holds all that was recorded")
            }
            Self::Past { line, why } => {
                let what = "the files hold what it recorded, but the steps up to it cannot be undone any more";
                Finding::warning(at(line), format!("this record {why}; {what}{}", kept("the whole journal is")), "")
            }
            Self::Needless { line, why } => {
                let what = format!("this record {why}; no step is missing{}", kept("it is cut out and"));
                Finding::warning(at(line), what, "")
            }
            Self::Twice { count } => {
                let stand = if *count == 1 { "1 record stands".to_owned() } else { format!("{} stand", counted(*count, "record")) };
                Finding::warning(journal, format!("{stand} there twice; one of each is carried out{}", kept("the other is")), "")
            }
            Self::Disorder => {
                let what = "the records do not stand in the order of their numbers; they are carried out by number";
                Finding::warning(journal, format!("{what}{}", kept("the whole journal as it was is")), "")
            }
        }
    }
}
