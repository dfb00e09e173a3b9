//! A list as a table: a line to filter it with, columns to sort by, several rows to choose, from the mouse and from the keyboard.
//!
//! A panel says what its list is by implementing [`ListOf`], keeps a [`Table`] of it, and shows it each frame. Only the rows on the screen are
//! built. A long list is filtered and sorted in the background; until that is done the rows from before stay. A panel whose rows are more than
//! lines of text draws them itself, between [`Table::show_filter`] and [`Table::click`].

mod export;
mod filter_bar;
mod keys;
mod listing;
mod show;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::collections::BTreeSet;

pub use listing::IN_BACKGROUND;

use crate::analysis::query::{Listed, Marks};
use crate::model::Project;
use listing::Listing;

/// What a list is made of.
pub trait ListOf: 'static {
    /// Names a row.
    type Id: Clone + Ord + Send + std::fmt::Debug + 'static;
    /// A row.
    type Row: Listed;
    /// What its rows are called, such as `annotations`; also sets its widgets apart from those of other lists.
    const NAME: &'static str;
    /// Its columns, from the left.
    const COLUMNS: &'static [Column<Self::Row>];

    /// Every row, in the list's own order.
    fn ids(project: &Project) -> Vec<Self::Id>;

    /// How many records are gone through for [`ListOf::ids`], at least: where they are many, the rows are made in the background.
    fn records(_project: &Project) -> usize {
        0
    }

    /// The row of this name.
    fn row<'p>(project: &'p Project, id: &'p Self::Id) -> Option<&'p Self::Row>;

    /// What a screen reader calls a row.
    fn label(project: &Project, row: &Self::Row) -> String;

    /// Headings of further columns, which depend on the project: a panel shows them in its own way, a file has them behind the others.
    fn more_titles(_project: &Project) -> Vec<String> {
        Vec::new()
    }

    /// What stands in them; as many as there are headings.
    fn more_cells(_project: &Project, _row: &Self::Row) -> Vec<String> {
        Vec::new()
    }
}

/// One column.
pub struct Column<R> {
    /// Its heading.
    pub title: &'static str,
    /// How wide it is.
    pub width: Width,
    /// What stands in it; line ends are shown as spaces.
    pub text: fn(&Project, &R) -> String,
    /// What it is sorted by.
    pub order: Order<R>,
}

/// A last column whose text is worked out by the panel, for the rows in sight alone: it is neither sorted by nor exported.
pub struct Extra<'a, R> {
    /// Its heading.
    pub title: &'static str,
    /// How wide it is, as in [`Width::Share`].
    pub share: f32,
    /// What stands in it.
    pub text: &'a mut dyn FnMut(&R) -> String,
}

/// How wide a column is until its border is dragged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Width {
    /// So many points.
    Points(f32),
    /// A share of what the others leave, in proportion to the other shares.
    Share(f32),
}

/// What a column is sorted by.
pub enum Order<R> {
    /// Its text, whatever its case.
    Text,
    /// A number; what has none comes first.
    Number(fn(&Project, &R) -> Option<f64>),
    /// The list's own order.
    Own,
}

/// By which column a list is sorted, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// Number of the column, from 0.
    pub column: usize,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// A table and what it remembers while the program runs.
pub struct Table<L: ListOf> {
    query: String,
    listing: Listing<L>,
    widths: Vec<Option<f32>>,
    chosen: BTreeSet<L::Id>,
    /// Row that the keyboard is at, and the one that Shift reaches from.
    cursor: Option<usize>,
    anchor: Option<usize>,
    scroll: bool,
    wants_filter: bool,
    wants_keyboard: bool,
    name: String,
    built: usize,
}

impl<L: ListOf> Default for Table<L> {
    fn default() -> Self {
        Self {
            query: String::new(),
            listing: Listing::default(),
            widths: L::COLUMNS.iter().map(|_| None).collect(),
            chosen: BTreeSet::new(),
            cursor: None,
            anchor: None,
            scroll: false,
            wants_filter: false,
            wants_keyboard: false,
            name: String::new(),
            built: 0,
        }
    }
}

impl<L: ListOf> Table<L> {
    /// The rows that are listed, in order.
    pub fn listed(&self) -> &[L::Id] {
        self.listing.rows()
    }

    /// The rows that are chosen, by id; some may not be listed any more.
    pub fn chosen(&self) -> &BTreeSet<L::Id> {
        &self.chosen
    }

    /// By which column the rows are sorted; `None`: in the list's own order.
    pub fn sort(&self) -> Option<Sort> {
        self.listing.sort
    }

    /// Sorts by a column, or the other way round when it is sorted by it already.
    pub fn sort_by(&mut self, column: usize) {
        self.listing.sort_by(column);
    }

    /// The place of the row to scroll to; asked once.
    pub fn take_scroll(&mut self) -> Option<usize> {
        self.cursor.filter(|_| std::mem::take(&mut self.scroll))
    }

    /// Chooses one row alone and scrolls to it if it is listed.
    pub fn choose(&mut self, id: L::Id) {
        self.cursor = self.listed().iter().position(|listed| *listed == id);
        self.anchor = self.cursor;
        self.chosen = [id].into();
        self.scroll = true;
    }

    /// Filters with another query.
    pub fn set_query(&mut self, query: impl Into<String>) {
        self.query = query.into();
    }

    /// The query that the rows are filtered with.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// The words that the query asks for, to be marked.
    pub fn marks(&self) -> &Marks {
        self.listing.marks()
    }

    /// Goes up whenever other rows are listed.
    pub fn changes(&self) -> u64 {
        self.listing.changes()
    }

    /// Puts the keyboard into the filter at the next frame.
    pub fn focus_filter(&mut self) {
        self.wants_filter = true;
    }

    /// Gives the rows the keyboard at the next frame.
    pub fn focus_rows(&mut self) {
        self.wants_keyboard = true;
    }

    /// How many rows were built for the last frame; for tests.
    pub fn rows_built(&self) -> usize {
        self.built
    }
}

/// A list's rows in the order of a column.
fn compare<T: Ord>(a: &T, b: &T, descending: bool) -> Ordering {
    if descending { b.cmp(a) } else { a.cmp(b) }
}
