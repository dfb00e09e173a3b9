//! What is told of files that another program changed.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

use super::super::Finding;
use super::super::backup::kept_as;
use super::entry::KnownFile;
use crate::model::{RecordKind, Tally};

/// How many files are told one by one; of more there is one sentence.
const ONE_BY_ONE: usize = 8;

/// How many names stand in one sentence.
const NAMES: usize = 5;

/// The lists of a project's files, and what they list.
pub(super) const LISTS: [(&str, RecordKind); 14] = [
    ("annotations", RecordKind::Annotation),
    ("attributes", RecordKind::Attribute),
    ("claims", RecordKind::Claim),
    ("coders", RecordKind::Coder),
    ("codes", RecordKind::Code),
    ("entities", RecordKind::Entity),
    ("events", RecordKind::Event),
    ("layers", RecordKind::Layer),
    ("link_types", RecordKind::LinkType),
    ("links", RecordKind::Link),
    ("marks", RecordKind::Mark),
    ("memos", RecordKind::Memo),
    ("treatments", RecordKind::Treatment),
    ("progress", RecordKind::Progress),
];

/// How a file is another one than was written here.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It was not there.
    New(Tally),
    /// It says something else.
    Changed {
        /// How many lines are new, and how many are gone; `None`: its lines are not known.
        lines: Option<(usize, usize)>,
        /// What stands on the new lines.
        names: Vec<String>,
    },
    /// It is there no more.
    Gone,
}

/// One file of which there is something to tell.
#[derive(Debug)]
pub(super) struct Told {
    pub path: String,
    pub change: Change,
    /// What it was like when it was last written; of a new one nothing is known.
    pub before: Option<KnownFile>,
}

/// A finding for each file, or one for all of them.
pub(super) fn findings(root: &Path, told: &[Told]) -> Vec<Finding> {
    if told.len() <= ONE_BY_ONE { told.iter().map(|told| finding(root, told)).collect() } else { vec![summary(told)] }
}

fn finding(root: &Path, told: &Told) -> Finding {
    let when = told.before.as_ref().map(|file| since(file.modified)).unwrap_or_default();
    let what = match &told.change {
        Change::New(tally) if tally.is_empty() => "this file is new and comes from outside Variorum".to_owned(),
        Change::New(tally) => format!("this file is new and comes from outside Variorum: {tally}"),
        Change::Changed { lines: None, .. } => format!("this file was changed outside Variorum{when}"),
        Change::Changed { lines: Some((new, gone)), names } => {
            format!("this file was changed outside Variorum{when}: {}{}", line_words(*new, *gone), in_brackets(names))
        }
        Change::Gone => {
            let held = told.before.as_ref().and_then(|file| file.lines.as_ref()).map(|lines| tally_of(&lines.lists)).unwrap_or_default();
            let held = if held.is_empty() { String::new() } else { format!("; it held {held}") };
            format!("this file was taken away outside Variorum{when}{held}")
        }
    };
    let kept = told.before.as_ref().and_then(|file| file.digest).map(|digest| kept_as(&told.path, digest));
    let kept = kept.filter(|kept| root.join(kept).is_file());
    let hint = match (&told.change, kept) {
        (Change::New(_), _) => "It is taken in".to_owned(),
        (Change::Changed { .. }, Some(kept)) => format!("It is taken in as it is now; as it was before it is kept as {kept}"),
        (Change::Changed { .. }, None) => {
            "It is taken in as it is now; if nobody meant that, take the old one back from a backup or from version control".to_owned()
        }
        (Change::Gone, Some(kept)) => format!("The project goes on without it; it is kept as {kept}"),
        (Change::Gone, None) => "The project goes on without it, or take it back from a backup or from version control".to_owned(),
    };
    Finding::warning(told.path.clone(), what, &hint)
}

