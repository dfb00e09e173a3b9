//! Which rows a table lists, in which order: worked out once for each change, filter and sorting, and in the background when there are many.

use super::{ListOf, Order, Sort, compare};
use crate::analysis::query::{Filter, Listed, Marks, QueryError, parse};
use crate::model::Project;
use crate::session::{Jobs, Outlet, Progress, Wake};

/// A list of more rows than these is filtered and sorted in the background: fewer take less than a frame.
pub const IN_BACKGROUND: usize = 2_000;
/// Jobs that may be on their way at once: a cancelled one may need a moment until it notices, and typing must not pile them up.
const MOST_RUNNING: usize = 2;

/// What a listing was made from.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    revision: u64,
    query: String,
    sort: Option<Sort>,
}

/// The rows of a key, and of how many they are; `None`: it was called off.
type Found<Id> = (Key, Option<(Result<Vec<Id>, QueryError>, usize)>);

/// The rows that are listed.
pub(super) struct Listing<L: ListOf> {
    pub(super) sort: Option<Sort>,
    rows: Vec<L::Id>,
    total: usize,
    error: Option<QueryError>,
    marks: Marks,
    changes: u64,
    /// What the rows are of, and what a job is making.
    shown: Option<Key>,
    making: Option<(Key, Progress)>,
    /// Jobs that have not answered yet, the cancelled ones among them.
    out: usize,
    jobs: Option<Jobs<Found<L::Id>>>,
}

impl<L: ListOf> Default for Listing<L> {
    fn default() -> Self {
        Self {
            sort: None,
            rows: Vec::new(),
            total: 0,
            error: None,
            marks: Marks::default(),
            changes: 0,
            shown: None,
            making: None,
            out: 0,
            jobs: None,
        }
    }
}

impl<L: ListOf> Listing<L> {
    pub(super) fn rows(&self) -> &[L::Id] {
        &self.rows
    }

    /// How many rows there are without a filter.
    pub(super) fn total(&self) -> usize {
        self.total
    }

    /// What is wrong with the query that was asked for last.
    pub(super) fn error(&self) -> Option<&QueryError> {
        self.error.as_ref()
    }

    /// The words that the query of the rows asks for.
    pub(super) fn marks(&self) -> &Marks {
        &self.marks
    }

    /// Goes up whenever the rows are others.
    pub(super) fn changes(&self) -> u64 {
        self.changes
    }

    /// Whether the rows are still those from before.
    pub(super) fn is_busy(&self) -> bool {
        self.making.is_some()
    }

    /// Sorts by a column, or the other way round when it is sorted by it already.
    pub(super) fn sort_by(&mut self, column: usize) {
        let descending = self.sort.is_some_and(|sort| sort.column == column && !sort.descending);
        self.sort = Some(Sort { column, descending });
    }

    /// Makes the rows anew when something changed; a query that cannot be read leaves them as they are. True: they are others now.
    ///
    /// What is being made for an older key is called off at once, so that each letter that is typed costs no more than its own filtering.
    pub(super) fn update(&mut self, project: &Project, revision: u64, query: &str, wake: impl FnOnce() -> Wake) -> bool {
        let changed = self.take_found();
        let key = Key { revision, query: query.trim().to_owned(), sort: self.sort };
        if self.making.as_ref().is_some_and(|(making, _)| *making == key) {
            return changed;
        }
        if let Some((_, progress)) = self.making.take() {
            progress.cancel();
        }
        if self.shown.as_ref() == Some(&key) {
            return changed;
        }
        if self.total <= IN_BACKGROUND && L::records(project) <= IN_BACKGROUND {
            // Where there were few rows there may be many now: they are counted here, once.
            let ids = L::ids(project);
            self.total = ids.len();
            if ids.len() <= IN_BACKGROUND {
                let rows = rows::<L>(project, ids, &key, &Progress::default());
                let total = self.total;
                self.take((key, rows.map(|rows| (rows, total))));
                return true;
            }
        }
        if let Err(error) = parse(query) {
            let total = self.total;
            self.take((key, Some((Err(error), total))));
            return changed;
        }
        if self.out < MOST_RUNNING {
            self.send_off(project, key, wake);
        }
        changed
    }

