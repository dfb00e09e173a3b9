//! The columns of the list of memos.

use jiff::Timestamp;

use super::super::super::widgets::shortened;
use super::super::super::widgets::table::{Column, ListOf, Order, Width};
use crate::analysis::notes::{self, Note};
use crate::analysis::record_names::name_of;
use crate::model::Project;
use crate::text::capitalised;

/// Memos in the order they were begun, then the remarks and notes of other records: what somebody thought is looked for by its words, and
/// nobody remembers whether it was a memo.
pub(super) struct MemoList;

impl ListOf for MemoList {
    type Id = Note;
    type Row = Note;
    const NAME: &'static str = "memos";
    const COLUMNS: &'static [Column<Note>] = &[
        Column { title: "Title", width: Width::Share(1.5), text: |p, n| n.title(p).to_owned(), order: Order::Text },
        Column { title: "Text", width: Width::Share(4.0), text: |p, n| n.text(p).to_owned(), order: Order::Text },
        Column { title: "About", width: Width::Share(2.0), text: subject, order: Order::Text },
        Column { title: "Kind", width: Width::Points(58.0), text: |_, n| n.kind().word().to_owned(), order: Order::Text },
        Column { title: "Coder", width: Width::Points(66.0), text: coder, order: Order::Text },
        Column { title: "Created", width: Width::Points(80.0), text: |p, n| day(n.created(p)), order: Order::Text },
        Column { title: "Changed", width: Width::Points(80.0), text: |p, n| day(n.changed(p)), order: Order::Text },
        Column { title: "Words", width: Width::Points(48.0), text: |p, n| words(p, n).to_string(), order: Order::Number(word_number) },
    ];

    fn ids(project: &Project) -> Vec<Note> {
        notes::all(project)
    }

    fn row<'p>(project: &'p Project, id: &'p Note) -> Option<&'p Note> {
        id.is_in(project).then_some(id)
    }

    fn label(project: &Project, n: &Note) -> String {
        match n.memo(project) {
            Some(_) => format!("Memo “{}” about {}", shortened(&n.name(project), 60), about(project, n)),
            None => format!("{} “{}” of {}", capitalised(n.kind().word()), shortened(n.text(project), 60), about(project, n)),
        }
    }
}

/// The name of what it is about.
fn subject(project: &Project, n: &Note) -> String {
    n.about(project).map_or_else(|| "the project".to_owned(), |id| name_of(project, id).unwrap_or_default())
}

/// What it is about, with its kind.
pub(super) fn about(project: &Project, n: &Note) -> String {
    match n.about(project) {
        Some(id) => name_of(project, id).map_or_else(|| id.to_string(), |name| format!("{} {name}", id.kind())),
        None => "the project".to_owned(),
    }
}

/// Who wrote it; empty for what belongs to everybody.
pub(super) fn coder(project: &Project, n: &Note) -> String {
    let name = |id| project.coders().get(id).map(|c| c.name.clone());
    n.author(project).map(|id| name(id).unwrap_or_else(|| id.to_string())).unwrap_or_default()
}

/// A day (UTC) as the query language writes it; empty for none.
pub(super) fn day(time: Option<Timestamp>) -> String {
    time.map(|time| time.strftime("%Y-%m-%d").to_string()).unwrap_or_default()
}

fn words(project: &Project, n: &Note) -> usize {
    n.text(project).split_whitespace().count()
}

fn word_number(project: &Project, n: &Note) -> Option<f64> {
    Some(words(project, n)).filter(|count| *count > 0).map(|count| count as f64)
}