/// After a change of branch, say: how many of which kind, and the first names.
fn summary(told: &[Told]) -> Finding {
    let paths = |is_meant: fn(&Change) -> bool| told.iter().filter(|t| is_meant(&t.change)).map(|t| t.path.clone()).collect::<Vec<_>>();
    let changed = paths(|change| matches!(change, Change::Changed { .. }));
    let new = paths(|change| matches!(change, Change::New(_)));
    let gone = paths(|change| matches!(change, Change::Gone));
    let mut parts = Vec::new();
    for (paths, one, many) in
        [(changed, "was changed", "were changed"), (new, "is new", "are new"), (gone, "was taken away", "were taken away")]
    {
        if !paths.is_empty() {
            let verb = if paths.len() == 1 { one } else { many };
            parts.push(format!("{} {verb}{}", paths.len(), in_brackets(&paths)));
        }
    }
    let what = format!("{} files are not as Variorum last wrote them: {}", told.len(), parts.join(", "));
    let hint = "They are taken in as they are now; if nobody meant that, take the old ones back from a backup or from version control";
    Finding::warning("the project's folder", what, hint)
}

/// ` since 2026-01-02 03:04`, in the time of this place.
pub(super) fn since(modified: Option<SystemTime>) -> String {
    let time = modified.and_then(|time| Timestamp::try_from(time).ok());
    time.map(|time| time.to_zoned(TimeZone::system()).strftime(" since %Y-%m-%d %H:%M").to_string()).unwrap_or_default()
}

fn line_words(new: usize, gone: usize) -> String {
    let both = new.min(gone);
    let parts = [(both, "differs", "differ"), (new - both, "is new", "are new"), (gone - both, "is gone", "are gone")];
    let words = parts.into_iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| match count {
        1 => format!("1 line {one}"),
        _ => format!("{count} lines {many}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

fn in_brackets(names: &[String]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let shown = names.get(..NAMES).unwrap_or(names).join(", ");
    let more = names.len().saturating_sub(NAMES);
    if more == 0 { format!(" ({shown})") } else { format!(" ({shown} and {more} more)") }
}

pub(super) fn tally_of(lists: &BTreeMap<String, usize>) -> Tally {
    let mut tally = Tally::default();
    for (name, kind) in LISTS {
        tally.add(kind, lists.get(name).copied().unwrap_or(0));
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(told: &Told) -> String {
        finding(Path::new("/nowhere"), told).to_string()
    }

    fn told(path: &str, change: Change) -> Told {
        Told { path: path.to_owned(), change, before: None }
    }

    #[test]
    fn lines_are_told_by_what_became_of_them() {
        assert_eq!(line_words(1, 1), "1 line differs");
        assert_eq!(line_words(3, 1), "1 line differs, 2 lines are new");
        assert_eq!(line_words(0, 1), "1 line is gone");
        assert_eq!(line_words(2, 4), "2 lines differ, 2 lines are gone");
        let names: Vec<String> = (0..7).map(|n| format!("memo m{n}")).collect();
        assert_eq!(in_brackets(&names), " (memo m0, memo m1, memo m2, memo m3, memo m4 and 2 more)");
    }

    #[test]
    fn few_files_are_told_one_by_one_and_many_in_one_sentence() {
        let new: Tally = [RecordKind::Memo].into_iter().collect();
        assert_eq!(words(&told("a.ron", Change::New(new))), "a.ron: this file is new and comes from outside Variorum: 1 memo");
        let all: Vec<Told> = (0..9)
            .map(|n| match n {
                0 => told("gone.ron", Change::Gone),
                1 => told("new.ron", Change::New(Tally::default())),
                n => told(&format!("f{n}.ron"), Change::Changed { lines: None, names: Vec::new() }),
            })
            .collect();
        let found = findings(Path::new("/nowhere"), &all);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].to_string(),
            "the project's folder: 9 files are not as Variorum last wrote them: 7 were changed (f2.ron, f3.ron, f4.ron, f5.ron, f6.ron \
             and 2 more), 1 is new (new.ron), 1 was taken away (gone.ron)"
        );
    }
}
