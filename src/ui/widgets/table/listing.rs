//! Which rows a table lists, in which order: worked out once for each change, filter and sorting, and in the background when there are many.

use super::{ListOf, Order, Sort, compare};
use crate::analysis::query::{Filter, QueryError, parse};
use crate::model::Project;
use crate::session::{Jobs, Wake};

/// A list of more rows than these is filtered and sorted in the background: fewer take less than a frame.
pub const IN_BACKGROUND: usize = 2_000;

/// What a listing was made from.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    revision: u64,
    query: String,
    sort: Option<Sort>,
}

type Found<Id> = (Key, Result<Vec<Id>, QueryError>);

/// The rows that are listed.
pub(super) struct Listing<L: ListOf> {
    pub(super) sort: Option<Sort>,
    rows: Vec<L::Id>,
    total: usize,
    error: Option<QueryError>,
    /// What the rows are of, and what a job is making.
    shown: Option<Key>,
    making: Option<Key>,
    jobs: Option<Jobs<Found<L::Id>>>,
}

impl<L: ListOf> Default for Listing<L> {
    fn default() -> Self {
        Self { sort: None, rows: Vec::new(), total: 0, error: None, shown: None, making: None, jobs: None }
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
    pub(super) fn update(&mut self, project: &Project, revision: u64, query: &str, wake: impl FnOnce() -> Wake) -> bool {
        let changed = self.take_found();
        let key = Key { revision, query: query.trim().to_owned(), sort: self.sort };
        if self.shown.as_ref() == Some(&key) || self.making.is_some() {
            return changed;
        }
        let ids = L::ids(project);
        self.total = ids.len();
        if ids.len() <= IN_BACKGROUND {
            let rows = rows::<L>(project, ids, &key);
            self.take((key, rows));
            return true;
        }
        if let Err(error) = parse(query) {
            self.take((key, Err(error)));
            return changed;
        }
        let jobs = self.jobs.get_or_insert_with(|| Jobs::new(wake()));
        let (project, asked) = (project.clone(), key.clone());
        let work = move |_: &crate::session::Progress| {
            let rows = rows::<L>(&project, ids, &asked);
            (asked, rows)
        };
        match jobs.start(&format!("Filter {}", L::NAME), work) {
            Ok(()) => self.making = Some(key),
            // Without a thread there is no list; the next change tries again.
            Err(_) => self.shown = Some(key),
        }
        changed
    }

    fn take_found(&mut self) -> bool {
        let found = self.jobs.as_mut().map(Jobs::poll).unwrap_or_default();
        let changed = !found.is_empty();
        for one in found {
            self.making = None;
            self.take(one);
        }
        changed
    }

    fn take(&mut self, (key, rows): Found<L::Id>) {
        self.shown = Some(key);
        match rows {
            Ok(rows) => {
                self.rows = rows;
                self.error = None;
            }
            Err(error) => self.error = Some(error),
        }
    }
}

fn rows<L: ListOf>(project: &Project, mut ids: Vec<L::Id>, key: &Key) -> Result<Vec<L::Id>, QueryError> {
    if !key.query.is_empty() {
        let filter = Filter::<L::Row>::new(project, &key.query)?;
        ids.retain(|id| L::row(project, id).is_some_and(|row| filter.admits(project, row)));
    }
    let Some(Sort { column, descending }) = key.sort else { return Ok(ids) };
    let Some(column) = L::COLUMNS.get(column) else { return Ok(ids) };
    let row = |id: &L::Id| L::row(project, id);
    Ok(match &column.order {
        Order::Own if descending => ids.into_iter().rev().collect(),
        Order::Own => ids,
        Order::Text => sorted(ids, |id| row(id).map(|r| (column.text)(project, r).to_lowercase()), descending),
        Order::Number(number) => sorted(ids, |id| row(id).and_then(|r| number(project, r)).map(Total), descending),
    })
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