    fn send_off(&mut self, project: &Project, key: Key, wake: impl FnOnce() -> Wake) {
        let jobs = self.jobs.get_or_insert_with(|| Jobs::new(wake()));
        let (project, asked) = (project.clone(), key.clone());
        let work = move |progress: &Progress, outlet: &Outlet<Found<L::Id>>| {
            let ids = L::ids(&project);
            let total = ids.len();
            let rows = rows::<L>(&project, ids, &asked, progress);
            outlet.tell((asked, rows.map(|rows| (rows, total))));
        };
        match jobs.start_telling(&format!("Filter {}", L::NAME), work) {
            Ok(progress) => {
                self.making = Some((key, progress));
                self.out += 1;
            }
            // Without a thread there is no list; the next change tries again.
            Err(_) => self.shown = Some(key),
        }
    }

    fn take_found(&mut self) -> bool {
        let found = self.jobs.as_mut().map(Jobs::poll).unwrap_or_default();
        let mut changed = false;
        for one in found {
            self.out = self.out.saturating_sub(1);
            // What was called off may have been finished all the same; it is not what is asked for.
            if self.making.as_ref().is_some_and(|(making, _)| *making == one.0) {
                self.making = None;
                self.take(one);
                changed = true;
            }
        }
        changed
    }

    fn take(&mut self, (key, found): Found<L::Id>) {
        let Some((rows, total)) = found else { return };
        self.total = total;
        match rows {
            Ok(rows) => {
                self.rows = rows;
                self.error = None;
                self.marks = Marks::of(<L::Row as Listed>::list(), &key.query);
                self.changes += 1;
            }
            Err(error) => self.error = Some(error),
        }
        self.shown = Some(key);
    }
}

impl<L: ListOf> Drop for Listing<L> {
    fn drop(&mut self) {
        if let Some((_, progress)) = &self.making {
            progress.cancel();
        }
    }
}

/// The rows of a key in their order; `None`: it was called off.
fn rows<L: ListOf>(project: &Project, ids: Vec<L::Id>, key: &Key, progress: &Progress) -> Option<Result<Vec<L::Id>, QueryError>> {
    let mut kept = ids;
    if !key.query.is_empty() {
        let filter = match Filter::<L::Row>::new(project, &key.query) {
            Ok(filter) => filter,
            Err(error) => return Some(Err(error)),
        };
        // After a cancel nothing more is looked at; what is kept then is thrown away. Asking costs one load.
        kept.retain(|id| !progress.is_cancelled() && L::row(project, id).is_some_and(|row| filter.admits(project, row)));
    }
    if progress.is_cancelled() {
        return None;
    }
    let Some(Sort { column, descending }) = key.sort else { return Some(Ok(kept)) };
    let Some(column) = L::COLUMNS.get(column) else { return Some(Ok(kept)) };
    let number = |id: &L::Id, number: fn(&Project, &L::Row) -> Option<f64>| L::row(project, id).and_then(|r| number(project, r)).map(Total);
    let text = |id: &L::Id| L::row(project, id).map(|r| (column.text)(project, r).to_lowercase());
    Some(Ok(match &column.order {
        Order::Own if descending => kept.into_iter().rev().collect(),
        Order::Own => kept,
        Order::Text => sorted(kept, text, descending),
        Order::Number(of) => sorted(kept, |id| number(id, *of), descending),
    }))
}

fn sorted<Id, K: Ord>(ids: Vec<Id>, key: impl Fn(&Id) -> K, descending: bool) -> Vec<Id> {
    let mut keyed: Vec<(K, Id)> = ids.into_iter().map(|id| (key(&id), id)).collect();
    keyed.sort_by(|a, b| compare(&a.0, &b.0, descending));
    keyed.into_iter().map(|(_, id)| id).collect()
}

/// A number in the total order of all floating point numbers.
struct Total(f64);

impl PartialEq for Total {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Total {}

impl PartialOrd for Total {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Total {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
