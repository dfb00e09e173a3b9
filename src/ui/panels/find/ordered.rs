//! In which order which hits are listed, which of them are chosen, and tables of them: worked out in the background.

use std::sync::Arc;

use egui::Ui;

use super::super::super::context::{Request, ViewContext};
use crate::analysis::query::QueryError;
use crate::session::{Found, HitOrder, HitTable, Jobs, Outlet, Progress, Search, hit_table, order_hits};

/// Jobs that may be on their way at once.
const MOST_RUNNING: usize = 2;

/// What a list was made from: the state of the search and of the project, and the order.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    search: u64,
    revision: u64,
    order: HitOrder,
}

#[derive(Debug)]
enum Answer {
    Rows(Key, Option<Result<Vec<u32>, QueryError>>),
    Table(HitTable, Option<String>),
}

/// Which hits are listed, in which order.
#[derive(Debug, Default)]
pub(super) struct Ordered {
    /// What is asked for.
    pub(super) order: HitOrder,
    /// Which hits are chosen, by number.
    pub(super) chosen: Chosen,
    /// Numbers of the hits in their order; `None`: all of them, as they were found.
    rows: Option<Vec<u32>>,
    error: Option<QueryError>,
    shown: Option<Key>,
    making: Option<(Key, Progress)>,
    writing: Option<Progress>,
    out: usize,
    jobs: Option<Jobs<Answer>>,
}

impl Ordered {
    /// Numbers of the hits in their order; `None`: all of them, as they were found.
    pub(super) fn rows(&self) -> Option<&[u32]> {
        self.rows.as_deref()
    }

    /// What is wrong with the query.
    pub(super) fn error(&self) -> Option<&QueryError> {
        self.error.as_ref()
    }

    /// Whether the list is still that from before.
    pub(super) fn is_busy(&self) -> bool {
        self.making.is_some()
    }

    /// Whether a table is being written.
    pub(super) fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// Another search: nothing is chosen, and the list is as it is found until it is made.
    pub(super) fn reset(&mut self) {
        self.call_off();
        self.chosen = Chosen::default();
        (self.rows, self.shown, self.error) = (None, None, None);
    }

    fn call_off(&mut self) {
        if let Some((_, progress)) = self.making.take() {
            progress.cancel();
        }
    }

    /// Takes in what was made, and makes the list anew when something else is asked for.
    pub(super) fn update(&mut self, ui: &Ui, ctx: &ViewContext<'_>, search: &Search) {
        for answer in self.jobs.as_mut().map(Jobs::poll).unwrap_or_default() {
            self.take(ui, ctx, answer);
        }
        // Only a query can ask for what a change of the project changes.
        let revision = if self.order.query.trim().is_empty() { 0 } else { ctx.revision };
        let key = Key { search: search.changes(), revision, order: self.order.clone() };
        if self.making.as_ref().is_some_and(|(making, _)| *making == key) {
            return;
        }
        self.call_off();
        if self.shown.as_ref() == Some(&key) {
            return;
        }
        if key.order.is_as_found() {
            (self.rows, self.error, self.shown) = (None, None, Some(key));
            return;
        }
        // While hits come in, those that are there stay listed; they are ordered when all are known.
        if !search.is_running() && self.out < MOST_RUNNING {
            let (project, found, asked) = (ctx.project.clone(), search.found().to_vec(), key.clone());
            let started = self.start(ui, "Order hits", move |progress| {
                let rows = order_hits(&project, &found, &asked.order, progress);
                Answer::Rows(asked, rows)
            });
            match started {
                Some(progress) => self.making = Some((key, progress)),
                None => self.shown = Some(key),
            }
        }
    }

    fn start(&mut self, ui: &Ui, title: &str, work: impl FnOnce(&Progress) -> Answer + Send + 'static) -> Option<Progress> {
        let egui_ctx = ui.ctx().clone();
        let jobs = self.jobs.get_or_insert_with(|| Jobs::new(Arc::new(move || egui_ctx.request_repaint())));
        let work = move |progress: &Progress, outlet: &Outlet<Answer>| outlet.tell(work(progress));
        let progress = jobs.start_telling(title, work).ok()?;
        self.out += 1;
        Some(progress)
    }

    fn take(&mut self, ui: &Ui, ctx: &ViewContext<'_>, answer: Answer) {
        self.out = self.out.saturating_sub(1);
        match answer {
            Answer::Rows(key, made) => {
                if self.making.as_ref().is_none_or(|(making, _)| *making != key) {
                    return;
                }
                self.making = None;
                match made {
                    Some(Ok(rows)) => (self.rows, self.error) = (Some(rows), None),
                    Some(Err(error)) => self.error = Some(error),
                    None => return,
                }
                self.shown = Some(key);
            }
            Answer::Table(table, text) => {
                self.writing = None;
                match (table, text) {
                    (HitTable::Csv, Some(text)) => ctx.send.send(Request::SaveTable { name: "hits".to_owned(), text }),
                    (HitTable::Tabs, Some(text)) => ui.ctx().copy_text(text),
                    (_, None) => {}
                }
            }
        }
    }

    /// Writes what is listed as a file, or what is chosen for the clipboard.
    pub(super) fn write(&mut self, ui: &Ui, ctx: &ViewContext<'_>, search: &Search, table: HitTable) {
        let wanted = match table {
            HitTable::Csv => self.rows.clone(),
            HitTable::Tabs => Some(self.chosen_in_order()),
        };
        let (project, found): (_, Vec<Found>) = (ctx.project.clone(), search.found().to_vec());
        self.writing = self
            .start(ui, "Write hits", move |progress| Answer::Table(table, hit_table(&project, &found, wanted.as_deref(), table, progress)));
    }

    fn chosen_in_order(&self) -> Vec<u32> {
        match &self.rows {
            Some(rows) => rows.iter().copied().filter(|number| self.chosen.has(*number as usize)).collect(),
            None => self.chosen.numbers().map(|number| number as u32).collect(),
        }
    }
}

impl Drop for Ordered {
    fn drop(&mut self) {
        self.call_off();
        if let Some(progress) = &self.writing {
            progress.cancel();
        }
    }
}

/// A set of hits by number, made so that a million can be chosen in no time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Chosen {
    bits: Vec<u64>,
    count: usize,
}

impl Chosen {
    /// How many are chosen.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Whether a hit is chosen.
    pub(super) fn has(&self, number: usize) -> bool {
        self.bits.get(number / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }

    /// Chooses one, or chooses it no more.
    pub(super) fn toggle(&mut self, number: usize) {
        let had = self.has(number);
        let at = number / 64;
        if self.bits.len() <= at {
            self.bits.resize(at + 1, 0);
        }
        if let Some(bits) = self.bits.get_mut(at) {
            *bits ^= 1 << (number % 64);
        }
        self.count = if had { self.count - 1 } else { self.count + 1 };
    }

    /// Chooses just these.
    pub(super) fn set(&mut self, numbers: impl Iterator<Item = usize>) {
        *self = Self::default();
        for number in numbers {
            if !self.has(number) {
                self.toggle(number);
            }
        }
    }

    /// Those that are chosen, ascending.
    pub(super) fn numbers(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.bits.len() * 64).filter(|number| self.has(*number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_is_counted_and_given_in_order() {
        let mut chosen = Chosen::default();
        for number in [200, 3, 64, 3] {
            chosen.toggle(number);
        }
        assert_eq!((chosen.numbers().collect::<Vec<_>>(), chosen.len()), (vec![64, 200], 2));
        chosen.set((0..1_000_000).chain(5..9));
        assert_eq!((chosen.len(), chosen.has(999_999), chosen.has(1_000_000)), (1_000_000, true, false));
    }
}
